"""A contract's own times are compared with the times that they take the place of, case by case."""

from typing import Any

import pytest
from states import acme

from fieldops.diff import differences
from fieldops.messages import say

CITY = {"request": "incident", "milestone": "onsite", "within": "2h", "clock": "always", "when": "same_city"}
AWAY = {**CITY, "within": "8h", "when": "other_city"}
OWN = {"request": "incident", "milestone": "onsite", "within": "8h"}


def told(old: list[Any], new: list[Any], *times: dict[str, str]) -> list[tuple[str, str]]:
    level = {"milestones": list(times)}
    sides = [
        acme({"ServiceLevel": level, "Contract": {"service_level_overrides": own}}) for own in (old, new)
    ]
    return [(say(each.code, "zh-CN", each.values), each.effect) for each in differences(*sides)]


@pytest.mark.parametrize(
    ("own", "sentence", "effect"),
    [
        ({}, "故障、同城的到达现场时限由 2 小时延长为 8 小时", "worse"),
        ({"within": "1h"}, "故障、同城的到达现场时限由 2 小时缩短为 1 小时", "better"),
        ({"severity": "1"}, "故障等级“中断”（1）、同城的到达现场时限由 2 小时延长为 8 小时", "worse"),
        (
            {"clock": "service_hours"},
            "故障、同城的到达现场时限由 2 小时（7×24 小时）改为 8 小时（仅服务时间）",
            "worse",
        ),
        (
            {"clock": "service_hours", "within": "1h"},
            "故障、同城的到达现场时限由 2 小时（7×24 小时）改为 1 小时（仅服务时间）",
            "other",
        ),
    ],
)
def test_an_own_time_is_compared_with_what_it_replaces_under_its_condition(
    own: dict[str, str], sentence: str, effect: str
) -> None:
    assert told([], [{**OWN, **own}], CITY) == [(sentence, effect)]


def test_an_own_time_that_is_gone_gives_back_what_it_replaced() -> None:
    assert [effect for _, effect in told([OWN], [], CITY)] == ["better"]
    assert [effect for _, effect in told([{**OWN, "within": "1h"}], [], CITY)] == ["worse"]


def test_each_condition_is_compared_by_itself() -> None:
    four = {**OWN, "within": "4h"}
    assert [effect for _, effect in told([], [four], CITY, AWAY)] == ["worse", "better"]


def test_the_clock_of_an_own_time_counts_also_where_it_is_added_alone() -> None:
    assert [effect for _, effect in told([OWN], [{**OWN, "clock": "service_hours"}], CITY)] == ["worse"]


def test_an_own_time_beside_another_own_one_is_compared_with_what_that_one_left() -> None:
    general, severe = {**OWN, "within": "1h"}, {**OWN, "severity": "1"}
    assert [effect for _, effect in told([general], [general, severe], CITY)] == ["worse"]
