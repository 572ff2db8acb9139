"""What a customer's confirmation on record is worth: each way in which one does not count has its own reason. Pure.

Two engineers answer for a report (`signing`); the customer confirms what they signed (G6), with a key of one of the
contract's contacts or on paper. Where the contract says so a manager of the service company stands for the customer (B6).
A signature is judged by what it signs and by whose key it is, a paper only by which version it belongs to: what is written
on a scan nobody but people can read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fieldops.contracts.public_keys import key_fingerprint
from fieldops.errors import FieldopsError, Refused
from fieldops.records.intents import CONFIRMATION_NAMESPACE, Confirmation, read_confirmation
from fieldops.records.keyholders import (
    Register,
    Registered,
    RegisteredKey,
    customer_of,
    foreign_faults,
    is_customer,
    key_faults,
)
from fieldops.records.run_events import RunOutline
from fieldops.records.signing_events import ConfirmationWay, RunConcluded, RunConfirmed
from fieldops.structs import Struct
from fieldops.transport.sshsig import Signature, read_signature, verifies

# The customer's own word first.
_WEIGHT = tuple(ConfirmationWay)


class Confirmed(Struct, frozen=True):
    """What a confirmation has to be about: the run, its conclusion, and the SHA-256 of each form of its manifest.

    No `manifests`: nobody knows them here, and they are not compared.
    """

    begun: RunOutline
    conclusion: RunConcluded
    manifests: tuple[str, ...] = ()


class JudgedConfirmation(Struct, frozen=True):
    """A confirmation on record, and why it does not count (nothing: it counts). `text` is what was signed, None for a scan and
    where it cannot be read; `fingerprint` is that of the key, "" where there is none.
    """

    confirmed: RunConfirmed
    text: Confirmation | None
    fingerprint: str
    faults: tuple[FieldopsError, ...]

    @property
    def counts(self) -> bool:
        """Whether the version is confirmed by it."""
        return not self.faults


def weightiest(judged: Sequence[JudgedConfirmation]) -> JudgedConfirmation | None:
    """Of those that count the one to be told: the customer's key before a paper, and that before a manager."""
    counting = [each for each in judged if each.counts]
    return min(counting, key=lambda each: _WEIGHT.index(each.confirmed.way), default=None)


def judged_confirmation(
    confirmed: RunConfirmed, about: Confirmed, register: Register | None
) -> JudgedConfirmation:
    """A confirmation with all for which it does not count as one of that version."""
    faults = list(_record_faults(confirmed, about))
    if confirmed.way is ConfirmationWay.SCAN:
        if confirmed.scan is None:
            faults.append(Refused("confirmation.no-scan"))
        return JudgedConfirmation(confirmed, None, "", tuple(faults))
    text, signature = None, None
    try:
        text = read_confirmation(confirmed.intent)
        signature = read_signature(confirmed.signature)
    except FieldopsError as error:
        faults.append(error)
    if text is not None and signature is not None:
        faults += signed_faults(text, signature, about, register)
        if (text.by, text.way, text.manifest) != (confirmed.by, confirmed.way, confirmed.manifest):
            faults.append(Refused("signature.other-signer", signer=text.by, named=confirmed.by))
    key = key_fingerprint(signature.key) if signature is not None else ""
    return JudgedConfirmation(confirmed, text, key, tuple(faults))


def _record_faults(confirmed: RunConfirmed, about: Confirmed) -> Iterator[FieldopsError]:
    """It stands beside another run than it is of, or the record is not what was confirmed."""
    if confirmed.run != about.begun.run:
        yield Refused("signature.other-run", run=confirmed.run)
    elif about.manifests and confirmed.manifest not in about.manifests:
        found = about.manifests[0]
        yield Refused("signature.other-record", manifest=confirmed.manifest, found=found)


def signed_faults(
    text: Confirmation, signature: Signature, about: Confirmed, register: Register | None
) -> Iterator[FieldopsError]:
    """Why the signature of that text confirms nothing of what it is `about`."""
    if not signature.is_foreign and signature.namespace != CONFIRMATION_NAMESPACE:
        yield Refused(
            "signature.other-namespace", namespace=signature.namespace, wanted=CONFIRMATION_NAMESPACE
        )
    if not signature.is_foreign and not verifies(signature, text.raw):
        yield Refused("signature.bad")
    yield from _text_faults(text, about)
    faults = tuple(key_holder_faults(text, signature.key, about.begun, register))
    yield from faults
    if not faults and register is not None and signature.is_foreign:
        keys = (each for one in register.values() for each in one.keys if each.blob == signature.key)
        yield from foreign_faults(next(keys), signature, text.raw)


def _text_faults(text: Confirmation, about: Confirmed) -> Iterator[FieldopsError]:
    conclusion = about.conclusion
    if text.run != about.begun.run:
        yield Refused("signature.other-run", run=text.run)
    elif text.version != conclusion.version:
        yield Refused("signature.other-version", version=text.version, current=conclusion.version)
    elif about.manifests and text.manifest not in about.manifests:
        yield Refused("signature.other-record", manifest=text.manifest, found=about.manifests[0])
    elif text.files != conclusion.files:
        yield Refused("signature.other-files")


def key_holder_faults(
    text: Confirmation, key: bytes, begun: RunOutline, register: Register | None
) -> Iterator[FieldopsError]:
    """Why who signs so, with this key at the time that is claimed, does not confirm the run."""
    if register is None:
        yield Refused("signature.no-register")
    elif text.way is ConfirmationWay.MANAGER:
        yield from _manager_faults(text, key, begun, register)
    else:
        yield from _customer_faults(text, key, begun, register)


def _customer_faults(
    text: Confirmation, key: bytes, begun: RunOutline, register: Register
) -> Iterator[FieldopsError]:
    print = key_fingerprint(key)
    for person in register.values():
        if not is_customer(person.id) and any(each.blob == key for each in person.keys):
            yield Refused("confirmation.key-of-team", key=print, person=person.id)
            return
    customer = register.get(customer_of(begun.contract))
    known = [each for each in customer.keys if each.blob == key] if customer is not None else []
    if not known:
        yield Refused("confirmation.unknown-key", key=print, customer=text.customer)
        return
    own = next((each for each in known if each.holder in ("", text.by)), None)
    if own is None:
        yield Refused("confirmation.other-contact", key=print, person=known[0].holder, named=text.by)
        return
    yield from _of_that_day(text, own)


def _manager_faults(
    text: Confirmation, key: bytes, begun: RunOutline, register: Register
) -> Iterator[FieldopsError]:
    """A manager reviews what others did: the engineers of the run do not stand for the customer, too."""
    person = register.get(text.by)
    if person is None:
        yield Refused("signature.unknown-person", person=text.by)
        return
    if person.manager is False:
        yield Refused("confirmation.no-manager", person=text.by)
    if text.by in begun.engineers:
        yield Refused("confirmation.manager-inspected", person=text.by)
    if not text.note:
        yield Refused("confirmation.no-reason")
    known = next((each for each in person.keys if each.blob == key), None)
    if known is None:
        yield Refused("signature.unknown-key", person=person.id, key=key_fingerprint(key))
        return
    yield from _of_that_day(text, known)


def _of_that_day(text: Confirmation, key: RegisteredKey) -> Iterator[FieldopsError]:
    return key_faults(Registered(text.by, (key,)), key, text.time.date())
