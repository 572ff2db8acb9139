"""What service levels name, and their escalation ladders."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_manual import codes

LEVEL = "kind: ServiceLevel\n"


@pytest.mark.parametrize(
    ("section", "found"),
    [
        ("overdue: [{request: incident, milestone: onsite, action: expert_panel}]", ["service-level.no-such-milestone"]),
        ("overdue: [{request: incident, milestone: onsite, after: 2wd, action: workaround}]", []),
        ("overdue: [{request: incidents, milestone: respond, action: expert_panel}]", ["service-level.unknown-request"]),
        ("pauses: [{reason: waiting_for_part, milestones: [onsite]}]", ["service-level.no-such-milestone"]),
        ("pauses: [{reason: third_party, milestones: [respond]}, {reason: third_party}]", []),
        ("documents: [{document: analysis_report, request: incident, severities: [grave], within: 24h, after: resolved}]", ["service-level.unknown-severity"]),
        ("escalation: [{id: one, when: still_unclear, request: outage, to: general_manager}]", ["service-level.unknown-request"]),
    ],
)  # fmt: skip
def test_every_section_names_what_is_defined(section: str, found: list[str], tmp_path: Path) -> None:
    assert list(codes(LEVEL + section + "\n", tmp_path)) == found


def test_steps_that_lead_into_a_circle_are_not_blamed_for_it(tmp_path: Path) -> None:
    ladder = """\
escalation:
  - {id: start, when: still_unclear, to: hotline, answers_within: 5m, next: a}
  - {id: a, to: department_manager, answers_within: 5m, next: b}
  - {id: b, to: general_manager, answers_within: 5m, next: a}
"""
    found = codes(LEVEL + ladder, tmp_path)
    assert list(found) == ["service-level.endless-ladder"]
    assert len(found["service-level.endless-ladder"]) == 2


def test_overrides_of_an_amendment_change_its_own_service_level(tmp_path: Path) -> None:
    example = """\
service_level: servicelevel
amendments:
  - id: one
    date: 2026-06-01
    applies_from: 2026-07-01
    rationale: 提高等级
    sets:
      service_level: gold
      service_level_overrides: [{request: incident, milestone: onsite, within: 2h}]
---
kind: ServiceLevel
---
kind: ServiceLevel
id: gold
milestones:
  - {request: incident, milestone: respond, within: 1h, clock: always}
  - {request: incident, milestone: onsite, within: 4h, clock: always}
"""
    assert codes(example, tmp_path) == {}
    wrong = example.replace("      service_level: gold\n", "")
    assert list(codes(wrong, tmp_path / "wrong")) == ["service-level.no-such-milestone"]
