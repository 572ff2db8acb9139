"""The system's own `ssh`: for what only it can do (jump hosts, certificates, FIDO keys, Match and Include of a user's
ssh_config, the algorithms of old servers). The same script on standard input, the same frames, the keys pinned in the workspace.

What its log says is judged in `openssh_log`; its options and files are made here.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from fieldops.errors import Unreachable
from fieldops.structs import Struct, replaced
from fieldops.transport.credentials import no_credentials
from fieldops.transport.gates import Gate, pause_after
from fieldops.transport.hostkeys import HostKey, pin_line, read_pins
from fieldops.transport.openssh_log import reason_of, shown_key, stage_limit
from fieldops.transport.processes import end, end_group, read, started, write
from fieldops.transport.target import AgentKey, Deadline, KeyFile, Limits, Password, Sink, Target

# The name under which the target's keys stand, whatever a user's ssh_config makes of its address.
ALIAS = "fieldops-target"
# First in the file, so that no ssh_config can change it, and for jump hosts too, which ssh reaches with the same file:
# nobody is asked, no key is believed that is not pinned, no connection of somebody else's is used or left open.
CONFIG = """\
Host *
  BatchMode yes
  StrictHostKeyChecking yes
  UserKnownHostsFile {folder}/known_hosts
  GlobalKnownHostsFile /dev/null
  KnownHostsCommand none
  VerifyHostKeyDNS no
  UpdateHostKeys no
  CheckHostIP no
  HashKnownHosts no
  PasswordAuthentication no
  KbdInteractiveAuthentication no
  ForwardAgent no
  ForwardX11 no
  PermitLocalCommand no
  ClearAllForwardings yes
  ControlMaster no
  ControlPath none
  RequestTTY no
  RemoteCommand none
  Tunnel no
  ForkAfterAuthentication no
  StdinNull no
  SessionType default
  ConnectionAttempts 1
  ConnectTimeout {seconds}
Include {own}
Include /etc/ssh/ssh_config
"""
# Which option takes an algorithm that ssh no longer offers by itself.
OPTIONS = {
    "ssh-rsa": ("HostKeyAlgorithms", "PubkeyAcceptedAlgorithms"),
    "ssh-dss": ("HostKeyAlgorithms", "PubkeyAcceptedAlgorithms"),
    "diffie-hellman-group14-sha1": ("KexAlgorithms",),
    "diffie-hellman-group1-sha1": ("KexAlgorithms",),
    "diffie-hellman-group-exchange-sha1": ("KexAlgorithms",),
    "aes128-cbc": ("Ciphers",),
    "aes256-cbc": ("Ciphers",),
    "3des-cbc": ("Ciphers",),
    "hmac-md5": ("MACs",),
}
_KEPT_WORDS = 4096
_LISTING = ("ssh-add", "-L")
# Being turned away is no failure yet: so often it is tried.
_AGAIN = {"turned-away": 8, "busy": 8, "banned": 24}


class _Heard:
    """A sink that says when the first bytes of the script's have come: until then we are not in."""

    def __init__(self, sink: Sink, entered: Callable[[], object]) -> None:
        self._sink, self._entered, self.inside = sink, entered, False
        # Before that only ssh itself speaks there, or what it has started to get to the host.
        self.said = b""

    @property
    def received(self) -> int:
        return self._sink.received

    @property
    def ended(self) -> bool:
        return self._sink.ended

    def feed(self, data: bytes) -> None:
        if not self.inside:
            self.inside = True
            self._entered()
        self._sink.feed(data)

    def feed_errors(self, data: bytes) -> None:
        if not self.inside:
            self.said = (self.said + data)[:_KEPT_WORDS]
        self._sink.feed_errors(data)

    def answer(self) -> bytes | None:
        return self._sink.answer()


