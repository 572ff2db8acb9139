"""Putting right what was written down wrongly of a service order: withdrawing what was told, voiding what was opened by mistake."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from fieldops.actions.finding import recorded_member
from fieldops.actions.orders import View, add, kind_called, order_called, timetable_for
from fieldops.contracts.agreement import Agreement
from fieldops.errors import UsageError
from fieldops.records.events import whole_seconds
from fieldops.records.order_events import OrderVoided, OrderWithdrawn
from fieldops.records.snapshots import PersonSnapshot
from fieldops.service.corrections import insist_on_voiding, insist_on_withdrawing, told_at
from fieldops.service.orders import Order
from fieldops.sla.moments import in_zone, read_moment


def withdraw(
    root: Path, id: str, kind: str, time: str | None, reason: str, by: str | None, now: datetime
) -> View:
    """Record that what was told of an order was not so; the order as it stands then.

    `kind` by its name or its word, `time` as it was typed, needed where there are several of that kind.
    Raises UsageError where there is none such, or several; Refused from a closed order, and where what follows needs it.
    """
    meant = kind_called(kind)

    def correction(order: Order, agreement: Agreement) -> tuple[OrderWithdrawn, ...]:
        zone = agreement.zone
        at = None if time is None else read_moment(time, zone)
        told = told_at(order, meant, at, agreement)
        timetable = timetable_for(agreement, order.opened.reported)
        insist_on_withdrawing(order, told, agreement, timetable, now)
        written = whole_seconds(in_zone(now, zone))
        return (OrderWithdrawn(order.id, meant, told.time, written, reason, _who(agreement, by)),)

    return add(root, id, correction, now)[0]


def void(root: Path, id: str, reason: str, instead: str | None, by: str | None, now: datetime) -> View:
    """Record that an order was opened by mistake; `instead`: the number of the order that is meant.

    Raises UsageError for an order that there is none of, Refused for one on which somebody has worked.
    """
    if instead == id:
        raise UsageError("order.void-itself", order=id)
    if instead is not None:
        order_called(root, instead, now)

    def correction(order: Order, agreement: Agreement) -> tuple[OrderVoided, ...]:
        insist_on_voiding(order)
        written = whole_seconds(in_zone(now, agreement.zone))
        return (OrderVoided(order.id, written, reason, instead, _who(agreement, by)),)

    return add(root, id, correction, now)[0]


def _who(agreement: Agreement, name: str | None) -> PersonSnapshot | None:
    return recorded_member(agreement, name) if name is not None else None
