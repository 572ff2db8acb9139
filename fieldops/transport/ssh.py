"""SSH: one connection, one login, one channel, one script. What is said over the wire is `session`'s business, jump hosts are `jumps`'s.

All waits of a host together have a deadline that is kept from outside of its thread. The host key is compared with
the pins before anything that could identify us is sent, and each host gets one credential, once.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from typing import TYPE_CHECKING

from fieldops.errors import Named, Unreachable
from fieldops.structs import replaced
from fieldops.transport.desk import Desk
from fieldops.transport.dialing import Adopt, Line, Refusal, connect, where
from fieldops.transport.gates import Gate, Waits, pause_after, server_of
from fieldops.transport.hostkeys import HostKey
from fieldops.transport.jumps import Jumps
from fieldops.transport.keyfiles import KeyFiles
from fieldops.transport.target import Deadline, Limits, Sink, Target
from fieldops.transport.watchdog import Watchdog, left_behind

if TYPE_CHECKING:
    from fieldops.transport.session import Connection

_FOR_EVER = 1e6
# Before a run somebody may have to look for a token, at more than one server.
_PERSON_SECONDS = 600
# Whom a server asks to come again in so many seconds does; longer nobody waits without knowing why.
_LONGEST_WAIT = 120.0


class Ssh:
    """Over the network. One object for all hosts: it knows how many logins each server takes at once, and the keys of files."""

    logs_in = True

    def __init__(self) -> None:
        self._gates: dict[tuple[str, int, Target | None], Gate] = {}
        self.waits = Waits()
        self._key_files = KeyFiles()
        self._lock = threading.Lock()
        self._watchdog = Watchdog()
        self._jumps = Jumps(self._jump)
        self._desk = Desk()
        self._early: dict[Target, Future[tuple[Connection, HostKey]]] = {}

    @contextmanager
    def opened(self, targets: Iterable[Target], limits: Limits, cancelled: threading.Event) -> Iterator[None]:
        """Log in to the jump hosts that these targets lie behind, for all that happens until the block ends; and to the
        targets that ask a person for a second factor, so that nobody is asked while the run goes on.
        """
        wanted = list(targets)
        patient = replaced(limits, total=max(limits.total, _PERSON_SECONDS))
        with self._jumps.open(wanted, patient, cancelled, self._desk.attend), ExitStack() as ends:
            for target in dict.fromkeys(each for each in wanted if each.answer is not None):
                entered = left_behind(partial(self._kept, target, patient, cancelled))
                self._early[target] = entered
                ends.callback(self._forget, target)
                try:
                    self._desk.attend([entered])
                except BaseException:
                    cancelled.set()
                    raise
            yield

    def _forget(self, target: Target) -> None:
        entered = self._early.pop(target, None)
        if entered is not None and entered.done() and entered.exception() is None:
            entered.result()[0].close()

    def run_script(
        self, target: Target, script: bytes, sink: Sink, limits: Limits, cancelled: threading.Event
    ) -> HostKey:
        """Run `script` by ``sh -s`` on the target and feed its bytes to `sink`; returns the key the host showed.

        Raises Unreachable with a reason. When the script has begun, what was fed to `sink` before stays valid.
        """
        early = self._early.pop(target, None)
        with self._connection(target, limits, cancelled, early) as (connection, deadline):
            from fieldops.transport.session import read, send

            try:
                key = early.result()[1] if early else self._logged_in(target, connection, limits, deadline)
                channel = connection.start()
                deadline.answering()
                taken = send(channel, script, deadline)
                read(channel, connection.transport, sink, deadline)
                if not taken and not sink.received:
                    raise Unreachable("no-shell", address=target.address, detail=Named("host.no-words"))
            except Unreachable as failure:
                raise connection.blamed(failure) from failure.__cause__
            except Exception as error:
                # Whatever paramiko stumbles over in what a host sends is the host's doing.
                raise connection.broke(error, sink) from error
        return key

    def host_key(self, target: Target, limits: Limits, cancelled: threading.Event | None = None) -> HostKey:
        """The key the host shows, without logging in. Raises Unreachable."""
        with self._connection(target, limits, cancelled or threading.Event()) as (connection, deadline):
            try:
                return self._entered(target, connection, deadline, lambda key: None)
            except Unreachable as failure:
                raise connection.blamed(failure) from failure.__cause__
            except Exception as error:
                raise connection.broke(error) from error

    def gate(self, target: Target) -> Gate:
        """The gate of the target's server: held from connecting until logged in."""
        with self._lock:
            return self._gates.setdefault((target.address, target.port, target.via), Gate())

    @contextmanager
    def _connection(
        self,
        target: Target,
        limits: Limits,
        cancelled: threading.Event,
        early: Future[tuple[Connection, HostKey]] | None = None,
    ) -> Iterator[tuple[Connection, Deadline]]:
        """A connection that is not open yet, or that was opened early, watched from now on and closed at the end."""
        deadline = Deadline(target, limits, cancelled)
        with self._jumps.holding([target]):
            if early is None:
                connection = self._made(target, limits, deadline, cancelled)
            else:
                connection = early.result()[0]
                connection.resume(deadline)
            with closing(connection), self._watchdog.watching(deadline, connection.abort):
                yield connection, deadline

    def _made(
        self, target: Target, limits: Limits, deadline: Deadline, cancelled: threading.Event
    ) -> Connection:
        from fieldops.transport.session import Connection

        if target.via is None:
            dial = partial(connect, target, limits, deadline)
            return Connection(target, limits, deadline, dial, lambda deadline: None)
        jump = self._jumps.at(target.via)

        carriers: list[Connection] = []

        def through(adopt: Adopt) -> Line:
            carriers.clear()
            tunnel, carrier = jump.tunnel(target, limits, deadline, cancelled)
            carriers.append(carrier)
            adopt(tunnel)
            return tunnel

        def blame(deadline: Deadline) -> Unreachable | None:
            # The jump host may have been logged in to anew meanwhile: what counts is what carried this host.
            lost = next((loss for each in carriers if (loss := jump.lost(each)) is not None), None)
            return jump.blamed(target, lost, deadline) if lost is not None else None

        return Connection(target, limits, deadline, through, blame)

    def _jump(self, target: Target, limits: Limits, cancelled: threading.Event) -> Connection:
        """A jump host's connection, logged in; who asked for it closes it. Raises Unreachable."""
        return self._kept(target, limits, cancelled)[0]

    def _kept(self, target: Target, limits: Limits, cancelled: threading.Event) -> tuple[Connection, HostKey]:
        """A connection that is logged in to, and the key that was shown; who asked for it closes it. Raises Unreachable."""
        deadline = Deadline(target, limits, cancelled)
        with ExitStack() as ends:
            connection = self._made(target, limits, deadline, cancelled)
            ends.callback(connection.close)
            with self._watchdog.watching(deadline, connection.abort):
                try:
                    key = self._logged_in(target, connection, limits, deadline)
                except Unreachable as failure:
                    raise connection.blamed(failure) from failure.__cause__
                except Exception as error:
                    raise connection.broke(error) from error
            ends.pop_all()
        return connection, key

    def _logged_in(
        self, target: Target, connection: Connection, limits: Limits, deadline: Deadline
    ) -> HostKey:
        def enter(key: HostKey) -> None:
            from fieldops.transport.logins import log_in

            _refuse_unpinned(target, key)
            log_in(
                target,
                connection.transport,
                connection.packets,
                limits,
                deadline,
                self._key_files,
                self._desk,
            )

        return self._entered(target, connection, deadline, enter)

    @contextmanager
    def _let_in(self, target: Target, deadline: Deadline) -> Iterator[None]:
        """Hold a place among the logins under way at the target's server, and among those behind its jump host."""
        with ExitStack() as places:
            deadline.phase(_FOR_EVER, "crowded", **where(target))
            with self.waits.at(target.address):
                places.enter_context(self.gate(target).passing(deadline))
            if target.via is not None:
                deadline.phase(_FOR_EVER, "jump-crowded", **where(target), jump=target.via.name)
                with self.waits.at(target.via.name or target.via.address):
                    places.enter_context(self._jumps.at(target.via).gate.passing(deadline))
            yield

    def _entered(
        self, target: Target, connection: Connection, deadline: Deadline, enter: Callable[[HostKey], None]
    ) -> HostKey:
        """Open the connection and `enter`, again and again while the server turns us away; returns the key it showed."""
        gate, refusals, pause = self.gate(target), 0, 0.0
        last: Unreachable | None = None
        while True:
            try:
                if last is not None:
                    with self.waits.at(server_of(last)):
                        _pause(pause, last, deadline)
                with self._let_in(target, deadline):
                    began = time.monotonic()
                    key = connection.open()
                    enter(key)
                    gate.welcomed()
                    return key
            except Refusal as refusal:
                gate.refused(began)
                refusals, last = refusals + 1, refusal.failure
                pause = refusal.after + pause_after(refusals)
                if refusals >= refusal.tries or refusal.after > _LONGEST_WAIT:
                    raise last from None
            except Exception as error:
                # With no time left for one more try, being turned away is the reason, whatever ended the last one.
                if last is not None and deadline.is_over():
                    raise last from None
                if (
                    last is not None
                    and isinstance(error, Unreachable)
                    and error.reason in ("crowded", "jump-crowded")
                ):
                    raise last from None
                raise


def _pause(seconds: float, failure: Unreachable, deadline: Deadline) -> None:
    deadline.phase(_FOR_EVER, failure.reason, **failure.values)
    ends = time.monotonic() + seconds
    while (left := ends - time.monotonic()) > 0:
        time.sleep(min(0.1, left, deadline.left()))


def _refuse_unpinned(target: Target, key: HostKey) -> None:
    values = {"address": target.address, "offered": str(key), "contract": target.contract}
    if key in target.revoked:
        raise Unreachable("revoked-host-key", **values)
    if key in target.pins:
        return
    if not target.pins:
        raise Unreachable("unknown-host-key", **values)
    raise Unreachable("changed-host-key", **values, pinned=", ".join(str(pin) for pin in target.pins))
