"""What a contract makes due between two days, at the edges: month ends, shift rules, events without a date, amendments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldops.contracts.agreement import Agreement, agreement_of
from fieldops.contracts.model import Term
from fieldops.contracts.obligations import DueObligation, due_between, grouped, term_ends
from fieldops.documents.workspace import load_workspace
from fieldops.messages import say_value
from fieldops.records.visits import VisitLog
from fieldops.schedule.standing import Ledger
from fieldops.structs import replaced

Make = Callable[[str], Agreement]

CONTRACT = """\
apiVersion: fieldops/v1
kind: Contract
id: acme
title: Acme
customer: {name: Acme}
vendor: {name: Vendor}
team: team
language: zh-CN
time_zone: Asia/Shanghai
calendar: office
term: {start: 2026-01-01, end: 2026-12-31, renewal: express, notice: 3 months}
"""
CALENDAR = """\
apiVersion: fieldops/v1
kind: Calendar
id: office
title: 工作日
holidays: [cn-2026]
weekly: [{days: [mon, tue, wed, thu, fri], open: ['08:30-17:30']}]
"""
WARRANTY = """\
apiVersion: fieldops/v1
kind: Warranty
id: hw
title: 硬件质保
covers: hardware
start: {trigger: event, event: final_acceptance}
period: 12 months
period_rule: corresponding_date
parts: 100
labour: 100
travel: 100
causes: [defect]
"""
TEAM = """\
apiVersion: fieldops/v1
kind: Team
id: team
name: 一组
people:
  - id: zhao-lei
    name: {zh-CN: 赵磊, en: Zhao Lei}
    roles: [engineer]
    qualifications:
      - {id: linux-engineer, name: {zh-CN: Linux 工程师, en: Linux engineer}, valid_from: 2025-01-01, valid_until: 2026-06-30}
"""


@pytest.fixture
def agree(tmp_path: Path) -> Make:
    def make(more: str) -> Agreement:
        folder = tmp_path / "contracts"
        folder.mkdir(exist_ok=True)
        for name, text in (("acme", CONTRACT + more), ("office", CALENDAR), ("hw", WARRANTY)):
            (folder / f"{name}.yaml").write_text(text, "utf-8")
        workspace = load_workspace(tmp_path)
        assert workspace.problems == []
        return agreement_of(workspace, workspace.need("Contract", "acme"))

    return make


def days(found: list[DueObligation], part: str) -> list[str]:
    return [due.day.isoformat() for due in found if part in due.id]


YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def test_month_ends_do_not_drift(agree: Make) -> None:
    agreement = agree(
        "obligations: [{id: report, kind: work_report, title: 报告, schedule: {every: 1 months, anchor: 2026-01-31}}]\n"
    )
    assert days(due_between(agreement, *YEAR), "report")[:4] == [
        "2026-01-31",
        "2026-02-28",
        "2026-03-31",
        "2026-04-30",
    ]


def test_a_day_in_the_national_holiday_moves_to_the_next_or_previous_working_day(agree: Make) -> None:
    later = "{id: later, kind: survey, title: 调查, schedule: {every: 1 years, anchor: 2026-10-02, shift: next_workday, calendar: office}}"
    earlier = "{id: sooner, kind: survey, title: 调查, schedule: {every: 1 years, anchor: 2026-10-02, shift: previous_workday, calendar: office}}"
    found = due_between(agree(f"obligations: [{later}, {earlier}]\n"), *YEAR)
    assert (days(found, "later"), days(found, "sooner")) == (["2026-10-08"], ["2026-09-30"])


def test_a_day_moved_over_holidays_not_decreed_yet_is_provisional(agree: Make) -> None:
    calls = "obligations: [{id: call, kind: survey, title: 调查, schedule: {every: 6 months, anchor: 2026-07-01, shift: next_workday}}]\n"
    longer = (
        calls
        + "amendments: [{id: longer, date: 2026-05-01, applies_from: 2026-05-01, rationale: 延期, sets: {term: {start: 2026-01-01, end: 2027-12-31}}}]\n"
    )
    found = [
        due for due in due_between(agree(longer), date(2026, 1, 1), date(2027, 6, 30)) if "call" in due.id
    ]
    assert [(due.day.isoformat(), due.provisional) for due in found] == [
        ("2026-07-01", False),
        ("2027-01-01", True),
    ]


def test_calls_after_an_event_begin_one_interval_later_and_end(agree: Make) -> None:
    calls = "obligations: [{id: call, kind: follow_up_call, title: 回访, schedule: {every: 1 weeks, after_event: final_acceptance, lasting: 1 months}}]\n"
    assert days(due_between(agree(calls), *YEAR), "call") == []
    dated = calls + "acceptances: [{event: final_acceptance, date: 2026-03-01}]\n"
    assert days(due_between(agree(dated), *YEAR), "call") == [
        "2026-03-08",
        "2026-03-15",
        "2026-03-22",
        "2026-03-29",
    ]


def test_inspections_during_warranty_end_with_it(agree: Make) -> None:
    more = """\
