"""Periods (``12 months``) and durations (``30m``, ``2wd``), and the named rules for the last day of a period.

Months are added to the start in one step and clamped to the month's last day; nothing is ever chained, so
month ends do not drift. Rules: PRC Civil Code art. 200-204.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

_PERIOD = re.compile(r"([1-9][0-9]{0,3}) (day|week|month|year)s?", re.ASCII)
_DURATION = re.compile(r"([1-9][0-9]{0,5})(s|m|h|d|wd)", re.ASCII)
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
# For comparing periods of different units only; never for computing a date.
_DAYS_ABOUT = {"day": 1.0, "week": 7.0, "month": 365.2425 / 12, "year": 365.2425}


@dataclass(frozen=True, slots=True)
class Period:
    """A calendar period: `count` times `unit` ("day", "week", "month" or "year")."""

    count: int
    unit: str

    @property
    def days_about(self) -> float:
        """Its average length in days, to compare periods of different units."""
        return self.count * _DAYS_ABOUT[self.unit]

    def __mul__(self, times: int) -> Period:
        return Period(self.count * times, self.unit)


@dataclass(frozen=True, slots=True)
class Duration:
    """A duration on a clock: `seconds`, or whole `working_days` (one of the two is 0)."""

    seconds: int = 0
    working_days: int = 0


# A contract says few, and its schedules ask for each of their thousands of days.
@lru_cache(maxsize=1024)
def parse_period(text: str) -> Period | None:
    """The period that a text such as ``12 months`` means; None when it means none."""
    found = _PERIOD.fullmatch(text)
    return Period(int(found[1]), found[2]) if found else None


def parse_duration(text: str) -> Duration | None:
    """The duration that a text such as ``30m`` or ``2wd`` means; None when it means none."""
    found = _DURATION.fullmatch(text)
    if not found:
        return None
    count = int(found[1])
    return Duration(working_days=count) if found[2] == "wd" else Duration(count * _SECONDS[found[2]])


def add_period(day: date, period: Period) -> date:
    """`day` plus `period`; the corresponding date, or the month's last day where there is none (art. 202).

    OverflowError when the result lies beyond the year 9999, or for a negative period before the year 1.
    """
    if period.unit in ("day", "week"):
        return day + timedelta(days=period.count * (7 if period.unit == "week" else 1))
    months = period.count * (12 if period.unit == "year" else 1)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError("date value out of range")
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def whole_periods(start: date, every: Period, day: date) -> int:
    """How many whole periods have passed from `start` until `day`; counted from the start, never chained."""
    if every.unit in ("day", "week"):
        return (day - start).days // (every.count * (7 if every.unit == "week" else 1))
    months = every.count * (12 if every.unit == "year" else 1)
    passed = ((day.year - start.year) * 12 + day.month - start.month) // months
    return passed - 1 if add_period(start, every * passed) > day else passed


def last_day(start: date, period: Period, rule: str, month_end: str = "down") -> date:
    """The last day of `period` when it begins on `start`.

    `rule`: ``corresponding_date`` (art. 201, 202: the start day is not counted, the last day is the corresponding
    date or the month's last one) or ``day_before_anniversary`` (one day earlier). Where the last month has no
    such date, `month_end` says for the second rule whether the anniversary is that month's last day (``down``)
    or the first of the next (``up``).
    """
    end = add_period(start, period)
    if rule == "corresponding_date":
        return end
    clamped = period.unit in ("month", "year") and end.day != start.day
    return end if clamped and month_end == "up" else end - timedelta(days=1)
