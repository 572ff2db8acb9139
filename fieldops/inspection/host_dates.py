"""Dates as programs on hosts print them, and in which time zone. What is unsure is not read: nobody guesses a zone.

Lives here: text to a moment. Against which clock it is held (ours, never the host's) is `fieldops.inspection.checks`.
Read are ISO 8601, what `date` and `openssl` print in the C locale, RFC 2822, ``YYYYMMDD[hhmmss[Z]]``, ``Mon DD, YYYY`` and
seconds since 1970, whole or with a fraction.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from fieldops.inspection.raw import Unreadable

_MONTHS = {
    name: at
    for at, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_TIME = r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,][0-9]{1,9})?)?"
_ZONE = r"(?P<zone>Z|UTC|GMT|[A-Z]{2,5}|[+-][0-9]{2}(?::?[0-9]{2})?)"
_WEEKDAY = r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),?\s+)?"
_NAME = r"(?P<name>[A-Z][a-z]{2})"
_FORMS = tuple(
    re.compile(form, re.ASCII)
    for form in (
        rf"(?P<year>[0-9]{{4}})-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}})(?:[T ]{_TIME}\s*{_ZONE}?)?",
        r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})"
        r"(?:(?P<hour>[0-9]{2})(?P<minute>[0-9]{2})(?P<second>[0-9]{2})(?P<zone>Z)?)?",
        rf"{_WEEKDAY}{_NAME}\s+(?P<day>[0-9]{{1,2}})\s+{_TIME}\s+(?:{_ZONE}\s+)?(?P<year>[0-9]{{4}})",
        rf"{_WEEKDAY}{_NAME}\s+(?P<day>[0-9]{{1,2}})\s+{_TIME}\s+(?P<year>[0-9]{{4}})\s+{_ZONE}",
        rf"{_WEEKDAY}(?P<day>[0-9]{{1,2}})\s+{_NAME}\s+(?P<year>[0-9]{{4}})(?:\s+{_TIME}(?:\s+{_ZONE})?)?",
        rf"{_NAME}\s+(?P<day>[0-9]{{1,2}}),\s+(?P<year>[0-9]{{4}})",
    )
)
# With a fraction as `find -printf %T@` and `date +%s.%N` print it.
_SECONDS = re.compile(r"([0-9]{9,11})(?:\.[0-9]{1,10})?", re.ASCII)
_OFFSET = re.compile(r"([+-])([0-9]{2}):?([0-9]{2})?", re.ASCII)


def read_date(text: str, field: str, zone: str | None) -> str:
    """The moment that `text` names, in ISO 8601 with its offset, as people read it; of a day alone its beginning.

    `zone` is that of a text which names none. Raises Unreadable for what is no such date, and for one in an unknown zone.
    """
    if seconds := _SECONDS.fullmatch(text):
        return datetime.fromtimestamp(int(seconds[1]), UTC).isoformat(" ")
    found = next((match for form in _FORMS if (match := form.fullmatch(text))), None)
    if found is None:
        raise Unreadable("reading.not-a-date", field=field, found=text[:80])
    parts = found.groupdict()
    place = _zone(parts.get("zone"), zone)
    if place is None:
        raise Unreadable("reading.no-zone", field=field, found=text[:80])
    try:
        moment = datetime(*_numbers(parts), tzinfo=place)
        moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Unreadable("reading.not-a-date", field=field, found=text[:80]) from None
    return moment.isoformat(" ")


def _numbers(parts: dict[str, str | None]) -> tuple[int, int, int, int, int, int]:
    month = parts.get("month") or _MONTHS.get((parts.get("name") or "").lower(), 0)
    hour, minute, second = (int(parts.get(name) or 0) for name in ("hour", "minute", "second"))
    # No clock of ours has a leap second.
    second = 59 if second == 60 else second
    return int(parts["year"] or 0), int(month), int(parts["day"] or 0), hour, minute, second


def _zone(written: str | None, otherwise: str | None) -> tzinfo | None:
    """The zone of a text; None where it has none that is sure: CST is China, Cuba and Chicago."""
    if written is None:
        return ZoneInfo(otherwise) if otherwise is not None else None
    if written in ("Z", "UTC", "GMT"):
        return UTC
    offset = _OFFSET.fullmatch(written)
    if offset is None:
        return None
    away = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
    return timezone(-away if offset[1] == "-" else away) if away < timedelta(days=1) else None
