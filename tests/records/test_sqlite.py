"""The SQLite file of a log: who may read it, what is done behind its back, files that are no store, other programs."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from fieldops.errors import ExitCode, FieldopsError, Notice
from fieldops.records.database import private_folder
from fieldops.records.log import Broken, Cause, Trouble, Unfit
from fieldops.records.recorded import Encoded
from fieldops.records.sqlite import SqliteLog, open_sqlite
from fieldops.records.verification import verify_log

NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sub" / "records.sqlite"


def fill(path: Path) -> None:
    with closing(open_sqlite(path, NOW)) as log:
        log.append("r1", [Encoded("started", 1, '{"n":1}')], blobs=[b"out"])
        log.append("r2", [Encoded("noted", 1, '{"n":2}')])
        log.append("r1", [Encoded("noted", 1, '{"n":3}', "n"), Encoded("ended", 1, "4")])


@contextmanager
def behind(path: Path) -> Iterator[sqlite3.Connection]:
    """Somebody with the file and SQLite's own program."""
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("DROP TRIGGER events_stay")
        raw.execute("DROP TRIGGER events_remain")
        yield raw


def test_file_and_folder_are_their_owners_alone(path: Path) -> None:
    fill(path)
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_events_cannot_be_changed_or_removed_by_plain_sql(path: Path) -> None:
    fill(path)
    with closing(sqlite3.connect(path)) as raw:
        for statement in (
            "UPDATE events SET body = '{}' WHERE position = 1",
            "DELETE FROM events",
            "UPDATE events SET position = 9 WHERE position = 1",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                raw.execute(statement)


FORGED = "f" * 64


@pytest.mark.parametrize("position", [1, 2, 3, 4])
@pytest.mark.parametrize(
    ("change", "reasons"),
    [
        ("body = body || ' '", {"altered"}),
        ("stream = 'r9'", {"altered"}),
        ("type = 'x'", {"altered"}),
        ("version = 2", {"altered"}),
        ("number = 77", {"number-altered"}),
        (f"leaf = '{FORGED}'", {"leaf-altered"}),
        (f"link = '{FORGED}'", {"link-altered"}),
        ("position = 99", {"reordered", "position-altered"}),
    ],
)
def test_each_field_that_is_changed_behind_the_triggers_is_named(
    path: Path, change: str, reasons: set[str], position: int
) -> None:
    fill(path)
    with closing(open_sqlite(path, NOW)) as log:
        head = log.head()
    with behind(path) as raw:
        raw.execute(f"UPDATE events SET {change} WHERE position = {position}")
    with closing(open_sqlite(path, NOW)) as log:
        (fault,) = verify_log(log, head=head).faults
        assert fault.position == position
        assert fault.reason in reasons


@pytest.mark.parametrize(
    ("statement", "reasons"),
    [
        ("DELETE FROM events WHERE position = 1", ["missing"]),
        ("DELETE FROM events WHERE position = 3", ["missing"]),
        ("DELETE FROM events WHERE position = 4", ["end-missing"]),
        ("DELETE FROM events", ["end-missing"]),
        (
            "UPDATE events SET position = CASE position WHEN 2 THEN 30 ELSE 20 END WHERE position IN (2, 3);"
            "UPDATE events SET position = position / 10 WHERE position >= 20",
            ["reordered"],
        ),
    ],
)
def test_removed_and_reordered_events_are_named(path: Path, statement: str, reasons: list[str]) -> None:
    fill(path)
    with closing(open_sqlite(path, NOW)) as log:
        head = log.head()
    with behind(path) as raw:
        raw.executescript(statement)
    with closing(open_sqlite(path, NOW)) as log:
        assert [str(fault.reason) for fault in verify_log(log, head=head).faults] == reasons


def test_removing_events_at_the_end_is_noticed_where_a_verification_had_come_to(path: Path) -> None:
    fill(path)
    with closing(open_sqlite(path, NOW)) as log:
        verify_log(log)
    with behind(path) as raw:
        raw.execute("DELETE FROM events WHERE position = 4")
    with closing(open_sqlite(path, NOW)) as log:
        assert [str(fault.reason) for fault in verify_log(log).faults] == ["end-missing"]


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ("body = '{}'", "position = 3"),
        ("leaf = 'x'", "position = 3"),
        (f"link = '{FORGED}'", "position = 3"),
        ("number = 9", "position = 3"),
        (f"link = '{FORGED}'", "position = 2"),
    ],
)
def test_a_stream_with_a_changed_event_is_not_read(path: Path, change: str, where: str) -> None:
    fill(path)
    with behind(path) as raw:
        raw.execute(f"UPDATE events SET {change} WHERE {where}")
    with closing(open_sqlite(path, NOW)) as log:
        with pytest.raises(Broken) as broken:
            log.read("r1")
        assert (broken.value.code, broken.value.exit_code) == ("store.broken", ExitCode.FINDINGS)
        assert broken.value.values["seq"] in (3, 4)


