"""What is handed in with an event of an order: a file that is there is recorded with its hash, a signed sheet with whose key signed it. B6

The file itself is kept in the log beside its event, as the outputs of an inspection are, and so is the signature that lies
beside it (FILE.sig): `records verify` finds them altered, `order documents --folder` writes them out again. A signature
counts where the key is one of the contract's contacts' and the file is the document of this order, word for word.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Protocol

from fieldops.actions.handed_in import Handed, read_paper, read_text
from fieldops.actions.order_telling import Word, kind_called
from fieldops.actions.orders import View, order_called, read_order
from fieldops.actions.settings import open_store
from fieldops.actions.signed_papers import (
    NAMESPACE,
    Signer,
    companys_signer,
    customers_signer,
    form_of,
    recognised,
)
from fieldops.errors import Refused, UsageError
from fieldops.records.handed_in import HandedIn
from fieldops.records.log import Log
from fieldops.reports.order_view import PaperKind
from fieldops.service.meaning import values_meant
from fieldops.service.orders import Order
from fieldops.service.sheets import sheet_version
from fieldops.sla.moments import read_moment
from fieldops.structs import Struct, replaced
from fieldops.transport.sshsig import read_signature

UNVERIFIED = "not verified here"
# What the record says of a key that has signed, where it does not say that nobody has verified it.
_CLAIM = re.compile(rf"(?<!{UNVERIFIED}: ){re.escape(NAMESPACE)} .+? SHA256:[A-Za-z0-9+/=]+")
# What can only be meant as a file: one word with the ending of what is handed in.
_FILE_NAME = re.compile(r"\S+\.(?:pdf|docx?|html?|xlsx?|jpe?g|png|tiff?|heic|zip|eml|msg|txt|ofd)", re.I)


class Telling(Protocol):
    """What was typed of an event, of an order or of a swap: when it happened, and its values."""

    @property
    def time(self) -> str | None:
        """When it happened, as it was typed."""

    @property
    def values(self) -> Mapping[str, str]:
        """What belongs to it, as it was typed."""


class Evidence(Struct, frozen=True):
    """Evidence as it is recorded: in words, with the file's hash where a file was handed in; the file, and the signature beside it."""

    text: str | None = None
    file: Handed | None = None
    signature: Handed | None = None


def with_evidence(root: Path, id: str, word: Word, now: datetime) -> Word:
    """The same word; where its evidence is a file that is there, with the file's hash, and, of a sheet with a signature beside
    it (FILE.sig), with whose key signed it.

    Raises Refused where the signature is none of that file, of a key that the customer's contacts do not have or that does
    not count that day, where the file is no sheet of this order or says less than is recorded, or where the same person has
    signed it; UsageError for a file's name that no file has, a folder or a pipe; FieldopsError for one that cannot be read.
    """
    text = word.values.get("evidence", "")
    if _file(text) is None and claims_key(text):
        raise UsageError("paper.claimed", order=id)
    signed = None
    if has_signature(text):
        # What is meant decides, not how it was typed: any word for it, and any name of the customer's, asks for the same.
        view = order_called(root, id, now)
        kind = kind_called(word.kind)
        by = values_meant(kind, {"by": "customer", **word.values}, view.order, view.agreement)["by"]
        if kind == "signed":
            signed = signed_evidence(root, view, text, "sheet", by, word, now)
    found = signed or evidence_of(text)
    values = {**word.values, "evidence": found.text or ""}
    return replaced(word, values=values, file=found.file, signature=found.signature)


def has_signature(text: str | None) -> bool:
    """Whether evidence is a file with a signature beside it (FILE.sig). Raises what `evidence_of` raises."""
    file = _file(text) if text is not None else None
    return file is not None and _beside(file).is_file()


def _beside(file: Path) -> Path:
    return file.with_name(f"{file.name}.sig")


def evidence_of(text: str | None) -> Evidence:
    """Evidence of anything that no customer signs: with the file's hash where it is a file that is there.

    Raises UsageError for a file's name that no file has, a folder or a pipe; FieldopsError for one that cannot be read.
    """
    file = _file(text) if text is not None else None
    if file is None:
        return Evidence(text)
    raw = read_paper(file)
    return Evidence(_filed(file, raw), (file.name, raw))


def signed_evidence(
    root: Path, view: View, text: str, kind: PaperKind, by: str, word: Telling, now: datetime
) -> Evidence:
    """The same of a file with a signature beside it (`has_signature`) that somebody is said to have signed, as a document of
    that kind of the order: the customer, or, in the position `by`, somebody of the team. `word` says when it was signed and by
    whom, as it was typed. Raises what `with_evidence` raises.
    """
    found, file = evidence_of(text), Path(text)
    assert found.file is not None
    beside = _beside(file)
    armored = read_text(beside)
    signer = _signer(root, view, kind, by, file, found.file[1], armored, word, now)
    said = f"{found.text} {NAMESPACE} {signer.name} {signer.key}"
    return Evidence(said, found.file, (beside.name, armored.encode()))


