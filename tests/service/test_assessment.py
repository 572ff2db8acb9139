"""Who is told at once, notices for orders that stay open, and what a quarter comes to: told as stories. B2, B5"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from conftest import run_fieldops
from service.stories import Desk, instant, to_do

from fieldops.actions.order_lists import all_orders
from fieldops.errors import UsageError
from fieldops.service.assessment import Entry, Row, assessed, quarter_at, quarter_of

CALLED = "2026-02-13T17:20"


@pytest.fixture
def archive(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path, "archive-digitisation")
    desk.call(CALLED, severity="ordinary", asset="scanner-01")
    return desk


def quarter(desk: Desk, at: str, text: str = "2026Q1") -> tuple[tuple[Row, ...], tuple[Entry, ...]]:
    views = all_orders(desk.root, instant(at)).views
    return assessed(((view.standing, view.agreement) for view in views), quarter_of(text))


@pytest.mark.shows("order log", "B2")
def test_the_engineer_is_told_at_once_and_has_it_on_record(archive: Desk) -> None:
    assert "tell: engineer" not in to_do(archive.show(CALLED))
    assert "tell: engineer" in to_do(archive.tell("2026-02-13T17:22", "assigned", person="li-na"))
    assert "tell: engineer" not in to_do(archive.tell("2026-02-13T17:23", "informed", to="engineer"))
    again = archive.tell("2026-02-13T17:25", "assigned", person="zhao-lei")
    assert "tell: engineer" in to_do(again)
    assert "tell: engineer" not in to_do(archive.tell("2026-02-13T17:26", "accepted"))
    with pytest.raises(UsageError):
        archive.tell("2026-02-13T17:27", "informed", to="the cook")


def test_the_quarter_that_runs_is_that_where_the_contract_is() -> None:
    shanghai, london = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/London")
    evening = datetime(2026, 3, 31, 20, tzinfo=UTC)
    assert str(quarter_at(evening, [shanghai])) == "2026Q2"
    assert str(quarter_at(evening, [london, london])) == "2026Q1"
    assert quarter_at(evening, []) is None
    with pytest.raises(UsageError) as refused:
        quarter_at(evening, [shanghai, london])
    assert refused.value.values["choices"] == ("2026Q1", "2026Q2")


@pytest.mark.shows("order log", "B2")
def test_the_customer_is_told_where_the_contract_wants_it(tmp_path: Path) -> None:
    housing = Desk(tmp_path, "housing-fund-portal")
    view = housing.call("2026-09-07T09:00", severity="ordinary", asset="storage-01")
    assert "tell: customer" in to_do(view)
    told = housing.tell("2026-09-07T09:10", "informed", note="replaced")
    assert "tell: customer" not in to_do(told)


@pytest.mark.shows("order next", "B5")
def test_an_order_that_stays_open_is_chased_and_counts_in_the_quarter(archive: Desk) -> None:
    archive.tell("2026-02-13T17:22", "assigned", person="li-na")
    assert "send: inspection notice" not in to_do(archive.show("2026-02-20T23:59"))
    assert "send: inspection notice" in to_do(archive.show("2026-02-21T00:00"))
    with pytest.raises(UsageError):
        archive.tell("2026-02-21T09:00", "notice_sent", document="reminder")
    view = archive.tell("2026-02-21T09:00", "notice_sent", document="inspection_notice")
    assert "send: inspection notice" not in to_do(view)
    archive.tell("2026-02-26T09:00", "assigned", person="zhao-lei")
    assert "send: rectification notice" in to_do(archive.show("2026-02-28T00:00"))
    rows, entries = quarter(archive, "2026-03-02T09:00")
    assert [(each.notice, each.person, each.entered_in, each.sent is not None) for each in entries] == [
        ("inspection_notice", "li-na", None, True),
        ("rectification_notice", "zhao-lei", "quarterly_assessment", False),
    ]
    counted = {each.person: each.counts for each in rows}
    assert (counted["li-na"]["notices"], counted["li-na"]["entered"]) == (1, 0)
    assert (counted["zhao-lei"]["entered"], counted["zhao-lei"]["orders"]) == (1, 1)


@pytest.mark.shows("order assessment", "B5")
def test_a_quarter_counts_times_complaints_call_backs_and_what_was_sent_back(archive: Desk) -> None:
    archive.tell("2026-02-13T17:22", "assigned", person="li-na")
    archive.tell("2026-02-13T17:23", "responded", by="engineer")
    archive.tell("2026-02-13T19:10", "arrived", by="engineer")
    archive.tell("2026-02-13T19:20", "customer_complained")
    archive.tell("2026-02-13T19:40", "resolved")
    archive.tell("2026-02-13T19:45", "signature_refused", note="the rollers squeak")
    archive.tell("2026-02-13T19:50", "signed", evidence="sheet.pdf")
    archive.tell("2026-02-13T19:55", "reviewed", by="department_manager")
    archive.tell("2026-02-24T09:00", "rejected", to="back_to_manager")
    archive.tell("2026-04-02T09:00", "called_back", by="quality")
    rows, _ = quarter(archive, "2026-04-03T09:00")
    (row,) = rows
    assert (row.contract, row.person) == ("archive-digitisation", "li-na")
    counted = {name: number for name, number in row.counts.items() if number}
    # Response and both times to resolve were kept, the arrival was late.
    assert counted == {
        "orders": 1, "kept": 3, "missed": 1, "notices": 2, "entered": 1, "complaints": 1, "rejected": 1,
        "signatures_refused": 1,
    }  # fmt: skip
    later, _ = quarter(archive, "2026-04-03T09:00", "2026q2")
    assert [each.counts["call_backs"] for each in later] == [1]
    assert quarter(archive, "2026-04-03T09:00", "2025Q4") == ((), ())


@pytest.mark.parametrize("text", ["2026", "2026Q5", "Q1", "2026-Q0", ""])
def test_what_is_no_quarter_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        quarter_of(text)


def test_it_is_a_paper_in_the_contracts_language_and_in_english(archive: Desk) -> None:
    archive.tell("2026-02-13T17:22", "assigned", person="li-na")
    for language, words in (
        (
            "zh-CN",
            ("# 季度考核表", "李娜", "2026Q1", "检查单", "整改通知", "未发出", "质量部门: ", "部门经理: "),
        ),
        ("en", ("# Quarterly assessment", "Li Na", "NOT SENT", "Department manager: ")),
    ):
        file = archive.root / f"assessment-{language}.md"
        asked = ("--quarter", "2026Q1", "--lang", language, "--output", str(file))
        ran = run_fieldops("order", "assessment", archive.contract, *asked, folder=archive.root)
        assert (ran.code, ran.out) == (0, ""), ran.err
        text = file.read_text("utf-8")
        assert [each for each in words if each not in text] == []
    assert (
        run_fieldops(
            "order",
            "assessment",
            archive.contract,
            "--output",
            str(archive.root / "a.html"),
            folder=archive.root,
        ).code
        == 0
    )
    ran = run_fieldops("order", "assessment", "--output", "all.md", folder=archive.root)
    assert ran.code == 2
    assert "fieldops order assessment CONTRACT" in ran.err
