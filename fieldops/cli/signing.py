"""fieldops run conclude, fieldops sign; and how far a run is signed, as lines and as JSON."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fieldops.cli.commands import command
from fieldops.cli.json_forms import error_data, instant_data
from fieldops.cli.output import Session, day_option, form_option, now, print_json, print_line
from fieldops.cli.run_choice import run_argument
from fieldops.contracts.wording import moment_with_offset
from fieldops.errors import ExitCode, UsageError
from fieldops.messages import edition_of, say_error

if TYPE_CHECKING:
    from fieldops.actions.runs import Wanted
    from fieldops.actions.signing import Concluded
    from fieldops.records.signing import JudgedSignature, SignedVersion, Signing
    from fieldops.records.signing_events import RunConcluded
    from fieldops.transport.signing import Signer

# So many findings that nobody has are named.
_NAMED = 8


@command()
@run_argument
@click.option(
    "--by", required=True, metavar="PERSON", help="Which of the run's engineers says so, by id or name."
)
@click.option("--assessment", metavar="TEXT", help="What the inspection comes to, in a sentence or two.")
@click.option("--remarks", metavar="TEXT", default="", help="What else is to be said.")
@click.option(
    "--file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="A text file with the assessment; what stands behind an empty line are the remarks.",
)
@click.option(
    "--correct",
    metavar="REASON",
    help="Correct a conclusion that is there: a new version, to be signed anew.",
)
@day_option("--requests-by", "The last day for what the report asks of the customer.", "requests_by")
@day_option("--again-by", "The last day for inspecting again what could not be determined.", "again_by")
@form_option
@click.pass_obj
def conclude(
    session: Session,
    wanted: Wanted,
    by: str,
    assessment: str | None,
    remarks: str,
    file: Path | None,
    correct: str | None,
    requests_by: date | None,
    again_by: date | None,
    form: str,
) -> int:
    """Record what RUN comes to, in the words of one of its engineers; then it can be signed.

    Without --assessment and --file an editor opens.
    """
    from fieldops.actions.signing import NewConclusion
    from fieldops.actions.signing import conclude as record

    root = session.root
    text, more = _texts(session, assessment, remarks, file)
    told = record(root, wanted, NewConclusion(by, text, more, correct, requests_by, again_by), now())
    if form == "json":
        open_data = {"unowned": [each.id for each in told.unowned]}
        print_json({"run": told.run.id, **signing_data(told.signing, session.language), **open_data})
        return ExitCode.CLEAN
    version = told.signing.current
    assert version is not None  # it has just been concluded
    session.note(
        "signing.concluded",
        run=told.run.id,
        version=version.conclusion.version,
        person=version.conclusion.by.name,
    )
    _note_open(session, told)
    return ExitCode.CLEAN


def _note_open(session: Session, told: Concluded) -> None:
    """What the report leaves open that says who does what until when, while it can still be agreed: nobody has signed yet."""
    if told.unowned:
        session.note("signing.unowned", n=len(told.unowned))
        for each in told.unowned[:_NAMED]:
            check = each.check.title.say(session.language)
            line = session.say("signing.unowned-one", id=each.id, host=each.place.host, check=check)
            click.echo(f"  {line}", err=True)
        if len(told.unowned) > _NAMED:
            click.echo(f"  {session.say('signing.unowned-more', n=len(told.unowned) - _NAMED)}", err=True)
        session.note("signing.unowned-way", id=told.unowned[0].id, run=told.run.id)
    if told.no_requests_day:
        session.note("signing.no-requests-day")
    if told.no_again_day:
        session.note("signing.no-again-day")


def _texts(session: Session, assessment: str | None, remarks: str, file: Path | None) -> tuple[str, str]:
    """The assessment and the remarks, from wherever they come."""
    if assessment is not None and file is not None:
        raise UsageError("sign.two-texts")
    if assessment is not None:
        return assessment, remarks
    text = file.read_text(encoding="utf-8-sig") if file is not None else _edited(session)
    first, _, rest = text.strip().partition("\n\n")
    return first, rest.strip() or remarks


def _edited(session: Session) -> str:
    """What somebody writes into an editor; lines with # are ours."""
    if not sys.stdin.isatty():
        raise UsageError("sign.blank")
    text: str = click.edit(f"\n\n{session.say('signing.to-write')}\n", extension=".txt") or ""
    return "\n".join(line for line in text.splitlines() if not line.startswith("#"))


def key_options(default: str = "what the agent or ~/.ssh has") -> Callable[[Any], Any]:
    """The options --key and --agent of every command that signs; `default` is what signs without them."""

    def options(command: Any) -> Any:
        agent = click.option("--agent", is_flag=True, help="Only a key that the SSH agent holds.")
        key = click.option(
            "--key",
            type=click.Path(path_type=Path, dir_okay=False),
            help=f"The private key, or the .pub file of one that the agent holds; default: {default}.",
        )
        return key(agent(command))

    return options


@command()
@run_argument
@click.option(
    "--as",
    "person",
    required=True,
    metavar="PERSON",
    help="Who signs: one of the run's engineers, by id or name.",
)
@key_options()
@form_option
@click.pass_obj
def sign(session: Session, wanted: Wanted, person: str, key: Path | None, agent: bool, form: str) -> int:
    """Sign RUN as one of its engineers, with an SSH key that the team's document names.

    It is final when two of them have signed. Read what you sign first: fieldops report RUN.
    """
    from fieldops.actions.signing import sign as record

    told = record(session.root, wanted, person, finder(key, agent), now())
    if form == "json":
        print_json({"run": told.run.id, **signing_data(told.signing, session.language)})
        return ExitCode.CLEAN
    version = told.signing.current
    assert version is not None  # it has just been signed
    made = version.signatures[-1]
    state = session.say(f"signing.state.{version.state}")
    session.note(
        "signing.signed", run=told.run.id, person=made.signed.signer.id, key=made.fingerprint, state=state
    )
    return ExitCode.CLEAN


