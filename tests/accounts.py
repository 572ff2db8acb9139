"""Accounts of the system that tests log in to: made by root, removed at the end, and those of a killed run at the next start.

Their names begin with the checkout's; their homes lie below temporary folders. `userdel` is never asked to remove files
(-r), nor to remove who is in use (-f).
"""

from __future__ import annotations

import fcntl
import os
import pwd
import signal
import subprocess
import tempfile
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# One for each checkout and each of pytest's workers, so that no two servers, nor what they start, are mixed up.
CHECKOUT = f"fo-{zlib.crc32(str(Path(__file__).resolve()).encode()):08x}"
ACCOUNT = f"{CHECKOUT}-{os.environ.get('PYTEST_XDIST_WORKER', 'gw0')}"

_SECONDS = 10
# Held open while the tests run: closing it would give it back.
_held: list[int] = []


@contextmanager
def account(
    name: str, home: Path, shell: str = "/bin/sh", password: str = "*"
) -> Iterator[pwd.struct_passwd]:
    """An account whose home is `home`, which is there; `password` is a hash, "*" one that nothing matches."""
    words = ["useradd", "--no-create-home", "--home-dir", str(home), "--shell", shell, "-p", password, name]
    subprocess.run(words, check=True, capture_output=True)
    try:
        yield pwd.getpwnam(name)
    finally:
        remove(name)


def remove(name: str) -> bool:
    """Remove an account, when its last process has ended; returns whether it is gone."""
    ends = time.monotonic() + _SECONDS
    while not (gone := _removed(name)) and time.monotonic() < ends:
        time.sleep(0.1)
    return gone


def _removed(name: str) -> bool:
    done = subprocess.run(["userdel", name], capture_output=True, check=False)
    with suppress(KeyError):
        pwd.getpwnam(name)
        return False
    return done.returncode in (0, 6)


def remove_left_over(checkout: str, folder: Path) -> list[str]:
    """Remove the accounts that a killed run of this checkout left behind, unless another run of it goes on; their names.

    Whoever runs holds a lock on a file in `folder` while it lives, in common with others.
    """
    file = os.open(folder / f"{checkout}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    _held.append(file)
    found = []
    with suppress(BlockingIOError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        found = [each for each in pwd.getpwall() if each.pw_name.startswith(f"{checkout}-")]
        for each in found:
            _end_processes(each.pw_uid)
            remove(each.pw_name)
    fcntl.flock(file, fcntl.LOCK_SH)
    return [each.pw_name for each in found]


def _end_processes(uid: int) -> None:
    """The servers of a killed run, which go on without it; `userdel` leaves an account that is in use."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if folder.stat().st_uid == uid:
                os.kill(int(folder.name), signal.SIGKILL)


def begin_run() -> None:
    """What the first of pytest's processes does before any test."""
    if os.geteuid() == 0 and "PYTEST_XDIST_WORKER" not in os.environ:
        remove_left_over(CHECKOUT, Path(tempfile.gettempdir()))
