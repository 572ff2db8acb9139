"""What somebody signs: a small text that names a run, everything recorded of it, and who signs or confirms it as what. Pure.

Its canonical bytes are what the SSH key signs, so a customer checks it with `ssh-keygen -Y verify` and reads it with the
eyes. Whether the signer may sign is `fieldops.records.signing`.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import TypeVar

import msgspec

from fieldops.errors import FieldopsError
from fieldops.records.canonical import canonical
from fieldops.records.plain import plain, typed
from fieldops.records.recorded import Head
from fieldops.records.signing_events import ConfirmationWay, RenderedFile, SignerRole
from fieldops.structs import Struct

FORMAT = "fieldops/signing-intent/v1"
CONFIRMATION_FORMAT = "fieldops/confirmation/v1"
# Namespaces keep a signature for one purpose from being one for another.
RUN_NAMESPACE = "report@fieldops"
RELEASE_NAMESPACE = "release@fieldops"
CONFIRMATION_NAMESPACE = "confirmation@fieldops"


class Intent(Struct, frozen=True):
    """What is signed of a run. `manifest` is the SHA-256 of the manifest's bytes; `time` is what the signer claims.

    `key` is the fingerprint of the signing key. `log`: how far the signer's record store went, so that whoever holds a
    signed report can tell whether the store was cut or rewritten later.
    """

    run: str
    version: int
    manifest: str
    files: tuple[RenderedFile, ...]
    role: SignerRole
    signer: str
    name: str
    key: str
    time: datetime
    log: Head
    format: str = FORMAT

    @property
    def raw(self) -> bytes:
        """The bytes to sign: canonical JSON in UTF-8."""
        return canonical(plain(self)).encode("utf-8")


class Confirmation(Struct, frozen=True):
    """What the customer signs of a run that its engineers have signed, or a manager in the customer's place (`way`), saying why
    (`note`). `by` is the name of the customer's contact, or the id of the manager; `time` is what the signer claims.

    The key is not named: the text can be made before it is known which key will sign it.
    """

    run: str
    version: int
    manifest: str
    files: tuple[RenderedFile, ...]
    contract: str
    customer: str
    way: ConfirmationWay
    by: str
    time: datetime
    note: str = ""
    format: str = CONFIRMATION_FORMAT

    @property
    def raw(self) -> bytes:
        """The bytes to sign: canonical JSON in UTF-8."""
        return canonical(plain(self)).encode("utf-8")


Text = TypeVar("Text", Intent, Confirmation)


def read_intent(text: str) -> Intent:
    """The intent that was written as `text`. Raises FieldopsError for one that is none, or of a newer form."""
    return _read(text, Intent, FORMAT)


def read_confirmation(text: str) -> Confirmation:
    """The confirmation that was written as `text`. Raises FieldopsError for one that is none, or of a newer form."""
    return _read(text, Confirmation, CONFIRMATION_FORMAT)


def _read(text: str, kind: type[Text], form: str) -> Text:
    try:
        data = json.loads(text)
        if data["format"] != form:
            raise FieldopsError("intent.newer", format=str(data["format"]))
        found = typed(kind, data)
    except (
        msgspec.ValidationError,
        LookupError,
        TypeError,
        ValueError,
        AttributeError,
        RecursionError,
    ) as error:
        raise FieldopsError("intent.unreadable") from error
    if found.raw.decode("utf-8") != text:
        # Read in two ways it would mean two things.
        raise FieldopsError("intent.unreadable")
    return found
