"""Playbooks and checks for a part of the hosts: what is run, recorded, counted and told."""

from __future__ import annotations

import pytest
from conftest import Workspace

ENGINEERS = ("--engineer", "zhang", "--engineer", "li")
PARTS = """\
inspections:
  - {id: visit, kind: inspection, engineers: 2, playbook: test, playbooks: [{playbook: more, groups: [db]}], schedule: {every: 1 months, anchor: 2026-01-01, early: 30 days}}
"""


@pytest.fixture
def three(workspace: Workspace) -> Workspace:
    """Two hosts of the group db (of which one is switched off) and one of none; a playbook for all, one for the group."""
    local = {"address": "127.0.0.1", "transport": "local"}
    hosts = [
        {"id": "db-1", "host": {**local, "groups": ["db"]}},
        {"id": "web", "host": local},
    ]
    workspace.contract(hosts, more=PARTS)
    workspace.probe("name", "echo fine")
    workspace.probe("other", "echo fine")
    workspace.playbook([{"probe": "name", "expect": "== fine"}])
    workspace.playbook(
        [
            {"id": "again", "probe": "other", "expect": "== bad"},
            {"id": "never", "probe": "name", "info": True, "on": {"groups": ["web"]}},
        ],
        id="more",
    )
    return workspace


def test_each_host_gets_what_is_meant_for_it_and_nothing_else_is_missing(three: Workspace) -> None:
    assert three.run("validate").code == 0
    ran = three.run("inspect", "acme", *ENGINEERS, "-o", "json")
    assert ran.json["playbooks"] == ["test", "more"]
    checks = {host["host"]: [check["id"] for check in host["checks"]] for host in ran.json["hosts"]}
    assert checks == {"db-1": ["name", "again"], "web": ["name"]}
    coverage = ran.json["coverage"]
    assert (coverage["checks"], coverage["checks_done"], coverage["checks_not_meant"]) == (2, 2, ["never"])
    assert ran.json["counts"]["UNKNOWN"] == 0
    # A second look finds nothing that is no longer looked at.
    assert three.run("inspect", "acme", *ENGINEERS).code == 1
    compared = three.run("run", "diff", "latest", "-o", "json").json["differences"]
    assert [(each["change"], each["host"], each["check"]) for each in compared] == [("open", "db-1", "again")]


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "for none of these hosts: never"), ("zh-CN", "不适用于本次主机的检查项：never")],
)
def test_a_check_that_is_for_none_of_the_hosts_is_said(three: Workspace, language: str, said: str) -> None:
    assert said in three.run("inspect", "acme", *ENGINEERS, language=language).out


def test_the_report_says_which_playbook_looked_at_which_hosts(three: Workspace) -> None:
    three.run("inspect", "acme", *ENGINEERS)
    page = three.run("report", "latest", "--lang", "en", "--output", "-").out
    assert "<dt>test</dt><dd>all hosts</dd>" in page
    assert "<dt>more</dt><dd>db-1</dd>" in page


def test_hosts_for_which_nothing_is_meant_are_refused_or_not_asked(three: Workspace) -> None:
    ran = three.run("inspect", "acme", "--playbook", "more", "--limit", "web", *ENGINEERS)
    assert (ran.code, "inspections.playbooks" in ran.err) == (2, True)
    ran = three.run("inspect", "acme", "--playbook", "more", *ENGINEERS, "-o", "json")
    assert [host["host"] for host in ran.json["hosts"]] == ["db-1"]
    assert ran.json["coverage"]["hosts_not_asked"] == ["web"]


def test_a_visit_is_done_when_each_playbook_has_looked_at_its_hosts(three: Workspace) -> None:
    def stands() -> tuple[str, list[str]]:
        listed = three.run("schedule", "list", "--contract", "acme", "-o", "json").json["schedule"]
        visits = [each for each in listed if each["kind"] == "inspection" and each["runs"]]
        return visits[0]["state"], visits[0]["unreached"]

    three.run("inspect", "acme", "--playbook", "test", *ENGINEERS)
    assert stands()[1] == ["db-1"]
    three.run("inspect", "acme", "--playbook", "more", *ENGINEERS)
    assert stands() == ("done", [])
