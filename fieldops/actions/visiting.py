"""Doing what is due: safe to call at any time, by any number of processes, and after any crash.

What is done is only ever told by the record store, read again once the contract's lock is held. A visit is done when
each of its hosts has been recorded; whatever ends a process before that leaves the other hosts due.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from fieldops.actions.inspection import Prepared, Request, carry_out, prepare
from fieldops.actions.locks import sole_holder
from fieldops.actions.needed import need_agreement
from fieldops.actions.runner import Observer
from fieldops.actions.settings import open_store, store_path
from fieldops.actions.standings import RUN_KINDS, Ledger, local_moment
from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import Contract, Inspection, Window
from fieldops.contracts.obligations import DueObligation, recurring_between
from fieldops.dates.periods import add_period, parse_period
from fieldops.documents.workspace import FOLDERS, SETTINGS_FILE, load_workspace
from fieldops.errors import FieldopsError, InvalidDocuments, Refused, UsageError
from fieldops.records.run import Run
from fieldops.records.visits import MISSED, SCHEDULE, VisitLog, missed_event
from fieldops.schedule.sessions import allowed, asks_consent, begins, closes, opens
from fieldops.schedule.visits import engineers_on_duty, entry_of, estate_of, lacking, pause_after
from fieldops.transport.credentials import Ask
from fieldops.transport.registry import TRANSPORTS, Transports

# A session shorter than this is not begun before a window closes.
_SHORTEST = timedelta(seconds=60)
_HOST_SECONDS = 300.0

Now = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one visit, or (without `due`) of one contract.

    `result`: done, incomplete (hosts in `unreached` are tried again), would_run (only asked), waiting (`until`: for
    a window, or before the next attempt), refused (`reason`), busy (another process is at it), or missed (`missed`
    in all, said once). `unqualified`: engineers on duty who lack a qualification, with what they lack.
    """

    contract: str
    result: str
    due: DueObligation | None = None
    run: Run | None = None
    hosts: tuple[str, ...] = ()
    unreached: tuple[str, ...] = ()
    engineers: tuple[str, ...] = ()
    unqualified: tuple[tuple[str, str], ...] = ()
    reason: FieldopsError | None = None
    until: datetime | None = None
    missed: tuple[DueObligation, ...] = ()


@dataclass(frozen=True, slots=True)
class _Day:
    """What a contract's visits look like on one day: those within their window, and those over and not done."""

    day: date
    seq: int
    open: tuple[DueObligation, ...]
    over: tuple[DueObligation, ...]


