"""Taking an order from an archive into this workspace's store: with its sessions, swaps, movements and evidence, all or nothing.

As with runs (`importing`), only what somebody of the contract's team has signed for is taken in. The order's events are its
own, word for word; where they stand is each store's own. Two stores in which one order went on apart are not joined.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

from fieldops.actions.contracts import open_workspace
from fieldops.actions.importing import FaultyArchive, encoded_again, insist_on_evidence, part_of
from fieldops.actions.needed import TIMES, need_agreement
from fieldops.actions.order_archives import judged_files, read_order_archive
from fieldops.actions.order_files import Imported
from fieldops.actions.orders import order_called, view_of
from fieldops.actions.registers import agreement_of, register_of
from fieldops.actions.settings import open_store
from fieldops.actions.signed_papers import colleagues_of, contacts_of
from fieldops.actions.stock import Done, record, stores_of
from fieldops.actions.swap_records import all_swaps, where_is
from fieldops.contracts.agreement import Agreement
from fieldops.documents.workspace import Workspace
from fieldops.errors import FieldopsError, Named, Refused, UsageError
from fieldops.records.archive import RECORD
from fieldops.records.codecs import Decoded, decoded, encode
from fieldops.records.export import OpenedExport
from fieldops.records.handed_in import EvidenceForgotten
from fieldops.records.log import Conflict, Log, Part
from fieldops.records.merging import beyond
from fieldops.records.order_archive import (
    MOVEMENTS,
    SWAPS_RECORD,
    ReceivedOrder,
    is_moved_for,
    is_order_archive,
)
from fieldops.records.order_events import OrderEvent, order_stream
from fieldops.records.received import seal_of
from fieldops.records.recorded import Encoded
from fieldops.records.stock_events import STOCK, Movement, StockMoved
from fieldops.records.swap_events import SwapProposed, SwapTold, swaps_stream
from fieldops.service.moving import Wanted, decide
from fieldops.service.orders import order_of
from fieldops.service.stores import World
from fieldops.service.swaps import SwapRecord, swaps_of
from fieldops.sla.timetable import timetable_for
from fieldops.structs import Struct, replaced

# So often it is read and decided again because others have written meanwhile.
_TRIES = 5


def import_order_archive(root: Path, file: Path, now: datetime) -> Imported:
    """Take in what is new of the archive's order; what is here already changes nothing.

    Raises UsageError for the archive of something else; FaultyArchive; Refused where nobody of the team vouches for it, where a signature in it does not count, where it tells
    of an order here in another way or knows less of it, and where parts cannot have been moved so by the books here;
    FieldopsError where contract and team cannot be read.
    """
    archive = read_order_archive(file)
    if archive.files and not is_order_archive(archive.files):
        raise UsageError("order-archive.of-no-order", path=str(file))
    if archive.faults or archive.opened is None:
        raise FaultyArchive(file, archive.faults)
    opened = archive.opened
    _insist_on_vouched(archive, agreement_of(root, opened.contract), now)
    workspace = open_workspace(root, judged=False)
    with closing(open_store(root)) as log:
        tried = 0
        while True:
            tried += 1
            news = _news(workspace, log, archive, now)
            try:
                if news.parts:
                    log.append_all(news.parts)
            except Conflict:
                if tried == _TRIES:
                    raise
                continue
            break
    return Imported(order_called(root, opened.order, now), news.count, news.is_first)


def _insist_on_vouched(archive: ReceivedOrder, agreement: Agreement, now: datetime) -> None:
    """Raise Refused where nobody of the team signed for all of it, and where a customer's signature in it is worth nothing."""
    seal = seal_of(archive.files, register_of(agreement, None), now.astimezone(agreement.zone).date())
    if seal is None:
        raise Refused("order-archive.unvouched")
    for fault in seal.faults:
        raise fault
    for each in judged_files(archive, contacts_of(agreement), colleagues_of(agreement)):
        if each.fault is not None:
            values = {"file": each.handed.file.name, "name": each.handed.name}
            raise Refused("order-archive.bad-signature", **values, why=_as_value(each.fault))


def _as_value(error: FieldopsError) -> Named:
    return Named(error.code, **error.values)


# --- what is new --------------------------------------------------------------------------------------------


class _News(Struct, frozen=True):
    """What is to be added to which stream; how much of it is told of the order, and whether the order itself is new."""

    parts: tuple[Part, ...]
    count: int
    is_first: bool


def _news(workspace: Workspace, log: Log, archive: ReceivedOrder, now: datetime) -> _News:
    opened = archive.opened
    assert opened is not None  # it has no faults
    assert archive.record is not None
    order, stream = opened.order, order_stream(opened.order)
    told, mine = _merged(log, stream, archive.record, order, RECORD)
    swapped, swaps = _merged(log, swaps_stream(opened.contract), archive.swaps, order, SWAPS_RECORD)
    moved, movements = _moved(workspace, log, archive, order)
    records = swaps_of(one.event for one in swapped if isinstance(one.event, SwapProposed | SwapTold))
    _insist_on_readable(workspace, told, records, now)
    _insist_on_places(workspace, log, order, records, moved.world)
    parts = tuple(each for each in (mine, swaps, movements) if each is not None)
    opening = sum(each.kind is Movement.OPENED for each in moved.moves)
    count = sum(len(each.events) for each in parts) - opening
    return _News(parts, count, mine is not None and not mine.expected)


