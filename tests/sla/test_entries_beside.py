"""Entries of a service level that stand beside each other: own and general times, overrides, pauses, ladders."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product

import pytest
from conftest import TEAM, Workspace
from hypothesis import given
from hypothesis import strategies as st

from fieldops.actions.needed import need_agreement
from fieldops.actions.validation import validate
from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import Milestone, Override
from fieldops.documents.workspace import load_workspace
from fieldops.errors import Severity
from fieldops.sla.events import read_log
from fieldops.sla.log_rules import check_log
from fieldops.sla.status import Status, status_of
from fieldops.sla.timetable import NotPromised
from fieldops.structs import replaced
from tests.sla.agreements import SHANGHAI, at, example, found, said, times, timetable

CONTRACT = """\
apiVersion: fieldops/v1
kind: Contract
id: c
title: C
customer: {name: Customer}
vendor: {name: Vendor}
team: team
language: en
time_zone: Asia/Shanghai
term: {start: 2024-01-01, end: 2030-12-31}
calendar: office
service_level: sl
"""
LEVEL = """\
apiVersion: fieldops/v1
kind: ServiceLevel
id: sl
title: T
severities: [{id: high, name: High, criteria: c}, {id: low, name: Low, criteria: c}]
requests: [{id: incident, name: Fault, graded: true, closed_by: customer}]
"""
OFFICE = """\
apiVersion: fieldops/v1
kind: Calendar
id: office
title: Hours
holidays: [cn-2025, cn-2026]
weekly: [{days: [mon, tue, wed, thu, fri], open: ['08:30-12:00', '13:30-17:30']}]
"""


def agreed(workspace: Workspace, level: str, contract: str = "") -> Agreement:
    workspace.write("contracts/c.yaml", CONTRACT + contract)
    workspace.write("contracts/sl.yaml", LEVEL + level)
    workspace.write("contracts/office.yaml", OFFICE)
    workspace.write("contracts/team.yaml", TEAM)
    return need_agreement(load_workspace(workspace.root, judged=False), "c")


def order(agreement: Agreement, now: str, *events: str) -> Status:
    lines = "".join(
        f"  - {{time: {event.split()[0]}, kind: {event.split(maxsplit=1)[1]}}}\n" for event in events
    )
    log, problems = read_log(f"severity: high\nevents:\n{lines}".encode(), "o.yaml", SHANGHAI)
    assert problems == []
    assert log is not None
    return status_of(timetable(agreement, events[0][:10]), log, at(now))


def due(status: Status) -> dict[str, str]:
    return {
        each.deadline.milestone: each.deadline.due.strftime("%d %H:%M") if each.deadline.due else each.state
        for each in status.states
    }


def asked(status: Status) -> list[tuple[str | None, str, str | None]]:
    return [(step.to, step.at.strftime("%H:%M"), step.milestone) for step in status.steps]


# --- own and general times ------------------------------------------------------------------------------------

RESPOND = "milestones: [{request: incident, milestone: respond, within: 2h, clock: always}%s]\n"
OWN = ", {request: incident, severity: high, milestone: respond, within: 30m, clock: service_hours}"
ONE_HOUR = "service_level_overrides: [{request: incident, severity: high, milestone: respond, within: 1h}]\n"
LATE = "2026-03-05T17:00"


def test_an_override_of_one_severity_changes_its_own_time_and_not_the_general_one(
    workspace: Workspace,
) -> None:
    agreement = agreed(workspace, RESPOND % OWN, ONE_HOUR)
    assert times(agreement, LATE, "high") == [("respond", "2026-03-06T09:00")]
    assert times(agreement, LATE, "low") == [("respond", "2026-03-05T19:00")]


def test_where_only_a_general_time_is_agreed_the_override_is_a_time_of_its_own(workspace: Workspace) -> None:
    agreement = agreed(workspace, RESPOND % "", ONE_HOUR)
    assert times(agreement, LATE, "high") == [("respond", "2026-03-05T18:00")]
    assert times(agreement, LATE, "low") == [("respond", "2026-03-05T19:00")]


def test_an_override_leaves_the_outer_limit_standing(workspace: Workspace) -> None:
    agreement = agreed(
        workspace,
        "milestones: [{request: incident, milestone: resolve, within: 3h, at_the_latest: 8h, clock: always}]\n",
        "service_level_overrides: [{request: incident, severity: high, milestone: resolve, within: 1h}]\n",
    )
    assert times(agreement, LATE, "high") == [
        ("resolve", "2026-03-05T18:00"),
        ("resolve at the latest", "2026-03-06T01:00"),
    ]


def test_an_override_longer_than_the_outer_limit_that_stays_is_an_error(workspace: Workspace) -> None:
    workspace.write(
        "contracts/c.yaml",
        CONTRACT + "service_level_overrides: [{request: incident, milestone: resolve, within: 9h}]\n",
    )
    workspace.write(
        "contracts/sl.yaml",
        LEVEL
        + "milestones: [{request: incident, milestone: resolve, within: 3h, at_the_latest: 8h, clock: always}]\n",
    )
    workspace.write("contracts/office.yaml", OFFICE)
    workspace.write("contracts/team.yaml", TEAM)
    errors = [each for each in validate(workspace.root).problems if each.severity is Severity.ERROR]
    assert [(each.code, each.position.path) for each in errors] == [
        ("service-level.latest-before-within", "contracts/c.yaml")
    ]


ONSITE = "milestones: [{request: incident, milestone: onsite, within: 8h, clock: always%s}, "
ONSITE_HIGH = "{request: incident, severity: high, milestone: onsite, within: 2h, clock: always%s}]\n"


@pytest.mark.parametrize(
    ("general", "own", "here", "elsewhere"),
    [
        # The severity's own time is for the city; what is promised elsewhere stays promised.
        (", when: other_city", ", when: same_city", "19:00", "01:00"),
        ("", ", when: same_city", "19:00", "01:00"),
        (", when: same_city", ", when: other_city", "01:00", "19:00"),
        ("", "", "19:00", "19:00"),
        (", when: same_city", "", "19:00", "19:00"),
    ],
)
def test_a_severity_s_own_time_for_one_case_takes_nothing_from_the_other(
    workspace: Workspace, general: str, own: str, here: str, elsewhere: str
) -> None:
    agreement = agreed(workspace, ONSITE % general + ONSITE_HIGH % own)
    for city, expected in ((True, here), (False, elsewhere)):
        said = times(agreement, LATE, "high", facts={"same_city": city})
        assert [text[-5:] for _, text in said if text] == [expected]
    assert [text[-5:] for _, text in times(agreement, LATE, "low", facts={"same_city": True}) if text] == (
        [] if "other_city" in general else ["01:00"]
    )


def test_a_time_of_one_person_takes_nothing_from_another_person_s(workspace: Workspace) -> None:
    agreement = agreed(workspace, ONSITE % ", by: senior_engineer" + ONSITE_HIGH % ", by: engineer")
    assert len(times(agreement, LATE, "high")) == 2


_WHEN = st.sampled_from([None, "same_city", "other_city", "hardware"])
_ENTRY = st.builds(
    Milestone,
    request=st.just("incident"),
    milestone=st.sampled_from(["respond", "onsite"]),
    clock=st.sampled_from(["always", "service_hours"]),
    severity=st.sampled_from([None, "ordinary", "major"]),
    within=st.sampled_from(["30m", "2h", "4h"]),
    at_the_latest=st.sampled_from([None, "2wd"]),
    when=_WHEN,
)
_OVERRIDE = st.builds(
    Override,
    request=st.just("incident"),
    milestone=st.sampled_from(["respond", "onsite"]),
    within=st.sampled_from(["1h", "3h"]),
    severity=st.sampled_from(["ordinary", "major"]),
    clock=st.sampled_from([None, "always"]),
)
BASE = example("archive-digitisation")


def _with(entries: list[Milestone], overrides: tuple[Override, ...]) -> Agreement:
    level = replaced(
        next(iter(BASE.service_levels.values())), milestones=tuple(entries), overdue=(), documents=()
    )
    signed = replaced(BASE.signed, service_level_overrides=overrides)
    return replaced(BASE, signed=signed, service_levels={level.id: level})


@given(st.lists(_ENTRY, max_size=5), _OVERRIDE)
def test_an_override_of_one_severity_changes_that_milestone_of_that_severity_alone(
    entries: list[Milestone], override: Override
) -> None:
    before, after = _with(entries, ()), _with(entries, (override,))
    for severity, city in product(("ordinary", "major"), (True, False)):
        facts = {"same_city": city, "hardware": True}
        was, now = (found(one, LATE, severity, facts=facts) for one in (before, after))
        milestone = override.milestone if severity == override.severity else ""
        assert [(each.milestone, each.due) for each in was if each.milestone != milestone] == [
            (each.milestone, each.due) for each in now if each.milestone != milestone
        ]
        # Nothing is promised that was not, nothing is dropped, and the time is that of the override.
        changed = [each for each in now if each.milestone == milestone and each.kind == "milestone"]
        assert bool(changed) == any(each.milestone == milestone for each in was)
        assert {each.limit.text for each in changed if each.limit} <= {override.within}


@given(st.lists(_ENTRY, max_size=5), _OVERRIDE, _OVERRIDE)
def test_an_override_of_a_severity_goes_before_one_for_all_in_whichever_order_they_stand(
    entries: list[Milestone], own: Override, other: Override
) -> None:
    general = replaced(other, severity=None)
    one, two = _with(entries, (own, general)), _with(entries, (general, own))
    for severity in ("ordinary", "major"):
        told = [sorted(said(each) for each in found(agreement, LATE, severity)) for agreement in (one, two)]
        assert told[0] == told[1]
        if severity == own.severity:
            limits = {
                each.limit.text
                for each in found(two, LATE, severity)
                if (each.milestone, each.kind) == (own.milestone, "milestone") and each.limit
            }
            assert limits <= {own.within}


# --- pauses -----------------------------------------------------------------------------------------------------

THREE = "milestones:\n" + "".join(
    f"  - {{request: incident, severity: high, milestone: {name}, within: {within}, clock: always}}\n"
    for name, within in (("respond", "1h"), ("onsite", "2h"), ("resolve", "4h"))
)
PAUSED = ("2026-03-05T09:00 reported", "2026-03-05T09:30 paused, reason: waiting_for_customer%s")
RESUMED = "2026-03-05T10:30 resumed"


@pytest.mark.parametrize("turned", [False, True])
def test_two_entries_for_one_reason_hold_each_for_its_milestones(workspace: Workspace, turned: bool) -> None:
    entries = ["{reason: waiting_for_customer, milestones: [resolve]}"]
    entries.insert(0 if turned else 1, "{reason: waiting_for_customer, milestones: [onsite], evidence: true}")
    agreement = agreed(workspace, f"{THREE}pauses: [{', '.join(entries)}]\n")
    status = order(agreement, "2026-03-05T12:00", PAUSED[0], PAUSED[1] % "", RESUMED)
    assert due(status) == {"respond": "05 10:00", "onsite": "05 11:00", "resolve": "05 14:00"}
    (note,) = status.notes
    assert (note.said.codes, note.clause) == (
        ("deadline.pause-without-evidence-for",),
        ("ServiceLevel", "sl", ("pauses", 0 if turned else 1)),
    )
    proved = order(agreement, "2026-03-05T12:00", PAUSED[0], PAUSED[1] % ", evidence: mail", RESUMED)
    assert due(proved) == {"respond": "05 10:00", "onsite": "05 12:00", "resolve": "05 14:00"}
    assert proved.notes == ()


def test_an_entry_that_names_no_milestone_is_for_those_that_no_other_names(workspace: Workspace) -> None:
    pauses = "pauses: [{reason: waiting_for_customer}, {reason: waiting_for_customer, milestones: [resolve], evidence: true}]\n"
    status = order(agreed(workspace, THREE + pauses), "2026-03-05T12:00", PAUSED[0], PAUSED[1] % "", RESUMED)
    assert due(status) == {"respond": "05 11:00", "onsite": "05 12:00", "resolve": "05 13:00"}


def test_a_new_report_sets_paused_clocks_going_again(workspace: Workspace) -> None:
    agreement = agreed(workspace, f"{THREE}pauses: [{{reason: waiting_for_customer}}]\n")
    begun = [PAUSED[0], PAUSED[1] % "", "2026-03-05T10:30 reported_again"]
    assert due(order(agreement, "2026-03-05T12:00", *begun)) == {
        "respond": "05 11:00",
        "onsite": "05 12:00",
        "resolve": "05 14:00",
    }
    # That the pause is over may be written all the same, and another one may begin.
    more = [*begun, "2026-03-05T10:40 resumed", "2026-03-05T11:00 paused, reason: waiting_for_customer"]
    assert due(order(agreement, "2026-03-05T12:00", *more))["resolve"] == "paused"


# --- escalation ---------------------------------------------------------------------------------------------------

LADDER = """\
milestones:
  - {request: incident, severity: high, milestone: respond, within: 1h, clock: service_hours}
  - {request: incident, severity: high, milestone: resolve, within: 2h, clock: service_hours}
