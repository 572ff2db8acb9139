"""Where the sections of a contract stand on a day: in the signed text, or in the amendment that replaced them last.

The one place that knows the order of amendments, both for typed contracts and for documents that may be wrong. What
the sections then say is `fieldops.contracts.terms`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType

from fieldops.contracts.model import Amendment, NewTerms, NoticeGiven, Term
from fieldops.contracts.renewal import Course, course_of
from fieldops.dates.periods import parse_period
from fieldops.documents.workspace import Document
from fieldops.documents.yaml_text import Path
from fieldops.structs import Struct, fields_of, replaced

# The sections of a contract that an amendment may replace, in the order of the model.
AMENDABLE: tuple[str, ...] = tuple(field.name for field in fields_of(NewTerms))

_DAY = timedelta(days=1)


class Change(Struct, frozen=True):
    """An amendment as far as it decides where sections stand: its index, from when it applies, when it was agreed."""

    index: int
    applies_from: date
    agreed: date
    sections: frozenset[str]


class Version(Struct, frozen=True):
    """The text in force from `first` to `last` (both included): the signed one, or as amended.

    `amendments`: the indexes of the amendments that have replaced something by then, in the order in which they
    apply (and were agreed, for the same day).
    """

    first: date
    last: date
    amendments: tuple[int, ...]
    standing: Mapping[str, int]

    def root(self, section: str) -> Path:
        """The path before the section: nothing in the signed text, or the `sets` of the amendment that wrote it."""
        at = self.standing.get(section)
        return () if at is None else ("amendments", at, "sets")

    def place(self, section: str, *path: str | int) -> Path:
        """The path of the section in force, or of what lies at `path` inside it."""
        return (*self.root(section), section, *path)

    def wrote(self, root: Path, section: str) -> bool:
        """Whether the section in force is the one that stands at `root`."""
        return self.root(section) == root


def versions_of(changes: Iterable[Change]) -> tuple[Version, ...]:
    """Every version of a text that these amendments change, in order; together they cover all days."""
    ordered = sorted(
        (one for one in changes if one.sections), key=lambda one: (one.applies_from, one.agreed, one.index)
    )
    found = [Version(date.min, date.max, (), MappingProxyType({}))]
    for change in ordered:
        before = found[-1]
        standing = {**before.standing, **dict.fromkeys(change.sections, change.index)}
        version = Version(
            change.applies_from,
            date.max,
            (*before.amendments, change.index),
            MappingProxyType(standing),
        )
        if before.first < change.applies_from:
            found[-1] = replaced(before, last=change.applies_from - _DAY)
            found.append(version)
        else:
            found[-1] = version
    return tuple(found)


def sets_of(amendment: Amendment) -> tuple[str, ...]:
    """The sections that an amendment replaces."""
    return tuple(name for name in AMENDABLE if getattr(amendment.sets, name, None) is not None)


def version_on(versions: Sequence[Version], day: date) -> Version:
    """The one of all versions that is in force on `day`."""
    return versions[bisect_right(versions, day, key=lambda version: version.first) - 1]


# --- documents that may be wrong -----------------------------------------------------------------------------


def written_versions(document: Document) -> tuple[Version, ...]:
    """The versions of a Contract document that may be wrong. An amendment whose day is not known comes last."""
    return versions_of(_changes_in(document))


def _changes_in(document: Document) -> Iterator[Change]:
    for index in document.entries("amendments"):
        applies_from = _day(document.text("amendments", index, "applies_from"))
        agreed = _day(document.text("amendments", index, "date"))
        sections = frozenset(document.keys("amendments", index, "sets"))
        yield Change(index, applies_from or date.max, agreed or date.max, sections)


def written_roots(document: Document) -> Iterator[Path]:
    """The paths before the sections of a Contract document: of the signed text, then of each amendment's `sets`."""
    yield ()
    for index in document.entries("amendments"):
        yield ("amendments", index, "sets")


def beside(document: Document, *sections: str) -> Iterator[tuple[Path, ...]]:
    """Where these sections stand while they are in force together: each combination once, in order of time."""
    yield from dict.fromkeys(
        tuple(version.place(section) for section in sections) for version in written_versions(document)
    )


class Served(Struct, frozen=True):
    """The service by a text that may be wrong: first day and last day ever agreed, None where not known.

    `end` is the last day of service: date.max while the term is renewed by itself. `course` is that of the term agreed
    last, which holds from `since` on.
    """

    start: date | None
    agreed: date | None
    end: date | None
    course: Course | None = None
    since: date = date.min


def served_by(document: Document) -> Served:
    """From when to when a Contract document, with all its amendments, promises service."""
    versions = written_versions(document)
    terms = [_term_at(document, version.place("term")) for version in versions]
    last = terms[-1]
    start = min((term.start for term in terms if term is not None), default=None)
    if last is None:
        return Served(start, None, None)
    place = versions[-1].place("term")
    begin = next(version.first for version in versions if version.place("term") == place)
    notices = (notice for notice in _notices_in(document) if notice.given >= begin)
    course = course_of(last, notices)
    return Served(start, last.end, course.end or date.max, course, begin)


def _term_at(document: Document, place: Path) -> Term | None:
    start, end = (_day(document.text(*place, name)) for name in ("start", "end"))
    if start is None or end is None:
        return None
    every, notice = (document.text(*place, name) or "" for name in ("renewal_period", "notice"))
    return Term(
        start,
        end,
        document.text(*place, "renewal"),
        every if parse_period(every) else None,
        notice if parse_period(notice) else None,
    )


def _notices_in(document: Document) -> Iterator[NoticeGiven]:
    for at in document.entries("notices"):
        given = _day(document.text("notices", at, "given"))
        if given is not None:
            yield NoticeGiven(given, document.text("notices", at, "by") or "")


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
