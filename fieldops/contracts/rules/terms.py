"""Rules across fields and documents, one function each, run over every document.

A rule takes the workspace and one document and returns problems. The document may have failed its schema:
a rule looks only at what is there in the right form, so that one pass reports everything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from zoneinfo import ZoneInfo

from fieldops.documents.workspace import Document, Workspace, reference_problem
from fieldops.errors import Problem

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)

Rule = Callable[[Workspace, Document], Iterator[Problem]]


def term_in_order(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """contract.no-such-date, contract.dates-out-of-order: the term's days exist, the end is not before the start."""
    start, end = document.text("term", "start"), document.text("term", "end")
    for name, text in (("start", start), ("end", end)):
        if text is not None and _DATE.fullmatch(text) and _day(text) is None:
            yield Problem(document.position("term", name), "contract.no-such-date", {"date": text})
    first, last = _day(start), _day(end)
    if first and last and last < first:
        values = {"start": start, "end": end}
        yield Problem(document.position("term", "end"), "contract.dates-out-of-order", values)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def time_zone_exists(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """contract.unknown-time-zone: the time zone is one that the tz database knows."""
    zone = document.text("time_zone")
    if zone is None:
        return
    try:
        ZoneInfo(zone)
    except (OSError, ValueError, KeyError):
        yield Problem(document.position("time_zone"), "contract.unknown-time-zone", {"zone": zone})


def team_exists(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """reference.dangling: the team is a document, the account manager one of its people."""
    team_id, person = document.text("team"), document.text("account_manager")
    if team_id is None:
        return
    yield from reference_problem(workspace, document, ("team",), "Team", team_id)
    team = workspace.get("Team", team_id)
    if team is None or person is None:
        return
    known = [id for at in team.entries("people") if (id := team.text("people", at, "id"))]
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
    first: dict[str, int] = {}
    for index in document.entries(listed):
        value = document.text(listed, index, field)
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
