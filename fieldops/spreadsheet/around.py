"""What the other rows and the look of a row say of it: columns that count, groups, hidden and struck-through rows.

One row's own words are judged in `fieldops.spreadsheet.rows`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fieldops.spreadsheet.cells import Cell, Doubt, shown
from fieldops.spreadsheet.headings import Headings, Row, Sheet, field_of
from fieldops.spreadsheet.remarks import folded, is_example, is_legend

_SHOWN = 60
# A longer text is no legend.
_LEGEND = 200
_IDENTITY = ("serial", "id")
# Cells that say to what the rows belong: who leaves them blank may mean the one above.
_GROUPING = ("category", "site")
# Headings of tables that are no equipment; with others of a row they show that a new table begins.
_OTHER_HEADINGS = re.compile(
    r"序号|姓名|联系人|电话|手机|联系电话|联系方式|职务|部门|邮箱|单位|数量|单价|金额|合计|备注|说明|品牌|厂商|厂家|日期|时间|状态|用途|负责人|保管人|使用人|备件名称|[^0-9]{1,4}(?:名称|编号|日期|时间|数量)"
    r"|name|phone|telephone|mobile|e-?mail|title|department|qty|quantity|price|amount|remarks?|notes?|brand|vendor|manufacturer|date|status|user|owner|contact"
)


@dataclass(frozen=True, slots=True)
class Around:
    """What a whole sheet shows: columns of serial numbers or ids that only count the rows, and groups.

    `above`: for a blank cell of a grouping column (row, column) what stands above it. `legend`: what says that colours
    mean something; "" where nothing does.
    """

    counting: frozenset[int]
    above: dict[tuple[int, int], Cell]
    legend: str


def around(sheet: Sheet, headings: Headings) -> Around:
    """Look at the columns of a sheet as a whole."""
    rows = range(headings.row + 1, len(sheet.rows))
    identity = [column for column, field in headings.fields.items() if field in _IDENTITY]
    listed = [at for at in rows if any(not _at(sheet.rows[at], column).blank for column in identity)]
    counting = {column for column in identity if _counts(sheet, listed, column)} - headings.asked
    above: dict[tuple[int, int], Cell] = {}
    for column, field in headings.fields.items():
        if field in _GROUPING:
            above |= _above(sheet, listed, column)
    legends = (
        cell
        for row in sheet.rows
        for cell in row
        if isinstance(cell.value, str) and len(cell.value) <= _LEGEND
    )
    legend = next((shown(cell) for cell in legends if is_legend(folded(str(cell.value)))), "")
    return Around(frozenset(counting), above, legend)


def _at(row: Row, column: int) -> Cell:
    return row[column] if column < len(row) else Cell()


def _counts(sheet: Sheet, listed: Sequence[int], column: int) -> bool:
    """Whether the column's numbers are 1, 2, 3 and so on, as of rows."""
    cells = [_at(sheet.rows[at], column) for at in listed]
    texts = [str(cell.value).strip().removesuffix(".0") for cell in cells if not cell.blank]
    numbers = [text for text in texts if text.isascii() and text.isdigit()]
    return 2 * len(numbers) > len(texts) and numbers == [str(at) for at in range(1, len(numbers) + 1)]


def _above(sheet: Sheet, listed: Sequence[int], column: int) -> dict[tuple[int, int], Cell]:
    """The blank cells of a column in which a value stands in the first row of its group only, and that value.

    Where two rows below each other say the same, every row speaks for itself and a blank one says nothing.
    """
    found: dict[tuple[int, int], Cell] = {}
    last, before = Cell(), Cell()
    for at in listed:
        cell = _at(sheet.rows[at], column)
        if cell.blank and not last.blank:
            found[at, column] = last
        elif not cell.blank and not before.blank and cell.value == before.value:
            return {}
        last = last if cell.blank else cell
        before = cell
    return found


