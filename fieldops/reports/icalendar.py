"""Days as an iCalendar file (RFC 5545) that any calendar program reads or subscribes to.

The same days give the same bytes: nothing in it tells when it was written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

_OCTETS = 75


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """Something on one whole day. `uid` names it for ever; `agreed` is the day since when it stands like this."""

    uid: str
    day: date
    agreed: date
    summary: str
    description: str
    category: str
    tentative: bool = False
    location: str = ""
    reminds: bool = True


def calendar_text(name: str, days: Iterable[CalendarDay]) -> str:
    """The calendar `name` with these days: CRLF line ends, lines of at most 75 octets (RFC 5545 §3.1).

    Whole days without a time, that do not make anybody busy. Of two days with one uid the second is named apart.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//fieldops//schedule//ZH",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_escaped(name)}",
    ]
    seen: dict[str, int] = {}
    for each in days:
        seen[each.uid] = times = seen.get(each.uid, 0) + 1
        lines += _event(each, each.uid if times == 1 else f"{times}-{each.uid}")
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(each: CalendarDay, uid: str) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{_escaped(uid)}",
        f"DTSTAMP:{_digits(each.agreed)}T000000Z",
        f"DTSTART;VALUE=DATE:{_digits(each.day)}",
        f"SUMMARY:{_escaped(each.summary)}",
        f"DESCRIPTION:{_escaped(each.description)}",
        f"CATEGORIES:{_escaped(each.category)}",
        f"STATUS:{'TENTATIVE' if each.tentative else 'CONFIRMED'}",
        "TRANSP:TRANSPARENT",
        *([f"LOCATION:{_escaped(each.location)}"] if each.location else []),
        *(_alarm(each) if each.reminds else []),
        "END:VEVENT",
    ]


def _alarm(each: CalendarDay) -> list[str]:
    """A reminder at nine in the morning of the day before (a day begins at midnight, wherever the reader is)."""
    said = f"DESCRIPTION:{_escaped(each.summary)}"
    return ["BEGIN:VALARM", "ACTION:DISPLAY", said, "TRIGGER:-PT15H", "END:VALARM"]


def _digits(day: date) -> str:
    # Not strftime: its years before 1000 have no leading zeros on some systems.
    return day.isoformat().replace("-", "")


def _escaped(text: str) -> str:
    """A value of type TEXT (§3.3.11); no control but the line feed may stand in it."""
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n")):
        text = text.replace(plain, escaped)
    return "".join(letter for letter in text if letter == "\t" or (letter >= " " and letter != "\x7f"))


def _folded(line: str) -> list[str]:
    """The line in parts of at most 75 octets, the later ones begun by a space; no letter is cut in two."""
    parts, part, size = [], "", 0
    for letter in line:
        octets = len(letter.encode("utf-8"))
        if size + octets > _OCTETS:
            parts.append(part)
            part, size = " ", 1
        part, size = part + letter, size + octets
    return [*parts, part]
