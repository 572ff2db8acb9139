"""Where everything stands that a test has started, when it has been silent for long: what a failure on another machine shows."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# A machine that is busy with other tests is silent for seconds, too.
_SECONDS = 45


@contextmanager
def told_when_silent(seconds: float = _SECONDS) -> Iterator[None]:
    """What stood where after so many seconds is noted at the error that ends the block."""
    seen: list[str] = []
    timer = threading.Timer(seconds, lambda: seen.extend(below(os.getpid())))
    timer.daemon = True
    timer.start()
    try:
        yield
    except Exception as error:
        error.add_note("\n".join([f"what stood where after {seconds:g} s:", *seen]))
        raise
    finally:
        timer.cancel()


def below(process: int) -> list[str]:
    """A line for each process that descends from one: number, parent, state, where the kernel waits, arguments."""
    parents = {int(each): _parent(each) for each in os.listdir("/proc") if each.isdecimal()}
    found, todo = list[str](), [process]
    while todo:
        parent = todo.pop()
        children = [each for each, its in parents.items() if its == parent]
        found += [_line(each, parent) for each in children]
        todo += children
    return found


def _parent(process: str) -> int:
    return int((_read(process, "stat").rpartition(") ")[2].split() or ["0", "0"])[1])


def _line(process: int, parent: int) -> str:
    state = _read(process, "stat").rpartition(") ")[2][:1]
    words = _read(process, "cmdline").replace("\0", " ")
    return f"{process} {parent} {state} {_read(process, 'wchan')} {_read(process, 'syscall').strip()} {words[:200]!r}"


def _read(process: str | int, file: str) -> str:
    # Processes end while they are looked at.
    with suppress(OSError):
        return Path("/proc", str(process), file).read_text("utf-8", "replace")
    return ""
