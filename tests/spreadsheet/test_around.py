"""What the other rows of a sheet and the look of a row say of it."""

from __future__ import annotations

import pytest
from lists import KNOWN, doubts, judged, sheet, vocabulary

from fieldops.spreadsheet.cells import Cell
from fieldops.spreadsheet.headings import Sheet, find_headings
from fieldops.spreadsheet.rows import judge_rows, known_asset

HEAD = ["SN", "名称", "类别"]


def test_a_hidden_row_of_known_equipment_is_no_question() -> None:
    made = sheet(HEAD, ["A1", "加工服务器", "服务器"], ["A2", "x", "服务器"])
    hidden = Sheet(made.name, made.rows, frozenset({1, 2}))
    found = judge_rows(hidden, find_headings(hidden, {}), vocabulary(), [known_asset(KNOWN, "a.yaml:1")])
    assert (found.unchanged, doubts(found)) == (1, [(3, "sheet.hidden-row")])


def test_a_column_counts_the_rows_when_it_goes_on_from_one() -> None:
    rows = (["A1", "x"], ["A2", "y"])
    assert doubts(judged(["编号", *HEAD[:2]], *([n + 1, *row] for n, row in enumerate(rows)))) == [
        (2, "sheet.row-number"),
        (3, "sheet.row-number"),
    ]
    assert doubts(judged(["编号", *HEAD[:2]], *([n + 7, *row] for n, row in enumerate(rows)))) == []
    assert doubts(judged(["编号", *HEAD[:2]], [1, "A1", "x"], maps=("编号=id",))) == []


def test_rows_that_say_the_same_below_each_other_speak_for_themselves() -> None:
    found = judged(HEAD, ["A1", "x", "服务器"], ["A2", "y", "服务器"], ["A3", "z", None])
    assert doubts(found) == []
    found = judged(HEAD, ["A1", "x", "服务器"], ["A2", "y", None], ["A3", "z", "存储"])
    assert doubts(found) == [(3, "sheet.blank-below")]


def test_the_first_table_goes_on_where_its_headings_are_repeated() -> None:
    found = judged(
        HEAD, ["A1", "x", "服务器"], ["联系人", "电话"], ["张三", "13800001111"], HEAD, ["A2", "y", "服务器"]
    )
    assert [each.asset["serial"] for each in found.new] == ["A1", "A2"]
    assert (doubts(found), found.skipped) == ([(4, "sheet.second-table")], [3, 5])


@pytest.mark.parametrize("cell", [Cell("x", struck=True), Cell("x", comment="?")])
def test_a_mark_on_a_cell_that_nobody_reads_counts_too(cell: Cell) -> None:
    assert len(doubts(judged([*HEAD, "品牌"], ["A1", "x", "服务器", cell]))) == 1
