"""Facts to verdicts; nothing that could not be looked at is ever OK."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from fieldops.documents.typed import Text
from fieldops.inspection.checks import FINDINGS, Verdict, judge_of, tally, worst
from fieldops.inspection.criteria import BadCriterion
from fieldops.inspection.playbook import Check, Field, Parse, Probe
from fieldops.inspection.readings import Reading, Reason, Row
from fieldops.messages import say

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


LINE = Reason("reading.line", {"line": "!"})


@pytest.mark.parametrize(
    ("more", "row", "items"),
    [
        ({}, {"name": "a", "state": "up", "used": LINE}, [("a", "UNKNOWN")]),
        ({}, {"name": LINE, "state": LINE, "used": LINE}, [(None, "UNKNOWN")]),
        ({}, {"name": LINE, "state": "up", "used": 5}, [(None, "OK")]),
        (
            {"info": True, "warn": None, "crit": None},
            {"name": "a", "state": None, "used": LINE},
            [("a", "UNKNOWN")],
        ),
        # A condition on what was not read takes nothing out; on what was read it does.
        ({"where": "state == up"}, {"name": "a", "state": LINE, "used": 5}, [("a", "UNKNOWN")]),
        ({"skip": "state == up"}, {"name": "a", "state": LINE, "used": 5}, [("a", "UNKNOWN")]),
        ({"where": "state == up"}, {"name": "a", "state": "down", "used": LINE}, []),
        ({"skip": "state == up"}, {"name": "a", "state": "up", "used": LINE}, []),
        ({"where": "state == up and name == a"}, {"name": "b", "state": LINE, "used": 5}, []),
    ],
)
def test_what_was_not_read_is_an_unknown_row(
    more: dict[str, Any], row: Row, items: list[tuple[str | None, str]]
) -> None:
    fine = {"name": "z", "state": None, "used": 1}
    judge = judge_of(_check({**LEVELS, **more, "empty": "na"}), PROBE)
    result = judge.judge(Reading((row,)))
    assert [(item.item, item.verdict.value) for item in result.items] == items
    assert all(item.reason == LINE for item in result.items if item.verdict == Verdict.UNKNOWN)
    if not more:
        both = judge.judge(Reading((row, fine)))
        assert ("z", "OK") in [(item.item, item.verdict.value) for item in both.items]


def test_rows_are_counted_not_only_the_worst() -> None:
    judge = judge_of(_check(LEVELS), PROBE)
    row = {"name": "a", "state": None}
    result = judge.judge(Reading(tuple({**row, "used": used} for used in (LINE, 85, 86, 95, 1))))
    missing = judge.judge(Reading(unknown=LINE))
    assert tally([result, missing]) == {"UNKNOWN": 2, "WARN": 2, "CRIT": 1, "OK": 1}


def test_what_there_is_not_is_said_by_the_check() -> None:
    check = {**LEVELS, "empty": "na", "nothing": Text("未配置软件 RAID", "no software RAID is configured")}
    reason = judge_of(_check(check), PROBE).judge(Reading()).reason
    assert reason is not None
    assert [say(reason.code, language, reason.values) for language in ("zh-CN", "en")] == [
        "未配置软件 RAID",
        "no software RAID is configured",
    ]


def test_a_value_is_told_in_the_words_of_the_check() -> None:
    check = {**LEVELS, "says": Text("{name} 已用 {used}（{state}）", "{used} of {name} ({state})")}
    (item,) = (
        judge_of(_check(check), PROBE).judge(Reading(({"name": "{x}", "state": None, "used": 6.2},))).items
    )
    assert item.reason is not None
    assert say(item.reason.code, "zh-CN", item.reason.values) == "{x} 已用 6.2（?）"
    assert say(item.reason.code, "en", item.reason.values) == "6.2 of {x} (?)"


def test_a_number_in_a_sentence_is_grouped_and_what_names_something_is_not() -> None:
    fields = {**FIELDS, "sent": Field("number", unit="count")}
    probe = Probe("p", T, "linux", "x", Parse("kv"), fields, several=True)
    check = _check({**LEVELS, "says": Text("进程 {name}：{sent}", "PID {name}: {sent}")})
    row: Row = {"name": "1048576", "used": 6.2, "sent": 1234567.5}
    (item,) = judge_of(check, probe).judge(Reading((row,))).items
    assert item.reason is not None
    assert say(item.reason.code, "en", item.reason.values) == "PID 1048576: 1,234,568"


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


def test_a_word_says_what_a_value_means_in_the_readers_language() -> None:
    check = _check({"value": "state", "info": True, "words": {"any": Text("所有地址", "all addresses")}})
    rows = tuple(
        {"name": name, "state": state, "used": None} for name, state in (("a", "any"), ("b", "other"))
    )
    said, silent = judge_of(check, PROBE).judge(Reading(rows)).items
    assert said.reason is not None
    assert said.reason.code == "reading.word"
    assert [say(said.reason.code, language, said.reason.values) for language in ("en", "zh-CN")] == [
        "all addresses",
        "所有地址",
    ]
    assert (said.value, silent.reason) == ("any", None)
