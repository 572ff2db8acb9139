"""Store keepers' lists: which columns they have, what their rows say, and what is unclear in them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from fieldops.spreadsheet.cells import Cell
from fieldops.spreadsheet.headings import Sheet
from fieldops.spreadsheet.inventory import Inventory, inventory_of


def listed(*rows: tuple[Any, ...]) -> Inventory:
    """What the rows of a list say, the headings among them."""
    cells = tuple(tuple(Cell(value) for value in row) for row in rows)
    found = inventory_of(Sheet("list", cells))
    assert found is not None
    return found


def test_a_list_as_a_store_keeper_writes_it() -> None:
    found = listed(
        ("江宁备件库盘点表",),
        (),
        ("序号", "物料编码", "品名", "序列号", "实盘数（件）", "有效期至", "用途"),
        (1, "SSD-960", "固态硬盘", "S1、S2", 2, None, "备件"),
        (2, None, "打印头", None, "12 个", date(2027, 3, 31), None),
        (3, "UNIT", None, "U1", None, "2028/1/5", "代用机"),
        (None, None, None, None, None, None, None),
        ("合计", None, None, None, 15),
    )
    assert found.unclear == ()
    assert [
        (each.row, each.part, each.quantity, each.serials, each.expires, each.kept_as)
        for each in found.listed
    ] == [
        (4, "SSD-960", 2, ("S1", "S2"), None, "spare"),
        (5, "打印头", 12, (), date(2027, 3, 31), None),
        (6, "UNIT", 1, ("U1",), date(2028, 1, 5), "loaner"),
    ]


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ((None, None, 3, None), "stock.row-without-part", 1),
        (("P1", None, None, None), "stock.row-without-quantity", 3),
        (("P1", None, "several", None), "stock.row-no-number", 3),
        (("P1", None, -1, None), "stock.row-no-number", 3),
        (("P1", None, 2.5, None), "stock.row-no-number", 3),
        (("P1", "S1,S2", 3, None), "stock.row-quantity-of-serials", 3),
        (("P1", 12345, 1, None), "sheet.number-serial", 2),
        (("P1", None, 1, "03/04/26"), "sheet.unsure-day", 4),
        (("未知", None, 1, None), "sheet.filler", 1),
    ],
)
def test_what_is_unclear_is_told_with_its_cell(row: tuple[object, ...], code: str, column: int) -> None:
    found = listed(("Part no", "SN", "Qty", "Expiry"), row)
    assert [(each.row, each.column, each.code) for each in found.unclear][:1] == [(2, column, code)]
    assert found.listed == ()


def test_a_sheet_without_such_columns_is_no_list() -> None:
    assert inventory_of(Sheet("x", ((Cell("Name"), Cell("Place")), (Cell("a"), Cell("b"))))) is None
    assert inventory_of(Sheet("x", ())) is None
