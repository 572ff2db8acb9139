"""What the calendar says about visits: how an occurrence stands today, who is on duty, which hosts belong to it.

Pure: what was done comes in as a value, and so does today. When sessions are allowed is `fieldops.schedule.sessions`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from fieldops.contracts.agreement import Agreement, terms_on
from fieldops.contracts.model import Contract, EmergencyPlan, Inspection, Person, Team
from fieldops.contracts.obligations import DueObligation
from fieldops.dates.periods import Period, add_period, parse_period

# The day of these comes and goes by itself; nobody does them.
PASSING = frozenset({"renewal", "warranty_end", "qualification_end"})
VISITS = frozenset({"inspection", "health_check"})
# Minutes until a visit with hosts that could not be reached is tried again: doubled each time, up to the longest.
# Below an hour, so that a timer that fires each hour tries each hour.
_FIRST_PAUSE, _LONGEST_PAUSE = 10, 50


@dataclass(frozen=True, slots=True)
class Completion:
    """That something was done on `day`: by these runs, or by what a person recorded."""

    day: date
    runs: tuple[str, ...] = ()
    by: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """An occurrence and how it stands: `state` as `state_of` says; `unreached` are hosts a visit still lacks."""

    due: DueObligation
    state: str
    completion: Completion | None = None
    runs: tuple[str, ...] = ()
    unreached: tuple[str, ...] = ()

    @property
    def late(self) -> bool:
        """Whether it was done, but after the last day on which that was in time."""
        return self.completion is not None and self.completion.day > self.due.latest


def state_of(due: DueObligation, done: bool, today: date) -> str:
    """done, missed, due, in_window (may be done already), planned, provisional or past (an end that has come)."""
    if done:
        return "done"
    if due.kind in PASSING and today > due.day:
        return "past"
    if today > due.latest:
        return "missed"
    if today >= due.day:
        return "due"
    if today >= due.earliest and due.kind not in PASSING:
        return "in_window"
    return "provisional" if due.provisional else "planned"


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


def _turn(start: date, every: Period, day: date) -> int:
    """How many whole turns of `every` have passed from `start` until `day`; counted from the start, never chained."""
    if every.unit in ("day", "week"):
        return (day - start).days // (every.count * (7 if every.unit == "week" else 1))
    months = every.count * (12 if every.unit == "year" else 1)
    turn = ((day.year - start.year) * 12 + day.month - start.month) // months
    return turn - 1 if add_period(start, every * turn) > day else turn


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


def hosts_of(entry: Inspection, estate: Iterable[tuple[str, str | None]]) -> tuple[str, ...]:
    """Which of the hosts (asset id, category) an inspection looks at."""
    return tuple(
        id
        for id, category in estate
        if (not entry.categories or category in entry.categories) and (not entry.assets or id in entry.assets)
    )


def estate_of(contract: Contract) -> tuple[tuple[str, str | None], ...]:
    """The contract's assets that have a host, as (asset id, category)."""
    return tuple((asset.id, asset.category) for asset in contract.assets if asset.host is not None)


def entry_of(agreement: Agreement, due: DueObligation) -> Inspection | None:
    """The inspection or health check that an occurrence comes from, by the terms of its day; None for anything else."""
    owner, _, rest = due.id.partition("/")
    section, _, id = rest.partition("/")
    if owner != agreement.contract.id or section != "inspections":
        return None
    path = due.clause[2]
    terms = agreement.contract
    if path[0] == "amendments":
        terms = terms_on(terms, terms.amendments[int(path[1])].applies_from)
    return next((entry for entry in terms.inspections if entry.id == id), None)


def pause_after(attempts: int) -> timedelta:
    """How long to wait after the n-th attempt that did not reach every host (n from 1 on) has begun."""
    minutes = _FIRST_PAUSE * 2 ** min(max(attempts - 1, 0), 8)
    return timedelta(minutes=min(minutes, _LONGEST_PAUSE))


def held_by_plan(plan: EmergencyPlan | None, occurrences: Sequence[DueObligation]) -> dict[str, date]:
    """The days on which the emergency plan says that drills were held and the plan was revised, by occurrence. F4

    Each counts for the first occurrence that was not over yet. `occurrences`: those of one obligation, by day.
    """
    if plan is None or not occurrences:
        return {}
    kind = occurrences[0].kind
    days: list[date] = []
    if kind == "drill" and plan.drills is not None:
        days = sorted(plan.drills.held)
    elif kind == "plan_revision" and plan.revision is not None and plan.revision.revised is not None:
        days = [plan.revision.revised]
    found: dict[str, date] = {}
    for day in days:
        due = next((each for each in occurrences if day <= each.latest), None)
        # A day long before the first one belongs to an earlier time.
        if due is not None and (due is not occurrences[0] or day >= due.earliest):
            found.setdefault(due.key, day)
    return found
