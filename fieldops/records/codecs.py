"""How each event is written, and how every version that was ever written is read: the only place that knows bodies.

A body is canonical JSON and small: what is large (snapshots of contract and playbook, the results of a host) stands
beside it as a blob of canonical JSON that the body names by SHA-256. So the chain, lists and visits never read it, and
what stays the same from run to run is kept once. `outline` reads a body alone, `decode` the whole event. Bodies of
version 1 hold everything themselves (`fieldops.records.version1`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import msgspec

from fieldops.errors import FieldopsError
from fieldops.records import version1
from fieldops.records.answers import ManualAnswered
from fieldops.records.canonical import exact_text
from fieldops.records.events import Event, Outline, StoreMigrated
from fieldops.records.finding_events import FindingAccepted, FindingAssigned, FindingClosed
from fieldops.records.handed_in import EvidenceForgotten, HandedIn
from fieldops.records.order_events import OrderCorrected, OrderOpened, OrderTold, OrderVoided, OrderWithdrawn
from fieldops.records.plain import Json, plain, typed
from fieldops.records.recorded import Encoded, Recorded
from fieldops.records.run_events import (
    BlobsForgotten,
    HostFinished,
    HostOutline,
    RunCollected,
    RunFinished,
    RunOutline,
    RunResumed,
    RunStarted,
    is_to_be_carried,
)
from fieldops.records.session_events import SessionClosed, SessionOpened
from fieldops.records.signing_events import RunConcluded, RunConfirmed, RunSigned
from fieldops.records.stock_events import StockMoved
from fieldops.records.swap_events import SwapProposed, SwapTold
from fieldops.records.visit_events import ConsentGiven, ObligationDone, VisitMissed
from fieldops.structs import Struct

Blobs = Callable[[str], bytes]
"""Gives the bytes with a SHA-256; raises FieldopsError when they are not there or have another hash."""


class BlobRef(Struct, frozen=True):
    """Bytes that an event names: by SHA-256, with their size."""

    sha256: str
    size: int


class UnknownEvent(FieldopsError):
    """An event of a type or version that this fieldops does not know: a newer one wrote it."""

    def __init__(self, type: str, version: int) -> None:
        super().__init__("record.newer-event", type=type, version=version)


class _Codec(Struct, frozen=True):
    """How one version of one type is read: all of it, its outline, and which blobs its body names for itself."""

    decode: Callable[[Json, Blobs], Event]
    outline: Callable[[str], Outline]
    parts: tuple[str, ...] = ()


# Of a `RunStarted` what stands beside the body, and what its body has in the outline only.
_BESIDE = ("contract", "playbook", "documents")
_OUTLINED = ("run", "kind", "started", "engineers", "hosts")


class _Outlined(Struct, frozen=True):
    """As much of the body of a `RunStarted` as lists and visits read."""

    outline: RunOutline


def encode(event: Event) -> Encoded:
    """The event as today's version of its type is written."""
    body = plain(event)
    parts: Json = {}
    match event:
        case RunStarted():
            parts = {name: body[name] for name in _BESIDE}
            body = {name: value for name, value in body.items() if name not in _OUTLINED}
            body["outline"] = plain(event.outline)
        case HostFinished():
            parts = {"results": {name: body.pop(name) for name in ("checks", "evidence")}}
        case _:
            pass
    blobs = {name: exact_text(part).encode() for name, part in parts.items()}
    for name, raw in blobs.items():
        body[name] = {"sha256": hashlib.sha256(raw).hexdigest(), "size": len(raw)}
    return Encoded(event.TYPE, event.VERSION, exact_text(body), once_of(event), tuple(blobs.values()))


def once_of(event: Event) -> str | None:
    """The key that only one event of its stream may have; None where such an event may come again."""
    match event:
        case RunStarted() | RunCollected() | RunFinished():
            return event.TYPE
        case HostFinished():
            # What is carried here later is the other event of such a host.
            return f"{event.TYPE}:{event.host}{':to-be-carried' * is_to_be_carried(event)}"
        case RunConcluded():
            return f"{event.TYPE}:{event.version}"
        case RunSigned():
            return f"{event.TYPE}:{event.version}:{event.role}:{event.signer.id}"
        case RunConfirmed():
            return f"{event.TYPE}:{event.version}:{evidence_of(event)}"
        case OrderOpened() | OrderVoided():
            return event.TYPE
        case OrderTold() | SwapTold():
            return f"{event.TYPE}:{_happening(event)}"
        case SessionOpened() | SessionClosed():
            return f"{event.TYPE}:{event.number}"
        case SwapProposed():
            return f"{event.TYPE}:{event.swap}"
        case _:
            return None


def evidence_of(event: RunConfirmed) -> str:
    """What a confirmation stands on, by SHA-256: the signature or the scan. The same is recorded once."""
    if event.scan is not None:
        return event.scan.sha256
    return hashlib.sha256(event.signature.encode("utf-8", "replace")).hexdigest()


