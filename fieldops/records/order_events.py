"""What is recorded of service orders: how one was opened, and everything that was told of it since.

One stream per order. The kinds of what is told, and what each needs, are those of an order's event log
(`fieldops.sla.events`); what an order is after all that is `fieldops.service.orders`.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from fieldops.records.handed_in import EvidenceForgotten, HandedIn
from fieldops.records.session_events import SessionClosed, SessionOpened
from fieldops.records.snapshots import PersonSnapshot
from fieldops.structs import Struct

# Where the events of orders stand, one stream per order.
ORDERS = "order/"


class OrderOpened(Struct, frozen=True):
    """A request came in at `reported` and was written down `at`, by `by` where that was told. B2

    `asset` is the equipment's id, `affected` what it is where it is none of the contract; `inside` whether that is in the
    contract's scope, None where nobody had to say. `emergency`: work begins before there is an order. B1 `about`: the order
    that a complaint is about.
    """

    TYPE: ClassVar[str] = "order.opened"
    VERSION: ClassVar[int] = 2

    order: str
    contract: str
    request: str
    reported: datetime
    at: datetime
    severity: str | None = None
    scope: str | None = None
    urgency: str | None = None
    channel: str | None = None
    caller: str | None = None
    authorised: bool | None = None
    phone: str | None = None
    asset: str | None = None
    affected: str | None = None
    inside: bool | None = None
    symptom: str | None = None
    environment: str | None = None
    emergency: bool = False
    facts: tuple[tuple[str, bool], ...] = ()
    by: PersonSnapshot | None = None
    about: str | None = None


class OrderTold(Struct, frozen=True):
    """Something happened to an order at `time`, and was written down `at`.

    `by` is the position of who did it, `contact` the name of who it was of the customer, `person` to whom it is assigned; a
    deadline that was agreed is a time (`due`) or a day that it ends with (`due_day`). `satisfaction`: how content the
    customer is. `about`: under which order a complaint about this one is handled. `file`: the evidence itself, where a file was handed in here, and `signature` the one that lay beside it and
    was verified. The other fields are those of an order's event log.
    """

    TYPE: ClassVar[str] = "order.told"
    VERSION: ClassVar[int] = 5

    order: str
    kind: str
    time: datetime
    at: datetime
    by: str | None = None
    person: str | None = None
    reason: str | None = None
    evidence: str | None = None
    note: str | None = None
    to: str | None = None
    milestone: str | None = None
    due: datetime | None = None
    due_day: date | None = None
    document: str | None = None
    action: str | None = None
    step: str | None = None
    contact: str | None = None
    satisfaction: str | None = None
    about: str | None = None
    file: HandedIn | None = None
    signature: HandedIn | None = None


class OrderWithdrawn(Struct, frozen=True):
    """What was told of an order (`kind`, at `time`) was not so: a slip of the pen, another order. Written down `at`, by `by`.

    What was withdrawn stays in the stream; it counts for nothing any more. `which`: of several of that kind and time the
    how-manieth by then, from 1, as they were written down; None: the last one.
    """

    TYPE: ClassVar[str] = "order.withdrawn"
    VERSION: ClassVar[int] = 2

    order: str
    kind: str
    time: datetime
    at: datetime
    reason: str
    by: PersonSnapshot | None = None
    which: int | None = None


class OrderCorrected(Struct, frozen=True):
    """What was written down when the order was opened was not so; this is. Written down `at`, by `by`, with the `reason`.

    None, and no facts: as it was. Equipment takes the place of what is affected and the other way round. What the customer
    did not say stays in the stream as it was opened.
    """

    TYPE: ClassVar[str] = "order.corrected"
    VERSION: ClassVar[int] = 1

    order: str
    at: datetime
    reason: str
    reported: datetime | None = None
    severity: str | None = None
    scope: str | None = None
    urgency: str | None = None
    channel: str | None = None
    caller: str | None = None
    authorised: bool | None = None
    phone: str | None = None
    asset: str | None = None
    affected: str | None = None
    inside: bool | None = None
    symptom: str | None = None
    environment: str | None = None
    facts: tuple[tuple[str, bool], ...] = ()
    by: PersonSnapshot | None = None


class OrderVoided(Struct, frozen=True):
    """The order was opened by mistake: nothing is owed on it, nothing of it counts. `instead`: the order that is meant."""

    TYPE: ClassVar[str] = "order.voided"
    VERSION: ClassVar[int] = 1

    order: str
    at: datetime
    reason: str
    instead: str | None = None
    by: PersonSnapshot | None = None


# What is told of an order once it is open.
OrderNews = OrderTold | OrderWithdrawn | OrderCorrected | OrderVoided | SessionOpened | SessionClosed
# What the stream of an order holds.
OrderEvent = OrderOpened | OrderNews | EvidenceForgotten


def order_stream(order: str) -> str:
    """The name of the stream in which an order's events are."""
    return ORDERS + order
