"""fieldops stock list, low, check, show, log, import: what lies where, what is short, and what was moved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from fieldops.cli.commands import command
from fieldops.cli.output import Session, TimeText, form_option, now
from fieldops.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldops.actions.stock import Seen
    from fieldops.service.alarms import Alarm
    from fieldops.service.stock import Shelf

_table_form = click.option(
    "-o",
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json", "csv"]),
    default="text",
    show_default=True,
    help="Form of the output.",
)
_stock_argument = click.argument("stock", metavar="[STOCK]", required=False)


@command("list")
@_stock_argument
@click.option("--contract", metavar="CONTRACT", help="Only the stores that are kept for this contract.")
@_table_form
@click.pass_obj
def list_command(session: Session, stock: str | None, contract: str | None, form: str) -> int:
    """List what lies in the stores: how many, how many of them are put aside, how many must be kept.

    Exit codes: 0 well, 2 wrong use, 3 the documents of a store have mistakes.
    """
    from fieldops.cli.stock_forms import print_shelves

    seen, shelves = _seen(session, stock, contract)
    print_shelves(session, seen, shelves, form)
    return ExitCode.INCOMPLETE if _say_left_out(session, seen) else ExitCode.CLEAN


@command("low")
@_stock_argument
@click.option("--contract", metavar="CONTRACT", help="Only the stores that are kept for this contract.")
@_table_form
@click.pass_obj
def low_command(session: Session, stock: str | None, contract: str | None, form: str) -> int:
    """List what is wrong in the stores: too few, past or near the last day of use, put aside for too long.

    Exit codes: 0 nothing, 1 something, 2 wrong use, 3 the documents of a store have mistakes.
    """
    from fieldops.cli.stock_forms import print_alarms
    from fieldops.service.alarms import alarms

    seen, shelves = _seen(session, stock, contract)
    found: Sequence[Alarm] = [
        alarm for shelf in shelves for alarm in alarms(seen.world, shelf, seen.day(shelf.stock))
    ]
    print_alarms(session, seen, found, form)
    if _say_left_out(session, seen):
        return ExitCode.INCOMPLETE
    return ExitCode.FINDINGS if found else ExitCode.CLEAN


@command("check")
@click.argument("contract", metavar="[CONTRACT]", required=False)
@_table_form
@click.pass_obj
def check_command(session: Session, contract: str | None, form: str) -> int:
    """Hold what contracts need against what lies in the stores: spares for key equipment, loaners that were promised.

    Exit codes: 0 all is there, 1 something is missing, 2 wrong use, 3 a contract or a store has mistakes.
    """
    from fieldops.actions.stock import check
    from fieldops.cli.output import note_left_out
    from fieldops.cli.stock_forms import print_needs

    checked = check(session.root, now(), contract)
    print_needs(session, checked, form)
    note_left_out(session, checked.left_out)
    if _say_left_out(session, checked.seen) or checked.left_out:
        return ExitCode.INCOMPLETE
    return ExitCode.FINDINGS if checked.needs or checked.warned else ExitCode.CLEAN


@command("show")
@click.argument("what", metavar="PART_NO|SERIAL")
@form_option
@click.pass_obj
def show_command(session: Session, what: str, form: str) -> int:
    """Show a part with all that lies of it anywhere, for whom it is put aside, and what is out; or where a serial number is."""
    from fieldops.actions.stock import look, whereabouts
    from fieldops.cli.stock_forms import print_found

    seen = look(session.root, now())
    found = whereabouts(session.root, seen, what)
    print_found(session, seen, found, form)
    return ExitCode.INCOMPLETE if _say_left_out(session, seen) else ExitCode.CLEAN


@command("log")
@_stock_argument
@click.option("--part", metavar="PART_NO", help="Only this part.")
@click.option("--serial", metavar="SERIAL", help="Only what happened to this serial number.")
@click.option("--order", metavar="ORDER", help="Only what is for this service order.")
@_table_form
@click.pass_obj
def log_command(
    session: Session, stock: str | None, part: str | None, serial: str | None, order: str | None, form: str
) -> int:
    """List what was moved, in the order in which it was recorded: when, what, by whom, for what, and why."""
    from fieldops.actions.stock import look, stock_called
    from fieldops.cli.stock_forms import print_moves

    seen = look(session.root, now())
    id = stock_called(seen, stock) if stock is not None else None
    of_serial = seen.moves if serial is None else seen.moves_of(serial)
    moves = [
        each
        for each in of_serial
        if (id is None or id in (each.stock, each.to))
        and (part is None or part == each.part_no)
        and (order is None or order == each.order)
    ]
    print_moves(session, seen, moves, form)
    return ExitCode.CLEAN


def _seen(session: Session, stock: str | None, contract: str | None) -> tuple[Seen, list[Shelf]]:
    """The stores, and the shelves that were asked for."""
    from fieldops.actions.stock import contract_called, look, stock_called

    seen = look(session.root, now())
    wanted = contract_called(session.root, contract) if contract is not None else None
    ids = [each.id for each in seen.world.serving(wanted)]
    if stock is not None:
        ids = [id for id in ids if id == stock_called(seen, stock)]
    return seen, [shelf for id in ids for shelf in seen.world.shelves(id)]


def _say_left_out(session: Session, seen: Seen) -> bool:
    for id, path in seen.stores.left_out:
        session.note("stock.left-out", stock=id, path=path)
    return bool(seen.stores.left_out)


@command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("stock", metavar="STOCK")
@click.option("--by", required=True, metavar="PERSON", help="Who does it, by id or name.")
@click.option("--at", "time", type=TimeText(), metavar="TIME", help="When it happened; default: now.")
@click.option("--sheet", metavar="NAME", help="The sheet of a workbook.")
@click.option("--reason", metavar="TEXT", help="Why.")
@click.option("--dry-run", is_flag=True, help="Only say what would be recorded.")
@form_option
@click.pass_obj
def import_command(
    session: Session,
    file: Path,
    stock: str,
    by: str,
    time: str | None,
    sheet: str | None,
    reason: str | None,
    dry_run: bool,
    form: str,
) -> int:
    """Count what a store keeper's list names (.xlsx or .csv): a first inventory, or a count of the whole store.

    The list has a column for the part (number or name) and one for how many or for serial numbers. All of it is
    recorded or nothing; where a row is unclear, it is told. What the list does not name stays as it is.

    Exit codes: 0 recorded, or all is as the books say, 2 wrong use, or unclear rows.
    """
    from fieldops.actions.stock import Asked
    from fieldops.actions.stock_files import import_inventory
    from fieldops.cli.stock_forms import print_taken
    from fieldops.records.stock_events import Movement

    asked = Asked(Movement.COUNTED, stock, by=by, time=time, reason=reason)
    taken = import_inventory(session.root, file, asked, now(), sheet, dry_run)
    print_taken(session, taken, dry_run, form)
    return ExitCode.CLEAN
