"""The parts of an .xlsx workbook, looked through one by one before the library reads them.

What no spreadsheet needs is refused here; kept is what the library does not tell: merged areas, formulas without a
result, hidden rows, comments, struck-through parts of texts. Reading the cells: `fieldops.actions.spreadsheet_files`.
"""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat

from fieldops.errors import UsageError

MAX_UNPACKED = 96 << 20
MAX_PARTS = 5_000
# Cells of a sheet, blank ones before the last of each row included; Excel's own limits for one row and one column.
MAX_CELLS = 2_000_000
_MAX_ROWS, _MAX_COLUMNS = 1_048_576, 16_384
_TRUE = ("1", "true")
# As much of a comment as anybody is told.
_MAX_COMMENT = 200


@dataclass(slots=True)
class Layout:
    """What the library does not tell of a sheet, rows and columns counted from 1, and how large it is.

    `struck`: texts inside the sheet with a part struck through. `related`: where the sheet's own comments are.
    """

    merged: list[str] = field(default_factory=list)
    no_result: set[tuple[int, int]] = field(default_factory=set)
    hidden: set[int] = field(default_factory=set)
    struck: set[tuple[int, int]] = field(default_factory=set)
    comments: dict[tuple[int, int], str] = field(default_factory=dict)
    related: list[str] = field(default_factory=list)
    cells: int = 0


def layouts_of(path: Path, archive: zipfile.ZipFile) -> dict[str, Layout]:
    """Look through every part before the library does; the layout of each by its name.

    Raises UsageError for what no spreadsheet needs.
    """
    parts = archive.infolist()
    # A part is never unpacked further than the size it claims.
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise UsageError("sheet.too-large", path=str(path), limit=MAX_UNPACKED >> 20)
    layouts: dict[str, Layout] = {}
    for part in parts:
        with archive.open(part) as stream:
            layout = _look_through(path, stream)
        if layout is not None:
            layouts[part.filename] = layout
    for name, layout in layouts.items():
        relations = layouts.get(_relations_of(name))
        for target in relations.related if relations is not None else ():
            found = layouts.get(posixpath.normpath(posixpath.join("/", posixpath.dirname(name), target))[1:])
            layout.comments |= found.comments if found is not None else {}
    return layouts


def _relations_of(part: str) -> str:
    return f"{posixpath.dirname(part)}/_rels/{posixpath.basename(part)}.rels"


def _look_through(path: Path, stream: IO[bytes]) -> Layout | None:
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
        self.layout = Layout()
        self._path = path
        self._row = self._column = 0
        self._formula = self._result = self._in_value = self._is_text = False
        self._comment: tuple[int, int] | None = None
        self._in_text = False

    def refuse(self, *_: Any) -> None:
        """A document type: only attacks have one."""
        raise UsageError("sheet.document-type", path=str(self._path))

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        name = tag.rpartition(":")[2]
        if name == "row":
            self._next_row(attributes.get("r"))
            if attributes.get("hidden") in _TRUE:
                self.layout.hidden.add(self._row)
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
        else:
            self._start_other(name, attributes)

    def _start_other(self, name: str, attributes: dict[str, str]) -> None:
        if name == "strike" and self._column and attributes.get("val", "1") in _TRUE:
            self.layout.struck.add((self._row, self._column))
        elif name == "comment":
            place = attributes.get("ref", "")
            digits = "".join(sign for sign in place if sign.isdigit())
            self._comment = (int(digits), column_of(place)) if digits else None
        elif name == "t":
            self._in_text = True
        elif name == "Relationship" and attributes.get("Type", "").endswith("/comments"):
            self.layout.related.append(attributes.get("Target", ""))

    def text(self, text: str) -> None:
        """Text of an element."""
        self._result = self._result or self._in_value
        if self._in_text and self._comment is not None:
            said = self.layout.comments.get(self._comment, "")
            self.layout.comments[self._comment] = (said + text)[:_MAX_COMMENT]

    def end(self, tag: str) -> None:
        """An element ends."""
        name = tag.rpartition(":")[2]
        if name == "v":
            self._in_value = False
        elif name == "t":
            self._in_text = False
        elif name == "comment":
            self._comment = None
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
        self._column = column_of(place) if place else before + 1
        self._formula = self._result = False
        self.layout.cells += self._column - before
        if not before < self._column <= _MAX_COLUMNS:
            raise UsageError("sheet.broken", path=str(self._path))
        if self.layout.cells > MAX_CELLS:
            raise UsageError("sheet.too-large", path=str(self._path), limit=MAX_UNPACKED >> 20)


def column_of(place: str) -> int:
    """The column, from 1, of a place such as AB12."""
    column = 0
    for letter in place:
        if not "A" <= letter <= "Z":
            break
        column = column * 26 + ord(letter) - ord("A") + 1
    return column
