"""What changed in the meaning of contracts between two states of a workspace.

Lives here: the comparison, as values. Does not live here: reading revisions, and how differences are printed.
"""

from fieldops.diff.difference import (
    DATES,
    SHARED,
    Clause,
    Difference,
    Group,
    document_heading,
    section_heading,
)
from fieldops.diff.succession import succession
from fieldops.diff.versions import (
    Service,
    appeared,
    called_as,
    differences,
    document_differences,
    document_replaced,
    taken_place,
)
from fieldops.diff.wording import is_provisional

__all__ = [
    "DATES",
    "SHARED",
    "Clause",
    "Difference",
    "Group",
    "Service",
    "appeared",
    "called_as",
    "differences",
    "document_differences",
    "document_heading",
    "document_replaced",
    "is_provisional",
    "section_heading",
    "succession",
    "taken_place",
]
