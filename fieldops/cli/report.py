"""fieldops report."""

from __future__ import annotations

from pathlib import Path

import click

from fieldops.cli.commands import command
from fieldops.cli.output import Session, form_option, print_json
from fieldops.errors import ExitCode


@command()
@click.argument("run_id", metavar="RUN")
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
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write; default: RUN.LANG.html in the workspace's reports/.",
)
@form_option
@click.pass_obj
def report(
    session: Session, run_id: str, report_format: str, language: str | None, output: Path | None, form: str
) -> int:
    """Write the report of RUN (an id or 'latest') as one self-contained file."""
    from fieldops.actions.reports import write_report

    written = write_report(session.root, run_id, language, output)
    if form == "json":
        data = {
            "run": written.run,
            "kind": written.kind,
            "format": report_format,
            "language": written.language,
            "path": str(written.path),
        }
        print_json(data)
    else:
        kind = session.say(f"kind.{written.kind}")
        session.note("output.written", run=written.run, kind=kind, path=str(written.path))
    return ExitCode.CLEAN
