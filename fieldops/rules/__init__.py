"""Rules across fields and documents, one function each, run over every document.

A rule takes the workspace and one document and returns problems. The document may have failed its schema:
a rule looks only at what is there in the right form, so that one pass reports everything. Each code has a
sentence in the message catalogue and an entry with a good and a bad example in ``messages/manual``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress

from fieldops.documents.workspace import Document, Workspace
from fieldops.errors import Problem
from fieldops.rules import (
    acceptances,
    access,
    alike,
    calendars,
    clocks,
    coverage,
    emergency,
    equipment,
    grading,
    instances,
    jumps,
    keys,
    packaged,
    people,
    playbooks,
    references,
    schedules,
    secrets,
    service,
    spares,
    terms,
    warranties,
    written,
)
from fieldops.rules.rule import FarSighted, Rule, Unread

_PARTS: tuple[dict[str, tuple[Rule, ...]], ...] = (
    references.RULES,
    packaged.RULES,
    terms.RULES,
    acceptances.RULES,
    service.RULES,
    grading.RULES,
    clocks.RULES,
    calendars.RULES,
    schedules.RULES,
    warranties.RULES,
    coverage.RULES,
    equipment.RULES,
    spares.RULES,
    alike.RULES,
    people.RULES,
    keys.RULES,
    access.RULES,
    jumps.RULES,
    instances.RULES,
    emergency.RULES,
    playbooks.RULES,
    secrets.RULES,
    written.RULES,
)


# What takes long and keeps nobody from deciding: warnings, and secrets, which are no matter of what a document says.
_DECIDES_NOTHING: frozenset[Rule] = frozenset(
    (
        access.denied_commands_used,
        calendars.years_decreed,
        *(rule for rules in secrets.RULES.values() for rule in rules),
    )
)


def check_rules(workspace: Workspace, document: Document, deciding: bool = False) -> list[Problem]:
    """What the rules of the document's kind say about it. Rules listed under ``*`` hold for every kind.

    Nothing is said about a document whose text is no YAML, nor where a rule would have to look into one. `deciding`: only
    what may keep somebody from deciding by the document is asked for; some warnings and all secrets are left out.
    """
    found: list[Problem] = []
    if not document.readable:
        return found
    for part in _PARTS:
        for rule in (*part.get(document.kind, ()), *part.get("*", ())):
            if deciding and rule in _DECIDES_NOTHING:
                continue
            with suppress(Unread):
                found.extend(rule(workspace, document))
    return found


def all_rules() -> Iterator[tuple[str, Rule]]:
    """Every rule with the kind of document it judges, ``*`` for all."""
    for part in _PARTS:
        for kind, rules in part.items():
            yield from ((kind, rule) for rule in rules)


def looks_from(document: Document, kinds: Collection[str]) -> bool:
    """Whether a rule of the document looks at all documents of one of these kinds, whether it refers to them or not."""
    return any(
        isinstance(rule, FarSighted) and rule.looks_from(document, kinds)
        for part in _PARTS
        for rule in (*part.get(document.kind, ()), *part.get("*", ()))
    )


# Rules that say of a value that it is no id of those that exist.
_UNKNOWN_IDS = frozenset(
    (
        "reference.dangling",
        "contract.unknown-site",
        "contract.unknown-asset",
        "team.roster-unknown-person",
        "emergency.unknown-member",
        "emergency.unknown-group",
        "emergency.unknown-grade",
    )
)


def said_once(problems: Iterable[Problem]) -> list[Problem]:
    """The problems without those that a value has not the form of an id, where another tells which ids there are."""
    listed = list(problems)
    told = {problem.position for problem in listed if problem.code in _UNKNOWN_IDS}
    return [problem for problem in listed if not (problem.code == "schema.form" and problem.position in told)]
