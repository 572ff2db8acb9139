"""The annex as a workbook, read back by openpyxl."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from openpyxl import load_workbook
from sample_run import HOSTILE, check, host, item, run_with, sample_run

from fieldops.messages import LANGUAGES
from fieldops.records.runs import Run
from fieldops.reports.annexes import build_annex
from fieldops.reports.workbook import workbook_of


def sheets(run: Run, language: str = "en") -> dict[str, list[list[Any]]]:
    book = load_workbook(io.BytesIO(workbook_of(build_annex(run, language))))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def test_the_workbook_has_every_value_command_and_hash() -> None:
    run, annex = sample_run(), build_annex(sample_run(), "en")
    found = sheets(run)
    assert list(found) == ["Record", "Hosts", "Values", "Commands that were run", "Evidence"]
    assert [row[0] for row in found["Hosts"][1:]] == [each.host for each in run.hosts]
    rows = [row for area in annex.areas for each in area.checks for row in each.rows]
    assert len(found["Values"]) == 1 + len(rows)
    assert found["Values"][1][:5] == ["Operating system", "Uptime", "core-db-01", "—", "52 d 20 h 51 min"]
    hashes = [each.out_sha256 for told in run.hosts for each in told.evidence]
    assert [row[2] for row in found["Evidence"][1:]] == hashes
    commands = {row[0]: row[2] for row in found["Commands that were run"]}
    assert commands["memory"] == "cat /proc/meminfo"


def test_what_begins_as_a_formula_is_text_and_what_xml_cannot_hold_is_marked() -> None:
    hostile = ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\x0b\ufffe", HOSTILE, "<w:p>{{ 7*7 }}"]
    rows = [item(value, "INFO", None, value) for value in hostile]
    run = run_with([host("core-db-01", "done", [check("uptime", "INFO", *rows)], [])])
    book = load_workbook(io.BytesIO(workbook_of(build_annex(run, "en"))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    shown = [cell.value for cell in cells]
    assert all(value in shown for value in (*hostile[:5], hostile[-1]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_equal_annexes_give_equal_bytes(language: str) -> None:
    annex = build_annex(sample_run(), language)
    assert workbook_of(annex) == workbook_of(annex)
    made = load_workbook(io.BytesIO(workbook_of(annex))).properties
    assert (made.created, made.modified) == (datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None),) * 2
