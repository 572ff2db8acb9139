"""Complaints, questions and changes, each with its own times, from the call to closing. A6, B10, B11"""

from __future__ import annotations

from pathlib import Path

import pytest
from service.stories import Desk, logged, on_paper, states, to_do

from fieldops.errors import Refused


@pytest.fixture
def managed(tmp_path: Path) -> Desk:
    return Desk(tmp_path, "managed-service")


def due(desk: Desk, at: str, milestone: str, by: str) -> str | None:
    """When that is due for whom, on the wall in Shanghai."""
    status = desk.show(at).standing.status
    assert status is not None
    (found,) = [
        each.deadline.due
        for each in status.states
        if (each.deadline.milestone, each.deadline.promise.by) == (milestone, by)
        and each.deadline.applies != "no"
    ]
    return found.isoformat()[:16] if found is not None else None


@pytest.mark.shows("order log", "B10", "B11")
def test_a_complaint_is_answered_climbs_and_is_closed_by_nobody_but_the_customer(managed: Desk) -> None:
    # The last working day before the holiday.
    view = managed.call("2026-09-30T17:00", request="complaint", caller="江涛", symptom="nobody called back")
    assert (view.standing.intake.admission, view.standing.stage) == ("covered", "to_dispatch")
    assert "assign an engineer" not in to_do(view)
    assert due(managed, "2026-09-30T17:00", "respond", "quality") == "2026-09-30T17:30"
    # Two working days: the holiday is none of them, and the second one ends with the service hours.
    assert due(managed, "2026-09-30T17:00", "resolve", "quality") == "2026-10-09T17:30"
    managed.tell("2026-09-30T17:10", "responded", by="quality")
    view = managed.tell("2026-10-08T10:00", "customer_complained")
    assert "ask: quality department (complaint-quality)" in to_do(view)
    assert "tell the customer" in to_do(view)
    managed.tell("2026-10-08T10:05", "escalated", step="complaint-quality")
    managed.tell("2026-10-08T10:06", "informed")
    managed.tell("2026-10-08T10:20", "escalation_answered", step="complaint-quality")
    view = managed.tell("2026-10-08T15:00", "resolved", by="quality")
    assert (states(view)["respond"], states(view)["resolve"]) == ("met", "met")
    with pytest.raises(Refused):
        managed.tell("2026-10-08T15:01", "closed")
    managed.tell("2026-10-08T15:02", "reported_done")
    managed.tell("2026-10-08T15:03", "signed", evidence="letter")
    managed.tell("2026-10-09T09:00", "called_back", by="quality")
    with pytest.raises(Refused):
        managed.tell("2026-10-09T09:01", "closed")
    assert managed.show("2026-12-31T09:00").standing.stage == "resolved"
    sheet = on_paper(managed, "sheet", "2026-10-09T09:01")
    assert "江涛 | 2026-09-30 17:00 | Complaint" in sheet
    assert "resolution | 2 working days | 2026-10-09 17:30 | 2026-10-08 15:00 | kept" in sheet
    assert "2026-10-08 10:05 | escalated | quality department" in sheet
    assert "Quality: called back; 2026-10-09 09:00" in sheet
    assert managed.tell("2026-10-09T09:05", "confirmed").standing.stage == "closed"
    assert logged(managed, "2026-10-09T10:00")[2:6] == [
        "customer_complained",
        "escalated",
        "informed",
        "escalation_answered",
    ]


@pytest.mark.shows("order log", "B11")
def test_a_question_is_picked_up_passed_on_and_closed_by_its_answer(managed: Desk) -> None:
    question = {"symptom": "how is a restore tried?", "facts": {"technical_question": True}}
    managed.call("2026-09-08T10:00", request="consultation", **question)
    assert due(managed, "2026-09-08T10:00", "answer", "hotline") == "2026-09-08T10:00"
    assert due(managed, "2026-09-08T10:00", "respond", "account_manager") == "2026-09-08T10:10"
    assert due(managed, "2026-09-08T10:00", "pass_on", "account_manager") == "2026-09-08T10:30"
    assert due(managed, "2026-09-08T10:00", "respond", "engineer") == "2026-09-08T11:00"
    managed.tell("2026-09-08T10:00", "answered", by="hotline")
    managed.tell("2026-09-08T10:05", "responded", by="account_manager")
    managed.tell("2026-09-08T10:20", "passed_on", by="account_manager")
    managed.tell("2026-09-08T10:50", "responded", by="engineer")
    view = managed.tell("2026-09-08T11:00", "resolved", by="engineer", note="on the standby, each month")
    assert (view.standing.owed, to_do(view)) == ((), [])
    assert (view.standing.stage, set(states(view).values()) - {"not_applicable"}) == ("closed", {"met"})
    sheet = on_paper(managed, "sheet", "2026-09-08T12:00")
    assert "Consultation | Service level of managed operation | how is a restore tried?" in sheet
    # The first word comes within seconds of the call, and two people respond in times of their own.
    assert "answer | 30 s | 2026-09-08 10:00:30 | 2026-09-08 10:00 | kept | 附件 2" in sheet
    assert "response | 10 min | 2026-09-08 10:10 | 2026-09-08 10:05 | kept | 附件 2" in sheet
    assert "passing on | 30 min | 2026-09-08 10:30 | 2026-09-08 10:20 | kept | 附件 2" in sheet
    assert "Resolved at 2026-09-08 11:00. on the standby, each month" in sheet
    assert logged(managed, "2026-09-08T12:00") == [
        "reported",
        "answered",
        "responded",
        "passed_on",
        "responded",
        "resolved",
    ]


def test_a_question_outside_of_service_hours_has_another_time(managed: Desk) -> None:
    managed.call("2026-09-08T22:00", request="consultation", facts={"technical_question": False})
    assert due(managed, "2026-09-08T22:00", "respond", "account_manager") == "2026-09-09T02:00"


@pytest.mark.shows("order log", "B11")
def test_a_change_is_answered_planned_and_confirmed(managed: Desk) -> None:
    view = managed.call("2026-09-08T16:00", request="change", affected="a new report", inside=True)
    assert view.standing.stage == "to_dispatch"
    # An hour and a half of the day are left, the rest is counted the next morning.
    assert due(managed, "2026-09-08T16:00", "respond", "account_manager") == "2026-09-09T11:00"
    assert due(managed, "2026-09-08T16:00", "plan", "engineer") == "2026-09-11T17:30"
    managed.tell("2026-09-09T09:00", "responded", by="account_manager")
    managed.tell("2026-09-10T09:00", "plan_given", by="engineer")
    managed.tell("2026-09-14T09:00", "resolved", by="engineer")
    managed.tell("2026-09-14T09:01", "reported_done")
    managed.tell("2026-09-14T09:02", "signed", evidence="sheet.pdf")
    managed.tell("2026-09-14T09:03", "called_back", by="quality")
    view = managed.tell("2026-09-14T09:04", "confirmed")
    assert (view.standing.stage, states(view)["respond"], states(view)["plan"]) == ("closed", "met", "met")
    assert managed.show("2026-12-31T09:00").standing.stage == "closed"
    sheet = on_paper(managed, "sheet", "2026-09-14T10:00")
    assert "Change request | Service level of managed operation | a new report" in sheet
    assert "response | 4 h | 2026-09-09 11:00 | 2026-09-09 09:00 | kept" in sheet
    assert "solution plan | 3 working days | 2026-09-11 17:30 | 2026-09-10 09:00 | kept" in sheet
    assert logged(managed, "2026-09-14T10:00")[:4] == ["reported", "responded", "plan_given", "resolved"]
