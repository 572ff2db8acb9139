"""What of a run that came from another store is taken into this one: the run, or what is new of it. Pure.

Only what somebody of the team vouches for: a signature that counts covers the run up to its end and the conclusion that it is
of; a seal that counts, the whole archive. So nobody can slip a run, a conclusion, or a worthless signature in somebody's
name into a store by an archive that is merely well made. Events keep their leaves; where they stand is each store's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fieldops.errors import FieldopsError, Refused
from fieldops.records.answers import ManualAnswered
from fieldops.records.codecs import Decoded, evidence_of
from fieldops.records.run_events import BlobsForgotten
from fieldops.records.signing import Signing
from fieldops.records.signing_events import ConfirmationWay, RunConcluded, RunConfirmed, RunSigned
from fieldops.structs import Struct


class LeftOut(Struct, frozen=True):
    """A conclusion or signature that is not taken in, and why: the version, and whose it is."""

    version: int
    person: str
    error: FieldopsError


class Merge(Struct, frozen=True):
    """What is to be appended to the run's stream here, in this order, and what is not."""

    new: tuple[Decoded, ...]
    left_out: tuple[LeftOut, ...]


def merge(here: Sequence[Decoded], theirs: Sequence[Decoded], signing: Signing, sealed: bool) -> Merge:
    """What is new in `theirs`, the events of a run from elsewhere, beside those that are `here` (none: the run is not).

    `signing`: what the signatures there are worth by the team of this workspace; `sealed`: whether somebody of it signed for
    all of it. Raises Refused where the two tell of one run in two ways, and where nobody vouches for what is new of the run.
    """
    counting = {each.signed for version in signing.versions for each in version.counting}
    vouched = {each.version for each in counting}
    begun, later = _split(theirs)
    ours, said = _split(here)
    new = beyond(ours, begun)
    if said and any(isinstance(one.event, ManualAnswered) for one in new):
        # What comes behind a conclusion counts for nothing, and the two would tell of one run in two ways.
        raise Refused("import.contradicts", number=new[0].recorded.number, type=new[0].recorded.type)
    if new and not vouched and not sealed:
        raise Refused("import.unvouched")
    known = {one.recorded.leaf for one in here}
    judging = _Judging(here, signing, vouched, sealed)
    left_out: list[LeftOut] = []
    for one in later:
        event = one.event
        if one.recorded.leaf in known or not isinstance(event, RunConcluded | RunSigned | RunConfirmed):
            continue
        left = judging.left_out(event)
        if left is None:
            new.append(one)
        else:
            left_out.append(left)
    return Merge(tuple(new), tuple(left_out))


class _Judging:
    """Judges what was said of a run after its end, one event after the other."""

    def __init__(self, here: Sequence[Decoded], signing: Signing, vouched: set[int], sealed: bool) -> None:
        self._signing, self._vouched, self._sealed = signing, vouched, sealed
        told = [one.event for one in here]
        self._versions = {each.version for each in told if isinstance(each, RunConcluded)}
        self._signers = {_signer(each) for each in told if isinstance(each, RunSigned)}
        self._evidence = {_evidence(each) for each in told if isinstance(each, RunConfirmed)}
        self._taken = set(self._versions)

    def left_out(self, event: RunConcluded | RunSigned | RunConfirmed) -> LeftOut | None:
        """Why the event is not taken in; None where it is."""
        match event:
            case RunConcluded():
                return self._conclusion(event)
            case RunSigned():
                if self._counts(event) and _signer(event) not in self._signers:
                    return None
                return LeftOut(event.version, event.signer.id, self._reason(event, "import.signed-here"))
            case RunConfirmed():
                return self._confirmation(event)

    def _conclusion(self, event: RunConcluded) -> LeftOut | None:
        if event.version in self._versions:
            raise Refused("import.other-conclusion", version=event.version)
        if event.version in self._vouched or self._sealed:
            self._taken.add(event.version)
            return None
        return LeftOut(event.version, event.by.id, Refused("import.unsigned-conclusion"))

    def _confirmation(self, event: RunConfirmed) -> LeftOut | None:
        """A signature vouches for itself; that a paper is the customer's is the word of whoever recorded it."""
        told: FieldopsError | None = None
        if event.version not in self._taken:
            told = Refused("import.unsigned-conclusion")
        elif _evidence(event) in self._evidence:
            told = Refused("import.confirmed-here")
        elif not self._counts(event):
            told = self._reason(event, "import.confirmed-here")
        elif event.way is ConfirmationWay.SCAN and not self._sealed:
            told = Refused("import.unvouched-scan")
        return LeftOut(event.version, event.by, told) if told is not None else None

    def _counts(self, event: RunSigned | RunConfirmed) -> bool:
        found = list(_judged(event, self._signing))
        return bool(found) and not any(faults for faults in found)

    def _reason(self, event: RunSigned | RunConfirmed, otherwise: str) -> FieldopsError:
        """Why it is not taken: the first thing for which it does not count; else there is one here already."""
        faults = (fault for each in _judged(event, self._signing) for fault in each)
        return next(faults, Refused(otherwise))


def _split(events: Sequence[Decoded]) -> tuple[list[Decoded], list[Decoded]]:
    """The events up to the run's end, with what was filled in before somebody concluded it, and those behind it: also of a run
    that has no end, what somebody says of it.
    """
    end = len(events)
    for at, one in enumerate(events):
        if isinstance(one.event, RunConcluded | RunSigned | RunConfirmed | BlobsForgotten):
            end = at
            break
    return list(events[:end]), list(events[end:])


def beyond(
    here: Sequence[Decoded], theirs: Sequence[Decoded], code: str = "import.contradicts", **values: object
) -> list[Decoded]:
    """What the other record has behind what both have alike: of a run, of an order. Raises Refused (`code`, with `values`)
    where they disagree.
    """
    for ours, other in zip(here, theirs, strict=False):
        if ours.recorded.leaf != other.recorded.leaf:
            raise Refused(code, number=other.recorded.number, type=other.recorded.type, **values)
    return list(theirs[len(here) :])


def _signer(event: RunSigned) -> tuple[int, str, str]:
    return event.version, event.role, event.signer.id


def _evidence(event: RunConfirmed) -> tuple[int, str]:
    return event.version, evidence_of(event)


def _judged(event: RunSigned | RunConfirmed, signing: Signing) -> Iterator[tuple[FieldopsError, ...]]:
    """For what the event does not count, wherever it stands among the versions."""
    for version in signing.versions:
        yield from (each.faults for each in version.signatures if each.signed == event)
        yield from (each.faults for each in version.confirmations if each.confirmed == event)
