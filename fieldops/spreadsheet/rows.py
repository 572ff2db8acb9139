"""Judging the rows of a sheet: new equipment, known equipment, or doubtful and why."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from fieldops.errors import Named
from fieldops.spreadsheet.around import around, around_doubts, begins_table, numbers_columns, repeats_headings
from fieldops.spreadsheet.assets import asset_from, differences, id_for, values_of
from fieldops.spreadsheet.cells import Cell, Doubt, shown
from fieldops.spreadsheet.closing import closing
from fieldops.spreadsheet.fields import COUNTING
from fieldops.spreadsheet.headings import Headings, Row, Sheet, column_letter, heading_key
from fieldops.spreadsheet.in_use import use_doubts
from fieldops.spreadsheet.open_questions import open_doubts
from fieldops.spreadsheet.serials import near_key
from fieldops.spreadsheet.vocabulary import Vocabulary

_SHOWN = 60
_HOST = ("host.address", "host.port", "host.groups", "host.inspect")
# What makes a row with a new serial number more than a number under the list.
_TELLING = ("id", "name", "model", "category")
# What only a list of equipment says: a number, a name, a model and a place stand in lists of prices and rooms too.
_EQUIPMENT = ("serial", "category", "host", "events", "parts", "key_equipment", "batch")
# A device is shipped before it is delivered, and accepted after both.
_EVENTS_IN_ORDER = (
    "events.shipment",
    "events.delivery",
    "events.installation",
    "events.preliminary_acceptance",
    "events.completion_acceptance",
    "events.final_acceptance",
)


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Why a row is not imported: its number as Excel shows it, a code of the catalogue and its values.

    A row has one of these for each reason.
    """

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


@dataclass(frozen=True, slots=True)
class Address:
    """An address that a row gives and the asset does not get: its category is not among those that are inspected."""

    row: int
    category: str | None
    address: str


@dataclass(slots=True)
class Judged:
    """The rows by what becomes of them. `skipped` are row numbers: totals, repeated headings, notes.

    `partial`: what is certain in doubtful rows, so that the rules can name what else is wrong with them.
    """

    new: list[NewAsset] = field(default_factory=list)
    unchanged: int = 0
    doubtful: list[Doubtful] = field(default_factory=list)
    skipped: list[int] = field(default_factory=list)
    partial: list[NewAsset] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)


def known_asset(entry: Mapping[str, Any], place: str) -> Known:
    """An entry of `assets` as it stands in the contract's files."""
    return Known(values_of(entry), place)


def judge_rows(sheet: Sheet, headings: Headings, vocabulary: Vocabulary, known: Iterable[Known]) -> Judged:
    """Every row below the headings. An asset is known by its serial number, one without a serial by its id."""
    judge = _Judge(sheet, headings, vocabulary, list(known))
    other_table: int | None = None
    for index in range(headings.row + 1, len(sheet.rows)):
        row = sheet.rows[index]
        filled = any(not cell.blank for cell in _cells(row, headings).values())
        closed = closing(row, headings)
        if begins_table(row) and not repeats_headings(row, headings):
            other_table = index + 1
            judge.found.skipped.append(index + 1)
        elif closed == "equipment?":
            judge.found.doubtful.append(Doubtful(index + 1, "sheet.closing-or-asset", {"value": _first(row)}))
        elif index == headings.row + 1 and numbers_columns(row):
            judge.found.skipped.append(index + 1)
        elif closed or (filled and repeats_headings(row, headings)):
            other_table = other_table if closed else None
            judge.found.skipped.append(index + 1)
        elif filled and other_table is not None:
            judge.found.doubtful.append(Doubtful(index + 1, "sheet.second-table", {"first": other_table}))
        elif filled:
            judge.row(index + 1, row)
        elif _says_something(row, headings):
            judge.found.skipped.append(index + 1)
    judge.end()
    return judge.found


def _first(row: Row) -> str:
    return next(shown(cell) for cell in row if not cell.blank)


