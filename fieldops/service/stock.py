"""The books of the spare-parts stores: what lies where, what is put aside for whom, and what is out. Pure.

Lives here: the fold of the movements, in the order of the log. Does not live here: what may be moved (`moving`), what the
contracts need of it (`spares`), where movements come from (`fieldops.actions.stock`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from fieldops.errors import FieldopsError
from fieldops.records.stock_events import Movement, StockMoved
from fieldops.structs import Struct, replaced

Key = tuple[str, str, str]
"""A shelf: the store, the part number, and what the parts are kept as."""


class Piece(Struct, frozen=True):
    """A piece with a serial number, or so many without one that came with the same last day of use.

    `since`: since when it lies there, None for what only the store's document tells.
    """

    serial: str | None
    quantity: int
    since: datetime | None = None
    expires: date | None = None

    def is_over(self, day: date) -> bool:
        """Whether it may no longer be used on that day."""
        return self.expires is not None and self.expires < day


class Aside(Struct, frozen=True):
    """What is put aside for an order or a swap; `serials` those of the pieces that have one, the rest are any."""

    quantity: int
    serials: tuple[str, ...]
    since: datetime
    order: str | None = None
    swap: str | None = None
    by: str | None = None

    def is_for(self, order: str | None, swap: str | None) -> bool:
        """Whether it is put aside for that."""
        return (self.order, self.swap) == (order, swap)


class Out(Struct, frozen=True):
    """What was issued and has not come back."""

    quantity: int
    serials: tuple[str, ...]
    since: datetime
    order: str | None = None
    swap: str | None = None
    person: str | None = None

    def is_meant(self, order: str | None, swap: str | None) -> bool:
        """Whether somebody who names that order and that swap, or neither, may mean it."""
        return (order is None or self.order == order) and (swap is None or self.swap == swap)


class Shelf(Struct, frozen=True):
    """What lies in a store of one part and use, what of it is put aside, and what of it is out."""

    stock: str
    part_no: str
    kept_as: str
    pieces: tuple[Piece, ...] = ()
    aside: tuple[Aside, ...] = ()
    out: tuple[Out, ...] = ()

    @property
    def key(self) -> Key:
        """Which shelf it is."""
        return self.stock, self.part_no, self.kept_as

    @property
    def on_hand(self) -> int:
        """How many lie there, put aside or not."""
        return sum(each.quantity for each in self.pieces)

    @property
    def reserved(self) -> int:
        """How many are put aside."""
        return sum(each.quantity for each in self.aside)

    @property
    def free(self) -> int:
        """How many lie there for anybody, whether they may still be used or not."""
        return max(self.on_hand - self.reserved, 0)

    @property
    def serials(self) -> tuple[str, ...]:
        """The serial numbers that lie there."""
        return tuple(each.serial for each in self.pieces if each.serial is not None)

    @property
    def loose(self) -> tuple[Piece, ...]:
        """What has no serial number, by its last day of use."""
        return tuple(each for each in self.pieces if each.serial is None)


class Gone(Struct, frozen=True):
    """A serial number that has left its store for good or for now: by which movement, and how long it may be used."""

    moved: StockMoved
    missing: bool = False
    expires: date | None = None

    @property
    def is_out(self) -> bool:
        """Whether it was issued, and is somewhere else."""
        return self.moved.kind is Movement.ISSUED


class Contradiction(FieldopsError):
    """A movement takes what does not lie there: the log was written by something else than fieldops."""

    def __init__(self, moved: StockMoved) -> None:
        super().__init__(
            "stock.contradiction", part_no=moved.part_no, stock=moved.stock, at=moved.at.isoformat()
        )


class Books(Struct, frozen=True):
    """All stores after all movements: `lying` says on which shelf each serial number is, `gone` what became of the others.

    `receipts` are the deliveries that came with a document, each once.
    """

    shelves: Mapping[Key, Shelf]
    lying: Mapping[str, Key]
    gone: Mapping[str, Gone]
    receipts: frozenset[tuple[object, ...]] = frozenset()

    def shelf(self, stock: str, part_no: str, kept_as: str) -> Shelf:
        """The shelf; an empty one where nothing was ever told of it."""
        return self.shelves.get((stock, part_no, kept_as)) or Shelf(stock, part_no, kept_as)

    def after(self, moves: Iterable[StockMoved]) -> Books:
        """The books after some more movements. Raises Contradiction."""
        book = _Book(dict(self.shelves), dict(self.lying), dict(self.gone), set(self.receipts))
        for each in moves:
            book.enter(each)
        return book.closed()


def books_of(moves: Iterable[StockMoved]) -> Books:
    """The books after these movements, in the order of the log. Raises Contradiction."""
    return Books({}, {}, {}).after(moves)


def receipt_of(moved: StockMoved) -> tuple[object, ...]:
    """What makes two deliveries with a document the same."""
    return (
        moved.stock,
        moved.part_no,
        moved.kept_as,
        moved.quantity,
        tuple(sorted(moved.serials)),
        moved.document,
    )


class _Book:
    """The books while movements are entered."""

    def __init__(
        self,
        shelves: dict[Key, Shelf],
        lying: dict[str, Key],
        gone: dict[str, Gone],
        receipts: set[tuple[object, ...]],
    ) -> None:
        self._shelves, self._lying, self._gone, self._receipts = shelves, lying, gone, receipts

    def closed(self) -> Books:
        return Books(self._shelves, self._lying, self._gone, frozenset(self._receipts))

    def enter(self, moved: StockMoved) -> None:
        key = moved.stock, moved.part_no, moved.kept_as
        shelf = self._shelves.get(key) or Shelf(*key)
        match moved.kind:
            case Movement.OPENED | Movement.RECEIVED:
                self._put(shelf, moved)
                if moved.document is not None:
                    self._receipts.add(receipt_of(moved))
            case Movement.RETURNED:
                self._back(moved)
                self._put(self._shelves.get(key) or shelf, moved)
            case Movement.RESERVED:
                self._keep(replaced(shelf, aside=(*shelf.aside, _aside(moved))))
            case Movement.RELEASED:
                self._keep(replaced(shelf, aside=_less(shelf.aside, moved)))
            case Movement.ISSUED:
                left = self._taken(shelf, moved)
                self._keep(replaced(left, aside=_less(left.aside, moved), out=(*left.out, _out(moved))))
            case Movement.MOVED:
                self._carry(shelf, moved)
            case Movement.COUNTED:
                self._count(shelf, moved)
            case Movement.SCRAPPED:
                self._keep(self._taken(shelf, moved))

    def _keep(self, shelf: Shelf) -> None:
        self._shelves[shelf.key] = shelf

    def _put(self, shelf: Shelf, moved: StockMoved) -> None:
        since = moved.time if moved.kind is not Movement.OPENED else None
        self._lay(shelf, [Piece(serial, 1, since, moved.expires) for serial in moved.serials])
        loose = moved.quantity - len(moved.serials)
        if loose:
            self._lay(self._shelves[shelf.key], [Piece(None, loose, since, moved.expires)])

    def _lay(self, shelf: Shelf, pieces: Sequence[Piece]) -> None:
        for each in pieces:
            if each.serial is not None:
                self._lying[each.serial] = shelf.key
                self._gone.pop(each.serial, None)
        self._keep(replaced(shelf, pieces=_laid(shelf.pieces, pieces)))

    def _taken(self, shelf: Shelf, moved: StockMoved) -> Shelf:
        """The shelf without what was moved, which is noted as gone."""
        for each in self._lift(shelf, moved):
            if each.serial is not None:
                self._gone[each.serial] = Gone(moved, expires=each.expires)
        return self._shelves[shelf.key]

    def _lift(self, shelf: Shelf, moved: StockMoved) -> list[Piece]:
        """Take what was moved from the shelf; returns it."""
        wanted = set(moved.serials)
        lifted = [each for each in shelf.pieces if each.serial in wanted]
        if len(lifted) != len(wanted):
            raise Contradiction(moved)
        rest = tuple(each for each in shelf.pieces if each.serial not in wanted)
        for serial in wanted:
            del self._lying[serial]
        loose = moved.quantity - len(wanted)
        if loose:
            rest, lot = _without(rest, loose, moved)
            lifted.append(lot)
        self._keep(replaced(shelf, pieces=rest))
        return lifted

    def _carry(self, shelf: Shelf, moved: StockMoved) -> None:
        lifted = self._lift(shelf, moved)
        key = moved.to or "", moved.part_no, moved.kept_as
        there = self._shelves.get(key) or Shelf(*key)
        self._lay(there, [replaced(each, since=moved.time) for each in lifted])

    def _back(self, moved: StockMoved) -> None:
        """What comes back is no longer out, whichever store had issued it."""
        if moved.serials:
            shelves = [self._gone[each].moved.stock for each in moved.serials if each in self._gone]
        else:
            shelves = [stock for stock, part_no, kept in self._shelves if (part_no, kept) == _what(moved)]
        open_quantity = moved.quantity
        for stock in dict.fromkeys(sorted(shelves, key=lambda each: each != moved.stock)):
            shelf = self._shelves[stock, moved.part_no, moved.kept_as]
            out, open_quantity = _came_back(shelf.out, moved, open_quantity)
            self._keep(replaced(shelf, out=out))
        if open_quantity:
            raise Contradiction(moved)

    def _count(self, shelf: Shelf, moved: StockMoved) -> None:
        found = set(moved.serials)
        for each in shelf.pieces:
            if each.serial is not None and each.serial not in found:
                del self._lying[each.serial]
                self._gone[each.serial] = Gone(moved, missing=True, expires=each.expires)
        kept = tuple(each for each in shelf.pieces if each.serial in found)
        known = {each.serial for each in kept}
        new = [Piece(each, 1, moved.time, moved.expires) for each in moved.serials if each not in known]
        loose = _recounted(shelf.loose, moved.quantity - len(found), moved)
        self._lay(replaced(shelf, pieces=(*kept, *loose)), new)


def _what(moved: StockMoved) -> tuple[str, str]:
    return moved.part_no, moved.kept_as


def _aside(moved: StockMoved) -> Aside:
    by = moved.by.id if moved.by is not None else None
    return Aside(moved.quantity, moved.serials, moved.time, moved.order, moved.swap, by)


def _out(moved: StockMoved) -> Out:
    return Out(moved.quantity, moved.serials, moved.time, moved.order, moved.swap, moved.person)


def _laid(pieces: Sequence[Piece], more: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces with some more; what has no serial number and the same last day is one lot, as old as its oldest piece."""
    found = list(pieces)
    for each in more:
        at = next(
            (k for k, one in enumerate(found) if one.serial is None and one.expires == each.expires), None
        )
        if each.serial is not None or at is None:
            found.append(each)
        else:
            found[at] = replaced(found[at], quantity=found[at].quantity + each.quantity)
    return tuple(found)


