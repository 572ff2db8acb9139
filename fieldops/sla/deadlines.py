"""When everything promised for one request is due, with the reasons. Pure: what is not known is listed, never assumed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from fieldops.contracts.reasons import Reason
from fieldops.contracts.wording import due_moment, moment, word
from fieldops.dates.instants import utc
from fieldops.errors import Named
from fieldops.sla.business_time import Due
from fieldops.sla.clocks import Clock, Limit, Pauses
from fieldops.sla.timetable import Promise, PromiseKind, Timetable
from fieldops.structs import replaced

# Facts that conditions ask for; those of service hours follow from the time of the report.
FACTS = ("remotely_fixable", "same_city", "technical_question", "hardware")
# Whether a promise holds for a request: unknown while nobody has said whether its condition does.
Applies = Literal["yes", "no", "unknown"]
# `at_the_latest` is the outer limit of a milestone.
DeadlineKind = Literal[PromiseKind, "at_the_latest"]
_OPPOSITE = {
    "not_remotely_fixable": "remotely_fixable",
    "other_city": "same_city",
    "outside_service_hours": "in_service_hours",
}


@dataclass(frozen=True, slots=True)
class Paused:
    """Clocks that stood still from `begin` to `end` (None: they still do), for `milestones` (none: for all `besides`
    these).
    """

    begin: datetime
    end: datetime | None
    reason: str
    milestones: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()

    def stops(self, milestone: str) -> bool:
        """Whether the clock of that milestone stood still."""
        return milestone in self.milestones if self.milestones else milestone not in self.besides


@dataclass(frozen=True, slots=True)
class Case:
    """One request: its type and severity, when it was reported (aware), and what is known about it.

    `facts` has True or False for the FACTS that are known; `happened` the time of responded, arrived, resolved,
    confirmed, as far as they are reached; `pauses` those that the contract allows.
    """

    request: str
    severity: str | None
    reported: datetime
    facts: Mapping[str, bool] = field(default_factory=dict)
    happened: Mapping[str, datetime] = field(default_factory=dict)
    pauses: tuple[Paused, ...] = ()


@dataclass(frozen=True, slots=True)
class Deadline:
    """One time limit of a request.

    `kind` is milestone, at_the_latest (its outer limit), document or action (what must be done when a milestone is
    missed). `applies` is yes, no, or unknown while nobody has said whether `promise.when` holds. `due` is in the
    contract's zone; None for the reason `why`, or while paused. `start`: from when it is counted.
    """

    promise: Promise
    kind: DeadlineKind
    applies: Applies
    due: datetime | None
    why: Named | None
    provisional: bool
    calendar: str | None
    start: datetime | None
    reasons: tuple[Reason, ...]

    @property
    def milestone(self) -> str:
        """The milestone, kind of document, or action."""
        return self.promise.name

    @property
    def clock(self) -> str:
        """The clock it is counted by."""
        return self.promise.clock

    @property
    def limit(self) -> Limit | None:
        """The time limit as written; None where the contract promises to do its best."""
        return self.promise.latest if self.kind == "at_the_latest" else self.promise.limit


def deadlines(timetable: Timetable, case: Case) -> tuple[Deadline, ...]:
    """Everything that is due for `case`: milestones with their outer limits, then documents, then measures.

    All promises for its type and severity are listed, also two that contradict each other (A1), those whose condition
    does not hold (`applies` no), and both alternatives of a condition that nobody has answered.
    """
    found: list[Deadline] = []
    for promise in timetable.holding(case.request, case.severity):
        found += deadlines_of(timetable, promise, case, found)
    return tuple(found)


def deadlines_of(
    timetable: Timetable, promise: Promise, case: Case, found: Sequence[Deadline] = ()
) -> Iterator[Deadline]:
    """The deadline of one promise, and its outer limit where it has one.

    `found`: the milestones' deadlines, for a measure that is due when one of them is over.
    """
    if promise.kind == "action" and promise.limit is None:
        yield _at_once(timetable, promise, found)
        return
    applies = condition_holds(timetable, promise.when, case)
    missed = [each.applies for each in found if (each.kind, each.milestone) == ("milestone", promise.of)]
    if promise.kind == "action" and missed and set(missed) == {"no"}:
        # What is not promised at all cannot be missed.
        applies = "no"
    start = case.reported if promise.counted_from == "reported" else case.happened.get(promise.counted_from)
    pauses = pauses_of(promise, case.pauses) if case.pauses else ()
    kind = promise.kind
    yield _deadline(timetable, promise, kind, applies, start, promise.limit, pauses)
    if promise.latest is not None:
        yield _deadline(timetable, promise, "at_the_latest", applies, start, promise.latest, pauses)


def _deadline(
    timetable: Timetable,
    promise: Promise,
    kind: DeadlineKind,
    applies: Applies,
    start: datetime | None,
    limit: Limit | None,
    pauses: Pauses,
) -> Deadline:
    clock = timetable.clocks[promise.clock]
    reasons = [Reason(rule="promise", result="note", said=promise.said, clause=promise.clause)]
    if promise.detail is not None:
        said = Named("deadline.detail", detail=promise.detail)
        reasons.append(Reason(rule="detail", result="note", said=said, clause=promise.clause))
    if promise.when is not None:
        reasons.append(_condition(promise, applies))
    if limit is None:
        due = Due(None, why=Named("deadline.best-effort"))
    elif start is None:
        due = Due(None, why=Named("deadline.not-begun", event=word(promise.counted_from)))
    else:
        due = clock.due(start, limit, pauses)
        reasons += _counting(timetable, promise, clock, start, limit, pauses)
    reasons += _ending(due, timetable)
    if promise.clause in timetable.doubled(promise.request, promise.severity):
        reasons.append(Reason(rule="contradiction", result="note", said=Named("deadline.contradiction")))
    calendar = timetable.calendar if limit and (limit.working_days or not clock.runs_always) else None
    return Deadline(promise, kind, applies, due.at, due.why, due.provisional, calendar, start, tuple(reasons))


def _counting(
    timetable: Timetable, promise: Promise, clock: Clock, start: datetime, limit: Limit, pauses: Pauses
) -> Iterator[Reason]:
    said = Named("deadline.counted-from", event=word(promise.counted_from), at=moment(start, timetable.zone))
    yield Reason(rule="counted-from", result="note", said=said)
    if limit.working_days:
        said = Named("deadline.working-days", calendar=timetable.calendar or "-", count=limit.working_days)
        yield Reason(rule="working-days", result="note", said=said)
    elif not clock.runs_always and clock.hours is not None and not clock.hours.is_open(start):
        opening = clock.hours.next_opening(start)
        if opening is not None:
            said = Named("deadline.next-opening", at=moment(opening, timetable.zone))
            yield Reason(rule="next-opening", result="note", said=said)
    for begin, end in pauses:
        until = moment(end, timetable.zone) if end else Named("deadline.now")
        said = Named("deadline.pause-counted", begin=moment(begin, timetable.zone), end=until)
        yield Reason(rule="pause", result="note", said=said)


def _ending(due: Due, timetable: Timetable) -> Iterator[Reason]:
    if due.at is None:
        yield Reason(rule="due", result="unknown", said=due.why or Named("deadline.paused"))
        return
    yield Reason(rule="due", result="note", said=Named("deadline.due", at=due_moment(due.at, timetable.zone)))
    if due.provisional:
        said = Named("deadline.provisional", calendar=timetable.calendar or "-")
        yield Reason(rule="provisional", result="note", said=said)


def _at_once(timetable: Timetable, promise: Promise, found: Sequence[Deadline]) -> Deadline:
    """A measure without a time of its own: due when the milestone's time is over, the first where there are several."""
    missed = [each for each in found if each.kind == "milestone" and each.milestone == promise.of]
    known = [each for each in missed if each.applies == "yes"] or [
        each for each in missed if each.applies == "unknown"
    ]
    dated = [(utc(each.due), index) for index, each in enumerate(known) if each.due is not None]
    first = known[min(dated)[1]] if dated else None
    reasons = [Reason(rule="promise", result="note", said=promise.said, clause=promise.clause)]
    if promise.detail is not None:
        said = Named("deadline.detail", detail=promise.detail)
        reasons.append(Reason(rule="detail", result="note", said=said, clause=promise.clause))
    if first is None or first.due is None:
        why = next((each.why for each in known if each.why is not None), None)
        why = why or Named("deadline.no-time-to-miss", of=word(promise.of or ""))
        reasons.append(Reason(rule="due", result="unknown", said=why))
        applies: Applies = known[0].applies if known else "no"
        return Deadline(promise, "action", applies, None, why, False, None, None, tuple(reasons))
    inner = first.reasons
    said = Named("deadline.due", at=due_moment(first.due, timetable.zone))
    reasons.append(Reason(rule="due", result="note", said=said, inner=inner))
    return Deadline(
        promise,
        "action",
        first.applies,
        first.due,
        None,
        first.provisional,
        first.calendar,
        first.start,
        tuple(reasons),
    )