def _signer(
    root: Path,
    view: View,
    kind: PaperKind,
    by: str,
    file: Path,
    raw: bytes,
    armored: str,
    word: Telling,
    now: datetime,
) -> Signer:
    """By whose key it is signed. Raises Refused."""
    zone = view.agreement.zone
    at = read_moment(word.time, zone, latest=now) if word.time is not None else now
    day, named = at.astimezone(zone).date(), word.values.get("by", "").strip()
    signature = read_signature(armored)
    if by != "customer":
        signer = companys_signer(view.agreement, signature, raw, day, by, named)
    else:
        signer = customers_signer(view.agreement, signature, raw, day)
        contacts = view.agreement.signed.customer.contacts
        if named != signer.name and any(named == each.name for each in contacts):
            raise Refused("paper.key-of-other", path=str(file), person=signer.name, named=named)
    form = form_of(file)
    paper = recognised(root, view, raw, form, now, (kind,)) if form is not None else None
    values = {"path": str(file), "order": view.order.id, "kind": kind}
    if paper is None:
        raise Refused("paper.other-sheet", **values)
    if not paper.is_current:
        raise Refused("paper.older-sheet", **values, version=paper.paper.foot[0])
    if kind == "sheet":
        _insist_on_new(view.order, signer, file, raw)
    return signer


def _insist_on_new(order: Order, signer: Signer, file: Path, raw: bytes) -> None:
    """Raise Refused where the same person has signed this version already, by another file: twice the same is not two."""
    for each in sheet_version(order).beside:
        said = each.evidence or ""
        if each.kind == "signed" and f"{NAMESPACE} {signer.name} " in said and claims_key(said):
            if said.startswith(_filed(file, raw)):
                continue  # the very same, told once more
            raise Refused("paper.signed-already", person=signer.name, order=order.id)


# --- what was kept ------------------------------------------------------------------------------------------


class KeptFile(Struct, frozen=True):
    """A file that was handed in with what was told of an order; `raw` None where it was deleted when its time was over.
    `signature`: what lay beside it and was verified then.
    """

    file: HandedIn
    raw: bytes | None
    signature: bytes | None = None

    @property
    def name(self) -> str:
        """What it is called where it is written out: two files of one name are two files, and no name leads elsewhere."""
        return f"{self.file.sha256[:8]}{Path(self.file.name).suffix}"


def kept_files(root: Path, id: str) -> Iterator[KeptFile]:
    """The files that were handed in with what was told of an order, its remote sessions and its swaps, each once.

    What was withdrawn is left out. Raises UsageError where there is no such order, FieldopsError for one that is not there or
    no longer what it was.
    """
    with closing(open_store(root)) as log:
        order, _ = read_order(log, id)
        yield from kept_in(log, order)


def kept_in(log: Log, order: Order) -> Iterator[KeptFile]:
    """The same of an order that was read."""
    gone = {digest for each in order.forgotten for digest in each.blobs}
    for file, signature in dict.fromkeys(handed_in(order)):
        missing = file.sha256 in gone and not log.has_blob(file.sha256)
        beside = signature if signature is not None and signature.sha256 not in gone else None
        raw = None if missing else log.blob(file.sha256)
        yield KeptFile(file, raw, log.blob(beside.sha256) if beside is not None else None)


def handed_in(order: Order) -> Iterator[tuple[HandedIn, HandedIn | None]]:
    """What was handed in with an order, its sessions and its swaps: each file, and the signature beside it."""
    yield from ((each.file, each.signature) for each in order.told if each.file is not None)
    swapped = (each for record in order.swaps for each in record.told)
    yield from ((each.file, each.signature) for each in swapped if each.file is not None)
    yield from ((each.opened.file, None) for each in order.sessions if each.opened.file is not None)


# --- what is a file, and what only says so ------------------------------------------------------------------


def _filed(file: Path, raw: bytes) -> str:
    return f"{file.name} (SHA-256 {hashlib.sha256(raw).hexdigest()})"


def claims_key(text: str | None) -> bool:
    """Whether evidence says, in the words of the record, that a key has signed the sheet."""
    return text is not None and _CLAIM.search(text) is not None


def as_claimed(text: str) -> str:
    """The same evidence as somebody else's word: what was not verified here does not read as if it were."""
    return _CLAIM.sub(lambda found: f"[{UNVERIFIED}: {found[0]}]", text)


def _file(text: str) -> Path | None:
    """The file of that name; None where the text names none. Raises UsageError for the name of a file that is not there, and for
    a folder, a pipe or a device: those have no content that could be kept and compared.
    """
    try:
        if text and Path(text).is_file():
            return Path(text)
        if text and Path(text).exists():
            raise UsageError("paper.folder" if Path(text).is_dir() else "paper.pipe", path=text)
    except (OSError, ValueError):
        return None
    if _FILE_NAME.fullmatch(text):
        raise UsageError("paper.no-such-file", path=text)
    return None
