"""A visit that needs every kind of secret: none of them can be seen on either side meanwhile, nor is one kept.

A bastion wants a password and a code, hosts a password or a key that the agent holds, and sudo a password. Only root can
make such hosts; in CI these tests run as root.
"""

from __future__ import annotations

import base64
import json
import os
import pty
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

import pytest
from accounts import ACCOUNT, account
from conftest import LASTING, Workspace, again, require

sys.path.insert(0, str(Path(__file__).parent))
from hostile import listening
from own_etc import hashed, own_etc
from test_jumps import HOST_KEY
from test_login_shells import _served
from test_second_factor import Asking
from traces import kept_in, new_secret, untraced

pytestmark = pytest.mark.xdist_group("accounts")


@dataclass(frozen=True)
class Secrets:
    """What is typed: of the host's account (and its sudo), of the bastion's, its code, and the passphrase of the key."""

    host: str
    bastion: str
    code: str
    passphrase: str

    def all(self) -> tuple[str, ...]:
        return self.host, self.bastion, self.code, self.passphrase


def _typed(words: list[str], answers: Mapping[str, str]) -> str:
    """Run at a terminal and type an answer for each question that has come; everything that was shown."""
    child, terminal = pty.fork()
    if child == 0:
        os.execv(require("timeout"), ["timeout", "--foreground", "300", *words])
    shown, typed = "", Counter[str]()
    with suppress(OSError):
        while data := os.read(terminal, 1 << 16):
            shown += data.decode("utf-8", "replace")
            for asked, answer in answers.items():
                while typed[asked] < shown.count(asked):
                    typed[asked] += 1
                    os.write(terminal, answer.encode() + b"\n")
    os.waitpid(child, 0)
    os.close(terminal)
    assert set(typed) == set(answers), shown
    return shown


@contextmanager
def _agent(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    socket = folder / "agent"
    with subprocess.Popen(
        [require("ssh-agent"), "-D", "-a", str(socket)], stdout=subprocess.DEVNULL
    ) as running:
        ends = time.monotonic() + 60
        while not socket.exists() and time.monotonic() < ends:
            time.sleep(0.05)
        monkeypatch.setenv("SSH_AUTH_SOCK", str(socket))
        try:
            yield
        finally:
            running.terminate()


def _contract(workspace: Workspace, user: str, port: int, bastion: int, host_key: str) -> None:
    login = {"user": user, "method": "prompt"}
    gate = {"user": "op", "method": "prompt", "second_factor": True}
    jump = {"id": "gate", "address": "127.0.0.1", "port": bastion, "login": gate}
    access = {"consent": "standing", "login": login, "jump": "gate", "jump_hosts": [jump]}
    by_agent = {"user": user, "method": "agent"}
    hosts = {
        "typed": {"address": "127.0.0.1", "port": port},
        "agent": {"address": "127.0.0.1", "port": port, "login": by_agent},
    }
    assets = json.dumps([{"id": id, "host": host} for id, host in hosts.items()])
    workspace.write("contracts/acme.yaml", f"{LASTING}access: {json.dumps(access)}\nassets: {assets}\n")
    key = f"{HOST_KEY.get_name()} {base64.b64encode(HOST_KEY.asbytes()).decode()}"
    pins = f"[127.0.0.1]:{bastion} {key}\n[127.0.0.1]:{port} {host_key}\n"
    workspace.write("contracts/acme.known_hosts", pins)


@pytest.mark.parametrize("sudo", ["sudo", pytest.param("sudo-rs", marks=again)])
def test_no_secret_of_a_visit_is_seen_or_kept(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sudo: str
) -> None:
    workspace.probe("name", "id -un")
    workspace.probe("root", "sleep 1; id -u", sudo=True)
    workspace.playbook([{"probe": "name", "info": True}, {"probe": "root", "info": True}])
    secrets = Secrets(new_secret(), new_secret(), token_hex(10), new_secret())
    words = ["-q", "-t", "ed25519", "-N", secrets.passphrase, "-f", str(tmp_path / "key")]
    subprocess.run([require("ssh-keygen"), *words], check=True)
    server = Asking(code=secrets.code, secret=secrets.bastion)
    with (
        own_etc(sudo) as own,
        account(f"{ACCOUNT}-visit", own.folder / "home", "/bin/sh", hashed(secrets.host)) as person,
    ):
        own.sudoers(f"{person.pw_name} ALL=(ALL) ALL")
        keys = own.folder / "home" / ".ssh" / "authorized_keys"
        keys.parent.mkdir(parents=True)
        keys.write_bytes((tmp_path / "key.pub").read_bytes())
        with (
            _served(own) as target,
            listening(server.serve) as bastion,
            _agent(own.folder, monkeypatch),
            untraced(*secrets.all()),
        ):
            host_key = (own.folder / "host_key.pub").read_text("utf-8").strip()
            _contract(workspace, person.pw_name, target.port, bastion, host_key)
            _typed([require("ssh-add"), str(tmp_path / "key")], {"Enter passphrase for": secrets.passphrase})
            root = str(workspace.root)
            command = [sys.executable, "-m", "fieldops", "-C", root, "--lang", "en", "health", "acme"]
            shown = _typed(
                [*command, "--playbook", "test", "-K"],
                {
                    f"SSH password of {person.pw_name} on ": secrets.host,
                    "SSH password of op on ": secrets.bastion,
                    "Verification code": secrets.code,
                    f"sudo password of {person.pw_name} on ": secrets.host,
                },
            )
    ran = workspace.run("run", "show", "latest", "-o", "json").json
    facts = {
        host["host"]: [(check["id"], check["items"][0]["value"]) for check in host["checks"]]
        for host in ran["hosts"]
    }
    assert facts == {id: [("name", person.pw_name), ("root", "0")] for id in ("typed", "agent")}, shown
    assert not any(secret in shown for secret in secrets.all())
    assert kept_in(workspace.root, *secrets.all()) == []
    assert kept_in(own.folder, *secrets.all()) == []
