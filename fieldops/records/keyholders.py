"""Whose public keys are whose, and on which days they sign: what every signature is judged by. Pure.

The people of a team stand under their ids. The customer of a contract stands under one name of its own that no id can have,
with the keys of all its contacts. Where this is read from is `fieldops.actions.registers`, or a list of OpenSSH
(`allowed_signers`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from fieldops.contracts.public_keys import key_fingerprint
from fieldops.errors import FieldopsError, Refused
from fieldops.structs import Struct
from fieldops.transport.foreign import scheme_of
from fieldops.transport.sshsig import Signature

_CUSTOMER = "customer@"


Check = Callable[[bytes, bytes], bool | None]
"""Whether what a foreign key made (second) is a signature of a message (first); None where nobody here can tell."""


class RegisteredKey(Struct, frozen=True):
    """A public key by its blob; the days are civil days, both included. Nothing made from `revoked` on counts.

    `holder` is whose it is of the customer, by name; "" where that is not told, and with a person of the team. `check` asks
    whoever can about a signature by a key of a kind that OpenSSH does not know.
    """

    blob: bytes
    valid_from: date | None = None
    valid_until: date | None = None
    revoked: date | None = None
    holder: str = ""
    check: Check | None = None


class Registered(Struct, frozen=True):
    """A person of the team, or the customer of a contract: the keys, and the qualifications that the inspection asked for and that were lacking that day.

    `manager`: whether the team has the person as a manager; None where only keys are known.
    """

    id: str
    keys: tuple[RegisteredKey, ...] = ()
    lacks: tuple[str, ...] = ()
    manager: bool | None = None


Register = Mapping[str, Registered]


def customer_of(contract: str) -> str:
    """The name under which the customer of a contract stands, in a register and for OpenSSH."""
    return _CUSTOMER + contract


def is_customer(name: str) -> bool:
    """Whether that is the name of a customer, not the id of a person."""
    return name.startswith(_CUSTOMER)


def foreign_faults(known: RegisteredKey, signature: Signature, message: bytes) -> Iterator[FieldopsError]:
    """Why a signature of a kind that OpenSSH does not know proves nothing here; what is not verified never counts."""
    if not signature.is_foreign:
        return
    told = known.check(message, signature.made) if known.check is not None else None
    if told is None:
        yield Refused("signature.not-verified-here", scheme=scheme_of(known.blob))
    elif not told:
        yield Refused("signature.bad")


def key_faults(person: Registered, key: RegisteredKey, day: date) -> Iterator[FieldopsError]:
    """Why what the key signs on that day does not count."""
    values = {"person": person.id, "key": key_fingerprint(key.blob), "day": day.isoformat()}
    if key.revoked is not None and day >= key.revoked:
        yield Refused("signature.key-revoked", since=key.revoked.isoformat(), **values)
    if key.valid_from is not None and day < key.valid_from:
        yield Refused("signature.key-too-early", first=key.valid_from.isoformat(), **values)
    if key.valid_until is not None and day > key.valid_until:
        yield Refused("signature.key-expired", last=key.valid_until.isoformat(), **values)
