"""What becomes of a row: new, known, doubtful and why; which addresses become hosts."""

from __future__ import annotations

from typing import Any

import pytest
from lists import KNOWN, doubts, judged, vocabulary

from fieldops.errors import Unanswerable
from fieldops.structs import replaced

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


def test_a_row_without_serial_and_id_is_doubtful() -> None:
    assert doubts(judged(["SN", "名称"], [None, "x"], ["/", "y"])) == [
        (2, "sheet.no-identity"),
        (3, "sheet.no-identity"),
    ]


def test_two_rows_with_one_serial_are_both_doubtful_as_either_may_be_wrong() -> None:
    found = judged(["SN", "名称"], ["A", "x"], ["Ａ ", "y"])
    assert found.new == []
    assert doubts(found) == [(2, "sheet.serial-twice"), (3, "sheet.serial-twice")]
    assert [each.values["first"] for each in found.doubtful] == [3, 2]


def test_of_two_rows_that_say_the_same_one_is_too_many() -> None:
    found = judged(["SN", "名称"], ["A", "x"], ["A", "x"])
    assert [each.row for each in found.new] == [2]
    assert doubts(found) == [(3, "sheet.serial-twice")]


def test_two_rows_with_one_id_are_both_doubtful() -> None:
    head = ["编号", "SN", "类别"]
    found = judged(head, ["x", "A", None], ["X", "B", None], ["y", None, "软件"], ["y", None, "存储"])
    assert doubts(found) == [(row, "sheet.id-twice") for row in (2, 3, 4, 5)]


def test_all_that_is_doubtful_in_a_row_is_told_at_once() -> None:
    found = judged(
        ["SN", "名称", "类别", "到货日期"], ["A", "x", "服务器", None], ["A", "y", "量子机", "3/4/26"]
    )
    assert doubts(found) == [
        (2, "sheet.serial-twice"),
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
    own = replaced(vocabulary(), numeric_serials=True)
    found = judged(["SN", "名称"], [912345678, "x"], ["007", "y"], ["7", "z"], known=(known,), own=own)
    assert found.new == []
    assert doubts(found) == [(row, "sheet.near-serial") for row in (2, 3, 4)]
    assert found.doubtful[0].values["known"] == "0912345678"


def test_only_servers_become_hosts_unless_it_is_asked_for() -> None:
    rows = [
        ["SN", "名称", "类别", "IP"],
        ["A", "x", "服务器", "192.0.2.1"],
        ["B", "y", "交换机", "192.0.2.2/192.0.2.3"],
        ["C", "z", "-", "192.0.2.4"],
    ]
    found = judged(*rows)
    assert [each.asset.get("host") for each in found.new] == [{"address": "192.0.2.1"}, None, None]
    assert [(each.row, each.category, each.address) for each in found.addresses] == [
        (3, "network", "192.0.2.2/192.0.2.3"),
        (4, None, "192.0.2.4"),
    ]
    rows[2][3] = "192.0.2.2"
    asked = judged(*rows[:3], own=vocabulary().inspecting(["交换机"]))
    assert [each.asset.get("host") for each in asked.new] == [None, {"address": "192.0.2.2"}]
    none = judged(*rows[:3], own=vocabulary().inspecting(["none"]))
    assert len(none.addresses) == 2
    with pytest.raises(Unanswerable, match="bad-hosts-option"):
        vocabulary().inspecting(["server,quantum"])


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
