"""Readers: parsers written in Python for output that text rules cannot take apart, by name.

A reader takes the command's text and returns rows of raw values. It never guesses: for a row it does not understand it
puts an `Unreadable` in place of the row, for a value in place of the value, and raises one where all is lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping


class Unreadable(Exception):
    """The output is not what the probe expects; `code` (below ``reading.``) and values say where."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values


RawRow = Mapping[str, object]
RawRows = list[RawRow | Unreadable]


def _halves(text: str) -> tuple[list[str], list[str]]:
    """The lines before and after the line ``--`` that separates two reads of one file."""
    first, found, second = text.partition("\n--\n")
    if not found:
        raise Unreadable("reading.line", line="--")
    return first.splitlines(), second.splitlines()


def _after_head(text: str, head: str) -> list[str]:
    """The lines after the first one, which must begin with `head`: proof that the command got to work."""
    lines = text.splitlines()
    if not lines or not lines[0].startswith(head):
        raise Unreadable("reading.field-missing", field=head)
    return lines[1:]


def _whole(word: str, line: str) -> int:
    if not re.fullmatch(r"[0-9]{1,20}", word):
        raise Unreadable("reading.line", line=line)
    return int(word)


# --- processor and memory ----------------------------------------------------------------------------


def cpu_usage(text: str) -> RawRows:
    """Two reads of /proc/stat, separated by ``--``: used, iowait and steal in percent of the time between.

    Used is everything but idle and iowait. Guest time is part of user time already (proc(5)), which also
    says that iowait may step back a little; idle does so with it. Nothing else may.
    """
    before, after = (_cpu_times(lines) for lines in _halves(text))
    spent = [late - early for early, late in zip(before, after, strict=True)]
    spent[3:5] = [max(0, ticks) for ticks in spent[3:5]]
    total = sum(spent)
    if total <= 0 or min(spent) < 0:
        raise Unreadable("reading.no-interval")
    _user, _nice, _system, idle, iowait, _irq, _softirq, steal = spent

    def percent(ticks: int) -> str:
        return f"{100 * ticks / total:.1f}"

    return [{"used": percent(total - idle - iowait), "iowait": percent(iowait), "steal": percent(steal)}]


def _cpu_times(lines: list[str]) -> list[int]:
    for line in lines:
        words = line.split()
        if words and words[0] == "cpu":
            times = words[1:9]
            if len(times) < 4 or not all(word.isdecimal() for word in times):
                break
            # Kernels before 2.6 have fewer columns; a missing one has counted nothing.
            return [int(word) for word in times] + [0] * (8 - len(times))
    raise Unreadable("reading.field-missing", field="cpu")


def load(text: str) -> RawRows:
    """Lines ``load1=``, ``load5=``, ``load15=``, ``cpus=``: also the 15-minute load of each CPU.

    That is no share: a queue of any length may wait for a CPU.
    """
    said = dict(line.partition("=")[::2] for line in text.splitlines())
    cpus = _whole(said.get("cpus", ""), f"cpus={said.get('cpus', '')}")
    fifteen = said.get("load15", "")
    if cpus == 0 or not re.fullmatch(r"[0-9]{1,9}(?:\.[0-9]{1,9})?", fifteen):
        raise Unreadable("reading.line", line=f"load15={fifteen} cpus={cpus}")
    return [{**said, "per_cpu": f"{float(fifteen) / cpus:.2f}"}]


def meminfo(text: str) -> RawRows:
    """/proc/meminfo in kB: total, available, swap_total, swap_free.

    Kernels before 3.14 do not say what is available: then it is what is free, plus buffers and page cache,
    less shared memory, which counts as cache but cannot be dropped.
    """
    known = {}
    for line in text.splitlines():
        name, _, rest = line.partition(":")
        known[name.strip()] = rest.split()[0] if rest.split() else ""

    def kilobytes(name: str) -> int:
        if name not in known:
            raise Unreadable("reading.field-missing", field=name)
        return _whole(known[name], f"{name}: {known[name]}")

    if "MemAvailable" in known:
        available = kilobytes("MemAvailable")
    else:
        shared = kilobytes("Shmem") if "Shmem" in known else 0
        available = max(0, kilobytes("MemFree") + kilobytes("Buffers") + kilobytes("Cached") - shared)
    return [
        {
            "total": kilobytes("MemTotal"),
            "available": available,
            "swap_total": kilobytes("SwapTotal"),
            "swap_free": kilobytes("SwapFree"),
        }
    ]


