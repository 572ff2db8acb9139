"""Judging the rows of a sheet: new equipment, known equipment, or doubtful and why."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from fieldops.contracts.spreadsheet.assets import asset_from, difference, id_for, values_of
from fieldops.contracts.spreadsheet.cells import READINGS, Cell, Doubt, shown
from fieldops.contracts.spreadsheet.fields import BY_NAME, COUNTING
from fieldops.contracts.spreadsheet.headings import Headings, Row, Sheet, column_letter, heading_key
from fieldops.contracts.spreadsheet.terms import Terms

_TOTALS = ("合计", "总计", "小计", "共计", "总数", "汇总")
_ENGLISH_TOTALS = ("total", "subtotal", "grandtotal", "sum")
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A row that is not imported: its number as Excel shows it, a code of the catalogue and its values."""

    row: int
    code: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class NewAsset:
    """An asset that the contract does not have yet, and the row it stands in."""

    row: int
    asset: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """An asset that the contract has: what it says in columns, and its file and line."""

    values: Mapping[str, object]
    place: str

    @property
    def id(self) -> str:
        """The asset's id."""
        return str(self.values["id"])

    @property
    def serial(self) -> str | None:
        """The asset's serial number."""
        serial = self.values.get("serial")
        return None if serial is None else str(serial)


@dataclass(slots=True)
class Judged:
    """The rows by what becomes of them. `skipped` are row numbers: totals, repeated headings, notes."""

    new: list[NewAsset] = field(default_factory=list)
    unchanged: int = 0
    doubtful: list[Doubtful] = field(default_factory=list)
    skipped: list[int] = field(default_factory=list)


def known_asset(entry: Mapping[str, Any], place: str) -> Known:
    """An entry of `assets` as it stands in the contract's files."""
    return Known(values_of(entry), place)


def judge_rows(sheet: Sheet, headings: Headings, terms: Terms, known: Iterable[Known]) -> Judged:
    """Every row below the headings. An asset is known by its serial number, one without a serial by its id."""
    judge = _Judge(headings, terms, list(known))
    for index in range(headings.row + 1, len(sheet.rows)):
        row = sheet.rows[index]
        if _is_skipped(row, headings):
            judge.found.skipped.append(index + 1)
        elif any(not cell.blank for cell in _cells(row, headings).values()):
            judge.row(index + 1, row)
        elif _says_something(row, headings):
            judge.found.skipped.append(index + 1)
    return judge.found


def _cells(row: Row, headings: Headings) -> dict[int, Cell]:
    """The row's cells in the columns that are read."""
    return {column: row[column] if column < len(row) else Cell() for column in headings.fields}


def _is_skipped(row: Row, headings: Headings) -> bool:
    """Whether the row sums up, or repeats the headings as on the next printed page."""
    cells = _cells(row, headings)
    if all(
        heading_key(str(cell.value)) == heading_key(headings.titles.get(column, ""))
        for column, cell in cells.items()
    ):
        return True
    first = next((column for column, cell in enumerate(row) if not cell.blank), None)
    word = heading_key(str(row[first].value)) if first is not None else ""
    if not word.startswith(_TOTALS) and word not in _ENGLISH_TOTALS:
        return False
    return all(cells[column].blank for column in _identity(headings) if column != first)


def _identity(headings: Headings) -> list[int]:
    return [column for column, name in headings.fields.items() if name in ("serial", "id", "more")]


def _says_something(row: Row, headings: Headings) -> bool:
    """Whether there is more in the columns that are not read than the row's number."""
    counting = {heading_key(text) for text in COUNTING}
    for column, cell in enumerate(row):
        number = (
            heading_key(headings.titles.get(column, "")) in counting
            and str(cell.value).strip(".0123456789") == ""
        )
        if column not in headings.fields and not cell.blank and not number:
            return True
    return False


