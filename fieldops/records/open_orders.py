"""The note of which orders are not closed: a file beside the store, made anew whenever it is not there or does not hold.

No record and no second truth: it names the orders that are to be looked at, and says of which log, by which documents and
at what time that was found. Who reads it decides whether it still holds.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec

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


def written(note: Note) -> bytes:
    """What `read_note` reads."""
    return msgspec.json.encode(note)
