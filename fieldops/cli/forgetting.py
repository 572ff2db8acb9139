"""fieldops records forget."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from fieldops.cli.commands import command
from fieldops.cli.json_forms import error_data
from fieldops.cli.output import DateParameter, Session, form_option, now, print_json, print_line
from fieldops.errors import ExitCode, UsageError
from fieldops.messages import say_error

if TYPE_CHECKING:
    from fieldops.actions.forgetting import Forgetting
    from fieldops.actions.order_forgetting import ForgottenOrders


@command()
@click.argument("run_id", metavar="[RUN|ORDER]", required=False)
@click.option(
    "--before",
    type=DateParameter(),
    metavar="DATE",
    help="All runs that began, and orders that were reported, before this day and whose time is over.",
)
@click.option("--by", required=True, metavar="PERSON", help="Who of the team deletes it, by id or name.")
@click.option("--dry-run", is_flag=True, help="Only say what would be deleted.")
@form_option
@click.pass_obj
def forget(
    session: Session, run_id: str | None, before: date | None, by: str, dry_run: bool, form: str
) -> int:
    """Delete the evidence of RUN when the time is over for which the contract has it kept: what hosts printed, and scans; or, by
    its number, of a closed order: signed sheets and whatever else was handed in.

    What was judged stays, and so does the chain: that it was deleted, by whom and why, is itself on record. Earlier it is
    refused, with the day (exit 4).
    """
    from fieldops.actions.forgetting import Forgetting, forget_before, forget_run
    from fieldops.actions.order_forgetting import (
        ForgottenOrders,
        forget_order,
        forget_orders_before,
        is_order,
    )
    from fieldops.actions.runs import Wanted

    if (run_id is None) == (before is None):
        raise UsageError("forget.which")
    told, orders = Forgetting((), (), (), True), ForgottenOrders(())
    if before is not None:
        told = forget_before(session.root, before, by, now(), dry_run)
        orders = forget_orders_before(session.root, before, by, now(), dry_run)
    elif run_id is not None and is_order(session.root, run_id):
        orders = forget_order(session.root, run_id, by, now(), dry_run)
    elif run_id is not None:
        told = forget_run(session.root, Wanted(run_id.lower()), by, now(), dry_run)
    if form == "json":
        print_json(_data(session, told, orders))
        return ExitCode.CLEAN
    _print(session, told, orders, dry_run)
    return ExitCode.CLEAN


def _print(session: Session, told: Forgetting, orders: ForgottenOrders, dry_run: bool) -> None:
    for each in told.forgotten:
        code = "forget.would" if dry_run else "forget.done"
        print_line(session.say(code, run=each.run, count=each.blobs, until=each.until.isoformat()))
    for kept in told.kept:
        until = kept.until.isoformat() if kept.until is not None else None
        code = "forget.kept" if until is not None else "forget.kept-without-end"
        print_line(session.say(code, run=kept.run, until=until))
    for endless in told.endless:
        print_line(session.say("forget.scans-without-end", run=endless.run, count=endless.scans))
    for one in orders.forgotten:
        code = "forget.would-order" if dry_run else "forget.done-order"
        print_line(session.say(code, order=one.order, count=one.blobs, until=one.until.isoformat()))
    for left in orders.kept:
        print_line(
            session.say("forget.kept-order", order=left.order, why=say_error(left.why, session.language)[0])
        )
    if not told.forgotten and not orders.forgotten:
        session.note("forget.nothing")
    elif not dry_run:
        given_back = told.given_back and orders.given_back
        session.note("forget.copies" if given_back else "forget.not-given-back")


def _data(session: Session, told: Forgetting, orders: ForgottenOrders) -> dict[str, object]:
    forgotten = [
        {"run": each.run, "blobs": each.blobs, "until": each.until.isoformat()} for each in told.forgotten
    ]
    kept = [
        {"run": each.run, "until": each.until.isoformat() if each.until is not None else None}
        for each in told.kept
    ]
    endless = [{"run": each.run, "scans": each.scans} for each in told.endless]
    return {
        "forgotten": forgotten,
        "kept": kept,
        "scans_without_end": endless,
        "orders": [
            {"order": each.order, "blobs": each.blobs, "until": each.until.isoformat()}
            for each in orders.forgotten
        ],
        "orders_kept": [
            {"order": each.order, **error_data(each.why, session.language)} for each in orders.kept
        ],
        "given_back": told.given_back and orders.given_back,
    }
