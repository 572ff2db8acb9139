"""fieldops run trend: days left over recorded runs, as people and programs read them."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta

import pytest

from fieldops.actions.settings import open_store
from fieldops.inspection.checks import CheckResult, Item, Verdict
from fieldops.messages.text import Text
from fieldops.records.codecs import encode
from fieldops.records.log import run_stream
from fieldops.records.run_events import HostFinished, RunFinished
from fieldops.structs import as_mapping, replaced
from tests.conftest import Workspace
from tests.records.worlds import AT, DISKS, run

FILLING = replaced(DISKS, tags=("capacity",), title=Text("空间使用率", "Space used"))


def recorded(workspace: Workspace, values: dict[int, dict[str, float]]) -> None:
    """Runs of earlier days, as if they had been made then: what each file system had in use."""
    with closing(open_store(workspace.root)) as log:
        for day, disks in values.items():
            items = tuple(Item(name, value, "%", Verdict.OK) for name, value in disks.items())
            check = CheckResult("disks", Verdict.OK, items)
            made = run({"db-1": {}}, (FILLING,), at=AT + timedelta(days=day), id=f"run-{day}")
            host = HostFinished(**{**as_mapping(made.hosts[0]), "checks": (check,)})
            events = [encode(each) for each in (made.begun, host, RunFinished(made.id, made.started))]
            log.append(run_stream(made.id), events)


@pytest.fixture
def filling(workspace: Workspace) -> Workspace:
    disks = {day: {"/data": 50 + day / 3, "/": 40.0} for day in (-90, -60, -30, 0)}
    recorded(workspace, disks)
    return workspace


def test_days_left_as_of_a_run_come_with_how_sure_they_are(filling: Workspace) -> None:
    ran = filling.run("run", "trend", "run-0", "-o", "json")
    assert ran.code == 0, ran.err
    (contract,) = ran.json["contracts"]
    data, root = contract["trends"]
    assert (data["item"], data["outcome"], data["points"]) == ("/data", "fills", 4)
    left = {each["limit"]: each["days"] for each in data["left"]}
    assert left == {"warn": 90.0, "crit": 120.0, "full": 150.0}
    assert data["confidence"] == 0.917
    assert (root["item"], root["outcome"], root["left"]) == ("/", "steady", [])


def test_people_read_the_worst_in_their_language(filling: Workspace) -> None:
    english = filling.run("run", "trend", "run-0").out
    assert ["/data" in english, "120 (120-120)" in english, "+10%" in english] == [True] * 3
    assert "no further limit within ten years: 1" in english
    chinese = filling.run("run", "trend", "run-0", "--all", language="zh-CN").out
    assert [word in chinese for word in ("空间使用率", "120（120～120）", "距严重天数")] == [True] * 3


def test_not_enough_data_is_said_with_an_exit_code(workspace: Workspace) -> None:
    recorded(workspace, {0: {"/": 50}, 30: {"/": 60}})
    ran = workspace.run("run", "trend", "acme")
    assert (ran.code, "not enough data, fewer than three days: 1" in ran.out) == (3, True)
    assert "数据不足" in workspace.run("run", "trend", "acme", language="zh-CN").out


def test_as_of_an_earlier_run_later_ones_do_not_count(filling: Workspace) -> None:
    (contract,) = filling.run("run", "trend", "run--30", "-o", "json").json["contracts"]
    assert (contract["runs"], contract["trends"][0]["points"]) == (3, 3)


def test_names_that_are_none_are_answered_by_those_that_are(filling: Workspace) -> None:
    assert "db-1" in filling.run("run", "trend", "--host", "db-2").err
    assert "disks" in filling.run("run", "trend", "--check", "disk").err
    unknown = filling.run("run", "trend", "acne")
    assert (unknown.code, "acme" in unknown.err) == (2, True)
    assert filling.run("run", "trend", "--host", "db-1", "--check", "disks").code == 0


def test_without_records_there_is_nothing_to_say(workspace: Workspace) -> None:
    ran = workspace.run("run", "trend")
    assert (ran.code, ran.out) == (0, "")
