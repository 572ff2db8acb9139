"""The small language of criteria and conditions: one comparison, an explicit operator, units that fit.

Criteria: ``>= 80%``  ``< 5GiB``  ``== running``  ``!= 0``  ``in [a, b]``  ``not in [a, b]``  ``within 10..40``
``outside 10..40``. Conditions put a field in front and may be joined by ``and``. There is no other syntax
on purpose: what cannot be said here belongs into a reader.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from fieldops.structs import Struct

Value = str | int | float

_NUMBER = re.compile(r"(-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,9})?)\s*(%|[A-Za-z]+)?", re.ASCII)
_CRITERION = re.compile(
    r"\s*((?:>=|<=|==|!=|>|<)(?![=<>])|not in\b|in\b|within\b|outside\b)\s*(\S.*?)\s*", re.ASCII | re.DOTALL
)
_CONDITION = re.compile(r"\s*([a-z][a-z0-9_]*)\s+(.+)", re.ASCII | re.DOTALL)

# What a written unit is worth in the unit of the field.
_UNITS: Mapping[str, Mapping[str, Decimal | int]] = {
    "%": {"%": 1},
    "B": {"B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30, "TiB": 1 << 40},
    "s": {"ms": Decimal("0.001"), "s": 1, "m": 60, "h": 3600, "d": 86400},
    "ms": {"ms": 1, "s": 1000},
    "C": {"C": 1},
    "Mbps": {"Mbps": 1, "Gbps": 1000},
    "count": {},
}
ORDERED = frozenset({">=", "<=", ">", "<", "within", "outside"})


class BadCriterion(ValueError):
    """The text is no criterion or condition, or does not fit the field; `code` says which (message catalogue)."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values


class Criterion(Struct, frozen=True):
    """An operator and the values it compares with, already in the field's unit."""

    operator: str
    values: tuple[Value, ...]

    def holds(self, value: Value) -> bool:
        """Whether `value` meets the criterion."""
        first = self.values[0]
        match self.operator:
            case "==":
                return value == first
            case "!=":
                return value != first
            case "in":
                return value in self.values
            case "not in":
                return value not in self.values
        return self._ordered(value)

    def _ordered(self, value: Value) -> bool:
        if isinstance(value, str):
            raise TypeError("text has no order")
        low, high = self.values[0], self.values[-1]
        assert not isinstance(low, str)  # read_criterion has converted it
        assert not isinstance(high, str)
        match self.operator:
            case ">=":
                return value >= low
            case ">":
                return value > low
            case "<=":
                return value <= low
            case "<":
                return value < low
            case "within":
                return low <= value <= high
        return not low <= value <= high


class Condition(Struct, frozen=True):
    """Fields with their criteria; all must hold."""

    parts: tuple[tuple[str, Criterion], ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields it looks at."""
        return tuple(field for field, _ in self.parts)

    def holds(self, row: Mapping[str, Value | None]) -> bool:
        """Whether the row meets every part. A field without a value meets nothing."""
        return self.may_hold(row) and all(field in row for field in self.fields)

    def may_hold(self, row: Mapping[str, Value | None]) -> bool:
        """Whether the row meets every part that looks at a field it has."""
        parts = ((row[field], criterion) for field, criterion in self.parts if field in row)
        return all(value is not None and criterion.holds(value) for value, criterion in parts)


def read_criterion(text: str, field: str, unit: str | None) -> Criterion:
    """The criterion `text` for a field; `unit` is None for a text field, else the field's unit.

    Raises BadCriterion.
    """
    match = _CRITERION.fullmatch(text)
    if match is None:
        raise BadCriterion("check.bad-criterion", text=text)
    operator, rest = match.groups()
    written = _written(operator, rest, text)
    if unit is None:
        if operator in ORDERED:
            raise BadCriterion("check.not-a-number", field=field, operator=operator)
        return Criterion(operator, tuple(written))
    values = tuple(_in_unit(each, field, unit) for each in written)
    if operator in ("within", "outside") and values[0] > values[1]:
        raise BadCriterion("check.bad-criterion", text=text)
    return Criterion(operator, values)


def _written(operator: str, rest: str, text: str) -> list[str]:
    if operator in ("in", "not in"):
        if not (rest.startswith("[") and rest.endswith("]")):
            raise BadCriterion("check.bad-criterion", text=text)
        items = [item.strip() for item in rest[1:-1].split(",")]
    elif operator in ("within", "outside"):
        items = [item.strip() for item in rest.split("..")]
        if len(items) != 2:
            raise BadCriterion("check.bad-criterion", text=text)
    else:
        items = [rest]
    if not all(items):
        raise BadCriterion("check.bad-criterion", text=text)
    return items


def _in_unit(text: str, field: str, unit: str) -> int | float:
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise BadCriterion("check.unit-mismatch", text=text, field=field, unit=unit)
    number, written = match.groups()
    factor = 1 if written is None else _UNITS[unit].get(written)
    if factor is None:
        raise BadCriterion("check.unit-mismatch", text=text, field=field, unit=unit)
    # Not in binary fractions: 4100ms is just 4.1 s.
    value = Decimal(number) * factor
    return int(value) if value == int(value) else float(value)


def read_condition(text: str, units: Mapping[str, str | None]) -> Condition:
    """The condition `text` over fields with these units (None: text). Raises BadCriterion."""
    parts: list[tuple[str, Criterion]] = []
    for part in re.split(r"\s+and\s+", text.strip()):
        match = _CONDITION.fullmatch(part)
        if match is None:
            raise BadCriterion("check.bad-condition", text=text)
        field, rest = match.groups()
        if field not in units:
            raise BadCriterion("check.unknown-field", field=field)
        parts.append((field, read_criterion(rest, field, units[field])))
    return Condition(tuple(parts))


def weaker(crit: Criterion, warn: Criterion) -> bool:
    """Whether `crit` (on the field of `warn`) is reached no later than `warn`, so that warn is never seen."""
    up, down = (">=", ">"), ("<=", "<")
    sooner = crit.operator == warn.operator or crit.operator in (">=", "<=")
    if crit.operator in up and warn.operator in up:
        return _number(crit) < _number(warn) or (sooner and _number(crit) == _number(warn))
    if crit.operator in down and warn.operator in down:
        return _number(crit) > _number(warn) or (sooner and _number(crit) == _number(warn))
    if crit.operator == warn.operator == "outside":
        low, high = _numbers(crit)
        lowest, highest = _numbers(warn)
        return low > lowest or high < highest or (low, high) == (lowest, highest)
    return False


def _number(criterion: Criterion) -> float:
    return float(criterion.values[0])


def _numbers(criterion: Criterion) -> tuple[float, float]:
    """The two ends of a range."""
    return float(criterion.values[0]), float(criterion.values[1])
