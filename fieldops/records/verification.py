"""Verifying a log: from where the last verification came to, or from the beginning; and the blobs that events name.

How a chain is followed is in `chain`; this reads the log for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from fieldops.errors import FieldopsError
from fieldops.records.chain import Verdict, verify
from fieldops.records.codecs import UnknownEvent, named_blobs
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
    and each event that is not as fieldops writes it. What a newer fieldops wrote is left to that.
    """
    good: set[str] = set()
    for event in log.since(0):
        try:
            named = named_blobs(event.type, event.version, event.body, log.blob)
        except UnknownEvent:
            continue
        except FieldopsError as error:
            yield event.position, error
            continue
        for ref in named:
            if ref.sha256 in good:
                continue
            try:
                log.blob(ref.sha256)
                good.add(ref.sha256)
            except FieldopsError as error:
                yield event.position, error
