"""Event logs of orders as files: taken in, in the order in which things happened, and written out again.

An engineer without a line writes what happens into a file and takes it in later; other systems hand theirs over in the
same form (`fieldops.sla.events`). Taking in the same file again changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from fieldops.actions.contracts import open_workspace
from fieldops.actions.deadlines import InvalidLog, events_in, log_of
from fieldops.actions.needed import TIMES, need_agreement
from fieldops.actions.order_besides import Unclear, take_in
from fieldops.actions.order_evidence import as_claimed
from fieldops.actions.order_opening import Call, open_order
from fieldops.actions.order_telling import add
from fieldops.actions.orders import NotAdmitted, View, order_called
from fieldops.actions.settings import recorded_together
from fieldops.contracts.agreement import Agreement
from fieldops.dates.instants import utc
from fieldops.errors import ExitCode, FieldopsError, InvalidDocuments, Position, Problem, UsageError
from fieldops.records.moments import whole_seconds
from fieldops.records.order_events import OrderTold
from fieldops.service.meaning import values_meant
from fieldops.service.orders import Order
from fieldops.sla.events import Event, OrderLog, in_sequence
from fieldops.sla.log_words import Beside
from fieldops.sla.moments import in_zone
from fieldops.structs import Struct, as_mapping, replaced

# What is kept beside an event is not in a log of text.
_FILES = ("file", "signature")
# What a file may say by id, or as it is read on the screen.
_SPOKEN = (
    "by", "person", "reason", "to", "milestone", "document", "action", "step", "contact", "satisfaction",
    "about",
)  # fmt: skip


class Imported(Struct, frozen=True):
    """An order after a file was taken in: how much of it was new, and whether the order was opened by it."""

    view: View
    new: int
    opened: bool


def import_order(root: Path, path: Path, now: datetime, contract: str | None = None) -> Imported:
    """Take in the event log of one order; an order that is not there yet is opened by it.

    `contract`: where the file names none. Raises InvalidLog for a file with mistakes, UsageError without an order's
    number or a contract, NotAdmitted for what cannot be or may not be yet; then nothing was written of what it says.
    """
    return import_log(root, path, None, now, contract)


def import_log(
    root: Path,
    path: Path,
    raw: bytes | None,
    now: datetime,
    contract: str | None = None,
    lines: bool | None = None,
) -> Imported:
    """The same for the part of a file that is about one order, else (None) for the whole; with `lines` it is JSON lines."""
    log = _read(root, path, raw, now, contract, lines)
    if not log.beside:
        return _with_events(root, path, log, now, contract)
    with recorded_together(root):
        return _with_besides(root, path, log, now, contract)


def _with_besides(root: Path, path: Path, log: OrderLog, now: datetime, contract: str | None) -> Imported:
    """Take in what happened to the order and beside it, one after the other as it happened, so that each finds what was before."""
    assert log.order is not None
    new, opened = 0, False
    for piece in _in_time(log):
        if isinstance(piece, Beside):
            new += _beside(root, log.order, piece, now)
            continue
        found = _with_events(root, path, replaced(log, events=piece, beside=()), now, contract)
        new, opened = new + found.new, opened or found.opened
    return Imported(order_called(root, log.order, now), new, opened)


def _in_time(log: OrderLog) -> Iterator[tuple[Event, ...] | Beside]:
    """What a log tells in the order in which it happened: events between two other things together; the report comes first."""
    # What happened at one time is taken as the file has it.
    everything: list[Event | Beside] = [*log.events, *log.beside]
    events: list[Event] = []
    for each in sorted(everything, key=lambda one: (not _is_report(one), utc(one.at), _place(one))):
        if isinstance(each, Event):
            events.append(each)
            continue
        if events:
            yield tuple(events)
            events = []
        yield each
    if events:
        yield tuple(events)


def _place(each: Event | Beside) -> Position:
    return each.position if isinstance(each, Event) else each.place("")


def _is_report(each: Event | Beside) -> bool:
    return isinstance(each, Event) and each.kind == "reported"


def _beside(root: Path, order: str, told: Beside, now: datetime) -> int:
    """Take in a session, a swap or a movement. Raises NotAdmitted, which says where it stands."""
    try:
        return take_in(root, order, told, now)
    except Unclear as unclear:
        raise NotAdmitted(order, [unclear.problem]) from unclear
    except InvalidDocuments:
        raise
    except FieldopsError as error:
        if error.exit_code not in (ExitCode.USAGE, ExitCode.REFUSED):
            raise
        raise NotAdmitted(order, [Problem(told.place(""), error.code, error.values)]) from error


def _with_events(root: Path, path: Path, log: OrderLog, now: datetime, contract: str | None) -> Imported:
    assert log.order is not None
    places: dict[OrderTold, Position] = {}

    def tellings(order: Order, agreement: Agreement) -> tuple[OrderTold, ...]:
        places.clear()
        verified = {each.evidence for each in order.told}
        for event in _after_report(log):
            told = _told(order, event, agreement, now)
            if told.evidence is not None and told.evidence not in verified:
                # A file says that a key has signed; whether it has, was seen where that was recorded.
                told = replaced(told, evidence=as_claimed(told.evidence))
            places[told] = event.position
        return tuple(places)

    existing = _existing(root, log.order, now)
    if existing is None and not log.events:
        raise UsageError("order.no-such", order=log.order, choices="-")
    if existing is None:
        if problems := list(in_sequence(log.events[:1], str(path), ZoneInfo("UTC"))):
            raise InvalidLog(str(path), problems)
        opened = open_order(root, _call(log, contract), now, tellings, places)
        return Imported(opened, len(opened.order.told), True)
    _insist_on_report(log, existing.order)
    view, new = add(root, log.order, tellings, now, places)
    return Imported(view, new, False)


def _after_report(log: OrderLog) -> tuple[Event, ...]:
    """What happened after the report; an order that is known already needs none in the file."""
    return log.events[1:] if log.events and log.events[0].kind == "reported" else log.events


def _insist_on_report(log: OrderLog, order: Order) -> None:
    """Raise NotAdmitted where the file's report is of another time than the order's: it is of another order, then."""
    # A file that was written before the time was corrected is of the same order.
    known = {utc(each.reported) for each in (order.opened, *(one.before for one in order.corrected))}
    is_report = bool(log.events) and log.events[0].kind == "reported"
    if is_report and utc(whole_seconds(log.reported)) not in known:
        values = {"order": order.id, "reported": order.opened.reported.isoformat()}
        raise NotAdmitted(order.id, [Problem(log.events[0].position, "order.reported-otherwise", values)])


def _read(
    root: Path, path: Path, raw: bytes | None, now: datetime, contract: str | None, lines: bool | None
) -> OrderLog:
    workspace = open_workspace(root, judged=False)
    agreement = need_agreement(workspace, contract, TIMES) if contract is not None else None
    raw = events_in(path) if raw is None else raw
    if agreement is None:
        agreement = need_agreement(workspace, _contract_of(root, raw, path, now, lines), TIMES)
    log = log_of(raw, path, agreement.zone, lines, whole=False)
    if log.order is None:
        raise UsageError("order.file-without-number", path=str(path))
    return log


def _contract_of(root: Path, raw: bytes, path: Path, now: datetime, lines: bool | None) -> str:
    """The contract that a file names, or that of the order which it adds to: the zone of its times is that contract's."""
    log = log_of(raw, path, ZoneInfo("UTC"), lines, whole=False)
    if log.contract is not None:
        return log.contract
    known = _existing(root, log.order, now) if log.order is not None else None
    if known is None:
        raise UsageError("order.file-without-contract", path=str(path))
    return known.order.opened.contract


