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
from fieldops.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from fieldops.actions.reports import ReportForm
    from fieldops.actions.runs import Wanted


@command()
@run_argument
@click.option(
    "--format",
    "report_format",
    type=click.Choice(["html", "docx", "pdf", "md"]),
    help="Form of the report: a page, a Word file, a PDF or Markdown; default: by the file's ending, else html.",
)
@click.option(
    "--lang",
    "language",
    type=click.Choice(["zh-CN", "en"]),
    help="Language of the report; default: the contract's.",
)
@click.option(
    "--output",
    type=OutputFile(".html", ".htm", ".docx", ".pdf", ".md"),
    help="File to write, the annexes beside it; '-' for standard output, without them; default: named by customer, visit and period (else kind and day) and run in the workspace's reports/.",
)
@form_option
@click.pass_obj
def report(
    session: Session,
    wanted: Wanted,
    report_format: ReportForm | None,
    language: str | None,
    output: Path | None,
    form: str,
) -> int:
    """Write the report of RUN as one self-contained file (a page, a Word file, a PDF or Markdown), and beside it the annex with all values, commands and hashes
    (HTML and XLSX), whose hashes the report names; RUN is an id, or 'latest' for the newest inspection."""
    from fieldops.actions.reports import make_report, write_report

    refuse_two_on_stdout(output, form)
    to_stdout = output == STDOUT
    name = None if output is None or to_stdout else output.name
    made = make_report(session.root, wanted, language, name, _form(report_format, output))
    if to_stdout:
        print_bytes(made.page.data)
        return ExitCode.CLEAN
    path, *annexes = write_report(session.root, made, output)
    if form == "json":
        data = {
            "run": made.run,
            "kind": run_kind_data(made.kind),
            "format": made.page.form,
            "language": made.language,
            "path": str(path),
            "annexes": [
                {"path": str(file), "sha256": each.sha256}
                for file, each in zip(annexes, made.annexes, strict=True)
            ],
        }
        print_json(data)
    else:
        kind = session.say(f"kind.{made.kind}")
        session.note("output.written", run=made.run, kind=kind, path=str(path))
        session.note("output.annexes", paths="  ".join(map(str, annexes)))
    return ExitCode.CLEAN


def _form(wanted: ReportForm | None, output: Path | None) -> ReportForm:
    """The form that was asked for, else that of the file's ending. Raises UsageError where the two differ."""
    from fieldops.actions.reports import form_of

    if output is None or output == STDOUT:
        return wanted or "html"
    named = form_of(output.name)
    if wanted not in (None, named):
        raise UsageError("output.ending", path=str(output), endings=(f".{wanted}",))
    return named
