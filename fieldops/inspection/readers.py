"""Readers: parsers written in Python for output that text rules cannot take apart, by name.

A reader takes the command's text and returns rows of raw values. It never guesses: for a row it does not understand it
puts an `Unreadable` in place of the row, for a value in place of the value, and raises one where all is lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from fieldops.inspection.arrays import mdstat
from fieldops.inspection.bonds import bonding
from fieldops.inspection.kernel_log import kernel_log
from fieldops.inspection.network import listening, net_dev
from fieldops.inspection.raw import RawRows, Unreadable, after_head, halves, whole
from fieldops.inspection.sshd import sshd
from fieldops.inspection.storage import filesystems, mount_states
from fieldops.inspection.tables import conntrack, file_handles

# --- processor and memory ----------------------------------------------------------------------------


def cpu_usage(text: str) -> RawRows:
    """Two reads of /proc/stat, separated by ``--``: used, iowait and steal in percent of the time between.

    Used is everything but idle and iowait. Guest time is part of user time already (proc(5)), which also
    says that iowait may step back a little; idle does so with it. Nothing else may.
    """
    before, after = (_cpu_times(lines) for lines in halves(text))
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
    cpus = whole(said.get("cpus", ""), f"cpus={said.get('cpus', '')}")
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
        return whole(known[name], f"{name}: {known[name]}")

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
    for line in after_head(text, "init="):
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
    before, after = (dict(_states(lines)) for lines in halves(text))
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


# Readers to whom each line stands for itself: of an output that was cut off, what came before is still good.
LINE_BY_LINE = frozenset({"filesystems", "kernel-log", "mount-states", "net-dev"})

READERS: dict[str, Callable[[str], RawRows]] = {
    "bonding": bonding,
    "conntrack": conntrack,
    "cpu-usage": cpu_usage,
    "failed-units": failed_units,
    "file-handles": file_handles,
    "filesystems": filesystems,
    "kernel-log": kernel_log,
    "listening": listening,
    "load": load,
    "mdstat": mdstat,
    "meminfo": meminfo,
    "mount-states": mount_states,
    "net-dev": net_dev,
    "process-states": process_states,
    "sshd": sshd,
    "time-sync": time_sync,
}
