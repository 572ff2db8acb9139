"""Spool files: what is kept is on the disk, found by whoever comes later, taken in once, and belongs to one store."""

from __future__ import annotations

import fcntl
import os
import signal
import stat
import subprocess
import sys
import warnings
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldops.errors import Notice
from fieldops.records.keeping import take_in
from fieldops.records.recorded import Encoded, Head
from fieldops.records.spool import DamagedSpool, Entry, Spool, read_spool, spool_files, spool_folders
from fieldops.records.sqlite import open_sqlite
from tests.records.memory_log import MemoryLog

NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    (tmp_path / "ws").mkdir()
    return tmp_path / "ws" / "records.sqlite"


@pytest.fixture
def folders(store: Path, tmp_path: Path) -> tuple[Path, ...]:
    return spool_folders(store, tmp_path / "state", tmp_path / "tmp")


def entry(number: int, *blobs: bytes) -> Entry:
    return Entry("run/r1", (Encoded("host.finished", 2, f'{{"n":{number}}}', f"h{number}"),), blobs)


def left(store: Path, folders: tuple[Path, ...], *entries: Entry, base: Head | None = None) -> Path:
    """A spool file whose process has ended."""
    spool = Spool(store, folders)
    for each in entries:
        spool.put(each, base)
    (file,) = spool.files
    spool.close()
    return file


def codes(told: list[warnings.WarningMessage]) -> list[str]:
    return [each.message.code for each in told if isinstance(each.message, Notice)]


TEXT = st.text(st.characters(exclude_categories=["Cs"]))
ENTRIES = st.builds(
    Entry,
    TEXT,
    st.lists(st.builds(Encoded, TEXT, st.integers(0, 9), TEXT, st.none() | TEXT)).map(tuple),
    st.lists(st.binary(), unique=True).map(lambda raw: tuple(sorted(raw))),
)


@given(st.lists(ENTRIES, max_size=4))
def test_what_is_put_in_comes_out(tmp_path_factory: pytest.TempPathFactory, entries: list[Entry]) -> None:
    store = tmp_path_factory.mktemp("spool") / "records.sqlite"
    spool = Spool(store, (store.parent,))
    for each in entries:
        spool.put(each, Head(3, "a" * 64))
    assert list(spool.entries()) == entries
    for file in spool.files:
        base, found = read_spool(file)
        assert (base, list(found)) == (Head(3, "a" * 64), entries)
    spool.close()


def test_the_blobs_of_events_are_kept_too(store: Path, folders: tuple[Path, ...]) -> None:
    event = Encoded("host.finished", 2, "{}", None, (b"own",))
    file = left(store, folders, Entry("run/r1", (event,), (b"raw",)))
    log = MemoryLog()
    with pytest.warns(Notice):
        take_in(log, [file])
    assert [log.blob(sha256(raw).hexdigest()) for raw in (b"own", b"raw")] == [b"own", b"raw"]


def test_a_spool_is_beside_the_store_and_only_its_owners_to_read(
    store: Path, folders: tuple[Path, ...]
) -> None:
    file = left(store, folders, entry(1))
    assert file.parent == store.parent
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert spool_files(store, folders) == [file]
    assert spool_files(store.with_name("other.sqlite"), folders) == []


@pytest.mark.parametrize("place", [1, 2])
def test_where_one_place_takes_nothing_the_next_one_does(
    store: Path, folders: tuple[Path, ...], place: int, tmp_path: Path
) -> None:
    if os.getuid() == 0:
        # Root may write everywhere: a file stands where the folder should be.
        blocked = [store.parent / "gone", *folders[1:]]
        for folder in blocked[1:place]:
            folder.parent.parent.mkdir(parents=True, exist_ok=True)
            folder.parent.write_text("a file")
        folders = tuple(blocked)
        store = blocked[0] / store.name
    else:
        for folder in folders[:place]:
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o500)
    spool = Spool(store, folders)
    spool.put(entry(1), None)
    (file,) = spool.files
    assert file.parent == folders[place]
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    spool.close()
    assert spool_files(store, folders) == [file]


