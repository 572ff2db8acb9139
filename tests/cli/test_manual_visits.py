"""Manual items on the ways into a run: a visit of the schedule, a run that goes on, one that asks again, a bundle."""

from __future__ import annotations

import subprocess
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.cli.test_fill import ROOM
from tests.conftest import Workspace

ROSTER = "duty_roster: {start: 2020-01-06, every: 1 weeks, groups: [[zhang, li]]}\n"
TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date()
ALL = ("--item", "doors=ok", "--item", "air=24", "--item", "lights=ok")


@pytest.fixture
def agreed(workspace: Workspace) -> Workspace:
    """A contract with a visit of programs and people together, and one of people alone."""
    team = workspace.root / "contracts/team.yaml"
    team.write_text(team.read_text("utf-8").split("duty_roster")[0] + ROSTER, "utf-8")
    workspace.probe("name", "echo fine")
    workspace.playbook([{"probe": "name", "expect": "== fine"}])
    workspace.write("playbooks/rounds.yaml", ROOM)
    when = f"schedule: {{every: 1 years, anchor: {TODAY + timedelta(days=2)}, early: 3 days, late: 3 days}}"
    visits = (
        f"inspections:\n"
        f"  - {{id: both, kind: inspection, engineers: 2, playbook: test, playbooks: [{{playbook: rounds}}], {when}}}\n"
    )
    host = {"id": "web", "host": {"address": "127.0.0.1", "transport": "local"}}
    workspace.contract([host], more=visits)
    return workspace


def state(workspace: Workspace) -> tuple[str, list[str]]:
    listed = workspace.run("schedule", "list", "--contract", "acme", "-o", "json").json["schedule"]
    found = next(each for each in listed if each["key"] == "acme/inspections/both/0")
    return found["state"], found["unreached"]


def fill(workspace: Workspace, *given: str) -> int:
    ran = workspace.run("run", "fill", "latest", "--engineer", "zhang", *given)
    assert ran.code in (0, 3), ran.err
    return ran.code


def test_a_visit_of_programs_and_people_brings_its_items(agreed: Workspace) -> None:
    ran = agreed.run("inspect", "acme", "--visit", "both", "-o", "json")
    assert ran.code == 3, ran.err
    assert (ran.json["coverage"]["manual"], ran.json["coverage"]["manual_filled_in"]) == (3, 0)
    # The hosts were looked at; what people look at was promised, too.
    assert state(agreed) == ("in_window", [])
    assert ran.json["run"] in agreed.run("schedule", "list").out
    assert fill(agreed, *ALL[:4]) == 3
    assert state(agreed) == ("in_window", [])
    # Neither a person nor the schedule begins it anew.
    again = agreed.run("inspect", "acme", "--visit", "both")
    assert (again.code, "fieldops run fill" in again.err) == (2, True)
    agreed.run("schedule", "run")
    assert len(agreed.run("run", "list", "-o", "json").json["runs"]) == 1
    assert fill(agreed, *ALL[4:]) == 0
    assert state(agreed) == ("done", [])


def test_what_is_open_at_its_conclusion_is_answered_for_by_who_concludes(agreed: Workspace) -> None:
    agreed.run("inspect", "acme", "--visit", "both")
    fill(agreed, *ALL[:2])
    assert state(agreed) == ("in_window", [])
    concluded = ("run", "conclude", "latest", "--by", "zhang", "--assessment", "The key was not there.")
    assert agreed.run(*concluded).code == 0
    assert state(agreed) == ("done", [])


def test_a_visit_whose_manual_items_nobody_filled_in_is_not_done_by_its_conclusion(agreed: Workspace) -> None:
    agreed.run("inspect", "acme", "--visit", "both")
    assert agreed.run("run", "conclude", "latest", "--by", "li", "--assessment", "Nothing.").code == 0
    assert state(agreed)[0] == "in_window"
    # It is no dead end: it is made anew, hosts and items.
    again = agreed.run("inspect", "acme", "--visit", "both", "-o", "json")
    assert (again.code, len(again.json["hosts"]), again.json["coverage"]["manual"]) == (3, 1, 3)
    assert fill(agreed, *ALL) == 0
    assert state(agreed) == ("done", [])


def people_alone(workspace: Workspace) -> None:
    contract = workspace.root / "contracts/acme.yaml"
    text = contract.read_text("utf-8")
    contract.write_text(
        text.replace("playbook: test, playbooks: [{playbook: rounds}]", "playbook: rounds"), "utf-8"
    )


