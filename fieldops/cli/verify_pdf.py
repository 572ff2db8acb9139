"""What `fieldops verify` says of a report as PDF: lines for a terminal, and JSON."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fieldops.cli.json_forms import error_data
from fieldops.cli.output import Session, print_json, print_line
from fieldops.cli.signing import lacking, signature_data, signature_lines
from fieldops.contracts.public_keys import key_fingerprint
from fieldops.errors import ExitCode
from fieldops.messages import say_error

if TYPE_CHECKING:
    from fieldops.actions.report_files import VerifiedPdf

# Of what does not stand on the pages; more of it says nothing new.
_SHOWN, _LONGEST = 5, 100


def verify_report_file(session: Session, file: Path, signers: Path | None, form: str) -> int:
    """Verify a report as PDF, say what it proves, and return the exit code: 1 where something is wrong inside, where it is not
    signed by two or where its pages lack what was signed; 3 where it is not determined whose the keys are, or what the pages say.
    """
    from fieldops.actions.archives import Source
    from fieldops.actions.report_files import Pages, verify_pdf
    from fieldops.documents.places import is_workspace
    from fieldops.records.signing import SigningState

    workspace = session.folder if is_workspace(session.folder) else None
    told = verify_pdf(file, signers, workspace)
    final = told.signing is not None and told.signing.state is SigningState.FINAL
    if form == "json":
        print_json(_data(session, told, file, signers))
    else:
        for line in _lines(session, told, signers, final):
            print_line(line)
    if told.faults or not final or told.pages is Pages.LACKING:
        return ExitCode.FINDINGS
    undetermined = told.source is Source.ARCHIVE or told.pages is not Pages.SAME
    return ExitCode.INCOMPLETE if undetermined else ExitCode.CLEAN


def _lines(session: Session, told: VerifiedPdf, signers: Path | None, final: bool) -> list[str]:
    from fieldops.actions.archives import Source

    manifest, signing = told.carried.manifest, told.signing
    lines = []
    if manifest is not None:
        lines.append(session.say("pdf.about", run=manifest.run, contract=manifest.contract))
    if told.faults:
        for fault in told.faults:
            what = say_error(fault.error, session.language)[0]
            lines.append(session.paint(session.say("archive.fault", place=fault.place, what=what), "CRIT"))
        return [*lines, session.paint(session.say("pdf.faulty", count=len(told.faults)), "CRIT")]
    assert signing is not None  # else there were faults
    version = signing.current
    assert version is not None  # of what is inside there is one
    state = session.say(f"signing.state.{version.state}")
    lines.append(session.say("signing.version", version=version.conclusion.version, state=state))
    for each in version.signatures:
        lines += [f"    {line}" for line in signature_lines(session, each)]
    lines += _key_lines(session, told, signers)
    if not final:
        lines.append(lacking(session, signing))
    elif told.source is Source.ARCHIVE:
        lines.append(session.paint(session.say("archive.undetermined"), "UNKNOWN"))
    else:
        lines.append(session.paint(session.say("pdf.proven"), "OK"))
    lines += _page_lines(session, told)
    return [*lines, session.say("pdf.not-proven"), session.say("signing.not-proven")]


def _key_lines(session: Session, told: VerifiedPdf, signers: Path | None) -> list[str]:
    """By whose word the keys are theirs; where it is nobody's, the keys, to be compared."""
    from fieldops.actions.archives import Source

    view = told.carried.view
    vendor = view.vendor if view is not None else ""
    if told.source is not Source.ARCHIVE:
        return [session.say(f"archive.keys-{told.source}", path=str(signers))]
    keys = [
        (person.id, key_fingerprint(key.blob)) for person in told.register.values() for key in person.keys
    ]
    lines = [session.say("archive.key", person=person, key=key) for person, key in keys]
    return [session.say("pdf.keys-own", vendor=vendor), *(f"    {line}" for line in lines)]


def _page_lines(session: Session, told: VerifiedPdf) -> list[str]:
    """Whether the pages say what was signed, and what they show that nobody signed."""
    from fieldops.actions.report_files import Pages

    if told.pages is None:
        return [session.paint(session.say("pdf.pages-not-compared"), "UNKNOWN")]
    colours = {Pages.SAME: "OK", Pages.UNKNOWN: "UNKNOWN", Pages.LACKING: "CRIT"}
    said = session.say(f"pdf.pages.{told.pages}", count=len(told.lacking))
    lines = [session.paint(said, colours[told.pages])]
    for each in told.lacking[:_SHOWN]:
        lines.append(f"    {each if len(each) <= _LONGEST else each[:_LONGEST] + '…'}")
    if told.untried is not None:
        what, advice = say_error(told.untried, session.language)
        lines.append(f"    {session.say('pdf.untried', why=what)}")
        lines += [f"    {session.label('word.hint')}{advice}"] if advice else []
    shown = told.carried.shown
    assert shown is not None
    beside = [*shown.marks, *shown.confirmed, *(f"{each.name} {each.sha256}" for each in shown.files)]
    beside += [session.say("pdf.logo", name=each.name) for each in shown.logos]
    if beside:
        lines += [session.say("pdf.beside"), *(f"    {each}" for each in beside)]
    return lines


def _data(session: Session, told: VerifiedPdf, file: Path, signers: Path | None) -> dict[str, object]:
    """What a PDF was found to be, as JSON (public interface)."""
    manifest, signing = told.carried.manifest, told.signing
    version = signing.current if signing is not None else None
    signatures = version.signatures if version is not None else ()
    pdf = {
        "path": str(file),
        "version": version.conclusion.version if version is not None else None,
        "signatures": [signature_data(each, session.language) for each in signatures],
        "faults": [{"file": each.place, **error_data(each.error, session.language)} for each in told.faults],
        "keys_from": told.source,
        "allowed_signers": str(signers) if signers is not None else None,
        "pages": told.pages,
        "lacking": list(told.lacking),
        "untried": error_data(told.untried, session.language) if told.untried is not None else None,
    }
    return {
        "run": manifest.run if manifest is not None else None,
        "state": signing.state if signing is not None else None,
        "versions": [],
        "archive": None,
        "pdf": pdf,
        "paper": None,
        "order": None,
    }
