"""Which row of a sheet holds the headings, and which column holds which field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from fieldops.documents.characters import UNSEEN
from fieldops.errors import Unanswerable
from fieldops.spreadsheet.cells import Cell
from fieldops.spreadsheet.fields import BY_NAME, COUNTING, FIELDS, WARRANTY
from fieldops.spreadsheet.remarks import folded

Row = tuple[Cell, ...]
# Titles, dates and the customer's name stand above the headings, never a page of them.
_SEARCHED = 50
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_TRIM = "*:：、,.。·-_ "
# Column letters as Excel shows them.
_LETTERS = re.compile(r"[A-Za-z]{1,3}")
IGNORED = "-"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of one sheet; row 0 is the row that Excel calls 1. Merged cells have been filled downwards.

    `hidden`: the rows, counted like `rows`, that a filter or somebody has hidden.
    """

    name: str
    rows: tuple[Row, ...]
    hidden: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Headings:
    """The heading row's index, the field of each column used, its heading, and the columns nobody reads.

    Of these, `declined` are the ones that --map says to ignore; `asked` the columns whose field --map gives.
    """

    row: int
    fields: Mapping[int, str]
    titles: Mapping[int, str]
    unread: tuple[int, ...]
    declined: frozenset[int] = frozenset()
    asked: frozenset[int] = frozenset()

    @property
    def ignored(self) -> tuple[str, ...]:
        """The headings of the columns that nobody reads."""
        return tuple(self.title(column) for column in self.unread)

    @property
    def warranty(self) -> tuple[str, ...]:
        """Those of them that give the end of a warranty, which follows from the contract's terms."""
        return tuple(self.title(column) for column in self.unread if self._is_warranty(column))

    @property
    def open(self) -> tuple[int, ...]:
        """The unread columns that may hold what is missing: neither declined nor about warranty."""
        return tuple(
            column for column in self.unread if column not in self.declined and not self._is_warranty(column)
        )

    def title(self, column: int) -> str:
        """The column's heading, its letter where it has none."""
        return self.titles.get(column) or column_letter(column)

    def _is_warranty(self, column: int) -> bool:
        key = _BRACKETS.sub("", heading_key(self.titles.get(column, "")))
        return bool(key) and key in {heading_key(word) for word in WARRANTY}


def heading_key(text: str) -> str:
    """A heading without what is only looks: spaces, line breaks, underscores, full width, case, a star for "required"."""
    return folded(UNSEEN.sub("", text.replace("_x000D_", "")).replace("_", "")).strip(_TRIM)


def bare_key(text: str) -> str:
    """The same without what stands in brackets: 数量（件）."""
    return _BRACKETS.sub("", heading_key(text)).strip(_TRIM)


@cache
def _known() -> dict[str, str]:
    known: dict[str, str] = {}
    for field in FIELDS:
        for text in (field.name, field.zh, field.en, *field.aliases):
            known.setdefault(heading_key(text), field.name)
    return known


def field_of(heading: str) -> str | None:
    """The field a heading names: as it stands, without its brackets, or where all its parts name the same field.

    Parts are what a slash separates, and the Chinese and the English of a heading in both languages.
    """
    key = heading_key(heading)
    bare = bare_key(heading)
    for whole in (key, bare):
        if whole in _known():
            return _known()[whole]
    for parts in (
        bare.replace("s/n", "sn").split("/"),
        re.findall(r"[\u2e80-\u9fff]+|[^\u2e80-\u9fff]+", bare),
    ):
        named = {_known().get(part.strip(_TRIM)) for part in parts if part.strip(_TRIM)}
        if len(named) == 1 and None not in named:
            return named.pop()
    return None


