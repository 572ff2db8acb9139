"""fieldops stock list, low, show, log: what lies where, what is short, and what was moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from fieldops.cli.commands import command
from fieldops.cli.output import Session, form_option, now
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
    moves = [
        each
        for each in seen.moves
        if (id is None or id in (each.stock, each.to))
        and (part is None or part == each.part_no)
        and (serial is None or serial in each.serials)
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
