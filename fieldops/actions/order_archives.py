"""Archives of one order: made in a workspace, and verified anywhere. B6"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

from fieldops.actions.archives import Source
from fieldops.actions.handed_in import first_bytes
from fieldops.actions.order_documents import PaperForm, file_name, offered, paper, render
from fieldops.actions.orders import View
from fieldops.actions.registers import agreement_of, signers_text
from fieldops.actions.rights import write_whole
from fieldops.actions.settings import open_store
from fieldops.actions.signed_papers import NAMESPACE, Signer, contacts_of, signer_among, signers_of
from fieldops.contracts.agreement import Agreement
from fieldops.contracts.public_keys import key_fingerprint
from fieldops.errors import FieldopsError, Unusable
from fieldops.messages import LANGUAGES
from fieldops.records.allowed_signers import read_signers
from fieldops.records.archive import PAGES, READMES, RECORD, SIGNERS, SUMS, sums_of
from fieldops.records.export import OpenedExport, export_lines, open_export
from fieldops.records.keyholders import Registered
from fieldops.records.log import Log
from fieldops.records.order_archive import (
    SWAPS_RECORD,
    Handed,
    ReceivedOrder,
    evidence_files,
    handed_in,
    is_order_archive,
    received_order,
)
from fieldops.records.order_events import order_stream
from fieldops.records.swap_events import swaps_stream
from fieldops.records.zips import LARGEST, BadArchive, packed, unpacked
from fieldops.reports.order_readme import OrderReadme, order_readme
from fieldops.structs import Struct
from fieldops.transport.sshsig import read_signature

_FORMS: tuple[tuple[PaperForm, str], ...] = (("html", ".html"), ("pdf", ".pdf"))


class MadeOrderArchive(Struct, frozen=True):
    """An archive of an order: the files in it, and its bytes."""

    order: str
    files: tuple[str, ...]
    raw: bytes


def make_order_archive(root: Path, id: str, now: datetime) -> MadeOrderArchive:
    """The archive of an order as it stands on record, with its documents as they are written now.

    Raises what `order_called` raises, and FieldopsError where a document cannot be made or a file on record is not there.
    """
    view, found = offered(root, id, now)
    with closing(open_store(root)) as log:
        record = _exported(log, order_stream(view.order.id))
        stream = swaps_stream(view.order.opened.contract)
        swaps = _exported(log, stream) if view.order.swaps else None
    files = {RECORD: record} | ({SWAPS_RECORD: swaps} if swaps is not None else {})
    opened, beside = _opened(record), _opened(swaps) if swaps is not None else None
    gone = frozenset(digest for each in view.order.forgotten for digest in each.blobs)
    files |= evidence_files(view.order.id, opened, beside, gone)
    for kind in (each.kind for each in found if each.refused is None):
        for language in LANGUAGES:
            told = paper(root, id, kind, language, now)
            for form, ending in _FORMS:
                files[PAGES + file_name(told, ending)] = render(root, told, form)
    files[SIGNERS] = signers_of(view.agreement).encode()
    handed = tuple(each for each in handed_in(view.order.id, opened, beside) if each.name in files)
    files |= {name: _readme(view, handed, language) for language, name in READMES.items()}
    files[SUMS] = sums_of(files)
    return MadeOrderArchive(view.order.id, tuple(sorted(files)), packed(files))


def _exported(log: Log, stream: str) -> bytes:
    return "".join(f"{line}\n" for line in export_lines(log, stream)).encode()


def _opened(raw: bytes) -> OpenedExport:
    return open_export(raw.decode().splitlines())


def _readme(view: View, handed: tuple[Handed, ...], language: str) -> bytes:
    terms = view.agreement.signed
    told = OrderReadme(view.order.id, terms.customer.name, terms.vendor.name, handed, view.agreement.zone)
    return order_readme(told, language).encode()


def write_order_archive(made: MadeOrderArchive, file: Path) -> None:
    """Write an archive; the file appears whole or not at all. Raises Unusable."""
    try:
        write_whole(file, [made.raw])
    except OSError as error:
        raise Unusable(str(file), error) from error


# --- verifying one ------------------------------------------------------------------------------------------


class JudgedFile(Struct, frozen=True):
    """A file that was handed in with a signature: whose it is, or why it does not count; `key` its fingerprint."""

    handed: Handed
    key: str | None = None
    signer: Signer | None = None
    fault: FieldopsError | None = None


class VerifiedOrder(Struct, frozen=True):
    """What an archive of an order was found to be; `source`: whose word it is that the keys are those of these people."""

    archive: ReceivedOrder
    source: Source
    signed: tuple[JudgedFile, ...] = ()


def is_archive_of_order(file: Path) -> bool:
    """Whether a file is the archive of an order; one that cannot be taken apart is left to who reads those of runs."""
    try:
        return is_order_archive(unpacked(first_bytes(file, LARGEST)))
    except BadArchive:
        return False


def verify_order_archive(file: Path, signers: Path | None, workspace: Path | None) -> VerifiedOrder:
    """Say what an archive is worth: by the keys of the list `signers`, else by those of the contract's contacts in `workspace`,
    else by those that came with it, which proves nothing about whose they are.

    A signature is judged by the day on which the record has it signed. Raises FieldopsError for a file or list that cannot be read.
    """
    archive = received_order(first_bytes(file, LARGEST))
    source, people = _believed(archive, signers, workspace)
    judged = (
        _judged(each, archive.files, people)
        for each in archive.handed
        if each.signature is not None and each.name in archive.files
    )
    return VerifiedOrder(archive, source, tuple(judged) if not archive.faults else ())


def _believed(
    archive: ReceivedOrder, signers: Path | None, workspace: Path | None
) -> tuple[Source, tuple[Registered, ...]]:
    if signers is not None:
        return Source.GIVEN, _listed(signers_text(signers))
    if workspace is not None and archive.opened is not None:
        agreement = _agreement(workspace, archive.opened.contract)
        if agreement is not None:
            return Source.TEAM, contacts_of(agreement)
    try:
        return Source.ARCHIVE, _listed(archive.files.get(SIGNERS, b"").decode("utf-8", "replace"))
    except FieldopsError:
        return Source.ARCHIVE, ()


def _agreement(workspace: Path, contract: str) -> Agreement | None:
    try:
        return agreement_of(workspace, contract)
    except FieldopsError:
        return None


def _listed(text: str) -> tuple[Registered, ...]:
    return tuple(read_signers(text, NAMESPACE).values())


def _judged(each: Handed, files: Mapping[str, bytes], people: tuple[Registered, ...]) -> JudgedFile:
    day: date = each.told.time.date()
    try:
        signature = read_signature(files.get(f"{each.name}.sig", b"").decode("ascii", "replace"))
    except FieldopsError as fault:
        return JudgedFile(each, fault=fault)
    key = key_fingerprint(signature.key)
    try:
        return JudgedFile(each, key, signer_among(people, signature, files[each.name], day))
    except FieldopsError as fault:
        return JudgedFile(each, key, fault=fault)
