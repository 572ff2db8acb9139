"""A visit as somebody calls it: which occurrence is meant, and what the contract says of it: playbooks, hosts, engineers.

Lives here: an inspection by hand that is begun for an occurrence. Does not live here: whether it may begin
(`fieldops.schedule.admission`), and visits that nobody has to call (`visiting`).
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from fieldops.actions.contracts import open_workspace
from fieldops.actions.inspection import Request
from fieldops.actions.needed import VISITS, need_agreement
from fieldops.actions.runs import read_visits
from fieldops.actions.settings import read_settings
from fieldops.contracts.model import Inspection
from fieldops.contracts.obligations import DueObligation
from fieldops.documents.lineage import lineage
from fieldops.documents.workspace import Workspace
from fieldops.errors import Notice, UsageError
from fieldops.schedule.deciding import Refuse, staffed
from fieldops.schedule.standing import OPEN, Ledger, Standing, State
from fieldops.schedule.visits import RUN_KINDS, entry_of, estate_of, offline_among, to_be_brought
from fieldops.sla.moments import in_zone
from fieldops.structs import Struct, replaced

_CHOICES = 8


class CalledVisit(Struct, frozen=True):
    """The request for a visit, and what is to be said of it before anything is connected."""

    request: Request
    said: tuple[Notice, ...]


def called_visit(
    root: Path, name: str, asked: Request, moment: datetime, *, carried: bool = False
) -> CalledVisit:
    """`asked`, with everything that it leaves open taken from the contract, for the occurrence that is called `name`.

    A name is a key of `schedule list`, or a part of one that means one visit, one that is open first. What `asked` says
    itself narrows the visit or replaces what the contract says, and is said; by other playbooks than those agreed, or by
    a part of the checks, the run serves no visit. `carried`: for files that are carried to its hosts: those that no network
    reaches, or, where there are none of these or `asked` limits them, any that it lacks. Raises UsageError for a name that is none or several, for a visit that
    people make alone, is done, or may not be made yet; Refused where those on duty cannot make it.
    """
    workspace = open_workspace(root, judged=False)
    agreement = need_agreement(workspace, asked.contract, VISITS)
    ledger = Ledger(agreement, read_visits(root), read_settings(root).adopted_from)
    today = in_zone(moment, agreement.zone).date()
    due = _meant(ledger, name, asked, today).due
    entry = entry_of(agreement, due)
    if entry is None or not entry.uses:
        raise UsageError("visit.by-people", id=due.key)
    _insist_on_its_turn(ledger, due, today)
    lacking = _carried if carried else _lacking
    hosts = lacking(workspace, ledger, entry, due, today)
    if carried and asked.limit is None:
        hosts = offline_among(agreement.terms_on(today).contract, hosts) or hosts
    engineers = asked.engineers
    if not engineers:
        found = staffed(agreement, entry, due, hosts, today)
        if isinstance(found, Refuse):
            raise found.reason
        engineers = found.engineers
    request = replaced(
        asked,
        contract=agreement.id,
        playbooks=asked.playbooks or entry.named,
        engineers=engineers,
        hosts=hosts,
        serves=due.key if _serves(entry, asked) else None,
    )
    return CalledVisit(request, (_taken(due, request), *_narrowed(entry, asked, due.key)))


def _insist_on_its_turn(ledger: Ledger, due: DueObligation, today: date) -> None:
    """Raise UsageError for a visit that is done, or may not be made yet."""
    if (done := ledger.completion(due)) is not None:
        raise UsageError(
            "visit.is-done", id=due.key, day=done.day.isoformat(), runs=", ".join(done.runs) or "-"
        )
    if today < due.earliest:
        raise UsageError(
            "visit.opens-later", id=due.key, day=due.earliest.isoformat(), today=today.isoformat()
        )


def _taken(due: DueObligation, request: Request) -> Notice:
    """Which visit is made, by whom, and what is looked at."""
    return Notice(
        "visit.taken",
        id=due.key,
        day=due.day.isoformat(),
        hosts=len(request.hosts or ()),
        engineers=", ".join(request.engineers) or "-",
        playbooks=", ".join(request.playbooks),
    )


def _lacking(
    workspace: Workspace, ledger: Ledger, entry: Inspection, due: DueObligation, today: date
) -> tuple[str, ...]:
    """The hosts that the visit still lacks; none where there is no host at all, and people look alone: at a room, at
    equipment without an address. Raises UsageError where nothing is left to be done, but for filling in and concluding.
    """
    terms = ledger.agreement.terms_on(today).contract
    estate = estate_of(terms)
    there = dict(estate.assets)
    attempts = ledger.attempts(entry, due)
    hosts = tuple(host for host in ledger.unreached(entry, attempts, estate) if host in there)
    if hosts and hosts == (brought := to_be_brought(terms, attempts, hosts)):
        raise UsageError("visit.by-bundle", hosts=", ".join(brought), contract=terms.id)
    hosts = tuple(host for host in hosts if host not in to_be_brought(terms, attempts, hosts))
    # In one that is concluded nothing can be filled in any more.
    open_runs = {run.run for run in attempts if not run.concluded}
    if not hosts and (waiting := [run for run in ledger.to_conclude(entry, attempts) if run in open_runs]):
        raise UsageError("visit.to-conclude-first", id=due.key, runs=", ".join(waiting))
    if not hosts and there and _people_look(workspace, entry):
        # Concluded with nothing filled in, and so not done: it is made anew.
        hosts = tuple(host for host in ledger.unreached(entry, (), estate) if host in there)
    if not hosts and (there or attempts or not _people_look(workspace, entry)):
        raise UsageError("visit.no-host", id=due.key)
    return hosts


def _carried(
    workspace: Workspace, ledger: Ledger, entry: Inspection, due: DueObligation, today: date
) -> tuple[str, ...]:
    """The hosts that the visit still lacks. Raises UsageError where there is none."""
    estate = estate_of(ledger.agreement.terms_on(today).contract)
    there = dict(estate.assets)
    found = tuple(
        host for host in ledger.unreached(entry, ledger.attempts(entry, due), estate) if host in there
    )
    if not found:
        raise UsageError("visit.no-host", id=due.key)
    return found


def _people_look(workspace: Workspace, entry: Inspection) -> bool:
    """Whether a playbook of the visit has items that people fill in."""
    named = (workspace.get("Playbook", id) for id in entry.named)
    return any(
        bool(document.entries("manual"))
        for playbook in named
        if playbook is not None
        for document in lineage(workspace, playbook)
    )


def _serves(entry: Inspection, asked: Request) -> bool:
    """Whether a run so asked for is one of the visit: by playbooks of its own, and all of their checks."""
    return not asked.tags and set(asked.playbooks).issubset(entry.named)


def _narrowed(entry: Inspection, asked: Request, key: str) -> list[Notice]:
    """What the command line says otherwise than the contract."""
    said = []
    if asked.engineers:
        said.append(Notice("visit.other-engineers", engineers=", ".join(asked.engineers)))
    if asked.playbooks and set(asked.playbooks) != set(entry.named):
        said.append(
            Notice(
                "visit.other-playbooks", playbooks=", ".join(asked.playbooks), agreed=", ".join(entry.named)
            )
        )
    if asked.limit is not None:
        said.append(Notice("visit.limited", limit=asked.limit))
    if not _serves(entry, asked):
        said.append(Notice("visit.not-served", id=key))
    return said


def _meant(ledger: Ledger, name: str, asked: Request, today: date) -> Standing:
    """The visit of that kind of run that the name means."""
    standings = [
        each
        for each in ledger.between(date.min, ledger.agreement.timeline.horizon(today), today)
        if RUN_KINDS.get(each.due.kind) is asked.kind and each.state is not State.PAST
    ]
    named = [each for each in standings if _is_named(each, name)] or [
        each for each in standings if name in each.due.key
    ]
    wanted = [each for each in named if each.state in OPEN] or named
    if len({each.due.id for each in wanted}) == 1 and wanted[0].state not in OPEN:
        # Of one that comes again and again the next: that it may not be made yet is what there is to say.
        wanted = [each for each in wanted if each.state is not State.DONE][:1] or wanted
    if len(wanted) == 1:
        return wanted[0]
    near = sorted(
        wanted or standings, key=lambda each: (each.state not in OPEN, abs((each.due.day - today).days))
    )
    choices = ", ".join(f"{each.due.key} ({each.due.day})" for each in near[:_CHOICES]) or "-"
    raise UsageError("visit.which-visit" if wanted else "visit.no-such-visit", id=name, choices=choices)


def _is_named(each: Standing, name: str) -> bool:
    key = each.due.key
    return name in (key, each.due.day.isoformat()) or key.endswith(f"/{name}")
