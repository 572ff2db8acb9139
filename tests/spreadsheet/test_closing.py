"""Rows that are no equipment: totals, signatures, notes, repeated headings."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from lists import doubts, judged


def test_blank_rows_totals_and_repeated_headings_are_no_assets() -> None:
    head = ["序号", "SN", "名称", "备注"]
    found = judged(
        head, [1, "A", "x"], [], [2], head, [3, None, None, "见附件"], ["合计", None, "2台"], ["小计", None]
    )
    assert len(found.new) == 1
    assert found.skipped == [5, 6, 7, 8]
    assert found.doubtful == []


LIST_HEAD = ["序号", "名称", "序列号", "型号", "类别"]


@pytest.mark.parametrize(
    "row",
    [
        ["合计", None, "30台"],  # merged A:B
        [None, "合计", "1台"],
        ["小计", None, 1],
        ["小计：", None, "1"],
        [31, "总计（台）", None, None, "31台"],
        [None, None, "制表：张三"],
        ["制表人：", None, "张三", "审核：", "李四"],
        [None, "日期：", date(2026, 11, 1)],
        ["编制单位：某公司", None, "2026年1月1日"],
        ["备注：序列号以铭牌为准"],
        [None, None, "详见附件"],
    ],
)
def test_totals_signatures_and_notes_are_skipped_and_listed(row: list[Any]) -> None:
    found = judged(LIST_HEAD, [1, "x", "A", None, "服务器"], row)
    assert (len(found.new), found.skipped, doubts(found)) == (1, [3], [])


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ([None, None, "SN001"], "sheet.serial-only"),
        (["合计", None, "CN0042771"], "sheet.closing-or-asset"),
        (["备注", None, "CN0042771"], "sheet.closing-or-asset"),
        ([1, "软件", "详见附件", None, "软件"], "sheet.no-serial"),
    ],
)
def test_what_may_be_equipment_or_not_is_doubtful(row: list[Any], code: str) -> None:
    found = judged(LIST_HEAD, row)
    assert (found.new, found.skipped, doubts(found)) == ([], [], [(2, code)])


@pytest.mark.parametrize("name", ["汇总交换机", "签字屏", "审核终端", "日期打印机", "备注服务器", "见证系统"])
def test_equipment_may_be_called_like_a_remark(name: str) -> None:
    assert len(judged(LIST_HEAD, [1, name, "A100", None, "服务器"]).new) == 1


def test_a_totals_word_in_a_row_with_a_serial_is_an_asset() -> None:
    assert len(judged(["名称", "SN"], ["Total Storage", "A"]).new) == 1
