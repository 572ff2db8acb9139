"""A service order: how it was opened and what was told of it, put together in the order in which it happened. Pure.

Lives here: the fold of an order's events, and the event log that its times are counted from (`fieldops.sla`), so that an
order's clocks are those of `sla deadlines`. Does not live here: what may happen next (`intake`, `closing`, `admitting`),
where events come from (`fieldops.actions.orders`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import ServiceLevel
from fieldops.contracts.terms import Terms
from fieldops.dates.instants import utc
from fieldops.errors import Position
from fieldops.records.handed_in import EvidenceForgotten
from fieldops.records.order_events import (
    OrderCorrected,
    OrderEvent,
    OrderNews,
    OrderOpened,
    OrderTold,
    OrderVoided,
    OrderWithdrawn,
)
from fieldops.records.session_events import SessionClosed, SessionEvent, SessionOpened
from fieldops.records.stock_events import StockMoved
from fieldops.service.swaps import SwapRecord
from fieldops.sla.events import Event, OrderLog
from fieldops.structs import Struct, replaced

# What an engineer does who can come.
_COMES = ("assigned", "accepted", "remote_started", "departed", "arrived")


class RemoteSession(Struct, frozen=True):
    """A session on the customer's systems, and how it ended; None while it lasts. E1-E4"""

    opened: SessionOpened
    closed: SessionClosed | None = None

    @property
    def id(self) -> str:
        """The order's number and its own."""
        return f"{self.opened.order}/{self.opened.number}"


class Withdrawal(Struct, frozen=True):
    """What was told and withdrawn since, and how."""

    told: OrderTold
    event: OrderWithdrawn


class Correction(Struct, frozen=True):
    """What was written down at opening and corrected since: how, and how the order read until then."""

    event: OrderCorrected
    before: OrderOpened


class Order(Struct, frozen=True):
    """An order with all that was told of it, in order of time; of what happened at one time as it was written down.

    `swaps` are those that were proposed for it, which have a stream of their own; `issued` is what stores have handed out for
    it, and for no swap, by serial number, and not got back. What was withdrawn is not among what was told; `opened` is what
    holds after all that was `corrected`; `voided`: it was opened by mistake. `forgotten`: evidence of it that was deleted when
    its time was over.
    """

    opened: OrderOpened
    told: tuple[OrderTold, ...] = ()
    sessions: tuple[RemoteSession, ...] = ()
    swaps: tuple[SwapRecord, ...] = ()
    issued: tuple[StockMoved, ...] = ()
    withdrawn: tuple[Withdrawal, ...] = ()
    corrected: tuple[Correction, ...] = ()
    voided: OrderVoided | None = None
    forgotten: tuple[EvidenceForgotten, ...] = ()

    @property
    def id(self) -> str:
        """Its number."""
        return self.opened.order

    @property
    def unaccounted(self) -> tuple[StockMoved, ...]:
        """What was handed out for it of which nothing says that it was put in, lent or used."""
        used = {serial for each in self.swaps for serial in each.used}
        told = " ".join(each.note or "" for each in self.told if each.kind == "part_used")
        return tuple(
            each for each in self.issued if not any(one in used or one in told for one in each.serials)
        )

    def last(self, *kinds: str) -> OrderTold | None:
        """The last thing of one of these kinds."""
        return next((each for each in reversed(self.told) if each.kind in kinds), None)

    def since(self, *kinds: str) -> tuple[OrderTold, ...]:
        """What was told after the last thing of one of these kinds; everything where there is none."""
        start = max((at for at, each in enumerate(self.told, 1) if each.kind in kinds), default=0)
        return self.told[start:]

    def since_last(self, kind: str) -> tuple[OrderTold, ...]:
        """What was told after the last thing of that kind, nothing where there is none."""
        return self.since(kind) if self.last(kind) is not None else ()

    @property
    def assigned_to(self) -> str | None:
        """The id of whom it is assigned to now; nobody once that engineer cannot come."""
        person, away = self._given()
        return None if person in away else person

    @property
    def is_solved(self) -> bool:
        """Whether somebody has said that what was reported last is solved, whatever its papers still lack."""
        return any(each.kind == "resolved" for each in self.since("reported_again"))

    @property
    def complaints(self) -> tuple[str, ...]:
        """The numbers of the orders under which complaints about it are handled. B10"""
        return tuple(
            dict.fromkeys(
                each.about
                for each in self.told
                if each.about is not None and each.kind == "customer_complained"
            )
        )

    @property
    def is_left(self) -> bool:
        """Whether it was given to somebody who cannot come, and to nobody else since. B4"""
        person, away = self._given()
        return person is not None and person in away

    @property
    def since_asked(self) -> tuple[OrderTold, ...]:
        """What was told since the customer reported it again, or the sheet was rejected so that somebody is sent again. B6"""
        asked = (
            at for at, each in enumerate(self.told, 1) if each.kind == "reported_again" or sends_back(each)
        )
        return self.told[max(asked, default=0) :]

    @property
    def is_sent_back(self) -> bool:
        """Whether its sheet was rejected so that somebody is sent again, and nobody has been yet. B6"""
        work = self.since_asked
        before = self.told[: len(self.told) - len(work)]
        return bool(before) and sends_back(before[-1]) and not any(each.kind in _COMES for each in work)

    @property
    def unavailable(self) -> frozenset[str]:
        """The ids of the engineers who cannot come. B4"""
        return self._given()[1]

    def _given(self) -> tuple[str | None, frozenset[str]]:
        """To whom it was given last, and who cannot come; somebody who goes on with it can after all."""
        person: str | None = None
        away: set[str] = set()
        for each in self.told:
            if each.kind == "assigned":
                person = each.person
            if each.kind == "engineer_unavailable" and (who := each.person or person) is not None:
                away.add(who)
            elif each.kind in _COMES and person is not None:
                away.discard(person)
        return person, frozenset(away)

    def with_told(self, news: Iterable[OrderNews | EvidenceForgotten]) -> Order:
        """The same order with more told of it."""
        order, told = self, list(self.told)
        withdrawn: list[Withdrawal] = []
        for each in news:
            match each:
                case OrderTold():
                    told.append(each)
                case OrderWithdrawn():
                    withdrawn += _withdrawn(told, each)
                case OrderCorrected():
                    order = order.with_correction(each)
                case OrderVoided():
                    order = replaced(order, voided=each)
                case EvidenceForgotten():
                    order = replaced(order, forgotten=(*order.forgotten, each))
                case _:
                    order = order._with_session(each)
        return replaced(order, told=_in_time(told), withdrawn=(*order.withdrawn, *withdrawn))

    def with_correction(self, event: OrderCorrected) -> Order:
        """The same order with what was written down at its opening put right."""
        done = Correction(event, self.opened)
        return replaced(self, opened=put_right(self.opened, event), corrected=(*self.corrected, done))

    def opened_as_of(self, until: datetime) -> OrderOpened:
        """What was written down of its opening as it was recorded until then."""
        later = (each.before for each in self.corrected if utc(each.event.at) > utc(until))
        return next(later, self.opened)

    def _with_session(self, event: SessionEvent) -> Order:
        if isinstance(event, SessionOpened):
            return replaced(self, sessions=(*self.sessions, RemoteSession(event)))
        sessions = (
            replaced(each, closed=event) if each.opened.number == event.number else each
            for each in self.sessions
        )
        return replaced(self, sessions=tuple(sessions))

    def log(self, positions: dict[OrderTold, Position] | None = None) -> OrderLog:
        """Its events as its times are counted from; `positions`: where those stand that are read from a file."""
        opened, found = self.opened, positions or {}
        path = f"order {self.id}"
        first = Event(opened.reported, "reported", Position(path, 1, 1))
        events = tuple(
            _event(each, found.get(each) or Position(path, number, 1))
            for number, each in enumerate(self.told, 2)
        )
        return OrderLog(
            self.id,
            opened.contract,
            opened.asset,
            opened.request,
            opened.severity,
            dict(opened.facts),
            (first, *events),
        )