def _merged(
    log: Log, stream: str, export: OpenedExport | None, order: str, place: str
) -> tuple[list[Decoded], Part | None]:
    """All that is told of the order in a stream once the archive is taken in, and what is to be added for it."""
    events = log.read(stream)
    here = list(_of_order(decoded(events, log.blob), order))
    told = tuple(decoded(export.events, export.blob)) if export is not None else ()
    theirs = list(_of_order(told, order))
    new = beyond(here, theirs, "order-archive.contradicts", place=place, order=order)
    _insist_on_newer(len(here), len(theirs), place, order)
    if not new or export is None:
        return here, None
    insist_on_evidence(new, told)
    return [*here, *new], part_of(stream, new, len(events), export)


def _of_order(events: Iterable[Decoded], order: str) -> Iterator[Decoded]:
    """What is told of the order. That evidence was deleted is each store's own: it keeps what it took in until its time."""
    own: set[str] = set()
    for one in events:
        event = one.event
        if isinstance(event, SwapProposed) and event.order == order:
            own.add(event.swap)
        others = isinstance(event, SwapProposed | SwapTold) and event.swap not in own
        if not others and not isinstance(event, EvidenceForgotten):
            yield one


def _insist_on_newer(here: int, there: int, place: str, order: str) -> None:
    if there < here:
        raise Refused("order-archive.older", place=place, order=order, there=there, here=here)


def _insist_on_readable(
    workspace: Workspace, told: Iterable[Decoded], swaps: dict[str, SwapRecord], now: datetime
) -> None:
    """Have the order judged by the contract as it will be: what cannot be read afterwards is not taken in. Raises FieldopsError."""
    order = order_of(one.event for one in told if isinstance(one.event, OrderEvent))
    assert order is not None  # the archive has its beginning
    agreement = need_agreement(workspace, order.opened.contract, TIMES)
    whole = replaced(order, swaps=tuple(swaps.values()))
    view_of(whole, agreement, timetable_for(agreement, order.opened.reported), now)


def _insist_on_places(
    workspace: Workspace, log: Log, order: str, swaps: dict[str, SwapRecord], world: World
) -> None:
    """Raise Refused where a serial number that was put in or lent is somewhere else by what is known here."""
    others = {
        contract: {id: each for id, each in records.items() if each.proposed.order != order}
        for contract, records in all_swaps(log).items()
    }
    for swap in swaps.values():
        for serial in (each.serial for each in (swap.carried_out, swap.loaner) if each is not None):
            assert serial is not None  # neither is told without one
            lying = world.books.lying.get(serial)
            found = where_is(workspace, others, serial)
            where = Named("stock.lies", stock=lying[0], part_no=lying[1]) if lying is not None else None
            if found is not None and found[0] != swap.proposed.asset:
                where = found[1]
            if where is not None:
                raise Refused("order-archive.serial-elsewhere", serial=serial, swap=swap.id, where=where)


# --- what the stores have moved -----------------------------------------------------------------------------


def _moved(workspace: Workspace, log: Log, archive: ReceivedOrder, order: str) -> tuple[Done, Part | None]:
    """The stores after the movements that are new, each of which must be possible by the books here, and what is to be added."""
    here = Counter(
        one.recorded.leaf
        for one in decoded(log.read(STOCK), log.blob)
        if isinstance(one.event, StockMoved) and is_moved_for(one.event, order)
    )
    theirs = Counter(one.recorded.leaf for one in archive.movements)
    if here - theirs:
        _insist_on_newer(here.total(), (here & theirs).total(), MOVEMENTS, order)
    written: list[Encoded] = []

    def deciding(world: World) -> tuple[StockMoved, ...]:
        written.clear()
        moves: list[StockMoved] = []
        known = Counter(here)
        for line, one in enumerate(archive.movements, 1):
            if known[one.recorded.leaf]:
                known[one.recorded.leaf] -= 1
                continue
            assert isinstance(one.event, StockMoved)  # read as one
            opening, world = _entered(world, one.event, line)
            written.extend((*map(encode, opening), *encoded_again([one])))
            moves += (*opening, one.event)
        return tuple(moves)

    done = record(log, workspace, stores_of(workspace), deciding, dry_run=True)
    size = done.world.size - len(done.moves)
    return done, Part(STOCK, tuple(written), size) if written else None


def _entered(world: World, moved: StockMoved, line: int) -> tuple[list[StockMoved], World]:
    """What the store's document opens before a movement, and the stores after it. Raises Refused where it cannot have been."""
    try:
        decided = decide(world, _wanted(moved), moved.at)
        opening = [each for each in decided if each.kind is Movement.OPENED]
        return opening, world.after([*opening, moved])
    except FieldopsError as error:
        raise Refused("order-archive.movement", line=line, why=_as_value(error)) from error


def _wanted(moved: StockMoved) -> Wanted:
    """What was wanted when that was recorded."""
    return Wanted(
        kind=moved.kind,
        stock=moved.stock,
        time=moved.time,
        day=moved.time.date(),
        part_no=moved.part_no,
        kept_as=moved.kept_as,
        quantity=moved.quantity,
        serials=moved.serials,
        expires=moved.expires,
        to=moved.to,
        order=moved.order,
        swap=moved.swap,
        by=moved.by,
        person=moved.person,
        reason=moved.reason,
        document=moved.document,
    )
