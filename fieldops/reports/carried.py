"""What a report as PDF has inside of it, and whether it hangs together: manifest, signed content, signatures, and in
``page.json`` what its pages show beside that. Pure.

Nothing of it is believed. What is signed is held against the signatures, and the pages can be made again of what is inside
(`remade`): they are not what was signed, and only pages that are the same to the byte are known to say that and nothing else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Literal, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from fieldops.errors import FieldopsError
from fieldops.messages import Text
from fieldops.records.archive import MANIFEST, proof_of
from fieldops.records.canonical import canonical
from fieldops.records.intents import Intent, read_intent
from fieldops.records.keyholders import Register, Registered, RegisteredKey
from fieldops.records.manifest import Manifest
from fieldops.records.plain import plain, typed
from fieldops.records.received import Misfit
from fieldops.records.run_events import RunOutline
from fieldops.records.signing import JudgedSignature, SignedVersion, Signing, Subject, judged_signatures
from fieldops.records.signing_events import RunConcluded, RunSigned
from fieldops.records.snapshots import PersonSnapshot
from fieldops.reports.signatures import customer_ink, signing_view, view_of
from fieldops.reports.view import FileRow, Logo, ReportView, SigningView
from fieldops.reports.wording import Wording
from fieldops.structs import Struct, replaced
from fieldops.transport.sshsig import read_signature

SHOWN = "page.json"
_CONTENT = re.compile(r"report\.(zh-CN|en)\.json")
_INTENT = re.compile(r"signature-([a-z0-9-]+)\.json", re.ASCII)
# Of the text of pages: what line breaks add or take.
_BREAKS = re.compile(r"[\s‐​]")
Form = TypeVar("Form", "Shown", Manifest)


class Shown(Struct, frozen=True):
    """What the pages show that nobody signed. Signatures are not in it: what they are worth is found anew.

    `version` is that of the conclusion, `dated` the day of the document, `marks` are those that were added to the signed
    ones, `confirmed` and `waiting` the words on the customer's confirmation.
    """

    version: int
    dated: datetime
    zone: str
    marks: tuple[str, ...]
    files: tuple[FileRow, ...]
    confirmed: tuple[str, ...]
    waiting: str
    logos: tuple[Logo, ...] = ()
    format: Literal["fieldops/page/v1"] = "fieldops/page/v1"


class Carried(Struct, frozen=True):
    """What was inside, and all that is wrong with it; what could not be read is None."""

    files: Mapping[str, bytes]
    faults: tuple[Misfit, ...]
    manifest: Manifest | None = None
    view: ReportView | None = None
    shown: Shown | None = None
    signed: tuple[RunSigned, ...] = ()


def carried_files(version: SignedVersion, contents: Mapping[str, bytes], shown: Shown) -> dict[str, bytes]:
    """The files that a PDF has inside, by name: the manifest, each signature with the text that it signs, the signed `contents`,
    and what else is shown. A person's id is behind a word, so that no signature is called as something else.
    """
    proof = {name.replace("signatures/", "signature-"): raw for name, raw in proof_of(version)}
    return {**proof, **contents, SHOWN: canonical(plain(shown)).encode("utf-8")}


def shown_of(view: ReportView, content: ReportView, conclusion: RunConcluded, zone: str) -> Shown:
    """What the pages of `view` show beside its signed `content`."""
    signing = view.signing or SigningView("", "", ())
    added = view.marks[len(content.marks) :]
    dated = conclusion.at.replace(microsecond=0)
    return Shown(
        conclusion.version, dated, zone, added, view.files, signing.confirmed, signing.waiting, view.logos
    )


# --- what is inside ---------------------------------------------------------------------------------------


def carried(files: Mapping[str, bytes], path: str) -> Carried:
    """What the files inside of the PDF at `path` are. Raises FieldopsError where there are none of ours: it says nothing that could be
    held against something.
    """
    if MANIFEST not in files and SHOWN not in files and not any(map(_CONTENT.fullmatch, files)):
        raise FieldopsError("pdf.nothing-inside", path=path)
    faults: list[Misfit] = []
    manifest = _read(files, MANIFEST, Manifest, faults)
    shown = _read(files, SHOWN, Shown, faults)
    view = _view(files, faults)
    signed = tuple(_signed(files, faults))
    known = {MANIFEST, SHOWN, *(name for name in files if _CONTENT.fullmatch(name))}
    known |= {name for each in signed for name in _names_of(each.signer.id)}
    told = {fault.place for fault in faults}
    faults += (
        Misfit(name, FieldopsError("pdf.strange")) for name in sorted(files) if name not in known | told
    )
    found = Carried(files, (), manifest, view, shown, signed)
    return replaced(found, faults=(*faults, *_other_content(found)))


def _names_of(person: str) -> tuple[str, str]:
    return f"signature-{person}.json", f"signature-{person}.json.sig"


def _read(files: Mapping[str, bytes], name: str, form: type[Form], faults: list[Misfit]) -> Form | None:
    """A file of canonical JSON; what is read in two ways would mean two things."""
    if name not in files:
        faults.append(Misfit(name, FieldopsError("archive.missing")))
        return None
    try:
        found = typed(form, json.loads(files[name]))
        if canonical(plain(found)).encode("utf-8") == files[name]:
            return found
    except (msgspec.ValidationError, ValueError, TypeError, RecursionError):
        pass
    faults.append(Misfit(name, FieldopsError("pdf.file-unreadable")))
    return None


def _view(files: Mapping[str, bytes], faults: list[Misfit]) -> ReportView | None:
    """The signed content: a report in one language."""
    names = [name for name in files if _CONTENT.fullmatch(name)]
    if len(names) != 1:
        error = FieldopsError("pdf.doubled" if names else "archive.missing")
        faults.append(Misfit(names[0] if names else "report.*.json", error))
        return None
    try:
        return view_of(files[names[0]], ReportView)
    except (FieldopsError, RecursionError):
        faults.append(Misfit(names[0], FieldopsError("report.other-version")))
        return None


def _signed(files: Mapping[str, bytes], faults: list[Misfit]) -> Iterator[RunSigned]:
    """Each text that was signed, with the signature beside it, in the order of the times that the signers claim."""
    found: list[tuple[Intent, str]] = []
    for name in sorted(files):
        if not _INTENT.fullmatch(name):
            continue
        if f"{name}.sig" not in files:
            faults.append(Misfit(f"{name}.sig", FieldopsError("archive.missing")))
            continue
        try:
            intent = read_intent(files[name].decode("utf-8", "replace"))
        except FieldopsError as error:
            faults += (Misfit(name, error), Misfit(f"{name}.sig", FieldopsError("pdf.of-nothing")))
            continue
        if name not in _names_of(intent.signer):
            faults.append(Misfit(name, FieldopsError("pdf.other-name", person=intent.signer)))
            continue
        found.append((intent, files[f"{name}.sig"].decode("ascii", "replace")))
    for intent, signature in sorted(found, key=lambda each: each[0].time):
        person = PersonSnapshot(intent.signer, Text(intent.name, intent.name))
        text = intent.raw.decode("utf-8")
        yield RunSigned(intent.run, intent.version, intent.role, person, text, signature, intent.time)


def _other_content(found: Carried) -> Iterator[Misfit]:
    """Manifest and content are not what the signed texts name: somebody put others in their place."""
    for each in found.signed:
        intent = read_intent(each.intent)
        wanted = {MANIFEST: intent.manifest, **{file.name: file.sha256 for file in intent.files}}
        for name, raw in found.files.items():
            if name == MANIFEST or _CONTENT.fullmatch(name):
                digest = sha256(raw).hexdigest()
                if wanted.get(name) != digest:
                    yield Misfit(name, FieldopsError("pdf.other-content", person=intent.signer))


# --- what the signatures are worth ------------------------------------------------------------------------


def own_register(signed: Sequence[RunSigned]) -> Register:
    """The signers with the keys that their signatures name: nobody's word that the keys are theirs."""
    found: dict[str, Registered] = {}
    for each in signed:
        try:
            key = RegisteredKey(read_signature(each.signature).key)
        except FieldopsError:
            continue
        found[each.signer.id] = Registered(each.signer.id, (key,))
    return found


