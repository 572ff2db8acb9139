"""Criteria and conditions: what holds, what is refused, when crit is weaker than warn."""

from __future__ import annotations

import pytest
from effort import examples
from hypothesis import given
from hypothesis import strategies as st

from fieldops.inspection.criteria import BadCriterion, read_condition, read_criterion
from fieldops.inspection.soundness import always_holds, never_holds, weaker


@pytest.mark.parametrize(
    ("text", "unit", "holds", "fails"),
    [
        (">= 80%", "%", [80, 80.0, 100], [79.9, 0, -1]),
        ("> 80 %", "%", [80.1], [80, 79]),
        ("<5GiB", "B", [0, 5 * 2**30 - 1], [5 * 2**30]),
        ("<= 1.5KiB", "B", [1536], [1537]),
        ("< 1TiB", "B", [2**40 - 1], [2**40]),
        ("> 48h", "s", [172801], [172800]),
        (">= 500ms", "s", [0.5], [0.4999]),
        (">= 4100ms", "s", [4.1], [4.0999]),
        (">= 0.1d", "s", [8640], [8639.9]),
        ("> 2s", "ms", [2001], [2000]),
        ("< 10Gbps", "Mbps", [9999], [10000]),
        (">= -5C", "C", [-5], [-6]),
        ("!= 0", "count", [1, -1], [0, 0.0]),
        ("== 3", "count", [3, 3.0], [2]),
        ("in [1, 2,3 ]", "count", [1, 3], [4]),
        ("within 10..40", "C", [10, 40, 25.5], [9.9, 40.1]),
        ("outside 10 .. 40", "C", [9.9, 41], [10, 40]),
        ("within 1KiB..1MiB", "B", [1024], [1023]),
        ("== running", None, ["running"], ["Running", "", "running "]),
        ("==  two words ", None, ["two words"], ["two"]),
        ("!= 中文", None, ["x"], ["中文"]),
        ("in [a, b c]", None, ["a", "b c"], ["c", "[a"]),
        ("not in [a, b]", None, ["c"], ["a", "b"]),
        ("== 0755", None, ["0755"], ["755"]),
        ("== 10.0", None, ["10.0"], ["10"]),
    ],
)
def test_criteria(text: str, unit: str | None, holds: list, fails: list) -> None:
    criterion = read_criterion(text, "f", unit)
    assert [value for value in holds if not criterion.holds(value)] == []
    assert [value for value in fails if criterion.holds(value)] == []


@pytest.mark.parametrize(
    ("text", "unit", "code"),
    [
        *(
            (text, unit, "bad-criterion")
            for unit in ("%", None)
            for text in ("", "80", "=> 80", "= 80", "=== 80", ">==80", "~ 80")
        ),
        *(
            (text, "count", "bad-criterion")
            for text in ("in 1, 2", "in []", "in [1,,2]", "in [1", "within 10", "within 1..2..3")
        ),
        ("within 40..10", "C", "bad-criterion"),
        ("outside 40..10", "C", "bad-criterion"),
        ("== ", None, "bad-criterion"),
        ("not 5", "count", "bad-criterion"),
        (">= 80 or >= 90", "%", "unit-mismatch"),
        (">= 80GiB", "%", "unit-mismatch"),
        (">= 80%", "B", "unit-mismatch"),
        (">= 5GB", "B", "unit-mismatch"),
        (">= 5 kib", "B", "unit-mismatch"),
        (">= 1M", "count", "unit-mismatch"),
        (">= 1e3", "count", "unit-mismatch"),
        (">= nan", "count", "unit-mismatch"),
        (">= inf", "count", "unit-mismatch"),
        (">= 0x10", "count", "unit-mismatch"),
        (">= 010", "count", "unit-mismatch"),
        (">= 1_000", "count", "unit-mismatch"),
        (">= +1", "count", "unit-mismatch"),
        (">= .5", "count", "unit-mismatch"),
        (">= １２", "count", "unit-mismatch"),
        (">= " + "9" * 5000, "count", "unit-mismatch"),
        (">= 0." + "9" * 5000, "count", "unit-mismatch"),
        ("> 5", None, "not-a-number"),
        ("within a..b", None, "not-a-number"),
    ],
)
def test_what_is_refused(text: str, unit: str | None, code: str) -> None:
    with pytest.raises(BadCriterion) as error:
        read_criterion(text, "f", unit)
    assert error.value.code == f"check.{code}"


UNITS = {"mount": None, "type": None, "used": "%", "size": "B"}


@pytest.mark.parametrize(
    ("text", "row", "holds"),
    [
        ("used >= 80%", {"used": 80}, True),
        ("used >= 80% and mount == /", {"used": 80, "mount": "/"}, True),
        ("used >= 80% and mount == /", {"used": 80, "mount": "/a"}, False),
        (
            "mount in [/a, /b]  and  type != tmpfs and size > 1KiB",
            {"mount": "/b", "type": "xfs", "size": 2000},
            True,
        ),
        # A value that is missing meets nothing, not even !=.
        ("used >= 0", {"used": None}, False),
        ("type != tmpfs", {}, False),
        ("type not in [tmpfs]", {"type": None}, False),
    ],
)
def test_conditions(text: str, row: dict, holds: bool) -> None:
    assert read_condition(text, UNITS).holds(row) is holds


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "bad-condition"),
        ("used", "bad-condition"),
        (">= 5", "bad-condition"),
        ("used>=5", "bad-condition"),
        ("used >= 5 and", "unit-mismatch"),
        ("used >= 5 and and mount == /", "unknown-field"),
        ("no_such == 5", "unknown-field"),
        ("mount > 5", "not-a-number"),
        ("used >= 5GiB", "unit-mismatch"),
        ("used == 5 or size == 5", "unit-mismatch"),
    ],
)
def test_conditions_that_are_refused(text: str, code: str) -> None:
    with pytest.raises(BadCriterion) as error:
        read_condition(text, UNITS)
    assert error.value.code == f"check.{code}"


