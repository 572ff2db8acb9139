"""The times of an order that the contract promises nothing for: those that both sides agreed for it, and none other. Pure. B3 B9

After the contract's term, and outside of its scope, no clock of the contract runs. What was agreed with the customer holds all
the same, and is kept or missed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.reasons import Clause
from fieldops.contracts.wording import word
from fieldops.dates.instants import utc
from fieldops.errors import Named
from fieldops.sla.agreed import AgreedDeadline, agreed_deadlines
from fieldops.sla.deadlines import Deadline
from fieldops.sla.escalation import Closing
from fieldops.sla.event_kinds import REACHES
from fieldops.sla.events import Event, OrderLog
from fieldops.sla.status import UNDONE, State, Status, judged
from fieldops.sla.timetable import Promise

_KIND_OF = {milestone: kind for kind, milestone in REACHES.items()}


def agreed_states(agreement: Agreement, log: OrderLog, clause: Clause, now: datetime) -> tuple[State, ...]:
    """The state of each deadline that was agreed for the order of `log`, of each milestone the last one; `clause`: by which of
    the contract's clauses the work is agreed at all.
    """
    events = [each for each in log.events if utc(each.at) <= utc(now)]
    last = {each.milestone: each for each in agreed_deadlines(agreement, log.order, events, now)}
    return tuple(
        judged(_deadline(each, log, clause, agreement), _reached(events, each.milestone), utc(now))
        for each in last.values()
        if each.milestone in _KIND_OF
    )


def agreed_status(agreement: Agreement, log: OrderLog, clause: Clause, now: datetime) -> Status | None:
    """How an order stands by these alone; None where nothing was agreed."""
    states = agreed_states(agreement, log, clause, now)
    if not states:
        return None
    return Status(
        log, now.astimezone(agreement.zone), log.severity, states, (), None, Closing(None, None), ()
    )


def _deadline(each: AgreedDeadline, log: OrderLog, clause: Clause, agreement: Agreement) -> Deadline:
    said = Named("deadline.promise-best-effort", what=word(each.milestone))
    promise = Promise(
        kind="milestone",
        name=each.milestone,
        request=log.request,
        severity=log.severity,
        clock="always",
        counted_from="reported",
        clause=clause,
        said=said,
    )
    return Deadline(
        promise=promise,
        kind="milestone",
        applies="yes",
        due=each.due,
        why=None,
        provisional=False,
        calendar=None,
        start=log.reported,
        reasons=(each.reason(agreement.zone),),
    )


def _reached(events: Sequence[Event], milestone: str) -> datetime | None:
    """When it was reached so that it still counts: what came back is to be reached once more."""
    kind = _KIND_OF[milestone]
    again = max((at for at, each in enumerate(events) if each.kind == "reported_again"), default=-1)
    since = events[again + 1 :] if kind in UNDONE else events
    return next((utc(each.at) for each in since if each.kind == kind), None)