def test_a_visit_by_people_alone_is_done_when_it_is_concluded_and_not_before(agreed: Workspace) -> None:
    people_alone(agreed)
    ran = agreed.run("inspect", "acme", "--visit", "both", "-o", "json")
    assert ran.code == 3, ran.err
    # Nobody has looked yet; no host is said not to have been reached, as none was to be.
    assert state(agreed) == ("in_window", [])
    listed = " ".join(agreed.run("schedule", "list").out.split())
    assert f"to be filled in and concluded: {ran.json['run']}" in listed
    assert ran.json["run"] in agreed.run("schedule", "list", language="zh-CN").out
    # Neither a person nor the schedule begins it anew.
    again = agreed.run("inspect", "acme", "--visit", "both")
    assert (again.code, "fieldops run fill" in again.err) == (2, True)
    agreed.run("schedule", "run")
    assert len(agreed.run("run", "list", "-o", "json").json["runs"]) == 1
    assert fill(agreed, *ALL) == 0
    assert state(agreed) == ("in_window", [])
    concluded = ("run", "conclude", "latest", "--by", "zhang", "--assessment", "Well.")
    assert agreed.run(*concluded).code == 0
    assert state(agreed) == ("done", [])


def test_a_visit_by_people_who_filled_in_nothing_is_owed_as_before_and_made_anew(agreed: Workspace) -> None:
    people_alone(agreed)
    visit = ("inspect", "acme", "--visit", "both", "-o", "json")
    first = agreed.run(*visit).json["run"]
    assert agreed.run("run", "conclude", "latest", "--by", "li", "--assessment", "Nothing.").code == 0
    assert state(agreed) == ("in_window", [])
    # Nothing can be filled in there any more, so nobody is sent there.
    assert first not in agreed.run("schedule", "list").out
    second = agreed.run(*visit)
    assert (second.code, second.json["run"] != first) == (3, True), second.err
    fill(agreed, *ALL)
    assert agreed.run("run", "conclude", "latest", "--by", "zhang", "--assessment", "Well.").code == 0
    assert state(agreed) == ("done", [])


def test_a_bundle_of_programs_and_people_is_filled_in_after_its_import(
    agreed: Workspace, tmp_path: Path
) -> None:
    two = ("--playbook", "test", "--playbook", "rounds", "--engineer", "zhang", "--engineer", "li")
    script, result = tmp_path / "b.sh", tmp_path / "r.txt"
    assert agreed.run("bundle", "make", "acme", *two, "--output", str(script)).code == 0
    subprocess.run(["sh", str(script), str(result)], check=True, capture_output=True)
    assert agreed.run("bundle", "import", str(result)).code == 3
    assert fill(agreed, *ALL) == 0
    shown = agreed.run("run", "show", "latest", "-o", "json").json
    assert (shown["counts"]["UNKNOWN"], shown["coverage"]["manual_filled_in"]) == (0, 3)


def test_a_visit_of_a_room_alone_needs_no_host(agreed: Workspace) -> None:
    people_alone(agreed)
    contract = agreed.root / "contracts/acme.yaml"
    text = contract.read_text("utf-8")
    contract.write_text(
        text.replace('"host": {"address": "127.0.0.1", "transport": "local"}', '"category": "rack"'), "utf-8"
    )
    ran = agreed.run("inspect", "acme", "--visit", "both", "-o", "json")
    assert (ran.code, ran.json["coverage"]["manual"]) == (3, 2), ran.err
    assert fill(agreed, *ALL[:4]) == 0
    assert agreed.run("run", "conclude", "latest", "--by", "zhang", "--assessment", "Well.").code == 0
    assert state(agreed) == ("done", [])


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_of_people_alone_there_is_no_bundle(agreed: Workspace, tmp_path: Path, language: str) -> None:
    alone = ("--playbook", "rounds", "--engineer", "zhang", "--engineer", "li")
    ran = agreed.run("bundle", "make", "acme", *alone, "--output", str(tmp_path / "b.sh"), language=language)
    assert (ran.code, "fieldops inspect" in ran.err, "rounds" in ran.err) == (2, True, True)


def test_hosts_that_are_asked_again_owe_nothing_to_people_a_second_time(agreed: Workspace) -> None:
    contract = agreed.root / "contracts/acme.yaml"
    text = contract.read_text("utf-8")
    contract.write_text(text.replace('"transport": "local"', '"port": 1'), "utf-8")
    two = ("--playbook", "test", "--playbook", "rounds", "--engineer", "zhang", "--engineer", "li")
    first = agreed.run("inspect", "acme", *two, "-o", "json")
    assert first.json["coverage"]["manual"] == 3
    again = agreed.run("inspect", "acme", "--retry-unreached", first.json["run"], "-o", "json")
    assert (again.json["retries"], again.json["coverage"]["manual"]) == (first.json["run"], 0), again.err
