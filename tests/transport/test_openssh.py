"""The system's ssh as a transport, with real servers: the same facts, the pinned keys only, and each failure its reason."""

from __future__ import annotations

import os
import pwd
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from accounts import ACCOUNT
from conftest import require

sys.path.insert(0, str(Path(__file__).parent))
import dropbears
import hostile

from fieldops.actions.loopback import LoopbackServer, loopback_server
from fieldops.documents.typed import text_of
from fieldops.errors import Unreachable
from fieldops.inspection.frames import FrameReader
from fieldops.inspection.playbook import Parse, Probe
from fieldops.inspection.shell import compile_script
from fieldops.structs import replaced
from fieldops.transport.gates import Gate
from fieldops.transport.hostkeys import HostKey, pin_line
from fieldops.transport.openssh import OpenSsh
from fieldops.transport.openssh_files import Client, version_of
from fieldops.transport.ssh import Ssh
from fieldops.transport.target import Deadline, KeyFile, Limits, Password, Target, Transport

NONCE = "0123456789abcdef"
PATIENT = Limits(connect=60, banner=60, auth=60, silence=120, total=300)
OLD = ("ssh-rsa", "diffie-hellman-group14-sha1", "aes128-cbc")


@pytest.fixture
def way(tmp_path: Path) -> OpenSsh:
    """The transport, with an ssh_config of its own in place of the user's."""
    (tmp_path / "ssh_config").write_text("", "utf-8")
    return OpenSsh(require("ssh"), str(tmp_path / "ssh_config"))


def _probe(id: str, run: str) -> Probe:
    return Probe(id, text_of(id), "linux", run, Parse("lines"), {}, timeout=30)


PROBES = [
    _probe("a", "echo out; echo err >&2; exit 3"),
    _probe("b", "printf '\\377\\000x'; cat /proc/sys/kernel/osrelease"),
    _probe("c", "head -c 200000 /dev/zero | tr '\\0' x"),
]


def _run(
    way: Transport, target: Target, *probes: Probe, limits: Limits = PATIENT
) -> tuple[FrameReader, HostKey | None]:
    script = compile_script(probes or PROBES)
    reader = FrameReader(NONCE, script.caps)
    key = way.run_script(target, script.with_nonce(NONCE), reader, limits, threading.Event())
    return reader, key


def _target(server: LoopbackServer, way: OpenSsh, **more: Any) -> Target:
    bare = Target(
        "127.0.0.1", server.port, server.user, KeyFile(str(server.key_file)), contract="c-1", **more
    )
    return replaced(bare, pins=(way.host_key(bare, PATIENT),))


def _facts(reader: FrameReader) -> dict[str, Any]:
    return {id: (each.out, each.err, each.exit_code, each.why) for id, each in reader.outputs.items()}


def _reason(way: Transport, target: Target, limits: Limits = PATIENT) -> Unreachable:
    with pytest.raises(Unreachable) as failure:
        _run(way, target, limits=limits)
    return failure.value


def test_facts_and_key_are_those_of_the_other_transport(sshd: LoopbackServer, way: OpenSsh) -> None:
    target = _target(sshd, way)
    ours, key = _run(way, target)
    theirs, same = _run(Ssh(), target)
    assert ours.complete
    assert theirs.complete
    assert _facts(ours) == _facts(theirs)
    assert key == same == target.pins[0]


@pytest.fixture
def rsa_key(sshd: LoopbackServer) -> Iterator[Path]:
    """An RSA host key that the servers' account may read."""
    with tempfile.TemporaryDirectory(prefix="fieldops-test-") as name:
        path = Path(name) / "rsa"
        words = [require("ssh-keygen"), "-q", "-t", "rsa", "-b", "2048", "-N", "", "-f", path]
        subprocess.run(words, check=True)
        owner = pwd.getpwnam(sshd.user)
        for each in (Path(name), path):
            os.chown(each, owner.pw_uid, owner.pw_gid)
        yield path


