"""Reads of network devices what they are and how busy: version, serial number, uptime; CPU; memory.

Formats: the makers' command references for `display version`, `show version` and the others, of VRP 5 and 8, Comware 5 and
7, IOS 12 and 15, IOS XE.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from fieldops.inspection.devices.sections import Section, answered
from fieldops.inspection.raw import RawRow, RawRows, Unreadable

_UNITS = {"year": 31_536_000, "week": 604_800, "day": 86_400, "hour": 3600, "minute": 60}
_SPAN = re.compile(r"([0-9]{1,4}) (year|week|day|hour|minute)s?")
_UPTIME = re.compile(r"\s*(\S.*?) uptime is (.+)")
_VERSION = {
    "vrp": re.compile(r"VRP \(R\) software, Version ([0-9.]+ \([^)]+\))", re.I),
    "comware": re.compile(r"(?:\S+ )?Comware Software, Version ([0-9.]+, .+)", re.I),
    "ios": re.compile(r"Cisco IOS.*?, Version ([^,\s]+)", re.I),
}
_MODEL = {
    "vrp": re.compile(
        r"(?:HUAWEI|Quidway)?\s*(\S.*?)(?: (?:Terabit )?(?:Routing Switch|Switch|Router|Firewall))? uptime is",
        re.I,
    ),
    "comware": re.compile(r"(?:H3C|HPE?)?\s*(\S.*?) uptime is"),
    "ios": re.compile(r"(?:Model number\s*:\s*|cisco (?=.*\bprocessor\b))(\S+)", re.I),
}
_SERIAL = re.compile(
    r"\s*(?:ESN of (?:device|slot \S+|master)\s*:|DEVICE_SERIAL_NUMBER\s*:|System serial number\s*:|Processor board ID)\s*(\S+)",
    re.I,
)
_PATCH = re.compile(r"\s*Patch (?:Package )?Version\s*:\s*(\S+)", re.I)
_FIVE_MINUTES = re.compile(r"five minutes: ?([0-9]{1,3})%")
_NOW = re.compile(r"\s*(?:System CPU Using Percentage|CPU Usage)\s*:\s*([0-9]{1,3}(?:\.[0-9]+)?)%")
_SLOT = re.compile(r"\s*((?:Chassis \S+ )?(?:Slot \S+|Unit)(?: CPU [0-9]+)?|CPU)(?: CPU usage)?\s*:", re.I)
_LAST_FIVE = re.compile(r"\s*([0-9]{1,3})% in last 5 minutes")
_USED = re.compile(r"\s*(?:Memory Using Percentage(?: Is)?|Used Rate)\s*:\s*([0-9]{1,3})%", re.I)
_FREE = re.compile(r"Mem:\s+([0-9]+)\s+([0-9]+)\s+.*?([0-9]{1,3}(?:\.[0-9]{1,2})?)%")
_POOL = re.compile(r"\s*(Processor|I/O) Pool Total:?\s*([0-9]{1,18}),? Used:?\s*([0-9]{1,18})\b", re.I)


def device_facts(text: str) -> RawRows:
    """One row: version, patch, model, serial number, and the seconds since the device began. Raises Unreadable."""
    sections = answered(text)
    platform = sections[0].platform
    lines = [line for section in sections for line in section.lines]
    uptime = _first(_UPTIME, lines, 2)
    return [
        {
            "version": _needed(_first(_VERSION[platform], lines), "version"),
            "patch": _first(_PATCH, lines),
            "model": _first(_MODEL[platform], lines),
            "serial": _first(_SERIAL, lines),
            "uptime": _seconds(_needed(uptime, "uptime")),
        }
    ]


def _first(pattern: re.Pattern[str], lines: Iterable[str], group: int = 1) -> str | None:
    return next((match[group].strip() for line in lines if (match := pattern.match(line))), None)


def _needed(found: str | None, field: str) -> str:
    if found is None:
        raise Unreadable("reading.field-missing", field=field)
    return found


def _seconds(uptime: str) -> int | Unreadable:
    spans = _SPAN.findall(uptime)
    if not spans:
        return Unreadable("reading.line", line=uptime)
    return sum(int(count) * _UNITS[unit] for count, unit in spans)


def device_cpu(text: str) -> RawRows:
    """A row for each CPU that the device tells of: its name, and percent used in the last five minutes.

    A device that keeps no five minutes tells what it is now. Raises Unreadable.
    """
    rows = [row for section in answered(text) for row in _cpus(section)]
    if not rows:
        raise Unreadable("reading.field-missing", field="used")
    return list(rows)


def _cpus(section: Section) -> Iterator[RawRow]:
    name, now = "CPU", None
    for line in section.lines:
        if match := _LAST_FIVE.match(line):
            yield {"unit": name, "used": match[1]}
        elif match := _FIVE_MINUTES.search(line):
            yield {"unit": name, "used": match[1]}
            return
        elif match := _NOW.match(line):
            now = match[1]
        elif match := _SLOT.match(line):
            name = match[1]
    if now is not None:
        yield {"unit": name, "used": now}


def device_memory(text: str) -> RawRows:
    """A row for each memory that the device tells of: its name, and percent used. Raises Unreadable.

    Of IOS the pools Processor and I/O; lsmpi_io of IOS XE is full by design.
    """
    rows = [row for section in answered(text) for row in _memories(section)]
    if not rows:
        raise Unreadable("reading.field-missing", field="used")
    return list(rows)


def _memories(section: Section) -> Iterator[RawRow]:
    name = "Memory"
    for line in section.lines:
        if match := _USED.match(line):
            yield {"unit": name, "used": match[1]}
        elif match := _FREE.match(line):
            yield {"unit": name, "used": f"{100 - float(match[3]):.1f}"}
        elif match := _POOL.match(line):
            yield {"unit": match[1], "used": _share(int(match[3]), int(match[2]), line)}
        elif match := _SLOT.match(line):
            name = match[1]


def _share(part: int, whole: int, line: str) -> str | Unreadable:
    return f"{100 * part / whole:.1f}" if whole > 0 else Unreadable("reading.line", line=line)
