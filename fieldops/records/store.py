"""The store: one SQLite file with append-only events in a hash chain, and raw outputs by SHA-256.

Rollback journal and ``synchronous=FULL``: SQLite before 3.51.3 can corrupt a WAL database that several
connections write. Each host's event and its outputs are one transaction, so a killed run keeps every host
that had finished. Callers see runs and events, never SQL.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from fieldops.errors import FieldopsError
from fieldops.records.codecs import decode, outline
from fieldops.records.events import Outline
from fieldops.records.run import FINISHED, HOST_FINISHED, STARTED, Json
from fieldops.records.runs import Run, RunSummary, run_of, summaries_of
from fieldops.records.visits import CONSENT, DONE, MISSED

_SCHEMA_VERSION = 1
_BUSY_MS = 15_000
_SCHEMA = """
CREATE TABLE events (
    seq INTEGER PRIMARY KEY,
    run TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE
) STRICT;
CREATE INDEX events_by_run ON events (run, seq);
CREATE TABLE outputs (sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL, deflated BLOB NOT NULL) STRICT;
CREATE TRIGGER events_stay BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER events_remain BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
"""


def canonical(data: object) -> str:
    """The one text form of JSON data: sorted keys, no spaces, no NaN. Hashes are taken over its UTF-8 bytes."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def sha256(data: bytes) -> str:
    """The SHA-256 of `data` in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


# What tells of runs and visits without their large parts.
_LISTED = "SELECT seq, run, kind, body FROM events WHERE seq > ? AND kind IN ({}) ORDER BY seq"


class Store:
    """An open store. Use it from one thread."""

    def __init__(self, path: Path) -> None:
        """Open the store at `path`, making it when absent. Raises FieldopsError when it is no store of ours."""
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, timeout=_BUSY_MS / 1000, isolation_level=None)
            self._db.execute("PRAGMA synchronous=FULL")
            self._migrate()
        except (OSError, sqlite3.DatabaseError) as error:
            raise FieldopsError("store.unusable", path=str(path), detail=str(error)) from error

    def _migrate(self) -> None:
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version > _SCHEMA_VERSION:
            raise FieldopsError("store.newer", path=str(self.path), version=version)
        if version == _SCHEMA_VERSION:
            self._db.execute("SELECT seq, run, kind, body, previous, hash FROM events LIMIT 0")
            return
        with self._transaction():
            if self._db.execute("PRAGMA user_version").fetchone()[0] != _SCHEMA_VERSION:
                if self._db.execute("SELECT name FROM sqlite_master").fetchone():
                    raise sqlite3.DatabaseError("a database of something else")
                for statement in _statements(_SCHEMA):
                    self._db.execute(statement)
                self._db.execute(f"PRAGMA user_version={_SCHEMA_VERSION}")

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def append(self, run: str, kind: str, body: Json, outputs: Iterable[bytes] = ()) -> str:
        """Add an event, with the raw outputs whose hashes it names, in one transaction; returns its hash."""
        text = canonical(body)
        packed = [(sha256(raw), len(raw), zlib.compress(raw, 6)) for raw in outputs]
        with self._transaction():
            last = self._db.execute("SELECT hash FROM events ORDER BY seq DESC LIMIT 1").fetchone()
            previous = last[0] if last else ""
            hashed = event_hash(previous, run, kind, text)
            self._db.executemany("INSERT OR IGNORE INTO outputs VALUES (?, ?, ?)", packed)
            self._db.execute(
                "INSERT INTO events (run, kind, body, previous, hash) VALUES (?, ?, ?, ?, ?)",
                (run, kind, text, previous, hashed),
            )
        return hashed

    def runs(self) -> list[RunSummary]:
        """All runs, newest first. Those that a newer fieldops recorded are left out."""
        return summaries_of((stream, told) for _, stream, told in self._outlines(0, (STARTED, FINISHED)))

    def run(self, id: str) -> Run | None:
        """The run with that id, or None. Raises FieldopsError for one that this fieldops cannot read."""
        rows = self._db.execute(
            "SELECT kind, body, hash FROM events WHERE run = ? ORDER BY seq", (id,)
        ).fetchall()
        # What is recorded about visits stands under a name that is no run's.
        if not any(kind == STARTED for kind, _, _ in rows):
            return None
        return run_of((decode(kind, 1, body, self._blob) for kind, body, _ in rows), head=rows[-1][2])

    def visit_events(self, after: int = 0) -> list[tuple[int, str, Outline]]:
        """The events with a number above `after`, for `fieldops.records.visits`."""
        return list(self._outlines(after, (STARTED, HOST_FINISHED, FINISHED, DONE, CONSENT, MISSED)))

    def _outlines(self, after: int, kinds: tuple[str, ...]) -> Iterator[tuple[int, str, Outline]]:
        marks = ", ".join("?" * len(kinds))
        for seq, stream, kind, body in self._db.execute(_LISTED.format(marks), (after, *kinds)):
            yield seq, stream, outline(kind, 1, body)

    def _blob(self, digest: str) -> bytes:
        raw = self.output(digest)
        if raw is None:
            raise FieldopsError("store.unusable", path=str(self.path), detail=f"output {digest} is missing")
        return raw

    def output(self, digest: str) -> bytes | None:
        """The raw output with that SHA-256, or None. Raises FieldopsError when the kept bytes have another."""
        row = self._db.execute("SELECT deflated FROM outputs WHERE sha256 = ?", (digest,)).fetchone()
        if row is None:
            return None
        try:
            raw = zlib.decompress(row[0])
        except zlib.error:
            raw = b""
        if sha256(raw) != digest:
            raise FieldopsError("store.unusable", path=str(self.path), detail=f"output {digest} was changed")
        return raw

    def broken_at(self) -> int | None:
        """The number of the first event that does not fit the hash chain, or None when all do."""
        previous = ""
        rows = self._db.execute("SELECT seq, run, kind, body, previous, hash FROM events ORDER BY seq")
        for seq, run, kind, body, said, hashed in rows:
            if said != previous or hashed != event_hash(previous, run, kind, body):
                return int(seq)
            previous = hashed
        return None

    def integrity(self) -> str:
        """SQLite's own word on the file: "ok" or what is wrong."""
        return str(self._db.execute("PRAGMA integrity_check").fetchone()[0])


def event_hash(previous: str, run: str, kind: str, body: str) -> str:
    """The hash of an event: SHA-256 over the previous hash, run, kind and canonical body, line by line."""
    return sha256("\n".join((previous, run, kind, body)).encode())


def _statements(script: str) -> list[str]:
    return [statement for line in script.split(";\n") if (statement := line.strip())]
