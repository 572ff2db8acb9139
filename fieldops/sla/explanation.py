"""A deadline counted day by day: what was open, what was counted of it, which days were skipped and when the clock stood still."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from fieldops.dates.instants import elapsed, utc
from fieldops.sla.business_time import BusinessTime, DayKind, Interval
from fieldops.sla.clocks import Pauses
from fieldops.sla.deadlines import Deadline, cut_short, pauses_of
from fieldops.sla.status import State, Status
from fieldops.sla.timetable import Timetable
from fieldops.structs import replaced


@dataclass(frozen=True, slots=True)
class DayCount:
    """One day of the count.

    `kind`: workday, make_up_workday, day_off, closed, or any (the clock that always runs); `open` what was counted, in
    the contract's zone; `total` what was counted so far. Of working days `number` says the how-manieth it is, None for
    the day of the event and free days.
    """

    day: date
    kind: DayKind | Literal["any"]
    open: tuple[Interval, ...]
    counted: timedelta
    total: timedelta
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Explained:
    """A deadline of an order as it stands, and the days that were counted for it: of a clock that stands still those until then."""

    state: State
    days: tuple[DayCount, ...]

    @property
    def deadline(self) -> Deadline:
        """The deadline."""
        return self.state.deadline

    @property
    def working_days_left(self) -> int | None:
        """How many working days are left of a clock that stands still; None of one that counts hours, or runs."""
        limit = self.deadline.limit
        if self.state.state != "paused" or limit is None or not limit.working_days:
            return None
        return limit.working_days - max((each.number or 0 for each in self.days), default=0)


def explained(timetable: Timetable, status: Status) -> tuple[Explained, ...]:
    """Every time of an order that is a day and an hour, counted day by day without its pauses, and one whose clock stands still,
    counted until then; none that does not apply.
    """
    found = []
    for state in status.states:
        deadline = state.deadline
        pauses = pauses_of(deadline.promise, cut_short(status.pauses, state.reached))
        if state.state == "paused" and (since := _standing_since(pauses)) is not None:
            counted = day_by_day(timetable, replaced(deadline, due=since), pauses)
            found.append(Explained(state, tuple(counted)))
        elif state.state != "not_applicable" and deadline.due is not None:
            found.append(Explained(state, tuple(day_by_day(timetable, deadline, pauses))))
    return tuple(found)


def _standing_since(pauses: Pauses) -> datetime | None:
    """When the clock stopped that stands still now; None where it runs."""
    return min((begin for begin, end in pauses if end is None), key=utc, default=None)


def day_by_day(timetable: Timetable, deadline: Deadline, pauses: Pauses = ()) -> Iterator[DayCount]:
    """The days from the event to the deadline; nothing for a deadline that has no time or was agreed.

    `pauses`: when its clock stood still; where one of them has no end the deadline is until when it is counted.
    """
    limit = deadline.limit
    agreed = any(each.rule == "agreed" for each in deadline.reasons)
    if agreed or limit is None or deadline.start is None or deadline.due is None:
        return
    hours = timetable.hours
    if limit.working_days and hours is not None:
        yield from _working_days(hours, deadline, limit.working_days, pauses)
    elif timetable.clocks[deadline.clock].runs_always:
        start, due = deadline.start.astimezone(timetable.zone), deadline.due
        total = timedelta(0)
        for span in _without(((start, due),), pauses, timetable.zone):
            total += elapsed(*span)
            yield DayCount(span[0].date(), "any", (span,), elapsed(*span), total)
    elif hours is not None:
        total = timedelta(0)
        for day in hours.day_by_day(deadline.start, deadline.due):
            spans = _without(day.open, pauses, timetable.zone)
            total += _length(spans)
            yield DayCount(day.day, day.kind, spans, _length(spans), total)


def _without(spans: tuple[Interval, ...], pauses: Pauses, zone: ZoneInfo) -> tuple[Interval, ...]:
    """What is left of these spans when the pauses are taken out."""
    for begin, end in pauses:
        first, last = utc(begin), utc(end) if end is not None else None
        left = []
        for opens, closes in spans:
            if utc(opens) < first:
                left.append((opens, min(closes, begin.astimezone(zone), key=utc)))
            if last is not None and last < utc(closes):
                left.append((max(opens, last.astimezone(zone), key=utc), closes))
        spans = tuple(left)
    return spans


def _length(spans: tuple[Interval, ...]) -> timedelta:
    return sum((elapsed(begin, end) for begin, end in spans), timedelta(0))


def _working_days(hours: BusinessTime, deadline: Deadline, count: int, pauses: Pauses) -> Iterator[DayCount]:
    assert deadline.start is not None
    none = timedelta(0)
    always = deadline.clock == "always"
    day = hours.local(deadline.start).date()
    yield DayCount(day, hours.kind_of(day), (), none, none)
    number = 0
    until = _standing_since(pauses)
    while number < count and (until is None or day < hours.local(until).date()):
        day += timedelta(days=1)
        close = hours.end_of_nth_workday(day - timedelta(days=1), 1, always).at
        # A day counts where the clock runs when it ends.
        works = hours.close_of(day) is not None and not any(
            close is not None and utc(begin) < utc(close) and (end is None or utc(close) <= utc(end))
            for begin, end in pauses
        )
        number += works
        yield DayCount(day, hours.kind_of(day), (), none, none, number if works else None)
