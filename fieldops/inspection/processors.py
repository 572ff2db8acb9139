"""Reads what the kernel counts of processor time, and how many processes wait for a processor."""

from __future__ import annotations

import re

from fieldops.inspection.raw import WHOLE, RawRows, Unreadable, halves, whole

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
