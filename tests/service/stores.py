"""A storehouse for tests: two stores and their catalogue, what is asked of them, and the movements that follow."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from fieldops.contracts.model import CataloguePart, PartCatalogue, Stock, StockItem
from fieldops.errors import FieldopsError
from fieldops.messages.text import Text
from fieldops.records.stock_events import Movement, StockMoved
from fieldops.service.moving import Wanted, decide
from fieldops.service.stores import BuiltIn, World, world_of

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PARTS = ("DISK", "FAN", "UNIT")


def _text(words: str) -> Text:
    return Text(words, words)


CATALOGUE = PartCatalogue(
    "fieldops/v1",
    "PartCatalogue",
    "parts",
    _text("Parts"),
    (
        CataloguePart("DISK", _text("Disk"), ("M1",), key_module=True),
        CataloguePart("DISK-2", _text("New disk"), ("M1", "M2"), replaces=("DISK",)),
        CataloguePart("FAN", _text("Fan"), ("M1",), shelf_life="12 months"),
        CataloguePart("UNIT", _text("Unit"), ("M1",)),
    ),
)


def store(id: str, *items: StockItem, **more: Any) -> Stock:
    """A store with that catalogue."""
    return Stock("fieldops/v1", "Stock", id, _text(f"Store {id}"), "parts", items, **more)


EAST = store(
    "east",
    StockItem("DISK", "spare", 2, 1, ("D1", "D2")),
    StockItem("FAN", "spare", 5, 2),
    StockItem("UNIT", "loaner", 1, 1, ("U1",)),
)
WEST = store("west", StockItem("DISK", "spare", 0, 1))


class Storehouse:
    """Two stores, and a clock that is set on by a minute with each thing that is asked."""

    def __init__(self, *stocks: Stock, built: dict[str, BuiltIn] | None = None) -> None:
        self._stocks = {each.id: each for each in stocks or (EAST, WEST)}
        self._built = built or {}
        self.moves: tuple[StockMoved, ...] = ()
        self.now = NOW

    @property
    def world(self) -> World:
        """The stores as they are."""
        return world_of(self._stocks, {"parts": CATALOGUE}, self._built, self.moves)

    def ask(self, kind: str, stock: str = "east", part_no: str | None = None, **given: Any) -> int:
        """Ask for a movement; how many were recorded. Raises what refuses it."""
        self.now += timedelta(minutes=1)
        given = {"time": self.now, "day": self.now.date(), **given}
        wanted = Wanted(Movement(kind), stock, part_no=part_no, **given)
        found = decide(self.world, wanted, self.now)
        self.moves += found
        return len(found)

    def refused(self, kind: str, stock: str = "east", part_no: str | None = None, **given: Any) -> str:
        """The code with which it is refused."""
        before = self.moves
        try:
            self.ask(kind, stock, part_no, **given)
        except FieldopsError as error:
            assert self.moves == before
            return error.code
        raise AssertionError(f"{kind} {part_no} is not refused")

    def lies(self, stock: str, part_no: str, kept_as: str = "spare") -> tuple[int, int]:
        """How many lie there, and how many of them are put aside."""
        shelf = self.world.books.shelf(stock, part_no, kept_as)
        return shelf.on_hand, shelf.reserved


def day(text: str) -> date:
    """A day as it is written."""
    return date.fromisoformat(text)
