"""The world that the stores' books are read in: what the documents keep where, and where else a serial number is. Pure.

What a store's document says to lie there counts until the first movement of that part and use is told; from then on the
log alone does (`openings`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from fieldops.contracts.model import CataloguePart, PartCatalogue, Stock
from fieldops.errors import Named, Position
from fieldops.records.stock_events import Movement, StockMoved
from fieldops.service.stock import Books, Key, Shelf, books_of
from fieldops.structs import Struct, replaced

# What a document says has no time of its own.
_UNTOLD = datetime.min.replace(tzinfo=UTC)


class BuiltIn(Struct, frozen=True):
    """Where a serial number is in use: as the equipment itself, or as a part of it; and where that is written."""

    contract: str
    asset: str
    part: bool
    position: Position


class World(Struct, frozen=True):
    """All stores with what lies in them, the catalogues, and where serial numbers are in use.

    `recorded` are the books of the log alone, `size` how many movements it has; `books` has what documents open, too.
    `elsewhere`: serial numbers that somebody else knows to be somewhere, such as a swap, with the words for it.
    """

    stocks: Mapping[str, Stock]
    catalogues: Mapping[str, PartCatalogue]
    built_in: Mapping[str, BuiltIn]
    recorded: Books
    books: Books
    size: int = 0
    elsewhere: Mapping[str, Named] = {}

    def parts(self, stock: str) -> Mapping[str, CataloguePart]:
        """The parts of a store's catalogue by number."""
        catalogue = self.catalogues.get(self.stocks[stock].catalogue)
        return {each.part_no: each for each in catalogue.parts} if catalogue is not None else {}

    def serving(self, contract: str | None) -> tuple[Stock, ...]:
        """The stores that are kept for a contract; all where none is asked for."""
        return tuple(
            each
            for each in self.stocks.values()
            if contract is None or not each.contracts or contract in each.contracts
        )

    def shelves(self, stock: str) -> tuple[Shelf, ...]:
        """Every shelf of a store: those of its document in its order, then what lies there besides."""
        kept = [(stock, each.part_no, each.kept_as) for each in self.stocks[stock].items]
        besides = sorted(key for key in self.books.shelves if key[0] == stock and key not in kept)
        return tuple(self.books.shelf(*key) for key in [*dict.fromkeys(kept), *besides])

    def minimum(self, key: Key) -> int | None:
        """How many must be kept there; None where nothing is said."""
        store = self.stocks.get(key[0])
        items = store.items if store is not None else ()
        return next((each.minimum for each in items if (each.part_no, each.kept_as) == key[1:]), None)

    def after(self, moves: Sequence[StockMoved]) -> World:
        """The world after some more movements. Raises Contradiction."""
        # What a document opens is in the books already.
        told = [each for each in moves if each.kind is not Movement.OPENED]
        return replaced(
            self,
            recorded=self.recorded.after(moves),
            books=self.books.after(told),
            size=self.size + len(moves),
        )

    def where(self, serial: str) -> Named | None:
        """Where that serial number is by all that is known, None where nobody knows it or it was lost or scrapped."""
        lying = self.books.lying.get(serial)
        if lying is not None:
            return Named("stock.lies", stock=lying[0], part_no=lying[1])
        gone = self.books.gone.get(serial)
        if gone is not None and gone.is_out:
            # What was handed out is where it was built in since.
            return self.elsewhere.get(serial) or issued_for(gone.moved)
        built = self.built_in.get(serial)
        if built is not None:
            code = "stock.built-in" if built.part else "stock.is-equipment"
            return Named(code, asset=built.asset, contract=built.contract, at=str(built.position))
        return self.elsewhere.get(serial)


def target_of(moved: StockMoved) -> str:
    """What it is for and who has taken it, as far as that was told."""
    found = (moved.swap or moved.order, moved.person)
    return ", ".join(each for each in found if each)


def issued_for(moved: StockMoved) -> Named:
    """Where something was issued to."""
    return Named(
        "stock.issued-for",
        target=target_of(moved) or moved.reason or "-",
        day=moved.time.date().isoformat(),
        stock=moved.stock,
    )


def world_of(
    stocks: Mapping[str, Stock],
    catalogues: Mapping[str, PartCatalogue],
    built_in: Mapping[str, BuiltIn],
    moves: tuple[StockMoved, ...],
    elsewhere: Mapping[str, Named] = {},
) -> World:
    """The world after these movements. Raises Contradiction for a log that takes what is not there."""
    recorded = books_of(moves)
    books = recorded
    for store in stocks.values():
        for item in store.items:
            key = store.id, item.part_no, item.kept_as
            # One after the other: of two documents that claim one serial number, the first has it.
            if key not in recorded.shelves:
                books = books.after(openings(store, key, books, _UNTOLD))
    return World(stocks, catalogues, built_in, recorded, books, len(moves), elsewhere)


def openings(store: Stock, key: Key, books: Books, at: datetime) -> Iterator[StockMoved]:
    """What the document says to lie on a shelf of which no movement is recorded; nothing for any other.

    A serial number that the books know is where they say. `at`: when that is written down.
    """
    item = next((each for each in store.items if (each.part_no, each.kept_as) == key[1:]), None)
    if item is None or key in books.shelves:
        return
    serials = tuple(each for each in item.serials if each not in books.lying and each not in books.gone)
    loose = max(item.quantity - len(item.serials), 0)
    for quantity, named in ((len(serials), serials), (loose, ())):
        if quantity:
            yield StockMoved(key[0], Movement.OPENED, key[1], key[2], quantity, at, at, named)
