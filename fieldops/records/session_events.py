"""What is recorded of remote sessions on a service order: who was let in by whom until when, and what was done and changed. E1-E4

They stand in the stream of their order, so that nothing comes between them and what else is told of it. What follows from
them is `fieldops.service.remote`. Sessions of inspections are recorded with their run, host by host.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Literal

from fieldops.records.handed_in import HandedIn
from fieldops.records.snapshots import OverrideSnapshot, PersonSnapshot
from fieldops.structs import Struct

# Public: JSON has these words. How a session ended: with the problem solved, with somebody else who goes on, or with
# neither, as where the window closes.
Outcome = Literal["solved", "handed_over", "unsolved"]


class SessionOpened(Struct, frozen=True):
    """An engineer logged in at `time` with `account`, for `purpose`; written down `at`.

    `number` counts the sessions of the order; `assets` are ids of equipment. `permitted_by` is the customer's contact who
    allowed it (None: allowed once for all, or overridden), `evidence` where that is written (`file`: what was handed in of it), `until` when it must be over
    (None: nothing agreed ends it). `override`: why it began in spite of what stood against it.
    """

    TYPE: ClassVar[str] = "session.opened"
    VERSION: ClassVar[int] = 2

    order: str
    number: int
    time: datetime
    at: datetime
    person: PersonSnapshot
    account: str
    purpose: str
    assets: tuple[str, ...] = ()
    permitted_by: str | None = None
    evidence: str | None = None
    until: datetime | None = None
    override: OverrideSnapshot | None = None
    file: HandedIn | None = None


class SessionClosed(Struct, frozen=True):
    """The session ended at `time`: what was `done`, every change of the customer's systems (none: nothing was changed), how
    it ended, and `to` whom it was handed over. `passwords_changed`: whether the customer's passwords were changed
    afterwards, None where nobody said.
    """

    TYPE: ClassVar[str] = "session.closed"
    VERSION: ClassVar[int] = 1

    order: str
    number: int
    time: datetime
    at: datetime
    outcome: Outcome
    done: str
    changes: tuple[str, ...] = ()
    to: str | None = None
    passwords_changed: bool | None = None


SessionEvent = SessionOpened | SessionClosed