# Of what is told: when it was written down, and the files that are kept with it.
_KEPT = ("at", "file", "signature")
_LATER: Mapping[str, tuple[str, ...]] = {
    OrderTold.TYPE: ("contact", "satisfaction", "about"),
    SwapTold.TYPE: ("contact", "person"),
}


def _happening(event: OrderTold | SwapTold) -> str:
    """What happened, whenever it was written down: told twice, by hand and by a file, it is recorded once. Which bytes were
    handed in with it is said by its evidence, too.
    """
    told = {name: value for name, value in plain(event).items() if name not in _KEPT}
    # What older versions did not know changes nothing of what happened, where nobody has said it.
    later = _LATER[event.TYPE]
    told = {name: value for name, value in told.items() if name not in later or value is not None}
    return hashlib.sha256(exact_text(told).encode()).hexdigest()


def decode(type: str, version: int, body: str, blob: Blobs) -> Event:
    """The event that was recorded, whatever version wrote it.

    Raises UnknownEvent for one of a newer fieldops, FieldopsError for a body that is none of its kind, and what `blob`
    raises.
    """
    codec = _codec(type, version)
    with _readable(type, version):
        return codec.decode(json.loads(body), blob)


def outline(type: str, version: int, body: str) -> Outline:
    """The same without blobs: all of a small event, and of a large one what lists and visits ask."""
    codec = _codec(type, version)
    with _readable(type, version):
        return codec.outline(body)


class Decoded(Struct, frozen=True):
    """An event of the log: as it was written, and what that says."""

    recorded: Recorded
    event: Event


def decoded(events: Iterable[Recorded], blob: Blobs) -> Iterator[Decoded]:
    """Each of the events decoded, one by one as they are asked for. Raises what `decode` raises."""
    for one in events:
        yield Decoded(one, decode(one.type, one.version, one.body, blob))


def named_blobs(type: str, version: int, body: str, blob: Blobs) -> tuple[BlobRef, ...]:
    """Every blob that the event names, at any distance, each once, by SHA-256: its own, documents, raw outputs."""
    return _blobs(type, version, body, decode(type, version, body, blob))


def blobs_of(one: Decoded) -> tuple[BlobRef, ...]:
    """The same of an event that is decoded already."""
    return _blobs(one.recorded.type, one.recorded.version, one.recorded.body, one.event)


def _blobs(type: str, version: int, body: str, event: Event) -> tuple[BlobRef, ...]:
    with _readable(type, version):
        data = json.loads(body)
        parts = [msgspec.convert(data[part], BlobRef) for part in _codec(type, version).parts]
    found = {part.sha256: part.size for part in parts}
    if isinstance(event, RunStarted):
        found |= {document.sha256: document.size for document in event.documents}
    if isinstance(event, RunConcluded):
        found |= {file.sha256: file.size for file in event.files}
    if isinstance(event, RunConfirmed) and event.scan is not None:
        found |= {event.scan.sha256: event.scan.size}
    if isinstance(event, ManualAnswered):
        found |= {photo.sha256: photo.size for photo in event.photos}
    found |= {file.sha256: file.size for file in handed_in_with(event)}
    if isinstance(event, HostFinished):
        for each in event.evidence:
            found |= {each.out_sha256: each.out_size, each.err_sha256: each.err_size}
    return tuple(BlobRef(sha256, size) for sha256, size in sorted(found.items()))


def handed_in_with(event: Event) -> Iterator[HandedIn]:
    """The files that were handed in with an event: the evidence, and the signature that lay beside it."""
    if isinstance(event, OrderTold | SwapTold | SessionOpened) and event.file is not None:
        yield event.file
    if isinstance(event, OrderTold | SwapTold) and event.signature is not None:
        yield event.signature


class _readable:
    """Turns what is wrong with a body into a failure that names its type and version."""

    def __init__(self, type: str, version: int) -> None:
        self._values = {"type": type, "version": version}

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        wrong = (msgspec.DecodeError, LookupError, TypeError, ValueError, AttributeError, RecursionError)
        if isinstance(error, wrong):
            detail = f"{type(error).__name__}: {error}"
            raise FieldopsError("record.unreadable-event", **self._values, detail=detail) from error


def _codec(type: str, version: int) -> _Codec:
    codec = CODECS.get((type, version))
    if codec is None:
        raise UnknownEvent(type, version)
    return codec


# --- what a run records since version 2 ---------------------------------------------------------------------


def _run_started(body: Json, blob: Blobs) -> RunStarted:
    parts = {name: _part(body[name], blob) for name in _BESIDE}
    outlined = {name: body["outline"][name] for name in _OUTLINED}
    return typed(RunStarted, {**body, **outlined, **parts})


def _run_outline(body: str) -> RunOutline:
    return msgspec.json.decode(body, type=_Outlined).outline


