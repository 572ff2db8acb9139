"""Sixty and more lists as people make them: no row is imported that a careful clerk would have asked about.

Each row stands in a list of its own beside a plain one, which is imported: what is asked is asked of that row alone.
"""

from __future__ import annotations

from typing import Any

import pytest
from lists import doubts, judged

HEAD = ["资产编号", "设备名称", "序列号", "型号", "类别", "到货日期", "使用状态", "备注"]
PLAIN: list[Any] = ["ok-1", "服务器", "SN-0001", "R740", "服务器", "2026-03-01", "在用", None]

# Column, what stands there, why it is asked about.
ASKED = [
    *(("序列号", each, "sheet.range") for each in (
        "RG-01~RG-05", "RG-01～RG-05", "SN001至SN009", "SN001-SN009", "SN001到SN005", "SN001..SN009", "SN001—SN004", "A1001to1005",
    )),
    *(("序列号", each, "sheet.filler") for each in (
        "NULL", "null", "None", "none", "x", "XXX", "0", "000000", "NA", "unknown", "test", "nil", "123456",
    )),
    *(("序列号", each, "sheet.filler") for each in (
        "NO", "S/N", "No tag", "临时-01", "自编001", "TBD1", "xxx-001", "ABCXXXX", "99999999", "To be filled by O.E.M.", "Default string", "Not Specified",
    )),
    *(("序列号", each, "sheet.no-serial") for each in ("3/4/2026", "13:00", "http://10.0.0.1", "R740")),
    *(("序列号", each, "sheet.more-than-number") for each in ("CN7X0001(主)", "CN7X0001 主", "主：CN7X0001", "CN7X0001 (virtual)", "*CN7X0001*", "CN7X0001.")),
    *(("型号", each, "sheet.range") for each in ("R740（2台）", "R740×2", "R740等")),
    *(("型号", each, "sheet.ditto") for each in ("见附件", "详见配置清单")),
    *(("型号", each, "sheet.later") for each in ("R740?",)),
    *(("设备名称", each, "sheet.range") for each in ("服务器一批", "两台服务器", "2台服务器", "服务器、存储", "服务器/存储")),
    *(("备注", each, "sheet.out-of-use") for each in ("盘点未见实物", "账实不符", "已关机", "故障", "broken", "unused")),
    *(("备注", each, "sheet.ditto") for each in ("同上", "〃")),
    *(("序列号", each, "sheet.idiom") for each in ('="00123"', "'00124", "’00125", "`00126")),
    *(("序列号", each, "sheet.invisible-character") for each in ("SN\u200b1", "SN\u00ad2", "SN\u00a03", "\u2060SN4", "SN5\u200e")),
    *(("序列号", each, "sheet.several-values") for each in ("SN1,SN2", "SN1、SN2", "SN1\nSN2", "SN1；SN2")),
    *(("序列号", each, "sheet.no-serial") for each in ("共30台", "详见附件", "制表：张三", "合计", "未知", "待查", "无序列号")),
    *(("序列号", each, "sheet.changed-number") for each in ("1.23E+15",)),
    *(("序列号", each, "sheet.number-serial") for each in (12345678,)),
    *(("设备名称", each, "sheet.range") for each in ("服务器等5台", "交换机(2台)", "交换机（3台）", "摄像机×4", "终端 x12", "工控机若干")),
    *(("资产编号", each, "sheet.range") for each in ("RG-01~RG-05", "rg001至rg009")),
    *(("资产编号", each, "sheet.filler") for each in ("NULL", "none")),
    *(("使用状态", each, "sheet.out-of-use") for each in (
        "报废", "已报废", "待报废", "停用", "退役", "闲置", "已拆除", "已调出", "scrapped", "Retired", "Decommissioned",
    )),
    *(("备注", each, "sheet.out-of-use") for each in ("2025年已报废", "设备已丢失", "已下架")),
    *(("到货日期", each, "sheet.day-after-term") for each in ("2062-03-01", "2027-01-01")),
    *(("到货日期", each, "sheet.unsure-day") for each in ("03/04/2026", "1/2/26")),
    *(("到货日期", each, "sheet.bad-day") for each in ("2026-02-30", "春节前", "1899-12-30")),
    *(("到货日期", each, "sheet.number-for-day") for each in (46000,)),
]  # fmt: skip
# What a clerk enters without a question, and what it then says.
TAKEN = [
    ("到货日期", "2026年3月1号", ("events", "2026-03-01")),
    ("到货日期", "2026-3-1 10:30", ("events", "2026-03-01")),
    ("到货日期", "Mar 1, 2026", ("events", "2026-03-01")),
    ("到货日期", "1 March 2026", ("events", "2026-03-01")),
    ("到货日期", "1st Sept 2026", ("events", "2026-09-01")),
    ("序列号", "SN-2026-0001", ("serial", "SN-2026-0001")),
    ("序列号", "X0A", ("serial", "X0A")),
    ("序列号", " 00123 ", ("serial", "00123")),
    ("设备名称", "2台位升降机", ("name", "2台位升降机")),
    ("使用状态", "未报废", ("serial", "SN-0002")),
    ("设备名称", "服务器X86", ("name", "服务器X86")),
    ("设备名称", "sw01-02", ("name", "sw01-02")),
    ("设备名称", "A1-2号柜交换机", ("name", "A1-2号柜交换机")),
    ("资产编号", "sw01-02", ("id", "sw01-02")),
    ("备注", "报废年限见财务台账之规定，详情请咨询资产管理部门，此处仅作登记说明之用，不代表设备当前的使用状态，以实物盘点为准，特此说明备案，请知悉并遵照执行。", ("serial", "SN-0002")),
]  # fmt: skip


def list_with(column: str, value: Any) -> list[list[Any]]:
    row: list[Any] = ["ok-2", "存储", "SN-0002", "R740", "存储", "2026-03-01", "在用", None]
    row[HEAD.index(column)] = value
    return [HEAD, PLAIN, row]


def test_there_are_sixty_of_them() -> None:
    assert len(ASKED) >= 60


@pytest.mark.parametrize(("column", "value", "code"), ASKED, ids=lambda each: repr(each)[:30])
def test_what_a_careful_clerk_asks_about_is_not_imported(column: str, value: Any, code: str) -> None:
    found = judged(*list_with(column, value))
    assert [each.row for each in found.new] == [2]
    assert doubts(found) == [(3, code)]


@pytest.mark.parametrize(("column", "value", "said"), TAKEN, ids=lambda each: repr(each)[:30])
def test_what_is_certain_is_imported(column: str, value: Any, said: tuple[str, str]) -> None:
    found = judged(*list_with(column, value))
    assert doubts(found) == []
    asset = found.new[1].asset
    given = asset["events"][0]["date"] if said[0] == "events" else asset[said[0]]
    assert given == said[1]


def test_any_table_with_a_number_and_a_name_is_no_list_of_equipment() -> None:
    found = judged(["id", "name"], ["1", "Sales"], ["2", "Purchasing"])
    assert (found.new, doubts(found)) == ([], [(2, "sheet.any-table"), (3, "sheet.any-table")])


def test_a_tick_below_a_heading_that_says_scrapped() -> None:
    found = judged(["序列号", "名称", "是否报废"], ["A1", "x", "是"], ["A2", "y", "否"], ["A3", "z", None])
    assert doubts(found) == [(2, "sheet.out-of-use")]


def test_a_heading_with_a_character_nobody_sees_is_read() -> None:
    assert [each.asset["serial"] for each in judged(["序列号\u200b", "名称"], ["A1", "x"]).new] == ["A1"]
