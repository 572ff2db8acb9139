"""What in the stores fits: a part that is to be replaced, or a loaner for a piece of equipment. Pure questions.

By part number (or what the catalogue lets take its place), by model, and by the contracts that a store is kept for. What is
put aside for others, or may no longer be used, does not fit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from fieldops.contracts.model import CataloguePart, Stock
from fieldops.service.stock import Piece, Shelf
from fieldops.service.stores import World
from fieldops.structs import Struct

SPARE, LOANER = "spare", "loaner"


class Fit(Struct, frozen=True):
    """So many of a part are free in a store: `pieces` are those that may be taken, what expires first comes first.

    `replaces`: the part that was asked for, where another one takes its place.
    """

    stock: Stock
    part: CataloguePart
    kept_as: str
    pieces: tuple[Piece, ...]
    free: int
    replaces: str | None = None


def fitting(
    world: World,
    day: date,
    *,
    kept_as: str = SPARE,
    part_no: str | None = None,
    model: str | None = None,
    contract: str | None = None,
    order: str | None = None,
    swap: str | None = None,
) -> tuple[Fit, ...]:
    """What fits on that day: that part itself first, then what may take its place; of a model all that fits it.

    What is put aside for `order` and `swap` counts as free: it is theirs.
    """
    found = []
    for store in world.serving(contract):
        parts = world.parts(store.id)
        for shelf in world.shelves(store.id):
            part = parts.get(shelf.part_no)
            if part is None or shelf.kept_as != kept_as or not _fits(part, parts, part_no, model):
                continue
            pieces, free = free_on(shelf, day, order, swap)
            if free:
                other = part_no if part_no not in (None, part.part_no) else None
                found.append(Fit(store, part, kept_as, pieces, free, other))
    return tuple(
        sorted(found, key=lambda each: (each.replaces is not None, each.stock.id, each.part.part_no))
    )


def loaners(world: World, day: date, model: str, contract: str | None = None) -> tuple[Fit, ...]:
    """What may be lent in the place of equipment of that model. C6"""
    return fitting(world, day, kept_as=LOANER, model=model, contract=contract)


def _fits(
    part: CataloguePart, parts: Mapping[str, CataloguePart], part_no: str | None, model: str | None
) -> bool:
    by_number = part_no is None or part_no == part.part_no or part_no in replaced_by(part, parts)
    return by_number and (model is None or model in part.models)


def replaced_by(part: CataloguePart, parts: Mapping[str, CataloguePart]) -> Iterator[str]:
    """The numbers of all parts that this one may take the place of, at any distance."""
    waiting, seen = list(part.replaces), set[str]()
    while waiting:
        number = waiting.pop()
        if number not in seen:
            seen.add(number)
            yield number
            older = parts.get(number)
            waiting += older.replaces if older is not None else ()


def free_on(
    shelf: Shelf, day: date, order: str | None = None, swap: str | None = None
) -> tuple[tuple[Piece, ...], int]:
    """The pieces of a shelf that may be taken on that day, what expires first in front, and how many of them are free."""
    others = [each for each in shelf.aside if not ((order or swap) and each.is_for(order, swap))]
    named = {serial for each in others for serial in each.serials}
    held = sum(each.quantity for each in others if not each.serials)
    pieces = [each for each in shelf.pieces if not each.is_over(day) and each.serial not in named]
    pieces.sort(key=lambda each: (each.expires or date.max, each.serial or ""))
    free = max(sum(each.quantity for each in pieces) - held, 0)
    return (tuple(pieces) if free else ()), free
