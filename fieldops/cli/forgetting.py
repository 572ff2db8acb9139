"""fieldops records forget."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from fieldops.cli.commands import command
from fieldops.cli.output import DateParameter, Session, form_option, now, print_json, print_line
from fieldops.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from fieldops.actions.forgetting import Forgetting


@command()
@click.argument("run_id", metavar="[RUN]", required=False)
@click.option(
    "--before",
    type=DateParameter(),
    metavar="DATE",
    help="All runs that began before this day and whose time is over.",
)
@click.option("--by", required=True, metavar="PERSON", help="Who of the team deletes it, by id or name.")
@click.option("--dry-run", is_flag=True, help="Only say what would be deleted.")
@form_option
@click.pass_obj
def forget(
    session: Session, run_id: str | None, before: date | None, by: str, dry_run: bool, form: str
) -> int:
    """Delete the evidence of RUN when the time is over for which the contract has it kept: what hosts printed, and scans.

    What was judged stays, and so does the chain: that it was deleted, by whom and why, is itself on record. Earlier it is
    refused, with the day (exit 4).
    """
    from fieldops.actions.forgetting import forget_before, forget_run
    from fieldops.actions.runs import Wanted

    if (run_id is None) == (before is None):
        raise UsageError("forget.which")
    if run_id is not None:
        told = forget_run(session.root, Wanted(run_id.lower()), by, now(), dry_run)
    else:
        assert before is not None  # one of the two was given
        told = forget_before(session.root, before, by, now(), dry_run)
    if form == "json":
        print_json(_data(told))
        return ExitCode.CLEAN
    _print(session, told, dry_run)
    return ExitCode.CLEAN


def _print(session: Session, told: Forgetting, dry_run: bool) -> None:
    for each in told.forgotten:
        code = "forget.would" if dry_run else "forget.done"
        print_line(session.say(code, run=each.run, count=each.blobs, until=each.until.isoformat()))
    for kept in told.kept:
        until = kept.until.isoformat() if kept.until is not None else None
        code = "forget.kept" if until is not None else "forget.kept-without-end"
        print_line(session.say(code, run=kept.run, until=until))
    for endless in told.endless:
        print_line(session.say("forget.scans-without-end", run=endless.run, count=endless.scans))
    if not told.forgotten:
        session.note("forget.nothing")
    if told.forgotten and not dry_run:
        session.note("forget.copies" if told.given_back else "forget.not-given-back")


def _data(told: Forgetting) -> dict[str, object]:
    forgotten = [
        {"run": each.run, "blobs": each.blobs, "until": each.until.isoformat()} for each in told.forgotten
    ]
    kept = [
        {"run": each.run, "until": each.until.isoformat() if each.until is not None else None}
        for each in told.kept
    ]
    endless = [{"run": each.run, "scans": each.scans} for each in told.endless]
    return {"forgotten": forgotten, "kept": kept, "scans_without_end": endless, "given_back": told.given_back}
