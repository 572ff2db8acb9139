"""`fieldops records`: what it says, in both languages, and how it ends."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import Workspace

from fieldops.records.codecs import decode, once_of
from fieldops.records.log import run_stream
from fieldops.records.recorded import Encoded
from fieldops.records.spool import Entry, Spool
from fieldops.records.sqlite import open_sqlite
from tests.records import version_1

NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)


EVIDENCE = {
    "probe": "name",
    "why": "ok",
    "exit_code": 0,
    "ms": 3,
    "cut": False,
    "out_sha256": "",
    "out_size": 1,
    "err_sha256": "b" * 64,
    "err_size": 0,
}


@pytest.fixture
def store(workspace: Workspace) -> Path:
    """A store with two runs."""
    path = workspace.root / ".fieldops" / "records.sqlite"
    with closing(open_sqlite(path, NOW)) as log:
        for run in ("r1", "r2"):
            for _, kind, body in version_1.run(run):
                log.append(
                    run_stream(run),
                    [
                        Encoded(
                            kind, 1, json.dumps(body), once_of(decode(kind, 1, json.dumps(body), log.blob))
                        )
                    ],
                )
    return path


def head(store: Path) -> str:
    with closing(open_sqlite(store, NOW)) as log:
        return str(log.head())


def behind(store: Path, statement: str) -> None:
    with closing(sqlite3.connect(store, isolation_level=None)) as raw:
        raw.execute("DROP TRIGGER IF EXISTS events_stay")
        raw.execute("DROP TRIGGER IF EXISTS events_remain")
        raw.execute(statement)


def test_a_good_store_is_verified_and_says_what_only_a_head_can_tell(
    workspace: Workspace, store: Path
) -> None:
    ran = workspace.run("records", "verify")
    assert (ran.code, head(store) in ran.out, "--head" in ran.err) == (0, True, True)
    again = workspace.run("records", "verify", "--all", "--head", head(store).upper().replace(":", " : "))
    assert again.code == 0, again.err
    assert "is in the chain" in again.err
    said = workspace.run("records", "verify", "-o", "json").json
    assert (said["faults"], said["compared"], said["events"]) == ([], False, 6)
    assert "未发现改动" in workspace.run("records", "verify", language="zh-CN").out


def test_a_changed_store_is_named_and_ends_with_1(workspace: Workspace, store: Path) -> None:
    behind(store, "UPDATE events SET body = '{}' WHERE position = 5")
    ran = workspace.run("records", "verify")
    assert (ran.code, ran.out.strip()) == (1, "event 5 is not what was recorded")
    said = workspace.run("records", "verify", "--all", "-o", "json")
    assert said.code == 1
    assert [(each["position"], each["reason"]) for each in said.json["faults"]] == [(5, "altered")]
    assert workspace.run("run", "show", "r1").code == 0
    shown = workspace.run("run", "show", "r2")
    assert (shown.code, "event 5 is not what was recorded" in shown.err) == (1, True)
    assert workspace.run("doctor").code == 1


def test_what_was_verified_once_is_verified_again(workspace: Workspace, store: Path) -> None:
    assert workspace.run("records", "verify").code == 0
    behind(store, "UPDATE events SET body = '{}' WHERE position = 3")
    ran = workspace.run("records", "verify")
    assert (ran.code, ran.out.strip()) == (1, "event 3 is not what was recorded")
    # Who asks for new events only is not told that nothing was changed.
    new = workspace.run("records", "verify", "--new")
    assert new.out.startswith("6 events; the first 6 were verified earlier and not looked at again")
    assert workspace.run("records", "verify", "--new", "--all").code == 2


def test_without_all_it_is_said_that_no_evidence_was_looked_at(workspace: Workspace, store: Path) -> None:
    assert "not looked at: --all" in workspace.run("records", "verify").err
    assert "not looked at" not in workspace.run("records", "verify", "--all").err


def test_a_store_that_lost_its_end_is_named_by_the_head_of_a_report(
    workspace: Workspace, store: Path
) -> None:
    signed = head(store)
    behind(store, "DELETE FROM events WHERE position = 6")
    assert workspace.run("records", "verify").code == 0
    ran = workspace.run("records", "verify", "--head", signed)
    assert (ran.code, "missing at the end" in ran.out) == (1, True)


@pytest.mark.parametrize("text", ["", "6", "6:xyz", ":" + "a" * 64, "6:" + "a" * 63, "-1:" + "a" * 64])
def test_what_is_no_head_is_wrong_use(workspace: Workspace, store: Path, text: str) -> None:
    ran = workspace.run("records", "verify", "--head", text)
    assert (ran.code, "Traceback" in ran.err) == (2, False)


def test_a_run_is_handed_out_and_verified_without_the_workspace(
    workspace: Workspace, store: Path, tmp_path: Path
) -> None:
    file = tmp_path / "r1.jsonl"
    ran = workspace.run("records", "export", "r1", str(file))
    assert (ran.code, head(store) in ran.err) == (0, True)
    elsewhere = Workspace(tmp_path / "elsewhere")
    verified = elsewhere.run("records", "verify", str(file), "--head", head(store))
    assert verified.code == 0, verified.err
    assert "run/r1: 3 events verified" in verified.out
    assert workspace.run("records", "export", "latest", str(file), "-o", "json").json["run"] == "r2"
    file.write_text(file.read_text("utf-8").replace("WARN", "OK"), "utf-8")
    changed = elsewhere.run("records", "verify", str(file), "-o", "json")
    assert changed.code == 1
    assert [each["reason"] for each in changed.json["faults"]] == ["altered"]
    file.write_bytes(b"\xff\xfe")
    broken = elsewhere.run("records", "verify", str(file))
    assert (broken.code, "records export" in broken.err) == (1, True)


def test_doctor_names_evidence_that_is_gone_and_closes_a_store_that_others_may_read(
    workspace: Workspace, store: Path
) -> None:
    sound = workspace.run("doctor")
    assert (sound.code, "whole chain verified" in sound.out, "SQLite " in sound.out) == (0, True, True)
    store.chmod(0o644)
    assert "could be read by every account" in workspace.run("doctor").err
    assert store.stat().st_mode & 0o777 == 0o600
    body = version_1.host("h2", evidence=[{**EVIDENCE, "out_sha256": "a" * 64}])[1]
    with closing(open_sqlite(store, NOW)) as log:
        log.append(
            run_stream("r1"), [Encoded("host.finished", 1, json.dumps(body), f"host.finished:{body['host']}")]
        )
    ran = workspace.run("doctor")
    assert (ran.code, "event 7" in ran.out, "a" * 64 in ran.out) == (1, True, True)
    assert "事件 7" in workspace.run("doctor", language="zh-CN").out


def test_unknown_runs_and_places_are_said(workspace: Workspace, store: Path, tmp_path: Path) -> None:
    unknown = workspace.run("records", "export", "r9", str(tmp_path / "x"))
    assert (unknown.code, "r2, r1" in unknown.err) == (2, True)
    nowhere = workspace.run("records", "export", "r1", str(tmp_path / "gone" / "x"))
    assert (nowhere.code, "gone" in nowhere.err, "Traceback" in nowhere.err) == (2, True, False)
    assert not (tmp_path / "x").exists()


def test_without_a_store_there_is_nothing_to_verify(workspace: Workspace) -> None:
    ran = workspace.run("records", "verify")
    assert (ran.code, "no run has been recorded" in ran.err) == (2, True)
    assert not (workspace.root / ".fieldops").exists()


def left_behind(store: Path, folder: Path) -> Path:
    spool = Spool(store, (folder,))
    body = json.dumps(version_1.host("h2")[1])
    spool.put(Entry(run_stream("r1"), (Encoded("host.finished", 1, body, "host.finished:h2"),)), None)
    spool.close()
    return spool_of(folder)


def spool_of(folder: Path) -> Path:
    (file,) = folder.glob("*.spool")
    return file


def test_the_next_command_takes_in_what_was_left_beside_the_store(workspace: Workspace, store: Path) -> None:
    file = left_behind(store, store.parent)
    ran = workspace.run("run", "list")
    assert (ran.code, str(file) in ran.err, file.exists()) == (0, True, False)
    assert workspace.run("run", "list").err == ""
    assert workspace.run("records", "verify").code == 0


def test_what_was_moved_elsewhere_is_taken_in_by_name(
    workspace: Workspace, store: Path, tmp_path: Path
) -> None:
    file = left_behind(store, tmp_path)
    assert workspace.run("run", "list").err == ""
    ran = workspace.run("records", "take-in", str(file))
    assert (ran.code, "taken into the record store" in ran.err, file.exists()) == (0, True, False)
    file.write_text("no spool at all\n")
    ran = workspace.run("records", "take-in", str(file))
    assert (ran.code, "damaged" in ran.err, file.exists()) == (3, True, True)


def test_an_older_store_is_brought_up_to_date_by_any_command_that_reads_it(workspace: Workspace) -> None:
    path = workspace.root / ".fieldops" / "records.sqlite"
    version_1.write(path)
    ran = workspace.run("run", "list", language="zh-CN")
    assert (ran.code, "记录库" in ran.err, "before-event-log" in ran.err) == (0, True, True)
    assert ("r1" in ran.out, "r2" in ran.out) == (True, True)
    assert workspace.run("run", "list").err == ""
    assert workspace.run("doctor").code == 0


@pytest.mark.parametrize(
    ("content", "words", "code"),
    [(b"", "empty (0 bytes)", 3), (b"no database at all, but long enough" * 50, "cannot be used", 3)],
)
def test_files_that_are_no_store_are_said_and_stay(
    workspace: Workspace, content: bytes, words: str, code: int
) -> None:
    path = workspace.root / ".fieldops" / "records.sqlite"
    path.parent.mkdir()
    path.write_bytes(content)
    for command in (("run", "list"), ("run", "show", "latest"), ("records", "verify"), ("schedule", "list")):
        ran = workspace.run(*command)
        assert (ran.code, words in ran.err) == (code, True), ran.err
    assert path.read_bytes() == content
