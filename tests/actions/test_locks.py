"""A contract's lock: one holder on a machine and among machines, free at once when its process ends."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from conftest import Workspace

from fieldops.actions.locks import LEASE, alone_here, sole_holder
from fieldops.actions.settings import lock_file
from fieldops.errors import FieldopsError
from fieldops.records.log import Cause, Trouble
from tests.records.memory_log import MemoryLog

NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)


def at(minutes: float) -> Callable[[], datetime]:
    return lambda: NOON + timedelta(minutes=minutes)


def is_free(file: Path, log: MemoryLog, minutes: float = 0) -> bool:
    with sole_holder(file, log, at(minutes)) as held:
        return held is not None


def dies_with(file: Path, log: MemoryLog, minutes: float = 0) -> None:
    """A machine loses its power while it holds the lock: the file is let go, nothing is released."""
    kept = dict[str, tuple[str, datetime]]()
    with sole_holder(file, log, at(minutes)) as held:
        assert held is not None
        kept = dict(log._leases)
    log._leases = kept


def test_one_process_of_a_machine_holds_it(tmp_path: Path) -> None:
    log, file = MemoryLog(), tmp_path / "locks/acme.lock"
    with sole_holder(file, log, at(0)) as held:
        assert held is not None
        # Not even when the lease has run out: the process is alive.
        assert not is_free(file, log, minutes=60)
        assert is_free(tmp_path / "locks/other.lock", log)
    assert is_free(file, log)


def test_one_of_the_machines_that_share_a_log_holds_it(tmp_path: Path) -> None:
    log, here, there = MemoryLog(), tmp_path / "here/acme.lock", tmp_path / "there/acme.lock"
    with sole_holder(here, log, at(0)) as held:
        assert held is not None
        assert not is_free(there, log, minutes=1)
    assert is_free(there, log, minutes=1)


def test_a_machine_takes_over_what_it_held_when_it_died_and_others_wait(tmp_path: Path) -> None:
    log, here, there = MemoryLog(), tmp_path / "here/acme.lock", tmp_path / "there/acme.lock"
    dies_with(here, log)
    assert not is_free(there, log, minutes=14)
    assert is_free(here, log, minutes=0.1)
    dies_with(here, log)
    assert is_free(there, log, minutes=15)


def test_it_is_kept_for_as_long_as_hosts_end_now_and_then(tmp_path: Path) -> None:
    log, here, there = MemoryLog(), tmp_path / "here/acme.lock", tmp_path / "there/acme.lock"
    now = [NOON]
    with sole_holder(here, log, lambda: now[0]) as held:
        assert held is not None
        for minutes in range(0, 60, 4):
            now[0] = NOON + timedelta(minutes=minutes)
            assert held.keep()
            assert not is_free(there, log, minutes)
        # The machine slept too long, another one is at it.
        now[0] += LEASE
        with sole_holder(there, log, lambda: now[0]) as other:
            assert other is not None
            assert not held.keep()
    assert is_free(here, log, minutes=90)


def test_a_clock_that_was_set_back_does_not_keep_it_from_being_prolonged(tmp_path: Path) -> None:
    log, here, there = MemoryLog(), tmp_path / "here/acme.lock", tmp_path / "there/acme.lock"
    now = [NOON]
    with sole_holder(here, log, lambda: now[0]) as held:
        assert held is not None
        now[0] = NOON - timedelta(days=1)
        assert held.keep()
        assert not is_free(there, log, minutes=-24 * 60 + 14)


def test_a_log_that_cannot_be_written_lets_nobody_begin(tmp_path: Path) -> None:
    class Full(MemoryLog):
        def lease(self, name: str, holder: str, now: datetime, until: datetime) -> bool:
            raise Trouble(Cause.FULL, "records.sqlite")

    with pytest.raises(Trouble), sole_holder(tmp_path / "acme.lock", Full(), at(0)):
        raise AssertionError


def test_a_log_in_use_is_not_asked_again_for_each_host_that_ends(tmp_path: Path) -> None:
    class Sometimes(MemoryLog):
        asked, busy = 0, False

        def lease(self, name: str, holder: str, now: datetime, until: datetime) -> bool:
            self.asked += 1
            if self.busy:
                raise Trouble(Cause.BUSY, "records.sqlite")
            return super().lease(name, holder, now, until)

    log, now = Sometimes(), [NOON]
    with sole_holder(tmp_path / "acme.lock", log, lambda: now[0]) as held:
        assert held is not None
        log.busy, now[0] = True, NOON + LEASE / 2
        with pytest.raises(Trouble):
            held.keep()
        assert [held.keep() for _ in range(20)] == [True] * 20
        log.busy, now[0] = False, NOON + LEASE
        assert held.keep()
        assert log.asked == 3


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "locks").write_text("a file", "utf-8")
    with (
        pytest.raises(FieldopsError, match=r"visit\.no-lock"),
        sole_holder(tmp_path / "locks/a.lock", MemoryLog()),
    ):
        raise AssertionError


PROGRAM = """\
import sys, time
from pathlib import Path
from datetime import UTC, datetime
from fieldops.actions.locks import sole_holder
from fieldops.records.sqlite import open_sqlite
log = open_sqlite(Path(sys.argv[2]), datetime.now(UTC))
with sole_holder(Path(sys.argv[1]), log) as held:
    print(held is not None, flush=True)
    time.sleep(600)
"""


def test_the_lock_is_free_again_when_its_holder_was_killed(tmp_path: Path) -> None:
    from fieldops.records.sqlite import open_sqlite

    lock, store = tmp_path / "x.lock", tmp_path / "records.sqlite"
    log = open_sqlite(store, datetime.now(UTC))
    command = [sys.executable, "-c", PROGRAM, str(lock), str(store)]
    holder = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "True\n"
    with sole_holder(lock, log) as held:
        assert held is None
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    with sole_holder(lock, log) as held:
        assert held is not None
    log.close()


def test_an_inspection_by_hand_waits_for_nobody_and_runs_beside_no_other(workspace: Workspace) -> None:
    """Two at the same time for one customer are two logins at once, and two records of one visit."""
    workspace.contract([{"id": "h1", "host": {"address": "localhost", "transport": "local"}}])
    workspace.probe("name", "echo here")
    workspace.playbook([{"probe": "name", "info": True}])
    with alone_here(lock_file(workspace.root, "acme")) as held:
        assert held is not None
        for command in ("inspect", "health"):
            two = ("--engineer", "zhang", "--engineer", "li") if command == "inspect" else ()
            ran = workspace.run(command, "acme", "--playbook", "test", *two)
            assert (ran.code, ran.out) == (4, "")
            assert "another process on this machine is inspecting for acme" in ran.err
    assert workspace.inspect().code == 0
