"""Spool files: what could not be written into the log yet, kept beside it until a later command takes it in.

One file per process, appended line by line, each line on the disk before anybody is told that it is kept. A line is the
SHA-256 of what follows, a space, and canonical JSON: first which log the file is for, then what is to be appended. The
process that writes the file locks it; the kernel frees the lock when it ends, however it ends. Only then others take the
file in, as often as it needs: what is in the log already is not written again.
"""

from __future__ import annotations

import base64
import errno
import fcntl
import hashlib
import json
import os
import stat
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import Any

from fieldops.records.canonical import canonical
from fieldops.records.database import private_folder, sync_folder
from fieldops.records.recorded import Encoded, Head
from fieldops.structs import Struct

SUFFIX = ".spool"
_FORM = 1


class Entry(Struct, frozen=True):
    """What is to be appended to a stream, with all its blobs."""

    stream: str
    events: tuple[Encoded, ...]
    blobs: tuple[bytes, ...] = ()


class DamagedSpool(Exception):
    """A line of a spool file is not what was written, or the file is of a form that is not known."""


def spool_folders(store: Path, state: Path, temporary: Path) -> tuple[Path, ...]:
    """Where spool files of that store may be, best first: beside it, else below the user's folder for the state of
    programs, else in the folder for temporary files.
    """
    store = store.resolve()
    key = f"{store.stem}-{hashlib.sha256(os.fsencode(store)).hexdigest()[:16]}"
    return store.parent, state / "fieldops" / key, temporary / f"fieldops-{os.getuid()}" / key


def spool_files(store: Path, folders: Sequence[Path]) -> list[Path]:
    """The spool files of that store that are there."""
    beginning = store.resolve().name + "."
    found: list[Path] = []
    for folder in folders:
        with suppress(OSError):
            names = [name for name in os.listdir(folder) if name.startswith(beginning)]
            found += [folder / name for name in sorted(names) if name.endswith(SUFFIX)]
    return found


class Spool:
    """The spool of one process: makes a file when there is something to keep, and the next place's when one is full."""

    def __init__(self, store: Path, folders: Sequence[Path]) -> None:
        self.store, self._left = store.resolve(), list(folders)
        self._files: list[_File] = []

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that have something in them."""
        return tuple(file.path for file in self._files)

    def put(self, entry: Entry, base: Head | None) -> None:
        """Keep `entry`: it is on the disk when this returns. `base`: a head that the log is known to have had.

        Raises OSError, of the last place, when no place takes it.
        """
        lines = _line(_data(entry))
        if self._files and self._files[-1].is_gone():
            # Somebody has removed it; what was said to be kept is still readable here, and goes to the next place.
            old = self._files.pop()
            lines = b"".join(old.lines()[1:]) + lines
            old.close()
        failure = OSError(errno.ENOENT, os.strerror(errno.ENOENT), str(self.store.parent))
        for file in self._files[-1:]:
            try:
                return file.add(lines)
            except OSError as error:
                failure = error
        for folder in self._left[:]:
            try:
                file = _make(folder, self.store, folder == self.store.parent, base, lines)
            except OSError as error:
                failure = error
                continue
            self._left.remove(folder)
            self._files.append(file)
            return None
        raise failure

    def entries(self) -> Iterator[Entry]:
        """What has been put in, in order. Raises DamagedSpool, OSError."""
        for file in self._files:
            for line in file.lines()[1:]:
                yield _entry(_read(line, file.path))

    def clear(self) -> None:
        """Remove the files: all that was in them is in the log."""
        while self._files:
            file = self._files.pop()
            file.remove()
            self._left.insert(0, file.path.parent)

    def close(self) -> None:
        """Leave the files to whoever takes them in."""
        while self._files:
            self._files.pop().close()


class _File:
    """A spool file that this process writes and has locked."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path, self._descriptor = path, descriptor

    def add(self, line: bytes) -> None:
        size = os.fstat(self._descriptor).st_size
        try:
            written = 0
            while written < len(line):
                written += os.write(self._descriptor, line[written:])
            os.fsync(self._descriptor)
        except OSError:
            # Half a line is no line: what stands before it is good.
            with suppress(OSError):
                os.ftruncate(self._descriptor, size)
            raise

    def lines(self) -> list[bytes]:
        """What is in the file, also when it has no name any more."""
        with os.fdopen(os.dup(self._descriptor), "rb") as file:
            file.seek(0)
            return file.readlines()

    def is_gone(self) -> bool:
        return os.fstat(self._descriptor).st_nlink == 0

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)
        self.close()

    def close(self) -> None:
        os.close(self._descriptor)