def column_letter(column: int) -> str:
    """Excel's name of the column: 0 is A, 26 is AA."""
    name, left = "", column + 1
    while left:
        left, rest = divmod(left - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def mapping_of(texts: Sequence[str]) -> dict[str, str]:
    """The --map options HEADING=field as a mapping. Unanswerable for one that names no field; - ignores a column."""
    made: dict[str, str] = {}
    for text in texts:
        heading, _, field = text.rpartition("=")
        field = field.strip()
        if not heading.strip() or (field != IGNORED and field not in BY_NAME):
            raise Unanswerable("sheet.bad-map", text=text, choices=", ".join(BY_NAME))
        made[heading.strip()] = field
    return made


def score(sheet: Sheet, mapping: Mapping[str, str]) -> int:
    """How many fields the best heading row of the sheet names; 0 where no row can be one."""
    return max((len(_named(row, mapping)) for row in sheet.rows[:_SEARCHED]), default=0)


def _named(row: Row, mapping: Mapping[str, str]) -> set[str]:
    asked = {heading_key(heading): field for heading, field in mapping.items()}
    keys = {heading_key(text): text for text in _titles(row).values()}
    found = {asked.get(key) or field_of(text) for key, text in keys.items()}
    fields = {field for field in found if field and field != IGNORED}
    # Nothing can be imported without what tells one asset from another.
    return fields if fields & {"serial", "id"} and len(fields) > 1 else set()


def _titles(row: Row) -> dict[int, str]:
    texts = {
        column: str(cell.value) for column, cell in enumerate(row) if not cell.blank and not cell.trouble
    }
    return {column: " ".join(text.split()) for column, text in texts.items()}


def find_headings(sheet: Sheet, mapping: Mapping[str, str]) -> Headings:
    """Which row holds the headings and what each column holds.

    Raises Unanswerable when no row does, when two columns name one field, or when `mapping` names no column.
    """
    scores = [len(_named(row, mapping)) for row in sheet.rows[:_SEARCHED]]
    if not any(scores):
        raise Unanswerable("sheet.no-headings", sheet=sheet.name)
    at = scores.index(max(scores))
    titles = _titles(sheet.rows[at])
    chosen = _asked(titles, mapping, sheet)
    asked = frozenset(chosen)
    for column, title in titles.items():
        field = field_of(title)
        if column not in chosen and field is not None and field not in chosen.values():
            chosen[column] = field
    _refuse_doubles(titles, chosen, mapping, sheet)
    fields = {column: field for column, field in sorted(chosen.items()) if field != IGNORED}
    declined = frozenset(column for column, field in chosen.items() if field == IGNORED)
    return Headings(at, fields, titles, tuple(_unread(sheet, at, titles, fields)), declined, asked)


def _asked(titles: Mapping[int, str], mapping: Mapping[str, str], sheet: Sheet) -> dict[int, str]:
    chosen: dict[int, str] = {}
    for heading, field in mapping.items():
        columns = [column for column, title in titles.items() if heading_key(title) == heading_key(heading)]
        if not columns and _LETTERS.fullmatch(heading):
            width = max(len(row) for row in sheet.rows)
            columns = [column for column in range(width) if column_letter(column) == heading.upper()]
        if not columns:
            raise Unanswerable("sheet.no-such-heading", heading=heading, choices=", ".join(titles.values()))
        chosen.update(dict.fromkeys(columns, field))
    return chosen


def _refuse_doubles(
    titles: Mapping[int, str], chosen: Mapping[int, str], mapping: Mapping[str, str], sheet: Sheet
) -> None:
    asked = set(mapping.values())
    for field in dict.fromkeys(chosen.values()):
        columns = [column for column, other in chosen.items() if other == field]
        if field not in asked:
            columns = [
                column
                for column, title in titles.items()
                if chosen.get(column, field) == field == field_of(title)
            ]
        if field != IGNORED and len(columns) > 1:
            named = ", ".join(
                f"{titles.get(column, '')} ({column_letter(column)})" for column in sorted(columns)
            )
            raise Unanswerable(
                "sheet.two-columns", field=field, columns=named, letter=column_letter(columns[0])
            )


def _unread(sheet: Sheet, at: int, titles: Mapping[int, str], fields: Mapping[int, str]) -> Iterator[int]:
    """The columns that hold something and are not read."""
    width = max(len(row) for row in sheet.rows)
    counting = {heading_key(text) for text in COUNTING}
    for column in range(width):
        if column in fields or heading_key(titles.get(column, "")) in counting - {""}:
            continue
        filled = any(column < len(row) and not row[column].blank for row in sheet.rows[at + 1 :])
        if column in titles or filled:
            yield column