# --- storage -----------------------------------------------------------------------------------------


def _mount_path(escaped: str) -> str:
    """A path of the mount table with its octal escapes (with or without a leading 0) taken back."""
    return re.sub(r"\\0?([0-7]{3})", lambda match: chr(int(match[1], 8)), escaped)


def filesystems(text: str) -> RawRows:
    r"""Lines ``device type path block-size blocks free available inodes free-inodes``, sizes from statfs.

    Used is blocks less free; `usable` is used and available together, the whole df's percentage refers to.
    A file system that could not be asked (``failed``) is a row without numbers. Of two on one path the later counts.
    """
    rows: dict[str, dict[str, object]] = {}
    for line in text.splitlines():
        words = line.split()
        if len(words) == 4 and words[3] == "failed":
            numbers = None
        elif len(words) == 9:
            numbers = [_whole(word, line) for word in words[3:]]
        else:
            raise Unreadable("reading.line", line=line)
        path = _mount_path(words[2])
        rows[path] = {"mount": path, "type": words[1], "device": words[0], **_sizes(numbers)}
    return list(rows.values())


def _sizes(numbers: list[int] | None) -> dict[str, object]:
    if numbers is None:
        return {}
    unit, blocks, free, available, inodes, free_inodes = numbers
    used = blocks - free
    return {
        "size": blocks * unit,
        "used": used * unit,
        "usable": (used + available) * unit,
        "inodes": inodes,
        "inodes_used": inodes - free_inodes,
    }


_ON_DISK = frozenset(
    ["ext2", "ext3", "ext4", "xfs", "btrfs", "jfs", "reiserfs", "f2fs", "zfs", "nilfs2", "bcachefs"]
)


def mount_states(text: str) -> RawRows:
    """/proc/self/mountinfo: the file systems on disk, each once, and whether the file system itself is rw or ro.

    The last column is the file system's own state: a read-only bind mount of a healthy file system is rw.
    Since Linux 6.15 ext4 keeps saying rw after an error and adds ``emergency_ro`` or ``shutdown``.
    """
    rows: dict[str, dict[str, object]] = {}
    for line in text.splitlines():
        head, found, tail = line.partition(" - ")
        mount, own = head.split(), tail.split()
        if not found or len(mount) < 6 or len(own) < 2:
            raise Unreadable("reading.line", line=line)
        if own[0] not in _ON_DISK:
            continue
        options = own[-1].split(",")
        if len(own) < 3 or options[0] not in ("rw", "ro"):
            raise Unreadable("reading.line", line=line)
        stopped = options[0] == "ro" or "emergency_ro" in options or "shutdown" in options
        path = _mount_path(mount[4])
        row: dict[str, object] = {
            "mount": path,
            "type": own[0],
            "device": own[1],
            "state": "ro" if stopped else "rw",
        }
        rows.setdefault(mount[2], row)
    if not text.strip():
        raise Unreadable("reading.field-missing", field="mount")
    return list(rows.values())


_ARRAY = re.compile(r"(md\S*) : (active|inactive)(?: \((?:auto-)?read-only\))?(.*)")
_MEMBER_MAP = re.compile(r"\[[0-9]+/[0-9]+\] \[([U_]+)\]")


