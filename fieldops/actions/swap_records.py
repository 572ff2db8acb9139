"""Swaps as the log has them, beside what the contracts' files say: read once, and put together.

Until the change of the files is merged, the log alone knows that a part was replaced: decisions are made of both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from fieldops.actions.settings import open_store, store_path
from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import Asset, Swap
from fieldops.contracts.swapped_parts import contradicting, is_listed, with_swaps
from fieldops.errors import Named, Problem
from fieldops.structs import Struct, replaced

if TYPE_CHECKING:
    from fieldops.documents.workspace import Workspace
    from fieldops.records.log import Log
    from fieldops.records.recorded import Recorded
    from fieldops.records.stock_events import StockMoved
    from fieldops.records.swap_events import SwapTold
    from fieldops.service.orders import Order
    from fieldops.service.swaps import SwapRecord


def recorded_swaps(root: Path, contract: str) -> Mapping[str, SwapRecord]:
    """The swaps of a contract's equipment that the log of the workspace has; none while there is no log.

    Raises Broken where the log was changed: nothing is decided by what somebody may have changed.
    """
    if not store_path(root).exists():
        return {}
    with closing(open_store(root)) as log:
        return swaps_in(log, contract)[0]


def swaps_in(log: Log, contract: str) -> tuple[dict[str, SwapRecord], int]:
    """The swaps of a contract's equipment by number, and how many events their stream has. Raises Broken."""
    from fieldops.records.codecs import outline
    from fieldops.records.swap_events import SwapProposed, SwapTold, swaps_stream
    from fieldops.service.swaps import swaps_of

    events = log.read(swaps_stream(contract))
    told = (outline(each.type, each.version, each.body) for each in events)
    return swaps_of(each for each in told if isinstance(each, SwapProposed | SwapTold)), len(events)


def all_swaps(log: Log) -> dict[str, dict[str, SwapRecord]]:
    """The swaps of every contract, by contract and number. Raises Broken."""
    from fieldops.records.swap_events import SWAPS

    contracts = sorted(each.name.removeprefix(SWAPS) for each in log.streams(SWAPS))
    return {contract: swaps_in(log, contract)[0] for contract in contracts}


class OrderSwaps:
    """Puts to orders the swaps that were proposed for them, and what the stores have handed out for them; each contract's swaps
    and the movements of the stores are read once.
    """

    def __init__(self, log: Log) -> None:
        from fieldops.records.swap_events import SWAPS

        self._log = log
        self._contracts = {each.name.removeprefix(SWAPS) for each in log.streams(SWAPS)}
        self._read: dict[str, dict[str, list[SwapRecord]]] = {}
        self._out: dict[str, list[StockMoved]] | None = None

    def added_to(self, order: Order) -> Order:
        """The order with its swaps and its parts. Raises Broken where one of their streams was changed."""
        if self._out is None:
            self._out = {}
            for moved in handed_out(self._log):
                if moved.swap is None and moved.order is not None:
                    self._out.setdefault(moved.order, []).append(moved)
        if order.id in self._out:
            order = replaced(order, issued=tuple(self._out[order.id]))
        contract = order.opened.contract
        if contract not in self._contracts:
            return order
        if contract not in self._read:
            found: dict[str, list[SwapRecord]] = {}
            for record in with_issued(self._log, swaps_in(self._log, contract)[0]).values():
                found.setdefault(record.proposed.order, []).append(record)
            self._read[contract] = found
        return replaced(order, swaps=tuple(self._read[contract].get(order.id, ())))


def with_issued(log: Log, records: Mapping[str, SwapRecord]) -> dict[str, SwapRecord]:
    """The swaps with what the stores have handed out for them and not got back.

    A store gives out before the swap says what became of it: who is cut off between them has left a part adrift.
    """
    out = handed_out(log) if records else ()
    return {
        id: replaced(record, issued=tuple(each for each in out if each.swap == id))
        for id, record in records.items()
    }


def handed_out(log: Log) -> tuple[StockMoved, ...]:
    """What the stores have handed out and not got back, each serial number by itself. Raises Broken."""
    from fieldops.records.codecs import outline
    from fieldops.records.stock_events import STOCK, Movement, StockMoved

    out: dict[str, StockMoved] = {}
    for event in log.read(STOCK):
        moved = outline(event.type, event.version, event.body)
        if isinstance(moved, StockMoved) and moved.kind is not Movement.COUNTED:
            for serial in moved.serials:
                out.pop(serial, None)
                if moved.kind is Movement.ISSUED:
                    out[serial] = replaced(moved, serials=(serial,))
    return tuple(out.values())


def order_of_swap(event: Recorded) -> str | None:
    """The number of the order that an event of a swap, or a part handed out for one, is about; None for any other event."""
    from fieldops.records.codecs import outline
    from fieldops.records.stock_events import STOCK, StockMoved
    from fieldops.records.swap_events import SWAPS, SwapProposed, SwapTold

    if event.stream != STOCK and not event.stream.startswith(SWAPS):
        return None
    told = outline(event.type, event.version, event.body)
    if isinstance(told, StockMoved) and told.swap is None:
        return told.order
    if not isinstance(told, SwapProposed | SwapTold | StockMoved) or told.swap is None:
        return None
    # A swap's number is the order's and a count.
    return told.swap.rpartition("-S")[0]


