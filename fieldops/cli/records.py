"""fieldops records: verify, checkpoint, export, take-in (forget has a file of its own)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fieldops.cli.commands import group
from fieldops.cli.files import STDOUT, OutputFile, file_for, refuse_two_on_stdout
from fieldops.cli.forgetting import forget
from fieldops.cli.json_forms import error_data
from fieldops.cli.output import Session, form_option, print_json, print_line
from fieldops.cli.run_choice import run_argument
from fieldops.cli.signing import finder, key_options
from fieldops.errors import ExitCode, FieldopsError, Named, UsageError
from fieldops.messages import say, say_error

if TYPE_CHECKING:
    from fieldops.actions.checkpoints import MadeCheckpoint
    from fieldops.actions.runs import Wanted
    from fieldops.records.chain import Fault, Verdict
    from fieldops.records.checkpoints import CheckpointReport
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
    """The record store: verify it, sign how far it goes, hand out one run of it."""


records.add_command(forget)


@records.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option(
    "--head",
    type=HeadParameter(),
    metavar="SIZE:LINK",
    help="A head that you have kept, such as that of a signed report.",
)
@click.option(
    "--intent",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="A signed text that somebody has kept, such as a customer: the head that it names is compared.",
)
@click.option(
    "--all",
    "whole",
    is_flag=True,
    help="What was kept as evidence, too: each output and document that an event names.",
)
@click.option(
    "--new",
    "only_new",
    is_flag=True,
    help="Only the events since the last verification: in a large store that is looked at every hour.",
)
@form_option
@click.pass_obj
def verify(
    session: Session,
    file: Path | None,
    head: Head | None,
    intent: Path | None,
    whole: bool,
    only_new: bool,
    form: str,
) -> int:
    """Verify that no record was changed, removed or put in another order.

    FILE: a run that was written by 'fieldops records export'; without it the record store of the workspace. A store or
    file that lost its last events, or was written anew from the beginning, is only noticed by what others have kept:
    checkpoints (records/checkpoints), signed reports, --head, --intent.
    """
    from fieldops.actions.records import signed_head, verify_file, verify_records
    from fieldops.records.export import LostBlob

    if intent is not None and head is not None:
        raise UsageError("records.two-heads")
    if whole and only_new:
        raise UsageError("records.all-and-new")
    if intent is not None:
        head = signed_head(intent).log
    kept = None
    if file is None:
        whole_store = verify_records(session.root, head, evidence=whole, only_new=only_new)
        verdict, lost, kept = whole_store.verdict, whole_store.lost, whole_store.kept
        about: dict[str, object] = {
            "stream": None,
            "events": verdict.head.size,
            "forgotten": whole_store.forgotten,
            "not_again": whole_store.not_again,
            "evidence": whole,
        }
    else:
        found = verify_file(file, head)
        verdict, lost = found.verdict, tuple(LostBlob(digest) for digest in found.lost)
        about = {"stream": found.stream, "events": found.events, "forgotten": found.forgotten}
        about |= {"not_again": 0, "evidence": True}
    contradicting = kept.faults if kept is not None else ()
    if form == "json":
        told = {**_data(verdict, lost, about, head, session.language), **kept_data(kept, session.language)}
        print_json(told)
    else:
        _print(session, verdict, (*lost, *contradicting), about)
        _print_kept(session, kept, head)
    return ExitCode.FINDINGS if verdict.faults or lost or contradicting else ExitCode.CLEAN


def _print(
    session: Session, verdict: Verdict, wrong: tuple[FieldopsError, ...], about: dict[str, object]
) -> None:
    for fault in verdict.faults:
        print_line(session.paint(_sentence(fault, session.language), "CRIT"))
    for error in wrong:
        print_line(session.paint(say_error(error, session.language)[0], "CRIT"))
    if not (verdict.faults or wrong):
        print_line(session.say(_sound(about), **about, head=str(verdict.head)))
    if not about["evidence"]:
        session.note("records.without-evidence")
    if about["forgotten"]:
        print_line(session.say("records.forgotten", count=about["forgotten"]))


def _sound(about: dict[str, object]) -> str:
    """The sentence of what nothing is wrong with: it says nothing of what was not looked at."""
    if about["stream"] is not None:
        return "records.verified-export"
    return "records.verified-new" if about["not_again"] else "records.verified"


def _print_kept(session: Session, kept: CheckpointReport | None, head: Head | None) -> None:
    """By what the end was compared, and what is behind it."""
    if head is not None:
        session.note("records.compared")
    if kept is not None and kept.last is not None:
        print_line(checkpoint_line(session, kept))
    elif head is None:
        session.note("records.not-compared")
    if kept is not None and kept.elsewhere:
        session.note("records.signed-elsewhere", count=kept.elsewhere)


def checkpoint_line(session: Session, kept: CheckpointReport) -> str:
    """How many checkpoints the store fulfils, and what stands behind the last one."""
    last = kept.last.size if kept.last is not None else 0
    return session.say("records.checkpoints", count=kept.checkpoints, last=last, behind=kept.behind)


def kept_data(kept: CheckpointReport | None, language: str) -> dict[str, object]:
    """What checkpoints and signed reports say, as JSON (public interface)."""
    if kept is None:
        return {"checkpoints": None, "contradictions": []}
    last = kept.last
    return {
        "checkpoints": {
            "count": kept.checkpoints,
            "signed_reports": kept.signed,
            "signed_elsewhere": kept.elsewhere,
            "last": {"size": last.size, "link": last.link} if last is not None else None,
            "behind": kept.behind,
        },
        "contradictions": [error_data(fault, language) for fault in kept.faults],
    }


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


@records.command()
@key_options("that of the settings, else what the agent or ~/.ssh has")
@click.option(
    "--commit", is_flag=True, help="Commit it, and nothing else, to the workspace's git repository."
)
@form_option
@click.pass_obj
def checkpoint(session: Session, key: Path | None, agent: bool, commit: bool, form: str) -> int:
    """Sign how far the record store goes, into records/checkpoints of the workspace.

    Kept in git and pushed, it shows later that nothing was cut off or written anew. Nothing is signed for a store that was
    changed or contradicts an earlier checkpoint.
    """
    from fieldops.actions.checkpoints import make_checkpoint, robot_signer
    from fieldops.actions.settings import read_settings

    root, named = session.root, read_settings(session.root).checkpoint_key
    by_settings = named if key is None and not agent else None
    find = robot_signer(root, by_settings) if by_settings is not None else finder(key, agent)
    made = make_checkpoint(root, find, commit)
    _tell(session, made)
    if form == "json":
        print_json(_made_data(made, session.language))
    return ExitCode.CLEAN


def _tell(session: Session, made: MadeCheckpoint) -> None:
    size, path = made.checkpoint.head.size, str(made.files[0])
    session.note("checkpoint.was-there" if made.was_there else "checkpoint.made", size=size, path=path)
    if made.unstamped is not None:
        session.note("checkpoint.unstamped", what=Named(made.unstamped.code, **made.unstamped.values))
    if not made.committed:
        session.note("checkpoint.next")


def _made_data(made: MadeCheckpoint, language: str) -> dict[str, object]:
    head, why = made.checkpoint.head, made.unstamped
    return {
        "workspace": made.checkpoint.workspace,
        "head": {"size": head.size, "link": head.link},
        "files": [str(file) for file in made.files],
        "was_there": made.was_there,
        "committed": made.committed,
        "unstamped": error_data(why, language) if why else None,
    }


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
