"""Which version of an order's sheet holds, and what was told by then: pure.

A sheet says what happened at the customer's. What is told of the sheet itself afterwards (that it was signed, reviewed,
rejected) makes no new one; what is told of the work after the customer has signed does, and the new one names the old. B6
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from fieldops.dates.instants import utc
from fieldops.records.order_events import OrderTold
from fieldops.records.session_events import SessionClosed
from fieldops.records.swap_events import SwapTold
from fieldops.service.orders import Order, RemoteSession
from fieldops.service.swaps import SwapRecord
from fieldops.structs import Struct, replaced

# What is told of the sheet, not of the work.
_BESIDE = frozenset(
    {
        "signed",
        "signature_refused",
        "opinion_given",
        "reviewed",
        "called_back",
        "rejected",
        "confirmed",
        "closed",
        "reported_done",
        "document_given",
    }
)


# What is told of the order, and not of what was done to the equipment and when: it stands on a sheet that nobody has signed,
# and leaves one that is signed as it is. Most of it may follow the order's end. A5, B5, B8, E2
_AFTERWARDS = frozenset(
    {
        "informed",
        "caller_confirmed",
        "escalated",
        "escalation_answered",
        "customer_complained",
        "notice_sent",
        "report_given",
        "record_given",
        "password_reminded",
        "step_done",
        "approved",
        "cause_found",
        "effect_found",
        "repair_ordered",
        "prevention_decided",
    }
)


class SheetVersion(Struct, frozen=True):
    """A version of the sheet: its number, until when the record is in it, the signature it took the place of (`replaces`), and
    what was told of this one since (`beside`): signatures, review, call-back.
    """

    number: int
    until: datetime
    replaces: OrderTold | None = None
    beside: tuple[OrderTold, ...] = ()


def about_work(told: OrderTold) -> bool:
    """Whether something stands on the sheet as what happened."""
    return told.kind not in _BESIDE


def alters(told: OrderTold) -> bool:
    """Whether it makes another sheet of one that was signed: something was done to the equipment, or at another time."""
    return about_work(told) and told.kind not in _AFTERWARDS


def _swapped(order: Order) -> Iterator[SwapTold]:
    """What was told of its swaps that stands on the sheet: which part is in the equipment."""
    for record in order.swaps:
        yield from (each for each in record.told if each.kind in ("carried_out", "undone"))


def sheet_version(order: Order) -> SheetVersion:
    """The version that holds.

    A sheet that was signed and then rejected, or after which more was told of the work or withdrawn, is followed by the next
    version, which nobody has signed.
    """
    found = SheetVersion(1, order.opened.at)
    # What is withdrawn changes what stands on the sheet as much as what is told.
    changed: list[tuple[datetime, OrderTold | SessionClosed | None]] = [
        (each.at, each) for each in order.told
    ]
    changed += [(each.event.at, each.told) for each in order.withdrawn if about_work(each.told)]
    changed += [(at, None) for at in _changed_otherwise(order)]
    changed += [(each.closed.at, each.closed) for each in order.sessions if each.closed is not None]
    for at, each in sorted(changed, key=lambda one: utc(one[0])):
        signed = [one for one in found.beside if one.kind == "signed"]
        if each is not None and signed and _is_afterwards(each, signed[-1]):
            continue
        if not isinstance(each, OrderTold) or about_work(each):
            is_new = signed and utc(at) > utc(signed[-1].at)
            found = SheetVersion(found.number + 1, at, signed[-1]) if is_new else replaced(found, until=at)
        elif each.kind == "rejected":
            found = SheetVersion(found.number + bool(signed), found.until, next(reversed(signed), None))
        else:
            found = replaced(found, beside=(*found.beside, each))
    return found


def _is_afterwards(told: OrderTold | SessionClosed, signed: OrderTold) -> bool:
    """Whether it was written down after the signature, and is none of what the customer has signed; that somebody has logged
    out is no work.
    """
    office = isinstance(told, SessionClosed) or told.kind in _AFTERWARDS
    return office and utc(told.at) > utc(signed.at)


def _changed_otherwise(order: Order) -> Iterator[datetime]:
    """When something was recorded that stands on the sheet and was not told of the order itself: parts that were replaced,
    remote sessions that were begun, corrections of what was reported.
    """
    yield from (each.at for each in _swapped(order))
    yield from (each.event.at for each in order.corrected)
    yield from (each.opened.at for each in order.sessions)


def as_of(order: Order, until: datetime) -> Order:
    """The order as it was recorded until then, before anything was told of the sheet of that time."""
    end = utc(until)
    kept = [
        each
        for each in _told_by(order, until)
        if utc(each.at) < end or (utc(each.at) == end and about_work(each))
    ]
    return replaced(_recorded_by(order, until), told=tuple(kept))


def states(order: Order) -> tuple[datetime, ...]:
    """The times at which something was recorded of it, the last first: a sheet may have been written after each."""
    times = {utc(each.at): each.at for each in order.told} | {utc(order.opened.at): order.opened.at}
    times |= {utc(at): at for each in order.withdrawn for at in (each.told.at, each.event.at)}
    times |= {utc(at): at for at in _changed_otherwise(order)}
    times |= {utc(each.closed.at): each.closed.at for each in order.sessions if each.closed is not None}
    times |= {utc(each.proposed.at): each.proposed.at for each in order.swaps}
    times |= {utc(each.at): each.at for record in order.swaps for each in record.told}
    return tuple(times[at] for at in sorted(times, reverse=True))


def recorded_until(order: Order, until: datetime) -> Order:
    """The order as it was recorded until then."""
    withdrawn = tuple(each for each in order.withdrawn if utc(each.event.at) <= utc(until))
    return replaced(_recorded_by(order, until), told=_told_by(order, until), withdrawn=withdrawn)


def _recorded_by(order: Order, until: datetime) -> Order:
    """The order with its swaps, its sessions and what was reported as they were recorded by then."""
    return replaced(
        order,
        opened=order.opened_as_of(until),
        corrected=tuple(each for each in order.corrected if utc(each.event.at) <= utc(until)),
        swaps=_swaps_by(order, until),
        sessions=_sessions_by(order, until),
    )


def _sessions_by(order: Order, until: datetime) -> tuple[RemoteSession, ...]:
    """Its remote sessions as they were recorded by then."""
    end = utc(until)
    return tuple(
        each if each.closed is None or utc(each.closed.at) <= end else replaced(each, closed=None)
        for each in order.sessions
        if utc(each.opened.at) <= end
    )


def _swaps_by(order: Order, until: datetime) -> tuple[SwapRecord, ...]:
    """Its swaps as they were recorded by then."""
    end = utc(until)
    return tuple(
        replaced(record, told=tuple(each for each in record.told if utc(each.at) <= end))
        for record in order.swaps
        if utc(record.proposed.at) <= end
    )


def _told_by(order: Order, until: datetime) -> tuple[OrderTold, ...]:
    """What was told by then, what was withdrawn later among it."""
    later = (each.told for each in order.withdrawn if utc(each.event.at) > utc(until))
    told = (each for each in (*order.told, *later) if utc(each.at) <= utc(until))
    return tuple(sorted(told, key=lambda each: utc(each.time)))
