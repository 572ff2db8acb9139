"""Days and times as people type them: with slashes, 年月日, full-width digits, hours of one digit.

Only where the year stands first, so that nothing is unsure. Files are read more strictly (`fieldops.sla.moments`).
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, time

_YEAR_FIRST = r"([0-9]{4})\s*[-年/.]\s*([0-9]{1,2})\s*[-月/.]\s*([0-9]{1,2})(?:\s*[日号])?"
_DAY = re.compile(rf"{_YEAR_FIRST}|([0-9]{{4}})([0-9]{{2}})([0-9]{{2}})")
_TIME = re.compile(
    rf"{_YEAR_FIRST}[T\s]*([0-9]{{1,2}})\s*[:点时]\s*([0-9]{{1,2}})?\s*分?(?::([0-9]{{2}}))?\s*(Z|[+-][0-9]{{2}}:?[0-9]{{2}})?"
)
_CLOCK = re.compile(r"([0-9]{1,2})\s*[:点时]\s*([0-9]{1,2})?\s*分?(?::([0-9]{2}))?")


def written_day(text: str) -> date | None:
    """The civil day that `text` means, such as ``2026-03-01``, ``2026/3/1``, ``2026年3月1日``; None where it is none.

    Raises ValueError for one that the calendar does not have, such as ``2026-02-30``.
    """
    found = _DAY.fullmatch(_plain(text))
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups() if part is not None)
    return date(year, month, day)


_NAMED_DAYS = {
    **dict.fromkeys(("today", "今天", "今日"), 0),
    **dict.fromkeys(("tomorrow", "明天", "明日"), 1),
    "后天": 2,
}


def named_day(text: str) -> int | None:
    """How many days from today the day is that `text` names, such as ``tomorrow`` or ``明天``; None where it names none."""
    return _NAMED_DAYS.get(_plain(text).casefold())


def written_clock(text: str) -> time | None:
    """What the clock shows where `text` names no day, such as ``9:05``, ``10：50`` or ``10点50分``; None where it is no such text.

    Raises ValueError for one that no clock shows, such as ``25:00``.
    """
    found = _CLOCK.fullmatch(_plain(text))
    return time(int(found[1]), int(found[2] or 0), int(found[3] or 0)) if found is not None else None


def written_time(text: str) -> str:
    """`text` in ISO 8601 where it is a time with its day, such as ``2026/3/1 9:00``; any other text as it is."""
    found = _TIME.fullmatch(_plain(text))
    if found is None:
        return text
    year, month, day, hour, minute, second, offset = found.groups()
    clock = f"{int(hour):02}:{int(minute or 0):02}" + (f":{second}" if second else "")
    return f"{year}-{int(month):02}-{int(day):02}T{clock}{offset or ''}"


def _plain(text: str) -> str:
    """Without full-width signs and the spaces around."""
    return unicodedata.normalize("NFKC", text).strip()
