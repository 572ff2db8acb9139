"""The system's own `ssh`: for what only it can do (jump hosts, certificates, FIDO keys, Match and Include of a user's
ssh_config, the algorithms of old servers). The same script on standard input, the same frames, the keys pinned in the workspace.

What it is told stands in `openssh_files`, what its log says is judged in `openssh_log`.
"""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack

from fieldops.errors import Unreachable
from fieldops.structs import Struct, replaced
from fieldops.transport.credentials import no_credentials
from fieldops.transport.dialing import Refusal, where
from fieldops.transport.gates import Gate, Waits, pause_after, server_of
from fieldops.transport.hostkeys import HostKey, read_pins
from fieldops.transport.openssh_files import (
    ALIAS,
    NEWEST,
    Client,
    Files,
    Version,
    files_for,
    version_of,
    way_of,
    words_for,
)
from fieldops.transport.openssh_log import reason_of, remote_end, shown_key, stage_limit
from fieldops.transport.openssh_plan import Plan, Said, plan_for, usual_for
from fieldops.transport.processes import end, end_group, read, started, write
from fieldops.transport.target import Deadline, Limits, Sink, Target

_KEPT_WORDS = 4096
# Whom a server asks to come again in so many seconds does; longer nobody waits without knowing why.
_LONGEST_WAIT = 120.0
# As good as no limit.
_UNNAMED = 10_000


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
        self._version: Version | None = None
        self._usual: Said | None = None
        self._gates: dict[tuple[str, int, Target | None], Gate] = {}
        self.waits = Waits()
        # Which jump hosts the user's ssh_config names, ssh alone knows: one gate for all, wide until one of them refuses.
        self.unnamed = Gate(_UNNAMED)
        self._lock = threading.Lock()

    def run_script(
        self, target: Target, script: bytes, sink: Sink, limits: Limits, cancelled: threading.Event
    ) -> HostKey | None:
        """Run `script` by ``sh -s`` on the target and feed its bytes to `sink`; returns the key the host showed.

        Raises Unreachable with a reason: of ssh's own log, where a limit of ours was not passed before.
        """
        deadline = Deadline(target, limits, cancelled)
        client = self._client()
        with files_for(target, limits, client) as files:
            words = words_for(client, target, files)
            if not target.terminal:
                words.append("exec sh -s")
            visit = _Visit(words, files, target, limits, deadline)
            self._entered(visit, script, sink)
            return shown_key(files.log_text(), target.pins)

    def _entered(self, visit: _Visit, script: bytes, sink: Sink) -> None:
        """Run the script, again and again while the server turns us away before it lets us in."""
        refusals, pause = 0, 0.0
        last: Unreachable | None = None
        while True:
            try:
                if last is not None:
                    with self.waits.at(server_of(last)):
                        _pause(pause, last, visit.deadline)
                return self._once(visit, script, sink)
            except Refusal as refusal:
                refusals, last = refusals + 1, refusal.failure
                pause = refusal.after + pause_after(refusals)
                if refusals >= refusal.tries or refusal.after > _LONGEST_WAIT or sink.received:
                    raise last from None
            except Unreachable as failure:
                # With no time left for one more try, being turned away is the reason, whatever ended the last one.
                late = visit.deadline.is_over() or failure.reason in ("crowded", "jump-crowded")
                if last is not None and late:
                    raise last from None
                raise

    def _once(self, visit: _Visit, script: bytes, sink: Sink) -> None:
        target, deadline = visit.target, visit.deadline
        visit.files.log.write_bytes(b"")
        jumps = [self.gate(jump) for jump in way_of(target)]
        unnamed = [] if jumps or target.direct else [self.unnamed]
        with ExitStack() as waiting:
            # The outermost first, so that no two wait for each other.
            for jump, gate in zip(way_of(target), jumps, strict=True):
                deadline.phase(1e6, "jump-crowded", **where(target), jump=jump.name)
                with self.waits.at(jump.name or jump.address):
                    waiting.enter_context(gate.passing(deadline))
            deadline.phase(1e6, "crowded", **where(target))
            for gate in (*unnamed, self.gate(target)):
                with self.waits.at(target.address):
                    waiting.enter_context(gate.passing(deadline))
            began = time.monotonic()

            def entered() -> None:
                deadline.answering()
                waiting.close()
                for gate in (*jumps, *unnamed, self.gate(target)):
                    gate.welcomed()

            heard = _Heard(sink, entered)
            code = visit.run(script, heard)
            # ssh's own end: a signal's, or 255 of which the log does not say that it is the shell's.
            if (code < 0 or code == 255) and not sink.ended and not remote_end(visit.files.log_text()):
                reason = visit.reason(heard)
                if isinstance(reason, Refusal):
                    behind = reason.failure.reason == "proxy-failed"
                    blamed = [*jumps, *unnamed] if behind else [self.gate(target)]
                    for gate in blamed:
                        gate.refused(began)
                raise reason

    def host_key(self, target: Target, limits: Limits, cancelled: threading.Event | None = None) -> HostKey:
        """The key the host shows, without logging in; jump hosts on the way must be pinned. Raises Unreachable."""
        deadline = Deadline(target, limits, cancelled or threading.Event())
        client, asked = self._client(), replaced(target, pins=(), credential=None)
        with files_for(asked, limits, client) as files:
            words = words_for(client, asked, files)
            # For the target alone: what stands in the file holds for jump hosts, too.
            words[1:1] = ["-o", "PreferredAuthentications=none", "-o", "StrictHostKeyChecking=accept-new"]
            visit = _Visit([*words, "true"], files, target, limits, deadline)
            heard = _Heard(_Deaf(), deadline.answering)
            visit.run(b"", heard)
            found = [pin.key for pin in read_pins(files.known_hosts.read_text("utf-8")) if pin.hosts == ALIAS]
            if found:
                return found[0]
            reason = visit.reason(heard)
            raise reason.failure if isinstance(reason, Refusal) else reason

    def plan(self, target: Target) -> Plan:
        """What ssh would do at the target; nothing is connected. Raises Unreachable where it would not even begin."""
        client = self._client()
        if self._usual is None:
            self._usual = usual_for(client, target)
        return plan_for(client, target, self._usual)

    def _client(self) -> Client:
        with self._lock:
            if self._version is None:
                self._version = _version(self._program)
            return Client(self._program, self._version, self._own_config)

    def gate(self, target: Target) -> Gate:
        """The gate of the target's server: held from connecting until logged in."""
        with self._lock:
            return self._gates.setdefault((target.address, target.port, target.via), Gate())


