"""Readers: parsers written in Python for output that text rules cannot take apart, by name.

A reader takes the command's text and returns rows of raw values; it raises Unreadable rather than guess.
"""

from __future__ import annotations

from collections.abc import Callable

RawRows = list[dict[str, object]]


class Unreadable(Exception):
    """The output is not what the probe expects; `code` (below ``reading.``) and values say where."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values


def _halves(text: str) -> tuple[list[str], list[str]]:
    """The lines before and after the line ``--`` that separates two reads of one file."""
    first, found, second = text.partition("\n--\n")
    if not found:
        raise Unreadable("reading.line", line="--")
    return first.splitlines(), second.splitlines()


def cpu_usage(text: str) -> RawRows:
    """Two reads of /proc/stat, separated by ``--``: used, iowait and steal in percent of the time between.

    Used is everything but idle and iowait. Guest time is part of user time already (proc(5)).
    """
    before, after = (_cpu_times(lines) for lines in _halves(text))
    spent = [late - early for early, late in zip(before, after, strict=True)]
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


READERS: dict[str, Callable[[str], RawRows]] = {
    "cpu-usage": cpu_usage,
}