# What a correction may put in the place of what was written down, as it is.
CORRECTED = (
    "reported", "severity", "scope", "urgency", "channel", "caller", "phone",
    "asset", "affected", "inside", "symptom", "environment",
)  # fmt: skip


def put_right(opened: OrderOpened, event: OrderCorrected) -> OrderOpened:
    """What was written down at opening with what was not so corrected."""
    values = {name: value for name in CORRECTED if (value := getattr(event, name)) is not None}
    if event.caller is not None:
        values["authorised"] = event.authorised
    if event.severity is not None:
        values |= {"scope": event.scope, "urgency": event.urgency}
    # Equipment of the contract is in its scope; what is affected is none of its equipment.
    if event.asset is not None:
        values |= {"affected": None, "inside": event.inside}
    if event.affected is not None:
        values["asset"] = None
    facts = tuple(sorted({**dict(opened.facts), **dict(event.facts)}.items()))
    return replaced(opened, **values, facts=facts)


def sends_back(told: OrderTold) -> bool:
    """Whether it says that somebody is sent once more: the sheet was rejected for it. B6"""
    return told.kind == "rejected" and told.to == "dispatch_again"


def terms_of(order: Order, agreement: Agreement) -> Terms:
    """What the contract says on the day, in its zone, on which the order was reported."""
    return agreement.terms_on(order.opened.reported.astimezone(agreement.zone).date())


def level_of(order: Order, agreement: Agreement) -> ServiceLevel | None:
    """The service level of that day."""
    return agreement.level(terms_of(order, agreement).contract)


def order_of(events: Iterable[OrderEvent]) -> Order | None:
    """The order that these events of one stream tell of, in the order of the log; None where it was not opened."""
    order: Order | None = None
    rest: list[OrderNews | EvidenceForgotten] = []
    for each in events:
        if not isinstance(each, OrderOpened):
            rest.append(each)
        elif order is None:
            order = Order(each)
    return order.with_told(rest) if order is not None else None


def _withdrawn(told: list[OrderTold], event: OrderWithdrawn) -> Iterator[Withdrawal]:
    """Take what is withdrawn out of what was `told`: of several of one time the one that is named, else the last written down."""
    alike = [each for each in told if each.kind == event.kind and utc(each.time) == utc(event.time)]
    if event.which is not None:
        alike = alike[event.which - 1 : event.which]
    if alike:
        meant = max(alike, key=lambda each: utc(each.at))
        told[:] = [each for each in told if each is not meant]
        yield Withdrawal(meant, event)


def _in_time(told: Iterable[OrderTold]) -> tuple[OrderTold, ...]:
    return tuple(sorted(told, key=lambda each: utc(each.time)))


def _event(told: OrderTold, position: Position) -> Event:
    return Event(
        at=told.time,
        kind=told.kind,
        position=position,
        by=told.by,
        reason=told.reason,
        evidence=told.evidence,
        to=told.to,
        milestone=told.milestone,
        due=told.due if told.due is not None else told.due_day,
        document=told.document,
        action=told.action,
        step=told.step,
        note=told.note,
        person=told.person,
        contact=told.contact,
        satisfaction=told.satisfaction,
        about=told.about,
    )