def _without(pieces: Sequence[Piece], quantity: int, moved: StockMoved) -> tuple[tuple[Piece, ...], Piece]:
    """The pieces without so many of the lot that is meant, and what was taken of it."""
    lot = next((each for each in pieces if each.serial is None and each.expires == moved.expires), None)
    if lot is None or lot.quantity < quantity:
        raise Contradiction(moved)
    left = replaced(lot, quantity=lot.quantity - quantity)
    rest = (left if each is lot else each for each in pieces)
    return tuple(each for each in rest if each.quantity), replaced(lot, quantity=quantity)


def _less(aside: Sequence[Aside], moved: StockMoved) -> tuple[Aside, ...]:
    """What stays put aside when so many were issued for, or given back by, an order or a swap."""
    mine = [each for each in aside if each.is_for(moved.order, moved.swap)]
    named = {serial for each in mine for serial in each.serials if serial in moved.serials}
    # What was put aside without naming a piece is any of them.
    wanted = moved.quantity - len(named)
    rest = list[Aside]()
    for each in aside:
        taken, left = 0, each.serials
        if each in mine:
            taken, left = _share(each.quantity, each.serials, moved, wanted)
        wanted -= taken if not each.serials else 0
        if each.quantity > taken:
            rest.append(replaced(each, quantity=each.quantity - taken, serials=left))
    return tuple(rest)


