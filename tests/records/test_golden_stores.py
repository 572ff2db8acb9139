"""Every format that was ever written is still read, and none changes unnoticed; the stores are made by tools/golden_store.py."""

from __future__ import annotations

import json
import shutil
import sqlite3
import zlib
from contextlib import closing
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import Workspace, again

from fieldops.records.codecs import decode, decoded
from fieldops.records.keyholders import Registered, RegisteredKey
from fieldops.records.log import RUNS
from fieldops.records.manifest import manifest_of
from fieldops.records.signing import SigningState, signing_of
from fieldops.records.signing_events import RunSigned
from fieldops.records.sqlite import open_sqlite
from fieldops.records.verification import lost_blobs, verify_log
from fieldops.transport.sshsig import read_signature
from tools.golden_store import format_now

STORES = Path(__file__).parent / "stores"
# Written by the code of these commits, before events had versions; the others are of later days, with their format.
EARLY, LATE = "4d05128", "2582603"
NAMES = sorted(path.stem for path in STORES.glob("*.sqlite"))
WITH_VISITS = [name for name in NAMES if name != EARLY]
FORMATS = {
    path.name.partition(".")[0]: json.loads(path.read_text("utf-8")) for path in STORES.glob("*.format.json")
}


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Workspace:
    """A workspace that has one of the stores, and nothing of the documents of that time. The tests only read."""
    workspace = Workspace(tmp_path_factory.mktemp(request.param) / "workspace")
    folder = workspace.root / ".fieldops"
    folder.mkdir(parents=True)
    shutil.copyfile(STORES / f"{request.param}.sqlite", folder / "records.sqlite")
    return workspace


@cache
def runs_of(workspace: Workspace) -> list[str]:
    """The ids of the store's runs, oldest first."""
    ran = workspace.run("run", "list", "-o", "json")
    assert (ran.code, ran.json["schema_version"]) == (0, 1), ran.err
    return [each["run"] for each in reversed(ran.json["runs"])]


@cache
def reported(workspace: Workspace, run: str, language: str) -> Any:
    """What `report` says that it has written: the same each time, so it is asked once."""
    ran = workspace.run("report", run, "--lang", language, "-o", "json")
    assert ran.code == 0, ran.err
    return ran.json


# The first formats and the last one are reported each time, all others by `make test-real`: what they hold is read each time.
SOME = (EARLY, LATE, max(FORMATS))
MORE = [pytest.param(name, "en", marks=again) for name in NAMES if name not in SOME]
each_store = pytest.mark.parametrize("opened", NAMES, indirect=True)
with_visits = pytest.mark.parametrize("opened", WITH_VISITS, indirect=True)


@each_store
def test_run_list_works_on_each_golden_store(opened: Workspace) -> None:
    listed = opened.run("run", "list", "-o", "json").json["runs"]
    assert {(each["contract"], each["kind"]) for each in listed} == {
        ("harbour", "inspection"),
        ("harbour", "health_check"),
    }
    assert [each["finished"] is None for each in listed] == [True] + [False] * (len(listed) - 1)
    assert listed[-1]["engineers"] == ["zhang", "li"]
    assert "not finished" in opened.run("run", "list").out


