"""How far a run is signed: draft, half signed, final; and what each signature on record is worth. Pure.

A report is final when two different engineers of the run, both qualified on its day, have signed the same version with
two different keys of their own (D1). A signature is judged by what it signs, never by what stands beside it: whoever owns
the file can write anything there. Whose keys are whose is the team's document (`Register`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from fieldops.contracts.model.team import ENGINEERS
from fieldops.contracts.public_keys import key_fingerprint
from fieldops.errors import FieldopsError, Refused
from fieldops.records.codecs import Decoded
from fieldops.records.confirming import Confirmed, JudgedConfirmation, judged_confirmation, weightiest
from fieldops.records.forgetting import forgotten_of
from fieldops.records.intents import RUN_NAMESPACE, Intent, read_intent
from fieldops.records.keyholders import Register, foreign_faults, key_faults
from fieldops.records.manifest import Manifest, manifest_of
from fieldops.records.run_events import BlobsForgotten, RunFinished, RunKind, RunOutline, RunStarted
from fieldops.records.signing_events import RunConcluded, RunConfirmed, RunSigned, SignerRole
from fieldops.structs import Struct
from fieldops.transport.sshsig import Signature, read_signature, verifies


class SigningState(StrEnum):
    """How far a version is signed. Superseded: a later version took its place."""

    DRAFT = "draft"
    HALF_SIGNED = "half-signed"
    FINAL = "final"
    SUPERSEDED = "superseded"


class JudgedSignature(Struct, frozen=True):
    """A signature on record, and why it does not count (nothing: it counts). `intent` is None where it cannot be read."""

    signed: RunSigned
    intent: Intent | None
    fingerprint: str
    faults: tuple[FieldopsError, ...]

    @property
    def counts(self) -> bool:
        """Whether it is one of those that make a report final."""
        return not self.faults


class SignedVersion(Struct, frozen=True):
    """A version of what a run comes to, with its signatures in the order of the record."""

    conclusion: RunConcluded
    manifest: Manifest
    signatures: tuple[JudgedSignature, ...] = ()
    superseded: bool = False
    confirmations: tuple[JudgedConfirmation, ...] = ()

    @property
    def counting(self) -> tuple[JudgedSignature, ...]:
        """The signatures that count."""
        return tuple(each for each in self.signatures if each.counts)

    @property
    def confirmation(self) -> JudgedConfirmation | None:
        """The confirmation that counts, None where there is none."""
        return weightiest(self.confirmations)

    @property
    def state(self) -> SigningState:
        """How far it is signed."""
        return SigningState.SUPERSEDED if self.superseded else state_by(len(self.counting))


def state_by(counting: int) -> SigningState:
    """How far the version that holds is signed, by the number of signatures that count."""
    if counting >= ENGINEERS:
        return SigningState.FINAL
    return SigningState.HALF_SIGNED if counting else SigningState.DRAFT


class Signing(Struct, frozen=True):
    """All versions of a run, the first one first; none before somebody concluded it. `forgotten`: what was deleted as agreed."""

    kind: RunKind
    engineers: tuple[str, ...]
    finished: bool
    forgotten: tuple[BlobsForgotten, ...] = ()
    versions: tuple[SignedVersion, ...] = ()

    @property
    def current(self) -> SignedVersion | None:
        """The version that holds."""
        return self.versions[-1] if self.versions else None

    @property
    def state(self) -> SigningState:
        """How far the version that holds is signed."""
        return self.current.state if self.current else SigningState.DRAFT


def signing_of(events: Sequence[Decoded], register: Register | None) -> Signing | None:
    """What the stream of a run tells of its signatures, in order; None when it begins no run. Without a `register` nobody
    knows whose keys are whose, and no signature counts.
    """
    told = [one.event for one in events]
    begun = next((each for each in told if isinstance(each, RunStarted)), None)
    if begun is None:
        return None
    finished = any(isinstance(each, RunFinished) for each in told)
    conclusions = {each.version: each for each in reversed(told) if isinstance(each, RunConcluded)}
    versions = []
    for number in sorted(conclusions):
        signed = [each for each in told if isinstance(each, RunSigned) and each.version == number]
        manifest = _manifest(events, number, signed)
        subject = Subject(begun.outline, conclusions[number], manifest)
        judged = tuple(judged_signatures(signed, subject, register))
        about = Confirmed(begun.outline, conclusions[number], _manifests(events, number, manifest))
        confirmed = [each for each in told if isinstance(each, RunConfirmed) and each.version == number]
        versions.append(
            SignedVersion(
                conclusions[number],
                manifest,
                judged,
                superseded=number < max(conclusions),
                confirmations=tuple(judged_confirmation(each, about, register) for each in confirmed),
            )
        )
    deleted = dict.fromkeys(forgotten_of(told).values())
    forgotten = tuple(each for each in deleted if isinstance(each, BlobsForgotten))
    return Signing(begun.kind, begun.engineers, finished, forgotten, tuple(versions))


def _manifest(events: Sequence[Decoded], version: int, signed: Sequence[RunSigned]) -> Manifest:
    """The manifest that the signatures of a version name; one with the numbers of the stream where that is what they sign."""
    manifest = manifest_of(events, version)
    assert manifest is not None  # it begins a run
    named = {intent.manifest for intent, _, _ in map(_read, signed) if intent is not None}
    if named and manifest.sha256 not in named:
        earlier = manifest_of(events, version, as_recorded=True)
        if earlier is not None and earlier.sha256 in named:
            return earlier
    return manifest


def _manifests(events: Sequence[Decoded], version: int, manifest: Manifest) -> tuple[str, ...]:
    """The SHA-256 of each form that the manifest of a version has had, today's for that version first."""
    forms = (manifest_of(events, version, as_recorded) for as_recorded in (False, True))
    return tuple(dict.fromkeys([manifest.sha256, *(form.sha256 for form in forms if form is not None)]))


