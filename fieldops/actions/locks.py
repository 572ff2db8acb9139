"""A contract's lock: one process alone does its visits, on one machine or on several, and the lock dies with it.

Two halves. A lock of the kernel, on a file, keeps the processes of one machine apart and is free the moment its holder
ends, however it ends. A lease in the log keeps apart the machines that share the log; it is the machine's (its name is
in the lock file), so that whoever gets the file next takes it over at once, and other machines when it has run out.
"""

from __future__ import annotations

import fcntl
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_hex

from fieldops.errors import Unusable
from fieldops.records.database import private_folder
from fieldops.records.log import Log, Trouble

# Longer than any host may take: the lease is prolonged whenever one has ended.
LEASE = timedelta(minutes=15)
# Of its time; a log is not written for each of a thousand quick hosts.
_SPENT = LEASE / 3


def clock() -> datetime:
    """The time by which leases run out, whatever time somebody acts as if it were."""
    return datetime.now(UTC)


@dataclass(slots=True)
class Held:
    """The lock in the hands of its holder."""

    log: Log
    name: str
    holder: str
    clock: Callable[[], datetime]
    _asked: datetime | None = None

    def keep(self) -> bool:
        """Prolong the lease when a good part of it has passed; False when it had run out and is somebody else's now.

        Raises Trouble where the log cannot be written. It is not asked again at once: the hosts that end must not wait.
        """
        now = self.clock()
        if self._asked is not None and timedelta(0) <= now - self._asked < _SPENT:
            return True
        self._asked = now
        if self.log.lease(self.name, self.holder, now, now + LEASE):
            return True
        self._asked = None
        return False


@contextmanager
def sole_holder(file: Path, log: Log, clock: Callable[[], datetime] = clock) -> Iterator[Held | None]:
    """Holds the lock that `file` (made when absent, never removed) and a lease of its name in `log` make together.

    None when another process, here or on another machine, holds it. Raises Unusable where the file cannot be made,
    and Trouble where the log cannot be written.
    """
    with alone_here(file) as descriptor:
        held = Held(log, file.stem, _machine(descriptor), clock) if descriptor is not None else None
        if held is None or not held.keep():
            yield None
            return
        try:
            yield held
        finally:
            # It would run out by itself.
            with suppress(Trouble):
                log.release(held.name, held.holder)


@contextmanager
def alone_here(file: Path) -> Iterator[int | None]:
    """Holds the kernel's half alone, on the open `file`: no other process of this machine has it.

    None when one does. Raises Unusable where the file cannot be made.
    """
    try:
        private_folder(file.parent)
        # Not inherited: a command that outlives a killed fieldops must not hold the lock on.
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise Unusable(str(file), error, "visit.no-lock") from error
    try:
        yield descriptor if _locked(descriptor) else None
    finally:
        os.close(descriptor)


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _machine(descriptor: int) -> str:
    """The machine's name for leases: made by whoever first holds the file, and the same for all who hold it later."""
    name = os.pread(descriptor, 200, 0).decode("utf-8", "replace").strip()
    if not name:
        name = f"{socket.gethostname()}-{token_hex(8)}"
        os.pwrite(descriptor, f"{name}\n".encode(), 0)
    return name
