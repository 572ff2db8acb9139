"""The small language of criteria and conditions: comparisons with an explicit operator, units that fit, joined by ``and``.

Comparisons: ``>= 80%``  ``< 5GiB``  ``== running``  ``!= 0``  ``in [a, b]``  ``not in [a, b]``  ``within 10..40``
``outside 10..40``; of text ``contains x``, ``not contains x``; of dates ``< 30d left``, ``> 7d ago``; of all rows together
``exactly [a, b]``, ``all of [a, b]``. In place of a value may stand another field of the row: ``>= {limit} * 80%``.
A criterion is about the check's value; a part with a field in front is about that field. There is no other syntax
on purpose: what cannot be said here belongs into a reader.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from fieldops.structs import Struct

Value = str | int | float
# The unit, so to say, of a field that is a date; its values are in ISO 8601 with their offset.
DATE = "date"

NUMBER = re.compile(r"(-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,9})?)\s*(%|[A-Za-z]+)?", re.ASCII)
OPERATOR = r"(?:>=|<=|==|!=|>|<)(?![=<>])|not in\b|in\b|within\b|outside\b|not contains\b|contains\b|exactly\b|all of\b"
_CRITERION = re.compile(rf"\s*({OPERATOR})\s*(\S.*?)\s*", re.ASCII | re.DOTALL)
_CONDITION = re.compile(r"\s*([a-z][a-z0-9_]*)\s+(.+)", re.ASCII | re.DOTALL)
_FIELD = re.compile(r"\{([^{}]*)\}(?:\s*\*\s*([0-9]{1,9}(?:\.[0-9]{1,9})?)\s*(%)?)?", re.ASCII)
_DISTANCE = re.compile(r"((?:0|[1-9][0-9]{0,6})[smhd])\s+(left|ago)", re.ASCII)

# What a written unit is worth in the unit of the field.
_UNITS: Mapping[str, Mapping[str, Decimal | int]] = {
    "%": {"%": 1},
    "B": {"B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30, "TiB": 1 << 40},
    "s": {"ms": Decimal("0.001"), "s": 1, "m": 60, "h": 3600, "d": 86400},
    "ms": {"ms": 1, "s": 1000},
    "C": {"C": 1},
    "V": {"V": 1},
    "A": {"A": 1},
    "Mbps": {"Mbps": 1, "Gbps": 1000},
    "count": {},
}
# Operators that are followed by a list.
LIST_OPERATOR = r"not in\b|in\b|exactly\b|all of\b"
ORDERED = frozenset({">=", "<=", ">", "<", "within", "outside"})
_OF_TEXT = frozenset({"contains", "not contains"})
# About all rows together: what is too much among them, what is missing.
OF_ALL_ROWS = frozenset({"exactly", "all of"})
_RANGES = frozenset({"within", "outside"})
_LISTED = frozenset({"in", "not in", *OF_ALL_ROWS})


def dimension(unit: str) -> str | None:
    """The unit in which values of a written unit are compared, such as B of GiB; None for one that is not known."""
    return next((of for of, written in _UNITS.items() if unit in written), None)


class BadCriterion(ValueError):
    """The text is no criterion or condition, or does not fit the field; `code` says which (message catalogue)."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values


class Other(Struct, frozen=True):
    """Another field of the row in place of a value, times a factor where it is a number."""

    field: str
    factor: Fraction = Fraction(1)


class Criterion(Struct, frozen=True):
    """An operator and what it compares with, already in the field's unit.

    `side`: of dates, whether the seconds in `values` are those that are "left" until the date, or since ("ago").
    """

    operator: str
    values: tuple[Value | Other, ...]
    side: str | None = None

    @property
    def others(self) -> tuple[str, ...]:
        """The other fields that it compares with."""
        return tuple(value.field for value in self.values if isinstance(value, Other))

    def holds(self, value: Value) -> bool:
        """Whether `value` meets the criterion, which compares with no other field and with no clock."""
        return self.test(value, {}) is True

    def test(self, value: Value, row: Mapping[str, object], now: float | None = None) -> bool | None:
        """Whether `value` meets the criterion; None where it depends on what is not known: a field of the row, or `now`.

        `now` is in seconds since 1970.
        """
        wanted = [_value_of(each, row) for each in self.values]
        compared = value if self.side is None else _distance(str(value), self.side, now)
        if compared is None or any(each is None for each in wanted):
            return None
        return _compare(self.operator, compared, [each for each in wanted if each is not None])


Exact = Value | Fraction


def _value_of(wanted: Value | Other, row: Mapping[str, object]) -> Exact | None:
    if not isinstance(wanted, Other):
        return wanted
    found = row.get(wanted.field)
    if isinstance(found, int | float):
        # Not in binary fractions: 80 % of 5 is just 4.
        return Fraction(found) * wanted.factor
    return found if isinstance(found, str) else None


