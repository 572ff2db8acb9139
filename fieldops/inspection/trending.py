"""When a value reaches its limit, by all that earlier runs said of it, and whether that is soon (`trend`).

Pure. How a line goes through the values, and when it says nothing, is `fieldops.inspection.filling`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from fieldops.inspection.changes import amount
from fieldops.inspection.checks import CheckResult, Item, Judge, Verdict, worst
from fieldops.inspection.compared import Earlier, is_unread
from fieldops.inspection.criteria import Criterion
from fieldops.inspection.filling import (
    LEAST_DAYS,
    LEAST_POINTS,
    Measured,
    Outcome,
    outcome_of,
    points_of,
    steady_part,
)
from fieldops.inspection.growth import Growth
from fieldops.inspection.readings import Reason
from fieldops.structs import replaced

_DAY = 86400


def compare_trend(judge: Judge, result: CheckResult, past: Sequence[Earlier], at: datetime) -> CheckResult:
    """The result with the days that are left until each value reaches the limit of the trend."""
    limit = judge.reaches
    assert limit is not None  # the caller has looked
    items = tuple(
        item if is_unread(item) else _judged(judge, item, list(_measured(item, past, at)), limit, at)
        for item in result.items
    )
    return replaced(result, items=items, verdict=worst(item.verdict for item in items)) if items else result


def _measured(item: Item, past: Sequence[Earlier], at: datetime) -> Iterator[Measured]:
    """The values of an item over time, the oldest first."""
    for each in sorted((*past,), key=lambda each: each.at):
        before = each.by_name.get(item.item)
        if before is not None and before.unit == item.unit and isinstance(before.value, int | float):
            yield Measured(each.at, float(before.value))
    if isinstance(item.value, int | float):
        yield Measured(at, float(item.value))


def _judged(judge: Judge, item: Item, seen: Sequence[Measured], limit: Criterion, at: datetime) -> Item:
    value = limit.values[0]
    if not isinstance(item.value, int | float) or not isinstance(value, int | float):
        return item
    end = float(value)
    told: dict[str, object] = {"limit": amount(end, item.unit)}
    if limit.holds(item.value):
        return _said(item, "trend-reached", judge.pace.worst, told)
    direction = -1 if limit.operator in ("<", "<=") else 1
    points = points_of(steady_part(seen, item.unit, direction), at, direction)
    outcome, growth = outcome_of(points, [end * direction])
    told["points"] = len(points)
    if growth is None:
        least = {"least": LEAST_POINTS, "days": int(LEAST_DAYS)}
        return _said(item, "trend-few", Verdict.UNKNOWN, {**told, **least})
    if outcome is Outcome.STEADY:
        return _said(item, "trend-steady", Verdict.OK, told)
    return _left(judge, item, outcome, growth, end * direction, told)


def _left(
    judge: Judge, item: Item, outcome: Outcome, growth: Growth, end: float, told: dict[str, object]
) -> Item:
    """The days left, at the best guess. Where it may as well not grow, it is in order if even the soonest end is far."""
    soonest = max(0.0, growth.most.reaches(end))
    if outcome is Outcome.UNCERTAIN:
        far = judge.pace.verdict_of(soonest * _DAY) is Verdict.OK
        verdict = Verdict.OK if far else Verdict.UNKNOWN
        return _said(item, "trend-unsure", verdict, {**told, "earliest": int(soonest)})
    days = max(0.0, growth.line.reaches(end))
    latest = max(days, growth.least.reaches(end))
    times = {"days": int(days), "earliest": int(min(days, soonest)), "latest": int(latest)}
    return _said(item, "trend-fills", judge.pace.verdict_of(days * _DAY), {**told, **times})


def _said(item: Item, code: str, verdict: Verdict, values: dict[str, object]) -> Item:
    return replaced(item, verdict=verdict, reason=Reason(f"reading.{code}", values))
