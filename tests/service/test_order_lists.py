"""Orders on the command line: what is next for whom, lists, refusals with their exit codes, and a broken contract."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import Workspace
from service.stories import REPOSITORY

OPEN = ("order", "open", "archive-digitisation", "--severity", "ordinary")


@pytest.fixture
def desk(workspace: Workspace) -> Workspace:
    shutil.copytree(REPOSITORY / "contracts", workspace.root / "contracts", dirs_exist_ok=True)
    return workspace


def _open(desk: Workspace, number: str, *more: str, code: int = 0) -> None:
    ran = desk.run(*OPEN, "--number", number, *more)
    assert ran.code == code, ran.err


def test_an_order_that_may_be_dispatched_one_to_be_agreed_and_one_of_which_nobody_knows(
    desk: Workspace,
) -> None:
    _open(desk, "A-1", "--asset", "scanner-01")
    _open(desk, "A-2", "--affected", "a printer", "--inside", "no", code=1)
    _open(desk, "A-3", code=3)
    stages = {each["order"]: each["stage"] for each in desk.run("order", "list", "-o", "json").json["orders"]}
    assert stages == {"A-1": "to_dispatch", "A-2": "needs_agreement", "A-3": "scope_unknown"}


def test_what_may_not_be_done_yet_is_refused_with_exit_code_4_in_both_languages(desk: Workspace) -> None:
    _open(desk, "A-2", "--affected", "a printer", "--inside", "no", code=1)
    for language, words in (
        ("en", "nobody may be sent for A-2 yet"),
        ("zh-CN", "A-2 尚不能派单：不属于合同服务范围"),
    ):
        ran = desk.run("order", "log", "A-2", "assigned", "--person", "li-na", language=language)
        assert ran.code == 4
        assert words in ran.err


def test_events_are_understood_as_they_are_shown(desk: Workspace) -> None:
    _open(desk, "A-1", "--asset", "scanner-01")
    assert desk.run("order", "log", "A-1", "已派单", "--person", "李娜", language="zh-CN").code == 0
    (told,) = desk.run("order", "show", "A-1", "-o", "json").json["history"]
    assert (told["kind"], told["person"]) == ("assigned", "li-na")


def test_next_is_for_one_person_what_is_assigned_to_that_person(desk: Workspace) -> None:
    for number, person in (("A-1", "li-na"), ("A-2", "zhang-wei")):
        _open(desk, number, "--asset", "scanner-01")
        assert desk.run("order", "log", number, "assigned", "--person", person).code == 0
    mine = desk.run("order", "next", "--person", "li-na", "-o", "json").json["next"]
    assert {each["order"] for each in mine} == {"A-1"}
    # What nobody has promised a time for comes last.
    due = [each["due"] for each in mine]
    assert due == sorted(due, key=lambda at: (at is None, at or ""))


def test_what_closing_lacks_is_on_the_list_of_whoever_does_it(desk: Workspace) -> None:
    _open(desk, "A-1", "--asset", "scanner-01")
    assert desk.run("order", "log", "A-1", "assigned", "--person", "li-na").code == 0
    assert desk.run("order", "log", "A-1", "resolved").code == 0
    review = "the manager has not reviewed the service sheet"
    assert review not in desk.run("order", "next", "--person", "li-na").out
    manager = desk.run("order", "next", "--person", "zhao-lei", "-o", "json").json["next"]
    assert {each["what"] for each in manager} == {review}
    everything = desk.run("order", "next", "-o", "json").json["next"]
    assert [each["by"] for each in everything if each["what"] == review] == ["department_manager"]


def test_an_order_whose_contract_has_mistakes_is_named_and_hides_no_other(desk: Workspace) -> None:
    _open(desk, "A-1", "--asset", "scanner-01")
    ran = desk.run(
        "order", "open", "housing-fund-portal", "--severity", "ordinary", "--number", "H-1", "--inside", "yes"
    )
    assert ran.code == 0, ran.err
    broken = Path(desk.root / "contracts" / "housing-fund-portal.yaml")
    broken.write_text(broken.read_text("utf-8").replace("service_level:", "service_levle:"), "utf-8")
    for command in ("list", "next"):
        ran = desk.run("order", command)
        assert ran.code == 3
        assert "A-1" in ran.out
        assert "order H-1 is not judged" in ran.err


def test_without_orders_it_says_how_to_open_one(desk: Workspace) -> None:
    ran = desk.run("order", "show", "A-1")
    assert ran.code == 2
    assert "fieldops order open CONTRACT" in ran.err


def test_an_order_that_is_none_is_answered_by_the_nearest(desk: Workspace) -> None:
    _open(desk, "QH-0905", "--asset", "scanner-01")
    ran = desk.run("order", "show", "QH-0906")
    assert ran.code == 2
    assert "QH-0905" in ran.err


def test_the_mornings_list_is_in_parts_by_who_has_to_do_it_and_names_the_hotline(desk: Workspace) -> None:
    team = desk.root / "contracts/team-east.yaml"
    hotline = "  - {id: wang-li, name: {zh-CN: 王莉, en: Wang Li}, roles: [hotline]}\n"
    team.write_text(team.read_text("utf-8").replace("people:\n", f"people:\n{hotline}", 1), "utf-8")
    _open(desk, "A-1", "--asset", "scanner-01")
    _open(desk, "A-2", "--asset", "scanner-01")
    assert desk.run("order", "log", "A-2", "assigned", "--person", "li-na", "--by", "王莉").code == 0
    text = desk.run("order", "next", language="zh-CN").out
    heads = [line for line in text.splitlines() if line.endswith("项")]
    assert {each.split("：")[0] for each in heads} == {"李娜", "热线（王莉）", "尚未派单"}
    mine = desk.run("order", "next", "--person", "王莉", "-o", "json").json["next"]
    assert [(each["order"], each["what"]) for each in mine] == [
        ("A-1", "assign an engineer"),
        ("A-2", "tell: engineer"),
    ]


def test_today_is_what_is_late_or_due_by_the_end_of_the_day_or_waits_for_somebody(desk: Workspace) -> None:
    _open(desk, "OLD", "--asset", "scanner-01", "--reported", "2026-01-05T10:00")
    _open(desk, "NEW", "--asset", "scanner-01")
    assert desk.run("order", "log", "OLD", "assigned", "--person", "li-na").code == 0
    today = desk.run("order", "next", "--today", "-o", "json").json["next"]
    assert {each["order"] for each in today} >= {"OLD"}
    # What nobody has promised a time for waits for somebody today, too: the other order is not dispatched.
    assert ("NEW", "assign an engineer") in {(each["order"], each["what"]) for each in today}
