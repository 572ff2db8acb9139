"""Criteria beside each other, and such as say nothing: a crit that hides its warn, a criterion that no value can fail.

What a criterion means is `fieldops.inspection.criteria`; which problem a playbook gets is `fieldops.inspection.rules`.
"""

from __future__ import annotations

import math
from itertools import pairwise

from fieldops.inspection.criteria import Condition, Criterion, Other, Units, Value


def weaker(crit: Criterion, warn: Criterion) -> bool:
    """Whether `crit` (on the field of `warn`) is reached no later than `warn`, so that warn is never seen."""
    if crit.side != warn.side or crit.others != warn.others:
        return False
    up, down = (">=", ">"), ("<=", "<")
    sooner = crit.operator == warn.operator or crit.operator in (">=", "<=")
    if crit.operator in up and warn.operator in up:
        return _number(crit) < _number(warn) or (sooner and _number(crit) == _number(warn))
    if crit.operator in down and warn.operator in down:
        return _number(crit) > _number(warn) or (sooner and _number(crit) == _number(warn))
    if crit.operator == warn.operator == "outside" and not crit.others:
        low, high = _numbers(crit)
        lowest, highest = _numbers(warn)
        return low > lowest or high < highest or (low, high) == (lowest, highest)
    return False


def _number(criterion: Criterion) -> float:
    """What it compares with; of another field the factor: the greater, the more of it."""
    value = criterion.values[0]
    return float(value.factor if isinstance(value, Other) else value)


def _numbers(criterion: Criterion) -> tuple[float, float]:
    """The two ends of a range of plain numbers."""
    low, high = (each for each in criterion.values if not isinstance(each, Other))
    return float(low), float(high)


_OPPOSITES = {
    ">=": "<",
    "<": ">=",
    "<=": ">",
    ">": "<=",
    "==": "!=",
    "!=": "==",
    "in": "not in",
    "not in": "in",
    "within": "outside",
    "outside": "within",
}
# What a share and a size can be: readings keep to it. A count may be a setting, such as -1, and a time one that has gone by.
_ENDS = {"%": (0.0, 100.0), "B": (0.0, math.inf), "Mbps": (0.0, math.inf)}
_ANY = (-math.inf, math.inf)


def always_holds(condition: Condition, units: Units) -> bool:
    """Whether no value fails the condition: as `expect` it would find fault with nothing."""
    return all(
        criterion.operator in _OPPOSITES
        and never_holds(
            Condition(
                ((field, Criterion(_OPPOSITES[criterion.operator], criterion.values, criterion.side)),)
            ),
            units,
        )
        for field, criterion in condition.parts
    )


def never_holds(condition: Condition, units: Units) -> bool:
    """Whether no value meets the condition, such as ``> 100%``, or ``>= 90% and < 80%``."""
    return any(
        _excluded([criterion for named, criterion in condition.parts if named == field], units[field])
        for field, _ in condition.parts
    )


def _excluded(criteria: list[Criterion], unit: str | None) -> bool:
    """Whether these criteria of one field leave no value. Other fields and the clock may be anything."""
    plain = [each for each in criteria if not each.others and each.side is None]
    named = [set(each.values) for each in plain if each.operator in ("==", "in")]
    ends = _ENDS.get(unit or "", _ANY)
    if named:
        left = (value for value in set.intersection(*named) if not isinstance(value, Other))
        return not any(_inside(value, ends) and all(each.holds(value) for each in plain) for value in left)
    return unit is not None and not _some_number(plain, ends)


def _inside(value: Value, ends: tuple[float, float]) -> bool:
    return isinstance(value, str) or ends[0] <= value <= ends[1]


def _some_number(criteria: list[Criterion], ends: tuple[float, float]) -> bool:
    """Whether any number meets all of them: one of the ends that they name, or one beside or between them."""
    named = {float(value) for each in criteria for value in each.values if not isinstance(value, Other)}
    edges = sorted({each for each in ends if math.isfinite(each)} | named)
    if not edges:
        return True
    between = [(low + high) / 2 for low, high in pairwise(edges)]
    tried = (each for each in (edges[0] - 1, *edges, *between, edges[-1] + 1) if _inside(each, ends))
    return any(all(one.holds(each) for one in criteria) for each in tried)
