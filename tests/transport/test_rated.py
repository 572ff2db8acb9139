"""A bastion that lets five logins in and then asks us to come later, in front of a real one: what a visit costs it.

No such limit is OpenSSH's own (MaxStartups counts logins under way, PerSourcePenalties failures): the one that counts is ours.
"""

from __future__ import annotations

import json
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from conftest import LASTING, Ran, Workspace

sys.path.insert(0, str(Path(__file__).parent))
from hostile import listening
from test_penalties import _pass_on

from fieldops.actions.loopback import LoopbackServer

HOSTS = 12
MOST = 5
# Of its counting, in seconds; what it asks us to wait is told in its words.
WINDOW = 3.0


@dataclass
class Limit:
    """Lets `MOST` connections in, then none for a while, again and again; `early`: who came before it was asked to."""

    words: str
    let_in: list[float] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)
    early: int = 0

    def admits(self) -> bool:
        now = time.monotonic()
        self.early += bool(self.refused) and now < self.refused[-1] + WINDOW
        self.let_in = [each for each in self.let_in if now < each + WINDOW]
        if len(self.let_in) < MOST:
            self.let_in.append(now)
            return True
        self.refused.append(now)
        # The window begins anew with each refusal: as late as it can be.
        self.let_in = [now] * MOST
        return False


@contextmanager
def _in_front(server: LoopbackServer, limit: Limit) -> Iterator[int]:
    counting = threading.Lock()

    def behave(client: socket.socket) -> None:
        with counting:
            admitted = limit.admits()
        if not admitted:
            client.sendall(limit.words.encode())
            return
        with socket.create_connection(("127.0.0.1", server.port)) as behind:
            threading.Thread(target=_pass_on, args=(behind, client), daemon=True).start()
            _pass_on(client, behind)

    with listening(behave) as port:
        yield port


@pytest.fixture(scope="module")
def bastion(new_sshd: Callable[..., Any]) -> Iterator[LoopbackServer]:
    with new_sshd(["MaxSessions 1"]) as server:
        yield server


@pytest.fixture(scope="module")
def host(new_sshd: Callable[..., Any], bastion: LoopbackServer) -> Iterator[LoopbackServer]:
    with new_sshd(client_key=bastion.key_file) as server:
        yield server


def _visit(workspace: Workspace, port: int, bastion: LoopbackServer, host: LoopbackServer) -> Ran:
    """The health of twelve hosts behind the bastion at that port."""
    workspace.probe("name", "uname -s")
    workspace.playbook([{"probe": "name", "info": True}])
    login = {"user": host.user, "method": "key_file", "key_file": str(host.key_file)}
    jump = {"id": "gate", "address": "127.0.0.1", "port": port, "login": {**login, "user": bastion.user}}
    access = {"consent": "standing", "login": login, "jump": "gate", "jump_hosts": [jump]}
    assets = [
        {"id": f"h{at}", "host": {"address": "127.0.0.1", "port": host.port}} for at in range(1, HOSTS + 1)
    ]
    workspace.write(
        "contracts/acme.yaml", f"{LASTING}access: {json.dumps(access)}\nassets: {json.dumps(assets)}\n"
    )
    keys = {
        each: (server.folder / "host_key.pub").read_text().strip()
        for each, server in ((port, bastion), (host.port, host))
    }
    pins = [f"[127.0.0.1]:{each} {key}\n" for each, key in keys.items()]
    workspace.write("contracts/acme.known_hosts", "".join(pins))
    return workspace.run("health", "acme", "--playbook", "test", "-o", "json", "--workers", "12")


def test_twelve_hosts_cost_a_bastion_one_login(
    workspace: Workspace, bastion: LoopbackServer, host: LoopbackServer
) -> None:
    limit = Limit("Too many logins. Try again in 3 seconds.\r\n")
    with _in_front(bastion, limit) as port:
        ran = _visit(workspace, port, bastion, host)
    assert [each["status"] for each in ran.json["hosts"]] == ["done"] * HOSTS, ran.out
    assert (len(limit.let_in), limit.refused) == (1, [])


@pytest.mark.parametrize(
    "words", ["Too many logins. Try again in 3 seconds.\r\n", "登录过于频繁，请 3 秒后重试\r\n"]
)
def test_where_the_minute_is_used_up_a_visit_waits_as_it_is_told_and_finishes(
    workspace: Workspace, bastion: LoopbackServer, host: LoopbackServer, words: str
) -> None:
    limit = Limit(words)
    limit.let_in = [time.monotonic() + 10 * WINDOW] * MOST
    with _in_front(bastion, limit) as port:
        ran = _visit(workspace, port, bastion, host)
    assert [each["status"] for each in ran.json["hosts"]] == ["done"] * HOSTS, ran.out
    assert len(limit.refused) == 1
    assert limit.early == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Blocked for 30 minutes, try again later.\r\n", "Blocked for 30 minutes, try again later."),
        ("您的地址已锁定，请 30 分钟后重试\r\n", "您的地址已锁定，请 30 分钟后重试"),
    ],
)
def test_where_it_would_be_too_long_every_host_is_told_of_with_its_words_and_it_is_asked_once(
    workspace: Workspace, bastion: LoopbackServer, host: LoopbackServer, words: str, told: str
) -> None:
    limit = Limit(words)
    limit.let_in = [time.monotonic() + 10 * WINDOW] * MOST
    with _in_front(bastion, limit) as port:
        ran = _visit(workspace, port, bastion, host)
    assert {each["reason"] for each in ran.json["hosts"]} == {"jump-failed"}
    assert len(ran.json["hosts"]) == HOSTS
    assert all(told in each["message"] for each in ran.json["hosts"])
    assert len(limit.refused) == 1
