"""Reads what the tools of RAID cards say: arrays, disks and batteries, in the tool's words and in ours (good, worn, bad)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

from fieldops.inspection.raw import RawRow, RawRows, Unreadable, after_head

_Words = dict[str, tuple[str, ...]]
# What the tools call states, as they begin, in small letters; what is in none of the lists is unknown, never fine.
_ARRAY: _Words = {
    "good": ("optl", "optimal", "ok"),
    "worn": ("rec", "recovering", "rebuilding", "expanding", "transforming", "initializing", "verifying"),
    "bad": (
        "pdgd",
        "dgrd",
        "ofln",
        "degraded",
        "partially degraded",
        "suboptimal",
        "sub-optimal",
        "offline",
        "failed",
        "interim",
        "ready for",
        "impacted",
        "disabled",
    ),
}
_DISK: _Words = {
    "good": (
        "onln",
        "ugood",
        "ghs",
        "dhs",
        "jbod",
        "ugunsp",
        "online",
        "hotspare",
        "hot spare",
        "global hot",
        "dedicated hot",
        "unconfigured(good)",
        "ok",
        "ready",
        "raw",
    ),
    # A shielded disk is being examined by its card, after errors.
    "worn": (
        *("rbld", "cpybck", "rebuild", "copyback", "sntze", "predictive", "erase"),
        *("ugshld", "hspshld", "cfshld", "cbshld"),
    ),
    "bad": ("ubad", "ofln", "offln", "failed", "missing", "ubunsp", "msng", "unconfigured(bad)", "offline"),
}
# A battery that is not charged costs speed, not data.
_BATTERY: _Words = {
    "good": ("optimal", "ok", "operational", "charged", "ready"),
    "worn": (
        "learn",
        "charging",
        "recharging",
        "dgd",
        "degraded",
        "failed",
        "missing",
        "needs",
        "pack missing",
        "battery pack missing",
        "not optimal",
        "temporarily",
        "permanently",
        "low",
        "non-operational",
        "non operational",
    ),
    "bad": (),
}
_KINDS = {"array": _ARRAY, "disk": _DISK, "battery": _BATTERY, "card": _ARRAY}
_OURS = {word: re.compile(rf"^{word} (\S+) (\S+)$", re.MULTILINE) for word in ("card", "missing")}
_SECTION = re.compile(r"^tool ([a-z]+)\n", re.MULTILINE)


def raid_cards(text: str) -> RawRows:
    """``cards``, then ``card ADDRESS DRIVER`` for each, then ``tool NAME`` with its words, or ``missing TOOL DRIVER``.

    A card whose tool is not there, or that no driver is loaded for, is unknown. Raises Unreadable.
    """
    lines = after_head(text, "cards")
    cards = dict(_OURS["card"].findall("\n".join(lines)))
    missing = _OURS["missing"].findall("\n".join(lines))
    rows: RawRows = [_missing(tool, driver, cards) for tool, driver in missing]
    # Lines of the probe itself that are not whole.
    rows += [
        Unreadable("reading.line", line=line)
        for line in lines
        if (word := line.split(" ")[0]) in _OURS and not _OURS[word].fullmatch(line)
    ]
    _, *parts = _SECTION.split("\n".join(lines) + "\n")
    asked = dict(zip(parts[::2], parts[1::2], strict=True))
    if "megacli" in asked:
        # It was asked in the place of storcli, which is not there.
        asked.pop("storcli", None)
    for name, said in asked.items():
        rows += _asked(name, said.splitlines(), cards)
    if cards and not rows:
        raise Unreadable("reading.field-missing", field="controller")
    return rows


def _asked(tool: str, said: list[str], cards: dict[str, str]) -> Iterator[RawRow | Unreadable]:
    """What one tool says of its cards; what says nothing hides behind no other card's parts."""
    lines = [line for line in said if not line.startswith("missing ")]
    own = "\n".join(lines).strip()
    rows = list(_TOOLS[tool](own)) if own and tool in _TOOLS else []
    yield from rows
    if not rows and len(lines) == len(said):
        yield _unasked(tool, Unreadable("reading.refused", said=f"{tool}: {own[:150] or '-'}"))
    if tool == "arcconf" and own:
        # Its first controller is asked for.
        for card in [f"{at} {driver}" for at, driver in cards.items() if driver in ("aacraid", "smartpqi")][
            1:
        ]:
            yield _unasked(card, Unreadable("reading.raid-one-asked", card=card))


