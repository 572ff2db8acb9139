"""A contract's load guard: hosts at a limit are named apart, asked again, and no check of theirs is fine."""

from __future__ import annotations

import pytest
from conftest import Workspace

HERE = [
    {"id": "here", "host": {"address": "localhost", "transport": "local"}},
    {"id": "gone", "host": {"address": "127.0.0.1", "port": 1}},
]
LOGIN = "login: {user: x, method: agent}"


@pytest.fixture
def guarded(workspace: Workspace) -> Workspace:
    workspace.probe("name", "echo fine")
    workspace.playbook([{"probe": "name", "expect": "== fine"}])
    # No machine has so much memory to spare.
    guard = "load_guard: {memory: 999999MiB}"
    workspace.contract(HERE, more=f"access: {{consent: standing, {LOGIN}, {guard}}}\n")
    return workspace


def test_a_host_that_carries_too_much_is_left_alone_and_named_apart(guarded: Workspace) -> None:
    ran = guarded.inspect()
    here, gone = ran.json["hosts"]
    assert (ran.code, here["status"], here["reason"]) == (3, "unreachable", "left-alone-memory")
    assert (here["checks"], gone["reason"]) == ([], "connection-refused")
    coverage = ran.json["coverage"]
    assert (coverage["hosts_left_alone"], coverage["hosts_silent"]) == (["here"], ["here", "gone"])
    for language, said in (("en", "was left alone"), ("zh-CN", "未作巡检")):
        assert said in guarded.run("run", "show", "latest", language=language).out
    guarded.run("report", "latest", "--lang", "zh-CN", "--output", str(guarded.root / "r.html"))
    report = (guarded.root / "r.html").read_text("utf-8")
    assert "因负载过高未巡检的主机" in report


def test_it_is_asked_again_once_the_contract_or_the_host_allows_it(guarded: Workspace) -> None:
    run = guarded.inspect().json["run"]
    contract = guarded.root / "contracts/acme.yaml"
    contract.write_text(contract.read_text("utf-8").replace("999999MiB", "1B"), "utf-8")
    ran = guarded.run("inspect", "acme", "--retry-unreached", run, "-o", "json")
    assert [(host["host"], host["status"]) for host in ran.json["hosts"]] == [
        ("here", "done"),
        ("gone", "unreachable"),
    ]


def test_the_script_that_is_shown_has_the_contract_s_limits(guarded: Workspace) -> None:
    shown = guarded.run("playbook", "commands", "test", "--contract", "acme", "--script").out
    assert "_most_load=0 _least_memory=1023998976" in shown
    assert guarded.run("contract", "show", "acme").out.count("left alone") == 1
