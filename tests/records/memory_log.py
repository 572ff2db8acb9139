"""A log that is only in memory: what the protocol asks and nothing else, for tests of what uses one."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from fieldops.errors import FieldopsError
from fieldops.records.chain import leaf_of, link_of, verify
from fieldops.records.codecs import decode, once_of
from fieldops.records.log import Broken, Conflict, Part, Stream
from fieldops.records.recorded import EMPTY, Encoded, Head, Recorded, Sealed


class MemoryLog:
    """See `Log`."""

    place = "memory"

    def __init__(self) -> None:
        self.events: list[Recorded] = []
        self.kept: dict[str, bytes] = {}
        self._once: set[tuple[str, str]] = set()
        self._leases: dict[str, tuple[str, datetime]] = {}
        self._verified = EMPTY

    def append(
        self,
        stream: str,
        events: Sequence[Encoded],
        expected: int | None = None,
        blobs: Iterable[bytes] = (),
        again: bool = False,
    ) -> Head:
        there = [each for each in self.events if each.stream == stream]
        if expected is not None and len(there) != expected:
            raise Conflict("store.conflict", stream=stream, expected=expected, found=len(there))
        leaves = {each.leaf for each in there}
        added, once, head = list[Recorded](), set[tuple[str, str]](), self.head()
        for event in events:
            leaf = leaf_of(stream, event.type, event.version, event.body)
            if again and leaf in leaves:
                continue
            if event.once is not None and (stream, event.once) in self._once | once:
                raise Conflict("store.already-recorded", stream=stream, once=event.once)
            once |= {(stream, event.once)} if event.once is not None else set()
            leaves.add(leaf)
            head = Head(head.size + 1, link_of(head.link, leaf))
            number = len(there) + len(added) + 1
            added.append(
                Recorded(head.size, stream, number, event.type, event.version, event.body, leaf, head.link)
            )
        self.events += added
        self._once |= once
        for raw in [raw for event in events for raw in event.blobs] + list(blobs):
            self.kept[hashlib.sha256(raw).hexdigest()] = raw
        return head

    def append_all(self, parts: Sequence[Part]) -> Head:
        before = list(self.events), dict(self.kept), set(self._once)
        try:
            for part in parts:
                self.append(part.stream, part.events, part.expected, part.blobs)
        except Conflict:
            self.events, self.kept, self._once = before
            raise
        return self.head()

    def once_keys(self) -> Mapping[int, str]:
        told = {each.position: decode(each.type, each.version, each.body, self.blob) for each in self.events}
        return {position: key for position, event in told.items() if (key := once_of(event)) is not None}

    def has_blob(self, digest: str) -> bool:
        return digest in self.kept

    def forget(self, stream: str, event: Encoded, expected: int, blobs: Collection[str]) -> Head:
        head = self.append(stream, [event], expected)
        for digest in blobs:
            self.kept.pop(digest, None)
        return head

    def read(self, stream: str) -> list[Recorded]:
        for fault in verify(self.events).faults:
            raise Broken(self.place, fault)
        return [each for each in self.events if each.stream == stream]

    def since(self, position: int, types: Collection[str] | None = None) -> Iterator[Recorded]:
        for each in self.events[position:]:
            if types is None or each.type in types:
                yield each

    def by_stream(self, prefix: str, size: int) -> Iterator[Recorded]:
        found = [each for each in self.events[:size] if each.stream.startswith(prefix)]
        yield from sorted(found, key=lambda each: (each.stream.encode(), each.number))

    def sealed(self, position: int, stream: str) -> Iterator[Recorded | Sealed]:
        for each in self.events[position:]:
            yield each if each.stream == stream else Sealed(each.position, each.leaf)

    def streams(self, prefix: str = "", limit: int | None = None) -> list[Stream]:
        found = [Stream(each.stream, each.position) for each in self.events if each.number == 1]
        return [each for each in reversed(found) if each.name.startswith(prefix)][:limit]

    def count(self, stream: str, size: int) -> int:
        return sum(each.stream == stream for each in self.events[:size])

    def blob(self, digest: str) -> bytes:
        if digest not in self.kept:
            raise FieldopsError("store.blob-missing", path=self.place, digest=digest)
        if hashlib.sha256(self.kept[digest]).hexdigest() != digest:
            raise FieldopsError("store.blob-damaged", path=self.place, digest=digest)
        return self.kept[digest]

    def head(self, size: int | None = None) -> Head:
        listed = self.events if size is None else self.events[:size]
        return Head(listed[-1].position, listed[-1].link) if listed else EMPTY

    def verified(self) -> Head:
        return self._verified

    def note_verified(self, head: Head) -> None:
        self._verified = head

    def lease(self, name: str, holder: str, now: datetime, until: datetime) -> bool:
        other, ends = self._leases.get(name, (holder, now))
        if other != holder and ends > now:
            return False
        self._leases[name] = holder, until
        return True

    def release(self, name: str, holder: str) -> None:
        if self._leases.get(name, ("", None))[0] == holder:
            del self._leases[name]

    def close(self) -> None:
        pass
