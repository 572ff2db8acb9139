"""The log in one SQLite file: what each method of the protocol is in SQL. How the file is opened and made is not here."""

from __future__ import annotations

import hashlib
import heapq
import sqlite3
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from fieldops.errors import FieldopsError, system_error
from fieldops.records.chain import Fault, Reason, leaf_of, link_of, own_leaf
from fieldops.records.database import Database, make
from fieldops.records.log import Broken, Cause, Conflict, Part, Stream, Trouble, Unfit
from fieldops.records.migrations import INSERT_EVENT, bring_up_to_date, new_store
from fieldops.records.recorded import EMPTY, Encoded, Head, Recorded, Sealed

Row = TypeVar("Row", Recorded, Sealed)

# How many rows are read before the file is let go again.
_PAGE = 256
_BEHIND = chr(0x10FFFF)
_COLUMNS = "position, stream, number, type, version, body, leaf, link"


def open_sqlite(
    path: Path, now: datetime, patience: float = 60, make_new: bool = True, quiet: bool = False
) -> SqliteLog:
    """Open the store at `path`, bringing one of an older form up to date; where none is, make one if `make_new`.

    `patience`: seconds to wait, for each thing to do, while another program holds the file (said, unless `quiet`).
    `now` is noted when the store is brought up to date. Raises Trouble, Unfit, and FieldopsError for an older store that was changed.
    """
    try:
        path = path.resolve()
        if make_new and not path.exists():
            make(path, new_store)
        if path.is_file() and path.stat().st_size == 0:
            raise Unfit("store.empty", path=str(path))
    except (OSError, RuntimeError) as error:
        detail = system_error(error) if isinstance(error, OSError) else str(error)
        raise Trouble(Cause.UNUSABLE, str(path), detail) from error
    database = Database(path, patience, quiet)
    try:
        bring_up_to_date(database, now)
    except BaseException:
        database.close()
        raise
    return SqliteLog(database)


