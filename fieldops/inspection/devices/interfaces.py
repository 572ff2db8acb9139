"""Reads what network devices say of their interfaces: whether each is up, errors counted, and light received and sent.

Formats: the makers' command references; what marks a state (``*down``, ``^down`` …) stands above the table of VRP.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from fieldops.inspection.devices.sections import Section, answered
from fieldops.inspection.raw import RawRow, RawRows, Unreadable

_VRP_ROW = re.compile(
    r"\s*([0-9]{0,3}[A-Za-z][\w/.:\-]*)(?:\([^)]*\))?\s+([*^#!~]?)(up|down)(?:\([a-z]+\))*\s+[*^#!~]?(?:up|down|--)(?:\([a-z]+\))*(?:\s+\S+\s+\S+\s+([0-9]{1,18}|--)\s+([0-9]{1,18}|--))?\s*",
    re.I,
)
# Above the table: what its marks mean.
_VRP_LEGEND = re.compile(
    r"\s*(?:PHY: Physical|[*^#!~]down: .*|\([a-z]+\): .*|InUti/OutUti: .*|Interface\s+PHY.*)", re.I
)
_COMWARE_STATE = re.compile(r"\s*(?:(\S+) )?current state\s*:\s*(.+)", re.I)
_NAME = re.compile(r"\s{0,1}([A-Z][A-Za-z-]*[0-9][\w/.:]*)\s*")
_ERRORS = re.compile(r".*?\b([0-9]{1,18}) (input|output) errors?\b")
_IOS_STATE = re.compile(
    r"(\S+) is (administratively down|up|down), line protocol is (up|down)(?: \((.+)\))?\s*"
)
_VIRTUAL = re.compile(
    r"(?:NULL|Null|LoopBack|Loopback|InLoopBack|Vlan|Vlanif|Register-Tunnel|Console|Tunnel|Cellular)", re.I
)


def device_interfaces(text: str) -> RawRows:
    """A row for each interface: kind (port; virtual; uncounted: a port of which the device tells no errors), admin, link,
    errors in both directions.

    Raises Unreadable.
    """
    readers: dict[str, Callable[[Section], Iterator[RawRow | Unreadable]]] = {
        "vrp": _vrp, "comware": _comware, "ios": _ios
    }  # fmt: skip
    rows: RawRows = []
    for section in answered(text):
        rows += readers[section.platform](section)
    if not rows:
        raise Unreadable("reading.no-data")
    return rows


def _row(name: str, admin: bool, up: bool, errors: int | None) -> RawRow:
    kind = "port" if errors is not None else "uncounted"
    return {
        "interface": name,
        "kind": "virtual" if _VIRTUAL.match(name) else kind,
        "admin": "up" if admin else "down",
        "link": "up" if up else "down",
        "errors": errors,
    }


def _vrp(section: Section) -> Iterator[RawRow | Unreadable]:
    for line in section.lines:
        if match := _VRP_ROW.fullmatch(line):
            counts = [int(each) for each in (match[4], match[5]) if each is not None and each.isdecimal()]
            up = match[3].lower() == "up" and not match[2]
            yield _row(match[1], match[2] != "*", up, sum(counts) if len(counts) == 2 else None)
        elif not _VRP_LEGEND.fullmatch(line):
            yield Unreadable("reading.line", line=line)


class _Block:
    """The lines of one interface as they come."""

    def __init__(self, name: str, admin: bool, up: bool) -> None:
        self.name, self.admin, self.up = name, admin, up
        self.errors: dict[str, int] = {}

    def row(self) -> RawRow:
        return _row(
            self.name, self.admin, self.up, sum(self.errors.values()) if len(self.errors) == 2 else None
        )


def _comware(section: Section) -> Iterator[RawRow | Unreadable]:
    block: _Block | None = None
    name = ""
    for line in section.lines:
        if match := _COMWARE_STATE.fullmatch(line):
            if line.strip().lower().startswith("line protocol"):
                continue
            if block is not None:
                yield block.row()
            block = None
            said = match[2].strip().upper()
            if not said.startswith(("UP", "DOWN", "ADMINISTRATIVELY DOWN", "STANDBY")):
                yield Unreadable("reading.line", line=line)
                continue
            block = _Block(match[1] or name, "ADMINISTRATIVELY" not in said, said.startswith("UP"))
        elif block is not None and (match := _ERRORS.match(line)):
            block.errors.setdefault(match[2], int(match[1]))
        elif match := _NAME.fullmatch(line):
            name = match[1]
    if block is not None:
        yield block.row()


def _ios(section: Section) -> Iterator[RawRow | Unreadable]:
    block: _Block | None = None
    for line in section.lines:
        if match := _IOS_STATE.fullmatch(line):
            if block is not None:
                yield block.row()
            up = match[2] == "up" and match[3] == "up"
            block = _Block(match[1], match[2] != "administratively down", up)
        elif block is not None and (match := _ERRORS.match(line)):
            block.errors.setdefault(match[2], int(match[1]))
        elif not line.startswith(" "):
            # Whatever stands at the margin should begin an interface.
            yield Unreadable("reading.line", line=line)
    if block is not None:
        yield block.row()


# --- light ---------------------------------------------------------------------------------------------

_DIAGNOSED = re.compile(r"\s*(?:Port )?(\S+) transceiver diagnostic information\s*:", re.I)
_VRP_POWER = re.compile(
    r"\s*(Tx|Rx)\s?Power\(dBm\)\s+(-?[0-9.]+|-{1,2})\s+(-?[0-9.]+|-{1,2})\s+(-?[0-9.]+|-{1,2})\s+(\w+)\s*",
    re.I,
)
_VRP8_PORT = re.compile(r"\s*(\S+) transceiver information\s*:", re.I)
_VRP8_POWER = re.compile(
    r"\s*(?:Current |Default )?(Tx|Rx) Power(?:\s+(High|Low)(?:\s+Alarm)?\s+Threshold)?\s*\(dBm\)\s*:\s*(-?[0-9.]+)\s*",
    re.I,
)
_MEASURES = re.compile(r"\s*Digital Diagnostic Monitoring\s*:\s*YES", re.I)
_OF_POWER = re.compile(r"\b[TR]x ?Power\b", re.I)
_IOS_PORT = re.compile(r"\s*[A-Z][a-zA-Z]*[0-9]+/[0-9/]+\s")
_COMWARE_VALUES = re.compile(
    r"\s*(High|Low)?\s*(-?[0-9.]+|-)\s+(-?[0-9.]+|-)\s+(-?[0-9.]+|-)\s+(-?[0-9.]+|-)\s+(-?[0-9.]+|-)\s*"
)
_IOS_HEAD = re.compile(r".*(Receive|Transmit) Power.*|.*\b(Temperature|Voltage|Current|Lane)\b.*", re.I)
_IOS_LIGHT = re.compile(
    r"\s*([A-Z][a-zA-Z]*[0-9/]+)\s+(?:\S+\s+)?(-?[0-9.]+)\s+[-+ ]*\s*(-?[0-9.]+)\s+(-?[0-9.]+)\s+(-?[0-9.]+)\s+(-?[0-9.]+)\s*"
)


def device_optics(text: str) -> RawRows:
    """A row for each port and direction with light that is measured: dBm, the device's own alarm limits, the state.

    States: ok, low, high, alarm (the device says so itself). Raises Unreadable.
    """
    readers: dict[str, Callable[[Section], Iterator[RawRow | Unreadable]]] = {
        "vrp": _vrp_light, "comware": _comware_light, "ios": _ios_light
    }  # fmt: skip
    return [row for section in answered(text) for row in readers[section.platform](section)]


def _light(port: str, way: str, value: str, low: str, high: str, alarm: bool = False) -> RawRow | Unreadable:
    """One direction of a port; of light that has no number nobody knows how much there is."""
    power, below, above = _number(value), _number(low), _number(high)
    name = f"{port} {way.lower()}"
    if power is None:
        return Unreadable("reading.line", line=f"{name} {value}")
    state = "alarm" if alarm else "ok"
    if below is not None and power < below:
        state = "low"
    elif above is not None and power > above:
        state = "high"
    return {"port": name, "power": value, "low": low, "high": high, "state": state}


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"-?[0-9]{1,9}(?:\.[0-9]{1,9})?", text) else None


def _vrp_light(section: Section) -> Iterator[RawRow | Unreadable]:
    """VRP 5: a table for each port; VRP 8: names and values."""
    port, found, measures = "", dict[str, dict[str, str]](), False
    for line in section.lines:
        if match := _DIAGNOSED.match(line):
            port = match[1]
        elif match := _VRP_POWER.fullmatch(line):
            known = match[5].lower() in ("normal", "abnormal")
            light = _light(port, match[1], match[2], match[3], match[4], match[5].lower() == "abnormal")
            yield light if known else Unreadable("reading.line", line=line)
        elif match := _VRP8_PORT.match(line):
            yield from _vrp8_lights(port, found, measures)
            port, found, measures = match[1], {}, False
        elif match := _VRP8_POWER.fullmatch(line):
            found.setdefault(match[1].lower(), {})[(match[2] or "value").lower()] = match[3]
        elif _MEASURES.match(line):
            measures = True
        elif _OF_POWER.search(line):
            yield Unreadable("reading.line", line=line)
    yield from _vrp8_lights(port, found, measures)


def _vrp8_lights(
    port: str, found: dict[str, dict[str, str]], measures: bool
) -> Iterator[RawRow | Unreadable]:
    for way, each in found.items():
        if "value" in each:
            yield _light(port, way, each["value"], each.get("low", "-"), each.get("high", "-"))
    if measures and not any("value" in each for each in found.values()):
        yield Unreadable("reading.field-missing", field=f"{port} RX Power")


def _comware_light(section: Section) -> Iterator[RawRow | Unreadable]:
    """Values, then the alarm limits; in each line the light received is the last but one, that sent the last."""
    port, kept, reading = "", dict[str, tuple[str, str]](), ""
    for line in section.lines:
        if match := _DIAGNOSED.match(line):
            yield from _comware_lights(port, kept, reading)
            port, kept, reading = match[1], {}, ""
        elif line.strip().lower().endswith((" parameters:", " thresholds:")):
            reading = line.strip().lower()
        elif (match := _COMWARE_VALUES.fullmatch(line)) and not reading.startswith("warning"):
            kept[(match[1] or "value").lower()] = match[5], match[6]
    yield from _comware_lights(port, kept, reading)


def _comware_lights(
    port: str, kept: dict[str, tuple[str, str]], reading: str
) -> Iterator[RawRow | Unreadable]:
    if "value" in kept:
        none = ("-", "-")
        for at, way in enumerate(("rx", "tx")):
            yield _light(port, way, kept["value"][at], kept.get("low", none)[at], kept.get("high", none)[at])
    elif reading:
        yield Unreadable("reading.field-missing", field=f"{port} RX power")


def _ios_light(section: Section) -> Iterator[RawRow | Unreadable]:
    """One table for each quantity; the alarm limits are the outer ones of four."""
    way = ""
    for line in section.lines:
        if (match := _IOS_LIGHT.fullmatch(line)) is not None:
            if way:
                yield _light(match[1], way, match[2], low=match[6], high=match[3])
        elif match := _IOS_HEAD.fullmatch(line):
            way = {"receive": "rx", "transmit": "tx"}.get((match[1] or "").lower(), "" if match[2] else way)
        elif way and _IOS_PORT.match(line):
            yield Unreadable("reading.line", line=line)
