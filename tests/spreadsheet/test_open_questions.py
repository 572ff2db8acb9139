"""What a remark leaves open, and what only sounds so."""

from __future__ import annotations

import pytest
from lists import doubts, judged


def asked(heading: str, value: str) -> list[str]:
    return [code for _, code in doubts(judged(["SN", "名称", heading], ["A1", "x", value]))]


@pytest.mark.parametrize(
    "text",
    [
        "待确认",
        "序列号有误",
        "与上一行重复",
        "TBC",
        "duplicate?",
        "整机更换",
        "新SN：B2",
        "RMA 2026-1",
        "替换原服务器",
        "2025年换机",
    ],
)
def test_what_is_to_be_settled_is_asked(text: str) -> None:
    assert asked("备注", text) == ["sheet.to-settle"]


@pytest.mark.parametrize("text", ["不在维保范围", "非本合同设备", "无需巡检", "Out of scope", "not covered"])
def test_what_may_not_be_covered_is_asked(text: str) -> None:
    assert asked("备注", text) == ["sheet.out-of-scope"]


def test_an_answer_to_a_heading_counts() -> None:
    assert asked("是否纳入维保", "否") == ["sheet.out-of-scope"]
    assert asked("是否纳入维保", "是") == []


@pytest.mark.parametrize(
    "text",
    [
        "核心交换机", "硬盘已更换", "新机房", "normal", "performance", "非服务器类", "固件待更新", "已核实", "内存ECC错误已处理", "Redis", "format", "更换硬盘", "重复使用",
    ],
)  # fmt: skip
def test_what_only_sounds_so_is_not(text: str) -> None:
    assert asked("备注", text) == []
