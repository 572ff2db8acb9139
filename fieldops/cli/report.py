"""fieldops report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from fieldops.cli.commands import command
from fieldops.cli.files import STDOUT, OutputFile, refuse_two_on_stdout
from fieldops.cli.json_forms import run_kind_data
from fieldops.cli.output import Session, form_option, print_bytes, print_json
from fieldops.cli.run_choice import run_argument
from fieldops.errors import ExitCode

if TYPE_CHECKING:
    from fieldops.actions.runs import Wanted


@command()
@run_argument
@click.option(
    "--format",
    "report_format",
    type=click.Choice(["html"]),
    default="html",
    show_default=True,
    help="Form of the report.",
)
@click.option(
    "--lang",
    "language",
    type=click.Choice(["zh-CN", "en"]),
    help="Language of the report; default: the contract's.",
)
@click.option(
    "--output",
    type=OutputFile(".html", ".htm"),
    help="File to write, '-' for standard output; default: RUN.LANG.html in the workspace's reports/.",
)
@form_option
@click.pass_obj
def report(
    session: Session, wanted: Wanted, report_format: str, language: str | None, output: Path | None, form: str
) -> int:
    """Write the report of RUN as one self-contained file; RUN is an id, or 'latest' for the newest inspection."""
    from fieldops.actions.reports import make_report, write_report

    refuse_two_on_stdout(output, form)
    made = make_report(session.root, wanted, language)
    if output == STDOUT:
        print_bytes(made.html)
        return ExitCode.CLEAN
    path = write_report(session.root, made, output)
    if form == "json":
        data = {
            "run": made.run,
            "kind": run_kind_data(made.kind),
            "format": report_format,
            "language": made.language,
            "path": str(path),
        }
        print_json(data)
    else:
        kind = session.say(f"kind.{made.kind}")
        session.note("output.written", run=made.run, kind=kind, path=str(path))
    return ExitCode.CLEAN
