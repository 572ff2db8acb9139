"""One run of several playbooks: what it asks once, what it counts for, what the files and lists say of it."""

from __future__ import annotations

import pytest
from conftest import Workspace

ENGINEERS = ("--engineer", "zhang", "--engineer", "li")
BOTH = ("--playbook", "test", "--playbook", "more")


@pytest.fixture
def two(workspace: Workspace) -> Workspace:
    """Playbooks `test` and `more`, which share a probe and an area."""
    workspace.contract([{"id": "h1", "host": {"address": "127.0.0.1", "transport": "local"}}])
    workspace.probe("name", "echo fine")
    workspace.probe("other", "echo fine")
    workspace.playbook([{"probe": "name", "expect": "== fine"}])
    workspace.playbook(
        [{"id": "again", "probe": "name", "expect": "== bad"}, {"probe": "other", "info": True}], id="more"
    )
    return workspace


def test_several_playbooks_are_one_run_that_asks_each_probe_once(two: Workspace) -> None:
    ran = two.run("inspect", "acme", *BOTH, *ENGINEERS, "-o", "json")
    assert (ran.code, ran.json["playbook"], ran.json["playbooks"]) == (1, "test+more", ["test", "more"])
    (host,) = ran.json["hosts"]
    assert [(check["id"], check["verdict"]) for check in host["checks"]] == [
        ("name", "OK"),
        ("again", "CRIT"),
        ("other", "INFO"),
    ]
    (listed,) = two.run("run", "list", "-o", "json").json["runs"]
    assert listed["playbooks"] == ["test", "more"]


def test_a_playbook_named_twice_runs_once(two: Workspace) -> None:
    ran = two.run("health", "acme", "--playbook", "test", "--playbook", "test", "-o", "json")
    assert (ran.code, ran.json["playbooks"]) == (0, ["test"])


@pytest.mark.parametrize(("language", "says"), [("en", "run them one by one"), ("zh-CN", "请分两次运行")])
def test_the_same_check_in_both_is_refused_with_the_way_out(two: Workspace, language: str, says: str) -> None:
    two.playbook([{"id": "name", "probe": "other", "info": True}], id="more")
    ran = two.run("health", "acme", *BOTH, language=language)
    assert (ran.code, says in ran.err, "test" in ran.err, "more" in ran.err) == (2, True, True, True)


def test_a_probe_of_two_playbooks_is_asked_once(two: Workspace) -> None:
    two.probe("name", "cat /proc/sys/kernel/random/uuid")  # differs each time
    for book, check in (("test", "first"), ("more", "second")):
        two.playbook([{"id": check, "probe": "name", "info": True}], id=book)
    ran = two.run("health", "acme", *BOTH, "-o", "json")
    (host,) = ran.json["hosts"]
    first, second = (check["items"][0]["value"] for check in host["checks"])
    assert (ran.code, first) == (0, second)


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_the_report_names_every_playbook(two: Workspace, language: str) -> None:
    assert two.run("inspect", "acme", *BOTH, *ENGINEERS).code == 1
    ran = two.run("report", "latest", "--lang", language, "--output", "-")
    assert ran.code == 0, ran.err
    assert "test (test)" in ran.out
    assert "more (more)" in ran.out


def test_a_later_run_of_one_of_them_is_compared_by_what_it_shares(two: Workspace) -> None:
    assert two.run("inspect", "acme", *BOTH, *ENGINEERS).code == 1
    assert two.run("inspect", "acme", "--playbook", "more", *ENGINEERS).code == 1
    compared = two.run("run", "diff", "latest", "-o", "json").json
    assert [(each["change"], each["check"]) for each in compared["differences"]] == [("open", "again")]
    assert compared["old"]["playbooks"] == ["test", "more"]
    findings = two.run("finding", "list", "-o", "json").json["findings"]
    assert [each["check"] for each in findings] == ["again"]