def test_where_no_place_takes_anything_that_is_said(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "gone" / "records.sqlite", (tmp_path / "gone",))
    with pytest.raises(OSError, match="gone"):
        spool.put(entry(1), None)
    assert spool.files == ()


def test_a_folder_for_temporary_files_that_somebody_else_prepared_is_not_used(
    store: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    (temporary / f"fieldops-{os.getuid()}").symlink_to(elsewhere)
    third = spool_folders(store, tmp_path, temporary)[2]
    with pytest.raises(OSError, match="not permitted"):
        Spool(store, (third,)).put(entry(1), None)
    (temporary / f"fieldops-{os.getuid()}").unlink()
    third.mkdir(parents=True)
    third.parent.chmod(0o777)
    with pytest.raises(OSError, match="not permitted"):
        Spool(store, (third,)).put(entry(1), None)


def test_what_somebody_removes_while_it_is_written_goes_to_the_next_place(
    store: Path, folders: tuple[Path, ...]
) -> None:
    spool = Spool(store, folders)
    spool.put(entry(1), None)
    for file in spool.files:
        file.unlink()
    spool.put(entry(2), None)
    assert list(spool.entries()) == [entry(1), entry(2)]
    spool.close()
    (file,) = spool_files(store, folders)
    assert list(read_spool(file)[1]) == [entry(1), entry(2)]


# --- taking in ---------------------------------------------------------------------------------------


def test_what_was_left_is_taken_in_and_said_once(store: Path, folders: tuple[Path, ...]) -> None:
    file = left(store, folders, entry(1, b"raw"), entry(2))
    log = MemoryLog()
    with pytest.warns(Notice) as told:
        take_in(log, [file])
    assert codes(list(told)) == ["spool.taken-in"]
    assert [each.body for each in log.read("run/r1")] == ['{"n":1}', '{"n":2}']
    assert log.blob(sha256(b"raw").hexdigest()) == b"raw"
    assert not file.exists()


def test_what_is_in_the_log_already_is_not_written_again(store: Path, folders: tuple[Path, ...]) -> None:
    file = left(store, folders, entry(1), entry(2))
    log = MemoryLog()
    log.append("run/r1", entry(1).events)
    with pytest.warns(Notice):
        take_in(log, [file])
    assert log.head().size == 2


def test_a_file_whose_process_is_alive_is_left_alone(store: Path, folders: tuple[Path, ...]) -> None:
    spool = Spool(store, folders)
    spool.put(entry(1), None)
    log = MemoryLog()
    take_in(log, spool_files(store, folders))
    assert (log.head().size, len(spool.files)) == (0, 1)
    assert spool.files[0].exists()
    spool.close()
    with pytest.warns(Notice):
        take_in(log, spool_files(store, folders))
    assert log.head().size == 1


def test_a_file_that_another_process_takes_in_is_left_to_it(store: Path, folders: tuple[Path, ...]) -> None:
    file = left(store, folders, entry(1))
    with file.open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        log = MemoryLog()
        take_in(log, [file])
        assert log.head().size == 0
    take_in(log, [file.with_name("gone")])


@pytest.mark.parametrize("cut", [1, 30, 70])
def test_a_line_that_was_just_being_written_is_no_line(
    store: Path, folders: tuple[Path, ...], cut: int
) -> None:
    file = left(store, folders, entry(1), entry(2))
    file.write_bytes(file.read_bytes()[:-cut])
    assert list(read_spool(file)[1]) == [entry(1)]
    log = MemoryLog()
    with pytest.warns(Notice):
        take_in(log, [file])
    assert log.head().size == 1


def test_a_file_of_a_process_that_had_just_made_it_holds_nothing(
    store: Path, folders: tuple[Path, ...]
) -> None:
    file = left(store, folders, entry(1))
    for content in (b"", file.read_bytes()[:20], file.read_bytes().splitlines(keepends=True)[0]):
        file.write_bytes(content)
        log = MemoryLog()
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            take_in(log, [file])
        assert log.head().size == 0


@pytest.mark.parametrize(("place", "line"), [(5, 0), (80, 0), (5, 1), (80, 1), (100, 2)])
def test_a_damaged_file_is_said_and_left_as_it_is(
    store: Path, folders: tuple[Path, ...], place: int, line: int
) -> None:
    file = left(store, folders, entry(1), entry(2))
    lines = [bytearray(each) for each in file.read_bytes().splitlines(keepends=True)]
    lines[line][place] ^= 1
    damaged = b"".join(lines)
    file.write_bytes(damaged)
    with pytest.raises(DamagedSpool):
        list(read_spool(file)[1])
    log = MemoryLog()
    with pytest.warns(Notice) as told:
        take_in(log, [file])
    assert codes(list(told)) == ["spool.unreadable"]
    assert file.read_bytes() == damaged


def test_what_was_recorded_otherwise_meanwhile_is_not_overwritten(
    store: Path, folders: tuple[Path, ...]
) -> None:
    file = left(store, folders, entry(1))
    log = MemoryLog()
    log.append("run/r1", [Encoded("host.finished", 2, "another", "h1")])
    with pytest.warns(Notice) as told:
        take_in(log, [file])
    assert codes(list(told)) == ["spool.unreadable"]
    assert (log.head().size, file.exists()) == (1, True)


def test_results_for_another_store_are_not_taken_in(store: Path, folders: tuple[Path, ...]) -> None:
    log = MemoryLog()
    known = log.append("run/r1", [Encoded("run.started", 2, "{}")])
    file = left(store, folders, entry(1), base=known)
    other = MemoryLog()
    for _ in range(2):
        with pytest.warns(Notice) as told:
            take_in(other, [file])
        assert codes(list(told)) == ["spool.other-store"]
        other.append("run/x", [Encoded("run.started", 2, "[]")])
    assert file.exists()
    with pytest.warns(Notice):
        take_in(log, [file])
    assert log.head().size == 2


def test_a_log_that_is_in_use_leaves_the_file_for_the_next_time(
    store: Path, folders: tuple[Path, ...]
) -> None:
    open_sqlite(store, NOW).close()
    file = left(store, folders, entry(1))
    with closing(open_sqlite(store, NOW, 0.05)) as log, closing(open_sqlite(store, NOW)) as other:
        other._db._db.execute("BEGIN IMMEDIATE")
        with pytest.warns(Notice) as told:
            take_in(log, [file])
        assert codes(list(told)) == ["store.waiting", "spool.waits"]
    assert file.exists()


TAKER = """\
import sys
from datetime import UTC, datetime
from pathlib import Path
from fieldops.records.keeping import take_in
from fieldops.records.spool import spool_files
from fieldops.records.sqlite import open_sqlite
store = Path(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
take_in(open_sqlite(store, datetime.now(UTC)), spool_files(store, (store.parent,)))
"""


def taker(store: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", TAKER, str(store)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    process.stdout.readline()
    return process


def recorded(store: Path) -> list[str]:
    with closing(open_sqlite(store, NOW)) as log:
        return sorted(each.body for each in log.read("run/r1"))


def test_two_processes_take_a_file_in_once(store: Path, folders: tuple[Path, ...]) -> None:
    left(store, folders, *(entry(number) for number in range(20)))
    processes = [taker(store) for _ in range(3)]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    assert [process.wait(600) for process in processes] == [0, 0, 0]
    assert recorded(store) == sorted(f'{{"n":{number}}}' for number in range(20))
    assert spool_files(store, folders) == []


def test_a_taker_that_is_killed_loses_and_doubles_nothing(store: Path, folders: tuple[Path, ...]) -> None:
    open_sqlite(store, NOW).close()
    left(store, folders, *(entry(number) for number in range(60)))
    counts = []
    for _ in range(4):
        process = taker(store)
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
        before = len(recorded(store))
        while process.poll() is None and len(recorded(store)) < min(before + 10, 60):
            pass
        process.send_signal(signal.SIGKILL)
        process.wait()
        counts.append(len(recorded(store)))
    with warnings.catch_warnings(), closing(open_sqlite(store, NOW)) as log:
        warnings.simplefilter("ignore", Notice)
        take_in(log, spool_files(store, folders))
    assert recorded(store) == sorted(f'{{"n":{number}}}' for number in range(60))
    assert counts == sorted(counts)
