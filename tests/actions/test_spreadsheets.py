"""Importing and exporting equipment lists: whole files, from the customer's workbook to validated YAML and back."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from conftest import CONTRACT, Workspace, again
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldops.actions import asset_lists
from fieldops.actions.spreadsheet_files import read_sheets
from fieldops.actions.spreadsheets import Imported, export_assets, import_assets
from fieldops.actions.validation import validate
from fieldops.documents.characters import STRANGE
from fieldops.documents.links import LeadsOut
from fieldops.documents.yaml_text import read_yaml
from fieldops.errors import InvalidDocuments, Named, Unanswerable, UsageError

SITES = """\
sites:
  - {id: hq, name: {zh-CN: 总部机房, en: Headquarters}}
  - {id: dr, name: 灾备机房}
"""
HEAD = ["序号", "名称", "序列号", "类别", "到货日期"]


@pytest.fixture
def acme(workspace: Workspace) -> Workspace:
    workspace.write("contracts/acme.yaml", CONTRACT + SITES)
    return workspace


def book(path: Path, *rows: list[Any], change: Callable[[Any], None] = lambda sheet: None) -> Path:
    made = openpyxl.Workbook()
    sheet = made.active
    for row in rows:
        sheet.append(row)
    change(sheet)
    made.save(path)
    return path


def text(path: Path, rows: list[list[str]], encoding: str = "utf-8", separator: str = ",") -> Path:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=separator).writerows(rows)
    path.write_bytes(written.getvalue().encode(encoding))
    return path


def load(acme: Workspace, file: Path, **options: Any) -> Imported:
    return import_assets(acme.root, file, "acme", **options)


def assets(acme: Workspace, path: str = "contracts/assets/acme.yaml") -> list[dict[str, Any]]:
    node, problems = read_yaml((acme.root / path).read_bytes(), path)
    assert problems == []
    assert node is not None
    assert isinstance(node.data, dict)
    listed: list[dict[str, Any]] = node.data["assets"]
    return listed


def doubts(done: Imported) -> list[tuple[int, str]]:
    return [(each.row, each.code) for each in done.doubtful]


def yaml_files(acme: Workspace) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in sorted(acme.root.rglob("*.yaml"))}


def assert_valid(acme: Workspace) -> None:
    found = validate(acme.root)
    assert [each for each in found.problems if each.severity.value == "error"] == []


# --- a whole list -----------------------------------------------------------------------------------------


def big_list(path: Path) -> Path:
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.append(["某某公司运维设备清单"])
    sheet.merge_cells("A1:L1")
    sheet.append(["填表日期：", date(2026, 11, 1)])
    sheet.append(
        ["序号", "设备\n名称", "序列号（SN）", None, "规格型号", "设备类型", "所在机房", "机柜位置", "到货日期", "终验日期", "是否关键设备", "IP地址"]
    )  # fmt: skip
    kinds = ["服务器", "存储", "交换机", "扫描仪"]
    for n in range(2000):
        arrived = [
            f"2026-03-{n % 28 + 1:02}",
            f"2026/3/{n % 28 + 1}",
            f"2026年3月{n % 28 + 1}日",
            date(2026, 3, n % 28 + 1),
        ]
        sheet.append(
            [n + 1, f"设备{n}", f"SN{n:06}", None, "R750", kinds[n // 10 % 4] if n % 10 == 0 else None,
             "总部机房" if n % 20 == 0 else None, f"A{n % 40:02}", arrived[n % 4], datetime.fromisoformat("2026-04-01"), "√" if n % 5 == 0 else "否",
             f"10.1.{n // 250}.{n % 250 + 1}"]
        )  # fmt: skip
    for n in range(0, 2000, 10):
        sheet.merge_cells(start_row=n + 4, end_row=n + 13, start_column=6, end_column=6)
    for n in range(0, 2000, 20):
        sheet.merge_cells(start_row=n + 4, end_row=n + 23, start_column=7, end_column=7)
    sheet["C104"] = 1234567890123456789
    sheet["C204"] = None
    sheet["C304"] = "SN000005"
    sheet["I404"] = "03/04/2026"
    sheet["K504"] = "视情况"
    sheet["C604"] = "=A1&A2"
    sheet["L804"] = "10.1.2.3.4"
    sheet.append(["合计", None, None, None, None, None, None, None, None, None, None, "2000台"])
    made.save(path)
    return path


@again
def test_two_thousand_assets_from_a_customers_workbook(acme: Workspace, tmp_path: Path) -> None:
    done = load(acme, big_list(tmp_path / "清单.xlsx"))
    assert doubts(done) == [
        (9, "sheet.serial-twice"),
        (104, "sheet.changed-number"),
        (204, "sheet.no-identity"),
        (304, "sheet.serial-twice"),
        (404, "sheet.unsure-day"),
        (504, "sheet.bad-yes"),
        (604, "sheet.no-result"),
        (804, "asset.bad-address"),
    ]
    assert (done.imported, done.unchanged) == (1992, 0)
    assert done.ignored_columns == ()
    assert done.hosts == {"server": 495}
    assert len(done.addresses) == 1497
    assert done.skipped_rows == (2004,)
    assert done.paths == ("contracts/assets/acme.yaml",)
    listed = assets(acme)
    assert len(listed) == 1992
    assert listed[39] == {
        "id": "server-r750-sn000040",
        "name": "设备40",
        "serial": "SN000040",
        "model": "R750",
        "category": "server",
        "key_equipment": True,
        "site": "hq",
        "location": "A00",
        "events": [
            {"event": "delivery", "date": "2026-03-13"},
            {"event": "final_acceptance", "date": "2026-04-01"},
        ],
        "host": {"address": "10.1.0.41"},
    }
    assert_valid(acme)
    before = yaml_files(acme)
    for name in ("out.xlsx", "out.csv"):
        assert export_assets(acme.root, "acme", tmp_path / name) == 1992
        again = load(acme, tmp_path / name)
        assert (again.imported, again.unchanged, doubts(again), again.ignored_columns) == (0, 1992, [], ())
        assert yaml_files(acme) == before
    # The list itself, too: only what was doubtful is told again.
    again = load(acme, tmp_path / "清单.xlsx")
    assert (again.imported, again.unchanged, len(again.doubtful)) == (0, 1992, 8)
    assert yaml_files(acme) == before


def test_a_dry_run_tells_the_same_and_writes_nothing(acme: Workspace, tmp_path: Path) -> None:
    file = book(tmp_path / "l.xlsx", HEAD, [1, "x", "A", "服务器", None], [2, "y", "B", "怪物", None])
    before = yaml_files(acme)
    tried = load(acme, file, dry_run=True)
    assert yaml_files(acme) == before
    done = load(acme, file)
    assert (tried.imported, doubts(tried), tried.paths) == (done.imported, doubts(done), done.paths)
    assert doubts(done) == [(3, "sheet.unknown-category")]


def test_a_list_too_long_for_one_file_is_split(
    acme: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asset_lists, "MAX_FILE_BYTES", 2_000)
    rows = [[n, f"设备{n}", f"SN{n:03}", "服务器", "2026-03-15"] for n in range(40)]
    done = load(acme, book(tmp_path / "l.xlsx", HEAD, *rows[:8]))
    assert done.paths == ("contracts/assets/acme.yaml",)
    done = load(acme, book(tmp_path / "m.xlsx", HEAD, *rows))
    assert (done.imported, done.unchanged) == (32, 8)
    assert done.paths == tuple(f"contracts/assets/acme{n}.yaml" for n in ("", "-2", "-3"))
    assert [each["serial"] for path in done.paths for each in assets(acme, path)] == [row[2] for row in rows]
    assert all((acme.root / path).stat().st_size <= 2_000 for path in done.paths)
    assert_valid(acme)


# --- what is there already --------------------------------------------------------------------------------

LIST = """\
# Kept by hand.
apiVersion: fieldops/v1
kind: Assets
id: kept
contract: acme
assets:
  - id: one        # the first
    serial: 'A'
    name:   {zh-CN: 甲,  en: One}

  # - id: gone
