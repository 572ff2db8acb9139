"""Stores of older forms: brought up to date when they are opened, whole or not at all, after a copy was kept."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import warnings
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fieldops.errors import ExitCode, FieldopsError, Notice
from fieldops.messages import say_error
from fieldops.records.codecs import decode
from fieldops.records.events import StoreMigrated
from fieldops.records.log import Cause, Trouble, Unfit
from fieldops.records.sqlite import SqliteLog, open_sqlite
from fieldops.records.verification import verify_log
from fieldops.records.visit_events import ObligationDone
from tests.records import version_1
from tests.records.rights import bound_by_rights

NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "records.sqlite"


def opened(path: Path, patience: float = 30) -> SqliteLog:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Notice)
        return open_sqlite(path, NOW, patience)


def kept(path: Path) -> list[str]:
    return sorted(each.name for each in path.parent.iterdir() if each != path)


def test_a_store_of_version_1_keeps_every_body_byte_for_byte(path: Path) -> None:
    head = version_1.write(path)
    with closing(sqlite3.connect(path)) as raw:
        before = raw.execute("SELECT kind, body FROM events ORDER BY seq").fetchall()
    with closing(opened(path)) as log:
        events = list(log.since(0))
        assert [(each.type, each.body) for each in events[:-1]] == before
        assert {each.version for each in events} == {1}
        assert [each.stream for each in events] == [
            *["run/r1"] * 3,
            "visits/acme",
            *["run/r2"] * 3,
            "visits/acme",
            "store",
        ]
        assert verify_log(log, whole=True).faults == ()
        assert log.blob(hashlib.sha256(b"out").hexdigest()) == b"out"
        assert log.blob(hashlib.sha256(b"").hexdigest()) == b""
        last = events[-1]
        migrated = decode(last.type, last.version, last.body, log.blob)
        assert isinstance(migrated, StoreMigrated)
        assert (migrated.from_version, migrated.events, migrated.head, migrated.at) == (1, 8, head, NOW)
        done = decode(events[3].type, 1, events[3].body, log.blob)
        assert isinstance(done, ObligationDone)
        assert done.occurrence == version_1.DONE["occurrence"]


def test_the_user_is_told_once_where_the_copy_is(path: Path) -> None:
    version_1.write(path)
    before = path.read_bytes()
    with pytest.warns(Notice) as told:
        open_sqlite(path, NOW).close()
    (notice,) = [each.message for each in told]
    assert isinstance(notice, Notice)
    copy = path.with_name("records.before-event-log.sqlite")
    assert (notice.code, notice.values["copy"]) == ("store.migrated", str(copy))
    assert copy.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(copy)) as raw, closing(sqlite3.connect(":memory:")) as old:
        old.deserialize(before)
        assert list(raw.iterdump()) == list(old.iterdump())
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        open_sqlite(path, NOW).close()
    assert kept(path) == [copy.name]


def test_a_copy_that_stands_there_already_is_not_overwritten(path: Path) -> None:
    version_1.write(path)
    path.with_name("records.before-event-log.sqlite").write_text("somebody's")
    opened(path).close()
    assert kept(path) == ["records.before-event-log-2.sqlite", "records.before-event-log.sqlite"]
    assert path.with_name("records.before-event-log.sqlite").read_text() == "somebody's"


def test_a_host_that_was_recorded_twice_in_the_past_does_not_stop_it(path: Path) -> None:
    version_1.write(path, [*version_1.run("r1"), ("r1", *version_1.host("h1"))])
    with closing(opened(path)) as log:
        assert len(log.read("run/r1")) == 4


def test_an_empty_store_of_version_1(path: Path) -> None:
    version_1.write(path, [], ())
    with closing(opened(path)) as log:
        assert [each.type for each in log.since(0)] == ["store.migrated"]


@pytest.mark.parametrize(
    ("statement", "seq"),
    [
        ("UPDATE events SET body = body || ' ' WHERE seq = 2", 2),
        ("UPDATE events SET run = 'x' WHERE seq = 1", 1),
        ("UPDATE events SET previous = '' WHERE seq = 3", 3),
        ("DELETE FROM events WHERE seq = 2", 3),
    ],
)
def test_a_changed_store_of_version_1_is_refused_and_left_as_it_is(
    path: Path, statement: str, seq: int
) -> None:
    version_1.write(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("DROP TRIGGER events_stay")
        raw.execute("DROP TRIGGER events_remain")
        raw.execute(statement)
    before = path.read_bytes()
    with pytest.raises(FieldopsError) as refused:
        opened(path)
    assert (refused.value.code, refused.value.values["seq"]) == ("store.old-broken", seq)
    assert path.read_bytes() == before
    assert kept(path) == []


def test_an_older_store_that_may_only_be_read_says_so(path: Path) -> None:
    version_1.write(path)
    before = path.read_bytes()
    program = (
        "from pathlib import Path; from datetime import *; from fieldops.records.sqlite import open_sqlite\n"
        "from fieldops.errors import FieldopsError\n"
        f"try: open_sqlite(Path({str(path)!r}), datetime.now(UTC))\n"
        "except FieldopsError as error: print(error.code, int(error.exit_code))"
    )
    path.chmod(0o444)
    path.parent.chmod(0o555)
    command = [*bound_by_rights(), sys.executable, "-c", program]
    said = subprocess.run(command, capture_output=True, text=True)
    path.parent.chmod(0o755)
    assert said.stdout.split() == ["store.old-read-only", str(int(ExitCode.INCOMPLETE))], said.stderr
    assert path.read_bytes() == before


def test_two_processes_that_open_an_older_store_bring_it_up_to_date_once(path: Path) -> None:
    version_1.write(path)
    program = f"from pathlib import Path; from datetime import *; from fieldops.records.sqlite import open_sqlite; open_sqlite(Path({str(path)!r}), datetime.now(UTC))"
    both = [subprocess.Popen([sys.executable, "-W", "ignore", "-c", program]) for _ in range(3)]
    assert [each.wait(600) for each in both] == [0, 0, 0]
    with closing(opened(path)) as log:
        assert [each.type for each in log.since(0)].count("store.migrated") == 1
    assert kept(path) == ["records.before-event-log.sqlite"]


MIGRATE = """\
import sys
from datetime import UTC, datetime
from pathlib import Path
from fieldops.records.sqlite import open_sqlite
print("ready", flush=True)
open_sqlite(Path(sys.argv[1]), datetime.now(UTC))
print("done", flush=True)
"""


def test_a_migration_that_is_killed_leaves_the_old_store_or_the_new_one(tmp_path: Path) -> None:
    events = [one for number in range(400) for one in version_1.run(f"r{number}")]
    dice = random.Random(8)
    ways: set[str] = set()
    for number in range(8):
        path = tmp_path / str(number) / "records.sqlite"
        head = version_1.write(path, events)
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", MIGRATE, str(path)], stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(dice.random() * 0.15)
        process.send_signal(signal.SIGKILL)
        process.wait()
        with closing(sqlite3.connect(path)) as raw:
            version = raw.execute("PRAGMA user_version").fetchone()[0]
            ways.add(str(version))
            tables = {name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            assert tables >= {1: {"events", "outputs"}, 2: {"events", "blobs", "migrations"}}[version]
            assert raw.execute("SELECT count(*) FROM events").fetchone()[0] == 1200 + (version == 2)
        with closing(opened(path)) as log:
            assert verify_log(log, whole=True).faults == ()
            assert json.loads(next(iter(log.since(1200))).body)["head"] == head


@pytest.mark.parametrize(
    ("script", "code", "kind"),
    [
        ("PRAGMA user_version = 3; CREATE TABLE events (x)", "store.newer", Unfit),
        ("PRAGMA user_version = 2; CREATE TABLE events (x)", "store.unusable", Trouble),
        ("CREATE TABLE photos (x)", "store.unusable", Trouble),
        ("PRAGMA user_version = 1; CREATE TABLE photos (x)", "store.unusable", Trouble),
        ("PRAGMA user_version = 1; CREATE TABLE events (x)", "store.unusable", Trouble),
        ("PRAGMA user_version = -1; CREATE TABLE photos (x)", "store.unusable", Trouble),
    ],
)
def test_databases_of_others_are_refused_and_stay_as_they_are(
    path: Path, script: str, code: str, kind: type[FieldopsError]
) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(script)
    before = path.read_bytes()
    with pytest.raises(kind) as error:
        opened(path)
    assert (error.value.code, error.value.exit_code) == (code, ExitCode.INCOMPLETE)
    assert path.read_bytes() == before
    assert kept(path) == []


def test_a_store_with_a_migration_that_this_fieldops_does_not_know_is_newer(path: Path) -> None:
    opened(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("INSERT INTO migrations VALUES ('orders')")
    with pytest.raises(Unfit) as error:
        opened(path)
    assert (error.value.code, error.value.values["version"]) == ("store.newer", "orders")


def test_a_store_of_version_1_on_an_old_sqlite_says_what_it_needs(path: Path) -> None:
    shutil.copy(Path(__file__).parent / "stores" / "2582603.sqlite", path)
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        # Any SQLite stumbles over the second one as one before 3.37 does over the first.
        raw.execute("PRAGMA writable_schema=ON")
        raw.execute(
            "UPDATE sqlite_master SET sql = replace(sql, 'STRICT', 'STRICT STRICT') WHERE name = 'events'"
        )
    before = path.read_bytes()
    with pytest.raises(Trouble) as error:
        opened(path)
    assert "where SQLite is 3.37 or newer" in say_error(error.value, "en")[0]
    assert path.read_bytes() == before


def test_a_migration_that_finds_the_store_in_use_leaves_it_for_the_next_time(path: Path) -> None:
    version_1.write(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM events").fetchone()
        with pytest.raises(Trouble) as busy:
            opened(path, patience=0.1)
        assert busy.value.cause is Cause.BUSY
        assert other.execute("SELECT count(*) FROM outputs").fetchone() == (2,)
        other.execute("COMMIT")
    opened(path).close()
