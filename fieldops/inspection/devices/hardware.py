"""Reads what network devices say of their parts: fans, power supplies, boards, temperatures.

A line of a table is understood where it says a state that we know; one that says another is told, not passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from fieldops.inspection.devices.sections import Section, answered
from fieldops.inspection.raw import RawRow, RawRows, Unreadable

# From worst to best; a line may say several.
_STATES = {
    "fault": ("fault faulty fail failed failure abnormal bad unregistered poweroff offline notsupply unsupply nosupply"
              " malfunction error critical shutdown"),
    "absent": "absent",
    "ok": "normal ok good supply master standby slave registered",
}  # fmt: skip
_STATE_OF = {word: state for state, words in _STATES.items() for word in words.split()}
_ORDER = tuple(_STATES)
_RULE = re.compile(r"[\s\-=+]*")
_ID = re.compile(r"[0-9]{1,3}[AB]?|[A-Z]{2,8}[0-9]{1,2}|\[[0-9]+\]|-{1,2}")
_BLOCK = re.compile(r"\s*(Slot|Chassis|Fan(?:-tray)?|Power|PSU|Switch)\s+([0-9]+)\s*:?", re.I)
_STATE_LINE = re.compile(r"\s*(?:State|Status)\s*:\s*(.+)", re.I)
_DETAIL = re.compile(r"\s*[A-Za-z][\w /().-]{0,40}\s*:\s*.*")
# Headings of tables, and what stands above them.
_HEADING = re.compile(
    r"\s*(?:Slot|SW|Switch|FanId|PowerID|Power\s|BoardType|Brd|Sub|The fan|.*'s Device status|Input Power|Sensor|Info:)\b.*|.*\b(?:PID|Speed|Status|State)\b.*\b(?:Speed|State|Status|Watts|Mode|Role|Soft Ver)\b.*",
    re.I,
)
_IS = re.compile(r"\s*(FAN|POWER|RPS|PS|PSU)(?:[- ]?(\S+))? (?:in (\S+) )?is (.+)", re.I)
_TEMPERATURE = re.compile(r".*(?:temperature|threshold|degree).*", re.I)
_SUPPLY = re.compile(r"\s*([0-9][AB])\s+(.+)")


def device_parts(text: str) -> RawRows:
    """A row for each fan, power supply and board: its kind, name, state (ok, absent, fault) and the device's own words.

    Raises Unreadable.
    """
    rows: RawRows = []
    for section in answered(text):
        kind = _kind_of(section.command)
        read: Callable[[Section, str], Iterator[RawRow | Unreadable]] = _table
        if section.platform == "ios":
            read = _ios
        elif section.platform == "comware" and kind != "board":
            read = _blocks
        rows += read(section, kind)
    if not rows:
        raise Unreadable("reading.no-data")
    return rows


def _kind_of(command: str) -> str:
    return next((kind for kind in ("fan", "power") if kind in command.split()), "board")


def _state(words: str) -> str | None:
    """The worst state that a line says; None where it says none that we know."""
    if re.search(r"\bnot (?:ok|good|normal)\b", words, re.I):
        return "fault"
    if re.search(r"\bnot present\b|\bnot installed\b", words, re.I):
        return "absent"
    found = {_STATE_OF[word] for each in words.split() if (word := each.lower().strip(".,")) in _STATE_OF}
    return next((state for state in _ORDER if state in found), None)


def _row(kind: str, name: str, words: str) -> RawRow | Unreadable:
    state = _state(words)
    if state is None:
        return Unreadable("reading.line", line=words)
    said = " ".join(words.split())
    return {
        "kind": kind,
        "part": f"{kind} {name}".strip(),
        "place": name or "-",
        "state": state,
        "said": said,
    }


def _table(section: Section, kind: str) -> Iterator[RawRow | Unreadable]:
    """Lines with numbers or names in front; one that stands further in belongs to what is above it."""
    above: list[str] = []
    for line in section.lines:
        words, names = line.split(), list[str]()
        while words and _ID.fullmatch(words[0]) and len(names) < 3:
            names.append(words.pop(0))
        if _RULE.fullmatch(line) or (not names and _HEADING.fullmatch(line)):
            continue
        names = [each for each in names if each.strip("-")]
        if not above or (names and names[0].isdecimal()):
            above = names[:-1] or names
        else:
            names = [*above, *names]
        yield _row(kind, "/".join(names), line)


def _blocks(section: Section, kind: str) -> Iterator[RawRow | Unreadable]:
    """A slot, its fans or supplies, and their states below; or a table of them."""
    slot, name = "", ""
    for line in section.lines:
        if match := _STATE_LINE.fullmatch(line):
            yield _row(kind, "/".join(each for each in (slot, name) if each), match[1])
        elif match := _BLOCK.fullmatch(line):
            if match[1].lower() in ("slot", "chassis"):
                slot = match[2]
            else:
                name = match[2]
        elif (table := re.fullmatch(r"\s*([0-9]{1,2})\s+([A-Za-z].*)", line)) and _state(table[2]):
            yield _row(kind, "/".join(each for each in (slot, table[1]) if each), table[2])
        elif not (_RULE.fullmatch(line) or _DETAIL.fullmatch(line) or _HEADING.fullmatch(line)):
            yield Unreadable("reading.line", line=line)


def _ios(section: Section, _: str) -> Iterator[RawRow | Unreadable]:
    """What `show env all` says of fans and supplies; a redundant supply that is not there is none of the device's parts."""
    for line in section.lines:
        if _RULE.fullmatch(line) or _TEMPERATURE.fullmatch(line):
            continue
        if match := _IS.fullmatch(line):
            kind = "fan" if match[1].upper() == "FAN" else "power"
            if match[1].upper() == "RPS" and _state(match[4]) == "absent":
                continue
            yield _row(kind, match[2] or match[3] or "", match[4])
        elif match := _SUPPLY.fullmatch(line):
            yield _row("power", match[1], match[2])
        elif match := re.fullmatch(r"\s*([0-9]+)\s+([0-9]+)\s+[0-9]+\s+(\S+)(?:\s+\S.*)?", line):
            yield _row("fan", f"{match[1]}/{match[2]}", match[3])
        elif not _HEADING.fullmatch(line):
            yield Unreadable("reading.line", line=line)


