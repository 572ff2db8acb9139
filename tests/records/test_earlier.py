"""Which earlier run counters are compared with."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from conftest import Workspace

from fieldops.actions.inspection import Request, inspect
from fieldops.inspection.checks import Verdict
from fieldops.records.earlier import Asked, candidates
from fieldops.records.log import Broken
from fieldops.records.run_events import HostStatus, RunKind, RunOutline
from fieldops.records.runs import Run

NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)
DAY = timedelta(days=1)
HEALTH, INSPECTION = RunKind.HEALTH_CHECK, RunKind.INSPECTION


def outline(
    id: str, kind: RunKind, ago: timedelta, contract: str = "acme", playbook: str = "p"
) -> RunOutline:
    return RunOutline(id, kind, NOW - ago, contract, playbook, (), ("h1",), None, False, ())


RUNS = [
    outline("quarter", INSPECTION, 90 * DAY),
    outline("other", INSPECTION, 2 * DAY, contract="other"),
    outline("else", INSPECTION, 2 * DAY, playbook="q"),
    outline("yesterday", HEALTH, 1.5 * DAY),
    outline("first-try", INSPECTION, DAY / 24),
    outline("just-now", HEALTH, DAY / 48),
    outline("tomorrow", HEALTH, -DAY),
]


@pytest.mark.parametrize(
    ("kind", "order"),
    [
        (INSPECTION, ["quarter", "just-now", "first-try", "yesterday"]),
        (HEALTH, ["yesterday", "quarter", "just-now", "first-try"]),
    ],
)
def test_the_last_run_of_another_day_that_the_customer_heard_of_is_compared_with(
    kind: RunKind, order: list[str]
) -> None:
    asked = Asked("acme", ["p"], kind, ["h1"], NOW)
    assert [each.run for each in candidates(RUNS, asked)] == order


class Quiet:
    def hosts_planned(self, hosts: Sequence[str]) -> None:
        pass

    def host_finished(self, host: str, status: HostStatus) -> None:
        pass


class Counted:
    """A workspace whose one host is this machine, with a counter in a file."""

    def __init__(self, workspace: Workspace, folder: Path) -> None:
        self.workspace, self.file = workspace, folder / "counter"
        workspace.contract([{"id": "h1", "host": {"address": "localhost", "transport": "local"}}])
        workspace.probe(
            "counts",
            f"cat {self.file}",
            parse={"with": "table", "columns": ["count", "since"]},
            fields={"count": {"type": "number", "unit": "count"}, "since": {"type": "text"}},
        )
        self.plays()

    def plays(self, **more: object) -> None:
        counter = {"count": "count", "since": "since"}
        check = {
            "probe": "counts",
            "value": "count",
            "warn": "> 0",
            "says": "so many: {count}",
            "counter": counter,
        }
        self.workspace.playbook([{**check, **more}])

    def health(self, ago: timedelta, said: str) -> Run:
        self.file.write_text(said)
        request = Request("acme", ("test",), HEALTH)
        return inspect(self.workspace.root, request, lambda: NOW - ago, lambda *_: "", Quiet())

    def told(self, ago: timedelta, said: str) -> tuple[Verdict, str, object]:
        (item,) = self.health(ago, said).hosts[0].checks[0].items
        assert item.reason is not None
        return item.verdict, item.reason.code.removeprefix("reading."), item.reason.values.get("run")


@pytest.fixture
def counted(workspace: Workspace, tmp_path: Path) -> Counted:
    return Counted(workspace, tmp_path)


def test_runs_are_compared_with_the_one_before(counted: Counted) -> None:
    first = counted.health(10 * DAY, "3 boot1").id
    assert counted.told(9 * DAY, "3 boot1") == (Verdict.OK, "counter-old", first)
    verdict, code, compared_with = counted.told(8 * DAY, "4 boot1")
    assert (verdict, code) == (Verdict.WARN, "counter-grown")
    assert compared_with not in (None, first)
    assert counted.told(7 * DAY, "4 boot2")[:2] == (Verdict.WARN, "counter-anew")


def test_a_second_look_on_the_same_day_says_what_the_first_one_said(counted: Counted) -> None:
    before = counted.health(10 * DAY, "3 boot1").id
    looks = [counted.told(9 * DAY - n * DAY / 100, "4 boot1") for n in range(2)]
    assert looks == [(Verdict.WARN, "counter-grown", before)] * 2


def test_with_nothing_but_a_run_of_the_same_day_that_one_is_told(counted: Counted) -> None:
    before = counted.health(DAY / 100, "3 boot1").id
    assert counted.told(timedelta(), "3 boot1") == (Verdict.WARN, "counter-same", before)


def test_a_host_that_failed_in_the_last_run_is_compared_with_an_earlier_one(counted: Counted) -> None:
    before = counted.health(10 * DAY, "3 boot1").id
    counted.health(9 * DAY, "nothing that could be read")
    assert counted.told(8 * DAY, "3 boot1") == (Verdict.OK, "counter-old", before)


def test_a_record_that_was_changed_is_compared_with_nothing(counted: Counted) -> None:
    counted.health(10 * DAY, "3 boot1")
    with sqlite3.connect(counted.workspace.root / ".fieldops" / "records.sqlite") as store:
        store.execute("DROP TRIGGER events_stay")
        store.execute(
            "UPDATE events SET body = replace(body, 'done', 'partial') WHERE type = 'host.finished'"
        )
    with pytest.raises(Broken):
        counted.told(9 * DAY, "3 boot1")


def test_a_check_without_a_counter_is_left_as_it_is(counted: Counted) -> None:
    counted.workspace.playbook([{"probe": "counts", "value": "count", "warn": "> 0"}])
    assert counted.health(10 * DAY, "3 boot1").hosts[0].checks[0].items[0].reason is None
