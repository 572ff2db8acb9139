"""Who may read what fieldops writes: records, reports, exports and pinned keys are the customers' data.

New files are their owner's alone. One that is there already and that any account of the machine may read or write was left
so by an older fieldops or by accident: it is tightened, and that is said. What a group may write was shared on purpose, and
stays the group's.
"""

from __future__ import annotations

import os
import stat
import warnings
from collections.abc import Iterable
from pathlib import Path

from fieldops.errors import Notice

# What the files that a process makes lack: everything for others.
UMASK = 0o077


def private_mode(mode: int) -> int:
    """The rights of a file or folder without those of others; the group keeps its own where it may write, or where
    others had none.
    """
    if not mode & 0o007:
        return mode
    return mode & 0o770 if mode & 0o020 else mode & 0o700


def tighten(path: Path) -> None:
    """Take the rights of others from a file or folder that is there; says so, and where it belongs to somebody else."""
    try:
        state = path.stat()
        mode = stat.S_IMODE(state.st_mode)
        if mode == private_mode(mode):
            return
        path.chmod(private_mode(mode))
    except FileNotFoundError:
        return
    except OSError:
        warnings.warn(Notice("rights.stay-open", path=str(path)), stacklevel=2)
        return
    warnings.warn(Notice("rights.tightened", path=str(path)), stacklevel=2)


def write_whole(path: Path, parts: Iterable[bytes]) -> None:
    """Write the file whole or not at all; it is its owner's alone, or as private as the one whose place it takes.

    Raises OSError.
    """
    import tempfile

    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(parts)
            if path.is_file():
                os.fchmod(file.fileno(), private_mode(stat.S_IMODE(path.stat().st_mode)))
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
