"""When inspections and obligations fall due at all, also those of amendments and in files of assets."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_manual import codes


def obligation(schedule: str) -> str:
    return f"obligations: [{{id: call, kind: follow_up_call, title: 回访, schedule: {{{schedule}}}}}]\n"


@pytest.mark.parametrize(
    ("schedule", "code"),
    [
        ("every: 1 months, anchor: 2027-01-05", "schedule.never-due"),
        ("every: 3 months, after_event: contract_start, lasting: 2 months", "schedule.never-due"),
        ("every: 13 months, after_event: contract_start", "schedule.never-due"),
        ("every: 1 weeks, after_event: delivery", "schedule.event-unknown"),
        ("every: 1 weeks, early: 7 days", "schedule.window-too-wide"),
        ("every: 1 months, shift: previous_workday", "schedule.no-calendar"),
    ],
)
def test_what_is_wrong_with_a_schedule(schedule: str, code: str, tmp_path: Path) -> None:
    assert list(codes(obligation(schedule), tmp_path)) == [code]


@pytest.mark.parametrize(
    "schedule",
    [
        "every: 1 years, anchor: 2026-12-31",
        "every: 12 months, after_event: contract_start, lasting: 3 years",
        "every: 2 weeks, early: 3 days, late: 3 days",
        "every: 1 months, shift: none",
        "every: 9999 years, after_event: contract_start, lasting: 9999 years",
    ],
)
def test_schedules_that_fall_due(schedule: str, tmp_path: Path) -> None:
    assert codes(obligation(schedule), tmp_path) == {}


def test_an_extension_of_the_term_counts(tmp_path: Path) -> None:
    extension = """\
amendments:
  - {id: one, date: 2026-06-01, applies_from: 2026-07-01, rationale: 续期, sets: {term: {start: 2026-01-01, end: 2027-12-31}}}
"""
    assert codes(extension + obligation("every: 1 months, anchor: 2027-01-05"), tmp_path) == {}


def test_sections_of_amendments_are_judged_where_they_stand(tmp_path: Path) -> None:
    example = """\
amendments:
  - id: one
    date: 2026-06-01
    applies_from: 2026-07-01
    rationale: 减少人数
    sets:
      inspections:
        - {id: quarterly, kind: inspection, playbook: linux-standard, engineers: 1, schedule: {every: 3 months}}
assets: [{id: db, host: {address: 192.0.2.1, transport: local}}]
"""
    found = codes(example, tmp_path)
    assert list(found) == ["schedule.too-few-engineers"]
    assert ":8:" in found["schedule.too-few-engineers"][0]


def test_a_deemed_acceptance_is_an_event_with_a_day(tmp_path: Path) -> None:
    example = "acceptances: [{event: final_acceptance, requested: 2026-02-01, deemed_after: 90 days, deemed_from: request}]\n"
    assert codes(example + obligation("every: 1 weeks, after_event: final_acceptance"), tmp_path) == {}


def test_the_acceptance_of_one_batch_is_no_event_of_the_whole_contract(tmp_path: Path) -> None:
    example = (
        "acceptances: [{event: delivery, date: 2026-02-01, batch: first}]\nassets: [{id: a, batch: first}]\n"
    )
    found = codes(example + obligation("every: 1 weeks, after_event: delivery"), tmp_path)
    assert list(found) == ["schedule.event-unknown"]


def test_hosts_in_a_file_of_assets_are_found(tmp_path: Path) -> None:
    example = """\
inspections: [{id: daily, kind: health_check, playbook: linux-standard, categories: [server]}]
---
kind: Assets
assets: [{id: db, category: server, host: {address: 192.0.2.1, transport: local}}]
"""
    assert codes(example, tmp_path) == {}


@pytest.mark.parametrize("schedule", ["every: 3 months", "every: 1 months, anchor: 2026-01-05"])
def test_a_term_that_ends_before_it_starts_is_the_only_mistake(schedule: str, tmp_path: Path) -> None:
    backwards = "term: {start: 2026-01-01, end: 2025-12-31, renewal: never}\n"
    assert list(codes(backwards + obligation(schedule), tmp_path)) == ["contract.dates-out-of-order"]
