"""Opening a service order: what was said when the request came in, under which number it stands, what it is about.

Does not live here: what happens to it later (`order_telling`), and any rule (`fieldops.service`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

from fieldops.actions.contracts import open_workspace
from fieldops.actions.deadlines import severity_of
from fieldops.actions.finding import recorded_member
from fieldops.actions.needed import TIMES, need_agreement
from fieldops.actions.orders import TRIES, Places, Tellings, View, admitted, read_order
from fieldops.actions.other_customers import owner_of_asset
from fieldops.actions.settings import open_store
from fieldops.contracts.agreement import Agreement, asset_of
from fieldops.contracts.spoken import meant, offered
from fieldops.documents.workspace import Workspace
from fieldops.errors import UsageError
from fieldops.records.codecs import encode
from fieldops.records.log import Conflict, Log, Part
from fieldops.records.moments import whole_seconds
from fieldops.records.order_events import ORDERS, OrderNews, OrderOpened, OrderTold, order_stream
from fieldops.service.orders import Order, level_of
from fieldops.sla.moments import in_zone, read_moment
from fieldops.sla.timetable import timetable_for
from fieldops.structs import Struct, replaced

_REPORTING = "reporting"
_COMPLAINT = "complaint"
_NUMBER = re.compile(r"\w(?:[\w.-]{0,62}\w)?")


class Call(Struct, frozen=True):
    """A request as it comes in: `reported` and texts as they were typed, `facts` those that times depend on."""

    contract: str
    request: str
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
    emergency: bool = False
    facts: Mapping[str, bool] = {}
    by: str | None = None
    number: str | None = None
    about: str | None = None


def _nothing(order: Order, agreement: Agreement) -> tuple[OrderNews, ...]:
    return ()


def open_order(
    root: Path, call: Call, now: datetime, tellings: Tellings = _nothing, places: Places | None = None
) -> View:
    """Record a request and say how it stands: whether it may be dispatched, and until when what has to happen.

    `tellings`: what has happened to it already; all of it is recorded, or nothing.

    A complaint, or a repair of what was found damaged, is told of the order that it is `about`, too, in the same breath.

    Raises UsageError for equipment, a channel, a number or an order that cannot be, NotPromised for a severity or a type of request
    that the contract does not know, and as `need_agreement`; NotAdmitted for a file that tells what cannot be.
    """
    if call.number is not None and not _NUMBER.fullmatch(call.number):
        raise UsageError("order.no-number", order=call.number)
    workspace = open_workspace(root, judged=False)
    agreement = need_agreement(workspace, call.contract, TIMES)
    opened = _opened(workspace, agreement, call, now)
    with closing(open_store(root)) as log:
        tried = 0
        while True:
            tried += 1
            numbered = replaced(opened, order=call.number or _next_number(log, opened))
            order = Order(numbered)
            told = tellings(order, agreement)
            view = admitted(order, told, agreement, now, places)
            try:
                events = (encode(numbered), *map(encode, told))
                beside = _told_of(log, numbered, workspace, now)
                log.append_all([Part(order_stream(numbered.order), events, expected=0), *beside])
            except Conflict:
                if call.number is not None and log.read(order_stream(call.number)):
                    raise UsageError("order.number-taken", order=call.number) from None
                if tried == TRIES:
                    raise
                continue
            return view


def _told_of(log: Log, opened: OrderOpened, workspace: Workspace, now: datetime) -> tuple[Part, ...]:
    """What the order is told that this one is about: that the customer complains, or that what was found damaged there is
    repaired; and under which number that is handled.
    """
    if opened.about is None:
        return ()
    agreement = need_agreement(workspace, opened.contract, TIMES)
    order, size = read_order(log, opened.about)
    level = level_of(order, agreement)
    repairs = level.handling.found_damaged if level is not None and level.handling is not None else None
    if opened.request not in (_COMPLAINT, repairs):
        raise UsageError("order.about-no-complaint", request=opened.request)
    if order.opened.contract != opened.contract:
        values = {"order": order.id, "other": order.opened.contract, "contract": opened.contract}
        raise UsageError("order.about-other-contract", **values)
    complains = opened.request == _COMPLAINT
    told = OrderTold(
        order=order.id,
        kind="customer_complained" if complains else "repair_ordered",
        time=opened.reported,
        at=opened.at,
        by="customer" if complains else None,
        contact=opened.caller if complains else None,
        note=opened.symptom,
        about=opened.order,
    )
    admitted(order, (told,), agreement, now, None)
    return (Part(order_stream(order.id), (encode(told),), size),)


def _opened(workspace: Workspace, agreement: Agreement, call: Call, now: datetime) -> OrderOpened:
    zone = agreement.zone
    reported = read_moment(call.reported, zone, latest=now) if call.reported is not None else now
    reported = whole_seconds(in_zone(reported, zone))
    request, severity = graded(agreement, call, reported)
    terms = agreement.terms_on(reported.date()).contract
    asset = asset_called(workspace, agreement, call.asset, reported.date())
    caller, authorised = caller_called(agreement, call.caller)
    return OrderOpened(
        order="",
        contract=terms.id,
        request=request,
        reported=reported,
        at=whole_seconds(in_zone(now, zone)),
        severity=severity,
        scope=call.scope,
        urgency=call.urgency,
        channel=channel_called(agreement, call.channel, reported.date()),
        caller=caller,
        authorised=authorised,
        phone=call.phone,
        asset=asset,
        affected=call.affected,
        inside=call.inside,
        symptom=call.symptom,
        environment=call.environment,
        emergency=call.emergency,
        facts=tuple(sorted(call.facts.items())),
        by=recorded_member(agreement, call.by) if call.by else None,
        about=call.about,
    )


def graded(agreement: Agreement, call: Call, reported: datetime) -> tuple[str, str | None]:
    """The type of request and its severity, by the terms of the day; outside of the term as the contract's last terms have it."""
    timetable = timetable_for(agreement, reported)
    if timetable is None:
        return call.request, call.severity
    severity = severity_of(timetable, call.severity, call.scope, call.urgency)
    return timetable.checked(call.request, severity)


