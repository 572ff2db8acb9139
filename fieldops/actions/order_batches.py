"""Files with the events of several orders, as other systems hand them over: JSON lines, or a table (.csv, .xlsx).

Each order is taken in by itself, all of it or nothing; one that may not be so is told, and keeps no other out. The same file
once more changes nothing. Does not live here: one order (`order_files`), what an event needs (`fieldops.sla.events`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from fieldops.actions.contracts import open_workspace
from fieldops.actions.deadlines import events_in
from fieldops.actions.needed import need
from fieldops.actions.order_files import Imported, export_lines, import_log
from fieldops.actions.order_lists import all_orders
from fieldops.actions.orders import order_called
from fieldops.actions.spreadsheet_files import read_sheets
from fieldops.dates.written import written_day, written_time
from fieldops.errors import FieldopsError, Named, UsageError
from fieldops.sla.event_kinds import KINDS, kind_meant
from fieldops.sla.events import is_lines
from fieldops.sla.log_words import KEY_WORDS, MORE_WORDS, keys_meant
from fieldops.spreadsheet.cells import Cell
from fieldops.spreadsheet.headings import Row, Sheet, heading_key
from fieldops.structs import Struct

_TABLES = (".csv", ".tsv", ".xlsx")
# What a row may say is what a file of events may: of the order, and of sessions, swaps and parts.
_KNOWN = {
    heading_key(text): key
    for words in (MORE_WORDS, KEY_WORDS)
    for key, texts in words.items()
    for text in (key, *texts)
}
# What a cell may hold several of, one after the other.
_SEVERAL = ("changes", "serial")
_NEXT = re.compile(r"\s*[;；\n]\s*")
# How a table is told from text with other separators.
_SEARCHED = {
    text: "id" if key == "order" else key for key, texts in KEY_WORDS.items() for text in (key, *texts)
}


class Batch(Struct, frozen=True):
    """What was taken in, order by order as the file names them, and the orders that were not, with why; of a table the headings
    of columns that mean nothing here.
    """

    imported: tuple[Imported, ...]
    left_out: tuple[tuple[str, FieldopsError], ...]
    unread: tuple[str, ...] = ()


def is_batch(path: Path) -> bool:
    """Whether the file holds several orders: a table, or JSON lines that name more than one.

    Raises UsageError when it cannot be read.
    """
    if path.suffix.lower() in _TABLES:
        return True
    if not is_lines(str(path)):
        return False
    lines = _lines_of(events_in(path))
    orders = _by_order(lines)
    return len(orders) + bool(orders and any(map(_of_no_order, lines))) > 1


def import_batch(root: Path, path: Path, now: datetime, contract: str | None = None) -> Batch:
    """Take in the events of each order of a file. Raises UsageError for a file that is none."""
    table = path.suffix.lower() in _TABLES
    lines, unread = _table_lines(path) if table else (_lines_of(events_in(path)), ())
    parts = _by_order(lines)
    imported: list[Imported] = []
    left_out: list[tuple[str, FieldopsError]] = [
        ("", _worked_without(number, told))
        for number, line in enumerate(lines, 1)
        if (told := _of_no_order(line)) is not None
    ]
    for order, raw in parts.items():
        try:
            imported.append(import_log(root, path, raw, now, contract, lines=True))
        except FieldopsError as error:
            left_out.append((order, error))
    return Batch(tuple(imported), tuple(left_out), unread)


def _lines_of(raw: bytes) -> list[bytes]:
    return raw.removeprefix(b"\xef\xbb\xbf").split(b"\n")


def _by_order(lines: Sequence[bytes]) -> dict[str, bytes]:
    """The lines of each order, each in the line where it stands in the file; a line without a number goes with the one before,
    unless it is of no order.
    """
    found: dict[str, list[bytes]] = {}
    current = ""
    for at, line in enumerate(lines):
        if line.strip() and _of_no_order(line) is None:
            current = _named(line) or current
            own = found.setdefault(current, [])
            own += [b""] * (at - len(own)) + [line]
    return {order: b"\n".join(own) for order, own in found.items()}


def _of_no_order(line: bytes) -> Mapping[str, object] | None:
    """What a line says that names equipment, as the first of an order does, and no order: work without one. B1"""
    told = _read(line)
    return told if told is not None and told.get("asset") and _named(line) is None else None


def _worked_without(number: int, told: Mapping[str, object]) -> UsageError:
    kind = str(told.get("kind", "-"))
    said = Named(f"order.event-{kind}") if kind in KINDS else kind
    values = {"asset": str(told["asset"]), "time": str(told.get("time", "-"))}
    return UsageError("order.work-without-order", line=number, kind=said, **values)


def _read(line: bytes) -> Mapping[str, object] | None:
    """A line; None where it is no JSON, which whoever reads it tells."""
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict):
        return None
    return {key: data[written] for key, written in keys_meant(data).items()}


def _named(line: bytes) -> str | None:
    """The order that a line names; None where it names none."""
    named = (_read(line) or {}).get("order")
    return str(named) if isinstance(named, str | int) and not isinstance(named, bool) and named else None


# --- tables -------------------------------------------------------------------------------------------------


def _table_lines(path: Path) -> tuple[list[bytes], tuple[str, ...]]:
    """The rows of a table as lines of JSON, each in the line of its row, and the headings that mean nothing. Raises UsageError."""
    for sheet in read_sheets(path, _SEARCHED):
        headings = _headings(sheet)
        if headings is not None:
            start, columns = headings
            rows = sheet.rows[start + 1 :]
            lines = [b""] * (start + 1) + [_row_line(row, columns) for row in rows]
            return lines, tuple(_unread(sheet.rows[start], rows, columns))
    raise UsageError("order.no-headings", path=str(path))


def _headings(sheet: Sheet) -> tuple[int, Mapping[int, str]] | None:
    for at, row in enumerate(sheet.rows[:50]):
        keys = {column: _KNOWN.get(heading_key(str(cell.value or ""))) for column, cell in enumerate(row)}
        columns = {column: key for column, key in keys.items() if key is not None}
        if {"order", "kind", "time"} <= set(columns.values()):
            return at, columns
    return None


def _unread(heads: Row, rows: Sequence[Row], columns: Mapping[int, str]) -> Iterator[str]:
    for column, cell in enumerate(heads):
        holds = any(column < len(row) and not row[column].blank for row in rows)
        if column not in columns and holds and not cell.blank:
            yield str(cell.value).strip()


def _row_line(row: Row, columns: Mapping[int, str]) -> bytes:
    told: dict[str, object] = {
        key: _cell(key, row[column])
        for column, key in columns.items()
        if column < len(row) and not row[column].blank
    }
    return json.dumps(told, ensure_ascii=False).encode() if told else b""


def _cell(key: str, cell: Cell) -> str | list[str]:
    text = _written(key, cell)
    return _NEXT.split(text) if key in _SEVERAL and _NEXT.search(text) else text


def _written(key: str, cell: Cell) -> str:
    value = cell.value
    if isinstance(value, date):
        return value.isoformat()
    text = str(int(value) if isinstance(value, float) and value.is_integer() else value).strip()
    if key == "kind":
        return kind_meant(text) or text
    if key in ("time", "due", "until", "expires"):
        try:
            day = written_day(text)
        except ValueError:
            return text
        return written_time(text) if day is None else day.isoformat()
    return text


# --- writing ------------------------------------------------------------------------------------------------


def export_orders(
    root: Path, ids: Sequence[str], now: datetime, contract: str | None = None
) -> Iterator[str]:
    """The event logs of these orders, or of all of a contract, as JSON lines of which each names its order.

    One order alone is written as `sla status` reads it. Raises UsageError for an order that there is none of.
    """
    if contract is None:
        orders = [order_called(root, id, now).order for id in ids]
    else:
        contract = need(open_workspace(root, judged=False), "Contract", contract).id
        orders = [
            view.order for view in all_orders(root, now, contract).views if not ids or view.order.id in ids
        ]
    for order in orders:
        yield from export_lines(order, named=len(orders) > 1 or contract is not None)