class SqliteLog:
    """The log in an open SQLite file; see `Log`."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self.path = database.path

    @property
    def place(self) -> str:
        """Where it is."""
        return str(self.path)

    @property
    def writable(self) -> bool:
        """Whether the file and its folder may be written."""
        return self._db.writable

    def append(
        self,
        stream: str,
        events: Sequence[Encoded],
        expected: int | None = None,
        blobs: Iterable[bytes] = (),
        again: bool = False,
    ) -> Head:
        """See `Log.append`."""
        packed = _packed(events, blobs)
        return self._db.write(lambda db: _append(db, stream, events, expected, packed, again))

    def append_all(self, parts: Sequence[Part]) -> Head:
        """See `Log.append_all`."""
        packed = [_packed(part.events, part.blobs) for part in parts]

        def work(db: sqlite3.Connection) -> Head:
            for part, blobs in zip(parts, packed, strict=True):
                _append(db, part.stream, part.events, part.expected, blobs, False)
            return _head(db, None)

        return self._db.write(work)

    def together(self) -> AbstractContextManager[None]:
        """Have all that is written within be on the disk at its end, or nothing of it; nobody else writes meanwhile."""
        return self._db.together()

    def forget(self, stream: str, event: Encoded, expected: int, blobs: Collection[str]) -> Head:
        """See `Log.forget`. What stood there is overwritten in the file."""

        def work(db: sqlite3.Connection) -> Head:
            head = _append(db, stream, [event], expected, (), False)
            db.executemany("DELETE FROM blobs WHERE sha256 = ?", [(digest,) for digest in sorted(blobs)])
            return head

        self._db.rows("PRAGMA secure_delete = ON")
        return self._db.write(work)

    def give_back(self) -> bool:
        """Give room that deleted blobs have left back to the system; False where that is not possible now. It may be done again."""
        try:
            if self._db.rows("PRAGMA freelist_count")[0][0]:
                self._db.rows("VACUUM")
        except Trouble:
            return False
        return True

    def read(self, stream: str) -> list[Recorded]:
        """See `Log.read`."""
        names = ", ".join(f"e.{name}" for name in _COLUMNS.split(", "))
        rows = self._db.rows(
            f"SELECT before.link, {names} FROM events e"
            " LEFT JOIN events before ON before.position = e.position - 1 WHERE e.stream = ? ORDER BY e.number",
            (stream,),
        )
        found: list[Recorded] = []
        for before, *row in rows:
            event = Recorded(*row)
            reason = _wrong(event, before, len(found) + 1)
            if reason is not None:
                raise Broken(self.place, Fault(event.position, reason))
            found.append(event)
        return found

    def since(self, position: int, types: Collection[str] | None = None) -> Iterator[Recorded]:
        """See `Log.since`."""
        if types is None:
            return self._pages(position, Recorded, f"SELECT {_COLUMNS} FROM events WHERE position > ?")
        # One query per type: an index serves each, whatever SQLite thinks of IN.
        of_type = f"SELECT {_COLUMNS} FROM events WHERE position > ? AND type = ?"
        each = [self._pages(position, Recorded, of_type, (type,)) for type in sorted(set(types))]
        return heapq.merge(*each, key=lambda event: event.position)

    def by_stream(self, prefix: str, size: int) -> Iterator[Recorded]:
        """See `Log.by_stream`."""
        # By the index of streams and numbers; no name goes on with what is behind all characters.
        paging = (
            f"SELECT {_COLUMNS} FROM events WHERE (stream, number) > (?, ?) AND stream < ? AND position <= ?"
            f" ORDER BY stream, number LIMIT {_PAGE}"
        )
        last: tuple[str, int] = (prefix, 0)
        while rows := self._db.rows(paging, (*last, prefix + _BEHIND, size)):
            for row in rows:
                yield Recorded(*row)
            last = rows[-1][1], rows[-1][2]

    def sealed(self, position: int, stream: str) -> Iterator[Recorded | Sealed]:
        """See `Log.sealed`."""
        of_stream = f"SELECT {_COLUMNS} FROM events WHERE position > ? AND stream = ?"
        of_others = "SELECT position, leaf FROM events WHERE position > ? AND stream <> ?"
        own: Iterator[Recorded | Sealed] = self._pages(position, Recorded, of_stream, (stream,))
        others: Iterator[Recorded | Sealed] = self._pages(position, Sealed, of_others, (stream,))
        return heapq.merge(own, others, key=lambda event: event.position)

    def _pages(
        self, position: int, shape: Callable[..., Row], query: str, values: tuple[str, ...] = ()
    ) -> Iterator[Row]:
        while True:
            rows = self._db.rows(f"{query} ORDER BY position LIMIT {_PAGE}", (position, *values))
            for row in rows:
                yield shape(*row)
            if len(rows) < _PAGE:
                return
            position = rows[-1][0]

    def streams(self, prefix: str = "", limit: int | None = None) -> list[Stream]:
        """See `Log.streams`."""
        rows = self._db.rows(
            "SELECT stream, position FROM events WHERE number = 1 AND substr(stream, 1, ?) = ?"
            " ORDER BY position DESC LIMIT ?",
            (len(prefix), prefix, -1 if limit is None else limit),
        )
        return [Stream(*row) for row in rows]

    def count(self, stream: str, size: int) -> int:
        """See `Log.count`."""
        counting = "SELECT count(*) FROM events WHERE stream = ? AND position <= ?"
        return int(self._db.rows(counting, (stream, size))[0][0])

    def blob(self, digest: str) -> bytes:
        """See `Log.blob`."""
        rows = self._db.rows("SELECT deflated, size FROM blobs WHERE sha256 = ?", (digest,))
        if not rows:
            raise FieldopsError("store.blob-missing", path=self.place, digest=digest)
        try:
            raw = zlib.decompress(rows[0][0])
        except (zlib.error, TypeError):
            raw = None
        if raw is None or len(raw) != rows[0][1] or hashlib.sha256(raw).hexdigest() != digest:
            raise FieldopsError("store.blob-damaged", path=self.place, digest=digest)
        return raw

    def once_keys(self) -> Mapping[int, str]:
        """See `Log.once_keys`."""
        return dict(self._db.rows("SELECT position, once FROM events WHERE once IS NOT NULL"))

    def has_blob(self, digest: str) -> bool:
        """See `Log.has_blob`."""
        return bool(self._db.rows("SELECT 1 FROM blobs WHERE sha256 = ?", (digest,)))

    def blobs(self) -> Iterator[str]:
        """The SHA-256 of every blob, in their order."""
        after = ""
        listing = f"SELECT sha256 FROM blobs WHERE sha256 > ? ORDER BY sha256 LIMIT {_PAGE}"
        while rows := self._db.rows(listing, (after,)):
            yield from (digest for (digest,) in rows)
            after = rows[-1][0]

    def head(self, size: int | None = None) -> Head:
        """See `Log.head`."""
        return self._db.read(lambda db: _head(db, size))

    def verified(self) -> Head:
        """See `Log.verified`."""
        rows = self._db.rows("SELECT size, link FROM verified")
        return Head(*rows[0]) if rows else EMPTY

    def note_verified(self, head: Head) -> None:
        """See `Log.note_verified`."""
        noting = "INSERT OR REPLACE INTO verified VALUES (1, ?, ?)"
        with suppress(Trouble):
            self._db.write(lambda db: db.execute(noting, (head.size, head.link)))

    def lease(self, name: str, holder: str, now: datetime, until: datetime) -> bool:
        """See `Log.lease`."""

        def take(db: sqlite3.Connection) -> bool:
            row = db.execute("SELECT holder, until FROM leases WHERE name = ?", (name,)).fetchone()
            if row is not None and row[0] != holder and datetime.fromisoformat(row[1]) > now:
                return False
            db.execute(
                "INSERT OR REPLACE INTO leases VALUES (?, ?, ?)",
                (name, holder, until.astimezone(UTC).isoformat()),
            )
            return True

        return self._db.write(take)

    def release(self, name: str, holder: str) -> None:
        """See `Log.release`."""
        self._db.write(
            lambda db: db.execute("DELETE FROM leases WHERE name = ? AND holder = ?", (name, holder))
        )

    def integrity(self) -> str:
        """SQLite's own word on the file: "ok" or what is wrong."""
        return str(self._db.rows("PRAGMA integrity_check")[0][0])

    def close(self) -> None:
        """See `Log.close`."""
        self._db.close()


