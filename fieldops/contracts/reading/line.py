"""One line of a contract read back, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from fieldops.contracts.reasons import Clause
from fieldops.contracts.terms import Terms
from fieldops.documents.yaml_text import Path
from fieldops.errors import Named


@dataclass(frozen=True, slots=True)
class Line:
    """One thing the contract says: the sentence, and its clause as (kind of document, id, path)."""

    said: Named
    clause: Clause


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the contract: the code of its heading, and its lines."""

    heading: str
    lines: tuple[Line, ...]


def line_at(terms: Terms, path: Path, said: Named) -> Line:
    """A line about what lies at `path` of the contract, in the text in force."""
    return Line(said, terms.clause(str(path[0]), *path[1:]))
