"""What the sentences are made of: a code with its values, and what they may look up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from fieldops.contracts.model import ServiceLevel
from fieldops.diff.changes import Change
from fieldops.diff.difference import Clause, Difference, Group
from fieldops.documents.typed import Text


@dataclass(frozen=True, slots=True)
class Said:
    """A code of the catalogue with its values."""

    code: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Scene:
    """What the sentences about one document may look up: its kind, the service level before and after, the names of the
    people of the team (before and after) by id.
    """

    kind: str
    old_level: ServiceLevel | None = None
    new_level: ServiceLevel | None = None
    people: Mapping[str, Text] = field(default_factory=dict)

    @property
    def level(self) -> ServiceLevel | None:
        """The service level after, else before: for names of severities and request types."""
        return self.new_level or self.old_level


Speaker = Callable[[Change, Scene], Said | None]


def said(code: str, **values: object) -> Said:
    """A sentence with its values."""
    return Said(code, values)


def difference(
    sentence: Said, group: Group, before: Clause | None, after: Clause | None, old: object, new: object
) -> Difference:
    """The difference that a sentence tells; `old` and `new` are plain data."""
    return Difference(sentence.code, sentence.values, group, before, after, old, new)
