"""A log in use, full, gone, read-only or replaced: what was inspected is kept, each cause is named, nothing is told too early."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from disks import small_disk as small_disk_at

from fieldops.errors import ExitCode, FieldopsError, Notice
from fieldops.messages import say_error
from fieldops.records.keeping import Keeper, NotKept, NotYetRecorded, Patience, take_in
from fieldops.records.log import Cause, Log, Trouble
from fieldops.records.recorded import Encoded
from fieldops.records.spool import Spool, spool_files
from fieldops.records.sqlite import open_sqlite
from fieldops.records.verification import verify_log
from tests.records import version_1
from tests.records.memory_log import MemoryLog

NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)
STREAM = "run/r1"
STARTED = (Encoded("run.started", 2, "{}", "run.started"),)
FINISHED = (Encoded("run.finished", 1, "{}", "run.finished"),)
HOSTS = [f"h{number}" for number in range(6)]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "ws" / "records.sqlite"


def blocked(store: Path) -> Path:
    """A folder that cannot be made, whoever runs the tests: a file stands in its way."""
    store.parent.mkdir(exist_ok=True)
    (store.parent / "file").touch()
    return store.parent / "file" / "folder"


def finished(host: str) -> tuple[Encoded, ...]:
    return (Encoded("host.finished", 2, f'{{"host":"{host}"}}', f"host.finished:{host}"),)


def keeper(store: Path, end: float = 0.2, folders: tuple[Path, ...] | None = None) -> Keeper:
    """One as commands have it, with less patience."""

    def opening(make_new: bool) -> Log:
        return open_sqlite(store, NOW, 0.02, make_new)

    places = (store.parent, store.parent.parent / "state") if folders is None else folders
    return Keeper(opening, Spool(store, places), Patience(0, end))


def run(keeping: Keeper, told: list[str], between: Callable[[str], None] = lambda host: None) -> None:
    """What a run does; `told` are the hosts of which it was said that they are recorded."""
    with keeping:
        keeping.begin(STREAM, STARTED)
        for host in HOSTS:
            between(host)
            keeping.record(
                STREAM, finished(host), (host.encode() * 3000,), lambda host=host: told.append(host)
            )
        keeping.record(STREAM, FINISHED, (), lambda: None)
        keeping.settle()


def recorded(store: Path) -> list[str]:
    """What the next command finds."""
    with warnings.catch_warnings(), closing(open_sqlite(store, NOW)) as log:
        warnings.simplefilter("ignore", Notice)
        take_in(log, spool_files(store, (store.parent, store.parent.parent / "state")))
        assert verify_log(log, whole=True).faults == ()
        return [each.body for each in log.read(STREAM)]


WHOLE = ["{}", *(f'{{"host":"{host}"}}' for host in HOSTS), "{}"]


@contextmanager
def noticed() -> Iterator[list[str]]:
    codes: list[str] = []
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", Notice)
        yield codes
    codes += [each.message.code for each in told if isinstance(each.message, Notice)]


@contextmanager
def held(store: Path, how: str) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(store, isolation_level=None)) as other:
        other.execute(how)
        other.execute("SELECT count(*) FROM events").fetchone()
        yield other


def test_with_a_good_store_nothing_is_spooled(store: Path) -> None:
    told: list[str] = []
    with noticed() as codes:
        run(keeper(store), told)
    assert (codes, told, recorded(store)) == ([], HOSTS, WHOLE)
    assert [each.name for each in store.parent.iterdir()] == [store.name]


@pytest.mark.parametrize("how", ["BEGIN", "BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_a_store_that_is_in_use_for_a_while_gets_everything_in_order(store: Path, how: str) -> None:
    open_sqlite(store, NOW).close()
    told: list[str] = []
    with held(store, how) as other, noticed() as codes:

        def between(host: str) -> None:
            if host == HOSTS[4]:
                other.execute("COMMIT")

        run(keeper(store), told, between)
    assert told == HOSTS
    assert "store.spooling" in codes
    assert recorded(store) == WHOLE
    assert [each.name for each in store.parent.iterdir()] == [store.name]


@pytest.mark.parametrize("how", ["BEGIN", "BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_a_store_that_stays_in_use_leaves_the_results_beside_it(store: Path, how: str) -> None:
    open_sqlite(store, NOW).close()
    told: list[str] = []
    with held(store, how), noticed() as codes, pytest.raises(NotYetRecorded) as error:
        run(keeper(store), told)
    assert (error.value.code, error.value.exit_code) == ("store.kept-busy", ExitCode.INCOMPLETE)
    (file,) = error.value.files
    assert file.parent == store.parent
    assert told == HOSTS
    assert codes.count("store.spooling") == 1
    assert recorded(store) == WHOLE
    assert not file.exists()


def test_a_store_that_is_free_again_at_the_end_is_waited_for(store: Path) -> None:
    open_sqlite(store, NOW).close()
    told: list[str] = []
    tries: list[int] = []

    def opening(make_new: bool) -> Log:
        return Sometimes(store, tries)

    with noticed():
        run(Keeper(opening, Spool(store, (store.parent,)), Patience(0, 30)), told)
    assert (told, recorded(store)) == (HOSTS, WHOLE)


class Sometimes(MemoryLog):
    """A log in use for the first twenty tries."""

    def __init__(self, store: Path, tries: list[int]) -> None:
        super().__init__()
        self._tries, self._log = tries, open_sqlite(store, NOW)

    def append(self, *arguments: object, **more: object):
        self._tries.append(1)
        if len(self._tries) < 20:
            raise Trouble(Cause.BUSY, "x")
        return self._log.append(*arguments, **more)

    def head(self, size: int | None = None):
        return self._log.head(size)

    def close(self) -> None:
        self._log.close()


def test_a_store_that_vanishes_is_not_made_anew(store: Path) -> None:
    told: list[str] = []

    def between(host: str) -> None:
        if host == HOSTS[3]:
            store.rename(store.with_name("moved"))

    with noticed() as codes, pytest.raises(NotYetRecorded) as error:
        run(keeper(store), told, between)
    assert (error.value.code, codes, told) == ("store.kept-vanished", ["store.spooling"], HOSTS)
    assert not store.exists()
    store.with_name("moved").rename(store)
    assert recorded(store) == WHOLE


def test_a_store_that_comes_back_during_the_run_gets_everything(store: Path) -> None:
    told: list[str] = []

    def between(host: str) -> None:
        if host == HOSTS[1]:
            store.rename(store.with_name("moved"))
        if host == HOSTS[4]:
            store.with_name("moved").rename(store)

    with noticed():
        run(keeper(store), told, between)
    assert (told, recorded(store)) == (HOSTS, WHOLE)


def test_with_its_whole_folder_gone_the_results_are_kept_elsewhere(store: Path) -> None:
    told: list[str] = []
    away = store.parent.parent / "away"

    def between(host: str) -> None:
        if host == HOSTS[3]:
            store.parent.rename(away)

    with noticed(), pytest.raises(NotYetRecorded) as error:
        run(keeper(store), told, between)
    assert [each.parent.name for each in error.value.files] == ["state"]
    assert told == HOSTS
    away.rename(store.parent)
    assert recorded(store) == WHOLE


def test_another_store_in_its_place_gets_nothing_of_this_run(store: Path) -> None:
    told: list[str] = []

    def between(host: str) -> None:
        if host == HOSTS[3]:
            store.rename(store.with_name("moved"))
            with closing(open_sqlite(store, NOW)) as other:
                other.append("run/x", [Encoded("run.started", 2, "[]")] * 9)

    with noticed(), pytest.raises(NotYetRecorded) as error:
        run(keeper(store), told, between)
    assert error.value.code == "store.kept-vanished"
    assert recorded(store) == []
    store.with_name("moved").replace(store)
    assert recorded(store) == WHOLE


def test_a_store_that_was_emptied_gets_nothing_and_is_named(store: Path) -> None:
    told: list[str] = []
    copy = store.with_name("copy")

    def between(host: str) -> None:
        if host == HOSTS[3]:
            copy.write_bytes(store.read_bytes())
            store.write_bytes(b"")

    with noticed(), pytest.raises(NotYetRecorded) as error:
        run(keeper(store), told, between)
    assert error.value.code in ("store.kept-unusable", "store.kept-failed")
    assert told == HOSTS
    copy.replace(store)
    assert recorded(store) == WHOLE


@pytest.mark.parametrize(
    ("cause", "code"),
    [(cause, f"store.kept-{cause}") for cause in Cause],
)
@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_each_cause_has_its_own_sentence_with_place_and_way_out(
    store: Path, cause: Cause, code: str, language: str
) -> None:
    log = Failing(cause)
    told: list[str] = []
    store.parent.mkdir()

    def between(host: str) -> None:
        log.fails = True

    with noticed(), pytest.raises(NotYetRecorded) as error:
        run(Keeper(lambda make_new: log, Spool(store, (store.parent,)), Patience(0, 0)), told, between)
    assert (error.value.code, error.value.exit_code, told) == (code, ExitCode.INCOMPLETE, HOSTS)
    sentence, way_out = say_error(error.value, language)
    assert str(error.value.files[0]) in sentence
    assert way_out


def test_the_sentences_of_the_causes_differ() -> None:
    sentences = {say_error(NotYetRecorded(Trouble(cause, "p"), ()), "en")[0] for cause in Cause}
    assert len(sentences) == len(Cause)


class Failing(MemoryLog):
    def __init__(self, cause: Cause) -> None:
        super().__init__()
        self.cause, self.fails = cause, False

    def append(self, *arguments: object, **more: object):
        if self.fails:
            raise Trouble(self.cause, "store")
        return super().append(*arguments, **more)


@pytest.mark.parametrize("cause", [cause for cause in Cause if cause is not Cause.BUSY])
def test_a_store_that_cannot_be_written_stops_a_run_before_it_begins(store: Path, cause: Cause) -> None:
    log = Failing(cause)
    log.fails = True
    told: list[str] = []
    with pytest.raises(Trouble) as error:
        run(Keeper(lambda make_new: log, Spool(store, (store.parent,)), Patience(0, 0)), told)
    assert (error.value.cause, told) == (cause, [])


def test_what_no_place_takes_is_never_told_to_be_kept(store: Path) -> None:
    log = Failing(Cause.FULL)
    told: list[str] = []

    def between(host: str) -> None:
        log.fails = host != HOSTS[0]

    with noticed(), pytest.raises(NotKept) as error:
        run(
            Keeper(lambda make_new: log, Spool(store, (blocked(store),)), Patience(0, 0)),
            told,
            between,
        )
    assert (error.value.code, error.value.values["count"], told) == ("store.lost", len(HOSTS), HOSTS[:1])
    assert error.value.exit_code == ExitCode.INCOMPLETE


def test_what_waits_in_memory_is_told_when_it_is_written_at_last(store: Path) -> None:
    log = Failing(Cause.FULL)
    told: list[str] = []
    before: list[list[str]] = []

    def between(host: str) -> None:
        log.fails = host in HOSTS[1:4]
        before.append(list(told))

    run(Keeper(lambda make_new: log, Spool(store, (blocked(store),)), Patience(0, 0)), told, between)
    assert before[3:5] == [HOSTS[:1]] * 2
    assert told == HOSTS
    assert [each.body for each in log.read(STREAM)] == WHOLE


def test_a_run_that_is_interrupted_leaves_what_it_had_for_the_next_command(store: Path) -> None:
    open_sqlite(store, NOW).close()
    told: list[str] = []

    def between(host: str) -> None:
        if host == HOSTS[3]:
            raise KeyboardInterrupt

    with held(store, "BEGIN"), noticed(), pytest.raises(KeyboardInterrupt):
        run(keeper(store), told, between)
    assert told == HOSTS[:3]
    assert recorded(store) == WHOLE[:4]


# --- a disk that is really full, files that may really not be written ---------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 400 KiB."""
    with small_disk_at(tmp_path / "disk", "400k") as place:
        yield place


