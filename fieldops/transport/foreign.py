"""Signatures of kinds that OpenSSH does not know, such as SM2: how they and their keys are written. Pure.

A program of this machine makes and verifies them (`fieldops.transport.signing`); nothing of their mathematics is here. A key
is written as its scheme and an id, ``sm2 31A7…``; a signature is a line of JSON with both and the bytes that were made.
"""

from __future__ import annotations

import base64
import json
import re

import msgspec

from fieldops.structs import Struct

FORMAT = "fieldops/foreign-signature/v1"
_KEY = re.compile(r"(sm2|x-[a-z0-9-]{1,30}) ([A-Za-z0-9:._/+=-]{8,200})", re.ASCII)


class Foreign(Struct, frozen=True):
    """A foreign signature: by which scheme and key, and what was made."""

    scheme: str
    key: str
    made: bytes


class _Line(Struct, frozen=True):
    scheme: str
    key: str
    signature: str
    format: str = FORMAT


def foreign_key(line: str) -> bytes | None:
    """The blob of a key that is written so, a comment behind it left out; None for any other line."""
    found = _KEY.fullmatch(" ".join(line.split()[:2]))
    return found[0].encode() if found is not None else None


def is_foreign_key(blob: bytes) -> bool:
    """Whether that is the blob of such a key: an SSH key's begins with a length, never with a letter."""
    return _KEY.fullmatch(blob.decode("ascii", "replace")) is not None


def scheme_of(blob: bytes) -> str:
    """The scheme of such a key."""
    return blob.decode("ascii", "replace").partition(" ")[0]


def read_foreign(text: str) -> Foreign:
    """The signature that stands in a text. Raises ValueError for none."""
    try:
        line = msgspec.json.decode(text, type=_Line)
        made = base64.b64decode(line.signature, validate=True)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise ValueError("no signature") from error
    if line.format != FORMAT or foreign_key(f"{line.scheme} {line.key}") is None or not made:
        raise ValueError("no signature")
    return Foreign(line.scheme, line.key, made)


def foreign_text(one: Foreign) -> str:
    """The signature as it is kept: read in two ways it would be two."""
    return json.dumps(
        {
            "format": FORMAT,
            "key": one.key,
            "scheme": one.scheme,
            "signature": base64.b64encode(one.made).decode(),
        },
        separators=(",", ":"),
    )
