"""fieldops demo."""

from __future__ import annotations

from pathlib import Path

import click

from fieldops.cli.commands import command
from fieldops.cli.output import Session, form_option, print_json
from fieldops.errors import ExitCode


@command()
@click.argument("folder", metavar="[DIR]", default="demo", type=click.Path(path_type=Path, file_okay=False))
@form_option
@click.pass_obj
def demo(session: Session, folder: Path, form: str) -> int:
    """Show the whole way, from a contract to the report, on a real SSH server of this machine.

    Makes a workspace in DIR (default: demo), starts an OpenSSH server on loopback as an unprivileged
    process, inspects it by the standard playbook and writes the report in both languages.
    """
    from fieldops.actions.demonstration import demonstrate
    from fieldops.cli.inspect import progress
    from fieldops.cli.run_text import print_run

    with progress(session) as observer:
        made = demonstrate(session.start / folder, session.note, observer)
    if form == "json":
        reports = [str(path) for path in made.reports]
        print_json({"folder": str(made.folder), "run": made.run.id, "reports": reports})
        return ExitCode.CLEAN
    print_run(session, made.run, findings_only=True)
    session.note("demo.reports", paths="  ".join(str(path) for path in made.reports))
    session.note("demo.look", path=str(made.folder), run=made.run.id)
    return ExitCode.CLEAN