def fill(file: Path, free: int) -> None:
    """Leave `free` KiB on the disk."""
    with suppress(OSError), file.open("wb", buffering=0) as opened:
        while opened.write(b"x" * 4096) == 4096:
            pass
    os.truncate(file, max(file.stat().st_size - free * 1024, 0))


@pytest.mark.parametrize("free", range(0, 44, 4))
def test_a_disk_that_becomes_full_loses_nothing_that_was_told(
    small_disk: Path, tmp_path: Path, free: int
) -> None:
    store = small_disk / "records.sqlite"
    told: list[str] = []
    filler = small_disk / "filler"

    def between(host: str) -> None:
        if host == HOSTS[1]:
            fill(filler, free)

    def blob(host: str) -> tuple[bytes, ...]:
        return (os.urandom(6000),)

    keeping = keeper(store, folders=(small_disk, tmp_path / "state"))
    with noticed() as codes, keeping:
        keeping.begin(STREAM, STARTED)
        for host in HOSTS:
            between(host)
            keeping.record(STREAM, finished(host), blob(host), lambda host=host: told.append(host))
        try:
            keeping.settle()
            ended = ""
        except NotYetRecorded as error:
            ended = error.code
    assert told == HOSTS
    assert (ended, codes[:1]) in [("store.kept-full", ["store.spooling"]), ("", []), ("", ["store.spooling"])]
    if free < 8:
        assert ended == "store.kept-full"
    filler.unlink()
    with warnings.catch_warnings(), closing(open_sqlite(store, NOW)) as log:
        warnings.simplefilter("ignore", Notice)
        take_in(log, spool_files(store, (small_disk, tmp_path / "state")))
        assert [each.body for each in log.read(STREAM)] == WHOLE[:-1]
        assert verify_log(log, whole=True).faults == ()


