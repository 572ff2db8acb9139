"""fieldops contract diff."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from fieldops.cli.commands import command
from fieldops.cli.json_forms import WITH_CLAUSES
from fieldops.cli.output import Session, day_option, now, print_json, print_line, text_form_option
from fieldops.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from fieldops.actions.differences import Comparison


@command("diff")
@click.argument("old", metavar="[REV|CONTRACT]", default="HEAD")
@click.argument("new", metavar="[REV|CONTRACT]", required=False)
@click.option("--contract", metavar="ID", help="Only this contract and what it refers to.")
@click.option("--with-predecessor", is_flag=True, help="Compare the contract with the one that it continues.")
@text_form_option("Form of the output; markdown is made for a merge request.")
@day_option("--as-of", "Compare what holds from this day on, due dates included.", "as_of")
@click.pass_obj
def diff(
    session: Session,
    old: str,
    new: str | None,
    contract: str | None,
    form: str,
    as_of: date | None,
    with_predecessor: bool,
) -> int:
    """Show what changes mean: which customer, which deadline, which equipment, which visits.

    \b
    What is not committed yet:   fieldops contract diff
    Since a revision:            fieldops contract diff v1.2
    Between two:                 fieldops contract diff main HEAD
    For a merge request:         fieldops contract diff main HEAD --format markdown
    Two contracts of today:      fieldops contract diff acme acme-2027
    A renewal with the contract before:  fieldops contract diff acme-2027 --with-predecessor

    What is less for the customer than before comes first.
    Comments, quotes and the order of keys mean nothing and are not shown.

    Exit codes: 0 nothing changes, 1 something does, 2 wrong use.
    """
    from fieldops.cli.difference_forms import as_markdown, comparison_data, text_lines

    found = _found(session, old, new, contract, as_of, with_predecessor)
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


def _found(
    session: Session,
    old: str,
    new: str | None,
    contract: str | None,
    as_of: date | None,
    with_predecessor: bool,
) -> Comparison:
    from fieldops.actions.differences import (
        compare,
        compare_contracts,
        compare_with_predecessor,
        contracts_named,
    )

    of_one = new is None and contract is None
    if with_predecessor:
        if new is not None or as_of is not None or (contract is None and old == "HEAD"):
            raise UsageError("diff.predecessor-of-one")
        return compare_with_predecessor(session.root, contract or old, now=now())
    if new is not None and contract is None and contracts_named(session.folder, (old, new)):
        if as_of is not None:
            raise UsageError("diff.contracts-as-of")
        return compare_contracts(session.root, old, new, now=now())
    if of_one and old != "HEAD" and contracts_named(session.folder, (old,)):
        return compare(session.folder, "HEAD", None, now=now(), contract=old, as_of=as_of)
    return compare(session.folder, old, new, now=now(), contract=contract, as_of=as_of)