@dataclass(slots=True)
class Visitor:
    """Does what is due in the workspace at `root`. One for the life of a process: files that stay as they are, are
    read once; the record store is read on from where it was. `ask` gets a password from somebody; None: nobody is
    there, and hosts whose login asks for one are left to `fieldops inspect`.
    """

    root: Path
    ask: Ask | None
    observer: Observer
    transports: Transports = field(default_factory=lambda: TRANSPORTS)
    _files: object = None
    _agreements: dict[str, Agreement | InvalidDocuments] = field(default_factory=dict)
    _days: dict[str, _Day] = field(default_factory=dict)
    _prepared: dict[Request, Prepared] = field(default_factory=dict)
    _log: VisitLog = field(default_factory=VisitLog)
    _store: object = None

    def turn(self, now: Now, contract: str | None = None, dry_run: bool = False) -> Iterator[Outcome]:
        """One look at everything: does what is due at `now` and tells what became of it, as it goes.

        Idempotent: what is done already is not told. `dry_run`: only tells; nothing is connected or recorded.
        Raises UsageError for an unknown contract; a contract with mistakes is a refused outcome.
        """
        self._read_documents()
        self._read_log()
        if contract is not None and contract not in self._agreements:
            raise UsageError(
                "reference.dangling",
                kind="Contract",
                id=contract,
                choices=", ".join(self._agreements) or "-",
            )
        for id in [contract] if contract is not None else list(self._agreements):
            agreement = self._agreements[id]
            if isinstance(agreement, InvalidDocuments):
                yield Outcome(id, "refused", reason=agreement)
            else:
                yield from self._contract(agreement, now, dry_run)

    # --- what is known ---------------------------------------------------------------------------------

    def _read_documents(self) -> None:
        files = _fingerprint(self.root)
        if files == self._files:
            return
        workspace = load_workspace(self.root, judged=False)
        self._agreements = {}
        for document in list(workspace.of_kind("Contract")):
            try:
                self._agreements[document.id] = need_agreement(workspace, document.id)
            except InvalidDocuments as mistakes:
                self._agreements[document.id] = mistakes
        self._days, self._prepared, self._files = {}, {}, files

    def _read_log(self) -> None:
        path = store_path(self.root)
        if not path.is_file():
            return
        # Another file in its place (restored, emptied) is read from the start.
        store = (path, path.stat().st_ino)
        if store != self._store:
            self._log, self._store, self._days = VisitLog(), store, {}
        with closing(open_store(self.root)) as opened:
            self._log.feed(opened.visit_events(self._log.seq))

    def _today(self, agreement: Agreement, today: date) -> _Day:
        """The day's plan; a plan that depends on completions is made anew when something has been recorded."""
        id = agreement.contract.id
        seq = self._log.seq if _chained(agreement.contract) else 0
        known = self._days.get(id)
        if known is None or (known.day, known.seq) != (today, seq):
            known = self._days[id] = self._plan(agreement, today, seq)
        return known

    def _plan(self, agreement: Agreement, today: date, seq: int) -> _Day:
        ledger = Ledger(agreement, self._log)
        last = _furthest(agreement.contract, today)
        occurrences = recurring_between(agreement, date.min, last, ("inspections",), ledger.completed)
        now_open, over = [], []
        for due in occurrences:
            if due.latest < today:
                if due.key not in self._log.missed and ledger.completion(due) is None:
                    over.append(due)
            elif due.earliest <= today:
                now_open.append(due)
        return _Day(today, seq, tuple(now_open), tuple(over))

    # --- doing it --------------------------------------------------------------------------------------

    def _contract(self, agreement: Agreement, now: Now, dry_run: bool) -> Iterator[Outcome]:
        looked = self._look(agreement, now)
        if dry_run or all(each.result in ("waiting", "refused") for each in looked):
            yield from looked
            return
        folder = store_path(self.root).parent / "locks"
        with sole_holder(folder / f"{agreement.contract.id}.lock") as held:
            if not held:
                yield Outcome(agreement.contract.id, "busy")
                return
            # Somebody else may have done it between the look and the lock.
            self._read_log()
            yield from self._carry_out(agreement, now)

    def _look(self, agreement: Agreement, now: Now) -> list[Outcome]:
        """What there is to do, without doing it: would_run, waiting, refused, missed."""
        moment = local_moment(now(), agreement.contract)
        plan = self._today(agreement, moment.date())
        found = [self._decide(agreement, due, moment) for due in plan.open]
        over = tuple(due for due in plan.over if due.key not in self._log.missed)
        if over:
            found.append(Outcome(agreement.contract.id, "missed", missed=over))
        return [each for each in found if each is not None]

    def _carry_out(self, agreement: Agreement, now: Now) -> Iterator[Outcome]:
        for outcome in self._look(agreement, now):
            if outcome.result == "missed":
                yield from self._missed(agreement, outcome, now)
            elif outcome.due is not None and outcome.result == "would_run":
                # The visit before this one took its time: a window may have closed.
                fresh = self._decide(agreement, outcome.due, local_moment(now(), agreement.contract))
                if fresh is not None:
                    yield self._visit(agreement, fresh, now) if fresh.result == "would_run" else fresh
                self._read_log()
            else:
                yield outcome

    def _missed(self, agreement: Agreement, outcome: Outcome, now: Now) -> Iterator[Outcome]:
        """Records what was missed, so that it is said once; `schedule list` goes on showing it."""
        ledger = Ledger(agreement, self._log)
        missed = tuple(due for due in outcome.missed if ledger.completion(due) is None)
        if not missed:
            return
        at = local_moment(now(), agreement.contract)
        with closing(open_store(self.root)) as store:
            store.append(
                SCHEDULE, MISSED, missed_event(agreement.contract.id, [due.key for due in missed], at)
            )
        self._read_log()
        self._days.pop(agreement.contract.id, None)
        yield replace(outcome, missed=missed)

    def _visit(self, agreement: Agreement, wanted: Outcome, now: Now) -> Outcome:
        contract, due = agreement.contract, wanted.due
        assert due is not None
        entry = entry_of(agreement, due)
        assert entry is not None
        moment = local_moment(now(), contract)
        request = Request(
            contract=contract.id,
            playbook=entry.playbook,
            kind=RUN_KINDS[entry.kind],
            engineers=wanted.engineers,
            hosts=wanted.hosts,
            host_seconds=_seconds(contract, moment),
            serves=due.key,
        )
        try:
            prepared = self._prepare(request)
        except (InvalidDocuments, UsageError, Refused) as reason:
            return replace(wanted, result="refused", reason=reason)
        run = carry_out(
            self.root,
            prepared,
            request,
            lambda: local_moment(now(), contract),
            self.ask or _nobody,
            self.observer,
            self.transports,
        )
        unreached = tuple(host.host for host in run.hosts if host.status != "done")
        return replace(wanted, result="incomplete" if unreached else "done", run=run, unreached=unreached)

    def _prepare(self, request: Request) -> Prepared:
        key = replace(request, serves=None, host_seconds=_HOST_SECONDS)
        if key not in self._prepared:
            self._prepared[key] = prepare(self.root, request)
        return self._prepared[key]

    def _decide(self, agreement: Agreement, due: DueObligation, moment: datetime) -> Outcome | None:
        """What is to be done about a visit within its window at `moment`; None when nothing is."""
        contract, ledger = agreement.contract, Ledger(agreement, self._log)
        entry = entry_of(agreement, due)
        if entry is None or moment.date() > due.latest or ledger.completion(due) is not None:
            return None
        windows = contract.access.windows if asks_consent(contract) else ()
        if moment.date() < begins(windows, due.earliest, due.day, due.latest, moment):
            return None
        outcome = Outcome(contract.id, "would_run", due)
        attempts = ledger.attempts(entry, due)
        there = {id for id, _ in estate_of(contract)}
        hosts = tuple(host for host in ledger.unreached(entry, attempts) if host in there)
        if not hosts:
            reason = Refused("visit.no-host", id=due.key)
            return None if attempts else replace(outcome, result="refused", reason=reason)
        refused = self._refusal(agreement, due, moment) or self._nobody_types(contract, hosts)
        if refused is not None:
            return replace(outcome, result="refused", reason=refused)
        outcome = replace(outcome, hosts=hosts)
        if entry.kind == "inspection":
            outcome = _assigned(agreement, entry, outcome, moment.date())
        tried = [run for run in attempts if run.serves == due.key]
        if tried and not tried[-1].cut_off:
            again = tried[-1].started + pause_after(sum(not run.cut_off for run in tried))
            if moment < again:
                return replace(outcome, result="waiting", until=again.astimezone(moment.tzinfo))
        return _within_window(outcome, windows, due.latest, moment) if outcome.reason is None else outcome

    def _refusal(self, agreement: Agreement, due: DueObligation, moment: datetime) -> FieldopsError | None:
        """Why the customer does not allow the visit (E1), or None."""
        contract = agreement.contract
        if not asks_consent(contract):
            return None
        answer = allowed(contract.access, self._log.consents.get(due.key, ()), moment)
        if answer is None:
            return Refused("visit.consent-unsaid", contract=contract.id)
        may = ", ".join(each.name for each in contract.customer.contacts if "consent" in each.duties)
        return None if answer else Refused("visit.no-consent", id=due.key, choices=may or "-")

    def _nobody_types(self, contract: Contract, hosts: tuple[str, ...]) -> FieldopsError | None:
        """Refused when every host asks a person for its password and no person is there."""
        if self.ask is not None:
            return None
        chosen = (asset.host for asset in contract.assets if asset.host is not None and asset.id in hosts)
        asked = (host for host in chosen if self.transports[host.transport].logs_in)
        logins = [host.login or contract.access.login for host in asked]
        typed = len(logins) == len(hosts) and all(login and login.method == "prompt" for login in logins)
        return Refused("visit.nobody-types", contract=contract.id) if typed else None


