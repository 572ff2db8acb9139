"""What values over time say of when a limit is reached: which of them count, and whether that is enough. Pure.

"Not enough data" is an answer: fewer than three days with a value, less than a week, a step in between, noise as big as
the slope. How a line goes through points is `growth`; whose values they are is not asked here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from statistics import median
from typing import Protocol, TypeVar

from fieldops.dates.instants import elapsed
from fieldops.inspection.growth import Growth, Point, growth_of
from fieldops.structs import Struct

LEAST_POINTS = 3
LEAST_DAYS = 7.0
# What lies further back says little of today; so many points say as much as more.
_LOOK_BACK = timedelta(days=400)
_MOST_POINTS = 60
# What is said of more than ten years is not said.
FAR = 3650.0
# A step of as many hundredths of the whole (of the value before, where there is no whole) may be one of a kind: down, or
# up so much faster than between the other points.
_STEP = 0.1
_FASTER = 5
_DAY = 86400.0


class Outcome(StrEnum):
    """What can be said of the growth of a value. Public interface."""

    FILLS = "fills"
    STEADY = "steady"  # not within ten years, by all that the points leave possible
    UNCERTAIN = "uncertain"  # the noise is as big as the slope
    TOO_FEW = "too_few"
    TOO_SHORT = "too_short"


class Timed(Protocol):
    """A value at a time."""

    @property
    def at(self) -> datetime:
        """When it was measured."""

    @property
    def value(self) -> float:
        """How much it was."""


class Measured(Struct, frozen=True):
    """A value at a time, and nothing else."""

    at: datetime
    value: float


Kind = TypeVar("Kind", bound=Timed)


def days_between(at: datetime, moment: datetime) -> float:
    """The days from `at` to a moment; negative for one before it."""
    return elapsed(at, moment).total_seconds() / _DAY


def daily(seen: Sequence[Kind]) -> list[Kind]:
    """Of each day the last value: what is measured twice in an hour says nothing of a day. Not too old, not too many."""
    newest = seen[-1].at
    recent = [each for each in seen if elapsed(each.at, newest) <= _LOOK_BACK]
    found = list({each.at.date(): each for each in recent}.values())
    step = -(-len(found) // _MOST_POINTS)
    return found[::-1][::step][::-1]


def last_step(seen: Sequence[Timed], unit: str | None, direction: int) -> int:
    """Where what counts begins: behind the last step that is none of a steady growth. `direction`: 1, or -1 where it falls."""
    rates = [
        (b.value - a.value) * direction / max(days_between(a.at, b.at), 1 / 24) for a, b in pairwise(seen)
    ]
    for at in range(len(rates) - 1, -1, -1):
        whole = 100.0 if unit == "%" else abs(seen[at].value)
        others = [abs(rate) for place, rate in enumerate(rates) if place != at]
        fast = rates[at] > _FASTER * median(others) if others else False
        if abs(seen[at + 1].value - seen[at].value) >= _STEP * whole > 0 and (rates[at] < 0 or fast):
            return at + 1
    return 0


def steady_part(seen: Sequence[Kind], unit: str | None, direction: int) -> list[Kind]:
    """The values that count: one a day, since the last step. `seen` in the order of time, at least one."""
    found = daily(seen)
    return found[last_step(found, unit, direction) :]


def points_of(counted: Sequence[Timed], at: datetime, direction: int) -> list[Point]:
    """The values as points that rise, in days from `at`."""
    return [Point(days_between(at, each.at), each.value * direction) for each in counted]


def outcome_of(points: Sequence[Point], ahead: Sequence[float]) -> tuple[Outcome, Growth | None]:
    """What can be said, with the growth where there is enough; `ahead` are the limits that are not reached yet."""
    if len(points) < LEAST_POINTS:
        return Outcome.TOO_FEW, None
    if points[-1].at - points[0].at < LEAST_DAYS:
        return Outcome.TOO_SHORT, None
    growth = growth_of(points)
    if not ahead or growth.most.slope <= 0 or growth.most.reaches(min(ahead)) > FAR:
        return Outcome.STEADY, growth
    if growth.least.slope <= 0:
        return Outcome.UNCERTAIN, growth
    return Outcome.FILLS, growth
