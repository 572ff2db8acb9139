"""Who does what until when: the problems in the order of their urgency, each with its action and its owner."""

from __future__ import annotations

from typing import Any

from sample_run import check, host, item, run_with

from fieldops.messages.text import Text
from fieldops.records.runs import Run
from fieldops.records.snapshots import CheckSnapshot
from fieldops.reports.build import build_report
from fieldops.reports.plan import plan_of
from fieldops.reports.problems import Problems
from fieldops.reports.view import ReportView
from fieldops.structs import replaced


def run_of(*checks: tuple[str, str, tuple[str, ...]], hosts: int = 1) -> Run:
    """Hosts with a deviating value of each check: its id, verdict and tags."""
    values = [check("load", verdict, item(9, verdict)) for _, verdict, _ in checks]
    told: list[Any] = [host(f"h{n}", "done", values, []) for n in range(hosts)]
    run = run_with(told)
    (like,) = [each for each in run.playbook.checks if each.id == "load"]
    made: list[CheckSnapshot] = [
        replaced(like, id=id, title=Text(id, id), tags=tags, warn=None, crit=None) for id, _, tags in checks
    ]
    book = replaced(run.playbook, checks=tuple(made))
    named = tuple(
        replaced(
            each,
            checks=tuple(replaced(one, id=id) for one, (id, _, _) in zip(each.checks, checks, strict=True)),
        )
        for each in run.hosts
    )
    return replaced(run, hosts=named, begun=replaced(run.begun, playbook=book))


def names(view: ReportView) -> list[str]:
    return [row.check for row in view.problems]


def test_what_stands_without_its_redundancy_comes_before_what_fills_up_and_memory_behind_both() -> None:
    run = run_of(
        ("memory", "CRIT", ("memory", "capacity")),
        ("space", "CRIT", ("storage", "capacity")),
        ("password", "WARN", ("security",)),
        ("array", "CRIT", ("storage", "redundancy")),
        ("fan", "WARN", ("hardware",)),
        ("disk-busy", "WARN", ("storage", "hardware", "capacity")),
    )
    view = build_report(run, "en")
    assert names(view) == ["array", "space", "memory", "fan", "disk-busy", "password"]
    assert "Most serious: array on h0" in view.sentences[0]


def test_every_problem_has_its_action_and_says_where_nobody_has_it_yet() -> None:
    view = build_report(run_of(("space", "WARN", ()), ("memory", "WARN", ())), "zh-CN")
    assert view.plan is not None
    assert [(row.number, row.found, row.owner, row.due) for row in view.plan.rows] == [
        (1, "space：9", "尚未指派", ""),
        (2, "memory：9", "尚未指派", ""),
    ]
    assert all(row.action for row in view.plan.rows)
    assert view.plan.rest == ""


def test_of_very_many_problems_the_plan_says_how_many_more_there_are_and_where() -> None:
    view = build_report(run_of(*((f"c{n:02d}", "WARN", ()) for n in range(30))), "en")
    assert view.plan is not None
    assert len(view.plan.rows) == 24
    assert view.plan.rest.startswith("and 6 more (no. 25 – 30), ")


def test_what_the_customer_lives_with_needs_no_owner() -> None:
    from zoneinfo import ZoneInfo

    from fieldops.reports.wording import Wording

    view = build_report(run_of(("space", "WARN", ())), "en")
    wording = Wording("en", ZoneInfo("UTC"))
    settled = Problems(view.problems, {}, (), {1: "no action until 2027-03-31"})
    plan = plan_of(settled, wording)
    assert plan is not None
    assert [(row.owner, row.due) for row in plan.rows] == [("no action until 2027-03-31", "")]
    assert plan_of(Problems((), {}), wording) is None
