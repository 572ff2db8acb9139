"""Documents of orders that somebody has signed: which document a file is, and whose key has signed it. B6

A customer signs the file itself, the one that `order documents` wrote: ``ssh-keygen -Y sign -n sheet@fieldops -f KEY FILE``
leaves FILE.sig beside it, and `ssh-keygen -Y verify` tells anybody what it is worth, without fieldops. A file is a document
of an order where it is, byte for byte, what is written of the record as it stood at some time.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from fieldops.actions.order_documents import PaperForm, about_of, render
from fieldops.actions.orders import View
from fieldops.actions.registers import registered
from fieldops.contracts.agreement import Agreement
from fieldops.contracts.public_keys import key_fingerprint
from fieldops.contracts.wording import word
from fieldops.errors import FieldopsError, Refused
from fieldops.messages import LANGUAGES
from fieldops.records.allowed_signers import paper_signers
from fieldops.records.keyholders import Registered, foreign_faults, key_faults
from fieldops.reports.order_documents import KINDS, paper_of
from fieldops.reports.order_view import OrderPaper, PaperKind
from fieldops.service.sheets import recorded_until, states
from fieldops.service.standing import standing_of
from fieldops.service.whose import role_of
from fieldops.sla.moments import read_moment
from fieldops.structs import Struct, replaced
from fieldops.transport.sshsig import Signature, verifies

NAMESPACE = "sheet@fieldops"
_FORMS: dict[str, PaperForm] = {".html": "html", ".htm": "html", ".pdf": "pdf", ".docx": "docx"}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?", re.ASCII)
# More than any document of an order has.
_LONGEST_TEXT = 8 << 20


# --- which document a file is -------------------------------------------------------------------------------


class Recognised(Struct, frozen=True):
    """A file that is a document of an order, word for word; `is_current`: it says what the document says today."""

    paper: OrderPaper
    form: PaperForm
    is_current: bool


def form_of(file: Path) -> PaperForm | None:
    """The form that a file's name says; None for one that no document has."""
    return _FORMS.get(file.suffix.lower())


def recognised(
    root: Path,
    view: View,
    raw: bytes,
    form: PaperForm,
    now: datetime,
    kinds: Iterable[PaperKind] = KINDS,
) -> Recognised | None:
    """The document of the order that these bytes are, as it could have been written at some time; None where they are none.

    Raises FieldopsError where a document of that form cannot be made here.
    """
    text = text_of(raw, form)
    for kind in kinds:
        for language in LANGUAGES:
            newest = _written(root, view, kind, language, now)
            for until in _moments(view, kind, text):
                paper = _written(root, _as_of(view, until), kind, language, until)
                if paper is not None and _may_be(paper, text) and render(root, paper, form) == raw:
                    return Recognised(paper, form, newest is not None and _content(paper) == _content(newest))
    return None


def text_of(raw: bytes, form: PaperForm) -> str | None:
    """The words of a document without white space; None where they cannot be read."""
    try:
        return _squeezed(_text(raw, form))
    except (FieldopsError, BadZipFile, LookupError, UnicodeDecodeError, OSError, RuntimeError):
        return None


def _text(raw: bytes, form: PaperForm) -> str:
    match form:
        case "pdf":
            from fieldops.reports.pdf import read_pdf

            return read_pdf(raw).text
        case "docx":
            with ZipFile(BytesIO(raw)) as package, package.open("word/document.xml") as part:
                return _without_tags(part.read(_LONGEST_TEXT).decode("utf-8"))
        case "html":
            return _without_tags(raw[:_LONGEST_TEXT].decode("utf-8"))


