"""Files that were handed in as evidence with what was told of an order, a session or a swap; and that they were deleted in their time.

The bytes stand beside the event that names them, as the outputs of an inspection do, and the chain binds them.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from fieldops.records.snapshots import PersonSnapshot
from fieldops.structs import Struct


class HandedIn(Struct, frozen=True):
    """A file that was handed in as evidence and is kept beside the event, byte for byte: its name, SHA-256 and size in bytes."""

    name: str
    sha256: str
    size: int


class EvidenceForgotten(Struct, frozen=True):
    """Evidence of an order was deleted when the agreed time was over (G5): `blobs` by SHA-256. What was told with it stays.

    It stands in the stream of the events that name them: the order's, or that of the contract's swaps. `until` is the last
    day on which it had to be kept, `reason` the clauses that say so, `by` who of the team deleted it.
    """

    TYPE: ClassVar[str] = "evidence.forgotten"
    VERSION: ClassVar[int] = 1

    order: str
    blobs: tuple[str, ...]
    until: date
    reason: str
    by: PersonSnapshot
    at: datetime
