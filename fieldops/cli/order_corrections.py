"""fieldops order correct, order withdraw, order void: put right what was written down wrongly; and the options of a call."""

from __future__ import annotations

from typing import Any

import click

from fieldops.cli.commands import Worded, command
from fieldops.cli.output import Session, TimeText, form_option, now
from fieldops.cli.sla import FACTS, facts_given, with_facts
from fieldops.errors import ExitCode

# In the order in which the help lists them.
_OPTIONS = (
    click.option("--channel", metavar="KIND", help="How it came in, such as hotline."),
    click.option("--caller", metavar="NAME", help="Who reports it."),
    click.option("--phone", metavar="NUMBER", help="How the caller is reached."),
    click.option(
        "--asset", metavar="ID", help="The equipment of the contract that is faulty, by id, serial or name."
    ),
    click.option(
        "--affected", metavar="TEXT", help="What is affected, where it is no equipment of the contract."
    ),
    click.option(
        "--inside",
        type=Worded(["yes", "no"]),
        help="Whether that is in the contract's scope, where it is no equipment.",
    ),
    click.option("--symptom", metavar="TEXT", help="What the customer sees, with the error text."),
    click.option("--environment", metavar="TEXT", help="Where and under which circumstances."),
)


def with_call(command: Any) -> Any:
    """The options that say who calls, how, about what, and what they see."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@command()
@click.argument("id", metavar="ORDER")
@click.option("--reason", required=True, metavar="TEXT", help="Why what was written down is not so.")
@click.option("--reported", type=TimeText(), metavar="TIME", help="When it was reported.")
@click.option("--severity", help="One of the contract's severities.")
@click.option("--scope", help="How far it reaches, where the contract grades by scope and urgency.")
@click.option("--urgency", help="How urgent it is, where the contract grades by scope and urgency.")
@with_call
@click.option(
    "--customer",
    metavar="NAME",
    help="Whose order it is: that cannot be corrected; void the order and open another one.",
)
@click.option("--by", metavar="PERSON", help="Who puts it right, by id or name.")
@with_facts
@form_option
@click.pass_obj
def correct(session: Session, /, id: str, reason: str, by: str | None, form: str, **given: Any) -> int:
    """Correct what was given wrongly when an order was opened: when it was reported, the equipment, the caller, the symptom.

    All times are counted anew; what was met and is met no more is told. What was given first stays in the record with the
    reason, and a sheet that was signed before is followed by a new version. The customer cannot be corrected: void the order
    (order void) and open another one.
    """
    from fieldops.actions.order_corrections import AsItWas
    from fieldops.actions.order_corrections import correct as corrected
    from fieldops.cli.order_data import print_one

    facts, inside = facts_given(given), given["inside"]
    texts = {name: value for name, value in given.items() if name not in FACTS and name != "inside"}
    truth = AsItWas(facts=facts, inside=None if inside is None else inside == "yes", **texts)
    print_one(session, corrected(session.root, id, truth, reason, by, now()), form)
    return ExitCode.CLEAN


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
@click.option(
    "--which",
    type=click.IntRange(min=1),
    metavar="NUMBER",
    help="Which one of several of the same time, as the refusal lists them.",
)
@click.option("--by", metavar="PERSON", help="Who puts it right, by id or name.")
@form_option
@click.pass_obj
def withdraw(
    session: Session,
    id: str,
    kind: str,
    reason: str,
    time: str | None,
    which: int | None,
    by: str | None,
    form: str,
) -> int:
    """Withdraw what was told of an order by mistake: a wrong time, the wrong order; then tell it as it was.

    It stays in the record with the reason, and counts for nothing any more. A sheet that was signed before is followed
    by a new version. What later events need, and what stands on a closed order, is refused with the way out.
    """
    from fieldops.actions.order_corrections import withdraw as withdrawn
    from fieldops.cli.order_data import print_one

    print_one(session, withdrawn(session.root, id, kind, time, reason, by, now(), which), form)
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
    from fieldops.cli.order_data import print_one

    view = voided(session.root, id, reason, instead, by, now())
    print_one(session, view, form)
    if (about := view.order.opened.about) is not None:
        # The other order keeps what it was told: whether the customer complained at all, nobody has said.
        session.note("order.void-complaint", order=about, complaint=view.order.id)
    return ExitCode.CLEAN
