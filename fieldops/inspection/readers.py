"""Readers: parsers written in Python for output that text rules cannot take apart, by name.

A reader takes the command's text and returns rows of raw values. It never guesses: for a row it does not understand it
puts an `Unreadable` in place of the row, for a value in place of the value, and raises one where all is lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from fieldops.inspection.arrays import mdstat
from fieldops.inspection.bonds import bonding
from fieldops.inspection.devices.events import device_alarms, device_log
from fieldops.inspection.devices.facts import device_cpu, device_facts, device_memory
from fieldops.inspection.devices.hardware import device_parts, device_temperatures
from fieldops.inspection.devices.interfaces import device_interfaces, device_optics
from fieldops.inspection.devices.standing import device_clock, device_neighbours, device_saved
from fieldops.inspection.kernel_log import kernel_log
from fieldops.inspection.memory import meminfo
from fieldops.inspection.network import listening, net_dev
from fieldops.inspection.raw import WHOLE, RawRows, Unreadable, after_head, halves, whole
from fieldops.inspection.sshd import sshd
from fieldops.inspection.storage import filesystems, mount_states
from fieldops.inspection.tables import conntrack, file_handles
from fieldops.inspection.time_services import time_sync

# --- processor ----------------------------------------------------------------------------


# A hundred ticks a second and CPU, for ten thousand CPUs and a hundred seconds: more is a counter that stepped back.
_MOST_TICKS = 10**8


def cpu_usage(text: str) -> RawRows:
    """Two reads of /proc/stat, separated by ``--``: used, iowait and steal in percent of the time between.

    Used is everything but idle and iowait. Guest time is part of user time already (proc(5)), which also
    says that iowait may step back a little. Nothing else may, and no machine counts a hundred million ticks in a second.
    """
    before, after = (_cpu_times(lines) for lines in halves(text))
    if len(before) != len(after):
        raise Unreadable("reading.no-interval")
    spent = [late - early for early, late in zip(before, after, strict=True)]
    spent[4:5] = [max(0, ticks) for ticks in spent[4:5]]
    total = sum(spent)
    if not 0 < total < _MOST_TICKS or min(spent) < 0:
        raise Unreadable("reading.no-interval")
    # Kernels before 2.6 have fewer columns; a missing one has counted nothing.
    _user, _nice, _system, idle, iowait, _irq, _softirq, steal = spent + [0] * (8 - len(spent))

    def percent(ticks: int) -> str:
        return f"{100 * ticks / total:.1f}"

    return [{"used": percent(total - idle - iowait), "iowait": percent(iowait), "steal": percent(steal)}]


def _cpu_times(lines: list[str]) -> list[int]:
    for line in lines:
        words = line.split()
        if words and words[0] == "cpu":
            times = words[1:9]
            if len(times) < 4 or not all(WHOLE.fullmatch(word) for word in times):
                break
            return [int(word) for word in times]
    raise Unreadable("reading.field-missing", field="cpu")


_MOST_CPUS = 100_000


def load(text: str) -> RawRows:
    """Lines ``load1=``, ``load5=``, ``load15=``, ``cpus=``: also the 15-minute load of each CPU.

    That is no share: a queue of any length may wait for a CPU.
    """
    said = dict(line.partition("=")[::2] for line in text.splitlines())
    cpus = whole(said.get("cpus", ""), f"cpus={said.get('cpus', '')}")
    fifteen = said.get("load15", "")
    if not 0 < cpus < _MOST_CPUS or not re.fullmatch(r"[0-9]{1,9}(?:\.[0-9]{1,9})?", fifteen):
        raise Unreadable("reading.line", line=f"load15={fifteen} cpus={cpus}")
    return [{**said, "per_cpu": f"{float(fifteen) / cpus:.2f}"}]


# --- services and processes --------------------------------------------------------------------------


def failed_units(text: str) -> RawRows:
    """A line ``init=NAME``, then the lines of systemctl: the names of the failed units, else ``(none)``.

    A unit that fails again and again waits for its restart (``activating auto-restart``) and is named with that word. One that
    runs again for now (a line ``NAME restarts COUNT`` of the probe) is named with the count.
    A line that was not understood stands for itself beside the names; alone it makes them unknown.
    """
    init = text.partition("\n")[0].removeprefix("init=")
    names, odd = [], ""
    for line in filter(str.strip, after_head(text, "init=")):
        # Without --plain there is a mark in front of a failed unit: ● or ×, in the C locale an asterisk.
        words = line.strip().lstrip("●×* ").split()
        if "failed" in words[1:4]:
            names.append(words[0])
        elif words[3:4] in (["auto-restart"], ["auto-restart-queued"]):
            names.append(f"{words[0]} (auto-restart)")
        elif words[1:2] == ["restarts"] and len(words) == 3:
            names.append(f"{words[0]} (restarts: {words[2]})")
        else:
            odd = line
    failed: str | Unreadable = " ".join(names) or "(none)"
    if odd:
        failed = f"{' '.join(names)} (? {odd.strip()})" if names else Unreadable("reading.line", line=odd)
    return [{"init": init, "failed": failed}]


def process_states(text: str) -> RawRows:
    """Two samples, separated by ``--``: lines ``STATE PID KIND NAME`` of zombies (Z) and of what waits in the kernel (D).

    Each sample ends with ``processes COUNT INIT``. Only what is in that state both times counts: a moment as a zombie or
    waiting for a disk is everyday life. Threads of the kernel are counted apart: some wait so all their life. INIT is 1
    where process 1 was seen, else the login may not look at other people's processes.
    """
    before, after = (_sample(lines) for lines in halves(text))
    both = [line for key, line in after.items() if key in before]
    stuck = [line for line in both if line[0] == "D" and line[2] == "program"]
    return [
        {
            "processes": after["processes"][1],
            "zombies": sum(line[0] == "Z" for line in both),
            "stuck": len(stuck),
            "stuck_names": " ".join(sorted({line[3] for line in stuck})) or "-",
            "stuck_kernel": sum(line[0] == "D" and line[2] == "kernel" for line in both),
        }
    ]


def _sample(lines: list[str]) -> dict[str, list[str]]:
    """The lines of one sample by state and process, and its last line as ``processes``."""
    found = {}
    for line in lines:
        words = line.split(" ", 3)
        if len(words) == 4 and words[0] in ("Z", "D") and words[1].isdecimal():
            found[f"{words[0]} {words[1]}"] = words
        elif len(words) != 3 or words[0] != "processes" or not words[1].isdecimal():
            raise Unreadable("reading.line", line=line)
        elif words[2] != "1":
            raise Unreadable("reading.hidden-processes")
        else:
            found["processes"] = words
    if "processes" not in found:
        raise Unreadable("reading.field-missing", field="processes")
    return found


# Readers to whom each line stands for itself: of an output that was cut off, what came before is still good.
LINE_BY_LINE = frozenset({"filesystems", "kernel-log", "mount-states", "net-dev"})

READERS: dict[str, Callable[[str], RawRows]] = {
    "bonding": bonding,
    "conntrack": conntrack,
    "cpu-usage": cpu_usage,
    "device-alarms": device_alarms,
    "device-clock": device_clock,
    "device-cpu": device_cpu,
    "device-facts": device_facts,
    "device-interfaces": device_interfaces,
    "device-log": device_log,
    "device-memory": device_memory,
    "device-neighbours": device_neighbours,
    "device-optics": device_optics,
    "device-parts": device_parts,
    "device-saved": device_saved,
    "device-temperatures": device_temperatures,
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
