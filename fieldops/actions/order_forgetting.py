"""Deleting evidence of orders when the agreed time is over: signed sheets, scans, what was handed in with sessions and swaps. G5

What was told stays, and so does every event that names the evidence. Of an order that is not closed nothing is deleted.
"""

from __future__ import annotations

from contextlib import closing
from datetime import date, datetime
from pathlib import Path

from fieldops.actions.finding import recorded, team_member
from fieldops.actions.orders import order_called, read_order
from fieldops.actions.registers import agreement_of
from fieldops.actions.retention import (
    agreed,
    clauses_of,
    evidence_of_order,
    insist_on_sound,
    last_of,
    needed,
)
from fieldops.actions.runs import present_store
from fieldops.contracts.agreement import Agreement
from fieldops.errors import FieldopsError, Refused
from fieldops.records.codecs import encode
from fieldops.records.handed_in import EvidenceForgotten
from fieldops.records.moments import whole_seconds
from fieldops.records.order_events import ORDERS, order_stream
from fieldops.records.sqlite import SqliteLog
from fieldops.records.swap_events import swaps_stream
from fieldops.service.ending import is_closed
from fieldops.service.orders import Order
from fieldops.sla.moments import in_zone
from fieldops.sla.timetable import timetable_for
from fieldops.structs import Struct, replaced

# Which agreed times hold for what is handed in with an order; of several the longest.
_PAPERS = frozenset({"service_sheets", "review_records", "session_records", "service_file"})


class ForgottenOrder(Struct, frozen=True):
    """An order of which evidence was deleted: how many files and signatures, and until when they had to be kept."""

    order: str
    blobs: int
    until: date


class KeptOrder(Struct, frozen=True):
    """An order of which nothing was deleted, and why not."""

    order: str
    why: FieldopsError


class ForgottenOrders(Struct, frozen=True):
    """What became of the orders; `given_back`: whether the file has become smaller, where anything was deleted."""

    forgotten: tuple[ForgottenOrder, ...]
    kept: tuple[KeptOrder, ...] = ()
    given_back: bool = True


def is_order(root: Path, id: str) -> bool:
    """Whether the store has an order of that number."""
    with closing(present_store(root)) as log:
        return any(each.name == order_stream(id) for each in log.streams(order_stream(id)))


def forget_order(root: Path, id: str, by: str, now: datetime, only_say: bool = False) -> ForgottenOrders:
    """Delete the evidence of one order. Deleting it twice changes nothing.

    Raises Refused where nothing is agreed, the order is not closed, or with the day until which it is kept; UsageError for an
    order that there is none of and somebody who is not of the team; FieldopsError where the contract cannot be read.
    """
    order_called(root, id, now)
    with closing(present_store(root)) as log:
        done = _Desk(root, log, by, now, only_say).forget(id)
        return ForgottenOrders((done,) if done is not None else (), given_back=only_say or log.give_back())


def forget_orders_before(
    root: Path, before: date, by: str, now: datetime, only_say: bool = False
) -> ForgottenOrders:
    """Delete the evidence of all orders that were reported before a day and whose time is over, order by order.

    What is to be kept is told with the reason. Raises what `forget_order` raises, but for those.
    """
    forgotten: list[ForgottenOrder] = []
    kept: list[KeptOrder] = []
    with closing(present_store(root)) as log:
        desk = _Desk(root, log, by, now, only_say)
        for id in sorted(each.name.removeprefix(ORDERS) for each in log.streams(ORDERS)):
            order, _ = read_order(log, id)
            if order.opened.reported.date() >= before:
                continue
            try:
                done = desk.forget(id)
            except Refused as why:
                kept.append(KeptOrder(id, why))
                continue
            if done is not None:
                forgotten.append(done)
        return ForgottenOrders(tuple(forgotten), tuple(kept), only_say or not forgotten or log.give_back())


class _Desk:
    """A store of which evidence of orders is deleted."""

    def __init__(self, root: Path, log: SqliteLog, by: str, now: datetime, only_say: bool) -> None:
        self._root, self._log, self._by, self._now, self._only_say = root, log, by, now, only_say
        insist_on_sound(log)
        self._needed = needed(log)

    def forget(self, id: str) -> ForgottenOrder | None:
        """Delete what an order has; None where it has nothing that is still there. Raises Refused."""
        order, size = read_order(self._log, id)
        chosen = evidence_of_order(order)
        if not chosen:
            return None
        agreement = agreement_of(self._root, order.opened.contract)
        timetable = timetable_for(agreement, order.opened.reported)
        if not is_closed(order, agreement, timetable, self._now):
            raise Refused("forget.order-open", order=id)
        event = self._event(order, agreement, chosen)
        if not self._only_say:
            self._record(order, event, size)
        return ForgottenOrder(id, len(chosen), event.until)

    def _event(self, order: Order, agreement: Agreement, chosen: frozenset[str]) -> EvidenceForgotten:
        """What is recorded of it. Raises Refused before its time."""
        zone = agreement.zone
        began, today = _last_told(order).astimezone(zone).date(), self._now.astimezone(zone).date()
        times = tuple(agreed(self._root, agreement, began, today))
        until = last_of(times, _PAPERS)
        if until is None:
            raise Refused("forget.nothing-agreed-order", order=order.id, contract=agreement.id)
        if today <= until:
            raise Refused("forget.too-early", run=order.id, until=until.isoformat())
        return EvidenceForgotten(
            order=order.id,
            blobs=tuple(sorted(chosen)),
            until=until,
            reason=clauses_of(times, _PAPERS),
            by=recorded(team_member(agreement, self._by)),
            at=whole_seconds(in_zone(self._now, zone)),
        )

    def _record(self, order: Order, event: EvidenceForgotten, size: int) -> None:
        # What somebody else needs stays in the file, and is gone for this order all the same.
        self._needed.subtract(event.blobs)
        unneeded = {digest for digest in event.blobs if self._needed[digest] <= 0}
        swapped = {
            file.sha256
            for record in order.swaps
            for each in record.told
            for file in (each.file, each.signature)
            if file is not None
        }
        if of_swaps := sorted(swapped & set(event.blobs)):
            # First where the swaps stand: killed in between, the order still has all of it, and is forgotten once more.
            stream = swaps_stream(order.opened.contract)
            told = replaced(event, blobs=tuple(of_swaps))
            self._log.forget(stream, encode(told), len(self._log.read(stream)), ())
        self._log.forget(order_stream(order.id), encode(event), size, unneeded)


def _last_told(order: Order) -> datetime:
    """When the last of its evidence was written down: from then on it is kept."""
    times = [order.opened.at, *(each.event.at for each in order.corrected)]
    times += [*(each.at for each in order.told), *(each.opened.at for each in order.sessions)]
    times += [each.at for record in order.swaps for each in record.told]
    return max(times)