def _packed(events: Sequence[Encoded], blobs: Iterable[bytes]) -> list[tuple[str, int, bytes]]:
    """The rows of what is kept beside these events."""
    whole = {raw for event in events for raw in event.blobs} | set(blobs)
    return [(hashlib.sha256(raw).hexdigest(), len(raw), zlib.compress(raw, 6)) for raw in whole]


def _append(
    db: sqlite3.Connection,
    stream: str,
    events: Sequence[Encoded],
    expected: int | None,
    packed: Sequence[tuple[str, int, bytes]],
    again: bool,
) -> Head:
    counting = "SELECT coalesce(max(number), 0) FROM events WHERE stream = ?"
    number = int(db.execute(counting, (stream,)).fetchone()[0])
    if expected is not None and number != expected:
        raise Conflict("store.conflict", stream=stream, expected=expected, found=number)
    db.executemany("INSERT OR IGNORE INTO blobs VALUES (?, ?, ?)", packed)
    head = _head(db, None)
    for event in events:
        leaf = leaf_of(stream, event.type, event.version, event.body)
        if again and _has(db, stream, "leaf", leaf):
            continue
        if event.once is not None and _has(db, stream, "once", event.once):
            raise Conflict("store.already-recorded", stream=stream, once=event.once)
        number += 1
        head = Head(head.size + 1, link_of(head.link, leaf))
        values = (
            head.size,
            stream,
            number,
            event.type,
            event.version,
            event.once,
            leaf,
            head.link,
            event.body,
        )
        db.execute(INSERT_EVENT, values)
    return head


def _has(db: sqlite3.Connection, stream: str, column: str, value: str) -> bool:
    query = f"SELECT 1 FROM events WHERE stream = ? AND {column} = ?"
    return db.execute(query, (stream, value)).fetchone() is not None


def _head(db: sqlite3.Connection, size: int | None) -> Head:
    where, values = ("", ()) if size is None else (" WHERE position <= ?", (size,))
    latest = f"SELECT position, link FROM events{where} ORDER BY position DESC LIMIT 1"
    row: Any = db.execute(latest, values).fetchone()
    return EMPTY if row is None else Head(*row)


def _wrong(event: Recorded, before: str | None, number: int) -> Reason | None:
    """What is wrong with an event read by itself, `before` being the link of the event before it."""
    if own_leaf(event) != event.leaf:
        return Reason.ALTERED
    if event.number != number:
        return Reason.NUMBER_ALTERED
    previous = EMPTY.link if event.position == 1 else before
    if previous is None:
        return Reason.UNLINKED
    try:
        return None if link_of(previous, event.leaf) == event.link else Reason.UNLINKED
    except ValueError:
        return Reason.UNLINKED
