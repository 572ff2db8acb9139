"""Runs read out of a log: only what is asked for is read, and what a newer fieldops wrote hides nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from conftest import Workspace

from fieldops.records.codecs import UnknownEvent, decode, encode
from fieldops.records.log import Log, run_stream
from fieldops.records.reading import RunList, RunLister, feed_visits, read_run
from fieldops.records.recorded import Encoded
from fieldops.records.run_events import HostFinished, HostStatus, RunFinished
from fieldops.records.sqlite import open_sqlite
from fieldops.records.verification import insist
from fieldops.records.visits import VisitLog
from tests.records.test_version1 import START

NOW = datetime(2026, 11, 27, tzinfo=UTC)


@pytest.fixture
def path(workspace: Workspace) -> Path:
    return workspace.root / ".fieldops" / "records.sqlite"


@pytest.fixture
def log(path: Path) -> Iterator[Log]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(open_sqlite(path, NOW)) as opened:
        yield opened


def record(log: Log, run: str, finished: bool = True) -> None:
    begun = decode("run.started", 1, json.dumps({**START, "run": run}), {}.__getitem__)
    events = [begun, HostFinished("h1", HostStatus.DONE, NOW, 1500)]
    if finished:
        events.append(RunFinished(run, NOW))
    log.append(run_stream(run), [encode(event) for event in events])


def newer(log: Log, run: str, type: str = "run.started") -> None:
    log.append(run_stream(run), [Encoded(type, 99, '{"of": "tomorrow"}')])


def listed_of(log: Log) -> RunList:
    lister = RunLister()
    insist(log, lister.take)
    return lister.listed()


def test_a_run_comes_back_from_the_log(log: Log) -> None:
    record(log, "r1")
    run = read_run(log, "r1")
    assert run is not None
    assert (run.id, run.hosts[0].ms, run.finished) == ("r1", 1500, NOW)
    assert run.head == log.read("run/r1")[-1].link
    assert read_run(log, "r2") is None


def test_other_runs_stay_readable_beside_one_of_a_newer_fieldops(log: Log) -> None:
    record(log, "r1")
    newer(log, "r2")
    record(log, "r3", finished=False)
    newer(log, "r4", "host.finished")
    listed = listed_of(log)
    assert [(each.id, each.finished) for each in listed.runs] == [("r3", None), ("r1", NOW)]
    assert {id: unknown.values["version"] for id, unknown in listed.newer.items()} == {"r2": 99}
    assert read_run(log, "r1") is not None
    for id in ("r2", "r4"):
        with pytest.raises(UnknownEvent):
            read_run(log, id)


def test_a_run_whose_end_a_newer_fieldops_recorded_is_not_listed_as_cut_off(log: Log) -> None:
    record(log, "r1", finished=False)
    newer(log, "r1", "run.finished")
    listed = listed_of(log)
    assert (listed.runs, list(listed.newer)) == ([], ["r1"])


def test_visits_are_not_decided_by_half_of_what_is_known(log: Log) -> None:
    record(log, "r1")
    newer(log, "r2", "order.opened")
    visits = VisitLog()
    insist(log, partial(feed_visits, visits))
    assert [attempt.done for attempt in visits.attempts.values()] == [{"h1"}]
    newer(log, "r2", "consent.given")
    with pytest.raises(UnknownEvent):
        insist(log, partial(feed_visits, VisitLog()))


def test_the_commands_name_what_is_newer_and_go_on(log: Log, workspace: Workspace) -> None:
    record(log, "r1")
    newer(log, "r2")
    ran = workspace.run("run", "list", "-o", "json")
    assert (ran.code, [each["run"] for each in ran.json["runs"]]) == (0, ["r1"])
    assert "r2 was recorded by a newer fieldops (run.started version 99)" in ran.err
    assert workspace.run("run", "show", "r1").code == 0
    assert workspace.run("report", "r1").code == 0
    for language, said in (("en", "this one cannot read run.started version 99"), ("zh-CN", "第 99 版")):
        ran = workspace.run("run", "show", "r2", language=language)
        assert (ran.code, said in ran.err, "Traceback" in ran.err) == (1, True, False)