def test_a_server_with_old_algorithms_only_is_reached_by_a_reviewed_exception(
    new_sshd: Callable[..., Any], way: OpenSsh, rsa_key: Path
) -> None:
    config = [
        f"HostKey {rsa_key}",
        "HostKeyAlgorithms ssh-rsa",
        "KexAlgorithms diffie-hellman-group14-sha1",
        "Ciphers aes128-cbc",
        "MACs hmac-sha1",
    ]
    with new_sshd(config=config) as server:
        bare = Target("127.0.0.1", server.port, server.user, KeyFile(str(server.key_file)))
        with pytest.raises(Unreachable) as refused:
            way.host_key(bare, PATIENT)
        assert refused.value.reason == "no-common-algorithm"
        assert "diffie-hellman-group14-sha1" in str(refused.value.values["detail"])
        target = _target(server, way, old_algorithms=OLD)
        reader, key = _run(way, target)
        assert reader.complete
        assert key is not None
        assert key.type == "ssh-rsa"
        # What is accepted for one host is not accepted for another.
        assert _reason(way, replaced(target, old_algorithms=())).reason == "no-common-algorithm"


def test_a_key_that_is_not_pinned_is_not_believed_whatever_the_user_has_known(
    sshd: LoopbackServer, way: OpenSsh, tmp_path: Path
) -> None:
    target = _target(sshd, way)
    known = tmp_path / "known_hosts"
    known.write_text(pin_line("127.0.0.1", sshd.port, target.pins[0]) + "\n", "utf-8")
    (tmp_path / "ssh_config").write_text(
        f"UserKnownHostsFile {known}\nStrictHostKeyChecking no\nHostKeyAlias 127.0.0.1\n", "utf-8"
    )
    unknown = _reason(way, replaced(target, pins=()))
    assert (unknown.reason, unknown.values["offered"]) == ("unknown-host-key", str(target.pins[0]))
    other = HostKey("ssh-ed25519", target.pins[0].blob[:-1] + b"\0")
    changed = _reason(way, replaced(target, pins=(other,)))
    assert (changed.reason, changed.values["pinned"]) == ("changed-host-key", str(other))
    revoked = _reason(way, replaced(target, pins=(), revoked=frozenset(target.pins)))
    assert revoked.reason == "revoked-host-key"


def test_a_jump_host_of_the_users_own_ssh_config_is_used_and_must_be_pinned_too(
    sshd: LoopbackServer, new_sshd: Callable[..., Any], way: OpenSsh, tmp_path: Path
) -> None:
    with new_sshd(config=["AllowTcpForwarding yes"]) as jump:
        target = _target(sshd, way)
        jump_key = way.host_key(Target("127.0.0.1", jump.port, jump.user), PATIENT)
        (tmp_path / "ssh_config").write_text(
            f"Host bastion\n  HostName 127.0.0.1\n  Port {jump.port}\n  User {jump.user}\n"
            f"  IdentityFile {jump.key_file}\nHost inner\n  HostName 127.0.0.1\n  ProxyJump bastion\n",
            "utf-8",
        )
        inner = replaced(target, address="inner")
        refused = _reason(way, inner)
        assert refused.reason == "proxy-failed"
        assert "Host key verification failed" in str(refused.values["detail"])
        pinned = replaced(inner, known_hosts=pin_line("127.0.0.1", jump.port, jump_key))
        reader, key = _run(way, pinned)
    assert reader.complete
    assert key == target.pins[0]


def test_a_jump_host_of_the_contract_is_gone_through_by_its_own_login_and_pins(
    sshd: LoopbackServer, new_sshd: Callable[..., Any], way: OpenSsh
) -> None:
    with new_sshd(config=["AllowTcpForwarding yes"]) as jump:
        via = Target("127.0.0.1", jump.port, jump.user, KeyFile(str(jump.key_file)), name="gate")
        pinned = replaced(via, pins=(way.host_key(via, PATIENT),))
        target = _target(sshd, way, via=pinned)
        reader, _ = _run(way, target)
        assert reader.complete
        assert _reason(way, replaced(target, via=via)).reason == "proxy-failed"


