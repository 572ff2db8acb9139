"""Stores of version 1, written as commit 2582603 wrote them."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from contextlib import closing
from pathlib import Path
from typing import Any

from conftest import lacking

from tests.records.test_version1 import START

SCHEMA = """
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
PRAGMA user_version=1;
"""


def host(name: str, **more: Any) -> tuple[str, dict[str, Any]]:
    """What a run of version 1 kept of a host."""
    body = {
        "host": name,
        "status": "done",
        "reason": None,
        "reason_values": {},
        "started": "2026-03-01T09:00:01+08:00",
        "seconds": 1.5,
        "host_key": None,
        "checks": [
            {
                "id": "c",
                "verdict": "WARN",
                "items": [{"item": None, "value": 45.25, "unit": "%", "verdict": "WARN"}],
            }
        ],
        "evidence": [],
        "left_running": [],
        **more,
    }
    return "host.finished", body


def run(id: str) -> list[tuple[str, str, dict[str, Any]]]:
    """The events of one run of version 1."""
    start = {**START, "run": id, "engineers": ["zhang", "li"], "hosts": ["h1", "h2"]}
    return [
        (id, "run.started", start),
        (id, *host("h1")),
        (id, "run.finished", {"run": id, "finished": "2026-03-01T09:01:00+08:00"}),
    ]


DONE = {
    "occurrence": "acme/obligations/call/0",
    "day": "2026-03-01",
    "by": None,
    "note": None,
    "at": "2026-03-01T10:00:00+08:00",
}
MISSED = {"contract": "acme", "occurrences": ["acme/inspections/v/1"], "at": "2026-03-02T10:00:00+08:00"}
EVENTS = [*run("r1"), ("schedule", "obligation.done", DONE), *run("r2"), ("schedule", "visit.missed", MISSED)]


def write(
    path: Path,
    events: list[tuple[str, str, dict[str, Any]]] = EVENTS,
    outputs: tuple[bytes, ...] = (b"out", b""),
) -> str:
    """Make a store of version 1; returns the hash of its last event."""
    if sqlite3.sqlite_version_info < (3, 37):
        lacking("stores of version 1 were written by SQLite 3.37 and newer")
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.executescript(SCHEMA)
        previous = ""
        db.execute("BEGIN")
        for name, kind, body in events:
            text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            hashed = hashlib.sha256("\n".join((previous, name, kind, text)).encode()).hexdigest()
            values = (name, kind, text, previous, hashed)
            db.execute("INSERT INTO events (run, kind, body, previous, hash) VALUES (?, ?, ?, ?, ?)", values)
            previous = hashed
        for raw in outputs:
            db.execute(
                "INSERT INTO outputs VALUES (?, ?, ?)",
                (hashlib.sha256(raw).hexdigest(), len(raw), zlib.compress(raw)),
            )
        db.execute("COMMIT")
    return previous
