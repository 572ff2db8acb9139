"""Times as people write them: ISO 8601, without an offset in the contract's zone.

As values they are UTC: Python compares and subtracts two times of one zone by the clock on the wall, which is wrong
where summer time begins or ends.
"""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from fieldops.errors import UsageError

# A day alone is no time: when it began or ended is not guessed.
_SHORTEST = len("2026-02-13T17:20")


def read_moment(text: str, zone: ZoneInfo) -> datetime:
    """The instant that a text such as ``2026-02-13T17:20`` or ``2026-02-13T17:20+08:00`` means, as UTC; without offset it is a time of `zone`.

    Raises UsageError for a text that is no time (a day alone is none), and for a time without offset that the
    clock of `zone` shows never or twice.
    """
    try:
        found = datetime.fromisoformat(text) if len(text) >= _SHORTEST else None
    except ValueError:
        found = None
    if found is None:
        raise UsageError("deadline.no-such-time", value=text)
    try:
        if found.tzinfo is not None:
            return found.astimezone(UTC)
        return _local(found, zone, text)
    except OverflowError:
        raise UsageError("deadline.no-such-time", value=text) from None


def _local(wall: datetime, zone: ZoneInfo, text: str) -> datetime:
    found = wall.replace(tzinfo=zone)
    instant = found.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) != wall:
        raise UsageError("deadline.skipped-time", value=text, zone=zone.key)
    if found.utcoffset() != found.replace(fold=1).utcoffset():
        raise UsageError("deadline.doubled-time", value=text, zone=zone.key)
    return instant
