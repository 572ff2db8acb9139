"""Hosts of transport bundle: an inspection says what is owed for them, and takes their results in when they are brought."""

from __future__ import annotations

import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from conftest import Ran, Workspace

TWO = ("--engineer", "zhang", "--engineer", "li")
HERE = {"id": "here", "host": {"address": "localhost", "transport": "local"}}
VAULT = {"id": "vault", "host": {"address": "10.9.9.9", "transport": "bundle"}}
ISLAND = {"id": "island", "host": {"address": "10.9.9.8", "transport": "bundle"}}
BOUND = ("acme", "--playbook", "test")


@pytest.fixture
def offline(workspace: Workspace) -> Workspace:
    """A contract with a host that is reached, and two that no network reaches; the login asks a person for its passwords."""
    workspace.contract(
        [HERE, VAULT, ISLAND], login={"user": "ops", "method": "prompt", "sudo": {"method": "login_password"}}
    )
    workspace.probe("state", "echo fine")
    workspace.playbook([{"probe": "state", "expect": "== fine"}])
    return workspace


def inspected(workspace: Workspace) -> dict[str, Any]:
    ran = workspace.run("inspect", *BOUND, *TWO, "-o", "json")
    assert ran.code == 3, ran.err
    return dict(ran.json)


def brought(workspace: Workspace, host: str, *more: str) -> Path:
    """The result of a bundle for that host, run here."""
    bundle = workspace.root / f"{host}.sh"
    ran = workspace.run("bundle", "make", *BOUND, "--limit", host, *TWO, "--output", str(bundle), *more)
    assert ran.code == 0, ran.err
    result = bundle.with_suffix(".txt")
    result.write_bytes(subprocess.run(["sh", str(bundle)], capture_output=True, check=True).stdout)
    return result


def taken(workspace: Workspace, *files: Path) -> Ran:
    ran = workspace.run("bundle", "import", *map(str, files), "-o", "json")
    assert ran.json["taken"] is not None, ran.err
    return ran


def statuses(run: dict[str, Any]) -> dict[str, str]:
    return {host["host"]: host["status"] for host in run["hosts"]}


def test_an_inspection_connects_to_none_of_them_asks_nobody_and_says_what_is_owed(offline: Workspace) -> None:
    run = inspected(offline)
    assert statuses(run) == {"here": "done", "vault": "unreachable", "island": "unreachable"}
    assert {host["reason"] for host in run["hosts"][1:]} == {"by-bundle"}
    shown = offline.run("run", "show", "latest")
    assert "bundle make acme --limit vault" in shown.out
    assert "bundle make acme --limit island" in offline.run("run", "show", "latest", language="zh-CN").out


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Run the bundle on the host"), ("zh-CN", "到现场执行离线巡检脚本")]
)
def test_the_report_asks_for_their_results_and_not_for_a_cause(
    offline: Workspace, language: str, said: str
) -> None:
    inspected(offline)
    page = offline.run("report", "latest", "--lang", language, "--output", "-").out
    assert said in page
    assert "Find out why" not in page
    assert "查明原因" not in page


def test_a_health_check_says_so_too(offline: Workspace) -> None:
    ran = offline.run("health", *BOUND)
    assert (ran.code, "vault" in ran.out, "bundle make acme --limit vault" in ran.out) == (3, True, True)


def test_their_results_are_taken_into_the_run_that_waits(offline: Workspace) -> None:
    run = inspected(offline)
    ran = taken(offline, brought(offline, "vault"), brought(offline, "island"))
    assert (ran.code, run["run"] in ran.err) == (0, True)
    assert ran.json["taken"]["run"] == run["run"]
    assert statuses(ran.json["taken"]) == {"here": "done", "vault": "done", "island": "done"}
    assert [host["host"] for host in ran.json["taken"]["offline"]["hosts"]] == ["vault", "island"]
    assert len(offline.run("run", "list", "-o", "json").json["runs"]) == 1
    assert offline.run("records", "verify").code == 0
    shown = offline.run("run", "show", "latest").out
    assert "of vault, island only: collected offline" in shown