acceptances: [{event: final_acceptance, date: 2025-05-10}]
assets: [{id: a, category: server, host: {address: 192.0.2.1}}]
warranties: [{terms: hw}]
inspections: [{id: visit, kind: inspection, playbook: linux-standard, engineers: 2, schedule: {every: 2 months, anchor: 2026-01-10, during: warranty, early: 7 days, late: 3 days}}]
"""
    found = due_between(agree(more), *YEAR)
    assert days(found, "visit") == ["2026-01-10", "2026-03-10", "2026-05-10"]
    first = next(due for due in found if "visit" in due.id)
    assert (first.earliest, first.latest) == (date(2026, 1, 3), date(2026, 1, 13))
    assert [due.day for due in found if due.kind == "warranty_end"] == [date(2026, 5, 10)]


def test_the_end_and_its_notice_are_due(agree: Make) -> None:
    found = due_between(agree(""), *YEAR)
    assert [(due.kind, due.day.isoformat()) for due in found] == [
        ("renewal_notice", "2026-09-30"),
        ("renewal", "2026-12-31"),
    ]


def test_an_amended_recurrence_holds_from_its_day_and_names_its_clause(agree: Make) -> None:
    more = """\
obligations: [{id: call, kind: follow_up_call, title: 回访, schedule: {every: 1 months, anchor: 2026-01-15}}]
amendments:
  - id: less
    date: 2026-05-20
    applies_from: 2026-06-01
    rationale: 减少回访
    sets: {obligations: [{id: call, kind: follow_up_call, title: 回访, schedule: {every: 3 months, anchor: 2026-01-15}}]}
