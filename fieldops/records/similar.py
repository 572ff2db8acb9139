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
from fieldops.records.runs import Run
from fieldops.structs import Struct

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


class Looked(Struct, frozen=True):
    """The last time that the check was done on a host: run, when that began, what it said."""

    run: str
    at: datetime
    verdict: Verdict


class Similar(Struct, frozen=True):
    """A piece of equipment of a contract that is like one with the fault: what they have in common, and the last look at it.

    `since`: whether that look was not before the run that found the fault. `reachable`: whether an inspection can reach it.
    """

    contract: str
    asset: Asset
    traits: tuple[Trait, ...]
    looked: Looked | None
    since: bool

    @property
    def reachable(self) -> bool:
        """Whether it has a host."""
        return self.asset.host is not None

    @property
    def deviates(self) -> bool:
        """Whether the same fault was found there, too."""
        return self.looked is not None and self.looked.verdict in DEVIATIONS

    @property
    def open(self) -> bool:
        """Whether nobody knows whether it has the fault: not looked at since, or what was seen decides nothing."""
        return not self.since or self.looked is None or self.looked.verdict is Verdict.UNKNOWN


def faulty_hosts(run: Run, check: str) -> tuple[str, ...]:
    """The hosts of a run on which the check deviates, in the order of the run."""
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
    has = {_key(trait) for trait in traits_of(asset, versions)}
    common = tuple(trait for trait in traits if _key(trait) in has)
    if not common:
        return None
    looked = next((look for run in reversed(runs) if (look := _looked(run, asked.check, asset.id))), None)
    since = looked is not None and elapsed(asked.run.started, looked.at).total_seconds() >= 0
    return Similar(contract, asset, common, looked, since)


def _key(trait: Trait) -> tuple[Alike, str, str | None]:
    # The same model is written R750 and r750.
    return trait.alike, " ".join(trait.value.split()).casefold(), trait.check


def _looked(run: Run, check: str, host: str) -> Looked | None:
    for record in run.hosts:
        if record.host == host:
            for result in record.checks:
                if result.id == check:
                    return Looked(run.id, record.started or run.started, decided(result))
    return None
