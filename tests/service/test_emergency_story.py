"""An emergency from the report to support on site, and to closing: the plan's steps are carried by the order. F3 A5 F5"""

from __future__ import annotations

from pathlib import Path

import pytest
from service.stories import Desk, Room, logged, on_paper, promised, states, times, to_do

from fieldops.errors import Refused
from fieldops.messages import say_value
from fieldops.service.agenda import dues
from fieldops.service.emergency import plan_reasons

CALLED = "2026-09-30T17:20"  # the last working day before the National Day week


@pytest.fixture
def managed(tmp_path: Path) -> Room:
    return Room(tmp_path, "managed-service")


def outage(desk: Desk, **more: object) -> None:
    given = {"scope": "core", "urgency": "urgent", "asset": "db-01", "caller": "江涛", "channel": "hotline"}
    desk.call(CALLED, **{**given, "facts": {"same_city": True}, **more})


def start_by(desk: Desk, at: str) -> list[str]:
    """Until when the plan has to be started."""
    found = dues(desk.show(at).standing)
    return [str(each.at)[:16] for each in found if "order.take-step" in each.what.codes]


@pytest.mark.shows("order next", "F3")
def test_an_outage_is_graded_and_followed_step_by_step_to_the_signed_sheet(managed: Room) -> None:
    outage(managed, symptom="ORA-01157 cannot identify data file 7")
    view = managed.show(CALLED)
    # Graded by scope and urgency: the gravest plan, with all groups, within ten minutes.
    assert view.standing.status is not None
    assert view.standing.status.severity == "level-1"
    said = [say_value(each.said, "en") for each in plan_reasons(view.standing.plan)]
    assert "Grave" in said[0]
    assert "Liaison at any hour" in said[0]
    assert start_by(managed, CALLED) == ["2026-09-30 17:30"]
    assert times(view) == promised(managed, CALLED, "level-1", {"same_city": True})
    assert ("onsite", "milestone", "2026-09-30T18:20") in times(view)
    assert "find out what the report lacks: measures taken" in to_do(view)
    managed.tell("2026-09-30T17:24", "responded", by="engineer")
    managed.tell("2026-09-30T17:25", "step_done", step="start_plan")
    view = managed.tell("2026-09-30T17:26", "assigned", person="fu-rong")
    assert "assign spares and tools" in to_do(view)
    managed.tell("2026-09-30T17:30", "step_done", step="assign_spares_and_tools", note="disks, tape drive")
    managed.log_in("2026-09-30T17:35", "look at the data files", role="senior_engineer")
    view = managed.show("2026-09-30T17:36")
    assert view.standing.status is not None
    remote = {each.state for each in view.standing.status.states if each.deadline.milestone == "remote"}
    assert remote == {"met", "not_applicable"}
    assert view.standing.plan is not None
    assert (view.standing.plan.lacks, view.standing.plan.next_by_name) == ((), None)
    managed.log_out("2026-09-30T17:55", "handed_over", to="liang-kai", done="took the data file offline")
    managed.tell("2026-09-30T18:10", "arrived", by="engineer")
    managed.tell("2026-09-30T20:50", "cause_found", note="a controller wrote to the wrong file")
    managed.tell("2026-09-30T21:00", "resolved")
    steps = dict(managed.show("2026-09-30T21:01").standing.plan.taken)  # type: ignore[union-attr]
    assert [step for step, at in steps.items() if at is None] == ["review"]
    # Every fault has its report within a day, an outage its five whys within two, holidays or not.
    assert {
        (what, due) for what, kind, due in times(managed.show("2026-09-30T21:01")) if kind == "document"
    } == {
        ("analysis_report", "2026-10-01T21:00"),
        ("five_whys", "2026-10-02T17:20"),
    }
    managed.tell("2026-09-30T21:05", "reported_done")
    managed.tell("2026-09-30T21:10", "signed", evidence="sheet.pdf")
    managed.tell("2026-10-01T10:00", "document_given", document="analysis_report")
    managed.tell("2026-10-01T10:05", "called_back", by="quality")
    with pytest.raises(Refused):
        managed.tell("2026-10-01T10:06", "closed")
    managed.tell("2026-10-02T09:00", "document_given", document="five_whys")
    # What was done from afar is recorded for the customer, too.
    managed.tell("2026-10-02T09:01", "record_given", to="customer")
    view = managed.tell("2026-10-02T09:05", "confirmed")
    assert (view.standing.stage, to_do(view)) == ("closed", [])
    assert (states(view)["respond"], states(view)["onsite"]) == ("met", "met")
    sheet = on_paper(managed, "sheet", "2026-10-02T09:06")
    # Who reported, the grade and why, the equipment and its place, the error: what a report has to hold.
    assert "江涛 | hotline | 2026-09-30 17:20 | Incident" in sheet
    assert (
        "Level 1 | The core business is affected; It cannot wait | Database server · X3850 · serial LS-2603-003"
        in sheet
    )
    assert "Data centre | ORA-01157 cannot identify data file 7" in sheet
    assert "remote expert | 30 min | 2026-09-30 17:50 | 2026-09-30 17:35 | kept | 附件 1" in sheet
    assert "2026-09-30 17:25 | step done | start the plan" in sheet
    report = on_paper(managed, "analysis", "2026-10-02T09:06")
    assert "2026-10-01 21:00 | 2026-10-01 10:00 | 附件 1" in report
    assert "a controller wrote to the wrong file" in report
    record = on_paper(managed, "record", "2026-10-02T09:06")
    assert "2026-09-30 17:35 – 2026-09-30 17:55" in record
    assert "took the data file offline" in record
    assert logged(managed, "2026-10-02T09:06")[1:7] == [
        "responded",
        "step_done",
        "assigned",
        "step_done",
        "remote_started",
        "arrived",
    ]


def test_a_plan_that_was_not_started_in_time_is_late(managed: Room) -> None:
    outage(managed)
    late = [each for each in dues(managed.show("2026-09-30T17:31").standing) if "start_plan" in each.done_by]
    assert [each.state for each in late] == ["late"]
    assert managed.show(CALLED).standing.plan.lacks == ("symptom", "measures_taken")  # type: ignore[union-attr]


def test_another_severity_calls_for_another_plan(managed: Room) -> None:
    outage(managed)
    view = managed.tell("2026-09-30T17:40", "severity_changed", to="level-3")
    assert view.standing.plan is not None
    assert (view.standing.plan.grade.id, str(view.standing.plan.start_by)[:16]) == (
        "minor",
        "2026-09-30 18:20",
    )


def test_a_contract_without_a_plan_has_no_such_steps(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "archive-digitisation")
    assert desk.call(CALLED, severity="ordinary", asset="scanner-01").standing.plan is None
