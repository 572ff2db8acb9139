"""Whether people were asked for as long before they are to be there as the contract wants: experts at a cut-over, a drill. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from fieldops.contracts.model import ServiceLevel
from fieldops.contracts.reasons import Reason
from fieldops.contracts.wording import due_moment, duration, moment
from fieldops.dates.instants import utc
from fieldops.errors import Named
from fieldops.service.orders import Order
from fieldops.sla.agreed import agreed_deadlines
from fieldops.sla.clocks import limit_of
from fieldops.sla.timetable import Timetable

# The milestone by which it is agreed when they are there.
_THERE = "onsite"


def asked_of_sent(order: Order, level: ServiceLevel | None) -> tuple[str, ...]:
    """The qualifications that the type of the request asks of whoever is sent; none for one to which nobody is sent by that."""
    requests = level.requests if level is not None else ()
    return next((each.qualifications for each in requests if each.id == order.opened.request), ())


def announced_late(order: Order, timetable: Timetable | None, now: datetime) -> Iterator[Reason]:
    """That the time agreed last by `now` (aware) for being on site is sooner after the request than its type lets the customer ask for.

    It is told and refuses nothing: who can come sooner does. Nothing where the time cannot be counted for want of a calendar.
    """
    if timetable is None:
        return
    for at, request in enumerate(timetable.level.requests):
        if request.id == order.opened.request and request.announced is not None:
            yield from _late(order, timetable, now, request.announced, at)


def _late(order: Order, timetable: Timetable, now: datetime, announced: str, at: int) -> Iterator[Reason]:
    zone, reported = timetable.zone, order.opened.reported
    agreed = agreed_deadlines(timetable.agreement, order.id, order.log().events, now)
    there = [each.due for each in agreed if each.milestone == _THERE]
    earliest = timetable.clocks["always"].due(reported, limit_of(announced, "always")).at
    if there and earliest is not None and utc(there[-1]) < utc(earliest):
        said = Named(
            "order.announced-late",
            reported=moment(reported, zone),
            at=due_moment(there[-1], zone),
            announced=duration(announced),
            earliest=due_moment(earliest, zone),
        )
        clause = ("ServiceLevel", timetable.level.id, ("requests", at, "announced"))
        yield Reason(rule="announced", result="no", said=said, clause=clause)
