"""Recording while things go wrong: what was inspected is written into the log, or into a spool until it can be.

One keeper for a run. Nothing waits for the log: a log that is in use, full or gone sends what comes to the spool, and is
tried again from time to time and at the end. Only what is on a disk is called kept.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from fieldops.errors import ExitCode, FieldopsError, Named, Notice, system_error
from fieldops.records.log import Cause, Log, Trouble
from fieldops.records.recorded import Encoded, Head
from fieldops.records.spool import DamagedSpool, Entry, Spool, left_behind, read_spool
from fieldops.structs import Struct

Kept = Callable[[], None]


class Patience(Struct, frozen=True):
    """Seconds: how often a log that failed is tried `again`, how long at the `end` of all."""

    again: float = 5
    end: float = 120


class NotYetRecorded(FieldopsError):
    """What was inspected is safe in spool files; the log could not take it (exit 3). A later command takes it in."""

    exit_code = ExitCode.INCOMPLETE

    def __init__(self, trouble: Trouble, files: tuple[Path, ...]) -> None:
        listed = ", ".join(str(file) for file in files)
        super().__init__(f"store.kept-{trouble.cause}", **{**trouble.values, "files": listed})
        self.trouble, self.files = trouble, files


class NotKept(FieldopsError):
    """No place takes what was inspected: it is lost, and nobody was told otherwise (exit 3)."""

    exit_code = ExitCode.INCOMPLETE


class Keeper:
    """Appends to the log that `opening` opens, or keeps in `spool`. Use it from one thread, and as a context."""

    def __init__(self, opening: Callable[[bool], Log], spool: Spool, patience: Patience) -> None:
        """`opening` is called with whether a log that is not there may be made; it may fail with Trouble."""
        self._opening, self._spool, self._patience = opening, spool, patience
        self._log: Log | None = None
        self._seen: Head | None = None
        self._waiting: list[tuple[Entry, Kept]] = []
        self._trouble: Trouble | None = None
        self._failure: OSError | None = None
        self._tried = 0.0

    def begin(
        self, stream: str, events: tuple[Encoded, ...], blobs: tuple[bytes, ...] = (), number: int = 0
    ) -> None:
        """Append the first events of a stream (or those behind the first `number`), before anything is done that should be
        recorded in it.

        Raises Trouble when the log cannot be written, unless it is only in use: better know it now.
        """
        try:
            self._log = self._opening(True)
            self._seen = self._log.append(stream, events, number, blobs)
        except Trouble as trouble:
            if trouble.cause is not Cause.BUSY:
                raise
            self._failed(trouble)
            self._put(Entry(stream, events, blobs), lambda: None)

    def record(self, stream: str, events: tuple[Encoded, ...], blobs: tuple[bytes, ...], kept: Kept) -> None:
        """Append events and blobs; `kept` is called when they are on a disk, now or later."""
        entry = Entry(stream, events, blobs)
        if (self._trouble is None or self._is_time()) and self._written(entry):
            kept()
        else:
            self._put(entry, kept)

    def settle(self) -> None:
        """Have everything in the log; waits for it as long as the patience at the end allows.

        Raises NotYetRecorded when spool files remain, NotKept when something is on no disk.
        """
        ends = time.monotonic() + self._patience.end
        while not self._written(None) and self._will_pass():
            left = ends - time.monotonic()
            if left <= 0:
                break
            time.sleep(min(self._patience.again, left))
        self._spool_waiting()
        if self._waiting:
            assert self._failure is not None  # that is why it waits
            assert self._trouble is not None
            what = {"count": len(self._waiting), "why": system_error(self._failure)}
            raise NotKept("store.lost", path=self._trouble.values["path"], **what)
        if self._trouble is not None:
            raise NotYetRecorded(self._trouble, self._spool.files)

    def __enter__(self) -> Keeper:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Whatever happened: what is only in memory goes into the spool where that is possible."""
        if self._waiting:
            self._spool_waiting()
        self._spool.close()
        self._let_go()

    # --- the log ---------------------------------------------------------------------------------------

    def _is_time(self) -> bool:
        return time.monotonic() - self._tried >= self._patience.again

    def _will_pass(self) -> bool:
        return self._trouble is not None and self._trouble.cause is Cause.BUSY

    def _written(self, entry: Entry | None) -> bool:
        """Whether all that waits, and `entry` behind it, is in the log."""
        self._tried = time.monotonic()
        try:
            log = self._opened()
            if self._trouble is not None:
                self._catch_up(log)
            if entry is not None:
                self._seen = log.append(entry.stream, entry.events, blobs=entry.blobs, again=True)
            return True
        except Trouble as trouble:
            self._failed(trouble)
        except FieldopsError as error:
            # Another store in its place, an empty one, one that has been changed.
            self._failed(Trouble(Cause.UNUSABLE, str(self._spool.store), Named(error.code, **error.values)))
        except (DamagedSpool, OSError) as error:
            detail = system_error(error) if isinstance(error, OSError) else str(error)
            self._failed(Trouble(Cause.FAILED, str(self._spool.store), detail))
        return False

    def _opened(self) -> Log:
        if self._log is None:
            log = self._opening(False)
            if self._seen is not None and log.head(self._seen.size) != self._seen:
                log.close()
                raise Trouble(Cause.VANISHED, log.place)
            self._log = log
        return self._log

    def _catch_up(self, log: Log) -> None:
        for entry in self._spool.entries():
            self._seen = log.append(entry.stream, entry.events, blobs=entry.blobs, again=True)
        self._spool.clear()
        while self._waiting:
            entry, kept = self._waiting[0]
            self._seen = log.append(entry.stream, entry.events, blobs=entry.blobs, again=True)
            del self._waiting[0]
            kept()
        self._trouble = None

    def _failed(self, trouble: Trouble) -> None:
        if trouble.cause is not Cause.BUSY:
            # It may be another file by the next time.
            self._let_go()
        self._trouble = trouble

    def _let_go(self) -> None:
        if self._log is not None:
            self._log.close()
            self._log = None

    # --- the spool -------------------------------------------------------------------------------------

    def _put(self, entry: Entry, kept: Kept) -> None:
        """Keep an entry in the spool, else in memory, behind what is there already."""
        self._waiting.append((entry, kept))
        self._spool_waiting()

    def _spool_waiting(self) -> None:
        told = self._spool.files
        try:
            while self._waiting:
                entry, kept = self._waiting[0]
                self._spool.put(entry, self._seen)
                del self._waiting[0]
                kept()
        except OSError as error:
            self._failure = error
        if self._trouble is not None and self._spool.files != told:
            values = {**self._trouble.values, "file": str(self._spool.files[-1])}
            warnings.warn(Notice("store.spooling", **values), stacklevel=3)


def take_in(log: Log, files: list[Path]) -> None:
    """Append what spool files hold that other processes have left, and remove them; say so, and what cannot be.

    A file whose process is alive is left alone, as is one for another log. Safe to be stopped and called again.
    """
    for path in files:
        with left_behind(path) as ours:
            if ours:
                _take(log, path)


def _take(log: Log, path: Path) -> None:
    count = 0
    values: dict[str, object] = {"file": str(path), "path": log.place}
    try:
        base, entries = read_spool(path)
        if base is not None and log.head(base.size) != base:
            warnings.warn(Notice("spool.other-store", **values), stacklevel=3)
            return
        for entry in entries:
            log.append(entry.stream, entry.events, blobs=entry.blobs, again=True)
            count += len(entry.events)
        path.unlink()
        if count:
            warnings.warn(Notice("spool.taken-in", count=count, **values), stacklevel=3)
    except Trouble:
        warnings.warn(Notice("spool.waits", **values), stacklevel=3)
    except (DamagedSpool, FieldopsError, OSError):
        warnings.warn(Notice("spool.unreadable", **values), stacklevel=3)
