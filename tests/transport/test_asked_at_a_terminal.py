"""What somebody at a terminal sees of a server's question, and that the answer is found nowhere afterwards."""

from __future__ import annotations

import base64
import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from conftest import LASTING, Workspace

sys.path.insert(0, str(Path(__file__).parent))
import hostile
from test_jumps import HOST_KEY
from test_second_factor import CODE, Asking


def _answered(command: list[str], answers: dict[str, str]) -> tuple[str, str]:
    """Run at a terminal and answer what is asked; everything that was shown, and what /proc showed of it when it asked."""
    child, terminal = pty.fork()
    if child == 0:
        os.execv(command[0], command)
    shown, proc, waiting = "", "", dict(answers)
    with suppress(OSError):
        while data := os.read(terminal, 1 << 16):
            shown += data.decode("utf-8", "replace")
            for asked in [asked for asked in waiting if asked in shown]:
                os.write(terminal, waiting.pop(asked).encode() + b"\n")
                for name in ("cmdline", "environ"):
                    proc += Path(f"/proc/{child}/{name}").read_bytes().decode("utf-8", "replace")
    os.waitpid(child, 0)
    os.close(terminal)
    return shown, proc


@pytest.mark.parametrize(
    ("language", "told"), [("en", "gate asks 'op', in its own words"), ("zh-CN", "gate 向用户 op 提问，原话")]
)
def test_a_code_is_asked_once_before_any_host_and_is_kept_nowhere(
    new_sshd: Callable[..., Any], workspace: Workspace, language: str, told: str
) -> None:
    workspace.probe("name", "id -un")
    workspace.playbook([{"probe": "name", "info": True}])
    server = Asking("\x1b[31m堡垒机\x1b[0m")
    with new_sshd() as host, hostile.listening(server.serve) as port:
        login = {"user": host.user, "method": "key_file", "key_file": str(host.key_file)}
        jump = {
            "id": "gate",
            "address": "127.0.0.1",
            "port": port,
            "login": {**login, "user": "op", "second_factor": True},
        }
        access = {"consent": "standing", "login": login, "jump": "gate", "jump_hosts": [jump]}
        assets = [
            {"id": f"h{at}", "host": {"address": name, "port": host.port}}
            for at, name in enumerate(("127.0.0.1", "localhost"))
        ]
        workspace.write(
            "contracts/acme.yaml", f"{LASTING}access: {json.dumps(access)}\nassets: {json.dumps(assets)}\n"
        )
        own = (host.folder / "host_key.pub").read_text("utf-8").strip()
        key = f"{HOST_KEY.get_name()} {base64.b64encode(HOST_KEY.asbytes()).decode()}"
        pins = [
            f"[127.0.0.1]:{port} {key}",
            *(f"[{name}]:{host.port} {own}" for name in ("127.0.0.1", "localhost")),
        ]
        workspace.write("contracts/acme.known_hosts", "\n".join(pins) + "\n")
        words = [
            "-m",
            "fieldops",
            "-C",
            str(workspace.root),
            "--lang",
            language,
            "health",
            "acme",
            "--playbook",
            "test",
        ]
        shown, proc = _answered([sys.executable, *words], {"Verification code": CODE})
    assert shown.count(told) == 1
    assert "堡垒机" in shown
    assert "\x1b[31m堡垒机" not in shown
    assert (server.logins, server.questions) == (1, 1)
    # Not even on the terminal.
    assert CODE not in shown + proc
    found = subprocess.run(
        ["grep", "-rl", CODE, str(workspace.root)], capture_output=True, text=True, check=False
    )
    assert found.stdout == ""
    assert {
        host["status"] for host in workspace.run("run", "show", "latest", "-o", "json").json["hosts"]
    } == {"done"}
