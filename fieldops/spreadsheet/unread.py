"""What the columns that nobody reads may hold: said aloud, never taken."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from fieldops.spreadsheet.cells import Cell, Doubt, text_in
from fieldops.spreadsheet.headings import Headings, Sheet
from fieldops.spreadsheet.vocabulary import Vocabulary

# Without these a list says neither which device it means nor which warranty holds for it.
_NEEDED = ("serial", "category")
_ROWS = 200


@dataclass(frozen=True, slots=True)
class Likely:
    """An unread column, by its heading or letter, and the field that most of its values fit."""

    heading: str
    field: str


def missing_fields(headings: Headings) -> tuple[str, ...]:
    """The fields that no column holds although an unread column may: the serial number, the category."""
    return tuple(name for name in _NEEDED if name not in headings.fields.values() and headings.open)


def likely_columns(
    sheet: Sheet, headings: Headings, vocabulary: Vocabulary, serials: Collection[str]
) -> tuple[Likely, ...]:
    """The unread columns of which at least half the values are categories, sites or known serial numbers."""
    return tuple(_likely(sheet, headings, vocabulary, serials))


def _likely(
    sheet: Sheet, headings: Headings, vocabulary: Vocabulary, serials: Collection[str]
) -> Iterator[Likely]:
    rows = sheet.rows[headings.row + 1 : headings.row + 1 + _ROWS]
    for column in headings.open:
        texts = [
            str(row[column].value)
            for row in rows
            if column < len(row) and isinstance(row[column].value, str) and not row[column].blank
        ]
        for field in ("category", "site", "serial"):
            fitting = sum(_fits(field, text, vocabulary, serials) for text in texts)
            if field not in headings.fields.values() and fitting and 2 * fitting >= len(texts):
                yield Likely(headings.title(column), field)
                break


def _fits(field: str, text: str, vocabulary: Vocabulary, serials: Collection[str]) -> bool:
    cell = Cell(text)
    try:
        if field == "serial":
            return text_in(cell) in serials
        return (vocabulary.category(cell) if field == "category" else vocabulary.site(cell)) is not None
    except Doubt:
        return False
