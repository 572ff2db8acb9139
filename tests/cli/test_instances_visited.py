"""A visit over a server and its databases, from the contract to the report. The clients are small scripts that answer as one
would; real servers are in tests/cli/test_one_visit_over_everything.py.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from conftest import Ran, Workspace

HEALTH = ("health", "acme", "--playbook", "test")
# Asked for a password, it takes "right" alone; port 3309 is one where nobody listens.
CLIENT = """#!/bin/sh
case "$*" in *port=3309*) echo "ERROR 2002 (HY000): Can't connect to server" >&2; exit 1 ;; esac
case "$*" in *--password*) IFS= read -r given; [ "$given" = right ] || { echo "Enter password: ERROR 1045 (28000): denied" >&2; exit 1; } ;; esac
printf 'Variable_name\\tValue\\nversion\\t8.4.0\\nUptime\\t%s\\n' 86400
"""
INSTANCES: list[dict[str, Any]] = [
    {"id": "erp-db", "kind": "mysql", "login": {"method": "peer"}},
    {
        "id": "crm-db",
        "kind": "mysql",
        "port": 3307,
        "login": {"method": "password", "account": "inspector", "password_command": ["cat", "secret"]},
    },
    {"id": "old-db", "kind": "mysql", "port": 3309},
]


@pytest.fixture
def here(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "mysql").write_text(CLIENT, "utf-8")
    (programs / "mysql").chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    (workspace.root / "secret").write_text("right\n", "utf-8")
    recorded(workspace, INSTANCES)
    workspace.probe("name", "echo fine")
    workspace.playbook(
        [
            {"probe": "name", "expect": "== fine"},
            {"id": "mysql-up", "probe": "mysql-version", "value": "uptime", "warn": "< 600s"},
        ]
    )
    return workspace


def recorded(workspace: Workspace, instances: list[dict[str, Any]]) -> None:
    host: dict[str, Any] = {"address": "127.0.0.1", "transport": "local"}
    if instances:
        host["instances"] = instances
    workspace.contract([{"id": "erp-01", "category": "server", "host": host}])


def checks(ran: Ran) -> dict[str, list[tuple[str | None, str]]]:
    (host,) = ran.json["hosts"]
    return {
        check["id"]: [(item["item"], item["verdict"]) for item in check["items"]] for check in host["checks"]
    }


def test_one_playbook_over_a_server_and_its_databases(here: Workspace) -> None:
    ran = here.run(*HEALTH, "-o", "json")
    assert ran.code == 3
    assert checks(ran) == {
        "name": [(None, "OK")],
        "mysql-up": [("erp-db", "OK"), ("crm-db", "OK"), ("old-db", "UNKNOWN")],
    }
    assert "ERROR 2002 (HY000): Can't connect to server" in ran.out
    # The second visit compares the rows of each instance with those of the first.
    assert here.run(*HEALTH, "-o", "json").code == 3
    (difference,) = here.run("run", "diff", "latest", "-o", "json").json["differences"]
    assert (difference["change"], difference["item"]) == ("unknown", "old-db")


@pytest.mark.parametrize(("secret", "says"), [("wrong", "ERROR 1045 (28000): denied"), ("", "no password was given")])  # fmt: skip
def test_a_password_that_is_refused_or_lacking_is_said(here: Workspace, secret: str, says: str) -> None:
    (here.root / "secret").write_text(secret, "utf-8")
    ran = here.run(*HEALTH, "-o", "json")
    assert checks(ran)["mysql-up"][1] == ("crm-db", "UNKNOWN")
    assert says in ran.out
    assert ("crm-db" in ran.err) is (secret == "")
    assert "Traceback" not in ran.err


def test_who_is_not_there_is_asked_for_nothing(here: Workspace) -> None:
    login = {"method": "password", "account": "inspector"}
    recorded(here, [{"id": "crm-db", "kind": "mysql", "login": login}])
    ran = here.run(*HEALTH, "-o", "json", language="zh-CN")
    assert ran.code == 3
    assert "没有实例 erp-01/crm-db 的密码" in ran.err


def test_what_runs_is_shown_with_what_it_calls_and_without_a_password(here: Workspace) -> None:
    listed = here.run("playbook", "commands", "test", "--contract", "acme", "-o", "json").json["commands"]
    by_probe = {each["probe"]: each["command"] for each in listed}
    assert "sql()" in by_probe["mysql-session"]
    assert by_probe["mysql-version"].startswith('sql "SHOW GLOBAL VARIABLES')
    script = here.run("playbook", "commands", "test", "--script").out
    assert "instance_id='\\''any-mysql'\\''" in script
    planned = here.run(*HEALTH, "--dry-run", "-o", "json").out
    assert "crm-db" in planned
    assert "instance_port='3307'" in planned
    assert "right" not in listed
    assert "right" not in planned


def test_the_annex_says_what_ran_and_how_each_instance_was_logged_in_to(here: Workspace) -> None:
    assert here.run(*HEALTH, "-o", "json").code == 3
    assert (
        here.run("report", "latest", "--kind", "health_check", "--output", str(here.root / "r.html")).code
        == 0
    )
    annex = (here.root / "r-annex.html").read_text("utf-8")
    for words in ("mysql-session", "SHOW GLOBAL VARIABLES", "@crm-db", "instance_account=", "mysql-version@erp-db"):  # fmt: skip
        assert words in annex, words
    # It did not run: nobody could log in.
    assert "mysql-version@old-db" not in annex


def test_a_bundle_carries_no_password(here: Workspace) -> None:
    made = ("bundle", "make", "acme", "--playbook", "test", "--engineer", "zhang", "--engineer", "li")
    ran = here.run(*made, "--output", str(here.root / "out.sh"))
    assert ran.code == 2
    assert "crm-db" in ran.err
    recorded(here, INSTANCES[:1])
    assert here.run(*made, "--output", str(here.root / "out.sh")).code == 0


def test_a_visit_that_asks_what_nobody_has_recorded_is_warned_of(here: Workspace) -> None:
    recorded(here, [])
    inspections = "inspections: [{id: q, kind: inspection, playbook: test, engineers: 2, schedule: {every: 3 months}}]\n"
    file = here.root / "contracts/acme.yaml"
    file.write_text(file.read_text("utf-8") + inspections, "utf-8")
    ran = here.run("validate")
    assert "no instance of kind mysql is recorded for any host" in ran.out + ran.err


def test_a_probe_is_tried_on_the_first_instance_of_its_kind(here: Workspace) -> None:
    ran = here.run("probe", "try", "mysql-version", "--host", "erp-01", "-o", "json")
    assert (ran.code, ran.json["rows"][0]["version"]) == (0, "8.4.0")
    recorded(here, INSTANCES[2:])
    ran = here.run("probe", "try", "mysql-version", "--host", "erp-01")
    assert ran.code == 3
    assert "ERROR 2002" in ran.out + ran.err
    recorded(here, [])
    assert here.run("probe", "try", "mysql-version", "--host", "erp-01").code == 2