def finder(key: Path | None, agent: bool) -> Callable[[Sequence[bytes]], Signer]:
    """How the signer is found among a person's keys, by the options --key and --agent."""
    from fieldops.transport.signing import found_signer, key_file_signer

    if key is not None and agent:
        raise UsageError("sign.two-keys")
    if key is not None:
        file = key
        return lambda keys: key_file_signer(file)
    return lambda keys: _by_program(keys, agent) or found_signer(keys, Path("~").expanduser(), agent)


def _by_program(keys: Sequence[bytes], agent: bool) -> Signer | None:
    """The signer of a key that OpenSSH does not know, where this machine has a program for that."""
    from fieldops.actions.registers import SIGNER_COMMAND, program_in
    from fieldops.transport.foreign import is_foreign_key
    from fieldops.transport.signing import CommandSigner

    foreign = [key for key in keys if is_foreign_key(key)]
    command = program_in(SIGNER_COMMAND) if foreign and not agent else ()
    return CommandSigner(command, foreign[0]) if command else None


def lacking(session: Session, signing: Signing) -> str:
    """How many signatures count, and how many would have to."""
    from fieldops.contracts.model.team import ENGINEERS

    count = len(signing.current.counting) if signing.current else 0
    return session.paint(session.say("signing.lacking", count=count, needed=ENGINEERS), "CRIT")


def print_signing(session: Session, signing: Signing) -> None:
    """How far a run is signed, version by version, each signature with what is wrong with it."""
    if not signing.versions:
        print_line(session.say("signing.line", state=session.say(f"signing.state.{signing.state}")))
    for each in signing.forgotten:
        told = {"count": len(each.blobs), "day": each.at.date().isoformat(), "until": each.until.isoformat()}
        print_line(session.say("record.forgotten-outputs", **told))
    for version in signing.versions:
        for line in _version_lines(session, version):
            print_line(line)


def _version_lines(session: Session, version: SignedVersion) -> list[str]:
    from fieldops.cli.confirmation_forms import confirmation_lines

    said = version.conclusion
    state = session.say(f"signing.state.{version.state}")
    lines = [session.say("signing.version", version=said.version, state=state)]
    told = [
        session.say(
            "signing.assessment", person=said.by.name, text=edition_of(said.assessment, session.language)
        )
    ]
    if said.remarks:
        told.append(session.say("signing.remarks", text=edition_of(said.remarks, session.language)))
    told += _days(session, said)
    if said.corrects:
        told.append(session.say("signing.corrects", text=said.corrects))
    for each in version.signatures:
        told += signature_lines(session, each)
    for one in version.confirmations:
        told += confirmation_lines(session, one)
    return lines + [f"    {line}" for line in told]


def _days(session: Session, said: RunConcluded) -> Iterator[str]:
    """The days that were agreed for what could not be determined, where some were."""
    named = {"requests-by": said.requests_by, "again-by": said.again_by}
    told = [session.say(f"signing.{name}", day=day) for name, day in named.items() if day is not None]
    if told:
        yield session.say("signing.days", days=", ".join(told))


def signature_lines(session: Session, signature: JudgedSignature) -> list[str]:
    """A signature, verified or with why it does not count."""
    role = session.say(f"signing.role.{signature.signed.role}")
    person, intent = signature.signed.signer.id, signature.intent
    if signature.counts and intent is not None:
        time = moment_with_offset(intent.time)
        told = session.say("signing.valid", person=person, role=role, time=time, key=signature.fingerprint)
        return [session.paint(told, "OK")]
    lines = [session.paint(session.say("signing.invalid", person=person, role=role), "CRIT")]
    for fault in signature.faults:
        sentence, advice = say_error(fault, session.language)
        lines.append(f"    {sentence}")
        if advice:
            lines.append(f"    {session.say('word.hint')}: {advice}")
    return lines


def signing_data(signing: Signing, language: str) -> dict[str, object]:
    """How far a run is signed, as JSON (public interface)."""
    return {
        "state": signing.state,
        "versions": [_version_data(version, language) for version in signing.versions],
    }


def _version_data(version: SignedVersion, language: str) -> dict[str, object]:
    from fieldops.cli.confirmation_forms import confirmation_data

    said = version.conclusion
    return {
        "version": said.version,
        "state": version.state,
        "concluded_by": said.by.id,
        "concluded_at": instant_data(said.at),
        "assessment": said.assessment,
        "remarks": said.remarks,
        "corrects": said.corrects or None,
        "requests_by": said.requests_by,
        "again_by": said.again_by,
        "manifest_sha256": version.manifest.sha256,
        "files": [{"name": file.name, "sha256": file.sha256, "size": file.size} for file in said.files],
        "signatures": [signature_data(each, language) for each in version.signatures],
        "confirmations": [confirmation_data(each, language) for each in version.confirmations],
    }


def signature_data(signature: JudgedSignature, language: str) -> dict[str, object]:
    """A signature as JSON (public interface)."""
    intent = signature.intent
    return {
        "role": signature.signed.role,
        "signer": signature.signed.signer.id,
        "key": signature.fingerprint or None,
        "claimed_time": instant_data(intent.time) if intent else None,
        "counts": signature.counts,
        "faults": [error_data(fault, language) for fault in signature.faults],
    }
