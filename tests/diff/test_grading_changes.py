"""Another severity for the same fault has other times: which way it goes is said, with names."""

from __future__ import annotations

from copy import deepcopy

import pytest
from properties import used_documents, with_data, workspace

from fieldops.diff import document_differences
from fieldops.messages import say

LEVEL = next(one for one in used_documents("managed-service") if one.kind == "ServiceLevel")


@pytest.mark.parametrize(
    ("severity", "effect", "now"), [("level-3", "worse", "三级"), ("level-1", "better", "一级")]
)
def test_a_fault_that_is_graded_otherwise_is_less_or_more_for_the_customer(
    severity: str, effect: str, now: str
) -> None:
    data = deepcopy(LEVEL.data)
    graded = data["grading"]["severities"]
    entry = next(each for each in graded if (each["scope"], each["urgency"]) == ("part", "urgent"))
    entry["severity"] = severity
    [one] = document_differences(LEVEL, with_data(LEVEL, data), (workspace(), workspace()))
    assert one.effect == effect
    told = say(one.code, "zh-CN", one.values)
    assert "影响部分功能使用" in told
    assert "急需恢复" in told
    assert told.endswith(f"由 二级 改为 {now}")
