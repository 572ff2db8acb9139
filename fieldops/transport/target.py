"""What a transport is, and what each needs to know and to give: target, limits, sink, deadline.

The ways there are stand in `registry`; what the bytes mean is `inspection`'s business.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import Protocol

from fieldops.errors import Unreachable
from fieldops.transport.hostkeys import HostKey


@dataclass(frozen=True, slots=True)
class KeyFile:
    """Log in with a private key file."""

    path: str


@dataclass(frozen=True, slots=True)
class AgentKey:
    """Log in with a key of the SSH agent: the one with this fingerprint, or its only one."""

    fingerprint: str | None = None


@dataclass(frozen=True, slots=True)
class Password:
    """Log in with a password."""

    secret: str = field(repr=False)


Credential = KeyFile | AgentKey | Password


@dataclass(frozen=True, slots=True)
class Target:
    """A host to reach. `contract` is only for messages; `pins` are the host keys it may show."""

    address: str
    port: int = 22
    user: str = ""
    credential: Credential | None = None
    pins: tuple[HostKey, ...] = ()
    contract: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds a host may take: to connect, to say it speaks SSH, to let us in, to be silent, and in all."""

    connect: float = 10
    banner: float = 10
    auth: float = 20
    silence: float = 60
    total: float = 300
    received: int = 64 << 20


class Sink(Protocol):
    """Takes the script's bytes as they arrive."""

    received: int
    ended: bool

    def feed(self, data: bytes) -> object:
        """Take standard output."""

    def feed_errors(self, data: bytes) -> object:
        """Take standard error."""


class Transport(Protocol):
    """A way to carry a script to a machine and its bytes back. One object serves all hosts, from many threads."""

    @property
    def logs_in(self) -> bool:
        """Whether it needs a login from us; without one nobody is asked for a password."""

    def run_script(
        self, target: Target, script: bytes, sink: Sink, limits: Limits, cancelled: threading.Event
    ) -> HostKey | None:
        """Give `script` to a POSIX shell on `target` and feed what it says to `sink`; returns the key the machine showed.

        Raises Unreachable with a reason: the limit that was passed, when one was, whatever the connection said of it.
        What was fed to `sink` before stays valid. Ends soon after `cancelled` is set.
        """


class Deadline:
    """The moment a host must have finished, or the operator's Ctrl-C, whichever comes first."""

    def __init__(self, target: Target, limits: Limits, cancelled: threading.Event) -> None:
        self._target, self._limits, self._cancelled = target, limits, cancelled
        self._ends = time.monotonic() + limits.total
        self._heard = time.monotonic()

    def heard(self) -> None:
        """Note that the host has just sent something."""
        self._heard = time.monotonic()

    def left(self) -> float:
        """Seconds to wait at most before looking again (one at most). Raises Unreachable when time is up."""
        if self._cancelled.is_set():
            raise Unreachable("interrupted", address=self._target.address)
        now = time.monotonic()
        if now >= self._ends:
            raise Unreachable("deadline", address=self._target.address, seconds=round(self._limits.total))
        if now >= self._heard + self._limits.silence:
            raise Unreachable("stalled", address=self._target.address, seconds=round(self._limits.silence))
        return min(1.0, self._ends - now)

    def check_size(self, sink: Sink) -> None:
        """Raise Unreachable when the host has sent more than any script would."""
        if sink.received > self._limits.received:
            raise Unreachable("flood", address=self._target.address, limit=self._limits.received)