LIMITED = """\
import os, resource, sys, warnings
from datetime import UTC, datetime
from pathlib import Path
from fieldops.errors import FieldopsError
from fieldops.records.keeping import Keeper, Patience
from fieldops.records.recorded import Encoded
from fieldops.records.spool import Spool
from fieldops.records.sqlite import open_sqlite
warnings.simplefilter("ignore")
store, room = Path(sys.argv[1]), int(sys.argv[2])
def opening(make_new):
    return open_sqlite(store, datetime.now(UTC), 0.02, make_new)
with Keeper(opening, Spool(store, (store.parent, store.parent.parent / 'state')), Patience(0, 0)) as keeper:
    keeper.begin("run/r1", (Encoded("run.started", 2, "{}", "run.started"),))
    limit = store.stat().st_size + room
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    for number in range(6):
        event = Encoded("host.finished", 2, f'{{"host":"h{number}"}}', f"host.finished:h{number}")
        kept = lambda number=number: print(f"h{number}", flush=True)
        keeper.record("run/r1", (event,), (os.urandom(9000),), kept)
    try:
        keeper.settle()
    except FieldopsError as error:
        print(error.code, int(error.exit_code))
"""


@pytest.mark.parametrize("room", [*range(0, 80_000, 10_000), 100, 10**9])
def test_a_write_that_fails_at_any_size_of_the_file_loses_nothing_that_was_told(
    store: Path, room: int
) -> None:
    """For everybody, without a small disk: the system refuses to let a file grow."""
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(store), str(room)], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    *told, last = done.stdout.splitlines()
    if room < 40_000:
        assert last == "store.kept-failed 3"
    if last.startswith("h"):
        told.append(last)
    assert told == HOSTS
    assert recorded(store) == WHOLE[:-1]


