"""The SSH transport against OpenSSH, dropbear, a busybox shell, and servers that misbehave."""

from __future__ import annotations

import os
import resource
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from functools import partial
from pathlib import Path
from typing import Any

import paramiko
import pytest
from conftest import require

from fieldops.structs import replaced

sys.path.insert(0, str(Path(__file__).parent))
import dropbears
import hostile

from fieldops.actions.loopback import LoopbackServer
from fieldops.documents.typed import text_of
from fieldops.errors import Unreachable
from fieldops.inspection.frames import FrameReader
from fieldops.inspection.playbook import Parse, Probe
from fieldops.inspection.shell import compile_script
from fieldops.transport.dialing import connect
from fieldops.transport.hostkeys import HostKey
from fieldops.transport.session import Connection
from fieldops.transport.ssh import Ssh
from fieldops.transport.target import AgentKey, Deadline, KeyFile, Limits, Target

NONCE = "0123456789abcdef"
SSH = Ssh()
# Nothing that answers at all is too slow for these, on a machine however busy; a test shortens the one it is about.
PATIENT = Limits(connect=120, banner=120, auth=120, silence=120, total=600, received=8 << 20)


def _probe(id: str, run: str, timeout: int = 5) -> Probe:
    return Probe(id, text_of(id), "linux", run, Parse("lines"), {}, timeout=timeout)


def _run(target: Target, *probes: Probe, limits: Limits = PATIENT) -> FrameReader:
    reader = FrameReader(NONCE, compile_script(probes).caps)
    SSH.run_script(target, compile_script(probes).with_nonce(NONCE), reader, limits, threading.Event())
    return reader


def _target(server: LoopbackServer, **more: Any) -> Target:
    bare = Target("127.0.0.1", server.port, server.user, KeyFile(str(server.key_file)), **more)
    pins = (SSH.host_key(bare, PATIENT),)
    return Target("127.0.0.1", server.port, server.user, more.get("credential", bare.credential), pins)


def test_both_streams_and_the_exit_code_arrive(sshd: LoopbackServer) -> None:
    reader = _run(
        _target(sshd), _probe("a", "echo out; echo err >&2; exit 3"), _probe("b", "printf '\\377\\000x'")
    )
    assert reader.complete
    first, second = reader.outputs["a"], reader.outputs["b"]
    assert (first.out, first.err, first.exit_code, first.why) == (b"out\n", b"err", 3, "ok")
    assert second.out == b"\xff\0x"


def test_more_than_a_window_of_both_streams(sshd: LoopbackServer) -> None:
    big = Probe(
        "big",
        text_of("big"),
        "linux",
        "head -c 6000000 /dev/zero | tr '\\0' a; head -c 6000000 /dev/zero >&2",
        Parse("lines"),
        {},
        cap=7_000_000,
    )
    reader = _run(_target(sshd), big, _probe("after", "echo here"))
    assert len(reader.outputs["big"].out) == 6_000_000
    assert reader.outputs["after"].out == b"here\n"


def test_noise_of_the_login_shell_is_no_result(new_sshd: Callable[..., Any]) -> None:
    noisy = (
        "ForceCommand printf 'motd without newline'; echo 'more noise' >&2; eval \"$SSH_ORIGINAL_COMMAND\""
    )
    with new_sshd(config=[noisy]) as server:
        reader = _run(_target(server), _probe("a", "echo out"))
    assert reader.complete
    assert reader.outputs["a"].out == b"out\n"
    assert b"motd without newline" in bytes(reader.noise)


def test_lines_in_any_encoding_before_the_version_do_not_matter(sshd: LoopbackServer) -> None:
    direct = _target(sshd)

    def greet_and_pass_on(client: socket.socket) -> None:
        client.sendall("欢迎使用堡垒机\r\n本机受监控\r\n\r\n".encode("gbk"))
        with socket.create_connection(("127.0.0.1", sshd.port)) as server:
            back = threading.Thread(target=_pass_on, args=(server, client), daemon=True)
            back.start()
            _pass_on(client, server)
            back.join(60)

    with hostile.listening(greet_and_pass_on) as port:
        reader = _run(replaced(direct, port=port), _probe("a", "echo out"))
    assert reader.outputs["a"].out == b"out\n"


