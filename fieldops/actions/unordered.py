"""Who has worked without an order, over all contracts of a workspace or one: the orders, the stores and the contracts' files
put beside each other.

Does not live here: which traces tell of it (`fieldops.service.unordered`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

from fieldops.actions.agreements import LeftOut, Readable, readable
from fieldops.actions.contracts import open_workspace
from fieldops.actions.needed import TIMES, need_agreement
from fieldops.actions.order_lists import every_order
from fieldops.actions.settings import open_store, store_path
from fieldops.actions.stock import Stores, moves_in, stores_of
from fieldops.contracts.agreement import Agreement
from fieldops.errors import Position
from fieldops.records.stock_events import StockMoved
from fieldops.service.orders import Order
from fieldops.service.unordered import Unordered, handed_out, swapped, worked_before
from fieldops.structs import Struct


class Worked(Struct, frozen=True):
    """What was worked without an order, the earliest first, each with where the contract wants an order; and the contracts and stores that could not be asked."""

    found: tuple[tuple[Unordered, Position], ...]
    left_out: tuple[LeftOut, ...]
    stores: tuple[tuple[str, str], ...] = ()


def without_order(root: Path, now: datetime, contract: str | None = None) -> Worked:
    """What is on record of work at a customer's, and of no order.

    Raises Broken when the log is, UsageError for an unknown contract, InvalidDocuments for mistakes in that one.
    """
    workspace = open_workspace(root, judged=False)
    if contract is not None:
        chosen = Readable((need_agreement(workspace, contract, TIMES),))
    else:
        chosen = readable(workspace, TIMES)
    stores, orders = stores_of(workspace), dict[str, list[Order]]()
    moves: tuple[StockMoved, ...] = ()
    if store_path(root).exists():
        with closing(open_store(root)) as log:
            moves = moves_in(log)
            for order in every_order(log):
                orders.setdefault(order.opened.contract, []).append(order)
    found = [
        (each, agreement.position(each.clause))
        for agreement in chosen.agreements
        for each in _of_contract(agreement, orders.get(agreement.id, []), moves, stores)
    ]
    found.sort(key=lambda each: each[0].day)
    return Worked(tuple(found), chosen.left_out, stores.left_out)


def _of_contract(
    agreement: Agreement, orders: list[Order], moves: tuple[StockMoved, ...], stores: Stores
) -> Iterator[Unordered]:
    yield from (each for order in orders if (each := worked_before(order, agreement)) is not None)
    yield from handed_out(moves, stores.stocks, agreement)
    yield from swapped(agreement, orders)
