"""Hosts behind jump hosts: OpenSSH behind OpenSSH, jump hosts that drop, refuse, keep silent, and what is told of it."""

from __future__ import annotations

import os
import socket
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import accounts
import paramiko
import pytest

sys.path.insert(0, str(Path(__file__).parent))
import hostile

from fieldops.actions.loopback import LoopbackServer, loopback_server
from fieldops.errors import Unreachable
from fieldops.messages import say_error
from fieldops.structs import replaced
from fieldops.transport.hostkeys import HostKey, read_pins
from fieldops.transport.packets import Packets
from fieldops.transport.ssh import Ssh
from fieldops.transport.target import KeyFile, Limits, Target, Transport

PATIENT = Limits(connect=120, banner=120, auth=120, silence=120, total=600, received=8 << 20)
HOST_KEY = paramiko.ECDSAKey.generate()


class Heard:
    """What a script says; `begun` is set with its first word."""

    def __init__(self) -> None:
        self.text = b""
        self.received = 0
        self.ended = False
        self.begun = threading.Event()

    def feed(self, data: bytes) -> None:
        self.text += data
        self.received += len(data)
        self.begun.set()

    def feed_errors(self, data: bytes) -> None:
        self.received += len(data)

    def answer(self) -> None:
        """Nothing is sent behind the script."""


def target_of(server: LoopbackServer, name: str = "", via: Target | None = None) -> Target:
    """The server, its key pinned, logged in to with its own key."""
    (pin,) = read_pins("host " + (server.folder / "host_key.pub").read_text("utf-8"))
    key = KeyFile(str(server.key_file))
    return Target("127.0.0.1", server.port, server.user, key, (pin.key,), via=via, name=name)


def ask(ssh: Transport, target: Target, script: bytes = b"echo here\n", limits: Limits = PATIENT) -> bytes:
    """What the host behind says."""
    heard = Heard()
    ssh.run_script(target, script, heard, limits, threading.Event())
    return heard.text


def failure_of(ssh: Transport, target: Target, limits: Limits = PATIENT) -> Unreachable:
    with pytest.raises(Unreachable) as failed:
        ask(ssh, target, limits=limits)
    return failed.value


def begun(
    ssh: Ssh, target: Target, heard: Heard, failures: list[str], cancelled: threading.Event | None = None
) -> threading.Thread:
    """A script that goes on for long, in a thread; why it ended is put into `failures`."""

    def run() -> None:
        try:
            ssh.run_script(target, b"echo begun; sleep 300\n", heard, PATIENT, cancelled or threading.Event())
        except Unreachable as failure:
            failures.append(failure.reason)

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def said(failure: Unreachable) -> str:
    return say_error(failure, "en")[0]


def logins(server: LoopbackServer) -> int:
    return (server.folder / "sshd.log").read_text("utf-8").count("Accepted publickey")


@contextmanager
def relayed(port: int) -> Iterator[tuple[int, list[socket.socket], Callable[[], None]]]:
    """A port that passes on to another one: its port, the connections it has taken, and what cuts them all."""
    taken: list[socket.socket] = []

    def pass_on(client: socket.socket) -> None:
        taken.append(client)
        with socket.create_connection(("127.0.0.1", port)) as server:
            back = threading.Thread(target=_copy, args=(server, client), daemon=True)
            back.start()
            _copy(client, server)

    def cut() -> None:
        for each in taken:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    with hostile.listening(pass_on) as own:
        yield own, taken, cut


def _copy(source: Any, to: Any) -> None:
    with suppress(OSError):
        while data := source.recv(1 << 16):
            to.sendall(data)
    for each in (source, to):
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)


@pytest.fixture(scope="module")
def servers() -> Iterator[Callable[..., LoopbackServer]]:
    """Starts servers, each with an account and keys of its own where we are root."""
    with tempfile.TemporaryDirectory(prefix="fieldops-test-") as folder, ExitStack() as running:
        Path(folder).chmod(0o755)

        def start(name: str, *config: str) -> LoopbackServer:
            own = Path(tempfile.mkdtemp(dir=folder))
            account = f"{accounts.ACCOUNT}-{name}"
            return running.enter_context(loopback_server(own, lambda *_, **__: None, config, None, account))

        yield start


@pytest.fixture(scope="module")
def host(servers: Callable[..., LoopbackServer]) -> LoopbackServer:
    return servers("host")


def test_two_hops_with_users_and_keys_of_their_own_lead_to_the_host(
    servers: Callable[..., LoopbackServer], host: LoopbackServer
) -> None:
    outer = target_of(servers("outer", "MaxSessions 1"), "outer")
    inner = target_of(servers("inner", "MaxSessions 1"), "inner", outer)
    assert ask(Ssh(), target_of(host, via=inner), b"echo $((6 * 7)); id -un\n").split() == [
        b"42",
        host.user.encode(),
    ]