def _pass_on(source: socket.socket, to: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(1 << 16):
            to.sendall(data)
        to.shutdown(socket.SHUT_WR)


def test_a_busybox_shell_as_the_remote_shell(new_sshd: Callable[..., Any]) -> None:
    busybox = require("busybox")
    with tempfile.TemporaryDirectory(prefix="fieldops-test-") as folder:
        os.chmod(folder, 0o755)
        subprocess.run([busybox, "--install", "-s", folder], check=True)
        with new_sshd(
            config=[f'ForceCommand PATH={folder} exec {folder}/sh -c "$SSH_ORIGINAL_COMMAND"']
        ) as server:
            reader = _run(
                _target(server),
                _probe("which", "command -v df"),
                _probe("slow", "sleep 99", timeout=1),
                _probe("z", "echo z"),
            )
    assert reader.complete
    assert reader.outputs["which"].out == f"{folder}/df\n".encode()
    assert reader.outputs["slow"].why == "timeout"
    assert reader.outputs["z"].out == b"z\n"


@pytest.fixture
def dropbear(sshd: LoopbackServer, request: pytest.FixtureRequest) -> Iterator[LoopbackServer]:
    """A real dropbear with the options that the test's parameter names."""
    with dropbears.dropbear_server(sshd.key_file, "db", getattr(request, "param", [])) as server:
        yield server


def test_dropbear(dropbear: LoopbackServer) -> None:
    reader = _run(
        _target(dropbear),
        _probe("a", "echo out; echo err >&2; exit 3"),
        _probe("slow", "sleep 99 & sleep 98", timeout=1),
        _probe("z", "echo z"),
    )
    assert reader.complete
    assert (reader.outputs["a"].err, reader.outputs["a"].exit_code) == (b"err", 3)
    assert reader.outputs["slow"].why == "timeout"
    assert reader.outputs["z"].out == b"z\n"


def test_hosts_behind_dropbear_are_reached_through_it(dropbear: LoopbackServer, sshd: LoopbackServer) -> None:
    behind = replaced(_target(sshd), via=replaced(_target(dropbear), name="gate"))
    with SSH.opened([behind], PATIENT, threading.Event()):
        for _ in range(3):
            assert _run(behind, _probe("a", "echo out")).outputs["a"].out == b"out\n"
        with pytest.raises(Unreachable) as failure:
            _run(replaced(behind, port=1), _probe("a", "echo out"))
    assert failure.value.reason in ("jump-refused", "jump-forbids")


@pytest.mark.parametrize("dropbear", [["-c", "echo closed for today"]], indirect=True)
def test_a_forced_command_of_dropbear_is_heard(dropbear: LoopbackServer) -> None:
    reader = _run(_target(dropbear), _probe("a", "echo out"))
    assert not reader.begun
    assert reader.said == b"closed for today\n"


def test_a_key_that_dropbear_does_not_know_is_refused(dropbear: LoopbackServer, tmp_path: Path) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / "key"], check=True)
    target = replaced(_target(dropbear), credential=KeyFile(str(tmp_path / "key")))
    with pytest.raises(Unreachable) as failure:
        _run(target, _probe("a", "echo out"))
    assert failure.value.reason == "auth-failed"


