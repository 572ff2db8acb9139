"""How long evidence is kept: until when the contract agrees it, and what of a store is still needed by somebody. G5"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from fieldops.actions.contracts import open_workspace
from fieldops.actions.registers import agreement_of
from fieldops.contracts.agreement import Agreement
from fieldops.dates.periods import Period, add_period, parse_period
from fieldops.errors import FieldopsError
from fieldops.records.codecs import Decoded, blobs_of, decoded, handed_in_with, outline
from fieldops.records.forgetting import evidence_of_run, forgotten_of
from fieldops.records.handed_in import EvidenceForgotten
from fieldops.records.log import RUNS
from fieldops.records.order_events import OrderTold, order_stream
from fieldops.records.session_events import SessionOpened
from fieldops.records.sqlite import SqliteLog
from fieldops.records.swap_events import SwapProposed, SwapTold
from fieldops.records.verification import verify_log
from fieldops.service.orders import Order
from fieldops.structs import Struct


class Keep(Struct, frozen=True):
    """An agreed time: for which records, how long in the contract's words, and the last day."""

    records: str
    keep: str
    last: date


def agreed(root: Path, agreement: Agreement, began: date, today: date) -> Iterator[Keep]:
    """The times that the contract agrees for what is from the day `began`, by the terms of that day and of today."""
    for day in (began, today):
        for entry in agreement.terms_on(day).contract.retention:
            period = parse_period(entry.keep)
            start = began if entry.counted_from == "creation" else _service_end(root, agreement, today)
            if period is not None:
                yield Keep(entry.records, entry.keep, _after(start, period))


def last_of(times: tuple[Keep, ...], kinds: frozenset[str]) -> date | None:
    """The last day of the longest of the times that hold for these records; None where none does."""
    return max((each.last for each in times if each.records in kinds), default=None)


def clauses_of(times: tuple[Keep, ...], kinds: frozenset[str]) -> str:
    """The clauses by which these records are kept, as an event of deletion has them."""
    return ", ".join(sorted({f"{each.records} {each.keep}" for each in times if each.records in kinds}))


def _service_end(root: Path, agreement: Agreement, today: date) -> date:
    """The end of the service: of the contract, and of those that continue it."""
    ends = [agreement.terms_on(today).contract.term.end]
    workspace = open_workspace(root, judged=False)
    asked, known = [agreement.id], {agreement.id}
    while asked:
        for document in workspace.naming("Contract", "predecessor", asked.pop()):
            if document.id not in known:
                known.add(document.id)
                asked.append(document.id)
                ends.append(agreement_of(root, document.id).terms_on(today).contract.term.end)
    return max(ends)


def _after(start: date, period: Period) -> date:
    try:
        return add_period(start, period)
    except (OverflowError, ValueError):
        return date.max


# --- what is still needed -----------------------------------------------------------------------------------


def insist_on_sound(log: SqliteLog) -> None:
    """Raise FieldopsError where the chain is broken: nothing is deleted of what cannot be proven any more."""
    for fault in verify_log(log).faults:
        raise FieldopsError("records.fault", seq=fault.position, what=str(fault.reason))


def needed(log: SqliteLog) -> Counter[str]:
    """How many runs and orders need each of the blobs, by SHA-256. Raises UnknownEvent: what a newer fieldops needs nobody knows."""
    found = Counter(digest for stream in log.streams(RUNS) for digest in _needed_by_run(log, stream.name))
    for digests in _needed_by_orders(log).values():
        found.update(digests)
    return found


def _needed_by_run(log: SqliteLog, stream: str) -> set[str]:
    events: list[Decoded] = list(decoded(log.read(stream), log.blob))
    named = {ref.sha256 for one in events for ref in blobs_of(one)}
    gone = forgotten_of(one.event for one in events)
    kept = {digest for digest in named if digest not in gone}
    evidence = evidence_of_run(events)
    return kept | (named - evidence.outputs - evidence.scans)


def _needed_by_orders(log: SqliteLog) -> Mapping[str, set[str]]:
    """What was handed in with each order, its sessions and its swaps, without what the order has forgotten; read once."""
    named: dict[str, set[str]] = {}
    deleted: dict[str, list[EvidenceForgotten]] = {}
    orders: dict[str, str] = {}
    types = (OrderTold, SessionOpened, SwapProposed, SwapTold, EvidenceForgotten)
    for each in log.since(0, tuple(one.TYPE for one in types)):
        event = outline(each.type, each.version, each.body)
        if isinstance(event, EvidenceForgotten):
            # What stands with the swaps says of which order it is; the order's own says all of it.
            deleted.setdefault(event.order, []).extend(
                [event] if each.stream == order_stream(event.order) else []
            )
        elif isinstance(event, SwapProposed):
            orders[event.swap] = event.order
        elif isinstance(event, OrderTold | SessionOpened | SwapTold):
            owner = orders.get(event.swap, event.swap) if isinstance(event, SwapTold) else event.order
            named.setdefault(owner, set()).update(file.sha256 for file in handed_in_with(event))
    return {owner: named[owner] - forgotten_of(deleted.get(owner, ())).keys() for owner in named}


def evidence_of_order(order: Order) -> frozenset[str]:
    """What was handed in with an order, its sessions and its swaps and is not forgotten, by SHA-256; of what was withdrawn, too."""
    files = (
        *((each.file, each.signature) for each in order.told),
        *((each.told.file, each.told.signature) for each in order.withdrawn),
        *((each.file, each.signature) for record in order.swaps for each in record.told),
        *((each.opened.file, None) for each in order.sessions),
    )
    named = {file.sha256 for pair in files for file in pair if file is not None}
    return frozenset(named - forgotten_of(order.forgotten).keys())
