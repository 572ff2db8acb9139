"""What is handed in with an event of an order: a file that is there is recorded with its hash, a signed sheet with whose key signed it. B6

A customer signs the sheet itself, the file that `order documents` wrote: ``ssh-keygen -Y sign -n sheet@fieldops -f KEY FILE``
leaves FILE.sig beside it, and `ssh-keygen -Y verify` tells anybody what it is worth, without fieldops. Here it counts where
the key is one of the contract's contacts' and the file is a sheet of this order, word for word. The file itself is kept in
the log beside its event, as the outputs of an inspection are: `records verify` finds it altered, `order documents --folder`
writes it out again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

from fieldops.actions.handed_in import read_paper, read_text
from fieldops.actions.order_documents import PaperForm, render, subject_of
from fieldops.actions.orders import View, Word, order_called, read_order
from fieldops.actions.registers import registered
from fieldops.actions.settings import open_store
from fieldops.contracts.agreement import Agreement
from fieldops.contracts.public_keys import key_fingerprint
from fieldops.contracts.spoken import meant
from fieldops.errors import Named, Refused, UsageError
from fieldops.messages import LANGUAGES
from fieldops.records.keyholders import Registered, foreign_faults, key_faults
from fieldops.records.order_events import HandedIn
from fieldops.reports.order_documents import paper_of
from fieldops.service.sheets import recorded_until, states
from fieldops.sla.moments import read_moment
from fieldops.structs import replaced
from fieldops.transport.sshsig import Signature, read_signature, verifies

NAMESPACE = "sheet@fieldops"
_FORMS: dict[str, PaperForm] = {".html": "html", ".htm": "html", ".pdf": "pdf", ".docx": "docx"}

UNVERIFIED = "not verified here"
# What the record says of a key that has signed, where it does not say that nobody has verified it.
_CLAIM = re.compile(rf"(?<!{UNVERIFIED}: ){re.escape(NAMESPACE)} .+? SHA256:[A-Za-z0-9+/=]+")
# What can only be meant as a file: one word with the ending of what is handed in.
_FILE_NAME = re.compile(r"\S+\.(?:pdf|docx?|html?|xlsx?|jpe?g|png|tiff?|heic|zip|eml|msg|txt|ofd)", re.I)


def with_evidence(root: Path, id: str, word: Word, now: datetime) -> Word:
    """The same word; where its evidence is a file that is there, with the file's hash, and, of a sheet with a signature beside
    it (FILE.sig), with whose key signed it.

    Raises Refused where the signature is none of that file, of a key that the customer's contacts do not have or that does
    not count that day, or where the file is no sheet of this order; UsageError for a file's name that no file has;
    FieldopsError for one that cannot be read.
    """
    text = word.values.get("evidence", "")
    file = _file(text)
    if file is None:
        if claims_key(text):
            raise UsageError("paper.claimed", order=id)
        return word
    raw = read_paper(file)
    said = _filed(file, raw)
    beside = file.with_name(f"{file.name}.sig")
    if _is_signed_sheet(word) and beside.is_file():
        said = f"{said} {_signed(root, id, word, file, raw, read_text(beside), now)}"
    return replaced(word, values={**word.values, "evidence": said}, file=(file.name, raw))


def kept_files(root: Path, id: str) -> Iterator[tuple[HandedIn, bytes]]:
    """The files that were handed in with what was told of an order, each once, in the order in which they came.

    What was withdrawn is left out. Raises UsageError where there is no such order, FieldopsError for one that is not there or
    no longer what it was.
    """
    with closing(open_store(root)) as log:
        order, _ = read_order(log, id)
        files = {each.file.sha256: each.file for each in order.told if each.file is not None}
        for file in files.values():
            yield file, log.blob(file.sha256)


def evidence_of(text: str | None) -> str | None:
    """Evidence of anything else than an order's events: with the file's hash where it is a file that is there.

    Raises UsageError for a file's name that no file has, FieldopsError for one that cannot be read.
    """
    file = _file(text) if text is not None else None
    return _filed(file, read_paper(file)) if file is not None else text


def _filed(file: Path, raw: bytes) -> str:
    return f"{file.name} (SHA-256 {hashlib.sha256(raw).hexdigest()})"


def claims_key(text: str | None) -> bool:
    """Whether evidence says, in the words of the record, that a key has signed the sheet."""
    return text is not None and _CLAIM.search(text) is not None


def as_claimed(text: str) -> str:
    """The same evidence as somebody else's word: what was not verified here does not read as if it were."""
    return _CLAIM.sub(lambda found: f"[{UNVERIFIED}: {found[0]}]", text)


def _file(text: str) -> Path | None:
    """The file of that name; None where the text names none. Raises UsageError for the name of a file that is not there."""
    try:
        if text and Path(text).is_file():
            return Path(text)
    except (OSError, ValueError):
        return None
    if _FILE_NAME.fullmatch(text):
        raise UsageError("paper.no-such-file", path=text)
    return None


def _is_signed_sheet(word: Word) -> bool:
    """Whether it tells that the customer has signed the sheet."""
    kind = meant(word.kind, {"signed": Named("order.event-signed")})
    return kind == "signed" and word.values.get("by", "customer") == "customer"


def _signed(root: Path, id: str, word: Word, file: Path, raw: bytes, text: str, now: datetime) -> str:
    """By whose key it is signed, in the words of the record. Raises Refused."""
    view = order_called(root, id, now)
    zone = view.agreement.zone
    at = read_moment(word.time, zone) if word.time is not None else now
    signature = read_signature(text)
    holder = _holder(view.agreement, signature, raw, at.astimezone(zone).date())
    if raw not in _sheets(root, view, _FORMS.get(file.suffix.lower()), now):
        raise Refused("paper.other-sheet", path=str(file), order=view.order.id)
    return f"{NAMESPACE} {holder} {key_fingerprint(signature.key)}"


def _holder(agreement: Agreement, signature: Signature, raw: bytes, day: date) -> str:
    """The contact of the customer whose key signed these bytes. Raises Refused."""
    if not signature.is_foreign and signature.namespace != NAMESPACE:
        raise Refused("signature.other-namespace", namespace=signature.namespace, wanted=NAMESPACE)
    if not signature.is_foreign and not verifies(signature, raw):
        raise Refused("signature.bad")
    for contact in agreement.signed.customer.contacts:
        for key in map(registered, contact.signing_keys):
            if key.blob == signature.key:
                person = Registered(contact.name, (key,))
                for fault in (*foreign_faults(key, signature, raw), *key_faults(person, key, day)):
                    raise fault
                return contact.name
    customer = agreement.signed.customer.name
    raise Refused("confirmation.unknown-key", key=key_fingerprint(signature.key), customer=customer)


def _sheets(root: Path, view: View, form: PaperForm | None, now: datetime) -> Iterator[bytes]:
    """Every sheet that could have been written of the order so far, in that form, the last one first."""
    if form is None:
        return
    for until in states(view.order):
        standing = replaced(view.standing, order=recorded_until(view.order, until))
        for language in LANGUAGES:
            about = subject_of(replaced(view, standing=standing), "sheet", language, now)
            yield render(root, paper_of("sheet", about), form)
