"""Emergency plans."""

from __future__ import annotations

from datetime import date

from fieldops.contracts.model.shared import Contact
from fieldops.documents.typed import Model, Text


class EmergencyGroup(Model, frozen=True):
    """People with a task in an emergency."""

    id: str
    kind: str
    name: Text
    team: str | None = None
    members: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = ()
    always_reachable: bool = False


class Risk(Model, frozen=True):
    """Something that may happen, graded."""

    id: str
    kind: str
    grade: str
    description: Text | None = None
    measures: tuple[Text, ...] = ()
    responsible: str | None = None
    due: date | None = None


class Grade(Model, frozen=True):
    """A grade of emergencies and its plan."""

    id: str
    name: Text
    criteria: Text
    response: Text
    groups: tuple[str, ...] = ()
    within: str | None = None


class Drills(Model, frozen=True):
    """How often the plan is practised."""

    every: str
    held: tuple[date, ...] = ()
    clause: str | None = None


class Revision(Model, frozen=True):
    """How often the plan is revised."""

    every: str
    revised: date | None = None
    clause: str | None = None


class FaultReview(Model, frozen=True):
    """What follows a grave fault until it is closed."""

    meeting_within: str | None = None
    five_whys: bool = False
    actions_have_owner_and_date: bool = False
    closed_by: str | None = None
    case_library: bool = False
    repeat_rate_before_percent: int | str | None = None
    repeat_rate_percent: int | str | None = None
    clause: str | None = None


class EmergencyPlan(Model, frozen=True):
    """Who does what when something grave happens; grades with the gravest first."""

    apiVersion: str
    kind: str
    id: str
    title: Text
    groups: tuple[EmergencyGroup, ...]
    grades: tuple[Grade, ...]
    flow: tuple[str, ...]
    risks: tuple[Risk, ...] = ()
    report_holds: tuple[str, ...] = ()
    drills: Drills | None = None
    revision: Revision | None = None
    review: FaultReview | None = None
