"""Checks that are judged by other runs or other hosts, through real runs on this machine and a record store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from conftest import Workspace

from fieldops.actions.inspection import Request, inspect
from fieldops.inspection.checks import CheckResult, Verdict
from fieldops.records.run_events import HostStatus, RunKind
from fieldops.records.runs import Run

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
DAY = timedelta(days=1)


class Quiet:
    def hosts_planned(self, hosts: Sequence[str]) -> None:
        pass

    def host_finished(self, host: str, status: HostStatus) -> None:
        pass


class Estate:
    """Two hosts that are this machine, and what a probe finds on them, in a file."""

    def __init__(self, workspace: Workspace, folder: Path) -> None:
        self.workspace, self.file = workspace, folder / "rows"
        workspace.probe(
            "rows",
            f"cat {self.file}",
            parse={"with": "table", "columns": ["name", "size"]},
            fields={"name": {"type": "text"}, "size": {"type": "number", "unit": "%"}},
            several=True,
        )
        self.hosts({"h1": "local", "h2": "local"})

    def hosts(self, transports: dict[str, str], **groups: list[str]) -> None:
        found = []
        for at, (id, how) in enumerate(transports.items(), 1):
            host = {
                "address": f"127.0.0.{at}",
                "port": 1,
                "transport": how,
                "groups": groups.get(id, ["all"]),
            }
            found.append({"id": id, "host": host})
        self.workspace.contract(found)

    def run(self, said: str, ago: timedelta = timedelta(), limit: str | None = None, **check: object) -> Run:
        self.file.write_text(said)
        self.workspace.playbook([{"probe": "rows", "each": "name", "value": "size", **check}])
        request = Request("acme", ("test",), RunKind.HEALTH_CHECK, limit=limit)
        return inspect(self.workspace.root, request, lambda: NOW - ago, lambda *_: "", Quiet())


@pytest.fixture
def estate(workspace: Workspace, tmp_path: Path) -> Estate:
    return Estate(workspace, tmp_path)


def told(run: Run) -> dict[str, tuple[Verdict, set[str]]]:
    """What each host was told: the check's verdict, and the codes of its reasons."""
    return {host.host: (check.verdict, codes(check)) for host in run.hosts for check in host.checks}


def codes(check: CheckResult) -> set[str]:
    reasons = (each.reason for each in (check, *check.items))
    return {each.code.removeprefix("reading.") for each in reasons if each is not None}


def test_what_has_changed_is_told_from_the_second_run_on(estate: Estate) -> None:
    first = estate.run("a 1\nb 2\n", 9 * DAY, "h1", changed="warn")
    assert told(first) == {"h1": (Verdict.UNKNOWN, {"first-time"})}
    same = estate.run("a 1\nb 2\n", 7 * DAY, "h1", changed="warn")
    assert told(same) == {"h1": (Verdict.OK, {"unchanged"})}
    other = estate.run("a 3\nc 2\n", 5 * DAY, "h1", changed="crit")
    assert told(other) == {"h1": (Verdict.CRIT, {"changed-value", "changed-new", "changed-gone"})}


def test_a_trend_takes_all_runs(estate: Estate) -> None:
    trend = {"warn": "< 60d left"}
    found = [estate.run(f"a {40 + 5 * at}\n", (30 - 10 * at) * DAY, "h1", trend=trend) for at in range(4)]
    assert [told(run)["h1"] for run in found] == [
        (Verdict.UNKNOWN, {"trend-few"}),
        (Verdict.UNKNOWN, {"trend-few"}),
        (Verdict.OK, {"trend-fills"}),
        (Verdict.OK, {"trend-fills"}),
    ]


def test_hosts_that_agree_are_in_order_and_a_host_that_was_not_reached_leaves_it_open(estate: Estate) -> None:
    agree = estate.run("a 1\nb 2\n", group="consistent")
    assert told(agree) == dict.fromkeys(("h1", "h2"), (Verdict.OK, {"group-same"}))
    estate.hosts({"h1": "local", "h2": "local", "h3": "ssh"})
    open_still = estate.run("a 1\nb 2\n", group="consistent")
    assert told(open_still) == dict.fromkeys(("h1", "h2"), (Verdict.UNKNOWN, {"group-unsure"}))


def test_a_host_that_the_check_is_not_for_leaves_nothing_open(estate: Estate) -> None:
    estate.hosts({"h1": "local", "h2": "local", "h3": "local", "h4": "ssh"}, h3=["web"], h4=["web"])
    run = estate.run("a 1\n", group="consistent", on={"groups": ["all"]})
    assert told(run) == dict.fromkeys(("h1", "h2"), (Verdict.OK, {"group-same"}))


@pytest.mark.parametrize(
    ("check", "recorded"),
    [
        ({"changed": "crit"}, (None, "changed", None)),
        ({"rate": {"per": "day", "warn": "> 5%"}}, ("> 5% per day", None, None)),
        ({"trend": {"crit": "< 9d left", "reaches": ">= 95%"}}, (None, "< 9d left until >= 95%", None)),
        ({"group": "consistent", "groups": ["db"]}, (None, None, "consistent db")),
        ({"warn": "> 5% and < 9%"}, ("> 5% and < 9%", None, None)),
    ],
)
def test_the_record_says_by_what_was_judged(
    estate: Estate, check: dict[str, object], recorded: tuple[str | None, ...]
) -> None:
    """Two runs that were judged by other criteria are told apart by it."""
    (kept,) = estate.run("a 1\n", limit="h1", **check).playbook.checks
    assert (kept.warn, kept.crit, kept.expect) == recorded
