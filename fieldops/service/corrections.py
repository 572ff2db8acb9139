"""Putting right what was written down wrongly: withdrawing what was told, and voiding an order that should not be. Pure.

Nothing is taken out of the record: what was withdrawn stays in it with its reason, and counts for nothing. What remains has
to be an order that could have been told so; and an order that was closed is opened again first.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.wording import moment
from fieldops.dates.instants import utc
from fieldops.errors import Named, Problem, Refused, UsageError
from fieldops.records.order_events import OrderTold
from fieldops.service.admitting import is_of_open_order, refusals
from fieldops.service.ending import is_closed
from fieldops.service.orders import Order
from fieldops.sla.timetable import Timetable
from fieldops.structs import replaced

# What shows that somebody has worked on it: such an order is closed, not voided.
_WORKED = frozenset(
    {"departed", "arrived", "remote_started", "work_done", "part_used", "workaround", "resolved", "signed"}
)


def told_at(order: Order, kind: str, at: datetime | None, agreement: Agreement) -> OrderTold:
    """What was told of that kind, at that time where there are several. Raises UsageError where it is not one.

    What was told twice in the same words but a note is the same to whoever asks: the one that was written down last.
    """
    found = [each for each in order.told if each.kind == kind and (at is None or utc(each.time) == utc(at))]
    times = {utc(each.time) for each in found}
    if len(times) == 1:
        return max(found, key=lambda each: utc(each.at))
    there = [each for each in order.told if each.kind == kind]
    told = tuple(dict.fromkeys(moment(each.time, agreement.zone) for each in there))
    code = "order.withdraw-which" if there else "order.withdraw-none"
    raise UsageError(code, order=order.id, kind=Named(f"order.event-{kind}"), times=told)


def insist_on_withdrawing(
    order: Order, told: OrderTold, agreement: Agreement, timetable: Timetable | None, now: datetime
) -> None:
    """Raise Refused where `told` cannot be withdrawn: from a closed order, or where what follows could not be without it."""
    first = _closing_word(order, told, agreement, timetable, now)
    if first is not None:
        at = first.time.astimezone(agreement.zone).replace(tzinfo=None).isoformat()
        values: dict[str, object] = {"kind": Named(f"order.event-{told.kind}"), "first": first.kind, "at": at}
        word = Named(f"order.event-{first.kind}")
        raise Refused("order.withdraw-closed", order=order.id, word=word, **values)
    rest = tuple(each for each in order.told if each is not told)
    known = {_said(each) for each in _problems(order, order.told, agreement, timetable, now)}
    for each in _problems(order, rest, agreement, timetable, now):
        if _said(each) not in known:
            values = {"kind": Named(f"order.event-{told.kind}"), "why": Named(each.code, **each.values)}
            raise Refused("order.withdraw-needed", order=order.id, **values)


def _closing_word(
    order: Order, told: OrderTold, agreement: Agreement, timetable: Timetable | None, now: datetime
) -> OrderTold | None:
    """What has to be withdrawn before `told` is, as the order is closed: that it is closed, else the last word that closed it;
    None where nothing has to.
    """
    since = order.since("reported_again")
    closed = next((each for each in reversed(since) if each.kind == "closed"), None)
    if told.kind in ("closed", "reported_again"):
        return None
    if closed is not None:
        return closed
    if not is_of_open_order(told) or not is_closed(order, agreement, timetable, now):
        return None
    last = next(
        each for each in reversed(since) if not _is_over_without(each, order, agreement, timetable, now)
    )
    return last if last is not told else None


def _is_over_without(
    told: OrderTold, order: Order, agreement: Agreement, timetable: Timetable | None, now: datetime
) -> bool:
    rest = tuple(each for each in order.told if each is not told)
    return is_closed(replaced(order, told=rest), agreement, timetable, now)


def _problems(
    order: Order,
    told: tuple[OrderTold, ...],
    agreement: Agreement,
    timetable: Timetable | None,
    now: datetime,
) -> list[Problem]:
    return refusals(replaced(order, told=()), told, agreement, timetable, now)


def _said(problem: Problem) -> tuple[str, str]:
    return problem.code, repr(problem.values)


def insist_on_voiding(order: Order) -> None:
    """Raise Refused for an order on which somebody has worked, with what stands in the way."""
    told = [each for each in order.told if each.kind in _WORKED or each.kind == "closed"]
    if said := tuple(_in_the_way(order, told)):
        raise Refused("order.void-worked", order=order.id, said=said)


def _in_the_way(order: Order, told: list[OrderTold]) -> Iterator[Named]:
    yield from (Named(f"order.event-{kind}") for kind in dict.fromkeys(each.kind for each in told))
    yield from (Named("order.void-session", session=each.id) for each in order.sessions)
    yield from (
        Named("order.void-issued", what=", ".join(each.serials) or each.part_no) for each in order.issued
    )
    done = [each for each in order.swaps if each.state not in ("refused", "undone")]
    yield from (Named("order.void-swap", swap=each.id) for each in done)
