"""Service orders as people use them: opening one, telling what happened, and seeing how all of them stand.

What is told is recorded once: an order's stream is written only as long as it was when it was read, so two people at the
same order never overlook each other. Does not live here: any rule (`fieldops.service`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from fieldops.actions.contracts import open_workspace
from fieldops.actions.deadlines import severity_of
from fieldops.actions.finding import person_called, recorded_member
from fieldops.actions.needed import TIMES, need_agreement
from fieldops.actions.other_customers import owner_of_asset
from fieldops.actions.settings import open_store, store_path
from fieldops.actions.swap_records import OrderSwaps
from fieldops.contracts.agreement import Agreement, asset_of
from fieldops.contracts.spoken import meant, named, offered
from fieldops.documents.choices import nearest
from fieldops.documents.workspace import Workspace
from fieldops.errors import (
    ExitCode,
    FieldopsError,
    InvalidDocuments,
    Named,
    Position,
    Problem,
    Refused,
    UsageError,
)
from fieldops.records.codecs import encode, outline
from fieldops.records.handed_in import HandedIn
from fieldops.records.log import Conflict, Log, Part
from fieldops.records.moments import whole_seconds
from fieldops.records.order_events import (
    ORDERS,
    OrderEvent,
    OrderNews,
    OrderOpened,
    OrderTold,
    order_stream,
)
from fieldops.records.plain import typed
from fieldops.records.recorded import Recorded
from fieldops.service.admitting import NOT_YET, refusals
from fieldops.service.agenda import Standing, standing_of
from fieldops.service.meaning import values_meant
from fieldops.service.orders import Order, level_of, order_of
from fieldops.sla.event_kinds import KINDS, kind_meant, kinds_offered
from fieldops.sla.moments import in_zone, read_moment
from fieldops.sla.timetable import Timetable, timetable_for
from fieldops.structs import Struct, replaced

# So often an order is read again because somebody else has written to it meanwhile.
_TRIES = 5
_REPORTING = "reporting"
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


class View(Struct, frozen=True):
    """An order as it stands, with the contract it is of; `timetable` None where the contract promises it no times."""

    standing: Standing
    agreement: Agreement
    timetable: Timetable | None

    @property
    def order(self) -> Order:
        """The order."""
        return self.standing.order


class NotAdmitted(InvalidDocuments):
    """What a file tells of an order cannot be, or may not be yet: why stands in ``problems`` (exit 2). Nothing was written."""

    exit_code = ExitCode.USAGE

    def __init__(self, order: str, problems: list[Problem]) -> None:
        FieldopsError.__init__(self, "order.not-admitted", order=order, count=len(problems))
        self.problems = problems


# --- opening -----------------------------------------------------------------------------------------------


Tellings = Callable[[Order, Agreement], tuple[OrderNews, ...]]
"""What is to be added to an order, as it and its contract are now."""
Places = Mapping[OrderTold, Position]
"""Where what comes from a file stands in it."""


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
            view = _admitted(order, told, agreement, now, places)
            try:
                events = (encode(numbered), *map(encode, told))
                beside = _told_of(log, numbered, workspace, now)
                log.append_all([Part(order_stream(numbered.order), events, expected=0), *beside])
            except Conflict:
                if call.number is not None and log.read(order_stream(call.number)):
                    raise UsageError("order.number-taken", order=call.number) from None
                if tried == _TRIES:
                    raise
                continue
            return view


_COMPLAINT = "complaint"


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
    _admitted(order, (told,), agreement, now, None)
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


# --- telling -----------------------------------------------------------------------------------------------


Handed = tuple[str, bytes]
"""A file that is handed in: its name and its bytes."""


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
            view = _admitted(order, told, agreement, now, places)
            try:
                if told:
                    log.append(order_stream(id), [encode(each) for each in told], size, blobs)
            except Conflict:
                if tried == _TRIES:
                    raise
                continue
            return view, len(told)


def _happened(told: OrderTold) -> OrderTold:
    """What was told without when it was written down, and without the files: a log that came back as text has none."""
    return replaced(told, at=told.time, file=None, signature=None)


def _admitted(
    order: Order,
    news: tuple[OrderNews, ...],
    agreement: Agreement,
    now: datetime,
    places: Places | None,
) -> View:
    """The order as it stands once `news` are added. Raises NotAdmitted, Refused or UsageError where that cannot be."""
    if order.voided is not None and news:
        raise Refused("order.is-voided", order=order.id, reason=order.voided.reason)
    timetable = timetable_for(agreement, order.opened.reported)
    told = tuple(each for each in news if isinstance(each, OrderTold))
    problems = refusals(order, told, agreement, timetable, now, dict(places or {}))
    if problems and places is not None:
        raise NotAdmitted(order.id, problems)
    # What was typed has no place in a file.
    for each in problems:
        failure = Refused if each.code in NOT_YET else UsageError
        raise failure(each.code, **each.values)
    after = order.with_told(news)
    if after.corrected != order.corrected:
        timetable = timetable_for(agreement, after.opened.reported)
    return view_of(after, agreement, timetable, now)


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


def kept(handed: Handed | None) -> HandedIn | None:
    """What an event says of a file that is kept beside it."""
    if handed is None:
        return None
    name, raw = handed
    return HandedIn(name, hashlib.sha256(raw).hexdigest(), len(raw))


def _lacking(key: str, kind: Named, order: Order, agreement: Agreement) -> UsageError:
    """That an option is missing; of a reason with those that the contract lets clocks stand still for."""
    level = level_of(order, agreement)
    reasons = tuple(dict.fromkeys(each.reason for each in level.pauses)) if level is not None else ()
    if key != "reason" or not reasons:
        return UsageError("order.lacks", option=f"--{key}", kind=kind)
    choices = offered("", named(reasons))
    return UsageError("order.lacks-one-of", option=f"--{key}", kind=kind, choices=choices)


def bytes_of(*handed: Handed | None) -> tuple[bytes, ...]:
    """The bytes of the files that are handed in."""
    return tuple(each[1] for each in handed if each is not None)


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


# --- looking -----------------------------------------------------------------------------------------------


def order_called(root: Path, id: str, now: datetime) -> View:
    """The order of that number, as it stands. Raises UsageError where there is none, Broken when its stream was changed."""
    workspace = open_workspace(root, judged=False)
    if not store_path(root).exists():
        raise UsageError("order.none")
    with closing(open_store(root)) as log:
        order, _ = read_order(log, id)
    agreement = need_agreement(workspace, order.opened.contract, TIMES)
    return view_of(order, agreement, timetable_for(agreement, order.opened.reported), now)


def read_order(log: Log, id: str) -> tuple[Order, int]:
    """The order of that number, and how many events its stream has.

    Raises UsageError where there is none, Broken when its stream was changed.
    """
    events = log.read(order_stream(id))
    order = order_of(order_events(events))
    if order is None:
        known = [each.name.removeprefix(ORDERS) for each in log.streams(ORDERS)]
        if not known:
            raise UsageError("order.none")
        raise UsageError("order.no-such", order=id, choices=nearest(id, known))
    return OrderSwaps(log).added_to(order), len(events)


def order_events(events: Iterable[Recorded]) -> Iterator[OrderEvent]:
    """What these events of an order's stream say. Raises UnknownEvent, FieldopsError for one that cannot be read."""
    for each in events:
        event = outline(each.type, each.version, each.body)
        if isinstance(event, OrderEvent):
            yield event


def view_of(order: Order, agreement: Agreement, timetable: Timetable | None, now: datetime) -> View:
    """The order as it stands at `now` (aware), by its contract and what that promises it in time."""
    return View(standing_of(order, agreement, timetable, now), agreement, timetable)