def _cells(row: Row, headings: Headings) -> dict[int, Cell]:
    """The row's cells in the columns that are read."""
    return {column: row[column] if column < len(row) else Cell() for column in headings.fields}


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

    def __init__(self, sheet: Sheet, headings: Headings, vocabulary: Vocabulary, known: list[Known]) -> None:
        self.found = Judged()
        self._sheet, self._around = sheet, around(sheet, headings)
        self._headings, self._vocabulary = headings, vocabulary
        self._serials = {each.serial: each for each in known if each.serial is not None}
        self._near: dict[str, tuple[str, int | str]] = {
            near_key(serial): (serial, each.place) for serial, each in self._serials.items()
        }
        self._addresses: dict[str, int | str] = {
            f"{each.values['host.address']}:{each.values.get('host.port', 22)}": each.place
            for each in known
            if "host.address" in each.values
        }
        # Rows that another row contradicts, and why: which of both is right, nobody can tell.
        self._contested: dict[int, Doubt] = {}
        self._ids = {each.id: each for each in known}
        self._rows: dict[tuple[str, str], int] = {}
        self._taken = set(self._ids)

    def row(self, number: int, row: Row) -> None:
        """Judge one row: all that is doubtful about it, or what it adds."""
        values, doubts = _read(row, self._headings, self._vocabulary)
        other = self._other(values)
        self._choose_host(number, row, values, doubts, other)
        asset: dict[str, Any] = {}
        for name in doubts:
            # A paper is not without its day because the day cannot be read.
            values.pop(f"{name}.evidence", None)
        try:
            asset = asset_from(values)
        except Doubt as doubt:
            doubts["-"] = doubt
        unclear = {"serial", "id"} & doubts.keys()
        found = [*doubts.values(), *self._identity_doubts(number, values, bool(unclear))]
        if other is None:
            found += around_doubts(number - 1, row, self._sheet, self._headings, self._around)
            found += use_doubts(row, self._headings)
            found += open_doubts(row, self._headings)
            found += self._address_twice(number, values)
            found += self._as_model(values)
            found += self._several_kinds(values)
            found += self._out_of_order(values)
        # Another row's asset is not this one's to compare with.
        if not found and other is not None:
            found += self._differences(values, asset, other)
        if not found and other is None:
            found += self._add(number, asset)
        elif not found:
            self.found.unchanged += 1
        for each in found:
            self.found.doubtful.append(Doubtful(number, each.code, each.values))
        if found and other is None:
            rest = {name: value for name, value in asset.items() if name not in ("id", "serial")}
            self.found.partial.append(NewAsset(number, {"id": f"doubtful-row-{number}", **rest}))

    def _other(self, values: Mapping[str, object]) -> Known | None:
        """The asset of the contract that the row is about; an id counts where one of both has no serial number."""
        serial, id = _identity(values)
        if serial is not None and serial in self._serials:
            return self._serials[serial]
        other = self._ids.get(str(id))
        return other if other is not None and (serial is None or other.serial is None) else None

    def _choose_host(
        self,
        number: int,
        row: Row,
        values: dict[str, object],
        doubts: dict[str, Doubt],
        other: Known | None,
    ) -> None:
        """Leave the address out where the category is none that is inspected, and keep it in mind to be told."""
        category = values.get("category", None if other is None else other.values.get("category"))
        has_host = other is not None and (
            "host.address" in other.values or "host" in _mapping(other.values.get("more"))
        )
        asked = values.get("host.inspect") is True or "host" in _mapping(values.get("more"))
        unsure = "category" in doubts or "host.inspect" in doubts
        if has_host or asked or unsure or category in self._vocabulary.hosts:
            return
        column = next((at for at, name in self._headings.fields.items() if name == "host.address"), None)
        written = row[column] if column is not None and column < len(row) else Cell()
        declined = values.get("host.inspect") is False
        for name in _HOST:
            values.pop(name, None)
            doubts.pop(name, None)
        if not written.blank and not declined:
            told = None if category is None else str(category)
            self.found.addresses.append(Address(number, told, shown(written) or "-"))

    def _identity_doubts(self, number: int, values: Mapping[str, object], unclear: bool) -> Iterator[Doubt]:
        """What is doubtful about which asset the row means. `unclear`: its cells for that could not be read."""
        serial, id = _identity(values)
        if serial is None and id is None:
            if not unclear:
                yield Doubt("sheet.no-identity")
            return
        kind, text = ("id", str(id)) if serial is None else ("serial", serial)
        first = self._rows.setdefault((kind, text), number)
        if first != number:
            code = "sheet.serial-twice" if serial is not None else "sheet.id-twice"
            self._contest(first, number, Doubt(code, value=text, first=number))
            yield Doubt(code, value=text, first=first)
            return
        if serial is None:
            return
        if serial not in self._serials:
            yield from self._near_doubts(number, serial)
            holder = self._ids.get(str(id))
            if holder is not None and holder.serial is not None:
                yield Doubt("sheet.id-taken", id=id, other=holder.place)

    def _near_doubts(self, number: int, serial: str) -> Iterator[Doubt]:
        near, where = self._near.setdefault(near_key(serial), (serial, number))
        if near == serial:
            return
        yield Doubt("sheet.near-serial", value=serial, known=near, other=_place(where))
        if isinstance(where, int):
            self._contested.setdefault(
                where, Doubt("sheet.near-serial", value=near, known=serial, other=_place(number))
            )

    def _contest(self, first: int, number: int, doubt: Doubt) -> None:
        """Doubt the `first` row too, unless both say the same: then one of them is only too many."""
        one, other = (self._sheet.rows[row - 1] for row in (first, number))
        columns = self._headings.fields
        if any(_value(one, column) != _value(other, column) for column in columns):
            self._contested.setdefault(first, doubt)

    def end(self) -> None:
        """Take back the rows that a later row contradicts."""
        for row, doubt in self._contested.items():
            taken = [each for each in self.found.new if each.row == row]
            for each in taken:
                self.found.new.remove(each)
                self.found.doubtful.append(Doubtful(row, doubt.code, doubt.values))
        self.found.doubtful.sort(key=lambda each: each.row)

    def _address_twice(self, number: int, values: Mapping[str, object]) -> Iterator[Doubt]:
        """Two devices to be inspected at one address and port: one of them is not there."""
        address = values.get("host.address")
        if address is None:
            return
        key = f"{address}:{values.get('host.port', 22)}"
        where = self._addresses.setdefault(key, number)
        if where != number:
            if isinstance(where, int):
                self._contest(
                    where, number, Doubt("sheet.address-twice", value=address, other=_place(number))
                )
            yield Doubt("sheet.address-twice", value=address, other=_place(where))

    def _as_model(self, values: Mapping[str, object]) -> Iterator[Doubt]:
        """A serial number that is the row's model has slipped in from the next column."""
        serial = values.get("serial")
        if serial is not None and serial == values.get("model"):
            yield Doubt("sheet.no-serial", heading=self._title("serial"), value=serial)

    def _several_kinds(self, values: Mapping[str, object]) -> Iterator[Doubt]:
        """A name that is made of several categories: 服务器、存储."""
        name = str(values.get("name", ""))
        parts = [heading_key(part) for part in re.split("[、,，+/和及与]", name)]
        if len(parts) > 1 and all(part in self._vocabulary.categories for part in parts):
            yield Doubt("sheet.range", heading=self._title("name"), value=name)

    def _out_of_order(self, values: Mapping[str, object]) -> Iterator[Doubt]:
        """Days of which the later event has the earlier one; they are ISO dates, so they compare as texts."""
        dated = [name for name in _EVENTS_IN_ORDER if isinstance(values.get(name), str)]
        for one, other in pairwise(dated):
            if str(values[other]) < str(values[one]):
                said = {"value": values[other], "before": values[one], "earlier": self._title(one)}
                yield Doubt("sheet.days-out-of-order", heading=self._title(other), **said)

    def _differences(
        self, values: Mapping[str, object], asset: Mapping[str, Any], other: Known
    ) -> Iterator[Doubt]:
        defaults = {
            name: values[name] for name in ("key_equipment", "host.port", "host.inspect") if name in values
        }
        for name, given, there in differences({**values_of(asset), **defaults}, other.values):
            said = {"heading": self._title(name), "value": _brief(given), "other": other.place}
            if there is None:
                yield Doubt("sheet.not-there", **said)
            else:
                yield Doubt("sheet.differs", known=_brief(there), **said)

    def _title(self, name: str) -> str:
        column = next((column for column, field in self._headings.fields.items() if field == name), None)
        return name if column is None else self._headings.titles.get(column) or column_letter(column)

    def _add(self, number: int, asset: dict[str, Any]) -> list[Doubt]:
        """Add a new asset, or say why not."""
        if not any(name in asset for name in _TELLING):
            return [Doubt("sheet.serial-only", value=asset["serial"])]
        if not any(name in asset for name in _EQUIPMENT):
            return [Doubt("sheet.any-table", value=asset.get("name", asset.get("id")))]
        if "id" not in asset:
            try:
                asset = {"id": id_for(asset, self._taken), **asset}
            except Doubt as doubt:
                return [doubt]
        elif asset["id"] in self._taken:
            # A row before it has that id; one without a serial has been told already.
            first = self._row_of(asset["id"])
            self._contest(first, number, Doubt("sheet.id-twice", value=asset["id"], first=number))
            return [Doubt("sheet.id-twice", value=asset["id"], first=first)]
        self._taken.add(asset["id"])
        self.found.new.append(NewAsset(number, asset))
        return []

    def _row_of(self, id: str) -> int:
        return next(each.row for each in self.found.new if each.asset["id"] == id)


def _place(where: int | str) -> object:
    return where if isinstance(where, str) else Named("sheet.place-row", row=where)


def _value(row: Row, column: int) -> object:
    return row[column].value if column < len(row) else None


def _brief(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = "-" if value is None else text
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _identity(values: Mapping[str, object]) -> tuple[str | None, object]:
    """The serial number and the id of a row, also where an export keeps them as JSON."""
    more = _mapping(values.get("more"))
    serial, id = values.get("serial", more.get("serial")), values.get("id", more.get("id"))
    return (None if serial is None else str(serial)), id


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _read(row: Row, headings: Headings, vocabulary: Vocabulary) -> tuple[dict[str, object], dict[str, Doubt]]:
    """The values of a row by field, blank ones left out; for fields that are unclear why, with the column's heading."""
    values: dict[str, object] = {}
    doubts: dict[str, Doubt] = {}
    for column, cell in _cells(row, headings).items():
        name = headings.fields[column]
        try:
            value = vocabulary.value(name, cell)
        except Doubt as doubt:
            heading = headings.titles.get(column) or column_letter(column)
            doubts[name] = Doubt(doubt.code, **{"heading": heading, "value": shown(cell), **doubt.values})
        else:
            if value is not None:
                values[name] = value
    return values, doubts
