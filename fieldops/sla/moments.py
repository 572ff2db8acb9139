"""Times as people write them: ISO 8601, without an offset in the contract's zone.

As values they are UTC: Python compares and subtracts two times of one zone by the clock on the wall, which is wrong
where summer time begins or ends.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from fieldops.dates.instants import utc
from fieldops.dates.written import written_clock
from fieldops.errors import Unanswerable

# A day alone is no time: when it began or ended is not guessed.
_SHORTEST = len("2026-02-13T17:20")


class NoMoment(Unanswerable):
    """A text that is no time, or a time on the wall that the clock of a zone shows never or twice."""


def read_moment(
    text: str, zone: ZoneInfo, latest: datetime | None = None, earliest: datetime | None = None
) -> datetime:
    """The instant that a text such as ``2026-02-13T17:20`` or ``2026-02-13T17:20+08:00`` means, as UTC; without offset it is a time of `zone`.

    A clock alone, such as ``10:50``, is the last time that it showed that up to `latest`, or the first from `earliest` on; where
    neither is told it is no time. Raises NoMoment for a text that is no time (a day alone is none), and for a time without offset that the
    clock of `zone` shows never or twice.
    """
    near = latest or earliest
    if near is not None and (alone := _on_the_clock(text, zone, near, -1 if latest else 1)) is not None:
        return alone
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


def is_clock(text: str) -> bool:
    """Whether a text names a time of day and no day."""
    try:
        return written_clock(text) is not None
    except ValueError:
        return False


def _on_the_clock(text: str, zone: ZoneInfo, near: datetime, step: int) -> datetime | None:
    """The instant nearest to `near` at which the clock shows that, going on by days of `step`; None for any other text."""
    try:
        clock = written_clock(text)
    except ValueError:
        raise NoMoment("deadline.no-such-time", value=text) from None
    if clock is None:
        return None
    day = near.astimezone(zone).date()
    found = in_zone(datetime.combine(day, clock), zone)
    if (utc(found) - utc(near)) * step < timedelta():
        found = in_zone(datetime.combine(day + timedelta(days=step), clock), zone)
    return utc(found)


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
