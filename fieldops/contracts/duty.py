"""Who does a visit: who is on duty on a day, and which qualifications they lack then. A7, D1

Lives here: the roster of a team read for one day. Does not live here: whether a roster is fair (rules), who is sent for an order (`fieldops.service.dispatch`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from fieldops.contracts.model import Inspection, Person, Team
from fieldops.contracts.model.team import ENGINEERS
from fieldops.dates.periods import Period, add_period, parse_period
from fieldops.structs import Struct


class Gap(Struct, frozen=True):
    """That a person does not hold a qualification which a visit asks for."""

    person: str
    qualification: str


class Assignment(Struct, frozen=True):
    """The engineers of a visit by id, and what they lack: a draft is signed by qualified engineers only.

    `enough`: whether they are as many as the visit asks for (`needed`); otherwise they are all there are.
    """

    needed: int
    engineers: tuple[str, ...]
    gaps: tuple[Gap, ...] = ()

    @property
    def enough(self) -> bool:
        """Whether the visit can be done by them."""
        return len(self.engineers) >= self.needed


def assigned(team: Team | None, entry: Inspection, day: date) -> Assignment:
    """Who of those on duty that day does the visit (A7, D1): whoever holds all the qualifications first."""
    people = engineers_on_duty(team, day) if team is not None else ()
    needed = entry.engineers or ENGINEERS
    ranked = sorted(people, key=lambda person: len(lacking(person, entry.qualifications, day)))[:needed]
    gaps = (Gap(each.id, lacks) for each in ranked for lacks in lacking(each, entry.qualifications, day))
    return Assignment(needed, tuple(person.id for person in ranked), tuple(gaps))


def on_duty(team: Team, day: date) -> tuple[str, ...] | None:
    """Ids of the people on duty that day; None without a roster, or before it begins. A7

    The groups take turns of `every`, the first from `start` on; an exception (its first and last day included)
    takes the place of the turn, the last one written that names the day.
    """
    roster = team.duty_roster
    if roster is None:
        return None
    exceptions = [each.people for each in roster.exceptions if each.start <= day <= each.end]
    if exceptions:
        return exceptions[-1]
    if day < roster.start:
        return None
    every = parse_period(roster.every)
    assert every is not None  # the schema has judged it
    return roster.groups[_turn(roster.start, every, day) % len(roster.groups)]


def engineers_on_duty(team: Team, day: date) -> tuple[Person, ...]:
    """Those on duty that day who have the role engineer, in the order of the roster."""
    people = (team.person(id) for id in on_duty(team, day) or ())
    return tuple(person for person in people if person is not None and "engineer" in person.roles)


def lacking(person: Person, wanted: Iterable[str], day: date) -> tuple[str, ...]:
    """The qualifications among `wanted` that the person does not hold that day; both days of one count. D1"""
    held = {
        one.id
        for one in person.qualifications
        if one.valid_from <= day and (one.valid_until is None or day <= one.valid_until)
    }
    return tuple(each for each in wanted if each not in held)


def _turn(start: date, every: Period, day: date) -> int:
    """How many whole turns of `every` have passed from `start` until `day`; counted from the start, never chained."""
    if every.unit in ("day", "week"):
        return (day - start).days // (every.count * (7 if every.unit == "week" else 1))
    months = every.count * (12 if every.unit == "year" else 1)
    turn = ((day.year - start.year) * 12 + day.month - start.month) // months
    return turn - 1 if add_period(start, every * turn) > day else turn
