"""What is due next on an order: what has to be done, by when, by whom, and which command tells that it was done. Pure.

It follows from how the order stands (`standing`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from fieldops.contracts.reasons import Clause
from fieldops.contracts.wording import word, words
from fieldops.dates.instants import utc
from fieldops.errors import Named
from fieldops.service.closing import CALLER_BACK, DAMAGE, REVIEWER
from fieldops.service.done_by import NAME, TEXT, TIME, Words, closed_by, reached_by, told
from fieldops.service.handling import is_with_the_panel
from fieldops.service.orders import Order
from fieldops.service.remote import SESSION
from fieldops.service.standing import Standing
from fieldops.service.swap_dues import SWAP
from fieldops.sla.escalation import Step
from fieldops.sla.status import State
from fieldops.structs import Struct, replaced

# Whom `informed` means: the customer, where nobody else is named.
_CUSTOMER = (None, "customer")
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
