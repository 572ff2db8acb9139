"""How an order stands, and what is due on it next: when, by whom, and what holds it up. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Literal

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.reasons import Clause, Reason
from fieldops.contracts.wording import word, words
from fieldops.dates.instants import utc
from fieldops.errors import Named
from fieldops.service.announcing import announced_late, asked_of_sent
from fieldops.service.closing import CALLER_BACK, DAMAGE, REVIEWER
from fieldops.service.corrections import corrected_reasons
from fieldops.service.done_by import NAME, TEXT, TIME, Words, closed_by, reached_by, told
from fieldops.service.emergency import PlanAtWork, plan_of
from fieldops.service.ending import complete_since, is_said_closed, owed_in_all
from fieldops.service.handling import is_with_the_panel, out_of_order
from fieldops.service.intake import ANSWERED, Intake, after_term, agreed_by, intake_of
from fieldops.service.orders import Order, level_of
from fieldops.service.remote import SESSION, handed_over, overrun
from fieldops.service.swap_dues import SWAP
from fieldops.service.unfit import parts_out, unfit
from fieldops.service.unordered import begun_before
from fieldops.sla.escalation import ABOUT_SHEET, Step
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
# Whom `informed` means: the customer, where nobody else is named.
_CUSTOMER = (None, "customer")
# What says that the fault is over, whatever its closing still lacks.
_SOLVED = {"resolved", "confirmed", "closed"}
_NEVER = datetime.max.replace(tzinfo=UTC)
# Who does what closing lacks; what is not named here is the engineer's. B6
_CLOSERS = {
    "order.owed-review": REVIEWER,
    "order.owed-signature-refused": REVIEWER,
    "order.owed-signature-refused-or": REVIEWER,
    "order.owed-call-back": CALLER_BACK,
    "order.owed-confirmation": "hotline",
    "order.owed-settled": "hotline",
    "order.owed-repair-order": "hotline",
}
# What closing lacks that is said to whoever does it as something to do.
_ASKED_OF = {
    "order.owed-report": "order.do-report",
    "order.owed-signature": "order.do-signature",
    "order.owed-signature-or": "order.do-signature-or",
    "order.owed-review": "order.do-review",
    "order.owed-document": "order.do-document",
    "order.owed-confirmation": "order.do-confirmation",
    "order.owed-settled": "order.do-settled",
    "order.owed-call-back": "order.do-call-back",
}
# What somebody whom the customer has named has to confirm.
_UNCONFIRMED = {"order.caller-not-authorised", "order.caller-unsaid"}
_OPEN = ("running", "late", "due", "paused", "undetermined")


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


class Due(Struct, frozen=True):
    """Something that has to be done on an order: `what`, until when (None: nothing is promised, or it cannot be said), by
    which position or to whom it is assigned. `condition`: it is to be done only then, and nobody has said whether; None where
    it is to be done in any case. `done_by`: the command that tells that it was done, without ``fieldops``.
    """

    order: str
    contract: str
    what: Named
    at: datetime | None
    state: str
    by: str | None = None
    person: str | None = None
    clause: Clause | None = None
    condition: str | None = None
    done_by: Words = ()


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


def dues(standing: Standing) -> tuple[Due, ...]:
    """What is to be done on an order, each once, the earliest first; what nobody has promised a time for comes last."""
    if standing.is_over:
        return ()
    found = [
        *_clocks(standing),
        *_unsolved(standing),
        *_escalation(standing),
        *_procedure(standing),
        *_plan(standing),
        *_sessions(standing),
        *_told_at_once(standing),
        *_notices(standing),
    ]
    return tuple(sorted(found, key=lambda due: (due.at is None, utc(due.at) if due.at else 0)))


def _clocks(standing: Standing) -> Iterator[Due]:
    over = standing.stage == "resolved"
    for state in _open_states(standing):
        promise = state.deadline.promise
        # Whether what is solved already might have needed it, nobody has to find out in time any more.
        if not (over and state.state == "undetermined" and promise.when is not None):
            due = _due(standing.order, state)
            entered = over and state.deadline.kind == "milestone"
            # What was not written down when it was done is entered, by no time.
            yield _to_enter(due) if entered else due


def _to_enter(due: Due) -> Due:
    done_by = (*due.done_by, "--at", TIME) if due.done_by else ()
    return replaced(due, what=Named("order.enter", what=due.what), at=None, state="open", done_by=done_by)


def _unsolved(standing: Standing) -> Iterator[Due]:
    """What nobody has promised a time for and still has to be done: to solve it, and to get the part that is needed for it."""
    order = standing.order
    if standing.stage not in ("to_dispatch", "assigned", "in_work"):
        return

    def due(what: Named, done_by: Words) -> Due:
        person = order.assigned_to
        return Due(order.id, order.opened.contract, what, None, "open", "engineer", person, done_by=done_by)

    swap = ("swap", "propose", order.id)
    yield from (due(Named("order.get-part", part=each), swap) for each in _parts_needed(order))
    promised = {each.deadline.milestone for each in _open_states(standing)}
    if "resolve" not in promised and not (standing.stage == "to_dispatch" and standing.sends):
        redone = order.last("rejected") if order.is_solved else None
        if redone is None:
            yield due(Named("order.reach", what=word("resolve", "")), told(order.id, "resolved"))
        else:
            what = Named("order.redo-for", why=redone.note) if redone.note else Named("order.redo")
            yield due(what, told(order.id, "reported_done"))


def _parts_needed(order: Order) -> tuple[str, ...]:
    """What was said to be needed since a part was put in last."""
    since = order.since("reported_again", "part_used")
    put_in = max((utc(told.time) for each in order.swaps if (told := each.carried_out)), default=None)
    return tuple(
        each.note or "-"
        for each in since
        if each.kind == "part_needed" and (put_in is None or utc(each.time) > put_in)
    )


def _open_states(standing: Standing) -> tuple[State, ...]:
    states = standing.clocks.states if standing.clocks is not None else ()
    return tuple(
        each
        for each in states
        if each.reached is None and each.state in _OPEN and each.deadline.kind != "at_the_latest"
    )


def _due(order: Order, state: State) -> Due:
    deadline = state.deadline
    field = "overdue_action" if deadline.kind == "action" else "milestone"
    return Due(
        order=order.id,
        contract=order.opened.contract,
        what=Named("order.reach", what=word(deadline.milestone, field if deadline.kind == "action" else "")),
        at=deadline.due,
        state=state.state,
        by=deadline.promise.by,
        person=order.assigned_to,
        clause=deadline.promise.clause,
        condition=deadline.promise.when if state.state == "undetermined" else None,
        done_by=reached_by(order.id, deadline),
    )


def _escalation(standing: Standing) -> Iterator[Due]:
    """Whom the ladder asks now: ask them, tell the customer, and have the answer in time. B4

    Who has let the time pass is asked no more once the next one is. Of several engineers in turn who cannot come each has begun
    the ladder: it is climbed once.
    """
    said: set[str] = set()
    steps = standing.status.steps if standing.status is not None else ()
    begun = {utc(each.at) for each in steps}
    for step in steps:
        passed = step.answer_due is not None and utc(step.answer_due) in begun
        if step.kind == "ladder" and step.answered is None and step.over is None and not passed:
            for due in _asked(standing, step):
                if str(due.what) not in said:
                    said.add(str(due.what))
                    yield due


def _asked(standing: Standing, step: Step) -> Iterator[Due]:
    order, to = standing.order, word(step.to or "-")
    since = [each for each in order.told if utc(each.time) >= utc(step.at)]
    asked = any(each.kind == "escalated" and each.step == step.id for each in since)

    def due(what: Named, at: datetime | None, by: str | None, *event: str) -> Due:
        done_by = told(order.id, *event)
        state = "open" if at is None else "late" if utc(at) < utc(standing.now) else "running"
        return Due(order.id, order.opened.contract, what, at, state, by, clause=step.clause, done_by=done_by)

    if step.tells_customer and not any(each.kind == "informed" and each.to in _CUSTOMER for each in since):
        yield due(Named("order.tell-customer"), None, "hotline", "informed", "--to", "customer")
    if step.tells_customer and step.answer_due is None:
        return
    if not asked:
        what = Named("order.ask", to=to, step=step.id)
        yield due(what, step.answer_due, "hotline", "escalated", "--step", step.id)
    else:
        what = Named("order.answer", to=to)
        yield due(what, step.answer_due, step.to, "escalation_answered", "--step", step.id)


def _told_at_once(standing: Standing) -> Iterator[Due]:
    """Whom the contract wants to be told of the order at once, and nobody has; an engineer who has taken it knows. B2"""
    order = standing.order
    opened, given = order.told, order.since_last("assigned")
    for who in standing.tells:
        if who == "engineer":
            open_still = standing.stage == "assigned" and not any(
                each.kind == "accepted" or (each.kind == "informed" and each.to == who) for each in given
            )
        else:
            names = _CUSTOMER if who == "customer" else (who,)
            open_still = not any(each.kind == "informed" and each.to in names for each in opened)
        if open_still:
            what = Named("order.tell-of-assignment" if who == "engineer" else "order.tell", who=word(who))
            by = "engineer" if who == "customer" and order.assigned_to else "hotline"
            done_by = told(order.id, "informed", "--to", who)
            yield Due(
                order.id, order.opened.contract, what, None, "open", by, order.assigned_to, done_by=done_by
            )


def _notices(standing: Standing) -> Iterator[Due]:
    """Notices that an order has earned by staying open, and nobody has sent. B5"""
    order = standing.order
    for step in standing.status.steps if standing.status is not None else ():
        if step.kind == "notice" and notice_sent(order, step) is None:
            what = Named("order.send-notice", notice=word(step.id, "notice"))
            yield Due(
                order.id,
                order.opened.contract,
                what,
                step.at,
                "due",
                "hotline",
                clause=step.clause,
                done_by=told(order.id, "notice_sent", "--document", step.id),
            )


def notice_sent(order: Order, step: Step) -> datetime | None:
    """When a notice was sent since it was due; None where nobody has."""
    sent = (
        each.time
        for each in order.told
        if each.kind == "notice_sent" and each.document == step.id and utc(each.time) >= utc(step.at)
    )
    return next(sent, None)


def _procedure(standing: Standing) -> Iterator[Due]:
    order, intake = standing.order, standing.intake

    def due(what: Named, by: str | None, *event: str, clause: Clause | None = None) -> Due:
        return Due(
            order.id,
            order.opened.contract,
            what,
            None,
            "open",
            by,
            clause=clause,
            done_by=told(order.id, *event) if event else (),
        )

    if intake.admission == "undetermined":
        correct = ("order", "correct", order.id, "--inside", "yes", "--reason", TEXT)
        yield replaced(due(Named("order.do-scope"), "hotline"), done_by=correct)
    if standing.stage != "resolved" and any(_UNCONFIRMED & set(each.said.codes) for each in intake.reasons):
        yield due(Named("order.do-confirm-caller"), "hotline", "caller_confirmed", "--contact", NAME)
    for step in intake.owed:
        yield due(Named("order.do-step", step=word(step)), "hotline", "step_done", "--step", step)
    if intake.approval:
        by = intake.approval
        yield due(Named("order.do-approval", by=word(by)), by, "approved", "--by", by)
    if standing.stage == "to_dispatch" and standing.sends:
        yield due(Named("order.do-assign"), "hotline", "assigned", "--person", NAME)
    if standing.stage == "in_work" and is_with_the_panel(order):
        yield due(Named("order.inform"), None, "informed", "--to", "customer")
    with_time = {
        each.deadline.milestone for each in _open_states(standing) if each.deadline.kind == "document"
    }
    for reason in standing.owed:
        if reason.rule == "document" and any(
            reason.said.values["document"] == word(each) for each in with_time
        ):
            continue
        # A part is replaced before the fault is resolved, and damage waits for no closing; what that takes is of interest later.
        if reason.rule in (SWAP, DAMAGE) or (standing.stage == "resolved" and reason.rule != SESSION):
            by = next((_CLOSERS[code] for code in reason.said.codes if code in _CLOSERS), "engineer")
            closing = due(Named("order.do-close", what=_asked_of(reason.said)), by, clause=reason.clause)
            yield replaced(closing, done_by=closed_by(order.id, reason))


def _asked_of(said: Named) -> Named:
    """What is missing, as it is said to whoever has to see to it."""
    asked = _ASKED_OF.get(said.codes[0])
    return Named(asked, **said.values) if asked is not None else said


def _plan(standing: Standing) -> Iterator[Due]:
    """The step of the emergency plan that comes next, and what the report does not say yet, until the fault is solved. F3"""
    work, order = standing.plan, standing.order
    if work is None or standing.stage == "resolved":
        return
    step = work.next_by_name
    if step is not None:
        at = work.start_by if step == "start_plan" else None
        state = "open" if at is None else "late" if utc(at) < utc(standing.now) else "running"
        what = Named("order.take-step", step=word(step))
        done_by = told(order.id, "step_done", "--step", step)
        clause = work.clause("flow")
        yield Due(order.id, order.opened.contract, what, at, state, clause=clause, done_by=done_by)
    if work.lacks:
        what = Named("order.ask-for", what=words(work.lacks))
        clause = work.clause("report_holds")
        yield Due(order.id, order.opened.contract, what, None, "open", clause=clause)


def _sessions(standing: Standing) -> Iterator[Due]:
    """Sessions that are open, until when they are allowed; and what has to follow those that have ended. E1-E3"""
    order = standing.order
    ends = {each.id: each.opened.until for each in order.sessions if each.closed is None}
    for reason in standing.owed:
        if reason.rule == SESSION:
            until = ends.get(str(reason.said.values.get("session")))
            state = "open" if until is None else "late" if utc(until) < utc(standing.now) else "running"
            yield Due(
                order.id,
                order.opened.contract,
                reason.said,
                until,
                state,
                person=order.assigned_to,
                clause=reason.clause,
                done_by=closed_by(order.id, reason),
            )
    for session, person in standing.handed_over if standing.stage != "resolved" else ():
        what = Named("session.go-on", session=session)
        again = ("session", "open", order.id)
        yield Due(order.id, order.opened.contract, what, None, "open", person=person, done_by=again)
