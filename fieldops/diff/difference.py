"""What a comparison finds: sentences, where each is written before and after, its heading, and the order of headings.

Lives here: the values that leave this package. Does not live here: finding them, and how values are put into words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from fieldops.contracts.model import (
    Calendar,
    Contract,
    EmergencyPlan,
    PartCatalogue,
    ServiceLevel,
    Stock,
    Team,
    Warranty,
)
from fieldops.diff.wording import text, title
from fieldops.documents.typed import Model, Text
from fieldops.documents.workspace import Document
from fieldops.documents.yaml_text import Path
from fieldops.errors import Named, Position
from fieldops.structs import fields_of

# Sections of a `Group` that no document has: a document that appears or vanishes, and what is said of all due dates.
NEW, GONE, DATES = "new", "gone", "dates"

# What a difference does to the customer's rights.
Effect = Literal["worse", "other", "better"]

# Kinds that contracts share: what changes in one is said once, for all contracts that refer to it.
SHARED: dict[str, type[Model]] = {
    "ServiceLevel": ServiceLevel,
    "Warranty": Warranty,
    "Calendar": Calendar,
    "Team": Team,
    "EmergencyPlan": EmergencyPlan,
    "PartCatalogue": PartCatalogue,
    "Stock": Stock,
}


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
    """The heading a difference stands below: a section of a kind of document, and the days on which it is a difference.

    `since` and `until` are the first and the last of these days (as YYYY-MM-DD), None where it has been one from the
    beginning, and stays one. `amendment` is the one with which it begins, if one does. `superseded`: what the amendment
    sets there is never in force, as another of the same day replaces it. `document`: what the document is called that
    stands in the place of another one and says it.
    """

    kind: str
    section: str
    amendment: str | None = None
    since: str | None = None
    until: str | None = None
    superseded: bool = False
    document: Text | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A code of the catalogue with its values, and what it means for the customer's rights."""

    code: str
    values: Mapping[str, object]
    effect: Effect = "other"


@dataclass(frozen=True, slots=True)
class Difference:
    """A change of meaning: a sentence of the catalogue (`code` and `values`), its group and its clauses.

    `old` and `new` are the plain values for programs, None where there is none; for due dates all of them, while
    the sentence may name only the first ones. `effect`: whether the customer has less than before.
    """

    code: str
    values: Mapping[str, object]
    group: Group
    before: Clause | None = None
    after: Clause | None = None
    old: object = None
    new: object = None
    effect: Effect = "other"


def said(code: str, **values: object) -> Said:
    """A sentence with its values."""
    return Said(code, values)


def difference(
    sentence: Said, group: Group, before: Clause | None, after: Clause | None, old: object, new: object
) -> Difference:
    """The difference that a sentence tells; `old` and `new` are plain data."""
    return Difference(sentence.code, sentence.values, group, before, after, old, new, sentence.effect)


def _names(model: type[Model]) -> tuple[str, ...]:
    return tuple(field.name for field in fields_of(model))


def plain(value: object) -> object:
    """A typed value as JSON data: dates as YYYY-MM-DD, texts by language, objects without what they leave out."""
    if isinstance(value, Text):
        return value.zh if value.zh == value.en else {"zh-CN": value.zh, "en": value.en}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if isinstance(value, Model):
        said = {one.name: plain(getattr(value, one.name)) for one in fields_of(value)}
        return {name: each for name, each in said.items() if each is not None and each != []}
    return value


# --- headings ----------------------------------------------------------------------------------------------


def document_heading(kind: str, id: str, name: Text) -> Named:
    """A contract or another document by its kind, id and title."""
    if kind == "Contract":
        return Named("diff.heading.contract", id=id, title=text(name))
    return Named("diff.heading.document", kind=title(kind, ()), id=id, title=text(name))


def section_heading(group: Group, worse: bool = False) -> object:
    """The section, with the amendment and the days where there are some; for a whole document what became of it.

    `worse`: what stands below it is less for the customer than before.
    """
    section = _section_heading(group)
    return Named("diff.heading.worse", section=section) if worse else section


def _section_heading(group: Group) -> object:
    if group.section in (NEW, GONE):
        what = "contract" if group.kind == "Contract" else "document"
        return Named(f"diff.heading.{group.section}-{what}")
    if group.section == DATES:
        return Named("diff.heading.dates")
    section: object = title(group.kind, (group.section,))
    if group.document is not None:
        section = Named("diff.heading.in-document", section=section, document=group.document)
    if group.superseded:
        return Named("diff.heading.superseded", section=section, id=group.amendment)
    if group.amendment is not None:
        section = Named("diff.heading.amendment", section=section, id=group.amendment)
    return _on_days(section, group.since, group.until)


def _on_days(section: object, since: str | None, until: str | None) -> object:
    if since is not None and until is not None:
        return Named("diff.heading.between", section=section, since=since, until=until)
    if since is not None:
        return Named("diff.heading.since", section=section, since=since)
    return section if until is None else Named("diff.heading.until", section=section, until=until)


# --- order -------------------------------------------------------------------------------------------------


def in_order(found: Iterable[Difference]) -> list[Difference]:
    """What is less for the customer first; then by day, then by section as the kind's model has them; else as found."""

    def key(each: Difference) -> tuple[bool, str, str, int]:
        one = each.group
        return each.effect != "worse", one.since or "", one.amendment or "", _rank(one)

    return sorted(found, key=key)


def _rank(group: Group) -> int:
    names = _ORDER if group.kind == "Contract" else _names(SHARED[group.kind])
    return names.index(group.section) if group.section in names else len(names)


# The model's sections, what a customer looks for first in front: the term, the times, the warranty, the visits.
_FIRST = (
    NEW,
    GONE,
    "amendments",
    "term",
    "service_level",
    "service_level_overrides",
    "acceptances",
    "warranties",
    "after_warranty",
    "inspections",
    "obligations",
    DATES,
    "assets",
)
_ORDER = (*_FIRST, *(name for name in _names(Contract) if name not in _FIRST))