"""
    found = [due for due in due_between(agree(more), *YEAR) if "call" in due.id]
    assert [due.day.isoformat() for due in found] == [
        "2026-01-15",
        "2026-02-15",
        "2026-03-15",
        "2026-04-15",
        "2026-05-15",
        "2026-07-15",
        "2026-10-15",
    ]
    assert {due.clause[2] for due in found} == {
        ("obligations", 0),
        ("amendments", 0, "sets", "obligations", 0),
    }


def test_both_ends_of_the_asked_days_count(agree: Make) -> None:
    agreement = agree(
        "obligations: [{id: call, kind: survey, title: 调查, schedule: {every: 1 days, anchor: 2026-01-01}}]\n"
    )
    found = due_between(agreement, date(2026, 2, 1), date(2026, 2, 3))
    assert [due.day.day for due in found] == [1, 2, 3]
    assert [len(times) for times in grouped(found)] == [3]


# --- from completion, occurrences, the emergency plan --------------------------------------------------

AFTER_DONE = "obligations: [{id: clean, kind: survey, title: 除尘, schedule: {every: 3 months, anchor: 2026-01-31, counted: from_completion}}]\n"


def planned(agreement: Agreement, done: dict[str, str]) -> list[tuple[str, bool]]:
    def completed(due: DueObligation) -> date | None:
        return date.fromisoformat(done[due.key]) if due.key in done else None

    found = due_between(agreement, *YEAR, completed)
    return [(due.day.isoformat(), due.provisional) for due in found if "clean" in due.id]


def test_from_completion_nothing_done_is_planned_from_the_first_day_and_provisional(agree: Make) -> None:
    assert planned(agree(AFTER_DONE), {}) == [
        ("2026-01-31", False),
        ("2026-04-30", True),
        ("2026-07-31", True),
        ("2026-10-31", True),
    ]


def test_from_completion_the_next_is_one_interval_after_the_last_was_done(agree: Make) -> None:
    done = {"acme/obligations/clean/0": "2026-02-10", "acme/obligations/clean/1": "2026-05-04"}
    assert planned(agree(AFTER_DONE), done) == [
        ("2026-01-31", False),
        ("2026-05-10", False),
        ("2026-08-04", False),
        ("2026-11-04", True),
    ]


def test_from_completion_after_one_that_was_missed_the_next_is_counted_from_its_day(agree: Make) -> None:
    done = {"acme/obligations/clean/1": "2026-05-04"}
    assert planned(agree(AFTER_DONE), done)[1:3] == [("2026-04-30", True), ("2026-08-04", False)]


def test_an_amended_schedule_names_its_occurrences_apart_and_an_unchanged_one_does_not(agree: Make) -> None:
    call = "{id: call, kind: follow_up_call, title: 回访, schedule: {every: 1 months, anchor: 2026-01-15}}"
    same = "{id: survey, kind: survey, title: 调查, schedule: {every: 3 months, anchor: 2026-01-20}}"
    more = (
        f"obligations: [{call}, {same}]\n"
        "amendments: [{id: less, date: 2026-05-20, applies_from: 2026-06-01, rationale: 减少,"
        f" sets: {{obligations: [{same}, {call.replace('1 months', '3 months')}]}}}}]\n"
    )
    found = due_between(agree(more), *YEAR)
    keys = [due.key for due in found]
    assert len(set(keys)) == len(keys)
    assert [key for key in keys if "call" in key][4:] == [
        "acme/obligations/call/4",
        "acme/obligations/call/less/2",
        "acme/obligations/call/less/3",
    ]
    assert [key for key in keys if "survey" in key] == [f"acme/obligations/survey/{n}" for n in range(4)]


PLAN = """\
apiVersion: fieldops/v1
kind: EmergencyPlan
id: plan
title: 预案
groups: [{id: tech, kind: technical, name: 技术组}]
grades: [{id: grave, name: 重大, criteria: 中断, response: 全员}]
flow: [report, first_grading, start_plan]
drills: {every: 3 months}
revision: {every: 1 year}
"""


def test_drills_and_revisions_that_only_the_plan_promises_are_due_within_each_interval(
    agree, tmp_path
) -> None:
    """F4: a drill each quarter, the plan revised each year."""
    (tmp_path / "contracts").mkdir()
    (tmp_path / "contracts/plan.yaml").write_text(PLAN, "utf-8")
    found = due_between(agree("emergency: {plan: plan}\n"), date(2026, 1, 1), date(2027, 12, 31))
    drills = [due for due in found if due.kind == "drill"]
    assert [(due.earliest.isoformat(), due.day.isoformat()) for due in drills] == [
        ("2026-01-01", "2026-03-31"),
        ("2026-04-01", "2026-06-30"),
        ("2026-07-01", "2026-09-30"),
        ("2026-10-01", "2026-12-31"),
    ]
    assert drills[0].clause == ("EmergencyPlan", "plan", ("drills",))
    assert [due.day for due in found if due.kind == "plan_revision"] == [date(2026, 12, 31)]
    scheduled = "obligations: [{id: d, kind: drill, title: 演练, schedule: {every: 3 months, anchor: 2026-02-01}}]\nemergency: {plan: plan}\n"
    days = [due.id for due in due_between(agree(scheduled), *YEAR) if due.kind == "drill"]
    assert set(days) == {"acme/obligations/d"}


def test_calls_after_an_acceptance_before_the_term_are_due_before_it(agree: Make) -> None:
    calls = "obligations: [{id: call, kind: follow_up_call, title: 回访, schedule: {every: 1 weeks, after_event: final_acceptance, lasting: 1 months}}]\n"
    early = calls + "acceptances: [{event: final_acceptance, date: 2025-12-20}]\n"
    found = due_between(agree(early), date(2025, 12, 1), date(2026, 12, 31))
    assert days(found, "call") == ["2025-12-27", "2026-01-03", "2026-01-10", "2026-01-17"]


@pytest.mark.parametrize(
    ("every", "often"),
    [
        ("1 days", True),
        ("27 days", True),
        ("3 weeks", True),
        ("30 days", False),
        ("1 months", False),
        ("1 years", False),
    ],
)
def test_what_comes_within_less_than_a_month_comes_often(agree: Make, every: str, often: bool) -> None:
    call = f"obligations: [{{id: call, kind: survey, title: 调查, schedule: {{every: {every}, anchor: 2026-01-15}}}}]\n"
    found = [due for due in due_between(agree(call), *YEAR) if "call" in due.id]
    assert {due.often for due in found} == {often}


def test_the_end_of_a_warranty_names_its_title(agree: Make) -> None:
    more = """\
