"""fieldops contract diff."""

from __future__ import annotations

from datetime import date

import click

from fieldops.cli.commands import command
from fieldops.cli.json_forms import WITH_CLAUSES
from fieldops.cli.output import Session, day_option, now, print_json, print_line
from fieldops.errors import ExitCode


@command("diff")
@click.argument("old", metavar="[REV]", default="HEAD")
@click.argument("new", metavar="[REV]", required=False)
@click.option("--contract", metavar="ID", help="Only this contract and what it refers to.")
@click.option(
    "-o",
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="Form of the output; markdown is made for a merge request.",
)
@day_option("--as-of", "Compare what holds from this day on, due dates included.", "as_of")
@click.pass_obj
def diff(
    session: Session, old: str, new: str | None, contract: str | None, form: str, as_of: date | None
) -> int:
    """Show what changes mean: which customer, which deadline, which equipment, which visits.

    \b
    What is not committed yet:   fieldops contract diff
    Since a revision:            fieldops contract diff v1.2
    Between two:                 fieldops contract diff main HEAD
    For a merge request:         fieldops contract diff main HEAD --format markdown

    Comments, quotes and the order of keys mean nothing and are not shown.

    Exit codes: 0 nothing changes, 1 something does, 2 wrong use.
    """
    from fieldops.actions.differences import compare
    from fieldops.cli.difference_forms import as_markdown, comparison_data, text_lines

    found = compare(session.folder, old, new, now=now(), contract=contract, as_of=as_of)
    if form == "json":
        print_json(comparison_data(found, session.language), WITH_CLAUSES)
    elif form == "markdown":
        print_line(as_markdown(found, session.language).rstrip("\n"))
    else:
        for line in text_lines(found, session.language):
            print_line(line)
        if not found.found:
            session.note("diff.none")
    return ExitCode.FINDINGS if found.found else ExitCode.CLEAN
