"""Every door asks: `inspect`, `health` and `schedule run` guard consent, windows, term and engineers (faults.md 3)."""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from conftest import CONTRACT, LASTING, TEAM, Workspace

from fieldops.actions.inspection import Request, admitted, prepare

EXAMPLES = Path(__file__).parents[2] / "contracts"
HERE = {"address": "127.0.0.1", "transport": "local"}
# Nothing listens there: the run ends at once, but it was begun.
AWAY = {"address": "127.0.0.1", "port": 1}
TWO = ("--engineer", "zhang", "--engineer", "li")
OVER = CONTRACT.replace("start: 2026-01-01, end: 2026-12-31", "start: 2020-01-01, end: 2020-12-31")
NOT_YET = CONTRACT.replace("start: 2026-01-01, end: 2026-12-31", "start: 2098-01-01, end: 2098-12-31")
ASKING = "access: {consent: per_visit}\n"
ENTRY = (
    "inspections: [{id: q, kind: inspection, playbook: test, engineers: 3, "
    "schedule: {every: 1 years, anchor: 2020-06-01}}]\n"
)
DOORS = (("inspect", "acme", "--playbook", "test", *TWO), ("health", "acme", "--playbook", "test"))
doors = pytest.mark.parametrize("door", DOORS, ids=lambda door: door[0])


def with_host(workspace: Workspace, host: dict[str, Any], **more: Any) -> None:
    workspace.contract([{"id": "h1", "category": "server", "host": host}], **more)
    # Three others hold what a contract may ask for.
    others = "".join(
        f"  - {{id: e{n}, name: E{n}, roles: [engineer], qualifications: [{{id: linux, valid_from: 2020-01-01}}]}}\n"
        for n in range(3)
    )
    workspace.write("contracts/team.yaml", TEAM + others)
    workspace.probe("name", "echo here")
    workspace.playbook([{"probe": "name", "info": True}])


def refused(workspace: Workspace, *arguments: str) -> str:
    """What the refusal says; in both languages its code is 4, it names the way out, and nothing was recorded."""
    for language in ("zh-CN", "en"):
        ran = workspace.run(*arguments, language=language)
        assert ran.code == 4, (ran.out, ran.err)
        assert "--override" in ran.err
    assert workspace.run("run", "list", "-o", "json").json["runs"] == []
    return ran.err.splitlines()[0]


@pytest.mark.shows("inspect", "E1")
@doors
def test_a_door_asks_for_consent_on_record(workspace: Workspace, door: tuple[str, ...]) -> None:
    with_host(workspace, AWAY, more="access: {denied_commands: [megacli]}\n")
    assert "does not say how the customer consents" in refused(workspace, *door)
    with_host(workspace, AWAY, more=ASKING)
    assert "no consent of the customer" in refused(workspace, *door)


@doors
@pytest.mark.parametrize(
    ("contract", "said"), [(OVER, "ended on 2020-12-31"), (NOT_YET, "begins on 2098-01-01")]
)
def test_a_door_is_closed_outside_the_term_on_this_machine_too(
    workspace: Workspace, door: tuple[str, ...], contract: str, said: str
) -> None:
    with_host(workspace, HERE, contract=contract)
    assert said in refused(workspace, *door)


def test_an_inspection_by_hand_asks_for_the_engineers_of_the_contract(workspace: Workspace) -> None:
    entry = ENTRY.replace("engineers: 3", "engineers: 3, qualifications: [linux]")
    with_host(workspace, HERE, more=entry)
    assert "asks for 3 engineers at this inspection, 2 given" in refused(workspace, *DOORS[0])
    with_host(workspace, HERE, more=entry.replace("engineers: 3", "engineers: 2"))
    assert "'zhang' does not hold" in refused(workspace, *DOORS[0])
    assert workspace.run(*DOORS[1]).code == 0


def test_a_contract_of_this_machine_alone_asks_no_consent(workspace: Workspace) -> None:
    with_host(workspace, HERE, more="access: {denied_commands: [megacli]}\n", contract=LASTING)
    for door in DOORS:
        assert workspace.run(*door).code == 0


