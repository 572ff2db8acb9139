"""Who has worked without an order: what is on record of work at a customer's, and of no order. B1. Pure.

Three traces are left by such work: an order was opened only after somebody had begun, a part was handed out for no order,
and a contract's files have a swap that no order knows. What has left no trace nobody can know. Only contracts that want an
order before work (`intake.order_required`) are asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Literal

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import Stock, Swap
from fieldops.contracts.model.service import Intake
from fieldops.contracts.reasons import Clause, Reason
from fieldops.contracts.wording import moment, word
from fieldops.dates.instants import utc
from fieldops.errors import Named
from fieldops.records.order_events import OrderTold
from fieldops.records.stock_events import Movement, StockMoved
from fieldops.service.orders import Order
from fieldops.service.told_names import person_named
from fieldops.structs import Struct

# Public: JSON has these words.
Trace = Literal["work_before_order", "part_without_order", "swap_without_order"]
# What only somebody does who is at work.
_WORK = frozenset({"remote_started", "departed", "arrived"})


class Unordered(Struct, frozen=True):
    """Work of which there was no order: by which `trace` that is known, on which `day` of the contract's zone, by whom (a
    person's id or name, or a position, where that was told), and at what: equipment, or a part.

    `order` is the order that was opened too late, or the one that the contract's files name and nobody has opened; `called`: who
    it was as people read it.
    """

    contract: str
    trace: Trace
    day: date
    who: str | None
    what: str
    order: str | None
    clause: Clause
    called: object = None


def worked_before(order: Order, agreement: Agreement) -> Unordered | None:
    """The first work on an order that had been done when the order was written down; None where there is none.

    An emergency may start first where the contract says so. What came in with the order itself, from another system or an
    engineer's file, was an order there.
    """
    found = _asked(agreement, order.opened.reported)
    if found is None:
        return None
    intake, clause = found
    if order.opened.emergency and intake.emergency_may_start_first:
        return None
    early = next((each for each in order.told if _is_early(order, each)), None)
    if early is None:
        return None
    what = order.opened.asset or order.opened.affected or order.opened.request
    day = early.time.astimezone(agreement.zone).date()
    # Who was assigned later is not who was there before, unless somebody has said so.
    who = early.person or early.by
    called = person_named(agreement, early.person) if early.person else word(early.by) if early.by else None
    return Unordered(agreement.id, "work_before_order", day, who, what, order.id, clause, called)


def begun_before(order: Order, agreement: Agreement) -> tuple[Reason, ...]:
    """The same as a reason, for whoever looks at the order."""
    found = worked_before(order, agreement)
    if found is None:
        return ()
    values = {"day": found.day.isoformat(), "what": found.what, "who": found.called or "-"}
    opened, reported = (moment(at, agreement.zone) for at in (order.opened.at, order.opened.reported))
    said = Named("order.worked-before", order=order.id, opened=opened, reported=reported, **values)
    return (Reason(rule="order", result="no", said=said, clause=found.clause),)


def _is_early(order: Order, told: OrderTold) -> bool:
    at = utc(order.opened.at)
    return told.kind in _WORK and utc(told.time) < at < utc(told.at)


def handed_out(
    moves: Iterable[StockMoved], stocks: Mapping[str, Stock], agreement: Agreement
) -> Iterator[Unordered]:
    """Parts that were handed out for no order and no swap, from stores that are kept for this contract and for no other.

    Of a store for several contracts nobody knows whose equipment it was for. What has come back was not built in.
    """
    moves = tuple(moves)
    back = {serial: each.time for each in moves if each.kind is Movement.RETURNED for serial in each.serials}
    for each in moves:
        store = stocks.get(each.stock)
        if each.kind is not Movement.ISSUED or each.order or each.swap or store is None:
            continue
        if each.serials and all(one in back and utc(back[one]) >= utc(each.time) for one in each.serials):
            continue
        found = _asked(agreement, each.time)
        if found is not None and store.contracts == (agreement.id,):
            day = each.time.astimezone(agreement.zone).date()
            what = each.part_no if not each.serials else f"{each.part_no} {', '.join(each.serials)}"
            who = each.person or (each.by.id if each.by is not None else None)
            called = (
                person_named(agreement, each.person) if each.person else each.by.name if each.by else None
            )
            yield Unordered(agreement.id, "part_without_order", day, who, what, None, found[1], called)


def swapped(agreement: Agreement, orders: Iterable[Order]) -> Iterator[Unordered]:
    """Swaps in the contract's files that no order knows. `orders`: all of this contract.

    One that names an order is believed where it is older than the first order on record: that was opened elsewhere.
    """
    orders = tuple(orders)
    numbers = {each.id for each in orders}
    known = {_key(swap) for each in orders for record in each.swaps if (swap := record.swap(agreement.zone))}
    first = min((each.opened.reported.astimezone(agreement.zone).date() for each in orders), default=date.max)
    start = agreement.signed.term.start
    for asset in agreement.assets:
        for swap in asset.swaps:
            if _key(swap) in known or swap.order in numbers or swap.date < start:
                continue
            if swap.order is not None and swap.date < first:
                continue
            found = _asked_on(agreement, swap.date)
            if found is not None:
                what = f"{asset.id} {swap.part_no} {swap.removed_serial}"
                yield Unordered(
                    agreement.id, "swap_without_order", swap.date, None, what, swap.order, found[1]
                )


def _key(swap: Swap) -> tuple[date, str, str]:
    return swap.date, swap.removed_serial, swap.installed_serial


def _asked(agreement: Agreement, at: datetime) -> tuple[Intake, Clause] | None:
    return _asked_on(agreement, at.astimezone(agreement.zone).date())


def _asked_on(agreement: Agreement, day: date) -> tuple[Intake, Clause] | None:
    """What the contract says of an order before work on that day; None where it does not want one."""
    level = agreement.level(agreement.terms_on(day).contract)
    if level is None or level.intake is None or not level.intake.order_required:
        return None
    return level.intake, ("ServiceLevel", level.id, ("intake", "order_required"))
