"""Times as they are recorded: every event's, whatever it is about."""

from __future__ import annotations

from datetime import datetime


def whole_seconds(moment: datetime) -> datetime:
    """`moment` as events keep it: to the second, with the offset it has, whatever its zone does later."""
    return datetime.fromisoformat(moment.isoformat(timespec="seconds"))