def _nobody(user: str) -> str | None:
    return None


def _within_window(outcome: Outcome, windows: Sequence[Window], latest: date, moment: datetime) -> Outcome:
    """The outcome, waiting for the next window (E1) while none is open for long enough."""
    end = closes(windows, moment) if windows else None
    if not windows or (end is not None and _until(end, moment) >= _SHORTEST):
        return outcome
    return replace(outcome, result="waiting", until=opens(windows, end or moment, latest))


def _assigned(agreement: Agreement, entry: Inspection, outcome: Outcome, day: date) -> Outcome:
    """The draft's engineers: those on the duty roster that day (A7, D1), as many as the inspection asks for."""
    team = agreement.team
    people = engineers_on_duty(team, day) if team is not None else ()
    needed = entry.engineers or 2
    if len(people) < needed:
        reason = Refused(
            "visit.nobody-on-duty",
            day=day.isoformat(),
            needed=needed,
            found=", ".join(person.id for person in people) or "-",
            team=agreement.contract.team,
        )
        return replace(outcome, result="refused", reason=reason)
    # Whoever has all the qualifications first; a draft is signed by qualified engineers only.
    ranked = sorted(people, key=lambda person: len(lacking(person, entry.qualifications, day)))[:needed]
    gaps = tuple(
        (person.id, qualification)
        for person in ranked
        for qualification in lacking(person, entry.qualifications, day)
    )
    return replace(outcome, engineers=tuple(person.id for person in ranked), unqualified=gaps)