def signing_in(found: Carried, register: Register | None) -> Signing | None:
    """What the signatures inside are worth by the keys of `register`; None where something of it cannot be read. The
    engineers of the run are those that the signed content names.
    """
    manifest, view, shown = found.manifest, found.view, found.shown
    if manifest is None or view is None or shown is None:
        return None
    engineers = tuple(each.person for each in view.signers if each.person)
    begun = RunOutline(manifest.run, manifest.kind, manifest.started, manifest.contract, "", engineers, (), None, False, ())  # fmt: skip
    files = read_intent(found.signed[0].intent).files if found.signed else ()
    nobody = PersonSnapshot("", Text("", ""))
    conclusion = RunConcluded(manifest.run, shown.version, nobody, shown.dated, "", files=files)
    judged = tuple(judged_signatures(found.signed, Subject(begun, conclusion, manifest), register))
    version = SignedVersion(conclusion, manifest, judged)
    return Signing(manifest.kind, engineers, manifest.finished is not None, (), (version,))


# --- what its pages say -----------------------------------------------------------------------------------


def remade(found: Carried, signing: Signing) -> ReportView:
    """The report whose pages these should be: the signed content, the signatures as they were judged, and what is shown beside.

    Raises FieldopsError for a time zone that this machine does not know.
    """
    view, shown = found.view, found.shown
    assert view is not None  # asked for where nothing is wrong
    assert shown is not None
    try:
        wording = Wording(view.language, ZoneInfo(shown.zone))
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise FieldopsError("pdf.file-unreadable") from error
    told = signing_view(_named_as_there(signing, view), wording)
    ink = customer_ink(shown.confirmed, shown.waiting, wording)
    told = replaced(told, confirmed=shown.confirmed, waiting=shown.waiting, ink_customer=ink)
    marks = (*view.marks, *shown.marks)
    return replaced(view, signing=told, files=shown.files, logos=shown.logos, marks=marks)


