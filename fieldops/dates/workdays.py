"""Working days: a week, public holidays, and the weekends that become working days for them.

A year whose holidays are not decreed yet is answered by the week alone and called not decreed, so that the
caller can mark the answer provisional. Hours are counted elsewhere; here a day is open or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from fieldops.structs import Struct

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Longer than any run of days off; a calendar without any working day must not be searched for ever.
_FURTHEST = 400
# No country has fewer public holidays in a year that a contract would count by; China's notices list some thirty days.
FEWEST_DAYS_OFF = 8


class WorkCalendar(Struct, frozen=True):
    """Open spans by weekday (``("08:30-12:00", ...)``), the days that differ, and the years they are decreed for.

    Make-up days are open as `make_up_hours` is; None: as Monday, or the first open day of a week without it.
    """

    weekly: Mapping[str, tuple[str, ...]]
    days_off: frozenset[date] = frozenset()
    make_up_workdays: frozenset[date] = frozenset()
    decreed_years: frozenset[int] = frozenset()
    make_up_hours: str | None = None

    def is_workday(self, day: date) -> bool:
        """Whether `day` is a working day: a make-up day, or an open weekday that is not off."""
        return bool(self.spans(day))

    def spans(self, day: date) -> tuple[str, ...]:
        """The open spans of `day`; none when it is off."""
        if day in self.make_up_workdays:
            wanted = (self.make_up_hours,) if self.make_up_hours else WEEKDAYS
            return next((self.weekly[name] for name in wanted if name in self.weekly), ())
        if day in self.days_off:
            return ()
        return self.weekly.get(WEEKDAYS[day.weekday()], ())

    def is_decreed(self, day: date) -> bool:
        """Whether the public holidays of that day's year are known."""
        return day.year in self.decreed_years

    def shifted(self, day: date, rule: str) -> date:
        """`day`, or where it is no working day the next or previous one (`rule` none, next_workday, previous_workday).

        A calendar without a working day near leaves the day as it is; validation refuses such a calendar.
        """
        step = {"next_workday": 1, "previous_workday": -1}.get(rule)
        if step is None:
            return day
        ordinals = range(day.toordinal(), day.toordinal() + step * _FURTHEST, step)
        tried = (date.fromordinal(n) for n in ordinals if date.min.toordinal() <= n <= date.max.toordinal())
        return next((found for found in tried if self.is_workday(found)), day)


def week_of(open_days: Iterable[tuple[Iterable[str], Iterable[str]]]) -> dict[str, tuple[str, ...]]:
    """Open spans by weekday from (weekdays, spans) entries; spans of a day named twice are joined."""
    week: dict[str, tuple[str, ...]] = {}
    for days, spans in open_days:
        for day in days:
            week[day] = (*week.get(day, ()), *spans)
    return week
