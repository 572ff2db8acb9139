"""fieldops order withdraw, order void: put right what was written down wrongly."""

from __future__ import annotations

import click

from fieldops.cli.commands import command
from fieldops.cli.output import Session, TimeText, form_option, now
from fieldops.errors import ExitCode


@command()
@click.argument("id", metavar="ORDER")
@click.argument("kind", metavar="EVENT")
@click.option("--reason", required=True, metavar="TEXT", help="Why it was not so.")
@click.option(
    "--at",
    "time",
    type=TimeText(),
    metavar="TIME",
    help="When it was said to have happened, where there are several.",
)
@click.option("--by", metavar="PERSON", help="Who puts it right, by id or name.")
@form_option
@click.pass_obj
def withdraw(
    session: Session, id: str, kind: str, reason: str, time: str | None, by: str | None, form: str
) -> int:
    """Withdraw what was told of an order by mistake: a wrong time, the wrong order; then tell it as it was.

    It stays in the record with the reason, and counts for nothing any more. A sheet that was signed before is followed
    by a new version. What later events need, and what stands on a closed order, is refused with the way out.
    """
    from fieldops.actions.order_corrections import withdraw as withdrawn
    from fieldops.cli.order_forms import print_one

    print_one(session, withdrawn(session.root, id, kind, time, reason, by, now()), form)
    return ExitCode.CLEAN


@command()
@click.argument("id", metavar="ORDER")
@click.option("--reason", required=True, metavar="TEXT", help="Why there should be no such order.")
@click.option("--instead", metavar="ORDER", help="The order that is meant, such as the first of two.")
@click.option("--by", metavar="PERSON", help="Who puts it right, by id or name.")
@form_option
@click.pass_obj
def void(session: Session, id: str, reason: str, instead: str | None, by: str | None, form: str) -> int:
    """Void an order that was opened by mistake: twice, for another customer, with the wrong equipment.

    It stays in the record; nothing is owed on it, and it counts as voided only. One on which somebody has worked is refused.
    """
    from fieldops.actions.order_corrections import void as voided
    from fieldops.cli.order_forms import print_one

    print_one(session, voided(session.root, id, reason, instead, by, now()), form)
    return ExitCode.CLEAN
