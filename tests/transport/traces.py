"""Where a secret can be seen while something runs: arguments, environments and open files of every process of the machine.

Both sides of a connection over loopback are processes of this machine. A secret must be one that no other test uses at
the same time: `new_secret()` makes one.
"""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

# What is written in a larger file is no secret's trace but data.
_MOST = 1 << 20
_PLACES = {"arguments", "environment", "file"}


def new_secret() -> str:
    """A password that shells, logs and encodings could trip over, and nobody else has."""
    return f"kept 'in' $memory €only {token_hex(8)}"


@contextmanager
def untraced(*secrets: str) -> Iterator[None]:
    """While the block runs none of the secrets can be seen. AssertionError, with every place, where one was."""
    needles = [secret.encode() for secret in secrets]
    for needle in needles:
        _found_where_it_is(needle)
    seen, over = set[str](), threading.Event()
    watch = threading.Thread(target=_watch, args=(needles, seen, over), daemon=True)
    watch.start()
    try:
        yield
    finally:
        over.set()
        watch.join()
    # Not the secret itself: what fails is printed.
    assert seen == set()


def kept_in(folder: Path, *secrets: str) -> list[str]:
    """The files below a folder that hold one of the secrets."""
    needles = [secret.encode() for secret in secrets]
    files = (each for each in folder.rglob("*") if each.is_file() and not each.is_symlink())
    return [str(each) for each in files if any(needle in each.read_bytes() for needle in needles)]


def _watch(needles: list[bytes], seen: set[str], over: threading.Event) -> None:
    while not over.is_set():
        seen |= traces(needles)
        time.sleep(0.02)


def traces(needles: list[bytes]) -> set[str]:
    """The places at which one of the needles can be seen now: process, program and kind of place."""
    found = set()
    for process in os.listdir("/proc"):
        if process.isdecimal():
            places = {place for needle in needles for place in _places(Path("/proc", process), needle)}
            found |= {f"{process} {_name(process)} {place}" for place in places}
    return found


def _name(process: str) -> str:
    with suppress(OSError):
        return Path("/proc", process, "comm").read_text("utf-8", "replace").strip()
    return "?"


def _places(process: Path, needle: bytes) -> Iterator[str]:
    for file, place in (("cmdline", "arguments"), ("environ", "environment")):
        # Processes end while they are looked at.
        with suppress(OSError):
            if needle in (process / file).read_bytes():
                yield place
    with suppress(OSError):
        if any(_holds(opened, needle) for opened in os.scandir(process / "fd")):
            yield "file"


def _holds(opened: os.DirEntry[str], needle: bytes) -> bool:
    with suppress(OSError):
        found = os.stat(opened.path)
        # A regular file: what is written there could be the secret.
        if stat.S_ISREG(found.st_mode) and found.st_size < _MOST:
            return needle in Path(opened.path).read_bytes()
    return False


def _found_where_it_is(needle: bytes) -> None:
    """A process that shows the needle at each place is found at each: what finds nothing has looked."""
    with tempfile.TemporaryFile() as file:
        file.write(needle)
        file.flush()
        words = [sys.executable, "-c", "import time; time.sleep(600)", needle]
        with subprocess.Popen(words, env={"HELD": needle}, stdin=file) as held:
            try:
                found, ends = set[str](), time.monotonic() + 60
                # Between two instants of its start a program has no environment yet.
                while found != _PLACES and time.monotonic() < ends:
                    found |= set(_places(Path("/proc", str(held.pid)), needle))
            finally:
                held.kill()
    assert found == _PLACES