escalation:
  - {id: head, when: milestone_missed, to: department_manager, answers_within: 30m, next: gm}
  - {id: gm, to: general_manager, answers_within: 2h, next: dir}
  - {id: dir, to: maintenance_director}
  - {id: away, when: engineer_unavailable, to: senior_engineer, answers_within: 5m, next: away-2}
  - {id: away-2, to: sales}
  - {id: angry, when: customer_complains, to: quality, answers_within: 5m, next: angry-2}
  - {id: angry-2, to: account_manager}
"""
REPORTED = "2026-03-05T16:45 reported"


def test_nobody_is_asked_about_a_milestone_that_was_reached(workspace: Workspace) -> None:
    status = order(agreed(workspace, LADDER), "2026-03-06T09:30", REPORTED, "2026-03-06T09:00 responded")
    assert asked(status) == [("department_manager", "08:45", "respond")]
    assert status.next_step is not None
    assert (status.next_step.to, status.next_step.milestone) == ("department_manager", "resolve")


def test_nobody_is_asked_about_an_order_that_is_closed(workspace: Workspace) -> None:
    events = [REPORTED, "2026-03-06T08:50 confirmed"]
    status = order(agreed(workspace, LADDER), "2026-03-06T14:00", *events)
    assert asked(status) == [("department_manager", "08:45", "respond")]
    assert status.next_step is None
    # One that comes back is open again.
    again = order(agreed(workspace, LADDER), "2026-03-06T14:00", *events, "2026-03-06T10:00 reported_again")
    assert ("general_manager", "09:15", "respond") in asked(again)


def test_each_missed_milestone_starts_its_ladder(workspace: Workspace) -> None:
    answered = "2026-03-06T08:50 escalation_answered, step: head"
    status = order(agreed(workspace, LADDER), "2026-03-06T12:00", REPORTED, answered)
    assert asked(status) == [
        ("department_manager", "08:45", "respond"),
        ("department_manager", "09:45", "resolve"),
        ("general_manager", "10:15", "resolve"),
    ]
    assert status.next_step is not None
    assert (status.next_step.to, status.next_step.at) == ("maintenance_director", at("2026-03-06T12:15"))


def test_two_times_missed_at_once_are_asked_about_once(workspace: Workspace) -> None:
    status = order(
        agreed(workspace, LADDER.replace("within: 2h, clock", "within: 1h, clock")),
        "2026-03-06T09:30",
        REPORTED,
        "2026-03-06T09:00 responded",
    )
    assert asked(status) == [
        ("department_manager", "08:45", "resolve"),
        ("general_manager", "09:15", "resolve"),
    ]


def test_a_fault_that_is_resolved_needs_no_engineer_but_a_complaint_needs_its_answer(
    workspace: Workspace,
) -> None:
    status = order(
        agreed(workspace, LADDER),
        "2026-03-05T17:20",
        REPORTED,
        "2026-03-05T17:00 engineer_unavailable",
        "2026-03-05T17:00 customer_complained",
        "2026-03-05T17:03 resolved",
    )
    assert [(to, when) for to, when, _ in asked(status)] == [
        ("senior_engineer", "17:00"),
        ("quality", "17:00"),
        ("account_manager", "17:05"),
    ]


def test_mistakes_in_a_log_are_told_by_the_clock_of_the_contract() -> None:
    log = b"events:\n  - {time: 2026-03-05T09:00Z, kind: reported}\n  - {time: 2026-03-05T08:30Z, kind: responded}\n"
    _, problems = read_log(log, "o.yaml", SHANGHAI)
    assert [(each.code, dict(each.values)) for each in problems] == [
        ("log.before-report", {"at": "2026-03-05 16:30", "before": "2026-03-05 17:00"})
    ]


MEASURE = """\
milestones:
  - {request: incident, severity: high, milestone: respond, within: 1h, clock: always}
  - {request: incident, severity: low, milestone: respond, within: 1h, clock: service_hours}
