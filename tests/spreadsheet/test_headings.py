"""Which row holds the headings, and which field a heading names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lists import sheet

from fieldops.errors import Unanswerable
from fieldops.spreadsheet.fields import FIELDS
from fieldops.spreadsheet.headings import column_letter, field_of, find_headings, heading_key, mapping_of


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("序列号", "serial"),
        ("SN", "serial"),
        ("S/N", "serial"),
        ("ｓ／ｎ", "serial"),
        ("序列号/SN", "serial"),
        ("序列号（S/N）", "serial"),
        ("序列号\n(SN)", "serial"),
        ("* 序 列 号：", "serial"),
        ("序列号 Serial No.", "serial"),
        ("出厂编号", "serial"),
        ("规格型号", "model"),
        ("设备名称(台)", "name"),
        ("名称（英文）", "name.en"),
        ("设备类型", "category"),
        ("资产类型", "category"),
        ("所在位置", "location"),
        ("规格/型号", "model"),
        ("维保到期", None),
        ("IP", "host.address"),
        ("IP 地址", "host.address"),
        ("到货日期", "events.delivery"),
        ("终验", "events.final_acceptance"),
        ("HOST.PORT", "host.port"),
        ("是否关键设备", "key_equipment"),
        ("序号", None),
        ("验收日期", None),  # which of the three acceptances
        ("名称/型号", None),  # two fields
        ("数量（台）", "quantity"),
        ("单价", None),
        ("备注", None),
    ],
)
def test_headings_are_known_in_both_languages_however_they_are_typed(heading: str, field: str | None) -> None:
    assert field_of(heading) == field


def test_no_heading_means_two_fields() -> None:
    keys: dict[str, str] = {}
    for field in FIELDS:
        for text in (field.name, field.zh, field.en, *field.aliases):
            assert keys.setdefault(heading_key(text), field.name) == field.name, text


@given(st.sampled_from([t for f in FIELDS for t in (f.zh, f.en, *f.aliases)]), st.data())
def test_spaces_line_breaks_width_and_case_change_no_heading(heading: str, data: st.DataObject) -> None:
    spaces = st.sampled_from(["", " ", "\n", "\u3000", "\u00a0", "\r\n"])
    wide = st.booleans()
    typed = ""
    for letter in heading:
        letter = letter.upper() if data.draw(wide) and letter.isascii() else letter
        fullwidth = "!" <= letter <= "~" and data.draw(wide)
        typed += data.draw(spaces) + (chr(ord(letter) + 0xFEE0) if fullwidth else letter)
    assert field_of(typed) == field_of(heading) is not None


@given(st.text(max_size=20))
def test_any_heading_is_read_without_failing(text: str) -> None:
    assert field_of(text) in {None, *(field.name for field in FIELDS)}


def test_the_heading_row_is_found_below_titles() -> None:
    found = find_headings(
        sheet(
            ["某某公司设备清单"],
            [],
            ["合同编号", "HT-1"],
            ["序号", "名称", None, "序列号"],
            [1, "x", None, "A"],
        ),
        {},
    )
    assert found.row == 3
    assert found.fields == {1: "name", 3: "serial"}
    assert found.ignored == ()


def test_unread_columns_are_told_by_heading_or_letter() -> None:
    found = find_headings(sheet(["序号", "SN", "名称", "单价", "", "备注"], [1, "A", "x", 1, "?", None]), {})
    assert found.ignored == ("单价", "E", "备注")


def test_two_columns_for_one_field_ask_for_map() -> None:
    rows = sheet(["序列号", "出厂编号", "名称"], ["A", "B", "x"])
    with pytest.raises(Unanswerable) as error:
        find_headings(rows, {})
    assert error.value.code == "sheet.two-columns"
    assert error.value.values["columns"] == "序列号 (A), 出厂编号 (B)"
    chosen = find_headings(rows, mapping_of(["出厂编号=serial"]))
    assert chosen.fields == {1: "serial", 2: "name"}
    assert chosen.ignored == ("序列号",)
    assert find_headings(rows, mapping_of(["出厂编号=-"])).fields == {0: "serial", 2: "name"}


def test_columns_of_the_same_heading_are_chosen_by_letter() -> None:
    rows = sheet(["SN", "SN", "名称"], ["A", "B", "x"])
    with pytest.raises(Unanswerable, match=r"sheet.two-columns"):
        find_headings(rows, mapping_of(["SN=serial"]))
    assert find_headings(rows, mapping_of(["B=serial"])).fields == {1: "serial", 2: "name"}


def test_map_names_columns_that_are_not_known() -> None:
    rows = sheet(["条码", "品名"], ["A", "x"])
    with pytest.raises(Unanswerable, match="no-headings"):
        find_headings(rows, {})
    assert find_headings(rows, mapping_of(["条码=serial", "品 名=name"])).fields == {0: "serial", 1: "name"}
    with pytest.raises(Unanswerable, match="no-such-heading"):
        find_headings(rows, mapping_of(["条码=serial", "品名=name", "机型=model"]))


@pytest.mark.parametrize("text", ["serial", "=serial", "SN=serial number", "SN=", " =id"])
def test_a_map_option_without_heading_or_field_is_refused(text: str) -> None:
    with pytest.raises(Unanswerable, match="bad-map"):
        mapping_of([text])


@pytest.mark.parametrize(("column", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_column_letters(column: int, letter: str) -> None:
    assert column_letter(column) == letter


def test_warranty_columns_are_told_apart() -> None:
    found = find_headings(sheet(["SN", "名称", "维保到期", "质保到期（年月日）", "备注"], ["A"]), {})
    assert found.warranty == ("维保到期", "质保到期（年月日）")