@pytest.mark.parametrize("free", range(0, 320, 16))
def test_a_store_is_migrated_on_a_full_disk_whole_or_not_at_all(small_disk: Path, free: int) -> None:
    store = small_disk / "records.sqlite"
    events = [one for number in range(12) for one in version_1.run(f"r{number}")]
    version_1.write(store, events)
    before = store.read_bytes()
    fill(small_disk / "filler", free)
    with noticed():
        try:
            open_sqlite(store, NOW).close()
            failed = None
        except FieldopsError as error:
            failed = error.code
    if failed is not None:
        assert failed == "store.full"
        assert store.read_bytes() == before
        assert sorted(each.name for each in small_disk.iterdir())[-1] == store.name
    (small_disk / "filler").unlink()
    with noticed(), closing(open_sqlite(store, NOW)) as log:
        assert (log.integrity(), log.head().size) == ("ok", len(events) + 1)
        assert verify_log(log, whole=True).faults == ()


@pytest.mark.parametrize("free", range(0, 160, 8))
def test_a_store_is_made_on_a_full_disk_whole_or_not_at_all(small_disk: Path, free: int) -> None:
    filler = small_disk / "filler"
    fill(filler, free)
    store = small_disk / "records.sqlite"
    failed = None
    try:
        open_sqlite(store, NOW).close()
    except FieldopsError as error:
        failed = (error.code, error.exit_code)
    assert failed in (None, ("store.full", ExitCode.INCOMPLETE))
    assert [each.name for each in small_disk.iterdir() if failed] in ([], ["filler"])
    filler.unlink()
    with closing(open_sqlite(store, NOW)) as log:
        assert log.integrity() == "ok"
