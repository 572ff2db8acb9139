"""Service orders as they stand: read from the records with their contract, and what is refused to be added to one.

What is told is recorded once: an order's stream is written only as long as it was when it was read, so two people at the
same order never overlook each other. That is done in `order_opening` and `order_telling`. Does not live here: any rule
(`fieldops.service`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path

from fieldops.actions.contracts import open_workspace
from fieldops.actions.needed import TIMES, need_agreement
from fieldops.actions.settings import open_store, store_path
from fieldops.actions.swap_records import OrderSwaps
from fieldops.contracts.agreement import Agreement
from fieldops.documents.choices import nearest
from fieldops.errors import ExitCode, FieldopsError, InvalidDocuments, Position, Problem, Refused, UsageError
from fieldops.records.codecs import outline
from fieldops.records.log import Log
from fieldops.records.order_events import ORDERS, OrderEvent, OrderNews, OrderTold, order_stream
from fieldops.records.recorded import Recorded
from fieldops.service.admitting import NOT_YET, refusals
from fieldops.service.orders import Order, order_of
from fieldops.service.standing import Standing, standing_of
from fieldops.sla.timetable import Timetable, timetable_for
from fieldops.structs import Struct

# So often an order is read again because somebody else has written to it meanwhile.
TRIES = 5


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


Tellings = Callable[[Order, Agreement], tuple[OrderNews, ...]]
"""What is to be added to an order, as it and its contract are now."""
Places = Mapping[OrderTold, Position]
"""Where what comes from a file stands in it."""


def admitted(
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
