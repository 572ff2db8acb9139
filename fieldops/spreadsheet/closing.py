"""Rows below a list, or between its pages, that sum up, sign or refer, and are no equipment."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from fieldops.spreadsheet.cells import Cell
from fieldops.spreadsheet.fields import COUNTING
from fieldops.spreadsheet.headings import Headings, Row, heading_key
from fieldops.spreadsheet.remarks import (
    begins_total,
    folded,
    is_end,
    is_legend,
    is_quantity,
    is_reference,
    is_signature,
    is_total,
)

# A count without its unit; longer numbers may be serial numbers.
_COUNT = re.compile(r"[0-9]{1,5}(?:\.0)?", re.ASCII)
_DAY = re.compile(r"[0-9]{4}[-年/.][0-9]{1,2}[-月/.][0-9]{1,2}日?")
_IDENTITY = ("serial", "id", "more")

Closing = Literal["", "closing", "equipment?"]


def closing(row: Row, headings: Headings) -> Closing:
    """Whether a row is no equipment: "closing" when it surely is none, "equipment?" when it looks like both.

    The row's first words decide (after its number, where it has one), since no device is called 合计, 制表：张三 or
    详见附件; what stands below the headings serial number and id must then be a count, a name or a day.
    """
    first = _first(row, headings)
    if first is None:
        return ""
    word = _text(row[first])
    if headings.fields.get(first) == "id" and word.isascii():
        # An asset may be called sum or note.
        return ""
    cells = [(column, row[column]) for column in headings.fields if column < len(row) and column != first]
    filled = [(column, _text(cell)) for column, cell in cells if not cell.blank]
    identity = [(row[column], text) for column, text in filled if headings.fields[column] in _IDENTITY]
    if is_total(word):
        surely = all(_COUNT.fullmatch(text) or is_quantity(text) for _, text in identity)
    elif is_signature(word):
        surely = all(_is_name_or_day(cell, text) for cell, text in identity)
    else:
        sums = begins_total(word) and all(is_quantity(text) for _, text in identity)
        alone = not filled and (is_reference(word) or is_end(word) or is_legend(word))
        return "closing" if sums or alone else ""
    return "closing" if surely else "equipment?"


def _first(row: Row, headings: Headings) -> int | None:
    """The first column that says something, a row's number left out."""
    counting = {heading_key(text) for text in COUNTING}
    for column, cell in enumerate(row):
        number = heading_key(headings.titles.get(column, "")) in counting and _COUNT.fullmatch(_text(cell))
        if not cell.blank and not number:
            return column
    return None


def _text(cell: Cell) -> str:
    return folded("" if cell.value is None else str(cell.value))


def _is_name_or_day(cell: Cell, text: str) -> bool:
    return (
        isinstance(cell.value, date) or is_signature(text) or not re.search("[0-9a-z]{3}", _DAY.sub("", text))
    )
