"""What may be moved: from what somebody wants to the movements that are recorded, or why not. Pure.

Whoever records them appends only as long as the log is as it was read, and asks again otherwise: so what was free when it
was looked at is still free when it is taken.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime

from fieldops.contracts.spoken import meant, named_in_part, offered
from fieldops.dates.periods import add_period, parse_period
from fieldops.documents.choices import nearest
from fieldops.errors import Refused, UsageError
from fieldops.records.snapshots import PersonSnapshot
from fieldops.records.stock_events import Movement, StockMoved
from fieldops.service.fitting import free_on
from fieldops.service.stock import Key, Piece, Shelf, receipt_of
from fieldops.service.stores import World, issued_for, openings
from fieldops.structs import Struct, replaced

# What needs to be for something.
_FOR = (Movement.RESERVED, Movement.RELEASED)
# What may be done to what can no longer be used.
_AWAY = (Movement.SCRAPPED, Movement.MOVED)


class Wanted(Struct, frozen=True):
    """What somebody wants to be moved, as it was told: see `StockMoved`.

    `part_no`, `kept_as` and `quantity` may be left out where they follow from the rest; `day` is the day on which it is
    judged whether something may still be used. `by_swap`: the swap that has it built in or lent brings it back itself.
    """

    kind: Movement
    stock: str
    time: datetime
    day: date
    part_no: str | None = None
    kept_as: str | None = None
    quantity: int | None = None
    serials: tuple[str, ...] = ()
    expires: date | None = None
    to: str | None = None
    order: str | None = None
    swap: str | None = None
    by: PersonSnapshot | None = None
    person: str | None = None
    reason: str | None = None
    document: str | None = None
    by_swap: bool = False


def decide(world: World, wanted: Wanted, now: datetime) -> tuple[StockMoved, ...]:
    """What has to be recorded for it: nothing where a delivery is recorded already.

    Raises UsageError for what there is not or cannot be, Refused for what is not free.
    """
    store = store_called(world, wanted.stock)
    _check(wanted, now)
    shelf = shelf_meant(world, wanted)
    moved = tuple(_moves(world, replaced(wanted, stock=store), shelf, now))
    opened: list[StockMoved] = []
    for key in dict.fromkeys(touched for each in moved for touched in _touched(each)):
        opened += openings(world.stocks[key[0]], key, world.recorded, now)
    return (*opened, *moved)


def _touched(moved: StockMoved) -> Iterator[Key]:
    yield moved.stock, moved.part_no, moved.kept_as
    if moved.to is not None:
        yield moved.to, moved.part_no, moved.kept_as


def _check(wanted: Wanted, now: datetime) -> None:
    """What is wrong with it by itself."""
    if wanted.time > now:
        raise UsageError("stock.future", at=wanted.time.isoformat(), now=now.isoformat())
    doubled = next((each for each in wanted.serials if wanted.serials.count(each) > 1), None)
    if doubled is not None:
        raise UsageError("stock.serial-twice", serial=doubled)
    if any(not each.strip() for each in wanted.serials):
        raise UsageError("stock.serial-empty")
    counts = wanted.kind is Movement.COUNTED
    if wanted.quantity is not None and (wanted.quantity < 0 or (wanted.quantity == 0 and not counts)):
        raise UsageError("stock.no-quantity", quantity=wanted.quantity)
    # A count has pieces with a serial number and others beside each other.
    least = wanted.quantity is not None and counts and wanted.quantity > len(wanted.serials)
    if wanted.serials and not least and wanted.quantity not in (None, len(wanted.serials)):
        raise UsageError("stock.quantity-of-serials", quantity=wanted.quantity, serials=len(wanted.serials))
    if wanted.kind in _FOR and wanted.order is None and wanted.swap is None:
        raise UsageError("stock.for-what")
    if wanted.kind is Movement.ISSUED and not (wanted.order or wanted.swap or wanted.reason):
        raise UsageError("stock.issued-for-what")
    if wanted.kind is Movement.SCRAPPED and not wanted.reason:
        raise UsageError("stock.no-reason")


def store_called(world: World, name: str) -> str:
    """The id of the store with that id or title. Raises UsageError with those that there are."""
    named = {each.id: each.title for each in world.stocks.values()}
    found = meant(name, named)
    if found is None:
        raise UsageError("stock.no-such", stock=name, choices=offered(name, named))
    return found


# --- which shelf --------------------------------------------------------------------------------------------


def shelf_meant(world: World, wanted: Wanted) -> Shelf:
    """The shelf that is meant, by what was told of the part or by where the serial numbers are. Raises UsageError."""
    stock = store_called(world, wanted.stock)
    part_no = _part(world, wanted, stock)
    kept_as = wanted.kept_as or _kept_as(world, wanted, stock, part_no)
    return world.books.shelf(stock, part_no, kept_as)


def _part(world: World, wanted: Wanted, stock: str) -> str:
    parts = world.parts(stock)
    if wanted.part_no is not None:
        names: dict[str, object] = {each.part_no: each.name for each in parts.values()}
        found = meant(wanted.part_no, names) or named_in_part(wanted.part_no, names)
        # What lies there may be of a catalogue that has changed since.
        lying = {part_no for store, part_no, _ in world.books.shelves if store == stock}
        if found is None and wanted.part_no not in lying:
            choices = offered(wanted.part_no, names)
            raise UsageError("stock.no-such-part", part_no=wanted.part_no, stock=stock, choices=choices)
        return found or wanted.part_no
    for serial in wanted.serials:
        key = _known_key(world, serial)
        if key is not None:
            return key[1]
        raise _unknown_serial(serial, stock, _lying_in(world, stock))
    raise UsageError("stock.which-part", choices=tuple(sorted(parts)) or "-")


def _lying_in(world: World, stock: str) -> list[str]:
    return [serial for serial, key in world.books.lying.items() if key[0] == stock]


def _unknown_serial(serial: str, stock: str, lying: Collection[str]) -> UsageError:
    values = {"serial": serial, "stock": stock}
    if not lying:
        return UsageError("stock.unknown-serial", **values)
    return UsageError("stock.unknown-serial-near", choices=nearest(serial, lying), **values)


def _known_key(world: World, serial: str) -> Key | None:
    gone = world.books.gone.get(serial)
    last = (gone.moved.stock, gone.moved.part_no, gone.moved.kept_as) if gone is not None else None
    return world.books.lying.get(serial, last)


def _kept_as(world: World, wanted: Wanted, stock: str, part_no: str) -> str:
    """What the parts are kept as, where nobody said it: as the serial number is known, else as the store keeps them."""
    for serial in wanted.serials:
        key = _known_key(world, serial)
        if key is not None and key[1] == part_no:
            return key[2]
    kept = {
        each.kept_as
        for each in world.shelves(stock)
        if each.part_no == part_no and (each.pieces or world.minimum(each.key) is not None)
    }
    if len(kept) > 1:
        raise UsageError("stock.kept-as-what", part_no=part_no)
    return next(iter(kept), "spare")


# --- what is recorded ---------------------------------------------------------------------------------------


def _moves(world: World, wanted: Wanted, shelf: Shelf, now: datetime) -> Iterator[StockMoved]:
    match wanted.kind:
        case Movement.RECEIVED:
            return _receive(world, wanted, shelf, now)
        case Movement.RETURNED:
            return _return(world, wanted, shelf, now)
        case Movement.RESERVED:
            return _reserve(wanted, shelf, now)
        case Movement.RELEASED:
            return _release(wanted, shelf, now)
        case Movement.COUNTED:
            return _count(world, wanted, shelf, now)
        case Movement.MOVED:
            target = _target(world, wanted, shelf)
            return _take(world, replaced(wanted, to=target), shelf, now)
        case _:
            return _take(world, wanted, shelf, now)


def _moved(wanted: Wanted, shelf: Shelf, now: datetime, quantity: int, serials: Sequence[str]) -> StockMoved:
    return StockMoved(
        stock=shelf.stock,
        kind=wanted.kind,
        part_no=shelf.part_no,
        kept_as=shelf.kept_as,
        quantity=quantity,
        time=wanted.time,
        at=now,
        serials=tuple(serials),
        expires=wanted.expires,
        to=wanted.to,
        order=wanted.order,
        swap=wanted.swap,
        by=wanted.by,
        person=wanted.person,
        reason=wanted.reason,
        document=wanted.document,
    )


def _receive(world: World, wanted: Wanted, shelf: Shelf, now: datetime) -> Iterator[StockMoved]:
    quantity = len(wanted.serials) or wanted.quantity or 1
    expires = wanted.expires or _shelf_life(world, wanted, shelf)
    moved = replaced(_moved(wanted, shelf, now, quantity, wanted.serials), expires=expires)
    # The same delivery told again: whoever was cut off may simply say it once more.
    if wanted.document is not None and receipt_of(moved) in world.books.receipts:
        return
    for serial in wanted.serials:
        where = world.where(serial)
        gone = world.books.gone.get(serial)
        if where is not None:
            raise UsageError("stock.serial-elsewhere", serial=serial, where=where)
        if gone is not None:
            code = "stock.serial-missing" if gone.missing else "stock.serial-scrapped"
            raise UsageError(code, serial=serial, day=gone.moved.time.date().isoformat())
    yield moved


def _shelf_life(world: World, wanted: Wanted, shelf: Shelf) -> date | None:
    """The last day of use by the catalogue, of what comes in now; None where it says none."""
    part = world.parts(shelf.stock).get(shelf.part_no)
    period = parse_period(part.shelf_life) if part is not None and part.shelf_life is not None else None
    return add_period(wanted.time.date(), period) if period is not None else None


def _return(world: World, wanted: Wanted, shelf: Shelf, now: datetime) -> Iterator[StockMoved]:
    for serial in wanted.serials:
        gone = world.books.gone.get(serial)
        where = world.where(serial)
        if gone is None or not gone.is_out:
            raise UsageError("stock.not-out", serial=serial, where=where or "-")
        swapped = world.elsewhere.get(serial)
        if swapped is not None and not wanted.by_swap:
            raise UsageError("stock.returned-swapped", serial=serial, where=swapped)
        built = world.built_in.get(serial)
        if built is not None:
            raise UsageError(
                "stock.returned-built-in", serial=serial, asset=built.asset, at=str(built.position)
            )
        named = (wanted.order or gone.moved.order, wanted.swap or gone.moved.swap)
        if named != (gone.moved.order, gone.moved.swap):
            raise UsageError("stock.out-otherwise", serial=serial, where=issued_for(gone.moved))
    quantity = len(wanted.serials) or wanted.quantity or 1
    if not wanted.serials:
        out = sum(
            each.quantity
            for (_, part_no, kept), one in world.books.shelves.items()
            if (part_no, kept) == (shelf.part_no, shelf.kept_as)
            for each in one.out
            if not each.serials and each.is_meant(wanted.order, wanted.swap)
        )
        if quantity > out:
            raise UsageError("stock.less-is-out", part_no=shelf.part_no, quantity=quantity, out=out)
        yield _moved(wanted, shelf, now, quantity, ())
    by_day: dict[date | None, list[str]] = {}
    for serial in wanted.serials:
        by_day.setdefault(wanted.expires or world.books.gone[serial].expires, []).append(serial)
    for expires, serials in by_day.items():
        yield replaced(_moved(wanted, shelf, now, len(serials), serials), expires=expires)


def _release(wanted: Wanted, shelf: Shelf, now: datetime) -> Iterator[StockMoved]:
    mine = [each for each in shelf.aside if each.is_for(wanted.order, wanted.swap)]
    named = [serial for each in mine for serial in each.serials]
    loose = sum(each.quantity for each in mine if not each.serials)
    wrong = next((each for each in wanted.serials if each not in named), None)
    asked = len(named) + loose if wanted.quantity is None else wanted.quantity
    if wrong is not None or not mine or asked > len(named) + loose:
        values = {"part_no": shelf.part_no, "quantity": len(named) + loose}
        raise UsageError("stock.not-reserved", target=wanted.swap or wanted.order or "-", **values)
    if wanted.serials:
        yield _moved(wanted, shelf, now, len(wanted.serials), wanted.serials)
        return
    serials = named[:asked]
    if serials:
        yield _moved(wanted, shelf, now, len(serials), serials)
    if asked > len(serials):
        yield _moved(wanted, shelf, now, asked - len(serials), ())


def _count(world: World, wanted: Wanted, shelf: Shelf, now: datetime) -> Iterator[StockMoved]:
    found = len(wanted.serials) if wanted.quantity is None else wanted.quantity
    if wanted.quantity is None and not wanted.serials:
        raise UsageError("stock.count-what")
    for serial in wanted.serials:
        where = world.where(serial) if serial not in shelf.serials else None
        if where is not None:
            raise UsageError("stock.serial-elsewhere", serial=serial, where=where)
    serials = wanted.serials
    if shelf.serials and not serials and found:
        # How many is not which.
        if found != shelf.on_hand:
            values = {"part_no": shelf.part_no, "expected": shelf.on_hand, "quantity": found}
            raise UsageError("stock.count-serials", **values, serials=shelf.serials)
        serials = shelf.serials
    yield replaced(_moved(wanted, shelf, now, found, serials), expected=shelf.on_hand)


def _target(world: World, wanted: Wanted, shelf: Shelf) -> str:
    if wanted.to is None:
        raise UsageError("stock.move-where")
    target = store_called(world, wanted.to)
    if target == shelf.stock:
        raise UsageError("stock.there-already", stock=target)
    parts = world.parts(target)
    if shelf.part_no not in parts:
        choices = nearest(shelf.part_no, parts)
        raise UsageError("stock.no-such-part", part_no=shelf.part_no, stock=target, choices=choices)
    return target


# --- taking -------------------------------------------------------------------------------------------------


def _reserve(wanted: Wanted, shelf: Shelf, now: datetime) -> Iterator[StockMoved]:
    chosen = _chosen(wanted, shelf)
    serials = [each.serial for each in chosen if each.serial is not None]
    loose = sum(each.quantity for each in chosen if each.serial is None)
    if serials:
        yield _moved(wanted, shelf, now, len(serials), serials)
    if loose:
        yield _moved(wanted, shelf, now, loose, ())


def _take(world: World, wanted: Wanted, shelf: Shelf, now: datetime) -> Iterator[StockMoved]:
    for serial in wanted.serials:
        lying = world.books.lying.get(serial)
        if lying != shelf.key:
            where = world.where(serial)
            if where is None:
                raise _unknown_serial(serial, shelf.stock, _lying_in(world, shelf.stock))
            raise UsageError("stock.serial-elsewhere", serial=serial, where=where, stock=shelf.stock)
    chosen = _chosen(wanted, shelf)
    serials = [each.serial for each in chosen if each.serial is not None]
    if serials:
        yield replaced(_moved(wanted, shelf, now, len(serials), serials), expires=None)
    for lot in chosen:
        if lot.serial is None:
            yield replaced(_moved(wanted, shelf, now, lot.quantity, ()), expires=lot.expires)


def _chosen(wanted: Wanted, shelf: Shelf) -> list[Piece]:
    """The pieces that are taken: those that were named or put aside for it, then what expires first.

    Raises Refused where so many are not free.
    """
    if wanted.serials:
        return _named(wanted, shelf)
    quantity = wanted.quantity or 1
    if wanted.kind in _AWAY:
        pieces, free = _movable(wanted, shelf)
    else:
        # What is put aside once more is another piece.
        whose = (wanted.order, wanted.swap) if wanted.kind is Movement.ISSUED else (None, None)
        pieces, free = free_on(shelf, wanted.day, *whose)
    if free < quantity:
        raise Refused("stock.not-enough", **_shortage(wanted, shelf, quantity, free))
    mine = _mine(wanted, shelf)
    return list(_first(sorted(pieces, key=lambda each: each.serial not in mine), quantity))


def _mine(wanted: Wanted, shelf: Shelf) -> set[str]:
    """The serial numbers that are put aside for it."""
    if wanted.kind is not Movement.ISSUED or not (wanted.order or wanted.swap):
        return set()
    return {
        serial for each in shelf.aside if each.is_for(wanted.order, wanted.swap) for serial in each.serials
    }


def _movable(wanted: Wanted, shelf: Shelf) -> tuple[Sequence[Piece], int]:
    """What may be carried away or thrown away: what is over, too, and of lots the one that was named."""
    reserved = {serial for each in shelf.aside for serial in each.serials}
    held = sum(each.quantity for each in shelf.aside if not each.serials)
    pieces = [each for each in shelf.pieces if each.serial not in reserved]
    free = sum(each.quantity for each in pieces) - held
    if wanted.expires is not None:
        pieces = [each for each in pieces if each.serial is None and each.expires == wanted.expires]
    pieces.sort(key=lambda each: (each.expires or date.max, each.serial or ""))
    return pieces, max(min(free, sum(each.quantity for each in pieces)), 0)


def _named(wanted: Wanted, shelf: Shelf) -> list[Piece]:
    others = {serial for each in shelf.aside for serial in each.serials} - _mine(wanted, shelf)
    found = [each for each in shelf.pieces if each.serial in wanted.serials]
    for each in found:
        if each.serial in others:
            aside = next(one for one in shelf.aside if each.serial in one.serials)
            own = wanted.kind is Movement.RESERVED and aside.is_for(wanted.order, wanted.swap)
            values = {"target": aside.swap or aside.order or "-", "day": aside.since.date().isoformat()}
            code = "stock.reserved-already" if own else "stock.reserved-for"
            raise Refused(code, serial=each.serial, stock=shelf.stock, **values)
        if each.expires is not None and each.is_over(wanted.day) and wanted.kind not in _AWAY:
            raise Refused("stock.expired", serial=each.serial, day=each.expires.isoformat())
    lacking = next((each for each in wanted.serials if each not in shelf.serials), None)
    if lacking is not None:
        raise _unknown_serial(lacking, shelf.stock, shelf.serials)
    return found


def _first(pieces: Sequence[Piece], quantity: int) -> Iterator[Piece]:
    for each in pieces:
        if quantity <= 0:
            return
        taken = min(each.quantity, quantity)
        quantity -= taken
        yield replaced(each, quantity=taken)


def _shortage(wanted: Wanted, shelf: Shelf, quantity: int, free: int) -> dict[str, object]:
    over = sum(each.quantity for each in shelf.pieces if each.is_over(wanted.day))
    return {
        "part_no": shelf.part_no,
        "stock": shelf.stock,
        "quantity": quantity,
        "free": free,
        "lying": shelf.on_hand,
        "reserved": shelf.reserved,
        "expired": over,
    }
