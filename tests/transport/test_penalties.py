"""Servers that shut our machine out for a while (PerSourcePenalties, OpenSSH 9.8 and later), and let us in again.

Where the sshd of this machine is as new, it is the real one that does so, for each of its causes; elsewhere a server
before a real, older one, that keeps to what OpenSSH 10.2 was seen to do: it says `WORDS` in place of its version, closes,
and asking again does not prolong the ban. MaxStartups has the same words since 9.8.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from conftest import Workspace

from fieldops.structs import replaced

sys.path.insert(0, str(Path(__file__).parent))
from hostile import listening
from versions import knows_penalties

from fieldops.actions.loopback import LoopbackServer
from fieldops.errors import Unreachable
from fieldops.transport.hostkeys import HostKey, read_pins
from fieldops.transport.ssh import Ssh
from fieldops.transport.target import KeyFile, Limits, Target

pytestmark = pytest.mark.xdist_group("penalties")

WORDS = b"Not allowed at this time\r\n"
PATIENT = Limits(connect=120, banner=120, auth=120, silence=120, total=600)
# Of an sshd that knows no penalties.
OLD_CONFIG = ["LoginGraceTime 2"]
_STRANGER = HostKey("ssh-ed25519", b"another key")


@dataclass(frozen=True)
class Banning:
    """A server that bans whoever misbehaves; `login` opens it, `other` is a key that does not."""

    login: Target
    other: str
    ban: Callable[[float], None]


@pytest.fixture
def other_key(tmp_path: Path) -> str:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / "other"], check=True)
    return str(tmp_path / "other")


@contextmanager
def _banning(new_sshd: Callable[..., Any], other: str, config: list[str]) -> Iterator[Banning]:
    newer = knows_penalties()
    with new_sshd(config=[*OLD_CONFIG, *config] if newer else OLD_CONFIG) as server:
        (pin,) = read_pins(f"* {(server.folder / 'host_key.pub').read_text()}")
        login = Target("127.0.0.1", server.port, server.user, KeyFile(str(server.key_file)), pins=(pin.key,))
        if newer:
            yield Banning(login, other, lambda seconds: None)
            return
        with _in_front(server) as (port, ban):
            yield Banning(replaced(login, port=port), other, ban)


@contextmanager
def _in_front(server: LoopbackServer) -> Iterator[tuple[int, Callable[[float], None]]]:
    """A port that leads to the server, except for some seconds after its ban has begun."""
    until = [0.0]

    def behave(client: socket.socket) -> None:
        if time.monotonic() < until[0]:
            client.sendall(WORDS)
            return
        with socket.create_connection(("127.0.0.1", server.port)) as behind:
            threading.Thread(target=_pass_on, args=(behind, client), daemon=True).start()
            _pass_on(client, behind)

    def ban(seconds: float) -> None:
        until[0] = time.monotonic() + seconds

    with listening(behave) as port:
        yield port, ban


def _pass_on(source: socket.socket, to: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(1 << 16):
            to.sendall(data)
        to.shutdown(socket.SHUT_WR)


class _Heard:
    received = 0
    ended = False

    def __init__(self) -> None:
        self.out = b""

    def feed(self, data: bytes) -> None:
        self.out += data

    def feed_errors(self, data: bytes) -> None:
        pass

    def answer(self) -> None:
        pass


def _visit(target: Target, ssh: Ssh, limits: Limits = PATIENT) -> str:
    """What a visit ends with: what the host has said, or why it could not."""
    heard = _Heard()
    try:
        ssh.run_script(target, b"echo here\n", heard, limits, threading.Event())
        return heard.out.decode()
    except Unreachable as failure:
        return failure.reason


def _fails_to_log_in(server: Banning) -> str:
    return _visit(replaced(server.login, credential=KeyFile(server.other)), Ssh())


def _shows_an_unknown_key(server: Banning) -> str:
    return _visit(replaced(server.login, pins=(_STRANGER,)), Ssh())


def _is_too_slow(server: Banning) -> str:
    """Somebody else on this machine, such as a port scanner, that never logs in."""
    with socket.create_connection((server.login.address, server.login.port)) as slow:
        slow.settimeout(60)
        with suppress(OSError):
            while slow.recv(1 << 12):
                pass
    return "closed"


def _is_refused_by_name(server: Banning) -> str:
    return _visit(replaced(server.login, user="refused"), Ssh())


def _banned_by(server: Banning, cause: Callable[[Banning], str], seconds: float = 2) -> str:
    reason = cause(server)
    server.ban(seconds)
    # sshd hears of it when the process of that connection has ended.
    ends = time.monotonic() + 30
    while time.monotonic() < ends:
        with socket.create_connection((server.login.address, server.login.port)) as client:
            said = client.recv(64)
        if said == WORDS:
            return reason
    pytest.fail(f"not banned: {said!r}")


@pytest.mark.parametrize(
    ("cause", "penalty", "reason"),
    [
        (_fails_to_log_in, "authfail", ("auth-failed",)),
        (_shows_an_unknown_key, "noauth", ("changed-host-key",)),
        (_is_too_slow, "grace-exceeded", ("closed",)),
        # An older sshd does not know RefuseConnection: for it nobody of that name is there.
        (_is_refused_by_name, "refuseconnection", ("disconnected", "auth-failed")),
    ],
)
def test_an_honest_account_gets_in_when_the_ban_is_over_whatever_it_was_for(
    cause: Callable[[Banning], str],
    penalty: str,
    reason: tuple[str, ...],
    new_sshd: Callable[..., Any],
    other_key: str,
) -> None:
    refused = ["Match User refused", "  RefuseConnection yes"] if penalty == "refuseconnection" else []
    only_it = {"authfail": 0, "noauth": 0, "grace-exceeded": 0, "refuseconnection": 0, penalty: 6}
    penalties = " ".join(f"{name}:{seconds}" for name, seconds in only_it.items())
    config = [f"PerSourcePenalties {penalties} min:4 max:8", *refused]
    with _banning(new_sshd, other_key, config) as server:
        assert _banned_by(server, cause) in reason
        ssh = Ssh()
        assert _visit(server.login, ssh) == "here\n"
        # It had to wait for it.
        assert ssh.gate(server.login).limit < Ssh().gate(server.login).limit


def test_a_ban_that_outlasts_the_hosts_time_is_the_reason_in_the_servers_words(
    new_sshd: Callable[..., Any], other_key: str
) -> None:
    with _banning(new_sshd, other_key, ["PerSourcePenalties authfail:60 noauth:0 min:4"]) as server:
        _banned_by(server, _fails_to_log_in, 60)
        with pytest.raises(Unreachable) as failure:
            Ssh().host_key(server.login, replaced(PATIENT, total=3))
    assert failure.value.reason == "banned"
    assert failure.value.values["detail"] == WORDS.decode().strip()


def test_accounts_that_are_refused_cost_the_honest_ones_at_their_server_time_only(
    new_sshd: Callable[..., Any], other_key: str, workspace: Workspace
) -> None:
    workspace.probe("name", "uname -s")
    workspace.playbook([{"probe": "name", "info": True}])
    with _banning(new_sshd, other_key, ["PerSourcePenalties authfail:3 noauth:1 min:4 max:8"]) as server:
        assert isinstance(server.login.credential, KeyFile)
        keys = {"good": server.login.credential.path, "bad": server.other}
        hosts = [
            {
                "id": f"{kind}-{number}",
                "host": {
                    "address": server.login.address,
                    "port": server.login.port,
                    "login": {"user": server.login.user, "method": "key_file", "key_file": key},
                },
            }
            for number in range(6)
            for kind, key in keys.items()
        ]
        workspace.contract(hosts)
        # One question for all of them: each that does not log in is held against us.
        assert workspace.run("hosts", "pin", "acme", "--yes").code == 0
        server.ban(2)
        ran = workspace.inspect()
    assert {host["host"]: host["reason"] for host in ran.json["hosts"]} == {
        each["id"]: None if str(each["id"]).startswith("good") else "auth-failed" for each in hosts
    }
