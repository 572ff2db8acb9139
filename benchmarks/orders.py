"""What service orders cost where there are many: 100,000 with 10 events each, of which some hundreds are open.

The store is filled without asking whether what is told may be, and without waiting for the disk. `order next` is measured
as somebody types it: a process of its own, with all that it starts.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from measure import Cost, measure, median

from fieldops.actions.order_opening import Call, open_order
from fieldops.actions.settings import store_path
from fieldops.records.chain import leaf_of, link_of
from fieldops.records.codecs import encode
from fieldops.records.database import Database, make
from fieldops.records.migrations import INSERT_EVENT, new_store
from fieldops.records.order_events import OrderOpened, OrderTold, order_stream
from fieldops.records.recorded import EMPTY, Encoded

ORDERS, OPEN = 100_000, 300
ZONE = ZoneInfo("Asia/Shanghai")
# With a severity of each, and the documents that it makes due.
CONTRACTS = (
    ("archive-digitisation", "ordinary", ()),
    ("device-platform", "major", ("fault_record", "analysis_report")),
    ("managed-service", "level-1", ("analysis_report", "five_whys")),
)
_REPOSITORY = Path(__file__).parents[1]
# Nine things that are told of an order until it is closed; documents that its contract makes due take the place of the first.
_TOLD = (
    ("assigned", {"person": "li-na"}),
    ("responded", {"by": "engineer"}),
    ("arrived", {"by": "engineer"}),
    ("resolved", {}),
    ("reported_done", {}),
    ("signed", {"by": "customer", "evidence": "sheet.pdf"}),
    ("reviewed", {"by": "department_manager"}),
    ("called_back", {}),
    ("confirmed", {}),
)
_BEGAN = datetime(2026, 1, 5, 9, tzinfo=ZONE)


def workspace(folder: Path, count: int, open_ones: int = OPEN) -> Path:
    """A workspace with the example contracts and so many orders, those reported last still open."""
    shutil.copytree(_REPOSITORY / "contracts", folder / "contracts")
    make(store_path(folder), new_store)
    database = Database(store_path(folder), 60)
    with closing(database):
        database.rows("PRAGMA synchronous=OFF")
        database.write(lambda db: db.executemany(INSERT_EVENT, _rows(count, open_ones)))
    return folder


def _rows(count: int, open_ones: int) -> Iterator[tuple[object, ...]]:
    head, position = EMPTY.link, 0
    for number in range(count):
        id = f"SO-{number:06}"
        stream = order_stream(id)
        for at, event in enumerate(_events(id, number, count, number >= count - open_ones), 1):
            position += 1
            leaf = leaf_of(stream, event.type, event.version, event.body)
            head = link_of(head, leaf)
            yield position, stream, at, event.type, event.version, event.once, leaf, head, event.body


def _events(id: str, number: int, count: int, is_open: bool) -> Iterator[Encoded]:
    """One opened, nine told; of an open one the last three are notes of its engineer."""
    reported = _BEGAN + timedelta(minutes=number * 400_000 // count)
    contract, severity, documents = CONTRACTS[number % len(CONTRACTS)]
    given = tuple(("document_given", {"document": each}) for each in documents)
    yield encode(OrderOpened(id, contract, "incident", reported, reported, severity, inside=True))
    for step, (kind, values) in enumerate((*given, *_TOLD[len(given) :]), 1):
        if is_open and step > 6:
            kind, values = "informed", {"note": f"{step}"}
        at = reported + timedelta(minutes=step)
        yield encode(OrderTold(id, kind, at, at, **values))


def next_of(root: Path, fieldops: str) -> Cost:
    """`order next` of that workspace, as a program asks it. Raises SystemExit when it fails."""
    cost = measure([fieldops, "-C", str(root), "order", "next", "-o", "json"])
    if cost.code not in (0, 1):
        raise SystemExit(cost.out)
    return cost


def opening_seconds(root: Path, rounds: int) -> float:
    """The median of opening an order in that workspace."""
    contract, severity, _ = CONTRACTS[0]
    call = Call(contract, "incident", severity=severity, asset="scanner-01")
    return median([_seconds(lambda: open_order(root, call, datetime.now(ZONE))) for _ in range(rounds)])


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