def _existing(root: Path, order: str, now: datetime) -> View | None:
    try:
        return order_called(root, order, now)
    except UsageError as error:
        if error.code in ("order.none", "order.no-such"):
            return None
        raise


def _call(log: OrderLog, contract: str | None) -> Call:
    return Call(
        contract=contract or log.contract or "",
        request=log.request,
        reported=log.reported.isoformat(),
        severity=log.severity,
        asset=log.asset,
        facts=log.facts,
        number=log.order,
    )


def _told(order: Order, event: Event, agreement: Agreement, now: datetime) -> OrderTold:
    zone = agreement.zone
    due = event.due
    written = {key: text for key in _SPOKEN if (text := getattr(event, key)) is not None}
    told = OrderTold(
        order=order.id,
        kind=event.kind,
        time=whole_seconds(in_zone(event.at, zone)),
        at=whole_seconds(in_zone(now, zone)),
        evidence=event.evidence,
        note=event.note,
        due=whole_seconds(in_zone(due, zone)) if isinstance(due, datetime) else None,
        due_day=due if due is not None and not isinstance(due, datetime) else None,
    )
    values: dict[str, Any] = {**values_meant(event.kind, written, order, agreement)}
    return replaced(told, **values)


def export_lines(order: Order, named: bool = False) -> Iterator[str]:
    """The event log of an order as JSON lines, which `import_order` and `sla status` read; with `named` each of them says
    of which order it is, as several in one file need.
    """
    opened = order.opened
    head: dict[str, object] = {
        "order": order.id,
        "contract": opened.contract,
        "asset": opened.asset,
        "request": opened.request,
        "severity": opened.severity,
        "facts": dict(opened.facts) or None,
        "time": opened.reported.isoformat(),
        "kind": "reported",
    }
    yield _json(head)
    for told in order.told:
        data = as_mapping(told) | {"time": told.time.isoformat()}
        due = told.due or told.due_day
        data["due"] = due.isoformat() if due is not None else None
        left_out = ("at", "due_day", *_FILES) if named else ("order", "at", "due_day", *_FILES)
        yield _json({key: data[key] for key in data if key not in left_out})


def _json(data: dict[str, object]) -> str:
    return json.dumps({key: value for key, value in data.items() if value is not None}, ensure_ascii=False)