def mdstat(text: str) -> RawRows:
    """/proc/mdstat: the arrays with their state: active, recovering, degraded or inactive.

    An inactive array with external metadata is the container of others and no array itself.
    """
    _after_head(text, "Personalities")
    rows: RawRows = []
    for block in re.split(r"\n(?=md)", text)[1:]:
        match = _ARRAY.match(block)
        if match is None:
            raise Unreadable("reading.line", line=block.splitlines()[0])
        name, activity, members = match.groups()
        if activity == "inactive" and "super external:" in block:
            continue
        state = "inactive" if activity == "inactive" else _redundancy(block, members)
        level = next((word for word in members.split() if "[" not in word), "-")
        rows.append({"array": name, "level": level, "state": state})
    return rows


def _redundancy(block: str, members: str) -> str:
    found = _MEMBER_MAP.search(block)
    if "(F)" not in members and (found is None or "_" not in found[1]):
        return "active"
    return "recovering" if re.search(r"(?:recovery|reshape)\s*=", block) else "degraded"


# --- network -----------------------------------------------------------------------------------------

# Interfaces of containers and virtual machines, and those without traffic of their own.
_VIRTUAL = ("lo", "veth", "docker", "br-", "virbr", "vnet", "tap", "cali", "cni", "flannel", "ifb", "dummy")


def net_dev(text: str) -> RawRows:
    """/proc/net/dev: packets, errors and drops (received and sent together, since boot) per interface."""
    rows: RawRows = []
    for line in _after_head(text, "Inter-|")[1:]:
        name, _, rest = line.strip().rpartition(":")
        counts = [_whole(word, line) for word in rest.split()]
        if not name or len(counts) != 16:
            raise Unreadable("reading.line", line=line)
        if not name.startswith(_VIRTUAL):
            packets, errors, drops = (counts[at] + counts[at + 8] for at in (1, 2, 3))
            rows.append({"interface": name, "packets": packets, "errors": errors, "drops": drops})
    return rows


def bonding(text: str) -> RawRows:
    """A line ``bonding``, then for each bond ``bond NAME`` and its file: the link of every member.

    A bond without members is a row of its own.
    """
    rows: list[dict[str, object]] = []
    bond = member = None
    for line in _after_head(text, "bonding"):
        key, _, value = line.strip().partition(": ")
        if line.startswith("bond "):
            bond = line[5:].strip()
            member = None
            rows.append({"member": bond})
        elif key == "Slave Interface":
            if member is None:
                rows.pop()
            member = value.strip()
            rows.append({"member": f"{bond}/{member}"})
        elif key == "MII Status" and rows:
            rows[-1].setdefault("status", value.strip())
    return [*rows]


_LOOPBACK = frozenset(
    ["0100007F", "7F000001", "0" * 24 + "01000000", "0" * 31 + "1", "0" * 16 + "FFFF00000100007F"]
)


def listening(text: str) -> RawRows:
    """A line ``sockets``, then ``/proc/net/PROTOCOL ADDRESS:PORT`` in hexadecimal: ports and who can reach them."""
    widest: dict[tuple[str, int], str] = {}
    for line in _after_head(text, "sockets"):
        match = re.fullmatch(r"/proc/net/(tcp|udp)6? ([0-9A-F]{8,32}):([0-9A-F]{4})", line)
        if match is None:
            raise Unreadable("reading.line", line=line)
        socket, address = (match[1], int(match[3], 16)), match[2]
        if not address.strip("0"):
            widest[socket] = "any"
        elif address in _LOOPBACK:
            widest.setdefault(socket, "loopback")
        elif widest.get(socket) != "any":
            widest[socket] = "address"
    return [{"socket": f"{name}/{port}", "scope": widest[name, port]} for name, port in sorted(widest)]


# --- time --------------------------------------------------------------------------------------------


def time_sync(text: str) -> RawRows:
    """A line ``tool=NAME``, then that tool's answer: synced (yes or no) and the distance in ms when synced."""
    lines = text.splitlines()
    tool = lines[0].removeprefix("tool=") if lines else ""
    if tool == "none":
        return []
    if tool not in _CLOCKS:
        raise Unreadable("reading.field-missing", field="tool")
    offset = _CLOCKS[tool](lines[1:])
    if offset is None:
        return [{"tool": tool, "synced": "no"}]
    return [{"tool": tool, "synced": "yes", "offset": f"{abs(offset):.3f}"}]


