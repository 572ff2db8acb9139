"""A whole inventory against the books: from what a list says to counts, one for each part that is not as the books say. Pure.

A list is a count of all that it names. What the books have of a part and the list does not is missing; of a part that the
list does not name nothing is said, and it stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from fieldops.errors import FieldopsError, Named, Position, Problem
from fieldops.records.stock_events import Movement, StockMoved
from fieldops.service.moving import Wanted, decide, shelf_meant
from fieldops.service.stock import Key, Shelf
from fieldops.service.stores import World
from fieldops.spreadsheet.inventory import Inventory, Listed
from fieldops.structs import Struct, replaced


class Counted(Struct, frozen=True):
    """What follows from a list: the movements, what stands in its way, and the shelves of the store that it does not name."""

    moves: tuple[StockMoved, ...]
    problems: tuple[Problem, ...]
    unnamed: tuple[Key, ...]


def count_all(world: World, inventory: Inventory, wanted: Wanted, path: str, now: datetime) -> Counted:
    """Count everything that a list names in the store of `wanted`; nothing where something stands in the way."""
    problems = [
        Problem(Position(path, each.row, each.column), "stock.row", {"what": Named(each.code, **each.values)})
        for each in inventory.unclear
    ]
    rows: dict[Key, list[Listed]] = {}
    for each in inventory.listed:
        try:
            rows.setdefault(_key(world, wanted, each), []).append(each)
        except FieldopsError as error:
            problems.append(_told(path, each, error))
    moves: list[StockMoved] = []
    for key, listed in rows.items():
        try:
            found = tuple(_count(world, key, listed, wanted, now))
        except FieldopsError as error:
            problems.append(_told(path, listed[0], error))
            continue
        moves += found
        world = world.after(found)
    unnamed = tuple(each.key for each in world.shelves(wanted.stock) if each.on_hand and each.key not in rows)
    problems.sort(key=lambda each: each.position)
    return Counted(() if problems else tuple(moves), tuple(problems), unnamed)


def _told(path: str, listed: Listed, error: FieldopsError) -> Problem:
    return Problem(Position(path, listed.row, 1), "stock.row", {"what": Named(error.code, **error.values)})


def _key(world: World, wanted: Wanted, listed: Listed) -> Key:
    asked = replaced(wanted, part_no=listed.part, kept_as=listed.kept_as, serials=listed.serials)
    return shelf_meant(world, asked).key


def _count(
    world: World, key: Key, listed: Sequence[Listed], wanted: Wanted, now: datetime
) -> Iterator[StockMoved]:
    """The counts of one part: first what the books have and the list, too, then by their last days what is new."""
    shelf = world.books.shelf(*key)
    found = [serial for each in listed for serial in each.serials]
    loose = sum(each.quantity for each in listed if not each.serials)
    if key in world.recorded.shelves and _as_booked(shelf, found, loose):
        return
    kept = [each for each in found if each in shelf.serials]
    had = sum(each.quantity for each in shelf.loose)
    steps = [(list(kept), min(loose, had), None), *_new(shelf, listed, kept, had)]
    for at, (serials, others, expires) in enumerate(steps):
        # Where nothing is missing the first step says nothing.
        if at == 0 and len(steps) > 1 and _as_booked(shelf, serials, others):
            continue
        asked = replaced(
            wanted,
            kind=Movement.COUNTED,
            part_no=key[1],
            kept_as=key[2],
            serials=tuple(serials),
            quantity=len(serials) + others if others or not serials else None,
            expires=expires,
        )
        moves = decide(world, asked, now)
        yield from moves
        world = world.after(moves)


def _as_booked(shelf: Shelf, serials: Sequence[str], loose: int) -> bool:
    return sorted(serials) == sorted(shelf.serials) and loose == sum(each.quantity for each in shelf.loose)


def _new(
    shelf: Shelf, listed: Sequence[Listed], kept: Sequence[str], had: int
) -> Iterator[tuple[list[str], int, date | None]]:
    """What the books do not have, by its last day of use: each time all that was found so far."""
    serials, total = list(kept), sum(each.quantity for each in listed if not each.serials)
    surplus = max(total - had, 0)
    others = min(total, had)
    for expires in dict.fromkeys(each.expires for each in listed):
        rows = [each for each in listed if each.expires == expires]
        new = [one for each in rows for one in each.serials if one not in shelf.serials]
        more = min(surplus, sum(each.quantity for each in rows if not each.serials))
        surplus -= more
        if new or more:
            serials, others = [*serials, *new], others + more
            yield list(serials), others, expires
