"""How many logins may be under way at one server at once: what each server lets us learn. No network here."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from fieldops.errors import Unreachable
from fieldops.transport.target import Deadline

# sshd drops connections at random when more than ten wait to log in (MaxStartups); we begin below.
_MOST = 8
_WELCOMES_TO_GROW = 10
_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 4.0
_JITTER = random.SystemRandom()


class Gate:
    """One server's gate: a refusal halves how many may wait there together, many welcomes widen it again."""

    def __init__(self, most: int = _MOST) -> None:
        self.limit = most
        self._most = most
        self._inside = 0
        self._welcomes = 0
        self._narrowed = 0.0
        self._changed = threading.Condition()

    @contextmanager
    def passing(self, deadline: Deadline) -> Iterator[None]:
        """Hold a place from connecting until logged in. Raises Unreachable when no place becomes free in time."""
        with self._changed:
            while self._inside >= self.limit:
                self._changed.wait(min(0.2, deadline.left()))
            self._inside += 1
        try:
            yield
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    def refused(self, began: float) -> None:
        """The server turned away a connection that began at that moment (of `time.monotonic`).

        Those that were under way together are one lesson, not several.
        """
        with self._changed:
            self._welcomes = 0
            if began >= self._narrowed:
                self.limit = max(1, min(self.limit, self._inside + 1) // 2)
                self._narrowed = time.monotonic()

    def welcomed(self) -> None:
        """The server let somebody in."""
        with self._changed:
            self._welcomes += 1
            if self._welcomes >= _WELCOMES_TO_GROW and self.limit < self._most:
                self._welcomes = 0
                self.limit += 1
                self._changed.notify_all()


class Waits:
    """At which servers logins wait now: for a place at their gate, or after they were turned away."""

    def __init__(self) -> None:
        self._names: Counter[str] = Counter()
        self._lock = threading.Lock()

    @contextmanager
    def at(self, name: str) -> Iterator[None]:
        """Wait at that server while the block runs."""
        with self._lock:
            self._names[name] += 1
        try:
            yield
        finally:
            with self._lock:
                self._names[name] -= 1

    def names(self) -> tuple[str, ...]:
        """The servers at which somebody waits, those first at which somebody waited first."""
        with self._lock:
            return tuple(name for name, count in self._names.items() if count)


def server_of(failure: Unreachable) -> str:
    """The server that turned somebody away: the jump host, where the reason names one."""
    return str(failure.values.get("jump") or failure.values.get("address", ""))


def pause_after(refusals: int) -> float:
    """Seconds to wait after so many refusals: longer each time, and at another moment than the other hosts."""
    whole = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2.0 ** (refusals - 1))
    return float(whole) * (0.5 + _JITTER.random())
