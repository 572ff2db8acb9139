"""What of a run that came from another store is taken into this one: the run, or what is new of it. Pure.

Only what somebody of the team vouches for: a signature that counts covers the run up to its end and the conclusion that it is
of; a seal that counts, the whole archive. So nobody can slip a run, a conclusion, or a worthless signature in somebody's
name into a store by an archive that is merely well made. Events keep their leaves; where they stand is each store's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fieldops.errors import FieldopsError, Refused
from fieldops.records.codecs import Decoded
from fieldops.records.events import RunConcluded, RunFinished, RunSigned
from fieldops.records.signing import Signing
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
    new = _new_of_run(_split(here)[0], begun)
    if new and not vouched and not sealed:
        raise Refused("import.unvouched")
    known = {one.recorded.leaf for one in here}
    versions = {one.event.version: one for one in here if isinstance(one.event, RunConcluded)}
    signers = {_signer(one.event) for one in here if isinstance(one.event, RunSigned)}
    left_out: list[LeftOut] = []
    for one in later:
        event = one.event
        if one.recorded.leaf in known:
            continue
        if isinstance(event, RunConcluded):
            if event.version in versions:
                raise Refused("import.other-conclusion", version=event.version)
            if event.version in vouched or sealed:
                new.append(one)
            else:
                left_out.append(LeftOut(event.version, event.by.id, Refused("import.unsigned-conclusion")))
        elif isinstance(event, RunSigned):
            if event in counting and _signer(event) not in signers:
                new.append(one)
            else:
                left_out.append(LeftOut(event.version, event.signer.id, _reason(event, signing)))
    return Merge(tuple(new), tuple(left_out))


def _split(events: Sequence[Decoded]) -> tuple[list[Decoded], list[Decoded]]:
    """The events up to the run's end, and those behind it: also of a run that has none, what somebody says of it."""
    end = len(events)
    for at, one in enumerate(events):
        if isinstance(one.event, RunFinished | RunConcluded | RunSigned):
            end = at + isinstance(one.event, RunFinished)
            break
    return list(events[:end]), list(events[end:])


def _new_of_run(here: Sequence[Decoded], theirs: Sequence[Decoded]) -> list[Decoded]:
    """What the other one knows of the run itself and this one does not. Raises Refused where they disagree."""
    for ours, other in zip(here, theirs, strict=False):
        if ours.recorded.leaf != other.recorded.leaf:
            raise Refused("import.contradicts", number=other.recorded.number, type=other.recorded.type)
    return list(theirs[len(here) :])


def _signer(event: RunSigned) -> tuple[int, str, str]:
    return event.version, event.role, event.signer.id


def _reason(event: RunSigned, signing: Signing) -> FieldopsError:
    """Why a signature is not taken: the first thing for which it does not count; else there is one here already."""
    faults = _faults(event, signing)
    return next(faults, Refused("import.signed-here"))


def _faults(event: RunSigned, signing: Signing) -> Iterator[FieldopsError]:
    for version in signing.versions:
        for each in version.signatures:
            if each.signed == event:
                yield from each.faults
