"""How the SQLite store came to its present form: named steps, each done and noted in one transaction.

A store of an older form is brought up to date when it is opened, after a copy of it has been kept beside it. What an event
says stays byte for byte as it was: its type and version tell how it is to be read.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex

from fieldops import __version__
from fieldops.errors import FieldopsError, Notice
from fieldops.records.canonical import canonical
from fieldops.records.chain import leaf_of, link_of
from fieldops.records.database import Database, connect, reserve, sync_folder
from fieldops.records.log import Cause, Trouble, Unfit, run_stream
from fieldops.records.recorded import EMPTY
from fieldops.structs import Struct

# Of the file as a whole (PRAGMA user_version): 1 had no migrations, 2 has a table of them.
_FILE_VERSION = 2
_EVENT_LOG = """
CREATE TABLE migrations (name TEXT PRIMARY KEY);
CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    stream TEXT NOT NULL CHECK (typeof(stream) = 'text'),
    number INTEGER NOT NULL CHECK (typeof(number) = 'integer'),
    type TEXT NOT NULL CHECK (typeof(type) = 'text'),
    version INTEGER NOT NULL CHECK (typeof(version) = 'integer'),
    once TEXT,
    leaf TEXT NOT NULL,
    link TEXT NOT NULL,
    body TEXT NOT NULL CHECK (typeof(body) = 'text'),
    UNIQUE (stream, number)
);
CREATE UNIQUE INDEX events_once ON events (stream, once) WHERE once IS NOT NULL;
CREATE INDEX events_by_type ON events (type, position);
CREATE INDEX streams ON events (position, stream) WHERE number = 1;
CREATE TABLE blobs (sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL, deflated BLOB NOT NULL);
CREATE TABLE leases (name TEXT PRIMARY KEY, holder TEXT NOT NULL, until TEXT NOT NULL);
CREATE TABLE verified (id INTEGER PRIMARY KEY CHECK (id = 1), size INTEGER NOT NULL, link TEXT NOT NULL);
CREATE TRIGGER events_stay BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER events_remain BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
"""
_ASIDE = (
    "DROP TRIGGER events_stay",
    "DROP TRIGGER events_remain",
    "ALTER TABLE events RENAME TO events_1",
    "ALTER TABLE outputs RENAME TO outputs_1",
)
# The stream of what happened to the store itself, and its event of a migration.
STORE, MIGRATED = "store", "store.migrated"
INSERT_EVENT = (
    "INSERT INTO events (position, stream, number, type, version, once, leaf, link, body)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


class Circumstances(Struct, frozen=True):
    """What a step may want to note: when it is done (UTC)."""

    now: datetime


Step = Callable[[sqlite3.Connection, Circumstances], None]


def new_store(db: sqlite3.Connection) -> None:
    """Put the tables of a new store into an empty database."""
    _apply(db, STEPS, Circumstances(datetime.min.replace(tzinfo=UTC)))


def bring_up_to_date(database: Database, now: datetime) -> None:
    """Do what has not been done to the store yet. Whatever stops it, the store is as it was or up to date.

    Raises Unfit for a store that is newer than this program or may only be read, FieldopsError for one that was
    changed, Trouble.
    """
    if not database.read(lambda db: _pending(db, database.path)):
        return
    if not database.writable:
        raise Unfit("store.old-read-only", path=str(database.path))
    kept = database.write(lambda db: _bring(db, database.path, now))
    if kept is not None:
        warnings.warn(Notice("store.migrated", path=str(database.path), copy=str(kept)), stacklevel=2)


def _bring(db: sqlite3.Connection, path: Path, now: datetime) -> Path | None:
    """Inside a transaction: keep a copy, do what is pending; None when somebody else has done it meanwhile."""
    pending = _pending(db, path)
    if not pending:
        return None
    if _file_version(db) == 1:
        _check_version_1(db, path)
    kept = _keep_copy(path, path.with_name(f"{path.stem}.before-{next(iter(pending))}{path.suffix}"))
    _apply(db, pending, Circumstances(now))
    return kept


def _apply(db: sqlite3.Connection, steps: Mapping[str, Step], circumstances: Circumstances) -> None:
    for name, step in steps.items():
        step(db, circumstances)
        db.execute("INSERT INTO migrations VALUES (?)", (name,))
    db.execute(f"PRAGMA user_version={_FILE_VERSION}")


def _pending(db: sqlite3.Connection, path: Path) -> dict[str, Step]:
    """The steps that the store lacks, in order."""
    version = _file_version(db)
    if version == 1:
        db.execute("SELECT seq, run, kind, body, previous, hash FROM events LIMIT 0")
        db.execute("SELECT sha256, size, deflated FROM outputs LIMIT 0")
        return dict(STEPS)
    if version > _FILE_VERSION:
        raise Unfit("store.newer", path=str(path), version=version)
    if version != _FILE_VERSION:
        raise Trouble(Cause.UNUSABLE, str(path), "a database of something else")
    applied = [name for (name,) in db.execute("SELECT name FROM migrations ORDER BY name")]
    newer = [name for name in applied if name not in STEPS]
    if newer:
        raise Unfit("store.newer", path=str(path), version=", ".join(newer))
    return {name: step for name, step in STEPS.items() if name not in applied}


def _file_version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _keep_copy(store: Path, path: Path) -> Path:
    """Copy the store as it is to `path`, or that with a number where something stands already; returns where.

    Read through a connection of its own: SQLite copies nothing out of a transaction, which keeps others from writing.
    """
    fresh = reserve(path.with_name(f".{path.name}.new-{token_hex(4)}"))
    try:
        with closing(connect(store, "ro", 0)) as source, closing(connect(fresh, "rw", 0)) as copy:
            source.backup(copy)
        place, number = path, 1
        while place.exists():
            number += 1
            place = path.with_name(f"{path.stem}-{number}{path.suffix}")
        fresh.rename(place)
        sync_folder(place.parent)
        return place
    finally:
        fresh.unlink(missing_ok=True)


# --- event-log: the chain of leaves and links, streams, typed and versioned events --------------------------


def _event_log(db: sqlite3.Connection, circumstances: Circumstances) -> None:
    old = bool(db.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'events'").fetchone())
    if old:
        for statement in _ASIDE:
            db.execute(statement)
    for statement in _EVENT_LOG.split(";\n"):
        if statement.strip():
            db.execute(statement)
    if old:
        _take_over(db, circumstances)
        db.execute("INSERT INTO blobs SELECT sha256, size, deflated FROM outputs_1")
        db.execute("DROP TABLE events_1")
        db.execute("DROP TABLE outputs_1")


def _check_version_1(db: sqlite3.Connection, path: Path) -> None:
    """Follow the old chain: SHA-256 over previous hash, run, kind and body, line by line."""
    previous = ""
    rows = db.execute("SELECT seq, run, kind, body, previous, hash FROM events ORDER BY seq")
    for seq, run, kind, body, said, hashed in rows:
        right = hashlib.sha256("\n".join((previous, run, kind, body)).encode()).hexdigest()
        if said != previous or hashed != right:
            raise FieldopsError("store.old-broken", path=str(path), seq=seq)
        previous = hashed


def _take_over(db: sqlite3.Connection, circumstances: Circumstances) -> None:
    """Put the events of version 1 into the new chain, and behind them what the old one ended with."""
    head, size, link = "", 0, EMPTY.link
    numbers: Counter[str] = Counter()
    known: set[tuple[str, str]] = set()
    for stream, kind, body, hashed in _old_events(db):
        numbers[stream] += 1
        once = _once(kind, body)
        if once is not None and (stream, once) in known:
            once = None
        elif once is not None:
            known.add((stream, once))
        leaf = leaf_of(stream, kind, 1, body)
        head, size, link = hashed, size + 1, link_of(link, leaf)
        db.execute(INSERT_EVENT, (size, stream, numbers[stream], kind, 1, once, leaf, link, body))
    # Written out: what this step writes stays the same, whatever today's events look like.
    said = {"at": circumstances.now.isoformat(timespec="seconds"), "fieldops_version": __version__}
    body = canonical({**said, "from_version": 1, "events": size, "head": head})
    leaf = leaf_of(STORE, MIGRATED, 1, body)
    values = (size + 1, STORE, 1, MIGRATED, 1, None, leaf, link_of(link, leaf), body)
    db.execute(INSERT_EVENT, values)


def _old_events(db: sqlite3.Connection) -> Iterator[tuple[str, str, str, str]]:
    rows = db.execute("SELECT run, kind, body, hash FROM events_1 ORDER BY seq")
    for run, kind, body, hashed in rows:
        yield _stream(run, kind, body), kind, body, hashed


def _stream(run: str, kind: str, body: str) -> str:
    """Where an event of version 1 stands: what was recorded of visits had one stream for all contracts."""
    if run != "schedule":
        return run_stream(run)
    said = json.loads(body)
    return f"visits/{said['contract'] if kind == 'visit.missed' else said['occurrence'].partition('/')[0]}"


def _once(kind: str, body: str) -> str | None:
    """The key that one event of a stream may have, as today's events have it."""
    if kind == "host.finished":
        return f"{kind}:{json.loads(body)['host']}"
    return kind if kind in ("run.started", "run.finished") else None


STEPS: Mapping[str, Step] = {"event-log": _event_log}
