"""The manifest of a run: all that its engineers sign, made from the run's own stream. Pure.

It names everything that was recorded from the run's beginning to its end, and the conclusion that is signed: each event
by its leaf (which binds stream, type, version and body), each blob by hash and size (the files made of the run among
them), and the documents. Whatever is recorded later (a signature, a note, a correction) changes nothing. An export of the
stream is enough to make it again; the head of the log is not in it, because that goes on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime

from fieldops.records.canonical import canonical
from fieldops.records.codecs import BlobRef, Blobs, decode, named_blobs
from fieldops.records.events import Event, RunConcluded, RunFinished, RunKind, RunStarted
from fieldops.records.plain import plain
from fieldops.records.recorded import Recorded
from fieldops.records.snapshots import DocumentSnapshot
from fieldops.structs import Struct

FORMAT = "fieldops/run-manifest/v1"


class EventLeaf(Struct, frozen=True):
    """One event of the run: its number in the stream and its leaf."""

    number: int
    type: str
    version: int
    leaf: str


class Manifest(Struct, frozen=True):
    """Everything that is signed of a run; `finished` is None for one that was cut off. Blobs are sorted by hash."""

    stream: str
    run: str
    kind: RunKind
    contract: str
    started: datetime
    finished: datetime | None
    events: tuple[EventLeaf, ...]
    blobs: tuple[BlobRef, ...]
    documents: tuple[DocumentSnapshot, ...]
    format: str = FORMAT

    @property
    def raw(self) -> bytes:
        """The bytes to sign: canonical JSON in UTF-8."""
        return canonical(plain(self)).encode("utf-8")

    @property
    def sha256(self) -> str:
        """Their SHA-256: the record's hash."""
        return hashlib.sha256(self.raw).hexdigest()


def manifest_of(events: Iterable[Recorded], blob: Blobs, conclusion: int | None = None) -> Manifest | None:
    """The manifest of the run whose stream these are, in order; None when they begin no run. With `conclusion`: of that
    version of its conclusion.

    Raises what `decode` raises: a run that cannot be read cannot be signed.
    """
    covered = list(_covered(events, blob, conclusion))
    begun = next((event for _, event in covered if isinstance(event, RunStarted)), None)
    if begun is None:
        return None
    end = next((event for _, event in covered if isinstance(event, RunFinished)), None)
    blobs = {each for one, _ in covered for each in named_blobs(one.type, one.version, one.body, blob)}
    return Manifest(
        stream=covered[0][0].stream,
        run=begun.run,
        kind=begun.kind,
        contract=begun.contract.id,
        started=begun.started,
        finished=end.finished if end else None,
        events=tuple(EventLeaf(one.number, one.type, one.version, one.leaf) for one, _ in covered),
        blobs=tuple(sorted(blobs, key=lambda each: each.sha256)),
        documents=begun.documents,
    )


def _covered(
    events: Iterable[Recorded], blob: Blobs, conclusion: int | None
) -> Iterator[tuple[Recorded, Event]]:
    """The events up to the run's end, and behind it the one conclusion."""
    ended = False
    for one in events:
        if ended and one.type != RunConcluded.TYPE:
            continue
        event = decode(one.type, one.version, one.body, blob)
        if not ended or (isinstance(event, RunConcluded) and event.version == conclusion):
            yield one, event
        ended = ended or isinstance(event, RunFinished)