"""


def test_entries_comments_and_formatting_stay(acme: Workspace, tmp_path: Path) -> None:
    acme.write("contracts/kept.yaml", LIST)
    done = load(
        acme, book(tmp_path / "l.xlsx", HEAD, [1, "甲", "A", None, None], [2, "乙", "B", "软件", "20260315"])
    )
    assert (done.imported, done.unchanged, done.paths) == (1, 1, ("contracts/kept.yaml",))
    assert (acme.root / "contracts/kept.yaml").read_text("utf-8") == (
        LIST + "  - {id: software-b, name: 乙, serial: 'B', category: software,"
        " events: [{event: delivery, date: 2026-03-15}]}\n"
    )


def test_other_data_for_a_known_serial_change_nothing(acme: Workspace, tmp_path: Path) -> None:
    acme.write("contracts/kept.yaml", LIST)
    before = yaml_files(acme)
    done = load(acme, book(tmp_path / "l.xlsx", HEAD, [1, "丙", "A", None, None]))
    assert doubts(done) == [(2, "sheet.differs")]
    assert done.doubtful[0].values["other"] == "contracts/kept.yaml:7"
    assert yaml_files(acme) == before


def test_assets_in_the_contract_itself_are_exported_and_known(acme: Workspace, tmp_path: Path) -> None:
    acme.write(
        "contracts/acme.yaml",
        CONTRACT
        + SITES
        + "assets:\n  - {id: in-contract, serial: C1, host: {address: 192.0.2.1, login: {user: u, method: agent}}}\n",
    )
    acme.write("contracts/kept.yaml", LIST)
    before = yaml_files(acme)
    for name in ("out.xlsx", "out.csv"):
        assert export_assets(acme.root, "acme", tmp_path / name) == 2
        done = load(acme, tmp_path / name)
        assert (done.imported, done.unchanged, doubts(done), done.paths) == (0, 2, [], ())
    assert yaml_files(acme) == before


def test_an_export_can_be_imported_into_another_contract(acme: Workspace, tmp_path: Path) -> None:
    acme.write("contracts/other.yaml", CONTRACT.replace("id: acme", "id: other") + SITES)
    acme.write(
        "contracts/kept.yaml",
        LIST
        + "  - id: two\n    serial: '=1+1'\n    parts: [{part_no: P1}, {part_no: '@P2', slot: S2}]\n    model: _x000D_\n",
    )
    for name in ("out.xlsx", "out.csv"):
        export_assets(acme.root, "acme", tmp_path / name)
        done = import_assets(acme.root, tmp_path / name, "other")
        assert doubts(done) == []
        assert assets(acme, "contracts/assets/other.yaml") == assets(acme, "contracts/kept.yaml")
        (acme.root / "contracts/assets/other.yaml").unlink()


def test_rows_that_would_break_a_rule_are_left_out(acme: Workspace, tmp_path: Path) -> None:
    rows = [
        ["SN", "类别", "IP", "端口"],
        ["A", "服务器", "192.0.2.1", 99999],
        ["B", "服务器", "a b", None],
        ["C" * 200, "服务器", None, None],
    ]
    done = load(acme, book(tmp_path / "l.xlsx", *rows, ["D", "服务器", "192.0.2.2", None]))
    assert done.imported == 1
    assert [row for row, _ in doubts(done)] == [2, 3, 4]
    assert [each["serial"] for each in assets(acme)] == ["D"]
    assert_valid(acme)


def test_a_list_with_errors_is_not_added_to(acme: Workspace, tmp_path: Path) -> None:
    file = book(tmp_path / "l.xlsx", HEAD, [1, "x", "B", None, None])
    for wrong in (LIST + "  - {serial: x}\n", LIST + "  - {id: x\n"):
        acme.write("contracts/kept.yaml", wrong)
        with pytest.raises(InvalidDocuments):
            load(acme, file)
        assert (acme.root / "contracts/kept.yaml").read_text("utf-8") == wrong


def test_a_file_in_the_way_is_not_written_over(acme: Workspace, tmp_path: Path) -> None:
    acme.write("contracts/assets/acme.yaml", TEAM_LIKE)
    done = load(acme, book(tmp_path / "l.xlsx", HEAD, [1, "x", "B", None, None]))
    assert done.paths == ("contracts/assets/acme-2.yaml",)
    assert (acme.root / "contracts/assets/acme.yaml").read_text("utf-8") == TEAM_LIKE


TEAM_LIKE = (
    "apiVersion: fieldops/v1\nkind: Team\nid: t2\nname: T\npeople: [{id: a, name: A, roles: [engineer]}]\n"
)


# --- workbooks --------------------------------------------------------------------------------------------


def test_days_of_the_1904_calendar(acme: Workspace, tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    for row in (HEAD, [1, "x", "A", None, date(2026, 3, 15)]):
        made.active.append(row)
    made.save(tmp_path / "mac.xlsx")
    assert load(acme, tmp_path / "mac.xlsx").imported == 1
    assert assets(acme)[0]["events"] == [{"event": "delivery", "date": "2026-03-15"}]


def test_a_formula_counts_with_its_stored_result_only(acme: Workspace, tmp_path: Path) -> None:
    file = book(tmp_path / "l.xlsx", HEAD, [1, "x", '="A"&1', None, None], [2, "y", '="A"&2', None, None])
    swap_part(
        file,
        "xl/worksheets/sheet1.xml",
        # Where lxml is installed, openpyxl writes by it, and writes both tags.
        lambda xml: re.sub(
            rb'<c r="C2"><f>"A"&amp;1</f><v(?: />|></v>)</c>',
            b'<c r="C2" t="str"><f>"A"&amp;1</f><v>A1</v></c>',
            xml,
        ),
    )
    done = load(acme, file)
    assert doubts(done) == [(3, "sheet.no-result")]
    assert assets(acme)[0]["serial"] == "A1"


def test_sheets_of_other_programs(acme: Workspace, tmp_path: Path) -> None:
    """Cells without places, texts inside the sheet, a formula whose result is an empty text."""
    rows = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{value}</t></is></c>' for value in row) + f"{more}</row>"
        for row, more in (
            (["SN", "名称", "型号"], ""),
            (["A", "x"], '<c t="str"><f>IF(1,"","")</f><v></v></c>'),
            (["B", "y"], "<c><f>1+1</f></c>"),
        )
    )
    done = load(acme, swap_part(small(tmp_path), "xl/worksheets/sheet1.xml", sheet_xml(rows)))
    assert doubts(done) == [(3, "sheet.no-result")]
    assert assets(acme) == [{"id": "a", "name": "x", "serial": "A"}]


def test_a_number_is_a_serial_only_when_zeros_are_kept_or_the_customer_confirmed(
    acme: Workspace, tmp_path: Path
) -> None:
    def padded(sheet: Any) -> None:
        sheet["C3"].number_format = "0000000000"
        sheet["C4"].number_format = "#,##0"

    rows = [[n, "x", number, "服务器", None] for n, number in enumerate((12345, 912345678, 77))]
    file = book(tmp_path / "l.xlsx", HEAD, *rows, change=padded)
    assert doubts(load(acme, file)) == [(2, "sheet.number-serial"), (4, "sheet.number-format")]
    assert [each["serial"] for each in assets(acme)] == ["0912345678"]
    done = load(acme, file, numeric_serials=True)
    assert (doubts(done), done.imported) == ([(4, "sheet.number-format")], 1)
    assert assets(acme)[1]["serial"] == "12345"


def test_merged_cells_give_their_value_to_every_row_but_not_to_other_columns(
    acme: Workspace, tmp_path: Path
) -> None:
    def merge(sheet: Any) -> None:
        sheet.merge_cells("C2:D3")

    rows = [
        ["SN", "名称", "机房", "机柜"],
        ["A", "x", "灾备机房", None],
        ["B", "y", None, None],
        ["C", "z", None, "R1"],
    ]
    load(acme, book(tmp_path / "l.xlsx", *rows, change=merge))
    assert [(each.get("site"), each.get("location")) for each in assets(acme)] == [
        ("dr", None),
        ("dr", None),
        (None, "R1"),
    ]


def test_headings_on_two_levels(acme: Workspace, tmp_path: Path) -> None:
    def merge(sheet: Any) -> None:
        for area in ("A1:A2", "B1:B2", "C1:D1"):
            sheet.merge_cells(area)

    rows = [["名称", "SN", "日期", None], [None, None, "到货", "初验"], ["x", "A", "2026-1-2", "2026-2-3"]]
    load(acme, book(tmp_path / "l.xlsx", *rows, change=merge))
    assert [each["date"] for each in assets(acme)[0]["events"]] == ["2026-01-02", "2026-02-03"]


def test_a_folder_that_leads_out_of_the_workspace_is_not_written_to(acme: Workspace, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (acme.root / "contracts/assets").symlink_to(outside)
    with pytest.raises(LeadsOut):
        load(acme, small(tmp_path))
    assert list(outside.iterdir()) == []


def test_the_only_visible_sheet_with_headings_is_read(acme: Workspace, tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.active.append(["封面"])
    for title in ("清单", "旧清单"):
        sheet = made.create_sheet(title)
        sheet.append(["SN", "名称"])
        sheet.append([f"{title}1", "x"])
    made["旧清单"].sheet_state = "hidden"
    made.save(tmp_path / "l.xlsx")
    load(acme, tmp_path / "l.xlsx")
    assert [each["serial"] for each in assets(acme)] == ["清单1"]
    made["旧清单"].sheet_state = "visible"
    made.save(tmp_path / "l.xlsx")
    with pytest.raises(Unanswerable, match="several-sheets"):
        load(acme, tmp_path / "l.xlsx")
    assert load(acme, tmp_path / "l.xlsx", sheet="旧清单").imported == 1
    with pytest.raises(Unanswerable, match="no-such-sheet"):
        load(acme, tmp_path / "l.xlsx", sheet="新清单")


def test_cells_of_an_export_are_no_formulas(acme: Workspace, tmp_path: Path) -> None:
    acme.write("contracts/kept.yaml", LIST + "  - {id: evil, name: '=1+1', model: '@x', location: '-2+3'}\n")
    export_assets(acme.root, "acme", tmp_path / "out.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert {"=1+1", "@x", "-2+3"} <= {cell.value for cell in sheet[3]}
    export_assets(acme.root, "acme", tmp_path / "out.csv")
    cells = [
        cell for row in csv.reader((tmp_path / "out.csv").read_text("utf-8-sig").splitlines()) for cell in row
    ]
    assert "'=1+1" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


_TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp", "Cn")),
    min_size=1,
    max_size=9,
).filter(lambda text: not STRANGE.search(text)) | st.sampled_from(
    ["=1", "'=1", "''", "-", "#REF!", "0012", "1E5", "_x000D_", "_x0041_", "a\nb", " ", "2026-01-02", "TRUE"]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(_TEXTS, _TEXTS, _TEXTS), min_size=1, max_size=4, unique_by=lambda each: each[0]))
def test_any_text_survives_both_kinds_of_files(
    acme: Workspace, tmp_path: Path, rows: list[tuple[str, str, str]]
) -> None:
    listed = [
        {"id": f"a{n}", "serial": a, "name": b, "location": {"en": c}} for n, (a, b, c) in enumerate(rows)
    ]
    acme.write("contracts/kept.yaml", json.dumps({**HEADER, "assets": listed}, ensure_ascii=False))
    for name in ("out.xlsx", "out.csv"):
        export_assets(acme.root, "acme", tmp_path / name)
        done = load(acme, tmp_path / name)
        assert (done.unchanged, done.imported, doubts(done), done.skipped_rows) == (len(rows), 0, [], ())


HEADER = {"apiVersion": "fieldops/v1", "kind": "Assets", "id": "kept", "contract": "acme"}


# --- hostile and broken files -----------------------------------------------------------------------------


def swap_part(file: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """Change one part of a workbook."""
    with zipfile.ZipFile(file) as archive:
        parts = {each.filename: archive.read(each) for each in archive.infolist()}
    before = parts.get(name, b"")
    parts[name] = change(before)
    assert parts[name] != before
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, content in parts.items():
            archive.writestr(each, content)
    return file


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
EXTERNAL = b'<?xml version="1.0"?><!DOCTYPE x SYSTEM "http://192.0.2.1/x.dtd">'


def small(path: Path) -> Path:
    return book(path / "l.xlsx", HEAD, [1, "x", "A", None, None])


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "[Content_Types].xml"]
)
@pytest.mark.parametrize("start", [BOMB, EXTERNAL])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_in_every_part_and_encoding(
    acme: Workspace, tmp_path: Path, part: str, start: bytes, encoding: str
) -> None:
    def bomb(xml: bytes) -> bytes:
        whole = start + xml[xml.index(b"<", 1) if xml.startswith(b"<?xml") else 0 :]
        return (
            whole.decode().replace('version="1.0"', f'version="1.0" encoding="{encoding}"').encode(encoding)
        )

    with pytest.raises(Unanswerable, match="document-type"):
        load(acme, swap_part(small(tmp_path), part, bomb))


def test_what_unpacks_to_too_much_is_refused_before_it_is_unpacked(acme: Workspace, tmp_path: Path) -> None:
    file = swap_part(small(tmp_path), "xl/media/zeros.png", lambda _: bytes(100 << 20))
    assert file.stat().st_size < 1 << 20
    with pytest.raises(Unanswerable, match="too-large"):
        load(acme, file)


def sheet_xml(rows: str) -> Callable[[bytes], bytes]:
    return lambda xml: (
        xml[: xml.index(b"<sheetData>")] + f"<sheetData>{rows}</sheetData></worksheet>".encode()
    )


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ('<row r="99999999999"><c r="A1"><v>1</v></c></row>', "broken"),
        ('<row r="2"/><row r="1"/>', "broken"),
        ('<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row>', "broken"),
        ('<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>', "broken"),
        ('<row r="x"/>', "broken"),
        ('<row r="1"><c r="A1"><v>1</v>', "broken"),
        ('<row r="1"><c r="A1" t="s"><v>99</v></c></row>', "broken"),
        ("".join(f'<row r="{n}"><c r="XFD{n}"/></row>' for n in range(1, 200)), "too-large"),
        ('<row r="1048576"/>', "no-headings"),
    ],
)
def test_sheets_no_program_writes_are_refused(acme: Workspace, tmp_path: Path, rows: str, code: str) -> None:
    with pytest.raises(Unanswerable, match=code):
        load(acme, swap_part(small(tmp_path), "xl/worksheets/sheet1.xml", sheet_xml(rows)))


def test_merged_areas_cannot_multiply(acme: Workspace, tmp_path: Path) -> None:
    merged = b'<mergeCells count="1">' + b'<mergeCell ref="A1:XFD1048576"/>' * 300 + b"</mergeCells>"
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 20_000))
    change = sheet_xml(rows)
    file = swap_part(
        small(tmp_path),
        "xl/worksheets/sheet1.xml",
        lambda xml: change(xml).replace(b"</sheetData>", b"</sheetData>" + merged),
    )
    with pytest.raises(Unanswerable, match="too-large"):
        load(acme, file)


@pytest.mark.parametrize("text", ["," * 3_000_000, "\n" * 3_000_000])
def test_text_cannot_be_nearly_all_cells(acme: Workspace, tmp_path: Path, text: str) -> None:
    (tmp_path / "l.csv").write_text("SN,name\n" + text)
    with pytest.raises(Unanswerable, match="too-large"):
        load(acme, tmp_path / "l.csv")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("l.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old-format"),
        ("l.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old-format"),
        ("l.xlsx", b"no workbook", "not-spreadsheet"),
        ("l.xlsx", b"PK\x03\x04 and nothing", "broken"),
        ("l.csv", b"SN,\x00\x00", "encoding"),
        ("l.csv", b"SN,\xff\xff\xff", "encoding"),
        ("l.csv", b"", "no-headings"),
        ("l.csv", b'"SN,name\nA', "broken"),
    ],
)
def test_files_that_are_no_lists(
    acme: Workspace, tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Unanswerable, match=code):
        load(acme, tmp_path / name)


def test_a_file_that_is_not_there(acme: Workspace, tmp_path: Path) -> None:
    with pytest.raises(Unanswerable, match="unreadable"):
        load(acme, tmp_path / "none.xlsx")


def test_a_workbook_without_workbook_is_refused(acme: Workspace, tmp_path: Path) -> None:
    file = swap_part(
        small(tmp_path), "[Content_Types].xml", lambda xml: xml.replace(b"sheet.main+xml", b"sheet.none+xml")
    )
    with pytest.raises(Unanswerable, match="broken"):
        load(acme, file)


def test_the_library_prints_nothing(
    acme: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = swap_part(small(tmp_path), "xl/styles.xml", lambda xml: xml.replace(b'xfId="0"', b'xfId="7"'))
    with pytest.raises(Unanswerable, match="broken"):
        load(acme, file)
    assert capsys.readouterr() == ("", "")


def test_every_damaged_workbook_is_refused_or_read(acme: Workspace, tmp_path: Path) -> None:
    whole = small(tmp_path).read_bytes()
    for at in range(0, len(whole), 37):
        (tmp_path / "d.xlsx").write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        try:
            read_sheets(tmp_path / "d.xlsx", {})
        except Unanswerable:
            continue


# --- text files -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_text_in_the_encodings_and_with_the_separators_of_excel(
    acme: Workspace, tmp_path: Path, encoding: str, separator: str
) -> None:
    rows = [
        ["设备清单, 第一批; 2026"],
        ["名称", "序列号", "到货日期"],
        ["服务器,甲;乙\n第二行", "0012", "2026/3/15"],
        [],
        ["存储", "", ""],
    ]
    done = load(acme, text(tmp_path / "l.csv", rows, encoding, separator))
    assert doubts(done) == [(5, "sheet.no-identity")]  # a quoted line break makes no further row
    (asset,) = assets(acme)
    assert (asset["name"], asset["serial"]) == ("服务器,甲;乙第二行", "0012")
    assert_valid(acme)


def test_numbers_that_excel_has_cut_are_told_in_text_too(acme: Workspace, tmp_path: Path) -> None:
    rows = [["名称", "SN"], ["x", "1.23457E+17"], ["y", "123456789012345000"], ["z", "123456789012345678"]]
    done = load(acme, text(tmp_path / "l.csv", rows))
    assert doubts(done) == [(2, "sheet.changed-number"), (3, "sheet.changed-number")]


# --- the commands -----------------------------------------------------------------------------------------


def test_the_commands_report_rows_and_exit_codes(acme: Workspace, tmp_path: Path) -> None:
    file = book(
        tmp_path / "l.xlsx",
        [*HEAD, "备注"],
        [1, "x", "A", "服务器", None, "?"],
        [2, "y", "B", "加密机", None],
    )
    command = ("contract", "import-assets", str(file), "--contract", "acme")
    ran = acme.run(*command, "--dry-run")
    assert ran.code == 1
    assert "row 3: 类别: unknown category '加密机'" in ran.out
    assert "--category '加密机=ID'" in ran.out
    assert "Nothing written" in ran.err
    ran = acme.run(*command, "-o", "json")
    assert ran.code == 1
    assert (ran.json["schema_version"], ran.json["imported"], ran.json["unchanged"]) == (1, 1, 0)
    assert ran.json["path"] == "contracts/assets/acme.yaml"
    assert ran.json["ignored_columns"] == ["备注"]
    assert [(each["row"], each["code"]) for each in ran.json["rows"]] == [(3, "sheet.unknown-category")]
    ran = acme.run(*command, "--category", "加密机=crypto-device", language="zh-CN")
    assert (ran.code, ran.out) == (0, "")
    assert "已有 1 台（套）" in ran.err
    assert acme.run(*command, "--map", "备注=nothing").code == 2
    out = tmp_path / "out.csv"
    ran = acme.run("contract", "export-assets", "--contract", "acme", "--output", str(out), "-o", "json")
    assert (ran.code, ran.json["assets"]) == (0, 2)
    assert acme.run("contract", "import-assets", str(out), "--contract", "acme").code == 0
    assert (
        acme.run("contract", "export-assets", "--contract", "acme", "--output", str(tmp_path / "x.pdf")).code
        == 2
    )


def imported(acme: Workspace, tmp_path: Path, *rows: list[Any], options: tuple[str, ...] = ()) -> Any:
    file = book(tmp_path / "l.xlsx", *rows)
    return acme.run("contract", "import-assets", str(file), "--contract", "acme", *options)


def test_a_reason_of_neighbouring_rows_is_said_once(acme: Workspace, tmp_path: Path) -> None:
    rows = [[n, f"x{n}", f"A{n}", "量子机", None] for n in range(1, 5)]
    rows.insert(2, [9, "y", "B", "量子机", "03/04/2026"])
    ran = imported(acme, tmp_path, HEAD, *rows, options=("--dry-run",))
    assert ran.out.count("unknown category") == 1
    assert "rows 2-6: 类别: unknown category '量子机'" in ran.out
    assert "row 4: 到货日期: '03/04/2026'" in ran.out
    assert "服务器" in ran.out
    assert "into ;" not in ran.err
    assert "5 rows left out" in ran.err
    ran = imported(acme, tmp_path, HEAD, *rows, options=("-o", "json"))
    assert (len(ran.json["rows"]), ran.json["doubtful"], ran.json["path"]) == (6, 5, None)


def test_reasons_that_only_the_rules_know_are_told_with_the_others(acme: Workspace, tmp_path: Path) -> None:
    rows = [[*HEAD, "其他(JSON)"], [1, "x", "A", "服务器", "3/4/26", '{"colour": 1}']]
    done = load(acme, book(tmp_path / "l.xlsx", *rows))
    assert doubts(done) == [(2, "sheet.unsure-day"), (2, "schema.unknown-key")]
    assert done.doubtful_rows == 1


def test_the_summary_tells_hosts_and_addresses_that_were_not_taken(acme: Workspace, tmp_path: Path) -> None:
    rows = [
        [*HEAD, "IP"],
        [1, "x", "A", "服务器", None, "192.0.2.1"],
        [2, "y", "B", "交换机", None, "192.0.2.2"],
        [3, "z", "C", "-", None, "192.0.2.3"],
    ]
    ran = imported(acme, tmp_path, *rows, options=("--dry-run",))
    assert ran.code == 0
    assert "hosts to inspect over SSH: 1 server" in ran.err
    assert "Addresses not taken: 1 network" in ran.err
    assert "--hosts network,server" in ran.err
    assert "1 of assets without a category" in ran.err
    ran = imported(acme, tmp_path, *rows, options=("--hosts", "network,server", "-o", "json"))
    assert ran.json["hosts"] == {"server": 1, "network": 1}
    assert ran.json["addresses_not_taken"] == [{"row": 4, "category": None, "address": "192.0.2.3"}]
    assert imported(acme, tmp_path, *rows, options=("--hosts", "quantum")).code == 2
    # The list again, without the option: the contract has the host, nothing differs.
    assert imported(acme, tmp_path, *rows).code == 0


def test_a_list_without_a_known_category_column_does_not_end_well(acme: Workspace, tmp_path: Path) -> None:
    rows = [["SN", "名称", "大类", "质保到期"], ["A", "x", "服务器", "2027-01-01"]]
    ran = imported(acme, tmp_path, *rows, options=("--dry-run",))
    assert ran.code == 1
    assert "no column for the category" in ran.err
    assert "--map '大类=category'" in ran.err
    assert "Warranty dates are not taken from a list (质保到期)" in ran.err
    assert imported(acme, tmp_path, *rows, options=("--map", "大类=category")).code == 0


def test_numeric_serials_are_confirmed_by_an_option(acme: Workspace, tmp_path: Path) -> None:
    rows = [HEAD, *([n, "x", 912345678 + n, "服务器", None] for n in range(3))]
    ran = imported(acme, tmp_path, *rows)
    assert (ran.code, ran.out.count("--numeric-serials")) == (1, 1)
    assert "rows 2-4, each with its own value: 序列号: 912345678 is a number cell" in ran.out
    assert imported(acme, tmp_path, *rows, options=("--numeric-serials",)).code == 0


def test_totals_and_signatures_below_a_merged_cell_are_no_assets(acme: Workspace, tmp_path: Path) -> None:
    file = book(
        tmp_path / "l.xlsx",
        HEAD,
        [1, "x", "A", "服务器", None],
        ["合计", None, "30台", None, None],
        [None, None, "制表：张三", None, None],
        change=lambda sheet: sheet.merge_cells("A3:B3"),
    )
    done = load(acme, file)
    assert (done.imported, done.skipped_rows, doubts(done)) == (1, (3, 4), [])


def test_software_without_a_serial_number_is_told_to_have_an_id(acme: Workspace, tmp_path: Path) -> None:
    ran = imported(acme, tmp_path, HEAD, [1, "财务系统", None, "软件", None])
    assert "get an asset id" in ran.out


def test_a_workbook_whose_parts_are_named_with_backslashes_is_read(acme: Workspace, tmp_path: Path) -> None:
    file = book(tmp_path / "l.xlsx", HEAD, [1, "x", "A1", "服务器", "2026-03-01"])
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name)
            part.filename = name.replace("/", "\\")
            new.writestr(part, old.read(name))
    assert load(acme, tmp_path / "b.xlsx").imported == 1


def test_a_strict_workbook_is_read(acme: Workspace, tmp_path: Path) -> None:
    file = book(tmp_path / "l.xlsx", HEAD, [1, "x", "A1", "服务器", "2026-03-01"])
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as new:
        for name in old.namelist():
            part = old.read(name).replace(
                b"http://schemas.openxmlformats.org/spreadsheetml/2006/",
                b"http://purl.oclc.org/ooxml/spreadsheetml/",
            )
            part = part.replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/",
                b"http://purl.oclc.org/ooxml/officeDocument/",
            )
            new.writestr(name, part)
    assert load(acme, tmp_path / "b.xlsx").imported == 1


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        ("xl/workbook.bin", "sheet.kind-xlsb"),
        ("content.xml", "sheet.kind-ods"),
        ("word/document.xml", "sheet.kind-word"),
        ("list.xlsx", "sheet.kind-archive"),
    ],
)
def test_another_kind_of_archive_is_called_by_its_name_and_not_damaged(
    acme: Workspace, tmp_path: Path, part: str, kind: str
) -> None:
    with zipfile.ZipFile(tmp_path / "l.xlsx", "w") as archive:
        archive.writestr(part, "x")
    with pytest.raises(UsageError) as told:
        load(acme, tmp_path / "l.xlsx")
    assert told.value.code == "sheet.other-kind"
    assert told.value.values["kind"] == Named(kind)


@pytest.mark.parametrize("separator", ["，", "|"])
def test_a_list_with_full_width_commas_or_bars_is_read(
    acme: Workspace, tmp_path: Path, separator: str
) -> None:
    lines = ["序列号,名称,型号,类别", "A1,x,R740,服务器"]
    (tmp_path / "l.csv").write_text("\n".join(lines).replace(",", separator), "utf-8")
    assert load(acme, tmp_path / "l.csv").imported == 1


def test_latin_1_is_not_read_as_chinese(acme: Workspace, tmp_path: Path) -> None:
    rows = [
        ["SN", "Name", "Model"],
        ["A1", "Gerät für Müller", "R740"],
        ["A2", "Çà et là, très gênant", "R740"],
    ]
    with pytest.raises(Unanswerable, match=r"sheet\.encoding"):
        load(acme, text(tmp_path / "l.csv", rows, "latin-1"))
    chinese = [["SN", "名称", "型号"], ["A1", "服务器", "R740"]]
    assert load(acme, text(tmp_path / "z.csv", chinese, "gb18030")).imported == 1