overdue: [{request: incident, milestone: respond, action: expert_panel, after: 2h}]
"""


def test_a_measure_is_counted_by_the_clock_of_its_milestone_for_each_severity(workspace: Workspace) -> None:
    agreement = agreed(workspace, MEASURE)
    measures = {
        severity: [str(each.due)[:16] for each in found(agreement, LATE, severity) if each.kind == "action"]
        for severity in ("high", "low")
    }
    assert measures == {"high": ["2026-03-05 19:00"], "low": ["2026-03-06 10:00"]}
    # Also where the contract changes the clock.
    other = "service_level_overrides: [{request: incident, severity: low, milestone: respond, within: 1h, clock: always}]\n"
    changed = agreed(workspace, MEASURE, other)
    assert [str(each.due)[:16] for each in found(changed, LATE, "low") if each.kind == "action"] == [
        "2026-03-05 19:00"
    ]


def test_an_id_goes_before_a_name_and_a_name_of_two_severities_is_neither(workspace: Workspace) -> None:
    crossed = LEVEL.replace("name: High", "name: low").replace("name: Low", "name: x")
    agreed(workspace, RESPOND % "")
    for level, asked, meant in ((crossed, "low", "low"), (crossed, "x", "low"), (crossed, "high", "high")):
        workspace.write("contracts/sl.yaml", level + RESPOND % "")
        table = timetable(need_agreement(load_workspace(workspace.root, judged=False), "c"), "2026-03-05")
        assert table.checked("incident", asked) == ("incident", meant)
    workspace.write("contracts/sl.yaml", LEVEL.replace("name: Low", "name: High") + RESPOND % "")
    twice = timetable(need_agreement(load_workspace(workspace.root, judged=False), "c"), "2026-03-05")
    with pytest.raises(NotPromised, match="no-such-severity"):
        twice.checked("incident", "High")


def test_a_name_of_two_assets_is_neither(workspace: Workspace) -> None:
    assets = "assets: [{id: a, serial: b, category: server}, {id: b, serial: c, category: server}]\n"
    table = timetable(agreed(workspace, RESPOND % "", assets), "2026-03-05")
    for name, codes in (
        ("a", []),
        ("c", []),
        ("b", ["warranty.ambiguous-asset"]),
        ("d", ["log.no-such-asset"]),
    ):
        text = f"severity: high\nasset: {name}\nevents: [{{time: 2026-03-05T09:00, kind: reported}}]\n"
        log, _ = read_log(text.encode(), "o.yaml", SHANGHAI)
        assert log is not None
        assert [each.code for each in check_log(log, table, at("2026-03-05T10:00"))] == codes


# --- calendars ------------------------------------------------------------------------------------------------------


def test_a_week_without_monday_is_a_week(workspace: Workspace) -> None:
    agreed(workspace, RESPOND % "")
    days = OFFICE.replace("[mon, tue, wed", "[tue, wed")
    workspace.write("contracts/office.yaml", days)
    assert [each for each in validate(workspace.root).problems if each.severity is Severity.ERROR] == []
    agreement = need_agreement(load_workspace(workspace.root, judged=False), "c")
    # A make-up Sunday is open as the first open day of the week is.
    hours = timetable(agreement, "2026-01-04").hours
    assert hours is not None
    assert hours.is_open(datetime(2026, 1, 4, 1, 0, tzinfo=UTC))
    assert not hours.is_open(datetime(2026, 1, 5, 1, 0, tzinfo=UTC))
