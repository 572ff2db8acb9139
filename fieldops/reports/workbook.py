"""The annex of a report as a workbook (.xlsx): what is in a table can be sorted and filtered there.

Every cell is text, whatever it begins with: no formula ever. Equal annexes give equal bytes, so that a hash can be printed
in the report.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

from fieldops.reports.annex_view import AnnexView
from fieldops.reports.packages import MADE, fit_for_xml, without_clock

# What a cell can hold.
_LONGEST = 32_767

Row = Sequence[str]


def workbook_of(annex: AnnexView) -> bytes:
    """The workbook's bytes: sheets for the record, hosts, values, commands and evidence."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    book.properties.creator = "fieldops"
    book.properties.created = book.properties.modified = MADE.replace(tzinfo=None)
    words = annex.words
    for title, widths, rows in (
        (words["annex.record"], (26, 90), _record(annex)),
        (words["annex.hosts"], (20, 26, 18, 18, 18, 30, 16, 40, *[14] * len(annex.verdicts)), _hosts(annex)),
        (words["annex.values"], (20, 34, 20, 26, 24, 40, 14, 44), _values(annex)),
        (words["annex.commands"], (26, 30, 100, 8, 12, 12), _commands(annex)),
        (words["annex.evidence"], (20, 26, 68, 12, 68, 12, 8, 10, 14), _evidence(annex)),
    ):
        _fill(book.create_sheet(_sheet_title(title)), widths, rows)
    stream = io.BytesIO()
    book.save(stream)
    return without_clock(stream.getvalue())


def _sheet_title(text: str) -> str:
    return re.sub(r"[][\\/*?:]", " ", text)[:31]


def _fill(sheet: Any, widths: Sequence[int], rows: Iterator[Row]) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "A2"
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(widths))}1"
    bold = Font(bold=True)
    for at, row in enumerate(rows):
        cells = []
        for text in row:
            cell: Any = WriteOnlyCell(sheet)
            cell.value = fit_for_xml(text)[:_LONGEST]
            # A text that begins as a formula does is taken for one otherwise.
            cell.data_type = "s"
            if at == 0:
                cell.font = bold
            cells.append(cell)
        sheet.append(cells)


def _record(annex: AnnexView) -> Iterator[Row]:
    words = annex.words
    yield words["file"], annex.title
    if annex.signing is not None:
        yield words["status"], " · ".join(filter(None, (annex.signing.state, annex.signing.version)))
    for mark in annex.marks:
        yield words["status"], mark
    for fact in annex.document:
        yield fact.label, fact.value


def _hosts(annex: AnnexView) -> Iterator[Row]:
    names = ("host", "name", "address", "model", "serial", "site", "status", "reason")
    yield [*(annex.words[name] for name in names), *(verdict.word for verdict in annex.verdicts)]
    for row in annex.inventory:
        place = (row.host, row.name, row.address, row.model, row.serial, row.site)
        yield [*place, row.status, row.reason, *row.counts]


def _values(annex: AnnexView) -> Iterator[Row]:
    yield [
        annex.words[name]
        for name in ("area", "check", "host", "item", "value", "remark", "verdict", "standard")
    ]
    for area in annex.areas:
        for check in area.checks:
            for row in check.rows:
                told = (row.host, row.item, row.value, row.note, row.verdict.word, check.standard)
                yield [area.title, check.title, *told]


def _commands(annex: AnnexView) -> Iterator[Row]:
    yield [annex.words[name] for name in ("probe", "name", "command", "sudo", "timeout", "cap")]
    for row in annex.commands:
        yield row.probe, row.title, row.command, row.sudo, row.timeout, row.cap
    for each in annex.forbidden:
        yield each.probe, each.title, f"{annex.words['forbidden']}: {each.command}", "", "", ""


def _evidence(annex: AnnexView) -> Iterator[Row]:
    names = ("host", "probe", "sha256", "size", "error-sha256", "error-size", "exit-code", "ms", "why")
    yield [annex.words[name] for name in names]
    for host in annex.evidence:
        for row in host.rows:
            # As `sha256sum` prints it, so that it can be looked for.
            hashes = row.sha256.replace(" ", ""), row.size, row.error_sha256.replace(" ", ""), row.error_size
            yield [host.host, row.probe, *hashes, row.exit_code, row.ms, row.why]
