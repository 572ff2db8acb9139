"""fieldops run export, import."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from fieldops.cli.commands import command
from fieldops.cli.files import STDOUT, OutputFile, file_for, refuse_two_on_stdout
from fieldops.cli.output import Session, form_option, now, print_json
from fieldops.cli.run_choice import run_argument
from fieldops.cli.signing import finder, key_options
from fieldops.errors import ExitCode, UsageError
from fieldops.messages import say_error

if TYPE_CHECKING:
    from fieldops.actions.archives import Sealing
    from fieldops.actions.importing import Imported
    from fieldops.actions.reports import ReportForm
    from fieldops.actions.runs import Wanted


@command()
@run_argument
@click.argument("file", type=OutputFile(".zip"), required=False)
@click.option(
    "--as",
    "person",
    metavar="PERSON",
    help="Who signs for the archive as a whole, pages included: somebody of the team, by id or name.",
)
@key_options()
@click.option(
    "--also",
    multiple=True,
    type=click.Choice(["docx", "pdf", "md"]),
    help="Put the report in as a Word file, PDF or Markdown, too; may be given several times.",
)
@form_option
@click.pass_obj
def export(
    session: Session,
    wanted: Wanted,
    file: Path | None,
    person: str | None,
    key: Path | None,
    agent: bool,
    also: tuple[ReportForm, ...],
    form: str,
) -> int:
    """Write RUN to FILE (.zip; '-': standard output): record, signatures, report, and a README that says how to check them.

    Without FILE it is called by the number of the run, as its report says.

    Whoever gets it needs no fieldops: four commands of OpenSSH and sha256sum check everything.
    """
    from fieldops.actions.archives import make_archive, write_archive

    if file is not None:
        refuse_two_on_stdout(file, form)
    made = make_archive(session.root, wanted, sealing_by(person, key, agent), tuple(dict.fromkeys(also)))
    file = file or Path(f"{made.run}.zip")  # as the report calls it
    with file_for(file, "run.zip") as path:
        write_archive(made.raw, path)
    if file == STDOUT:
        return ExitCode.CLEAN
    state = made.signing.state
    if form == "json":
        print_json({"run": made.run, "state": state, "path": str(file), "files": list(made.files)})
    else:
        said = session.say(f"signing.state.{state}")
        session.note("archive.written", run=made.run, state=said, path=str(file))
    return ExitCode.CLEAN


@command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@form_option
@click.pass_obj
def import_run(session: Session, file: Path, form: str) -> int:
    """Take the run in FILE, an archive that 'fieldops run export' wrote, into the record store: the run, or what is new of it.

    So two engineers sign on two machines. Only what somebody of this workspace's team signed for is taken in; importing
    twice changes nothing. Exit 1 where the archive was changed, 4 where it is refused.
    """
    from fieldops.actions.importing import FaultyArchive, import_archive
    from fieldops.cli.order_archive import say_faults

    try:
        told = import_archive(session.root, file, now().date())
    except FaultyArchive as faulty:
        say_faults(session, faulty)
        raise
    if form == "json":
        print_json(_import_data(session, told))
        return ExitCode.CLEAN
    for left in told.left_out:
        reason = say_error(left.error, session.language)[0]
        session.note("import.left-out", version=left.version, person=left.person, reason=reason)
    state = session.say(f"signing.state.{told.signing.state}")
    code = "import.taken" if told.taken else "import.nothing-new"
    session.note(code, run=told.run, count=len(told.taken), state=state)
    return ExitCode.CLEAN


def _import_data(session: Session, told: Imported) -> dict[str, object]:
    left_out = [
        {
            "version": left.version,
            "person": left.person,
            "reason": left.error.code,
            "message": say_error(left.error, session.language)[0],
        }
        for left in told.left_out
    ]
    return {"run": told.run, "taken": list(told.taken), "left_out": left_out, "state": told.signing.state}


def sealing_by(person: str | None, key: Path | None, agent: bool) -> Sealing | None:
    """Who signs for an archive, by the options --as, --key and --agent. Raises UsageError for a key that is nobody's."""
    from fieldops.actions.archives import Sealing

    if person is None and (key is not None or agent):
        raise UsageError("archive.no-seal-key")
    return Sealing(person, finder(key, agent)) if person is not None else None