def _seconds(contract: Contract, moment: datetime) -> float:
    """How long one host may take: no session goes on after its window has closed. E1"""
    if not contract.access.windows or not asks_consent(contract):
        return _HOST_SECONDS
    end = closes(contract.access.windows, moment)
    return min(_HOST_SECONDS, max(_until(end, moment).total_seconds(), 1.0)) if end is not None else 1.0


def _until(end: datetime, moment: datetime) -> timedelta:
    # In UTC: Python subtracts two times of one zone by the clock on the wall, which may just be changed.
    return end.astimezone(UTC) - moment.astimezone(UTC)


def _chained(contract: Contract) -> bool:
    """Whether due dates of visits depend on when others were done."""
    versions = [
        contract.inspections,
        *(one.sets.inspections or () for one in contract.amendments if one.sets),
    ]
    schedules = [entry.schedule for entries in versions for entry in entries if entry.schedule]
    return any(schedule.counted == "from_completion" for schedule in schedules)


def _furthest(contract: Contract, today: date) -> date:
    """The last due day whose window can have begun by today."""
    versions = [
        contract.inspections,
        *(one.sets.inspections or () for one in contract.amendments if one.sets),
    ]
    found = [today]
    for entry in (entry for entries in versions for entry in entries):
        early = parse_period(entry.schedule.early or "") if entry.schedule else None
        if early is not None:
            # Months are clamped to their end: a few days more reach every one.
            found.append(add_period(today, early) + timedelta(days=4))
    return max(found)


def _fingerprint(root: Path) -> tuple[tuple[str, int, int], ...]:
    """Which files the workspace has and when they were written."""
    found: list[tuple[str, int, int]] = []
    waiting = [str(root / name) for name in FOLDERS]
    while waiting:
        folder = waiting.pop()
        try:
            entries = list(os.scandir(folder))
        except OSError:
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                waiting.append(entry.path)
            else:
                # A link may lead nowhere; reading the documents says so.
                with suppress(OSError):
                    state = entry.stat()
                    found.append((entry.path, state.st_mtime_ns, state.st_size))
    settings = root / SETTINGS_FILE
    if settings.is_file():
        found.append((str(settings), settings.stat().st_mtime_ns, settings.stat().st_size))
    return tuple(sorted(found))
