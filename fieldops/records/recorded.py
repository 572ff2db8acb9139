"""What goes into the log and comes out of it, as plain values. What an event means is in the events' own modules."""

from __future__ import annotations

from fieldops.structs import Struct

NO_LINK = "0" * 64


class Encoded(Struct, frozen=True):
    """An event as text, to be appended: its type, the version of its form, its body as canonical JSON.

    `once`: a key that one event of the stream may have (`host.finished:web-01`), None for events that may come
    again. The log refuses the second one, whoever writes it. `blobs`: what the body names by SHA-256.
    """

    type: str
    version: int
    body: str
    once: str | None = None
    blobs: tuple[bytes, ...] = ()


class Recorded(Struct, frozen=True):
    """An event of the log: the `position`-th of all and the `number`-th of its stream (both from 1), as it was written.

    `leaf` is the hash of what was written, `link` that of everything up to here (hexadecimal, see the chain).
    """

    position: int
    stream: str
    number: int
    type: str
    version: int
    body: str
    leaf: str
    link: str


class Sealed(Struct, frozen=True):
    """An event of which only the leaf is shown: somebody else's, in an export."""

    position: int
    leaf: str


class Head(Struct, frozen=True):
    """How far a log goes: the number of its events and the link of the last one."""

    size: int
    link: str

    def __str__(self) -> str:
        return f"{self.size}:{self.link}"


EMPTY = Head(0, NO_LINK)