def test_an_override_is_recorded_with_what_it_overrode_and_printed_everywhere(workspace: Workspace) -> None:
    with_host(workspace, HERE, more=ENTRY, contract=OVER)
    reason = "故障 outage, asked by phone"
    ran = workspace.run(*DOORS[0], "--override", f"  {reason} ", "-o", "json")
    assert ran.code == 0, ran.err
    told = json.loads(workspace.run("run", "show", "latest", "-o", "json").out)["override"]
    assert told == ran.json["override"]
    assert told["reason"] == reason
    assert [each["reason"] for each in told["refused"]] == ["admission.ended", "admission.too-few"]
    for language, words in (("en", "ended on 2020-12-31"), ("zh-CN", "2020-12-31")):
        shown = workspace.run("run", "show", "latest", language=language).out
        assert words in shown
        assert reason in shown
        path = workspace.run("report", "latest", "--lang", language, "-o", "json").json["path"]
        page = Path(workspace.root / path).read_text("utf-8")
        assert words in page
        assert reason in page


def test_where_nothing_stands_against_it_nothing_is_recorded_as_overridden(workspace: Workspace) -> None:
    with_host(workspace, HERE)
    ran = workspace.run(*DOORS[1], "--override", "to be sure", "-o", "json")
    assert (ran.code, ran.json["override"]) == (0, None)


@pytest.mark.parametrize("reason", ["", "  ", "　"])
def test_an_override_without_a_reason_is_wrong_use(workspace: Workspace, reason: str) -> None:
    with_host(workspace, HERE, contract=OVER)
    ran = workspace.run(*DOORS[1], "--override", reason)
    assert ran.code == 2
    assert "needs a reason" in ran.err


def test_nothing_overrides_that_an_inspection_has_two_different_engineers(workspace: Workspace) -> None:
    """D1 is what an inspection is; in an emergency there is `health`, which needs none."""
    with_host(workspace, HERE)
    for engineers in ((), ("zhang",), ("zhang", "zhang"), ("zhang", "boss"), ("zhang", "nobody")):
        given = [word for id in engineers for word in ("--engineer", id)]
        ran = workspace.run("inspect", "acme", "--playbook", "test", *given, "--override", "nobody is here")
        assert ran.code == 4, (engineers, ran.err)
        assert any(word in ran.err for word in ("engineer", "nobody of the team"))


def test_hosts_are_listed_without_any_consent(workspace: Workspace) -> None:
    with_host(workspace, AWAY, more=ASKING)
    ran = workspace.run(*DOORS[1], "--list-hosts")
    assert (ran.code, ran.out) == (0, "h1\n")


def test_the_terminal_begins_with_the_coverage(workspace: Workspace) -> None:
    hosts = [{"id": f"h{n}", "host": AWAY} for n in range(1, 5)]
    workspace.probe("name", "echo here")
    workspace.playbook(
        [{"probe": "name", "info": True}, {"probe": "name", "id": "short", "info": True, "tags": ["short"]}]
    )
    workspace.contract([*hosts, {"id": "printer"}, {"id": "ups"}])
    ran = workspace.run(*DOORS[1], "--limit", "h1", "--tags", "short")
    assert ran.code == 3
    line = "0 of 4 hosts, 0 of 2 checks; 2 pieces of equipment are reached by no inspection"
    assert ran.out.splitlines()[1] == line
    assert "Nothing could be determined" in ran.out.splitlines()[2]
    shown = workspace.run("run", "show", "latest", language="zh-CN").out
    assert shown.splitlines()[1] == "主机 0/4 台，检查项 0/2 项；合同设备中另有 2 台（套）未纳入巡检"
    coverage = json.loads(workspace.run("run", "show", "latest", "-o", "json").out)["coverage"]
    assert coverage == {
        "limit": "h1", "tags": ["short"], "hosts": 4, "hosts_done": 0, "hosts_partial": [], "hosts_silent": ["h1"],
        "hosts_not_asked": ["h2", "h3", "h4"], "checks": 2, "checks_done": 0, "checks_left_out": ["name"],
        "checks_not_meant": [], "hosts_left_alone": [], "manual": 0, "manual_filled_in": 0,
        "equipment_without_host": ["printer", "ups"],
    }  # fmt: skip


def test_the_readmes_way_needs_no_override(workspace: Workspace) -> None:
    """Its contract is in force, with consent in writing; its engineers hold what it asks for. Nothing answers there."""
    (workspace.root / "contracts/team.yaml").unlink()
    shutil.copytree(EXAMPLES, workspace.root / "contracts", dirs_exist_ok=True)
    workspace.probe("name", "echo here")
    workspace.playbook([{"probe": "name", "info": True}], id="linux-standard")
    request = Request("archive-digitisation", ("linux-standard",), engineers=("zhang-wei", "li-na"))
    at = datetime.fromisoformat("2026-11-27T10:00+08:00")
    prepared, asked = admitted(workspace.root, prepare(workspace.root, request, at), request, at)
    assert (prepared.override, asked) == (None, request)
