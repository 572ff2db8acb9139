"""The chain of leaves and links, and what is wrong with one: pure. Where events are kept is not here.

    leaf = SHA-256(0x00 | stream | type | version | body), each part behind its length in 8 bytes, big-endian;
           the version in decimal digits, all text in UTF-8
    link = SHA-256(0x01 | previous link | leaf), both as 32 bytes; before the first event 32 zero bytes

One customer's events can so be verified with the leaves of the others, not their data (design §8). A chain proves nothing
against who owns the file and rewrites all of it: a head that somebody else has kept does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum

from fieldops.records.recorded import EMPTY, Head, Recorded, Sealed
from fieldops.structs import Struct


class Reason(StrEnum):
    """What is wrong with an event of a chain, or with its end."""

    ALTERED = "altered"
    """Its stream, type, version or body is not what was hashed."""
    LEAF_ALTERED = "leaf-altered"
    """Its leaf is neither that of its body nor the one in the chain; the body fits the chain."""
    LINK_ALTERED = "link-altered"
    """Its link is not that of its leaf; what follows goes on from the right one."""
    NUMBER_ALTERED = "number-altered"
    """Its number is not its place among the events of its stream."""
    POSITION_ALTERED = "position-altered"
    """It follows the one before it, but says it stands elsewhere."""
    MISSING = "missing"
    """One or more events before it are not there."""
    REORDERED = "reordered"
    """Another event belongs here, and stands further on."""
    UNLINKED = "unlinked"
    """It does not follow the one before it: rewritten with its leaf, or others before it taken out or put in."""
    END_MISSING = "end-missing"
    """The log is shorter than the head that was given."""
    REWRITTEN = "rewritten"
    """The log agrees with itself, but not with the head that was given."""


class Fault(Struct, frozen=True):
    """Something wrong at a position. `other`: where the event stands that belongs there; the size that was given."""

    position: int
    reason: Reason
    other: int | None = None


class Verdict(Struct, frozen=True):
    """How far a chain was followed, and what is wrong; nothing is when `faults` is empty.

    A fault that leaves nothing to follow is the last one: what comes behind it is not known to be right.
    """

    head: Head
    faults: tuple[Fault, ...]


def leaf_of(stream: str, type: str, version: int, body: str) -> str:
    """The leaf of an event, in hexadecimal."""
    hashed = hashlib.sha256(b"\x00")
    for part in (stream, type, str(version), body):
        data = part.encode("utf-8")
        hashed.update(len(data).to_bytes(8, "big"))
        hashed.update(data)
    return hashed.hexdigest()


def link_of(previous: str, leaf: str) -> str:
    """The link behind `previous` with that leaf, all in hexadecimal. Raises ValueError for what is no hash."""
    return hashlib.sha256(b"\x01" + _raw(previous) + _raw(leaf)).hexdigest()


def _raw(hexadecimal: str) -> bytes:
    """The 32 bytes of a hash. Asked for every event of a log: written back and compared, which is quicker than a pattern."""
    raw = bytes.fromhex(hexadecimal)
    if len(raw) != 32 or raw.hex() != hexadecimal:
        raise ValueError("not the 64 hexadecimal digits of a hash")
    return raw


def own_leaf(event: Recorded) -> str:
    """The leaf that the event has by what it says."""
    return leaf_of(event.stream, event.type, event.version, event.body)


def verify(
    entries: Iterable[Recorded | Sealed],
    start: Head = EMPTY,
    head: Head | None = None,
    counted: Callable[[str], int] | None = None,
    passed: Callable[[Recorded | Sealed], object] | None = None,
) -> Verdict:
    """Follow a chain from `start`, which is known to be right, and say what is wrong.

    `entries` in the order of their positions: events whole, of others only the leaves. `head`: what somebody has kept of
    this log; it may have grown since. `counted` tells how many events a stream had at `start` (default: the first one
    seen of a stream is believed, unless the chain starts at the beginning). `passed` is given each entry up to the first
    fault, once it has been followed.
    """
    walk = _Walk(start, head, counted or (_nothing if start.size == 0 else None))
    iterator = iter(entries)
    if walk.is_rewritten():
        return Verdict(walk.at, tuple(walk.faults))
    for entry in iterator:
        if not walk.step(entry, iterator):
            return Verdict(walk.at, tuple(walk.faults))
        if passed is not None and not walk.faults:
            passed(entry)
    if head is not None and walk.at.size < head.size:
        walk.say(walk.at.size + 1, Reason.END_MISSING, head.size)
    return Verdict(walk.at, tuple(walk.faults))


def _nothing(stream: str) -> int:
    return 0


class _Walk:
    """Where a verification stands."""

    def __init__(self, start: Head, head: Head | None, counted: Callable[[str], int] | None) -> None:
        self.at, self.faults = start, list[Fault]()
        self._head, self._counted = head, counted
        self._numbers: dict[str, int] = {}

    def say(self, position: int, reason: Reason, other: int | None = None) -> None:
        self.faults.append(Fault(position, reason, other))

    def step(self, entry: Recorded | Sealed, rest: Iterator[Recorded | Sealed]) -> bool:
        """Take the next entry; False when nothing behind it can be judged."""
        link = self._fitting(entry)
        moved = entry.position != self.at.size + 1
        if link is None or (moved and isinstance(entry, Sealed)):
            self.faults.append(self._break(entry, list(rest)))
            return False
        if moved:
            self.say(self.at.size + 1, Reason.POSITION_ALTERED, entry.position)
        self.at = Head(self.at.size + 1, link)
        return not self.is_rewritten()

    def is_rewritten(self) -> bool:
        """Whether the head that was given is of this size and another."""
        found = self._head is not None and self._head.size == self.at.size and self._head != self.at
        if found:
            self.say(self.at.size, Reason.REWRITTEN)
        return found

    def _fitting(self, entry: Recorded | Sealed) -> str | None:
        """The link of an entry that fits behind the last one, or None; what is wrong with it alone is said."""
        leaf_link = _link(self.at.link, entry.leaf)
        if isinstance(entry, Sealed):
            return leaf_link
        own = own_leaf(entry)
        if leaf_link == entry.link:
            if own != entry.leaf:
                self.say(entry.position, Reason.ALTERED)
            else:
                self._number(entry)
            return leaf_link
        if _link(self.at.link, own) == entry.link:
            self.say(entry.position, Reason.LEAF_ALTERED)
            return entry.link
        return None

    def _number(self, entry: Recorded) -> None:
        if entry.stream in self._numbers:
            before: int | None = self._numbers[entry.stream]
        else:
            before = self._counted(entry.stream) if self._counted is not None else None
        # An altered stream makes the numbers of two streams wrong; it is said once.
        if before is not None and entry.number != before + 1 and not self.faults:
            self.say(entry.position, Reason.NUMBER_ALTERED, before + 1)
        self._numbers[entry.stream] = entry.number

    def _break(self, entry: Recorded | Sealed, rest: list[Recorded | Sealed]) -> Fault:
        """Why `entry` does not follow."""
        wanted = self.at.size + 1
        for other in rest:
            fits = isinstance(other, Recorded) and _link(self.at.link, other.leaf) == other.link
            if fits or other.position == wanted:
                return Fault(wanted, Reason.REORDERED, other.position)
        if entry.position != wanted:
            return Fault(wanted, Reason.MISSING, entry.position)
        right = _link(self.at.link, entry.leaf)
        if right is not None and self._goes_on(Head(wanted, right), rest):
            return Fault(wanted, Reason.LINK_ALTERED)
        return Fault(wanted, Reason.UNLINKED)

    def _goes_on(self, at: Head, rest: list[Recorded | Sealed]) -> bool:
        """Whether the next whole event, or the head that was given, follows from `at`."""
        link: str | None = at.link
        for size, entry in enumerate(rest, at.size + 1):
            link = _link(link or "", entry.leaf)
            if isinstance(entry, Recorded):
                return link == entry.link
            if self._head is not None and self._head.size == size:
                return link == self._head.link
        return self._head == at


def _link(previous: str, leaf: str) -> str | None:
    try:
        return link_of(previous, leaf)
    except ValueError:
        return None
