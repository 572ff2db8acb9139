"""The same fault elsewhere (promise D5): which equipment of all contracts is alike, and looking at it now."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

from fieldops.actions.agreements import LeftOut, readable
from fieldops.actions.finding import insist_on_known
from fieldops.actions.findings import Recordings, recordings
from fieldops.actions.inspection import Request, inspect
from fieldops.actions.needed import VISITS
from fieldops.actions.runner import Observer
from fieldops.actions.runs import Wanted, find_run, present_store
from fieldops.contracts.model import Asset
from fieldops.documents.workspace import load_workspace
from fieldops.errors import FieldopsError, UsageError
from fieldops.records.run_events import RunKind
from fieldops.records.runs import Run
from fieldops.records.similar import Asked, Similar, Trait, faulty_places, looked_again, similar_to
from fieldops.sla.moments import in_zone
from fieldops.structs import Struct, replaced
from fieldops.transport.credentials import Ask
from fieldops.transport.registry import TRANSPORTS, Transports


class Elsewhere(Struct, frozen=True):
    """What is like the equipment with the fault, and by which `traits` others were sought. `left_out` are contracts that
    cannot be read, `unreadable` runs.
    """

    asked: Asked
    traits: tuple[Trait, ...]
    similar: tuple[Similar, ...]
    left_out: tuple[LeftOut, ...]
    unreadable: Mapping[str, FieldopsError]


def similar(root: Path, wanted: Wanted, check: str, host: str | None, now: datetime) -> Elsewhere:
    """What equipment of any contract, by the terms in force, is like the hosts of that run which have the fault; or like `host`.

    Raises UsageError for a check or host that the run does not have, and where no host of it has the fault, or a place
    that is no equipment (a manual item for a site or a visit); what `find_run` raises.
    """
    run = find_run(root, wanted)
    insist_on_known("similar.no-such-check", check, (each.id for each in run.playbook.checks), id=check)
    if host is not None:
        insist_on_known("similar.no-such-host", host, (each.host for each in run.hosts), id=host)
    places = (host,) if host is not None else faulty_places(run, check)
    hosts = tuple(place for place in places if run.contract.asset(place) is not None)
    if not hosts:
        raise UsageError("similar.no-device" if places else "similar.no-fault", run=run.id, check=check)
    asked = Asked(run, check, hosts)
    found = readable(load_workspace(root, judged=False), VISITS)
    equipment: dict[str, Sequence[Asset]] = {
        each.id: each.terms_on(in_zone(now, each.zone).date()).contract.assets for each in found.agreements
    }
    with closing(present_store(root)) as log:
        kept = recordings(log)
    traits, alike = similar_to(asked, equipment, {each.contract: _runs(each) for each in kept})
    unreadable = {id: why for each in kept for id, why in each.unreadable}
    return Elsewhere(asked, traits, alike, found.left_out, unreadable)


def _runs(kept: Recordings) -> list[Run]:
    return [each for each in kept.told if isinstance(each, Run)]


class Now(Struct, frozen=True):
    """What came of looking at the equipment of a contract now: the run, or why there is none."""

    contract: str
    hosts: tuple[str, ...]
    run: Run | None = None
    refused: FieldopsError | None = None


def look_now(
    root: Path,
    found: Elsewhere,
    now: Callable[[], datetime],
    ask: Ask,
    observer: Observer,
    transports: Transports = TRANSPORTS,
) -> tuple[Now, ...]:
    """Do that one check, as a health check of each contract, on everything alike that can be reached and was not looked at since.

    What one contract does not allow now (its windows, consent, term) stops none of the others. Raises UsageError for what
    people look at.
    """
    if found.asked.by_hand:
        raise UsageError("similar.people-look", check=found.asked.check)
    hosts: dict[str, list[str]] = {}
    for each in found.similar:
        if each.open and each.reachable:
            hosts.setdefault(each.contract, []).append(each.asset.id)
    playbook = found.asked.run.playbook.playbook_of(found.asked.check)
    looked = []
    for contract, chosen in hosts.items():
        request = Request(
            contract,
            (playbook,),
            RunKind.HEALTH_CHECK,
            hosts=tuple(chosen),
            tags=(found.asked.check,),
        )
        try:
            run = inspect(root, request, now, ask, observer, transports)
            looked.append(Now(contract, tuple(chosen), run))
        except FieldopsError as refused:
            looked.append(Now(contract, tuple(chosen), refused=refused))
    return tuple(looked)


def seen_now(found: Elsewhere, looked: Sequence[Now]) -> Elsewhere:
    """The same after looking: what the runs of now saw stands in it."""
    runs = {each.contract: each.run for each in looked if each.run is not None}
    return replaced(found, similar=tuple(looked_again(found.asked, found.similar, runs)))
