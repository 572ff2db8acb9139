"""What a report says of problems that go on: who mends them until when, how they stand, how long things will last."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest

from fieldops.actions.settings import open_store
from fieldops.inspection.checks import CheckResult, Item, Verdict
from fieldops.messages.text import Text
from fieldops.records.codecs import encode
from fieldops.records.log import run_stream
from fieldops.records.run_events import HostFinished, RunFinished
from fieldops.structs import as_mapping, replaced
from tests.cli.test_run_diff import Inspected
from tests.conftest import Workspace
from tests.records.worlds import AT, DISKS, run

TWO = ("--engineer", "zhang", "--engineer", "li")


@pytest.fixture
def inspected(workspace: Workspace, tmp_path: Path) -> Inspected:
    made = Inspected(workspace, tmp_path)
    contract = workspace.root / "contracts/acme.yaml"
    text = contract.read_text("utf-8").replace("{name: Acme}", "{name: Acme, contacts: [{name: 沈岚}]}")
    contract.write_text(text, "utf-8")
    return made


def read(workspace: Workspace, run: str, language: str) -> str:
    """The text of a report, without tags."""
    page = workspace.root / "page.html"
    ran = workspace.run("report", run, "--lang", language, "--output", str(page))
    assert ran.code == 0, ran.err
    html = re.sub(r"<style.*?</style>|<svg.*?</svg>", "", page.read_text("utf-8"), flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def ids(workspace: Workspace) -> dict[str, str]:
    ran = workspace.run("finding", "list", "-o", "json")
    return {each["item"]: each["id"] for each in ran.json["findings"]}


def test_a_problem_names_who_mends_it_until_when_and_what_the_customer_accepted(inspected: Inspected) -> None:
    workspace = inspected.workspace
    inspected.health("/ 85\n/data 95\n")
    known = ids(workspace)
    workspace.run("finding", "assign", known["/"], "--to", "li", "--until", "2099-01-31")
    accepted = ("--by", "沈岚", "--until", "2099-03-31", "--reason", "一季度扩容")
    workspace.run("finding", "accept", known["/data"], *accepted)
    latest = inspected.health("/ 86\n/data 96\n")
    english, chinese = (read(workspace, latest, language) for language in ("en", "zh-CN"))
    today = f"{datetime.now(UTC) + timedelta(hours=8):%Y-%m-%d}"  # as the contract's zone has it
    assert [
        each in english
        for each in (
            "李娜 (service company)",
            "due 2099-01-31",
            f"accepted by 沈岚 on {today}, until 2099-03-31",
        )
    ] == [True] * 3
    assert [
        each in chinese
        for each in ("整改责任人、期限、状态", f"客户沈岚于 {today} 同意暂不整改，至 2099-03-31")
    ] == [True] * 2


def test_what_was_not_seen_this_time_is_still_told_and_what_came_again_is_recurring(
    inspected: Inspected,
) -> None:
    workspace = inspected.workspace
    for disks in ("/ 85\n/data 95\n", "/ 5\n/data 95\n"):
        inspected.health(disks)
    again = read(workspace, inspected.health("/ 85\n/data 95\n"), "en")
    assert ("recurring, 2 times since" in again, "Open from before" in again) == (True, False)
    english = read(workspace, inspected.health(""), "en")
    assert re.search(
        r"Still open from earlier inspections and not checked this time .*h1 · Space \(/data\) +open since",
        english,
    ), english


def test_what_a_concluded_run_says_is_how_things_stood_then(inspected: Inspected) -> None:
    workspace = inspected.workspace
    inspected.file.write_text("/ 85\n")
    id = workspace.inspect().json["run"]
    (known,) = ids(workspace).values()
    workspace.run("finding", "assign", known, "--to", "li", "--until", "2099-01-31")
    told = workspace.run("run", "conclude", id, "--by", "zhang", "--assessment", "Well.")
    assert told.code == 0, told.err
    assert workspace.run("finding", "assign", known, "--to", "zhang", "--until", "2099-02-28").code == 0
    page = read(workspace, id, "en")
    assert ("2099-01-31" in page, "2099-02-28" in page) == (True, False)


def test_the_capacity_chapter_says_how_many_days_are_left(workspace: Workspace) -> None:
    check = replaced(DISKS, tags=("capacity",), title=Text("空间使用率", "Space used"))
    with closing(open_store(workspace.root)) as log:
        for day in (-90, -60, -30, 0):
            items = (Item("/data", 50 + day / 3, "%", Verdict.OK),)
            made = run({"db-1": {}}, (check,), at=AT + timedelta(days=day), id=f"run-{day}")
            result = CheckResult("disks", Verdict.OK, items)
            host = HostFinished(**{**as_mapping(made.hosts[0]), "checks": (result,)})
            log.append(
                run_stream(made.id),
                [encode(each) for each in (made.begun, host, RunFinished(made.id, made.started))],
            )
    english, chinese = (read(workspace, "run-0", language) for language in ("en", "zh-CN"))
    assert [each in english for each in ("critical in 120 days", "Theil-Sen")] == [True] * 2
    assert "预计 120 天后达到严重阈值" in chinese
    # With so few days nothing is said of any.
    assert "Days left" not in read(workspace, "run--60", "en")


def test_a_problem_that_nobody_mends_says_so_where_others_have_somebody(inspected: Inspected) -> None:
    workspace = inspected.workspace
    inspected.health("/ 85\n")
    workspace.run("finding", "assign", ids(workspace)["/"], "--to", "li", "--until", "2099-01-31")
    run_id = inspected.health("/ 86\n/data 97\n")
    assert "尚未指派" in read(workspace, run_id, "zh-CN")
