"""What a document of a service order shows, already worded in one language: a template only loops over it.

Lives here: the one form of service sheet, work-contact form, fault record, analysis report and notice. What each of them
says is in `order_sheets` and `order_papers`. An empty value is a line to be filled in by hand: nothing is invented.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from fieldops.structs import Struct

# Public: options and JSON have these words.
PaperKind = Literal["sheet", "work-contact", "record", "analysis", "notice", "swap"]


class Field(Struct, frozen=True):
    """One property; an empty `value` is filled in by hand."""

    label: str
    value: str


class PaperTable(Struct, frozen=True):
    """A table: titles of its columns, their widths in percent, its rows; `room`: empty rows to be filled in by hand."""

    columns: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    room: int = 0


class PaperPart(Struct, frozen=True):
    """A part with a title: properties (one or two in a row), a table, sentences, and lines left to be filled in by hand.

    `is_beside`: it says what was told of the paper itself, and is no part of what somebody signs.
    """

    title: str
    fields: tuple[tuple[Field, ...], ...] = ()
    table: PaperTable | None = None
    lines: tuple[str, ...] = ()
    room: int = 0
    is_beside: bool = False


class PaperSignature(Struct, frozen=True):
    """Room for a signature: in which role, whose name where that is known, what is on record of it (empty: nothing), and when
    that was (`dated`; empty: to be filled in by hand).
    """

    role: str
    name: str
    said: str
    dated: str = ""


class OrderPaper(Struct, frozen=True):
    """A document of an order; also the work report of a contract, whose id `order` is then.

    `head` stands below the title; `version` says which one it is and which it replaces; `foot` by what the record says,
    and until when, which is `dated`, too; `page` is what stands around the number of a page.
    """

    kind: PaperKind | Literal["work-report", "assessment"]
    language: str
    order: str
    title: str
    vendor: str
    customer: str
    hotline: str
    head: tuple[Field, ...]
    version: str
    parts: tuple[PaperPart, ...]
    signatures: tuple[PaperSignature, ...]
    signatures_title: str
    by_hand: str
    date: str
    foot: tuple[str, ...]
    page: tuple[str, str, str]
    dated: datetime