@each_store
def test_run_show_works_on_each_golden_store(opened: Workspace) -> None:
    first, part, *_, killed = runs_of(opened)
    shown = opened.run("run", "show", first, "-o", "json").json
    assert (shown["run"], shown["kind"], shown["playbook"]) == (first, "inspection", "small")
    hosts = {host["host"]: host for host in shown["hosts"]}
    assert [hosts[id]["status"] for id in ("core-01", "core-02", "core-03")] == [
        "done",
        "done",
        "unreachable",
    ]
    assert (hosts["core-03"]["reason"], hosts["core-03"]["seconds"] < 1) == ("connection-refused", True)
    assert hosts["core-03"]["message"] == "127.0.0.1 refuses connections on port 9"
    checks = {check["id"]: check for check in hosts["core-02"]["checks"]}
    assert checks["disk-usage"]["verdict"] == "CRIT"
    assert checks["disk-usage"]["items"] == [
        {"item": name, "value": value, "unit": "%", "verdict": verdict}
        for name, value, verdict in (("/", 41, "OK"), ("/var", 83.25, "WARN"), ("/data", 96.5, "CRIT"))
    ]
    assert (checks["raid"]["reason"], checks["raid"]["reason_values"]) == ("reading.forbidden", {"command": "megacli"})  # fmt: skip
    assert (checks["slow"]["verdict"], checks["slow"]["reason"]) == ("UNKNOWN", "reading.timeout")
    assert (checks["tool"]["verdict"], checks["tool"]["reason"]) == ("NA", "reading.absent")
    assert shown["counts"] == {"OK": 4, "WARN": 2, "CRIT": 2, "UNKNOWN": 5, "NA": 2, "INFO": 2}

    shown = opened.run("run", "show", part, "-o", "json").json
    assert [(host["host"], len(host["checks"])) for host in shown["hosts"]] == [("core-01", 1)]
    coverage = shown["coverage"]
    assert (coverage["hosts"], coverage["hosts_done"], coverage["hosts_not_asked"]) == (
        3,
        1,
        ["core-02", "core-03"],
    )
    assert (coverage["checks_done"], coverage["equipment_without_host"]) == (1, ["printer"])
    # Records of version 1 did not keep which checks were left out.
    assert coverage["checks"] == (None if opened.root.parent.name.startswith(("4d05128", "2582603")) else 6)
    shown = opened.run("run", "show", killed, "-o", "json").json
    assert [host["status"] for host in shown["hosts"]] == ["done", "pending"]
    assert shown["finished"] is None
    for language in ("en", "zh-CN"):
        assert opened.run("run", "show", first, language=language).code == 0


@each_store
def test_run_output_works_on_each_golden_store(opened: Workspace) -> None:
    first = runs_of(opened)[0]
    assert opened.run("run", "output", first, "core-02", "disks").out == "/ 41\n/var 83.25\n/data 96.5\n"
    assert opened.run("run", "output", first, "core-02", "disks", "--errors").out == "one disk is slow"
    assert opened.run("run", "output", first, "core-03", "disks").code == 2