def _chrony(lines: list[str]) -> float | None:
    said = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
    match = re.match(r"([0-9]+\.[0-9]+) seconds (?:slow|fast) of NTP time", said.get("System time", ""))
    if match is None or "Leap status" not in said:
        raise Unreadable("reading.field-missing", field="System time")
    return None if said["Leap status"] == "Not synchronised" else 1000 * float(match[1])


def _ntpq(lines: list[str]) -> float | None:
    if not any(line.split()[:2] == ["remote", "refid"] for line in lines):
        raise Unreadable("reading.field-missing", field="remote")
    for line in lines:
        words = line.split()
        if line[:1] in ("*", "o") and len(words) == 10:
            if not re.fullmatch(r"[-+]?[0-9]+(?:\.[0-9]+)?", words[8]):
                raise Unreadable("reading.line", line=line)
            return float(words[8])
    return None


def _timesyncd(lines: list[str]) -> float | None:
    said = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
    if "Server" not in said:
        raise Unreadable("reading.field-missing", field="Server")
    if "Offset" not in said:
        return None
    match = re.fullmatch(r"[-+]?([0-9]+(?:\.[0-9]+)?)(us|ms|s)|0", said["Offset"])
    if match is None:
        raise Unreadable("reading.line", line=f"Offset: {said['Offset']}")
    return 0.0 if match[1] is None else float(match[1]) * {"us": 0.001, "ms": 1, "s": 1000}[match[2]]


_CLOCKS: dict[str, Callable[[list[str]], float | None]] = {
    "chronyc": _chrony,
    "ntpq": _ntpq,
    "timedatectl": _timesyncd,
}


# --- services and processes --------------------------------------------------------------------------


def failed_units(text: str) -> RawRows:
    """A line ``init=NAME``, then the lines of systemctl: the names of the failed units, else ``(none)``."""
    init = text.partition("\n")[0].removeprefix("init=")
    names = []
    for line in _after_head(text, "init="):
        # Old versions put a mark in front of a failed unit: ● or, in the C locale, an asterisk.
        words = line.strip().lstrip("●* ").split()
        if len(words) < 4 or "failed" not in words[1:4]:
            raise Unreadable("reading.line", line=line)
        names.append(words[0])
    return [{"init": init, "failed": " ".join(names) or "(none)"}]


def process_states(text: str) -> RawRows:
    """Two lists ``state pid name``, separated by ``--``: processes, zombies and those stuck in the kernel (D).

    Only what is in that state both times counts: a moment as a zombie or waiting for a disk is everyday life.
    Process 1 must be seen, else the login may not look at other people's processes.
    """
    before, after = (dict(_states(lines)) for lines in _halves(text))
    if "1" not in before or "1" not in after:
        raise Unreadable("reading.field-missing", field="pid 1")

    def both(state: str) -> int:
        return sum(before.get(process) == now == state for process, now in after.items())

    return [{"processes": len(after), "zombies": both("Z"), "stuck": both("D")}]


def _states(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        words = line.split(" ", 2)
        if len(words) != 3 or len(words[0]) != 1 or not words[1].isdecimal():
            raise Unreadable("reading.line", line=line)
        yield words[1], words[0]


# Readers to whom each line is a row of its own: of an output that was cut off, what came before is still good.
LINE_BY_LINE = frozenset({"filesystems", "mount-states", "net-dev"})

READERS: dict[str, Callable[[str], RawRows]] = {
    "bonding": bonding,
    "cpu-usage": cpu_usage,
    "failed-units": failed_units,
    "filesystems": filesystems,
    "listening": listening,
    "load": load,
    "mdstat": mdstat,
    "meminfo": meminfo,
    "mount-states": mount_states,
    "net-dev": net_dev,
    "process-states": process_states,
    "time-sync": time_sync,
}
