"""fieldops bundle import."""

from __future__ import annotations

from pathlib import Path

import click

from fieldops.cli.commands import command
from fieldops.cli.inspect import exit_code
from fieldops.cli.output import Session, form_option, now, print_json
from fieldops.cli.run import run_data
from fieldops.cli.run_text import print_run
from fieldops.errors import ExitCode
from fieldops.messages import say_error


@command("import")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(path_type=Path, dir_okay=False),
)
@click.option(
    "--override",
    metavar="REASON",
    help="Take it in in spite of the contract or of its time being over; recorded and printed.",
)
@click.option("-v", "--verbose", is_flag=True, help="Print every value, not only what somebody must act on.")
@form_option
@click.pass_obj
def import_results(
    session: Session, files: tuple[Path, ...], override: str | None, verbose: bool, form: str
) -> int:
    """Take the results that bundles gave on their hosts into the record store, all FILEs together: into the
    inspection that waits for them, else as a run of their own.

    A result that is here already changes nothing; one with a changed byte is refused (exit 1).
    """
    from fieldops.actions.bundle_results import FaultyResults, take_in

    try:
        told = take_in(session.root, files, override, now())
    except FaultyResults as faulty:
        for each in faulty.files:
            what, advice = say_error(each.error, session.language)
            session.note("bundle.fault", path=str(each.path), what=what)
            if advice is not None:
                click.echo(f"    {session.label('word.hint')}{advice}", err=True)
        raise
    for host, run in told.already.items():
        session.note("bundle.already", host=host, run=run)
    if told.run is not None and told.awaited:
        session.note("bundle.awaited", run=told.run.id)
    if told.run is not None and told.apart_from is not None:
        session.note("bundle.apart", apart=told.apart_from, run=told.run.id)
    if form == "json":
        already = [{"host": host, "run": run} for host, run in told.already.items()]
        taken = run_data(told.run, session.language) if told.run is not None else None
        print_json({"already": already, "taken": taken})
    elif told.run is not None:
        print_run(session, told.run, findings_only=not verbose)
        session.note("inspect.next", run=told.run.id)
    return exit_code(told.run) if told.run is not None else ExitCode.CLEAN
