"""What time services say of themselves: whether the clock follows a source, and how far it is from it.

A word such as "Normal" or "synchronised" is believed only with what backs it: a reference that is not the machine's own
clock, a stratum, and an update that is not long past.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from fieldops.inspection.raw import RawRows, Unreadable, small
from fieldops.structs import Struct

SYNCHRONISED = "synchronised"
UNSYNCHRONISED = "unsynchronised"
LOCAL_CLOCK = "local-clock"  # the machine's own clock serves as the source
STALE = "stale"  # the source has not been heard for long
NO_SERVICE = "no-service"

# A source is lost when nothing came from it for ten of its own intervals, at least two hours; after a day in any case.
_INTERVALS, _AT_LEAST, _AT_MOST = 10, 2 * 3600, 86400
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
# By how many seconds the clock may be wrong by chronyd's own account: it takes no source beyond that (maxdistance).
_MOST_DOUBT = 3
# How far the last update may lie in the future before the clock must have been set back since.
_AHEAD = 60
# Months and years as systemd counts them (sd format_timespan).
_PARTS = {
    "us": 0.001, "ms": 1, "s": 1000, "min": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000,
    "month": 2_629_800_000, "y": 31_557_600_000,
}  # fmt: skip
_WHEN = {"": 1, "m": 60, "h": 3600, "d": 86400, "y": 31_557_600}


class _Said(Struct, frozen=True):
    """What a tool says: the state and, where it tells, the distance from the source in milliseconds.

    A distance that cannot be read leaves the state as it is.
    """

    state: str
    offset: float | Unreadable | None = None


def time_sync(text: str) -> RawRows:
    """Lines ``tool=NAME`` and ``now=SECONDS``, then that tool's answer. Without a tool ``service=NAME`` comes first in it.

    Facts: tool, state, and the distance in ms where the clock is synchronised and the tool tells it.
    """
    tool, now, *answer = [*text.splitlines(), "", ""]
    name = tool.removeprefix("tool=")
    if name not in _TOOLS or not re.fullmatch(r"now=[0-9]{1,12}", now):
        raise Unreadable("reading.field-missing", field="tool")
    said = _TOOLS[name](answer, int(now.removeprefix("now=")))
    row: dict[str, object] = {"tool": name, "state": said.state}
    if said.state == SYNCHRONISED and said.offset is not None:
        row["offset"] = said.offset if isinstance(said.offset, Unreadable) else f"{abs(said.offset):.3f}"
    return [row]


def _pairs(lines: list[str]) -> Mapping[str, str]:
    pairs = (line.partition(":") for line in lines)
    return {" ".join(key.split()): " ".join(value.split()) for key, _, value in pairs}


def _chrony(lines: list[str], now: int) -> _Said:
    said = _pairs(lines)
    stratum, reference = small(said.get("Stratum", "")), said.get("Reference ID", "")
    # Before chrony 3 the reference is written as an address.
    if stratum is None or not re.match(r"(?:[0-9A-F]{8}|[0-9]{1,3}(?:\.[0-9]{1,3}){3})\b", reference):
        raise Unreadable("reading.field-missing", field="Stratum" if stratum is None else "Reference ID")
    # 127.127.1.1 is the local clock, 127.0.0.1 a daemon that asks itself.
    if re.match(r"7F7F01|7F000001|127\.127\.1\.|127\.0\.0\.1\b", reference):
        return _Said(LOCAL_CLOCK)
    # Before chrony 1.28 there is no word for the leap status.
    unsynchronised = said.get("Leap status") in ("Not synchronised", "Invalid") or re.match(
        r"00000000|0\.0\.0\.0", reference
    )
    silent = now - _moment(said.get("Ref time (UTC)", ""))
    if unsynchronised or not 0 < stratum < 16 or silent < -_AHEAD:
        return _Said(UNSYNCHRONISED)
    doubt = _seconds(said, "Root dispersion") + _seconds(said, "Root delay") / 2
    # Before chrony 1.27 the interval is not told.
    interval = _seconds(said, "Update interval") if "Update interval" in said else 0
    if silent > _patience(interval) or doubt > _MOST_DOUBT:
        return _Said(STALE)
    away = re.match(r"([0-9]+(?:\.[0-9]+)?) seconds (?:slow|fast) of NTP time", said.get("System time", ""))
    if away is None:
        return _Said(SYNCHRONISED, Unreadable("reading.field-missing", field="System time"))
    return _Said(SYNCHRONISED, 1000 * float(away[1]))


def _moment(written: str) -> float:
    """``Sun Nov 22 05:29:41 2026`` as seconds since 1970. Raises Unreadable."""
    words = written.split()
    try:
        hour, minute, second = (int(part) for part in words[3].split(":"))
        day = datetime(int(words[4]), _MONTHS.index(words[1]) + 1, int(words[2]), tzinfo=UTC)
        return day.replace(hour=hour, minute=minute, second=min(second, 59)).timestamp()
    except (ValueError, IndexError, OverflowError):
        raise Unreadable("reading.line", line=f"Ref time (UTC) : {written}") from None


def _patience(interval: float) -> float:
    return min(max(_AT_LEAST, _INTERVALS * interval), _AT_MOST)


def _seconds(said: Mapping[str, str], field: str) -> float:
    """The seconds of a field, a small number below zero as 0. Raises Unreadable."""
    found = re.match(r"(-?)([0-9]{1,12}(?:\.[0-9]+)?)\b", said.get(field, ""))
    if found is None:
        raise Unreadable("reading.field-missing", field=field)
    return 0.0 if found[1] else float(found[2])


def _ntpq(lines: list[str], now: int) -> _Said:
    if any(line.startswith("No association ID") for line in lines):
        return _Said(UNSYNCHRONISED)
    if not any(line.split()[:2] == ["remote", "refid"] for line in lines):
        raise Unreadable("reading.field-missing", field="remote")
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        if line[:1] in ("*", "o"):
            # A long name stands in a line of its own.
            words = line.split() if len(line.split()) > 1 else [*line.split(), *after.split()]
            if len(words) != 10:
                raise Unreadable("reading.line", line=line)
            return _peer(words, line)
    return _Said(UNSYNCHRONISED)


def _peer(words: list[str], line: str) -> _Said:
    """The peer that ntpd follows: ``remote refid st t when poll reach delay offset jitter``."""
    remote, reference, stratum, kind, when, poll, reach, _, offset, _ = words
    # 127.127.1.x is the driver of the machine's own clock; other 127.127. addresses are real clocks. Whatever it is called,
    # it is a local one (l) that refers to itself.
    own = re.match(r"[*o]?(?:127\.127\.1\.|127\.0\.0\.1$|::1$|LOCAL\()", remote)
    if own or (kind, reference) == ("l", ".LOCL."):
        return _Said(LOCAL_CLOCK)
    if not 0 <= _stratum(stratum) < 16 or reference == ".INIT.":
        return _Said(UNSYNCHRONISED)
    if not reach.strip("0") or _interval(when) > _patience(_interval(poll)):
        return _Said(STALE)
    # Cut off after seven characters: a point may be the last.
    if not re.fullmatch(r"[-+]?[0-9]+(?:\.[0-9]*)?", offset):
        return _Said(SYNCHRONISED, Unreadable("reading.line", line=line))
    return _Said(SYNCHRONISED, float(offset))


def _stratum(written: str) -> int:
    """The stratum; 16, that of an unsynchronised clock, for what is no number."""
    number = small(written)
    return 16 if number is None else number


def _interval(written: str) -> float:
    """``64``, ``17m``, ``36h``, ``5d`` of ntpq in seconds; 0 for what it does not know (``-``)."""
    found = re.fullmatch(r"([0-9]{1,9})([mhdy]?)", written)
    return int(found[1]) * _WHEN[found[2]] if found else 0.0


def _openntpd(lines: list[str], now: int) -> _Said:
    text = " ".join(lines)
    if "clock unsynced" in text:
        return _Said(UNSYNCHRONISED)
    if "clock synced" not in text:
        raise Unreadable("reading.field-missing", field="clock synced")
    if re.search(r"\b0/[0-9]+ peers valid", text) and not re.search(
        r"\b[1-9][0-9]*/[0-9]+ sensors valid", text
    ):
        return _Said(STALE)
    away = re.search(r"clock offset is (-?[0-9.]+)ms", text)
    return _Said(SYNCHRONISED, float(away[1]) if away else None)


def _timedatectl(lines: list[str], now: int) -> _Said:
    """``timedatectl timesync-status`` (systemd 239 and later) and after it, or alone, ``timedatectl``.

    The kernel takes a clock for unsynchronised that nobody has adjusted for some nine hours.
    """
    said = _pairs(lines)
    kernel = said.get("System clock synchronized") or said.get("NTP synchronized")
    if "Server" not in said:
        if kernel not in ("yes", "no"):
            raise Unreadable("reading.field-missing", field="System clock synchronized")
        return _Said(SYNCHRONISED if kernel == "yes" else UNSYNCHRONISED)
    if "Offset" not in said or said.get("Packet count") == "0" or "not sync" in said.get("Leap", ""):
        return _Said(UNSYNCHRONISED)
    # What timesyncd does not follow it shows all the same: the last answer, whatever it was.
    if not 0 < _stratum(_told(said, "Stratum")) < 16 or _too_far(_told(said, "Root distance")):
        return _Said(UNSYNCHRONISED)
    # Nor does it say how old that answer is: the kernel does.
    if kernel not in ("yes", "no"):
        raise Unreadable("reading.field-missing", field="System clock synchronized")
    return _Said(STALE) if kernel == "no" else _Said(SYNCHRONISED, _offset(said["Offset"]))


def _told(said: Mapping[str, str], field: str) -> str:
    """What is said of a field that every version has. Raises Unreadable."""
    if field not in said:
        raise Unreadable("reading.field-missing", field=field)
    return said[field]


def _too_far(distance: str) -> bool:
    """Whether a root distance is beyond the most that timesyncd takes: ``1.190ms (max: 5s)``. Raises Unreadable."""
    found = re.fullmatch(r"(.+?) \(max: (.+)\)", distance)
    if found is None:
        raise Unreadable("reading.line", line=f"Root distance: {distance}")
    return _milliseconds(found[1]) > _milliseconds(found[2])


def _offset(written: str) -> float | Unreadable:
    try:
        return _milliseconds(written)
    except Unreadable as error:
        return error


def _milliseconds(written: str) -> float:
    """``+1min 3.5s``, ``-12us``, ``0``. Raises Unreadable."""
    parts = written.lstrip("+-").split()
    if parts == ["0"]:
        return 0.0
    if not parts:
        raise Unreadable("reading.field-missing", field="Offset")
    total = 0.0
    for part in parts:
        match = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)([a-zμµ]+)", part)
        unit = re.sub("[μµ]", "u", match[2]).replace("months", "month") if match else ""
        if match is None or unit not in _PARTS:
            raise Unreadable("reading.line", line=f"Offset: {written}")
        total += float(match[1]) * _PARTS[unit]
    return total


def _nothing_to_ask(lines: list[str], now: int) -> _Said:
    """No tool answers: ``service=NAME`` is the time service that runs (none, or hidden where one may not look)."""
    service = lines[0].removeprefix("service=")
    if service == "hidden" or not lines[0].startswith("service="):
        raise Unreadable("reading.hidden-processes")
    if service == "none":
        return _Said(NO_SERVICE)
    if any(line.strip() in ("System clock synchronized: no", "NTP synchronized: no") for line in lines):
        return _Said(UNSYNCHRONISED)
    raise Unreadable("reading.no-time-tool", service=service)


_TOOLS: dict[str, Callable[[list[str], int], _Said]] = {
    "chronyc": _chrony,
    "ntpq": _ntpq,
    "ntpctl": _openntpd,
    "timedatectl": _timedatectl,
    "none": _nothing_to_ask,
}
