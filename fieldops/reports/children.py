"""Asking a process of its own to make a file, within limits that it sets itself (`limited`). Not here: what is made."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence

from fieldops.structs import Struct

# A machine may be busy; one that sleeps must not wait for ever.
_WAIT = 4
_TOLD = 2000


class Bounds(Struct, frozen=True):
    """What rendering may take: seconds of the processor, and megabytes on top of what Python itself needs."""

    seconds: int
    megabytes: int


class Answer(Struct, frozen=True):
    """What it said: a line of JSON (``{}`` where all went well; nothing where the system ended it), the file, and what it
    wrote on standard error. `code` is how it ended, negative by a signal.
    """

    head: bytes
    made: bytes
    told: bytes
    code: int


def ask(module: str, asked: Sequence[object], data: bytes, seconds: int) -> Answer:
    """Have ``python -m MODULE`` make a file of `data`; `asked` is its argument, as JSON. `seconds`: what it allows itself.

    Raises RuntimeError where it ended of itself without a word: that is ours to mend.
    """
    code, answer, told = run_module(module, json.dumps(asked), data, _WAIT * seconds + 60)
    head, _, made = answer.partition(b"\n")
    if code != 0 or not head:
        if code >= 0:
            raise RuntimeError(told.decode("utf-8", "replace")[-_TOLD:])
        return Answer(b"", b"", told, code)
    return Answer(head, made, told, code)


def run_module(module: str, argument: str, data: bytes, seconds: float) -> tuple[int, bytes, bytes]:
    """Run ``python -m MODULE ARGUMENT`` with `data` on its standard input, for `seconds` of the clock at most: its exit code
    (minus the signal that ended it; -1 where it was too late), and what it wrote on standard output and error.
    """
    paths = os.pathsep.join(path for path in sys.path if path)
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", module, argument],
            input=data,
            capture_output=True,
            timeout=seconds,
            check=False,
            env={**os.environ, "PYTHONPATH": paths},
        )
    except subprocess.TimeoutExpired as late:
        return -1, b"", late.stderr or b""
    return done.returncode, done.stdout, done.stderr