# --- temperatures ------------------------------------------------------------------------------------------

_COMWARE_SENSOR = re.compile(
    r"\s*(?:([0-9]+)\s+)?((?:hotspot|inflow|outflow)\s+[0-9]+)\s+(-?[0-9]{1,9})\s+(\S+)\s+(\S+)\s+(\S+)(?:\s+(\S+))?\s*",
    re.I,
)
_IOS_VALUE = re.compile(
    r"\s*(?:Switch [0-9]+: )?((?:System|Inlet|Outlet|Hotspot) )?Temperature Value\s*:\s*([0-9]+) Degree Celsius",
    re.I,
)
_IOS_STATE = re.compile(r"\s*(?:(?:System|Inlet|Outlet|Hotspot) )?Temperature State\s*:\s*(\w+)", re.I)
_IOS_LIMIT = re.compile(r"\s*Red Threshold\s*:\s*([0-9]+)", re.I)
_SMALL = re.compile(r"[0-9]{1,9}")
_COLOURS = {"green": "ok", "yellow": "warning", "red": "fault", "critical": "fault"}
_IOS_KNOWN = re.compile(
    r".*TEMPERATURE is (?:OK|FAULTY|NOT OK).*|\s*Yellow Threshold.*|\s*SYSTEM TEMPERATURE.*", re.I
)


def device_temperatures(text: str) -> RawRows:
    """A row for each sensor: temperature in degrees Celsius, the device's own upper limit, and what it makes of it.

    States: ok, warning, fault. Raises Unreadable.
    """
    readers = {"vrp": _vrp_sensors, "comware": _comware_sensors, "ios": _ios_sensors}
    rows: RawRows = []
    for section in answered(text):
        rows += readers[section.platform](section)
    if not rows:
        raise Unreadable("reading.no-data")
    return rows


