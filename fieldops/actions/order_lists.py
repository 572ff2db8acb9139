"""How all orders stand, or those that are still open: each order and each contract read once, however many there are.

Which orders are closed is noted beside the store (`fieldops.records.open_orders`), so that a morning's look reads the few that
are open and what was written since, and not the years before. What the note says is what folding every order says: it is
believed only for the same log, the same documents and a later time, and otherwise made anew. Does not live here: when an
order is closed (`fieldops.service.ending`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from datetime import date, datetime
from itertools import groupby
from pathlib import Path

from fieldops import __version__
from fieldops.actions.contracts import open_workspace
from fieldops.actions.finding import insist_on_somebody
from fieldops.actions.needed import TIMES, need_agreement
from fieldops.actions.orders import View, order_events, view_of
from fieldops.actions.rights import write_whole
from fieldops.actions.settings import open_store, store_path
from fieldops.actions.swap_records import OrderSwaps, order_of_swap
from fieldops.contracts.agreement import Agreement
from fieldops.dates.instants import utc
from fieldops.documents.workspace import Workspace
from fieldops.errors import FieldopsError
from fieldops.records.log import Log
from fieldops.records.open_orders import Note, note_beside, read_note, written
from fieldops.records.order_events import ORDERS, order_stream
from fieldops.records.recorded import Head, Recorded
from fieldops.records.verification import insist
from fieldops.service.ending import is_closed
from fieldops.service.orders import Order, order_of
from fieldops.service.sampling import drawn, month_of, percent_drawn
from fieldops.sla.timetable import Timetable, timetable_for
from fieldops.structs import Struct, replaced


class Listed(Struct, frozen=True):
    """The orders of a workspace as they stand, and those that could not be judged, with why."""

    views: tuple[View, ...]
    unread: tuple[tuple[str, FieldopsError], ...] = ()


def all_orders(root: Path, now: datetime, contract: str | None = None) -> Listed:
    """Every order, or every order of a contract, in the order of their reports.

    Raises Broken when the chain is. An order whose contract has mistakes is named, and hides no other.
    """
    if not store_path(root).exists():
        return Listed(())
    with closing(open_store(root)) as log:
        orders = list(_every(log, insist(log)))
    return _Desk(open_workspace(root, judged=False), now).listed(orders, contract)


def drawn_orders(root: Path, now: datetime, contract: str, month: str) -> tuple[Listed, int]:
    """Those of a contract's orders of a month that are drawn for its audit, and of how many. G1

    Raises what `all_orders` raises, and UsageError for a month that is none or not over, and where no audit is promised.
    """
    agreement = need_agreement(open_workspace(root, judged=False), contract, TIMES)
    asked = month_of(month, now.astimezone(agreement.zone).date())
    percent = percent_drawn(agreement, asked)
    listed = all_orders(root, now, contract)
    of_month = [
        view
        for view in listed.views
        if view.standing.stage != "voided"
        and asked.holds(view.order.opened.reported.astimezone(agreement.zone).date())
    ]
    chosen = drawn((view.order for view in of_month), percent)
    views = tuple(view for view in of_month if view.order.id in chosen)
    return replaced(listed, views=views), len(of_month)


def open_orders(root: Path, now: datetime, contract: str | None = None) -> Listed:
    """Those of `all_orders` that are not closed, and those that cannot be judged.

    Reads every order the first time, and again when a document has changed; else those that were open then and those of
    which something was told since. Raises Broken when the chain is, or one of these orders is not what was written.
    """
    store = store_path(root)
    if not store.exists():
        return Listed(())
    workspace = open_workspace(root, judged=False)
    desk, place = _Desk(workspace, now), note_beside(store)
    terms = _fingerprint(workspace)
    with closing(open_store(root)) as log:
        note = read_note(place)
        if note is None or not _holds(note, log, terms, now):
            head = insist(log)
            orders = [order for order in _every(log, head) if not desk.is_closed(order)]
        else:
            touched = set(note.orders)
            head = insist(log, _noting(touched), note.head)
            orders = [order for order in _named(log, touched) if not desk.is_closed(order)]
    made = Note(head, terms, now, tuple(sorted(each.id for each in orders)))
    if note is None or (note.head, note.terms, note.orders) != (made.head, made.terms, made.orders):
        # Where nobody may write it is left out: the next look takes longer.
        with suppress(OSError):
            write_whole(place, [written(made)])
    return desk.listed(orders, contract)


def insist_on_person(root: Path, name: str) -> None:
    """Raise UsageError for a name or an id that nobody of any team has: a list of nothing would say that all is done."""
    insist_on_somebody(open_workspace(root, judged=False), name)


def _holds(note: Note, log: Log, terms: str, now: datetime) -> bool:
    """Whether the note is about this log, these documents, and no later time: what was told counts from its time on."""
    return note.terms == terms and utc(note.at) <= utc(now) and log.head(note.head.size) == note.head


def _noting(touched: set[str]) -> Callable[[Recorded], None]:
    def hear(event: Recorded) -> None:
        if event.stream.startswith(ORDERS):
            touched.add(event.stream.removeprefix(ORDERS))
        elif (order := order_of_swap(event)) is not None:
            touched.add(order)

    return hear


def _named(log: Log, ids: Iterable[str]) -> Iterator[Order]:
    """The orders of these numbers, each checked as it is read."""
    swaps = OrderSwaps(log)
    for id in ids:
        order = order_of(order_events(log.read(order_stream(id))))
        if order is not None:
            yield swaps.added_to(order)


def every_order(log: Log) -> Iterator[Order]:
    """Every order of a log, which is followed first. Raises Broken when its chain is."""
    yield from _every(log, insist(log))


def _every(log: Log, head: Head) -> Iterator[Order]:
    """Every order up to `head`, to which the log was followed: one after the other, as they all are too many to keep."""
    swaps = OrderSwaps(log)
    for _, events in groupby(log.by_stream(ORDERS, head.size), key=lambda event: event.stream):
        order = order_of(order_events(events))
        if order is not None:
            yield swaps.added_to(order)


def _fingerprint(workspace: Workspace) -> str:
    """What tells whether any document is another than before, or the program that reads them."""
    found = hashlib.sha256(__version__.encode())
    documents = (*workspace.documents.values(), *workspace.doubles, *workspace.doubled)
    held = {(each.path, each.raw) for each in documents} | {
        (each.path, each.raw) for each in workspace.unread
    }
    for path, raw in sorted(held):
        found.update(f"{path} {len(raw)}\n".encode())
        found.update(raw)
    return found.hexdigest()


class _Desk:
    """Judges orders at a time, each contract read once, and what it promises on a day looked up once."""

    def __init__(self, workspace: Workspace, now: datetime) -> None:
        self._workspace, self._now = workspace, now
        self._agreements: dict[str, Agreement | FieldopsError] = {}
        self._timetables: dict[tuple[str, date], Timetable | None] = {}

    def is_closed(self, order: Order) -> bool:
        """Whether it needs no look any more; not where it cannot be judged."""
        try:
            agreement = self._agreement(order)
            return is_closed(order, agreement, self._timetable(order, agreement), self._now)
        except FieldopsError:
            return False

    def listed(self, orders: Iterable[Order], contract: str | None) -> Listed:
        """How these stand, in the order of their reports: all, or those of a contract."""
        views: list[View] = []
        unread: list[tuple[str, FieldopsError]] = []
        for order in sorted(orders, key=lambda each: (each.opened.reported, each.id)):
            if contract is None or order.opened.contract == contract:
                try:
                    agreement = self._agreement(order)
                    views.append(view_of(order, agreement, self._timetable(order, agreement), self._now))
                except FieldopsError as error:
                    unread.append((order.id, error))
        return Listed(tuple(views), tuple(unread))

    def _agreement(self, order: Order) -> Agreement:
        contract = order.opened.contract
        if contract not in self._agreements:
            try:
                self._agreements[contract] = need_agreement(self._workspace, contract, TIMES)
            except FieldopsError as error:
                self._agreements[contract] = error
        found = self._agreements[contract]
        if isinstance(found, FieldopsError):
            raise found
        return found

    def _timetable(self, order: Order, agreement: Agreement) -> Timetable | None:
        reported = order.opened.reported
        key = agreement.id, reported.astimezone(agreement.zone).date()
        if key not in self._timetables:
            self._timetables[key] = timetable_for(agreement, reported)
        return self._timetables[key]
