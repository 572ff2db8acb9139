"""What nobody has solved is not closed, and everything that is shown or printed of an order says so first. B5, B6"""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import run_fieldops
from service.stories import Desk, instant, on_paper, to_do

from fieldops.actions.order_corrections import withdraw
from fieldops.actions.same_calls import open_alike
from fieldops.errors import FieldopsError
from fieldops.messages import say_value
from fieldops.sla.event_kinds import kind_meant

CALLED = "2026-02-13T17:20"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path, "archive-digitisation")
    desk.call(CALLED, severity="ordinary", asset="scanner-01", caller="陈立", symptom="no paper")
    desk.tell("2026-02-13T17:25", "assigned", person="li-na")
    return desk


def rejected(desk: Desk, note: str) -> None:
    desk.tell("2026-02-13T20:00", "resolved")
    desk.tell("2026-02-13T20:05", "reported_done")
    desk.tell("2026-02-13T20:10", "rejected", to="dispatch_again", by="department_manager", note=note)


def test_that_it_is_not_solved_is_the_first_thing_that_closing_lacks(desk: Desk) -> None:
    with pytest.raises(FieldopsError) as found:
        desk.tell("2026-02-13T18:00", "closed")
    missing = [say_value(each, "en") for each in found.value.values["missing"]]
    assert (missing[0], len(missing)) == ("it is not solved", 6)


def test_a_notice_demands_the_repair_before_the_papers(desk: Desk) -> None:
    said = on_paper(desk, "notice", "2026-03-02T09:00")
    onsite, papers = (
        "on site (1 h; 第 3 条): due 2026-02-13 18:20, not done yet",
        "has not reported completion",
    )
    assert (
        said.index(onsite)
        < said.index("resolution (3 h; 第 3 条): due 2026-02-13 20:20")
        < said.index(papers)
    )
    desk.tell("2026-03-02T10:00", "resolved")
    assert "resolution: due" not in on_paper(desk, "notice", "2026-03-02T10:01")


def test_who_is_sent_again_for_a_rejected_sheet_has_that_to_do_and_is_done_by_reporting_it(
    desk: Desk,
) -> None:
    rejected(desk, "the cause is missing")
    view = desk.tell("2026-02-13T20:20", "assigned", person="li-na")
    redo = "put right what the review rejected (the cause is missing), and report completion again"
    assert (view.standing.stage, redo in to_do(view), "resolve" in to_do(view)) == ("assigned", True, False)
    view = desk.tell("2026-02-13T20:40", "reported_done")
    assert (view.standing.stage, redo in to_do(view)) == ("resolved", False)
    # Work that was never solved is not done by reporting it.
    desk.call("2026-02-14T09:00", severity="ordinary", asset="scanner-02")
    desk.tell("2026-02-14T09:01", "assigned", person="li-na")
    assert desk.tell("2026-02-14T09:10", "reported_done").standing.stage == "assigned"


def test_what_a_rejected_order_lacks_is_shown_while_somebody_is_sent_again(desk: Desk) -> None:
    rejected(desk, "the cause is missing")
    done = run_fieldops("order", "show", desk.order, folder=desk.root)
    assert "the sheet was rejected: the engineer has to report completion again" in done.out


def test_what_was_withdrawn_says_whom_it_named(desk: Desk) -> None:
    desk.tell(
        "2026-02-13T17:25", "assigned", person="zhang-wei", note="the other one", written="2026-02-13T17:26"
    )
    withdraw(desk.root, desk.order, "assigned", None, "a slip", None, instant("2026-02-13T17:30"), 2)
    done = run_fieldops("order", "show", desk.order, folder=desk.root)
    (line,) = (each for each in done.out.splitlines() if "a slip" in each)
    assert "the other one" in line


@pytest.mark.parametrize(
    ("given", "alike"),
    [
        ({"caller": "何静", "symptom": "the scanner again"}, True),
        ({"asset": "scanner-02"}, False),
        ({"request": "complaint", "severity": None}, False),
    ],
)
def test_another_open_order_about_the_same_equipment_is_told(
    desk: Desk, given: dict[str, str | None], alike: bool
) -> None:
    first = desk.order
    at = "2026-02-13T22:00"
    order = desk.call(at, **{"severity": "ordinary", "asset": "scanner-01", **given}).order
    assert [each.order.id for each in open_alike(desk.root, order, instant(at))] == ([first] if alike else [])


def test_it_is_told_with_how_it_stands(desk: Desk) -> None:
    words = (
        "--asset",
        "scanner-01",
        "--severity",
        "ordinary",
        "--caller",
        "何静",
        "--at",
        "2026-02-13T22:00",
    )
    done = run_fieldops("order", "open", desk.contract, *words, folder=desk.root)
    assert f"{desk.order} (assigned, LATE, Li Na) about scanner-01 is open" in done.err


def test_one_that_is_solved_is_another_fault(desk: Desk) -> None:
    desk.tell("2026-02-13T20:00", "resolved")
    order = desk.call("2026-02-13T22:00", severity="ordinary", asset="scanner-01").order
    assert open_alike(desk.root, order, instant("2026-02-13T22:00")) == ()


def test_who_of_the_customer_signed_stands_on_the_sheet_and_is_told_where_nobody_named_them(
    desk: Desk,
) -> None:
    assert "Customer: 陈立" in on_paper(desk, "sheet", "2026-02-13T19:00")
    desk.tell("2026-02-13T20:00", "resolved")
    view = desk.tell("2026-02-13T20:10", "signed", by="何静", evidence="a paper")
    said = on_paper(desk, "sheet", "2026-02-13T20:11")
    assert "何静" in said
    assert "陈立:" not in said.partition("Customer:")[2]
    (told,) = (each.said for each in view.standing.handling if each.rule == "signature")
    assert (told.values["who"], told.values["named"]) == ("何静", ("陈立",))
    # Where nobody has said who signed, the sheet names nobody.
    desk.tell("2026-02-13T20:20", "signed", evidence="another paper")
    assert "陈立" not in on_paper(desk, "sheet", "2026-02-13T20:21").partition("Signatures")[2]


def test_what_was_written_down_is_said_once_more_below_the_order_and_where_the_equipment_stands(
    desk: Desk,
) -> None:
    arrived = ("order", "log", desk.order, "到场", "--at", "2026-02-13T18:10")
    done = run_fieldops(*arrived, folder=desk.root)
    assert done.err == f"recorded of {desk.order}: arrived, 2026-02-13 18:10\n"
    (site,) = (line for line in done.out.splitlines() if line.lstrip().startswith("site:"))
    assert "Wenlan Road" in site or "Binjiang Road" in site
    assert run_fieldops(*arrived, "-o", "json", folder=desk.root).json["order"] == desk.order


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("报完工", "reported_done"),
        ("修好了", "resolved"),
        ("审核", "reviewed"),
        ("通过", None),
        ("未查明", None),
    ],
)
def test_words_of_the_trade_name_an_event_and_no_word_its_contrary(said: str, kind: str | None) -> None:
    assert kind_meant(said) == kind


def test_what_is_left_out_is_asked_for_with_what_may_be_said(desk: Desk) -> None:
    done = run_fieldops("--lang", "zh-CN", "order", "log", desk.order, "暂停计时", folder=desk.root)
    assert "可选：等待客户（waiting_for_customer）" in done.err
    done = run_fieldops(
        "--lang", "zh-CN", "order", "log", desk.order, "已升级", "--step", "总裁", folder=desk.root
    )
    assert "部门经理（department-manager）" in done.err
