"""Days as an iCalendar file (RFC 5545) that any calendar program reads or subscribes to.

The same days give the same bytes: nothing in it tells when it was written. What changed since an earlier file is told by
a later LAST-MODIFIED and a higher SEQUENCE (RFC 5545 §3.8.7), so that a program that takes the file again updates.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from urllib.parse import quote

from fieldops.structs import Struct

_OCTETS = 75
_IN_ADDRESSES = "@!$'*+-./=_~"
# What SEQUENCE counts from. Minutes fit a signed 32-bit number for four thousand years.
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


class Somebody(Struct, frozen=True):
    """A person as a calendar knows people: by a mail address."""

    name: str
    email: str


class CalendarDay(Struct, frozen=True):
    """Something on one whole day. `uid` names it for ever; `changed` is since when it stands like this.

    `attendees` come, `organizer` calls them together. `cancelled`: it will not be, and was announced before.
    """

    uid: str
    day: date
    changed: datetime
    summary: str
    description: str
    category: str
    tentative: bool = False
    location: str = ""
    reminds: bool = True
    cancelled: bool = False
    organizer: Somebody | None = None
    attendees: tuple[Somebody, ...] = ()


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
        f"DTSTAMP:{_moment(each.changed)}",
        f"LAST-MODIFIED:{_moment(each.changed)}",
        f"SEQUENCE:{_sequence(each.changed)}",
        f"DTSTART;VALUE=DATE:{_digits(each.day)}",
        f"SUMMARY:{_escaped(each.summary)}",
        f"DESCRIPTION:{_escaped(each.description)}",
        f"CATEGORIES:{_escaped(each.category)}",
        f"STATUS:{_status(each)}",
        "TRANSP:TRANSPARENT",
        *([f"LOCATION:{_escaped(each.location)}"] if each.location else []),
        *_people(each),
        *(_alarm(each) if each.reminds and not each.cancelled else []),
        "END:VEVENT",
    ]


def _status(each: CalendarDay) -> str:
    if each.cancelled:
        return "CANCELLED"
    return "TENTATIVE" if each.tentative else "CONFIRMED"


def _people(each: CalendarDay) -> list[str]:
    # A server is told not to write to anybody (RFC 6638 §7.1): the file says who comes and invites nobody.
    lines = []
    if each.organizer is not None:
        lines.append(f"ORGANIZER;{_cn(each.organizer)};SCHEDULE-AGENT=NONE:{_mailto(each.organizer)}")
    for one in each.attendees:
        about = f"{_cn(one)};ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE;SCHEDULE-AGENT=NONE"
        lines.append(f"ATTENDEE;{about}:{_mailto(one)}")
    return lines


def _cn(one: Somebody) -> str:
    """The name as a quoted parameter (RFC 5545 §3.2), its own quotes and line ends escaped (RFC 6868)."""
    name = one.name.replace("^", "^^").replace("\n", "^n").replace('"', "^'")
    return f'CN="{_printable(name)}"'


def _mailto(one: Somebody) -> str:
    """The address as a URI (RFC 6068): what an address may hold and a URI may not is percent-encoded."""
    return f"mailto:{quote(one.email, safe=_IN_ADDRESSES)}"


def _moment(moment: datetime) -> str:
    at = moment.astimezone(UTC)
    return f"{_digits(at.date())}T{at:%H%M%S}Z"


def _sequence(changed: datetime) -> int:
    """A number that is higher after each change, made of nothing but the moment of the last one."""
    return max(int((changed - _EPOCH).total_seconds()) // 60, 0)


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
    return _printable(text)


def _printable(text: str) -> str:
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