def _unasked(card: str, why: Unreadable) -> RawRow:
    return {"part": card, **dict.fromkeys(("kind", "state", "standing"), why)}


def _missing(tool: str, driver: str, cards: dict[str, str]) -> RawRow:
    """A card that nobody can be asked about: its tool is not there, none is known, or the kernel has no driver for it."""
    card = next(
        (f"{address} {found}" for address, found in cards.items() if found.startswith(driver)), driver
    )
    code = {"tool": "reading.raid-no-tool", "driver": "reading.raid-no-driver"}.get(
        tool, "reading.raid-absent"
    )
    why = Unreadable(code, card=card, command=tool)
    return _unasked(card, why)


def _part(kind: str, name: str, state: str) -> RawRow:
    """The row of a part, by the words of its tool."""
    said = state.strip()
    small = said.lower()
    standing = next(
        (
            each
            for each in ("bad", "worn", "good")
            if any(small.startswith(word) for word in _KINDS[kind][each])
        ),
        Unreadable("reading.line", line=f"{name}: {said}"),
    )
    return {"part": name, "kind": kind, "state": said, "standing": standing}


# --- Broadcom: storcli, perccli -----------------------------------------------------------------------------


def _storcli(said: str) -> Iterator[RawRow | Unreadable]:
    """``/call show J``: of each controller its lists of virtual drives, drives and batteries."""
    try:
        controllers = json.loads(said)["Controllers"]
        for controller in controllers:
            yield from _controller(controller["Command Status"], controller.get("Response Data", {}))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        yield Unreadable("reading.not-json")


def _controller(status: dict[str, object], data: dict[str, list[dict[str, object]]]) -> Iterator[RawRow]:
    number = f"c{status.get('Controller', '?')}"
    if status.get("Status") != "Success":
        why = Unreadable("reading.refused", said=str(status.get("Description", "-"))[:200])
        yield {"part": number, **dict.fromkeys(("kind", "state", "standing"), why)}
    for drive in data.get("VD LIST", []):
        yield _part("array", f"{number} VD {drive['DG/VD']} {drive.get('TYPE', '')}", str(drive["State"]))
    for disk in data.get("PD LIST", []):
        yield _part("disk", f"{number} {disk['EID:Slt']}", str(disk["State"]))
    for list_ in ("BBU_Info", "Cachevault_Info"):
        for battery in data.get(list_, []):
            yield _part("battery", f"{number} {battery.get('Model', 'battery')}", str(battery["State"]))


# --- Broadcom: MegaCli ---------------------------------------------------------------------------------------


def _megacli(said: str) -> Iterator[RawRow]:
    """-LDInfo, -PDList and -AdpBbuCmd one after the other: lines ``Name: value`` below the name of each part."""
    adapter, part, slot = "a0", "", ""
    for line in said.splitlines():
        name, _, value = (each.strip() for each in line.partition(":"))
        if found := re.match(r"(?:Adapter|BBU status for Adapter)[ #:]*([0-9]+)", line):
            adapter = f"a{found[1]}"
        elif name == "Virtual Drive":
            part = f"{adapter} VD {value.split()[0]}"
        elif name == "Enclosure Device ID":
            slot = value
        elif name == "Slot Number":
            part = f"{adapter} {slot}:{value}"
        elif name in _MEGACLI:
            row = _MEGACLI[name](part, adapter, value)
            if row is not None:
                yield row


def _flagged(kind: str, part: str, said: str, value: str) -> RawRow | None:
    """What a part that is called fine has to say against itself: a count or flag beside its state. None for 0 and No."""
    if value in ("0", "No"):
        return None
    return {"part": f"{part} {said}", "kind": kind, "state": f"{said}: {value}", "standing": "worn"}


def _flag(kind: str, said: str) -> Callable[[str, str, str], RawRow | None]:
    def row(part: str, adapter: str, value: str) -> RawRow | None:
        return _flagged(kind, f"{adapter} battery" if kind == "battery" else part, said, value)

    return row


