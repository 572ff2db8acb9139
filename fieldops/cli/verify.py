"""fieldops verify: what the signatures of a run, or of an archive, prove and what not. Reports as PDF: `verify_pdf`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from fieldops.cli.commands import command
from fieldops.cli.json_forms import error_data
from fieldops.cli.output import Session, form_option, now, print_json, print_line
from fieldops.cli.run_choice import run_or_file_argument
from fieldops.cli.signing import lacking, print_signing, signing_data
from fieldops.errors import ExitCode, UsageError
from fieldops.messages import say_error

if TYPE_CHECKING:
    from fieldops.actions.archives import Verified
    from fieldops.actions.runs import Wanted
    from fieldops.records.signing import Signing


@command()
@run_or_file_argument
@click.option(
    "--allowed-signers",
    "signers",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Whose keys are whose, as OpenSSH writes it; of a file only. Default: the team of this workspace.",
)
@form_option
@click.pass_obj
def verify(session: Session, wanted: Wanted, file: Path | None, signers: Path | None, form: str) -> int:
    """Say what the signatures of RUN prove, and what not; or those of FILE: an archive that 'fieldops run export' wrote, or a
    report as PDF, of which it also says whether its pages are what was signed; or a document of an order (page, PDF, Word file)
    with FILE.sig beside it: which one it is, whose key has signed it, and whether it is what was recorded.

    Every signature is verified against the record as it is now, and against the keys in the team's document. A file
    needs no workspace; without one name your own list of keys, as the one in the archive proves nothing by itself.
    Exit 1 where it is not signed by two or the file was changed, 3 where nobody but the file says whose the keys are, or
    where it is not determined what the pages of a PDF say.
    """
    if file is not None and file.suffix.lower() in (".pdf", ".html", ".htm", ".docx"):
        from fieldops.cli.verify_paper import verified_order_paper

        if file.is_file() and (code := verified_order_paper(session, file, signers, form)) is not None:
            return code
    if file is not None and file.suffix.lower() == ".zip" and file.is_file():
        from fieldops.cli.order_archive import verified_archive

        if (code := verified_archive(session, file, signers, form)) is not None:
            return code
    if file is not None and file.suffix.lower() == ".pdf":
        from fieldops.cli.verify_pdf import verify_report_file

        return verify_report_file(session, file, signers, form)
    if file is not None:
        return _verify_file(session, file, signers, form)
    if signers is not None:
        raise UsageError("archive.signers-of-run")
    return _verify_run(session, wanted, form)


def _verify_run(session: Session, wanted: Wanted, form: str) -> int:
    from fieldops.actions.signing import signed_run
    from fieldops.records.signing import SigningState

    told = signed_run(session.root, wanted)
    final = told.signing.state is SigningState.FINAL
    if form == "json":
        print_json(
            {
                "run": told.run.id,
                **signing_data(told.signing, session.language),
                "archive": None,
                "pdf": None,
                "paper": None,
                "order": None,
            }
        )
    else:
        print_signing(session, told.signing)
        proven = session.paint(session.say("signing.proven"), "OK")
        print_line(proven if final else lacking(session, told.signing))
        _print_confirmation(session, told.signing)
        print_line(session.say("signing.not-proven"))
    return ExitCode.CLEAN if final and _sound(told.signing) else ExitCode.FINDINGS


def _sound(signing: Signing) -> bool:
    """Whether there is no confirmation on record of the version that holds, or one that counts."""
    version = signing.current
    return version is None or not version.confirmations or version.confirmation is not None


def _print_confirmation(session: Session, signing: Signing) -> None:
    """What the customer's confirmation proves; of a scan people must say whose hand it is."""
    version = signing.current
    if version is None or version.confirmation is None:
        print_line(session.say("confirmation.none"))
        return
    confirmed = version.confirmation.confirmed
    print_line(session.say(f"confirmation.proven.{confirmed.way}", by=confirmed.by))


# --- an archive ------------------------------------------------------------------------------------------


