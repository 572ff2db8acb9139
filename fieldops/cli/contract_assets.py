"""fieldops contract import-assets, export-assets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from fieldops.cli.output import Session, form_option, print_json, print_line
from fieldops.errors import ExitCode
from fieldops.messages import hint

if TYPE_CHECKING:
    from fieldops.actions.spreadsheets import Imported
    from fieldops.contracts.spreadsheet.rows import Doubtful


@click.command("import-assets")
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

    Exit codes: 0 every row is imported or known, 1 rows were left out, 2 wrong use.
    """
    from fieldops.actions.spreadsheets import import_assets as run_import

    done = run_import(session.root, file, contract, mapping, categories, sheet, dry_run)
    if form == "json":
        print_json(_data(session, done))
    else:
        _show(session, file, done)
    return ExitCode.FINDINGS if done.doubtful else ExitCode.CLEAN


def _show(session: Session, file: Path, done: Imported) -> None:
    for doubt in done.doubtful:
        message, advice = _said(session, doubt)
        print_line(session.say("sheet.row", file=file.name, row=doubt.row, message=message))
        if advice:
            print_line(f"    {session.say('word.hint')}: {advice}")
    if done.ignored_columns:
        session.note("sheet.ignored-columns", columns=", ".join(done.ignored_columns))
    if done.skipped_rows:
        session.note("sheet.skipped-rows", rows=", ".join(str(row) for row in done.skipped_rows))
    counts = {"imported": done.imported, "unchanged": done.unchanged, "doubtful": len(done.doubtful)}
    if done.dry_run:
        session.note("sheet.would-import", path=", ".join(done.paths), **counts)
    elif done.imported:
        session.note("sheet.imported", path=", ".join(done.paths), **counts)
    else:
        session.note("sheet.nothing-new", **counts)
    if done.doubtful and done.imported and not done.dry_run:
        session.note("sheet.others-imported")


def _said(session: Session, doubt: Doubtful) -> tuple[str, str | None]:
    return session.say(doubt.code, **doubt.values), hint(doubt.code, session.language, doubt.values)


def _data(session: Session, done: Imported) -> dict[str, object]:
    rows = []
    for doubt in done.doubtful:
        message, advice = _said(session, doubt)
        rows.append({"row": doubt.row, "code": doubt.code, "message": message, "hint": advice})
    return {
        "schema_version": 1,
        "dry_run": done.dry_run,
        "imported": done.imported,
        "unchanged": done.unchanged,
        "rows": rows,
        "ignored_columns": list(done.ignored_columns),
        "skipped_rows": list(done.skipped_rows),
        "path": done.paths[0] if done.paths else None,
        "paths": list(done.paths),
    }


@click.command("export-assets")
@click.option("--contract", required=True, metavar="ID", help="The contract whose equipment is written.")
@click.option(
    "--output",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write: .xlsx or .csv.",
)
@form_option
@click.pass_obj
def export_assets(session: Session, contract: str, output: Path, form: str) -> int:
    """Write the equipment of a contract, from all its files, as a spreadsheet.

    The headings are in the contract's language. Importing the file again changes nothing.
    """
    from fieldops.actions.spreadsheets import export_assets as run_export

    count = run_export(session.root, contract, output)
    if form == "json":
        print_json({"schema_version": 1, "contract": contract, "assets": count, "path": str(output)})
    else:
        session.note("sheet.exported", count=count, path=str(output))
    return ExitCode.CLEAN
