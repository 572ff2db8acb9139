"""Contracts whose hosts lie behind jump hosts, by the command line: pinning, inspecting, trying a probe, being told why not."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import accounts
import pytest
from conftest import LASTING, Workspace

from fieldops.actions.loopback import LoopbackServer, loopback_server


@dataclass(frozen=True)
class Site:
    """A workspace with hosts behind an outer and an inner jump host, each with an account and a key of its own."""

    workspace: Workspace
    outer: LoopbackServer
    inner: LoopbackServer
    host: LoopbackServer

    @property
    def pins(self) -> Path:
        return self.workspace.root / "contracts/acme.known_hosts"

    def agree(self, **access: Any) -> None:
        """Write the contract, with something else agreed on access."""
        agreed = {
            "consent": "standing",
            "login": login(self.host),
            "jump": "inner",
            "jump_hosts": [
                {"id": "outer", **place(self.outer), "login": login(self.outer)},
                {"id": "inner", **place(self.inner), "login": login(self.inner), "via": "outer"},
            ],
            **access,
        }
        assets = [
            {"id": "behind-1", "host": place(self.host)},
            {"id": "behind-2", "host": {**place(self.host), "address": "localhost"}},
        ]
        text = f"{LASTING}access: {json.dumps(agreed)}\nassets: {json.dumps(assets)}\n"
        self.workspace.write("contracts/acme.yaml", text)


def place(server: LoopbackServer) -> dict[str, Any]:
    return {"address": "127.0.0.1", "port": server.port}


def login(server: LoopbackServer) -> dict[str, Any]:
    return {"user": server.user, "method": "key_file", "key_file": str(server.key_file)}


@pytest.fixture(scope="module")
def servers() -> Iterator[list[LoopbackServer]]:
    with tempfile.TemporaryDirectory(prefix="fieldops-test-") as folder, ExitStack() as running:
        Path(folder).chmod(0o755)
        yield [
            running.enter_context(
                loopback_server(
                    Path(tempfile.mkdtemp(dir=folder)),
                    lambda *_, **__: None,
                    ["MaxSessions 1"],
                    None,
                    f"{accounts.ACCOUNT}-{name}",
                )
            )
            for name in ("outer", "inner", "host")
        ]


@pytest.fixture
def site(workspace: Workspace, servers: list[LoopbackServer]) -> Site:
    found = Site(workspace, *servers)
    found.agree()
    workspace.probe("name", "id -un")
    workspace.playbook([{"probe": "name", "info": True}])
    return found


def logins(server: LoopbackServer) -> int:
    return (server.folder / "sshd.log").read_text("utf-8").count("Accepted publickey")


def test_keys_are_pinned_hop_by_hop_and_hosts_are_inspected_by_one_login_at_each_hop(site: Site) -> None:
    pinned = site.workspace.run("hosts", "pin", "acme", "--yes", "-o", "json")
    assert pinned.code == 0, pinned.err
    assert [(each["host"], each["jump_host"], each["state"]) for each in pinned.json["hosts"]] == [
        ("outer", True, "new"),
        ("inner", True, "new"),
        ("behind-1", False, "new"),
        ("behind-2", False, "new"),
    ]
    assert pinned.json["pinned"] == 4
    before = logins(site.outer), logins(site.inner)
    ran = site.workspace.inspect()
    # Both are one machine, which is a finding.
    assert ran.code == 1, ran.err
    assert {host["status"] for host in ran.json["hosts"]} == {"done"}
    assert (logins(site.outer), logins(site.inner)) == (before[0] + 1, before[1] + 1)


def test_a_jump_host_that_is_not_pinned_is_the_one_cause_in_both_languages(site: Site) -> None:
    assert site.workspace.run("hosts", "pin", "acme", "--yes").code == 0
    site.pins.write_text(
        "\n".join(line for line in site.pins.read_text().splitlines() if str(site.inner.port) not in line)
        + "\n"
    )
    ran = site.workspace.inspect()
    assert ran.code == 3
    assert {host["reason"] for host in ran.json["hosts"]} == {"jump-failed"}
    shown = site.workspace.run("run", "show", "latest").out
    assert "jump host 'inner'" in shown
    assert "no host key is pinned for 127.0.0.1" in shown
    shown = site.workspace.run("run", "show", "latest", language="zh-CN").out
    assert "跳板机 inner" in shown
    assert "没有登记主机密钥" in shown


def test_a_probe_is_tried_through_the_jump_host(site: Site) -> None:
    site.agree(jump_hosts=[{"id": "outer", **place(site.outer), "login": login(site.outer)}], jump="outer")
    assert site.workspace.run("hosts", "pin", "acme", "--yes", "--limit", "behind-1").code == 0
    before = logins(site.outer)
    tried = site.workspace.run("probe", "try", "name", "--host", "behind-1")
    assert tried.code == 0, tried.err
    assert logins(site.outer) == before + 1


def test_nobody_can_be_asked_for_the_password_of_a_jump_host_and_that_is_the_cause(site: Site) -> None:
    site.agree(
        jump_hosts=[{"id": "outer", **place(site.outer), "login": {"user": "op", "method": "prompt"}}],
        jump="outer",
        rotate_credentials_after_use=True,
    )
    ran = site.workspace.inspect()
    assert {host["reason"] for host in ran.json["hosts"]} == {"jump-failed"}
    assert all("nobody can be asked" in host["message"] for host in ran.json["hosts"])


def test_the_contract_is_read_back_with_its_jump_hosts_but_not_to_the_customer(site: Site) -> None:
    for language, words in (("en", "jump host inner"), ("zh-CN", "跳板机 inner")):
        assert words in site.workspace.run("contract", "show", "acme", language=language).out
        told = site.workspace.run("contract", "show", "acme", "--format", "markdown", language=language).out
        assert words not in told


def test_doctor_says_which_jump_hosts_are_not_pinned(site: Site) -> None:
    assert "no key is pinned for jump host outer, inner" in site.workspace.run("doctor").out
    assert "跳板机 outer, inner 没有登记密钥" in site.workspace.run("doctor", language="zh-CN").out
    assert site.workspace.run("hosts", "pin", "acme", "--yes").code == 0
    assert "the keys of its jump hosts are pinned" in site.workspace.run("doctor").out