def test_a_key_of_the_agent(sshd: LoopbackServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    require("ssh-agent")
    started = subprocess.run(
        ["ssh-agent", "-s", "-a", tmp_path / "agent"], capture_output=True, text=True, check=True
    )
    pid = int(started.stdout.split("SSH_AGENT_PID=")[1].split(";")[0])
    monkeypatch.setenv("SSH_AUTH_SOCK", str(tmp_path / "agent"))
    plain = _target(sshd)

    def with_agent(fingerprint: str | None) -> Target:
        return Target(plain.address, plain.port, plain.user, AgentKey(fingerprint), plain.pins)

    try:
        with pytest.raises(Unreachable) as empty:
            _run(with_agent(None), _probe("a", "echo x"))
        assert "agent-empty" in str(empty.value.values["detail"])
        subprocess.run(["ssh-add", "-q", sshd.key_file], check=True)
        assert _run(with_agent(None), _probe("a", "echo x")).complete
        other = tmp_path / "other"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", other], check=True)
        subprocess.run(["ssh-add", "-q", other], check=True)
        with pytest.raises(Unreachable) as several:
            _run(with_agent(None), _probe("a", "echo x"))
        assert "agent-several" in str(several.value.values["detail"])
        fingerprint = paramiko.PKey.from_path(sshd.key_file).fingerprint
        assert _run(with_agent(fingerprint), _probe("a", "echo x")).complete
    finally:
        os.kill(pid, 15)


def test_an_agent_that_never_answers_is_the_reason(
    sshd: LoopbackServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = _target(sshd)
    with socket.socket(socket.AF_UNIX) as agent:
        agent.bind(str(tmp_path / "agent"))
        agent.listen()
        monkeypatch.setenv("SSH_AUTH_SOCK", str(tmp_path / "agent"))
        with pytest.raises(Unreachable) as silent:
            _run(
                replaced(plain, credential=AgentKey()),
                _probe("a", "echo x"),
                limits=replaced(PATIENT, auth=1),
            )
    assert silent.value.reason == "no-credentials"
    assert "agent-silent" in str(silent.value.values["detail"])


def test_a_key_file_that_cannot_be_read_in_time_is_the_reason(sshd: LoopbackServer, tmp_path: Path) -> None:
    target = replaced(_target(sshd), credential=KeyFile(str(tmp_path / "key")))
    os.mkfifo(tmp_path / "key")
    with pytest.raises(Unreachable) as slow:
        _run(target, _probe("a", "echo x"), limits=replaced(PATIENT, auth=1))
    assert slow.value.reason == "no-credentials"
    assert "key-file-slow" in str(slow.value.values["detail"])
    # Let the thread that was left behind end.
    (tmp_path / "key").write_bytes(b"")


@pytest.mark.parametrize("address", ["a..b", "x" * 70 + ".example", "no such name"])
def test_a_name_that_is_none_is_unknown(address: str) -> None:
    with pytest.raises(Unreachable) as failure:
        SSH.host_key(Target(address), PATIENT)
    assert failure.value.reason in ("name-unknown", "name-timeout")


def test_an_interface_that_is_not_there_is_told_and_stops_nothing() -> None:
    with pytest.raises(Unreachable) as failure:
        SSH.host_key(Target("fe80::1%no-such-0"), PATIENT)
    assert failure.value.reason in ("name-unknown", "name-timeout", "network")


def test_a_server_that_takes_no_connection_any_more_is_told_as_such() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        port = server.getsockname()[1]
        with ExitStack() as waiting:
            for _ in range(3):
                client = waiting.enter_context(socket.socket())
                client.setblocking(False)
                client.connect_ex(("127.0.0.1", port))
            with pytest.raises(Unreachable) as failure:
                SSH.host_key(Target("127.0.0.1", port), replaced(PATIENT, connect=1, banner=1))
    assert failure.value.reason in ("connect-timeout", "silent")


def test_a_key_with_a_passphrase_says_so(sshd: LoopbackServer, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "secret", "-f", locked], check=True)
    plain = _target(sshd)
    with pytest.raises(Unreachable) as refused:
        _run(
            Target(plain.address, plain.port, plain.user, KeyFile(str(locked)), plain.pins),
            _probe("a", "echo x"),
        )
    assert "key-encrypted" in str(refused.value.values["detail"])


@pytest.mark.parametrize("kind", ["rsa", "ecdsa"])
def test_other_kinds_of_keys(new_sshd: Callable[..., Any], tmp_path: Path, kind: str) -> None:
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", "", "-f", key], check=True)
    with new_sshd(client_key=key) as server:
        assert _run(_target(server), _probe("a", "echo x")).complete


def test_the_key_we_pinned_is_asked_for_when_the_server_has_several(
    new_sshd: Callable[..., Any], tmp_path: Path
) -> None:
    # The server prefers ed25519; we know only its RSA key.
    rsa = Path(tempfile.mkdtemp(prefix="fieldops-test-")) / "rsa_host_key"
    subprocess.run(["ssh-keygen", "-q", "-t", "rsa", "-N", "", "-f", rsa], check=True)
    rsa.parent.chmod(0o755)
    # sshd does not use a key that others may read.
    rsa.chmod(0o600)
    with new_sshd() as probe:
        os.chown(rsa, (probe.folder / "host_key").stat().st_uid, -1)
        with new_sshd(config=[f"HostKey {rsa}"], client_key=probe.key_file) as server:
            known = paramiko.RSAKey.from_private_key_file(str(rsa))
            pin = HostKey("ssh-rsa", known.asbytes())
            target = Target("127.0.0.1", server.port, server.user, KeyFile(str(server.key_file)), (pin,))
            assert _run(target, _probe("a", "echo x")).complete


@pytest.mark.parametrize(
    ("behaviour", "reason", "limits"),
    [
        (hostile.drip_banner, "no-banner", replaced(PATIENT, banner=1, auth=1)),
        (hostile.flood_banner, "not-ssh", PATIENT),
        (hostile.speak_http, "not-ssh", PATIENT),
        (hostile.hang_up, "turned-away", PATIENT),
        (hostile.hang_in_key_exchange, "handshake-timeout", replaced(PATIENT, auth=1)),
    ],
)
def test_servers_that_never_get_to_ssh(behaviour: hostile.Behaviour, reason: str, limits: Limits) -> None:
    with hostile.listening(behaviour) as port, pytest.raises(Unreachable) as failure:
        SSH.host_key(Target("127.0.0.1", port), limits)
    assert failure.value.reason == reason


def test_who_was_turned_away_and_has_no_time_for_one_more_try_was_turned_away() -> None:
    calls: list[socket.socket] = []

    def busy_and_then_silent(client: socket.socket) -> None:
        calls.append(client)
        if len(calls) == 1:
            client.sendall(b"Exceeded MaxStartups\r\n")
        else:
            client.recv(1)

    with hostile.listening(busy_and_then_silent) as port, pytest.raises(Unreachable) as failure:
        SSH.host_key(Target("127.0.0.1", port), replaced(PATIENT, total=3))
    assert len(calls) > 1
    assert failure.value.reason == "busy"


HOST_KEY = paramiko.ECDSAKey.generate()


def _talked(
    talk: Callable[[paramiko.Channel, paramiko.Transport], None],
    tmp_path: Path,
    limits: Limits = PATIENT,
    script: bytes = b"script",
) -> tuple[Unreachable | None, FrameReader]:
    key = tmp_path / "key"
    if not key.exists():
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    reader = FrameReader(NONCE, {"a": 1000, "b": 1000})
    pin = HostKey(HOST_KEY.get_name(), HOST_KEY.asbytes())
    with hostile.listening(hostile.after_login(HOST_KEY, talk)) as port:
        target = Target("127.0.0.1", port, "anyone", KeyFile(str(key)), (pin,))
        try:
            SSH.run_script(target, script, reader, limits, threading.Event())
            failure = None
        except Unreachable as found:
            failure = found
    return failure, reader


def _break_off(channel: paramiko.Channel, transport: paramiko.Transport) -> None:
    """Say no more, without any farewell."""
    # The script has come: the client is reading.
    channel.makefile("rb").read()
    # Not close(): that could take back what the client has not read yet.
    transport.sock.shutdown(socket.SHUT_WR)
    transport.join(60)


def test_endless_output_is_cut_off_in_bounded_memory(tmp_path: Path) -> None:
    def flood(channel: paramiko.Channel, transport: paramiko.Transport) -> None:
        while True:
            channel.sendall(b"x" * 30000)

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    failure, reader = _talked(flood, tmp_path)
    assert failure is not None
    assert failure.reason == "flood"
    assert not reader.complete
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 << 10


def test_endless_errors_are_drained_too(tmp_path: Path) -> None:
    def flood(channel: paramiko.Channel, transport: paramiko.Transport) -> None:
        while True:
            channel.sendall_stderr(b"x" * 30000)

    failure, _ = _talked(flood, tmp_path)
    assert failure is not None
    assert failure.reason == "flood"


def test_a_limit_that_was_passed_is_told_also_when_the_connection_breaks_then(tmp_path: Path) -> None:
    def flood_and_vanish(channel: paramiko.Channel, transport: paramiko.Transport) -> None:
        channel.sendall(b"x" * (1 << 20))
        _break_off(channel, transport)

    failure, reader = _talked(flood_and_vanish, tmp_path, replaced(PATIENT, received=100 << 10))
    assert failure is not None
    assert (failure.reason, failure.values["limit"]) == ("flood", 100 << 10)
    assert reader.received > 100 << 10


def test_a_host_that_does_not_take_the_script_holds_nobody(tmp_path: Path) -> None:
    def read_nothing(channel: paramiko.Channel, transport: paramiko.Transport) -> None:
        threading.Event().wait(30)

    script = b"# more than a window takes\n" * (1 << 17)
    failure, _ = _talked(read_nothing, tmp_path, replaced(PATIENT, silence=2), script)
    assert failure is not None
    assert (failure.reason, failure.values.get("seconds")) == ("stalled", 2)


def test_a_host_that_closes_before_it_has_the_script_gives_no_shell(tmp_path: Path) -> None:
    def close(channel: paramiko.Channel, transport: paramiko.Transport) -> None:
        channel.close()
        transport.join(60)

    failure, _ = _talked(close, tmp_path, script=b"# more than a window takes\n" * (1 << 17))
    assert failure is not None
    assert failure.reason == "no-shell"


def test_silence_after_login_ends(tmp_path: Path) -> None:
    failure, _ = _talked(
        lambda channel, transport: threading.Event().wait(30) and None, tmp_path, replaced(PATIENT, silence=2)
    )
    assert failure is not None
    assert failure.reason == "stalled"


def test_a_slow_drip_ends_at_the_deadline(tmp_path: Path) -> None:
    def drip(channel: paramiko.Channel, transport: paramiko.Transport) -> None:
        while True:
            channel.sendall(b".")
            time.sleep(0.2)

    failure, _ = _talked(drip, tmp_path, replaced(PATIENT, total=5))
    assert failure is not None
    assert failure.reason == "deadline"


def test_frames_before_a_broken_connection_are_kept(tmp_path: Path) -> None:
    def break_off(channel: paramiko.Channel, transport: paramiko.Transport) -> None:
        channel.sendall(f"@fo {NONCE} B a\nfact\n\n@fo {NONCE} E a ok 10 \n@fo {NONCE} B b\nhalf".encode())
        _break_off(channel, transport)

    failure, reader = _talked(break_off, tmp_path)
    assert failure is None or failure.reason == "disconnected"
    assert not reader.complete
    assert reader.outputs["a"].out == b"fact\n"
    assert "b" not in reader.outputs


def test_an_end_without_exit_status_is_enough(tmp_path: Path) -> None:
    read = threading.Event()
    waited: list[bool] = []

    def end(channel: paramiko.Channel, transport: paramiko.Transport) -> None:
        frames = "".join(f"\n@fo {NONCE} B {id}\nx\n\n@fo {NONCE} E {id} ok 10 " for id in "ab")
        channel.sendall_stderr(f"\n@fo {NONCE} END\n".encode())
        channel.sendall(f"{frames}\n@fo {NONCE} END 2\n".encode())
        waited.append(read.wait(600))

    failure, reader = _talked(end, tmp_path)
    # The server was still holding the channel open.
    assert (failure, waited) == (None, [])
    assert reader.complete
    read.set()


def test_threads_and_descriptors_do_not_grow(sshd: LoopbackServer) -> None:
    target = _target(sshd)
    _run(target, _probe("a", "echo x"))
    threads, descriptors = threading.active_count(), len(os.listdir("/proc/self/fd"))
    for _ in range(5):
        _run(target, _probe("a", "echo x"))
    # The watchdog looks up ten times a second whether it is needed still; a thread that ends is counted until it has.
    for _ in range(600):
        if threading.active_count() <= threads:
            break
        time.sleep(0.1)
    assert threading.active_count() <= threads
    assert len(os.listdir("/proc/self/fd")) <= descriptors


def test_aes_gcm_is_asked_for_first(sshd: LoopbackServer) -> None:
    """A checksum beside the cipher is compared byte by byte in Python; the server's choice is the first of ours that it has."""
    deadline = Deadline(_target(sshd), PATIENT, threading.Event())
    target = _target(sshd)
    dial = partial(connect, target, PATIENT, deadline)
    with closing(Connection(target, PATIENT, deadline, dial, lambda deadline: None)) as connection:
        connection.open()
        assert connection.transport.remote_cipher == "aes128-gcm@openssh.com"
