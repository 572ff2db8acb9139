"""Verifying a log: from where the last verification came to, or from the beginning; and the blobs that events name.

How a chain is followed is in `chain`; this reads the log for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial

from fieldops.errors import FieldopsError
from fieldops.records.chain import Verdict, verify
from fieldops.records.codecs import Decoded, UnknownEvent, blobs_of, decode, once_of, outline
from fieldops.records.events import Event
from fieldops.records.forgetting import DELETIONS, FORGETTABLE, Deletion, forgotten_of
from fieldops.records.log import Broken, Log
from fieldops.records.recorded import EMPTY, Head, Recorded, Sealed

Tell = Callable[[Recorded], object]


def verify_log(log: Log, head: Head | None = None, whole: bool = False) -> Verdict:
    """Follow the log's chain and say what is wrong; a log that is right remembers how far it was followed.

    `head`: what somebody has kept of this log, such as the number and head of a signed report. `whole`: from the
    beginning. What the log remembers is believed only where its own link says the same; a log that has become
    shorter than that, or another, is faulty.
    """
    noted = log.verified()
    if log.head(noted.size) != noted:
        return verify(log.since(0), EMPTY, noted)
    start = EMPTY if whole else noted
    if head is not None and head.size < start.size and log.head(head.size) != head:
        start = EMPTY
    verdict = verify(log.since(start.size), start, head, lambda stream: log.count(stream, start.size))
    if not verdict.faults and verdict.head != noted:
        log.note_verified(verdict.head)
    return verdict


def insist(log: Log, tell: Tell | None = None, start: Head = EMPTY) -> Head:
    """Follow the log's chain before anything is concluded from many of its events; returns how far it goes.

    `tell` is given each event on the way, so that nobody reads them twice: what it makes of them counts only when this
    has returned. `start`: how far the caller has followed this log itself. How far somebody else came is no start: what
    was changed before it would be concluded from. Raises Broken for the first thing that is wrong, and else what `tell`
    has raised first.
    """
    ear = _Ear(tell)
    # Nothing is written: who only reads must not wait for other readers.
    counted = partial(_counted, log, start.size)
    verdict = verify(log.since(start.size), start, log.verified(), counted, ear.hear)
    for fault in verdict.faults:
        raise Broken(log.place, fault)
    if ear.failure is not None:
        raise ear.failure
    return verdict.head


def _counted(log: Log, size: int, stream: str) -> int:
    return log.count(stream, size) if size else 0


class _Ear:
    """Passes events on until that fails: a chain that turns out to be broken is told before."""

    def __init__(self, tell: Tell | None) -> None:
        self._tell = tell
        self.failure: FieldopsError | None = None

    def hear(self, entry: Recorded | Sealed) -> None:
        if self._tell is not None and self.failure is None and isinstance(entry, Recorded):
            try:
                self._tell(entry)
            except FieldopsError as failure:
                self.failure = failure


def lost_blobs(log: Log) -> Iterator[tuple[int, FieldopsError]]:
    """What cannot be read of what the events name, with the event's position: each blob that is not there or changed,
    and each event that is not as fieldops writes it, or that stands under another key than its own. What a newer fieldops wrote is left to that.
    """
    good: set[str] = set()
    gone, keys = forgotten_by_stream(log), log.once_keys()
    for event in log.since(0):
        try:
            told = decode(event.type, event.version, event.body, log.blob)
            named = blobs_of(Decoded(event, told))
        except UnknownEvent:
            continue
        except FieldopsError as error:
            yield event.position, error
            continue
        if once_of(told) != keys.get(event.position):
            yield event.position, FieldopsError("store.key-altered", path=log.place, seq=event.position)
        for ref in named:
            if ref.sha256 in good or _is_gone(log, event, ref.sha256, gone):
                continue
            try:
                log.blob(ref.sha256)
                good.add(ref.sha256)
            except FieldopsError as error:
                yield event.position, error


def forgotten_by_stream(log: Log) -> Mapping[str, Mapping[str, Deletion]]:
    """What was deleted as agreed, by stream and SHA-256."""
    told: dict[str, list[Event]] = {}
    for event in log.since(0, DELETIONS):
        with suppress(UnknownEvent):
            found = outline(event.type, event.version, event.body)
            if isinstance(found, Deletion):
                told.setdefault(event.stream, []).append(found)
    return {stream: forgotten_of(events) for stream, events in told.items()}


def _is_gone(log: Log, event: Recorded, digest: str, gone: Mapping[str, Mapping[str, Deletion]]) -> bool:
    """Whether the blob is not there because it was deleted as agreed. One that is there must be what it was."""
    if event.type not in FORGETTABLE or digest not in gone.get(event.stream, {}):
        return False
    return not log.has_blob(digest)
