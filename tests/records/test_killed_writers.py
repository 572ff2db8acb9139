"""Writers that are killed at any moment, with a store that others hold now and then: what was said to be kept is there, once."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import warnings
from collections import Counter
from contextlib import closing, suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from fieldops.errors import Notice
from fieldops.records.keeping import take_in
from fieldops.records.spool import spool_files
from fieldops.records.sqlite import open_sqlite
from fieldops.records.verification import verify_log

NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)
WRITER = """\
import sys, warnings
from datetime import UTC, datetime
from pathlib import Path
from fieldops.records.keeping import Keeper, NotYetRecorded, Patience, take_in
from fieldops.records.recorded import Encoded
from fieldops.records.spool import Spool, spool_files
from fieldops.records.sqlite import open_sqlite
warnings.simplefilter("ignore")
store, run = Path(sys.argv[1]), sys.argv[2]
folders = (store.parent,)
def opening(make_new):
    return open_sqlite(store, datetime.now(UTC), 0.02, make_new)
print("ready", flush=True)
try:
    log = open_sqlite(store, datetime.now(UTC), 0.02)
    take_in(log, spool_files(store, folders))
    log.close()
except Exception as busy:
    print("#", busy, file=sys.stderr)
with Keeper(opening, Spool(store, folders), Patience(0.01, 0.3)) as keeper:
    keeper.begin(f"run/{run}", (Encoded("run.started", 9, "{}", "run.started"),))
    for number in range(40):
        host = f"{run}-{number}"
        event = Encoded("host.finished", 9, f'"{host}"', f"host.finished:{host}")
        keeper.record(f"run/{run}", (event,), (host.encode() * 500,), lambda host=host: print(host, flush=True))
    try:
        keeper.settle()
    except NotYetRecorded:
        pass
"""


class Holder(threading.Thread):
    """Somebody else's program, which holds the store now and then."""

    def __init__(self, store: Path, seed: int) -> None:
        super().__init__(daemon=True)
        self._store, self._dice, self._end = store, random.Random(seed), threading.Event()

    def run(self) -> None:
        while not self._end.wait(self._dice.random() * 0.05):
            with suppress(sqlite3.Error), closing(sqlite3.connect(self._store, timeout=0.05)) as other:
                other.execute(self._dice.choice(["BEGIN", "BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"]))
                other.execute("SELECT count(*) FROM events").fetchone()
                self._end.wait(self._dice.random() * 0.2)

    def stop(self) -> None:
        self._end.set()
        self.join()


def killed_run(store: Path, name: str, dice: random.Random) -> list[str]:
    """Start a run, kill it somewhere; returns the hosts that it said were kept."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(store), name],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    told: list[str] = []
    for _ in range(dice.randrange(42)):
        if line := process.stdout.readline():
            told.append(line.strip())
    time.sleep(dice.random() * 0.02)
    process.send_signal(signal.SIGKILL)
    rest, complaints = process.communicate()
    assert "Traceback" not in complaints, complaints
    return told + rest.split()


def everything_told_is_there_once(store: Path, told: list[str]) -> None:
    folders = (store.parent,)
    with warnings.catch_warnings(), closing(open_sqlite(store, NOW)) as log:
        warnings.simplefilter("ignore", Notice)
        take_in(log, spool_files(store, folders))
        assert verify_log(log, whole=True).faults == ()
        assert log.integrity() == "ok"
        found = Counter(each.body.strip('"') for each in log.since(0, ("host.finished",)))
        assert set(found.values()) <= {1}
        assert set(told) <= set(found)
        for host in told:
            assert log.blob(sha256(host.encode() * 500).hexdigest()) == host.encode() * 500
    assert spool_files(store, folders) == []


def kill_writers(store: Path, times: int, seed: int) -> None:
    open_sqlite(store, NOW).close()
    dice, told = random.Random(seed), list[str]()
    for number in range(times):
        holder = Holder(store, dice.randrange(10**9))
        if number % 2:
            holder.start()
        told += killed_run(store, f"r{number}", dice)
        if number % 2:
            holder.stop()
        if number % 5 == 4 or number == times - 1:
            everything_told_is_there_once(store, told)
    assert told


def test_a_killed_writer_loses_nothing_that_was_told(tmp_path: Path) -> None:
    kill_writers(tmp_path / "records.sqlite", 6, 3)


@pytest.mark.long
def test_200_killed_writers_lose_nothing_that_was_told(tmp_path: Path) -> None:
    kill_writers(tmp_path / "records.sqlite", 200, random.randrange(10**9))