def test_all_hosts_behind_a_jump_host_share_one_login_and_nothing_is_left_open(
    servers: Callable[..., LoopbackServer], host: LoopbackServer
) -> None:
    server = servers("shared", "MaxStartups 1", "MaxSessions 1")
    ssh, behind = Ssh(), target_of(host, via=target_of(server, "gate"))
    with ssh.opened([behind], PATIENT, threading.Event()), ThreadPoolExecutor(6) as pool:
        assert set(pool.map(lambda _: ask(ssh, behind), range(12))) == {b"here\n"}
    before = len(os.listdir("/proc/self/fd")), threading.active_count()
    with ssh.opened([behind], PATIENT, threading.Event()), ThreadPoolExecutor(6) as pool:
        assert set(pool.map(lambda _: ask(ssh, behind), range(24))) == {b"here\n"}
    assert logins(server) == 2
    assert len(os.listdir("/proc/self/fd")) <= before[0]


def test_more_than_a_window_comes_through(
    servers: Callable[..., LoopbackServer], host: LoopbackServer
) -> None:
    behind = target_of(host, via=target_of(servers("wide"), "gate"))
    assert len(ask(Ssh(), behind, b"head -c 5000000 /dev/zero\n")) == 5_000_000


def test_the_key_of_a_host_behind_is_fetched_through_the_jump_host(
    servers: Callable[..., LoopbackServer], host: LoopbackServer
) -> None:
    behind = target_of(host, via=target_of(servers("pinning"), "gate"))
    assert Ssh().host_key(replaced(behind, credential=None, pins=()), PATIENT) == behind.pins[0]


@pytest.mark.parametrize(
    ("wrong", "cause"),
    [
        ({"pins": ()}, "no host key is pinned"),
        ({"pins": (HostKey("ssh-ed25519", b"another"),)}, "offers another host key"),
        ({"user": "nobody-of-that-name"}, "refused the login 'nobody-of-that-name'"),
        ({"port": 1}, "refuses connections on port 1"),
    ],
)
def test_a_jump_host_that_cannot_be_used_is_asked_once_and_is_the_cause_for_every_host(
    servers: Callable[..., LoopbackServer], host: LoopbackServer, wrong: dict[str, Any], cause: str
) -> None:
    ssh, server = Ssh(), servers("refusing")
    with relayed(server.port) as (port, taken, _):
        gate = replaced(replaced(target_of(server, "gate"), port=port), **wrong)
        behind = target_of(host, via=gate)
        with ssh.opened([behind], PATIENT, threading.Event()):
            failures = [failure_of(ssh, behind) for _ in range(3)]
    assert {failure.reason for failure in failures} == {"jump-failed"}
    assert len({said(failure) for failure in failures}) == 1
    assert "jump host 'gate'" in said(failures[0])
    assert cause in said(failures[0])
    assert len(taken) == (0 if "port" in wrong else 1)


def test_of_two_hops_the_one_that_failed_is_named(
    servers: Callable[..., LoopbackServer], host: LoopbackServer
) -> None:
    outer = replaced(target_of(servers("first"), "outer"), pins=())
    inner = target_of(servers("second"), "inner", outer)
    failure = failure_of(Ssh(), target_of(host, via=inner))
    assert failure.reason == "jump-failed"
    assert "jump host 'outer'" in said(failure)
    inner = replaced(inner, via=target_of(servers("first-open"), "outer"), pins=())
    assert "jump host 'inner'" in said(failure_of(Ssh(), target_of(host, via=inner)))


def test_what_the_jump_host_says_of_a_host_behind_it_is_told(
    servers: Callable[..., LoopbackServer], host: LoopbackServer
) -> None:
    gate = target_of(servers("open"), "gate")
    failure = failure_of(Ssh(), replaced(target_of(host, via=gate), port=1))
    assert failure.reason == "jump-refused"
    assert "Connection refused" in said(failure)
    closed = target_of(servers("closed", "AllowTcpForwarding no"), "gate")
    assert failure_of(Ssh(), target_of(host, via=closed)).reason == "jump-forbids"


def test_a_jump_host_that_drops_is_logged_in_to_once_more_and_then_it_is_the_cause(
    servers: Callable[..., LoopbackServer], host: LoopbackServer
) -> None:
    server, ssh = servers("dropping"), Ssh()
    with relayed(server.port) as (port, taken, cut):
        behind = target_of(host, via=replaced(target_of(server, "gate"), port=port))
        with ssh.opened([behind], PATIENT, threading.Event()):
            for connections in (1, 2):
                heard, failures = Heard(), list[str]()
                under_way = begun(ssh, behind, heard, failures)
                assert heard.begun.wait(60)
                assert len(taken) == connections
                cut()
                under_way.join(60)
                assert failures == ["jump-failed"]
            again = [failure_of(ssh, behind) for _ in range(2)]
        assert {failure.reason for failure in again} == {"jump-failed"}
        assert len(taken) == 2
    # It forgets with the run: the next one begins anew.
    assert ask(ssh, target_of(host, via=target_of(server, "gate"))) == b"here\n"


