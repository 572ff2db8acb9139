"""Whether a row says that its equipment is no longer, or not yet, in use."""

from __future__ import annotations

from typing import Any

import pytest
from lists import doubts, judged

from fieldops.spreadsheet.in_use import is_out_of_use


def asked(heading: str, value: Any) -> bool:
    found = judged(["SN", "名称", heading], ["A1", "x", value])
    assert {code for _, code in doubts(found)} <= {"sheet.out-of-use"}
    return bool(found.doubtful)


@pytest.mark.parametrize(
    "text", ["已报废", "待报废", "retired", "2025年停用", "lost/stolen", "已移交分公司", "archived"]
)
def test_words_for_gone(text: str) -> None:
    assert is_out_of_use(text)


@pytest.mark.parametrize(
    "text", ["未报废", "在用", "inuse", "not retired".replace(" ", ""), "硬盘已更换", "soldered", ""]
)
def test_words_that_only_hold_one(text: str) -> None:
    assert not is_out_of_use(text)


@pytest.mark.parametrize(
    ("heading", "value"),
    [
        ("是否在用", "否"), ("是否启用", "×"), ("In service", "no"), ("is_active", "FALSE"), ("Enabled", False), ("是否报废", "是"), ("报废日期", "2025-12-01"),
        ("停用时间", "2025/12"), ("状态", "库存"), ("Status", "Planned"), ("使用状态", "待安装"), ("State", "On order"), ("备注", "未到货"), ("状态", 0), ("来源", "已报废"),
    ],
)  # fmt: skip
def test_equipment_that_is_not_in_use_is_asked_about(heading: str, value: Any) -> None:
    assert asked(heading, value)


@pytest.mark.parametrize(
    ("heading", "value"),
    [
        ("是否在用", "是"), ("未启用", "否"), ("是否报废", "否"), ("预计报废日期", "2032-01-01"), ("报废年限", "8年"), ("报废日期", "/"), ("来源", "库存"), ("品牌", "Stock"),
        ("状态", "在用"), ("Status", "Active"), ("备注", 0), ("U位", 0), ("Project", "planned"),
    ],
)  # fmt: skip
def test_equipment_in_use_is_not(heading: str, value: Any) -> None:
    assert not asked(heading, value)


@pytest.mark.parametrize("name", ["服务器（已报废）", "服务器[停用]", "已退役服务器"])
def test_a_name_that_says_so(name: str) -> None:
    assert doubts(judged(["SN", "名称"], ["A1", name])) == [(2, "sheet.out-of-use")]


@pytest.mark.parametrize("name", ["报废车辆管理系统", "资产报废审批系统", "封存档案扫描仪"])
def test_a_name_that_is_about_it(name: str) -> None:
    assert doubts(judged(["SN", "名称"], ["A1", name])) == []


def test_a_long_remark_counts_by_what_has_happened() -> None:
    before = "该设备由信息中心统一采购，安装于总部机房甲区，用于档案数字化加工项目的图像处理，每季度巡检一次，维护记录见运维台账，责任人为运维组，"
    assert len(before) > 60
    assert asked("备注", before + "经审批已报废。")
    assert not asked("备注", before + "报废年限按财务规定执行。")
