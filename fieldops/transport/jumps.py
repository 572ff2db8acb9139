"""Jump hosts: each one logged in to once for all hosts behind it, once more when it drops, and the one cause when that fails.

How a connection is opened is `ssh`'s business, what it carries to a host behind it that of `tunnels`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from fieldops.errors import Named, Unreachable
from fieldops.transport.dialing import Refusal
from fieldops.transport.gates import Gate
from fieldops.transport.target import Deadline, Limits, Target
from fieldops.transport.watchdog import left_behind

if TYPE_CHECKING:
    from fieldops.transport.session import Connection
    from fieldops.transport.tunnels import Tunnel

# A jump host that drops once may have been restarted; one that drops again keeps nobody waiting.
_LOGINS = 2
# A connection that breaks ends its channels a moment before it says that it is over.
_MOMENT = 0.5
# So many seconds after one of its channels has ended a jump host may still count it.
_LINGERS = 10.0

Enter = Callable[[Target, Limits, threading.Event], "Connection"]


class Jump:
    """One jump host. `gate`: how many logins may be under way behind it at once, at whatever hosts."""

    def __init__(self, target: Target, enter: Enter) -> None:
        self.target, self.gate, self.holders = target, Gate(), 0
        self._enter = enter
        self._changed = threading.Condition()
        self._connection: Connection | None = None
        self._failure: Unreachable | None = None
        self._logins, self._opening, self._closed = 0, False, False
        self._tunnels: tuple[Tunnel, ...] = ()
        self._most: int | None = None
        self._asking = 0
        self._freed = float("-inf")

    # --- logging in ------------------------------------------------------------------------------------

    def opened(
        self, limits: Limits, cancelled: threading.Event, deadline: Deadline | None = None
    ) -> Connection:
        """Its connection, opened when there is none; whoever comes meanwhile waits until its own `deadline`.

        Raises Unreachable: why the jump host cannot be used, the same for everybody from then on.
        """
        with self._changed:
            while self._opening:
                self._changed.wait(0.2 if deadline is None else min(0.2, deadline.left()))
            if self._connection is not None and not self._is_lost(self._connection):
                return self._connection
            self._refuse_more()
            self._opening = True
            self._logins += 1
        return self._logged_in(limits, cancelled)

    def _refuse_more(self) -> None:
        # Nobody is asked for another code while a run goes on.
        most = _LOGINS if self.target.answer is None else 1
        if self._connection is not None and self._failure is None and self._logins >= most:
            self._failure = self._connection.loss()
        if self._failure is not None:
            raise self._failure
        if self._closed:
            raise Unreachable("interrupted", address=self.target.address)

    def _logged_in(self, limits: Limits, cancelled: threading.Event) -> Connection:
        connection: Connection | None = None
        failure: Unreachable | None = None
        try:
            connection = self._enter(self.target, limits, cancelled)
            connection.carry(self._fullest)
            return connection
        except Unreachable as known:
            # Its one credential has been tried.
            failure = known
            raise
        finally:
            with self._changed:
                old, self._connection = self._connection, connection
                self._failure, self._opening = failure, False
                over = self._closed
                self._changed.notify_all()
            for each in (old, connection if over else None):
                if each is not None:
                    each.close()

    @staticmethod
    def lost(carrier: Connection) -> Unreachable | None:
        """Why a connection of it is over, when it is; it may take a moment to notice."""
        return carrier.loss() if carrier.is_over(_MOMENT) else None

    @staticmethod
    def _is_lost(connection: Connection) -> bool:
        return connection.is_over(0)

    def close(self) -> None:
        """Log out; what is under way behind it ends."""
        with self._changed:
            self._closed = True
            connection, self._connection = self._connection, None
            self._changed.notify_all()
        if connection is not None:
            connection.close()

    # --- hosts behind it -------------------------------------------------------------------------------

    def tunnel(
        self, target: Target, limits: Limits, deadline: Deadline, cancelled: threading.Event
    ) -> tuple[Tunnel, Connection]:
        """A connection to a host behind it, and what carries it.

        Raises Unreachable, with the jump host as the cause where it is; Refusal when it may do so a little later.
        """
        from fieldops.transport.tunnels import Tunnel, ask_for, why_not

        values = {"address": target.address, "port": target.port, "jump": self.target.name}
        deadline.phase(limits.total, "jump-crowded", **values)
        try:
            connection = self.opened(limits, cancelled, deadline)
        except Unreachable as failure:
            raise self.blamed(target, failure, deadline) from None
        with self._place(deadline) as keep:
            deadline.phase(limits.connect, "jump-no-answer", **values)
            try:
                channel, refused = ask_for(connection.transport, target, limits.total, deadline)
            except Unreachable:
                raise
            except Exception as error:
                # What comes of it is known when it is asked again: a new login, or the reason why there is none.
                raise Refusal(self.blamed(target, connection.loss(), deadline), 2) from error
            if channel is None:
                assert refused is not None  # one of the two
                raise self._refused(why_not(target, self.target, refused))
            return keep(Tunnel(channel, self._released)), connection

    @contextmanager
    def _place(self, deadline: Deadline) -> Iterator[Callable[[Tunnel], Tunnel]]:
        """Wait for a place among the channels that the jump host lets us have, and hold it; call what is given to keep it."""
        with self._changed:
            while self._most is not None and len(self._tunnels) + self._asking >= self._most:
                self._changed.wait(min(0.2, deadline.left()))
            self._asking += 1

        def keep(tunnel: Tunnel) -> Tunnel:
            with self._changed:
                self._tunnels = (*self._tunnels, tunnel)
            return tunnel

        try:
            yield keep
        finally:
            with self._changed:
                self._asking -= 1
                self._changed.notify_all()

    def _refused(self, failure: Exception) -> Exception:
        """Learn from a refusal how many channels there may be."""
        if not isinstance(failure, Refusal):
            return failure
        with self._changed:
            # Those that are being opened may be the ones that took the last place.
            others = len(self._tunnels) + self._asking - 1
            if others:
                self._most = min(others, self._most or others)
                return failure
            if time.monotonic() - self._freed < _LINGERS:
                return failure
        # One that has no room for us even alone will have none later.
        return failure.failure

    def _released(self, tunnel: Tunnel) -> None:
        with self._changed:
            self._tunnels = tuple(each for each in self._tunnels if each is not tunnel)
            self._freed = time.monotonic()
            self._changed.notify_all()

    def _fullest(self) -> int:
        """The most bytes that wait for us in any of its channels."""
        return max((each.unread for each in self._tunnels), default=0)

    def blamed(self, target: Target, failure: Unreachable, deadline: Deadline) -> Unreachable:
        """The failure of a host behind it because of `failure`, which is the jump host's own or of one before it."""
        if (over := deadline.passed()) is not None:
            return over
        if failure.reason in ("jump-failed", "interrupted"):
            return replaced_address(failure, target.address)
        at, cause = self.target.address, Named(failure.code, **failure.values)
        values = {"address": target.address, "jump": self.target.name, "at": at, "contract": target.contract}
        return Unreachable("jump-failed", **values, cause=cause)