def test_a_bundle_is_made_for_a_visit_of_the_contract(
    offline: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(offline.root)  # files are written where one is
    contract = offline.root / "contracts/acme.yaml"
    when = f"{{every: 1 years, anchor: {datetime.now(ZoneInfo('Asia/Shanghai')).date()}, early: 3 days, late: 3 days}}"
    agreed = (
        f"inspections: [{{id: yearly, kind: inspection, engineers: 2, playbook: test, schedule: {when}}}]\n"
    )
    contract.write_text(contract.read_text("utf-8") + agreed, "utf-8")
    made = offline.run("bundle", "make", "acme", "--visit", "yearly", *TWO, "-o", "json")
    # Only what no network reaches is carried to; the others by --limit.
    assert [each["host"] for each in made.json["bundles"]] == ["vault", "island"], made.err
    limited = offline.run(
        "bundle", "make", "acme", "--visit", "yearly", "--limit", "here", *TWO, "-o", "json"
    )
    assert [each["host"] for each in limited.json["bundles"]] == ["here"]
    unknown = offline.run("bundle", "make", "acme", "--visit", "monthly", *TWO)
    assert (unknown.code, "yearly" in unknown.err) == (2, True)
    result = brought(offline, "vault", "--visit", "yearly")
    assert statuses(taken(offline, result).json["taken"]) == {"vault": "done"}


def test_what_is_brought_later_is_a_run_of_its_own(offline: Workspace) -> None:
    run = inspected(offline)
    first, second = brought(offline, "vault"), brought(offline, "island")
    assert taken(offline, first).json["taken"]["run"] == run["run"]
    later = taken(offline, second)
    assert later.json["taken"]["run"] != run["run"]
    assert "run of its own" in later.err


def test_a_run_that_is_concluded_takes_nothing_in(offline: Workspace) -> None:
    run = inspected(offline)
    told = ("run", "conclude", run["run"], "--by", "zhang", "--assessment", "one is left")
    assert offline.run(*told).code == 0
    assert taken(offline, brought(offline, "vault")).json["taken"]["run"] != run["run"]


def test_another_plan_than_the_run_was_begun_with_is_refused(offline: Workspace) -> None:
    inspected(offline)
    offline.probe("state", "echo  fine")
    ran = offline.run("bundle", "import", str(brought(offline, "vault")))
    assert (ran.code, "probes" in ran.err) == (4, True)


def test_other_engineers_make_another_run(offline: Workspace) -> None:
    run = inspected(offline)
    result = brought(offline, "vault")
    changed = offline.run("inspect", *BOUND, "--limit", "here", *TWO, "-o", "json").json
    assert taken(offline, result).json["taken"]["run"] == run["run"] != changed["run"]


def test_a_dry_run_says_which_commands_are_carried(offline: Workspace) -> None:
    ran = offline.run("inspect", *BOUND, *TWO, "--dry-run")
    assert ran.out.count("# not connected") == 2
    listed = offline.run("inspect", *BOUND, *TWO, "--dry-run", "-o", "json").json["hosts"]
    assert [host["transport"] for host in listed] == ["local", "bundle", "bundle"]


def test_the_contract_read_back_and_the_doctor_name_them(offline: Workspace) -> None:
    assert "inspected offline" in offline.run("contract", "show", "acme").out
    assert "离线巡检" in offline.run("contract", "show", "acme", language="zh-CN").out
    assert "vault, island" in offline.run("doctor").out


def test_windows_hold_for_them(offline: Workspace) -> None:
    window = '{"days": ["mon"], "hours": "20:00-22:00"}'
    offline.contract([VAULT], more=f'access: {{"consent": "standing", "windows": [{window}]}}\n')
    tuesday, monday = ("2026-12-01T21:00", "2026-12-07T21:00")
    make = ("bundle", "make", *BOUND, *TWO, "--output", str(offline.root / "vault.sh"))
    assert offline.run(*make, "--at", tuesday).code == 4
    assert offline.run(*make, "--at", monday).code == 0


def test_a_host_of_transport_bundle_is_on_the_customers_systems_and_asks_consent(offline: Workspace) -> None:
    offline.contract([VAULT], more="access: {}\n")
    assert "access.no-consent" in offline.run("validate", "-o", "json").out


DAY = datetime.now(ZoneInfo("Asia/Shanghai")).date()
VISIT = (
    "inspections: [{id: visit, kind: inspection, playbook: test, engineers: 2, "
    f"schedule: {{every: 1 years, anchor: {DAY}, early: 5 days, late: 5 days}}}}]\n"
)


def visit(workspace: Workspace) -> dict[str, Any]:
    """The visit that may be made today, as the schedule lists it."""
    listed = workspace.run("schedule", "list", "--contract", "acme", "-o", "json").json["schedule"]
    return next(dict(each) for each in listed if each["runs"])


def test_a_visit_waits_for_them_and_is_done_by_their_results(offline: Workspace) -> None:
    """It is not begun anew for them alone, neither by hand nor by the schedule."""
    team = offline.root / "contracts/team.yaml"
    roster = "duty_roster: {start: 2020-01-06, every: 1 weeks, groups: [[zhang, li]]}\n"
    team.write_text(team.read_text("utf-8").split("duty_roster")[0] + roster, "utf-8")
    offline.contract([HERE, VAULT, ISLAND], more=VISIT)
    begun = offline.run("inspect", "acme", "--visit", "visit", "-o", "json")
    assert begun.code == 3, begun.err
    assert visit(offline)["awaited"] == ["vault", "island"]
    again = offline.run("inspect", "acme", "--visit", "visit")
    assert (again.code, "bundle import" in again.err) == (2, True)
    scheduled = offline.run("schedule", "run", "--contract", "acme", "-o", "json")
    assert [each["result"] for each in scheduled.json["outcomes"]] == ["refused"]
    taken(offline, brought(offline, "vault"), brought(offline, "island"))
    assert (visit(offline)["state"], visit(offline)["awaited"]) == ("done", [])
    assert len(offline.run("run", "list", "-o", "json").json["runs"]) == 1
