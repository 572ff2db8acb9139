"""Reading and writing spreadsheet files: .xlsx and text with commas, semicolons or tabs.

A file from outside is hostile until it is not: no document type (entity bombs), nothing that unpacks to far more
than an equipment list, no formula evaluated. Everything comes back as cells; what they mean is decided elsewhere.
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat

from fieldops.actions.rights import write_whole
from fieldops.errors import UsageError
from fieldops.spreadsheet.cells import Cell
from fieldops.spreadsheet.headings import Row, Sheet, score
from fieldops.spreadsheet.table import Table

MAX_FILE = 32 << 20
MAX_UNPACKED = 96 << 20
_MAX_PARTS = 5_000
# Cells of a sheet, blank ones before the last of each row included; Excel's own limits for one row and one column.
_MAX_CELLS = 2_000_000
_MAX_ROWS, _MAX_COLUMNS = 1_048_576, 16_384

_TEXT_ENDINGS = (".csv", ".tsv", ".txt")
# What a reader of broken or hostile files may raise.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    SyntaxError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OverflowError,
    OSError,
)
_EMPTY = Cell()
# What Excel takes for the beginning of a formula, also in full width, and our own mark for "this is text".
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "'", "＝", "＋", "－", "＠")


def read_sheets(path: Path, mapping: Mapping[str, str]) -> list[Sheet]:
    """The visible sheets of a spreadsheet; of a text file its only one. `mapping` are headings to be looked for.

    Raises UsageError when the file cannot be read, is too large, or is no spreadsheet.
    """
    try:
        if path.stat().st_size > MAX_FILE:
            raise UsageError("sheet.too-large", path=str(path), limit=MAX_FILE >> 20)
        raw = path.read_bytes()
    except OSError as error:
        raise UsageError("sheet.unreadable", path=str(path), detail=error.strerror or "") from None
    if raw.startswith(b"PK\x03\x04"):
        return _workbook_sheets(path, _with_slashes(path, raw))
    # The container of .xls, and of a workbook that is protected by a password.
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise UsageError("sheet.old-format", path=str(path))
    if path.suffix.lower() not in _TEXT_ENDINGS:
        raise UsageError("sheet.not-spreadsheet", path=str(path))
    return [_text_sheet(path, raw, mapping)]


# --- text ---------------------------------------------------------------------------------------------


def _text_sheet(path: Path, raw: bytes, mapping: Mapping[str, str]) -> Sheet:
    """The sheet that the separator makes with which most headings are known."""
    text = _decoded(path, raw)
    sheets = [_separated(path, text, separator) for separator in (",", ";", "\t")]
    best = max(
        (sheet for sheet in sheets if sheet is not None), key=lambda s: score(s, mapping), default=None
    )
    if best is None:
        raise UsageError("sheet.broken", path=str(path))
    return best


def _decoded(path: Path, raw: bytes) -> str:
    utf16 = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and (encoding != "gb18030" or _is_chinese(text)):
            return text
    raise UsageError("sheet.encoding", path=str(path))


def _is_chinese(text: str) -> bool:
    """Whether a text read as GB18030 is one: of Latin-1 (Gerät, Müller) it makes characters that hardly anybody writes."""
    wide = [sign for sign in text if sign > "\x7f"]
    usual = sum(_in_gb2312(sign) for sign in wide)
    return usual >= 0.8 * len(wide)


def _in_gb2312(sign: str) -> bool:
    try:
        return bool(sign.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def _separated(path: Path, text: str, separator: str) -> Sheet | None:
    # One row per record: Excel, too, counts a cell with line breaks as one row.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[Row] = []
    cells = 0
    try:
        for record in reader:
            cells += len(record) + 1
            if cells > _MAX_CELLS:
                raise UsageError("sheet.too-large", path=str(path), limit=MAX_FILE >> 20)
            rows.append(tuple(_text_cell(value) for value in record))
    except csv.Error:
        return None
    return Sheet(path.name, tuple(rows))


def _text_cell(value: str) -> Cell:
    return Cell(_unmarked(value), typed=False) if value else _EMPTY


def _unmarked(value: str) -> str:
    return value[1:] if value.startswith("'") and value[1:].startswith(_FORMULA_STARTS) else value


# --- workbooks ----------------------------------------------------------------------------------------


def _with_slashes(path: Path, raw: bytes) -> bytes:
    """The same archive, its parts named with slashes: some programs write backslashes, and Excel and WPS read them."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
            if not any("\\" in part.filename for part in parts):
                return raw
            if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise UsageError("sheet.too-large", path=str(path), limit=MAX_UNPACKED >> 20)
            made = io.BytesIO()
            with zipfile.ZipFile(made, "w") as other:
                for part in parts:
                    other.writestr(part.filename.replace("\\", "/"), archive.read(part))
            return made.getvalue()
    except _BROKEN:
        raise UsageError("sheet.broken", path=str(path)) from None


