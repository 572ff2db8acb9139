"""Rules about grading by scope and urgency: every combination has one severity, and what is named exists."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from fieldops.documents.choices import nearest
from fieldops.documents.workspace import Document, Workspace
from fieldops.documents.yaml_text import Path
from fieldops.errors import Problem
from fieldops.rules.rule import Rule, problem
from fieldops.rules.sections import ids_at, names_at

_FIELDS = (("scope", "scopes"), ("urgency", "urgencies"))


def grading_named(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """service-level.unknown-grading, service-level.unknown-severity: scopes, urgencies and severities are defined. A8"""
    severities = ids_at(document, "severities")
    for at in document.entries("grading", "severities"):
        place: Path = ("grading", "severities", at)
        for field, listed in _FIELDS:
            id, known = document.text(*place, field), ids_at(document, "grading", listed)
            if id is not None and id not in known:
                choices = nearest(id, known, names_at(document, "grading", listed))
                yield problem(
                    document, (*place, field), "service-level.unknown-grading", id=id, choices=choices
                )
        severity = document.text(*place, "severity")
        if severity is not None and severity not in severities:
            values = {"id": severity, "level": document.id, "choices": nearest(severity, severities)}
            yield problem(document, (*place, "severity"), "service-level.unknown-severity", **values)


def grading_whole(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """service-level.graded-twice, service-level.grading-incomplete: each scope has one severity with each urgency. A8"""
    first: dict[tuple[str | None, str | None], int] = {}
    for at in document.entries("grading", "severities"):
        place: Path = ("grading", "severities", at)
        pair = document.text(*place, "scope"), document.text(*place, "urgency")
        if pair in first:
            line = document.position("grading", "severities", first[pair]).line
            values = {"scope": pair[0] or "-", "urgency": pair[1] or "-", "line": line}
            yield problem(document, place, "service-level.graded-twice", **values)
        first.setdefault(pair, at)
    pairs = product(ids_at(document, "grading", "scopes"), ids_at(document, "grading", "urgencies"))
    missing = [f"{scope} + {urgency}" for scope, urgency in pairs if (scope, urgency) not in first]
    if missing and first:
        place = ("grading", "severities")
        yield problem(document, place, "service-level.grading-incomplete", missing=", ".join(missing))


RULES: dict[str, tuple[Rule, ...]] = {"ServiceLevel": (grading_named, grading_whole)}
