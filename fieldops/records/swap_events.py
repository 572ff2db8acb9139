"""What is recorded of swaps: how one was proposed for an order, and everything that was told of it since.

One stream per contract: whoever writes to it has seen all swaps of that contract's equipment. What a swap is after all
that is `fieldops.service.swaps`.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from fieldops.records.handed_in import HandedIn
from fieldops.records.snapshots import PersonSnapshot
from fieldops.structs import Struct

# Where the events of swaps stand, one stream per contract.
SWAPS = "swaps/"


class SwapProposed(Struct, frozen=True):
    """Somebody wants a part of `asset` (its id) replaced under an order: the one with the serial number `serial_out`. C8

    `cause` is why it failed, as far as it is known, `facts` what else the warranty's answer depends on, `day` the day of
    the fault where the contract is. `slot` is the part's place, where the asset's list of parts names one.
    """

    TYPE: ClassVar[str] = "swap.proposed"
    VERSION: ClassVar[int] = 1

    swap: str
    contract: str
    order: str
    asset: str
    part_no: str
    serial_out: str
    day: date
    time: datetime
    at: datetime
    cause: str = "unknown"
    slot: str | None = None
    facts: tuple[tuple[str, bool], ...] = ()
    by: PersonSnapshot | None = None


class SwapTold(Struct, frozen=True):
    """Something happened to a swap at `time`, and was written down `at`; the kinds are those of `fieldops.service.swaps`.

    `by` is the position of who did it, `person` who it was of the team, `contact` who of the customer. `serial` and `part_no` are those of what was put in, lent or came back, `stock` the
    store that it is from; `owner` whose a unit is while it is with the maker, `until` the last day of the warranty that it
    came back with; `cause` why the part failed, `result` what the maker did or what the examination found. `warranty` is the
    one by which it was approved, None where none covers it. `file`: the evidence itself, where a file was handed in here, and
    `signature` the one that lay beside it and was verified.
    """

    TYPE: ClassVar[str] = "swap.told"
    VERSION: ClassVar[int] = 3

    swap: str
    kind: str
    time: datetime
    at: datetime
    by: str | None = None
    person: str | None = None
    contact: str | None = None
    serial: str | None = None
    part_no: str | None = None
    stock: str | None = None
    owner: str | None = None
    until: date | None = None
    cause: str | None = None
    result: str | None = None
    warranty: str | None = None
    reason: str | None = None
    evidence: str | None = None
    note: str | None = None
    file: HandedIn | None = None
    signature: HandedIn | None = None


SwapEvent = SwapProposed | SwapTold


def swaps_stream(contract: str) -> str:
    """The name of the stream in which the swaps of a contract are."""
    return SWAPS + contract
