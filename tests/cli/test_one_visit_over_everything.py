"""One visit over a Linux server, the MariaDB and PostgreSQL on it, a switch and what people look at: one report in both languages."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from conftest import Workspace
from database_servers import ACCOUNT, mariadb, postgresql

from tests.cli.test_network_devices import ENGINEERS, Site, _device, _verdicts

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("databases")]

PLAYBOOKS = ("linux-standard", "network", "room", "databases")
SECRET = r"""a\nb"c'd$e`f %s"""


@pytest.fixture
def site(workspace: Workspace) -> Iterator[Site]:
    with ExitStack() as servers:
        my, pg = servers.enter_context(mariadb()), servers.enter_context(postgresql())
        pg.sql("CREATE ROLE inspector LOGIN PASSWORD '{}'".format(SECRET.replace("'", "''")))
        made = Site(workspace, {"vrp-5": _device("vrp-5")}, servers)
        (workspace.root / "pg-secret").write_text(SECRET, "utf-8")
        file = workspace.root / "contracts/acme.yaml"
        head, _, listed = file.read_text("utf-8").rpartition("assets: ")
        assets: list[dict[str, Any]] = json.loads(listed)
        login = {"method": "password", "account": "inspector", "password_command": ["cat", "pg-secret"]}
        peer = {"method": "peer", **({"system_account": ACCOUNT} if os.geteuid() == 0 else {})}
        assets[0]["host"]["instances"] = [
            {"id": "erp-db", "kind": "mysql", "socket": str(my.socket), "login": {"method": "peer"}},
            {"id": "old-db", "kind": "mysql", "port": 1},
            {"id": "portal-db", "kind": "postgresql", "port": pg.port, "login": login},
            {"id": "archive", "kind": "postgresql", "socket": str(pg.socket), "port": pg.port, "login": peer},
        ]
        file.write_text(f"{head}assets: {json.dumps(assets)}\n", "utf-8")
        checks = [
            {"id": f"{kind}-up", "title": {"zh-CN": f"{kind} 运行时间", "en": f"Uptime of {kind}"},
             "probe": f"{kind}-version", "value": "uptime", "warn": "< 1s"}
            for kind in ("mysql", "postgresql")
        ]  # fmt: skip
        workspace.playbook(checks, id="databases")
        yield made


def test_one_visit_over_a_server_its_databases_a_switch_and_a_room_is_one_report(site: Site) -> None:
    named = [word for each in PLAYBOOKS for word in ("--playbook", each)]
    ran = site.run("inspect", "acme", *named, *ENGINEERS, "-o", "json")
    hosts = {host["host"]: host for host in ran.json["hosts"]}
    assert {name: host["status"] for name, host in hosts.items()} == {"server": "done", "vrp-5": "done"}
    found = {check["id"]: check for check in hosts["server"]["checks"]}
    assert {"cpu-usage", "mysql-up", "postgresql-up"} <= found.keys()
    rows = {
        item["item"]: item["verdict"] for id in ("mysql-up", "postgresql-up") for item in found[id]["items"]
    }
    assert rows.pop("old-db") == "UNKNOWN"
    assert set(rows) == {"erp-db", "portal-db", "archive"}
    assert set(rows.values()) <= {"OK", "WARN"}
    assert "device-cpu" in _verdicts(hosts["vrp-5"])
    assert SECRET not in ran.out + ran.err
    for language, words in (("en", "Uptime of mysql"), ("zh-CN", "mysql 运行时间")):
        file = site.workspace.root / f"{language}.html"
        report = site.run("report", "latest", "--lang", language, "--output", str(file))
        assert report.code == 0, report.err
        page = file.read_text("utf-8")
        annex = file.with_name(f"{language}-annex.html").read_text("utf-8")
        for each in (words, "old-db", "vrp-5"):
            assert each in page, each
        assert "portal-db" in annex
        assert "display cpu-usage" in annex
        assert "mysql-session" in annex
