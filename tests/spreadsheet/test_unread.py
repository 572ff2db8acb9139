"""Columns that nobody reads and that may hold what is missing."""

from __future__ import annotations

from typing import Any

from lists import sheet, vocabulary

from fieldops.spreadsheet.headings import find_headings, mapping_of
from fieldops.spreadsheet.unread import likely_columns, missing_fields


def unread(*rows: list[Any], maps: tuple[str, ...] = ()) -> tuple[list[tuple[str, str]], tuple[str, ...]]:
    found = sheet(*rows)
    headings = find_headings(found, mapping_of(maps))
    likely = likely_columns(found, headings, vocabulary(), {"K1"})
    return [(each.heading, each.field) for each in likely], missing_fields(headings)


def test_an_unread_column_that_looks_like_a_field_is_told() -> None:
    rows = [
        ["编号", "名称", "大类", "哪里", "条码"],
        ["a", "x", "服务器", "hq", "K1"],
        ["b", "y", "其它", "hq", None],
    ]
    assert unread(*rows) == (
        [("大类", "category"), ("哪里", "site"), ("条码", "serial")],
        ("serial", "category"),
    )
    ignored = ("大类=-", "哪里=-", "条码=-")
    assert unread(*rows, maps=ignored) == ([], ())


def test_a_missing_category_is_no_matter_when_no_column_is_left() -> None:
    assert unread(["SN", "名称"], ["A", "x"]) == ([], ())
    assert unread(["SN", "名称", "质保到期"], ["A", "x", "2027-01-01"]) == ([], ())
    assert unread(["SN", "名称", "备注"], ["A", "x", "?"]) == ([], ("category",))
