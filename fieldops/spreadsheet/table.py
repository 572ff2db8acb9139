"""Equipment as the rows of a spreadsheet that an import reads again as the same equipment."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fieldops.errors import FieldopsError
from fieldops.spreadsheet.assets import values_of
from fieldops.spreadsheet.cells import Cell, Doubt
from fieldops.spreadsheet.fields import FIELDS, Field
from fieldops.spreadsheet.vocabulary import Vocabulary

# The most that Excel keeps in one cell.
_CELL = 32_767
# How a workbook's XML writes other characters: Excel would not show such a text as it is.
_XML_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
# A blank cell of these could mean the one above.
_BLANK = {"category": "/", "site": "/"}


@dataclass(frozen=True, slots=True)
class Table:
    """The columns' fields, their headings, and one row of texts per asset; "" is a blank cell."""

    fields: tuple[Field, ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def table_of(assets: Sequence[Mapping[str, Any]], vocabulary: Vocabulary) -> Table:
    """The table of all `assets`, headed in the contract's language.

    Raises FieldopsError for an asset whose properties without a column are too long for a cell.
    """

    def fits(field: str, value: object) -> bool:
        text = _text(field, value, vocabulary)
        if len(text) > _CELL or _XML_ESCAPE.search(text):
            return False
        try:
            return text != "" and vocabulary.value(field, Cell(text, typed=False)) == value
        except Doubt:
            return False

    rows = [values_of(asset, fits) for asset in assets]
    used = {field for row in rows for field in row}
    fields = tuple(field for field in FIELDS if field.always or field.name in used)
    headings = tuple(field.zh if vocabulary.language == "zh-CN" else field.en for field in fields)
    return Table(fields, headings, tuple(_row(row, fields, vocabulary) for row in rows))


def _row(values: Mapping[str, object], fields: Sequence[Field], vocabulary: Vocabulary) -> tuple[str, ...]:
    texts = tuple(
        _text(field.name, values[field.name], vocabulary)
        if field.name in values
        else _BLANK.get(field.name, "")
        for field in fields
    )
    if any(len(text) > _CELL for text in texts):
        raise FieldopsError("sheet.cell-too-long", id=values.get("id", "-"), limit=_CELL)
    return texts


def _text(field: str, value: object, vocabulary: Vocabulary) -> str:
    if isinstance(value, bool):
        yes, no = ("是", "否") if vocabulary.language == "zh-CN" else ("yes", "no")
        return yes if value else no
    if field == "more":
        return _XML_ESCAPE.sub(r"\\u005f", json.dumps(value, ensure_ascii=False))
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    names = {"site": vocabulary.site_names, "category": vocabulary.category_names}.get(field, {})
    return names.get(str(value), str(value))