class OpenSsh:
    """`program` with a configuration of ours before the user's. One object for all hosts: it knows how many may log in at once."""

    logs_in = True

    def __init__(self, program: str = "ssh", own_config: str = "~/.ssh/config") -> None:
        self._program, self._own_config = program, own_config
        self._gates: dict[tuple[str, int], Gate] = {}
        self._lock = threading.Lock()

    def run_script(
        self, target: Target, script: bytes, sink: Sink, limits: Limits, cancelled: threading.Event
    ) -> HostKey | None:
        """Run `script` by ``sh -s`` on the target and feed its bytes to `sink`; returns the key the host showed.

        Raises Unreachable with a reason: of ssh's own log, where a limit of ours was not passed before.
        """
        deadline = Deadline(target, limits, cancelled)
        with _files(target, limits, self._own_config) as files:
            visit = _Visit(
                [*_words(self._program, target, files), "exec sh -s"], files, target, limits, deadline
            )
            refusals = 0
            while True:
                try:
                    self._once(visit, script, sink)
                    return shown_key(files.log_text(), target.pins)
                except Unreachable as failure:
                    refusals += 1
                    if refusals >= _AGAIN.get(failure.reason, 0) or sink.received:
                        raise
                    _pause(pause_after(refusals), failure, deadline)

    def _once(self, visit: _Visit, script: bytes, sink: Sink) -> None:
        target, deadline = visit.target, visit.deadline
        visit.files.log.write_bytes(b"")
        with ExitStack() as waiting:
            deadline.phase(1e6, "crowded", address=target.address, port=target.port)
            waiting.enter_context(self._gate(target).passing(deadline))

            def entered() -> None:
                deadline.answering()
                waiting.close()

            heard = _Heard(sink, entered)
            code = visit.run(script, heard)
            if code == 255 and not sink.ended:
                raise visit.reason(heard)

    def host_key(self, target: Target, limits: Limits, cancelled: threading.Event | None = None) -> HostKey:
        """The key the host shows, without logging in; jump hosts on the way must be pinned. Raises Unreachable."""
        deadline = Deadline(target, limits, cancelled or threading.Event())
        with _files(replaced(target, pins=()), limits, self._own_config) as files:
            words = _words(self._program, replaced(target, credential=None), files)
            # For the target alone: what stands in the file holds for jump hosts, too.
            words[1:1] = ["-o", "PreferredAuthentications=none", "-o", "StrictHostKeyChecking=accept-new"]
            visit = _Visit([*words, "true"], files, target, limits, deadline)
            heard = _Heard(_Deaf(), deadline.answering)
            visit.run(b"", heard)
            found = [pin.key for pin in read_pins(files.known_hosts.read_text("utf-8")) if pin.hosts == ALIAS]
            if found:
                return found[0]
            raise visit.reason(heard)

    def _gate(self, target: Target) -> Gate:
        with self._lock:
            return self._gates.setdefault((target.address, target.port), Gate())


class _Deaf:
    received = 0
    ended = False

    def feed(self, data: bytes) -> None:
        pass

    def feed_errors(self, data: bytes) -> None:
        pass

    def answer(self) -> None:
        pass


@dataclass(frozen=True, slots=True)
class _Visit:
    """One host, and the command line that leads there."""

    words: list[str]
    files: _Files
    target: Target
    limits: Limits
    deadline: Deadline

    def run(self, script: bytes, sink: _Heard) -> int:
        """Run ssh until the script or it has ended; its exit code. Whatever happens, nothing of it is left."""
        target, limits, deadline = self.target, self.limits, self.deadline
        seconds = limits.connect + limits.banner + limits.auth
        deadline.phase(seconds, "login-timeout", address=target.address, user=target.user)
        try:
            # The system's own words in the log are read below.
            process = started(self.words, {**os.environ, "LC_ALL": "C"})
        except OSError:
            raise no_credentials(target.address, "credentials.no-ssh", program=self.words[0]) from None
        over = False
        with process:
            try:
                write(process, script, deadline)
                read(process, sink, deadline)
                over = deadline.passed() is None
            except Unreachable as late:
                raise stage_limit(late, self.files.log_text(), target) from None
            finally:
                end(process, over)
                end_group(process)
        if not over and (late_one := deadline.passed()) is not None:
            raise stage_limit(late_one, self.files.log_text(), target)
        return process.returncode

    def reason(self, heard: _Heard) -> Unreachable:
        """Why ssh came to nothing."""
        return reason_of(self.files.log_text(), heard.said, self.target, self.limits)


def _pause(seconds: float, failure: Unreachable, deadline: Deadline) -> None:
    deadline.phase(1e6, failure.reason, **failure.values)
    ends = time.monotonic() + seconds
    while (left := ends - time.monotonic()) > 0:
        time.sleep(min(0.1, left, deadline.left()))


class _Files(Struct, frozen=True):
    """A folder of ours, on this machine, as long as the connection lasts."""

    folder: Path

    @property
    def known_hosts(self) -> Path:
        return self.folder / "known_hosts"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def log_text(self) -> str:
        """What ssh has logged so far, at most a megabyte of it."""
        with self.log.open("rb") as file:
            return file.read(1 << 20).decode("utf-8", "replace")


