"""Swaps and the spare-parts stores: what in them fits, taking a part or a loaner out for a swap, and bringing a loaner back.

The store's movement is recorded before the swap's event: one that is cut off between them finds the part out for this very
swap when it is told again. Does not live here: any rule of a store (`fieldops.service.stock`).
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from fieldops.actions.stock import Asked, Seen, look, move
from fieldops.contracts.model import Asset
from fieldops.documents.choices import nearest
from fieldops.errors import UsageError
from fieldops.records.stock_events import Movement, StockMoved
from fieldops.records.swap_events import SwapTold
from fieldops.service.fitting import LOANER, SPARE, Fit, fitting, loaners, replaced_by
from fieldops.service.orders import Order
from fieldops.service.stock import Key
from fieldops.service.stores import World, issued_for
from fieldops.service.swaps import SwapRecord
from fieldops.structs import Struct, replaced


class Offered(Struct, frozen=True):
    """What lies in the stores for a swap: parts that may be put in, and equipment that may be lent. C6 C8"""

    spares: tuple[Fit, ...] = ()
    loaners: tuple[Fit, ...] = ()


def offered(root: Path, record: SwapRecord, asset: Asset, now: datetime) -> Offered:
    """What fits a swap in the stores that are kept for its contract, on the day of `now`."""
    seen, proposed = look(root, now), record.proposed
    day = now.date()
    spares = fitting(
        seen.world,
        day,
        part_no=proposed.part_no,
        model=asset.model,
        contract=proposed.contract,
        order=proposed.order,
        swap=record.id,
    )
    lent = loaners(seen.world, day, asset.model, proposed.contract) if asset.model is not None else ()
    return Offered(spares, lent)


def located(root: Path, record: SwapRecord, told: SwapTold, now: datetime) -> SwapTold:
    """What was told, with the store and the part number of what is put in or lent; as it is where no store knows that.

    Raises UsageError where it was issued for another order.
    """
    books, serial = look(root, now).world.books, told.serial or ""
    key, gone = books.lying.get(serial), books.gone.get(serial)
    if key is not None:
        return _from(told, key[0], key[1])
    if gone is None or not gone.is_out:
        return told
    if gone.moved.order != record.proposed.order:
        raise UsageError("swap.serial-in-use", serial=serial, where=issued_for(gone.moved))
    return _from(told, gone.moved.stock, gone.moved.part_no)


def insist_on_origin(root: Path, record: SwapRecord, order: Order, told: SwapTold, now: datetime) -> None:
    """That a part which no store ever had is put in or lent only where it is said why, while there is one for it.

    Raises UsageError with what was handed out for the order, or else with what lies there for the swap.
    """
    world, serial = look(root, now).world, told.serial or ""
    if told.stock is not None or told.reason is not None or serial in world.books.gone:
        return
    values = {"serial": serial, "swap": record.id}
    kept = LOANER if told.kind == "loaner_out" else SPARE
    out = [each for each in (*record.issued, *order.unaccounted) if each.kept_as == kept]
    if issued := tuple(one for each in out if _fits(world, each, record) for one in each.serials):
        raise UsageError("swap.serial-not-issued", order=order.id, issued=nearest(serial, issued), **values)
    fits = _fits_in_store(world, record, order, told, now)
    lying = tuple(piece.serial for fit in fits for piece in fit.pieces if piece.serial is not None)
    if lying:
        raise UsageError("swap.serial-from-nowhere", lying=nearest(serial, lying), **values)


def _fits(world: World, moved: StockMoved, record: SwapRecord) -> bool:
    wanted = record.proposed.part_no
    part = world.parts(moved.stock).get(moved.part_no) if moved.stock in world.stocks else None
    older = replaced_by(part, world.parts(moved.stock)) if part is not None else ()
    return moved.kept_as == LOANER or moved.part_no == wanted or wanted in older


def _fits_in_store(
    world: World, record: SwapRecord, order: Order, told: SwapTold, now: datetime
) -> tuple[Fit, ...]:
    proposed, lends = record.proposed, told.kind == "loaner_out"
    part = None if lends else told.part_no or proposed.part_no
    return fitting(
        world,
        now.date(),
        kept_as=LOANER if lends else SPARE,
        part_no=part,
        contract=proposed.contract,
        order=order.id,
        swap=record.id,
    )


def take_out(root: Path, record: SwapRecord, told: SwapTold, now: datetime) -> bool:
    """Take what a swap puts in or lends out of the store where it lies; False for what lies in none, which is not touched.

    Raises what `move` raises: for what is put aside for others, or may no longer be used.
    """
    seen = look(root, now)
    key = seen.world.books.lying.get(told.serial or "")
    if key is None:
        return False
    order, swap = _aside(seen, key, told.serial or "", record)
    asked = Asked(
        Movement.ISSUED,
        key[0],
        serials=(told.serial or "",),
        order=order,
        swap=swap,
        time=told.time.isoformat(),
    )
    move(root, asked, now)
    return True


def _aside(seen: Seen, key: Key, serial: str, record: SwapRecord) -> tuple[str, str | None]:
    """For what it is issued: what it is put aside for, where that is this order or swap."""
    order = record.proposed.order
    for each in seen.world.books.shelf(*key).aside:
        if serial in each.serials and each.order == order and each.swap in (None, record.id):
            return order, each.swap
    return order, record.id


def bring_back(root: Path, lent: SwapTold | None, told: SwapTold, now: datetime) -> None:
    """Bring back to its store what was taken out of it; what is from no store is not touched."""
    if lent is None or lent.serial is None or lent.stock is None:
        return
    gone = look(root, now).world.books.gone.get(lent.serial)
    if gone is not None and gone.is_out:
        # For what it had been handed out, and why it is back.
        asked = Asked(
            Movement.RETURNED,
            lent.stock,
            serials=(lent.serial,),
            order=gone.moved.order,
            swap=gone.moved.swap,
            reason=told.reason,
            time=told.time.isoformat(),
            by_swap=True,
        )
        move(root, asked, now)


def _from(told: SwapTold, stock: str, part_no: str) -> SwapTold:
    return replaced(told, stock=stock, part_no=told.part_no or part_no)
