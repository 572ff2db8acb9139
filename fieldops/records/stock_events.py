"""What is recorded of the spare-parts stores: everything that comes, goes, is put aside or counted.

One stream for all stores: a part that is moved leaves one and comes to another at once, and a serial number lies in one
of them only. What lies where after all that is `fieldops.service.stock`.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from fieldops.records.snapshots import PersonSnapshot
from fieldops.structs import Struct

# The stream in which the movements of all stores stand.
STOCK = "stock"


class Movement(StrEnum):
    """What happened to parts. `opened`: what the store's document said to lie there when the first movement of it was told."""

    OPENED = "opened"
    RECEIVED = "received"
    RESERVED = "reserved"
    RELEASED = "released"
    ISSUED = "issued"
    RETURNED = "returned"
    MOVED = "moved"
    COUNTED = "counted"
    SCRAPPED = "scrapped"


class StockMoved(Struct, frozen=True):
    """Parts of one number and use were moved at `time`, which was written down `at`; `by` whom, and for which reason. C8

    `quantity` is how many, of a count how many were found where the books said `expected`; `serials` are their serial
    numbers: of all of them or of none, but for a count. `expires`: the last day on which they may be used, None where nobody knows one; of what has no serial
    number it tells which of the lots is meant. `to` is the store that they are moved to, `order` and `swap` what they
    are for, `person` who takes them, `document` the delivery note.
    """

    TYPE: ClassVar[str] = "stock.moved"
    VERSION: ClassVar[int] = 1

    stock: str
    kind: Movement
    part_no: str
    kept_as: str
    quantity: int
    time: datetime
    at: datetime
    serials: tuple[str, ...] = ()
    expires: date | None = None
    to: str | None = None
    order: str | None = None
    swap: str | None = None
    by: PersonSnapshot | None = None
    person: str | None = None
    reason: str | None = None
    document: str | None = None
    expected: int | None = None
