"""Ctrl-C: every command that can take long ends at once with 130, and says what stays."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from pathlib import Path

import pytest
from conftest import Workspace

from fieldops.messages import say

SAID = say("interrupted", "zh-CN")
MORE = """\
inspections:
  - {id: daily, kind: health_check, playbook: linux-standard, schedule: {every: 1 day, anchor: 2026-01-01}}
"""


@pytest.mark.parametrize(
    "command",
    [
        "health acme --playbook linux-standard",
        "inspect acme --playbook linux-standard --engineer zhang --engineer li",
        "probe try linux-memory --host h1",
        "hosts pin acme --yes",
        "schedule run",
    ],
)
def test_what_waits_for_a_host_ends_at_once(command: str, workspace: Workspace) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        host = {"address": "127.0.0.1", "port": server.getsockname()[1]}
        workspace.contract([{"id": "h1", "host": host}], {"user": "u", "method": "agent"}, MORE)
        pins = workspace.root / ".fieldops"
        assert not pins.exists()
        workspace.write("contracts/acme.known_hosts", _KEY.format(port=host["port"]))
        process = workspace.start("--lang", "zh-CN", *command.split(), stderr=subprocess.PIPE, text=True)
        server.settimeout(60)
        server.accept()
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert (process.returncode, SAID in err) == (130, True), err
    assert "Traceback" not in err
    if command.startswith(("health", "inspect")):
        # Which run it was, and how to go on.
        assert "fieldops run show" in err
        assert "--resume" in err


_KEY = "[127.0.0.1]:{port} ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHFp0MrPP1Kk41ZmoK9Iy0ugcRZtmHejLBecd6ZAwvio\n"


def test_a_batch_that_waits_for_its_lines_ends_at_once(workspace: Workspace, tmp_path: Path) -> None:
    workspace.contract([])
    lines = tmp_path / "lines.csv"
    os.mkfifo(lines)
    process = workspace.start(
        "--lang", "zh-CN", "warranty", "batch", str(lines), stdout=-1, stderr=-1, text=True
    )
    # Opened when the command opens it, too.
    with lines.open("w"):
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, SAID in err) == (130, True), err
    assert out == ""
