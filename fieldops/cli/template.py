"""fieldops template: check, fields."""

from __future__ import annotations

from pathlib import Path

import click

from fieldops.cli.commands import group
from fieldops.cli.output import Session, print_error, print_line
from fieldops.cli.tables import print_table
from fieldops.errors import ExitCode


@group()
def template() -> None:
    """Templates of the report: Word files and pages of your own."""


@template.command("check")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--print", "shown", is_flag=True, help="Print the text that it gives, each value as its own name."
)
@click.pass_obj
def check(session: Session, file: Path, shown: bool) -> int:
    """Check FILE, a Word file (.docx) or a page (.html.j2): names that there are not, with the nearest one, and mistakes.

    It is tried with a report that has everything and with one that has next to nothing. Exit code 1 for mistakes.
    """
    from fieldops.actions.templates import check_template

    checked = check_template(file, session.language)
    for mistake in checked.mistakes:
        print_error(mistake, session)
    if checked.mistakes:
        return ExitCode.FINDINGS
    print_line(session.say("template.fine", path=str(file)))
    if shown:
        print_line(checked.printed)
    return ExitCode.CLEAN


@template.command("fields")
@click.pass_obj
def fields(session: Session) -> int:
    """List every name that a template of the report may use; [] is each entry of a list.

    For example {{ view.customer }}, and {{ row.check }} in {%p for row in view.problems %}: docs/word.md.
    """
    from fieldops.actions.templates import known_placeholders
    from fieldops.reports.view import FORM

    print_line(session.say("template.form", form=FORM))
    optional = session.say("template.optional")
    print_table(
        session,
        [session.say("template.name"), session.say("template.kind")],
        [
            (each.name, session.say(f"template.kind.{each.kind}") + (optional if each.optional else ""))
            for each in known_placeholders()
        ],
    )
    return ExitCode.CLEAN
