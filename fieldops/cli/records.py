"""fieldops records: verify, export, take-in."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fieldops.cli.commands import group
from fieldops.cli.files import STDOUT, OutputFile, file_for, refuse_two_on_stdout
from fieldops.cli.output import Session, form_option, print_json, print_line
from fieldops.cli.run_choice import run_argument
from fieldops.errors import ExitCode, FieldopsError, UsageError
from fieldops.messages import say, say_error

if TYPE_CHECKING:
    from fieldops.actions.runs import Wanted
    from fieldops.records.chain import Fault, Verdict
    from fieldops.records.recorded import Head

_HEAD = re.compile("([0-9]{1,18}):([0-9a-f]{64})", re.ASCII)


class HeadParameter(click.ParamType["Head", str]):
    """A head of the record store, as reports and `records verify` print it: 12:5f3c…; spaces within do not matter."""

    name = "size:link"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Head:
        """The number of events and the link of the last one. Raises UsageError."""
        from fieldops.records.recorded import Head

        if isinstance(value, Head):
            return value
        found = _HEAD.fullmatch("".join(value.split()).lower())
        if found is None:
            raise UsageError("records.no-head", value=str(value))
        return Head(int(found[1]), found[2])


@group()
def records() -> None:
    """The record store: verify it, hand out one run of it."""


@records.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option(
    "--head",
    type=HeadParameter(),
    metavar="SIZE:LINK",
    help="A head that you have kept, such as that of a signed report.",
)
@click.option(
    "--all",
    "whole",
    is_flag=True,
    help="From the beginning, not from the last verification on, and what was kept as evidence, too.",
)
@form_option
@click.pass_obj
def verify(session: Session, file: Path | None, head: Head | None, whole: bool, form: str) -> int:
    """Verify that no record was changed, removed or put in another order.

    FILE: a run that was written by 'fieldops records export'; without it the record store of the workspace. A store or
    file that lost its last events, or was written anew from the beginning, is only noticed with --head.
    """
    from fieldops.actions.records import verify_file, verify_records
    from fieldops.records.export import LostBlob

    if file is None:
        verdict, wrong = verify_records(session.root, head, whole)
        lost: tuple[FieldopsError, ...] = wrong
        about: dict[str, object] = {"stream": None, "events": verdict.head.size}
    else:
        found = verify_file(file, head)
        verdict, lost = found.verdict, tuple(LostBlob(digest) for digest in found.lost)
        about = {"stream": found.stream, "events": found.events}
    if form == "json":
        print_json(_data(verdict, lost, about, head, session.language))
    else:
        _print(session, verdict, lost, about, head)
    return ExitCode.FINDINGS if verdict.faults or lost else ExitCode.CLEAN


def _print(
    session: Session,
    verdict: Verdict,
    lost: tuple[FieldopsError, ...],
    about: dict[str, object],
    head: Head | None,
) -> None:
    for fault in verdict.faults:
        print_line(session.paint(_sentence(fault, session.language), "CRIT"))
    for error in lost:
        print_line(session.paint(say_error(error, session.language)[0], "CRIT"))
    if verdict.faults or lost:
        return
    code = "records.verified" if about["stream"] is None else "records.verified-export"
    print_line(session.say(code, **about, head=str(verdict.head)))
    session.note("records.compared" if head is not None else "records.not-compared")


def _sentence(fault: Fault, language: str) -> str:
    what = say(f"chain.{fault.reason}", language)
    return say("records.fault", language, {"seq": fault.position, "what": what})


def _data(
    verdict: Verdict,
    lost: tuple[FieldopsError, ...],
    about: dict[str, object],
    head: Head | None,
    language: str,
) -> dict[str, object]:
    faults = [
        {"position": fault.position, "reason": fault.reason, "message": _sentence(fault, language)}
        for fault in verdict.faults
    ]
    return {
        **about,
        "head": {"size": verdict.head.size, "link": verdict.head.link},
        "compared": head is not None,
        "faults": faults,
        "lost": [str(error.values["digest"]) for error in lost if "digest" in error.values],
    }


@records.command()
@run_argument
@click.argument("file", type=OutputFile())
@form_option
@click.pass_obj
def export(session: Session, wanted: Wanted, file: Path, form: str) -> int:
    """Write RUN to FILE ('-': standard output) with its evidence, to be verified anywhere by 'fieldops records verify FILE'.

    Of other runs the file holds only the checksums.
    """
    from fieldops.actions.records import export_run

    refuse_two_on_stdout(file, form)
    with file_for(file, "run") as path:
        written = export_run(session.root, wanted, path)
    if file == STDOUT:
        return ExitCode.CLEAN
    if form == "json":
        head = {"size": written.head.size, "link": written.head.link}
        print_json({"run": written.run, "path": str(written.path), "head": head})
    else:
        session.note("records.exported", run=written.run, path=str(written.path), head=str(written.head))
    return ExitCode.CLEAN


@records.command("take-in")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.pass_obj
def take_in(session: Session, file: Path) -> int:
    """Take results into the record store that could not be written during a run, from FILE.

    Only needed for a file that was moved: what stands where it was kept is taken in by every command.
    """
    from fieldops.actions.records import take_in_file

    take_in_file(session.root, file)
    return ExitCode.INCOMPLETE if file.exists() else ExitCode.CLEAN