class _Judge:
    """What has been seen so far of one sheet."""

    def __init__(self, headings: Headings, terms: Terms, known: list[Known]) -> None:
        self.found = Judged()
        self._headings, self._terms = headings, terms
        self._serials = {each.serial: each for each in known if each.serial is not None}
        self._ids = {each.id: each for each in known}
        self._rows: dict[tuple[str, str], int] = {}
        self._taken = set(self._ids)

    def row(self, number: int, row: Row) -> None:
        """Judge one row."""
        try:
            values = read_row(row, self._headings, self._terms)
            asset = asset_from(values)
            other = self._known(number, asset)
            if other is not None:
                self._compare(values, asset, other)
                self.found.unchanged += 1
            else:
                self._add(number, asset)
        except Doubt as doubt:
            self.found.doubtful.append(Doubtful(number, doubt.code, doubt.values))

    def _known(self, number: int, asset: Mapping[str, Any]) -> Known | None:
        """The asset of the contract that the row is about, or None for a new one."""
        serial, id = asset.get("serial"), asset.get("id")
        if serial is None and id is None:
            raise Doubt("sheet.no-identity")
        self._once(
            number, "serial" if serial is not None else "id", str(serial if serial is not None else id)
        )
        if serial is not None and serial in self._serials:
            return self._serials[serial]
        other = self._ids.get(str(id))
        if other is not None and serial is not None and other.serial is not None:
            raise Doubt("sheet.id-taken", id=id, other=other.place)
        return other

    def _once(self, number: int, kind: str, text: str) -> None:
        first = self._rows.setdefault((kind, text), number)
        if first != number:
            raise Doubt(
                "sheet.serial-twice" if kind == "serial" else "sheet.id-twice", value=text, first=first
            )

    def _compare(self, values: Mapping[str, object], asset: Mapping[str, Any], other: Known) -> None:
        defaults = {name: values[name] for name in ("key_equipment", "host.port") if name in values}
        found = difference({**values_of(asset), **defaults}, other.values)
        if found is not None:
            name, given, there = found
            raise Doubt(
                "sheet.differs",
                heading=self._title(name),
                value=_brief(given),
                known=_brief(there),
                other=other.place,
            )

    def _title(self, name: str) -> str:
        column = next((column for column, field in self._headings.fields.items() if field == name), None)
        return name if column is None else self._headings.titles.get(column) or column_letter(column)

    def _add(self, number: int, asset: dict[str, Any]) -> None:
        if "id" not in asset:
            asset = {"id": id_for(asset, self._taken), **asset}
        elif asset["id"] in self._taken:
            # A row before it has that id; one without a serial has been told already.
            raise Doubt("sheet.id-twice", value=asset["id"], first=self._row_of(asset["id"]))
        self._taken.add(asset["id"])
        self.found.new.append(NewAsset(number, asset))

    def _row_of(self, id: str) -> int:
        return next(each.row for each in self.found.new if each.asset["id"] == id)


def _brief(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = "-" if value is None else text
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def read_row(row: Row, headings: Headings, terms: Terms) -> dict[str, object]:
    """The values of a row by field, blank ones left out. Doubt, with the column's heading, for one that is unclear."""
    return dict(_read(row, headings, terms))


def _read(row: Row, headings: Headings, terms: Terms) -> Iterator[tuple[str, object]]:
    for column, cell in _cells(row, headings).items():
        name = headings.fields[column]
        try:
            value = read_cell(name, cell, terms)
        except Doubt as doubt:
            heading = headings.titles.get(column) or column_letter(column)
            raise Doubt(doubt.code, **{"heading": heading, "value": shown(cell), **doubt.values}) from None
        if value is not None:
            yield name, value


def read_cell(name: str, cell: Cell, terms: Terms) -> object:
    """The value of the field `name` in a cell, None for a blank one. Raises Doubt."""
    if name == "site":
        return terms.site(cell)
    if name == "category":
        return terms.category(cell)
    if name == "batch":
        return terms.batch(cell)
    return READINGS[BY_NAME[name].reading](cell)
