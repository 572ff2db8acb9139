"""Facts to verdicts; nothing that could not be looked at is ever OK."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from fieldops.documents.typed import Text
from fieldops.inspection.checks import FINDINGS, Verdict, judge_of, worst
from fieldops.inspection.criteria import BadCriterion
from fieldops.inspection.playbook import Check, Field, Parse, Probe
from fieldops.inspection.readings import Reading, Reason

T = Text("t", "t")
FIELDS = {
    "name": Field("text"),
    "state": Field("text", optional=True),
    "used": Field("number", unit="%", optional=True),
}
PROBE = Probe("p", T, "linux", "x", Parse("kv"), FIELDS, several=True)


def judged(
    check: dict[str, Any], *rows: tuple[str, str | None, float | None]
) -> tuple[str, list[tuple[str | None, str]]]:
    reading = Reading(tuple(dict(zip(FIELDS, row, strict=True)) for row in rows))
    result = judge_of(_check(check), PROBE).judge(reading)
    return result.verdict.value, [(item.item, item.verdict.value) for item in result.items]


def _check(check: dict[str, Any]) -> Check:
    return Check(
        **{
            "id": "c",
            "title": T,
            "area": "a",
            "probe": "p",
            "value": "used",
            "standard": T,
            "each": "name",
            **check,
        }
    )


LEVELS = {"warn": ">= 80%", "crit": ">= 90%"}


@pytest.mark.parametrize(
    ("check", "row", "verdict"),
    [
        (LEVELS, ("a", None, 79.9), "OK"),
        (LEVELS, ("a", None, 80), "WARN"),
        (LEVELS, ("a", None, 89.9), "WARN"),
        (LEVELS, ("a", None, 90), "CRIT"),
        (LEVELS, ("a", None, None), "UNKNOWN"),
        ({"warn": "> 5"}, ("a", None, 100), "WARN"),
        ({"crit": "> 5"}, ("a", None, 5), "OK"),
        ({"expect": "within 1..5"}, ("a", None, 3), "OK"),
        ({"expect": "within 1..5"}, ("a", None, 6), "CRIT"),
        ({"expect": "within 1..5", "otherwise": "warn"}, ("a", None, 6), "WARN"),
        ({"expect": "within 1..5"}, ("a", None, None), "UNKNOWN"),
        ({"value": "state", "expect": "== up"}, ("a", "up", None), "OK"),
        ({"value": "state", "expect": "== up"}, ("a", "Up", None), "CRIT"),
        ({"value": "state", "crit": "== down"}, ("a", "up", None), "OK"),
        ({"value": "state", "crit": "== down"}, ("a", None, None), "UNKNOWN"),
        ({"value": "state", "warn": "in [a, b]", "crit": "== c"}, ("a", "b", None), "WARN"),
        # warn names what is less bad among all that is not as expected.
        ({"value": "state", "warn": "== recovering", "expect": "== up"}, ("a", "recovering", None), "WARN"),
        ({"value": "state", "warn": "== recovering", "expect": "== up"}, ("a", "degraded", None), "CRIT"),
        ({"value": "state", "warn": "== recovering", "expect": "== up"}, ("a", "up", None), "OK"),
        ({"info": True}, ("a", None, 1), "INFO"),
        ({"info": True}, ("a", None, None), "NA"),
    ],
)
def test_verdicts(check: dict[str, Any], row: tuple[str, str | None, float | None], verdict: str) -> None:
    assert judged(check, row) == (verdict, [("a", verdict)])


ROWS = (("a", "up", 50.0), ("b", "up", 85.0), ("c", "down", 95.0), ("d", None, None))


@pytest.mark.parametrize(
    ("more", "verdict", "items"),
    [
        ({}, "CRIT", ["OK", "WARN", "CRIT", "UNKNOWN"]),
        ({"skip": "state == down"}, "UNKNOWN", ["OK", "WARN", "UNKNOWN"]),
        ({"where": "state == up"}, "WARN", ["OK", "WARN"]),
        ({"where": "state == up", "skip": "used >= 80%"}, "OK", ["OK"]),
        ({"where": "name in [a, d]"}, "UNKNOWN", ["OK", "UNKNOWN"]),
        # A row without a value is not left out by a condition on that value.
        ({"skip": "used < 99%"}, "UNKNOWN", ["UNKNOWN"]),
    ],
)
def test_where_and_skip(more: dict[str, Any], verdict: str, items: list[str]) -> None:
    found = judged({**LEVELS, **more}, *ROWS)
    assert (found[0], [item[1] for item in found[1]]) == (verdict, items)


@pytest.mark.parametrize(
    ("rule", "verdict"),
    [({}, "UNKNOWN"), ({"empty": "ok"}, "OK"), ({"empty": "na"}, "NA"), ({"empty": "unknown"}, "UNKNOWN")],
)
@pytest.mark.parametrize("more", [{}, {"info": True}, LEVELS])
@pytest.mark.parametrize("rows", [(), ROWS])
def test_no_rows(rule: dict[str, str], verdict: str, more: dict[str, Any], rows: Any) -> None:
    assert judged({**more, **rule, "where": "name == nothing"}, *rows) == (verdict, [])


UNKNOWNS = [
    "missing",
    "timeout",
    "cut",
    "died",
    "sudo",
    "exit-code",
    "forbidden",
    "line",
    "not-json",
    "field-missing",
    "not-a-number",
    "no-share",
]


@pytest.mark.parametrize("absent", ["unknown", "na"])
@pytest.mark.parametrize("empty", ["unknown", "ok", "na"])
@pytest.mark.parametrize("more", [LEVELS, {"info": True}, {"expect": "< 5"}])
def test_unknown_is_never_ok(absent: str, empty: str, more: dict[str, Any]) -> None:
    judge = judge_of(_check({**more, "absent": absent, "empty": empty}), PROBE)
    for code in UNKNOWNS:
        result = judge.judge(Reading(unknown=Reason(f"reading.{code}")))
        assert (result.verdict, result.items) == (Verdict.UNKNOWN, ())
        assert result.reason == Reason(f"reading.{code}")
    result = judge.judge(Reading(unknown=Reason("reading.absent")))
    assert result.verdict == (Verdict.NA if absent == "na" else Verdict.UNKNOWN)


def test_worst() -> None:
    assert worst([]) == Verdict.UNKNOWN
    order = [Verdict.CRIT, Verdict.UNKNOWN, Verdict.WARN, Verdict.OK, Verdict.INFO, Verdict.NA]
    assert set(order) == set(Verdict)
    for first, second in permutations(order, 2):
        assert worst([first, second]) == order[min(order.index(first), order.index(second))]
    assert FINDINGS.isdisjoint({Verdict.OK, Verdict.INFO, Verdict.NA})


def test_units_and_row_names_are_kept() -> None:
    result = judge_of(_check({**LEVELS, "each": None}), PROBE).judge(
        Reading(({"name": "a", "state": None, "used": 1},))
    )
    (item,) = result.items
    assert (item.item, item.value, item.unit) == (None, 1, "%")


def test_criteria_that_do_not_fit_are_refused() -> None:
    with pytest.raises(BadCriterion):
        judge_of(_check({"warn": "> 5GiB"}), PROBE)
    with pytest.raises(KeyError):
        judge_of(_check({"value": "nothing", "warn": "> 5"}), PROBE)