def _without_tags(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", " ", text))


def _squeezed(text: str) -> str:
    # PDF files have some characters of Chinese as their radicals, which look the same.
    return "".join(unicodedata.normalize("NFKC", text).split())


def _may_be(paper: OrderPaper, text: str | None) -> bool:
    """Whether the text names this kind, this order and this time: only then it is worth making the document again."""
    return text is None or all(_squeezed(each) in text for each in (paper.title, paper.order, paper.foot[0]))


def _moments(view: View, kind: PaperKind, text: str | None) -> Iterator[datetime]:
    """When a document of that kind may have been written: after each record; a notice at any time, which it names."""
    yield from states(view.order)
    if kind == "notice" and text is not None:
        spaced = re.sub(r"(\d{4}-\d\d-\d\d)(\d\d:\d\d)", r"\1 \2", text)
        for found in dict.fromkeys(_MOMENT.findall(spaced)):
            # The end of a day is written as 24:00, which nothing is recorded at.
            with suppress(FieldopsError):
                yield read_moment(found.replace(" ", "T"), view.agreement.zone)


def _as_of(view: View, until: datetime) -> View:
    order = recorded_until(view.order, until)
    return replaced(view, standing=standing_of(order, view.agreement, view.timetable, until))


def _written(root: Path, view: View, kind: PaperKind, language: str, now: datetime) -> OrderPaper | None:
    """The document as it is written then; None where the order has none."""
    try:
        return paper_of(kind, about_of(root, view, kind, language, now))
    except Refused:
        return None


def _content(paper: OrderPaper) -> tuple[object, ...]:
    """What somebody who signs it agrees to: not what is said of the paper itself, nor until when the record was read."""
    return paper.version, paper.head, tuple(each for each in paper.parts if not each.is_beside)


# --- whose key has signed -----------------------------------------------------------------------------------


class Signer(Struct, frozen=True):
    """Whose key has signed: the name, and the key's fingerprint; `id`: by which they stand in the list of keys."""

    name: str
    key: str
    id: str = ""


def contacts_of(agreement: Agreement) -> tuple[Registered, ...]:
    """The contacts of the contract's customer that have keys, by their names."""
    return tuple(
        Registered(contact.name, tuple(map(registered, contact.signing_keys)))
        for contact in agreement.signed.customer.contacts
        if contact.signing_keys
    )


def colleagues_of(agreement: Agreement) -> tuple[Registered, ...]:
    """The people of the contract's team that have keys, by their names in the contract's language."""
    team = agreement.team.people if agreement.team is not None else ()
    return tuple(
        Registered(each.name.say(agreement.signed.language), tuple(map(registered, each.signing_keys)))
        for each in team
        if each.signing_keys
    )


def signers_of(agreement: Agreement) -> str:
    """Whose keys sign for the contract's customer, as OpenSSH reads it; nothing where no contact has one."""
    return paper_signers(contacts_of(agreement), NAMESPACE)


def customers_signer(agreement: Agreement, signature: Signature, raw: bytes, day: date) -> Signer:
    """The contact of the customer whose key signed these bytes, by the keys of that day.

    Raises Refused for a signature of something else, for another purpose, or by a key that is none of the customer's or did
    not hold that day.
    """
    try:
        return signer_among(contacts_of(agreement), signature, raw, day)
    except _Unknown:
        team = agreement.team.people if agreement.team is not None else ()
        for person in team:
            if any(registered(key).blob == signature.key for key in person.signing_keys):
                raise Refused("paper.key-of-team", person=person.name) from None
        customer = agreement.signed.customer.name
        key = key_fingerprint(signature.key)
        raise Refused("confirmation.unknown-key", key=key, customer=customer) from None


def companys_signer(
    agreement: Agreement, signature: Signature, raw: bytes, day: date, position: str, named: str = ""
) -> Signer:
    """Who of the contract's team signed these bytes in that position, such as an engineer, by the keys of that day. `named`: who
    is said to have, by id or name; "" where only the position was named.

    Raises Refused for a signature of something else, for another purpose, by a key that is none of such a person's or did not
    hold that day, and by somebody else than was named.
    """
    team = agreement.team.people if agreement.team is not None else ()
    able = {each.id: each for each in team if role_of(position) in each.roles and each.signing_keys}
    people = [Registered(id, tuple(map(registered, each.signing_keys))) for id, each in able.items()]
    try:
        signer = signer_among(people, signature, raw, day)
    except _Unknown:
        key = key_fingerprint(signature.key)
        raise Refused("paper.key-of-no-such-position", key=key, position=word(position)) from None
    person = able[signer.id]
    if any(each.is_called(named) for each in team) and not person.is_called(named):
        raise Refused("paper.key-of-another", person=person.name, named=named)
    return Signer(person.name.say(agreement.signed.language), signer.key, person.id)


class _Unknown(Refused):
    """Nobody of those who are asked has the key."""


def signer_among(people: Iterable[Registered], signature: Signature, raw: bytes, day: date) -> Signer:
    """Who of these people signed these bytes, by the keys of that day. Raises Refused."""
    if not signature.is_foreign and signature.namespace != NAMESPACE:
        raise Refused("signature.other-namespace", namespace=signature.namespace, wanted=NAMESPACE)
    if not signature.is_foreign and not verifies(signature, raw):
        raise Refused("signature.bad")
    for person in people:
        for key in person.keys:
            if key.blob == signature.key:
                for fault in (*foreign_faults(key, signature, raw), *key_faults(person, key, day)):
                    raise fault
                return Signer(person.id, key_fingerprint(signature.key), person.id)
    raise _Unknown("paper.unlisted-key", key=key_fingerprint(signature.key))