def _workbook_sheets(path: Path, raw: bytes) -> list[Sheet]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            layouts = _inspected(path, archive)
        return list(_sheets(path, raw, layouts))
    except _BROKEN:
        raise UsageError("sheet.broken", path=str(path)) from None


@dataclass(slots=True)
class _Layout:
    """What the library does not tell of a sheet: merged areas, formulas without a result, how large it is."""

    merged: list[str] = field(default_factory=list)
    no_result: set[tuple[int, int]] = field(default_factory=set)
    cells: int = 0


def _inspected(path: Path, archive: zipfile.ZipFile) -> dict[str, _Layout]:
    """Look through every part before the library does. Raises UsageError for what no spreadsheet needs."""
    parts = archive.infolist()
    # A part is never unpacked further than the size it claims.
    if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise UsageError("sheet.too-large", path=str(path), limit=MAX_UNPACKED >> 20)
    layouts: dict[str, _Layout] = {}
    for part in parts:
        with archive.open(part) as stream:
            layout = _look_through(path, stream)
        if layout is not None:
            layouts[part.filename] = layout
    return layouts


def _look_through(path: Path, stream: IO[bytes]) -> _Layout | None:
    """The layout of a part that is XML; None for pictures and the like."""
    parser = expat.ParserCreate()
    look = _Look(path)
    parser.StartDoctypeDeclHandler = look.refuse
    parser.StartElementHandler = look.start
    parser.EndElementHandler = look.end
    parser.CharacterDataHandler = look.text
    try:
        parser.ParseFile(stream)
    except expat.ExpatError:
        # Not XML: the library cannot read it as XML either.
        return None
    return look.layout


class _Look:
    """Follows the elements of one part."""

    def __init__(self, path: Path) -> None:
        self.layout = _Layout()
        self._path = path
        self._row = self._column = 0
        self._formula = self._result = self._in_value = self._is_text = False

    def refuse(self, *_: Any) -> None:
        """A document type: only attacks have one."""
        raise UsageError("sheet.document-type", path=str(self._path))

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        name = tag.rpartition(":")[2]
        if name == "row":
            self._next_row(attributes.get("r"))
        elif name == "c":
            self._next_cell(attributes.get("r"))
            self._is_text = attributes.get("t") == "str"
        elif name == "f":
            self._formula = True
        elif name == "v":
            self._in_value = True
            # An empty text is a result, as of =IF(B2="","",B2).
            self._result = self._result or self._is_text
        elif name == "mergeCell":
            self.layout.merged.append(attributes.get("ref", ""))

    def text(self, text: str) -> None:
        """Text of an element."""
        self._result = self._result or self._in_value

    def end(self, tag: str) -> None:
        """An element ends."""
        name = tag.rpartition(":")[2]
        if name == "v":
            self._in_value = False
        elif name == "c" and self._formula and not self._result:
            self.layout.no_result.add((self._row, self._column))

    def _next_row(self, number: str | None) -> None:
        before = self._row
        self._row = int(number) if number else before + 1
        self._column = 0
        # The library would leave out a row that stands out of order.
        if not before < self._row <= _MAX_ROWS:
            raise UsageError("sheet.broken", path=str(self._path))

    def _next_cell(self, place: str | None) -> None:
        before = self._column
        self._column = _column_of(place) if place else before + 1
        self._formula = self._result = False
        self.layout.cells += self._column - before
        if not before < self._column <= _MAX_COLUMNS:
            raise UsageError("sheet.broken", path=str(self._path))
        if self.layout.cells > _MAX_CELLS:
            raise UsageError("sheet.too-large", path=str(self._path), limit=MAX_UNPACKED >> 20)


def _column_of(place: str) -> int:
    column = 0
    for letter in place:
        if not "A" <= letter <= "Z":
            break
        column = column * 26 + ord(letter) - ord("A") + 1
    return column


