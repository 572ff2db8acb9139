"""What the record store costs: appending a host beside SQLite's own commit, and reading and verifying with 10,000 runs in it.

In one process, on the disk of the temporary folder. Nothing is judged or inspected: the events are made once.
"""

from __future__ import annotations

import hashlib
import sqlite3
import statistics
import time
import zlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from fieldops.inspection.checks import CheckResult, Item, Verdict
from fieldops.inspection.frames import ProbeEnd
from fieldops.records.codecs import encode
from fieldops.records.database import Database
from fieldops.records.log import RUNS, run_stream
from fieldops.records.recorded import Encoded
from fieldops.records.run_events import Evidence, HostFinished, HostStatus, RunFinished
from fieldops.records.sqlite import SqliteLog, open_sqlite
from fieldops.records.verification import verify_log

NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)
RUNS_KEPT, HOSTS, CHECKS, PROBES, OUTPUT = 10_000, 5, 60, 40, 1500


@dataclass(frozen=True)
class Host:
    """A host's event with the outputs that it names."""

    event: Encoded
    outputs: tuple[bytes, ...]


def host(name: str) -> Host:
    """A host with 60 checks, and 40 outputs of 1.5 KB that no other host has."""
    outputs = tuple(
        f"{name} {probe} ".encode() * (OUTPUT // len(f"{name} {probe} ")) for probe in range(PROBES)
    )
    evidence = tuple(
        Evidence(f"p{at}", ProbeEnd.OK, 0, 3, False, _sha256(raw), len(raw), _sha256(b""), 0)
        for at, raw in enumerate(outputs)
    )
    items = tuple(Item(f"/data/{at}", 40 + at, "%", Verdict.OK, None) for at in range(3))
    checks = tuple(CheckResult(f"check-{at}", Verdict.OK, items, None) for at in range(CHECKS))
    event = HostFinished(name, HostStatus.DONE, NOW, 2400, checks=checks, evidence=evidence)
    return Host(encode(event), (*outputs, b""))


def append_seconds(folder: Path, rounds: int) -> tuple[float, float]:
    """Medians of appending a host: ours, and what SQLite needs for rows of the same size, alternately."""
    hosts = [host(f"host-{at}") for at in range(rounds)]
    ours, plain = [], []
    with (
        closing(open_sqlite(folder / "ours.sqlite", NOW)) as log,
        closing(_plain(folder / "plain.sqlite")) as db,
    ):
        for at, each in enumerate(hosts):
            rows = [(_sha256(raw), zlib.compress(raw, 6)) for raw in (*each.outputs, *each.event.blobs)]
            stream = run_stream(str(at))
            ours.append(_seconds(partial(log.append, stream, [each.event], blobs=each.outputs)))
            plain.append(_seconds(partial(_commit, db, each.event.body, rows)))
    return statistics.median(ours), statistics.median(plain)


def _plain(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA synchronous=FULL")
    db.execute("CREATE TABLE events (position INTEGER PRIMARY KEY, body TEXT)")
    db.execute("CREATE TABLE blobs (sha256 TEXT PRIMARY KEY, deflated BLOB)")
    return db


def _commit(db: sqlite3.Connection, body: str, rows: list[tuple[str, bytes]]) -> None:
    db.execute("BEGIN IMMEDIATE")
    db.executemany("INSERT OR IGNORE INTO blobs VALUES (?, ?)", rows)
    db.execute("INSERT INTO events (body) VALUES (?)", (body,))
    db.execute("COMMIT")


@dataclass(frozen=True)
class Kept:
    """Seconds in a store with so many runs: reading one, finding the newest, verifying all, verifying one more run."""

    runs: int
    read: float
    newest: float
    verify_all: float
    verify_more: float


def with_runs(folder: Path, runs: int, rounds: int) -> Kept:
    """Make a store with `runs` runs of five hosts, and measure."""
    path = folder / f"{runs}.sqlite"
    open_sqlite(path, NOW).close()
    one = host("h")
    with closing(SqliteLog(Database(path, 60))) as filling:
        # Filled without waiting for the disk.
        filling._db.rows("PRAGMA synchronous=OFF")
        for run in range(runs):
            _add_run(filling, run, one)
    with closing(open_sqlite(path, NOW)) as log:
        stream = run_stream(str(runs // 2))
        read = _median(rounds, lambda: log.read(stream))
        newest = _median(rounds, lambda: log.streams(RUNS, 5))
        whole = _seconds(lambda: verify_log(log, whole=True))
        _add_run(log, runs, one)
        return Kept(runs, read, newest, whole, _seconds(lambda: verify_log(log)))


def _add_run(log: SqliteLog, run: int, one: Host) -> None:
    hosts = [
        Encoded(one.event.type, one.event.version, one.event.body, f"host.finished:{at}")
        for at in range(HOSTS)
    ]
    started = Encoded("run.started", 2, f'{{"run":"{run}"}}', "run.started")
    log.append(run_stream(str(run)), [started, *hosts, encode(RunFinished(str(run), NOW))])


def _median(rounds: int, work: Callable[[], object]) -> float:
    return statistics.median(_seconds(work) for _ in range(max(rounds, 5)))


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _sha256(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
