"""What is to be done about a contract's visits at a moment: now, later, not at all, and why.

Pure: the agreement, the folded log, the moment and whether somebody is there to type a password come in as values; a
decision comes out. Whoever carries it out (`fieldops.actions.visiting`) asks again before each visit, so that what has
happened meanwhile counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.duty import Assignment, Gap, assigned, on_duty
from fieldops.contracts.model import Inspection, Recurrence
from fieldops.contracts.obligations import DueObligation, recurring_between
from fieldops.dates.instants import elapsed, utc
from fieldops.dates.periods import add_period, parse_period
from fieldops.errors import Refused
from fieldops.records.visits import Attempt, VisitLog
from fieldops.schedule.sessions import NEVER, SessionTimes, begins, refusal, session_times, term_refusal
from fieldops.schedule.standing import Ledger
from fieldops.schedule.visits import all_typed, entry_of, estate_of, to_be_brought
from fieldops.structs import Struct, replaced

# Minutes until a visit with hosts that could not be reached is tried again: doubled each time, up to the longest.
# Below an hour, so that a timer that fires each hour tries each hour.
_FIRST_PAUSE, _LONGEST_PAUSE = 10, 50
_CLOCKS_DIFFER = timedelta(minutes=1)


class Visit(Struct, frozen=True):
    """A visit as it would be done: on the hosts it still lacks, by those on duty (an inspection).

    `cut_off` are the runs that began it and were cut off: each could go on instead.
    """

    due: DueObligation
    entry: Inspection
    hosts: tuple[str, ...]
    engineers: tuple[str, ...] = ()
    cut_off: tuple[str, ...] = ()


class Do(Struct, frozen=True):
    """The visit is to be done now; no session of it may go on at `until` (UTC; None: nothing ends it)."""

    visit: Visit
    until: datetime | None

    @property
    def due(self) -> DueObligation:
        """The occurrence it is about."""
        return self.visit.due


class Wait(Struct, frozen=True):
    """Nothing is done before `until`: before the next try, or the next session allowed (None: there is none)."""

    visit: Visit
    until: datetime | None

    @property
    def due(self) -> DueObligation:
        """The occurrence it is about."""
        return self.visit.due


class Refuse(Struct, frozen=True):
    """The visit must not or cannot be done, until somebody does something about `reason`.

    `gaps`: which qualifications the `engineers` on duty lack, where that is the reason.
    """

    due: DueObligation
    reason: Refused
    hosts: tuple[str, ...] = ()
    engineers: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()


Decision = Do | Wait | Refuse


class DayPlan(Struct, frozen=True):
    """What a contract's visits look like on `day`: those within their window, and those over and not done.

    `seen` is how much of the log it depends on: with more it is another plan.
    """

    day: date
    seen: int
    open: tuple[DueObligation, ...]
    over: tuple[DueObligation, ...]

    def holds(self, ledger: Ledger, day: date) -> bool:
        """Whether the plan is still that of `day`."""
        return (self.day, self.seen) == (day, _seen(ledger))


class Agenda(Struct, frozen=True):
    """What there is to do for a contract at a moment: a decision for each visit that asks for one, and those missed.

    `missed`: over, not done, and not yet recorded as missed. `plan` serves again while it holds.
    """

    plan: DayPlan
    decisions: tuple[Decision, ...]
    missed: tuple[DueObligation, ...]


def agenda(ledger: Ledger, moment: datetime, attended: bool, known: DayPlan | None = None) -> Agenda:
    """Everything to be done about a contract's visits at `moment` (in its zone); `known` saves planning the day again."""
    today = moment.date()
    plan = known if known is not None and known.holds(ledger, today) else plan_of(ledger, today)
    decisions = (decide(ledger, due, moment, attended) for due in plan.open)
    return Agenda(plan, tuple(each for each in decisions if each is not None), _missed(ledger, plan.over))


def plan_of(ledger: Ledger, today: date) -> DayPlan:
    """The visits of a contract that concern `today`."""
    last = _furthest(ledger.agreement, today)
    occurrences = recurring_between(ledger.agreement, date.min, last, ("inspections",), ledger.completed)
    now_open = tuple(due for due in occurrences if due.earliest <= today <= due.latest)
    over = tuple(due for due in occurrences if due.latest < today and not ledger.before_service(due))
    return DayPlan(today, _seen(ledger), now_open, _missed(ledger, over))


def _missed(ledger: Ledger, over: Sequence[DueObligation]) -> tuple[DueObligation, ...]:
    """Those of the visits whose window is over that were not done and not yet recorded as missed."""
    return tuple(due for due in over if due.key not in ledger.log.missed and ledger.completion(due) is None)


