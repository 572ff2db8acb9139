"""A deadline counted day by day: what was open, what was counted of it, which days were skipped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from fieldops.dates.instants import elapsed
from fieldops.sla.business_time import BusinessTime, DayKind, Interval
from fieldops.sla.deadlines import Deadline
from fieldops.sla.timetable import Timetable


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


def day_by_day(timetable: Timetable, deadline: Deadline) -> Iterator[DayCount]:
    """The days from the event to the deadline; nothing for a deadline that has no time or was agreed."""
    limit = deadline.limit
    if limit is None or deadline.start is None or deadline.due is None:
        return
    hours = timetable.hours
    if limit.working_days and hours is not None:
        yield from _working_days(hours, deadline, limit.working_days)
    elif timetable.clocks[deadline.clock].runs_always:
        start, due = deadline.start.astimezone(timetable.zone), deadline.due
        passed = elapsed(start, due)
        yield DayCount(start.date(), "any", ((start, due),), passed, passed)
    elif hours is not None:
        total = timedelta(0)
        for day in hours.day_by_day(deadline.start, deadline.due):
            total += day.counted
            yield DayCount(day.day, day.kind, day.open, day.counted, total)


def _working_days(hours: BusinessTime, deadline: Deadline, count: int) -> Iterator[DayCount]:
    assert deadline.start is not None
    none = timedelta(0)
    day = hours.local(deadline.start).date()
    yield DayCount(day, hours.kind_of(day), (), none, none)
    number = 0
    while number < count:
        day += timedelta(days=1)
        works = hours.close_of(day) is not None
        number += works
        yield DayCount(day, hours.kind_of(day), (), none, none, number if works else None)
