"""How a public SSH key is named to people: by its fingerprint, as `ssh-keygen -l` prints it. Nobody reads the key itself."""

from __future__ import annotations

import base64
import binascii
import hashlib


def key_fingerprint(blob: bytes) -> str:
    """SHA256:… of the key's blob."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")


def fingerprint(key: str) -> str:
    """A key's line with the fingerprint in place of the key: SHA256:…, its type and what stands behind; as it is where
    it is no key.
    """
    words = key.split()
    try:
        blob = base64.b64decode(words[1], validate=True)
    except (IndexError, binascii.Error):
        return key
    return " ".join([key_fingerprint(blob), words[0], *words[2:]])
