"""What every rule is, and how rules read a document that may be wrong."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from functools import wraps

from fieldops.documents.workspace import Document, Workspace
from fieldops.documents.yaml_text import Path
from fieldops.errors import Position, Problem, Severity
from fieldops.structs import Struct


class Unread(Exception):
    """A rule asked for a document whose text is no YAML: nothing can be said until it can be read."""


Rule = Callable[[Workspace, Document], Iterator[Problem]]


class FarSighted(Struct, frozen=True):
    """A rule that looks at documents of these `kinds` without a reference to them: a change in one of them can break
    what the rule judges.
    """

    rule: Rule
    kinds: frozenset[str]
    of: Callable[[Document], bool] | None = None

    def looks_from(self, document: Document, kinds: Collection[str]) -> bool:
        """Whether it looks at documents of one of these kinds for `document`."""
        return not self.kinds.isdisjoint(kinds) and (self.of is None or self.of(document))

    def __call__(self, workspace: Workspace, document: Document) -> Iterator[Problem]:
        """What the rule says."""
        return self.rule(workspace, document)


def looks_at(*kinds: str, of: Callable[[Document], bool] | None = None) -> Callable[[Rule], FarSighted]:
    """Declares which documents a rule looks at, besides its own and those that it refers to at any distance; `of`: for which
    documents it looks at all.

    Not declared is what two documents have with each other and is found in either of them.
    """
    return lambda rule: FarSighted(rule, frozenset(kinds), of)


def look_up(workspace: Workspace, kind: str, id: str | None) -> Document | None:
    """The document of that kind and id, None when there is none.

    Raises `Unread`, which ends the rule, where it cannot be read: what it does not say must not be called missing.
    """
    if not id:
        return None
    if workspace.cannot_be_read(kind, id):
        raise Unread
    return workspace.get(kind, id)


def look_at(workspace: Workspace, kind: str, id: str | None) -> Document | None:
    """Like `look_up`, but None, too, where it cannot be read: for rules that say nothing of what is not there.

    What they look at next is judged all the same: one broken file hides nothing of the others.
    """
    return None if id is None or workspace.cannot_be_read(kind, id) else look_up(workspace, kind, id)


def problem(document: Document, path: Path, code: str, **values: object) -> Problem:
    """An error at the value at `path`."""
    return Problem(document.position(*path), code, _plain(values))


def warning(document: Document, path: Path, code: str, **values: object) -> Problem:
    """A warning at the value at `path`."""
    return Problem(document.position(*path), code, _plain(values), Severity.WARNING)


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    # A problem's values may be hashed or written as JSON: days as text.
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def told_once(rule: Rule) -> Rule:
    """The same rule, that says the same of one place once: of what holds for several versions of the terms, the first."""

    @wraps(rule)
    def judge(workspace: Workspace, document: Document) -> Iterator[Problem]:
        told: set[tuple[Position, str]] = set()
        for each in rule(workspace, document):
            if (each.position, each.code) not in told:
                told.add((each.position, each.code))
                yield each

    return judge


def day_at(document: Document, *path: str | int) -> date | None:
    """The date written at `path`, or None when there is none or no such day exists."""
    try:
        return date.fromisoformat(document.text(*path) or "")
    except ValueError:
        return None
