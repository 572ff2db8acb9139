"""Deleting evidence when the agreed time is over: what hosts printed, and scans. What was judged of it stays. G5"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

from fieldops.actions.finding import recorded, team_member
from fieldops.actions.opened_runs import OpenedRun, local_time, open_run
from fieldops.actions.registers import agreement_of
from fieldops.actions.retention import Keep, agreed, clauses_of, insist_on_sound, last_of, needed
from fieldops.actions.runs import Wanted, present_store
from fieldops.contracts.agreement import Agreement
from fieldops.errors import Refused
from fieldops.records.codecs import encode
from fieldops.records.forgetting import evidence_of_run, forgotten_of
from fieldops.records.log import RUNS
from fieldops.records.run_events import BlobsForgotten
from fieldops.records.snapshots import PersonSnapshot
from fieldops.records.sqlite import SqliteLog
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
        insist_on_sound(log)
        self._needed = needed(log)

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
            reason=clauses_of(self._agreed(opened), _OUTPUTS | _SCANS),
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
        return last_of(self._agreed(opened), kinds)

    def _agreed(self, opened: OpenedRun) -> tuple[Keep, ...]:
        began = opened.run.started.date()
        return tuple(agreed(self._root, self._agreement(opened), began, self.today(opened)))
