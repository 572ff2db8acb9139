"""An order for a call that was taken already is told at opening, and opened all the same. B1"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from conftest import run_fieldops
from service.stories import Desk, instant

from fieldops.actions.order_corrections import void
from fieldops.actions.same_calls import same_calls

CALL = {
    "severity": "ordinary",
    "asset": "scanner-01",
    "caller": "陈立",
    "symptom": "E-05, no page is scanned",
}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path, "archive-digitisation")
    desk.call("2026-02-13T17:20", **CALL)
    return desk


def same(desk: Desk, at: str, **given: Any) -> list[str]:
    view = desk.call(at, **{**CALL, **given})
    return [each.id for each in same_calls(desk.root, view.order)]


@pytest.mark.parametrize(
    ("at", "given", "told"),
    [
        ("2026-02-13T17:20", {}, True),
        ("2026-02-13T18:20", {"symptom": "e-05,  no page is scanned "}, True),
        ("2026-02-13T16:50", {"channel": "email"}, True),
        # With a number of its own, from elsewhere.
        ("2026-02-13T17:25", {"number": "QH-7"}, True),
        ("2026-02-13T18:21", {}, False),
        ("2026-02-13T17:20", {"asset": "scanner-02"}, False),
        ("2026-02-13T17:20", {"caller": "何静"}, False),
        ("2026-02-13T17:20", {"symptom": "E-07"}, False),
        ("2026-02-13T17:20", {"request": "complaint", "severity": None}, False),
    ],
)
def test_the_same_call_within_the_hour_is_told(
    desk: Desk, at: str, given: dict[str, Any], told: bool
) -> None:
    assert same(desk, at, **given) == (["SO-20260213-001"] if told else [])


def test_one_that_was_voided_is_told_no_more(desk: Desk) -> None:
    void(desk.root, desk.order, "typed twice", None, None, instant("2026-02-13T17:30"))
    assert same(desk, "2026-02-13T17:31") == []


def test_whoever_opens_it_is_told_which_one_is_meant_and_how_to_void_this_one(tmp_path: Path) -> None:
    Desk(tmp_path, "archive-digitisation")
    call = ["order", "open", "archive-digitisation", "--severity", "ordinary", "--asset", "scanner-01"]
    first, second = (run_fieldops(*call, "--symptom", "black", folder=tmp_path) for _ in range(2))
    assert (first.code, second.code) == (0, 0)
    assert "same call" not in first.err
    assert "for the same call" in second.err
    assert re.search(r"order void SO-\d{8}-002 --instead SO-\d{8}-001", second.err)
