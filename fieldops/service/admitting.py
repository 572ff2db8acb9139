"""Whether something may be told of an order: the rules of its event log, of dispatch and of closing. Pure.

Nothing that happened is refused because it was late or wrong to do; what is refused is what cannot be (an order of events
that contradicts itself, a word that the contract does not know), and a step that the contract lets nobody take yet.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.spoken import named, offered
from fieldops.contracts.wording import moment, word, words
from fieldops.dates.instants import utc
from fieldops.errors import Named, Position, Problem
from fieldops.records.order_events import OrderTold
from fieldops.service.closing import (
    CALLER_BACK,
    REVIEWER,
    is_customers_answer,
    may_say,
    ways_when_rejected,
)
from fieldops.service.ending import is_closed, owed_in_all
from fieldops.service.handling import passed_over, refuses, way_of
from fieldops.service.intake import intake_of
from fieldops.service.orders import Order, level_of
from fieldops.service.sequence import contradictions, waiting_swaps
from fieldops.service.sheets import alters, sheet_version
from fieldops.service.told_names import person_named
from fieldops.sla.events import OrderLog, in_sequence
from fieldops.sla.log_rules import REASONS, check_log, check_without_terms
from fieldops.sla.sequence import is_unresolved
from fieldops.sla.timetable import Timetable
from fieldops.structs import replaced

# Refused because the contract wants something else first; all others cannot be at all.
NOT_YET = frozenset(
    {
        "order.not-yet-dispatched",
        "order.step-before",
        "order.approval-before-steps",
        "order.not-yet-closed",
        "order.way-before",
        "order.not-resolved",
        "order.other-approver",
        "order.closed-already",
        "order.swap-waits",
    }
)
# Where the earlier of the two is the new one.
_EARLY = {
    "order.departed-after-arrival": "order.arrival-before-departure",
    "order.resolved-before-that": "order.solution-before-that",
}
# What somebody does who was sent; nobody resolves what nobody may work on. B1, B3
_WORK = frozenset({"assigned", "accepted", "departed", "arrived", "remote_started", "resolved"})


def refusals(
    order: Order,
    told: tuple[OrderTold, ...],
    agreement: Agreement,
    timetable: Timetable | None,
    now: datetime,
    places: dict[OrderTold, Position] | None = None,
) -> list[Problem]:
    """Why `told` cannot be added to what is known of an order; nothing where it can.

    `timetable`: what the contract promises it, None where it is outside of the term. `places`: where what was told stands
    in a file; the rest is placed in the order itself.
    """
    after = order.with_told(told)
    log = after.log(places)
    path = f"order {order.id}"
    found = list(in_sequence(log.events, path, agreement.zone))
    if timetable is not None:
        found += check_log(log, timetable, now)
    else:
        found += _without_terms(log, now, agreement)
    news = set(told)
    for at, each in enumerate(after.told):
        if each in news:
            before = replaced(after, told=after.told[:at])
            place = log.events[at + 1].position
            found += _steps(before, each, agreement, place)
            found += _words(before, each, agreement, timetable, place)
            if timetable is not None:
                found += _pause(each, timetable, place)
    known = {(each.code, each.told, each.first) for each in contradictions(order)}
    for wrong in contradictions(after):
        if (wrong.code, wrong.told, wrong.first) not in known:
            place = log.events[after.told.index(wrong.told) + 1].position
            # What is refused was never recorded: its time is to be given anew, and nothing of it can be withdrawn.
            code = _EARLY[wrong.code] if wrong.first in news and wrong.told not in news else wrong.code
            found.append(Problem(place, code, wrong.said(after, agreement.zone)))
    once = [each for at, each in enumerate(found) if each not in found[:at]]
    return sorted(once, key=lambda problem: problem.position)


def _without_terms(log: OrderLog, now: datetime, agreement: Agreement) -> Iterator[Problem]:
    """What is wrong with the events whatever the contract promises."""
    for event in log.events:
        yield from check_without_terms(event)
        if utc(event.at) > utc(now):
            values = {"at": moment(event.at, agreement.zone), "now": moment(now, agreement.zone)}
            yield Problem(event.position, "log.future", values)


def _steps(before: Order, told: OrderTold, agreement: Agreement, place: Position) -> Iterator[Problem]:
    """What the contract wants to come first. B3, B6, B7"""
    if way_of(told) is not None:
        yield from _ways(before, told, agreement, place)
    if told.kind in _WORK:
        intake = intake_of(before, agreement)
        if not intake.may_begin:
            why = tuple(each.said for each in intake.reasons if each.result != "yes")
            yield Problem(place, "order.not-yet-dispatched", {"order": before.id, "why": why})
    if waiting := waiting_swaps(before, told):
        yield Problem(place, "order.swap-waits", {"order": before.id, "swaps": waiting})
    if told.kind == "step_done":
        owed = _steps_before_work(before, agreement)
        if told.step in owed[1:]:
            yield Problem(place, "order.step-before", {"step": word(told.step or ""), "first": word(owed[0])})
    if told.kind == "closed" and (owed_now := owed_in_all(before, agreement)):
        missing = tuple(each.said for each in owed_now)
        yield Problem(place, "order.not-yet-closed", {"order": before.id, "missing": missing})


def _steps_before_work(before: Order, agreement: Agreement) -> tuple[str, ...]:
    """The steps before work that is not covered which have not been done: also under a covered order a part may need them."""
    level = level_of(before, agreement)
    rule = level.not_covered if level is not None else None
    done = {each.step for each in before.told if each.kind == "step_done"}
    return tuple(step for step in (rule.steps if rule is not None else ()) if step not in done)


def _words(
    before: Order, told: OrderTold, agreement: Agreement, timetable: Timetable | None, place: Position
) -> Iterator[Problem]:
    """Whose word it has to be, and when it may be given: only the customer confirms, and only what was resolved; who the
    contract names approves; nobody works on what was closed.
    """
    since = before.since("reported_again")
    kinds = {each.kind for each in since}
    if told.kind == "confirmed":
        if told.by not in (None, "customer"):
            yield Problem(place, "order.not-the-customer", {"by": word(told.by or "")})
        if is_unresolved([each.kind for each in before.told]):
            yield Problem(place, "order.not-resolved", {"order": before.id})
    if told.kind == "caller_confirmed":
        yield from _confirmed_by(told, agreement, place)
    if told.kind == "signature_refused":
        yield from _refusal(before, told, place)
    level = level_of(before, agreement)
    if told.kind == "rejected" and told.to == "escalate" and level is not None:
        ways = ways_when_rejected(level)
        if told.to not in ways:
            yield Problem(place, "order.nobody-to-escalate", {"choices": offered("", named(ways))})
    if not may_say(told):
        theirs = REVIEWER if told.kind == "reviewed" else CALLER_BACK
        said = {"by": word(told.by or "-"), "asked": word(theirs), "kind": Named(f"order.event-{told.kind}")}
        yield Problem(place, "order.not-theirs-to-say", {**said, "option": theirs})
    if told.kind == "approved":
        intake = intake_of(before, agreement)
        asked = intake.approval
        if intake.owed:
            yield Problem(place, "order.approval-before-steps", {"steps": words(intake.owed)})
        if asked and told.by != asked:
            values = {"order": before.id, "by": word(told.by or "-"), "asked": word(asked), "option": asked}
            yield Problem(place, "order.other-approver", values)
    said_closed = "closed" in kinds
    if (told.kind == "closed" and said_closed) or (
        is_of_open_order(told) and (said_closed or _is_over(before, told, agreement, timetable))
    ):
        values = {"order": before.id, "kind": Named(f"order.event-{told.kind}")}
        yield Problem(place, "order.closed-already", values)


def is_of_open_order(told: OrderTold) -> bool:
    """Whether only an open order may be told it: papers, calls and records follow its end, and a new report opens it again."""
    return alters(told) and told.kind != "reported_again"


def _is_over(before: Order, told: OrderTold, agreement: Agreement, timetable: Timetable | None) -> bool:
    """Whether the order was over before that: whoever writes down several things of one moment need not know their order."""
    earlier = tuple(each for each in before.told if utc(each.time) < utc(told.time))
    return is_closed(replaced(before, told=earlier), agreement, timetable, told.time)


def _confirmed_by(told: OrderTold, agreement: Agreement, place: Position) -> Iterator[Problem]:
    """Whom the customer has named for reporting faults confirms the report of somebody else; anybody, where nobody is named."""
    may = [each.name for each in agreement.signed.customer.contacts if "reporting" in each.duties]
    if may and told.contact not in may:
        person = person_named(agreement, told.person) if told.person is not None else None
        by = told.contact or person or (word(told.by) if told.by else "-")
        yield Problem(place, "order.confirmed-by-nobody-named", {"by": by, "choices": tuple(may)})


def _refusal(before: Order, told: OrderTold, place: Position) -> Iterator[Problem]:
    """Only the customer refuses to sign for the customer, and not what the customer has signed."""
    if told.by not in (None, "customer"):
        yield Problem(place, "order.refused-by-other", {"by": word(told.by)})
    if any(is_customers_answer(each) and each.kind == "signed" for each in sheet_version(before).beside):
        yield Problem(place, "order.refused-after-signing", {"order": before.id})


def _pause(told: OrderTold, timetable: Timetable, place: Position) -> Iterator[Problem]:
    """A pause for a reason that the contract does not have stops no clock, and would stand in the way of one that does;
    nor does one without the evidence that the contract asks for.
    """
    allowed = tuple(dict.fromkeys(each.reason for each in timetable.level.pauses))
    if told.kind == "paused" and told.reason in REASONS and told.reason not in allowed:
        names: dict[str, object] = {each: word(each) for each in allowed}
        values = {"reason": word(told.reason or ""), "choices": offered("", names)}
        yield Problem(place, "order.pause-not-allowed", values)
    rules = [each for each in timetable.level.pauses if each.reason == told.reason]
    if told.kind == "paused" and rules and all(each.evidence for each in rules) and not told.evidence:
        yield Problem(place, "order.pause-without-evidence", {"reason": word(told.reason or "")})


def _ways(before: Order, told: OrderTold, agreement: Agreement, place: Position) -> Iterator[Problem]:
    """The ways of handling that come first, where the contract lets nobody leave one out without a reason. B7"""
    level = level_of(before, agreement)
    if level is not None and refuses(level) and (first := passed_over(before, told, level)):
        values = {
            "order": before.id,
            "way": word(way_of(told) or "", "order"),
            "first": words(first, "order"),
        }
        yield Problem(place, "order.way-before", values)
