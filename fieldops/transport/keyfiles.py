"""Key files, each read once for all hosts of a run. How a key is read is told by whoever asks for it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from fieldops.transport.target import Deadline, KeyFile
from fieldops.transport.watchdog import awaited, left_behind

Key = TypeVar("Key")


class KeyFiles:
    """Remembers what was read for a credential. It is one object as long as a run goes on; the next run reads the file again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[str, tuple[KeyFile, Future[Any]]] = {}

    def read(self, credential: KeyFile, read: Callable[[str], Key], deadline: Deadline) -> Key:
        """The key that `read` finds at the file's path, for the first host that asks.

        Raises what `read` raises, and Unreachable when the deadline passes; the next host tries again then.
        """
        answer = self._answer(credential, read)
        try:
            key: Key = awaited(answer, deadline)
        except BaseException:
            self._forget(credential, answer)
            raise
        return key

    def _answer(self, credential: KeyFile, read: Callable[[str], Key]) -> Future[Any]:
        with self._lock:
            known, answer = self._known.get(credential.path, (None, None))
            if answer is None or known is not credential:
                # A key file may be a pipe, or lie on a file system that hangs.
                answer = left_behind(lambda: read(credential.path))
                self._known[credential.path] = credential, answer
            return answer

    def _forget(self, credential: KeyFile, answer: Future[Any]) -> None:
        with self._lock:
            if self._known.get(credential.path, (None, None))[1] is answer:
                del self._known[credential.path]
