"""Findings with a life: a deviation followed from run to run, and what people said about it meanwhile. Pure.

A finding is a row of a check on a host of a contract. Runs open it, make it worse or better, and show it mended; people
give it to somebody, accept it until a day, or close it. Only a later run that looked makes it fixed: what nobody looked
at, or could not determine, keeps its state. Does not live here: what two runs differ in (`comparison`), where the events
come from (`fieldops.actions.findings`), how it is said (`fieldops.cli.finding_forms`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from itertools import chain

from fieldops.dates.instants import utc
from fieldops.inspection.checks import Item, Verdict
from fieldops.inspection.readings import Reason
from fieldops.records.canonical import exact_text
from fieldops.records.finding_events import (
    FindingAccepted,
    FindingAssigned,
    FindingClosed,
    FindingEvent,
    FindingPlace,
)
from fieldops.records.hosts import HostNames
from fieldops.records.looks import Look, RowPlace, Side
from fieldops.records.runs import Run
from fieldops.records.snapshots import CheckSnapshot
from fieldops.structs import Struct

# Without 0, 1, l and o, which are read as each other.
_LETTERS = "23456789abcdefghijkmnpqrstuvwxyz"
_LENGTH = 8


class State(StrEnum):
    """How a finding stands on a day; in the order in which people want to see them. Public interface."""

    OPEN = "open"
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    CLOSED = "closed"  # by a person's word, not by evidence
    GONE = "gone"  # what deviated is not there any more
    FIXED = "fixed"  # a later run saw it in order


# Somebody has still to do something about it.
UNSETTLED = frozenset({State.OPEN, State.ASSIGNED})


class StepKind(StrEnum):
    """What happened to a finding. Public interface."""

    SEEN = "seen"
    WORSE = "worse"
    BETTER = "better"
    FIXED = "fixed"
    GONE = "gone"
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    CLOSED = "closed"


class Step(Struct, frozen=True):
    """What a run saw (`run`, and the judged `item` unless it was not there), or what a person `said`."""

    kind: StepKind
    at: datetime
    run: str | None = None
    item: Item | None = None
    said: FindingEvent | None = None


class Looked(Struct, frozen=True):
    """A run's look at a finding: the judged value, None where it was not there; or `why` nobody knows."""

    run: str
    at: datetime
    item: Item | None = None
    why: Reason | None = None


class Finding(Struct, frozen=True):
    """One finding with all that happened to it. `place` names the host as it is called today.

    `last` is the last look that determined something, `unseen` the first one after it that did not (None where the
    newest run did). `times`: how often it came (2: it had been mended, or closed, and is here again); `since`: when it
    came the last time. `assigned`, `accepted` and `closed` are the last words on it that still count.
    """

    id: str
    place: FindingPlace
    check: CheckSnapshot
    steps: tuple[Step, ...]
    last: Looked
    unseen: Looked | None
    deviation: Item
    times: int
    first: datetime
    since: datetime
    ended: StepKind | None = None
    assigned: FindingAssigned | None = None
    accepted: FindingAccepted | None = None
    accepted_as: Verdict | None = None
    closed: FindingClosed | None = None

    @property
    def recurring(self) -> bool:
        """Whether it was mended or closed before, and came again."""
        return self.times > 1

    @property
    def evidence(self) -> Step | None:
        """The run that first saw it in order, or not there any more; None while none has."""
        ends = (step for step in reversed(self.steps) if step.run is not None and step.kind is self.ended)
        return next(ends, None)

    def state(self, day: date) -> State:
        """How it stands on `day`, a day of the contract's zone.

        An acceptance counts up to its last day, and for what was accepted: a warning that has become critical is open.
        """
        if self.ended is not None:
            return State(self.ended.value)
        if self.accepted is not None and self.accepted.until >= day and not self._outgrown:
            return State.ACCEPTED
        return State.ASSIGNED if self.assigned is not None else State.OPEN

    @property
    def _outgrown(self) -> bool:
        return self.accepted_as is not Verdict.CRIT and self.deviation.verdict is Verdict.CRIT

    @property
    def due(self) -> date | None:
        """The last day that was said: until when it is to be mended, or was accepted."""
        if self.ended is not None:
            return None
        said = [each for each in (self.assigned, self.accepted) if each is not None]
        return max(said, key=lambda each: utc(each.at)).until if said else None

    def late(self, day: date) -> bool:
        """Whether it should have been mended before `day`, and nobody has seen it in order."""
        return self.state(day) in UNSETTLED and self.due is not None and self.due < day


