"""What signatures on record are worth: each way in which one does not count has its own reason, whatever stands beside it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fieldops.contracts.public_keys import key_fingerprint
from fieldops.messages.text import Text
from fieldops.records.codecs import decoded
from fieldops.records.events import Event
from fieldops.records.intents import RUN_NAMESPACE, Intent, read_intent
from fieldops.records.keyholders import Register, Registered, RegisteredKey
from fieldops.records.recorded import Head
from fieldops.records.run_events import RunFinished
from fieldops.records.signing import Signing, SigningState, signing_of
from fieldops.records.signing_events import RenderedFile, RunConcluded, RunSigned, SignerRole
from fieldops.records.snapshots import PersonSnapshot
from fieldops.structs import replaced
from fieldops.transport.sshsig import Signature, armored, signed_bytes
from tests.records.test_manifest import AT, HOST_1, Stream, started

SIGNED_AT = datetime.fromisoformat("2026-03-02T10:00:00+08:00")
CONTENT = b'{"title":"report"}'
FILES = (RenderedFile("report.en.json", hashlib.sha256(CONTENT).hexdigest(), len(CONTENT)),)
ZHANG, LI = PersonSnapshot("zhang", Text("张伟", "Zhang Wei")), PersonSnapshot("li", Text("李娜", "Li Na"))


@dataclass(frozen=True)
class Key:
    """A key that is only in memory: tests sign what nobody would sign."""

    private: Ed25519PrivateKey

    @property
    def blob(self) -> bytes:
        kind, raw = b"ssh-ed25519", self.private.public_key().public_bytes_raw()
        return b"".join(len(each).to_bytes(4, "big") + each for each in (kind, raw))

    def sign(self, message: bytes, namespace: str = RUN_NAMESPACE) -> str:
        kind = b"ssh-ed25519"
        value = self.private.sign(signed_bytes(message, namespace))
        made = b"".join(len(each).to_bytes(4, "big") + each for each in (kind, value))
        return armored(Signature(self.blob, namespace, "sha512", made))


def key(seed: int) -> Key:
    return Key(Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32))


KEYS = {"zhang": key(1), "li": key(2)}
REGISTER: Register = {id: Registered(id, (RegisteredKey(one.blob),)) for id, one in KEYS.items()}


def concluded(version: int = 1, **more: Any) -> RunConcluded:
    event = RunConcluded("r1", version, ZHANG, SIGNED_AT, "All is well.", files=FILES)
    return replaced(event, **more)


BEGUN = replaced(started(), engineers=("zhang", "li"))
END = RunFinished("r1", AT.replace(minute=30))
RUN: tuple[Event, ...] = (BEGUN, HOST_1, END)


def signed(
    events: tuple[Event, ...],
    person: PersonSnapshot,
    by: Key | None = None,
    namespace: str = RUN_NAMESPACE,
    version: int = 1,
    **changes: Any,
) -> RunSigned:
    """The signature of `person` on a version of the run of `events`; `changes` are to what is signed."""
    told = signing_of(tuple(decoded(Stream(*events).events, blobs_of(events))), REGISTER)
    assert told is not None
    subject = next(each for each in told.versions if each.conclusion.version == version)
    own = by or KEYS[person.id]
    intent = Intent(
        run="r1",
        version=version,
        manifest=subject.manifest.sha256,
        files=FILES,
        role=SignerRole.ENGINEER,
        signer=person.id,
        name=person.name.en,
        key=key_fingerprint(own.blob),
        time=SIGNED_AT,
        log=Head(9, "a" * 64),
    )
    intent = replaced(intent, **changes)
    text = own.sign(intent.raw, namespace)
    return RunSigned("r1", version, SignerRole.ENGINEER, person, intent.raw.decode(), text, SIGNED_AT)


def blobs_of(events: tuple[Event, ...]) -> Any:
    return {**Stream(*events).blobs, FILES[0].sha256: CONTENT}.__getitem__


def signing(*events: Event, register: Register | None = REGISTER) -> Signing:
    told = signing_of(tuple(decoded(Stream(*events).events, blobs_of(events))), register)
    assert told is not None
    return told


def reasons(told: Signing) -> list[list[str]]:
    assert told.current is not None
    return [[fault.code for fault in each.faults] for each in told.current.signatures]


BOTH = (*RUN, concluded())


def test_two_engineers_with_two_keys_make_it_final() -> None:
    assert signing(*RUN).state is SigningState.DRAFT
    assert signing(*BOTH).state is SigningState.DRAFT
    half = (*BOTH, signed(BOTH, ZHANG))
    assert signing(*half).state is SigningState.HALF_SIGNED
    final = signing(*half, signed(BOTH, LI))
    assert (final.state, reasons(final)) == (SigningState.FINAL, [[], []])


def test_what_is_recorded_after_a_signature_takes_nothing_from_it() -> None:
    once = (*BOTH, signed(BOTH, ZHANG))
    assert reasons(signing(*once, signed(once, LI))) == [[], []]


def test_the_same_person_twice_is_one_person() -> None:
    other = key(7)
    register = {
        **REGISTER,
        "zhang": Registered("zhang", (RegisteredKey(KEYS["zhang"].blob), RegisteredKey(other.blob))),
    }
    told = signing(*BOTH, signed(BOTH, ZHANG), signed(BOTH, ZHANG, other), register=register)
    assert (told.state, reasons(told)) == (SigningState.HALF_SIGNED, [[], ["signature.same-person"]])


def test_the_same_key_twice_is_one_person() -> None:
    shared = {id: Registered(id, (RegisteredKey(KEYS["zhang"].blob),)) for id in ("zhang", "li")}
    told = signing(*BOTH, signed(BOTH, ZHANG), signed(BOTH, LI, KEYS["zhang"]), register=shared)
    assert (told.state, reasons(told)) == (SigningState.HALF_SIGNED, [[], ["signature.same-key"]])


WRONG: dict[str, tuple[str, dict[str, Any]]] = {
    "another namespace": ("signature.other-namespace", {"namespace": "git"}),
    "another run": ("signature.other-run", {"run": "r2"}),
    "an earlier version": ("signature.other-record", {"manifest": "0" * 64}),
    "other files": ("signature.other-files", {"files": ()}),
    "another person's text": ("signature.other-signer", {"signer": "li"}),
    "a key that is not the one named": ("signature.other-key", {"key": "SHA256:other"}),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_signature_for_something_else_does_not_count(case: str) -> None:
    reason, changes = WRONG[case]
    told = signing(*BOTH, signed(BOTH, ZHANG, **changes))
    assert told.state is SigningState.DRAFT
    assert reason in reasons(told)[0]


def test_a_signature_of_an_earlier_version_is_none_of_the_next() -> None:
    corrected = (*BOTH, signed(BOTH, ZHANG), signed(BOTH, LI), concluded(2, corrects="a typing error"))
    old = corrected[4]
    assert isinstance(old, RunSigned)
    told = signing(*corrected, replaced(old, version=2))
    assert [each.state for each in told.versions] == [SigningState.SUPERSEDED, SigningState.DRAFT]
    assert reasons(told) == [["signature.other-version"]]
    assert all(each.counts for each in told.versions[0].signatures)


@pytest.mark.parametrize(
    ("known", "reason"),
    [
        ({"revoked": date(2026, 3, 2)}, "signature.key-revoked"),
        ({"valid_until": date(2026, 3, 1)}, "signature.key-expired"),
        ({"valid_from": date(2026, 3, 3)}, "signature.key-too-early"),
    ],
)
def test_a_key_counts_on_its_days_only(known: dict[str, date], reason: str) -> None:
    register = {"zhang": Registered("zhang", (RegisteredKey(KEYS["zhang"].blob, **known),))}
    assert reasons(signing(*BOTH, signed(BOTH, ZHANG), register=register)) == [[reason]]
    kept = {name: day.replace(day=2 if name != "revoked" else 3) for name, day in known.items()}
    register = {"zhang": Registered("zhang", (RegisteredKey(KEYS["zhang"].blob, **kept),))}
    assert reasons(signing(*BOTH, signed(BOTH, ZHANG), register=register)) == [[]]


def test_nobody_signs_who_was_not_there_or_not_qualified_or_whose_key_nobody_knows() -> None:
    zhang = signed(BOTH, ZHANG)
    told = signing(
        *BOTH,
        zhang,
        register={"zhang": Registered("zhang", (RegisteredKey(KEYS["zhang"].blob),), ("linux",))},
    )
    assert reasons(told) == [["signature.unqualified"]]
    assert reasons(signing(*BOTH, zhang, register={})) == [["signature.unknown-person"]]
    assert reasons(signing(*BOTH, zhang, register=None)) == [["signature.no-register"]]
    assert reasons(signing(*BOTH, signed(BOTH, ZHANG, key(9)))) == [["signature.unknown-key"]]
    boss = PersonSnapshot("boss", Text("王", "Wang"))
    register = {**REGISTER, "boss": Registered("boss", (RegisteredKey(key(8).blob),))}
    told = signing(*BOTH, signed(BOTH, boss, key(8)), register=register)
    assert reasons(told) == [["signature.no-engineer"]]


def test_no_changed_byte_of_what_was_signed_or_of_the_signature_counts() -> None:
    good = signed(BOTH, ZHANG)
    for at in range(0, len(good.intent), 7):
        changed = good.intent[:at] + chr(ord(good.intent[at]) ^ 1) + good.intent[at + 1 :]
        assert reasons(signing(*BOTH, replaced(good, intent=changed)))[0], changed
    lines = good.signature.splitlines()
    for at in range(len(lines[1])):
        other = "B" if lines[1][at] != "B" else "C"
        text = "\n".join([lines[0], lines[1][:at] + other + lines[1][at + 1 :], *lines[2:]])
        assert reasons(signing(*BOTH, replaced(good, signature=text)))[0], text


def test_any_other_record_is_not_what_was_signed() -> None:
    """One that owns the file may write everything anew, chain included; the signature stays that of the old one."""
    zhang = signed(BOTH, ZHANG)
    for other in (
        (replaced(BEGUN, engineers=("zhang", "li", "boss")), HOST_1, END, concluded()),
        (BEGUN, replaced(HOST_1, ms=1), END, concluded()),
        (BEGUN, END, concluded()),
        (*RUN, concluded(assessment="Nothing is well.")),
        (*RUN, concluded(remarks="?")),
    ):
        assert reasons(signing(*other, zhang)) == [["signature.other-record"]]


def test_a_text_that_says_one_thing_twice_is_no_intent() -> None:
    good = signed(BOTH, ZHANG)
    assert read_intent(good.intent).signer == "zhang"
    doubled = good.intent.replace('"signer":"zhang"', '"signer":"li","signer":"zhang"')
    told = signing(*BOTH, replaced(good, intent=doubled, signature=KEYS["zhang"].sign(doubled.encode())))
    assert reasons(told) == [["intent.unreadable"]]


def test_recorded_is_in_the_manifest_what_was_concluded_and_no_more() -> None:
    told = signing(*BOTH, signed(BOTH, ZHANG), concluded(2, corrects="x"))
    first, second = (each.manifest for each in told.versions)
    assert [each.type for each in first.events] == [
        "run.started",
        "host.finished",
        "run.finished",
        "run.concluded",
    ]
    # Wherever a store has it: another one may hold a correction behind more signatures, or before them.
    assert [each.number for each in second.events] == [1, 2, 3, 4]
    assert FILES[0].sha256 in {each.sha256 for each in first.blobs}
