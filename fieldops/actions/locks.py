"""A lock that only one process on this machine holds, and that dies with it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fieldops.errors import FieldopsError


@contextmanager
def sole_holder(file: Path) -> Iterator[bool]:
    """Holds the lock named by `file` (made when absent, never removed); False when another process holds it.

    The kernel frees it when the process ends, however it ends. Raises FieldopsError where the file cannot be made.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        # Not inherited: a command that outlives a killed fieldops must not hold the lock on.
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise FieldopsError("visit.no-lock", path=str(file), detail=error.strerror or str(error)) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)
