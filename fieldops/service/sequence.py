"""What cannot follow each other on an order: whoever looks at the two of them sees that one is wrong. Pure.

Nobody accepts what was given to nobody, sets out to where he is already, or needs a part for what is solved; and what is said
to be solved while the part for it waits is asked for a word. People come twice, and faults come back: where something on the
order says so, or a note does, nothing is wrong. What happened at one time may have been written down in any order.
"""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from fieldops.contracts.wording import moment
from fieldops.dates.instants import utc
from fieldops.errors import Named
from fieldops.records.order_events import OrderTold
from fieldops.service.orders import Order, sends_back
from fieldops.structs import Struct

# What makes somebody go there once more; so does it that somebody else is sent.
_AGAIN = frozenset(
    {
        "engineer_unavailable",
        "part_needed",
        "paused",
        "resumed",
        "workaround",
        "action_taken",
        "deadline_agreed",
    }
)
# What nobody does for a fault that is solved.
_UNSOLVED = frozenset({"part_needed", "workaround"})


class Contradiction(Struct, frozen=True):
    """That `told` cannot be after `first`, or without something that is missing (None); `code` says why."""

    code: str
    told: OrderTold
    first: OrderTold | None = None

    def said(self, order: Order, zone: ZoneInfo) -> dict[str, object]:
        """The values of its sentence."""
        values: dict[str, object] = {"order": order.id, "at": moment(self.told.time, zone)}
        if self.first is not None:
            values["first"] = moment(self.first.time, zone)
        if self.code == "order.resolved-before-that":
            values["kind"] = Named(f"order.event-{self.told.kind}")
        return values


def contradictions(order: Order) -> tuple[Contradiction, ...]:
    """Everything on the order that cannot have happened so, in order of time."""
    return tuple(each for round in _rounds(order) for each in _within(round, order))


def _rounds(order: Order) -> Iterator[tuple[OrderTold, ...]]:
    """What was told between one report of the fault and the next: each begins anew."""
    begun: list[OrderTold] = []
    for each in order.told:
        if each.kind == "reported_again" or sends_back(each):
            yield tuple(begun)
            begun = []
        begun.append(each)
    yield tuple(begun)


def _within(told: tuple[OrderTold, ...], order: Order) -> Iterator[Contradiction]:
    for at, each in enumerate(told):
        if each.kind == "accepted" and not each.person and not any(_given_until(each, order)):
            yield Contradiction("order.accepted-of-nobody", each)
        if each.kind == "departed" and not each.note and (there := _is_there(order, told, at)):
            yield Contradiction("order.departed-after-arrival", each, there)
        if each.kind in _UNSOLVED and (solved := _before(told, each, "resolved")):
            yield Contradiction("order.resolved-before-that", each, solved)


def _given_until(told: OrderTold, order: Order) -> Iterator[OrderTold]:
    """Each time it was given to somebody until then."""
    return (each for each in order.told if each.kind == "assigned" and utc(each.time) <= utc(told.time))


def _is_there(order: Order, told: tuple[OrderTold, ...], at: int) -> OrderTold | None:
    """The arrival of whoever sets out at `told[at]`, where nothing says that it is another trip."""
    arrived = _before(told, told[at], "arrived")
    if arrived is None:
        return None
    since = told[told.index(arrived) + 1 :]
    sent = {each.person for each in _given_until(arrived, order)}
    again = any(
        each.kind in _AGAIN or (each.kind == "assigned" and sent and each.person not in sent)
        for each in since[: since.index(told[at])]
    )
    return None if again or any(each.kind == "arrived" for each in since) else arrived


def _before(told: tuple[OrderTold, ...], later: OrderTold, kind: str) -> OrderTold | None:
    """The last thing of that kind at an earlier time."""
    found = (each for each in reversed(told) if each.kind == kind and utc(each.time) < utc(later.time))
    return next(found, None)


def waiting_swaps(before: Order, told: OrderTold) -> tuple[str, ...]:
    """The swaps that wait when something is said to be resolved and no note says by what: number and part. C7, C8"""
    if told.kind != "resolved" or told.note:
        return ()
    return tuple(
        f"{each.id} ({each.proposed.part_no} {each.proposed.serial_out})"
        for each in before.swaps
        if each.is_open and utc(each.proposed.time) <= utc(told.time)
    )