def _verify_file(session: Session, file: Path, signers: Path | None, form: str) -> int:
    """Verify an archive, say what it proves, and return the exit code: 1 where it is faulty or not signed by two, 3 where
    only the archive itself says whose keys those are.
    """
    from fieldops.actions.archives import Source, verify_archive
    from fieldops.documents.places import is_workspace
    from fieldops.records.signing import SigningState

    workspace = session.folder if is_workspace(session.folder) else None
    told = verify_archive(file, signers, workspace, now().date())
    final = told.signing is not None and told.signing.state is SigningState.FINAL
    if form == "json":
        print_json(_data(session, told, file, signers))
    else:
        _print(session, told, signers, final)
    if told.faults or not final or (told.signing is not None and not _sound(told.signing)):
        return ExitCode.FINDINGS
    return ExitCode.INCOMPLETE if told.source is Source.ARCHIVE else ExitCode.CLEAN


def _print(session: Session, told: Verified, signers: Path | None, final: bool) -> None:
    from fieldops.actions.archives import Source
    from fieldops.cli.seals import seal_lines

    if told.run is not None:
        kind = session.say(f"kind.{told.run.kind}")
        print_line(session.say("archive.about", run=told.run.id, kind=kind, contract=told.run.contract.id))
    if told.faults:
        for line in _fault_lines(session, told):
            print_line(session.paint(line, "CRIT"))
        return
    assert told.run is not None  # else there were faults
    assert told.signing is not None
    record = told.archive.record
    assert record is not None
    values = {"files": len(told.archive.files), "events": len(record.events), "head": str(told.archive.head)}
    print_line(session.say("archive.whole", **values))
    print_signing(session, told.signing)
    _print_keys(session, told, signers)
    if not final:
        print_line(lacking(session, told.signing))
    elif told.source is Source.ARCHIVE:
        print_line(session.paint(session.say("archive.undetermined"), "UNKNOWN"))
    else:
        print_line(session.paint(session.say("signing.proven"), "OK"))
    if told.source is not Source.ARCHIVE:
        _print_confirmation(session, told.signing)
    for line in seal_lines(session, told.seal):
        print_line(line)
    if told.source is not Source.TEAM:
        print_line(session.say("archive.qualified"))
    print_line(session.say("signing.not-proven"))


def _fault_lines(session: Session, told: Verified) -> list[str]:
    lines = []
    for fault in told.faults:
        what, advice = say_error(fault.error, session.language)
        lines.append(session.say("archive.fault", place=fault.place, what=what))
        if advice:
            lines.append(f"    {session.label('word.hint')}{advice}")
    return [*lines, session.say("archive.faulty", count=len(told.faults))]


def _print_keys(session: Session, told: Verified, signers: Path | None) -> None:
    """By whose word the keys are theirs; of the archive's own list every key, to be compared."""
    from fieldops.actions.archives import Source
    from fieldops.contracts.public_keys import key_fingerprint

    assert told.run is not None  # without a record nothing is told of keys
    vendor = told.run.contract.vendor
    print_line(
        session.say(f"archive.keys-{told.source.replace('archive', 'own')}", path=str(signers), vendor=vendor)
    )
    if told.source is not Source.ARCHIVE:
        return
    for person in told.register.values():
        for key in person.keys:
            print_line(f"    {session.say('archive.key', person=person.id, key=key_fingerprint(key.blob))}")
    print_line(f"    {session.say('archive.keep')}")


def _data(session: Session, told: Verified, file: Path, signers: Path | None) -> dict[str, object]:
    """What an archive was found to be, as JSON (public interface)."""
    from fieldops.cli.seals import seal_data
    from fieldops.contracts.public_keys import key_fingerprint

    signing = signing_data(told.signing, session.language) if told.signing is not None else None
    keys = [
        {"person": person.id, "key": key_fingerprint(key.blob)}
        for person in told.register.values()
        for key in person.keys
    ]
    archive = {
        "path": str(file),
        "faults": [{"file": each.place, **error_data(each.error, session.language)} for each in told.faults],
        "keys_from": told.source,
        "allowed_signers": str(signers) if signers is not None else None,
        "keys": keys,
        "sealed_by": seal_data(session, told.seal),
    }
    run = told.run.id if told.run is not None else None
    return {
        "run": run,
        **(signing or {"state": None, "versions": []}),
        "archive": archive,
        "pdf": None,
        "paper": None,
        "order": None,
    }
