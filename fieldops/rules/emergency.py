"""Rules about emergencies: people who can be reached, grades and groups that exist, drills and revisions that take place."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from fieldops.contracts.versions import written_roots
from fieldops.dates.periods import Period
from fieldops.documents.choices import nearest
from fieldops.documents.workspace import Document, Workspace
from fieldops.errors import Problem
from fieldops.rules.rule import Rule, day_at, look_at, look_up, problem, warning
from fieldops.rules.sections import (
    has,
    ids_at,
    is_true,
    later,
    names_at,
    period_at,
    texts_at,
)

# What the plan promises, and the kind of obligation that carries it out.
_REPEATED = (("drills", "drill"), ("revision", "plan_revision"))


def members_exist(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """emergency.unknown-member: members of a group are people of its team. F1

    emergency.empty-group (warning): a group has somebody in it.
    """
    for at in document.entries("groups"):
        team = look_at(workspace, "Team", document.text("groups", at, "team"))
        known = ids_at(team, "people") if team is not None else []
        for place, member in texts_at(document, "groups", at, "members"):
            if team is not None and member not in known:
                choices = nearest(member, known, names_at(team, "people"))
                values = {"id": member, "team": team.id, "choices": choices}
                yield problem(document, place, "emergency.unknown-member", **values)
        if not document.entries("groups", at, "members") and not document.entries("groups", at, "contacts"):
            id = document.text("groups", at, "id")
            yield warning(document, ("groups", at, "id"), "emergency.empty-group", id=id)


def grades_and_groups_exist(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """emergency.unknown-group, emergency.unknown-grade: a grade calls groups of the plan, a risk has one of its grades. F2"""
    groups, grades = ids_at(document, "groups"), ids_at(document, "grades")
    for at in document.entries("grades"):
        for place, group in texts_at(document, "grades", at, "groups"):
            if group not in groups:
                choices = nearest(group, groups)
                yield problem(document, place, "emergency.unknown-group", id=group, choices=choices)
    for at in document.entries("risks"):
        grade = document.text("risks", at, "grade")
        if grade is not None and grade not in grades:
            place = ("risks", at, "grade")
            yield problem(
                document, place, "emergency.unknown-grade", id=grade, choices=nearest(grade, grades)
            )


def liaison_reachable(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """emergency.not-reachable (warning): of the groups for liaison, one can be reached at any hour. F1"""
    liaisons = [at for at in document.entries("groups") if document.text("groups", at, "kind") == "liaison"]
    if liaisons and not any(is_true(document, "groups", at, "always_reachable") for at in liaisons):
        place = ("groups", liaisons[0], "kind")
        id = document.text("groups", liaisons[0], "id")
        yield warning(document, place, "emergency.not-reachable", id=id)


def drills_held(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """emergency.drill-missed (warning): between two drills there was no more time than promised. F4"""
    every = period_at(document, "drills", "every")
    held = sorted(
        (day, place)
        for place, _ in texts_at(document, "drills", "held")
        if (day := day_at(document, *place)) is not None
    )
    for (before, _), (day, place) in pairwise(held):
        due = later(before, every) if every is not None else None
        if due is not None and day > due:
            values = {"day": str(day), "before": str(before), "every": document.text("drills", "every")}
            yield warning(document, place, "emergency.drill-missed", **values)


# --- in a contract ------------------------------------------------------------------------------------


def both_sides_named(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """emergency.no-liaison (warning): somebody of each side can be reached at any hour. F1

    For the service company that may also be a group of the plan.
    """
    if not has(document, "emergency", "plan"):
        return
    sides = {
        side
        for at in document.entries("emergency", "liaisons")
        if (side := document.text("emergency", "liaisons", at, "side"))
    }
    plan = look_up(workspace, "EmergencyPlan", document.text("emergency", "plan"))
    if plan is not None:
        groups = plan.entries("groups")
        sides |= {"vendor" for at in groups if is_true(plan, "groups", at, "always_reachable")}
    place = ("emergency", "liaisons") if has(document, "emergency", "liaisons") else ("emergency",)
    for side in ("customer", "vendor"):
        if side not in sides:
            yield warning(document, place, "emergency.no-liaison", side=side)


def plan_carried_out(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """emergency.not-scheduled, emergency.scheduled-too-rarely (warnings): drills and revisions are obligations. F4"""
    plan = look_up(workspace, "EmergencyPlan", document.text("emergency", "plan"))
    if plan is None:
        return
    for promised, kind in _REPEATED:
        every = period_at(plan, promised, "every")
        if every is None:
            continue
        for root in written_roots(document):
            if not root or has(document, *root, "obligations"):
                yield from _scheduled(document, (*root, "obligations"), kind, every, plan)


def _scheduled(
    document: Document, listed: tuple[str | int, ...], kind: str, every: Period, plan: Document
) -> Iterator[Problem]:
    promised = f"{every.count} {every.unit}" + ("s" if every.count > 1 else "")
    values = {"kind": kind, "plan": plan.id, "every": promised}
    entries = [at for at in document.entries(*listed) if document.text(*listed, at, "kind") == kind]
    if not entries:
        place = listed if has(document, *listed) else ("emergency", "plan")
        yield warning(document, place, "emergency.not-scheduled", **values)
    for at in entries:
        place = (*listed, at, "schedule", "every")
        interval = period_at(document, *place)
        # A little more than a quarter is what three months are after rounding.
        if interval is not None and interval.days_about > every.days_about * 1.01:
            found = document.text(*place)
            yield warning(document, place, "emergency.scheduled-too-rarely", interval=found, **values)


RULES: dict[str, tuple[Rule, ...]] = {
    "EmergencyPlan": (members_exist, grades_and_groups_exist, liaison_reachable, drills_held),
    "Contract": (both_sides_named, plan_carried_out),
}
