"""What a transport is, and what each needs to know and to give: target, limits, sink, deadline.

The ways there are stand in `registry`; what the bytes mean is `inspection`'s business.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from fieldops.errors import Unreachable
from fieldops.structs import Struct
from fieldops.transport.hostkeys import HostKey


class KeyFile(Struct, frozen=True):
    """Log in with a private key file."""

    path: str


class AgentKey(Struct, frozen=True):
    """Log in with a key of the SSH agent: the one with this fingerprint, or its only one."""

    fingerprint: str | None = None


@dataclass(frozen=True, slots=True)
class Password:
    """Log in with a password."""

    secret: str = field(repr=False)


Credential = KeyFile | AgentKey | Password


class Prompt(Struct, frozen=True):
    """What a server asks whoever logs in, in its own words made safe; `echo`: what is typed may be seen."""

    words: str
    echo: bool


# Returns what the person types, or None if nobody is there.
Answer = Callable[[Prompt], str | None]


class Target(Struct, frozen=True):
    """A host to reach. `contract` is only for messages; `pins` are the host keys it may show, `revoked` those nobody may.

    `via`: the jump host that it lies behind, which may lie behind another; `name` is what the contract calls a jump host.
    `answer`: asks a person what the server asks as a second factor; without it nobody is asked.
    Only for `openssh`: `old_algorithms` are offered besides what ssh offers by itself, `known_hosts` are all pins of the contract;
    `direct`: no jump host, whatever the user's ssh_config says.
    `terminal`: it has no POSIX shell; a terminal is opened there, and all that it is sent are the answers of the sink.
    """

    address: str
    port: int = 22
    user: str = ""
    credential: Credential | None = None
    pins: tuple[HostKey, ...] = ()
    revoked: frozenset[HostKey] = frozenset()
    contract: str = ""
    via: Target | None = None
    name: str = ""
    answer: Answer | None = None
    old_algorithms: tuple[str, ...] = ()
    known_hosts: str = ""
    direct: bool = False
    terminal: bool = False


class Limits(Struct, frozen=True):
    """Seconds a host may take: to connect, to say it speaks SSH, to let us in, to be silent, and in all."""

    connect: float = 10
    banner: float = 10
    auth: float = 20
    silence: float = 60
    total: float = 300
    received: int = 64 << 20


class Sink(Protocol):
    """Takes the script's bytes as they arrive."""

    @property
    def received(self) -> int:
        """How many bytes have come."""

    @property
    def ended(self) -> bool:
        """Whether the script has run to its end."""

    def feed(self, data: bytes) -> object:
        """Take standard output."""

    def feed_errors(self, data: bytes) -> object:
        """Take standard error."""

    def answer(self) -> bytes | None:
        """What the script is to be sent now, behind its own text; empty: nothing yet, None: nothing any more."""


class Transport(Protocol):
    """A way to carry a script to a machine and its bytes back. One object serves all hosts, from many threads."""

    @property
    def logs_in(self) -> bool:
        """Whether it needs a login from us; without one nobody is asked for a password."""

    def run_script(
        self, target: Target, script: bytes, sink: Sink, limits: Limits, cancelled: threading.Event
    ) -> HostKey | None:
        """Give `script` to a POSIX shell on `target` and feed what it says to `sink`; returns the key the machine showed.
        Of a target with a terminal the script is empty.

        Raises Unreachable with a reason: the limit that was passed, when one was, whatever the connection said of it.
        What was fed to `sink` before stays valid. Ends soon after `cancelled` is set.
        """


@runtime_checkable
class SharedWays(Protocol):
    """A transport on which several targets share something that must be open before them: jump hosts."""

    def opened(
        self, targets: Iterable[Target], limits: Limits, cancelled: threading.Event
    ) -> AbstractContextManager[None]:
        """Open it until the block ends. What cannot be opened is told by `run_script` of each target that needs it."""


class _Phase(Struct, frozen=True):
    ends: float
    failure: Unreachable


class Deadline:
    """The moment a host must have finished, or the operator's Ctrl-C, whichever comes first.

    Until the script runs, each phase has a limit of its own and its own words for not keeping it. Read by the host's
    worker and, from outside, by the `Watchdog`.
    """

    def __init__(self, target: Target, limits: Limits, cancelled: threading.Event) -> None:
        self._target, self._limits, self._cancelled = target, limits, cancelled
        self._ends = time.monotonic() + limits.total
        self._phase: _Phase | None = None
        self._heard: float | None = None

    def phase(self, seconds: float, reason: str, **values: object) -> None:
        """Begin a phase of at most `seconds`. `reason` is why the host failed when it, or the host's time, is over."""
        now = time.monotonic()
        ends = min(now + seconds, self._ends)
        # With no time left for it the phase is not to blame.
        blamed = self._ends - now >= min(seconds, 0.5)
        failure = Unreachable(reason, **values, seconds=max(1, round(ends - now)))
        self._phase = _Phase(ends, failure if blamed else self._too_late())

    def answering(self) -> None:
        """The script is on its way: from now on silence counts, and the host's time in all."""
        self.heard()
        self._phase = None

    def heard(self) -> None:
        """Note that the host has just sent something."""
        self._heard = time.monotonic()

    def passed(self) -> Unreachable | None:
        """Why the host must end now; None while it may go on."""
        if self._cancelled.is_set():
            return Unreachable("interrupted", address=self._target.address)
        now, phase, heard = time.monotonic(), self._phase, self._heard
        if phase is not None:
            return phase.failure if now >= phase.ends else None
        if now >= self._ends:
            return self._too_late()
        if heard is not None and now >= heard + self._limits.silence:
            return Unreachable("stalled", address=self._target.address, seconds=round(self._limits.silence))
        return None

    def is_over(self) -> bool:
        """Whether the host has had its time in all, and nobody has interrupted it before."""
        return not self._cancelled.is_set() and time.monotonic() >= self._ends

    def late(self) -> Unreachable:
        """What a wait that has lasted too long means."""
        return self.passed() or (self._phase.failure if self._phase else self._too_late())

    def left(self) -> float:
        """Seconds to wait at most before looking again (one at most). Raises Unreachable when time is up."""
        failure = self.passed()
        if failure is not None:
            raise failure
        ends = self._phase.ends if self._phase is not None else self._ends
        return max(0.01, min(1.0, ends - time.monotonic()))

    def _too_late(self) -> Unreachable:
        return Unreachable("deadline", address=self._target.address, seconds=round(self._limits.total))

    def check_size(self, sink: Sink) -> None:
        """Raise Unreachable when the host has sent more than any script would."""
        if sink.received > self._limits.received:
            raise self.flood()

    def flood(self) -> Unreachable:
        """The host has sent more than any script would."""
        return Unreachable("flood", address=self._target.address, limit=self._limits.received)
