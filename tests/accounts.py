"""What tests make of the machine: accounts that they log in to, servers, temporary folders. They are removed at the end, and
those of a killed run at the next start, also of a checkout that is there no more.

Names of accounts begin with the checkout's. Temporary folders lie below one of the checkout, and what is started has its name
in its environment, by which it is told from what people started. `userdel` is never asked to remove files
(-r), nor to remove who is in use (-f).
"""

from __future__ import annotations

import fcntl
import os
import pwd
import re
import shutil
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
# A lock beside the folder says whether a run of that checkout lives.
_LOCK = re.compile(r"fo-[0-9a-f]{8}\.lock")
# In the environment of all that a run starts, with the checkout's name.
MARK = "FIELDOPS_TEST_RUN"
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
        # `userdel` leaves an account that is in use: a session of sshd, say, that has not noticed yet that its client is gone.
        with suppress(KeyError):
            _end_processes(pwd.getpwnam(name).pw_uid)
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
    """Remove the accounts, servers and folders that a killed run of this checkout left behind, unless another run of it goes
    on; the accounts' names.

    Whoever runs holds a lock on a file in `folder` while it lives, in common with others.
    """
    file = _opened(folder / f"{checkout}.lock")
    _held.append(file)
    found = _removed_of(checkout, folder, file)
    fcntl.flock(file, fcntl.LOCK_SH)
    return found


def remove_of_others(folder: Path) -> list[str]:
    """The same for all other checkouts whose lock is in `folder` and nobody holds: of some of them nothing starts again."""
    found = []
    for place in folder.glob("fo-*.lock"):
        if _LOCK.fullmatch(place.name) and place.stem != CHECKOUT:
            with suppress(OSError):
                file = _opened(place)
                try:
                    found += _removed_of(place.stem, folder, file)
                finally:
                    os.close(file)
    return found


def _opened(lock: Path) -> int:
    return os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)


def _removed_of(checkout: str, folder: Path, lock: int) -> list[str]:
    """What of a checkout is removed while its lock is ours alone."""
    with suppress(BlockingIOError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _end_marked(checkout)
        found = [each for each in pwd.getpwall() if each.pw_name.startswith(f"{checkout}-")]
        for each in found:
            _end_processes(each.pw_uid)
            remove(each.pw_name)
        shutil.rmtree(folder / checkout, ignore_errors=True)
        return [each.pw_name for each in found]
    return []


def _end_marked(checkout: str) -> None:
    """End what a killed run started under accounts that others have too, such as databases."""
    mark = f"{MARK}={checkout}".encode()
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if mark in (folder / "environ").read_bytes().split(b"\0"):
                os.kill(int(folder.name), signal.SIGKILL)


def _end_processes(uid: int) -> None:
    """The servers of a killed run, which go on without it; `userdel` leaves an account that is in use."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if folder.stat().st_uid == uid:
                os.kill(int(folder.name), signal.SIGKILL)


def begin_run() -> None:
    """What the first of pytest's processes does before any test; all of them work in its folder, and pytest in its own."""
    place = Path(tempfile.gettempdir())
    if os.geteuid() == 0 and "PYTEST_XDIST_WORKER" not in os.environ:
        remove_left_over(CHECKOUT, place)
        remove_of_others(place)
        (place / CHECKOUT).mkdir(exist_ok=True)
        # The accounts of servers pass through it.
        (place / CHECKOUT).chmod(0o711)
        os.environ[MARK] = CHECKOUT
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(place))
    if os.environ.get(MARK) == CHECKOUT:
        tempfile.tempdir = str(place / CHECKOUT)
