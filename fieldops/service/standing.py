"""How an order stands at a time: its intake, its clocks, how far it is, and what is missing to close it. Pure.

Does not live here: what is due on it next, and for whom (`agenda`).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.reasons import Reason
from fieldops.service.announcing import announced_late, asked_of_sent
from fieldops.service.corrections import corrected_reasons
from fieldops.service.emergency import PlanAtWork, plan_of
from fieldops.service.ending import complete_since, is_said_closed, owed_in_all
from fieldops.service.handling import out_of_order
from fieldops.service.intake import ANSWERED, Intake, after_term, agreed_by, intake_of
from fieldops.service.orders import Order, level_of
from fieldops.service.remote import handed_over, overrun
from fieldops.service.unfit import parts_out, unfit
from fieldops.service.unordered import begun_before
from fieldops.sla.escalation import ABOUT_SHEET
from fieldops.sla.outside import agreed_states, agreed_status
from fieldops.sla.status import State, Status, status_of
from fieldops.sla.timetable import Timetable
from fieldops.structs import Struct, replaced

# Public: JSON has these words; in the order in which an order goes through them.
Stage = Literal[
    "scope_unknown", "needs_agreement", "to_dispatch", "assigned", "in_work", "resolved", "closed", "voided"
]
# Nothing is to be done any more.
_OVER = ("closed", "voided")
_AT_WORK = ("remote_started", "departed", "arrived", "plan_given", "decided", "workaround", "part_needed")
# What says that the fault is over, whatever its closing still lacks.
_SOLVED = {"resolved", "confirmed", "closed"}
_NEVER = datetime.max.replace(tzinfo=UTC)


class Standing(Struct, frozen=True):
    """An order at a time: its intake, its clocks (None where the contract promises no times for it), how far it is, and
    what is missing to close it. `handling`: what was begun before what comes first, or before there was an order; `tells`: who is told of it at once;
    `plan`: the emergency plan that its severity calls for; `handed_over`: sessions with whoever of the team goes on with them;
    `agreed`: the times that were agreed for an order that the contract promises none; `asks_for`: the qualifications that such a
    request asks of whoever is sent.
    """

    order: Order
    intake: Intake
    status: Status | None
    stage: Stage
    owed: tuple[Reason, ...]
    now: datetime
    handling: tuple[Reason, ...] = ()
    tells: tuple[str, ...] = ()
    plan: PlanAtWork | None = None
    handed_over: tuple[tuple[str, str], ...] = ()
    agreed: Status | None = None
    asks_for: tuple[str, ...] = ()

    @property
    def clocks(self) -> Status | None:
        """Its times: those of the contract, else those that were agreed for it; None where there are none."""
        return self.status if self.status is not None else self.agreed

    @property
    def sends(self) -> bool:
        """Whether somebody is sent for such a request: what the hotline, quality or a manager answers by a word is not."""
        if self.order.opened.request in ANSWERED:
            return False
        if self.asks_for:
            return True
        return self.status is None or self.status.severity is not None

    @property
    def is_over(self) -> bool:
        """Whether nothing is to be done on it any more."""
        return self.stage in _OVER

    @property
    def is_late(self) -> bool:
        """Whether something that is still to be done should have been done."""
        states = self.clocks.states if self.clocks is not None else ()
        # Of what is solved the milestones are done, written down or not.
        left = (each for each in states if self.stage != "resolved" or each.deadline.kind != "milestone")
        return any(each.state in ("late", "due") and each.reached is None for each in left)


def standing_of(order: Order, agreement: Agreement, timetable: Timetable | None, now: datetime) -> Standing:
    """How the order stands at `now` (aware)."""
    intake = intake_of(order, agreement)
    # Of what was opened by mistake nothing is promised and nothing is owed.
    timetable = timetable if order.voided is None else None
    owed = owed_in_all(order, agreement)
    status = None
    if timetable is not None:
        ready = _NEVER if owed else complete_since(order, agreement, timetable)
        status = status_of(timetable, order.log(), now, ready)
    by, agreed = agreed_by(order, agreement), None
    if status is not None and intake.is_outside:
        status = _only_agreed(status, agreed_states(agreement, order.log(), by, now))
    elif status is None and order.voided is None:
        agreed = agreed_status(agreement, order.log(), by, now)
    corrected = tuple(corrected_reasons(order, agreement, status, now))
    if status is not None and corrected:
        status = replaced(status, notes=(*status.notes, *corrected))
    level = level_of(order, agreement)
    handling = (
        (*out_of_order(order, level), *begun_before(order, agreement), *unfit(order, agreement, level))
        if level is not None
        else ()
    )
    tells = level.intake.tells if level is not None and level.intake is not None else ()
    stage = _stage(order, agreement, intake, status, owed)
    if stage not in _OVER:
        handling = (*handling, *after_term(order, agreement, now))
    handling = (
        *handling,
        *announced_late(order, timetable, now),
        *overrun(order, agreement),
        *(corrected if status is None else ()),
    )
    if stage in ("resolved", "closed"):
        handling = (*handling, *parts_out(order))
    severity = status.severity if status is not None and not intake.is_outside else None
    plan = plan_of(order, agreement, timetable, severity)
    over = tuple((session.id, person) for session, person in handed_over(order, agreement))
    asks = asked_of_sent(order, level)
    return Standing(order, intake, status, stage, owed, now, handling, tells, plan, over, agreed, asks)


def _only_agreed(status: Status, agreed: tuple[State, ...]) -> Status:
    """Of the times of what is outside of the contract those that both sides agreed for it (`deadline_agreed`): none other is
    promised, and none is missed. B3, B9
    """
    about_sheet = tuple(each for each in status.steps if each.cause in ABOUT_SHEET)
    return replaced(status, states=agreed, steps=about_sheet, next_step=None)


def _stage(
    order: Order, agreement: Agreement, intake: Intake, status: Status | None, owed: tuple[Reason, ...]
) -> Stage:
    if order.voided is not None:
        return "voided"
    closed = status.closing.at is not None if status is not None else is_said_closed(order, agreement)
    if closed and not owed:
        return "closed"
    told = {each.kind for each in order.since_asked}
    # Who was sent again for a sheet that was rejected, of what was solved, is done when completion is reported anew. B6
    if told & _SOLVED or (order.is_solved and "reported_done" in told):
        return "resolved"
    if (order.is_left or order.is_sent_back) and intake.may_begin:
        return "to_dispatch"
    if told & set(_AT_WORK):
        return "in_work"
    if not intake.may_begin:
        return "scope_unknown" if intake.admission == "undetermined" else "needs_agreement"
    if order.assigned_to is not None:
        return "assigned"
    return "to_dispatch"
