"""Whether an order is over: nothing is missing, and somebody has said the word that closes it. Pure. B5, B6

What is missing by the sheet is `closing`'s to say, by its sessions `remote`'s, by its swaps `swap_dues`'. Whoever says
"closed" closes nothing that something is missing of; and what lacks nothing is closed without that word, too, where the
contract has another one close it. Does not live here: what may follow the end (`admitting`, `corrections`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.reasons import Reason
from fieldops.dates.instants import utc
from fieldops.service.closing import owed_to_close
from fieldops.service.orders import Order, level_of, terms_of
from fieldops.service.remote import owed_of_sessions
from fieldops.service.swap_dues import owed_of_swap, owed_of_swaps
from fieldops.service.swaps import SwapRecord
from fieldops.sla.status import closing_at
from fieldops.sla.timetable import Timetable
from fieldops.structs import replaced

_Told = TypeVar("_Told", Order, SwapRecord)


def is_closed(order: Order, agreement: Agreement, timetable: Timetable | None, now: datetime) -> bool:
    """Whether it is over, closed or voided, told without its clocks: of nearly all orders that is all that anybody asks."""
    if order.voided is not None:
        return True
    if owed_in_all(order, agreement):
        return False
    if timetable is None:
        return is_said_closed(order, agreement)
    ready = complete_since(order, agreement, timetable)
    return closing_at(timetable, order.log(), now, ready).at is not None


def owed_in_all(order: Order, agreement: Agreement) -> tuple[Reason, ...]:
    """What is missing to close it: after the term, too, where nothing is promised in time and the work was agreed. B3, B6"""
    if order.voided is not None:
        return ()
    terms, level = terms_of(order, agreement), level_of(order, agreement)
    owed = owed_to_close(order, level) if level is not None else ()
    return (*owed, *owed_of_sessions(order, terms), *owed_of_swaps(order, agreement))


def complete_since(order: Order, agreement: Agreement, timetable: Timetable) -> datetime | None:
    """Since when an order that lacks nothing has lacked nothing; None where it never did."""
    level = timetable.level
    ends = [_last_needed(order, lambda before: bool(owed_to_close(before, level)))]
    ends += [_last_needed(each, lambda before: bool(owed_of_swap(before, agreement))) for each in order.swaps]
    ends += [each.closed.time for each in order.sessions if each.closed is not None]
    return max((each for each in ends if each is not None), key=utc, default=None)


def _last_needed(record: _Told, lacks: Callable[[_Told], bool]) -> datetime | None:
    """When the last thing was told without which something would be missing; None where nothing ever was."""
    for at in range(len(record.told) - 1, -1, -1):
        if lacks(replaced(record, told=record.told[:at])):
            return record.told[at].time
    return None


def is_said_closed(order: Order, agreement: Agreement) -> bool:
    """Whether somebody has said so, where no times are promised; a question is closed by its answer then, too. C5"""
    level = level_of(order, agreement)
    requests = level.requests if level is not None else ()
    is_answered = any(each.id == order.opened.request and each.closed_by == "engineer" for each in requests)
    closing = {"closed", "confirmed"} | ({"resolved"} if is_answered else set())
    return any(each.kind in closing for each in order.since("reported_again"))