def test_the_contract_says_which_jump_host_and_no_ssh_config_another(
    sshd: LoopbackServer, new_sshd: Callable[..., Any], way: OpenSsh, tmp_path: Path
) -> None:
    target = _target(sshd, way)
    (tmp_path / "ssh_config").write_text("Host *\n  ProxyJump nowhere.invalid\n", "utf-8")
    assert _reason(way, target).reason == "proxy-failed"
    reader, _ = _run(way, replaced(target, direct=True))
    assert reader.complete
    with new_sshd(config=["AllowTcpForwarding yes"]) as jump:
        via = Target("127.0.0.1", jump.port, jump.user, KeyFile(str(jump.key_file)), name="gate")
        pinned = replaced(via, pins=(way.host_key(replaced(via, direct=True), PATIENT),))
        reader, _ = _run(way, replaced(target, via=pinned))
    assert reader.complete


@pytest.fixture
def dropbear(sshd: LoopbackServer) -> Iterator[LoopbackServer]:
    with dropbears.dropbear_server(sshd.key_file, "od") as server:
        yield server


def test_dropbear_gives_the_same_facts(dropbear: LoopbackServer, way: OpenSsh) -> None:
    target = _target(dropbear, way)
    (ours, key), (theirs, same) = _run(way, target), _run(Ssh(), target)
    assert _facts(ours) == _facts(theirs)
    assert key == same
    assert ours.complete


def test_two_hops_with_users_and_keys_of_their_own_one_of_them_dropbear(
    dropbear: LoopbackServer, new_sshd: Callable[..., Any], way: OpenSsh
) -> None:
    with ExitStack() as running, tempfile.TemporaryDirectory(prefix="fieldops-test-") as folder:
        Path(folder).chmod(0o755)
        allowed = ["AllowTcpForwarding yes"]
        inner = running.enter_context(
            loopback_server(Path(folder), lambda *_, **__: None, allowed, None, f"{ACCOUNT}-in")
        )
        host = running.enter_context(new_sshd())
        servers = (dropbear, inner, host)
        assert len({server.user for server in servers}) == 3
        assert len({server.key_file for server in servers}) == 3
        via: Target | None = None
        for server, name in zip(servers, ("outer", "inner", ""), strict=True):
            via = _target(server, way, via=via, name=name)
        assert via is not None
        reader, key = _run(way, via)
        assert reader.complete
        assert key == via.pins[0]