def _sheets(path: Path, raw: bytes, layouts: Mapping[str, _Layout]) -> Iterator[Sheet]:
    import openpyxl

    # The library prints about styles it does not find, and warns of charts it cannot keep: nothing to us.
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
        try:
            sheet: Any
            for sheet in book.worksheets:
                # Only this private name ties a sheet to its part; a test holds the library to it.
                layout = layouts[sheet._worksheet_path]
                if sheet.sheet_state == "visible":
                    sheet.reset_dimensions()
                    rows = [_row(cells) for cells in sheet.iter_rows(min_row=1, min_col=1)]
                    yield Sheet(sheet.title, _laid_out(path, rows, layout))
        finally:
            book.close()


def _row(cells: Sequence[Any]) -> list[Cell]:
    row = [_cell(cell) for cell in cells]
    while row and row[-1].blank:
        row.pop()
    return row


def _cell(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return _EMPTY
    if isinstance(value, str):
        trouble = "error" if cell.data_type == "e" else ""
        return Cell(value.replace("_x000D_", ""), trouble=trouble)
    return Cell(value, cell.number_format or "General")


def _laid_out(path: Path, rows: list[list[Cell]], layout: _Layout) -> tuple[Row, ...]:
    """The rows with formulas that have no result marked, and merged cells filled down their first column."""
    for row, column in layout.no_result:
        if row <= len(rows):
            line = rows[row - 1]
            line += [_EMPTY] * (column - len(line))
            line[column - 1] = Cell(trouble="formula")
    filled = 0
    for area in layout.merged:
        first, last, column = _area(area)
        last = min(last, len(rows))
        filled += max(last - first, 0)
        if filled > _MAX_CELLS:
            raise UsageError("sheet.too-large", path=str(path), limit=MAX_UNPACKED >> 20)
        _fill(rows, first, last, column)
    while rows and not rows[-1]:
        rows.pop()
    return tuple(tuple(row) for row in rows)


def _area(reference: str) -> tuple[int, int, int]:
    """First row, last row and first column (from 1) of an area such as B2:C9."""
    start, _, end = reference.partition(":")
    first, last = (
        int("".join(sign for sign in corner if sign.isdigit())) for corner in (start, end or start)
    )
    return first, last, _column_of(start)


def _fill(rows: list[list[Cell]], first: int, last: int, column: int) -> None:
    # Rows before the last merged one may hold nothing else; a merge that goes on below the list fills nothing.
    value = rows[first - 1][column - 1] if first <= last and column <= len(rows[first - 1]) else _EMPTY
    for row in rows[first:last] if not value.blank else ():
        row += [_EMPTY] * (column - len(row))
        row[column - 1] = value


# --- writing ------------------------------------------------------------------------------------------


def write_table(path: Path, table: Table) -> None:
    """Write a table as .xlsx or .csv, as the name says. Raises UsageError for another name or a folder that is not there.

    No cell is a formula for whoever opens the file, whatever it begins with.
    """
    kind = path.suffix.lower()
    if kind not in (".xlsx", ".csv"):
        raise UsageError("sheet.output-name", path=str(path))
    content = _workbook(table) if kind == ".xlsx" else _separated_text(table)
    try:
        write_whole(path, [content])
    except OSError as error:
        raise UsageError("sheet.unwritable", path=str(path), detail=error.strerror or "") from None


def _separated_text(table: Table) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for row in (table.headings, *table.rows):
        writer.writerow(["'" + value if value.startswith(_FORMULA_STARTS) else value for value in row])
    # The mark in front tells Excel that it is UTF-8.
    return text.getvalue().encode("utf-8-sig")


def _workbook(table: Table) -> bytes:
    import openpyxl
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = openpyxl.Workbook(write_only=True)
    sheet: Any = book.create_sheet("assets")
    sheet.freeze_panes = "A2"
    for number, each in enumerate(table.fields, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = (
            14 if each.reading in ("day", "yes") else 22
        )
    sheet.append([_written(sheet, heading, "text", Font(bold=True)) for heading in table.headings])
    for row in table.rows:
        sheet.append(
            [_written(sheet, value, each.reading) for value, each in zip(row, table.fields, strict=True)]
        )
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _written(sheet: Any, value: str, reading: str, font: Any = None) -> Any:
    """A cell of text, a day as a day; text keeps its leading zeros also when somebody edits it."""
    from openpyxl.cell import WriteOnlyCell

    if value == "":
        return None
    if reading == "day":
        cell = WriteOnlyCell(sheet, datetime.fromisoformat(value))
        cell.number_format = "yyyy-mm-dd"
        return cell
    cell = WriteOnlyCell(sheet, value)
    cell.data_type = "s"
    cell.number_format = "@"
    if font is not None:
        cell.font = font
    return cell
