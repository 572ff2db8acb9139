"""What a run's events tell together: a run whole, and lines of lists."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from fieldops.inspection.checks import CheckResult, Verdict
from fieldops.records.codecs import decode, outline
from fieldops.records.events import Event
from fieldops.records.run_events import HostFinished, HostStatus, RunFinished, RunStarted
from fieldops.records.runs import HostRecord, RunSummary, run_of, summaries_of
from fieldops.records.visit_events import ObligationDone
from tests.records.test_version1 import START

AT = datetime.fromisoformat("2026-03-01T09:00:00+08:00")
END = AT.replace(minute=30)


def started(**more: Any) -> Event:
    body = {**START, "hosts": ["h1", "h2"], **more}
    return decode("run.started", 1, json.dumps(body), {}.__getitem__)


def host(id: str, *verdicts: Verdict, status: HostStatus = HostStatus.DONE) -> HostFinished:
    return HostFinished(id, status, AT, 1500, checks=tuple(CheckResult("c", each) for each in verdicts))


def test_hosts_come_in_the_order_they_were_asked_for_and_pending_where_none_ended() -> None:
    run = run_of([started(), host("h2", Verdict.WARN)], head="abc")
    assert run is not None
    assert run.hosts[0] == HostRecord("h1", HostStatus.PENDING)
    assert (run.hosts[1].host, run.hosts[1].ms) == ("h2", 1500)
    assert (run.finished, run.head) == (None, "abc")


def test_a_finished_run_tells_what_its_beginning_told() -> None:
    run = run_of([started(), host("h1", Verdict.OK), host("h2", Verdict.OK), RunFinished("r1", END)])
    assert run is not None
    assert (run.id, run.kind, run.started, run.finished) == ("r1", "inspection", AT, END)
    assert (run.contract.id, run.team.id, run.playbook.id) == ("acme", "team", "p")
    assert (run.engineers, run.request.left_out) == (("zhang", "gone"), ())


def test_every_verdict_is_counted_and_those_that_are_not_there_too() -> None:
    run = run_of([started(), host("h1", Verdict.WARN, Verdict.OK), host("h2", Verdict.WARN)])
    assert run is not None
    assert run.counts == {
        Verdict.OK: 1,
        Verdict.WARN: 2,
        Verdict.CRIT: 0,
        Verdict.UNKNOWN: 0,
        Verdict.NA: 0,
        Verdict.INFO: 0,
    }


def test_a_second_host_finished_after_the_end_does_not_win() -> None:
    first, second = host("h1", Verdict.CRIT), host("h1", Verdict.OK)
    for events in (
        [started(), first, RunFinished("r1", END), second],
        [started(), first, second, RunFinished("r1", END)],
    ):
        run = run_of(events)
        assert run is not None
        assert run.hosts[0].checks[0].verdict is Verdict.CRIT


def test_a_host_that_ends_after_the_run_stays_pending() -> None:
    run = run_of([started(), RunFinished("r1", END), host("h1", Verdict.OK), RunFinished("r1", AT)])
    assert run is not None
    assert (run.hosts[0].status, run.finished) == (HostStatus.PENDING, END)


def test_a_second_beginning_and_hosts_nobody_asked_for_change_nothing() -> None:
    run = run_of([started(), started(kind="health-check"), host("h9", Verdict.CRIT)])
    assert run is not None
    assert (run.kind, [each.host for each in run.hosts]) == ("inspection", ["h1", "h2"])


def test_a_stream_without_a_beginning_is_no_run() -> None:
    assert run_of([host("h1", Verdict.OK), RunFinished("r1", END)]) is None
    assert run_of([ObligationDone("a/0", AT.date(), None, None, AT)]) is None


def test_lists_are_newest_first_and_name_runs_that_were_cut_off() -> None:
    told = [
        (run, outline("run.started", 1, json.dumps({**START, "run": run, "kind": kind})))
        for run, kind in (("r1", "inspection"), ("r2", "health-check"))
    ]
    listed = summaries_of([*told, ("r1", RunFinished("r1", END)), ("r1", RunFinished("r1", AT))])
    assert [(each.id, each.finished) for each in listed] == [("r2", None), ("r1", END)]
    assert listed[1] == RunSummary(
        "r1", listed[1].kind, "acme", "p", ("p",), AT, END, ("zhang", "gone"), listed[1].hosts
    )


def test_a_list_line_says_what_the_run_says() -> None:
    event = started()
    assert isinstance(event, RunStarted)
    (line,) = summaries_of([("r1", outline("run.started", 1, json.dumps(START)))])
    assert (line.id, line.kind, line.contract, line.playbook, line.started, line.engineers) == (
        event.run,
        event.kind,
        event.contract.id,
        event.playbook.id,
        event.started,
        event.engineers,
    )
