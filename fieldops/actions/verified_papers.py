"""A document of an order that came from somewhere: which one it is, whose key has signed it, and what is on record of it. B6

With a workspace the record says what was written and who handed what in; without one a list of keys says whose signature it
is, and nothing says whether the document is what was recorded.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from fieldops.actions.archives import Source
from fieldops.actions.handed_in import read_paper, read_text
from fieldops.actions.orders import View, order_called
from fieldops.actions.registers import signers_text
from fieldops.actions.settings import open_store, store_path
from fieldops.actions.signed_papers import (
    NAMESPACE,
    Recognised,
    Signer,
    companys_signer,
    customers_signer,
    form_of,
    recognised,
    signer_among,
    text_of,
)
from fieldops.contracts.public_keys import key_fingerprint
from fieldops.errors import FieldopsError, Refused
from fieldops.records.allowed_signers import read_signers
from fieldops.records.codecs import handed_in_with, outline
from fieldops.records.log import Log
from fieldops.records.order_events import ORDERS, OrderTold
from fieldops.records.swap_events import SwapProposed, SwapTold
from fieldops.structs import Struct, replaced
from fieldops.transport.sshsig import Signature, read_signature


class HandedInWith(Struct, frozen=True):
    """The file was handed in with something that was told of an order (or a swap, `swap`): what kind, and when that happened."""

    order: str
    kind: str
    time: datetime
    swap: str | None = None
    signature: str | None = None
    by: str | None = None


class Standing(StrEnum):
    """What is known of the signature: it is the customer's; it does not count; nobody says whose the key is; there is none."""

    PROVEN = "proven"
    REFUSED = "refused"
    UNDETERMINED = "undetermined"
    UNSIGNED = "unsigned"


class VerifiedPaper(Struct, frozen=True):
    """What a file was found to be. `paper` and `order` are None where no record here has such a document; `key` and `signer` say
    whose signature it is, `fault` why it does not count. `day` is the day by which the key was judged: that of the record where
    it was handed in, else today (`judged_today`). `kept`: the signature is the one that the record has kept.
    """

    sha256: str
    standing: Standing
    source: Source
    day: date
    judged_today: bool = True
    kept: bool = False
    order: str | None = None
    paper: Recognised | None = None
    on_record: tuple[HandedInWith, ...] = ()
    key: str | None = None
    signer: Signer | None = None
    fault: FieldopsError | None = None
    looked: bool = False

    @property
    def is_known(self) -> bool:
        """Whether anything here knows the file."""
        return self.paper is not None or bool(self.on_record)


def may_be_paper(file: Path) -> bool:
    """Whether a file can be a document of an order: a page, a Word file, or a PDF without the files that a report has inside."""
    form = form_of(file)
    if form != "pdf":
        return form is not None
    from fieldops.reports.pdf import read_pdf

    try:
        return not read_pdf(read_paper(file)).attached
    except FieldopsError:
        # What is wrong with it is said by who reads reports.
        return False


def verify_paper(file: Path, signers: Path | None, workspace: Path | None, now: datetime) -> VerifiedPaper:
    """Say what a document is worth: by the keys of the list `signers`, else by those of the contract's contacts in `workspace`.

    The signature is FILE.sig beside it, else the one that the record has kept. Raises FieldopsError for a file or a list that
    cannot be read.
    """
    raw = read_paper(file)
    digest = sha256(raw).hexdigest()
    beside = file.with_name(f"{file.name}.sig")
    armored = read_text(beside) if beside.is_file() else None
    view, paper, told, kept = _on_record(workspace, file, raw, digest, now)
    armored, is_kept = (armored, False) if armored is not None else (kept, kept is not None)
    zone = view.agreement.zone if view is not None else now.tzinfo
    times = [each.time for each in told if each.kind == "signed"]
    found = VerifiedPaper(
        digest,
        Standing.UNSIGNED,
        Source.GIVEN if signers is not None else Source.TEAM if view is not None else Source.ARCHIVE,
        (times[-1] if times else now).astimezone(zone).date(),
        judged_today=not times,
        kept=is_kept,
        order=view.order.id if view is not None else None,
        paper=paper,
        on_record=told,
        looked=workspace is not None and store_path(workspace).exists(),
    )
    return _judged(found, armored, raw, signers, view) if armored is not None else found