@contextmanager
def _files(target: Target, limits: Limits, own_config: str) -> Iterator[_Files]:
    with tempfile.TemporaryDirectory(prefix="fieldops-ssh-") as name:
        files = _Files(Path(name))
        # The keys under our name for it, and those of jump hosts under theirs.
        lines = [pin_line(ALIAS, 22, key) for key in target.pins]
        files.known_hosts.write_text("\n".join([*lines, target.known_hosts]) + "\n", "utf-8")
        seconds = max(1, round(limits.connect))
        text = _jump_hosts(target, files) + CONFIG.format(folder=name, seconds=seconds, own=own_config)
        (files.folder / "config").write_text(text, "utf-8")
        files.log.write_bytes(b"")
        yield files


def _way(target: Target) -> list[Target]:
    """The contract's own jump hosts on the way, the outermost first."""
    return [*_way(target.via), target.via] if target.via is not None else []


def _jump_hosts(target: Target, files: _Files) -> str:
    """The contract's jump hosts, under names of ours, as the file's first blocks; their pins go to the known hosts."""
    blocks = []
    for number, jump in enumerate(_way(target)):
        lines = [f"Host {_jump_name(number)}", f"HostName {jump.address}", f"Port {jump.port}"]
        lines += [
            f"HostKeyAlias {_jump_name(number)}",
            f"ProxyJump {_jump_name(number - 1) if number else 'none'}",
        ]
        if jump.user:
            lines.append(f"User {jump.user}")
        if isinstance(jump.credential, Password):
            raise no_credentials(target.address, "credentials.openssh-key")
        if isinstance(jump.credential, KeyFile):
            lines += ["IdentitiesOnly yes", f'IdentityFile "{jump.credential.path}"']
        blocks.append("\n  ".join(lines) + "\n")
        with files.known_hosts.open("a", encoding="utf-8") as known:
            known.writelines(pin_line(_jump_name(number), 22, key) + "\n" for key in jump.pins)
    return "".join(blocks)


def _jump_name(number: int) -> str:
    return f"fieldops-jump-{number}"


def _words(program: str, target: Target, files: _Files) -> list[str]:
    """The command line up to the address. No secret is in it; paths of keys are this machine's own."""
    words = [program, "-F", str(files.folder / "config"), "-E", str(files.log), "-T"]
    words += ["-o", "LogLevel=DEBUG1", "-o", f"HostKeyAlias={ALIAS}"]
    words += _identity(target, files)
    if jumps := _way(target):
        words += ["-o", f"ProxyJump={_jump_name(len(jumps) - 1)}"]
    added: dict[str, list[str]] = {}
    for algorithm in target.old_algorithms:
        for option in OPTIONS[algorithm]:
            added.setdefault(option, []).append(algorithm)
    for option, algorithms in added.items():
        words += ["-o", f"{option}=+{','.join(algorithms)}"]
    if target.port != 22:
        words += ["-p", str(target.port)]
    if target.user:
        words += ["-l", target.user]
    return [*words, target.address]


def _identity(target: Target, files: _Files) -> list[str]:
    match target.credential:
        case KeyFile(path):
            if not os.path.exists(path):
                raise no_credentials(target.address, "credentials.key-file-missing", path=path)
            return ["-o", "IdentitiesOnly=yes", "-i", path]
        case AgentKey(None) | None:
            # ssh's own choice: the agent, certificates, security keys, as the user's ssh_config says.
            return []
        case AgentKey(fingerprint):
            return ["-o", "IdentitiesOnly=yes", "-i", str(_public_key(fingerprint, target, files))]
        case Password():
            raise no_credentials(target.address, "credentials.openssh-key")


def _public_key(fingerprint: str | None, target: Target, files: _Files) -> Path:
    """A file with the public key that the agent holds: that is how ssh is told which of its keys to use."""
    try:
        done = subprocess.run(_LISTING, capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        raise no_credentials(target.address, "credentials.agent-silent") from None
    for line in done.stdout.decode("utf-8", "replace").splitlines():
        # The same three words as in known_hosts, without the host.
        for pin in read_pins(f"agent {line}"):
            if pin.key.fingerprint == fingerprint:
                path = files.folder / "agent.pub"
                path.write_text(line + "\n", "utf-8")
                return path
    raise no_credentials(target.address, "credentials.agent-key-missing", key=fingerprint)