acceptances: [{event: final_acceptance, date: 2025-05-10}]
assets: [{id: a, category: server}, {id: b, category: server}]
warranties: [{terms: hw}]
"""
    end = next(due for due in due_between(agree(more), *YEAR) if due.kind == "warranty_end")
    assert say_value(end.title, "zh-CN") == "“硬件质保”届满（2 台）"


def test_the_end_of_a_qualification_names_the_person_and_the_qualification(
    agree: Make, tmp_path: Path
) -> None:
    (tmp_path / "contracts").mkdir()
    (tmp_path / "contracts" / "team.yaml").write_text(TEAM, "utf-8")
    end = next(due for due in due_between(agree(""), *YEAR) if due.kind == "qualification_end")
    assert say_value(end.title, "zh-CN") == "赵磊的资质“Linux 工程师”到期"
    assert say_value(end.title, "en") == "qualification of Zhao Lei ends: Linux engineer"


def test_the_end_and_the_notice_cite_the_amendment_that_sets_them(agree: Make) -> None:
    longer = "amendments: [{id: longer, date: 2026-05-01, applies_from: 2026-05-01, rationale: 延期, sets: {term: {start: 2026-01-01, end: 2027-12-31, notice: 1 months}}}]\n"
    ends = term_ends(agree(longer))
    assert [(due.day.isoformat(), due.clause[2]) for due in ends] == [
        ("2027-11-30", ("amendments", 0, "sets", "term", "notice")),
        ("2027-12-31", ("amendments", 0, "sets", "term", "end")),
    ]


# --- warranties by the terms in force -------------------------------------------------------------------------

COVERED = """\
acceptances: [{event: final_acceptance, date: 2025-05-10}]
assets: [{id: a, category: server}, {id: b, category: server}]
warranties: [{terms: hw}]
"""
FOREVER = (date(2020, 1, 1), date(2039, 12, 31))


def ends_of_warranties(agreement: Agreement) -> list[tuple[str, str, object]]:
    found = due_between(agreement, *FOREVER)
    return [(due.key, due.day.isoformat(), due.clause[2]) for due in found if due.kind == "warranty_end"]


def amended(day: str, warranties: str) -> str:
    sets = f"sets: {{warranties: {warranties}}}"
    return COVERED + f"amendments: [{{id: w, date: 2026-01-05, applies_from: {day}, rationale: R, {sets}}}]\n"


def test_a_warranty_ends_when_the_terms_in_force_then_say_so(agree: Make, tmp_path: Path) -> None:
    agree("")
    longer = WARRANTY.replace("id: hw", "id: longer").replace("12 months", "36 months")
    (tmp_path / "contracts" / "longer.yaml").write_text(longer, "utf-8")
    assert ends_of_warranties(agree(COVERED)) == [
        ("acme/warranties/hw/1/2026-05-10", "2026-05-10", ("warranties", 0))
    ]
    # Amended before its end: the signed end never comes.
    sets = ("amendments", 0, "sets", "warranties", 0)
    assert ends_of_warranties(agree(amended("2026-03-01", "[{terms: longer}]"))) == [
        ("acme/warranties/hw/1/2026-02-28", "2026-02-28", ("warranties", 0)),
        ("acme/warranties/longer/1/2028-05-10", "2028-05-10", sets),
    ]
    # Amended after it: both ends come.
    assert ends_of_warranties(agree(amended("2026-09-01", "[{terms: longer}]"))) == [
        ("acme/warranties/hw/1/2026-05-10", "2026-05-10", ("warranties", 0)),
        ("acme/warranties/longer/1/2028-05-10", "2028-05-10", sets),
    ]


def test_a_warranty_that_an_amendment_leaves_as_it_is_ends_once(agree: Make) -> None:
    sets = ("amendments", 0, "sets", "warranties", 0)
    assert ends_of_warranties(agree(amended("2026-03-01", "[{terms: hw}]"))) == [
        ("acme/warranties/hw/1/2026-05-10", "2026-05-10", sets)
    ]


def test_a_warranty_that_an_amendment_removes_ends_on_the_day_before(agree: Make) -> None:
    assert [day for _, day, _ in ends_of_warranties(agree(amended("2026-03-01", "[]")))] == ["2026-02-28"]


def test_where_nobody_knows_until_when_amended_terms_cover_no_end_is_told(
    agree: Make, tmp_path: Path
) -> None:
    agree("")
    unknown = WARRANTY.replace("event: final_acceptance", "event: delivery")
    assert agree(amended("2026-03-01", "[{terms: hw}]")) is not None
    (tmp_path / "contracts" / "later.yaml").write_text(unknown.replace("id: hw", "id: later"), "utf-8")
    found = ends_of_warranties(agree(amended("2026-03-01", "[{terms: later}]")))
    assert [day for _, day, _ in found] == ["2026-02-28"]


# --- what is renewed tacitly ------------------------------------------------------------------------------------

TACIT = "renewal: tacit, renewal_period: 12 months, notice: 2 months"
MONTHLY = "obligations: [{id: call, kind: follow_up_call, title: 回访, schedule: {every: 1 months}}]\n"


def tacit(agree: Make, more: str = "") -> Agreement:
    agreement = agree(more)
    term = Term(date(2026, 1, 1), date(2026, 12, 31), "tacit", "12 months", "2 months")
    return replaced(agreement, signed=replaced(agreement.signed, term=term))


def test_what_is_renewed_tacitly_goes_on_with_its_visits_and_its_days_for_notice(agree: Make) -> None:
    found = due_between(tacit(agree, MONTHLY), date(2028, 1, 1), date(2028, 12, 31))
    assert len([due for due in found if due.kind == "follow_up_call"]) == 12
    assert [(due.key, due.day.isoformat(), due.passing) for due in found if due.kind != "follow_up_call"] == [
        ("acme/term/notice/3", "2028-10-31", True),
        ("acme/term/end/3", "2028-12-31", True),
    ]
    calls = due_between(tacit(agree, MONTHLY), date(2026, 1, 1), date(2030, 12, 31))
    assert len({due.key for due in calls}) == len(calls)


def test_a_recorded_notice_ends_them_and_is_told_at_the_end(agree: Make) -> None:
    more = MONTHLY + "notices: [{given: 2027-10-31, by: customer}]\n"
    agreement = tacit(agree, more)
    found = due_between(agreement, date(2027, 12, 1), date(2030, 12, 31))
    assert [(due.key, due.clause[2]) for due in found] == [
        ("acme/obligations/call/24", ("obligations", 0)),
        ("acme/term/end/2", ("notices", 0, "given")),
    ]
    assert say_value(found[-1].title, "en") == (
        "last day of service; notice was given on 2027-10-31 by the customer"
    )


def test_a_notice_given_too_late_ends_the_next_period(agree: Make) -> None:
    agreement = tacit(agree, "notices: [{given: 2026-11-01, by: vendor}]\n")
    days = [due.day.isoformat() for due in due_between(agreement, *FOREVER) if due.kind == "renewal"]
    assert days == ["2026-12-31", "2027-12-31"]


def test_drills_that_only_the_plan_promises_end_where_an_amendment_schedules_them(
    agree: Make, tmp_path: Path
) -> None:
    plan = """\
