"""Times as people write them: ISO 8601, without an offset in the contract's zone.

As values they are UTC: Python compares and subtracts two times of one zone by the clock on the wall, which is wrong
where summer time begins or ends.
"""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from fieldops.dates.instants import utc
from fieldops.errors import Unanswerable

# A day alone is no time: when it began or ended is not guessed.
_SHORTEST = len("2026-02-13T17:20")


class NoMoment(Unanswerable):
    """A text that is no time, or a time on the wall that the clock of a zone shows never or twice."""


def read_moment(text: str, zone: ZoneInfo) -> datetime:
    """The instant that a text such as ``2026-02-13T17:20`` or ``2026-02-13T17:20+08:00`` means, as UTC; without offset it is a time of `zone`.

    Raises NoMoment for a text that is no time (a day alone is none), and for a time without offset that the
    clock of `zone` shows never or twice.
    """
    try:
        found = datetime.fromisoformat(text) if len(text) >= _SHORTEST else None
    except ValueError:
        found = None
    if found is None:
        raise NoMoment("deadline.no-such-time", value=text)
    try:
        return in_zone(found, zone).astimezone(UTC)
    except OverflowError:
        raise NoMoment("deadline.no-such-time", value=text) from None


def in_zone(at: datetime, zone: ZoneInfo) -> datetime:
    """The instant `at` in `zone`; a time without offset is one that the clock of that zone shows.

    Raises NoMoment for a time without offset that the clock of `zone` shows never or twice.
    """
    if at.tzinfo is not None:
        return at.astimezone(zone)
    found = at.replace(tzinfo=zone)
    if utc(found).astimezone(zone).replace(tzinfo=None) != at:
        raise NoMoment("deadline.skipped-time", value=at.isoformat(), zone=zone.key)
    if found.utcoffset() != found.replace(fold=1).utcoffset():
        raise NoMoment("deadline.doubled-time", value=at.isoformat(), zone=zone.key)
    return found
