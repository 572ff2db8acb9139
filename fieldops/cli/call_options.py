"""Options that say what is known of a customer's call: the same where an order is opened, and where that is corrected."""

from __future__ import annotations

from typing import Any

import click

from fieldops.cli.commands import Worded

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
