"""How far a report is signed, in words; and the part of it that is signed. Pure.

What engineers sign is the content of the report and of its annex: the views as canonical JSON, in each language, without
a word about signatures.
The pages are made of it and of the signatures, so whoever holds the JSON can tell whether a page says what was signed.
"""

from __future__ import annotations

import json
from typing import TypeVar

import msgspec

from fieldops.errors import FieldopsError
from fieldops.messages import say_error
from fieldops.records.canonical import canonical
from fieldops.records.plain import plain, typed
from fieldops.records.signing import JudgedSignature, SignedVersion, SigningState
from fieldops.reports.annex_view import AnnexView
from fieldops.reports.view import ReportView, SignatureRow, SigningView
from fieldops.reports.wording import NOTHING, Wording, clean
from fieldops.structs import replaced

View = TypeVar("View", ReportView, AnnexView)


def content_of(view: ReportView | AnnexView) -> bytes:
    """The bytes of the content of a report or its annex, as they are signed."""
    unsigned = (
        replaced(view, signing=None, files=())
        if isinstance(view, ReportView)
        else replaced(view, signing=None)
    )
    return canonical(plain(unsigned)).encode("utf-8")


def view_of(content: bytes, kind: type[View]) -> View:
    """The report or annex whose content that is. Raises FieldopsError where another version of fieldops wrote it."""
    try:
        return typed(kind, json.loads(content))
    except (msgspec.ValidationError, ValueError) as error:
        raise FieldopsError("report.other-version") from error


def signing_view(version: SignedVersion | None, wording: Wording) -> SigningView:
    """How far that version of the report is signed; None: nobody concluded the run yet."""
    state = version.state if version else SigningState.DRAFT
    return SigningView(
        state=wording.say(f"state.{state}"),
        version=wording.say("version-of-report", n=version.conclusion.version) if version else "",
        signatures=tuple(_row(each, wording) for each in version.signatures) if version else (),
    )


def _row(signature: JudgedSignature, wording: Wording) -> SignatureRow:
    person, intent = signature.signed.signer, signature.intent
    return SignatureRow(
        person=clean(person.id),
        role=wording.say(f"role.{signature.signed.role}"),
        name=clean(wording.text(person.name)),
        key=signature.fingerprint or NOTHING,
        time=wording.time(intent.time) if intent else NOTHING,
        word=wording.say("verified" if signature.counts else "not-counted"),
        notes=tuple(clean(say_error(fault, wording.language)[0]) for fault in signature.faults),
    )
