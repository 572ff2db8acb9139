"""Serial numbers of devices: what is one, what is more or less than one, and which may be the same."""

from __future__ import annotations

from typing import Any

import pytest

from fieldops.spreadsheet.cells import Cell, Doubt
from fieldops.spreadsheet.serials import near_key, serial_number_in


def doubt(call: Any, *arguments: Any) -> str:
    with pytest.raises(Doubt) as raised:
        call(*arguments)
    return raised.value.code


@pytest.mark.parametrize(
    ("cell", "serial"),
    [
        (Cell(" ＳＮ００１\u3000"), "SN001"),
        (Cell("A：1（甲）"), "A：1（甲）"),  # kept as written, full-width signs too
        (Cell("ＳＮ－２０２６－００１"), "SN-2026-001"),
        (Cell("0912345678"), "0912345678"),
        (Cell("912345678", typed=False), "912345678"),
        (Cell(912345678, format="0000000000"), "0912345678"),
        (Cell("HX-30台架"), "HX-30台架"),
    ],
)
def test_serial_numbers_are_kept_as_written(cell: Cell, serial: str) -> None:
    assert serial_number_in(cell) == serial


@pytest.mark.parametrize("format", ["General", "0", "@", "000"])
def test_a_number_cell_is_no_certain_serial_number(format: str) -> None:
    cell = Cell(912345678, format=format)
    assert doubt(serial_number_in, cell) == "sheet.number-serial"
    if format != "000":
        assert serial_number_in(cell, True) == "912345678"


@pytest.mark.parametrize(
    "text",
    [
        "30台", "1 台", "３套", "1台/套", "共30台", "合计：30台", "2sets", "合计", "制表：张三", "审核人", "签字（盖章）：", "日期：2026-11-01",
        "备注", "详见附件2", "见附件", "见清单1", "张三", "***", "Approved by: A1",
    ],
)  # fmt: skip
def test_quantities_signatures_and_references_are_no_serial_numbers(text: str) -> None:
    assert doubt(serial_number_in, Cell(text)) == "sheet.no-serial"


@pytest.mark.parametrize("text", ["A1,A2", "A1；A2", "A1、A2", "A1\nA2"])
def test_two_serial_numbers_in_one_cell_are_doubtful(text: str) -> None:
    assert doubt(serial_number_in, Cell(text)) == "sheet.several-values"


@pytest.mark.parametrize(
    ("one", "other"), [("sn1", "SN1"), ("AB 123", "AB123"), ("0012", "12"), ("ＳＮ１", "SN1")]
)
def test_serial_numbers_that_may_be_one(one: str, other: str) -> None:
    assert near_key(one) == near_key(other)


@pytest.mark.parametrize(("one", "other"), [("A1-1", "A11"), ("SN1", "SN2"), ("10", "100")])
def test_serial_numbers_that_are_two(one: str, other: str) -> None:
    assert near_key(one) != near_key(other)


@pytest.mark.parametrize("text", ["SN010-SN015", "SN010-015", "SN001/SN002", "SN001/002/003"])
def test_serial_numbers_that_are_counted_on_are_several(text: str) -> None:
    assert doubt(serial_number_in, Cell(text)) == "sheet.range"


@pytest.mark.parametrize(
    "text", ["SN-2026-0001", "CN0123-0100", "AB/2024/001", "A01-B02", "SN001-1", "SN01-02", "CN 7X01"]
)
def test_parts_of_one_number_are_no_range(text: str) -> None:
    assert serial_number_in(Cell(text)) == text