_MEGACLI: dict[str, Callable[[str, str, str], RawRow | None]] = {
    "State": lambda part, adapter, value: _part("array", part, value),
    "Firmware state": lambda part, adapter, value: _part("disk", part, value.partition(",")[0]),
    "Battery State": lambda part, adapter, value: _part("battery", f"{adapter} battery", value),
    "Bad Blocks Exist": _flag("array", "Bad Blocks Exist"),
    "Media Error Count": _flag("disk", "Media Error Count"),
    "Predictive Failure Count": _flag("disk", "Predictive Failure Count"),
    "Drive has flagged a S.M.A.R.T alert": _flag("disk", "S.M.A.R.T alert"),
    "Battery Pack Missing": _flag("battery", "Battery Pack Missing"),
    "Battery Replacement required": _flag("battery", "Battery Replacement required"),
    "Remaining Capacity Low": _flag("battery", "Remaining Capacity Low"),
    "Pack is about to fail & should be replaced": _flag("battery", "Pack is about to fail"),
}


# --- HPE: ssacli, hpssacli, hpacucli ----------------------------------------------------------------------------

_DRIVE = re.compile(r"\s*(logicaldrive|physicaldrive) (\S+) \((.+)\)\s*")
_SIZE = re.compile(r"[0-9.]+ ?[KMGTP]B")


def _ssacli(said: str) -> Iterator[RawRow | Unreadable]:
    """``ctrl all show status``, then ``ctrl all show config``: drives with what is said of them in brackets, the state last."""
    slot = "-"
    for line in said.splitlines():
        name, _, value = (each.strip() for each in line.partition(":"))
        if found := re.match(r"\S.* in Slot (\S+)", line):
            slot = f"slot {found[1]}"
        elif name == "Controller Status":
            yield _part("card", slot, value)
        elif name in ("Cache Status", "Battery/Capacitor Status"):
            yield _part("battery", f"{slot} {name}", value)
        elif found := _DRIVE.fullmatch(line):
            yield _drive(slot, found[1], found[2], found[3].split(", "))


def _drive(slot: str, word: str, name: str, said: list[str]) -> RawRow | Unreadable:
    """Behind the size stands the state, of a logical drive its level between them."""
    at = next((at for at, each in enumerate(said) if _SIZE.fullmatch(each)), len(said))
    kind, state = ("array", said[at + 2 :]) if word == "logicaldrive" else ("disk", said[at + 1 :])
    if not state:
        return Unreadable("reading.line", line=f"{word} {name} ({', '.join(said)})")
    return _part(kind, f"{slot} {name}", state[0])


# --- Adaptec, Microchip: arcconf --------------------------------------------------------------------------------


# What a logical device, or a disk, has to say against itself beside its state.
_ARCCONF = {"Failed stripes": "array", "S.M.A.R.T. warnings": "disk"}


def _arcconf(said: str) -> Iterator[RawRow]:
    """``GETCONFIG 1``: lines ``Name : value`` below ``Logical Device number N`` and ``Device #N``."""
    part, battery = "", False
    for line in said.splitlines():
        name, _, value = (each.strip() for each in line.partition(":"))
        if found := re.fullmatch(
            r"(?:Logical device number ([0-9]+).*|Device #([0-9]+))", line.strip(), re.IGNORECASE
        ):
            part = f"LD {found[1]}" if found[1] else f"device {found[2]}"
        elif not value:
            battery = (
                "battery" in name.lower() or "backup unit" in name.lower() if name.strip("- ") else battery
            )
        elif name == "Controller Status":
            yield _part("card", "controller 1", value)
        elif name == "Status of Logical Device" or (name.lower() == "status of logical device"):
            yield _part("array", part, value)
        elif name == "State" and part.startswith("device"):
            yield _part("disk", part, value)
        elif name in _ARCCONF:
            row = _flagged(_ARCCONF[name], part, name, value)
            if row is not None:
                yield row
        elif name == "Temperature" and not part and "(" in value and "(normal)" not in value.lower():
            yield {"part": "controller 1 Temperature", "kind": "card", "state": value, "standing": "worn"}
        elif (
            name in ("Status", "Overall Backup Unit Status")
            and battery
            and not value.lower().startswith(("not installed", "not present"))
        ):
            yield _part("battery", "controller 1 battery", value)


_TOOLS: dict[str, Callable[[str], Iterator[RawRow | Unreadable]]] = {
    "storcli": _storcli,
    "megacli": _megacli,
    "ssacli": _ssacli,
    "arcconf": _arcconf,
}
