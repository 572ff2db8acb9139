"""Reads what is said of disks: how long requests take (/proc/diskstats), SMART, and the paths of multipath maps."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fieldops.inspection.raw import RawRow, RawRows, Unreadable, after_head, halves, small, whole

# --- load ------------------------------------------------------------------------------------------------

# Whole disks. Partitions count what their disk counts, and so do the maps above it.
_WHOLE_DISK = re.compile(
    r"[shv]d[a-z]+|xvd[a-z]+|nvme[0-9]+n[0-9]+|mmcblk[0-9]+|dasd[a-z]+|cciss/c[0-9]+d[0-9]+|pmem[0-9]+"
)
_SECONDS = re.compile(r"[0-9]{1,12}\.[0-9]{2}")


def disk_stats(text: str) -> RawRows:
    """Two reads of /proc/uptime and /proc/diskstats: of each disk what was done between them.

    The kernel's Documentation/admin-guide/iostats.rst: behind the name the requests read (1) and written (5), the milliseconds
    that they took (4, 8), and those in which there was any (10). `latency` is the average of the requests that were completed,
    and left out where none was; `busy` the share of the time with any. Raises Unreadable.
    """
    (began, before), (ended, after) = (_disks(lines) for lines in halves(text))
    spent = round((ended - began) * 1000)
    if spent <= 0:
        raise Unreadable("reading.no-interval")
    return [_load(name, before[name], after[name], spent) for name in after if name in before]


def _disks(lines: list[str]) -> tuple[float, dict[str, list[int] | Unreadable]]:
    """The time since boot in seconds, and the counters of each whole disk."""
    first = lines[0].split() if lines else []
    if not first or not _SECONDS.fullmatch(first[0]):
        raise Unreadable("reading.field-missing", field="uptime")
    found: dict[str, list[int] | Unreadable] = {}
    for line in lines[1:]:
        words = line.split()
        if len(words) > 2 and _WHOLE_DISK.fullmatch(words[2]):
            found[words[2]] = _counters(words[3:], line)
    return float(first[0]), found


def _counters(words: list[str], line: str) -> list[int] | Unreadable:
    try:
        counts = [whole(word, line) for word in words]
    except Unreadable as error:
        return error
    return counts if len(counts) >= 11 else Unreadable("reading.line", line=line)


def _load(name: str, before: list[int] | Unreadable, after: list[int] | Unreadable, spent: int) -> RawRow:
    odd = next((each for each in (before, after) if isinstance(each, Unreadable)), None)
    if odd is None:
        assert isinstance(before, list)
        assert isinstance(after, list)
        requests, took, busy = (
            sum(after[at] - before[at] for at in places) for places in ((0, 4), (3, 7), (9,))
        )
        if min(requests, took, busy) >= 0:
            row: dict[str, object] = {"disk": name, "requests": requests}
            row["busy"] = f"{min(100.0, 100 * busy / spent):.1f}"
            return row | ({"latency": f"{took / requests:.1f}"} if requests else {})
        # Counters of 32 bits begin anew.
        odd = Unreadable("reading.no-interval")
    return {"disk": name, **dict.fromkeys(("requests", "latency", "busy"), odd)}


# --- SMART -----------------------------------------------------------------------------------------------

_ASKED = re.compile(r"(/\S*?([^/\s]+)) (\S+)(?=\n|$)")
_HEALTH = re.compile(
    r"^SMART (?:overall-health self-assessment test result|Health Status): *(.+)$", re.MULTILINE
)
_MODEL = re.compile(r"^(?:Device Model|Model Number|Product): *(.+)$", re.MULTILINE)
# Attributes of ATA disks: number, name, flag, three values, type, updated, when failed, raw value.
_ATTRIBUTE = re.compile(
    r"^ *([0-9]{1,3}) [A-Za-z_0-9-]+ +0x[0-9a-f]{4} +([0-9]{3}) +[0-9-]+ +[0-9-]+ +\S+ +\S+ +\S+ +([0-9]+)",
    re.MULTILINE,
)
# One that is below its limit now. A disk passes all the same where that attribute tells of age or use, not of failure.
_FAILING = re.compile(r"^ *[0-9]{1,3} ([A-Za-z_0-9-]+) .* FAILING_NOW ", re.MULTILINE)
# Sectors replaced (5), waiting to be (197), lost (198), errors that were not corrected (187).
_DEFECTS = frozenset({"5", "187", "197", "198"})
# What is left of a solid-state disk, as the normalised value: Intel, Micron, Samsung, and others.
_LEFT = frozenset({"202", "231", "233", "177", "173"})
_ERRORS = re.compile(
    r"^(?:Elements in grown defect list|Media and Data Integrity Errors): *([0-9,]+)", re.MULTILINE
)
_USED = re.compile(r"^(?:Percentage used endurance indicator|Percentage Used): *([0-9]{1,3})%", re.MULTILINE)


def smart(text: str) -> RawRows:
    """``smart``, then ``disk|array|virtual NAME MODEL`` of the kernel, then for each disk ``asked DEVICE TYPE`` and smartctl's words.

    ``missing`` stands where there is no smartctl. An array of a RAID card has nothing to say of itself: the disks behind it
    have, where smartctl finds them. Virtual disks make no rows.
    """
    head, *blocks = re.split(r"^asked ", "\n".join(after_head(text, "smart")), flags=re.MULTILINE)
    listed = [line.split(" ", 2) for line in head.splitlines() if line.startswith(("disk ", "array "))]
    if listed and "missing" in head.splitlines():
        return [
            _of_disk(words[1], words[2:], Unreadable("reading.absent", command="smartctl"))
            for words in listed
        ]
    arrays = {words[1] for words in listed if words[0] == "array"}
    asked = [(_ASKED.match(block), block) for block in blocks]
    rows: RawRows = [
        _smart_row(named, block) for named, block in asked if named is None or named[2] not in arrays
    ]
    found = {named[2] for named, _ in asked if named is not None}
    # Of NVMe the controller is asked, of which the kernel's disk is a namespace.
    lost = [
        words
        for words in listed
        if words[0] == "disk" and not {words[1], words[1].rpartition("n")[0]} & found
    ]
    rows += [
        _of_disk(words[1], words[2:], Unreadable("reading.refused", said="smartctl --scan")) for words in lost
    ]
    if arrays and not any(named is not None and named[3].startswith("megaraid,") for named, _ in asked):
        rows += [_behind(name) for name in sorted(arrays)]
    return rows


def _behind(name: str) -> RawRow:
    """An array whose disks smartctl does not find: of HPE and Adaptec they have to be named one by one."""
    return _of_disk(name, [], Unreadable("reading.refused", said="smartctl --scan: array"))


def _of_disk(name: str, model: list[str], why: Unreadable) -> RawRow:
    return {
        "disk": name,
        "model": " ".join(model).strip() or None,
        "health": why,
        "defects": why,
        "wear": why,
    }


def _smart_row(named: re.Match[str] | None, block: str) -> RawRow | Unreadable:
    if named is None:
        return Unreadable("reading.line", line=f"asked {block.partition(chr(10))[0]}")
    # Disks behind a card have its device in common.
    name = f"{named[1]} {named[3]}" if "," in named[3] else named[1]
    model = _MODEL.search(block)
    health = _HEALTH.search(block)
    if health is None:
        said = next(
            (line for line in block.split("\n")[1:] if re.search("STANDBY|fail|support|nable", line)), "-"
        )
        return _of_disk(
            name, [model[1]] if model else [], Unreadable("reading.refused", said=said.strip()[:200])
        )
    word = health[1].strip()
    row: dict[str, object] = {"disk": name, "model": model[1].strip() if model else None}
    row["health"] = _health(word, list(dict.fromkeys(_FAILING.findall(block))))
    return {**row, "defects": _defects(block), "wear": _wear(block)}


def _health(word: str, failing: list[str]) -> str:
    """``passed`` where the disk says so, and no attribute is below its limit; else what smartctl says."""
    if word not in ("PASSED", "OK"):
        return f"failed ({word})"
    return f"{word}, FAILING_NOW: {' '.join(failing)}" if failing else "passed"


def _defects(block: str) -> int | None:
    """How many sectors or elements are bad; None where the disk does not say."""
    found = [int(raw) for id, _, raw in _ATTRIBUTE.findall(block) if id in _DEFECTS and len(raw) <= 18]
    found += [int(count.replace(",", "")) for count in _ERRORS.findall(block)]
    return sum(found) if found else None


def _wear(block: str) -> int | None:
    used = _USED.search(block)
    if used is not None:
        # A disk of NVMe counts on beyond what its maker promises, up to 255 %.
        return min(100, int(used[1]))
    solid = "Solid State Device" in block
    left = [int(value) for id, value, _ in _ATTRIBUTE.findall(block) if id in _LEFT] if solid else []
    return 100 - min(100, min(left)) if left else None


# --- multipath -------------------------------------------------------------------------------------------


def multipath(text: str) -> RawRows:
    """``maps``, then ``map NAME`` for each map of multipath, then the kernel's status of each (``dmsetup status``).

    The kernel's drivers/md/dm-mpath.c: behind the word ``multipath`` features and hardware handler, each with how many words
    follow; groups of paths; of each group its state, words of the selector, paths; of each path the device, A or F, failures.
    """
    lines = after_head(text, "maps")
    known = [line.removeprefix("map ").strip() for line in lines if line.startswith("map ")]
    said = dict(line.partition(": ")[::2] for line in lines if ": " in line)
    return [_map(name, said.get(name)) for name in known]


def _map(name: str, status: str | None) -> RawRow:
    try:
        states = list(_paths(iter((status or "").split())))
    except (Unreadable, StopIteration, RuntimeError):
        odd = Unreadable("reading.line", line=f"{name}: {status or '-'}")
        return {"map": name, **dict.fromkeys(("paths", "active", "failed"), odd)}
    return {"map": name, "paths": len(states), "active": states.count("A"), "failed": states.count("F")}


def _paths(words: Iterator[str]) -> Iterator[str]:
    """The state of each path, A or F. Raises Unreadable or RuntimeError (words that are missing)."""
    if [next(words), next(words), next(words)][2] != "multipath":
        raise Unreadable("reading.line", line="multipath")
    _skip(words, _count(words))
    _skip(words, _count(words))
    groups = _count(words)
    next(words)
    for _ in range(groups):
        next(words)
        _skip(words, _count(words))
        paths, arguments = _count(words), _count(words)
        for _ in range(paths):
            next(words)
            state = next(words)
            if state not in ("A", "F"):
                raise Unreadable("reading.line", line=state)
            yield state
            _skip(words, 1 + arguments)


def _count(words: Iterator[str]) -> int:
    count = small(next(words))
    if count is None or count > 1000:
        raise Unreadable("reading.line", line="multipath")
    return count


def _skip(words: Iterator[str], count: int) -> None:
    for _ in range(count):
        next(words)
