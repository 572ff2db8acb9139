"""What somebody signs: a small text that names a run, everything recorded of it, and who signs it as what. Pure.

Its canonical bytes are what the SSH key signs, so a customer checks it with `ssh-keygen -Y verify` and reads it with the
eyes. Whether the signer may sign is `fieldops.records.signing`.
"""

from __future__ import annotations

import json
from datetime import datetime

import msgspec

from fieldops.errors import FieldopsError
from fieldops.records.canonical import canonical
from fieldops.records.events import RenderedFile, SignerRole
from fieldops.records.plain import plain, typed
from fieldops.records.recorded import Head
from fieldops.structs import Struct

FORMAT = "fieldops/signing-intent/v1"
# Namespaces keep a signature for one purpose from being one for another.
RUN_NAMESPACE = "report@fieldops"
RELEASE_NAMESPACE = "release@fieldops"


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


def read_intent(text: str) -> Intent:
    """The intent that was written as `text`. Raises FieldopsError for one that is none, or of a newer form."""
    try:
        data = json.loads(text)
        if data["format"] != FORMAT:
            raise FieldopsError("intent.newer", format=str(data["format"]))
        found = typed(Intent, data)
    except (msgspec.ValidationError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise FieldopsError("intent.unreadable") from error
    if found.raw.decode("utf-8") != text:
        # Read in two ways it would mean two things.
        raise FieldopsError("intent.unreadable")
    return found
