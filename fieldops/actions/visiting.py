"""Doing what is due: safe to call at any time, by any number of processes, and after any crash.

Lives here: reading documents and records, the contract's lock, carrying out what `fieldops.schedule.deciding` decides,
recording it. Does not live here: any decision. What is done is only ever told by the record store, read again once
the lock is held. A visit is done when each of its hosts has been recorded; whatever ends a process before that leaves
the other hosts due.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path

from fieldops.actions.agreements import LeftOut, readable
from fieldops.actions.contracts import open_workspace
from fieldops.actions.inspection import Prepared, Request, carry_out, prepare
from fieldops.actions.locks import Held, clock, sole_holder
from fieldops.actions.needed import VISITS, need
from fieldops.actions.runner import Observer
from fieldops.actions.settings import lock_file, open_store, read_settings, store_path
from fieldops.contracts.agreement import Agreement
from fieldops.contracts.duty import Gap
from fieldops.contracts.obligations import DueObligation
from fieldops.documents.workspace import files_of
from fieldops.errors import FieldopsError, InvalidDocuments, Refused, Unanswerable
from fieldops.records.codecs import encode
from fieldops.records.log import Trouble
from fieldops.records.moments import whole_seconds
from fieldops.records.reading import feed_visits
from fieldops.records.recorded import EMPTY, Head
from fieldops.records.run_events import HostStatus
from fieldops.records.runs import Run
from fieldops.records.verification import insist
from fieldops.records.visit_events import VisitMissed, visits_stream
from fieldops.records.visits import VisitLog
from fieldops.schedule.deciding import (
    Agenda,
    DayPlan,
    Decision,
    Do,
    Refuse,
    Wait,
    agenda,
    decide,
    is_behind,
    last_run,
)
from fieldops.schedule.standing import Ledger
from fieldops.schedule.visits import RUN_KINDS
from fieldops.sla.moments import in_zone
from fieldops.structs import replaced
from fieldops.transport.credentials import Ask, Question
from fieldops.transport.registry import TRANSPORTS, Transports

Now = Callable[[], datetime]


class Result(StrEnum):
    """What became of a visit or a contract (public interface)."""

    DONE = "done"
    INCOMPLETE = "incomplete"  # the hosts in `unreached` are tried again
    WOULD_RUN = "would_run"  # only asked
    WAITING = "waiting"  # `until`: for a session that is allowed, or before the next attempt
    REFUSED = "refused"  # `reason`
    BUSY = "busy"  # another process is at it
    MISSED = "missed"  # `missed`: all of them, said once


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one visit, or (without `due`) of one contract.

    `gaps`: the qualifications that engineers on duty lack, where it is refused for that. `cut_off`: runs that were cut off
    before; whoever wants one run and one report goes on with one of them.
    """

    contract: str
    result: Result
    due: DueObligation | None = None
    run: Run | None = None
    hosts: tuple[str, ...] = ()
    unreached: tuple[str, ...] = ()
    engineers: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    reason: FieldopsError | None = None
    until: datetime | None = None
    missed: tuple[DueObligation, ...] = ()
    cut_off: tuple[str, ...] = ()


def told(contract: str, decision: Decision) -> Outcome:
    """A decision that is not carried out, as an outcome."""
    match decision:
        case Refuse():
            return Outcome(
                contract,
                Result.REFUSED,
                decision.due,
                hosts=decision.hosts,
                engineers=decision.engineers,
                gaps=decision.gaps,
                reason=decision.reason,
            )
        case Do(visit):
            result, until = Result.WOULD_RUN, None
        case Wait(visit, until):
            result = Result.WAITING
    return Outcome(
        contract,
        result,
        visit.due,
        hosts=visit.hosts,
        engineers=visit.engineers,
        until=until,
        cut_off=visit.cut_off,
    )


