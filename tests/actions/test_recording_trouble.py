"""Inspections while the record store is in use, full, read-only, gone or replaced: nothing is lost, each cause is named, never 70."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from conftest import Ran, Workspace, again
from disks import small_disk as small_disk_at

from tests.records.rights import bound_by_rights

# Three assets are this machine, which is a warning.
WARNED = 1
SETTINGS = "apiVersion: fieldops/v1\nkind: Settings\nstore_patience: 1s\n"


@pytest.fixture
def local(workspace: Workspace) -> Workspace:
    """A workspace whose hosts are this machine, and whose patience is short."""
    hosts = [{"id": f"h{n}", "host": {"address": "localhost", "transport": "local"}} for n in range(3)]
    workspace.contract(hosts)
    workspace.write("fieldops.yaml", SETTINGS)
    does(workspace, "echo fine")
    return workspace


def does(workspace: Workspace, command: str) -> None:
    """What every host is asked: it runs on this machine, and may so do something to the store in the middle of a run."""
    # No probe may change anything in plain sight: what it runs stands in a file.
    workspace.write("does.sh", command + "\n")
    workspace.probe("word", f"sh {workspace.root}/does.sh")
    workspace.playbook([{"probe": "word", "each": "line", "info": True}])


def store_of(workspace: Workspace) -> Path:
    return workspace.root / ".fieldops" / "records.sqlite"


def health(workspace: Workspace, language: str = "en", *before: str) -> Ran:
    if not before:
        return workspace.run("health", "acme", "--playbook", "test", "--workers", "1", language=language)
    command = [*before, sys.executable, "-m", "fieldops", "-C", str(workspace.root), "--lang", language]
    done = subprocess.run(
        [*command, "health", "acme", "--playbook", "test", "--workers", "1"],
        capture_output=True,
        text=True,
        timeout=900,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def all_recorded(workspace: Workspace, run: str = "latest") -> bool:
    """Whether the next command finds every host of the run, and the run ended."""
    shown = workspace.run("run", "show", run, "-o", "json")
    assert shown.code == 0, shown.err
    statuses = {host["status"] for host in shown.json["hosts"]}
    verified = workspace.run("records", "verify", "--all")
    assert verified.code == 0, verified.out
    return statuses == {"done"} and shown.json["finished"] is not None


@contextmanager
def held(store: Path, how: str) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(store, isolation_level=None)) as other:
        other.execute(how)
        other.execute("SELECT count(*) FROM events").fetchone()
        yield other


@pytest.mark.parametrize(
    ("language", "words"),
    [
        pytest.param("en", "is in use by another program; the results are kept in", marks=again),
        ("zh-CN", "一直被其他程序占用；结果已保存在"),
    ],
)
def test_a_store_in_use_all_the_time_keeps_the_results_beside_it(
    local: Workspace, language: str, words: str
) -> None:
    assert health(local).code == WARNED
    with held(store_of(local), "BEGIN"):
        ran = health(local, language)
    assert (ran.code, words in ran.err) == (3, True), ran.err
    assert len(list(store_of(local).parent.glob("*.spool"))) == 1
    assert all_recorded(local)
    assert list(store_of(local).parent.glob("*.spool")) == []
    assert len(local.run("run", "list", "-o", "json").json["runs"]) == 2


def test_a_store_in_use_for_longer_than_a_writer_used_to_wait_is_only_a_delay(local: Workspace) -> None:
    """The hosts have been inspected while somebody reads the store: they are recorded when it is free."""
    local.write("fieldops.yaml", SETTINGS.replace("1s", "1m"))
    assert health(local).code == WARNED
    with held(store_of(local), "BEGIN") as other:
        process = local.start("--lang", "en", "health", "acme", "--playbook", "test", stderr=subprocess.PIPE)
        assert process.stderr is not None
        said = process.stderr.readline().decode()
        assert "nothing is lost" in said
        other.execute("ROLLBACK")
    assert process.wait(600) == WARNED
    process.stderr.close()
    assert all_recorded(local)


@pytest.mark.parametrize(("language", "words"), [("en", "may only be read"), ("zh-CN", "只能读取")])
def test_a_read_only_store_is_said_before_any_host_is_asked(
    local: Workspace, language: str, words: str
) -> None:
    assert health(local).code == WARNED
    does(local, f"touch {local.root}/asked; echo fine")
    store_of(local).chmod(0o400)
    store_of(local).parent.chmod(0o500)
    ran = health(local, "en", *bound_by_rights())
    shown = subprocess.run(
        [
            *bound_by_rights(),
            sys.executable,
            "-m",
            "fieldops",
            "-C",
            str(local.root),
            "run",
            "show",
            "latest",
        ],
        capture_output=True,
    )
    store_of(local).parent.chmod(0o700)
    assert (ran.code, "may only be read" in ran.err, (local.root / "asked").exists()) == (3, True, False)
    assert shown.returncode == 0, shown.stderr
    assert all_recorded(local)


def test_a_store_that_becomes_read_only_during_the_run(local: Workspace) -> None:
    assert health(local).code == WARNED
    does(local, f"chmod 500 {store_of(local).parent}; chmod 400 {store_of(local)}; echo fine")
    state = local.root / "state"
    ran = health(local, "en", "env", f"XDG_STATE_HOME={state}", *bound_by_rights())
    store_of(local).parent.chmod(0o700)
    store_of(local).chmod(0o600)
    assert (ran.code, "may only be read; the results are kept in" in ran.err) == (3, True), ran.err
    (file,) = state.rglob("*.spool")
    assert str(file) in ran.err
    taken = local.run("records", "take-in", str(file))
    assert taken.code == 0, taken.err
    assert all_recorded(local)


@pytest.mark.parametrize(("language", "words"), [("en", "is not there any more"), ("zh-CN", "已不存在")])
def test_a_store_that_vanishes_during_the_run_is_not_made_anew(
    local: Workspace, language: str, words: str
) -> None:
    assert health(local).code == WARNED
    store, away = store_of(local), local.root / "away"
    does(local, f"mv {store} {away} 2>/dev/null; echo fine")
    ran = health(local)
    assert (ran.code, "is not there any more" in ran.err, store.exists()) == (3, True, False), ran.err
    away.rename(store)
    assert all_recorded(local)


def test_results_are_not_put_into_another_store(local: Workspace) -> None:
    assert health(local).code == WARNED
    store, away = store_of(local), local.root / "away"
    does(local, f"mv -n {store} {away}; echo fine")
    assert health(local).code == 3
    does(local, "echo fine")
    assert health(local).code == WARNED  # makes a new store
    other = local.run("run", "list", "-o", "json")
    assert (len(other.json["runs"]), "another state of the record store" in other.err) == (1, True)
    away.replace(store)
    assert all_recorded(local)
    assert len(local.run("run", "list", "-o", "json").json["runs"]) == 2


@pytest.fixture
def small_disk(local: Workspace) -> Iterator[Path]:
    """A disk of 1 MiB with the store."""
    with small_disk_at(local.root / "disk", "1m") as place:
        local.write("fieldops.yaml", f"{SETTINGS}store: disk/records.sqlite\n")
        yield place


def test_a_disk_that_is_full_before_the_run_is_said_before_any_host_is_asked(
    local: Workspace, small_disk: Path
) -> None:
    assert health(local).code == WARNED
    does(local, f"touch {local.root}/asked; echo fine")
    with (small_disk / "filler").open("wb", buffering=0) as filler, pytest.raises(OSError, match="No space"):
        _fill(filler)
    ran = health(local)
    assert (ran.code, "the disk is full" in ran.err, (local.root / "asked").exists()) == (3, True, False)
    (small_disk / "filler").unlink()
    assert all_recorded(local)


def _fill(file: Any) -> None:
    while True:
        file.write(b"x" * 4096)


def test_a_disk_that_becomes_full_during_the_run_keeps_the_results_elsewhere(
    local: Workspace, small_disk: Path
) -> None:
    assert health(local).code == WARNED
    does(local, f"cat /dev/zero >{small_disk}/filler; head -c 30000 /dev/urandom | od; echo fine")
    ran = health(local, "en", "env", f"XDG_STATE_HOME={local.root / 'state'}")
    assert (ran.code, "the disk is full; the results are kept in" in ran.err) == (3, True), ran.err
    (file,) = (local.root / "state").rglob("*.spool")
    (small_disk / "filler").unlink()
    assert local.run("records", "take-in", str(file)).code == 0
    assert all_recorded(local)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "clock of this machine is behind"), ("zh-CN", "本机时钟早于记录")]
)
def test_a_clock_that_was_set_back_is_said_and_the_order_stays(
    local: Workspace, language: str, words: str
) -> None:
    assert health(local).code == WARNED
    with closing(sqlite3.connect(store_of(local), isolation_level=None)) as raw:
        (body,) = raw.execute("SELECT body FROM events WHERE type = 'run.started'").fetchone()
    told = json.loads(body)
    at = {"run": "20990101-000000-acme-0000", "started": "2099-01-01T00:00:00+08:00"}
    future = {**told, "outline": {**told["outline"], **at}}
    program = (
        "import sys, json; from datetime import *; from pathlib import Path\n"
        "from fieldops.records.recorded import Encoded; from fieldops.records.sqlite import open_sqlite\n"
        "log = open_sqlite(Path(sys.argv[1]), datetime.now(UTC)); run = json.loads(sys.argv[2])\n"
        "log.append('run/' + run['outline']['run'], [Encoded('run.started', 2, sys.argv[2], 'run.started')])"
    )
    text = json.dumps(future, sort_keys=True, separators=(",", ":"))
    subprocess.run([sys.executable, "-c", program, str(store_of(local)), text], check=True)
    ran = health(local, language)
    assert (ran.code, words in ran.err, "2099-01-01" in ran.err) == (WARNED, True, True)
    listed = [each["run"] for each in local.run("run", "list", "-o", "json").json["runs"]]
    assert listed.index("20990101-000000-acme-0000") == 1
    assert all_recorded(local)


def test_a_command_that_only_reads_says_that_the_store_is_in_use(local: Workspace) -> None:
    assert health(local).code == WARNED
    with held(store_of(local), "BEGIN EXCLUSIVE"):
        ran = local.run("run", "list")
    assert (ran.code, "in use by another program" in ran.err) == (3, True)
