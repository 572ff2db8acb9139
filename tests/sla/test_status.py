"""How an order stands: a pure function of its events, the contract, the calendar and the time now."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model.contract import Amendment, NewTerms, Override
from fieldops.contracts.reasons import flattened
from fieldops.documents.typed import Text
from fieldops.sla.events import read_log
from fieldops.sla.log_rules import check_log
from fieldops.sla.status import State, Status, status_of
from fieldops.structs import replaced
from tests.sla.agreements import SHANGHAI, at, example, timetable

ARCHIVE, DEVICE, PORTAL, MANAGED = (
    "archive-digitisation",
    "device-platform",
    "housing-fund-portal",
    "managed-service",
)


def status(agreement: Agreement, now: str, events: str, head: str = "severity: ordinary") -> Status:
    """`events`: one per line, such as ``2026-03-02T09:00 paused reason=waiting_for_part``."""
    lines = []
    for line in events.strip().splitlines():
        when, kind, *more = line.split()
        pairs = "".join(f", {pair.replace('=', ': ')}" for pair in more)
        lines.append(f"  - {{time: {when}, kind: {kind}{pairs}}}")
    text = f"{head}\nevents:\n" + "\n".join(lines) + "\n"
    log, problems = read_log(text.encode(), "order.yaml", SHANGHAI)
    assert problems == []
    assert log is not None
    table = timetable(agreement, log.reported.astimezone(SHANGHAI).isoformat())
    assert check_log(log, table, at(now)) == []
    return status_of(table, log, at(now))


def state(found: Status, milestone: str, kind: str = "milestone", number: int = 0) -> State:
    fitting = [
        each for each in found.states if (each.deadline.milestone, each.deadline.kind) == (milestone, kind)
    ]
    return fitting[number]


def rules(found: Status) -> list[str]:
    return [reason.said.codes[0] for _, reason in flattened(found.notes)]


def test_met_late_running_and_waiting() -> None:
    found = status(
        example(MANAGED),
        "2026-09-30T18:00",
        """
        2026-09-30T17:20 reported
        2026-09-30T17:30 responded
        2026-09-30T17:51 remote_started
        """,
        "severity: level-1\nasset: app-01",
    )
    respond, remote, onsite = (state(found, name) for name in ("respond", "remote", "onsite"))
    # Exactly at its time it is met.
    assert (respond.state, respond.by) == ("met", timedelta(0))
    assert (remote.state, remote.by) == ("late", timedelta(minutes=1))
    # The asset's site is in the team's city: nobody has to say so.
    assert (onsite.state, onsite.by) == ("running", timedelta(minutes=20))
    assert state(found, "remote", number=1).state == "not_applicable"
    assert state(found, "analysis_report", "document").state == "waiting"
    assert (found.is_late, found.is_undetermined) == (True, False)


def test_what_is_not_reached_is_late_from_its_time_on() -> None:
    events = "2026-03-02T09:00 reported"
    assert state(status(example(ARCHIVE), "2026-03-02T09:05", events), "respond").state == "running"
    late = state(status(example(ARCHIVE), "2026-03-02T09:06", events), "respond")
    assert (late.state, late.by) == ("late", timedelta(minutes=1))


def test_an_unknown_condition_leaves_it_undetermined_and_says_what_would_be() -> None:
    events = "2026-03-02T09:00 reported\n2026-03-02T09:10 responded"
    open_ = status(example(DEVICE), "2026-03-02T10:30", events, "severity: common")
    assert (state(open_, "resolve").state, state(open_, "resolve").if_holds) == ("undetermined", "late")
    assert open_.is_undetermined
    known = status(
        example(DEVICE), "2026-03-02T10:30", events, "severity: common\nfacts: {remotely_fixable: false}"
    )
    assert state(known, "resolve").state == "not_applicable"
    assert state(known, "onsite").state == "running"
    assert not known.is_undetermined


@pytest.mark.shows("sla status", "A1")
def test_a1_a_workaround_is_due_when_it_is_not_fixed_in_two_working_days() -> None:
    events = "2026-02-13T17:20 reported\n2026-02-13T17:22 responded\n2026-02-13T18:00 arrived"
    before = status(example(ARCHIVE), "2026-02-24T12:00", events)
    assert state(before, "workaround", "action").state == "waiting"
    missing = status(example(ARCHIVE), "2026-02-25T00:01", events)
    assert state(missing, "workaround", "action").state == "late"
    given = status(example(ARCHIVE), "2026-02-25T00:01", f"{events}\n2026-02-24T16:00 workaround")
    assert state(given, "workaround", "action").state == "met"
    fixed = status(example(ARCHIVE), "2026-02-25T00:01", f"{events}\n2026-02-24T16:00 resolved")
    assert state(fixed, "workaround", "action").state == "not_applicable"


@pytest.mark.shows("sla status", "A5")
def test_a5_the_analysis_report_is_due_24_hours_after_handling() -> None:
    events = "2026-09-30T17:20 reported\n2026-09-30T17:25 responded\n2026-09-30T18:00 plan_given\n2026-09-30T19:00 resolved"
    found = status(example(MANAGED), "2026-10-01T19:01", events, "severity: level-2")
    report = state(found, "analysis_report", "document")
    assert report.deadline.due == at("2026-10-01T19:00")
    assert report.state == "late"
    given = f"{events}\n2026-10-01T18:00 document_given document=analysis_report"
    assert not status(example(MANAGED), "2026-10-01T19:01", given, "severity: level-2").is_late


@pytest.mark.shows("sla status", "A6")
def test_a6_two_people_have_to_respond_to_a_technical_question() -> None:
    head = "request: consultation\nfacts: {technical_question: true}"
    events = "2026-09-30T10:00 reported\n2026-09-30T10:00:20 answered\n2026-09-30T10:05 responded"
    unknown = status(example(MANAGED), "2026-09-30T10:30", events, head)
    assert state(unknown, "respond").state == "undetermined"
    said = status(example(MANAGED), "2026-09-30T10:30", f"{events} by=account_manager", head)
    assert state(said, "answer").state == "met"
    assert state(said, "respond").state == "met"
    assert state(said, "respond", number=2).state == "running"


# --- pauses ----------------------------------------------------------------------------------------------------

PAUSED = """
2026-09-30T09:00 reported
2026-09-30T09:30 responded
2026-09-30T09:40 decided
2026-09-30T10:00 paused reason=waiting_for_part evidence=letter
"""


def test_a_pause_across_the_holiday_moves_the_deadline_by_the_days_it_took() -> None:
    standing = status(example(PORTAL), "2026-10-09T09:00", PAUSED)
    assert (state(standing, "resolve").state, state(standing, "resolve").deadline.due) == ("paused", None)
    resumed = status(example(PORTAL), "2026-10-09T12:00", f"{PAUSED}2026-10-09T10:00 resumed")
    # Not counted: 8 October, which ended while the part was awaited. 9, 10 and 12 October are the three days.
    assert state(resumed, "resolve").deadline.due == at("2026-10-12T17:30")


def test_a_pause_stops_only_the_milestones_it_names() -> None:
    events = """
    2026-09-30T09:00 reported
    2026-09-30T09:30 paused reason=waiting_for_part evidence=letter
    """
    found = status(example(PORTAL), "2026-09-30T11:30", events)
    assert state(found, "respond").state == "late"
    assert state(found, "resolve").state == "paused"


def test_a_pause_says_what_is_left_on_the_clock() -> None:
    events = "2026-03-02T09:00 reported\n2026-03-02T09:20 paused reason=waiting_for_customer evidence=mail"
    onsite = state(status(example(ARCHIVE), "2026-03-02T20:00", events), "onsite")
    assert (onsite.state, onsite.left) == ("paused", timedelta(minutes=40))


def test_reached_during_a_pause_is_met() -> None:
    events = """
    2026-03-02T09:00 reported
    2026-03-02T09:20 paused reason=waiting_for_customer evidence=mail
    2026-03-02T15:00 arrived
    """
    onsite = state(status(example(ARCHIVE), "2026-03-02T20:00", events), "onsite")
    assert (onsite.state, onsite.by) == ("met", timedelta(minutes=40))


@pytest.mark.parametrize(
    ("pause", "code"),
    [
        ("paused reason=force_majeure evidence=notice", "deadline.pause-not-allowed"),
        ("paused reason=waiting_for_part", "deadline.pause-without-evidence"),
    ],
)
def test_a_pause_that_the_contract_does_not_allow_stops_nothing(pause: str, code: str) -> None:
    found = status(
        example(PORTAL), "2026-09-30T11:30", f"2026-09-30T09:00 reported\n2026-09-30T09:30 {pause}"
    )
    assert state(found, "resolve").state == "running"
    assert rules(found) == [code]


# --- changes on the way --------------------------------------------------------------------------------------


def test_a_severity_change_counts_again_from_the_report_and_keeps_what_was_met() -> None:
    events = """
    2026-09-30T09:00 reported
    2026-09-30T09:40 responded
    2026-09-30T10:00 severity_changed to=level-2
    """
    found = status(example(MANAGED), "2026-09-30T10:30", events, "severity: level-3")
    # Within 1 h as level 3, and that stays; level 2 would have wanted it in 30 min.
    assert state(found, "respond").state == "met"
    plan = [each for each in found.states if each.deadline.milestone == "plan"]
    assert [(each.state, each.deadline.due) for each in plan] == [("running", at("2026-09-30T11:00"))]
    assert found.severity == "level-2"
    assert rules(found) == ["deadline.severity-changed"]


def test_what_the_new_severity_wanted_earlier_is_late_at_once() -> None:
    events = "2026-09-30T09:00 reported\n2026-09-30T09:20 severity_changed to=level-1"
    found = status(example(MANAGED), "2026-09-30T09:20", events, "severity: level-3")
    assert state(found, "respond").state == "late"


def test_a_fault_that_comes_back_was_not_resolved() -> None:
    events = """
    2026-03-02T09:00 reported
    2026-03-02T09:02 responded
    2026-03-02T10:00 resolved
    2026-03-02T10:30 confirmed
    """
    closed = status(example(ARCHIVE), "2026-03-02T14:00", events)
    assert closed.closing.at == at("2026-03-02T10:30")
    again = status(example(ARCHIVE), "2026-03-02T14:00", f"{events}2026-03-02T11:00 reported_again")
    assert again.closing.at is None
    assert state(again, "resolve").state == "late"
    assert state(again, "respond").state == "met"
    assert "deadline.came-back" in rules(again)


@pytest.mark.shows("sla status", "A3")
def test_a3_an_agreed_deadline_takes_the_place_of_the_contract_s() -> None:
    events = "2026-09-05T09:00 reported\n2026-09-05T09:30 responded\n2026-09-05T09:40 decided"
    # The amendment of the example is of 2026-09-08 and for this order.
    head = "order: QH-SO-0905\nseverity: ordinary"
    before = status(example(PORTAL), "2026-09-07T12:00", events, head)
    assert state(before, "resolve").deadline.due == at("2026-09-09T17:30")
    after = status(example(PORTAL), "2026-09-21T12:00", events, head)
    resolve = state(after, "resolve")
    assert (resolve.state, resolve.deadline.due) == ("running", at("2026-09-23T00:00"))
    assert resolve.deadline.reasons[0].clause == ("Contract", PORTAL, ("amendments", 0, "deadlines", 0))
    # The measure that was called for, a new agreed deadline, is taken.
    assert state(after, "new_agreed_deadline", "action").state == "met"
    other = status(example(PORTAL), "2026-09-21T12:00", events, "order: QH-SO-0906\nseverity: ordinary")
    assert state(other, "resolve").state == "late"


def test_a_deadline_agreed_by_the_log() -> None:
    events = """
    2026-09-04T09:00 reported
    2026-09-05T10:00 deadline_agreed milestone=resolve due=2026-09-20
    2026-09-06T10:00 deadline_agreed milestone=resolve due=2026-09-18T12:00
    """
    found = status(example(PORTAL), "2026-09-07T12:00", events)
    # What was agreed last holds.
    assert state(found, "resolve").deadline.due == at("2026-09-18T12:00")


def _amended(day: date) -> Agreement:
    agreement = example(ARCHIVE)
    faster = Override("incident", "respond", "2m")
    text = Text("提速", "faster")
    amendment = Amendment("faster", day, day, text, NewTerms(service_level_overrides=(faster,)))
    return replaced(agreement, signed=replaced(agreement.signed, amendments=(amendment,)))


def test_the_terms_at_the_report_hold_for_the_order_whatever_is_amended_later() -> None:
    events = "2026-03-02T09:00 reported\n2026-03-02T09:04 responded"
    later = status(_amended(date(2026, 3, 3)), "2026-03-04T09:00", events)
    assert state(later, "respond").state == "met"
    assert "deadline.later-amendment" in rules(later)
    before = status(_amended(date(2026, 3, 2)), "2026-03-04T09:00", events)
    assert state(before, "respond").state == "late"
    assert state(before, "respond").deadline.promise.clause == (
        "Contract",
        ARCHIVE,
        ("amendments", 0, "sets", "service_level_overrides", 0),
    )


# --- escalation and notices ----------------------------------------------------------------------------------


@pytest.mark.shows("sla status", "B4")
def test_b4_five_minutes_for_the_department_manager_then_the_general_manager() -> None:
    events = (
        "2026-03-02T09:00 reported\n2026-03-02T09:10 engineer_unavailable\n2026-03-02T09:20 still_unclear"
    )
    found = status(example(ARCHIVE), "2026-03-02T09:22", events)
    assert [(step.id, step.at) for step in found.steps] == [
        ("tell-customer", at("2026-03-02T09:10")),
        ("department-manager", at("2026-03-02T09:20")),
    ]
    assert found.steps[0].tells_customer
    assert found.next_step is not None
    assert (found.next_step.to, found.next_step.at) == ("general_manager", at("2026-03-02T09:25"))
    late = status(example(ARCHIVE), "2026-03-02T09:26", events)
    assert late.steps[-1].to == "general_manager"
    answered = f"{events}\n2026-03-02T09:24 escalation_answered step=department-manager"
    found = status(example(ARCHIVE), "2026-03-02T09:26", answered)
    assert [step.id for step in found.steps] == ["tell-customer", "department-manager"]
    # An answer after its five minutes comes too late.
    too_late = f"{events}\n2026-03-02T09:26 escalation_answered step=department-manager"
    assert status(example(ARCHIVE), "2026-03-02T09:27", too_late).steps[-1].id == "general-manager"


def test_a_missed_milestone_starts_its_ladder() -> None:
    events = "2026-03-02T09:00 reported"
    running = status(example(DEVICE), "2026-03-02T09:10", events, "severity: major")
    assert running.steps == ()
    assert running.next_step is not None
    assert (running.next_step.to, running.next_step.at) == ("department_manager", at("2026-03-02T09:30"))
    missed = status(example(DEVICE), "2026-03-02T09:40", events, "severity: major")
    assert [(step.to, step.at) for step in missed.steps] == [("department_manager", at("2026-03-02T09:30"))]
    assert missed.next_step is not None
    assert (missed.next_step.to, missed.next_step.at) == ("general_manager", at("2026-03-02T10:00"))


@pytest.mark.shows("sla status", "B5")
def test_b5_notices_after_one_and_two_weeks() -> None:
    events = "2026-03-02T09:00 reported\n2026-03-02T09:02 responded\n2026-03-02T10:00 resolved"
    week = status(example(ARCHIVE), "2026-03-09T23:59", events)
    assert week.steps == ()
    assert week.next_step is not None
    # The week ends on its corresponding day at 24:00.
    assert (week.next_step.id, week.next_step.at) == ("inspection_notice", at("2026-03-10T00:00"))
    after = status(example(ARCHIVE), "2026-03-20T09:00", events)
    assert [(step.id, step.at, step.entered_in) for step in after.steps] == [
        ("inspection_notice", at("2026-03-10T00:00"), None),
        ("rectification_notice", at("2026-03-17T00:00"), "quarterly_assessment"),
    ]
    # Only the customer's confirmation closes it; one after the first notice spares the second.
    closed = status(example(ARCHIVE), "2026-03-20T09:00", f"{events}\n2026-03-12T09:00 confirmed")
    assert [step.id for step in closed.steps] == ["inspection_notice"]


def test_the_same_inputs_give_the_same_answer() -> None:
    one, other = (status(example(PORTAL), "2026-10-09T09:00", PAUSED) for _ in range(2))
    assert one == other
