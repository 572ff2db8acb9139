"""Archives of one order: made in a workspace, and verified anywhere. B6"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

from fieldops.actions.archives import Sealing, Source, sealed, sealer_of
from fieldops.actions.handed_in import first_bytes
from fieldops.actions.order_documents import PaperForm, file_name, offered, paper, render
from fieldops.actions.orders import View
from fieldops.actions.registers import agreement_of, register_of, signers_text
from fieldops.actions.settings import open_store
from fieldops.actions.signed_papers import (
    NAMESPACE,
    Signer,
    colleagues_of,
    contacts_of,
    signer_among,
    signers_of,
)
from fieldops.contracts.agreement import Agreement
from fieldops.contracts.public_keys import key_fingerprint
from fieldops.errors import FieldopsError
from fieldops.messages import LANGUAGES
from fieldops.records.allowed_signers import allowed_signers, paper_signers, read_signers
from fieldops.records.archive import PAGES, READMES, RECORD, SIGNERS, SUMS, sums_of
from fieldops.records.export import OpenedExport, export_lines, open_export
from fieldops.records.intents import RELEASE_NAMESPACE
from fieldops.records.keyholders import Register, Registered
from fieldops.records.log import Log
from fieldops.records.order_archive import (
    MOVEMENTS,
    SWAPS_RECORD,
    Handed,
    ReceivedOrder,
    evidence_files,
    handed_in,
    is_order_archive,
    movement_lines,
    received_order,
)
from fieldops.records.order_events import OrderTold, order_stream
from fieldops.records.received import Misfit, Seal, seal_of
from fieldops.records.stock_events import STOCK
from fieldops.records.swap_events import SwapTold, swaps_stream
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


def make_order_archive(
    root: Path, id: str, now: datetime, sealing: Sealing | None = None
) -> MadeOrderArchive:
    """The archive of an order as it stands on record, with its documents as they are written now; signed for by `sealing`.

    Raises what `order_called` raises, FieldopsError where a document cannot be made or a file on record is not there, and what
    `sealing` raises.
    """
    view, found = offered(root, id, now)
    agreement = agreement_of(root, view.order.opened.contract)
    sealer = sealer_of(agreement, sealing)
    with closing(open_store(root)) as log:
        record = _exported(log, order_stream(view.order.id))
        stream = swaps_stream(view.order.opened.contract)
        swaps = _exported(log, stream) if view.order.swaps else None
        moved = log.read(STOCK)
    files = {RECORD: record} | ({SWAPS_RECORD: swaps} if swaps is not None else {})
    opened = _opened(record)
    if movements := movement_lines(moved, view.order.id, opened.start.size):
        files[MOVEMENTS] = movements
    beside = _opened(swaps) if swaps is not None else None
    gone = frozenset(digest for each in view.order.forgotten for digest in each.blobs)
    files |= evidence_files(view.order.id, opened, beside, gone)
    for kind in (each.kind for each in found if each.refused is None):
        for language in LANGUAGES:
            told = paper(root, id, kind, language, now)
            for form, ending in _FORMS:
                files[PAGES + file_name(told, ending)] = render(root, told, form)
    files[SIGNERS] = signers_of(view.agreement).encode()
    if any(_is_companys(each) for each in handed_in(view.order.id, opened, beside)):
        files[SIGNERS] += paper_signers(colleagues_of(view.agreement), NAMESPACE).encode()
    if sealer is not None:
        files[SIGNERS] += allowed_signers([register_of(agreement, None)[sealer.id]]).encode()
    handed = tuple(each for each in handed_in(view.order.id, opened, beside) if each.name in files)
    by = sealer.id if sealer is not None else None
    files |= {name: _readme(view, handed, by, language) for language, name in READMES.items()}
    files[SUMS] = sums_of(files)
    files |= sealed(files[SUMS], agreement, sealing)
    return MadeOrderArchive(view.order.id, tuple(sorted(files)), packed(files))


def _exported(log: Log, stream: str) -> bytes:
    return "".join(f"{line}\n" for line in export_lines(log, stream)).encode()


def _opened(raw: bytes) -> OpenedExport:
    return open_export(raw.decode().splitlines())


def _readme(view: View, handed: tuple[Handed, ...], sealed_by: str | None, language: str) -> bytes:
    terms = view.agreement.signed
    told = OrderReadme(
        view.order.id, terms.customer.name, terms.vendor.name, handed, view.agreement.zone, sealed_by
    )
    return order_readme(told, language).encode()


# --- verifying one ------------------------------------------------------------------------------------------


class JudgedFile(Struct, frozen=True):
    """A file that was handed in with a signature: whose it is, or why it does not count; `key` its fingerprint."""

    handed: Handed
    key: str | None = None
    signer: Signer | None = None
    fault: FieldopsError | None = None


class VerifiedOrder(Struct, frozen=True):
    """What an archive of an order was found to be; `source`: whose word it is that the keys are those of these people; `seal`:
    who of the service company signed for all of it.
    """

    archive: ReceivedOrder
    source: Source
    signed: tuple[JudgedFile, ...] = ()
    seal: Seal | None = None


def is_archive_of_order(file: Path) -> bool:
    """Whether a file is the archive of an order; one that cannot be taken apart is left to who reads those of runs."""
    try:
        return is_order_archive(unpacked(first_bytes(file, LARGEST)))
    except BadArchive:
        return False


def read_order_archive(file: Path) -> ReceivedOrder:
    """The archive in a file; one that is not taken apart is just that fault. Raises FieldopsError for a file that cannot be read."""
    try:
        return received_order(first_bytes(file, LARGEST))
    except BadArchive as error:
        return ReceivedOrder({}, (Misfit(error.place or file.name, error),))


def verify_order_archive(
    file: Path, signers: Path | None, workspace: Path | None, today: date
) -> VerifiedOrder:
    """Say what an archive is worth: by the keys of the list `signers`, else by those of the contract's contacts in `workspace`,
    else by those that came with it, which proves nothing about whose they are.

    A signature is judged by the day on which the record has it signed, that of the whole by `today`. Raises FieldopsError for a file or list that cannot be read.
    """
    archive = read_order_archive(file)
    source, people, colleagues, team = _believed(archive, signers, workspace)
    judged = judged_files(archive, people, colleagues) if not archive.faults else ()
    return VerifiedOrder(archive, source, judged, seal_of(archive.files, team, today))


def judged_files(
    archive: ReceivedOrder, people: tuple[Registered, ...], colleagues: tuple[Registered, ...]
) -> tuple[JudgedFile, ...]:
    """What the signatures in an archive are worth, each by the day that the record has it signed: by the keys of these people of
    the customer, or, where somebody of the company is said to have signed, by those of the `colleagues`.
    """
    return tuple(
        _judged(each, archive.files, colleagues if _is_companys(each) else people)
        for each in archive.handed
        if each.signature is not None and each.name in archive.files
    )


def _is_companys(each: Handed) -> bool:
    """Whether it was signed by somebody of the service company, as the record says."""
    told = each.told
    return (
        each.signature is not None
        and isinstance(told, OrderTold | SwapTold)
        and told.by not in (None, "customer")
    )


def _believed(
    archive: ReceivedOrder, signers: Path | None, workspace: Path | None
) -> tuple[Source, tuple[Registered, ...], tuple[Registered, ...], Register]:
    """By whose word the keys are whose: those of the customer, of colleagues who have signed papers, and of the team."""
    if signers is not None:
        return Source.GIVEN, *_listed(signers_text(signers))
    if workspace is not None and archive.opened is not None:
        agreement = _agreement(workspace, archive.opened.contract)
        if agreement is not None:
            return Source.TEAM, contacts_of(agreement), colleagues_of(agreement), register_of(agreement, None)
    try:
        return Source.ARCHIVE, *_listed(archive.files.get(SIGNERS, b"").decode("utf-8", "replace"))
    except FieldopsError:
        return Source.ARCHIVE, (), (), {}


def _agreement(workspace: Path, contract: str) -> Agreement | None:
    try:
        return agreement_of(workspace, contract)
    except FieldopsError:
        return None


def _listed(text: str) -> tuple[tuple[Registered, ...], tuple[Registered, ...], Register]:
    # A list does not say who of them is whose: the record does, which names the key.
    people = tuple(read_signers(text, NAMESPACE).values())
    return people, people, read_signers(text, RELEASE_NAMESPACE)


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
