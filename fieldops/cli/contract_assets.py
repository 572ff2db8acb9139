"""fieldops contract import-assets, export-assets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fieldops.cli.commands import command
from fieldops.cli.files import STDOUT, OutputFile, file_for, refuse_two_on_stdout
from fieldops.cli.output import Session, form_option, print_json, print_line
from fieldops.errors import ExitCode
from fieldops.messages import hint

if TYPE_CHECKING:
    from fieldops.actions.spreadsheets import Imported
    from fieldops.spreadsheet.rows import Doubtful


@command("import-assets")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--contract", required=True, metavar="ID", help="The contract the equipment belongs to.")
@click.option(
    "--map",
    "mapping",
    multiple=True,
    metavar="HEADING=FIELD",
    help="What a column holds; HEADING may be the column's letter, FIELD '-' ignores it.",
)
@click.option(
    "--category",
    "categories",
    multiple=True,
    metavar="WORD=ID",
    help="The category that a word of the list means, such as 加密机=crypto-device.",
)
@click.option("--sheet", metavar="NAME", help="The sheet to read, when several hold equipment.")
@click.option(
    "--hosts",
    multiple=True,
    metavar="CATEGORY,...",
    help="Whose addresses become hosts to inspect over SSH (default: server); none: nobody's.",
)
@click.option(
    "--numeric-serials",
    is_flag=True,
    help="The customer has confirmed that serial numbers in number cells have no leading zeros.",
)
@click.option("--dry-run", is_flag=True, help="Only tell what would be imported; write nothing.")
@form_option
@click.pass_obj
def import_assets(
    session: Session,
    file: Path,
    contract: str,
    mapping: tuple[str, ...],
    categories: tuple[str, ...],
    sheet: str | None,
    hosts: tuple[str, ...],
    numeric_serials: bool,
    dry_run: bool,
    form: str,
) -> int:
    """Add the equipment listed in FILE (.xlsx or .csv) to a contract.

    Known equipment stays as it is written. A row that leaves room for doubt is not imported but listed
    with its number and the reason; all other rows are imported.

    \b
    Try first:      fieldops contract import-assets list.xlsx --contract acme --dry-run
    Own headings:   fieldops contract import-assets list.xlsx --contract acme \\
                        --map '条码=serial' --map 'F=location'

    Exit codes: 0 every row is imported or known, 1 rows were left out or no column for serial number or
    category was found, 2 wrong use.
    """
    from fieldops.actions.spreadsheets import import_assets as run_import

    done = run_import(
        session.root, file, contract, mapping, categories, sheet, dry_run, hosts, numeric_serials
    )
    if form == "json":
        print_json(_data(session, done))
    else:
        _show(session, file, done)
    return ExitCode.FINDINGS if done.doubtful or done.missing else ExitCode.CLEAN


def _show(session: Session, file: Path, done: Imported) -> None:
    for run in _runs(session, done.doubtful):
        values = {"file": file.name, "first": run.first, "last": run.last, "message": run.message}
        if run.first == run.last:
            print_line(session.say("sheet.row", file=file.name, row=run.first, message=run.message))
        else:
            print_line(session.say("sheet.rows" if run.same else "sheet.rows-alike", **values))
        if run.advice:
            print_line(f"    {session.label('word.hint')}{run.advice}")
    _show_unread(session, done)
    _show_hosts(session, done)
    counts = {"imported": done.imported, "unchanged": done.unchanged, "doubtful": done.doubtful_rows}
    if not done.imported:
        session.note("sheet.nothing-new", **counts)
    elif done.dry_run:
        session.note("sheet.would-import", path=", ".join(done.paths), **counts)
    else:
        session.note("sheet.imported", path=", ".join(done.paths), **counts)
    if done.doubtful and done.imported and not done.dry_run:
        session.note("sheet.others-imported")


def _show_unread(session: Session, done: Imported) -> None:
    for name in done.missing:
        session.note("sheet.missing-serial" if name == "serial" else "sheet.missing-category")
    for likely in done.likely:
        session.note("sheet.likely-column", heading=likely.heading, field=likely.field)
    if done.ignored_columns:
        session.note("sheet.ignored-columns", columns=", ".join(done.ignored_columns))
    if done.warranty_columns:
        session.note("sheet.warranty-columns", columns=", ".join(done.warranty_columns))
    if done.skipped_rows:
        session.note("sheet.skipped-rows", rows=", ".join(str(row) for row in done.skipped_rows))


def _show_hosts(session: Session, done: Imported) -> None:
    if done.hosts:
        session.note("sheet.hosts", counts=_counted(done.hosts))
    left = Counter(address.category or "-" for address in done.addresses)
    named = sorted(category for category in left if category != "-")
    if named:
        asked = ",".join(sorted({*done.host_categories, *named}))
        counts = _counted({category: left[category] for category in named})
        session.note("sheet.addresses-not-taken", counts=counts, hosts=asked)
    if left["-"]:
        session.note("sheet.addresses-without-category", count=left["-"])


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{counts[category]} {category}" for category in sorted(counts))


@dataclass(slots=True)
class _Run:
    """Neighbouring rows with one reason. Not `same`: each row has its own value, and `message` is of the first."""

    first: int
    last: int
    message: str
    advice: str | None
    same: bool = True


def _runs(session: Session, doubtful: Sequence[Doubtful]) -> list[_Run]:
    """The reasons in the order of their first rows; what neighbouring rows have in common is said once."""
    runs: list[_Run] = []
    latest: dict[tuple[object, ...], _Run] = {}
    for doubt in doubtful:
        message, advice = _said(session, doubt)
        # A whole column, or a whole table, has one remedy, whatever its rows say.
        alike = doubt.code in ("sheet.number-serial", "sheet.row-number", "sheet.any-table")
        key = (doubt.code, doubt.values.get("heading")) if alike else (doubt.code, message, advice)
        run = latest.get(key)
        if run is not None and doubt.row - run.last <= 1:
            run.last, run.same = doubt.row, run.same and run.message == message
        else:
            latest[key] = _Run(doubt.row, doubt.row, message, advice)
            runs.append(latest[key])
    return runs


def _said(session: Session, doubt: Doubtful) -> tuple[str, str | None]:
    return session.say(doubt.code, **doubt.values), hint(doubt.code, session.language, doubt.values)


def _data(session: Session, done: Imported) -> dict[str, object]:
    rows = []
    for doubt in done.doubtful:
        message, advice = _said(session, doubt)
        rows.append({"row": doubt.row, "code": doubt.code, "message": message, "hint": advice})
    return {
        "dry_run": done.dry_run,
        "imported": done.imported,
        "unchanged": done.unchanged,
        "doubtful": done.doubtful_rows,
        "rows": rows,
        "ignored_columns": list(done.ignored_columns),
        "skipped_rows": list(done.skipped_rows),
        "warranty_columns": list(done.warranty_columns),
        "likely_columns": [{"heading": each.heading, "field": each.field} for each in done.likely],
        "missing_fields": list(done.missing),
        "hosts": dict(done.hosts),
        "addresses_not_taken": [
            {"row": each.row, "category": each.category, "address": each.address} for each in done.addresses
        ],
        "path": done.paths[0] if done.paths else None,
        "paths": list(done.paths),
    }


@command("export-assets")
@click.option("--contract", required=True, metavar="ID", help="The contract whose equipment is written.")
@click.option(
    "--output",
    required=True,
    type=OutputFile(".xlsx", ".csv"),
    help="File to write: .xlsx or .csv; '-' for CSV on standard output.",
)
@form_option
@click.pass_obj
def export_assets(session: Session, contract: str, output: Path, form: str) -> int:
    """Write the equipment of a contract, from all its files, as a spreadsheet.

    The headings are in the contract's language. Importing the file again changes nothing.
    """
    from fieldops.actions.spreadsheets import export_assets as run_export

    refuse_two_on_stdout(output, form)
    with file_for(output, "assets.csv") as file:
        count = run_export(session.root, contract, file)
    if output == STDOUT:
        return ExitCode.CLEAN
    if form == "json":
        print_json({"contract": contract, "assets": count, "path": str(output)})
    else:
        session.note("sheet.exported", count=count, path=str(output))
    return ExitCode.CLEAN
