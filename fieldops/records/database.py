"""A SQLite file: made whole or not at all, waited for while others hold it, its failures told by their cause.

What is in it is not here. Rollback journal and ``synchronous=FULL``: SQLite before 3.51.3 can corrupt a WAL database that
several connections write. Plain SQL that SQLite 3.34 understands.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import Any, TypeVar

from fieldops.errors import Named, Notice, system_error
from fieldops.records.log import Cause, Trouble

Result = TypeVar("Result")
Rows = list[tuple[Any, ...]]

# SQLite waits in C, where Ctrl-C is not heard: it waits often, for a short time.
_ONE_WAIT = 2.0
_LITTLE = 64 * 1024
_OF_SQLITE = {
    sqlite3.SQLITE_BUSY: Cause.BUSY,
    sqlite3.SQLITE_LOCKED: Cause.BUSY,
    sqlite3.SQLITE_PROTOCOL: Cause.BUSY,
    sqlite3.SQLITE_FULL: Cause.FULL,
    sqlite3.SQLITE_PERM: Cause.READ_ONLY,
    sqlite3.SQLITE_READONLY: Cause.READ_ONLY,
    sqlite3.SQLITE_IOERR: Cause.FAILED,
    sqlite3.SQLITE_CANTOPEN: Cause.FAILED,
    sqlite3.SQLITE_NOMEM: Cause.FAILED,
}
_OF_SYSTEM = {
    errno.ENOSPC: Cause.FULL,
    errno.EDQUOT: Cause.FULL,
    errno.EROFS: Cause.READ_ONLY,
    errno.EACCES: Cause.READ_ONLY,
    errno.EPERM: Cause.READ_ONLY,
    errno.ENOENT: Cause.VANISHED,
}


class Database:
    """An open SQLite file. Use it from one thread."""

    def __init__(self, path: Path, patience: float, quiet: bool = False) -> None:
        """Open the file at `path`, which must be there; for reading only where it cannot be written.

        `patience`: seconds to wait, for each thing to do, while another program holds the file; it is said that one
        waits, unless `quiet`. Raises Trouble.
        """
        self.path, self._patience, self._told = path, patience, quiet
        self._together = False
        self.writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
        mode, wait = "rw" if self.writable else "ro", min(patience / 2, _ONE_WAIT)
        self._db = self._patiently(lambda: connect(path, mode, wait))

    def rows(self, sql: str, values: Sequence[object] = ()) -> Rows:
        """What a query finds, all of it: the file is held no longer than that."""
        return self.read(lambda db: db.execute(sql, values).fetchall())

    def read(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Do `work`, which changes nothing, and return its result. It may be done again."""
        return self._patiently(lambda: work(self._db))

    def write(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Do `work` in one transaction and return its result; it is on the disk then. `work` may be done again."""

        def once() -> Result:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                result = work(self._db)
                self._db.execute("COMMIT")
            except BaseException:
                # SQLite has taken it back itself when the disk is full.
                if self._db.in_transaction:
                    with suppress(sqlite3.Error):
                        self._db.execute("ROLLBACK")
                raise
            return result

        if not self.writable:
            raise Trouble(Cause.READ_ONLY, str(self.path))
        return self._part(work) if self._together else self._patiently(once)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Have all that is written within be one transaction: on the disk at its end, or, where something is raised, nothing of it.

        Nobody else writes meanwhile, and `close` waits for the end of it.
        """
        if not self.writable:
            raise Trouble(Cause.READ_ONLY, str(self.path))
        self._patiently(lambda: self._db.execute("BEGIN IMMEDIATE"))
        self._together = True
        try:
            yield
            self._patiently(lambda: self._db.execute("COMMIT"))
        finally:
            self._together = False
            if self._db.in_transaction:
                with suppress(sqlite3.Error):
                    self._db.execute("ROLLBACK")

    def _part(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Do `work` within what is written together; what fails leaves nothing of itself."""
        self._db.execute("SAVEPOINT part")
        try:
            result = work(self._db)
        except BaseException:
            self._db.execute("ROLLBACK TO part")
            self._db.execute("RELEASE part")
            raise
        self._db.execute("RELEASE part")
        return result

    def close(self) -> None:
        """Close the file."""
        if not self._together:
            self._db.close()

    def _patiently(self, work: Callable[[], Result]) -> Result:
        ends = time.monotonic() + self._patience
        while True:
            try:
                return work()
            except sqlite3.Error as error:
                found = trouble(error, self.path)
                if found.cause is not Cause.BUSY or time.monotonic() >= ends:
                    raise found from error
            if not self._told:
                self._told = True
                warnings.warn(
                    Notice("store.waiting", path=str(self.path), seconds=round(self._patience)), stacklevel=2
                )


def connect(path: Path, mode: str, timeout: float) -> sqlite3.Connection:
    """A connection to the file at `path`; `mode` as in SQLite's URIs. It is never made when absent."""
    db = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", timeout=timeout, isolation_level=None, uri=True
    )
    try:
        db.execute("PRAGMA synchronous=FULL")
    except sqlite3.Error:
        db.close()
        raise
    return db


def make(path: Path, fill: Callable[[sqlite3.Connection], None]) -> None:
    """Make a database at `path` with what `fill` puts into it; when another process is faster, leave its.

    It is made under another name first: whatever ends this process, there is never half of one at `path`. Only its
    owner may read it. Raises Trouble.
    """
    try:
        private_folder(path.parent)
        fresh = reserve(path.with_name(f".{path.name}.new-{os.getpid()}-{token_hex(4)}"))
        try:
            with closing(connect(fresh, "rw", _ONE_WAIT)) as db:
                db.execute("BEGIN IMMEDIATE")
                fill(db)
                db.execute("COMMIT")
            _put(fresh, path)
        finally:
            fresh.unlink(missing_ok=True)
    except (OSError, sqlite3.Error) as error:
        raise trouble(error, path) from error


def _put(fresh: Path, path: Path) -> None:
    try:
        os.link(fresh, path)
    except FileExistsError:
        return
    except OSError:
        # A file system without links.
        if not path.exists():
            fresh.rename(path)
    sync_folder(path.parent)


def private_folder(folder: Path) -> None:
    """Make a folder where none is, and those above it that are missing: each its owner's alone. Raises OSError."""
    # Path.mkdir gives its mode to the last one only.
    if not folder.is_dir():
        private_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def reserve(path: Path) -> Path:
    """Make an empty file that only its owner may read, where none is; returns its path."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600))
    return path


def sync_folder(folder: Path) -> None:
    """Have the folder's entries on the disk: a file that was made there, renamed or removed."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def trouble(error: sqlite3.Error | OSError, path: Path) -> Trouble:
    """What stands behind a failure of SQLite or of the system."""
    if isinstance(error, OSError):
        cause = _OF_SYSTEM.get(error.errno or 0, Cause.UNUSABLE)
        return Trouble(cause, str(path), system_error(error))
    code = getattr(error, "sqlite_errorcode", None) or 0
    cause = _OF_SQLITE.get(code & 0xFF, Cause.UNUSABLE)
    if cause in (Cause.FAILED, Cause.READ_ONLY):
        cause = _looked_at(path, cause)
    return Trouble(cause, str(path), _detail(error))


def _detail(error: sqlite3.Error) -> str | Named:
    # The tables of version 1 are STRICT, which SQLite before 3.37 cannot even read.
    if 'near "STRICT"' in str(error):
        return Named("store.needs-sqlite", version=sqlite3.sqlite_version, needed="3.37")
    return str(error)


def _looked_at(path: Path, said: Cause) -> Cause:
    """The cause by the look of the place: SQLite calls many things "unable to open" and "I/O error"."""
    if not path.exists():
        return Cause.VANISHED
    if path.is_dir():
        return Cause.UNUSABLE
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        return Cause.READ_ONLY
    with suppress(OSError):
        if (
            shutil.disk_usage(path.parent).free < _LITTLE
            or os.statvfs(path.parent).f_favail == 0 < os.statvfs(path.parent).f_files
        ):
            return Cause.FULL
    return Cause.VANISHED if said is Cause.READ_ONLY else said