apiVersion: fieldops/v1
kind: EmergencyPlan
id: plan
title: 预案
groups: [{id: lead, kind: leadership, name: 领导组, contacts: [{name: A, phone: '123456'}]}]
grades: [{id: grave, name: 重大, criteria: 中断, response: 启动}]
flow: [report, first_grading, start_plan]
drills: {every: 3 months}
"""
    (tmp_path / "contracts").mkdir()
    (tmp_path / "contracts" / "plan.yaml").write_text(plan, "utf-8")
    more = """\
emergency: {plan: plan}
amendments:
  - id: own
    date: 2026-06-01
    applies_from: 2026-07-01
    rationale: R
    sets: {obligations: [{id: drill, kind: drill, title: 演练, schedule: {every: 6 months, anchor: 2026-09-01}}]}
"""
    found = [due for due in due_between(agree(more), *YEAR) if due.kind == "drill"]
    assert [(due.id.split("/")[1], due.day.isoformat()) for due in found] == [
        ("emergency", "2026-03-31"),
        ("emergency", "2026-06-30"),
        ("obligations", "2026-09-01"),
    ]


DAYS = st.dates(date(2025, 6, 1), date(2031, 12, 31))
LIFE = (
    COVERED
    + MONTHLY
    + (
        "inspections: [{id: visit, kind: health_check, playbook: linux-standard, schedule: {every: 3 months, during: warranty}}]\n"
        "amendments:\n"
        "  - {id: one, date: 2026-01-05, applies_from: 2027-03-10, rationale: R, sets: {warranties: []}}\n"
        "  - {id: two, date: 2026-01-06, applies_from: 2028-02-10, rationale: R, sets: {obligations: []}}\n"
    )
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(DAYS, DAYS, DAYS, st.booleans())
def test_the_days_of_two_spans_are_those_of_both(agree: Make, a: date, b: date, c: date, ended: bool) -> None:
    first, middle, last = sorted((a, b, c))
    agreement = tacit(agree, LIFE + ("notices: [{given: 2028-06-01, by: customer}]\n" if ended else ""))
    apart = [
        *due_between(agreement, first, middle),
        *due_between(agreement, middle + timedelta(days=1), last),
    ]
    assert due_between(agreement, first, last) == apart


def test_documents_to_be_handed_over_are_due_when_service_begins(agree: Make) -> None:
    """H4: what has come is done, what has not is missed once service has begun."""
    papers = "handover: [{document: technical_manual, received: 2025-12-20}, {document: other, name: 清单}, {document: other}]\n"
    agreement = agree(papers)
    due = [each for each in due_between(agreement, *YEAR) if each.kind == "document_handover"]
    assert [(each.key, str(each.day)) for each in due] == [
        ("acme/handover/other/1", "2026-01-01"),
        ("acme/handover/other-2/1", "2026-01-01"),
        ("acme/handover/technical_manual/1", "2026-01-01"),
    ]
    ledger = Ledger(agreement, VisitLog())
    standing = {each.due.key: each.state for each in ledger.between(*YEAR, date(2026, 2, 1))}
    assert [standing[each.key] for each in due] == ["missed", "missed", "done"]


def test_audits_that_only_the_promises_of_quality_name_are_due_within_each_interval(agree: Make) -> None:
    """G1 G2: 10 % of the month's projects, an external review each quarter."""
    quality = "quality: {sample: {percent: 10, every: 1 month}, review: {every: 3 months}}\n"
    found = due_between(agree(quality), *YEAR)
    assert len([each for each in found if each.kind == "quality_audit"]) == 12
    assert [str(each.day) for each in found if each.kind == "external_review"] == [
        "2026-03-31",
        "2026-06-30",
        "2026-09-30",
        "2026-12-31",
    ]
    own = "obligations: [{id: a, kind: quality_audit, title: 抽查, schedule: {every: 1 month, anchor: 2026-01-20}}]\n"
    ids = {each.id for each in due_between(agree(quality + own), *YEAR) if each.kind == "quality_audit"}
    assert ids == {"acme/obligations/a"}
