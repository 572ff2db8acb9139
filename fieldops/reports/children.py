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
    command = [sys.executable, "-P", "-m", module, json.dumps(asked)]
    paths = os.pathsep.join(path for path in sys.path if path)
    try:
        done = subprocess.run(
            command,
            input=data,
            capture_output=True,
            timeout=_WAIT * seconds + 60,
            check=False,
            env={**os.environ, "PYTHONPATH": paths},
        )
        answer, told, code = done.stdout, done.stderr, done.returncode
    except subprocess.TimeoutExpired as late:
        answer, told, code = b"", late.stderr or b"", -1
    head, _, made = answer.partition(b"\n")
    if code != 0 or not head:
        if code >= 0:
            raise RuntimeError(told.decode("utf-8", "replace")[-_TOLD:])
        return Answer(b"", b"", told, code)
    return Answer(head, made, told, code)