def around_doubts(index: int, row: Row, sheet: Sheet, headings: Headings, seen: Around) -> Iterator[Doubt]:
    """What is doubtful about a new asset's row because of how it looks and of the rows around it."""
    if index in sheet.hidden:
        yield Doubt("sheet.hidden-row")
    yield from _looks(row, headings)
    if seen.legend and any(cell.coloured and not cell.blank for cell in row):
        yield Doubt("sheet.coloured", legend=seen.legend)
    # In a text file nothing is beside the table: a comma too many has pushed the cells to the right.
    beyond = [
        cell for cell in row[max(headings.titles, default=0) + 1 :] if not cell.blank and not cell.typed
    ]
    if beyond:
        yield Doubt("sheet.wider-row", value=shown(beyond[-1]))
    has_serial = any(
        field == "serial" and not _at(row, column).blank for column, field in headings.fields.items()
    )
    for column in sorted(seen.counting):
        # A number and a name alone are told of as any table.
        if not _at(row, column).blank and has_serial:
            said = {"heading": headings.title(column), "field": headings.fields[column]}
            yield Doubt("sheet.row-number", value=shown(_at(row, column)), **said)
    for column in headings.fields:
        if (cell := seen.above.get((index, column))) is not None:
            yield Doubt("sheet.blank-below", heading=headings.title(column), value=shown(cell))


def _looks(row: Row, headings: Headings) -> Iterator[Doubt]:
    struck = next(((at, cell) for at, cell in enumerate(row) if cell.struck and not cell.blank), None)
    if struck is not None:
        yield Doubt("sheet.struck-through", heading=headings.title(struck[0]), value=shown(struck[1]))
    noted = next(((at, cell) for at, cell in enumerate(row) if cell.comment), None)
    if noted is not None:
        text = " ".join(noted[1].comment.split())
        yield Doubt("sheet.comment", heading=headings.title(noted[0]), comment=_cut(text))
    example = next((cell for cell in row if is_example(folded(str(cell.value or "")))), None)
    if example is not None:
        yield Doubt("sheet.example", value=shown(example))


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def repeats_headings(row: Row, headings: Headings) -> bool:
    """Whether a row repeats the headings, as on the next printed page or in another language."""
    cells = {column: _at(row, column) for column in headings.fields if not _at(row, column).blank}
    same = sum(_is_heading(cell, headings, column) for column, cell in cells.items())
    # The names that a program gives its columns are not all known: asset_name, sn_code, model_no.
    named = same > 1 and 2 * same > len(cells) and not any(map(_has_digit, cells.values()))
    return bool(cells) and (same == len(cells) or named)


def _is_heading(cell: Cell, headings: Headings, column: int) -> bool:
    text = str(cell.value)
    return _is_text(cell) and (
        folded(text) == folded(headings.title(column)) or field_of(text) == headings.fields[column]
    )


def _has_digit(cell: Cell) -> bool:
    return bool(re.search("[0-9]", str(cell.value)))


def numbers_columns(row: Row) -> bool:
    """Whether a row below the headings numbers the columns, as on a form: 1, 2, 3 or A, B, C."""
    texts = [folded(str(cell.value)).strip("()[].") for cell in row if not cell.blank]
    numbers = [str(at) for at in range(1, len(texts) + 1)]
    letters = [chr(ord("a") + at) for at in range(min(len(texts), 26))]
    return len(texts) > 2 and texts in (numbers, letters)


def begins_table(row: Row) -> bool:
    """Whether a row below the headings heads another table: nothing but headings, two at least."""
    cells = [cell for cell in row if not cell.blank]
    if any(map(_has_digit, cells)):
        return False
    fields = {field_of(str(cell.value)) for cell in cells if _is_text(cell)} - {None}
    if len(fields) > 1 and fields & set(_IDENTITY):
        return True
    return len(cells) > 1 and all(
        _is_text(cell)
        and (
            field_of(str(cell.value)) is not None or bool(_OTHER_HEADINGS.fullmatch(folded(str(cell.value))))
        )
        for cell in cells
    )


def _is_text(cell: Cell) -> bool:
    return isinstance(cell.value, str) and not cell.trouble
