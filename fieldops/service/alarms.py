"""What is wrong on a shelf, on a day: too few, past the last day of use or near it, put aside or lent for too long. Pure.

Every limit is the store's or the catalogue's own; where neither says one, nothing is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Literal

from fieldops.dates.periods import add_period, parse_period
from fieldops.service.fitting import free_on
from fieldops.service.stock import Shelf
from fieldops.service.stores import World
from fieldops.structs import Struct

# Public: JSON has these words.
Kind = Literal[
    "below_minimum", "expired", "expires_soon", "reserved_too_long", "reserved_and_missing", "no_expiry"
]


class Alarm(Struct, frozen=True):
    """Something that is wrong: of which shelf, how many pieces, which; `limit` is the number or the day it is held against.

    `since`, `order` and `swap` are those of what is put aside.
    """

    kind: Kind
    shelf: Shelf
    quantity: int
    serials: tuple[str, ...] = ()
    minimum: int | None = None
    limit: date | None = None
    since: datetime | None = None
    order: str | None = None
    swap: str | None = None


def alarms(world: World, shelf: Shelf, day: date) -> Iterator[Alarm]:
    """Everything that is wrong on a shelf, on that day."""
    minimum = world.minimum(shelf.key)
    usable = free_on(shelf, day)[1]
    # What is put aside is as good as gone: the minimum is for the next fault.
    if minimum is not None and usable < minimum:
        yield Alarm("below_minimum", shelf, usable, minimum=minimum)
    yield from _expiry(world, shelf, day)
    if shelf.reserved > shelf.on_hand:
        yield Alarm("reserved_and_missing", shelf, shelf.reserved - shelf.on_hand)
    yield from _reserved(world, shelf, day)


def _expiry(world: World, shelf: Shelf, day: date) -> Iterator[Alarm]:
    store = world.stocks[shelf.stock]
    part = world.parts(shelf.stock).get(shelf.part_no)
    ahead = parse_period(store.warn_before_expiry) if store.warn_before_expiry is not None else None
    for piece in shelf.pieces:
        serials = (piece.serial,) if piece.serial is not None else ()
        if piece.expires is None:
            if part is not None and part.shelf_life is not None:
                yield Alarm("no_expiry", shelf, piece.quantity, serials)
        elif piece.is_over(day):
            yield Alarm("expired", shelf, piece.quantity, serials, limit=piece.expires)
        elif ahead is not None and piece.expires <= add_period(day, ahead):
            yield Alarm("expires_soon", shelf, piece.quantity, serials, limit=piece.expires)


def _reserved(world: World, shelf: Shelf, day: date) -> Iterator[Alarm]:
    text = world.stocks[shelf.stock].reserve_at_most
    longest = parse_period(text) if text is not None else None
    if longest is None:
        return
    for each in shelf.aside:
        until = add_period(each.since.date(), longest)
        if until < day:
            yield Alarm(
                "reserved_too_long",
                shelf,
                each.quantity,
                each.serials,
                limit=until,
                since=each.since,
                order=each.order,
                swap=each.swap,
            )
