"""How fast something grows, from what was measured now and then: a robust line, with an interval. Pure.

The line is that of Theil and Sen: its slope is the median of the slopes between all pairs of points, so that a few odd
points do not bend it. The interval of the slope comes from the exact distribution of Kendall's statistic (Sen 1968;
Hollander, Wolfe and Chicken, Nonparametric Statistical Methods, 9.3), at least 90 %, with three points only 67 %. Both
take the points for independent of each other. What points are is `filling`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import combinations
from statistics import median

from fieldops.structs import Struct

# The chance that the slope lies outside of the interval, on each side.
_OUTSIDE = 0.05


class Point(Struct, frozen=True):
    """A value at a time, in days from any moment."""

    at: float
    value: float


class Line(Struct, frozen=True):
    """A straight line: its rise for each day, and its value at time 0."""

    slope: float
    start: float

    def value(self, at: float) -> float:
        """Its value at a time."""
        return self.start + self.slope * at

    def reaches(self, value: float) -> float:
        """When it has that value; it must rise or fall."""
        return (value - self.start) / self.slope


class Growth(Struct, frozen=True):
    """The line through points, and those with the least and the greatest slope that the points leave possible.

    `confidence`: how often such an interval holds the true slope, as a part of 1.
    """

    line: Line
    least: Line
    most: Line
    confidence: float


def growth_of(points: Sequence[Point]) -> Growth:
    """The growth of at least three points, at different times, in any order."""
    slopes = sorted((b.value - a.value) / (b.at - a.at) for a, b in combinations(points, 2))
    index, confidence = _interval(len(points))
    return Growth(
        _through(points, median(slopes)),
        _through(points, slopes[index]),
        _through(points, slopes[-1 - index]),
        confidence,
    )


def _through(points: Sequence[Point], slope: float) -> Line:
    """The line of that slope that has half of the points above it."""
    return Line(slope, median(each.value - slope * each.at for each in points))


@cache
def _interval(points: int) -> tuple[int, float]:
    """Which of the sorted slopes is the lower end of the interval (as many from the top the upper one); its confidence."""
    below = 0.0
    for index, chance in enumerate(_inversions(points)):
        if below + chance > _OUTSIDE and index > 0:
            return index - 1, 1 - 2 * below
        below += chance
        if below > _OUTSIDE:
            return 0, 1 - 2 * below
    raise AssertionError("the chances of all add up to 1")


def _inversions(points: int) -> list[float]:
    """How probable each number of pairs out of order is, in a series without any trend."""
    chances = [1.0]
    for more in range(2, points + 1):
        longer = [0.0] * (len(chances) + more - 1)
        for at, chance in enumerate(chances):
            for shift in range(more):
                longer[at + shift] += chance / more
        chances = longer
    return chances