def test_an_event_whose_predecessor_was_removed_is_not_read(path: Path) -> None:
    fill(path)
    with behind(path) as raw:
        raw.execute("DELETE FROM events WHERE position = 2")
    with closing(open_sqlite(path, NOW)) as log, pytest.raises(Broken):
        log.read("r1")


def test_what_others_have_changed_in_other_streams_does_not_stop_the_reading_of_one(path: Path) -> None:
    fill(path)
    with behind(path) as raw:
        raw.execute("UPDATE events SET body = '[]' WHERE position = 2")
    with closing(open_sqlite(path, NOW)) as log:
        assert len(log.read("r1")) == 3


@pytest.mark.parametrize(
    "damage",
    [
        "deflated = x'00'",
        "deflated = zeroblob(9)",
        "deflated = (SELECT 'text')",
        "deflated = (SELECT deflated FROM blobs WHERE sha256 <> ?)",
    ],
)
def test_a_changed_blob_is_not_handed_out(path: Path, damage: str) -> None:
    fill(path)
    name = sha256(b"out").hexdigest()
    with closing(open_sqlite(path, NOW)) as log:
        log.append("r1", [], blobs=[b"other"])
    with behind(path) as raw:
        raw.execute(f"UPDATE blobs SET {damage} WHERE sha256 = ?", (name,) * (damage.count("?") + 1))
    with closing(open_sqlite(path, NOW)) as log:
        with pytest.raises(FieldopsError) as error:
            log.blob(name)
        assert error.value.code == "store.blob-damaged"


@pytest.mark.parametrize(
    "content",
    [b"no database at all, but long enough to be one\n" * 100, b"SQLite format 3\0" + b"\xff" * 4096],
)
def test_files_that_are_no_database_are_refused_and_stay_as_they_are(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(Trouble) as error:
        open_sqlite(path, NOW)
    assert error.value.cause is Cause.UNUSABLE
    assert path.read_bytes() == content


def test_an_empty_file_is_not_silently_made_a_new_store(tmp_path: Path) -> None:
    path = tmp_path / "records.sqlite"
    path.touch()
    with pytest.raises(Unfit) as error:
        open_sqlite(path, NOW)
    assert (error.value.code, error.value.exit_code) == ("store.empty", ExitCode.INCOMPLETE)
    assert path.stat().st_size == 0


def test_a_store_that_should_be_there_is_not_made_anew(path: Path) -> None:
    with pytest.raises(Trouble) as error:
        open_sqlite(path, NOW, make_new=False)
    assert error.value.cause is Cause.VANISHED
    assert not path.exists()


def test_places_where_no_file_can_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    for path in (tmp_path, tmp_path / "file" / "records.sqlite", tmp_path / ("x" * 300) / "r.sqlite", loop):
        with pytest.raises(Trouble) as error:
            open_sqlite(path, NOW)
        assert error.value.cause is Cause.UNUSABLE, path


def test_a_link_leads_to_the_store(tmp_path: Path) -> None:
    link = tmp_path / "link.sqlite"
    link.symlink_to(tmp_path / "disk" / "records.sqlite")
    fill(link)
    assert link.is_symlink()
    assert (tmp_path / "disk" / "records.sqlite").is_file()


@pytest.mark.parametrize("name", ["with space?#%41.sqlite", "记录库.sqlite", "a&mode=memory.sqlite"])
def test_names_that_mean_something_in_an_address_are_just_names(tmp_path: Path, name: str) -> None:
    fill(tmp_path / name)
    assert [each.name for each in tmp_path.iterdir()] == [name]


WRITER = """\
import sys
from datetime import UTC, datetime
from pathlib import Path
from fieldops.records.recorded import Encoded
from fieldops.records.sqlite import open_sqlite
log = open_sqlite(Path(sys.argv[1]), datetime.now(UTC))
for number in range(40):
    log.append(sys.argv[2], [Encoded("event", 1, str(number))], number, [f"{sys.argv[2]} {number}".encode()])
"""


def test_processes_that_write_at_once_keep_one_chain(path: Path) -> None:
    # The file does not exist yet: they race to make it, too.
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), f"r{number}"]) for number in range(3)
    ]
    assert [writer.wait(600) for writer in writers] == [0, 0, 0]
    with closing(open_sqlite(path, NOW)) as log:
        assert verify_log(log, whole=True).faults == ()
        assert log.head().size == 120
        for stream in ("r0", "r1", "r2"):
            assert [each.body for each in log.read(stream)] == [str(number) for number in range(40)]
        assert log.blob(sha256(b"r2 39").hexdigest()) == b"r2 39"
    assert [each.name for each in path.parent.iterdir()] == [path.name]


