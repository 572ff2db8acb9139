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
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.parsers import expat

from fieldops.actions.rights import write_whole
from fieldops.actions.workbook_parts import MAX_CELLS, MAX_PARTS, MAX_UNPACKED, Layout, column_of, layouts_of
from fieldops.errors import Named, Unusable, UsageError, system_error
from fieldops.spreadsheet.cells import Cell
from fieldops.spreadsheet.formulas import marked, unmarked
from fieldops.spreadsheet.headings import Row, Sheet, score
from fieldops.spreadsheet.table import Table
from fieldops.structs import replaced

MAX_FILE = 32 << 20

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


def read_sheets(path: Path, mapping: Mapping[str, str]) -> list[Sheet]:
    """The visible sheets of a spreadsheet; of a text file its only one. `mapping` are headings to be looked for.

    Raises UsageError when the file cannot be read, is too large, or is no spreadsheet.
    """
    try:
        if path.stat().st_size > MAX_FILE:
            raise UsageError("sheet.too-large", path=str(path), limit=MAX_FILE >> 20)
        raw = path.read_bytes()
    except OSError as error:
        raise UsageError("sheet.unreadable", path=str(path), detail=system_error(error)) from None
    if raw.startswith(b"PK\x03\x04"):
        return _workbook_sheets(path, _as_usual(path, raw))
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
    tried = [(sign, _separated(path, text, sign)) for sign in (",", ";", "\t", "，", "|")]
    sheets = [(sign, sheet) for sign, sheet in tried if sheet is not None]
    if not sheets:
        raise UsageError("sheet.broken", path=str(path))
    separator, best = max(sheets, key=lambda each: score(each[1], mapping))
    _refuse_swallowed(path, best, separator)
    return best


def _refuse_swallowed(path: Path, sheet: Sheet, separator: str) -> None:
    """UsageError where quotation marks (written for "ditto", or for inches) have made one cell of whole rows."""
    width = max((len(row) for row in sheet.rows), default=0)
    for number, row in enumerate(sheet.rows, start=1):
        for cell in row:
            lines = str(cell.value).splitlines()
            if len(lines) > 1 and sum(line.count(separator) for line in lines) >= max(width - 1, 1):
                raise UsageError("sheet.quotation-marks", path=str(path), row=number)


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
    """Whether a text read as GB18030 is one, told by the characters that every Chinese list is full of.

    Of Latin-1 (Gerät, Müller) it makes characters that hardly anybody writes, of Cyrillic and Korean usual ones, but
    such as no list has: the bytes alone do not tell.
    """
    wide = [sign for sign in text if sign > "\x7f"]
    usual = sum(_in_gb2312(sign) for sign in wide)
    han = [sign for sign in wide if "\u4e00" <= sign <= "\u9fff"]
    common = sum(sign in _COMMON for sign in han)
    return usual >= 0.8 * len(wide) and common >= 0.15 * len(han)


def _in_gb2312(sign: str) -> bool:
    try:
        return bool(sign.encode("gb2312"))
    except UnicodeEncodeError:
        return False


# Characters of headings, equipment, places, states and everyday words.
_COMMON = frozenset(
    "设备名称序列号型规格类别数量地点位置机房柜日期备注器服务存储交换网络电源打印扫描仪档案馆系统软件总分部楼层区室中心"
    "品牌厂商合同质保维年月到货安装验收终初责任人员管理使用状态在用闲置报废正常主数据库防火墙路由光纤磁带阵盘硬内外"
    "的一是不有了和大小上下前后东西南北新旧甲乙丙台套件个运行编资产单元公司科技信息技术处局市县省"
)


def _separated(path: Path, text: str, separator: str) -> Sheet | None:
    # One row per record: Excel, too, counts a cell with line breaks as one row.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[Row] = []
    cells = 0
    try:
        for record in reader:
            cells += len(record) + 1
            if cells > MAX_CELLS:
                raise UsageError("sheet.too-large", path=str(path), limit=MAX_FILE >> 20)
            rows.append(tuple(_text_cell(value) for value in record))
    except csv.Error:
        return None
    return Sheet(path.name, tuple(rows))


def _text_cell(value: str) -> Cell:
    return Cell(unmarked(value), typed=False) if value else _EMPTY


# --- workbooks ----------------------------------------------------------------------------------------


# What else comes as an archive under the name of a workbook: a part that it has, and what it is called.
_OTHERS = {
    "xl/workbook.bin": "sheet.kind-xlsb",
    "content.xml": "sheet.kind-ods",
    "word/document.xml": "sheet.kind-word",
    "ppt/presentation.xml": "sheet.kind-slides",
    "Index/Document.iwa": "sheet.kind-numbers",
}
# The names of ISO 29500 "strict" workbooks, and those by which everybody else calls the same things.
_STRICT = b"http://purl.oclc.org/ooxml/"
_USUAL = {
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/drawingml/main": b"http://schemas.openxmlformats.org/drawingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/": b"http://schemas.openxmlformats.org/officeDocument/2006/",
}


