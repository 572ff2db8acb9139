"""What cannot follow each other on an order: the rules of its events (`fieldops.sla.sequence`), and a swap that waits. Pure.

What is said to be solved while the part for it waits is asked for a word.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from fieldops.dates.instants import utc
from fieldops.records.order_events import OrderTold
from fieldops.service.orders import Order
from fieldops.sla import sequence
from fieldops.structs import Struct


class Contradiction(Struct, frozen=True):
    """That `told` cannot be after `first`, or without something that is missing (None); `code` says why."""

    code: str
    told: OrderTold
    first: OrderTold | None
    found: sequence.Contradiction

    def said(self, order: Order, zone: ZoneInfo) -> dict[str, object]:
        """The values of its sentence."""
        return self.found.said(order.log().events, order.id, zone)


def contradictions(order: Order) -> tuple[Contradiction, ...]:
    """Everything on the order that cannot have happened so, in order of time."""
    # The first event is the report, which nobody has told.
    return tuple(
        Contradiction(
            each.code,
            order.told[each.event - 1],
            order.told[each.first - 1] if each.first is not None else None,
            each,
        )
        for each in sequence.contradictions(order.log().events)
    )


def waiting_swaps(before: Order, told: OrderTold) -> tuple[str, ...]:
    """The swaps that wait when something is said to be resolved and no note says by what: number and part. C7, C8"""
    if told.kind != "resolved" or told.note:
        return ()
    return tuple(
        f"{each.id} ({each.proposed.part_no} {each.proposed.serial_out})"
        for each in before.swaps
        if each.is_open and utc(each.proposed.time) <= utc(told.time)
    )
