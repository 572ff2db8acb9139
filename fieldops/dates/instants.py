"""Instants: the moments that clocks all over the world share, whatever they show.

Python compares and subtracts two times of one zone by the clock on the wall, which is wrong in the hour that comes
twice and on the days on which clocks are changed; and of two zones an instant inside that hour equals none at all
(PEP 495). So whatever is compared or counted goes through UTC, by what is here.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_MINUTE = timedelta(minutes=1)


def utc(at: datetime) -> datetime:
    """The same instant in UTC; `at` is aware."""
    return at if at.tzinfo is UTC else at.astimezone(UTC)


def elapsed(start: datetime, end: datetime) -> timedelta:
    """What really passes from `start` to `end`; negative when `end` is earlier."""
    return utc(end) - utc(start)


def first_instant(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """The first instant (UTC) at which the clock of `zone` shows `minutes` after 0:00 of `day`, or a later time."""
    wall = datetime.combine(day, time()) + minutes * _MINUTE
    after = wall.replace(tzinfo=zone).astimezone(UTC)
    if after.astimezone(zone).replace(tzinfo=None) == wall:
        return after
    # The clock skips that time: the change lies between what the offsets after and before it make of it.
    before = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    seconds = range(int((after - before).total_seconds()))
    found = bisect_left(seconds, True, key=lambda n: _reads_later(before + timedelta(seconds=n), wall, zone))
    return before + timedelta(seconds=found)


def _reads_later(at: datetime, wall: datetime, zone: ZoneInfo) -> bool:
    return at.astimezone(zone).replace(tzinfo=None) >= wall