def _distance(date: str, side: str, now: float | None) -> float | None:
    """The seconds that are left until a date, or that have gone since."""
    if now is None:
        return None
    left = seconds_left(date, now)
    return left if side == "left" else -left


def seconds_left(date: str, now: float) -> float:
    """The seconds from `now` (since 1970) to a date in ISO 8601 with its offset; below zero for one that has gone by."""
    return datetime.fromisoformat(date).timestamp() - now


def _compare(operator: str, value: Value, wanted: list[Exact]) -> bool:
    match operator:
        case "==":
            return value == wanted[0]
        case "!=":
            return value != wanted[0]
        case "in" | "exactly":
            return value in wanted
        case "not in":
            return value not in wanted
        case "contains":
            return str(wanted[0]) in str(value)
        case "not contains":
            return str(wanted[0]) not in str(value)
        case "all of":
            return True  # a row more is none too much
    if isinstance(value, str):
        raise TypeError("text has no order")
    return _ordered(operator, value, wanted)


def _ordered(operator: str, value: float, wanted: list[Exact]) -> bool:
    low, high = wanted[0], wanted[-1]
    assert not isinstance(low, str)  # read_criterion has converted it
    assert not isinstance(high, str)
    match operator:
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
        """The fields it looks at, each once."""
        named = (name for field, criterion in self.parts for name in (field, *criterion.others))
        return tuple(dict.fromkeys(named))

    def asks_clock_about(self, field: str) -> bool:
        """Whether it holds a date in that field against the clock."""
        return any(name == field and criterion.side is not None for name, criterion in self.parts)

    def holds(self, row: Mapping[str, Value | None], now: float | None = None) -> bool:
        """Whether the row meets every part. A field without a value meets nothing."""
        return self._known(row) and self.test(row, now) is True

    def may_hold(self, row: Mapping[str, Value | None], now: float | None = None) -> bool:
        """Whether the row meets every part that looks at fields it has."""
        return self._known(row) and self.test(row, now) is not False

    def _known(self, row: Mapping[str, Value | None]) -> bool:
        return all(row[name] is not None for name in self.fields if name in row)

    def test(self, row: Mapping[str, object], now: float | None = None) -> bool | None:
        """Whether every part holds; None where that depends on what has no value. One that does not hold decides."""
        results = [_part(field, criterion, row, now) for field, criterion in self.parts]
        return False if False in results else None if None in results else True


def _part(field: str, criterion: Criterion, row: Mapping[str, object], now: float | None) -> bool | None:
    value = row.get(field)
    return criterion.test(value, row, now) if isinstance(value, str | int | float) else None


# --- reading -------------------------------------------------------------------------------------------------

Units = Mapping[str, str | None]


def read_criterion(
    text: str, field: str, unit: str | None, units: Units | None = None, exact: bool = False
) -> Criterion:
    """The single comparison `text` for a field; `unit` is None for a text field, else the field's unit, or DATE.

    `units` are those of the fields that it may compare with. Raises BadCriterion, where it is to be `exact` also for a number
    without a unit: what was written before that was asked for is still read.
    """
    match = _CRITERION.fullmatch(text)
    if match is None:
        raise BadCriterion("check.bad-criterion", text=text)
    operator, rest = match.groups()
    written = _written(operator, rest, text)
    if unit is None and operator in ORDERED:
        raise BadCriterion("check.not-a-number", field=field, operator=operator)
    if unit is not None and operator in _OF_TEXT:
        raise BadCriterion("check.not-a-text", field=field, operator=operator)
    if unit == DATE:
        return _dated(operator, written, text, field)
    # The unit behind the end of a range is that of its beginning, where it is the field's own: 18..27C.
    said = operator in _RANGES and unit is not None and written[-1].endswith(unit)
    values = tuple(_read_value(each, field, unit, units, exact and not said) for each in written)
    if operator in _RANGES and _backwards(values):
        raise BadCriterion("check.bad-criterion", text=text)
    return Criterion(operator, values)


def read_left(text: str) -> Criterion:
    """The criterion on the time that is left, such as ``< 60d left``, over seconds. Raises BadCriterion."""
    found = read_criterion(text, "trend", DATE)
    if found.side != "left" or found.operator not in ("<", "<="):
        raise BadCriterion("check.bad-limit", text=text)
    return Criterion(found.operator, found.values)


def read_limit(text: str, field: str, unit: str | None, exact: bool = False) -> Criterion:
    """A criterion on a number that has one end, such as ``>= 95%``. Raises BadCriterion, as `read_criterion` does."""
    found = read_criterion(text, field, unit, exact=exact)
    if found.operator not in ("<", "<=", ">", ">="):
        raise BadCriterion("check.bad-limit", text=text)
    return found


def _backwards(values: tuple[Value | Other, ...]) -> bool:
    low, high = values
    return isinstance(low, int | float) and isinstance(high, int | float) and low > high