WORDS = {
    "en": (
        "Harbour Bank",
        "Farshore Services",
        "Zhang Min",
        "沈岚",
        "below 80%",
        "Clean up or extend",
        "83.2%",
        "Core node 1",
        "Room 1",
        "the contract forbids the command",
        "printf",
    ),
    "zh-CN": ("海港银行", "远岸技术", "张敏", "沈岚", "低于 80%", "清理或扩容", "83.2%", "核心节点一", "一号机房"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("opened", "language"),
    [*((name, "en") for name in NAMES if name in SOME), *((name, "zh-CN") for name in SOME), *MORE],
    indirect=["opened"],
)
def test_report_works_on_each_golden_store_in_both_languages(opened: Workspace, language: str) -> None:
    """A run recorded by 4d05128 ended `report` with exit 70: the record was read with today's contract."""
    first, part, *_, killed = runs_of(opened)
    # The other two runs are reported in one of them each.
    for run in (first, part if language == "en" else killed):
        told = reported(opened, run, language)
        html = (opened.root / told["path"]).read_text("utf-8")
        assert f'<html lang="{language}">' in html
        # Values and commands stand in the annex.
        annex = next(each["path"] for each in told["annexes"] if each["path"].endswith(".html"))
        whole = html + (opened.root / annex).read_text("utf-8")
        if run == first:
            # What was signed says it as it was signed: a percent sign had a space before it.
            whole = whole.replace("83.2 %", "83.2%")
            assert [word for word in WORDS[language] if word not in whole] == []


@pytest.mark.parametrize(
    ("opened", "term"),
    [
        (EARLY, "2026-01-01 to 2026-12-31"),
        *(
            pytest.param(
                name, "2026-01-01 to 2027-12-31 (amendment longer)", marks=() if name in SOME else again
            )
            for name in WITH_VISITS
        ),
    ],
    indirect=["opened"],
)
def test_the_report_prints_the_term_in_force_on_the_runs_day(opened: Workspace, term: str) -> None:
    path = reported(opened, runs_of(opened)[0], "en")["path"]
    assert f"<dd>{term}</dd>" in Path(opened.root / path).read_text("utf-8")


@pytest.mark.parametrize(
    "opened",
    [pytest.param(name, marks=() if name in SOME else again) for name in WITH_VISITS],
    indirect=True,
)
def test_the_report_of_a_day_before_an_amendment_prints_the_signed_term(opened: Workspace) -> None:
    visit = next(run for run in runs_of(opened) if run.startswith("20260320"))
    path = reported(opened, visit, "en")["path"]
    assert "<dd>2026-01-01 to 2026-12-31</dd>" in Path(opened.root / path).read_text("utf-8")


@with_visits
def test_the_schedule_knows_what_was_recorded(opened: Workspace) -> None:
    shutil.copytree(STORES / "late" / "contracts", opened.root / "contracts", dirs_exist_ok=True)
    shutil.copytree(STORES / "playbooks", opened.root / "playbooks", dirs_exist_ok=True)
    contract = opened.root / "contracts" / "harbour.yaml"
    contract.write_text(contract.read_text("utf-8").replace("@PORT@", "22").replace("@USER@", "u"), "utf-8")
    ran = opened.run("schedule", "list", "--from", "2026-01-01", "--to", "2026-12-31", "-o", "json")
    assert ran.code == 0, ran.err
    told = {each["key"]: each for each in ran.json["schedule"]}
    visit = told["harbour/inspections/quarterly/0"]
    assert (visit["state"], visit["unreached"]) == ("missed", ["core-03"])
    assert [run[:8] for run in visit["runs"]] == ["20260320"]
    training = told["harbour/obligations/training/0"]
    assert (training["state"], training["done"], training["by"], training["note"]) == (
        "done",
        "2026-06-15",
        "li",
        "八人",
    )


# --- what is in the files -------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore::fieldops.errors.Notice")
@each_store
def test_every_event_of_a_golden_store_is_read_and_every_run_has_a_manifest(opened: Workspace) -> None:
    with closing(open_sqlite(opened.root / ".fieldops" / "records.sqlite", datetime.now(UTC))) as log:
        assert verify_log(log, whole=True).faults == ()
        assert list(lost_blobs(log)) == []
        for stream in log.streams(RUNS):
            manifest = manifest_of(decoded(log.read(stream.name), log.blob))
            assert manifest is not None
            assert manifest.raw == getattr(manifest_of(decoded(log.read(stream.name), log.blob)), "raw", None)


@pytest.mark.parametrize("name", NAMES)
def test_a_golden_store_is_small_and_names_no_path_of_the_machine_that_wrote_it(name: str) -> None:
    path = STORES / f"{name}.sqlite"
    assert path.stat().st_size < 300_000
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        (blobs,) = (table for (table,) in database.execute("SELECT name FROM sqlite_master") if table in ("outputs", "blobs"))  # fmt: skip
        texts = [body.encode() for (body,) in database.execute("SELECT body FROM events")]
        texts += [zlib.decompress(raw) for (raw,) in database.execute(f"SELECT deflated FROM {blobs}")]
    for folder in (b"/home/", b"/root", b"/tmp/", b"/var/tmp", b"/work/"):
        assert not any(folder in text for text in texts)


# --- the format -----------------------------------------------------------------------------------------


def test_the_format_does_not_change_without_a_new_golden_store() -> None:
    """When this fails: raise the version of each event that changed, keep a decoder for the old one (and a step for
    changed tables), then run tools/golden_store.py. It writes a new store beside the old ones, which stay.
    """
    assert format_now() == FORMATS[max(FORMATS)]


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_one_version_of_an_event_has_one_form_for_ever(name: str) -> None:
    now = {(type, each["version"]): each for type, each in format_now()["events"].items()}
    for type, then in FORMATS[name]["events"].items():
        assert now.get((type, then["version"]), then) == then
    assert (STORES / f"{name}.sqlite").is_file()


def test_signatures_of_then_are_good_by_the_keys_that_made_them() -> None:
    """The team's document is not in the store: whose keys they are is told here, and all else must come from it."""
    with closing(open_sqlite(STORES / "2026-11-28.sqlite", datetime.now(UTC), quiet=True)) as log:
        stream = next(
            each.name
            for each in log.streams(RUNS)
            if any(event.type == "run.signed" for event in log.read(each.name))
        )
        events = log.read(stream)
        signed = [
            decode(each.type, each.version, each.body, log.blob)
            for each in events
            if each.type == "run.signed"
        ]
        keys = {
            each.signer.id: read_signature(each.signature).key
            for each in signed
            if isinstance(each, RunSigned)
        }
        register = {id: Registered(id, (RegisteredKey(key),)) for id, key in keys.items()}
        told = signing_of(tuple(decoded(events, log.blob)), register)
    assert told is not None
    assert [each.state for each in told.versions] == [SigningState.SUPERSEDED, SigningState.FINAL]
    assert [[one.faults for one in each.signatures] for each in told.versions] == [[(), ()], [(), ()]]