class Findings(Struct, frozen=True):
    """All findings of a contract, the oldest first, with the zone in which its days are meant.

    `hosts` and `checks` are all that any run has asked for, with findings or without.
    `unplaced` are words of people about findings that no run of this store has seen, such as a colleague's.
    """

    contract: str
    time_zone: str
    findings: tuple[Finding, ...]
    hosts: frozenset[str] = frozenset()
    checks: frozenset[str] = frozenset()
    unplaced: tuple[FindingEvent, ...] = ()


def finding_id(place: FindingPlace) -> str:
    """The short name of a finding: the same wherever the same thing was found, and nothing that is counted."""
    text = exact_text([place.contract, place.host, place.check, place.item, place.nth])
    number = int.from_bytes(hashlib.sha256(text.encode()).digest())
    letters = []
    for _ in range(_LENGTH):
        number, rest = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[rest])
    return "".join(letters)


def findings_of(told: Iterable[Run | FindingEvent]) -> Findings | None:
    """What the runs of one contract, and people, tell of its findings; None where there is no run.

    Everything counts in the order of time, and within a second in the order in which it is `told`: two stores that hold
    the same say the same, whatever came in first.
    """
    ordered = sorted(told, key=_when)
    runs = [each for each in ordered if isinstance(each, Run)]
    if not runs:
        return None
    fold = _Fold()
    for each in ordered:
        if isinstance(each, Run):
            fold.look(each)
        else:
            fold.hear(each)
    last = runs[-1].contract
    found = tuple(
        sorted(fold.found(last.id), key=lambda each: (utc(each.first), each.place.host, each.check.id))
    )
    hosts = frozenset(record.host for run in runs for record in run.looked_at)
    checks = frozenset(check.id for run in runs for check in run.playbook.checks)
    return Findings(last.id, last.time_zone, found, hosts, checks, tuple(fold.unplaced))


def _when(told: Run | FindingEvent) -> datetime:
    return utc(told.started if isinstance(told, Run) else told.at)


# --- the fold ----------------------------------------------------------------------------------------------

# A check on a host, which is meant by its first name.
_Spot = tuple[str, str]


@dataclass(slots=True)
class _Life:
    """A finding while it is told."""

    check: CheckSnapshot
    playbook: str
    last: Looked
    deviation: Item
    first: datetime
    since: datetime
    times: int = 0
    ended: StepKind | None = StepKind.GONE
    unseen: Looked | None = None
    steps: list[Step] = field(default_factory=list)
    assigned: FindingAssigned | None = None
    accepted: FindingAccepted | None = None
    accepted_as: Verdict | None = None
    closed: FindingClosed | None = None

    def deviates(self, look: Looked, item: Item) -> None:
        """A run saw the deviation."""
        if self.ended is not None:
            self.times += 1
            self.since, self.ended, self.assigned, self.closed = look.at, None, None, None
            if self.accepted is not None and self.accepted.until < look.at.date():
                self.accepted = None
            self._note(StepKind.SEEN, look)
        elif item.verdict is not self.deviation.verdict:
            self._note(StepKind.WORSE if item.verdict is Verdict.CRIT else StepKind.BETTER, look)
        self.last, self.deviation, self.unseen = look, item, None

    def in_order(self, look: Looked, kind: StepKind) -> None:
        """A run looked, and it was in order or not there. That is evidence, which a person's word is not."""
        if self.ended in (None, StepKind.CLOSED) or (self.ended is StepKind.GONE and kind is StepKind.FIXED):
            self._note(kind, look)
            self.ended, self.assigned = kind, None
        self.last, self.unseen = look, None

    def not_seen(self, look: Looked) -> None:
        """A run did not look, or could not determine it: nothing changes, but that this is known."""
        self.unseen = self.unseen or look

    def hear(self, event: FindingEvent) -> None:
        """A person's word. What is said about a finding that is over changes nothing of how it stands."""
        kind = StepKind(event.TYPE.removeprefix("finding."))
        self.steps.append(Step(kind, event.at, said=event))
        match event:
            case FindingAccepted():
                self.accepted, self.accepted_as = event, self.deviation.verdict
            case FindingAssigned() if self.ended is None:
                self.assigned = event
            case FindingClosed() if self.ended is None:
                self.closed, self.ended, self.assigned = event, StepKind.CLOSED, None

    def _note(self, kind: StepKind, look: Looked) -> None:
        self.steps.append(Step(kind, look.at, look.run, look.item))


