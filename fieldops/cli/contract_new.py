"""fieldops contract new."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fieldops.cli.commands import command
from fieldops.cli.output import Session, inert, now, print_line, problem_text
from fieldops.errors import ExitCode, Problem, UsageError
from fieldops.messages import one_line

if TYPE_CHECKING:
    from fieldops.actions.new_contracts import NewContract
    from fieldops.contracts.template import Assignment


@command()
@click.argument("id", metavar="[ID]", required=False)
@click.option("--from", "template", metavar="TEMPLATE", help="Name of a contract template.")
@click.option(
    "--set",
    "values",
    metavar="NAME=VALUE",
    multiple=True,
    help="A value of the template, such as customer.name=ACME; may be given several times.",
)
@click.option(
    "--from-contract", "old", metavar="CONTRACT", help="The contract that the new one continues (a renewal)."
)
@click.pass_obj
def new(
    session: Session, id: str | None, template: str | None, values: tuple[str, ...], old: str | None
) -> int:
    """Write a new contract from a template or as the renewal of another one, and say what remains to be done.

    \b
    Which templates:     fieldops contract new
    To be filled in:     fieldops contract new acme --from standard-service
    Filled in at once:   fieldops contract new acme --from standard-service \\
                           --set customer.name=ACME --set term.start=2027-01-01
    A renewal:           fieldops contract new acme-2029 --from-contract acme

    Each value that remains is listed with its place and the name that --set takes. A folder with a contract.yaml
    below templates/contracts/ of the workspace is a template too.
    """
    if id is None or (template is None and old is None):
        return _print_templates(session, id)
    if template is not None and old is not None:
        raise UsageError("new.from-what")
    if old is not None:
        if values:
            raise UsageError("new.set-for-template")
        return _renew(session, id, old)
    from fieldops.actions.new_contracts import new_contract

    made = new_contract(session.root, id, template or "", assignments(values), now())
    _print_made(session, id, made)
    return ExitCode.FINDINGS if made.errors else ExitCode.CLEAN


def assignments(values: Sequence[str]) -> list[Assignment]:
    """What ``NAME=VALUE`` means. Raises UsageError for what is not of that form."""
    from fieldops.contracts.template import Assignment

    found = []
    for each in values:
        name, sign, value = each.partition("=")
        if not sign or not name.strip():
            raise UsageError("new.set-form", written=each)
        found.append(Assignment(name.strip(), value.strip()))
    return found


def _print_templates(session: Session, id: str | None) -> int:
    """The templates, a line each; the exit code is that of wrong use where a contract was asked for."""
    from fieldops.actions.new_contracts import described_templates

    templates = described_templates(session.root)
    width = max(map(len, templates), default=0)
    for name, purpose in templates.items():
        print_line(inert(f"{name:{width}}  {session.value(purpose) if purpose else ''}".rstrip()))
    if id is None:
        session.note("new.choose", id="ID")
        return ExitCode.CLEAN
    raise UsageError("new.from-what", id=id)


def _print_made(session: Session, id: str, made: NewContract) -> None:
    for file in made.files:
        print_line(_shown(session.root, file))
    for blank in made.blanks:
        title = session.value(blank.title)
        print_line(inert(f"{one_line(str(blank.position))}: {session.paint(blank.name, 'heading')}  {title}"))
    _print_problems(session, made.problems)
    session.note("new.made" if made.blanks else "new.made-whole", id=id, count=len(made.blanks))


def _renew(session: Session, id: str, old: str) -> int:
    from fieldops.actions.renewals import renew_contract

    renewed = renew_contract(session.root, id, old, now())
    for file in renewed.files:
        print_line(_shown(session.root, file))
    _print_problems(session, renewed.problems)
    for each in renewed.stores:
        session.note(each.codes[0], **each.values)
    values = {"id": id, "predecessor": renewed.predecessor, "start": renewed.start, "end": renewed.end}
    session.note("renew.made", **values, count=len(renewed.problems))
    for each in renewed.left_out:
        session.note("renew.left-out", what=each)
    return ExitCode.CLEAN


def _print_problems(session: Session, problems: Sequence[Problem]) -> None:
    for problem in problems:
        print_line(problem_text(problem, session))


def _shown(root: Path, file: Path) -> str:
    return file.relative_to(root).as_posix() if file.is_relative_to(root) else str(file)
