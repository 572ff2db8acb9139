"""In which order a fault is worked on: remotely, on site, by the expert panel; and what of it came too early. B7 Pure.

The order of the ways is the contract's. Remote help is passed over in order where it was said that it cannot help, and any
way where a note says why.
"""

from __future__ import annotations

from collections.abc import Iterator

from fieldops.contracts.model import ServiceLevel
from fieldops.contracts.reasons import Clause, Reason
from fieldops.contracts.wording import word, words
from fieldops.errors import Named
from fieldops.records.order_events import OrderTold
from fieldops.service.orders import Order
from fieldops.structs import replaced

_WAYS = {"remote_started": "remote", "departed": "onsite", "arrived": "onsite"}
_PANEL = "expert_panel"


def way_of(told: OrderTold) -> str | None:
    """The way of handling that begins with it, or goes on; None where it says nothing of that."""
    if told.kind == "action_taken" and told.action == _PANEL:
        return _PANEL
    return _WAYS.get(told.kind)


def passed_over(before: Order, told: OrderTold, level: ServiceLevel) -> tuple[str, ...]:
    """The ways that the contract wants before the one that `told` begins, and that nobody has tried since the last report."""
    way, asked = way_of(told), level.handling.order if level.handling is not None else ()
    if way not in asked or told.note:
        return ()
    tried = {way_of(each) for each in before.since("reported_again")}
    if way in tried:
        return ()
    if _is_remote_hopeless(before):
        tried.add("remote")
    return tuple(each for each in asked[: asked.index(way)] if each not in tried)


def _is_remote_hopeless(order: Order) -> bool:
    """Whether it was said that remote help cannot mend it: at the report, or found out since."""
    found = order.last("remote_possible", "remote_impossible")
    if found is not None:
        return found.kind == "remote_impossible"
    return dict(order.opened.facts).get("remotely_fixable") is False


def refuses(level: ServiceLevel) -> bool:
    """Whether the contract lets nobody leave out a way without a reason."""
    return level.handling is not None and level.handling.out_of_order == "refused"


def out_of_order(order: Order, level: ServiceLevel) -> tuple[Reason, ...]:
    """Each way that was begun before another one that comes first, with the clause."""
    return tuple(_too_early(order, level))


def _too_early(order: Order, level: ServiceLevel) -> Iterator[Reason]:
    clause: Clause = ("ServiceLevel", level.id, ("handling", "order"))
    for at, each in enumerate(order.told):
        before = replaced(order, told=order.told[:at])
        if way_of(each) is not None and (first := passed_over(before, each, level)):
            values = {"way": word(way_of(each) or "", "order"), "first": words(first, "order")}
            yield Reason(rule="handling", result="no", said=Named("order.too-early", **values), clause=clause)


def is_with_the_panel(order: Order) -> bool:
    """Whether the expert panel works on it, and the customer has heard nothing since. B7"""
    told = order.since("confirmed", "resolved")
    asked = max((at for at, each in enumerate(told) if way_of(each) == _PANEL), default=None)
    if asked is None:
        return False
    return not any(each.kind == "informed" and each.to in (None, "customer") for each in told[asked:])
