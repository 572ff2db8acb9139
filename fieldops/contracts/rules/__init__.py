"""Rules across fields and documents, one function each, run over every document.

A rule takes the workspace and one document and returns problems. The document may have failed its schema:
a rule looks only at what is there in the right form, so that one pass reports everything. Each code has a
sentence in the message catalogue and an entry with a good and a bad example in ``messages/manual``.
"""

from __future__ import annotations

from fieldops.contracts.rules import (
    acceptances,
    access,
    calendars,
    clocks,
    coverage,
    emergency,
    equipment,
    people,
    references,
    schedules,
    secrets,
    service,
    spares,
    terms,
    warranties,
)
from fieldops.contracts.rules.rule import Rule
from fieldops.documents.workspace import Document, Workspace
from fieldops.errors import Problem

_PARTS: tuple[dict[str, tuple[Rule, ...]], ...] = (
    references.RULES,
    terms.RULES,
    acceptances.RULES,
    service.RULES,
    clocks.RULES,
    calendars.RULES,
    schedules.RULES,
    warranties.RULES,
    coverage.RULES,
    equipment.RULES,
    spares.RULES,
    people.RULES,
    access.RULES,
    emergency.RULES,
    secrets.RULES,
)


def check_rules(workspace: Workspace, document: Document) -> list[Problem]:
    """What the rules of the document's kind say about it. Rules listed under ``*`` hold for every kind."""
    found: list[Problem] = []
    for part in _PARTS:
        for rule in (*part.get(document.kind, ()), *part.get("*", ())):
            found.extend(rule(workspace, document))
    return found