class Subject(Struct, frozen=True):
    """What a signature has to be about: the run, its conclusion, and everything recorded of both.

    `manifest` is None where it is known otherwise that the record is what was signed (`fieldops.records.signing_states`).
    """

    begun: RunOutline
    conclusion: RunConcluded
    manifest: Manifest | None


@dataclass(slots=True)
class _Earlier:
    """The signatures that counted already: whose, and by which keys."""

    people: set[str] = field(default_factory=set)
    keys: set[bytes] = field(default_factory=set)


def judged_signatures(
    signed: Iterable[RunSigned], subject: Subject, register: Register | None
) -> Iterator[JudgedSignature]:
    """Each of the signatures, in the order of the record, with why it does not count as one of the subject."""
    earlier = _Earlier()
    for each in signed:
        intent, signature, faults = _read(each)
        if intent is not None and signature is not None:
            faults += tuple(_signature_faults(signature, intent))
            faults += tuple(_intent_faults(each, intent, subject))
            faults += tuple(signer_faults(intent, signature.key, subject.begun, register, signature))
            faults += tuple(_doubled(intent, signature.key, earlier))
            if not faults:
                earlier.people.add(intent.signer)
                earlier.keys.add(signature.key)
        fingerprint = key_fingerprint(signature.key) if signature is not None else ""
        yield JudgedSignature(each, intent, fingerprint, faults)


def _read(signed: RunSigned) -> tuple[Intent | None, Signature | None, tuple[FieldopsError, ...]]:
    intent, signature, faults = None, None, []
    try:
        intent = read_intent(signed.intent)
    except FieldopsError as error:
        faults.append(error)
    try:
        signature = read_signature(signed.signature)
    except FieldopsError as error:
        faults.append(error)
    return intent, signature, tuple(faults)


def _signature_faults(signature: Signature, intent: Intent) -> Iterator[FieldopsError]:
    # Whoever has its key says whether a foreign one is good (`signer_faults`): it names no namespace, the text says what it is.
    if not signature.is_foreign and signature.namespace != RUN_NAMESPACE:
        yield Refused("signature.other-namespace", namespace=signature.namespace, wanted=RUN_NAMESPACE)
    if not signature.is_foreign and not verifies(signature, intent.raw):
        yield Refused("signature.bad")
    elif key_fingerprint(signature.key) != intent.key:
        yield Refused("signature.other-key", key=key_fingerprint(signature.key), named=intent.key)


def _intent_faults(signed: RunSigned, intent: Intent, subject: Subject) -> Iterator[FieldopsError]:
    """What it was made for is not what it stands beside."""
    conclusion = subject.conclusion
    if intent.run != subject.begun.run:
        yield Refused("signature.other-run", run=intent.run)
    elif intent.version != conclusion.version:
        yield Refused("signature.other-version", version=intent.version, current=conclusion.version)
    elif subject.manifest is not None and intent.manifest != subject.manifest.sha256:
        yield Refused("signature.other-record", manifest=intent.manifest, found=subject.manifest.sha256)
    elif intent.files != conclusion.files:
        yield Refused("signature.other-files")
    if (intent.signer, intent.role) != (signed.signer.id, signed.role):
        yield Refused("signature.other-signer", signer=intent.signer, named=signed.signer.id)


def _doubled(intent: Intent, key: bytes, earlier: _Earlier) -> Iterator[FieldopsError]:
    if intent.signer in earlier.people:
        yield Refused("signature.same-person", person=intent.signer)
    elif key in earlier.keys:
        yield Refused("signature.same-key", key=key_fingerprint(key))


def judge_new(
    intent: Intent, key: bytes, begun: RunOutline, register: Register, version: SignedVersion
) -> tuple[FieldopsError, ...]:
    """Why somebody may not sign this version so, before the key is used: the same as of a signature on record."""
    earlier = _Earlier(
        {each.signed.signer.id for each in version.counting},
        {read_signature(each.signed.signature).key for each in version.counting},
    )
    return (*signer_faults(intent, key, begun, register), *_doubled(intent, key, earlier))


def signer_faults(
    intent: Intent,
    key: bytes,
    begun: RunOutline,
    register: Register | None,
    signature: Signature | None = None,
) -> Iterator[FieldopsError]:
    """Why this person may not sign this run with this key at the time that is claimed; with a `signature` also why whoever
    can tell does not take it for one of that key. D1
    """
    if intent.role is SignerRole.ENGINEER and intent.signer not in begun.engineers:
        yield Refused("signature.no-engineer", person=intent.signer, choices=", ".join(begun.engineers))
    if register is None:
        yield Refused("signature.no-register")
        return
    person = register.get(intent.signer)
    if person is None:
        yield Refused("signature.unknown-person", person=intent.signer)
        return
    if person.lacks:
        day = begun.started.date().isoformat()
        yield Refused(
            "signature.unqualified", person=person.id, qualifications=", ".join(person.lacks), day=day
        )
    known = next((each for each in person.keys if each.blob == key), None)
    if known is None:
        yield Refused("signature.unknown-key", person=person.id, key=key_fingerprint(key))
        return
    yield from key_faults(person, known, intent.time.date())
    if signature is not None:
        yield from foreign_faults(known, signature, intent.raw)
