"""A stream on its own: as lines of text that can be verified without the log it comes from, and without the others' data.

Lines of JSON: what the file is, from where to which head it goes; then in the order of the log the stream's events as they
were written and of all others only the leaves; then the blobs that the events name. The links are computed anew, so that
the file leads to the head or is not what it says. Reading and writing the file itself is not here.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, TypeVar

import msgspec

from fieldops.errors import FieldopsError
from fieldops.records.canonical import canonical
from fieldops.records.chain import Verdict, verify
from fieldops.records.codecs import named_blobs, outline
from fieldops.records.forgetting import DELETIONS, FORGETTABLE, Deletion, forgotten_of
from fieldops.records.log import Log
from fieldops.records.recorded import Head, Recorded, Sealed
from fieldops.structs import Struct, as_mapping, fields_of

T = TypeVar("T", bound=Struct)

_FORM, _VERSION = "fieldops-export", 1
_LEAVES = 1000
# What the blobs of an export may come to.
_MOST_BYTES = 1 << 30


class Export(Struct, frozen=True):
    """What an export was found to be: the stream, its events, how far the chain leads, and the blobs it lacks.

    `lost` has the SHA-256 of blobs that an event names and that are not in the file or not what they were; `forgotten` are
    those that were deleted as agreed.
    """

    stream: str
    events: int
    verdict: Verdict
    lost: tuple[str, ...]
    forgotten: int = 0


class OpenedExport(Struct, frozen=True):
    """An export with what is in it: the stream's own events in order, and the blobs by SHA-256 as the file has them.

    `entries`: these events and the leaves of all others, in the order of the log.
    """

    found: Export
    start: Head
    head: Head
    events: tuple[Recorded, ...]
    blobs: Mapping[str, bytes]
    entries: tuple[Recorded | Sealed, ...] = ()

    def blob(self, digest: str) -> bytes:
        """The blob with that SHA-256. Raises LostBlob."""
        return _whole(self.blobs, digest)


class LostBlob(FieldopsError):
    """A blob that an event names is not in the export, or not what it was."""

    def __init__(self, digest: str) -> None:
        super().__init__("export.blob-lost", digest=digest)
        self.digest = digest


def export_lines(log: Log, stream: str) -> Iterator[str]:
    """The lines of the stream's export, from its first event to the log's head. Raises what reading the log raises."""
    events = log.read(stream)
    start, head = log.head(events[0].position - 1), log.head()
    yield canonical(
        {
            "form": _FORM,
            "version": _VERSION,
            "stream": stream,
            "start": as_mapping(start),
            "head": as_mapping(head),
        }
    )
    leaves: list[str] = []
    for entry in log.sealed(start.size, stream):
        if entry.position > head.size:
            break
        if isinstance(entry, Recorded):
            yield from _leaves_before(entry.position, leaves)
            yield canonical(as_mapping(entry))
        else:
            leaves.append(entry.leaf)
            if len(leaves) == _LEAVES:
                yield from _leaves_before(entry.position + 1, leaves)
    yield from _leaves_before(head.size + 1, leaves)
    for digest in _named(events, log):
        raw = base64.b64encode(zlib.compress(log.blob(digest), 6)).decode()
        yield canonical({"sha256": digest, "blob": raw})


def _leaves_before(position: int, leaves: list[str]) -> Iterator[str]:
    """The line of the leaves that stand right before `position`, which are then forgotten."""
    if leaves:
        yield canonical({"position": position - len(leaves), "leaves": leaves})
        leaves.clear()


def _named(events: Sequence[Recorded], log: Log) -> list[str]:
    """The SHA-256 of every blob that the events name, each once; those that are gone as agreed are left out."""
    gone = _gone(events)
    named = ((event, named_blobs(event.type, event.version, event.body, log.blob)) for event in events)
    wanted = {(ref.sha256, event.type in FORGETTABLE) for event, refs in named for ref in refs}
    kept = {digest for digest, forgettable in wanted if not (forgettable and digest in gone)}
    return sorted(kept)


def _gone(events: Iterable[Recorded]) -> Mapping[str, Deletion]:
    """What the events say was deleted as agreed."""
    told = (outline(each.type, each.version, each.body) for each in events if each.type in DELETIONS)
    return forgotten_of(each for each in told if isinstance(each, Deletion))


def verify_export(lines: Iterable[str], head: Head | None = None) -> Export:
    """Verify an export by itself, and against `head` when somebody has kept one, such as that of a signed report.

    Without `head` it can only be told that the file agrees with itself. Raises FieldopsError for a file that is no export.
    """
    return open_export(lines, head).found


def open_export(lines: Iterable[str], head: Head | None = None) -> OpenedExport:
    """The same with all that is in the file, whatever is wrong with it. Raises what `verify_export` raises."""
    reader = _Reader(lines)
    first = reader.first
    start, said = _head(first.get("start")), _head(first.get("head"))
    verdict = verify(reader.entries(), start, said, _from_the_first)
    if not verdict.faults and head is not None and head != said:
        verdict = verify(reader.again(), start, head, _from_the_first)
    lost = sorted(set(_lost(reader))) if not verdict.faults else []
    forgotten = len(_gone(reader.own)) if not verdict.faults else 0
    found = Export(str(first.get("stream")), len(reader.own), verdict, tuple(lost), forgotten)
    return OpenedExport(found, start, said, tuple(reader.own), reader.blobs, tuple(reader.again()))


def _from_the_first(stream: str) -> int:
    return 0


def _lost(reader: _Reader) -> Iterator[str]:
    gone = _gone(reader.own)
    for event in reader.own:
        try:
            refs = named_blobs(event.type, event.version, event.body, reader.blob)
        except LostBlob as lost:
            yield lost.digest
            continue
        for ref in refs:
            as_agreed = event.type in FORGETTABLE and ref.sha256 in gone and ref.sha256 not in reader.blobs
            if not as_agreed and not _has(reader.blobs, ref.sha256):
                yield ref.sha256


def _has(blobs: Mapping[str, bytes], digest: str) -> bool:
    """Whether the blob is there, as it was."""
    return digest in blobs and sha256(blobs[digest]).hexdigest() == digest


def _whole(blobs: Mapping[str, bytes], digest: str) -> bytes:
    if not _has(blobs, digest):
        raise LostBlob(digest)
    return blobs[digest]


class _LeavesLine(Struct, frozen=True):
    position: int
    leaves: tuple[str, ...]


class _BlobLine(Struct, frozen=True):
    sha256: str
    blob: str


def _line(data: Any, model: type[T]) -> T:
    """The line as a value, with just its fields. Raises msgspec.ValidationError, ValueError."""
    found = msgspec.convert(data, model)
    if len(data) != len(fields_of(model)):
        raise ValueError("more than belongs there")
    return found


class _Reader:
    """The lines of an export as values; keeps the stream's own events and the blobs."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = enumerate(lines, 1)
        self.own: list[Recorded] = []
        self._all: list[Recorded | Sealed] = []
        self.blobs: dict[str, bytes] = {}
        self._room = _MOST_BYTES
        self.first = self._read_first()

    def _read_first(self) -> Any:
        number, line = next(self._lines, (1, ""))
        data = self._data(number, line)
        if data.get("form") != _FORM:
            raise FieldopsError("export.unreadable", line=number)
        if data.get("version") != _VERSION:
            raise FieldopsError("export.newer", version=str(data.get("version")))
        return data

    def entries(self) -> Iterator[Recorded | Sealed]:
        for number, line in self._lines:
            found = self._entries(number, self._data(number, line))
            self._all += found
            self.own += [each for each in found if isinstance(each, Recorded)]
            yield from found

    def _entries(self, number: int, data: Any) -> list[Recorded | Sealed]:
        """The events or leaves of a line; a blob is kept."""
        try:
            if "leaves" in data:
                leaves = _line(data, _LeavesLine)
                return [Sealed(at, leaf) for at, leaf in enumerate(leaves.leaves, leaves.position)]
            if "blob" in data:
                packed = _line(data, _BlobLine)
                self._take(packed.sha256, base64.b64decode(packed.blob, validate=True))
                return []
            return [_line(data, Recorded)]
        except (msgspec.ValidationError, ValueError, zlib.error) as error:
            raise FieldopsError("export.unreadable", line=number) from error

    def again(self) -> Iterator[Recorded | Sealed]:
        return iter(self._all)

    def _take(self, digest: str, packed: bytes) -> None:
        """Inflate a blob, and no more than there is room for: a few bytes may stand for any number."""
        inflating = zlib.decompressobj()
        raw = inflating.decompress(packed, self._room + 1)
        if len(raw) > self._room:
            raise FieldopsError("export.too-large", megabytes=_MOST_BYTES >> 20)
        if not inflating.eof or inflating.unused_data:
            raise ValueError("no blob")
        self._room -= len(raw)
        self.blobs[digest] = raw

    def blob(self, digest: str) -> bytes:
        return _whole(self.blobs, digest)

    def _data(self, number: int, line: str) -> Any:
        try:
            # Unlike the standard library's it refuses half a character, which has no bytes to hash.
            data = msgspec.json.decode(line)
        except (msgspec.DecodeError, ValueError, RecursionError) as error:
            raise FieldopsError("export.unreadable", line=number) from error
        if not isinstance(data, dict):
            raise FieldopsError("export.unreadable", line=number)
        return data


def _head(data: Any) -> Head:
    try:
        return Head(int(data["size"]), str(data["link"]))
    except (TypeError, LookupError, ValueError) as error:
        raise FieldopsError("export.unreadable", line=1) from error
