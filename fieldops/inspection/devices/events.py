"""Reads the alarms that a network device has raised and the messages in its log buffer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fieldops.inspection.devices.sections import Section, answered
from fieldops.inspection.raw import RawRow, RawRows, Unreadable

# The legend above VRP's table of alarms.
_LEVELS = {"1": "critical", "2": "major", "3": "minor", "4": "warning"}
_LEVEL = r"[1-4]|critical|major|minor|warning|indeterminate"
_ALARM = re.compile(
    rf"\s*([0-9]+)\s+(0x[0-9A-F]+)\s+({_LEVEL})\s+([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})(?: [0-9:]{{8}}\S*)?\s+(\S.*)",
    re.I,
)
_MORE_OF_ALARM = re.compile(r"\s{4,}(?:[0-9]{2}:[0-9]{2}:[0-9]{2}\S*(?:\s+|\Z))?(.*)")
_ABOVE = re.compile(r"[\s\-]*|\s*1\s*:\s*Critical.*|\s*Sequence\s+AlarmId\s+.*|\s*A/B/C/.*|\s*[A-Z]=.*", re.I)
_NO_ALARM = re.compile(r"(?:Info: ?)?(?:There (?:is|are) )?no (?:active |current )?alarms?\b.*", re.I)


def device_alarms(text: str) -> RawRows:
    """A row for each alarm that is active: its id, level (critical, major, minor, warning), day and description.

    No row where there is none. Raises Unreadable.
    """
    return [row for section in answered(text) for row in _alarms(section)]


def _alarms(section: Section) -> Iterator[RawRow | Unreadable]:
    row: dict[str, object] = {}
    for line in section.lines:
        if match := _ALARM.fullmatch(line):
            if row:
                yield row
            level = match[3].lower()
            row = {
                "alarm": f"{match[2]} #{match[1]}",
                "level": _LEVELS.get(level, level),
                "day": match[4],
                "description": match[5].strip(),
            }
        elif row and (more := _MORE_OF_ALARM.fullmatch(line)):
            # A description that was wrapped in its column; what was torn apart there is put together again.
            row["description"] = f"{row['description']}{more[1].strip()}"[:300]
        elif not (_ABOVE.fullmatch(line) or _NO_ALARM.fullmatch(line.strip())):
            yield Unreadable("reading.line", line=line)
    if row:
        yield row


# --- log -----------------------------------------------------------------------------------------------

_DATE = r"(?:[A-Z][a-z]{2} +[0-9]{1,2}(?: [0-9]{4})? [0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.:][0-9]{3})?(?: [0-9]{4})?|[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9:.]+)"
_MESSAGE = {
    "vrp": re.compile(rf"\s*({_DATE})\S*\s.*?%%\d\d(\w+)/([0-7])/(\w+)\([A-Za-z]+\)(.*)"),
    "comware": re.compile(rf"\s*%@?({_DATE})\S* \S+ (?:%%10)?(\w+)/([0-7])/([\w ]+?)(?:\([a-z]\))?\s*:(.*)"),
    "ios": re.compile(
        rf"(?:\S*[0-9]+: )?[*.]?({_DATE})?[^%]*?%((?:[A-Z0-9_]+-)*?[A-Z0-9_]+)-([0-7])-(\w+):(.*)"
    ),
}
# Above the messages: what the buffer is, and how much there is in it.
_HEAD = {
    "vrp": re.compile(
        r"\s*Logging buffer configuration and contents|\s*Allowed max|\s*Current messages|\s*Logging buffer size",
        re.I,
    ),
    "comware": re.compile(
        r"\s*(?:Logging buffer configuration and contents|Log buffer\s*:|Actual buffer size|Current messages)",
        re.I,
    ),
    "ios": re.compile(r"\s*(?:Syslog logging|Log Buffer)", re.I),
}
# What begins as a message does; other lines go on with the one before.
_STAMPED = re.compile(rf"\s*(?:[0-9]+: )?[*.%@]*{_DATE}")
_OFF = re.compile(
    r"\s*(?:Logging buffer configuration and contents|Log buffer|Syslog logging)\s*:\s*(?:disabled)", re.I
)


def device_log(text: str) -> RawRows:
    """A row for each kind of message (module/severity/name) of severity 0 to 7: how many, its newest line, and from when
    the buffer reaches back. Raises Unreadable where the device keeps no log.
    """
    rows: dict[str, dict[str, object]] = {}
    unread: RawRows = []
    for section in answered(text):
        head, message = _HEAD[section.platform], _MESSAGE[section.platform]
        if any(_OFF.match(line) for line in section.lines):
            raise Unreadable("reading.refused", said=section.lines[0].strip())
        if not any(head.match(line) for line in section.lines):
            raise Unreadable("reading.field-missing", field="log buffer")
        found = [match for line in section.lines if (match := message.match(line))]
        unread += [
            Unreadable("reading.line", line=line)
            for line in section.lines
            if _STAMPED.match(line) and not message.match(line)
        ]
        stamps = [match[1] for match in found if match[1]]
        # Some show the newest first; the buffer reaches back to the one at the other end.
        newest_first = section.platform == "vrp"
        since = (stamps[-1] if newest_first else stamps[0]) if stamps else None
        for match in reversed(found) if newest_first else found:
            _note(rows, match, since)
    return [*rows.values(), *unread]


def _note(rows: dict[str, dict[str, object]], match: re.Match[str], since: str | None) -> None:
    kind = f"{match[2]}/{match[3]}/{match[4]}"
    row = rows.setdefault(kind, {"kind": kind, "severity": match[3], "count": 0, "since": since})
    row["count"] = int(str(row["count"])) + 1
    row["line"] = match[0].strip()[:300]
