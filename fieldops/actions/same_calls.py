"""Orders that may be about the same fault: opened for the same call within an hour, or still open for the same equipment.

Two people pick up the same caller, or two people call about one fault. That is told at opening and left to people: two faults
may look alike.
"""

from __future__ import annotations

from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from fieldops.actions.order_lists import open_orders
from fieldops.actions.orders import View, order_events, read_order
from fieldops.actions.settings import open_store
from fieldops.dates.instants import utc
from fieldops.records.order_events import OrderOpened
from fieldops.service.orders import Order

_WITHIN = timedelta(hours=1)
# So many events of the record are looked through, the last ones: what was opened for one call lies close together.
_LOOKED_AT = 2000


def same_calls(root: Path, order: Order) -> tuple[Order, ...]:
    """The orders that were opened before this one for the same call, as far as the last of the record tells; voided ones count
    no more. Raises Broken where one of them is not what was written.
    """
    with closing(open_store(root)) as log:
        recorded = log.since(max(log.head().size - _LOOKED_AT, 0), {OrderOpened.TYPE})
        opened = [each for each in order_events(recorded) if isinstance(each, OrderOpened)]
        alike = [each.order for each in opened if each.order != order.id and _is_same(each, order.opened)]
        found = [read_order(log, id)[0] for id in alike]
    return tuple(each for each in found if each.voided is None)


def open_alike(root: Path, order: Order, now: datetime) -> tuple[View, ...]:
    """The other orders of the contract for the same request about the same equipment that nobody has solved yet."""
    opened = order.opened
    if opened.asset is None:
        return ()
    return tuple(
        each
        for each in open_orders(root, now, opened.contract).views
        if each.order.id != order.id
        and (each.order.opened.asset, each.order.opened.request) == (opened.asset, opened.request)
        and each.standing.stage != "resolved"
        and not each.standing.is_over
    )


def _is_same(one: OrderOpened, other: OrderOpened) -> bool:
    return (
        _said(one) == _said(other)
        and (one.contract, one.request, one.asset) == (other.contract, other.request, other.asset)
        and abs(utc(one.reported) - utc(other.reported)) <= _WITHIN
    )


def _said(opened: OrderOpened) -> tuple[str, ...]:
    """Who called and what was said, whatever the case and the spaces."""
    return tuple(
        " ".join((each or "").split()).casefold() for each in (opened.caller, opened.affected, opened.symptom)
    )
