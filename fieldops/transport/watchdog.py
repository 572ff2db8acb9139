"""Ending what takes too long from outside of the thread that does it: no call a host can make us wait in outlives the deadline."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager, suppress
from typing import TypeVar

from fieldops.transport.target import Deadline

_LOOKS_EVERY = 0.1

Found = TypeVar("Found")


class Watchdog:
    """Looks at the deadlines of all hosts under way and ends those that are over. One thread, while there is a host."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._watched: dict[int, tuple[Deadline, Callable[[], None]]] = {}
        self._awake = False

    @contextmanager
    def watching(self, deadline: Deadline, end: Callable[[], None]) -> Iterator[None]:
        """Call `end` once when `deadline` has passed before the block ends.

        `end` is called from another thread, must not wait for anything, and makes every call of the block return.
        """
        with self._lock:
            self._watched[id(deadline)] = (deadline, end)
            if not self._awake:
                self._awake = True
                threading.Thread(target=self._watch, name="watchdog", daemon=True).start()
        try:
            yield
        finally:
            with self._lock:
                self._watched.pop(id(deadline), None)

    def _watch(self) -> None:
        pause = threading.Event()
        while True:
            pause.wait(_LOOKS_EVERY)
            with self._lock:
                over = [key for key, (deadline, _) in self._watched.items() if deadline.passed() is not None]
                ends = [self._watched.pop(key)[1] for key in over]
                if not self._watched and not ends:
                    self._awake = False
                    return
            for end in ends:
                # Whatever goes wrong while one host is ended, the others must be ended too.
                with suppress(Exception):
                    end()


def in_background(call: Callable[[], Found], deadline: Deadline) -> Found:
    """What `call` returns or raises; it is left behind in its thread when the deadline passes.

    For what cannot be ended from outside: asking the system for a name, or an agent for its keys. Raises Unreachable.
    """
    return awaited(left_behind(call), deadline)


def left_behind(call: Callable[[], Found]) -> Future[Found]:
    """`call`, begun in a thread that nobody has to wait for."""
    answer: Future[Found] = Future()

    def work() -> None:
        try:
            answer.set_result(call())
        except Exception as error:  # noqa: BLE001 - raised again in the thread that waits
            answer.set_exception(error)

    threading.Thread(target=work, name="left-behind", daemon=True).start()
    return answer


def awaited(answer: Future[Found], deadline: Deadline) -> Found:
    """What has been begun, when it is there. Raises Unreachable when the deadline passes before."""
    while not wait([answer], min(0.2, deadline.left())).done:
        pass
    return answer.result()
