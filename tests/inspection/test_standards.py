"""The sentence of a standard and its criterion cannot contradict each other (faults.md 3)."""

from __future__ import annotations

import pytest

from fieldops.inspection.criteria import read_criterion
from fieldops.inspection.standards import bound_wrong_way, strange_numbers


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
        # What is in order, and what is not, each in its own words.
        ("More than 80% is critical.", "> 80%", False),
        ("More than 80% is critical.", "< 80%", True),
        ("Less than 80%: a warning", "< 80%", False),
        ("低于 80%，达到 80% 为警告", ">= 80%", False),
        ("低于 80% 为警告", ">= 80%", True),
        ("超过 80% 为严重", "> 80%", False),
        ("超过 80% 为严重", "< 80%", True),
        ("超过 80%，为严重", "> 80%", False),
        ("Not above 80%; above that a warning", "> 80%", False),
        ("Nothing over 80%", "> 80%", False),
        ("80% 以内", "> 80%", False),
        ("80% 以内", "< 80%", True),
        ("至少 80%", "< 80%", False),
        ("达到 80% 报警", ">= 80%", False),
    ],
)
def test_a_bound_does_not_point_the_wrong_way(sentence: str, criterion: str, wrong: bool) -> None:
    said = bound_wrong_way(sentence, [read_criterion(criterion, "x", "%")])
    assert (said is not None) is wrong
    assert said is None or said in sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "Changed within 365 days; more than 1200 days is critical",
        "Not older than 365 days; more than 1200 days is critical",
        "Changed within 365 days; more than 1200 days ago is critical",
        "Changed at most 365 days ago; more than 1200 days is critical",
        "Not older than 365 days.",
        "No older than 365 days, and 1200 days is critical",
        "365 天内复核修改；超过 1200 天为严重",
        "不超过 365 天；超过 1200 天为严重",
        "365 天以内修改过，达到 1200 天报警",
        "应在 365 天之内修改；1200 天以上为严重",
    ],
)
def test_standards_on_age_as_people_write_them_agree_with_their_criteria(sentence: str) -> None:
    """The right ones were refused: "more than" was taken for a lower bound wherever "at most" did not stand beside it."""
    aged = [read_criterion(each, "x", "date") for each in ("> 365d ago", "> 1200d ago")]
    assert bound_wrong_way(sentence, aged) is None
    young = [read_criterion(each, "x", "date") for each in ("< 365d ago", "< 100d ago")]
    assert bound_wrong_way(sentence, young) is not None
