"""How an occurrence stands on a day."""

from __future__ import annotations

from datetime import date

import pytest
from cases import VISIT, acme
from conftest import Workspace

from fieldops.contracts.model import EmergencyPlan
from fieldops.contracts.obligations import DueObligation
from fieldops.documents.typed import fill
from fieldops.documents.yaml_text import read_yaml
from fieldops.records.visits import VisitLog
from fieldops.schedule.deciding import plan_of
from fieldops.schedule.standing import Completion, Ledger, Standing, State, held_by_plan, state_of
from fieldops.structs import replaced

D = date.fromisoformat


def due(
    day: str, earliest: str = "", latest: str = "", kind: str = "survey", number: int = 1
) -> DueObligation:
    first, last = D(earliest or day), D(latest or day)
    return DueObligation("acme/x", kind, "x", number, D(day), first, last, ("Contract", "acme", ()))


@pytest.mark.parametrize(
    ("today", "state"),
    [
        ("2026-05-02", "planned"),
        ("2026-05-03", "in_window"),
        ("2026-05-09", "in_window"),
        ("2026-05-10", "due"),
        ("2026-05-13", "due"),
        ("2026-05-14", "missed"),
    ],
)
def test_the_last_day_of_the_window_is_in_time_and_the_day_after_is_missed(today: str, state: str) -> None:
    window = due("2026-05-10", "2026-05-03", "2026-05-13")
    assert state_of(window, False, D(today)) == state
    assert state_of(window, True, D(today)) == "done"


def test_without_a_window_only_the_day_itself_counts() -> None:
    assert [state_of(due("2026-05-10"), False, D(f"2026-05-{day:02}")) for day in (9, 10, 11)] == [
        "planned",
        "due",
        "missed",
    ]


def test_an_end_that_comes_by_itself_is_past_and_never_missed() -> None:
    end = replaced(due("2026-12-31", kind="warranty_end"), passing=True)
    assert state_of(end, False, D("2026-12-31")) == "due"
    assert state_of(end, False, D("2027-01-01")) == "past"


def test_done_after_the_window_is_late() -> None:
    late = Standing(due("2026-05-10"), State.DONE, Completion(D("2026-05-11")))
    in_time = Standing(due("2026-05-10"), State.DONE, Completion(D("2026-05-10")))
    assert (late.late, in_time.late) == (True, False)


def test_drills_of_the_plan_count_for_the_first_that_was_not_over() -> None:
    """F4: drills are held a day before, on the day, and not at all."""
    text = """\
apiVersion: fieldops/v1
kind: EmergencyPlan
id: p
title: P
groups: [{id: g, kind: technical, name: G}]
grades: [{id: x, name: X, criteria: c, response: r}]
flow: [report]
drills: {every: 3 months, held: [2025-11-01, 2026-06-18, 2026-09-17]}
"""
    node, _ = read_yaml(text.encode(), "plan.yaml")
    assert node is not None
    plan = fill(EmergencyPlan, node.data)
    drills = [
        due(day, kind="drill", number=n)
        for n, day in enumerate(["2026-03-18", "2026-06-18", "2026-09-18", "2026-12-18"])
    ]
    assert held_by_plan(plan, drills) == {"acme/x/1": D("2026-06-18"), "acme/x/2": D("2026-09-17")}
    assert held_by_plan(None, drills) == {}


def test_what_was_over_before_the_service_began_was_never_owed(workspace: Workspace) -> None:
    # The term begins on 1 January 2026, the window of the visit of 20 December on the 17th and ends on the 22nd.
    followed = VISIT.replace("anchor: 2026-03-20", "after_event: final_acceptance")
    agreement = acme(workspace, f"{followed}acceptances: [{{event: final_acceptance, date: 2025-10-20}}]\n")
    ledger = Ledger(agreement, VisitLog())
    found = ledger.between(date.min, D("2026-01-31"), D("2026-03-01"))
    visits = [(str(each.due.day), each.state) for each in found if each.due.kind == "inspection"]
    assert visits == [("2025-11-20", "past"), ("2025-12-20", "past"), ("2026-01-20", "missed")]
    assert [str(due.day) for due in plan_of(ledger, D("2026-02-10")).over] == ["2026-01-20"]


def test_a_first_day_before_the_service_makes_nothing_due_before_it(workspace: Workspace) -> None:
    """What follows no event falls due within the term; the days in it stay where they were."""
    agreement = acme(workspace, VISIT.replace("anchor: 2026-03-20", "anchor: 2025-11-20"))
    found = Ledger(agreement, VisitLog()).between(date.min, D("2026-02-28"), D("2026-03-01"))
    days = [str(each.due.day) for each in found if each.due.kind == "inspection"]
    assert days == ["2026-01-20", "2026-02-20"]
