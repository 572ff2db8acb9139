"""From a page (HTML) to a PDF file, PDF/A-3, through a process of its own: `write_pdf` is for every document that is made of a page.

The page holds all it shows: nothing is fetched and no file is read for it. Not here: what is shown (the page's template)
and how pages are laid out (`typesetting`, the process).
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from importlib.util import find_spec
from typing import Any

import msgspec

from fieldops.errors import ExitCode, FieldopsError, Notice
from fieldops.reports.children import Bounds, ask
from fieldops.structs import Struct

# A report of 100 hosts takes 3 s and 140 MB for 100 kB of page; one of a megabyte, ten times as much.
_SECONDS, _SECONDS_PER_MEGABYTE = 60, 120
_MEGABYTES, _MEGABYTES_PER_MEGABYTE = 1024, 1024
# Characters without a glyph that are named; more say nothing new.
_NAMED = 10
# Reading one back: a report of 100 hosts takes 2 s and 100 MB.
_READ = Bounds(60, 1024)
LARGEST = 64 << 20


class Attached(Struct, frozen=True):
    """A file inside of a PDF: its name, what it is in a few words, and its bytes."""

    name: str
    description: str
    data: bytes


class Order(Struct, frozen=True):
    """What the process is asked to set: the page, the day of the document, its identifier, and the files inside of it."""

    html: str
    dated: datetime
    identifier: bytes
    attached: tuple[Attached, ...]


def write_pdf(html: str, dated: datetime, attached: Sequence[Attached] = (), bounds: Bounds | None = None) -> bytes:  # fmt: skip
    """The page `html` as a PDF/A-3 file with the files `attached` inside; the same bytes for the same arguments.

    `dated` is the document's date, in whole seconds with its zone. Title, language and bookmarks come from the page
    (``title``, ``lang``, headings). Warns with a Notice of characters for which no font has a glyph.

    Raises FieldopsError where what it needs is not installed (`need_pdf`, and system libraries), where the page refers to
    something outside of itself, and where it takes more than `bounds` (left out: by the page's size).
    """
    need_pdf()
    limits = bounds or bounds_for(len(html))
    mark = sha256(html.encode("utf-8", "replace"))
    for each in attached:
        mark.update(each.data)
    order = Order(html, dated, mark.digest()[:16], tuple(attached))
    asked = [limits.seconds, limits.megabytes]
    answer = ask("fieldops.reports.typesetting", asked, msgspec.msgpack.encode(order), limits.seconds)
    if not answer.head:
        raise FieldopsError("pdf.too-much", seconds=limits.seconds, megabytes=limits.megabytes)
    said: Any = json.loads(answer.head)
    if "code" in said:
        raise FieldopsError(
            said["code"], **said["values"], seconds=limits.seconds, megabytes=limits.megabytes
        )
    if said["lacking"]:
        named = " ".join(f"{each} (U+{ord(each):04X})" for each in said["lacking"][:_NAMED])
        warnings.warn(Notice("pdf.no-glyph", n=len(said["lacking"]), characters=named), stacklevel=2)
    return answer.made


def attached(files: Mapping[str, bytes]) -> list[Attached]:
    """Files to be put into a PDF, by name: the same files give the same order."""
    return [Attached(name, name, files[name]) for name in sorted(files)]


class NoReader(FieldopsError):
    """What reads PDF files is not installed here: of the file nothing can be told (exit 3)."""

    exit_code = ExitCode.INCOMPLETE


class ReadPdf(Struct, frozen=True):
    """What was read of a PDF file: the files inside of it by name, and the text of its pages without white space."""

    attached: Mapping[str, bytes]
    text: str


def read_pdf(data: bytes) -> ReadPdf:
    """The files inside of a PDF and the text of its pages, read by a process of its own: the file may be anybody's.

    Raises FieldopsError where what it needs is not installed, and for what is no PDF file, is encrypted, has two files of
    one name, or takes too much.
    """
    if find_spec("pypdf") is None:
        raise NoReader("output.no-pdf-reader")
    answer = ask("fieldops.reports.pdf_reading", [_READ.seconds, _READ.megabytes], data, _READ.seconds)
    said: Any = json.loads(answer.head or b'{"code":"pdf.unreadable"}')
    if "code" in said:
        raise FieldopsError(said["code"])
    return msgspec.msgpack.decode(answer.made, type=ReadPdf)


def need_pdf() -> None:
    """Raise FieldopsError where the library that sets PDF files is not installed."""
    if find_spec("weasyprint") is None:
        raise FieldopsError("output.no-pdf")


def lacking() -> FieldopsError | None:
    """What keeps this machine from writing PDF files in Chinese, found by writing one; None where nothing does.

    `output.no-pdf`, `output.no-pango`, `pdf.no-glyph`.
    """
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try:
            write_pdf(
                '<html lang="zh-CN"><title>·</title><p>中文</p></html>', datetime(1980, 1, 1, tzinfo=UTC)
            )
        except FieldopsError as error:
            return error
    said = (each.message for each in told if isinstance(each.message, Notice))
    return next((FieldopsError(each.code, **each.values) for each in said), None)


def bounds_for(size: int) -> Bounds:
    """The bounds for a page of so many characters: more than any document of ours needs."""
    return Bounds(
        _SECONDS + _SECONDS_PER_MEGABYTE * size // (1 << 20),
        _MEGABYTES + _MEGABYTES_PER_MEGABYTE * size // (1 << 20),
    )