class Merged(Struct, frozen=True):
    """A contract's agreement with its equipment as files and log say together: which swaps only the log knows (`added`), and
    which of them the files contradict, by the id of the equipment.
    """

    agreement: Agreement
    added: tuple[tuple[SwapRecord, Swap], ...] = ()
    contradicted: Mapping[str, Problem] = {}


def merged(agreement: Agreement, records: Mapping[str, SwapRecord]) -> Merged:
    """What the files say, with the swaps that were carried out and do not stand in them."""
    added = list(_added(agreement, records))
    wrong = {}
    for record, swap in added:
        asset = _asset(agreement, record)
        other = contradicting(asset, swap) if asset is not None else None
        if asset is not None and other is not None:
            file, path = agreement.asset_places[agreement.assets.index(asset)]
            place = file.position(*path, "swaps", asset.swaps.index(other))
            values = {"swap": record.id, "out": swap.removed_serial, "new": swap.installed_serial}
            wrong[asset.id] = Problem(place, "swap.contradicts", {**values, "other": other.installed_serial})
    kept = [(record, swap) for record, swap in added if record.proposed.asset not in wrong]
    together = with_swaps(agreement, ((record.proposed.asset, swap) for record, swap in kept))
    return Merged(together, tuple(kept), wrong)


def _added(agreement: Agreement, records: Mapping[str, SwapRecord]) -> Iterator[tuple[SwapRecord, Swap]]:
    for record in records.values():
        swap, asset = record.swap(agreement.zone), _asset(agreement, record)
        if swap is not None and asset is not None and not is_listed(asset, swap):
            yield record, swap


def _asset(agreement: Agreement, record: SwapRecord) -> Asset | None:
    return next((each for each in agreement.assets if each.id == record.proposed.asset), None)


def where_is(
    workspace: Workspace, every: Mapping[str, Mapping[str, SwapRecord]], serial: str
) -> tuple[str, Named] | None:
    """In which equipment a serial number is built in or lent, and that in words; None where nobody knows it to be anywhere.

    The last that happened to it counts: what the log says was taken out is no longer where the files have it.
    """
    from fieldops.rules.estate import serial_places

    last = _last(every, serial)
    if last is not None:
        return None if last[1].serial != serial else (last[0].proposed.asset, _place(*last))
    for document, place, kind in serial_places(workspace, serial):
        asset = document.text(*place[:2], "id") or "-"
        position = document.position(*place)
        where = f"{position.path}:{position.line}"
        return asset, Named(f"swap.at-{kind}", asset=asset, where=where)
    return None


def moved_by_swaps(log: Log, serials: Iterable[str]) -> dict[str, Named | None]:
    """Of these serial numbers those that swaps have moved: where they are now, None for what was taken out. Raises Broken."""
    every = all_swaps(log)
    found = {serial: last for serial in serials if (last := _last(every, serial)) is not None}
    return {serial: _place(*last) if last[1].serial == serial else None for serial, last in found.items()}


def place_by_swaps(log: Log, serial: str) -> Named | None:
    """Where swaps say that a serial number is: built in, lent, taken out, with the maker or back from there; None where they
    say nothing. Raises Broken.
    """
    every = all_swaps(log)
    last = _last(every, serial)
    if last is not None:
        return _place(*last) if last[1].serial == serial else _taken_out(last[0])
    for records in every.values():
        for record in records.values():
            back = record.last("back_from_maker")
            if back is not None and back.serial == serial:
                return Named("swap.came-from-maker", swap=record.id, day=back.time.date().isoformat())
            if record.with_maker is not None and record.proposed.serial_out == serial:
                return _taken_out(record)
    return None


def _taken_out(record: SwapRecord) -> Named:
    proposed, code = record.proposed, "swap.out-of"
    back = record.last("back_from_maker")
    if record.with_maker is not None:
        code = "swap.out-at-maker"
    elif back is not None and back.serial == proposed.serial_out:
        return Named("swap.came-from-maker", swap=record.id, day=back.time.date().isoformat())
    elif record.last("unit_received") is not None:
        code = "swap.out-received"
    return Named(code, asset=proposed.asset, contract=proposed.contract, swap=record.id)


def _last(every: Mapping[str, Mapping[str, SwapRecord]], serial: str) -> tuple[SwapRecord, SwapTold] | None:
    """The last thing that swaps did with a serial number, and by which of them."""
    from fieldops.dates.instants import utc

    found = [
        (record, told)
        for records in every.values()
        for record in records.values()
        if (told := _touching(record, serial)) is not None
    ]
    return max(found, key=lambda each: utc(each[1].time), default=None)


def _place(record: SwapRecord, told: SwapTold) -> Named:
    proposed = record.proposed
    code = "swap.at-lent" if told.kind == "loaner_out" else "swap.at-swapped"
    return Named(code, asset=proposed.asset, contract=proposed.contract, swap=record.id)


def _touching(record: SwapRecord, serial: str) -> SwapTold | None:
    """What put the serial number in, took it out, or lent it, by this swap."""
    done = record.carried_out
    if done is not None and serial in (done.serial, record.proposed.serial_out):
        return done
    loaner = record.loaner
    return loaner if loaner is not None and loaner.serial == serial else None