def _dated(operator: str, written: list[str], text: str, field: str) -> Criterion:
    found = [_DISTANCE.fullmatch(each) for each in written]
    sides = {each[2] for each in found if each is not None}
    if operator not in ("<", "<=", ">", ">=") or len(sides) != 1:
        raise BadCriterion("check.not-a-distance", text=text, field=field)
    distances = tuple(_in_unit(each[1], field, "s") for each in found if each is not None)
    return Criterion(operator, distances, sides.pop())


def _written(operator: str, rest: str, text: str) -> list[str]:
    if operator in _LISTED:
        if not (rest.startswith("[") and rest.endswith("]")):
            raise BadCriterion("check.bad-criterion", text=text)
        items = [item.strip() for item in rest[1:-1].split(",")]
    elif operator in _RANGES:
        items = [item.strip() for item in rest.split("..")]
        if len(items) != 2:
            raise BadCriterion("check.bad-criterion", text=text)
    else:
        items = [rest]
    if not all(items):
        raise BadCriterion("check.bad-criterion", text=text)
    return items


def _read_value(text: str, field: str, unit: str | None, units: Units | None, exact: bool) -> Value | Other:
    other = _FIELD.fullmatch(text) if units is not None else None
    if other is not None and units is not None:
        return _other(other, text, field, unit, units)
    if unit is None:
        return text
    if units is not None and units.get(text.partition("*")[0].strip()) == unit:
        raise BadCriterion("check.bare-field", text=text, field=text.partition("*")[0].strip())
    return _in_unit(text, field, unit, exact)


def _other(found: re.Match[str], text: str, field: str, unit: str | None, units: Units) -> Other:
    name, factor, percent = found.groups()
    if name not in units:
        raise BadCriterion("check.unknown-field", field=name)
    if units[name] != unit or (unit is None and factor is not None):
        raise BadCriterion("check.other-unit", field=field, other=name)
    if name == field:
        raise BadCriterion("check.asserts-nothing", key=field, text=text)
    return Other(name, Fraction(factor or 1) / (100 if percent else 1))


def _in_unit(text: str, field: str, unit: str, exact: bool = False) -> int | float:
    match = NUMBER.fullmatch(text)
    factor = None if match is None else 1 if match[2] is None else _UNITS[unit].get(match[2])
    if match is None or factor is None:
        raise BadCriterion("check.unit-mismatch", text=text, field=field, unit=unit, **_way_out(match, unit))
    # Nothing is nothing in any unit.
    if exact and match[2] is None and _UNITS[unit] and Decimal(match[1]):
        raise BadCriterion("check.no-unit", text=text, field=field, unit=unit, **_way_out(match, unit))
    # Not in binary fractions: 4100ms is just 4.1 s.
    value = Decimal(match[1]) * factor
    return int(value) if value == int(value) else float(value)


def _way_out(match: re.Match[str] | None, unit: str) -> dict[str, object]:
    """What may be written in place of a number: in the unit that was probably meant, such as GiB for G, else in each."""
    number, written = (match[1], match[2] or "") if match is not None else ("5", "")
    near = [each for each in _UNITS[unit] if each[:1].lower() == written[:1].lower()]
    return {"examples": ", ".join(f"{number}{each}" for each in near or _UNITS[unit] or ("",))}


def read_condition(text: str, units: Units, value: str | None = None, exact: bool = False) -> Condition:
    """The condition `text` over fields with these units (None: text). A part without a field is about the one of the part
    before, the first about `value`. Raises BadCriterion, as `read_criterion` does.
    """
    parts: list[tuple[str, Criterion]] = []
    field = value
    for part in _split(text, value is not None):
        match = None if field is not None and _CRITERION.fullmatch(part) else _CONDITION.fullmatch(part)
        if match is not None:
            field, part = match.groups()
        elif field is None or (value is None and not _CRITERION.fullmatch(part)):
            raise BadCriterion("check.bad-condition", text=text)
        if field not in units:
            raise BadCriterion("check.unknown-field", field=field)
        parts.append((field, read_criterion(part, field, units[field], units, exact)))
    _alone_over_all_rows(text, parts, value)
    return Condition(tuple(parts))


def _split(text: str, is_criterion: bool) -> list[str]:
    """The parts of a condition. A criterion of text may have an "and" of its own: only where an operator follows is it ours."""
    follows = rf"(?=(?:[a-z][a-z0-9_]*\s+)?(?:{OPERATOR}))" if is_criterion else ""
    return re.split(rf"\s+and\s+{follows}", text.strip(), flags=re.ASCII)


def _alone_over_all_rows(text: str, parts: list[tuple[str, Criterion]], value: str | None) -> None:
    over_all = [field for field, criterion in parts if criterion.operator in OF_ALL_ROWS]
    others = [other for field, criterion in parts if field in over_all for other in criterion.others]
    if over_all and (len(parts) > 1 or over_all != [value] or others):
        raise BadCriterion("check.rows-together", text=text)
