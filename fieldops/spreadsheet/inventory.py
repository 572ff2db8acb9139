"""A store keeper's list: what of which part was found, with serial numbers and last days of use. Pure.

Lives here: which columns such a list has, and what its rows say. Does not live here: whether there is such a part, and what
follows for the books (`fieldops.service.inventory`). A row that can be read in two ways is told, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from fieldops.spreadsheet.cells import Cell, Doubt, day_in, shown, text_in
from fieldops.spreadsheet.headings import Row, Sheet, bare_key, heading_key
from fieldops.spreadsheet.remarks import folded, is_total
from fieldops.spreadsheet.serials import serial_number_in
from fieldops.structs import Struct, replaced

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "part_no": (
        *("备件号", "备件编号", "备件编码", "料号", "物料号", "物料编码", "零件号", "部件号"),
        *("part number", "part no", "part", "p/n", "pn", "part_no", "sku"),
    ),
    "name": ("名称", "备件名称", "物料名称", "品名", "name", "description"),
    "serial": ("序列号", "序列号码", "串号", "sn", "s/n", "serial", "serial number", "serial no", "serials"),
    "quantity": (
        *("数量", "库存", "库存数量", "库存数", "现存量", "在库数量", "实盘数", "实盘数量", "盘点数"),
        *("qty", "quantity", "on hand", "stock", "count"),
    ),
    "expires": (
        "有效期",
        "有效期至",
        "到期日",
        "到期日期",
        "失效日期",
        "expiry",
        "expires",
        "expiry date",
        "best before",
    ),
    "kept_as": ("用途", "类型", "kept as", "use", "kept_as"),
}
_KNOWN = {heading_key(text): field for field, texts in _COLUMNS.items() for text in texts}
# The same as a spreadsheet is searched for: the heading, and what it stands for.
HEADINGS: Mapping[str, str] = {
    text: "id" if field == "part_no" else field for field, texts in _COLUMNS.items() for text in texts
}
# Titles, dates and names stand above the headings, never a page of them.
_SEARCHED = 50
_BETWEEN = re.compile(r"[\s,，;；、|]+")
_NUMBER = re.compile(r"([0-9]{1,6})(?:\.0+)?\s*(?:件|个|块|台|条|套|只|根|张|pcs|pc|ea)?")


class Listed(Struct, frozen=True):
    """A row of the list: in which row it stands (as Excel counts), and what it says."""

    row: int
    part: str
    quantity: int
    serials: tuple[str, ...] = ()
    expires: date | None = None
    kept_as: str | None = None


class Unclear(Struct, frozen=True):
    """A cell that can be read in two ways, or lacks what it needs: row and column as Excel counts, what is unclear."""

    row: int
    column: int
    code: str
    values: Mapping[str, object]


class Inventory(Struct, frozen=True):
    """What a list says; None where it has no headings that are known. `unclear` is to be mended first."""

    listed: tuple[Listed, ...]
    unclear: tuple[Unclear, ...]


def columns_of(sheet: Sheet) -> tuple[int, Mapping[str, int]] | None:
    """The row with the headings, and which column holds what; None where no row names a part and how many or which."""
    best: tuple[int, dict[str, int]] | None = None
    for at, row in enumerate(sheet.rows[:_SEARCHED]):
        found: dict[str, int] = {}
        for column, cell in enumerate(row):
            text = str(cell.value or "")
            field = _KNOWN.get(heading_key(text)) or _KNOWN.get(bare_key(text))
            if field is not None:
                found.setdefault(field, column)
        is_list = {"part_no", "name"} & set(found) and {"quantity", "serial"} & set(found)
        if is_list and (best is None or len(found) > len(best[1])):
            best = at, found
    return best


def inventory_of(sheet: Sheet) -> Inventory | None:
    """What the rows below the headings say."""
    headings = columns_of(sheet)
    if headings is None:
        return None
    start, columns = headings
    titles = {column: str(cell.value or "") for column, cell in enumerate(sheet.rows[start])}
    listed, unclear = list[Listed](), list[Unclear]()
    for at, row in enumerate(sheet.rows[start + 1 :], start + 2):
        if all(cell.blank for cell in row) or _is_sum(row):
            continue
        reader = _Reader(at, row, columns, titles)
        said = reader.listed()
        unclear += reader.unclear
        if said is not None and not reader.unclear:
            listed.append(said)
    return Inventory(tuple(listed), tuple(unclear))


def _is_sum(row: Row) -> bool:
    first = next((cell for cell in row if not cell.blank), None)
    return first is not None and is_total(folded(str(first.value)))


class _Reader:
    """Reads one row, and notes what is unclear in it."""

    def __init__(self, at: int, row: Row, columns: Mapping[str, int], titles: Mapping[int, str]) -> None:
        self._at, self._row, self._columns, self._titles = at, row, columns, titles
        self.unclear: list[Unclear] = []

    def listed(self) -> Listed | None:
        part = self._read("part_no", text_in) or self._read("name", text_in)
        if part is None:
            self._note("part_no" if "part_no" in self._columns else "name", Doubt("stock.row-without-part"))
            return None
        serials = tuple(self._serials())
        quantity = self._quantity(serials)
        day = self._read("expires", day_in)
        expires = date.fromisoformat(day) if day is not None else None
        return Listed(self._at, part, quantity, serials, expires, self._kept_as())

    def _cell(self, field: str) -> Cell:
        column = self._columns.get(field)
        return self._row[column] if column is not None and column < len(self._row) else Cell()

    def _read(self, field: str, read: Callable[[Cell], str | None], cell: Cell | None = None) -> str | None:
        read_from = self._cell(field) if cell is None else cell
        try:
            return None if read_from.blank else read(read_from)
        except Doubt as doubt:
            self._note(field, doubt)
            return None

    def _note(self, field: str, doubt: Doubt) -> None:
        # What has no column is lacking of the part.
        part = self._columns.get("part_no", self._columns.get("name", 0))
        column = self._columns.get(field, part)
        value = shown(self._row[column]) if column < len(self._row) else ""
        values = {"heading": self._titles.get(column, ""), "value": value, **doubt.values}
        self.unclear.append(Unclear(self._at, column + 1, doubt.code, values))

    def _serials(self) -> Iterator[str]:
        cell = self._cell("serial")
        # Several in one cell are several pieces; a number has no more than one.
        texts = _BETWEEN.split(cell.value) if isinstance(cell.value, str) else [cell.value]
        for text in texts:
            if text not in (None, "") or cell.trouble:
                found = self._read("serial", serial_number_in, replaced(cell, value=text))
                if found is not None:
                    yield found

    def _quantity(self, serials: Sequence[str]) -> int:
        cell = self._cell("quantity")
        if cell.blank:
            if not serials:
                self._note("quantity", Doubt("stock.row-without-quantity"))
            return len(serials)
        found = _NUMBER.fullmatch(folded(str(cell.value)).strip())
        if found is None:
            self._note("quantity", Doubt("stock.row-no-number", value=shown(cell)))
            return 0
        quantity = int(found[1])
        if serials and quantity != len(serials):
            counts = {"quantity": quantity, "serials": len(serials)}
            self._note("quantity", Doubt("stock.row-quantity-of-serials", **counts))
        return quantity

    def _kept_as(self) -> str | None:
        text = self._read("kept_as", text_in)
        kept = _KEPT.get(folded(text)) if text is not None else None
        if text is not None and kept is None:
            self._note("kept_as", Doubt("stock.row-kept-as", value=text))
        return kept


_KEPT = {
    **dict.fromkeys(("spare", "spare part", "备件", "备用件", "备品备件"), "spare"),
    **dict.fromkeys(("loaner", "loan equipment", "代用机", "备机", "备用机", "周转机"), "loaner"),
}
