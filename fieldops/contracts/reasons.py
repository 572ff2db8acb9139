"""How a decision explains itself: a tree of rules tested, each with its result, its sentence and its clause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from fieldops.errors import Named

if TYPE_CHECKING:
    from fieldops.documents.yaml_text import Path

# Kind of document, its id, the path in it; the file and line are looked up when shown.
Clause: TypeAlias = "tuple[str, str, Path]"
# What testing a rule gave; a note is told and decides nothing. Public: JSON has these words.
Result = Literal["yes", "no", "unknown", "note"]


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that was tested: `rule` is its stable name, `result` what that gave, `said` the sentence."""

    rule: str
    result: Result
    said: Named
    clause: Clause | None = None
    inner: tuple[Reason, ...] = ()


def flattened(reasons: tuple[Reason, ...], depth: int = 0) -> Iterator[tuple[int, Reason]]:
    """Every reason with its depth in the tree, each before those inside it."""
    for reason in reasons:
        yield depth, reason
        yield from flattened(reason.inner, depth + 1)
