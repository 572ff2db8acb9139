"""Deleting evidence when the agreed time is over: what hosts printed, and scans. What was judged of it stays. G5"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

from fieldops.actions.contracts import open_workspace
from fieldops.actions.finding import recorded, team_member
from fieldops.actions.opened_runs import OpenedRun, local_time, open_run
from fieldops.actions.registers import agreement_of
from fieldops.actions.runs import Wanted, present_store
from fieldops.contracts.agreement import Agreement
from fieldops.dates.periods import Period, add_period, parse_period
from fieldops.errors import FieldopsError, Refused
from fieldops.records.codecs import Decoded, blobs_of, decoded, encode, outline
from fieldops.records.events import BlobsForgotten
from fieldops.records.forgetting import evidence_of_run, forgotten_of
from fieldops.records.log import RUNS
from fieldops.records.order_events import OrderTold
from fieldops.records.snapshots import PersonSnapshot
from fieldops.records.sqlite import SqliteLog
from fieldops.records.verification import verify_log
from fieldops.structs import Struct

# Which agreed times hold for what is deleted; of several the longest.
_OUTPUTS = frozenset({"inspection_evidence", "session_records", "service_file"})
_SCANS = frozenset({"service_sheets", "review_records", "service_file"})


class ForgottenRun(Struct, frozen=True):
    """A run of which evidence was deleted: how much, and until when it had to be kept."""

    run: str
    blobs: int
    until: date


class KeptRun(Struct, frozen=True):
    """A run of which nothing was deleted, and until when its evidence is kept; None where nothing is agreed."""

    run: str
    until: date | None


class KeptScans(Struct, frozen=True):
    """A run whose scans stay for ever, as no time is agreed for them: how many."""

    run: str
    scans: int


class Forgetting(Struct, frozen=True):
    """What became of the runs, and whose scans nobody may ever delete; `given_back`: whether the file has become smaller, where anything was deleted."""

    forgotten: tuple[ForgottenRun, ...]
    kept: tuple[KeptRun, ...]
    endless: tuple[KeptScans, ...]
    given_back: bool


def forget_run(root: Path, wanted: Wanted, by: str, now: datetime, only_say: bool = False) -> Forgetting:
    """Delete the evidence of one run. Deleting it twice changes nothing.

    Raises Refused where nothing is agreed, or with the day until which it is kept; UsageError for somebody who is not of the
    team; FieldopsError where the contract cannot be read.
    """
    with closing(present_store(root)) as log:
        desk = _Desk(root, log, by, now, only_say)
        opened = open_run(log, wanted)
        until = desk.until(opened)
        if until is None:
            raise Refused("forget.nothing-agreed", run=opened.run.id, contract=opened.run.contract.id)
        if desk.today(opened) <= until:
            raise Refused("forget.too-early", run=opened.run.id, until=until.isoformat())
        endless, forgotten = tuple(desk.endless(opened)), desk.forget(opened)
        done = (forgotten,) if forgotten is not None else ()
        return Forgetting(done, (), endless, only_say or log.give_back())


def forget_before(root: Path, before: date, by: str, now: datetime, only_say: bool = False) -> Forgetting:
    """Delete the evidence of all runs that began before a day and whose time is over, run by run: stopped on the way, the next
    call goes on. Raises what `forget_run` raises, but for runs that are to be kept.
    """
    forgotten: list[ForgottenRun] = []
    kept: list[KeptRun] = []
    endless: list[KeptScans] = []
    with closing(present_store(root)) as log:
        desk = _Desk(root, log, by, now, only_say)
        for stream in reversed(log.streams(RUNS)):
            opened = open_run(log, Wanted(stream.name.removeprefix(RUNS)))
            if opened.run.started.date() >= before:
                continue
            endless += desk.endless(opened)
            until = desk.until(opened)
            if until is None or desk.today(opened) <= until:
                kept.append(KeptRun(opened.run.id, until))
            elif (done := desk.forget(opened)) is not None:
                forgotten.append(done)
        given_back = only_say or log.give_back()
        return Forgetting(tuple(forgotten), tuple(kept), tuple(endless), given_back)


class _Desk:
    """A store of which evidence is deleted, with all that its runs still need."""

    def __init__(self, root: Path, log: SqliteLog, by: str, now: datetime, only_say: bool) -> None:
        self._root, self._log, self._by, self._now, self._only_say = root, log, by, now, only_say
        self._agreements: dict[str, Agreement] = {}
        for fault in verify_log(log).faults:
            # Nothing is deleted of what cannot be proven any more.
            raise FieldopsError("records.fault", seq=fault.position, what=str(fault.reason))
        self._needed = Counter(digest for name in _streams(log) for digest in _needed(log, name))
        self._needed.update(_handed_in(log))

    def today(self, opened: OpenedRun) -> date:
        """The day where the contract is."""
        return local_time(self._now, opened.run.contract.time_zone).date()

    def until(self, opened: OpenedRun) -> date | None:
        """The last day on which what hosts printed is kept; None where nothing is agreed."""
        return self._last(opened, _OUTPUTS)

    def endless(self, opened: OpenedRun) -> Iterator[KeptScans]:
        """The scans of a run that are still there and for which no time is agreed."""
        gone = forgotten_of(one.event for one in opened.events)
        scans = evidence_of_run(opened.events).scans - gone.keys()
        if scans and self._last(opened, _SCANS) is None:
            yield KeptScans(opened.run.id, len(scans))

    def forget(self, opened: OpenedRun) -> ForgottenRun | None:
        """Delete what may be of a run; None where nothing is left to be."""
        evidence = evidence_of_run(opened.events)
        gone = forgotten_of(one.event for one in opened.events)
        until = self.until(opened)
        assert until is not None  # the caller has looked
        scans_until = self._last(opened, _SCANS)
        chosen = set(evidence.outputs)
        if scans_until is not None and scans_until < self.today(opened):
            chosen |= evidence.scans
            until = max(until, scans_until)
        chosen -= gone.keys()
        if not chosen:
            return None
        if not self._only_say:
            self._record(opened, chosen, until)
        return ForgottenRun(opened.run.id, len(chosen), until)

    def _record(self, opened: OpenedRun, chosen: set[str], until: date) -> None:
        run = opened.run
        event = BlobsForgotten(
            run=run.id,
            blobs=tuple(sorted(chosen)),
            until=until,
            reason=", ".join(self._clauses(opened)),
            by=self._person(opened),
            at=local_time(self._now, run.contract.time_zone),
        )
        # What another run needs stays in the file, and is gone for this one all the same.
        self._needed.subtract(chosen)
        unneeded = {digest for digest in chosen if self._needed[digest] <= 0}
        self._log.forget(opened.stream, encode(event), len(opened.events), unneeded)

    def _agreement(self, opened: OpenedRun) -> Agreement:
        contract = opened.run.contract.id
        if contract not in self._agreements:
            self._agreements[contract] = agreement_of(self._root, contract)
        return self._agreements[contract]

    def _person(self, opened: OpenedRun) -> PersonSnapshot:
        return recorded(team_member(self._agreement(opened), self._by))

    def _last(self, opened: OpenedRun, kinds: frozenset[str]) -> date | None:
        """The last day of the longest of the agreed times, by the terms of the run's day and of today."""
        days = [day for kind, _, day in self._agreed(opened) if kind in kinds]
        return max(days, default=None)

    def _clauses(self, opened: OpenedRun) -> list[str]:
        told = {f"{kind} {keep}" for kind, keep, _ in self._agreed(opened) if kind in _OUTPUTS | _SCANS}
        return sorted(told)

    def _agreed(self, opened: OpenedRun) -> Iterator[tuple[str, str, date]]:
        agreement, began = self._agreement(opened), opened.run.started.date()
        for day in (began, self.today(opened)):
            terms = agreement.terms_on(day).contract
            for entry in terms.retention:
                period = parse_period(entry.keep)
                start = began if entry.counted_from == "creation" else self._service_end(agreement, opened)
                if period is not None:
                    yield entry.records, entry.keep, _after(start, period)

    def _service_end(self, agreement: Agreement, opened: OpenedRun) -> date:
        """The end of the service: of the contract, and of those that continue it."""
        today = self.today(opened)
        ends = [agreement.terms_on(today).contract.term.end]
        workspace = open_workspace(self._root, judged=False)
        asked, known = [agreement.id], {agreement.id}
        while asked:
            for document in workspace.naming("Contract", "predecessor", asked.pop()):
                if document.id not in known:
                    known.add(document.id)
                    asked.append(document.id)
                    ends.append(agreement_of(self._root, document.id).terms_on(today).contract.term.end)
        return max(ends)


def _after(start: date, period: Period) -> date:
    try:
        return add_period(start, period)
    except (OverflowError, ValueError):
        return date.max


def _streams(log: SqliteLog) -> list[str]:
    return [stream.name for stream in log.streams(RUNS)]


def _handed_in(log: SqliteLog) -> Iterator[str]:
    """What was handed in with orders: no run's time ends it."""
    for event in log.since(0, (OrderTold.TYPE,)):
        told = outline(event.type, event.version, event.body)
        if isinstance(told, OrderTold) and told.file is not None:
            yield told.file.sha256


def _needed(log: SqliteLog, stream: str) -> set[str]:
    """What a run needs of what is kept beside the events. Raises UnknownEvent: what a newer fieldops needs nobody knows."""
    events: list[Decoded] = list(decoded(log.read(stream), log.blob))
    named = {ref.sha256 for one in events for ref in blobs_of(one)}
    gone = forgotten_of(one.event for one in events)
    kept = {digest for digest in named if digest not in gone}
    evidence = evidence_of_run(events)
    return kept | (named - evidence.outputs - evidence.scans)
