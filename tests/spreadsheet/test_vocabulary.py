"""Categories and sites are known by the contract's words."""

from __future__ import annotations

import pytest
from lists import doubts, judged, vocabulary


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
    found = judged(["SN", "类别"], ["A", word], own=vocabulary("加密机=crypto"))
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


def test_a_contract_that_uses_the_narrow_category_gets_it() -> None:
    own = vocabulary(assets=[{"id": "old", "category": "switch"}])
    rows = [["SN", "类别"], ["A", "交换机"], ["B", "路由器"], ["C", "网络设备"]]
    assert [each.asset["category"] for each in judged(*rows, own=own).new] == ["switch", "network", "network"]


def test_an_unknown_category_names_what_is_known() -> None:
    (found,) = judged(["SN", "类别"], ["A", "量子机"]).doubtful
    assert found.values["used"] == "crypto-device"
    assert "服务器" in found.values["words"]


def test_a_category_that_only_an_amendment_names_is_one_that_the_contract_uses() -> None:
    sets = {"warranties": [{"terms": "hardware", "categories": ["switch"]}]}
    amendment = {
        "id": "a-1",
        "date": "2026-10-01",
        "applies_from": "2027-01-01",
        "rationale": "More",
        "sets": sets,
    }
    (new,) = judged(["SN", "类别"], ["A", "交换机"], own=vocabulary(amendments=[amendment])).new
    assert new.asset["category"] == "switch"
