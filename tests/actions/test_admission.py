"""Every door asks: `inspect`, `health` and `schedule run` guard consent, windows, term and engineers (faults.md 3)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import CONTRACT, LASTING, Workspace

HERE = {"address": "127.0.0.1", "transport": "local"}
# Nothing listens there: the run ends at once, but it was begun.
AWAY = {"address": "127.0.0.1", "port": 1}
TWO = ("--engineer", "zhang", "--engineer", "li")
OVER = CONTRACT.replace("start: 2026-01-01, end: 2026-12-31", "start: 2020-01-01, end: 2020-12-31")
NOT_YET = CONTRACT.replace("start: 2026-01-01, end: 2026-12-31", "start: 2098-01-01, end: 2098-12-31")
# Never open while a test runs: a minute a year would be too much to write.
CLOSED = "access: {consent: per_visit}\n"
DOORS = (("inspect", "acme", "--playbook", "test", *TWO), ("health", "acme", "--playbook", "test"))
doors = pytest.mark.parametrize("door", DOORS, ids=lambda door: door[0])


def with_host(workspace: Workspace, host: dict[str, Any], **more: Any) -> None:
    workspace.contract([{"id": "h1", "category": "server", "host": host}], **more)
    workspace.probe("name", "echo here")
    workspace.playbook([{"probe": "name", "info": True}])


def refused(workspace: Workspace, *arguments: str) -> str:
    """The code of the refusal; in both languages it is 4, says the way out, and nothing was recorded."""
    codes = set()
    for language in ("en", "zh-CN"):
        ran = workspace.run(*arguments, language=language)
        assert ran.code == 4, (ran.out, ran.err)
        assert "--override" in ran.err
        codes.add(ran.err.partition("[")[2].partition("]")[0])
    assert json.loads(workspace.run("run", "list", "-o", "json").out)["runs"] == []
    (code,) = codes
    return code


@doors
def test_a_door_asks_for_consent_on_record(workspace: Workspace, door: tuple[str, ...]) -> None:
    with_host(workspace, AWAY, more="access: {denied_commands: [megacli]}\n")
    assert refused(workspace, *door) == "admission.consent-unsaid"
    with_host(workspace, AWAY, more=CLOSED)
    assert refused(workspace, *door) == "admission.no-consent"


@doors
@pytest.mark.parametrize(("contract", "code"), [(OVER, "admission.ended"), (NOT_YET, "admission.not-begun")])
def test_a_door_is_closed_outside_the_term_on_this_machine_too(
    workspace: Workspace, door: tuple[str, ...], contract: str, code: str
) -> None:
    with_host(workspace, HERE, contract=contract)
    assert refused(workspace, *door) == code


def test_an_inspection_by_hand_asks_for_the_engineers_of_the_contract(workspace: Workspace) -> None:
    entry = (
        "inspections: [{id: q, kind: inspection, playbook: test, engineers: 3, qualifications: [linux]}]\n"
    )
    with_host(workspace, HERE, more=entry)
    assert refused(workspace, *DOORS[0]) == "admission.too-few"
    with_host(workspace, HERE, more=entry.replace("engineers: 3, ", ""))
    assert refused(workspace, *DOORS[0]) == "admission.unqualified"
    assert workspace.run(*DOORS[1]).code == 0


def test_a_contract_of_this_machine_alone_asks_no_consent(workspace: Workspace) -> None:
    with_host(workspace, HERE, more="access: {denied_commands: [megacli]}\n", contract=LASTING)
    for door in DOORS:
        assert workspace.run(*door).code == 0


def test_an_override_is_recorded_with_what_it_overrode_and_printed_everywhere(workspace: Workspace) -> None:
    entry = "inspections: [{id: q, kind: inspection, playbook: test, engineers: 3}]\n"
    with_host(workspace, HERE, more=entry, contract=OVER)
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
        assert "error[engineers." in ran.err


def test_hosts_are_listed_without_any_consent(workspace: Workspace) -> None:
    with_host(workspace, AWAY, more=CLOSED)
    ran = workspace.run(*DOORS[1], "--list-hosts")
    assert (ran.code, ran.out) == (0, "h1\n")


def test_hosts_that_an_amendment_added_are_inspected(workspace: Workspace) -> None:
    amended = (
        "amendments:\n  - {id: more, date: 2026-01-02, applies_from: 2026-01-03, rationale: more, "
        "sets: {assets: [{id: h2, category: server, host: {address: 127.0.0.1, transport: local}}]}}\n"
    )
    with_host(workspace, HERE, more=amended)
    ran = workspace.run(*DOORS[1], "-o", "json")
    assert ran.code == 0, ran.err
    assert [host["host"] for host in ran.json["hosts"]] == ["h2"]


def test_assets_behind_which_one_machine_answers_are_found(workspace: Workspace) -> None:
    """Here it is this machine itself; over SSH it is the host key that tells (tests/actions/test_inspection.py)."""
    with_host(workspace, HERE)
    other = {**HERE, "address": "localhost"}
    workspace.contract([{"id": "h1", "host": HERE}, {"id": "h2", "host": other}])
    ran = workspace.run(*DOORS[1], "-o", "json")
    assert (ran.code, ran.json["same_machine"]) == (1, [{"hosts": ["h1", "h2"], "host_key": None}])
    shown = workspace.run("run", "show", "latest").out.splitlines()
    assert shown[1] == "2 of 2 hosts, 1 of 1 check"
    assert (
        shown[2]
        == "one machine stands under several assets: h1, h2 (all are the machine that the inspection ran on)"
    )


def test_the_terminal_begins_with_the_coverage(workspace: Workspace) -> None:
    hosts = [{"id": f"h{n}", "host": AWAY} for n in range(1, 5)]
    workspace.probe("name", "echo here")
    workspace.playbook(
        [{"probe": "name", "info": True}, {"probe": "name", "id": "short", "info": True, "tags": ["short"]}]
    )
    workspace.contract([*hosts, {"id": "printer"}, {"id": "ups"}])
    ran = workspace.run(*DOORS[1], "--limit", "h1", "--tags", "short")
    assert ran.code == 3
    line = "0 of 4 hosts, 1 of 2 checks; 2 pieces of equipment are reached by no inspection"
    assert ran.out.splitlines()[1] == line
    assert "Nothing could be determined" in ran.out.splitlines()[2]
    shown = workspace.run("run", "show", "latest", language="zh-CN").out
    assert shown.splitlines()[1] == "主机 0/4 台，检查项 1/2 项；合同设备中另有 2 台（套）未纳入巡检"
    coverage = json.loads(workspace.run("run", "show", "latest", "-o", "json").out)["coverage"]
    assert coverage == {
        "limit": "h1", "tags": ["short"], "hosts": 4, "hosts_done": 0, "hosts_partial": [], "hosts_silent": ["h1"],
        "hosts_not_asked": ["h2", "h3", "h4"], "checks": 2, "checks_done": 1, "checks_left_out": ["name"],
        "equipment_without_host": ["printer", "ups"],
    }  # fmt: skip
