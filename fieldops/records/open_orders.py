"""The note of which orders are not closed: a file beside the store, made anew whenever it is not there or does not hold.

No record and no second truth: it names the orders that are to be looked at, and says of which log, by which documents and
at what time that was found. Who reads it decides whether it still holds.
"""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from typing import Literal

import msgspec

from fieldops.records.database import reserve
from fieldops.records.recorded import Head
from fieldops.structs import Struct


class Note(Struct, frozen=True):
    """The numbers of the `orders` that were not closed at the time `at` in a log that went to `head`, by the documents with
    the fingerprint `terms`.
    """

    head: Head
    terms: str
    at: datetime
    orders: tuple[str, ...]
    form: Literal[1] = 1


def note_beside(store: Path) -> Path:
    """Where the note for the store is."""
    return store.with_name(f"{store.name}.open-orders")


def read_note(path: Path) -> Note | None:
    """The note; None where there is none, or none that can be read."""
    with suppress(OSError, msgspec.DecodeError):
        return msgspec.json.decode(path.read_bytes(), type=Note)
    return None


def write_note(path: Path, note: Note) -> None:
    """Put the note in place of the one before, as a whole. Where nobody may write it is left out: the next look takes longer."""
    with suppress(OSError):
        fresh = reserve(path.with_name(f".{path.name}.new-{token_hex(4)}"))
        try:
            fresh.write_bytes(msgspec.json.encode(note))
            os.replace(fresh, path)
        finally:
            fresh.unlink(missing_ok=True)
