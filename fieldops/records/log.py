"""The log as everything above it sees it: one protocol, and what can go wrong. How a backend keeps it is not here.

An append-only list of events in streams (a run, an order, the schedule), chained, with blobs (documents, raw outputs)
beside it by SHA-256. Events come as text: what they mean is the codecs' to say.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from fieldops.errors import ExitCode, FieldopsError, Named
from fieldops.records.chain import Fault
from fieldops.records.recorded import Encoded, Head, Recorded, Sealed
from fieldops.structs import Struct

RUNS = "run/"


def run_stream(run: str) -> str:
    """The name of the stream in which a run's events are."""
    return RUNS + run


class Stream(Struct, frozen=True):
    """A stream of the log: its name, and the position of its first event."""

    name: str
    first: int


class Cause(StrEnum):
    """Why a log cannot be written or read just now; the code of the sentence is `store.` and this."""

    BUSY = "busy"
    FULL = "full"
    READ_ONLY = "read-only"
    VANISHED = "vanished"
    FAILED = "failed"
    UNUSABLE = "unusable"


class Trouble(FieldopsError):
    """The surroundings do not let the log be used: nothing is wrong with what was asked (exit 3)."""

    exit_code = ExitCode.INCOMPLETE

    def __init__(self, cause: Cause, path: str, detail: str | Named = "") -> None:
        super().__init__(f"store.{cause}", path=path, detail=detail)
        self.cause = cause


class Unfit(FieldopsError):
    """The log is no log that this program can use as it is: newer, empty, too old to be only read (exit 3)."""

    exit_code = ExitCode.INCOMPLETE


class Conflict(FieldopsError):
    """Somebody else wrote first: the stream is not as long as expected, or has its one event of that kind (exit 3)."""

    exit_code = ExitCode.INCOMPLETE


class Broken(FieldopsError):
    """An event is not what was written: the chain says so (exit 1)."""

    def __init__(self, path: str, fault: Fault) -> None:
        values = {"path": path, "seq": fault.position, "what": Named(f"chain.{fault.reason}")}
        super().__init__("store.broken", **values)
        self.fault = fault


class Part(Struct, frozen=True):
    """What is to be added to one stream together with others: see `Log.append`."""

    stream: str
    events: tuple[Encoded, ...]
    expected: int
    blobs: tuple[bytes, ...] = ()


class Log(Protocol):
    """An open log. Every method raises Trouble when the log cannot be reached. Use it from one thread."""

    @property
    def place(self) -> str:
        """Where it is, as it is shown to people."""

    def append(
        self,
        stream: str,
        events: Sequence[Encoded],
        expected: int | None = None,
        blobs: Iterable[bytes] = (),
        again: bool = False,
    ) -> Head:
        """Add events to a stream, with their blobs and others beside them, all or nothing; returns the new head.

        What has been returned from here is on the disk. `expected`: how many events the stream is believed to have.
        `again`: it may have been written before; events that the stream has already are left out.
        Raises Conflict when the stream has another length, or an event with the same `once`.
        """

    def append_all(self, parts: Sequence[Part]) -> Head:
        """Add to several streams, in this order, all or nothing; returns the new head. Raises what `append` raises."""

    def forget(self, stream: str, event: Encoded, expected: int, blobs: Collection[str]) -> Head:
        """Delete the blobs with these SHA-256 and add the event that says so, all or nothing; returns the new head.

        Raises Conflict when the stream is not as long as `expected`.
        """

    def read(self, stream: str) -> list[Recorded]:
        """The events of a stream, in order, each checked against its leaf and its link; none for an unknown stream.

        Raises Broken for the first one that was changed.
        """

    def since(self, position: int, types: Collection[str] | None = None) -> Iterator[Recorded]:
        """The events behind `position`, in order, all or those of some types; not checked.

        The log is not held between two of them: one that is appended meanwhile may come too.
        """

    def by_stream(self, prefix: str, size: int) -> Iterator[Recorded]:
        """The events among the first `size` in the streams whose names begin so: stream by stream, each in its order; not
        checked.
        """

    def sealed(self, position: int, stream: str) -> Iterator[Recorded | Sealed]:
        """The events behind `position`: those of `stream` whole, of the others the leaf."""

    def streams(self, prefix: str = "", limit: int | None = None) -> list[Stream]:
        """The streams whose names begin so, the newest first. No body is read."""

    def count(self, stream: str, size: int) -> int:
        """How many events the stream had when the log had `size`."""

    def blob(self, digest: str) -> bytes:
        """The blob with that SHA-256. Raises FieldopsError when it is not there or no longer what it was."""

    def once_keys(self) -> Mapping[int, str]:
        """By position the key of each event that only one of its stream may have; it follows from the event."""

    def has_blob(self, digest: str) -> bool:
        """Whether anything is kept under that SHA-256."""

    def head(self, size: int | None = None) -> Head:
        """The log's head, or the one it had at `size`: fewer when it has fewer."""

    def verified(self) -> Head:
        """How far a verification has come, as it noted itself: compare it with `head` before believing it."""

    def note_verified(self, head: Head) -> None:
        """Keep how far a verification has come. A log that cannot be written forgets it."""

    def lease(self, name: str, holder: str, now: datetime, until: datetime) -> bool:
        """Take or prolong the lease `name` up to `until`; False while somebody else's has not run out at `now`.

        Several machines may ask. A holder that dies frees it by the passing of time only: take it for a
        short while and prolong it.
        """

    def release(self, name: str, holder: str) -> None:
        """Give a lease back; one that is somebody else's by now stays."""

    def close(self) -> None:
        """Let go of the log."""