class _Fold:
    """All findings of a contract, told run by run and word by word."""

    def __init__(self) -> None:
        self._names = HostNames()
        self._lives: dict[_Spot, dict[RowPlace, _Life]] = {}
        self.unplaced: list[FindingEvent] = []

    def hear(self, event: FindingEvent) -> None:
        """Take a person's word."""
        place = event.place
        rows = self._lives.get((self._names.first(place.host), place.check), {})
        life = rows.get((place.item, place.nth))
        if life is None:
            self.unplaced.append(event)
        else:
            life.hear(event)

    def look(self, run: Run) -> None:
        """Take a run, in the order of time."""
        self._names.take(run)
        for record in run.looked_at:
            host, side = self._names.first(record.host), Side(record)
            for check in run.playbook.checks:
                self._look_at(run, (host, check.id), check, side)
        self._look_past(run)

    def _look_past(self, run: Run) -> None:
        """What the run did not ask for stays as it is, and is not seen."""
        hosts = {self._names.first(record.host) for record in run.looked_at}
        checks = {check.id for check in run.playbook.checks}
        for (host, check), rows in self._lives.items():
            if host in hosts and check in checks:
                continue
            code = "compare.check-not-asked" if host in hosts else "compare.host-not-asked"
            for life in rows.values():
                if life.playbook in run.playbook.playbooks:
                    life.not_seen(Looked(run.id, run.started, why=Reason(code)))

    def _look_at(self, run: Run, spot: _Spot, check: CheckSnapshot, side: Side) -> None:
        known = self._lives.get(spot, {})
        if not known and side.is_well(check.id):
            return
        playbook = run.playbook.playbook_of(check.id)
        for row in dict.fromkeys(chain(side.places(check.id), known)):
            look = side.look(check.id, row)
            told = Looked(run.id, run.started, look.item, look.unseen)
            if look.item is not None and look.deviates:
                if row not in known:
                    known = self._lives.setdefault(spot, {})
                    known[row] = _Life(check, playbook, told, look.item, run.started, run.started)
                known[row].deviates(told, look.item)
                known[row].check, known[row].playbook = check, playbook
            elif row in known:
                _take_good(known[row], told, run, check)

    def found(self, contract: str) -> Iterator[Finding]:
        """Each finding as it stands after all that was told."""
        every = ((spot, row, life) for spot, rows in self._lives.items() for row, life in rows.items())
        for (host, check), row, life in every:
            yield Finding(
                id=finding_id(FindingPlace(contract, host, check, *row)),
                place=FindingPlace(contract, self._names.today(host), check, *row),
                check=life.check,
                steps=tuple(life.steps),
                last=life.last,
                unseen=life.unseen,
                deviation=life.deviation,
                times=life.times,
                first=life.first,
                since=life.since,
                ended=life.ended,
                assigned=life.assigned,
                accepted=life.accepted,
                accepted_as=life.accepted_as,
                closed=life.closed,
            )


def _take_good(life: _Life, told: Looked, run: Run, check: CheckSnapshot) -> None:
    """A look that found no deviation: in order, not there, or not known."""
    if told.why is not None:
        life.not_seen(told)
    elif _same_subject(life, run, check):
        gone = Look(told.item).is_gone(check.empty == "ok")
        life.in_order(told, StepKind.GONE if gone else StepKind.FIXED)


def _same_subject(life: _Life, run: Run, check: CheckSnapshot) -> bool:
    """Whether a run that finds nothing has looked at the same thing: another playbook may call something else so."""
    before = (life.check.probe, life.check.value, life.check.each)
    return life.playbook == run.playbook.playbook_of(check.id) or before == (
        check.probe,
        check.value,
        check.each,
    )