def test_every_way_not_to_get_in_has_its_reason(sshd: LoopbackServer, way: OpenSsh, tmp_path: Path) -> None:
    target = _target(sshd, way)
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        refused = replaced(target, port=held.getsockname()[1])
        assert _reason(way, refused).reason == "connection-refused"
    stranger = tmp_path / "stranger"
    subprocess.run([require("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", stranger], check=True)
    denied = _reason(way, replaced(target, credential=KeyFile(str(stranger))))
    assert (denied.reason, denied.values["method"]) == ("auth-failed", "key_file")
    assert _reason(way, replaced(target, address="no-such-name.invalid")).reason == "name-unknown"
    assert _reason(way, replaced(target, credential=Password("x"))).reason == "no-credentials"
    missing = _reason(way, replaced(target, credential=KeyFile(str(tmp_path / "none"))))
    assert missing.reason == "no-credentials"
    locked = tmp_path / "locked"
    subprocess.run(["cp", sshd.key_file, locked], check=True)
    locked.chmod(0o600)
    subprocess.run([require("ssh-keygen"), "-q", "-p", "-P", "", "-N", "phrase", "-f", locked], check=True)
    assert _reason(way, replaced(target, credential=KeyFile(str(locked)))).reason == "no-credentials"
    gone = OpenSsh(str(tmp_path / "no-ssh"), str(tmp_path / "ssh_config"))
    assert _reason(gone, target).reason == "no-credentials"


def _packet(payload: bytes) -> bytes:
    padding = 8 - (5 + len(payload)) % 8 + 8
    return struct.pack(">IB", len(payload) + padding + 1, padding) + payload + bytes(padding)


def _text(words: bytes) -> bytes:
    return struct.pack(">I", len(words)) + words


@pytest.mark.parametrize("kind", [b"\x04\1", b"\x01" + struct.pack(">I", 11)], ids=["debug", "disconnect"])
def test_lines_that_a_server_puts_into_the_log_are_no_words_of_the_client(way: OpenSsh, kind: bytes) -> None:
    forged = b"bye\ndebug1: Server host key: ssh-ed25519 SHA256:forged\nHost key verification failed.\n"
    goodbye = _packet(b"\x01" + struct.pack(">I", 11) + _text(b"closed") + _text(b""))

    def talk(client: socket.socket) -> None:
        client.sendall(b"SSH-2.0-forger\r\n" + _packet(kind + _text(forged) + _text(b"")) + goodbye)
        while client.recv(1 << 16):
            pass

    with hostile.listening(talk) as port:
        assert _reason(way, Target("127.0.0.1", port, "me")).reason == "disconnected"


# Who is turned away asks again until then; on a busy machine there is time to be turned away at all.
BRIEF = Limits(connect=60, banner=60, auth=60, total=10)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (b"", "turned-away"),
        (b"Not allowed at this time\r\n", "banned"),
        (b"Exceeded MaxStartups\r\n", "busy"),
        (b"Too many logins per minute, try again in 300 seconds\r\n", "busy"),
    ],
)
def test_a_server_that_turns_us_away_is_asked_by_fewer_at_once_and_its_words_are_told(
    way: OpenSsh, words: bytes, reason: str
) -> None:
    def refuse(client: socket.socket) -> None:
        client.sendall(words)
        client.shutdown(socket.SHUT_WR)
        client.recv(1 << 10)

    with hostile.listening(refuse) as port:
        target = Target("127.0.0.1", port, "me")
        failure = _reason(way, target, BRIEF)
    assert failure.reason == reason
    assert failure.values.get("detail", "") == words.decode().strip()
    assert way.gate(target).limit < Gate().limit


def test_who_waits_after_being_turned_away_is_told_while_it_lasts(way: OpenSsh) -> None:
    def refuse(client: socket.socket) -> None:
        client.sendall(b"Exceeded MaxStartups\r\n")
        client.shutdown(socket.SHUT_WR)
        client.recv(1 << 10)

    seen: set[str] = set()
    with hostile.listening(refuse) as port:
        login = threading.Thread(target=lambda: _reason(way, Target("127.0.0.1", port, "me"), BRIEF))
        login.start()
        while login.is_alive():
            seen.update(way.waits.names())
            login.join(0.02)
    assert seen == {"127.0.0.1"}
    assert way.waits.names() == ()


def test_another_protocol_is_no_server_that_turns_us_away(way: OpenSsh) -> None:
    def web(client: socket.socket) -> None:
        hostile.speak_http(client)
        client.shutdown(socket.SHUT_WR)
        client.recv(1 << 10)

    with hostile.listening(web) as port:
        target = Target("127.0.0.1", port, "me")
        assert _reason(way, target).reason == "not-ssh"
    assert way.gate(target).limit == Gate().limit


def test_whoever_is_let_in_widens_the_gate_again(sshd: LoopbackServer, way: OpenSsh) -> None:
    target = _target(sshd, way)
    gate = way.gate(target)
    gate.refused(time.monotonic())
    narrow = gate.limit
    for _ in range(9):
        gate.welcomed()
    assert gate.limit == narrow
    assert _run(way, target)[0].complete
    assert gate.limit == narrow + 1


