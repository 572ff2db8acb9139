"""Due dates that come again and again: always the anchor plus n intervals, so that month ends do not drift."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from fieldops.dates.periods import Period, add_period
from fieldops.dates.workdays import WorkCalendar

# The longest that each unit can be.
_DAYS_AT_MOST = {"day": 1, "week": 7, "month": 31, "year": 366}


@dataclass(frozen=True, slots=True)
class Due:
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
) -> Iterator[Due]:
    """The due dates anchor + n x every whose nominal date is from `first` to `last`, n from `first_number` (0 or 1) on."""
    number = max(first_number, _long_before(anchor, every, first))
    while True:
        try:
            nominal = add_period(anchor, every * number) if number else anchor
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
) -> Iterator[Due]:
    """The due dates up to the nominal date `last` where the next is one interval after the last was done.

    `completed` tells the day on which an occurrence was done, or None. After one that was not done the next is
    counted from the day it was due (several: from the last completion, so that month ends do not drift), and is
    provisional: it moves when the one before is done after all.
    """
    base, steps, firm, number = anchor, first_number, True, first_number
    while True:
        try:
            nominal = add_period(base, every * steps) if steps else base
        except OverflowError:
            return
        if nominal > last:
            return
        due = _shifted(number, nominal, shift, calendar)
        if not firm:
            due = replace(due, provisional=True)
        yield due
        day = completed(due)
        base, steps, firm = (day, 1, True) if day is not None else (base, steps + 1, False)
        number += 1


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