# --- conditions ----------------------------------------------------------------------------------------------


def condition_holds(timetable: Timetable, when: str | None, case: Case) -> Applies:
    """Whether a promise with that condition holds: yes, no, or unknown where the fact is not given."""
    if when is None:
        return "yes"
    asked = _OPPOSITE.get(when, when)
    if asked == "in_service_hours":
        known = timetable.hours.is_open(case.reported) if timetable.hours is not None else None
    else:
        known = case.facts.get(asked)
    if known is None:
        return "unknown"
    return "yes" if known == (asked == when) else "no"


def _condition(promise: Promise, applies: Applies) -> Reason:
    condition = word(promise.when or "")
    if applies == "unknown":
        return Reason(
            rule="condition", result="unknown", said=Named("deadline.condition-unknown", condition=condition)
        )
    said = (
        Named("deadline.condition-holds", condition=condition)
        if applies == "yes"
        else Named("deadline.condition-fails", condition=condition)
    )
    return Reason(rule="condition", result=applies, said=said)


def cut_short(pauses: tuple[Paused, ...], until: datetime | None) -> tuple[Paused, ...]:
    """The pauses as far as they lie before `until`; all of them where nothing has ended."""
    if until is None:
        return pauses
    return tuple(replaced(each, end=min(each.end or until, until)) for each in pauses if each.begin < until)


def pauses_of(promise: Promise, pauses: tuple[Paused, ...]) -> Pauses:
    """The pauses that stop the clock of that promise: a document's clock none, a measure's those of its milestone."""
    if promise.kind == "document":
        return ()
    name = promise.of or promise.name
    return tuple((each.begin, each.end) for each in pauses if each.stops(name))
