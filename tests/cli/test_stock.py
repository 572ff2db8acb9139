"""fieldops stock, as a store keeper types it."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest
from conftest import Workspace

ROOT = Path(__file__).parents[2]
BY = ("--by", "xu-ting")


@pytest.fixture
def depot(workspace: Workspace) -> Workspace:
    """The examples, and an order that parts can be for."""
    shutil.copytree(ROOT / "contracts", workspace.root / "contracts", dirs_exist_ok=True)
    opened = workspace.run(
        "order",
        "open",
        "device-platform",
        "--severity",
        "common",
        "--asset",
        "platform-01",
        "--number",
        "SO-1",
    )
    assert opened.code == 0, opened.err
    return workspace


def test_what_is_said_in_both_languages(depot: Workspace) -> None:
    ran = depot.run("stock", "issue", "device-stock", "PSU-800", "--order", "SO-1", "--quantity", "2", *BY)
    assert (ran.code, ran.out.splitlines()[1:]) == (
        0,
        [
            "2 of PSU-800 issued from device-stock for SO-1 (P8-30001, P8-30002)",
            "  PSU-800 in device-stock: 0 there, 0 put aside",
        ],
    )
    assert ran.err == "PSU-800 in device-stock: 0 left, fewer than the minimum of 1; order more\n"
    ran = depot.run("stock", "low", "-o", "markdown", language="zh-CN")
    assert ran.code == 1
    assert "可用 0 件，最低库存 1 件" in ran.out
    ran = depot.run("stock", "return", "江宁备件库", "--serial", "P8-30001", *BY, language="zh-CN")
    assert ran.out.splitlines()[0] == "device-stock 退库：PSU-800 1 件（P8-30001）"
    assert depot.run("stock", "low").code == 0


def test_a_serial_number_is_found_wherever_it_is(depot: Workspace) -> None:
    for serial, where in (
        ("P8-30001", "it lies in device-stock as PSU-800"),
        ("P8-20031", "it is built into platform-01 of device-platform"),
        ("HL-SV-250101", "it is the equipment platform-01 of device-platform"),
    ):
        ran = depot.run("stock", "show", serial)
        assert ran.code == 0
        assert where in ran.out
        refused = depot.run("stock", "receive", "device-stock", "PSU-800", "--serial", serial, *BY)
        assert (refused.code, where in refused.err) == (2, True)
    assert depot.run("stock", "show", "nobody").code == 2
    assert depot.run("stock", "log", "-o", "json").json["moves"] == []


@pytest.mark.parametrize("words", [("list",), ("low",), ("log",), ("check",)])
def test_csv_has_a_heading_and_nothing_that_a_spreadsheet_takes_for_a_formula(
    depot: Workspace, words: tuple[str, ...]
) -> None:
    depot.run("stock", "count", "device-stock", "T5-PRINT", "--quantity", "1", "--reason", "=1+1", *BY)
    ran = depot.run("stock", *words, "-o", "csv")
    rows = list(csv.reader(io.StringIO(ran.out)))
    assert len({len(row) for row in rows}) == 1
    assert "part_no" in rows[0]
    assert not any(cell.startswith("=") for row in rows for cell in row)


def test_a_store_whose_documents_have_mistakes_is_named_and_hides_no_other(depot: Workspace) -> None:
    depot.write("contracts/parts/other-stock.yaml", _OTHER.replace("T5-PRINT", "T5-PRIMT"))
    ran = depot.run("stock", "list")
    assert (ran.code, "device-stock" in ran.out, "other-stock is left out" in ran.err) == (3, True, True)
    ran = depot.run("stock", "receive", "other-stock", "T5-PRINT", *BY)
    assert (ran.code, "stock.not-in-catalogue" in ran.err) == (1, True)
    depot.write("contracts/parts/other-stock.yaml", _OTHER)
    assert depot.run("stock", "receive", "other-stock", "T5-PRINT", *BY).code == 0


_OTHER = """\
apiVersion: fieldops/v1
kind: Stock
id: other-stock
title: Other
catalogue: device-parts
items: [{part_no: T5-PRINT, kept_as: spare, minimum: 1}]
"""


def test_an_order_that_there_is_none_of_gets_nothing(depot: Workspace) -> None:
    ran = depot.run("stock", "reserve", "device-stock", "PSU-800", "--order", "SO-2", *BY)
    assert (ran.code, "SO-1" in ran.err) == (2, True)
    assert (
        depot.run("stock", "reserve", "device-stock", "PSU-800", "--order", "SO-1", "--by", "nobody").code
        == 2
    )


LIST = "备件编码,名称,序列号,数量,有效期\nSSD-960,,S96-20001、S96-20002,2,\n,终端打印头,,12 个,2097-03-31\nSSD-960,,S96-20009,1,\n"


def test_a_list_is_a_count_of_what_it_names_and_changes_nothing_the_second_time(depot: Workspace) -> None:
    file = str(depot.write("list.csv", LIST))
    ran = depot.run("stock", "import", file, "device-stock", *BY, "--dry-run")
    assert (ran.code, "nothing was recorded" in ran.err) == (0, True)
    assert depot.run("stock", "log", "-o", "json").json["moves"] == []
    ran = depot.run("stock", "import", file, "device-stock", *BY)
    assert (ran.code, "G10-MAIN" in ran.err) == (0, True)
    shelves = {each["part_no"]: each for each in depot.run("stock", "list", "-o", "json").json["shelves"]}
    assert {piece["serial"] for piece in shelves["SSD-960"]["pieces"]} == {
        "S96-20001",
        "S96-20002",
        "S96-20009",
    }
    lots = {each["expires"]: each["quantity"] for each in shelves["T5-PRINT"]["pieces"]}
    assert lots == {None: 10, "2097-03-31": 2}
    assert shelves["PSU-800"]["on_hand"] == 2
    moves = depot.run("stock", "log", "-o", "json").json["moves"]
    again = depot.run("stock", "import", file, "device-stock", *BY)
    assert (again.code, again.out) == (0, "all is as the books say; nothing was recorded\n")
    assert depot.run("stock", "log", "-o", "json").json["moves"] == moves


def test_of_a_list_with_one_unclear_row_nothing_is_recorded(depot: Workspace) -> None:
    file = str(depot.write("bad.csv", LIST + "SSD-961,,,3,\nPSU-800,,HL-SV-250101,,\n"))
    ran = depot.run("stock", "import", file, "device-stock", *BY)
    assert (ran.code, f"{file}:5:1: error[stock.row]" in ran.err, f"{file}:6:1:" in ran.err) == (
        2,
        True,
        True,
    )
    assert depot.run("stock", "log", "-o", "json").json["moves"] == []
    assert (
        depot.run("stock", "import", str(depot.write("no.csv", "a,b\n1,2\n")), "device-stock", *BY).code == 2
    )


def test_a_workbook_is_read_as_well(depot: Workspace) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["料号", "SN", "数量"])
    book.active.append(["PSU-800", "P8-30001", 1])
    book.save(depot.root / "list.xlsx")
    ran = depot.run("stock", "import", str(depot.root / "list.xlsx"), "device-stock", *BY)
    assert (ran.code, "1 of PSU-800 counted in device-stock; the books had 2: -1" in ran.out) == (0, True)