def _judged(
    found: VerifiedPaper, armored: str, raw: bytes, signers: Path | None, view: View | None
) -> VerifiedPaper:
    """The same with what its signature is worth."""
    people = tuple(read_signers(signers_text(signers), NAMESPACE).values()) if signers is not None else ()
    key = None
    try:
        signature = read_signature(armored)
        key = key_fingerprint(signature.key)
        if signers is None and view is not None:
            signer = _signer_of(view, signature, raw, found)
        else:
            signer = signer_among(people, signature, raw, found.day)
    except FieldopsError as fault:
        unknown = signers is None and fault.code == "paper.unlisted-key"
        standing = Standing.UNDETERMINED if unknown else Standing.REFUSED
        return replaced(found, standing=standing, key=key, fault=fault)
    return replaced(found, standing=Standing.PROVEN, key=key, signer=signer)


def _signer_of(view: View, signature: Signature, raw: bytes, found: VerifiedPaper) -> Signer:
    """Whose signature it is: the customer's, or that of somebody of the company, where the record says that such a one has signed."""
    try:
        return customers_signer(view.agreement, signature, raw, found.day)
    except Refused as fault:
        signed = [each.by for each in found.on_record if each.kind == "signed"]
        companys = next((by for by in signed if by not in (None, "customer")), None)
        if fault.code != "paper.key-of-team" or companys is None:
            raise
        return companys_signer(view.agreement, signature, raw, found.day, companys)


# --- what the record says -----------------------------------------------------------------------------------


def _on_record(
    workspace: Path | None, file: Path, raw: bytes, digest: str, now: datetime
) -> tuple[View | None, Recognised | None, tuple[HandedInWith, ...], str | None]:
    """The order, the document that the file is, with what it was handed in, and the signature that was kept with it."""
    if workspace is None or not store_path(workspace).exists():
        return None, None, (), None
    with closing(open_store(workspace)) as log:
        told = tuple(_handed_in(log, digest))
        signature = next((each.signature for each in reversed(told) if each.signature is not None), None)
        kept = log.blob(signature).decode("utf-8") if signature is not None else None
        known = [each.name.removeprefix(ORDERS) for each in log.streams(ORDERS)]
    form = form_of(file)
    text = text_of(raw, form) if form is not None else None
    orders = list(dict.fromkeys(each.order for each in told)) or _named(known, text or "")
    for id in orders:
        view = order_called(workspace, id, now)
        paper = recognised(workspace, view, raw, form, now) if form is not None else None
        if paper is not None or told:
            return view, paper, told, kept
    return (order_called(workspace, orders[0], now) if orders else None), None, told, kept


def _named(known: list[str], text: str) -> list[str]:
    """The orders that a text names; of one number within another the longer."""
    found = [each for each in known if each in text]
    return [each for each in found if not any(each != other and each in other for other in found)]


def _handed_in(log: Log, digest: str) -> Iterator[HandedInWith]:
    """With what a file was handed in, by its SHA-256. What was withdrawn since is there, too: it was handed in."""
    orders: dict[str, str] = {}
    for each in log.since(0, (OrderTold.TYPE, SwapProposed.TYPE, SwapTold.TYPE)):
        if each.type != SwapProposed.TYPE and digest not in each.body:
            continue
        event = outline(each.type, each.version, each.body)
        if isinstance(event, SwapProposed):
            orders[event.swap] = event.order
        elif isinstance(event, OrderTold | SwapTold) and digest in (
            one.sha256 for one in handed_in_with(event)
        ):
            signature = event.signature.sha256 if event.signature is not None else None
            if isinstance(event, SwapTold):
                by = event.by
                yield HandedInWith(orders[event.swap], event.kind, event.time, event.swap, signature, by)
            else:
                yield HandedInWith(event.order, event.kind, event.time, None, signature, event.by)