@dataclass(slots=True)
class Visitor:
    """Does what is due in the workspace at `root`. One for the life of a process: files that stay as they are, are
    read once; the record store is read on from where it was. `ask` gets a password from somebody; None: nobody is
    there, and hosts whose login asks for one are left to `fieldops inspect`. By `clock` leases run out. `ahead`: when the run recorded last
    began, where the clock of the last turn says that this is still to come. `unreadable`: files that may hold a
    contract, and cannot be read.
    """

    root: Path
    ask: Ask | None
    observer: Observer
    transports: Transports = field(default_factory=lambda: TRANSPORTS)
    clock: Now = clock
    ahead: datetime | None = None
    unreadable: tuple[LeftOut, ...] = ()
    _files: object = None
    _agreements: dict[str, Agreement | InvalidDocuments] = field(default_factory=dict)
    _plans: dict[str, DayPlan] = field(default_factory=dict)
    _prepared: dict[tuple[Request, date], Prepared] = field(default_factory=dict)
    _log: VisitLog = field(default_factory=VisitLog)
    _store: object = None
    _followed: Head = EMPTY
    _last: datetime | None = None

    def turn(self, now: Now, contract: str | None = None, dry_run: bool = False) -> Iterator[Outcome]:
        """One look at everything: does what is due at `now` and tells what became of it, as it goes.

        Idempotent: what is done already is not told. `dry_run`: only tells; nothing is connected or recorded.
        Raises UsageError for an unknown contract and where there is no workspace; a contract with mistakes is a refused outcome.
        """
        self._read_documents()
        self._read_log()
        self.ahead, self._last = None, last_run(self._log)
        if contract is not None and contract not in self._agreements:
            contract = need(open_workspace(self.root, judged=False), "Contract", contract, VISITS.failure).id
        for id in [contract] if contract is not None else list(self._agreements):
            agreement = self._agreements[id]
            if isinstance(agreement, InvalidDocuments):
                yield Outcome(id, Result.REFUSED, reason=agreement)
            else:
                yield from self._contract(agreement, now, dry_run)

    # --- what is known ---------------------------------------------------------------------------------

    def _read_documents(self) -> None:
        files = _fingerprint(self.root)
        if files == self._files:
            return
        found = readable(open_workspace(self.root, judged=False), VISITS)
        broken = {each.id: each.mistakes for each in found.left_out if each.id is not None and each.mistakes}
        self._agreements = {**{each.id: each for each in found.agreements}, **broken}
        self.unreadable = tuple(each for each in found.left_out if each.id is None)
        self._plans, self._prepared, self._files = {}, {}, files

    def _read_log(self) -> None:
        path = store_path(self.root)
        if not path.is_file():
            return
        # Another file in its place (restored, emptied) is read from the start.
        store = (path, path.stat().st_ino)
        if store != self._store:
            self._forget(store)
        with closing(open_store(self.root)) as opened:
            # So is one that is not what it was when it was followed last.
            if opened.head(self._followed.size) != self._followed:
                self._forget(store)
            try:
                self._followed = insist(opened, partial(feed_visits, self._log), self._followed)
            except BaseException:
                # Half of what has come was taken: nothing may go on from there.
                self._forget(store)
                raise

    def _forget(self, store: tuple[Path, int]) -> None:
        self._log, self._followed, self._store, self._plans = VisitLog(), EMPTY, store, {}

    # --- doing it --------------------------------------------------------------------------------------

    def _contract(self, agreement: Agreement, now: Now, dry_run: bool) -> Iterator[Outcome]:
        found = self._look(agreement, now)
        if dry_run or not (found.missed or any(isinstance(each, Do) for each in found.decisions)):
            yield from (told(agreement.id, each) for each in found.decisions)
            if found.missed:
                yield Outcome(agreement.id, Result.MISSED, missed=found.missed)
            return
        lock = lock_file(self.root, agreement.id)
        with closing(open_store(self.root)) as log, sole_holder(lock, log, self.clock) as held:
            if held is None:
                yield Outcome(agreement.id, Result.BUSY)
                return
            # Somebody else may have done it between the look and the lock.
            self._read_log()
            yield from self._carry_out(agreement, held, now)

    def _ledger(self, agreement: Agreement) -> Ledger:
        return Ledger(agreement, self._log, read_settings(self.root).adopted_from)

    def _look(self, agreement: Agreement, now: Now) -> Agenda:
        """What there is to do, without doing it."""
        id, moment = agreement.id, in_zone(now(), agreement.zone)
        if is_behind(moment, self._last):
            self.ahead = self._last
        found = agenda(self._ledger(agreement), moment, self.ask is not None, self._plans.get(id))
        self._plans[id] = found.plan
        return found

    def _carry_out(self, agreement: Agreement, held: Held, now: Now) -> Iterator[Outcome]:
        found = self._look(agreement, now)
        for decision in found.decisions:
            if not held.keep():
                yield Outcome(agreement.id, Result.BUSY)
                return
            # The visit before this one took its time: a window may have closed.
            ledger, moment = self._ledger(agreement), in_zone(now(), agreement.zone)
            fresh = decide(ledger, decision.due, moment, self.ask is not None)
            if isinstance(fresh, Do):
                yield self._visit(agreement, fresh, held, now)
                self._read_log()
            elif fresh is not None:
                yield told(agreement.id, fresh)
        if found.missed:
            yield self._missed(agreement, found.missed, now)

    def _missed(self, agreement: Agreement, over: tuple[DueObligation, ...], now: Now) -> Outcome:
        """Records what was missed, so that it is said once; `schedule list` goes on showing it."""
        id, at = agreement.id, in_zone(now(), agreement.zone)
        with closing(open_store(self.root)) as store:
            missed = VisitMissed(id, tuple(due.key for due in over), whole_seconds(at))
            store.append(visits_stream(id), [encode(missed)])
        self._read_log()
        return Outcome(id, Result.MISSED, missed=over)

    def _visit(self, agreement: Agreement, decision: Do, held: Held, now: Now) -> Outcome:
        contract, visit = agreement.signed, decision.visit
        wanted = told(contract.id, decision)
        request = Request(
            contract=contract.id,
            playbooks=visit.entry.named,
            kind=RUN_KINDS[visit.entry.kind],
            engineers=visit.engineers,
            hosts=visit.hosts,
            # No session goes on after its window or the customer's consent has ended. E1
            until=decision.until,
            serves=visit.due.key,
        )
        try:
            prepared = self._prepare(request, agreement, in_zone(now(), agreement.zone))
        except (InvalidDocuments, Unanswerable, Refused) as reason:
            return replaced(wanted, result=Result.REFUSED, reason=reason)
        run = carry_out(
            self.root,
            replaced(prepared, begun=tuple(self._log.begun)),
            request,
            lambda: in_zone(now(), agreement.zone),
            self.ask or _nobody,
            _Keeping(self.observer, held),
            self.transports,
        )
        unreached = tuple(host.host for host in run.hosts if host.status != "done")
        result = Result.INCOMPLETE if unreached else Result.DONE
        return replaced(wanted, result=result, run=run, unreached=unreached)

    def _prepare(self, request: Request, agreement: Agreement, moment: datetime) -> Prepared:
        # The same plan serves while the same terms are in force.
        key = replaced(request, serves=None, until=None), agreement.terms_on(moment.date()).first
        if key not in self._prepared:
            self._prepared[key] = prepare(self.root, request, moment)
        return self._prepared[key]


@dataclass(frozen=True, slots=True)
class _Keeping:
    """Keeps the contract's lock while hosts end one after the other."""

    observer: Observer
    held: Held

    def hosts_planned(self, hosts: Sequence[str]) -> None:
        self.observer.hosts_planned(hosts)

    def host_finished(self, host: str, status: HostStatus) -> None:
        self.observer.host_finished(host, status)
        # What was inspected matters more than the lease.
        with suppress(Trouble):
            self.held.keep()


def _nobody(question: Question) -> str | None:
    return None


def _fingerprint(root: Path) -> tuple[tuple[str, int, int], ...]:
    """Which files the workspace has and when they were written."""
    found: list[tuple[str, int, int]] = []
    for file in files_of(root):
        # A link may lead nowhere; reading the documents says so.
        with suppress(OSError):
            state = file.stat()
            found.append((str(file), state.st_mtime_ns, state.st_size))
    return tuple(found)
