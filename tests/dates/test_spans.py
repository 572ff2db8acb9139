"""Spans of days are what the sets of their days are."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from fieldops.dates.spans import Span, day_after, joined, shared, without

FIRST = date(2026, 1, 1)
DAY = st.integers(0, 30).map(lambda number: FIRST + timedelta(days=number))
SPANS = st.lists(st.tuples(DAY, DAY).map(lambda days: (min(days), max(days))), max_size=5)


def days(spans: list[Span]) -> set[date]:
    return {first + timedelta(days=n) for first, last in spans for n in range((last - first).days + 1)}


def is_joined(spans: list[Span]) -> bool:
    return all(day_after(one[1]) < other[0] for one, other in itertools.pairwise(spans))


@given(SPANS, SPANS)
def test_spans_are_the_sets_of_their_days(some: list[Span], others: list[Span]) -> None:
    for found, expected in (
        (joined(some), days(some)),
        (without(some, others), days(some) - days(others)),
        (shared(some, others), days(some) & days(others)),
    ):
        assert days(found) == expected
        assert is_joined(found)


def test_the_last_day_there_is_ends_nothing() -> None:
    always = [(date.min, date.max)]
    assert joined([(FIRST, date.max), (date.max, date.max)]) == [(FIRST, date.max)]
    assert without(always, [(FIRST, date.max)]) == [(date.min, FIRST - timedelta(days=1))]
    assert without(always, always) == []
    assert day_after(date.max) == date.max