def _named_as_there(signing: Signing, view: ReportView) -> Signing:
    """The signers by the names that the content has for them: the signed texts have them in one language only."""
    version = signing.current
    if version is None:
        return signing
    names = {each.person: Text(each.name, each.name) for each in view.signers}
    rows = tuple(_renamed(each, names) for each in version.signatures)
    return replaced(signing, versions=(replaced(version, signatures=rows),))


def _renamed(one: JudgedSignature, names: Mapping[str, Text]) -> JudgedSignature:
    signer = one.signed.signer
    named = replaced(signer, name=names.get(signer.id, signer.name))
    return replaced(one, signed=replaced(one.signed, signer=named))


def lacking_in(text: str, view: ReportView) -> tuple[str, ...]:
    """What of the signed content does not stand in the `text` of pages (without white space), in the order of the content."""
    pages = _BREAKS.sub("", text)
    return tuple(dict.fromkeys(each for each in _told(view) if _BREAKS.sub("", each) not in pages))


def _told(view: ReportView) -> Iterator[str]:
    """The sentences and values of the content that every page of it shows, whatever its template looks like."""
    if view.assessed is not None:
        yield from (*view.assessed.assessment, *view.assessed.remarks)
    yield from (view.title, view.customer, view.vendor, view.coverage, view.grade.word, *view.sentences)
    for row in view.problems:
        yield from (row.check, row.value, row.count, row.hosts, row.advice, row.owner, row.due, row.state)
    for one in view.undetermined:
        yield from (one.checks, one.count, one.hosts, one.reason)
    for signer in view.signers:
        yield signer.name
