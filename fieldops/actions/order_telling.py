"""Telling what happened to a service order: as it was typed, with the files that are handed in, each once.

Does not live here: what a file tells of orders (`order_files`), and any rule (`fieldops.service`).
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from fieldops.actions.contracts import open_workspace
from fieldops.actions.finding import person_called
from fieldops.actions.handed_in import Handed, bytes_of, kept
from fieldops.actions.needed import TIMES, need_agreement
from fieldops.actions.orders import TRIES, Places, Tellings, View, admitted, read_order
from fieldops.actions.settings import open_store
from fieldops.contracts.agreement import Agreement
from fieldops.contracts.spoken import named, offered
from fieldops.errors import Named, UsageError
from fieldops.records.codecs import encode
from fieldops.records.log import Conflict
from fieldops.records.moments import whole_seconds
from fieldops.records.order_events import OrderTold, order_stream
from fieldops.records.plain import typed
from fieldops.service.meaning import values_meant
from fieldops.service.orders import Order, level_of
from fieldops.sla.event_kinds import KINDS, kind_meant, kinds_offered
from fieldops.sla.moments import in_zone, read_moment
from fieldops.structs import Struct, replaced


class Word(Struct, frozen=True):
    """Something that happened to an order, as it was typed: what kind of event, when, and what belongs to it.

    `file`: the name and the bytes of a file that is handed in as its evidence, `signature` those of the signature beside it.
    """

    kind: str
    time: str | None = None
    values: Mapping[str, str] = {}
    file: Handed | None = None
    signature: Handed | None = None


def tell(root: Path, id: str, word: Word, now: datetime) -> tuple[View, int]:
    """Record that something happened to an order; the order as it stands then, and how much of it was new (0 or 1).

    Raises UsageError for an order that there is none of and for what cannot be, Refused for what may not be yet.
    """

    def telling(order: Order, agreement: Agreement) -> tuple[OrderTold, ...]:
        told = _told(order, agreement, word, now)
        if any(_happened(each.told) == _happened(told) for each in order.withdrawn):
            raise UsageError("order.was-withdrawn", order=id, kind=Named(f"order.event-{told.kind}"))
        return (told,)

    return add(root, id, telling, now, blobs=bytes_of(word.file, word.signature))


def add(
    root: Path,
    id: str,
    tellings: Tellings,
    now: datetime,
    places: Places | None = None,
    blobs: tuple[bytes, ...] = (),
) -> tuple[View, int]:
    """Add to an order what it does not have yet, with the files that it names (`blobs`), all or nothing; the order as it stands
    then, and how much was new.

    Raises what `tell` raises; with `places` NotAdmitted for what cannot be or may not be yet.
    """
    workspace = open_workspace(root, judged=False)
    with closing(open_store(root)) as log:
        tried = 0
        while True:
            tried += 1
            order, size = read_order(log, id)
            agreement = need_agreement(workspace, order.opened.contract, TIMES)
            # What was withdrawn is not taken in again by a file that still holds it.
            recorded = (*order.told, *(each.told for each in order.withdrawn))
            known = {_happened(each) for each in recorded}
            told = tuple(
                each
                for each in tellings(order, agreement)
                if not isinstance(each, OrderTold) or _happened(each) not in known
            )
            view = admitted(order, told, agreement, now, places)
            try:
                if told:
                    log.append(order_stream(id), [encode(each) for each in told], size, blobs)
            except Conflict:
                if tried == TRIES:
                    raise
                continue
            return view, len(told)


def _happened(told: OrderTold) -> OrderTold:
    """What was told without when it was written down, and without the files: a log that came back as text has none."""
    return replaced(told, at=told.time, file=None, signature=None)


def _told(order: Order, agreement: Agreement, word: Word, now: datetime) -> OrderTold:
    zone = agreement.zone
    kind = kind_called(word.kind)
    if kind == "repair_ordered":
        raise UsageError("order.repair-by-opening", order=order.id, contract=order.opened.contract)
    for key in KINDS[kind]:
        if key not in word.values:
            raise _lacking(key, Named(f"order.event-{kind}"), order, agreement)
    values = values_meant(kind, word.values, order, agreement)
    data: dict[str, object] = {**values, "order": order.id, "kind": kind}
    if "due" in word.values:
        data |= {"due": None, **_due(word.values["due"], zone, now)}
    if "person" in word.values and agreement.team is not None:
        data["person"] = person_called(agreement.team.people, word.values["person"]).id
    time = read_moment(word.time, zone, latest=now) if word.time is not None else now
    data |= {"time": _written(time, zone), "at": _written(now, zone)}
    return replaced(typed(OrderTold, data), file=kept(word.file), signature=kept(word.signature))


def _lacking(key: str, kind: Named, order: Order, agreement: Agreement) -> UsageError:
    """That an option is missing; of a reason with those that the contract lets clocks stand still for."""
    level = level_of(order, agreement)
    reasons = tuple(dict.fromkeys(each.reason for each in level.pauses)) if level is not None else ()
    if key != "reason" or not reasons:
        return UsageError("order.lacks", option=f"--{key}", kind=kind)
    choices = offered("", named(reasons))
    return UsageError("order.lacks-one-of", option=f"--{key}", kind=kind, choices=choices)


def kind_called(text: str) -> str:
    """The kind of event that is meant, by its name or its word. Raises UsageError with what there is."""
    kind = kind_meant(text)
    if kind is None or kind == "reported":
        raise UsageError("log.unknown-kind", kind=text, choices=kinds_offered(text))
    return kind


def _due(text: str, zone: ZoneInfo, now: datetime) -> dict[str, object]:
    """An agreed time; a day alone ends with it."""
    try:
        return {"due_day": date.fromisoformat(text).isoformat()}
    except ValueError:
        return {"due": _written(read_moment(text, zone, earliest=now), zone)}


def _written(at: datetime, zone: ZoneInfo) -> str:
    return whole_seconds(in_zone(at, zone)).isoformat()
