"""The sentence of a standard and its criterion cannot contradict each other (faults.md 3)."""

from __future__ import annotations

import pytest

from fieldops.inspection.criteria import read_criterion
from fieldops.inspection.standards import bounds_wrong_way, strange_numbers


def strange(sentence: str, *criteria: str, unit: str = "%") -> list[str]:
    return list(strange_numbers(sentence, [read_criterion(each, "x", unit) for each in criteria], unit))


@pytest.mark.parametrize(
    ("sentence", "criteria", "unit", "found"),
    [
        # The one that was seen: `warn: '> 5000'`, "at most 1000".
        ("At most 1000 connections.", ["> 5000"], "count", ["1000"]),
        ("连接数不超过 1000。", ["> 5000"], "count", ["1000"]),
        ("No more than 5,000 connections.", ["> 5000"], "count", []),
        ("Below 80%; 80% is a warning, 90% critical.", [">= 80%", ">= 90%"], "%", []),
        ("Below 80%; 80% is a warning, 95% critical.", [">= 80%", ">= 90%"], "%", ["95%"]),
        ("低于 70％", [">= 80%"], "%", ["70％"]),
        ("At least 30 days left, less than 7 days critical", ["< 30d", "< 7d"], "s", []),
        ("距到期不少于 60 天", ["< 30d"], "s", ["60 天"]),
        ("At least 720 hours", ["< 30d"], "s", []),
        ("Less than 200 ms; 0.5 seconds is critical", [">= 200ms", ">= 500ms"], "ms", []),
        ("Less than 2 s", [">= 200ms"], "ms", ["2 s"]),
        ("At least 5 GiB free", ["< 5GiB"], "B", []),
        ("At least 5 MiB free", ["< 5GiB"], "B", ["5 MiB"]),
        # Numbers that speak of something else.
        ("15-minute load average below 200%", [">= 200%"], "%", []),
        ("CPU 使用率（采样 1 秒）低于 80%", [">= 80%"], "%", []),
        ("Below 10%; zero on physical machines, 物理机应为 0", [">= 10%"], "%", []),
        ("not applicable before 4.13", ["> 0"], "count", []),
        ("No IPv4 address, RAID-5, +0800 or 1.2.3 counts", ["> 0"], "count", []),
        ("No zombie for more than 5 minutes", ["> 0"], "count", []),
        ("between 10 and 40 degrees", ["outside 10..40"], "C", []),
        ("within the vendor's limits", [">= 80%"], "%", []),
        ("at most 1.5", ["> 1.5"], "count", []),
        ("at most 2.5", ["> 1.5"], "count", ["2.5"]),
    ],
)
def test_numbers_of_a_sentence_are_those_of_the_criteria(
    sentence: str, criteria: list[str], unit: str, found: list[str]
) -> None:
    assert strange(sentence, *criteria, unit=unit) == found


@pytest.mark.parametrize(
    ("sentence", "criterion", "wrong"),
    [
        ("Below 80%.", ">= 80%", False),
        ("Below 80%.", "< 80%", True),
        ("At least 80%.", "< 80%", False),
        ("At least 80%.", ">= 80%", True),
        ("No more than 80%.", "> 80%", False),
        ("不低于 80%。", "< 80%", False),
        ("不低于 80%。", ">= 80%", True),
        ("不超过 80%。", "< 80%", True),
        ("At least 80%; less than that is a warning.", "< 80%", False),
        ("80%.", ">= 80%", False),
    ],
)
def test_a_bound_does_not_point_the_wrong_way(sentence: str, criterion: str, wrong: bool) -> None:
    assert bounds_wrong_way(sentence, [read_criterion(criterion, "x", "%")]) is wrong
