"""Headings, cells and rows of equipment lists: what is read, and what is refused as doubtful."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldops.contracts.categories import CATEGORIES
from fieldops.contracts.model import Contract
from fieldops.documents.appending import entry_text
from fieldops.documents.typed import fill
from fieldops.documents.yaml_text import read_yaml
from fieldops.errors import UsageError
from fieldops.spreadsheet.assets import asset_from, differences, id_for, values_of
from fieldops.spreadsheet.cells import (
    READINGS,
    Cell,
    Doubt,
    address_in,
    day_in,
    id_in,
    json_in,
    near_key,
    serial_in,
    serial_number_in,
    text_in,
    yes_in,
)
from fieldops.spreadsheet.fields import FIELDS
from fieldops.spreadsheet.headings import (
    Sheet,
    column_letter,
    field_of,
    find_headings,
    heading_key,
    mapping_of,
)
from fieldops.spreadsheet.rows import Judged, judge_rows, known_asset
from fieldops.spreadsheet.table import table_of
from fieldops.spreadsheet.terms import Terms, terms_of, words_of
from fieldops.spreadsheet.unread import likely_columns, missing_fields

CONTRACT = {
    "apiVersion": "fieldops/v1",
    "kind": "Contract",
    "id": "acme",
    "title": "Acme",
    "customer": {"name": "Acme"},
    "vendor": {"name": "Vendor"},
    "team": "team",
    "language": "zh-CN",
    "time_zone": "Asia/Shanghai",
    "term": {"start": "2026-01-01", "end": "2026-12-31"},
    "sites": [
        {"id": "hq", "name": {"zh-CN": "总部机房", "en": "Headquarters"}},
        {"id": "east", "name": "分部机房"},
        {"id": "west", "name": "分部机房"},
    ],
    "assets": [{"id": "old", "category": "crypto-device"}],
}


def terms(*words: str, **more: Any) -> Terms:
    return terms_of(fill(Contract, {**CONTRACT, **more}), words_of(words))


def sheet(*rows: list[Any]) -> Sheet:
    return Sheet("清单", tuple(tuple(v if isinstance(v, Cell) else Cell(v) for v in row) for row in rows))


def judged(
    *rows: list[Any],
    known: tuple[dict[str, Any], ...] = (),
    maps: tuple[str, ...] = (),
    own: Terms | None = None,
) -> Judged:
    found = sheet(*rows)
    headings = find_headings(found, mapping_of(maps))
    there = [known_asset(entry, f"contracts/acme.yaml:{10 + at}") for at, entry in enumerate(known)]
    return judge_rows(found, headings, own or terms(), there)


def doubts(found: Judged) -> list[tuple[int, str]]:
    return [(each.row, each.code) for each in found.doubtful]


def doubt(call: Any, *arguments: Any) -> str:
    with pytest.raises(Doubt) as raised:
        call(*arguments)
    return raised.value.code


_ANY_JSON = st.none() | st.booleans() | st.integers() | st.floats() | st.text()

# --- headings ---------------------------------------------------------------------------------------------


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
    with pytest.raises(UsageError) as error:
        find_headings(rows, {})
    assert error.value.code == "sheet.two-columns"
    assert error.value.values["columns"] == "序列号 (A), 出厂编号 (B)"
    chosen = find_headings(rows, mapping_of(["出厂编号=serial"]))
    assert chosen.fields == {1: "serial", 2: "name"}
    assert chosen.ignored == ("序列号",)
    assert find_headings(rows, mapping_of(["出厂编号=-"])).fields == {0: "serial", 2: "name"}


def test_columns_of_the_same_heading_are_chosen_by_letter() -> None:
    rows = sheet(["SN", "SN", "名称"], ["A", "B", "x"])
    with pytest.raises(UsageError, match=r"sheet.two-columns"):
        find_headings(rows, mapping_of(["SN=serial"]))
    assert find_headings(rows, mapping_of(["B=serial"])).fields == {1: "serial", 2: "name"}


def test_map_names_columns_that_are_not_known() -> None:
    rows = sheet(["条码", "品名"], ["A", "x"])
    with pytest.raises(UsageError, match="no-headings"):
        find_headings(rows, {})
    assert find_headings(rows, mapping_of(["条码=serial", "品 名=name"])).fields == {0: "serial", 1: "name"}
    with pytest.raises(UsageError, match="no-such-heading"):
        find_headings(rows, mapping_of(["条码=serial", "品名=name", "机型=model"]))


@pytest.mark.parametrize("text", ["serial", "=serial", "SN=serial number", "SN=", " =id"])
def test_a_map_option_without_heading_or_field_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="bad-map"):
        mapping_of([text])


@pytest.mark.parametrize(("column", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_column_letters(column: int, letter: str) -> None:
    assert column_letter(column) == letter


# --- cells ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "serial"),
    [
        (Cell("SN-001"), "SN-001"),
        (Cell(" ＳＮ００１\u3000"), "SN001"),
        (Cell("000123"), "000123"),
        (Cell(123), "123"),
        (Cell(123.0), "123"),
        (Cell(123456789012345), "123456789012345"),
        (Cell(123, format="0_ "), "123"),
        (Cell(123, format="@"), "123"),
        (Cell("1234567890123450000"), "1234567890123450000"),
        (Cell("无"), None),
        (Cell("N/A"), None),
        (Cell("/"), None),
        (Cell("   "), None),
        (Cell(None), None),
    ],
)
def test_serials(cell: Cell, serial: str | None) -> None:
    assert serial_in(cell) == serial


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (Cell(1234567890123456), "sheet.changed-number"),
        (Cell(1.23e17), "sheet.changed-number"),
        (Cell(0.5), "sheet.changed-number"),
        (Cell(-7), "sheet.changed-number"),
        (Cell(float("inf")), "sheet.changed-number"),
        (Cell("1.23E+17"), "sheet.changed-number"),
        (Cell("1234567890123450000", typed=False), "sheet.changed-number"),
        (Cell(123, format="000000"), "sheet.number-format"),
        (Cell(123, format='"SN"0'), "sheet.number-format"),
        (Cell(123, format="#,##0"), "sheet.number-format"),
        (Cell(date(2026, 1, 2)), "sheet.not-text"),
        (Cell(time(1, 2)), "sheet.not-text"),
        (Cell(True), "sheet.not-text"),
        (Cell("A\nB"), "sheet.several-values"),
        (Cell("待定"), "sheet.later"),
        (Cell("TBD"), "sheet.later"),
        (Cell("A\x07"), "sheet.control-character"),
        (Cell("A\u202eB"), "sheet.control-character"),
        (Cell("#REF!", trouble="error"), "sheet.error-value"),
        (Cell(trouble="formula"), "sheet.no-result"),
    ],
)
def test_doubtful_serials(cell: Cell, code: str) -> None:
    assert doubt(serial_in, cell) == code


@pytest.mark.parametrize(
    ("cell", "serial"),
    [
        (Cell(" ＳＮ００１\u3000"), "SN001"),
        (Cell("A：1（甲）"), "A：1（甲）"),  # kept as written, full-width signs too
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


def test_a_cell_that_means_the_one_above_is_doubtful() -> None:
    assert doubt(text_in, Cell("同 上")) == "sheet.ditto"
    assert doubt(serial_number_in, Cell("同上")) == "sheet.ditto"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("192.168.10.50/192.168.10.51", "sheet.several-addresses"),
        ("192.168.10.50、192.168.10.51", "sheet.several-addresses"),
        ("192.168.10。61", "sheet.address-stop"),
    ],
)
def test_doubtful_addresses(text: str, code: str) -> None:
    with pytest.raises(Doubt) as raised:
        address_in(Cell(text))
    assert raised.value.code == code
    assert raised.value.values.get("near", "192.168.10.61") == "192.168.10.61"


@pytest.mark.parametrize(
    "value",
    [
        "2026-03-15", "2026/3/15", "2026.3.15", "2026年3月15日", "2026年03月15日", "2026 年 3 月 15 日", "20260315",
        "２０２６－０３－１５", " 2026-3-15 ", "2026/3/15 0:00:00", 20260315, date(2026, 3, 15), datetime.fromisoformat("2026-03-15T08:30"),
    ],
)  # fmt: skip
def test_days(value: Any) -> None:
    assert day_in(Cell(value)) == "2026-03-15"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("03/04/2026", "sheet.unsure-day"),
        ("26-3-15", "sheet.unsure-day"),
        ("26.3.15", "sheet.unsure-day"),
        ("26年3月15日", "sheet.unsure-day"),
        ("2026-02-30", "sheet.bad-day"),
        ("2026-3", "sheet.bad-day"),
        ("2026年3月", "sheet.bad-day"),
        ("2026/3/15 8:30", "sheet.bad-day"),
        ("2026-3/15", "sheet.bad-day"),
        ("三月", "sheet.bad-day"),
        (20261315, "sheet.bad-day"),
        (46096, "sheet.number-for-day"),
        (46096.5, "sheet.number-for-day"),
        (date(1900, 1, 5), "sheet.bad-day"),
        (True, "sheet.not-text"),
    ],
)
def test_doubtful_days(value: Any, code: str) -> None:
    assert doubt(day_in, Cell(value)) == code


@pytest.mark.parametrize(
    ("value", "id"), [("ZC_2024/001", "zc-2024-001"), ("a b", "a-b"), ("７", "7"), (12, "12"), ("--x--", "x")]
)
def test_ids(value: Any, id: str) -> None:
    assert id_in(Cell(value)) == id


@pytest.mark.parametrize("value", ["资产1", "a" * 65, "a+b", "é"])
def test_doubtful_ids(value: str) -> None:
    assert doubt(id_in, Cell(value)) == "sheet.bad-id"


@pytest.mark.parametrize(("value", "yes"), [("是", True), ("√", True), ("Ｙ", True), (True, True), (1, True), ("否", False), ("×", False), ("", None), ("-", None)])  # fmt: skip
def test_yes_and_no(value: Any, yes: bool | None) -> None:
    assert yes_in(Cell(value)) is yes


def test_maybe_is_neither_yes_nor_no() -> None:
    assert doubt(yes_in, Cell("视情况")) == "sheet.bad-yes"


def test_line_breaks_that_fitted_a_text_into_its_cell_vanish() -> None:
    assert text_in(Cell("数字化加工\n服务器")) == "数字化加工服务器"
    assert text_in(Cell("Scanning\r\nserver  1")) == "Scanning server 1"


_ANY = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=30),
    st.dates(),
    st.datetimes(),
    st.times(),
)
_CELL = st.builds(
    Cell,
    _ANY,
    st.sampled_from(["General", "0000", "0_ ", "@"]),
    st.sampled_from(["", "", "error"]),
    st.booleans(),
)


@given(st.sampled_from(sorted(READINGS)), _CELL)
def test_every_cell_is_a_value_or_a_doubt(reading: str, cell: Cell) -> None:
    try:
        value = READINGS[reading](cell)
    except Doubt:
        return
    if isinstance(value, str):
        assert value == value.strip() != ""


@given(st.integers(0, 10**15 - 1))
def test_whole_numbers_of_up_to_15_digits_are_their_digits(number: int) -> None:
    assert serial_in(Cell(number)) == serial_in(Cell(float(number))) == str(number)


@given(st.dates(date(1950, 1, 1), date(2199, 12, 31)))
def test_days_survive_each_way_of_writing(day: date) -> None:
    ways = [
        day.isoformat(), f"{day:%Y%m%d}", f"{day.year}/{day.month}/{day.day}", f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}.{day.month}.{day.day}", day, datetime.fromisoformat(day.isoformat()),
    ]  # fmt: skip
    assert {day_in(Cell(way)) for way in ways} == {day.isoformat()}


# --- rows -------------------------------------------------------------------------------------------------

HEAD = ["资产编号", "名称", "SN", "型号", "类别", "地点", "批次", "到货日期", "IP", "端口"]


def test_a_row_becomes_an_asset() -> None:
    row = ["zc-1", "存储", "A1", "V7", "服务器", "总部机房", "Batch 1", "2026/3/15", "192.0.2.1", "2222"]
    (new,) = judged(HEAD, row).new
    assert new.row == 2
    assert new.asset == {
        "id": "zc-1",
        "name": "存储",
        "serial": "A1",
        "model": "V7",
        "category": "server",
        "site": "hq",
        "batch": "batch-1",
        "events": [{"event": "delivery", "date": "2026-03-15"}],
        "host": {"address": "192.0.2.1", "port": 2222},
    }


@pytest.mark.parametrize(
    ("word", "category"),
    [
        ("服务器", "server"),
        ("交换机", "network"),
        ("Switch", "network"),
        ("网络设备", "network"),
        ("打印机类", "printer"),
        ("服务器（2U）", "server"),
        ("扫描仪", "scanner"),
        ("软件", "software"),
        ("防火墙", "security"),
        ("ＵＰＳ", "power"),
        ("Server", "server"),
        ("crypto-device", "crypto-device"),  # the contract uses it already
        ("加密机", "crypto"),  # asked for
    ],
)
def test_categories(word: str, category: str) -> None:
    found = judged(["SN", "类别"], ["A", word], own=terms("加密机=crypto"))
    assert found.new[0].asset["category"] == category


@pytest.mark.parametrize("word", ["量子机", "sever"])
def test_an_unknown_category_is_no_new_one(word: str) -> None:
    assert doubts(judged(["SN", "类别"], ["A", word])) == [(2, "sheet.unknown-category")]


@pytest.mark.parametrize(
    ("word", "site"),
    [("hq", "hq"), ("总部 机房", "hq"), ("headquarters", "hq"), ("分部机房", None), ("南方", None)],
)
def test_sites_by_id_or_name_in_either_language(word: str, site: str | None) -> None:
    found = judged(["SN", "名称", "机房"], ["A", "x", word])
    assert [each.asset.get("site") for each in found.new] == ([site] if site else [])
    assert doubts(found) == ([] if site else [(2, "sheet.unknown-site")])


def test_a_row_without_serial_and_id_is_doubtful() -> None:
    assert doubts(judged(["SN", "名称"], [None, "x"], ["/", "y"])) == [
        (2, "sheet.no-identity"),
        (3, "sheet.no-identity"),
    ]


def test_of_two_rows_with_one_serial_the_second_is_doubtful() -> None:
    found = judged(["SN", "名称"], ["A", "x"], ["Ａ ", "y"])
    assert [each.row for each in found.new] == [2]
    assert doubts(found) == [(3, "sheet.serial-twice")]
    assert found.doubtful[0].values["first"] == 2


def test_of_two_rows_with_one_id_the_second_is_doubtful() -> None:
    assert doubts(judged(["编号", "SN"], ["x", "A"], ["X", "B"], ["y", None], ["y", None])) == [
        (3, "sheet.id-twice"),
        (5, "sheet.id-twice"),
    ]


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


def test_all_that_is_doubtful_in_a_row_is_told_at_once() -> None:
    found = judged(
        ["SN", "名称", "类别", "到货日期"], ["A", "x", "服务器", None], ["A", "y", "量子机", "3/4/26"]
    )
    assert doubts(found) == [
        (3, "sheet.unknown-category"),
        (3, "sheet.unsure-day"),
        (3, "sheet.serial-twice"),
    ]
    other = judged(["SN", "名称", "型号"], ["A1", "别的", "R1"], known=(KNOWN,))
    assert doubts(other) == [(2, "sheet.not-there"), (2, "sheet.differs")]


def test_a_paper_is_not_without_its_day_because_the_day_is_unclear() -> None:
    found = judged(["SN", "名称", "到货日期", "到货凭据"], ["A", "x", "3/4/26", "DN-1"])
    assert doubts(found) == [(2, "sheet.unsure-day")]


def test_a_serial_number_that_differs_in_leading_zeros_is_doubtful() -> None:
    known = {"id": "old", "serial": "0912345678"}
    own = replace(terms(), numeric_serials=True)
    found = judged(["SN", "名称"], [912345678, "x"], ["007", "y"], ["7", "z"], known=(known,), own=own)
    assert [each.asset["serial"] for each in found.new] == ["007"]
    assert doubts(found) == [(2, "sheet.near-serial"), (4, "sheet.near-serial")]
    assert found.doubtful[0].values["known"] == "0912345678"


# --- hosts ------------------------------------------------------------------------------------------------


def test_only_servers_become_hosts_unless_it_is_asked_for() -> None:
    rows = [
        ["SN", "名称", "类别", "IP"],
        ["A", "x", "服务器", "192.0.2.1"],
        ["B", "y", "交换机", "192.0.2.2/192.0.2.3"],
        ["C", "z", None, "192.0.2.4"],
    ]
    found = judged(*rows)
    assert [each.asset.get("host") for each in found.new] == [{"address": "192.0.2.1"}, None, None]
    assert [(each.row, each.category, each.address) for each in found.addresses] == [
        (3, "network", "192.0.2.2/192.0.2.3"),
        (4, None, "192.0.2.4"),
    ]
    rows[2][3] = "192.0.2.2"
    asked = judged(*rows[:3], own=terms().inspecting(["交换机"]))
    assert [each.asset.get("host") for each in asked.new] == [None, {"address": "192.0.2.2"}]
    none = judged(*rows[:3], own=terms().inspecting(["none"]))
    assert len(none.addresses) == 2
    with pytest.raises(UsageError, match="bad-hosts-option"):
        terms().inspecting(["server,quantum"])


def test_an_address_of_known_equipment_that_is_not_inspected_is_no_difference() -> None:
    switch = {"id": "sw", "serial": "S1", "category": "network"}
    found = judged(["SN", "名称", "IP"], ["S1", None, "192.0.2.9"], known=(switch,))
    assert (found.unchanged, doubts(found), len(found.addresses)) == (1, [], 1)
    inspected = {**switch, "host": {"address": "192.0.2.1"}}
    found = judged(["SN", "名称", "IP"], ["S1", None, "192.0.2.9"], known=(inspected,))
    assert (doubts(found), found.addresses) == ([(2, "sheet.differs")], [])


def test_the_list_can_say_itself_what_is_inspected() -> None:
    rows = [
        ["SN", "类别", "IP", "SSH巡检"],
        ["A", "交换机", "192.0.2.1", "是"],
        ["B", "服务器", "192.0.2.2", "否"],
    ]
    found = judged(*rows)
    assert found.new[0].asset["host"] == {"address": "192.0.2.1"}


# --- columns that nobody reads ----------------------------------------------------------------------------


def unread(*rows: list[Any], maps: tuple[str, ...] = ()) -> tuple[list[tuple[str, str]], tuple[str, ...]]:
    found = sheet(*rows)
    headings = find_headings(found, mapping_of(maps))
    likely = likely_columns(found, headings, terms(), {"K1"})
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


def test_warranty_columns_are_told_apart() -> None:
    found = find_headings(sheet(["SN", "名称", "维保到期", "质保到期（年月日）", "备注"], ["A"]), {})
    assert found.warranty == ("维保到期", "质保到期（年月日）")


def test_a_contract_that_uses_the_narrow_category_gets_it() -> None:
    own = terms(assets=[{"id": "old", "category": "switch"}])
    rows = [["SN", "类别"], ["A", "交换机"], ["B", "路由器"], ["C", "网络设备"]]
    assert [each.asset["category"] for each in judged(*rows, own=own).new] == ["switch", "network", "network"]


def test_an_unknown_category_names_what_is_known() -> None:
    (found,) = judged(["SN", "类别"], ["A", "量子机"]).doubtful
    assert found.values["used"] == "crypto-device"
    assert "服务器" in found.values["words"]  # type: ignore[operator]


def test_a_totals_word_in_a_row_with_a_serial_is_an_asset() -> None:
    assert len(judged(["名称", "SN"], ["Total Storage", "A"]).new) == 1


def test_a_doubt_names_column_and_value() -> None:
    (found,) = judged(["SN", "到货日期"], ["A", "03/04/2026"]).doubtful
    assert found.values == {"heading": "到货日期", "value": "03/04/2026"}


def test_several_assets_in_one_row_are_doubtful() -> None:
    found = judged(
        ["SN", "名称", "数量"],
        ["A", "x", 1],
        ["B", "y", "1台"],
        ["C", "z", None],
        ["D", "w", 2],
        ["E", "v", "10套"],
    )
    assert len(found.new) == 3
    assert doubts(found) == [(5, "sheet.several-assets"), (6, "sheet.several-assets")]
    assert len(judged(["SN", "名称", "数量"], ["D", "w", 2], maps=("数量=-",)).new) == 1


@given(
    st.recursive(
        _ANY_JSON,
        lambda inner: (
            st.lists(inner) | st.dictionaries(st.sampled_from(["id", "<<", "host", "a b"]) | st.text(), inner)
        ),
    )
)
def test_json_in_a_cell_is_held_by_yaml_or_doubtful(data: Any) -> None:
    try:
        found = json_in(Cell(json.dumps(data)))
    except Doubt:
        return
    if found is not None:
        node, problems = read_yaml(entry_text(found).encode(), "x.yaml")
        assert node is not None
        assert (node.data, problems) == (data, [])


@pytest.mark.parametrize(
    ("head", "row", "name"),
    [
        (["SN", "名称", "英文名称"], ["A", "服务器", "Server"], {"zh-CN": "服务器", "en": "Server"}),
        (["SN", "中文名称", "英文名称"], ["A", "服务器", "Server"], {"zh-CN": "服务器", "en": "Server"}),
        (["SN", "名称", "中文名称"], ["A", "Server", "服务器"], {"zh-CN": "服务器", "en": "Server"}),
        (["SN", "英文名称"], ["A", "Server"], {"en": "Server"}),
    ],
)
def test_names_in_two_languages(head: list[str], row: list[Any], name: dict[str, str]) -> None:
    assert judged(head, row).new[0].asset["name"] == name


@pytest.mark.parametrize(
    ("head", "row", "code"),
    [
        (["SN", "名称", "中文名称", "英文名称"], ["A", "x", "y", "z"], "sheet.said-twice"),
        (["SN", "型号", "其他(JSON)"], ["A", "x", '{"model": "y"}'], "sheet.said-twice"),
        (["SN", "IP", "其他(JSON)"], ["A", "192.0.2.1", '{"host": 1}'], "sheet.bad-json"),
        (["SN", "到货日期", "其他(JSON)"], ["A", "2026-01-02", '{"events": 1}'], "sheet.bad-json"),
        (["SN", "到货凭据"], ["A", "DN-1"], "sheet.evidence-without-day"),
    ],
)
def test_columns_that_contradict_each_other(head: list[str], row: list[Any], code: str) -> None:
    assert doubts(judged(head, row)) == [(2, code)]


# --- known equipment --------------------------------------------------------------------------------------

KNOWN: dict[str, Any] = {
    "id": "scan-01",
    "name": {"zh-CN": "加工服务器", "en": "Scanning server"},
    "serial": "A1",
    "category": "server",
    "key_equipment": True,
    "events": [{"event": "delivery", "date": "2026-03-15", "evidence": "DN-1"}],
    "host": {"address": "192.0.2.1", "groups": ["archive"]},
}


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (["SN", "名称"], ["A1", "加工服务器"]),
        (["SN", "名称"], ["A1", "Scanning  server"]),
        (["SN", "类别", "到货日期"], ["A1", "服务器", "2026.3.15"]),
        (["SN", "IP", "端口"], ["A1", "192.0.2.1", 22]),
        (["SN", "关键设备"], ["A1", "√"]),
        (["编号", "名称"], ["SCAN-01", None]),
        (["编号", "SN"], ["scan-01", "A1"]),
    ],
)
def test_known_equipment_with_equal_data_is_unchanged(head: list[str], row: list[Any]) -> None:
    found = judged(head, row, known=(KNOWN,))
    assert (found.unchanged, found.new, doubts(found)) == (1, [], [])


@pytest.mark.parametrize(
    ("head", "row", "code"),
    [
        (["SN", "名称"], ["A1", "检索服务器"], "sheet.differs"),
        (["SN", "型号"], ["A1", "R750"], "sheet.not-there"),
        (["SN", "关键设备"], ["A1", "否"], "sheet.differs"),
        (["SN", "端口"], ["A1", 2222], "sheet.differs"),
        (["SN", "编号"], ["A1", "scan-02"], "sheet.differs"),
        (["SN", "编号"], ["A2", "scan-01"], "sheet.id-taken"),
    ],
)
def test_known_equipment_with_other_data_is_doubtful(head: list[str], row: list[Any], code: str) -> None:
    found = judged(head, row, known=(KNOWN,))
    assert doubts(found) == [(2, code)]
    assert found.doubtful[0].values["other"] == "contracts/acme.yaml:10"


@pytest.mark.parametrize(
    ("head", "value", "code"),
    [
        ("IP", "10.1.2.300", "asset.bad-address"),
        ("端口", 99999, "sheet.bad-port"),
        ("端口", "x", "sheet.bad-port"),
    ],
)
def test_a_wrong_value_is_not_called_a_difference(head: str, value: Any, code: str) -> None:
    assert doubts(judged(["SN", "名称", head], ["A1", None, value], known=(KNOWN,))) == [(2, code)]


def test_a_difference_says_both_sides() -> None:
    (found,) = judged(["SN", "名称"], ["A1", "检索服务器"], known=({**KNOWN, "name": "加工服务器"},)).doubtful
    assert (found.values["heading"], found.values["value"], found.values["known"]) == (
        "名称",
        "检索服务器",
        "加工服务器",
    )


# --- ids --------------------------------------------------------------------------------------------------


def test_ids_are_made_of_category_model_and_serial() -> None:
    asset = {"category": "server", "model": "PowerEdge R750", "serial": "CN/0042"}
    assert id_for(asset, ()) == "server-poweredge-r750-cn-0042"
    assert id_for({"serial": "42"}, ()) == "42"


@given(
    st.text(min_size=1, max_size=128),
    st.text(max_size=80),
    st.sampled_from(sorted(CATEGORIES)),
)
def test_made_ids_are_ids_and_always_the_same(serial: str, model: str, category: str) -> None:
    serial = serial.encode("utf-8", "replace").decode()
    asset = {"serial": serial, "model": model, "category": category}
    made = id_for(asset, ())
    assert made == id_for(asset, ())
    assert id_in(Cell(made)) == made


def test_serials_that_make_the_same_id_get_different_ones() -> None:
    found = judged(["SN", "名称"], ["A/1", "x"], ["A-1", "y"], ["甲1", "z"], ["乙1", "z"])
    ids = [each.asset["id"] for each in found.new]
    assert len(set(ids)) == 4
    assert ids[0] == "a-1"


# --- out and in again -------------------------------------------------------------------------------------

_TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp", "Cn")),
    min_size=1,
    max_size=12,
)
_WORDS = _TEXT | st.sampled_from(["无", "-", "=1+1", "'x", " x ", "TBD", "是", "2026-01-02", "合计"])
_DAYS = st.dates(date(1940, 1, 1)).map(date.isoformat)
_ASSET = st.fixed_dictionaries(
    {"id": st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True)},
    optional={
        "name": _WORDS | st.dictionaries(st.sampled_from(["zh-CN", "en"]), _WORDS, min_size=1),
        "serial": _WORDS,
        "model": _WORDS,
        "category": st.sampled_from(["server", "crypto-device", "rack"]),
        "key_equipment": st.booleans(),
        "site": st.sampled_from(["hq", "east"]),
        "location": _WORDS,
        "batch": st.sampled_from(["batch-1", "b2"]),
        "events": st.lists(
            st.fixed_dictionaries(
                {"event": st.sampled_from(["delivery", "installation"]), "date": _DAYS},
                optional={"evidence": _WORDS},
            ),
            max_size=3,
        ),
        "parts": st.lists(
            st.fixed_dictionaries(
                {"part_no": _WORDS}, optional={"serial": _WORDS, "category": st.just("disk")}
            ),
            max_size=2,
        ),
        "host": st.fixed_dictionaries(
            {"address": st.just("192.0.2.1")},
            optional={
                "port": st.integers(1, 65535),
                "groups": st.lists(st.sampled_from(["a", "b"]), unique=True),
                "login": st.just({"user": "u", "method": "agent"}),
            },
        ),
        "swaps": st.just(
            [{"date": "2026-01-01", "part_no": "p", "removed_serial": "1", "installed_serial": "2"}]
        ),
    },
)


@given(st.lists(_ASSET, max_size=4, unique_by=lambda each: each["id"]), st.sampled_from(["zh-CN", "en"]))
def test_what_is_exported_is_known_when_it_is_imported(assets: list[dict[str, Any]], language: str) -> None:
    own = terms(language=language)
    serials = [each["serial"] for each in assets if "serial" in each]
    if not assets or len(set(serials)) < len(serials):
        return
    # Of new serials that differ in leading zeros only, the second is doubtful.
    if len({near_key(serial) for serial in serials}) < len(serials):
        return
    table = table_of(assets, own)
    rows = [[Cell(text or None, typed=False) for text in row] for row in table.rows]
    found = judged(list(table.headings), *rows, known=tuple(assets), own=own)
    assert doubts(found) == []
    assert (found.unchanged, found.new, found.skipped) == (len(assets), [], [])
    fresh = judged(list(table.headings), *rows, own=own)
    for new, asset in zip(fresh.new, assets, strict=True):
        assert list(differences(values_of(asset), values_of(new.asset))) == []


def test_values_and_assets_are_the_same_thing() -> None:
    assert asset_from(values_of(KNOWN)) == KNOWN