def _as_usual(path: Path, raw: bytes) -> bytes:
    """The same archive as most programs write it: its parts named with slashes (some write backslashes, and Excel and WPS
    read them), the names inside of "strict" workbooks as in all others. Raises UsageError for another kind of archive.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
            names = {part.filename.replace("\\", "/"): part for part in parts}
            book = names.get("xl/workbook.xml")
            if book is None:
                _refuse_other(path, names)
            strict = book is not None and book.file_size <= MAX_UNPACKED and _STRICT in archive.read(book)
            if not strict and not any("\\" in part.filename for part in parts):
                return raw
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise UsageError("sheet.too-large", path=str(path), limit=MAX_UNPACKED >> 20)
            made = io.BytesIO()
            with zipfile.ZipFile(made, "w") as other:
                for part in parts:
                    name = part.filename.replace("\\", "/")
                    other.writestr(name, _usual(name, archive.read(part)))
            return made.getvalue()
    except _BROKEN:
        raise UsageError("sheet.broken", path=str(path)) from None


def _refuse_other(path: Path, names: Collection[str]) -> None:
    """UsageError where an archive is something else than a workbook, which is called by its name."""
    kind = next((kind for part, kind in _OTHERS.items() if part in names), None)
    if kind is None and "[Content_Types].xml" not in names:
        kind = "sheet.kind-archive"
    if kind is not None:
        raise UsageError("sheet.other-kind", path=str(path), kind=Named(kind))


def _usual(name: str, part: bytes) -> bytes:
    if name.endswith((".xml", ".rels")) and _STRICT in part:
        for strict, usual in _USUAL.items():
            part = part.replace(strict, usual)
    return part


def _workbook_sheets(path: Path, raw: bytes) -> list[Sheet]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            layouts = layouts_of(path, archive)
        return list(_sheets(path, raw, layouts))
    except _BROKEN:
        raise UsageError("sheet.broken", path=str(path)) from None


def _sheets(path: Path, raw: bytes, layouts: Mapping[str, Layout]) -> Iterator[Sheet]:
    import openpyxl

    # The library prints about styles it does not find, and warns of charts it cannot keep: nothing to us.
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(
            io.BytesIO(raw), read_only=True, data_only=True, keep_links=False, rich_text=True
        )
        try:
            sheet: Any
            for sheet in book.worksheets:
                # Only this private name ties a sheet to its part; a test holds the library to it.
                layout = layouts[sheet._worksheet_path]
                if sheet.sheet_state == "visible":
                    sheet.reset_dimensions()
                    rows = [_row(cells) for cells in sheet.iter_rows(min_row=1, min_col=1)]
                    hidden = frozenset(row - 1 for row in layout.hidden)
                    yield Sheet(sheet.title, _laid_out(path, rows, layout), hidden)
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
    struck, coloured = _looks(cell) if cell.has_style else (False, False)
    if isinstance(value, str | list):
        # A list is a text of several fonts: part of it may be struck through.
        struck = struck or any(_is_struck(part) for part in value if not isinstance(value, str))
        trouble = "error" if cell.data_type == "e" else ""
        return Cell(str(value).replace("_x000D_", ""), trouble=trouble, struck=struck, coloured=coloured)
    return Cell(value, cell.number_format or "General", struck=struck, coloured=coloured)


def _looks(cell: Any) -> tuple[bool, bool]:
    """Whether a cell is struck through, and whether it has a colour: behind it, or letters that are not black."""
    letters = cell.font.color
    told = letters is not None and letters.type == "rgb" and str(letters.rgb)[-6:] not in ("000000", "FFFFFF")
    return bool(cell.font.strike), told or cell.fill.patternType == "solid"


def _is_struck(part: Any) -> bool:
    return not isinstance(part, str) and bool(part.font.strike)


def _laid_out(path: Path, rows: list[list[Cell]], layout: Layout) -> tuple[Row, ...]:
    """The rows with formulas that have no result marked, comments added, merged cells filled down their first column."""
    for row, column in layout.no_result:
        if row <= len(rows):
            line = rows[row - 1]
            line += [_EMPTY] * (column - len(line))
            line[column - 1] = Cell(trouble="formula")
    for row, column in layout.struck:
        if row <= len(rows) and column <= len(rows[row - 1]):
            rows[row - 1][column - 1] = replaced(rows[row - 1][column - 1], struck=True)
    for (row, column), text in layout.comments.items():
        if row <= len(rows):
            line = rows[row - 1]
            line += [_EMPTY] * (column - len(line))
            line[column - 1] = replaced(line[column - 1], comment=text)
    filled = 0
    for area in layout.merged:
        first, last, column = _area(area)
        last = min(last, len(rows))
        filled += max(last - first, 0)
        if filled > MAX_CELLS:
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
    return first, last, column_of(start)


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
        raise Unusable(str(path), error, "sheet.unwritable") from None


def _separated_text(table: Table) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for row in (table.headings, *table.rows):
        writer.writerow(map(marked, row))
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