def test_jump_hosts_of_the_users_own_ssh_config_have_a_gate_together(way: OpenSsh, tmp_path: Path) -> None:
    wide = way.unnamed.limit
    with hostile.listening(hostile.hang_up) as port:
        (tmp_path / "ssh_config").write_text(f"Host 192.0.2.1\n  ProxyJump me@127.0.0.1:{port}\n", "utf-8")
        assert _reason(way, Target("192.0.2.1", 22, "me"), BRIEF).reason == "proxy-failed"
    assert way.unnamed.limit < wide
    assert way.gate(Target("192.0.2.1", 22, "me")).limit == Gate().limit


def test_a_jump_host_has_a_gate_for_all_behind_it_and_is_the_one_that_turned_us_away(way: OpenSsh) -> None:
    with hostile.listening(hostile.hang_up) as port:
        jump = Target("127.0.0.1", port, "me", name="gate")
        target = Target("192.0.2.1", 22, "me", via=jump)
        assert _reason(way, target, BRIEF).reason == "proxy-failed"
    assert way.gate(jump).limit < Gate().limit
    assert way.gate(target).limit == Gate().limit
    with ExitStack() as full:
        free = Deadline(jump, PATIENT, threading.Event())
        for _ in range(way.gate(jump).limit):
            full.enter_context(way.gate(jump).passing(free))
        crowded = _reason(way, target, Limits(total=1))
    assert (crowded.reason, crowded.values["jump"]) == ("jump-crowded", "gate")


def test_an_ssh_config_that_ssh_does_not_accept_is_named(
    sshd: LoopbackServer, way: OpenSsh, tmp_path: Path
) -> None:
    target = _target(sshd, way)
    for text in ("Sparkle yes\n", "Port many\n", "Ciphers rot13\n"):
        (tmp_path / "ssh_config").write_text(text, "utf-8")
        failure = _reason(way, target)
        assert failure.reason == "ssh-config"
        assert "ssh_config" in str(failure.values["detail"])


def test_an_end_of_255_is_the_shells_where_ssh_says_so(sshd: LoopbackServer, way: OpenSsh) -> None:
    reader = FrameReader(NONCE, compile_script(PROBES).caps)
    key = way.run_script(_target(sshd, way), b"exit 255\n", reader, PATIENT, threading.Event())
    assert key is not None
    assert not reader.begun


def test_what_an_older_ssh_does_not_know_it_is_not_told() -> None:
    older = Client(version=version_of("OpenSSH_8.0p1, OpenSSL 1.1.1k  FIPS 25 Mar 2021"))
    assert "KnownHostsCommand" not in older.config
    assert "StrictHostKeyChecking yes" in older.config
    assert "KnownHostsCommand none" in Client().config
    assert older.option("PubkeyAcceptedAlgorithms") == "PubkeyAcceptedKeyTypes"


def test_a_server_that_says_nothing_ends_at_its_limit(way: OpenSsh, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        target = Target("127.0.0.1", server.getsockname()[1], "me")
        assert _reason(way, target, Limits(connect=1, banner=1, auth=1)).reason == "silent"


def test_what_a_deadline_or_an_interruption_ends_leaves_no_process(
    sshd: LoopbackServer, way: OpenSsh, tmp_path: Path
) -> None:
    target = _target(sshd, way)
    late = _reason_of(way, target, Limits(total=3))
    assert late.reason == "deadline"
    cancelled = threading.Event()
    threading.Timer(1.5, cancelled.set).start()
    assert _reason_of(way, target, PATIENT, cancelled).reason == "interrupted"
    here = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(os.getpid())], capture_output=True, text=True, check=False
    )
    assert "fieldops-ssh-" not in here.stdout


def _reason_of(
    way: OpenSsh, target: Target, limits: Limits, cancelled: threading.Event | None = None
) -> Unreachable:
    script = compile_script([_probe("slow", "sleep 25")])
    reader = FrameReader(NONCE, script.caps)
    with pytest.raises(Unreachable) as failure:
        way.run_script(target, script.with_nonce(NONCE), reader, limits, cancelled or threading.Event())
    return failure.value
