"""Spans of days: joined where one follows the other, what is left of some, and what two have in common."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

_DAY = timedelta(days=1)

# The first and the last day, both included; `date.max` as the last day: without end.
Span = tuple[date, date]


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same days in as few spans as can be, in order."""
    found: list[Span] = []
    for first, last in sorted(spans):
        if found and first <= day_after(found[-1][1]):
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def without(spans: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """The days of `spans` that are in none of `others`, joined."""
    left = list(spans)
    for first, last in others:
        cut: list[Span] = []
        for begin, end in left:
            if last < begin or end < first:
                cut.append((begin, end))
                continue
            if begin < first:
                cut.append((begin, first - _DAY))
            if last < end:
                cut.append((last + _DAY, end))
        left = cut
    return joined(left)


def shared(spans: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """The days that are in one of `spans` and in one of `others`, joined."""
    those = list(others)
    both = ((max(a, first), min(b, last)) for a, b in spans for first, last in those)
    return joined(span for span in both if span[0] <= span[1])


def day_after(day: date) -> date:
    """The next day; the last day there is has none and is its own."""
    return day + _DAY if day < date.max else day
