"""Keys of a real ssh-agent by the command line: which is used, and what is said where none can be."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from conftest import Workspace, require

from fieldops.actions.loopback import LoopbackServer


@dataclass
class Agent:
    """A running agent."""

    pid: int

    def add(self, key: Path) -> str:
        """Give it a key; returns its fingerprint."""
        subprocess.run(["ssh-add", "-q", key], check=True)
        shown = subprocess.run(["ssh-keygen", "-lf", key], check=True, capture_output=True, text=True)
        return shown.stdout.split()[1]

    def end(self) -> None:
        os.kill(self.pid, signal.SIGTERM)


@pytest.fixture
def agent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Agent]:
    socket = tmp_path / "agent"
    started = subprocess.run(
        [require("ssh-agent"), "-s", "-a", socket], capture_output=True, text=True, check=True
    )
    found = Agent(int(started.stdout.split("SSH_AGENT_PID=")[1].split(";")[0]))
    monkeypatch.setenv("SSH_AUTH_SOCK", str(socket))
    try:
        yield found
    finally:
        found.end()


@pytest.fixture
def here(on_sshd: Workspace, sshd: LoopbackServer) -> Workspace:
    on_sshd.probe("name", "echo here")
    on_sshd.playbook([{"probe": "name", "info": True}])
    return on_sshd


def _login(workspace: Workspace, sshd: LoopbackServer, **more: str) -> None:
    login = {"user": sshd.user, "method": "agent", **more}
    workspace.contract([{"id": "h1", "host": {"address": "127.0.0.1", "port": sshd.port}}], login)


def _host(workspace: Workspace) -> dict[str, Any]:
    (host,) = workspace.inspect().json["hosts"]
    assert isinstance(host, dict)
    return host


def test_a_key_of_the_agent_opens_a_host_as_the_contract_says(
    here: Workspace, sshd: LoopbackServer, agent: Agent, tmp_path: Path
) -> None:
    _login(here, sshd)
    empty = _host(here)
    assert (empty["reason"], empty["status"]) == ("no-credentials", "unreachable")
    right = agent.add(sshd.key_file)
    assert _host(here)["status"] == "done"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / "other"], check=True)
    other = agent.add(tmp_path / "other")
    # Offering one after the other would count as failed logins.
    several = _host(here)
    assert (several["reason"], "2" in several["message"]) == ("no-credentials", True)
    _login(here, sshd, agent_key=right)
    assert _host(here)["status"] == "done"
    _login(here, sshd, agent_key=other)
    assert _host(here)["reason"] == "auth-failed"
    _login(here, sshd, agent_key=f"SHA256:{'A' * 43}")
    missing = _host(here)
    assert (missing["reason"], "A" * 43 in missing["message"]) == ("no-credentials", True)


def test_doctor_counts_the_keys_of_the_agent(here: Workspace, sshd: LoopbackServer, agent: Agent) -> None:
    def said() -> str:
        return next(line for line in here.run("doctor").out.splitlines() if "agent" in line.lower())

    before = said()
    agent.add(sshd.key_file)
    assert said() != before
    assert "1" in said()


def test_an_agent_that_has_gone_is_told(
    here: Workspace, sshd: LoopbackServer, agent: Agent, tmp_path: Path
) -> None:
    _login(here, sshd)
    agent.add(sshd.key_file)
    # It takes its socket away when it ends.
    (tmp_path / "agent").unlink()
    gone = _host(here)
    assert (gone["reason"], "SSH_AUTH_SOCK" in gone["message"]) == ("no-credentials", True)