def _version(program: str) -> Version:
    """The program's version; one that is not there is told of by whoever starts it."""
    try:
        done = subprocess.run([program, "-V"], capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return NEWEST
    return version_of(done.stderr.decode("utf-8", "replace"))


class _Deaf:
    received = 0
    ended = False

    def feed(self, data: bytes) -> None:
        pass

    def feed_errors(self, data: bytes) -> None:
        pass

    def answer(self) -> None:
        pass


class _Visit(Struct, frozen=True):
    """One host, and the command line that leads there."""

    words: list[str]
    files: Files
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
                # A device waits for more at its prompt: there is no end to wait for.
                over = deadline.passed() is None and not target.terminal
            except Unreachable as late:
                raise stage_limit(late, self.files.log_text(), target) from None
            finally:
                end(process, over)
                end_group(process)
        if not over and (late_one := deadline.passed()) is not None:
            raise stage_limit(late_one, self.files.log_text(), target)
        return process.returncode

    def reason(self, heard: _Heard) -> Unreachable | Refusal:
        """Why ssh came to nothing."""
        return reason_of(self.files.log_text(), heard.said, self.target, self.limits)


def _pause(seconds: float, failure: Unreachable, deadline: Deadline) -> None:
    deadline.phase(1e6, failure.reason, **failure.values)
    ends = time.monotonic() + seconds
    while (left := ends - time.monotonic()) > 0:
        time.sleep(min(0.1, left, deadline.left()))
