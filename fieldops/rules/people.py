"""Rules about people: the duty roster, qualifications, and whether a team can do what is promised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import Inspection, Person, Team, Term
from fieldops.contracts.obligations import recurring_between
from fieldops.contracts.versions import written_roots
from fieldops.documents.choices import nearest
from fieldops.documents.workspace import Document, Workspace
from fieldops.documents.yaml_text import Path
from fieldops.errors import Problem, Severity
from fieldops.rules.estate import agreement
from fieldops.rules.rule import Rule, day_at, problem, told_once, warning
from fieldops.rules.sections import ids_at, names_at, texts_at

# --- duty roster -------------------------------------------------------------------------------------


def roster_people_known(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """team.roster-unknown-person: who is on duty is one of the team. A7"""
    yield from _strangers(document, _lists(document), "team.roster-unknown-person")


def unit_members_known(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """team.unit-unknown-person: who belongs to a station, a department or a tier is one of the team. F1"""
    members = (("units", index, "members") for index in document.entries("units"))
    yield from _strangers(document, members, "team.unit-unknown-person")


def _strangers(document: Document, lists: Iterable[Path], code: str) -> Iterator[Problem]:
    """The people of these lists whom the team does not know."""
    known, names = ids_at(document, "people"), names_at(document, "people")
    for place in lists:
        for at, id in texts_at(document, *place):
            if id not in known:
                yield problem(document, at, code, id=id, choices=nearest(id, known, names))


def _lists(document: Document) -> Iterator[Path]:
    for index in document.entries("duty_roster", "groups"):
        yield ("duty_roster", "groups", index)
    for index in document.entries("duty_roster", "exceptions"):
        yield ("duty_roster", "exceptions", index, "people")


def roster_groups_big_enough(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """team.roster-too-few: at least two people are on duty, so that one can stay at the hotline. A7 D1"""
    for place in _lists(document):
        if len(document.entries(*place)) == 1:
            yield problem(document, place, "team.roster-too-few", id=document.text(*place, 0))


def roster_fair(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """team.roster-unfair, team.roster-no-rotation (warnings): everybody has the same number of turns. A7

    Whoever stands in several groups has more turns only where somebody stands in fewer: [a, b], [b, c], [c, a] is fair.
    """
    groups = document.entries("duty_roster", "groups")
    named = [one for index in groups for one in texts_at(document, "duty_roster", "groups", index)]
    turns = Counter(id for _, id in named)
    first: dict[str, int] = {}
    for place, id in named:
        if id in first and turns[id] > min(turns.values()):
            yield warning(document, place, "team.roster-unfair", id=id, line=first[id])
        first.setdefault(id, document.position(*place).line)
    if len(groups) == 1:
        yield warning(document, ("duty_roster", "groups"), "team.roster-no-rotation")


def roster_exceptions_in_order(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """team.exception-ends-before-start, team.exceptions-overlap: on each day it is clear who is on duty. A7"""
    spans: list[tuple[date, date, int]] = []
    for index in document.entries("duty_roster", "exceptions"):
        place: Path = ("duty_roster", "exceptions", index)
        start, end = day_at(document, *place, "start"), day_at(document, *place, "end")
        if start and end and end < start:
            yield problem(document, (*place, "end"), "team.exception-ends-before-start", start=start, end=end)
        elif start and end:
            spans.append((start, end, index))
    for (_, end, before), (start, _, index) in pairwise(sorted(spans)):
        if start <= end:
            line = document.position("duty_roster", "exceptions", before, "start").line
            place = ("duty_roster", "exceptions", index, "start")
            yield problem(document, place, "team.exceptions-overlap", start=start, line=line)


# --- what each person has ----------------------------------------------------------------------------


def qualifications_in_order(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """team.qualification-ends-before-start: a certificate is valid on some day."""
    for person in document.entries("people"):
        for index in document.entries("people", person, "qualifications"):
            place: Path = ("people", person, "qualifications", index)
            start, end = day_at(document, *place, "valid_from"), day_at(document, *place, "valid_until")
            if start and end and end < start:
                values = {"id": document.text(*place, "id"), "start": start, "end": end}
                yield problem(
                    document, (*place, "valid_until"), "team.qualification-ends-before-start", **values
                )


# --- what a contract asks of its team ----------------------------------------------------------------


@told_once
def team_can_inspect(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """team.too-few-engineers, team.too-few-qualified, team.qualification-expires, team.roster-too-few-engineers,
    team.roster-unqualified (the last three warnings): an inspection has enough engineers who hold all it asks for, to
    the end of the term and in every turn. D1
    """
    if not any(True for _ in _asking(document)):
        return
    agreed = agreement(workspace, document)
    if agreed is None or agreed.team is None:
        return
    for terms in agreed.timeline.written():
        for index, inspection in enumerate(terms.contract.inspections):
            place = terms.version.place("inspections", index)
            fits = tuple(_team_fits(document, place, inspection, agreed.team, terms.contract.term))
            yield from fits
            if all(each.severity is Severity.WARNING for each in fits):
                yield from _turns_fit(document, place, inspection, agreed, terms.contract.term)


def _asking(document: Document) -> Iterator[Path]:
    for root in written_roots(document):
        for index in document.entries(*root, "inspections"):
            yield (*root, "inspections", index)


def _team_fits(
    document: Document, place: Path, inspection: Inspection, team: Team, term: Term
) -> Iterator[Problem]:
    needed = inspection.engineers or 1
    engineers = [person for person in team.people if "engineer" in person.roles]
    values: dict[str, object] = {"id": inspection.id, "team": team.id, "needed": needed}
    if len(engineers) < needed:
        at = (*place, "engineers")
        yield problem(document, at, "team.too-few-engineers", **values, found=len(engineers))
        return
    wanted = inspection.qualifications
    at, values = (*place, "qualifications"), {**values, "qualifications": ", ".join(wanted)}
    holders = {person: until for person in engineers if (until := held_until(person, wanted, term))}
    if len(holders) < needed:
        yield problem(document, at, "team.too-few-qualified", **values, found=len(holders))
        return
    # With the one whose certificates end on this day, there are no longer enough.
    person, until = sorted(holders.items(), key=lambda held: held[1], reverse=True)[needed - 1]
    if until < term.end:
        dates = {"person": person.id, "until": until, "end": term.end}
        yield warning(document, at, "team.qualification-expires", **values, **dates)


def _turns_fit(
    document: Document, place: Path, inspection: Inspection, agreed: Agreement, term: Term
) -> Iterator[Problem]:
    """What the schedule will refuse on the day: of those on duty together too few are engineers, or hold what is asked."""
    needed, wanted, team = inspection.engineers or 1, inspection.qualifications, agreed.team
    if team is None or inspection.kind != "inspection" or inspection.schedule is None:
        return
    for turn in dict.fromkeys(_turns(team, place, agreed)):
        engineers = [one for one in team.people if one.id in turn and "engineer" in one.roles]
        holders = [one for one in engineers if held_until(one, wanted, term)]
        values: dict[str, object] = {"id": inspection.id, "team": team.id, "needed": needed}
        values["people"] = ", ".join(turn)
        if len(engineers) < needed:
            at, code = (*place, "engineers"), "team.roster-too-few-engineers"
            yield warning(document, at, code, **values, found=len(engineers))
        elif len(holders) < needed:
            at, code = (*place, "qualifications"), "team.roster-unqualified"
            yield warning(document, at, code, **values, qualifications=", ".join(wanted))


def _turns(team: Team, place: Path, agreed: Agreement) -> Iterator[tuple[str, ...]]:
    """Who is on duty together when an inspection is due: each group, and each exception within which one has to be done."""
    roster = team.duty_roster
    if roster is None:
        return
    yield from roster.groups
    for each in roster.exceptions:
        due = recurring_between(agreed, each.start, each.end, ("inspections",))
        windows = ((one.earliest, one.latest) for one in due if one.clause[2] == place)
        if any(each.start <= first and last <= each.end for first, last in windows):
            yield each.people


def held_until(person: Person, wanted: tuple[str, ...], term: Term) -> date | None:
    """The last day on which `person` holds all `wanted` qualifications; None when on no day of the term they hold all.

    A renewed certificate is a second entry of the same id; the last one counts.
    """
    start, until = date.min, date.max
    for id in wanted:
        held = [one for one in person.qualifications if one.id == id]
        if not held:
            return None
        until = min(until, max(one.valid_until or date.max for one in held))
        start = max(start, min(one.valid_from for one in held))
    return until if start <= min(until, term.end) and until >= term.start else None


RULES: dict[str, tuple[Rule, ...]] = {
    "Team": (
        roster_people_known,
        unit_members_known,
        roster_groups_big_enough,
        roster_fair,
        roster_exceptions_in_order,
        qualifications_in_order,
    ),
    "Contract": (team_can_inspect,),
}
