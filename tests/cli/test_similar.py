"""fieldops similar: a fault of one device is looked for on the others of its kind (promise D5)."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import LASTING, Workspace

HERE = {"address": "localhost", "transport": "local"}


def machine(id: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "serial": f"SN-{id}", "category": "server", "model": "R750", "host": HERE, **more}


@pytest.fixture
def two(workspace: Workspace) -> Workspace:
    """Two contracts; what this machine says is a fault, found on db-1 alone."""
    shown = {"depth": {"type": "number", "unit": "count"}, "release": {"type": "text"}}
    columns = {"with": "table", "columns": list(shown)}
    workspace.probe("state", f"cat '{workspace.root}/state'", parse=columns, fields=shown)
    queue = {"id": "queue", "probe": "state", "value": "depth", "warn": ">= 5"}
    release = {"id": "release", "probe": "state", "value": "release", "info": True, "tags": ["version"]}
    workspace.playbook([queue, release], id="small")
    battery = [{"part_no": "BAT-9", "serial": "B1", "slot": "s1"}]
    unlike = machine("unlike", model="T5", parts=[{"part_no": "BAT-8", "serial": "B2", "slot": "s1"}])
    ups = {"id": "ups", "serial": "SN-U", "category": "ups", "parts": [{**battery[0], "serial": "B3"}]}
    workspace.contract([machine("web-1", model="r750"), ups, unlike])
    other = (workspace.root / "contracts/acme.yaml").read_text("utf-8").replace("id: acme", "id: beta")
    workspace.write("contracts/beta.yaml", other)
    workspace.contract([machine("db-1", parts=battery), machine("db-2")], contract=LASTING)
    says(workspace, 7)
    found = workspace.run("health", "acme", "--playbook", "small", "--limit", "db-1")
    assert found.code == 1, found.err
    return workspace


def says(workspace: Workspace, depth: int) -> None:
    """What the machine says from now on."""
    workspace.write("state", f"{depth} 9.2\n")


def similar(workspace: Workspace, *more: str) -> tuple[int, dict[str, Any]]:
    newest = workspace.run("run", "list", "-o", "json").json["runs"][-1]["run"]
    ran = workspace.run("similar", newest, "queue", *more, "-o", "json")
    return ran.code, ran.json


def test_alike_is_what_has_the_model_or_a_part_in_any_contract(two: Workspace) -> None:
    code, told = similar(two)
    assert {trait["value"] for trait in told["traits"]} == {"R750", "BAT-9", "9.2"}
    alike = {each["asset"]: [trait["value"] for trait in each["traits"]] for each in told["similar"]}
    assert alike == {"db-2": ["R750"], "web-1": ["R750"], "ups": ["BAT-9"]}
    # Nobody has looked there, and one of them nobody can reach.
    assert code == 3
    assert {each["asset"] for each in told["similar"] if not each["reachable"]} == {"ups"}


def test_a_version_is_what_the_last_run_recorded(two: Workspace) -> None:
    two.run("health", "beta", "--playbook", "small", "--limit", "unlike", "--tags", "version")
    _, told = similar(two)
    (unlike,) = (each for each in told["similar"] if each["asset"] == "unlike")
    assert unlike["traits"] == [{"alike": "software", "value": "9.2", "check": "release"}]
    # The version was looked at, the fault was not.
    assert unlike["looked"] is None


@pytest.mark.shows("similar", "D5")
def test_looking_does_the_one_check_on_all_that_can_be_reached(two: Workspace) -> None:
    says(two, 9)
    code, told = similar(two, "--look")
    assert code == 1
    looked = {each["asset"]: each["looked"] and each["looked"]["verdict"] for each in told["similar"]}
    assert looked == {"db-2": "WARN", "web-1": "WARN", "ups": None}
    assert {(each["contract"], *each["hosts"]) for each in told["looked_now"]} == {
        ("acme", "db-2"),
        ("beta", "web-1"),
    }
    # What was looked at since is not looked at again.
    assert similar(two, "--look")[1]["looked_now"] == []
    run = two.run("run", "show", told["looked_now"][0]["run"], "-o", "json").json
    assert [check["id"] for host in run["hosts"] for check in host["checks"]] == ["queue"]


def test_what_is_well_elsewhere_is_said_to_be(two: Workspace) -> None:
    says(two, 1)
    two.write("contracts/beta.yaml", "")
    (two.root / "contracts/beta.yaml").unlink()
    code, told = similar(two, "--look")
    assert [each["looked"]["verdict"] for each in told["similar"]] == ["OK"]
    assert code == 0


def test_a_contract_that_allows_nothing_now_stops_no_other(two: Workspace) -> None:
    over = (two.root / "contracts/beta.yaml").read_text("utf-8")
    two.write("contracts/beta.yaml", over.replace("end: 2099-12-31", "end: 2026-01-31"))
    code, told = similar(two, "--look")
    by_contract = {each["contract"]: each for each in told["looked_now"]}
    assert by_contract["acme"]["run"] is not None
    assert by_contract["beta"]["run"] is None
    assert by_contract["beta"]["message"]
    assert code == 1


def test_a_look_from_before_the_fault_does_not_count(two: Workspace) -> None:
    two.run("health", "acme", "--playbook", "small", "--limit", "db-2")
    newest = two.run("health", "acme", "--playbook", "small", "--limit", "db-1", "-o", "json").json["run"]
    ran = two.run("similar", newest, "queue", "-o", "json")
    (before,) = (each for each in ran.json["similar"] if each["asset"] == "db-2")
    assert before["looked"]["verdict"] == "WARN"


def test_people_read_why_it_is_alike_and_what_to_do(two: Workspace) -> None:
    english = two.run("similar", "latest", "queue").out + two.run("similar", "latest", "queue").err
    assert all(
        word in english for word in ("model R750", "part BAT-9", "never", "3 not known yet, 1 of them")
    )
    chinese = two.run("similar", "latest", "queue", language="zh-CN")
    assert "型号 R750" in chinese.out
    assert "从未检查（未登记主机，需现场查看）" in chinese.out
    assert "还有 3 台尚不清楚，其中 1 台只能现场查看" in chinese.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("latest", "queu"), "queue"),
        (("latest", "queue", "db-11"), "db-1"),
        (("latest", "release"), "is a finding on no host"),
    ],
)
def test_what_the_run_does_not_have_is_said_with_the_choices(
    two: Workspace, words: tuple[str, ...], said: str
) -> None:
    ran = two.run("similar", *words)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
