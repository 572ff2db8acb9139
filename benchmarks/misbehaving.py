"""Hosts that misbehave, measured: how long after its deadline each is over, and how much memory it takes.

What they do, and that the reasons are right, is for `tests/transport/test_hostile.py`; here are the seconds and megabytes
that the project promises, which only mean something on a machine that does nothing else.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "tests" / "transport"))
import behaviours
import meeting
from behaviours import CASES, DEADLINE

MB = 1 << 10  # of KiB
# As many runs beside each other as leave the processors idle most of the time: hosts that hold on only wait.
_BESIDE = 3
_HELD = (
    "silent",
    "silent after the version",
    "a login that hangs",
    "takes a byte a second",
    "drips output",
)


@dataclass(frozen=True)
class Worst:
    """The largest of something, and the behaviour whose it is."""

    value: float
    case: str


@dataclass(frozen=True)
class Alone:
    """Each behaviour in a run of its own: seconds past the deadline, MB beyond a run without a host that misbehaves."""

    late: Worst
    memory: Worst


def alone(folder: Path, cases: Sequence[str] = tuple(CASES)) -> Alone:
    """Meet each of the cases in a run of its own."""
    behaviours.OVER.clear()
    try:
        # A host that is refused before the login: what paramiko and the command line take anyway.
        usual = meeting.meet(folder / "usual", ["refuses the key"], None).memory
        with ThreadPoolExecutor(_BESIDE) as pool:
            met = list(
                pool.map(lambda case: meeting.meet(folder / meeting.name_of(case), [case], None), cases)
            )
    finally:
        behaviours.OVER.set()
    late = [Worst(one.hosts[meeting.name_of(case)]["seconds"] - DEADLINE, case) for one, case in zip(met, cases, strict=True)]  # fmt: skip
    memory = [Worst((one.memory - usual) / MB, case) for one, case in zip(met, cases, strict=True)]
    return Alone(max(late, key=lambda worst: worst.value), max(memory, key=lambda worst: worst.value))


def together(folder: Path) -> float:
    """Seconds past the deadline of one run against all of them at once, the whole command from start to end."""
    behaviours.OVER.clear()
    try:
        return meeting.meet(folder / "together", list(CASES), None).seconds - DEADLINE
    finally:
        behaviours.OVER.set()


def interrupted(folder: Path) -> float:
    """Seconds from Ctrl-C to the end of a run whose hosts all hold on."""
    behaviours.OVER.clear()
    waiting, all_wait = set(_HELD), threading.Event()

    def arrived(case: str) -> None:
        waiting.discard(case)
        if not waiting:
            all_wait.set()

    try:
        with meeting.hosts(folder / "interrupted", _HELD, None, arrived):
            command = meeting.command(folder / "interrupted", "--host-deadline", "600")
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            all_wait.wait(60)
            # On their way to where they hang.
            time.sleep(2)
            process.send_signal(signal.SIGINT)
            sent = time.monotonic()
            process.wait(60)
            return time.monotonic() - sent
    finally:
        behaviours.OVER.set()
