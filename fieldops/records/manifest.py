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

from fieldops.records.answers import ManualAnswered
from fieldops.records.canonical import canonical
from fieldops.records.codecs import BlobRef, Decoded, blobs_of
from fieldops.records.plain import plain
from fieldops.records.run_events import RunFinished, RunKind, RunStarted
from fieldops.records.signing_events import RunConcluded
from fieldops.records.snapshots import DocumentSnapshot
from fieldops.structs import Struct

FORMAT = "fieldops/run-manifest/v1"


class EventLeaf(Struct, frozen=True):
    """One event of the run: which of those it is that are signed, and its leaf."""

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


def manifest_of(
    events: Iterable[Decoded], conclusion: int | None = None, as_recorded: bool = False
) -> Manifest | None:
    """The manifest of the run whose stream these are, in order; None when they begin no run. With `conclusion`: of that
    version of its conclusion. Without, none behind a conclusion is asked for.

    Events are numbered in the order of the manifest: two stores may hold a correction behind other signatures. The first
    manifests had the numbers of the stream (`as_recorded`), which for a first conclusion are the same.
    """
    covered = list(_covered(events, conclusion))
    begun = next((one.event for one in covered if isinstance(one.event, RunStarted)), None)
    if begun is None:
        return None
    end = next((one.event for one in covered if isinstance(one.event, RunFinished)), None)
    blobs = {each for one in covered for each in blobs_of(one)}
    recorded = [one.recorded for one in covered]
    return Manifest(
        stream=recorded[0].stream,
        run=begun.run,
        kind=begun.kind,
        contract=begun.contract.id,
        started=begun.started,
        finished=end.finished if end else None,
        events=tuple(
            EventLeaf(one.number if as_recorded else place, one.type, one.version, one.leaf)
            for place, one in enumerate(recorded, 1)
        ),
        blobs=tuple(sorted(blobs, key=lambda each: each.sha256)),
        documents=begun.documents,
    )


def _covered(events: Iterable[Decoded], conclusion: int | None) -> Iterator[Decoded]:
    """The events up to the run's end, behind it what was filled in before anybody concluded it, and the one conclusion."""
    ended = concluded = False
    for one in events:
        concluding = isinstance(one.event, RunConcluded)
        filled_in = isinstance(one.event, ManualAnswered) and not concluded
        of_version = isinstance(one.event, RunConcluded) and one.event.version == conclusion
        if not ended or filled_in or of_version:
            yield one
        ended = ended or isinstance(one.event, RunFinished)
        concluded = concluded or concluding
        if concluded and conclusion is None:
            return
