"""The store: append-only, one hash chain whoever writes, and files that are no store of ours."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from fieldops.errors import FieldopsError
from fieldops.inspection.checks import Verdict
from fieldops.records.run import FINISHED, HOST_FINISHED, STARTED
from fieldops.records.store import Store, canonical, event_hash, sha256
from tests.records.test_version1 import START as START_BODY

START: dict[str, Any] = {**START_BODY, "engineers": ["zhang", "li"], "hosts": ["h1", "h2"]}
HOST: dict[str, Any] = {
    "host": "h1",
    "status": "done",
    "reason": None,
    "reason_values": {},
    "started": "2026-03-01T09:00:01+08:00",
    "seconds": 1.5,
    "host_key": None,
    "checks": [{"id": "c", "verdict": "WARN", "items": []}],
    "evidence": [],
    "left_running": [],
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sub" / "records.sqlite"


def fill(path: Path) -> list[str]:
    with closing(Store(path)) as store:
        return [
            store.append("r1", STARTED, START),
            store.append("r1", HOST_FINISHED, HOST, [b"out", b"", b"out"]),
            store.append("r1", FINISHED, {"run": "r1", "finished": "2026-03-01T09:01:00+08:00"}),
        ]


def test_runs_come_back_as_they_were_written(path: Path) -> None:
    hashes = fill(path)
    with closing(Store(path)) as store:
        store.append("r2", STARTED, {**START, "run": "r2"})
        run = store.run("r1")
        assert run is not None
        assert (run.head, run.contract.id, run.engineers) == (hashes[-1], "acme", ("zhang", "li"))
        assert [(host.host, host.status) for host in run.hosts] == [("h1", "done"), ("h2", "pending")]
        assert run.counts[Verdict.WARN] == 1
        assert [(each.id, each.finished) for each in store.runs()] == [
            ("r2", None),
            ("r1", datetime.fromisoformat("2026-03-01T09:01:00+08:00")),
        ]
        assert store.run("none") is None
        assert store.integrity() == "ok"


def test_outputs_are_kept_once_and_found_by_hash(path: Path) -> None:
    fill(path)
    digest = hashlib.sha256(b"out").hexdigest()
    with closing(Store(path)) as store:
        assert store.output(digest) == b"out"
        assert store.output(sha256(b"")) == b""
        assert store.output("0" * 64) is None
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT count(*), sum(size) FROM outputs").fetchone() == (2, 3)
        raw.execute("UPDATE outputs SET deflated = (SELECT deflated FROM outputs WHERE size = 0)")
        raw.commit()
    with closing(Store(path)) as store, pytest.raises(FieldopsError, match="unusable"):
        store.output(digest)


def test_events_cannot_be_changed_or_removed(path: Path) -> None:
    fill(path)
    with closing(sqlite3.connect(path)) as raw:
        for statement in (
            "UPDATE events SET body = '{}' WHERE seq = 1",
            "DELETE FROM events",
            "UPDATE events SET seq = 9 WHERE seq = 1",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                raw.execute(statement)


@pytest.mark.parametrize(
    ("statement", "broken_at"),
    [
        ("SELECT 1", None),
        ("UPDATE events SET body = replace(body, 'WARN', 'OK') WHERE seq = 2", 2),
        ("UPDATE events SET body = body || ' ' WHERE seq = 1", 1),
        ("UPDATE events SET run = 'r9' WHERE seq = 3", 3),
        ("UPDATE events SET kind = 'x' WHERE seq = 1", 1),
        ("DELETE FROM events WHERE seq = 1", 2),
        ("DELETE FROM events WHERE seq = 2", 3),
        ("UPDATE events SET seq = 10 WHERE seq = 1", 2),
    ],
)
def test_the_chain_shows_what_was_changed_behind_the_triggers(
    path: Path, statement: str, broken_at: int | None
) -> None:
    fill(path)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("DROP TRIGGER events_stay")
        raw.execute("DROP TRIGGER events_remain")
        raw.execute(statement)
        raw.commit()
    with closing(Store(path)) as store:
        assert store.broken_at() == broken_at


def test_a_changed_event_with_a_new_hash_breaks_the_next_one(path: Path) -> None:
    first = fill(path)[0]
    body = canonical({**HOST, "status": "unreachable"})
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("DROP TRIGGER events_stay")
        forged = event_hash(first, "r1", HOST_FINISHED, body)
        raw.execute("UPDATE events SET body = ?, hash = ? WHERE seq = 2", (body, forged))
        raw.commit()
    with closing(Store(path)) as store:
        assert store.broken_at() == 3


WRITER = """\
import sys
from pathlib import Path
from fieldops.records.store import Store
store = Store(Path(sys.argv[1]))
for number in range(40):
    store.append(sys.argv[2], "event", {"number": number}, [f"{sys.argv[2]} {number}".encode()])