def _came_back(out: Sequence[Out], moved: StockMoved, wanted: int) -> tuple[tuple[Out, ...], int]:
    """What stays out, and how many of those that came back were not among it."""
    rest = list[Out]()
    for each in out:
        taken, left = 0, each.serials
        # A serial number says by itself which one it is.
        meant = bool(moved.serials) or each.is_meant(moved.order, moved.swap)
        if meant and bool(each.serials) == bool(moved.serials):
            taken, left = _share(each.quantity, each.serials, moved, wanted)
        wanted -= taken
        if each.quantity > taken:
            rest.append(replaced(each, quantity=each.quantity - taken, serials=left))
    return tuple(rest), wanted


def _share(
    quantity: int, serials: tuple[str, ...], moved: StockMoved, wanted: int
) -> tuple[int, tuple[str, ...]]:
    """How many of these the movement is about, `wanted` of it being open, and the serial numbers that it is not about."""
    left = tuple(each for each in serials if each not in moved.serials)
    return (len(serials) - len(left), left) if serials else (min(quantity, wanted), ())


def _recounted(lots: Sequence[Piece], found: int, moved: StockMoved) -> tuple[Piece, ...]:
    """The lots after a count: what is missing is taken to be of those that last longest, what is new of the day told."""
    counted = sum(each.quantity for each in lots)
    if found > counted:
        return _laid(lots, [Piece(None, found - counted, moved.time, moved.expires)])
    lacking, left = counted - found, sorted(lots, key=lambda each: each.expires or date.max)
    while lacking:
        last = left.pop()
        gone = min(lacking, last.quantity)
        lacking -= gone
        if last.quantity > gone:
            left.append(replaced(last, quantity=last.quantity - gone))
    return tuple(left)
