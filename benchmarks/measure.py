"""What a command costs: wall time, CPU of everything it started, memory. Linux only.

As a program (``measure.py RESULT COMMAND...``) it is the wrapper around one measured command: a "child
subreaper", so that processes which outlive their parent (Ansible's SSH masters) are inherited, ended,
waited for and counted too.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_PR_SET_CHILD_SUBREAPER = 36
_SAMPLE_SECONDS = 0.1
_SETTLE_SECONDS = 15


@dataclass(frozen=True)
class Cost:
    """One run of a command. Seconds and bytes; `largest` is the peak memory of its largest process.

    `hosts_cpu` is what it cost the other side, where that has been looked at.
    """

    wall: float
    cpu: float
    largest: int
    code: int
    out: str
    hosts_cpu: float = 0


@dataclass(frozen=True)
class Sample:
    """One look at a running command: all its processes' memory (shared pages shared out), and its main process."""

    memory: int
    descriptors: int
    threads: int


def measure(
    command: Sequence[str],
    environment: Mapping[str, str] | None = None,
    watch: Callable[[Sample], object] | None = None,
) -> Cost:
    """Run `command` to its end and return its cost; `out` is what it printed, errors included.

    `watch` is called with a Sample about ten times a second; watching costs CPU, so time without it.
    """
    with tempfile.TemporaryDirectory(prefix="fieldops-measure-") as name:
        result, out = Path(name, "result"), Path(name, "out")
        with out.open("wb") as file:
            wrapper = subprocess.Popen(
                [sys.executable, "-I", "-S", __file__, str(result), *command],
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                env={**os.environ, **(environment or {})},
            )
            while watch is not None and wrapper.poll() is None:
                with suppress(OSError, LookupError):
                    watch(_sample(wrapper.pid))
                time.sleep(_SAMPLE_SECONDS)
            wrapper.wait()
        return Cost(**json.loads(result.read_text("utf-8")), out=out.read_text("utf-8", "replace"))


class ServersCpu:
    """CPU of servers that this process has started, and of all that they start from now on.

    A session's end does not wait for its shell, which then is nobody's child, and its CPU nobody's: this process adopts it.
    """

    def __init__(self, servers: Sequence[int]) -> None:
        self._servers, self._of_orphans = servers, 0.0
        _adopt_orphans()
        self._resting = {child for each in self._watched() for child in each}

    def _watched(self) -> list[list[int]]:
        """The children of this process, then those of each server."""
        family = _families()
        return [family.get(pid, []) for pid in (os.getpid(), *self._servers)]

    def _at_work(self) -> tuple[list[int], list[int]]:
        """Of what was not there at the beginning: orphans that we have adopted, and the children of servers."""
        mine, *theirs = ([pid for pid in each if pid not in self._resting] for each in self._watched())
        return mine, [pid for each in theirs for pid in each]

    def used(self) -> float:
        """The seconds so far; waits until nothing of the server's is at work. While nothing else is started here."""
        ends = time.monotonic() + _SETTLE_SECONDS
        while True:
            orphans, others = self._at_work()
            for pid in orphans:
                ended, _, used = os.wait4(pid, os.WNOHANG)
                self._of_orphans += used.ru_utime + used.ru_stime if ended else 0
            if time.monotonic() >= ends or not (orphans or others):
                break
            time.sleep(_SAMPLE_SECONDS)
        return sum(map(_ticks, self._servers)) / os.sysconf("SC_CLK_TCK") + self._of_orphans


def _ticks(pid: int) -> int:
    """The CPU of a process and of all that it has waited for."""
    return sum(map(int, Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[11:15]))


def children_of(pid: int) -> list[int]:
    """The processes that a process has started, oldest first."""
    return _families().get(pid, [])


def median(values: Sequence[float]) -> float:
    """The middle one of `values`."""
    return statistics.median(values)


def _sample(wrapper: int) -> Sample:
    family = _families()
    main = family[wrapper][0]
    waiting, memory = list(family[wrapper]), 0
    while waiting:
        pid = waiting.pop()
        waiting += family.get(pid, [])
        with suppress(OSError):
            memory += _memory(pid)
    return Sample(memory, len(os.listdir(f"/proc/{main}/fd")), len(os.listdir(f"/proc/{main}/task")))


def _memory(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8").splitlines()
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:")), 0)


def _families() -> dict[int, list[int]]:
    """The children of each process, oldest first."""
    family: dict[int, list[int]] = {}
    for pid in sorted(int(name) for name in os.listdir("/proc") if name.isdigit()):
        with suppress(OSError):
            parent = int(
                Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()[1]
            )
            family.setdefault(parent, []).append(pid)
    return family


def _adopt_orphans() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _wrap(result: str, command: list[str]) -> None:
    _adopt_orphans()
    began = time.monotonic()
    code = subprocess.call(command)
    wall = time.monotonic() - began
    # What is still there has outlived the command: end it, so that its CPU time is known.
    while left := _families().get(os.getpid()):
        for pid in left:
            os.kill(pid, signal.SIGTERM)
            os.waitpid(pid, 0)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cost = {"wall": wall, "cpu": used.ru_utime + used.ru_stime, "largest": used.ru_maxrss << 10, "code": code}
    Path(result).write_text(json.dumps(cost), "utf-8")


if __name__ == "__main__":
    _wrap(sys.argv[1], sys.argv[2:])
