"""The end of the progress bar: at which servers logins wait, as long as they do. Nothing where there is no terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.progress import ProgressColumn, Task
from rich.text import Text

from fieldops.cli.output import Session
from fieldops.transport.registry import waiting_at

_SHOWN = 3


def waiting_column(session: Session, waiting: Callable[[], Sequence[str]] = waiting_at) -> ProgressColumn:
    """The column for a bar of rich; `waiting` says at which servers logins wait now."""
    return _Waiting(session, waiting)


class _Waiting(ProgressColumn):
    """What it shows is looked up anew a few times a second, in the thread that draws."""

    max_refresh = 0.2

    def __init__(self, session: Session, waiting: Callable[[], Sequence[str]]) -> None:
        super().__init__()
        self._session, self._waiting = session, waiting

    def render(self, task: Task) -> Text:
        servers = self._waiting()
        if not servers:
            return Text("")
        more = " …" if len(servers) > _SHOWN else ""
        return Text(self._session.say("inspect.waiting", servers=", ".join(servers[:_SHOWN]) + more))