def replaced_address(failure: Unreachable, address: str) -> Unreachable:
    """The same failure, told of another host."""
    return Unreachable(failure.reason, **{**failure.values, "address": address})


class Jumps:
    """The jump hosts that are in use, each once."""

    def __init__(self, enter: Enter) -> None:
        self._enter = enter
        self._lock = threading.Lock()
        self._known: dict[Target, Jump] = {}

    @contextmanager
    def holding(self, targets: Iterable[Target]) -> Iterator[list[Jump]]:
        """The jump hosts on the way to these targets, the outermost first; logged out when nobody holds them any more."""
        ways = list(dict.fromkeys(jump for target in targets for jump in way_to(target)))
        with self._lock:
            held = [self._known.setdefault(way, Jump(way, self._enter)) for way in ways]
            for jump in held:
                jump.holders += 1
        try:
            yield held
        finally:
            self._let_go(held)

    def _let_go(self, held: list[Jump]) -> None:
        with self._lock:
            for jump in held:
                jump.holders -= 1
            over = [jump for jump in held if jump.holders == 0]
            for jump in over:
                self._known.pop(jump.target, None)
        for jump in reversed(over):
            jump.close()

    def at(self, target: Target) -> Jump:
        """The jump host, which somebody holds."""
        with self._lock:
            return self._known[target]

    @contextmanager
    def open(
        self,
        targets: Iterable[Target],
        limits: Limits,
        cancelled: threading.Event,
        attend: Callable[[Sequence[Future[Any]]], object],
    ) -> Iterator[None]:
        """Log in to the jump hosts on the way to these targets, and log out at the end, whoever may still be under way.

        One that cannot be used is no failure here: each host behind it tells of it. `attend` waits for them, and
        answers what they ask.
        """
        with self.holding(targets) as held, ExitStack() as ends:
            for jump in held:
                ends.callback(jump.close)
            # Those beside each other at once; one behind another waits for it by itself.
            answers = [left_behind(partial(jump.opened, limits, cancelled)) for jump in held]
            try:
                attend(answers)
            except BaseException:
                cancelled.set()
                raise
            yield


def way_to(target: Target) -> tuple[Target, ...]:
    """The jump hosts on the way to a host, the outermost first."""
    return () if target.via is None else (*way_to(target.via), target.via)
