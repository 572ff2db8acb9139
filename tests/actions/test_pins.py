"""Pinning host keys by the command line, on a real sshd: what is never pinned, what is said, what is kept."""

from __future__ import annotations

import signal
import socket
import subprocess
from pathlib import Path

import pytest
from conftest import Workspace

from fieldops.actions.loopback import LoopbackServer


def _pins(workspace: Workspace) -> Path:
    return workspace.root / "contracts/acme.known_hosts"


def _revoke(workspace: Workspace) -> str:
    text = "".join(
        f"@revoked * {line.split(maxsplit=1)[1]}\n" for line in _pins(workspace).read_text().splitlines()
    )
    _pins(workspace).write_text(text)
    return text


def test_a_revoked_key_is_never_pinned_again(on_sshd: Workspace) -> None:
    text = _revoke(on_sshd)
    for more in ([], ["--replace-changed"]):
        ran = on_sshd.run("hosts", "pin", "acme", "--yes", *more)
        assert (ran.code, _pins(on_sshd).read_text()) == (4, text)
        assert "REVOKED" in ran.out
        assert "h1" in ran.err
        assert "revokes" in ran.err


def test_a_host_with_a_revoked_key_is_not_told_to_be_pinned(on_sshd: Workspace) -> None:
    on_sshd.probe("name", "uname -n")
    on_sshd.playbook([{"probe": "name", "info": True}])
    _revoke(on_sshd)
    ran = on_sshd.inspect()
    (host,) = ran.json["hosts"]
    assert host["reason"] == "revoked-host-key"
    assert "revoked" in host["message"]
    assert "hosts pin" not in on_sshd.run("run", "show", "latest").out


def test_a_new_file_of_pins_is_for_its_owner_alone_and_an_old_one_stays_its_groups(
    on_sshd: Workspace,
) -> None:
    assert _pins(on_sshd).stat().st_mode & 0o777 == 0o600
    _pins(on_sshd).write_text("# none\n")
    _pins(on_sshd).chmod(0o664)
    assert on_sshd.run("hosts", "pin", "acme", "--yes").code == 0
    assert _pins(on_sshd).stat().st_mode & 0o777 == 0o660
    assert [path.name for path in _pins(on_sshd).parent.iterdir() if path.name.startswith(".")] == []


def test_a_comment_in_another_encoding_is_kept_and_hides_no_pin(on_sshd: Workspace) -> None:
    pin = _pins(on_sshd).read_bytes()
    comment = "# 北京机房\n".encode("gbk")
    _pins(on_sshd).write_bytes(comment + pin)
    same = on_sshd.run("hosts", "pin", "acme", "--yes", "-o", "json")
    assert (same.code, same.json["hosts"][0]["state"]) == (0, "same")
    _pins(on_sshd).write_bytes(comment)
    assert on_sshd.run("hosts", "pin", "acme", "--yes").code == 0
    assert _pins(on_sshd).read_bytes() == comment + pin


def test_pins_that_cannot_be_read_are_told_as_such(on_sshd: Workspace) -> None:
    _pins(on_sshd).unlink()
    _pins(on_sshd).mkdir()
    ran = on_sshd.run("hosts", "pin", "acme", "--yes")
    assert ran.code not in (0, 70)
    assert "acme.known_hosts" in ran.err


def test_pins_outside_of_the_workspace_are_neither_read_nor_written(
    on_sshd: Workspace, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    text = _pins(on_sshd).read_text()
    elsewhere.write_text(text)
    _pins(on_sshd).unlink()
    _pins(on_sshd).symlink_to(elsewhere)
    ran = on_sshd.run("hosts", "pin", "acme", "--yes")
    assert ran.code == 1
    assert "leads out of the workspace" in ran.err
    assert elsewhere.read_text() == text


def test_an_interruption_ends_pinning_hosts_that_say_nothing(workspace: Workspace) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        host = {"address": "127.0.0.1", "port": server.getsockname()[1]}
        workspace.contract([{"id": "h1", "host": host}])
        process = workspace.start("hosts", "pin", "acme", "--yes", stderr=subprocess.PIPE, text=True)
        server.accept()
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in errors


@pytest.mark.parametrize("limit", [[], ["--limit", "h2"]])
def test_one_key_of_two_assets_is_told_while_pinning(
    workspace: Workspace, sshd: LoopbackServer, limit: list[str]
) -> None:
    login = {"user": sshd.user, "method": "key_file", "key_file": str(sshd.key_file)}
    workspace.contract(
        [
            {"id": "h1", "host": {"address": "127.0.0.1", "port": sshd.port}},
            {"id": "h2", "host": {"address": "localhost", "port": sshd.port}},
        ],
        login,
    )
    assert workspace.run("hosts", "pin", "acme", "--yes", "--limit", "h1").code == 0
    ran = workspace.run("hosts", "pin", "acme", "--yes", *limit)
    assert ran.code == 0
    assert "h1, h2 show the same host key" in ran.err
    data = workspace.run("hosts", "pin", "acme", "--yes", *limit, "-o", "json").json
    assert next(host["same_as"] for host in data["hosts"] if host["host"] == "h2") == ["h1"]