def _host_finished(body: Json, blob: Blobs) -> HostFinished:
    return typed(HostFinished, {**body, **_part(body["results"], blob)})


def _host_outline(body: str) -> HostOutline:
    return msgspec.json.decode(body, type=HostOutline)


def _part(ref: Any, blob: Blobs) -> Any:
    return msgspec.json.decode(blob(ref["sha256"]))


# --- the table -------------------------------------------------------------------------------------------


def _small(model: type[Any]) -> _Codec:
    """The codec of an event whose body is just its fields."""
    return _Codec(lambda body, blob: typed(model, body), lambda body: typed(model, json.loads(body)))


def _first(decode: Callable[[Json], Event], outline: Callable[[Json], Outline]) -> _Codec:
    """The codec of a version whose bodies hold everything themselves."""
    return _Codec(lambda body, blob: decode(body), lambda body: outline(json.loads(body)))


CODECS: Mapping[tuple[str, int], _Codec] = {
    ("run.started", 1): _first(version1.run_started, version1.run_outline),
    # Version 2 lacked `request.override`, which nobody could give then.
    ("run.started", 2): _Codec(_run_started, _run_outline, _BESIDE),
    # Version 3 had one playbook for all hosts, and kept no groups in its outline.
    ("run.started", 3): _Codec(_run_started, _run_outline, _BESIDE),
    # Version 4 knew no playbook that extends another one.
    ("run.started", 4): _Codec(_run_started, _run_outline, _BESIDE),
    # Version 5 knew no manual items.
    ("run.started", 5): _Codec(_run_started, _run_outline, _BESIDE),
    # Version 6 did not say which old algorithms of SSH a host was allowed.
    ("run.started", 6): _Codec(_run_started, _run_outline, _BESIDE),
    # Version 7 kept in its outline nothing of what people are to fill in, and of a probe no account but the login and root.
    ("run.started", 7): _Codec(_run_started, _run_outline, _BESIDE),
    ("run.started", 8): _Codec(_run_started, _run_outline, _BESIDE),
    ("host.finished", 1): _first(version1.host_finished, version1.host_outline),
    # Version 2 did not keep with which account a host was asked.
    ("host.finished", 2): _Codec(_host_finished, _host_outline, ("results",)),
    ("host.finished", 3): _Codec(_host_finished, _host_outline, ("results",)),
    ("run.collected", 1): _small(RunCollected),
    ("run.resumed", 1): _small(RunResumed),
    ("run.finished", 1): _small(RunFinished),
    ("manual.answered", 1): _small(ManualAnswered),
    # Version 1 said no day for what could not be determined.
    ("run.concluded", 1): _small(RunConcluded),
    ("run.concluded", 2): _small(RunConcluded),
    ("run.signed", 1): _small(RunSigned),
    ("run.confirmed", 1): _small(RunConfirmed),
    ("blobs.forgotten", 1): _small(BlobsForgotten),
    ("obligation.done", 1): _small(ObligationDone),
    ("consent.given", 1): _small(ConsentGiven),
    ("visit.missed", 1): _small(VisitMissed),
    ("finding.assigned", 1): _small(FindingAssigned),
    ("finding.accepted", 1): _small(FindingAccepted),
    ("finding.closed", 1): _small(FindingClosed),
    # Version 1 did not say which order a complaint is about.
    ("order.opened", 1): _small(OrderOpened),
    ("order.opened", 2): _small(OrderOpened),
    # Version 1 named what was handed in by its hash only, and kept no bytes of it.
    ("order.told", 1): _small(OrderTold),
    # Version 2 kept no signature that lay beside it.
    ("order.told", 2): _small(OrderTold),
    # Version 3 did not say who of the customer it was, nor how content.
    ("order.told", 3): _small(OrderTold),
    # Version 4 did not say under which order a complaint is handled.
    ("order.told", 4): _small(OrderTold),
    ("order.told", 5): _small(OrderTold),
    # Version 1 withdrew of several of one time the one that was written down last.
    ("order.withdrawn", 1): _small(OrderWithdrawn),
    ("order.withdrawn", 2): _small(OrderWithdrawn),
    ("order.corrected", 1): _small(OrderCorrected),
    ("evidence.forgotten", 1): _small(EvidenceForgotten),
    ("order.voided", 1): _small(OrderVoided),
    # Version 1 kept no bytes of what was handed in.
    ("session.opened", 1): _small(SessionOpened),
    ("session.opened", 2): _small(SessionOpened),
    ("session.closed", 1): _small(SessionClosed),
    ("stock.moved", 1): _small(StockMoved),
    ("swap.proposed", 1): _small(SwapProposed),
    # Version 1 kept no bytes of what was handed in.
    ("swap.told", 1): _small(SwapTold),
    # Version 2 did not say which person it was.
    ("swap.told", 2): _small(SwapTold),
    ("swap.told", 3): _small(SwapTold),
    ("store.migrated", 1): _small(StoreMigrated),
}
