"""What the manual's examples do not say about warranties of assets: amendments, scopes, precedence, several assets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fieldops.actions.validation import validate

HEAD = "apiVersion: fieldops/v1\nkind: %s\nid: %s\n"
CONTRACT = """\
title: t
customer: {name: c}
vendor: {name: v}
team: team
language: zh-CN
time_zone: Asia/Shanghai
term: {start: 2026-01-01, end: 2026-12-31}
"""
AFTER = (
    "after_warranty: {labour: {price: list_price}, parts: {price: list_price}, travel: {price: list_price}}\n"
)
TEAM = "name: t\npeople: [{id: li, name: l, roles: [engineer]}, {id: he, name: h, roles: [engineer]}]\n"
BASIC = {
    "title": "t",
    "covers": "hardware",
    "start": "{trigger: event, event: contract_start}",
    "period": "12 months",
    "period_rule": "corresponding_date",
    "parts": "100",
    "labour": "100",
    "travel": "100",
    "causes": "[normal, defect]",
}


def warranty(id: str, **differs: str) -> tuple[str, str, str]:
    return "Warranty", id, "".join(f"{key}: {value}\n" for key, value in {**BASIC, **differs}.items())


def found(root: Path, contract: str, *others: tuple[str, str, str]) -> list[tuple[str, int, dict[str, Any]]]:
    """Code, line in the contract and values of each problem of warranties."""
    (root / "contracts").mkdir()
    documents = [("Contract", "acme", CONTRACT + contract), ("Team", "team", TEAM), *others]
    for kind, id, text in documents:
        (root / "contracts" / f"{kind.lower()}-{id}.yaml").write_text(HEAD % (kind, id) + text, "utf-8")
    problems = [one for one in validate(root).problems if one.code.startswith("warranty.")]
    return [(one.code, one.position.line, dict(one.values)) for one in problems]


def codes(root: Path, contract: str, *others: tuple[str, str, str]) -> list[str]:
    return [code for code, _, _ in found(root, contract, *others)]


BOTH = "warranties: [{terms: one}, {terms: two}]\nassets: [{id: a}, {id: b}]\n"


@pytest.mark.parametrize(
    ("one", "two", "collide"),
    [
        ({}, {}, True),
        ({}, {"covers": "software"}, False),
        ({"part_categories": "[disk]"}, {"part_categories": "[fan]"}, False),
        ({"part_categories": "[disk, fan]"}, {"part_categories": "[fan]"}, True),
        # For a disk both hold.
        ({}, {"part_categories": "[disk]"}, True),
        ({}, {"start": "{trigger: date, date: 2027-01-01}"}, True),
        ({}, {"start": "{trigger: date, date: 2027-01-02}"}, False),
        # A day that is not known yet collides with nothing.
        ({}, {"start": "{trigger: event, event: delivery}"}, False),
    ],
)
def test_which_warranties_collide(
    one: dict[str, str], two: dict[str, str], collide: bool, tmp_path: Path
) -> None:
    problems = codes(tmp_path, AFTER + BOTH, warranty("one", **one), warranty("two", **two))
    assert ("warranty.overlap" in problems) is collide


def test_an_overlap_is_told_once_for_all_assets_at_the_second_warranty(tmp_path: Path) -> None:
    contract = "warranties:\n  - {terms: one}\n  - {terms: two}\nassets: [{id: a}, {id: b}]\n"
    two = warranty("two", start="{trigger: date, date: 2026-07-01}")
    (overlap,) = found(tmp_path, AFTER + contract, warranty("one"), two)
    code, line, values = overlap
    assert (code, line) == ("warranty.overlap", 14)
    assert (values["asset"], values["count"]) == ("a", 2)
    assert (str(values["start"]), str(values["end"])) == ("2026-07-01", "2027-01-01")


def test_the_terms_of_an_amendment_are_judged_where_they_stand(tmp_path: Path) -> None:
    contract = """\
warranties: [{terms: one}]
assets: [{id: a}]
amendments:
  - id: more
    date: 2026-05-01
    applies_from: 2026-06-01
    rationale: r
    sets:
      warranties:
        - {terms: one}
        - {terms: two}
"""
    (overlap,) = found(tmp_path, contract, warranty("one"), warranty("two"))
    assert overlap[:2] == ("warranty.overlap", 21)


def test_a_longer_term_by_amendment_is_the_term(tmp_path: Path) -> None:
    contract = """\
warranties: [{terms: one}]
assets: [{id: a}]
amendments:
  - id: longer
    date: 2026-05-01
    applies_from: 2026-06-01
    rationale: r
    sets: {term: {start: 2026-01-01, end: 2028-12-31}, warranties: [{terms: one}]}
"""
    assert codes(tmp_path, contract, warranty("one")) == ["warranty.ends-before-term"]


def test_a_gap_is_between_hardware_and_hardware(tmp_path: Path) -> None:
    contract = AFTER + "warranties: [{terms: one}, {terms: two}]\nassets: [{id: a}]\n"
    one = warranty("one", period="3 months")
    two = warranty("two", start="{trigger: date, date: 2026-07-01}", covers="software")
    assert codes(tmp_path, contract, one, two) == []


def test_a_gap_outside_the_term_is_nobodys_business(tmp_path: Path) -> None:
    contract = AFTER + "warranties: [{terms: one}, {terms: two}]\nassets: [{id: a}]\n"
    two = warranty("two", start="{trigger: date, date: 2027-06-01}")
    assert codes(tmp_path, contract, warranty("one"), two) == []


def test_assets_of_a_file_of_their_own_count(tmp_path: Path) -> None:
    contract = "warranties: [{terms: one, categories: [server]}]\nassets: [{id: a, category: server}]\n"
    more = (
        "Assets",
        "more",
        "contract: acme\nassets: [{id: b, category: server}, {id: c, category: lamp}]\n",
    )
    one = warranty("one", start="{trigger: event, event: final_acceptance}")
    problems = found(tmp_path, contract, one, more)
    assert sorted(code for code, _, _ in problems) == ["warranty.none-for-asset", "warranty.start-unknown"]
    values = next(values for code, _, values in problems if code == "warranty.start-unknown")
    assert values["count"] == 2


def test_while_a_document_is_wrong_nothing_is_computed_from_it(tmp_path: Path) -> None:
    contract = "warranties: [{terms: one}, {terms: two}]\nassets: [{id: a}]\nacceptances: [{event: delivery, date: 2026-02-30}]\n"
    assert codes(tmp_path, contract, warranty("one"), warranty("two")) == []