def decide(ledger: Ledger, due: DueObligation, moment: datetime, attended: bool) -> Decision | None:
    """What is to be done about the visit `due` at `moment` (in the contract's zone); None when nothing is.

    Windows, consent, hosts and logins are those of the terms in force that day. `attended`: somebody is there who can
    type a password.
    """
    agreement, today = ledger.agreement, moment.date()
    entry, in_force = entry_of(agreement, due), agreement.terms_on(today)
    terms = in_force.contract
    if entry is None or today > due.latest or ledger.completion(due) is not None:
        return None
    if not entry.uses:
        return None  # people do it, and record it
    consents = ledger.log.consents.get(due.key, ())
    times = session_times(terms, consents)
    if today < begins(times, due.earliest, due.day, due.latest):
        return None
    attempts = ledger.attempts(entry, due)
    estate = estate_of(terms)
    there = {id for id, _ in estate.assets}
    hosts = tuple(host for host in ledger.unreached(entry, attempts, estate) if host in there)
    if not hosts:
        return None if attempts else Refuse(due, Refused("visit.no-host", id=due.key))
    brought = to_be_brought(terms, attempts, hosts)
    if hosts == brought:
        names = ", ".join(brought)
        return Refuse(due, Refused("visit.by-bundle", hosts=names, contract=terms.id), hosts)
    hosts = tuple(host for host in hosts if host not in brought)
    refused = term_refusal(in_force, today) or refusal(terms, consents, due.key, moment)
    if refused is None and not attended and all_typed(terms, hosts):
        refused = Refused("visit.nobody-types", contract=terms.id)
    if refused is not None:
        return Refuse(due, refused)
    visit = staffed(agreement, entry, due, hosts, today)
    if isinstance(visit, Refuse):
        return visit
    visit = replaced(visit, cut_off=tuple(each.run for each in attempts if each.cut_off))
    return _timed(visit, times, ledger.log.serving.get(due.key, ()), moment)


def staffed(
    agreement: Agreement, entry: Inspection, due: DueObligation, hosts: tuple[str, ...], day: date
) -> Visit | Refuse:
    """The visit with those on duty that day, who hold what the contract asks for (D1); a health check needs none."""
    if entry.kind != "inspection":
        return Visit(due, entry, hosts)
    found = assigned(agreement.team, entry, day)
    if not found.enough:
        return Refuse(due, _too_few(agreement, found, day), hosts)
    if found.gaps:
        return Refuse(due, _unqualified(found, day), hosts, found.engineers, found.gaps)
    return Visit(due, entry, hosts, found.engineers)


def _unqualified(found: Assignment, day: date) -> Refused:
    lacked = ", ".join(f"{gap.person} ({gap.qualification})" for gap in found.gaps)
    return Refused("visit.unqualified", day=day.isoformat(), found=lacked)


def _too_few(agreement: Agreement, found: Assignment, day: date) -> Refused:
    """There is no roster for that day; or there is, and of those on duty not enough are engineers."""
    people = on_duty(agreement.team, day) if agreement.team is not None else None
    values = {"day": day.isoformat(), "needed": found.needed, "team": agreement.signed.team}
    if people is None:
        return Refused("visit.nobody-on-duty", **values, found="-")
    count = len(found.engineers)
    return Refused("visit.too-few-on-duty", **values, people=", ".join(people), count=count)


def _timed(visit: Visit, times: SessionTimes, tried: Sequence[Attempt], moment: datetime) -> Decision:
    """Now, or when it may be done next: `tried` are the runs begun for the visit, as they were recorded."""
    now = utc(moment)
    start = next_try(tried, now) or now
    span = times.next(start, visit.due.latest)
    if span is None:
        return Wait(visit, None)
    begin, end = span
    later = max(begin, start)
    if later > now:
        return Wait(visit, later.astimezone(moment.tzinfo))
    return Do(visit, None if end == NEVER else end)


def next_try(tried: Sequence[Attempt], moment: datetime) -> datetime | None:
    """When (UTC) hosts that were not reached may be tried again; None: at once.

    An attempt that was cut off is no reason to wait. Neither is one that, by this clock, has not begun yet: the clock
    was set back, and the visit would wait for a time that may lie behind its window.
    """
    if not tried or tried[-1].cut_off:
        return None
    begun = utc(tried[-1].started)
    again = begun + pause_after(sum(not run.cut_off for run in tried))
    return again if begun <= utc(moment) < again else None


def pause_after(attempts: int) -> timedelta:
    """How long to wait after the n-th attempt that did not reach every host (n from 1 on) has begun."""
    minutes = _FIRST_PAUSE * 2 ** min(max(attempts - 1, 0), 8)
    return timedelta(minutes=min(minutes, _LONGEST_PAUSE))


def last_run(log: VisitLog) -> datetime | None:
    """When the run that was recorded last began. Not the latest of all: a clock that once was ahead is set right some day."""
    last = next(reversed(log.attempts.values()), None)
    return last.started if last is not None else None


def is_behind(moment: datetime, last: datetime | None) -> bool:
    """Whether the clock that says `moment` was set back since the `last` run began (or was wrong then).

    A minute is no lie: the clocks of two machines differ by as much.
    """
    return last is not None and elapsed(moment, last) > _CLOCKS_DIFFER


def _seen(ledger: Ledger) -> int:
    """How much of the log the due dates of visits depend on: none of it where none is counted from a completion."""
    chained = any(each.counted == "from_completion" for each in _schedules(ledger.agreement))
    return ledger.log.seq if chained else 0


def _furthest(agreement: Agreement, today: date) -> date:
    """The last due day whose window can have begun by today."""
    early = (parse_period(schedule.early or "") for schedule in _schedules(agreement))
    # Months are clamped to their end: a few days more reach every one.
    reached = (add_period(today, each) + timedelta(days=4) for each in early if each is not None)
    return max(reached, default=today)


def _schedules(agreement: Agreement) -> Iterator[Recurrence]:
    """Every schedule of a visit that the contract has ever had."""
    for terms in agreement.timeline.written():
        yield from (entry.schedule for entry in terms.contract.inspections if entry.schedule is not None)
