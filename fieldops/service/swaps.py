"""A swap: how it was proposed and what was told of it, put together in the order in which it happened. Pure.

Lives here: the fold of a swap's events, and what may be told of it next. Does not live here: whether it is covered and who
may approve it (`swap_approval`), what is owed after it (`swap_dues`), where events come from (`fieldops.actions.swaps`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from fieldops.contracts.model import Swap
from fieldops.dates.instants import utc
from fieldops.records.stock_events import StockMoved
from fieldops.records.swap_events import SwapEvent, SwapProposed, SwapTold
from fieldops.structs import Struct, replaced

# Public: JSON has these words.
SwapState = Literal["proposed", "approved", "refused", "carried_out", "repaired", "undone"]
SwapKind = Literal[
    "assessed",
    "approved",
    "refused",
    "carried_out",
    "undone",
    "signed",
    "loaner_out",
    "loaner_back",
    "unit_received",
    "sent_to_maker",
    "back_from_maker",
    "examined",
    "warned",
]
SWAP_KINDS: tuple[SwapKind, ...] = get_args(SwapKind)
# What each of them needs, beside its time.
NEEDS: Mapping[str, tuple[str, ...]] = {
    "assessed": ("cause",),
    "approved": ("by",),
    "refused": ("reason",),
    "carried_out": ("serial",),
    "undone": ("reason",),
    "signed": ("by", "evidence"),
    "loaner_out": ("serial",),
    "sent_to_maker": ("owner",),
    "back_from_maker": ("serial", "result"),
    "examined": ("result",),
}
# Whose a unit is while it is with the maker, what the maker did with the unit.
OWNERS = ("customer", "company", "maker")
OUTCOMES = ("repaired", "replaced", "written_off")
_CHANGES: Mapping[str, SwapState] = {
    "approved": "approved",
    "refused": "refused",
    "carried_out": "carried_out",
    "undone": "undone",
}
_OPEN = ("proposed", "approved")


class SwapRecord(Struct, frozen=True):
    """A swap with all that was told of it, in order of time; of what happened at one time as it was written down.

    `issued`: what stores have handed out for it and not got back, by serial number, as far as somebody has looked.
    """

    proposed: SwapProposed
    told: tuple[SwapTold, ...] = ()
    issued: tuple[StockMoved, ...] = ()

    @property
    def id(self) -> str:
        """Its number: the order's, and a count."""
        return self.proposed.swap

    def last(self, *kinds: str) -> SwapTold | None:
        """The last thing of one of these kinds."""
        return next((each for each in reversed(self.told) if each.kind in kinds), None)

    @property
    def state(self) -> SwapState:
        """How far it is. `repaired`: the unit itself came back from the maker, so that nothing was swapped."""
        found = self.last(*_CHANGES)
        state = _CHANGES[found.kind] if found is not None else "proposed"
        back = self.last("back_from_maker")
        if state == "approved" and back is not None and back.serial == self.proposed.serial_out:
            return "repaired"
        return state

    @property
    def is_open(self) -> bool:
        """Whether the part is still to be replaced."""
        return self.state in _OPEN

    @property
    def carried_out(self) -> SwapTold | None:
        """How it was carried out; None where it was not, or was undone."""
        return self.last("carried_out") if self.state == "carried_out" else None

    @property
    def cause(self) -> str:
        """Why the part failed, as was said last: when it was proposed, assessed, or examined."""
        return next((each.cause for each in reversed(self.told) if each.cause), self.proposed.cause)

    @property
    def loaner(self) -> SwapTold | None:
        """What is lent to the customer now."""
        found = self.last("loaner_out", "loaner_back")
        return found if found is not None and found.kind == "loaner_out" else None

    @property
    def with_maker(self) -> SwapTold | None:
        """How the unit was sent to the maker, while it is there."""
        found = self.last("sent_to_maker", "back_from_maker")
        return found if found is not None and found.kind == "sent_to_maker" else None

    @property
    def used(self) -> frozenset[str]:
        """The serial numbers of what was put in, and of what is lent."""
        told = (each.serial for each in (self.carried_out, self.loaner) if each is not None)
        return frozenset(each for each in told if each is not None)

    @property
    def adrift(self) -> tuple[tuple[str, str], ...]:
        """Serial number and store of what was handed out for it, and is by nothing that was told of it in use."""
        return tuple(
            (serial, each.stock) for each in self.issued for serial in each.serials if serial not in self.used
        )

    def swap(self, zone: ZoneInfo) -> Swap | None:
        """The entry that the swap is in the asset's record; None where it was not carried out. `zone` is the contract's."""
        done = self.carried_out
        if done is None or done.serial is None:
            return None
        return Swap(
            date=self.day_of(done, zone),
            part_no=done.part_no or self.proposed.part_no,
            removed_serial=self.proposed.serial_out,
            installed_serial=done.serial,
            slot=self.proposed.slot,
            order=self.proposed.order,
        )

    def day_of(self, told: SwapTold, zone: ZoneInfo) -> date:
        """The civil day of what was told, where the contract is."""
        return told.time.astimezone(zone).date()

    def with_told(self, *told: SwapTold) -> SwapRecord:
        """The same swap with more told of it."""
        return replaced(self, told=_in_time((*self.told, *told)))


def swaps_of(events: Iterable[SwapEvent]) -> dict[str, SwapRecord]:
    """The swaps that these events of one contract tell of, by their numbers, in the order in which they were proposed."""
    proposed: dict[str, SwapProposed] = {}
    told: dict[str, list[SwapTold]] = {}
    for each in events:
        if isinstance(each, SwapTold):
            told.setdefault(each.swap, []).append(each)
        else:
            proposed.setdefault(each.swap, each)
    return {id: SwapRecord(each, _in_time(told.get(id, ()))) for id, each in proposed.items()}


def _in_time(told: Iterable[SwapTold]) -> tuple[SwapTold, ...]:
    return tuple(sorted(told, key=lambda each: utc(each.time)))


def possible(record: SwapRecord) -> tuple[SwapKind, ...]:
    """What may be told of a swap as it stands, in the order in which it usually happens."""
    return tuple(kind for kind in SWAP_KINDS if _may(record, kind))


def _may(record: SwapRecord, kind: SwapKind) -> bool:
    state, alive = record.state, record.state not in ("refused", "undone")
    match kind:
        case "assessed" | "approved" | "refused":
            return record.is_open
        case "carried_out":
            return state == "approved" and record.with_maker is None
        case "undone":
            return alive and record.loaner is None and record.with_maker is None
        case "signed" | "unit_received":
            return state in ("carried_out", "repaired") or (kind == "unit_received" and state == "approved")
        case "loaner_out":
            return alive and record.loaner is None
        case "loaner_back":
            return record.loaner is not None
        case "sent_to_maker":
            return state in ("approved", "carried_out") and record.with_maker is None
        case "back_from_maker":
            return record.with_maker is not None
        case "examined":
            return state in ("approved", "carried_out", "repaired")
        case "warned":
            return record.last("examined") is not None


def out_of_order(record: SwapRecord) -> tuple[SwapTold, SwapRecord] | None:
    """The first thing that could not be told when it happened, and the swap as it stood then; None where all fits.

    What is written down late is put where it happened: so everything that comes after it is looked at again.
    """
    before = SwapRecord(record.proposed)
    for each in record.told:
        if utc(each.time) < utc(record.proposed.time) or each.kind not in possible(before):
            return each, before
        before = replaced(before, told=(*before.told, each))
    return None