def asset_called(workspace: Workspace, agreement: Agreement, asset: str | None, day: date) -> str | None:
    """The id of the contract's equipment that is called so by id, serial number or name. Raises UsageError for none of its own."""
    if asset is None:
        return None
    terms = agreement.terms_on(day).contract
    found = asset_of(terms, asset)
    if found is not None:
        return found.id
    if (other := owner_of_asset(workspace, terms.id, asset)) is not None:
        raise UsageError("order.asset-of-other", asset=asset, contract=terms.id, other=other)
    names: dict[str, object] = {each.id: each.name or each.id for each in terms.assets}
    raise UsageError("order.no-such-asset", asset=asset, choices=offered(asset, names))


def channel_called(agreement: Agreement, channel: str | None, day: date) -> str | None:
    """The channel by which it came; one that the contract does not have is not refused: somebody has called all the same."""
    if channel is None:
        return None
    level = agreement.level(agreement.terms_on(day).contract)
    known = [each.kind for each in level.intake.channels] if level is not None and level.intake else []
    return meant(channel, {each: each for each in known}) or channel


def caller_called(agreement: Agreement, name: str | None) -> tuple[str | None, bool | None]:
    """Who calls, and whether the customer has named them for it; None where nobody said who calls."""
    if name is None:
        return None, None
    contacts = agreement.signed.customer.contacts
    known = [each for each in contacts if each.name == name.strip()]
    return name.strip(), any(_REPORTING in each.duties for each in known)


def _next_number(log: Log, opened: OrderOpened) -> str:
    prefix = f"SO-{opened.reported:%Y%m%d}-"
    taken = [each.name.removeprefix(ORDERS + prefix) for each in log.streams(ORDERS + prefix)]
    last = max((int(each) for each in taken if each.isdecimal()), default=0)
    return f"{prefix}{last + 1:03d}"
