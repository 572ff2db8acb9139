"""What a comparison finds: one sentence's worth of change, and where it is written before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date

from fieldops.documents.typed import Text
from fieldops.documents.workspace import Document
from fieldops.documents.yaml_text import Path
from fieldops.errors import Position

# Sections of a `Group` that no document has: a document that appears or vanishes, and what is said of all due dates.
NEW, GONE, DATES = "new", "gone", "dates"


@dataclass(frozen=True, slots=True)
class Clause:
    """A place in one revision's documents: where a difference is written."""

    document: Document
    path: Path

    @property
    def position(self) -> Position:
        """The file:line:column of it, in the file as it was in that revision."""
        return self.document.position(*self.path)


@dataclass(frozen=True, slots=True)
class Group:
    """The heading a difference stands below: a section of a kind of document, perhaps as an amendment replaces it.

    `since` is the first day of the amendment `amendment` (as YYYY-MM-DD), both None for the document's own text.
    """

    kind: str
    section: str
    amendment: str | None = None
    since: str | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """A change of meaning: a sentence of the catalogue (`code` and `values`), its group and its clauses.

    `old` and `new` are the plain values for programs, None where there is none; for due dates all of them, while
    the sentence may name only the first ones.
    """

    code: str
    values: Mapping[str, object]
    group: Group
    before: Clause | None = None
    after: Clause | None = None
    old: object = None
    new: object = None


def plain(value: object) -> object:
    """A typed value as JSON data: dates as YYYY-MM-DD, texts by language, objects without what they leave out."""
    if isinstance(value, Text):
        return value.zh if value.zh == value.en else {"zh-CN": value.zh, "en": value.en}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if is_dataclass(value):
        said = {one.name: plain(getattr(value, one.name)) for one in fields(value)}
        return {name: each for name, each in said.items() if each is not None and each != []}
    return value
