"""Days of contracts, beyond what the manual's examples show: amendments, other kinds of documents, what is no date."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_manual import codes

AMENDED = """\
amendments:
  - id: one
    date: 2026-06-01
    applies_from: 2026-07-01
    rationale: 变更
    sets:
"""


def test_a_term_that_an_amendment_sets_is_judged_like_the_contracts_own(tmp_path: Path) -> None:
    found = codes(AMENDED + "      term: {start: 2027-06-30, end: 2026-01-01}\n", tmp_path)
    assert list(found) == ["contract.dates-out-of-order"]
    assert found["contract.dates-out-of-order"][0].startswith("contracts/0-contract-contract.yaml:7:38")


@pytest.mark.parametrize(
    "example",
    [
        "kind: Team\npeople:\n  - {id: li, name: 李娜, roles: [engineer], qualifications: [{id: lv, valid_from: 2025-02-29}]}\n",
        "kind: Calendar\nholidays: []\nyear: 2026\nsource: 示例\nday_off: [2026-02-30]\nmake_up_workday: []\n",
        "assets: [{id: db, swaps: [{date: 2026-04-31, part_no: P1, removed_serial: A, installed_serial: B}]}]\n",
    ],
)
def test_a_day_that_does_not_exist_is_found_in_every_kind(example: str, tmp_path: Path) -> None:
    assert "contract.no-such-date" in codes(example, tmp_path)


def test_a_text_that_only_looks_like_a_day_is_left_alone(tmp_path: Path) -> None:
    assert codes("number: 2026-02-30\nassets: [{id: db, serial: 2026-02-30}]\n", tmp_path) == {}


def test_a_day_of_the_wrong_form_is_told_by_the_schema_alone(tmp_path: Path) -> None:
    assert list(codes("signed: 2026-13-31\n", tmp_path)) == ["schema.form"]


def test_a_leap_day_exists_in_leap_years(tmp_path: Path) -> None:
    assert codes("term: {start: 2024-02-29, end: 2026-12-31}\n", tmp_path) == {}


def test_a_circle_of_contracts_is_told_at_each_of_them(tmp_path: Path) -> None:
    example = "id: a\npredecessor: b\n---\nid: b\npredecessor: c\n---\nid: c\npredecessor: a\n"
    assert len(codes(example, tmp_path)["contract.predecessor-cycle"]) == 3


def test_amendments_of_different_sections_do_not_collide(tmp_path: Path) -> None:
    second = AMENDED.replace("amendments:\n", "").replace("id: one", "id: two")
    example = AMENDED + "      term: {start: 2026-01-01, end: 2027-12-31}\n"
    example += (
        second
        + "      after_warranty: {labour: {price: free}, parts: {price: at_cost}, travel: {price: free}}\n"
    )
    assert codes(example, tmp_path) == {}
