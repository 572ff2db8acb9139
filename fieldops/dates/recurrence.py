"""Due dates that come again and again: always the anchor plus n intervals, so that month ends do not drift.

`within`: the anchor is the first day of the first interval, and each date is the last day of its interval: what is
promised every 3 months of a year that begins on 1 January is due on 31 March, and four times.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from fieldops.dates.periods import Period, add_period
from fieldops.dates.workdays import WorkCalendar
from fieldops.structs import Struct, replaced

_DAY = timedelta(days=1)
# The longest that each unit can be.
_DAYS_AT_MOST = {"day": 1, "week": 7, "month": 31, "year": 366}


class Due(Struct, frozen=True):
    """The n-th due date: as computed (`nominal`), and after the shift rule (`day`).

    `provisional`: the day depends on a year whose public holidays are not decreed yet.
    """

    number: int
    nominal: date
    day: date
    provisional: bool = False


def due_dates(
    anchor: date,
    every: Period,
    last: date,
    *,
    first_number: int = 0,
    first: date = date.min,
    shift: str = "none",
    calendar: WorkCalendar | None = None,
    within: bool = False,
) -> Iterator[Due]:
    """The due dates anchor + n x every whose nominal date is from `first` to `last`, n from `first_number` (0 or 1) on.

    `within` (n from 1 on): each is the day before that.
    """
    number = max(first_number, _long_before(anchor, every, first))
    while True:
        try:
            nominal = _nominal(anchor, every, number, within)
        except OverflowError:
            return
        if nominal > last:
            return
        if nominal < first:
            number += 1
            continue
        yield _shifted(number, nominal, shift, calendar)
        number += 1


def due_after_completion(
    anchor: date,
    every: Period,
    last: date,
    completed: Callable[[Due], date | None],
    *,
    first_number: int = 0,
    shift: str = "none",
    calendar: WorkCalendar | None = None,
    within: bool = False,
) -> Iterator[Due]:
    """The due dates up to the nominal date `last` where the next is one interval after the last was done.

    `completed` tells the day on which an occurrence was done, or None. After one that was not done the next is
    counted from the day it was due (several: from the last completion, so that month ends do not drift), and is
    provisional: it moves when the one before is done after all. `within` holds until the first completion.
    """
    base, steps, firm, number = anchor, first_number, True, first_number
    while True:
        try:
            nominal = _nominal(base, every, steps, within)
        except OverflowError:
            return
        if nominal > last:
            return
        due = _shifted(number, nominal, shift, calendar)
        if not firm:
            due = replaced(due, provisional=True)
        yield due
        day = completed(due)
        if day is not None:
            base, steps, firm, within = day, 1, True, False
        else:
            steps, firm = steps + 1, False
        number += 1


def _nominal(begin: date, every: Period, times: int, within: bool) -> date:
    found = add_period(begin, every * times) if times else begin
    return found - _DAY if within else found


def _shifted(number: int, nominal: date, shift: str, calendar: WorkCalendar | None) -> Due:
    if calendar is None:
        return Due(number, nominal, nominal)
    day = calendar.shifted(nominal, shift)
    decreed = calendar.is_decreed(nominal) and calendar.is_decreed(day)
    return Due(number, nominal, day, shift != "none" and not decreed)


def _long_before(anchor: date, every: Period, first: date) -> int:
    """A number whose due date is not after `first`, so that nobody counts the days of a thousand years one by one."""
    days = (first - anchor).days
    return days // (every.count * _DAYS_AT_MOST[every.unit]) if days > 0 else 0
