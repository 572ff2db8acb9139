"""Rules across fields and documents, one function each, run over every valid document.

A rule takes the workspace and one document and returns problems; it never raises for what a user wrote.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from fieldops.documents.workspace import Document, Workspace, reference_problem
from fieldops.errors import Problem

Rule = Callable[[Workspace, Document], Iterator[Problem]]


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def term_in_order(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """contract.no-such-date, contract.dates-out-of-order: the term's days exist and the end is not before the start."""
    term: Any = document.data["term"]
    for end in ("start", "end"):
        if _day(term[end]) is None:
            yield Problem(document.position("term", end), "contract.no-such-date", {"date": term[end]})
    start, end_day = _day(term["start"]), _day(term["end"])
    if start and end_day and end_day < start:
        values = {"start": term["start"], "end": term["end"]}
        yield Problem(document.position("term", "end"), "contract.dates-out-of-order", values)


def time_zone_exists(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """contract.unknown-time-zone: the time zone is one that the tz database knows."""
    zone = str(document.data["time_zone"])
    try:
        ZoneInfo(zone)
    except (OSError, ValueError, KeyError):
        yield Problem(document.position("time_zone"), "contract.unknown-time-zone", {"zone": zone})


def team_exists(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """reference.dangling: the team is a document, the account manager one of its people."""
    team_id = str(document.data["team"])
    yield from reference_problem(workspace, document, ("team",), "Team", team_id)
    team, person = workspace.get("Team", team_id), document.data.get("account_manager")
    if team is None or person is None:
        return
    people: Any = team.data["people"]
    known = [str(each["id"]) for each in people]
    if person not in known:
        values = {"kind": "Person", "id": person, "choices": ", ".join(known)}
        yield Problem(document.position("account_manager"), "reference.dangling", values)


def assets_unique(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """reference.doubled-entry: asset ids and serial numbers are there once."""
    yield from _unique(document, "assets", "id")
    yield from _unique(document, "assets", "serial")


def people_unique(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """reference.doubled-entry: a team's people have different ids."""
    yield from _unique(document, "people", "id")


def _unique(document: Document, listed: str, field: str) -> Iterator[Problem]:
    entries: Any = document.data.get(listed, [])
    first: dict[str, int] = {}
    for index, entry in enumerate(entries):
        value = entry.get(field)
        if value is None:
            continue
        here = document.position(listed, index, field)
        if value in first:
            values = {"field": field, "id": value, "line": first[value]}
            yield Problem(here, "reference.doubled-entry", values)
        first.setdefault(value, here.line)


RULES: dict[str, tuple[Rule, ...]] = {
    "Contract": (term_in_order, time_zone_exists, team_exists, assets_unique),
    "Team": (people_unique,),
}


def check_rules(workspace: Workspace, document: Document) -> list[Problem]:
    """What the rules of the document's kind say about it."""
    return [problem for rule in RULES.get(document.kind, ()) for problem in rule(workspace, document)]
