"""The spare-parts stores as people use them: what is moved is recorded once, and nobody takes what another one has taken.

The movements of all stores are one stream, written only as long as it was when it was read; where somebody else was first,
it is read and decided again. Does not live here: any rule (`fieldops.service`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from fieldops.actions.agreements import LeftOut, Readable, readable
from fieldops.actions.contracts import open_workspace
from fieldops.actions.finding import person_called, recorded
from fieldops.actions.needed import COVER, TIMES, errors_in, need, need_agreement, sound
from fieldops.actions.orders import read_order, view_of
from fieldops.actions.settings import open_store, store_path
from fieldops.actions.swap_records import moved_by_swaps, place_by_swaps
from fieldops.contracts.model import PartCatalogue, Person, Stock, Team
from fieldops.contracts.spoken import meant, offered
from fieldops.contracts.wording import moment
from fieldops.dates.instants import utc
from fieldops.documents.typed import fill
from fieldops.documents.workspace import Document, Workspace
from fieldops.errors import InvalidDocuments, Named, Position, Refused, UsageError
from fieldops.records.codecs import encode, outline
from fieldops.records.log import Conflict, Log
from fieldops.records.moments import whole_seconds
from fieldops.records.snapshots import PersonSnapshot
from fieldops.records.stock_events import STOCK, Movement, StockMoved
from fieldops.rules.estate import serial_places
from fieldops.service.alarms import Alarm
from fieldops.service.counting import Difference, differences
from fieldops.service.moving import Wanted, decide, store_called
from fieldops.service.needs import Need, needs, warned
from fieldops.service.stock import Shelf, books_of
from fieldops.service.stores import BuiltIn, World, world_of
from fieldops.sla.moments import in_zone, read_moment
from fieldops.sla.timetable import timetable_for
from fieldops.structs import Struct, replaced

# So often it is read and decided again because others have written; each time at least one of them is done.
_TRIES = 50
# What is done for an order only while it is open.
_FOR_OPEN = (Movement.RESERVED, Movement.ISSUED)

Deciding = Callable[[World], tuple[StockMoved, ...]]
"""What is to be recorded, as the stores are now."""


class Asked(Struct, frozen=True):
    """What somebody wants to be moved, as it was typed; see `Wanted`. `by_swap`: a swap itself brings it back."""

    kind: Movement
    stock: str
    part: str | None = None
    kept_as: str | None = None
    quantity: int | None = None
    serials: tuple[str, ...] = ()
    expires: date | None = None
    to: str | None = None
    order: str | None = None
    swap: str | None = None
    by: str | None = None
    person: str | None = None
    reason: str | None = None
    document: str | None = None
    time: str | None = None
    by_swap: bool = False


class Done(Struct, frozen=True):
    """What was recorded (nothing where all of it was on record already), the stores after it, and the counts among it that
    found other serial numbers than the books had.
    """

    moves: tuple[StockMoved, ...]
    world: World
    counted: Mapping[StockMoved, Difference] = {}


class Stores(Struct, frozen=True):
    """The documents that are read with the books, those of them that have mistakes (id and path), and the time zone of
    each store.
    """

    stocks: Mapping[str, Stock]
    catalogues: Mapping[str, PartCatalogue]
    zones: Mapping[str, ZoneInfo]
    left_out: tuple[tuple[str, str], ...] = ()

    def zone(self, stock: str) -> ZoneInfo:
        """The time zone of a store: that of the contracts it is kept for."""
        return self.zones[stock]

    def day(self, stock: str, now: datetime) -> date:
        """Which day it is where the store is."""
        return now.astimezone(self.zone(stock)).date()


# --- moving -------------------------------------------------------------------------------------------------


def move(root: Path, asked: Asked, now: datetime) -> Done:
    """Record that parts were received, reserved, issued and so on.

    Raises UsageError for a store, a part, a person or an order that there is none of and for what cannot be, Refused for
    what is not free and for an order that is closed, InvalidDocuments where the documents it is judged by have mistakes.
    """
    workspace = open_workspace(root, judged=False)
    stores = stores_of(workspace)
    wanted, at = wanted_of(workspace, stores, asked, now)
    with closing(open_store(root)) as log:
        if asked.order is not None:
            _insist_on_order(workspace, log, asked, now)
        return record(log, workspace, stores, lambda world: decide(world, wanted, at), wanted.serials)


def wanted_of(workspace: Workspace, stores: Stores, asked: Asked, now: datetime) -> tuple[Wanted, datetime]:
    """What is meant by what was typed, and the time at which it is written down, by the clock of the store."""
    stock = _called(workspace, stores, asked.stock)
    zone = stores.zone(stock)
    at = whole_seconds(in_zone(now, zone))
    wanted = Wanted(
        kind=asked.kind,
        stock=stock,
        time=whole_seconds(in_zone(read_moment(asked.time, zone, latest=now), zone)) if asked.time else at,
        day=stores.day(stock, now),
        part_no=asked.part,
        kept_as=asked.kept_as,
        quantity=asked.quantity,
        serials=tuple(each.strip() for each in asked.serials),
        expires=asked.expires,
        to=asked.to,
        order=asked.order,
        swap=asked.swap,
        by=_somebody(workspace, asked.by),
        person=asked.person,
        reason=asked.reason,
        document=asked.document,
        by_swap=asked.by_swap,
    )
    return wanted, at


def record(
    log: Log,
    workspace: Workspace,
    stores: Stores,
    deciding: Deciding,
    serials: Iterable[str] = (),
    dry_run: bool = False,
) -> Done:
    """Record what `deciding` says of the stores as they are, all or nothing; it is asked again where others were first.

    `serials`: those of which it has to be known where they are in use. With `dry_run` nothing is recorded.
    """
    named = tuple(serials)
    built, moved = built_in(workspace, named), moved_by_swaps(log, named)
    # What a swap has moved is no longer where the files have it.
    built = {serial: each for serial, each in built.items() if serial not in moved}
    elsewhere = {serial: where for serial, where in moved.items() if where is not None}
    tried = 0
    while True:
        tried += 1
        world = _world(log, stores, built, elsewhere)
        moves = deciding(world)
        try:
            if moves and not dry_run:
                log.append(STOCK, [encode(each) for each in moves], expected=world.size)
        except Conflict:
            if tried == _TRIES:
                raise
            continue
        return Done(moves, world.after(moves), differences(moves, world.recorded))


def _world(log: Log, stores: Stores, built: Mapping[str, BuiltIn], elsewhere: Mapping[str, Named]) -> World:
    return world_of(stores.stocks, stores.catalogues, built, moves_in(log), elsewhere)


def moves_in(log: Log) -> tuple[StockMoved, ...]:
    """Every movement of all stores, in the order in which they were recorded. Raises Broken for one that was changed."""
    events = (outline(each.type, each.version, each.body) for each in log.read(STOCK))
    return tuple(each for each in events if isinstance(each, StockMoved))


def _called(workspace: Workspace, stores: Stores, name: str) -> str:
    """The id of the store that is called so. Raises InvalidDocuments where its documents have mistakes."""
    document = need(workspace, "Stock", name)
    if document.id not in stores.stocks:
        errors = errors_in(workspace, document.path)
        catalogue = workspace.get("PartCatalogue", document.text("catalogue") or "")
        errors += errors_in(workspace, catalogue.path) if catalogue is not None else []
        raise InvalidDocuments(errors)
    return document.id


def _somebody(workspace: Workspace, name: str | None) -> PersonSnapshot | None:
    """The person of one of the teams with that id or name."""
    if name is None:
        return None
    people: dict[str, Person] = {}
    for document in workspace.of_kind("Team"):
        if workspace.judge(document).valid:
            people |= {each.id: each for each in fill(Team, document.data).people}
    return recorded(person_called(people.values(), name))


def _insist_on_order(workspace: Workspace, log: Log, asked: Asked, now: datetime) -> None:
    """That there is the order, and that it was reported, and is open, where something is put aside or handed out for it."""
    order, _ = read_order(log, asked.order or "")
    # A swap says itself what may be done for it.
    if asked.kind not in _FOR_OPEN or asked.swap is not None:
        return
    agreement = need_agreement(workspace, order.opened.contract, TIMES)
    reported = order.opened.reported
    time = read_moment(asked.time, agreement.zone, latest=now) if asked.time else now
    if utc(time) < utc(reported):
        values = {"at": moment(time, agreement.zone), "reported": moment(reported, agreement.zone)}
        raise UsageError("stock.before-order", order=order.id, **values)
    view = view_of(order, agreement, timetable_for(agreement, reported), now)
    if view.standing.stage == "closed":
        raise Refused("stock.order-closed", order=order.id)


# --- looking ------------------------------------------------------------------------------------------------


def stores_of(workspace: Workspace) -> Stores:
    """The stores of the workspace and their catalogues; one whose documents have mistakes is left out, and named."""
    stocks: dict[str, Stock] = {}
    catalogues: dict[str, PartCatalogue] = {}
    left_out = []
    for document in list(workspace.of_kind("Stock")):
        judged = sound(workspace, document)
        catalogue = workspace.get("PartCatalogue", document.text("catalogue") or "")
        listed = sound(workspace, catalogue) if catalogue is not None else None
        if judged is None or listed is None:
            left_out.append((document.id, document.path))
            continue
        stocks[judged.id] = fill(Stock, judged.data)
        catalogues[listed.id] = fill(PartCatalogue, listed.data)
    zones = {id: _zone(workspace, stock) for id, stock in stocks.items()}
    return Stores(stocks, catalogues, zones, tuple(left_out))


def _zone(workspace: Workspace, stock: Stock) -> ZoneInfo:
    """The time zone of the first contract that the store is kept for."""
    for contract in stock.contracts or workspace.ids("Contract"):
        document = workspace.get("Contract", contract)
        text = document.text("time_zone") if document is not None else None
        try:
            if text is not None:
                return ZoneInfo(text)
        except (LookupError, ValueError, OSError):
            continue
    return ZoneInfo("UTC")


def built_in(workspace: Workspace, serials: Iterable[str]) -> dict[str, BuiltIn]:
    """Where these serial numbers are in use by the documents of all contracts."""
    found = {}
    for serial in serials:
        for document, place, kind in serial_places(workspace, serial):
            asset = document.text(*place[:2], "id") or "-"
            found[serial] = BuiltIn(_owner(document), asset, kind == "part", document.position(*place))
    return found


def _owner(document: Document) -> str:
    return document.id if document.kind == "Contract" else document.text("contract") or "-"


class Seen(Struct, frozen=True):
    """All stores as they stand: with the documents that were read, and every movement. `installed`: which of the serial numbers
    that are out were built in, and where.
    """

    stores: Stores
    world: World
    moves: tuple[StockMoved, ...]
    now: datetime
    counted: Mapping[StockMoved, Difference] = {}
    installed: Mapping[str, Named] = {}

    def day(self, stock: str) -> date:
        """Which day it is where the store is."""
        return self.stores.day(stock, self.now)

    def moves_of(self, serial: str) -> tuple[StockMoved, ...]:
        """What happened to that serial number: its movements, and the counts that missed it."""
        return tuple(
            each
            for each in self.moves
            if serial in each.serials or serial in self.counted.get(each, Difference()).missing
        )


def look(root: Path, now: datetime) -> Seen:
    """The stores as they stand. Raises Broken when the record of their movements was changed."""
    workspace = open_workspace(root, judged=False)
    return look_in(workspace, root, now)


def look_in(workspace: Workspace, root: Path, now: datetime) -> Seen:
    """The same for a workspace that is open already."""
    stores = stores_of(workspace)
    moves: tuple[StockMoved, ...] = ()
    installed: dict[str, Named] = {}
    if store_path(root).exists():
        with closing(open_store(root)) as log:
            moves = moves_in(log)
            out = [one for each in moves if each.kind is Movement.ISSUED for one in each.serials]
            installed = _installed(log, out)
    world = world_of(stores.stocks, stores.catalogues, {}, moves)
    return Seen(stores, world, moves, now.astimezone(UTC), differences(moves, books_of(())), installed)


def _installed(log: Log, serials: Iterable[str]) -> dict[str, Named]:
    """Of these serial numbers those that a swap has built in, and where: what was lent comes back."""
    found = moved_by_swaps(log, serials)
    return {
        one: where for one, where in found.items() if where is not None and "swap.at-swapped" in where.codes
    }


def stock_called(seen: Seen, name: str) -> str:
    """The id of the store with that id or title. Raises UsageError with those that there are."""
    return store_called(seen.world, name)


def contract_called(root: Path, name: str) -> str:
    """The id of the contract with that id, number, title or customer. Raises UsageError where there is none."""
    return need(open_workspace(root, judged=False), "Contract", name).id


class Found(Struct, frozen=True):
    """A part, or a piece of one: what lies of it where, where the serial number is (None: nowhere that is known), and what
    was moved of it.
    """

    part_no: str | None
    serial: str | None
    shelves: tuple[Shelf, ...]
    where: Named | None
    moves: tuple[StockMoved, ...]


def whereabouts(root: Path, seen: Seen, what: str) -> Found:
    """What is known of a part, by number or name, or of a serial number. Raises UsageError for what nobody knows."""
    names = {each.part_no: each.name for listed in seen.world.catalogues.values() for each in listed.parts}
    part_no = meant(what, names)
    if part_no is not None:
        shelves = (each for stock in seen.world.stocks for each in seen.world.shelves(stock))
        moves = tuple(each for each in seen.moves if each.part_no == part_no)
        return Found(part_no, None, tuple(each for each in shelves if each.part_no == part_no), None, moves)
    built = built_in(open_workspace(root, judged=False), [what])
    lying = seen.world.books.lying.get(what)
    # What was handed out may have been built in, and what the files have may have been taken out.
    by_swaps = _by_swaps(root, what) if lying is None else None
    where = by_swaps or replaced(seen.world, built_in=built).where(what)
    moves = seen.moves_of(what)
    if where is None and not moves:
        raise UsageError("stock.nobody-knows", what=what, choices=offered(what, names))
    return Found(None, what, (seen.world.books.shelf(*lying),) if lying is not None else (), where, moves)


def _by_swaps(root: Path, serial: str) -> Named | None:
    if not store_path(root).exists():
        return None
    with closing(open_store(root)) as log:
        return place_by_swaps(log, serial)


class Checked(Struct, frozen=True):
    """What contracts need and no store has, what is over in the stores of each, and the contracts left out because of
    mistakes.
    """

    seen: Seen
    needs: tuple[tuple[Need, Position], ...]
    warned: tuple[Alarm, ...]
    left_out: tuple[LeftOut, ...]


def check(root: Path, now: datetime, contract: str | None = None) -> Checked:
    """What the contracts need of the stores, against what lies there now; of one contract, or of all.

    Raises UsageError for an unknown contract, InvalidDocuments for mistakes in that one.
    """
    workspace = open_workspace(root, judged=False)
    seen = look_in(workspace, root, now)
    if contract is not None:
        chosen = Readable((need_agreement(workspace, contract, COVER),))
    else:
        chosen = readable(workspace, COVER)
    found: list[tuple[Need, Position]] = []
    alarms: dict[Alarm, None] = {}
    for agreement in chosen.agreements:
        day = now.astimezone(agreement.zone).date()
        found += [(each, agreement.position(each.clause)) for each in needs(agreement, seen.world, day)]
        alarms |= dict.fromkeys(warned(agreement, seen.world, day))
    return Checked(seen, tuple(found), tuple(alarms), chosen.left_out)