"""


def test_processes_that_write_at_once_keep_one_chain(path: Path) -> None:
    # The file does not exist yet: they race to make it, too.
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), f"r{number}"]) for number in range(3)
    ]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    with closing(Store(path)) as store:
        assert store.broken_at() is None
        assert store.output(sha256(b"r2 39")) == b"r2 39"
    with closing(sqlite3.connect(path)) as raw:
        rows = raw.execute("SELECT run, body FROM events ORDER BY seq").fetchall()
    assert len(rows) == 120
    for run in ("r0", "r1", "r2"):
        assert [json.loads(body)["number"] for each, body in rows if each == run] == list(range(40))


def test_an_event_that_fails_leaves_nothing(path: Path) -> None:
    fill(path)
    with closing(Store(path)) as store:
        with pytest.raises(ValueError, match="Out of range"):
            store.append("r1", "event", {"number": float("nan")}, [b"lost"])
        with pytest.raises(UnicodeEncodeError):
            store.append("r1", "event", {"text": "\ud800"}, [b"lost"])
        assert store.output(sha256(b"lost")) is None
        assert store.broken_at() is None
        store.append("r1", "event", {})
        assert store.broken_at() is None


def _database(path: Path, script: str) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(script)


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("PRAGMA user_version = 2; CREATE TABLE events (x)", "store.newer"),
        ("CREATE TABLE photos (x)", "store.unusable"),
        ("PRAGMA user_version = 1; CREATE TABLE photos (x)", "store.unusable"),
        ("PRAGMA user_version = 1; CREATE TABLE events (x)", "store.unusable"),
        ("PRAGMA user_version = -1; CREATE TABLE photos (x)", "store.unusable"),
    ],
)
def test_databases_of_others_are_refused_and_stay_as_they_are(tmp_path: Path, script: str, code: str) -> None:
    path = tmp_path / "other.sqlite"
    _database(path, script)
    before = path.read_bytes()
    with pytest.raises(FieldopsError) as error:
        Store(path)
    assert error.value.code == code
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "content",
    [b"no database at all, but long enough to be one\n" * 100, b"SQLite format 3\0" + b"\xff" * 4096],
)
def test_files_that_are_no_database(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(FieldopsError) as error:
        Store(path)
    assert error.value.code == "store.unusable"
    assert path.read_bytes() == content


def test_places_where_no_file_can_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for path in (tmp_path, tmp_path / "file" / "records.sqlite", tmp_path / ("x" * 300) / "records.sqlite"):
        with pytest.raises(FieldopsError) as error:
            Store(path)
        assert error.value.code == "store.unusable"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ({"b": 1, "a": [True, None, "中\n\u2028"]}, '{"a":[true,null,"中\\n\u2028"],"b":1}'),
        ({"é": 0.1, "e": -0.0}, '{"e":-0.0,"é":0.1}'),
    ],
)
def test_canonical_text(data: object, text: str) -> None:
    assert canonical(data) == text
