"""Every clock of an order is that of `sla deadlines` for the same facts: on all example contracts, whatever happens to the
order: other severities, pauses, agreed deadlines, amendments, faults that come back.

The oracle here is told the facts; the order has to find them among what was told of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

from effort import examples
from hypothesis import given
from hypothesis import strategies as st
from service.stories import REPOSITORY, Desk, times
from service.stories import promised as promised_by_command

from fieldops.actions.contracts import open_workspace
from fieldops.actions.needed import TIMES, need_agreement
from fieldops.actions.orders import View
from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model.contract import Amendment, NewTerms, Override
from fieldops.dates.instants import utc
from fieldops.documents.typed import Text
from fieldops.records.order_events import OrderOpened, OrderTold
from fieldops.service.orders import Order
from fieldops.service.standing import standing_of
from fieldops.sla.deadlines import FACTS, Case, Paused, deadlines
from fieldops.sla.status import State
from fieldops.sla.timetable import Promise, Timetable, timetable_of
from fieldops.structs import replaced

CONTRACTS = ("archive-digitisation", "device-platform", "housing-fund-portal", "managed-service")
# What an order's own reading adds to `reported`: by event, the milestone that it reaches.
REACHING = {
    "responded": "respond",
    "remote_started": "remote",
    "arrived": "onsite",
    "plan_given": "plan",
    "workaround": "workaround",
    "resolved": "resolve",
}
# These count no more once the customer reports the fault again.
UNDONE = ("resolved", "workaround", "confirmed")
KINDS = (*REACHING, "confirmed", "reported_again", "paused", "paused", "severity_changed", "deadline_agreed")


# None of the examples promises other times from some day on: this one does here.
AMENDED, SINCE = "archive-digitisation", date(2026, 12, 1)


@cache
def agreed(contract: str) -> Agreement:
    agreement = need_agreement(open_workspace(REPOSITORY, judged=False), contract, TIMES)
    if contract != AMENDED:
        return agreement
    sooner = (Override("incident", "respond", "2m"), Override("incident", "onsite", "40m"))
    text = Text("提速", "faster")
    amendment = Amendment("faster", SINCE, SINCE, text, NewTerms(service_level_overrides=sooner))
    signed = agreement.signed
    return replaced(agreement, signed=replaced(signed, amendments=(*signed.amendments, amendment)))


@cache
def promised(contract: str, day: int) -> tuple[datetime, Timetable]:
    """A report at nine on that day of the term, and what the contract promises then, its amendments included."""
    agreement = agreed(contract)
    start = agreement.signed.term.start
    reported = datetime(start.year, start.month, start.day, 16, 20, tzinfo=agreement.zone)
    reported += timedelta(days=day % (agreement.signed.term.end - start).days)
    return reported, timetable_of(agreement, reported.date())


class Told(NamedTuple):
    """An order as it is told."""

    contract: str
    day: int
    opened: OrderOpened
    events: tuple[OrderTold, ...]


@st.composite
def orders(draw: st.DrawFn) -> Told:
    contract, day = draw(st.sampled_from(CONTRACTS)), draw(st.integers(0, 700))
    reported, timetable = promised(contract, day)
    # Most of what has clocks is graded.
    requests = sorted(timetable.level.requests, key=lambda each: not each.graded)
    request = draw(st.sampled_from([requests[0], requests[0], *requests]))
    grades = [each.id for each in timetable.level.severities]
    severity = draw(st.sampled_from(grades)) if request.graded else None
    facts = tuple((name, draw(st.booleans())) for name in FACTS)
    opened = OrderOpened("SO-1", contract, request.id, reported, reported, severity, inside=True, facts=facts)
    events, at, paused = [], reported, False
    for kind in draw(st.lists(st.sampled_from(KINDS), max_size=9)):
        at += timedelta(minutes=draw(st.integers(1, 400)))
        values: dict[str, object] = {}
        if kind == "paused":
            # A clock that stands still can only go on.
            kind, paused = ("resumed" if paused else "paused"), not paused
        if kind == "paused":
            reasons = [each.reason for each in timetable.level.pauses] or ["waiting_for_part"]
            evidence = draw(st.sampled_from(["letter", "letter", None]))
            values = {"reason": draw(st.sampled_from(reasons)), "evidence": evidence}
        elif kind == "reported_again":
            paused = False
        elif kind == "severity_changed":
            values = {"to": draw(st.sampled_from(grades))}
        elif kind == "deadline_agreed":
            values = {"milestone": "resolve", "due": at + timedelta(days=draw(st.integers(1, 3)))}
        events.append(OrderTold("SO-1", kind, at, at, **values))  # type: ignore[arg-type]
    return Told(contract, day, opened, tuple(events))


class Facts:
    """What happened, as somebody tells `sla deadlines` of it."""

    def __init__(self, order: Order, timetable: Timetable) -> None:
        self.order, self.timetable = order, timetable
        self.severity = self.severity_at(None)
        self.agreed = [each.due for each in order.told if each.kind == "deadline_agreed"]

    def severity_at(self, at: datetime | None) -> str | None:
        """The severity then; at the end without a time."""
        severity = self.order.opened.severity
        for each in self.order.told:
            told = at is None or utc(each.time) <= at
            severity = each.to if each.kind == "severity_changed" and severity and told else severity
        return severity

    def reached(self, kind: str) -> datetime | None:
        counting = list(self.order.told)
        if kind in UNDONE:
            again = [at for at, each in enumerate(counting) if each.kind == "reported_again"]
            counting = counting[again[-1] + 1 :] if again else counting
        return next((utc(each.time) for each in counting if each.kind == kind), None)

    def pauses(self, until: datetime | None) -> Iterator[Paused]:
        told = self.order.told
        for at, each in enumerate(told):
            if each.kind != "paused" or (until is not None and utc(each.time) >= until):
                continue
            over = (utc(one.time) for one in told[at:] if one.kind in ("resumed", "reported_again"))
            ends = [one for one in (next(over, None), until) if one is not None]
            rules = [one for one in self.timetable.level.pauses if one.reason == each.reason]
            named = tuple(name for one in rules for name in one.milestones)
            for one in rules:
                if each.evidence or not one.evidence:
                    yield Paused(utc(each.time), min(ends, default=None), one.reason, one.milestones, named)

    def due(
        self, until: datetime | None, severity: str | None
    ) -> dict[tuple[Promise, str], tuple[str, datetime | None]]:
        """Everything that `sla deadlines` says of them; with `until`, of a clock that ended then."""
        happened = {
            kind: at
            for kind in ("responded", "arrived", "resolved", "confirmed")
            if (at := self.reached(kind)) is not None
        }
        opened, known = self.order.opened, {**self.timetable.known, **dict(self.order.opened.facts)}
        pauses = tuple(self.pauses(until))
        case = Case(opened.request, severity, opened.reported, known, happened, pauses)
        return {
            (each.promise, each.kind): (each.applies, each.due)
            for each in deadlines(self.timetable, case)
            if each.kind != "action"
        }


def wanted(facts: Facts, state: State) -> tuple[str, datetime | None]:
    """What `sla deadlines` says of one time of the order."""
    deadline = state.deadline
    kind = next((kind for kind, name in REACHING.items() if name == deadline.milestone), "")
    until = facts.reached(kind) if deadline.kind != "document" else None
    # What was reached under another severity is judged by that one, where it has such a time at all.
    key, then = (deadline.promise, deadline.kind), facts.due(until, facts.severity_at(until))
    has_such = any(promise.name == deadline.milestone for promise, _ in then)
    applies, due = then[key] if has_such else facts.due(until, facts.severity)[key]
    if facts.agreed and deadline.milestone == "resolve" and deadline.kind in ("milestone", "at_the_latest"):
        # What both sides agreed last is the time, and there is no outer limit any more.
        return ("no" if deadline.kind == "at_the_latest" else applies), facts.agreed[-1]
    return applies, due


@examples(80)
@given(orders())
def test_every_clock_of_an_order_is_that_of_sla_deadlines_for_the_same_facts(told: Told) -> None:
    _, timetable = promised(told.contract, told.day)
    order = Order(told.opened, told.events)
    last = told.events[-1].time if told.events else told.opened.reported
    now = last + timedelta(minutes=1)
    status = standing_of(order, agreed(told.contract), timetable, now).status
    assert status is not None
    facts = Facts(order, timetable)
    assert status.severity == facts.severity
    still_open = {
        (promise, kind)
        for promise, kind in facts.due(None, facts.severity)
        if not any(facts.reached(each) for each, name in REACHING.items() if name == promise.name)
    }
    assert still_open <= {(each.deadline.promise, each.deadline.kind) for each in status.states}
    for state in status.states:
        if state.deadline.kind != "action":
            found = state.deadline.applies, state.deadline.due
            assert found == wanted(facts, state), (state.deadline.milestone, state.deadline.kind)


def test_what_is_tried_reaches_pauses_new_severities_agreements_and_amendments() -> None:
    """The strategy above is worth nothing where its contracts had none of these."""
    pausing = [name for name in CONTRACTS if promised(name, 0)[1].level.pauses]
    graded = [name for name in CONTRACTS if len(promised(name, 0)[1].level.severities) > 1]
    assert (bool(pausing), bool(graded)) == (True, True)
    # Days before and after the amendment are drawn, and it makes a difference.
    (before, old), (after, new) = promised(AMENDED, 0), promised(AMENDED, 699)
    assert before.date() < SINCE < after.date()
    assert old.promises != new.promises


def test_a_time_that_an_amendment_agrees_for_one_order_is_that_orders(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "housing-fund-portal")
    fault = {"severity": "ordinary", "asset": "storage-01"}
    # A Saturday: three working days end on Wednesday at half past five.
    view = desk.call("2026-09-05T09:00", number="QH-SO-0905", **fault)
    assert times(view) == promised_by_command(desk, "2026-09-05T09:00", "ordinary")
    assert due(view) == "2026-09-09T17:30"
    # On the 8th both sides agree on the 22nd for this order, and for no other one.
    assert due(desk.show("2026-09-08T09:00")) == "2026-09-23T00:00"
    desk.call("2026-09-05T09:00", number="QH-SO-0906", **fault)
    assert due(desk.show("2026-09-08T09:00")) == "2026-09-09T17:30"


def due(view: View) -> str | None:
    return next(at for what, kind, at in times(view) if (what, kind) == ("resolve", "milestone"))