@contextmanager
def in_use(path: Path, how: str) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute(how)
        other.execute("SELECT count(*) FROM events").fetchone()
        yield other


@pytest.mark.parametrize("how", ["BEGIN", "BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_a_store_in_use_is_waited_for_and_then_named(path: Path, how: str) -> None:
    fill(path)
    with closing(open_sqlite(path, NOW, patience=0.2)) as log, in_use(path, how):
        with pytest.warns(Notice) as told, pytest.raises(Trouble) as error:
            log.append("r1", [Encoded("noted", 1, "5")])
        assert [each.message.code for each in told if isinstance(each.message, Notice)] == ["store.waiting"]
        assert (error.value.cause, error.value.exit_code) == (Cause.BUSY, ExitCode.INCOMPLETE)
    with closing(open_sqlite(path, NOW)) as log:
        assert log.head().size == 4


def test_a_store_that_becomes_free_is_written_then(path: Path) -> None:
    fill(path)
    with closing(open_sqlite(path, NOW, patience=30)) as log, in_use(path, "BEGIN") as other:
        free = threading.Timer(0.3, other.execute, ["COMMIT"])
        free.start()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Notice)
            assert log.append("r1", [Encoded("noted", 1, "5")]).size == 5
        free.join()


def test_readers_are_not_stopped_by_a_writer_that_has_only_begun(path: Path) -> None:
    fill(path)
    with closing(open_sqlite(path, NOW, patience=0)) as log, in_use(path, "BEGIN IMMEDIATE"):
        assert len(log.read("r1")) == 3


def test_a_store_that_vanishes_is_said_to_have_vanished(path: Path) -> None:
    fill(path)
    with closing(open_sqlite(path, NOW, patience=0)) as log:
        path.unlink()
        with pytest.raises(Trouble) as error:
            log.append("r1", [Encoded("noted", 1, "5")])
        assert error.value.cause is Cause.VANISHED
        assert not path.exists()
        path.parent.rmdir()
        with pytest.raises(Trouble) as error:
            log.append("r1", [Encoded("noted", 1, "5")])
        assert error.value.cause is Cause.VANISHED


def test_an_append_that_fails_leaves_nothing(path: Path) -> None:
    fill(path)
    with closing(open_sqlite(path, NOW)) as log:
        with pytest.raises(UnicodeEncodeError):
            log.append("r1", [Encoded("noted", 1, "1"), Encoded("noted", 1, '"\ud800"')], blobs=[b"lost"])
        with pytest.raises(FieldopsError, match="missing"):
            log.blob(sha256(b"lost").hexdigest())
        assert log.append("r1", [Encoded("noted", 1, "5")]).size == 5


def test_the_store_needs_nothing_newer_than_sqlite_3_34(path: Path) -> None:
    fill(path)
    with closing(sqlite3.connect(path)) as raw:
        tables = " ".join(text for (text,) in raw.execute("SELECT sql FROM sqlite_master WHERE sql NOT NULL"))
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert "STRICT" not in tables.upper()
    source = "".join(
        each.read_text("utf-8")
        for each in Path(sys.modules[SqliteLog.__module__].__file__ or "").parent.glob("*.py")
    )
    assert "RETURNING" not in source


def test_every_folder_that_is_made_for_a_store_is_its_owners_alone_whatever_the_umask(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b" / "c"
    before = os.umask(0o022)
    try:
        private_folder(folder)
        private_folder(folder)
    finally:
        os.umask(before)
    assert [each.stat().st_mode & 0o777 for each in (folder, *folder.parents[:2])] == [0o700] * 3
