"""Questions that servers ask a person, carried from the threads of their connections to the one thread that may use the terminal."""

from __future__ import annotations

import queue
from collections.abc import Sequence
from concurrent.futures import Future, wait
from concurrent.futures import TimeoutError as NotYet
from contextlib import suppress
from typing import Any

from fieldops.transport.target import Answer, Prompt

_LOOKS_EVERY = 0.1


class Desk:
    """Attended only while logins are under way before a run: whoever asks at another time gets no answer."""

    def __init__(self) -> None:
        self._asked: queue.SimpleQueue[tuple[Answer, Prompt, Future[str | None]]] = queue.SimpleQueue()
        self._attended = False

    def ask(self, answer: Answer, prompt: Prompt) -> str | None:
        """What the person says to it, by `answer`; None when nobody is asked or there."""
        said: Future[str | None] = Future()
        if self._attended:
            self._asked.put((answer, prompt, said))
        while self._attended:
            with suppress(NotYet):
                return said.result(_LOOKS_EVERY)
        return None

    def attend(self, work: Sequence[Future[Any]]) -> None:
        """Answer in this thread, one question after the other, until all of `work` has ended, however it does."""
        self._attended = True
        try:
            while wait(work, 0).not_done:
                with suppress(queue.Empty):
                    answer, prompt, said = self._asked.get(timeout=_LOOKS_EVERY)
                    said.set_result(answer(prompt))
        finally:
            self._attended = False
