"""How far a report is signed, in words; and the part of it that is signed. Pure.

What engineers sign is the content of the report and of its annex: the views as canonical JSON, in each language, without
a word about signatures.
The pages are made of it and of the signatures, so whoever holds the JSON can tell whether a page says what was signed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TypeVar

import msgspec

from fieldops.errors import FieldopsError
from fieldops.messages import LANGUAGES, joined, say, say_error
from fieldops.records.archive import SIGNERS, signature_name
from fieldops.records.canonical import canonical
from fieldops.records.confirming import JudgedConfirmation
from fieldops.records.intents import RUN_NAMESPACE
from fieldops.records.plain import plain, typed
from fieldops.records.signing import JudgedSignature, SignedVersion, Signing, SigningState
from fieldops.reports.annex_view import AnnexView
from fieldops.reports.view import Fact, ReportView, SignatureRow, SigningView
from fieldops.reports.wording import NOTHING, Wording, clean, hash_text
from fieldops.structs import replaced

View = TypeVar("View", ReportView, AnnexView)


def content_of(view: ReportView | AnnexView) -> bytes:
    """The bytes of the content of a report or its annex, as they are signed."""
    unsigned = (
        replaced(view, signing=None, files=(), logos=())
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


def signing_view(signing: Signing | None, wording: Wording) -> SigningView:
    """How far the version that holds is signed and confirmed; None: nobody has looked at the signatures yet."""
    version = signing.current if signing is not None else None
    state = version.state if version else SigningState.DRAFT
    earlier = signing.versions[:-1] if signing is not None else ()
    number = wording.say("version-of-report", n=version.conclusion.version) if version else ""
    shown = wording.say(
        "version-state", version=number or wording.say("version-none"), state=wording.say(f"state.{state}")
    )
    confirmed = tuple(_confirmed(version, earlier, wording)) if version else ()
    waiting = _waiting(version, wording)
    return SigningView(
        state=wording.say(f"state.{state}"),
        version=number,
        signatures=tuple(_row(each, wording) for each in version.signatures) if version else (),
        confirmed=confirmed,
        waiting=waiting,
        control=(Fact(wording.say("document-version"), shown), *_editions(version, wording)),
        ink=_said("ink", wording) if version and version.counting else "",
        ink_customer=customer_ink(confirmed, waiting, wording),
        covers=_said("covers", wording),
        verify=tuple(_verify(version, wording)),
    )


def of_annex(signing: SigningView) -> SigningView:
    """What the annex shows of it: how far the report is signed, which has the table of signatures with all that is said of them."""
    return replaced(signing, confirmed=(), waiting="", ink="", ink_customer="", covers="", verify=())


def customer_ink(confirmed: Sequence[str], waiting: str, wording: Wording) -> str:
    """What stands where the customer would sign by hand; empty where that is still to be done."""
    return _said("ink-customer", wording) if confirmed and not waiting else ""


def _waiting(version: SignedVersion | None, wording: Wording) -> str:
    """Why nothing of the customer stands there; empty where something does that counts."""
    if version is None or version.state not in (SigningState.FINAL, SigningState.SUPERSEDED):
        return _said("not-asked", wording)
    return "" if version.confirmation else _said("waiting", wording)


def _verify(version: SignedVersion | None, wording: Wording) -> Iterator[str]:
    """How anybody checks a signature without fieldops: in which file, by which command. The README has the others."""
    counting = version.counting if version is not None else ()
    # Not the first by time: who makes these pages again of what is inside of a PDF knows no order within a second.
    if signature := min(counting, key=lambda one: one.signed.signer.id, default=None):
        name, signer = signature_name(signature), signature.signed.signer
        archive = f"{clean(signature.signed.run)}.zip"
        told = {"archive": archive, "file": name, "content": f"report.{wording.language}.json"}
        yield _said("verify", wording, person=clean(wording.text(signer.name)), **told)
        yield f"ssh-keygen -Y verify -f {SIGNERS} -I {signer.id} -n {RUN_NAMESPACE} -s {name}.sig < {name}"


def _editions(version: SignedVersion | None, wording: Wording) -> Iterator[Fact]:
    """The hashes of what was signed of the report in each language: either edition names the other one."""
    files = {file.name: file.sha256 for file in version.conclusion.files} if version else {}
    for language in LANGUAGES:
        if digest := files.get(f"report.{language}.json"):
            yield Fact(wording.say(f"content-of.{language}"), hash_text(digest))
    if files:
        yield Fact(_said("content", wording), _said("content-is", wording))


def _confirmed(version: SignedVersion, earlier: Sequence[SignedVersion], wording: Wording) -> Iterator[str]:
    """What is on record of this version; a confirmation of one that was corrected is told as one of that."""
    for each in earlier:
        if each.confirmation is not None:
            told = _confirmation(each.confirmation, wording)
            yield _said("of-version", wording, n=each.conclusion.version, told=told)
    for one in version.confirmations:
        yield _confirmation(one, wording)


def _confirmation(one: JudgedConfirmation, wording: Wording) -> str:
    confirmed = one.confirmed
    if not one.counts:
        told = joined((say_error(fault, wording.language)[0] for fault in one.faults), wording.language)
        return _said("invalid", wording, by=clean(confirmed.by), why=clean(told))
    values = {
        "by": clean(confirmed.by),
        "day": confirmed.day.isoformat(),
        "time": wording.time(one.text.time) if one.text is not None else "",
        "key": one.fingerprint,
        "note": clean(confirmed.note),
        "sha256": hash_text(confirmed.scan.sha256) if confirmed.scan is not None else "",
    }
    return _said(str(confirmed.way), wording, **values)


def _said(name: str, wording: Wording, **values: object) -> str:
    """Not words of the view: they would be signed, and these come after."""
    return say(f"confirmed.{name}", wording.language, values)


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


def forgotten_marks(signing: Signing, language: str) -> tuple[str, ...]:
    """That evidence was deleted when its time was over, and when; none where nothing was."""
    return tuple(
        say(
            "record.forgotten-outputs",
            language,
            {"count": len(each.blobs), "day": each.at.date().isoformat(), "until": each.until.isoformat()},
        )
        for each in signing.forgotten
    )
