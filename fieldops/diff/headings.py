"""The headings that differences stand below."""

from __future__ import annotations

from fieldops.diff.difference import DATES, GONE, NEW, Group
from fieldops.diff.wording import text, title
from fieldops.documents.typed import Text
from fieldops.errors import Named


def document_heading(kind: str, id: str, name: Text) -> Named:
    """A contract or another document by its kind, id and title."""
    if kind == "Contract":
        return Named("diff.heading.contract", id=id, title=text(name))
    return Named("diff.heading.document", kind=title(kind, ()), id=id, title=text(name))


def section_heading(group: Group) -> object:
    """The section, with the amendment that replaces it where there is one; for a whole document what became of it."""
    if group.section in (NEW, GONE):
        what = "contract" if group.kind == "Contract" else "document"
        return Named(f"diff.heading.{group.section}-{what}")
    if group.section == DATES:
        return Named("diff.heading.dates")
    section = title(group.kind, (group.section,))
    if group.amendment is None:
        return section
    return Named("diff.heading.amendment", section=section, id=group.amendment, since=group.since)
