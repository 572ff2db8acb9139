"""All that is recorded: every type of event together, and the one of the store itself.

Each is a frozen dataclass in the module of what it is about (`run_events`, `answers`, `signing_events`, `visit_events`,
`finding_events`, `order_events`, `session_events`, `handed_in`, `stock_events`, `swap_events`), with the name and the
version under which it stands in the log (`TYPE`, `VERSION`). A new type is written there and joins the list here. Changing
a field changes the format: raise the version, add a decoder for the old one and make a new golden store. How events are
written and read is `fieldops.records.codecs`.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from fieldops.records.answers import ManualAnswered
from fieldops.records.finding_events import FindingEvent
from fieldops.records.order_events import OrderEvent
from fieldops.records.run_events import (
    BlobsForgotten,
    HostFinished,
    HostOutline,
    RunCollected,
    RunFinished,
    RunOutline,
    RunResumed,
    RunStarted,
)
from fieldops.records.signing_events import RunConcluded, RunConfirmed, RunSigned
from fieldops.records.stock_events import StockMoved
from fieldops.records.swap_events import SwapEvent
from fieldops.records.visit_events import VisitEvent
from fieldops.structs import Struct


class StoreMigrated(Struct, frozen=True):
    """A store of version `from_version` with `events` events became one of today's; `head` was its last hash."""

    TYPE: ClassVar[str] = "store.migrated"
    VERSION: ClassVar[int] = 1

    from_version: int
    events: int
    head: str
    at: datetime
    fieldops_version: str


# What is small is read whole wherever it is read.
SmallEvent = (
    RunCollected
    | RunResumed
    | RunFinished
    | ManualAnswered
    | RunConcluded
    | RunSigned
    | RunConfirmed
    | BlobsForgotten
    | VisitEvent
    | FindingEvent
    | OrderEvent
    | StockMoved
    | SwapEvent
    | StoreMigrated
)
Event = RunStarted | HostFinished | SmallEvent
# The same without blobs: of the two large events their outlines.
Outline = RunOutline | HostOutline | SmallEvent
