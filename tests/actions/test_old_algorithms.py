"""Old algorithms of SSH: a server that has nothing else is inspected where the contract says why, and that is told."""

from __future__ import annotations

import os
import pwd
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Workspace, require

from fieldops.actions.loopback import LoopbackServer

OLD = ["ssh-rsa", "diffie-hellman-group14-sha1", "aes128-cbc"]


@pytest.fixture
def old_sshd(sshd: LoopbackServer, new_sshd: Callable[..., Any]) -> Iterator[LoopbackServer]:
    """A real server that has only what was usual long ago."""
    with tempfile.TemporaryDirectory(prefix="fieldops-test-") as name:
        key = Path(name) / "rsa"
        words = [require("ssh-keygen"), "-q", "-t", "rsa", "-b", "2048", "-N", "", "-f", key]
        subprocess.run(words, check=True)
        owner = pwd.getpwnam(sshd.user)
        for each in (Path(name), key):
            os.chown(each, owner.pw_uid, owner.pw_gid)
        config = [
            f"HostKey {key}",
            "HostKeyAlgorithms ssh-rsa",
            f"KexAlgorithms {OLD[1]}",
            f"Ciphers {OLD[2]}",
            "MACs hmac-sha1",
        ]
        with new_sshd(config=config) as server:
            yield server


def agree(workspace: Workspace, server: LoopbackServer, until: str) -> None:
    exception = {"allow": OLD, "reason": "年底更换", "until": until}
    host = {
        "address": "127.0.0.1",
        "port": server.port,
        "transport": "openssh",
        "old_algorithms": exception,
    }
    login = {"user": server.user, "method": "key_file", "key_file": str(server.key_file)}
    workspace.contract([{"id": "h1", "host": host}], login)


def test_an_old_server_is_inspected_by_an_exception_that_run_and_report_name(
    workspace: Workspace, old_sshd: LoopbackServer
) -> None:
    agree(workspace, old_sshd, "2099-12-31")
    workspace.probe("who", "echo here")
    workspace.playbook([{"probe": "who", "info": True}])
    pinned = workspace.run("hosts", "pin", "acme", "--yes")
    assert pinned.code == 0, pinned.err
    ran = workspace.inspect()
    assert ran.json["hosts"][0]["status"] == "done", ran.err
    assert ran.json["old_algorithms"] == [
        {"host": "h1", "allow": OLD, "reason": "年底更换", "until": "2099-12-31"}
    ]
    shown = workspace.run("run", "show", "latest", language="zh-CN").out
    assert f"允许使用旧 SSH 算法：h1：{', '.join(OLD)}，至 2099-12-31 止（年底更换）" in shown
    page = workspace.root / "report.html"
    made = workspace.run("report", "latest", "--output", str(page))
    assert made.code == 0, made.err
    assert "允许使用旧 SSH 算法" in page.read_text("utf-8")
    assert "diffie-hellman-group14-sha1" in page.read_text("utf-8")


def test_after_its_last_day_the_host_is_not_connected_to(workspace: Workspace) -> None:
    server = LoopbackServer(9, "me", workspace.root / "none", workspace.root)
    agree(workspace, server, "2026-01-31")
    workspace.probe("who", "echo here")
    workspace.playbook([{"probe": "who", "info": True}])
    workspace.write("contracts/acme.known_hosts", "")
    (host,) = workspace.inspect().json["hosts"]
    assert (host["status"], host["reason"]) == ("unreachable", "old-algorithms-over")
    assert "2026-01-31" in host["message"]
