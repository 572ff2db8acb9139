"""Putting right what was written down wrongly of a service order: correcting what was given at opening, withdrawing what was
told, voiding what was opened by mistake.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from fieldops.actions.contracts import open_workspace
from fieldops.actions.finding import recorded_member
from fieldops.actions.order_opening import Call, asset_called, caller_called, channel_called, graded
from fieldops.actions.order_telling import add, kind_called
from fieldops.actions.orders import View, order_called
from fieldops.contracts.agreement import Agreement
from fieldops.dates.instants import utc
from fieldops.documents.workspace import Workspace
from fieldops.errors import UsageError
from fieldops.records.moments import whole_seconds
from fieldops.records.order_events import OrderCorrected, OrderVoided, OrderWithdrawn
from fieldops.records.snapshots import PersonSnapshot
from fieldops.service.corrections import (
    insist_on_correcting,
    insist_on_voiding,
    insist_on_withdrawing,
    told_at,
)
from fieldops.service.orders import Order
from fieldops.sla.moments import in_zone, read_moment
from fieldops.sla.timetable import timetable_for
from fieldops.structs import Struct


class AsItWas(Struct, frozen=True):
    """What is put in the place of what was written down at opening, as it was typed; None: that was right. `customer` cannot be."""

    reported: str | None = None
    severity: str | None = None
    scope: str | None = None
    urgency: str | None = None
    channel: str | None = None
    caller: str | None = None
    phone: str | None = None
    asset: str | None = None
    affected: str | None = None
    inside: bool | None = None
    symptom: str | None = None
    environment: str | None = None
    facts: Mapping[str, bool] = {}
    customer: str | None = None


def correct(root: Path, id: str, truth: AsItWas, reason: str, by: str | None, now: datetime) -> View:
    """Record what should have been written down at opening; the order as it stands then, its times counted by that.

    Raises UsageError for what cannot be, what changes nothing, and for another contract; Refused on a closed order, and where
    what was told of it could not have happened then.
    """
    if truth.customer is not None:
        raise UsageError("order.correct-customer", order=id)
    if truth.asset is not None and truth.affected is not None:
        raise UsageError("order.correct-asset-or-affected")
    workspace = open_workspace(root, judged=False)

    def correction(order: Order, agreement: Agreement) -> tuple[OrderCorrected, ...]:
        event = _corrected(workspace, order, agreement, truth, reason, by, now)
        timetable = timetable_for(agreement, event.reported or order.opened.reported)
        insist_on_correcting(order, event, agreement, timetable, now)
        return (event,)

    return add(root, id, correction, now)[0]


def _corrected(
    workspace: Workspace,
    order: Order,
    agreement: Agreement,
    truth: AsItWas,
    reason: str,
    by: str | None,
    now: datetime,
) -> OrderCorrected:
    zone, opened = agreement.zone, order.opened
    reported = None
    if truth.reported is not None:
        reported = whole_seconds(in_zone(read_moment(truth.reported, zone, latest=now), zone))
    day = (reported or opened.reported).astimezone(zone).date()
    caller, authorised = caller_called(agreement, truth.caller)
    return OrderCorrected(
        order=order.id,
        at=whole_seconds(in_zone(now, zone)),
        reason=reason,
        reported=reported,
        severity=_regraded(order, agreement, truth, reported),
        scope=truth.scope,
        urgency=truth.urgency,
        channel=channel_called(agreement, truth.channel, day),
        caller=caller,
        authorised=authorised,
        phone=truth.phone,
        asset=_asset(workspace, agreement, order, truth.asset, day),
        affected=truth.affected,
        inside=truth.inside,
        symptom=truth.symptom,
        environment=truth.environment,
        facts=tuple(sorted(truth.facts.items())),
        by=_who(agreement, by),
    )


def _regraded(order: Order, agreement: Agreement, truth: AsItWas, reported: datetime | None) -> str | None:
    """The severity from the report on, where something was said on which it depends; by the terms of the day of the report."""
    opened = order.opened
    by_scope = truth.scope is not None or truth.urgency is not None
    if truth.severity is None and not by_scope and reported is None:
        return None
    call = Call(
        contract=opened.contract,
        request=opened.request,
        severity=truth.severity if by_scope else truth.severity or opened.severity,
        scope=(truth.scope or opened.scope) if by_scope else None,
        urgency=(truth.urgency or opened.urgency) if by_scope else None,
    )
    return graded(agreement, call, reported or opened.reported)[1]


def _asset(
    workspace: Workspace, agreement: Agreement, order: Order, asset: str | None, day: date
) -> str | None:
    try:
        return asset_called(workspace, agreement, asset, day)
    except UsageError as error:
        if error.code != "order.asset-of-other":
            raise
        raise UsageError("order.correct-other-customer", order=order.id, **error.values) from None


def withdraw(
    root: Path,
    id: str,
    kind: str,
    time: str | None,
    reason: str,
    by: str | None,
    now: datetime,
    which: int | None = None,
) -> View:
    """Record that what was told of an order was not so; the order as it stands then.

    `kind` by its name or its word, `time` as it was typed, needed where there are several of that kind; `which` of several of
    one time, from 1, as they were written down.
    Raises UsageError where there is none such, or several; Refused from a closed order, and where what follows needs it.
    """
    meant = kind_called(kind)

    def correction(order: Order, agreement: Agreement) -> tuple[OrderWithdrawn, ...]:
        zone = agreement.zone
        # Of a clock alone the day is that of what is withdrawn.
        last = max((each.time for each in order.told if each.kind == meant), default=now, key=utc)
        at = None if time is None else read_moment(time, zone, latest=last)
        told, number = told_at(order, meant, at, which, agreement)
        timetable = timetable_for(agreement, order.opened.reported)
        insist_on_withdrawing(order, told, agreement, timetable, now)
        written = whole_seconds(in_zone(now, zone))
        return (OrderWithdrawn(order.id, meant, told.time, written, reason, _who(agreement, by), number),)

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
