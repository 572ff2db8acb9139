"""Between assets and the values of their columns; ids that are made."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lists import KNOWN, doubts, judged

from fieldops.contracts.categories import CATEGORIES
from fieldops.spreadsheet.assets import asset_from, id_for, values_of
from fieldops.spreadsheet.cells import Cell, id_in


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


def test_values_and_assets_are_the_same_thing() -> None:
    assert asset_from(values_of(KNOWN)) == KNOWN
