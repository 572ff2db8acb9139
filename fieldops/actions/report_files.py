"""A report as PDF that came from somewhere: what is proven of it, by what it has inside. Archives are `archives`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from fieldops.actions.archives import Source, listed_signers
from fieldops.actions.handed_in import first_bytes
from fieldops.actions.own_looks import own_folders
from fieldops.actions.registers import agreement_of, register_of
from fieldops.documents.workspace import shipped_folder
from fieldops.errors import FieldopsError
from fieldops.records.intents import RUN_NAMESPACE
from fieldops.records.keyholders import Register
from fieldops.records.received import Misfit
from fieldops.records.signing import Signing, SigningState
from fieldops.reports.carried import Carried, carried, lacking_in, own_register, remade, signing_in
from fieldops.reports.pdf import LARGEST, attached, read_pdf, write_pdf
from fieldops.reports.render import render_html
from fieldops.structs import Struct, replaced


class Pages(StrEnum):
    """What is known of the pages that a reader sees: they say what was signed and nothing else, as they are the same to the
    byte; or all of what was signed stands there, and whether something else does nobody knows; or some of it does not.
    """

    SAME = "same"
    UNKNOWN = "unknown"
    LACKING = "lacking"


class VerifiedPdf(Struct, frozen=True):
    """What a PDF was found to be. `signing` is None where what is inside cannot be read, `pages` also where it is not signed by two:
    pages are held against what counts.

    `source`: whose word it is that the keys are theirs, `register` are the people and keys by that word. `lacking`: what was signed
    and does not stand on the pages. `untried`: why the pages could not be made again here; None where that was tried.
    """

    carried: Carried
    source: Source
    register: Register
    signing: Signing | None = None
    pages: Pages | None = None
    lacking: tuple[str, ...] = ()
    untried: FieldopsError | None = None

    @property
    def faults(self) -> tuple[Misfit, ...]:
        """What is wrong inside, file by file."""
        return self.carried.faults


def verify_pdf(file: Path, signers: Path | None, workspace: Path | None) -> VerifiedPdf:
    """Say what a report as PDF is worth: by the keys of the list `signers`, else by those of the contract's team in
    `workspace`, else by those that its signatures name, which proves nothing about whose they are.

    Raises FieldopsError for a file or list that cannot be read, and for a PDF with nothing of a report inside.
    """
    data = first_bytes(file, LARGEST)
    if len(data) > LARGEST:
        raise FieldopsError("pdf.too-large", path=str(file), megabytes=LARGEST >> 20)
    try:
        told = read_pdf(data)
        found = carried(told.attached, str(file))
    except FieldopsError as error:
        raise FieldopsError(error.code, path=str(file)) from error
    source, register = _believed(found, signers, workspace)
    signing = signing_in(found, register)
    verified = VerifiedPdf(found, source, register, signing)
    if found.faults or signing is None or signing.state is not SigningState.FINAL:
        return verified
    untried = _differs(data, found, signing, workspace)
    if untried is None:
        return replaced(verified, pages=Pages.SAME)
    assert found.view is not None  # else there were faults
    lacking = lacking_in(told.text, found.view)
    why = untried if untried.code != "pdf.pages-differ" else None
    return replaced(verified, pages=Pages.LACKING if lacking else Pages.UNKNOWN, lacking=lacking, untried=why)


def _believed(found: Carried, signers: Path | None, workspace: Path | None) -> tuple[Source, Register]:
    """Whose keys are whose, and by whose word."""
    if signers is not None:
        return Source.GIVEN, listed_signers(signers)[RUN_NAMESPACE]
    if workspace is not None and found.manifest is not None:
        try:
            return Source.TEAM, register_of(agreement_of(workspace, found.manifest.contract), None)
        except FieldopsError:
            pass  # another's contract, or one that cannot be read: it has nothing to say of these keys
    return Source.ARCHIVE, own_register(found.signed)


def _differs(data: bytes, found: Carried, signing: Signing, workspace: Path | None) -> FieldopsError | None:
    """None where the file is what this machine makes of what is inside of it; else that it differs, or why it cannot be made."""
    assert found.shown is not None  # else there were faults
    assert found.manifest is not None
    templates = [shipped_folder("templates")]
    if workspace is not None:
        templates[:0] = own_folders(workspace, found.manifest.contract)
    try:
        page = render_html(remade(found, signing), templates, workspace)
        made = write_pdf(page, found.shown.dated, attached(found.files))
    except FieldopsError as error:
        return error
    return None if made == data else FieldopsError("pdf.pages-differ")
