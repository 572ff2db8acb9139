"""The promises of visits and other dates, with their own numbers, on the example contract of their document."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest

from fieldops.contracts.cover import covers
from fieldops.contracts.obligations import DueObligation, due_between
from tests.sla.agreements import REPOSITORY, example


def days(contract: str, part: str, first: str, last: str) -> list[date]:
    found = due_between(example(contract), date.fromisoformat(first), date.fromisoformat(last))
    return [due.day for due in found if due.id.endswith(f"/{part}")]


def entry(contract: str, section: str, id: str):
    return next(one for one in getattr(example(contract).signed, section) if one.id == id)


def clause_line(contract: str, due: DueObligation) -> str:
    kind, id, path = due.clause
    at = example(contract).documents[kind, id].position(*path)
    return (REPOSITORY / at.path).read_text("utf-8").splitlines()[at.line - 1]


def test_d1_regular_inspections_by_two_engineers_with_a_report_while_under_warranty() -> None:
    visit = entry("device-platform", "inspections", "quarterly")
    assert (visit.kind, visit.report) == ("inspection", True)
    assert visit.engineers >= 2
    found = days("device-platform", "quarterly", "2026-01-01", "2029-12-31")
    assert found[:2] == [date(2026, 4, 16), date(2026, 7, 16)]
    agreement = example("device-platform")
    last = max(cover.end for cover in covers(agreement, agreement.signed) if cover.end)
    assert found[-1] <= last < found[-1] + timedelta(days=93)
    due = next(
        one for one in due_between(example("device-platform"), found[0], found[0]) if "quarterly" in one.id
    )
    assert "id: quarterly" in clause_line("device-platform", due)


def test_d3_every_quarter_with_health_checks_on_request() -> None:
    """Document 3 is a template: the interval is its own, the first day is to be filled in."""
    text = (REPOSITORY / "templates/contracts/standard-service/contract.yaml").read_text("utf-8")
    assert re.search(r"kind: inspection # D3(?s:.)*?every: 3 months, anchor: TBD", text)
    check = text[text.index("kind: health_check # D3") :].split("obligations:")[0]
    assert "schedule:" not in check


def test_d6_weekly_calls_after_acceptance() -> None:
    found = days("device-platform", "weekly-call", "2026-01-01", "2026-12-31")
    assert {(later - earlier).days for earlier, later in pairwise(found)} == {7}
    accepted = next(
        one.date
        for one in example("device-platform").signed.acceptances
        if one.event == "completion_acceptance"
    )
    assert accepted is not None
    assert (found[0] - accepted).days % 7 == 0


def test_f4_a_drill_each_quarter_and_a_revision_each_year() -> None:
    drills = days("managed-service", "drill", "2026-04-01", "2028-03-31")
    assert Counter((day.year, (day.month - 1) // 3) for day in drills) == dict.fromkeys(
        [(2026, 1), (2026, 2), (2026, 3), (2027, 0), (2027, 1), (2027, 2), (2027, 3), (2028, 0)], 1
    )
    revised = days("managed-service", "plan-revision", "2026-04-01", "2028-03-31")
    assert [day.year for day in revised] == [2026, 2027]


@pytest.mark.parametrize("month", range(1, 13))
def test_h1_demands_each_month_listed_by_the_5th(month: int) -> None:
    first = date(2027, month, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    # The list of a month may be due in the month before, never after the 5th.
    listed = days(
        "managed-service",
        "demand-list",
        (first - timedelta(days=9)).isoformat(),
        last.replace(day=5).isoformat(),
    )
    assert len(listed) == 1
    assert len(days("managed-service", "demand-follow-up", first.isoformat(), last.isoformat())) == 1


def test_h1_a_survey_each_quarter() -> None:
    surveys = days("managed-service", "satisfaction-survey", "2027-01-01", "2027-12-31")
    assert [(day.month - 1) // 3 for day in surveys] == [0, 1, 2, 3]


def test_h2_a_periodic_report_of_every_call_classified_and_counted() -> None:
    report = entry("housing-fund-portal", "obligations", "work-report")
    assert [text.en for text in report.contents][:2] == ["Every call", "Calls classified and counted"]
    found = days("housing-fund-portal", "work-report", "2026-03-01", "2027-03-01")
    assert len(found) == 12