def _vrp_sensors(section: Section) -> Iterator[RawRow | Unreadable]:
    """Tables whose columns stand under their names; the names of the first ones may be left out below."""
    heads: list[str] = []
    slot = ""
    for line in section.lines:
        words = line.split()
        if "Status" in words and any(each.startswith(("Current", "Temp")) for each in words):
            heads = words
        elif match := re.fullmatch(r".*Slot (\S+?),?(?: Fru .*)?", line):
            slot = match[1]
        elif heads and words[-1].lstrip("-").isdecimal() and len(words) >= len(heads) - 1:
            slot = words[0] if heads[0] == "Slot" and len(words) == len(heads) else slot
            yield _vrp_sensor(
                dict(zip(reversed(heads), reversed(_without_resume(heads, words)), strict=False)), slot, line
            )
        elif not (_RULE.fullmatch(line) or re.fullmatch(r"[\s()A-Za-z.:,'/-]*", line)):
            yield Unreadable("reading.line", line=line)


def _without_resume(heads: list[str], words: list[str]) -> list[str]:
    return words[-len(heads) :] if len(words) > len(heads) else words


def _vrp_sensor(cells: dict[str, str], slot: str, line: str) -> RawRow | Unreadable:
    status = cells.get("Status", "")
    value = next((cells[each] for each in ("Current", "Current(C)", "Temp") if each in cells), "")
    upper = next((cells[each] for each in ("Upper(C)", "Major") if each in cells), "")
    sensor = next(
        (cells[each] for each in ("SensorName", "Sensor") if cells.get(each, "--") not in ("--", "NA")), ""
    )
    state = {"normal": "ok", "--": "ok"}.get(status.lower()) or (
        "fault" if _STATE_OF.get(status.lower()) == "fault" else None
    )
    if state is None or not re.fullmatch(r"-?[0-9]{1,9}", value):
        return Unreadable("reading.line", line=line)
    limit = upper if re.fullmatch(r"-?[0-9]{1,9}", upper) else None
    if limit is not None and int(value) >= int(limit):
        state = "fault"
    return {
        "sensor": " ".join(each for each in (slot, sensor) if each) or "-",
        "temperature": value,
        "upper": limit,
        "state": state,
    }


def _comware_sensors(section: Section) -> Iterator[RawRow | Unreadable]:
    slot = ""
    for line in section.lines:
        if match := _COMWARE_SENSOR.fullmatch(line):
            value, warning, alarm = int(match[3]), match[5], match[6]
            state = "ok"
            if _SMALL.fullmatch(warning) and value >= int(warning):
                state = "warning"
            if _SMALL.fullmatch(alarm) and value >= int(alarm):
                state = "fault"
            name = " ".join([match[1] or slot, *match[2].split()]).strip()
            yield {
                "sensor": name,
                "temperature": value,
                "upper": alarm if _SMALL.fullmatch(alarm) else None,
                "state": state,
            }
        elif match := _BLOCK.fullmatch(line):
            slot = match[2]
        elif not (_RULE.fullmatch(line) or re.fullmatch(r"[\s()A-Za-z.:,/-]*", line)):
            yield Unreadable("reading.line", line=line)


def _ios_sensors(section: Section) -> Iterator[RawRow | Unreadable]:
    row: dict[str, object] = {}
    for line in section.lines:
        if match := _IOS_VALUE.match(line):
            if row:
                yield _whole(row)
            row = {"sensor": (match[1] or "System").strip(), "temperature": match[2]}
        elif match := _IOS_STATE.match(line):
            row["state"] = _COLOURS.get(match[1].lower())
        elif match := _IOS_LIMIT.match(line):
            row["upper"] = match[1]
        elif not (_RULE.fullmatch(line) or _IOS_KNOWN.fullmatch(line)):
            yield Unreadable("reading.line", line=line)
    if row:
        yield _whole(row)


def _whole(row: dict[str, object]) -> RawRow | Unreadable:
    if row.get("state") is None or "temperature" not in row:
        return Unreadable("reading.line", line=str(row.get("temperature", "Temperature State")))
    return {"upper": None, **row}
