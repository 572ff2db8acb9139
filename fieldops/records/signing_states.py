"""How far each of many runs is signed, without what was recorded beside the events: for lists. What one run proves is `signing`.

A manifest is made of everything that a run holds; of ten thousand runs nobody wants to read that. But a signed text also
names how far the log went then, and the link there stands for every event before it, so for everything that the manifest
names. Where the log has that link still, the record is what was signed. Where it has not (the signature was made in
another store, or this one was rewritten), the run is read whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache

from fieldops.errors import FieldopsError
from fieldops.records.codecs import UnknownEvent, decoded, outline
from fieldops.records.confirming import Confirmed, judged_confirmation, weightiest
from fieldops.records.intents import read_intent
from fieldops.records.keyholders import Register
from fieldops.records.log import Log
from fieldops.records.recorded import Head, Recorded
from fieldops.records.run_events import RunKind, RunOutline
from fieldops.records.signing import SigningState, Subject, judged_signatures, signing_of, state_by
from fieldops.records.signing_events import ConfirmationWay, RunConcluded, RunConfirmed, RunSigned
from fieldops.structs import Struct


class Standing(Struct, frozen=True):
    """How far the version that holds of a run is signed, and how it was confirmed; None: it was not."""

    state: SigningState
    confirmed: ConfirmationWay | None = None


_DRAFT = Standing(SigningState.DRAFT)

FindRegister = Callable[[RunOutline], Register | None]
"""Whose keys are whose for a run; None where that cannot be told, and no signature counts."""


def signing_states(log: Log, begun: Mapping[str, RunOutline], register: FindRegister) -> dict[str, Standing]:
    """How far the version that holds of each inspection of `begun` (by stream) is signed, by stream.

    The caller has followed the chain. A run that cannot be read is a draft: nothing proves that it is more.
    """
    told: dict[str, _Told] = {
        stream: _Told() for stream, run in begun.items() if run.kind is RunKind.INSPECTION
    }
    for event in log.since(0, (RunConcluded.TYPE, RunSigned.TYPE, RunConfirmed.TYPE)) if told else ():
        if event.stream in told:
            told[event.stream].hear(event)
    holds = cache(lambda head: log.head(head.size) == head)
    return {stream: _state(log, stream, begun[stream], one, register, holds) for stream, one in told.items()}


@dataclass(slots=True)
class _Told:
    """What is on record of a run's signing; `after` is where each conclusion stands in the log, by version."""

    conclusions: dict[int, RunConcluded] = field(default_factory=dict)
    after: dict[int, int] = field(default_factory=dict)
    signed: list[RunSigned] = field(default_factory=list)
    confirmed: list[RunConfirmed] = field(default_factory=list)
    unknown: bool = False

    def hear(self, event: Recorded) -> None:
        try:
            one = outline(event.type, event.version, event.body)
        except UnknownEvent:
            self.unknown = True
            return
        if isinstance(one, RunConcluded):
            self.conclusions.setdefault(one.version, one)
            self.after.setdefault(one.version, event.position)
        elif isinstance(one, RunSigned):
            self.signed.append(one)
        elif isinstance(one, RunConfirmed):
            self.confirmed.append(one)


def _state(
    log: Log,
    stream: str,
    begun: RunOutline,
    told: _Told,
    register: FindRegister,
    holds: Callable[[Head], bool],
) -> Standing:
    version = max(told.conclusions, default=0)
    signed = [each for each in told.signed if each.version == version]
    confirmed = [each for each in told.confirmed if each.version == version]
    if not signed or told.unknown:
        return _DRAFT
    if not all(_bound(each, told.after[version], holds) for each in signed):
        return _by_the_manifest(log, stream, register(begun))
    known = register(begun)
    judged = list(judged_signatures(signed, Subject(begun, told.conclusions[version], None), known))
    manifests = {each.intent.manifest for each in judged if each.counts and each.intent is not None}
    if not {each.manifest for each in confirmed} <= manifests:
        return _by_the_manifest(log, stream, known)
    about = Confirmed(begun, told.conclusions[version], tuple(sorted(manifests)))
    way = weightiest([judged_confirmation(each, about, known) for each in confirmed])
    state = state_by(sum(each.counts for each in judged))
    return Standing(state, way.confirmed.way if way is not None else None)


def _bound(signed: RunSigned, conclusion: int, holds: Callable[[Head], bool]) -> bool:
    """Whether the signed text names a place of this log behind the conclusion; one that is no such text counts nowhere."""
    try:
        intent = read_intent(signed.intent)
    except FieldopsError:
        return True
    return intent.log.size >= conclusion and holds(intent.log)


def _by_the_manifest(log: Log, stream: str, register: Register | None) -> Standing:
    try:
        found = signing_of(tuple(decoded(log.read(stream), log.blob)), register)
    except FieldopsError:
        return _DRAFT
    if found is None or found.current is None:
        return _DRAFT
    way = found.current.confirmation
    return Standing(found.state, way.confirmed.way if way is not None else None)
