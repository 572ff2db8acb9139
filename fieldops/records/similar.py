"""Which equipment is like the one that has a fault, and when that check was last done there. Pure.

Lives here: what counts as alike, over the equipment of all contracts and what runs recorded of it (promise D5). Does not live
here: which contracts and runs there are, and looking at what nobody has looked at since.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from fieldops.contracts.model import Asset
from fieldops.dates.instants import elapsed
from fieldops.inspection.checks import Verdict
from fieldops.records.looks import DEVIATIONS, decided
from fieldops.records.runs import NOT_FILLED_IN, Run
from fieldops.structs import Struct, replaced

# Checks with this tag record which version of something a host has.
VERSION = "version"


class Alike(StrEnum):
    """By what a piece of equipment is like another."""

    MODEL = "model"
    PART = "part"
    SOFTWARE = "software"


class Trait(Struct, frozen=True):
    """What two have in common: the model, a part's number, or (`check`) the version that a check recorded."""

    alike: Alike
    value: str
    check: str | None = None


class Asked(Struct, frozen=True):
    """A fault: the check of a run, and the hosts of it that have the fault."""

    run: Run
    check: str
    hosts: tuple[str, ...]

    @property
    def by_hand(self) -> bool:
        """Whether people look at it: no program can."""
        return any(item.id == self.check for item in self.run.playbook.manual)


class Looked(Struct, frozen=True):
    """The last time that the check was done on a host: run, when that began, what it said."""

    run: str
    at: datetime
    verdict: Verdict


class Similar(Struct, frozen=True):
    """A piece of equipment of a contract that is like one with the fault: what they have in common, and the last look at it.

    `since`: whether that look was not before the run that found the fault. `reachable`: whether an inspection can reach it
    (`by_hand`: nobody can but people).
    """

    contract: str
    asset: Asset
    traits: tuple[Trait, ...]
    looked: Looked | None
    since: bool
    by_hand: bool = False

    @property
    def reachable(self) -> bool:
        """Whether it has a host, and a program can look."""
        return self.asset.host is not None and not self.by_hand

    @property
    def deviates(self) -> bool:
        """Whether the same fault was found there, too."""
        return self.looked is not None and self.looked.verdict in DEVIATIONS

    @property
    def open(self) -> bool:
        """Whether nobody knows whether it has the fault: not looked at since, or what was seen decides nothing."""
        return not self.since or self.looked is None or self.looked.verdict is Verdict.UNKNOWN


def faulty_places(run: Run, check: str) -> tuple[str, ...]:
    """Where the check of a run deviates, in the order of the run: hosts, and other places where people look (`PlaceSnapshot`)."""
    return tuple(
        host.host
        for host in run.looked_at
        if any(each.id == check and decided(each) in DEVIATIONS for each in host.checks)
    )


def traits_of(asset: Asset, versions: Iterable[Trait]) -> tuple[Trait, ...]:
    """By what others can be like this one: its model, the numbers of its parts, and the recorded `versions`."""
    model = () if asset.model is None else (Trait(Alike.MODEL, asset.model),)
    parts = dict.fromkeys(part.part_no for part in asset.parts)
    return (*model, *(Trait(Alike.PART, number) for number in parts), *versions)


def versions_in(run: Run, host: str) -> Iterator[Trait]:
    """The versions that a run recorded of a host: values of checks with the tag `version`."""
    tagged = {check.id for check in run.playbook.checks if VERSION in check.tags}
    for record in run.hosts:
        if record.host == host:
            for check in record.checks:
                for item in check.items if check.id in tagged else ():
                    if item.value is not None:
                        yield Trait(Alike.SOFTWARE, str(item.value), check.id)


def similar_to(
    asked: Asked, equipment: Mapping[str, Sequence[Asset]], runs: Mapping[str, Sequence[Run]]
) -> tuple[tuple[Trait, ...], tuple[Similar, ...]]:
    """By what others can be like the equipment with the fault, and all that is, those of most traits first.

    `equipment` are the assets of each contract, `runs` its runs in the order of the log.
    """
    mine = asked.run.contract.id
    own = [each for each in equipment.get(mine, ()) if each.id in asked.hosts]
    traits = tuple(
        dict.fromkeys(trait for asset in own for trait in traits_of(asset, versions_in(asked.run, asset.id)))
    )
    found = [
        similar
        for contract, assets in equipment.items()
        for asset in assets
        if not (contract == mine and asset.id in asked.hosts)
        if (similar := _similar(asked, traits, contract, asset, runs.get(contract, ()))) is not None
    ]
    return traits, tuple(sorted(found, key=lambda each: -len(each.traits)))


def _similar(
    asked: Asked, traits: Sequence[Trait], contract: str, asset: Asset, runs: Sequence[Run]
) -> Similar | None:
    """The asset, where it has one of the `traits`."""
    versions = next((told for run in reversed(runs) if (told := list(versions_in(run, asset.id)))), [])
    has = {key_of(trait) for trait in traits_of(asset, versions)}
    common = tuple(trait for trait in traits if key_of(trait) in has)
    if not common:
        return None
    looked = next((look for run in reversed(runs) if (look := _looked(run, asked.check, asset.id))), None)
    return Similar(contract, asset, common, looked, _is_since(asked, looked), asked.by_hand)


def _is_since(asked: Asked, looked: Looked | None) -> bool:
    return looked is not None and elapsed(asked.run.started, looked.at).total_seconds() >= 0


def looked_again(asked: Asked, similar: Iterable[Similar], runs: Mapping[str, Run]) -> Iterator[Similar]:
    """The same equipment after another run of its contract: what that did not look at is as it was."""
    for each in similar:
        run = runs.get(each.contract)
        looked = _looked(run, asked.check, each.asset.id) if run is not None else None
        yield each if looked is None else replaced(each, looked=looked, since=_is_since(asked, looked))


def key_of(trait: Trait) -> tuple[Alike, str, str | None]:
    """By what two traits are the same."""
    # The same model is written R750 and r750.
    return trait.alike, " ".join(trait.value.split()).casefold(), trait.check


def _looked(run: Run, check: str, host: str) -> Looked | None:
    """The look of a run at a host; None where the check was not for it, or nobody has filled it in yet."""
    for record in run.looked_at:
        if record.host == host:
            for result in record.checks:
                if result.id == check and result.reason != NOT_FILLED_IN:
                    at = _answered(run, check, host) or record.started or run.started
                    return Looked(run.id, at, decided(result))
    return None


def _answered(run: Run, check: str, host: str) -> datetime | None:
    """When somebody filled it in last; None for what a program did."""
    times = [each.at for each in run.answers if each.place == host and each.result.id == check]
    return times[-1] if times else None
