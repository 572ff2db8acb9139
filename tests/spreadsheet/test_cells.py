"""What one cell says, and what is doubtful about it."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldops.documents.appending import entry_text
from fieldops.documents.yaml_text import read_yaml
from fieldops.spreadsheet.cells import (
    READINGS,
    Cell,
    Doubt,
    address_in,
    day_in,
    id_in,
    json_in,
    serial_in,
    text_in,
    yes_in,
)


def doubt(call: Any, *arguments: Any) -> str:
    with pytest.raises(Doubt) as raised:
        call(*arguments)
    return raised.value.code


_ANY_JSON = st.none() | st.booleans() | st.integers() | st.floats() | st.text()


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
        (Cell("A\u202eB"), "sheet.invisible-character"),
        (Cell("SN\u200b001"), "sheet.invisible-character"),
        (Cell("SN\u00ad001"), "sheet.invisible-character"),
        (Cell("SN\u00a0001"), "sheet.invisible-character"),
        (Cell("#REF!", trouble="error"), "sheet.error-value"),
        (Cell(trouble="formula"), "sheet.no-result"),
    ],
)
def test_doubtful_serials(cell: Cell, code: str) -> None:
    assert doubt(serial_in, cell) == code


@pytest.mark.parametrize(
    "text",
    [
        "服务器",
        "隆",
        "存储设备（主）",
        "Prüfgerät",
        "Serveur à étages",
        "Сервер",
        "设备名称：核心交换机",
        "机房A座3层",
    ],
)
def test_texts_of_any_writing_are_taken(text: str) -> None:
    assert text_in(Cell(text)) == text


@pytest.mark.parametrize("encoding", ["gb18030", "latin-1"])
def test_a_text_read_in_a_wrong_encoding_is_doubtful(encoding: str) -> None:
    text = "存储设备" if encoding == "gb18030" else "Prüfgerät"
    assert doubt(text_in, Cell(text.encode().decode(encoding))) == "sheet.garbled"


def test_a_cell_that_means_the_one_above_is_doubtful() -> None:
    assert doubt(text_in, Cell("同 上")) == "sheet.ditto"
    assert doubt(serial_in, Cell("同上")) == "sheet.ditto"


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
