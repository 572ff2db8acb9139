"""`inspect --visit`: the contract says what, where and who; what is said otherwise is heard, and said."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from conftest import Workspace

ROSTER = "duty_roster: {start: 2020-01-06, every: 1 weeks, groups: [[zhang, li]]}\n"
# What day it is depends on the contract.
TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date()


def visits(*entries: str) -> str:
    return "inspections:\n" + "".join(f"  - {{{entry}}}\n" for entry in entries)


def entry(
    id: str = "visit", more: str = "playbooks: [{playbook: more, groups: [db]}], ", days: int = 2
) -> str:
    anchor = TODAY + timedelta(days=days)
    return (
        f"id: {id}, kind: inspection, engineers: 2, playbook: test, {more}"
        f"schedule: {{every: 1 years, anchor: {anchor}, early: 3 days, late: 3 days}}"
    )


@pytest.fixture
def agreed(workspace: Workspace) -> Workspace:
    """A contract with one visit that may be made today, of two playbooks on two hosts."""
    team = workspace.root / "contracts/team.yaml"
    team.write_text(team.read_text("utf-8").split("duty_roster")[0] + ROSTER, "utf-8")
    workspace.probe("name", "echo fine")
    workspace.playbook([{"probe": "name", "expect": "== fine"}])
    workspace.playbook([{"id": "again", "probe": "name", "expect": "== fine"}], id="more")
    agree(workspace, visits(entry()))
    return workspace


def agree(workspace: Workspace, inspections: str) -> None:
    local = {"address": "127.0.0.1", "transport": "local"}
    hosts = [{"id": "db", "host": {**local, "groups": ["db"]}}, {"id": "web", "host": local}]
    workspace.contract(hosts, more=inspections)


def state(workspace: Workspace) -> tuple[str, list[str]]:
    listed = workspace.run("schedule", "list", "--contract", "acme", "-o", "json").json["schedule"]
    found = next(each for each in listed if each["key"] == "acme/inspections/visit/0")
    return found["state"], found["unreached"]


@pytest.mark.parametrize("name", ["acme/inspections/visit/0", "visit/0", "visit"])
def test_a_visit_takes_everything_from_the_contract_and_is_done_by_it(agreed: Workspace, name: str) -> None:
    ran = agreed.run("inspect", "acme", "--visit", name, "-o", "json")
    # Both assets are the inspecting machine: a finding, and so exit code 1.
    assert (ran.code, ran.json["playbooks"], ran.json["engineers"]) == (1, ["test", "more"], ["zhang", "li"])
    assert {each["host"]: len(each["checks"]) for each in ran.json["hosts"]} == {"db": 2, "web": 1}
    assert "acme/inspections/visit/0" in ran.err
    assert state(agreed) == ("done", [])
    again = agreed.run("inspect", "acme", "--visit", name)
    if name == "visit":
        assert (again.code, "may be made from" in again.err) == (2, True)  # the next one
    else:
        assert (again.code, ran.json["run"] in again.err) == (2, True)


def test_what_is_said_beside_it_narrows_or_replaces_and_is_said(agreed: Workspace) -> None:
    ran = agreed.run(
        "inspect", "acme", "--visit", "visit", "--limit", "web", "--engineer", "li", "--engineer", "zhang"
    )
    assert ran.code == 0, ran.err
    assert "only the hosts that match web" in ran.err
    assert "by li, zhang, as you say" in ran.err
    assert state(agreed) == ("in_window", ["db"])
    ran = agreed.run("inspect", "acme", "--visit", "visit", "-o", "json")
    assert [each["host"] for each in ran.json["hosts"]] == ["db"]
    assert state(agreed) == ("done", [])


def test_one_playbook_of_two_leaves_the_other_due(agreed: Workspace) -> None:
    assert agreed.run("inspect", "acme", "--visit", "visit", "--playbook", "test").code == 1
    assert state(agreed) == ("in_window", ["db"])


def test_other_checks_than_agreed_serve_no_visit(agreed: Workspace) -> None:
    agreed.playbook([{"id": "else", "probe": "name", "info": True}], id="other")
    ran = agreed.run("inspect", "acme", "--visit", "visit", "--playbook", "other")
    assert "does not count for acme/inspections/visit/0" in ran.err
    assert state(agreed) == ("in_window", [])


@pytest.mark.parametrize(
    ("inspections", "says"),
    [
        (visits(entry(), entry("visit-two")), "acme/inspections/visit-two/0"),
        (visits(entry(days=30)), "may be made from"),
        (visits(entry(more="").replace("playbook: test, ", "")), "people alone"),
        (visits(entry("other")), "acme/inspections/other/0"),
    ],
)
def test_what_is_doubtful_is_said_with_the_choices(agreed: Workspace, inspections: str, says: str) -> None:
    agree(agreed, inspections)
    ran = agreed.run("inspect", "acme", "--visit", "vis" if "two" in inspections else "visit")
    assert (ran.code, says in ran.err) == (2, True), ran.err
    assert agreed.run("run", "list", "-o", "json").json["runs"] == []


def test_those_on_duty_who_cannot_make_it_are_named(agreed: Workspace) -> None:
    agree(agreed, visits(entry(more="qualifications: [linux], ")))
    ran = agreed.run("inspect", "acme", "--visit", "visit")
    assert (ran.code, "zhang (linux)" in ran.err) == (4, True), ran.err
    ran = agreed.run("inspect", "acme", "--visit", "visit", language="zh-CN")
    assert "资质" in ran.err
