"""Rules judge what is in force together, whichever amendment it stands in."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_manual import codes

TWO = """\
service_level: servicelevel
amendments:
  - {id: one, date: 2026-02-01, applies_from: 2026-03-01, rationale: 提高等级, sets: {service_level: gold}}
  - id: two
    date: 2026-05-01
    applies_from: 2026-06-01
    rationale: 一项更快
    sets: {service_level_overrides: [{request: repair, milestone: onsite, within: 2h}]}
---
kind: ServiceLevel
---
kind: ServiceLevel
id: gold
requests: [{id: repair, name: 维修, graded: true}]
milestones:
  - {request: repair, milestone: respond, within: 1h, clock: always}
  - {request: repair, milestone: onsite, within: 4h, clock: always}
"""


def test_an_amendment_may_override_a_request_of_the_service_level_that_an_earlier_one_set(
    tmp_path: Path,
) -> None:
    assert codes(TWO, tmp_path) == {}


def test_the_order_in_which_amendments_are_written_does_not_matter(tmp_path: Path) -> None:
    lines = TWO.splitlines(keepends=True)
    swapped = [*lines[:2], *lines[3:8], lines[2], *lines[8:]]
    assert codes("".join(swapped), tmp_path) == {}


def test_an_override_that_a_later_service_level_no_longer_knows_is_told_once(tmp_path: Path) -> None:
    later = "  - {id: three, date: 2026-08-01, applies_from: 2026-09-01, rationale: R, sets: {service_level: servicelevel}}\n"
    more = (
        "  - {id: four, date: 2026-08-02, applies_from: 2026-10-01, rationale: R, sets: {warranties: []}}\n"
    )
    found = codes(
        TWO.replace("---\nkind: ServiceLevel\n---", later + more + "---\nkind: ServiceLevel\n---"), tmp_path
    )
    assert {code: len(places) for code, places in found.items()} == {
        "service-level.unknown-request": 1,
    }


def test_times_that_two_amendments_put_in_the_wrong_order_are_told(tmp_path: Path) -> None:
    wrong = TWO.replace("milestone: onsite, within: 2h}", "milestone: onsite, within: 9h}")
    more = "  - {request: repair, milestone: resolve, within: 8h, clock: always}\n"
    found = codes(wrong + more, tmp_path)
    assert list(found) == ["service-level.milestones-out-of-order"]


def test_the_calendar_that_amended_times_need_is_missed_where_they_stand(tmp_path: Path) -> None:
    wrong = TWO.replace("within: 2h}", "within: 2wd}")
    found = codes(wrong, tmp_path)
    assert found["service-level.no-service-hours"][0].startswith("contracts/0-contract-contract.yaml:8:")


@pytest.mark.parametrize(
    ("warranties", "found"),
    [("warranties: [{terms: warranty}]", set()), ("warranties: []", {"schedule.no-warranty"})],
)
def test_visits_during_the_warranty_need_the_warranties_that_another_amendment_set(
    warranties: str, found: set[str], tmp_path: Path
) -> None:
    example = f"""\
amendments:
  - {{id: one, date: 2026-02-01, applies_from: 2026-03-01, rationale: R, sets: {{{warranties}}}}}
  - id: two
    date: 2026-05-01
    applies_from: 2026-06-01
    rationale: R
    sets:
      obligations: [{{id: call, kind: survey, title: 回访, schedule: {{every: 1 month, during: warranty}}}}]
---
kind: Warranty
"""
    assert set(codes(example, tmp_path)) & {"schedule.no-warranty"} == found


def test_a_gap_that_an_amended_term_opens_is_told(tmp_path: Path) -> None:
    example = """\
warranties: [{terms: warranty}]
assets: [{id: db, category: server}]
amendments:
  - {id: one, date: 2026-02-01, applies_from: 2026-03-01, rationale: R, sets: {term: {start: 2026-01-01, end: 2028-12-31}}}
---
kind: Warranty
"""
    assert list(codes(example, tmp_path)) == ["warranty.ends-before-term"]


def test_grades_of_an_amended_service_level_are_those_of_the_plan(tmp_path: Path) -> None:
    example = """\
service_level: servicelevel
emergency: {plan: emergencyplan, liaisons: [{side: customer, name: A, phone: '1'}, {side: vendor, name: B, phone: '2'}]}
amendments:
  - {id: one, date: 2026-02-01, applies_from: 2026-03-01, rationale: R, sets: {service_level: gold}}
---
kind: ServiceLevel
---
kind: EmergencyPlan
---
kind: ServiceLevel
id: gold
severities: [{id: major, name: 重大, criteria: 业务中断, plan_grade: nowhere}]
"""
    assert "service-level.unknown-grade" in codes(example, tmp_path)
