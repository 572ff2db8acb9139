"""What a person at a terminal sees: questions that stay, a line for each host where nothing can be drawn, colours."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Mapping
from typing import Any

import pytest
from conftest import Workspace

_PATIENCE = 60.0


class Terminal:
    """A command whose input and output are a terminal."""

    def __init__(self, workspace: Workspace, *arguments: str, environment: Mapping[str, str]) -> None:
        self._ours, theirs = pty.openpty()
        command = [sys.executable, "-m", "fieldops", "-C", str(workspace.root), *arguments]
        ours = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
        environ = {**ours, "TERM": "xterm", **environment}
        self.process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, env=environ, start_new_session=True
        )
        os.close(theirs)
        self.seen = ""

    def wait_for(self, text: str) -> None:
        """Read until `text` has been shown."""
        ends = time.monotonic() + _PATIENCE
        while text not in self.seen and time.monotonic() < ends and self._read():
            pass
        assert text in self.seen

    def _read(self) -> bool:
        ready, _, _ = select.select([self._ours], [], [], _PATIENCE)
        try:
            chunk = os.read(self._ours, 65536) if ready else b""
        except OSError:  # the other end is closed
            chunk = b""
        self.seen += chunk.decode("utf-8", "replace")
        return bool(chunk)

    def type(self, text: str) -> None:
        os.write(self._ours, text.encode())

    def end(self) -> str:
        """Everything that was shown."""
        while self._read():
            pass
        self.process.wait(_PATIENCE)
        os.close(self._ours)
        return self.seen


def _two_logins(workspace: Workspace) -> None:
    # Documentation addresses: nothing answers, and nothing needs to.
    other: dict[str, Any] = {"method": "prompt", "user": "other"}
    hosts: list[dict[str, Any]] = [
        {"id": "web-1", "host": {"address": "127.0.0.1", "port": 9}},
        {"id": "web-2", "host": {"address": "127.0.0.1", "port": 9}},
        {"id": "db-1", "host": {"address": "127.0.0.1", "port": 9, "login": other}},
    ]
    workspace.contract(hosts, login={"method": "prompt", "user": "ops"})
    workspace.probe("p", "true")
    workspace.playbook([{"probe": "p", "info": True}])


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("zh-CN", "web-1, web-2 上用户 ops 的 SSH 密码", "db-1 上用户 other 的 SSH 密码"),
        ("en", "SSH password of ops on web-1, web-2", "SSH password of other on db-1"),
    ],
)
def test_each_login_is_asked_for_once_by_name_before_anything_is_drawn(
    language: str, first: str, second: str, workspace: Workspace
) -> None:
    _two_logins(workspace)
    terminal = Terminal(workspace, "--lang", language, "health", "acme", "--playbook", "test", environment={})
    terminal.wait_for(first)
    # Nothing moves the cursor or clears a line until the question has its answer.
    assert "\x1b[2K" not in terminal.seen
    assert "\x1b[1A" not in terminal.seen
    terminal.type("secret-1\n")
    terminal.wait_for(second)
    assert "\x1b[2K" not in terminal.seen
    terminal.type("secret-2\n")
    shown = terminal.end()
    assert shown.count(first) == 1
    assert "secret" not in shown


def test_a_terminal_that_draws_nothing_gets_lines_without_colours(workspace: Workspace) -> None:
    _two_logins(workspace)
    terminal = Terminal(
        workspace, "health", "acme", "--playbook", "test", "--limit", "db-1", environment={"TERM": "dumb"}
    )
    terminal.wait_for("SSH password of other on db-1")
    terminal.type("secret\n")
    shown = terminal.end()
    assert "[1/1] db-1: unreachable" in shown
    assert "\x1b" not in shown


def test_no_colour_means_none_of_it(workspace: Workspace) -> None:
    workspace.write("contracts/acme.yaml", "kind: [")
    coloured = Terminal(workspace, "validate", environment={}).end()
    plain = Terminal(workspace, "validate", environment={"NO_COLOR": "1"}).end()
    assert "\x1b" in coloured
    assert "\x1b" not in plain


def test_without_a_terminal_each_host_is_a_line(workspace: Workspace) -> None:
    _two_logins(workspace)
    ran = workspace.run("health", "acme", "--playbook", "test", "--limit", "web-*")
    assert "[2/2] web-" in ran.err
    assert "nobody can be asked here" in ran.out
