"""Warnings that somebody has looked at and accepted (`accepts`): which count no more, and which entries accept nothing.

An entry holds for the warnings of its own file, one in fieldops.yaml for those of every file. Errors are never accepted.
Lives here: sorting what was found, and what is wrong with entries on a day. Their form is the schema's to judge.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from fieldops.documents.schema import COMMON, schema_file
from fieldops.documents.typed import Text, text_of
from fieldops.documents.workspace import Document, Workspace
from fieldops.errors import Position, Problem, Severity
from fieldops.rules.rule import day_at, warning

# As far behind UTC as any zone on earth.
_LAST_ZONE = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A warning that counts no more: why, until which day (included), and where that is written."""

    problem: Problem
    reason: Text
    until: date
    entry: Position


@dataclass(slots=True)
class _Entry:
    """An entry of `accepts`, how many warnings it is about, and how many of them count all the same."""

    document: Document
    at: int
    code: str
    until: date
    reason: Text
    about: int = 0
    back: int = 0

    @property
    def for_all(self) -> bool:
        """Whether it holds for every file of the workspace."""
        return self.document.kind == "Settings"


def day_of(now: datetime) -> date:
    """The day that counts for acceptances at the instant `now`: one has ended when its last day is over everywhere on
    earth, so that every machine says the same, whatever its time zone.
    """
    return (now - _LAST_ZONE).date()


def codes() -> frozenset[str]:
    """The codes of the warnings that can be accepted, as the schema lists them."""
    return frozenset(schema_file(COMMON)["$defs"]["accepted"]["properties"]["code"]["enum"])


def sort_out(
    workspace: Workspace, problems: Collection[Problem], day: date, whole: Collection[str]
) -> tuple[list[Problem], list[Accepted]]:
    """The problems that count on `day`, and the warnings that are accepted then.

    To the first is added what is wrong with entries: accepts.expired where warnings came back, accepts.unused where
    there is none that it could be about. The latter only for files in `whole`, those of which every problem is known,
    and as long as nothing is an error: what cannot be read hides warnings.
    """
    entries = list(_entries(workspace))
    counted: list[Problem] = []
    accepted: list[Accepted] = []
    for each in problems:
        about = [entry for entry in entries if _is_about(entry, each)]
        holds = next((entry for entry in about if day <= entry.until), None)
        for entry in about:
            entry.about += 1
            entry.back += holds is None
        if holds is None:
            counted.append(each)
        else:
            place = holds.document.position("accepts", holds.at)
            accepted.append(Accepted(each, holds.reason, holds.until, place))
    sound = not any(each.severity is Severity.ERROR for each in problems)
    seen = whole if sound else ()
    return [*counted, *(told for entry in entries for told in _told(entry, seen))], accepted


def _entries(workspace: Workspace) -> Iterator[_Entry]:
    known = codes()
    for document in workspace.documents.values():
        # Most files have none, and reading one takes longer than this.
        if b"accepts" not in document.raw:
            continue
        for at in document.entries("accepts"):
            code, until = document.text("accepts", at, "code"), day_at(document, "accepts", at, "until")
            written = document.node.at(("accepts", at)).data
            reason = written.get("reason") if isinstance(written, dict) else None
            if code in known and until is not None and reason:
                yield _Entry(document, at, code, until, text_of(reason))


def _is_about(entry: _Entry, problem: Problem) -> bool:
    if problem.severity is not Severity.WARNING or problem.code != entry.code:
        return False
    return entry.for_all or entry.document.path == problem.position.path


def _told(entry: _Entry, whole: Collection[str]) -> Iterator[Problem]:
    place = ("accepts", entry.at)
    if entry.back:
        values = {"warned": entry.code, "until": entry.until, "count": entry.back}
        yield warning(entry.document, (*place, "until"), "accepts.expired", **values)
    elif not entry.about and entry.document.path in whole:
        yield warning(entry.document, (*place, "code"), "accepts.unused", warned=entry.code)
