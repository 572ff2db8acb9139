"""Lines through points: exact where the points are, and honest about noise."""

from __future__ import annotations

import random
from statistics import median

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fieldops.inspection.growth import Point, growth_of

times = st.lists(st.integers(0, 400), min_size=3, max_size=20, unique=True)
slopes = st.floats(-5, 5).filter(lambda slope: abs(slope) > 1e-3)


@given(times, slopes, st.floats(-100, 100))
def test_points_on_a_line_give_that_line(at: list[int], slope: float, start: float) -> None:
    growth = growth_of([Point(each, start + slope * each) for each in at])
    for line in (growth.line, growth.least, growth.most):
        assert line.slope == pytest.approx(slope, rel=1e-6, abs=1e-9)
        assert line.value(7) == pytest.approx(start + slope * 7, rel=1e-6, abs=1e-6)
    goal = start + slope * 1000
    assert growth.line.reaches(goal) == pytest.approx(1000, rel=1e-6)


@given(times, st.data())
def test_the_order_of_points_does_not_matter(at: list[int], data: st.DataObject) -> None:
    points = [Point(each, data.draw(st.integers(0, 100))) for each in at]
    assert growth_of(data.draw(st.permutations(points))) == growth_of(points)


@given(times, st.data(), st.sampled_from([0.5, 3.0, 1024.0]))
def test_other_units_give_the_same_line_in_those_units(
    at: list[int], data: st.DataObject, unit: float
) -> None:
    values = [data.draw(st.integers(0, 100)) for _ in at]
    one = growth_of([Point(t, v) for t, v in zip(at, values, strict=True)])
    other = growth_of([Point(t, v * unit) for t, v in zip(at, values, strict=True)])
    hours = growth_of([Point(t * 24, v) for t, v in zip(at, values, strict=True)])
    assert other.line.slope == pytest.approx(one.line.slope * unit, abs=1e-9)
    assert hours.line.slope * 24 == pytest.approx(one.line.slope, abs=1e-9)
    assume(abs(one.line.slope) > 1e-3)
    assert other.line.reaches(200 * unit) == pytest.approx(one.line.reaches(200), rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("points", [4, 6, 10, 20, 40])
def test_the_interval_holds_the_true_slope_as_often_as_it_says(points: int) -> None:
    source = random.Random(points)
    held, said = 0, 0.0
    for _ in range(300):
        told = [Point(at, 50 + 0.2 * at + source.gauss(0, 2)) for at in source.sample(range(400), points)]
        growth = growth_of(told)
        held += growth.least.slope <= 0.2 <= growth.most.slope
        said = growth.confidence
    assert said >= 0.9
    # Of 300 trials it is a few less or more.
    assert held / 300 >= said - 0.05


@pytest.mark.parametrize(("points", "confidence"), [(3, 2 / 3), (4, 11 / 12), (5, 1 - 2 * 5 / 120)])
def test_few_points_say_how_little_they_say(points: int, confidence: float) -> None:
    # Counted by hand: of all orders of n values one is without an inversion, n-1 have one.
    growth = growth_of([Point(at, at * at) for at in range(points)])
    assert growth.confidence == pytest.approx(confidence)


def test_a_few_odd_points_do_not_bend_the_line() -> None:
    points = [Point(at, float(at)) for at in range(20)]
    odd = [*points[:3], Point(3, 95.0), *points[4:11], Point(11, 0.0), *points[12:]]
    assert growth_of(odd).line.slope == pytest.approx(1, abs=0.05)
    assert median(growth_of(odd).line.value(at) - at for at in range(20)) == pytest.approx(0, abs=0.5)