@pytest.mark.parametrize(
    ("crit", "warn", "is_weaker"),
    [
        (">= 90", ">= 80", False),
        (">= 80", ">= 90", True),
        ("> 80", "> 90", True),
        ("< 10", "< 20", False),
        ("< 20", "<= 10", True),
        # Reached at the same value: crit is looked at first and warn is never seen.
        (">= 80", ">= 80", True),
        (">= 80", "> 80", True),
        ("> 80", ">= 80", False),
        ("<= 5", "< 5", True),
        ("< 5", "<= 5", False),
        ("outside 10..40", "outside 15..35", False),
        ("outside 15..35", "outside 10..40", True),
        ("outside 10..35", "outside 15..30", False),
        ("outside 15..40", "outside 10..35", True),
        ("outside 10..40", "outside 10..40", True),
        (">= 90", "< 10", False),
        ("!= 0", ">= 1", False),
    ],
)
def test_weaker(crit: str, warn: str, is_weaker: bool) -> None:
    assert weaker(read_criterion(crit, "f", "C"), read_criterion(warn, "f", "C")) is is_weaker


_ROUND = st.decimals(min_value=-(10**9), max_value=10**9, places=3)


@examples(120)
@given(_ROUND, st.sampled_from(["ms", "s", "m", "h", "d"]))
def test_round_numbers_are_met_exactly(number: object, unit: str) -> None:
    """What a person writes in one unit is what a probe reports in another: no binary fraction in between."""
    scale = {"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}[unit]
    value = float(number * scale / 1000)
    assert read_criterion(f"== {number:f}{unit}", "f", "s").holds(value)
    assert read_criterion(f">= {number:f}{unit}", "f", "s").holds(value)
    assert read_criterion(f"within {number:f}{unit}..{number:f}{unit}", "f", "s").holds(value)


@examples(120)
@given(
    st.text(st.sampled_from("=<>!~ inotwhue[],.0159%GiBs\n中"), max_size=20),
    st.sampled_from([None, "%", "B", "s", "count"]),
)
def test_any_text_is_read_or_refused(text: str, unit: str | None) -> None:
    try:
        criterion = read_criterion(text, "f", unit)
    except BadCriterion:
        return
    assert criterion.holds("x" if unit is None else 1) in (True, False)


OF_ALL = {"used": "%", "free": "B", "state": None, "until": "date", "limit": "%"}


@pytest.mark.parametrize(
    ("text", "never", "always"),
    [
        ("> 100%", True, False),
        (">= 100%", False, False),
        (">= 0%", False, True),
        ("< 0%", True, False),
        ("== 150%", True, False),
        ("outside 0..100", True, False),
        ("within 0..100", False, True),
        (">= 90% and < 80%", True, False),
        (">= 80% and < 90%", False, False),
        ("> 80% and < 81%", False, False),
        (">= 80% and <= 80%", False, False),
        (">= 0% and <= 100%", False, True),
        (">= 80% and >= {limit}", False, False),
        ("free < 5GiB and free > 6GiB", True, False),
        ("free < 0", True, False),
        ("free >= 0", False, True),
        ("state == a and state == b", True, False),
        ("state in [a, b] and state in [b, c]", False, False),
        ("state in [a, b] and state not in [b, a]", True, False),
        ("state contains a", False, False),
        ("until < 5d left and until > 30d left", False, False),
    ],
)
def test_criteria_that_decide_nothing(text: str, never: bool, always: bool) -> None:
    condition = read_condition(text, OF_ALL, "used")
    assert (never_holds(condition, OF_ALL), always_holds(condition, OF_ALL)) == (never, always)


@examples(80)
@given(
    st.lists(
        st.tuples(st.sampled_from([">=", ">", "<", "<=", "==", "!="]), st.integers(-5, 105)),
        min_size=1,
        max_size=3,
    )
)
def test_what_never_holds_holds_for_no_value(parts: list[tuple[str, int]]) -> None:
    condition = read_condition(
        " and ".join(f"{operator} {limit}" for operator, limit in parts), OF_ALL, "used"
    )
    held = [condition.test({"used": value / 4}) for value in range(401)]
    assert never_holds(condition, OF_ALL) <= (True not in held)
    assert always_holds(condition, OF_ALL) <= (False not in held)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (">= {no}", "unknown-field"),
        (">= {free} * 80%", "other-unit"),
        ("state == {state}", "asserts-nothing"),
        ("state == {used}", "other-unit"),
        ("state == {state} * 2", "other-unit"),
        (">= limit", "bare-field"),
        (">= limit * 80%", "bare-field"),
        ("contains 5", "not-a-text"),
        ("until == 5d left", "not-a-distance"),
        ("until < 5", "not-a-distance"),
        ("until < 5d", "not-a-distance"),
        ("< 5d left", "unit-mismatch"),
        ("state exactly [a]", "rows-together"),
        ("exactly [1] and > 5", "rows-together"),
        ("exactly [{limit}]", "rows-together"),
        ("all of []", "bad-criterion"),
        ("state and used", "bad-criterion"),
    ],
)
def test_criteria_over_fields_that_are_refused(text: str, code: str) -> None:
    with pytest.raises(BadCriterion) as error:
        read_condition(text, OF_ALL, "used")
    assert error.value.code == f"check.{code}"