def _make(folder: Path, store: Path, beside: bool, base: Head | None, lines: bytes) -> _File:
    """A new file in `folder` with `lines`, locked before anybody can find it under its name."""
    if not beside:
        _own_folder(folder)
    path = folder / f"{store.name}.{token_hex(6)}{SUFFIX}"
    hidden = path.with_name(f".{path.name}.new")
    descriptor = os.open(hidden, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_APPEND | os.O_CLOEXEC, 0o600)
    file = _File(path, descriptor)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        head = None if base is None else {"size": base.size, "link": base.link}
        file.add(_line({"form": _FORM, "store": str(store), "base": head}) + lines)
        os.rename(hidden, path)
        sync_folder(folder)
    except OSError:
        hidden.unlink(missing_ok=True)
        file.remove()
        raise
    return file


def _own_folder(folder: Path) -> None:
    """Make `folder` where nobody else can put something of theirs: others may write the folder for temporary files."""
    private_folder(folder)
    for each in (folder.parent, folder):
        state = each.lstat()
        if not stat.S_ISDIR(state.st_mode) or state.st_uid != os.getuid() or state.st_mode & 0o022:
            raise OSError(errno.EPERM, os.strerror(errno.EPERM), str(each))


# --- reading, by whoever takes it in -------------------------------------------------------------------


@contextmanager
def left_behind(path: Path) -> Iterator[bool]:
    """Holds the spool file `path`; False when its process is alive or somebody else has it or has taken it in."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        yield False
        return
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield path.exists() and os.path.samestat(os.fstat(descriptor), path.stat())
        except BlockingIOError:
            yield False
    finally:
        os.close(descriptor)


def read_spool(path: Path) -> tuple[Head | None, Iterator[Entry]]:
    """The head that the log is known to have had, and the entries, one by one.

    What a process was just writing when it ended was never said to be kept: an unfinished last line is no line.
    Raises DamagedSpool, also from the iterator.
    """
    lines = _lines(path)
    first: Any = next(lines, None)
    if first is None:
        return None, iter(())
    if first["form"] != _FORM:
        raise DamagedSpool(str(path))
    base = first["base"]
    return (None if base is None else Head(base["size"], base["link"])), (_entry(data) for data in lines)


def _lines(path: Path) -> Iterator[Any]:
    with path.open("rb") as file:
        for line in file:
            if not line.endswith(b"\n"):
                return
            yield _read(line, path)


def _read(line: bytes, path: Path) -> Any:
    digest, _, text = line[:-1].partition(b" ")
    if hashlib.sha256(text).hexdigest().encode() != digest:
        raise DamagedSpool(str(path))
    return json.loads(text)


def _line(data: object) -> bytes:
    text = canonical(data).encode("utf-8")
    return b"%s %s\n" % (hashlib.sha256(text).hexdigest().encode(), text)


def _data(entry: Entry) -> dict[str, object]:
    events = [[event.type, event.version, event.body, event.once] for event in entry.events]
    whole = {raw for event in entry.events for raw in event.blobs} | set(entry.blobs)
    packed = [base64.b64encode(zlib.compress(raw, 6)).decode() for raw in sorted(whole)]
    return {"stream": entry.stream, "events": events, "blobs": packed}


def _entry(data: Any) -> Entry:
    events = tuple(Encoded(*event) for event in data["events"])
    return Entry(
        data["stream"], events, tuple(zlib.decompress(base64.b64decode(raw)) for raw in data["blobs"])
    )