class Odd(hostile.AnyoneIn):
    """A jump host that opens at most so many channels, or never answers; what it opens it passes on."""

    def __init__(self, most: int | None) -> None:
        super().__init__()
        self._most, self._free = most, threading.Lock()
        self.open = self.highest = 0
        self.asked: list[tuple[int, tuple[str, int]]] = []

    def check_channel_direct_tcpip_request(self, id: int, origin: Any, destination: tuple[str, int]) -> int:
        if self._most is None:
            threading.Event().wait(300)
        with self._free:
            if self._most is not None and self.open >= self._most:
                return paramiko.OPEN_FAILED_RESOURCE_SHORTAGE
            self.open += 1
            self.highest = max(self.highest, self.open)
        self.asked.append((id, destination))
        return paramiko.OPEN_SUCCEEDED

    def serve(self, client: socket.socket) -> None:
        with suppress(Exception):
            transport = paramiko.Transport(client)
            transport.add_server_key(HOST_KEY)
            transport.start_server(server=self)
            while transport.is_active():
                if (channel := transport.accept(0.2)) is not None:
                    port = next(to[1] for id, to in self.asked if id == channel.chanid)
                    threading.Thread(target=self._carry, args=(channel, port), daemon=True).start()

    def _carry(self, channel: paramiko.Channel, port: int) -> None:
        # Whoever hangs up first ends it: a server that has gone, or a client that goes while something is under way.
        with suppress(Exception), socket.create_connection(("127.0.0.1", port)) as host:
            threading.Thread(target=_copy, args=(host, channel), daemon=True).start()
            _copy(channel, host)
        with suppress(Exception):
            channel.close()
        with self._free:
            self.open -= 1


def odd_gate(port: int, key: KeyFile) -> Target:
    return Target(
        "127.0.0.1", port, "anyone", key, (HostKey(HOST_KEY.get_name(), HOST_KEY.asbytes()),), name="gate"
    )


def test_a_jump_host_that_opens_few_channels_is_given_no_more_than_that(host: LoopbackServer) -> None:
    odd, ssh = Odd(2), Ssh()
    with hostile.listening(odd.serve) as port:
        behind = target_of(host, via=odd_gate(port, KeyFile(str(host.key_file))))
        with ssh.opened([behind], PATIENT, threading.Event()), ThreadPoolExecutor(6) as pool:
            assert set(pool.map(lambda _: ask(ssh, behind), range(6))) == {b"here\n"}
    assert odd.highest <= 2


def test_a_jump_host_without_room_for_even_one_says_so(host: LoopbackServer) -> None:
    with hostile.listening(Odd(0).serve) as port:
        behind = target_of(host, via=odd_gate(port, KeyFile(str(host.key_file))))
        assert failure_of(Ssh(), behind).reason == "jump-full"


def test_a_jump_host_that_never_answers_for_a_host_costs_that_host_its_time_to_connect(
    host: LoopbackServer,
) -> None:
    with hostile.listening(Odd(None).serve) as port:
        behind = target_of(host, via=odd_gate(port, KeyFile(str(host.key_file))))
        failure = failure_of(Ssh(), behind, replaced(PATIENT, connect=1))
    assert failure.reason == "jump-no-answer"
    assert "jump host 'gate'" in said(failure)


def test_an_interrupted_host_does_not_wait_for_its_jump_host(host: LoopbackServer) -> None:
    cancelled, failures = threading.Event(), list[str]()
    with hostile.listening(Odd(None).serve) as port:
        behind = target_of(host, via=odd_gate(port, KeyFile(str(host.key_file))))
        under_way = begun(Ssh(), behind, Heard(), failures, cancelled)
        cancelled.set()
        under_way.join(60)
    assert failures == ["interrupted"]


class _Wire:
    """What has been sent, in place of a socket."""

    def __init__(self) -> None:
        self.sent = b""

    def send(self, data: bytes) -> int:
        self.sent += data
        return len(data)


def _message(kind: int, channel: int, *text: bytes) -> paramiko.Message:
    message = paramiko.Message()
    message.add_byte(bytes([kind]))
    message.add_int(channel)
    for each in text:
        message.add_string(each)
    return message


def test_nothing_is_said_on_a_channel_behind_its_end_nor_on_the_next_of_that_number() -> None:
    """OpenSSH ends the connection of all hosts for data of a channel that is gone; a thread may come late with some."""
    wire = _Wire()
    packets = Packets(wire)
    first = packets.speaker(7)
    with packets.speaking(first):
        packets.send_message(_message(94, 7, b"in time"))
    packets.send_message(_message(97, 7))
    second = packets.speaker(7)
    with packets.speaking(first):
        packets.send_message(_message(94, 7, b"too late"))
    with packets.speaking(second):
        packets.send_message(_message(94, 7, b"another"))
    assert b"in time" in wire.sent
    assert b"too late" not in wire.sent
    assert b"another" in wire.sent
