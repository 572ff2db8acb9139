"""Ways of handling a fault, from the call to closing, each on the example of its source. B7, B9, C6, C7"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from service.stories import ZONE, Desk, instant, logged, on_paper, promised, states, times, to_do
from service.swap_desk import SwapDesk, still_owed

from fieldops.actions.orders import View
from fieldops.cli.swap_forms import remedies
from fieldops.errors import Refused


@pytest.mark.shows("order log", "B7")
def test_from_afar_then_on_site_then_the_experts_and_the_customer_hears_of_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "archive-digitisation")
    view = desk.call(
        "2026-03-02T09:00", severity="ordinary", asset="scanner-01", symptom="pages come out black"
    )
    assert times(view) == promised(desk, "2026-03-02T09:00", "ordinary")
    desk.tell("2026-03-02T09:02", "assigned", person="li-na")
    desk.tell("2026-03-02T09:05", "responded", by="engineer")
    desk.tell("2026-03-02T09:10", "remote_started", by="engineer", note="by telephone")
    desk.tell("2026-03-02T09:30", "departed", by="engineer")
    desk.tell("2026-03-02T09:55", "arrived", by="engineer")
    view = desk.tell("2026-03-02T12:00", "action_taken", action="expert_panel")
    # Each way was gone in its turn: nothing is remarked. The customer has not heard of the experts yet.
    assert view.standing.handling == ()
    said = "tell the customer how it goes on with the experts"
    assert said in to_do(view)
    assert said not in to_do(desk.tell("2026-03-02T12:10", "informed"))
    desk.tell("2026-03-02T15:00", "cause_found", note="the lamp's supply has aged")
    desk.tell("2026-03-02T15:30", "work_done", note="supply replaced")
    view = desk.tell("2026-03-02T15:40", "resolved")
    assert states(view) == {"respond": "met", "onsite": "met", "resolve": "late"}
    desk.tell("2026-03-02T15:41", "reported_done")
    desk.tell("2026-03-02T15:50", "signed", evidence="sheet 31")
    sheet = on_paper(desk, "sheet", "2026-03-02T15:51")
    assert "on site | 1 h | 2026-03-02 10:00 | 2026-03-02 09:55 | kept" in sheet
    assert "2026-03-02 12:00 | measure taken | expert panel" in sheet
    assert "the lamp's supply has aged" in sheet
    desk.tell("2026-03-02T16:30", "reviewed", by="department_manager")
    desk.tell("2026-03-03T09:00", "called_back", by="quality")
    with pytest.raises(Refused):
        desk.tell("2026-03-03T09:01", "closed")
    view = desk.tell("2026-03-03T09:05", "confirmed")
    assert (view.standing.stage, to_do(view)) == ("closed", [])
    assert logged(desk, "2026-03-03T10:00")[3:8] == [
        "remote_started",
        "departed",
        "arrived",
        "action_taken",
        "informed",
    ]


@pytest.mark.shows("order open", "B9")
def test_work_outside_of_the_scope_begins_when_the_director_has_approved_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "housing-fund-portal")
    view = desk.call(
        "2026-09-07T09:00",
        severity="ordinary",
        affected="cabling of another floor",
        inside=False,
        caller="卢敏",
    )
    # No time of the contract runs for what it does not cover.
    assert times(view) == []
    assert to_do(view)[:3] == ["director's approval", "agree the fee", "approval: maintenance director"]
    form = on_paper(desk, "work-contact", "2026-09-07T09:06")
    assert "it is outside of the contract's scope" in form
    assert "director's approval | agree the fee | approval: maintenance director" in form
    # Nobody is sent, no fee is talked about and nobody else approves before the director has.
    refused(desk, "09:05", "order.not-yet-dispatched", "assigned", person="han-bing")
    refused(desk, "09:06", "order.step-before", "step_done", step="agree_fee", evidence="letter 8")
    desk.tell("2026-09-07T09:10", "step_done", step="director_approval", evidence="letter 8")
    desk.tell("2026-09-07T09:15", "step_done", step="agree_fee", evidence="letter 9")
    refused(desk, "09:16", "order.not-yet-dispatched", "assigned", person="han-bing")
    desk.tell("2026-09-07T09:20", "approved", by="maintenance_director")
    desk.tell("2026-09-07T09:30", "assigned", person="han-bing")
    desk.tell("2026-09-07T09:35", "responded", by="engineer")
    desk.tell("2026-09-07T09:40", "remote_started", by="engineer")
    desk.tell("2026-09-07T10:00", "departed", by="engineer")
    desk.tell("2026-09-07T10:40", "arrived", by="engineer")
    desk.tell("2026-09-07T15:00", "work_done", note="twelve sockets cabled")
    view = desk.tell("2026-09-07T15:10", "resolved")
    assert states(view) == {}
    desk.tell("2026-09-07T15:11", "reported_done")
    desk.tell("2026-09-07T15:20", "signed", evidence="sheet 33")
    assert "the customer has not confirmed that it is solved" in to_do(desk.show("2026-09-07T15:21"))
    view = desk.tell("2026-09-07T15:30", "confirmed")
    assert (view.standing.stage, to_do(view)) == ("closed", [])
    # What was refused has left no trace.
    assert logged(desk, "2026-09-08T09:00")[:5] == [
        "reported",
        "step_done",
        "step_done",
        "approved",
        "assigned",
    ]


@pytest.mark.shows("swap log", "C6")
def test_equipment_goes_to_the_factory_and_a_loaner_stands_in_until_it_is_back(tmp_path: Path) -> None:
    desk = SwapDesk(tmp_path)
    facts = {"remotely_fixable": False}
    call = {"severity": "common", "asset": "platform-01", "symptom": "does not start", "facts": facts}
    view = desk.call("2026-11-02T09:00", **call)
    assert times(view) == promised(desk, "2026-11-02T09:00", "common", facts)
    # By hand: an hour to respond, two to be there and two for a plan, at any hour; without a plan new equipment at once.
    assert times(view) == [
        ("respond", "milestone", "2026-11-02T10:00"),
        ("onsite", "milestone", "2026-11-02T11:00"),
        ("plan", "milestone", "2026-11-02T11:00"),
        ("analysis_report", "document", None),
        ("fault_record", "document", None),
        ("new_equipment", "action", "2026-11-02T11:00"),
    ]
    begin(desk)
    desk.tell("2026-11-02T09:46", "plan_given", by="engineer")
    desk.propose("2026-11-02T09:50", "S200-UNIT", "HL-SV-250101", "defect", facts={"in_factory": True})
    desk.told("2026-11-02T09:55", "approved", by="department_manager")
    desk.told("2026-11-02T10:00", "loaner_out", serial="HL-SV-240900")
    assert any(
        "the loan equipment HL-SV-240900 is not back" in each for each in to_do(desk.show("2026-11-02T10:01"))
    )
    desk.told("2026-11-02T10:30", "sent_to_maker", owner="customer")
    desk.tell("2026-11-02T10:40", "resolved", note="the loaner does its work")
    finish(desk)
    # The customer has confirmed; the order stays open for the loaner that is out and the unit that is away.
    waiting = " ".join(to_do(desk.show("2026-11-04T09:00")))
    assert "the loan equipment HL-SV-240900 is not back" in waiting
    assert "the customer's unit is not back from the maker" in waiting
    desk.told("2026-11-20T10:00", "back_from_maker", serial="HL-SV-250101", result="repaired")
    desk.told("2026-11-20T11:00", "loaner_back")
    assert still_owed(desk.shown("2026-11-20T11:01")) == []
    view = desk.show("2026-11-20T11:01")
    assert kept(view) == [
        ("respond", "2026-11-02T10:00", "2026-11-02T09:06", "met"),
        ("onsite", "2026-11-02T11:00", "2026-11-02T09:30", "met"),
        ("plan", "2026-11-02T11:00", "2026-11-02T09:46", "met"),
        # Resolved on Monday: one working day and three, each until the service hours end at 17:30.
        ("analysis_report", "2026-11-05T17:30", "2026-11-03T09:00", "met"),
        ("fault_record", "2026-11-03T17:30", "2026-11-03T09:00", "met"),
    ]
    assert (view.standing.stage, to_do(view)) == ("closed", [])
    assert "the loaner does its work" in on_paper(desk, "sheet", "2026-11-20T11:01")
    assert logged(desk, "2026-11-20T12:00")[-3:] == ["confirmed", "document_given", "document_given"]


@pytest.mark.shows("swap propose", "C7")
def test_without_a_solution_in_two_hours_there_is_new_equipment_and_a_warning_of_the_cause(
    tmp_path: Path,
) -> None:
    desk = SwapDesk(tmp_path)
    facts = {"remotely_fixable": False}
    call = {"severity": "common", "asset": "platform-01", "symptom": "does not start", "facts": facts}
    desk.call("2026-11-02T09:00", **call)
    begin(desk)
    # Nobody has a plan: two hours after the report new equipment is owed, and the ladder is asked, the customer told.
    assert ("new_equipment", "2026-11-02T11:00", None, "waiting") in kept(desk.show("2026-11-02T10:59"))
    assert ("new_equipment", "2026-11-02T11:00", None, "late") in kept(desk.show("2026-11-02T11:01"))
    assert asked(desk.show("2026-11-02T11:31")) == [
        ("service-manager", "2026-11-02T11:00", "2026-11-02T11:30"),
        ("general-manager", "2026-11-02T11:30", None),
    ]
    view = desk.propose("2026-11-02T11:05", "S200-UNIT", "HL-SV-250101", "defect")
    new = next(each for each in remedies(view) if each.offered.remedy.kind == "new_equipment")
    assert (new.offered.certain, new.due) == (True, instant("2026-11-02T11:00"))
    desk.told("2026-11-02T11:10", "approved", by="department_manager")
    desk.swapped("2026-11-02T13:00", "HL-SV-260001")
    view = desk.tell("2026-11-02T13:30", "resolved")
    assert states(view)["plan"] == "late"
    finish(desk)
    for by in ("customer", "engineer"):
        desk.told("2026-11-03T09:10", "signed", by=by, evidence="form 5")
    desk.told("2026-11-03T09:20", "unit_received")
    assert "has not been examined" in " ".join(to_do(desk.show("2026-11-03T09:21")))
    desk.told("2026-11-10T10:00", "examined", result="a batch of capacitors", cause="defect")
    assert "have not been warned" in " ".join(to_do(desk.show("2026-11-10T10:01")))
    desk.told("2026-11-10T15:00", "warned", evidence="notice 7")
    view = desk.show("2026-11-10T15:01")
    assert kept(view) == [
        ("respond", "2026-11-02T10:00", "2026-11-02T09:06", "met"),
        ("onsite", "2026-11-02T11:00", "2026-11-02T09:30", "met"),
        # Given by nobody; missing from its time until the fault was resolved, and so was the measure.
        ("plan", "2026-11-02T11:00", "2026-11-02T13:30", "late"),
        ("analysis_report", "2026-11-05T17:30", "2026-11-03T09:00", "met"),
        ("fault_record", "2026-11-03T17:30", "2026-11-03T09:00", "met"),
        ("new_equipment", "2026-11-02T11:00", "2026-11-02T13:30", "late"),
    ]
    assert (view.standing.stage, to_do(view)) == ("closed", [])
    assert "HL-SV-250101 → HL-SV-260001" in on_paper(desk, "sheet", "2026-11-10T15:02")
    assert logged(desk, "2026-11-10T16:00").count("confirmed") == 1


def kept(view: View) -> list[tuple[str, str | None, str | None, str]]:
    """Each time that is promised: what, until when, when it was reached, and how it stands."""
    assert view.standing.status is not None
    return [
        (each.deadline.milestone, shown(each.deadline.due), shown(each.reached), each.state)
        for each in view.standing.status.states
        if each.state != "not_applicable"
    ]


def asked(view: View) -> list[tuple[str, str | None, str | None]]:
    """Each step of the ladder that was asked so far: which, since when, and until when it has to answer."""
    assert view.standing.status is not None
    steps = view.standing.status.steps
    return [(each.id, shown(each.at), shown(each.answer_due)) for each in steps if each.kind == "ladder"]


def shown(at: datetime | None) -> str | None:
    """A time on the wall in Shanghai."""
    return None if at is None else at.astimezone(ZONE).isoformat()[:16]


def refused(desk: Desk, minute: str, code: str, kind: str, **values: str) -> None:
    """That cannot be told then, for that reason."""
    with pytest.raises(Refused) as found:
        desk.tell(f"2026-09-07T{minute}", kind, **values)
    assert found.value.code == code


def begin(desk: SwapDesk) -> None:
    """The engineer answers, comes and finds what it is."""
    desk.tell("2026-11-02T09:05", "assigned", person="tang-yu")
    desk.tell("2026-11-02T09:06", "responded", by="engineer")
    desk.tell("2026-11-02T09:30", "arrived", by="engineer")
    desk.tell("2026-11-02T09:45", "cause_found", note="the main board is dead")


def finish(desk: SwapDesk) -> None:
    """The order's own papers: reported, signed, confirmed by the customer, and handed over."""
    desk.tell("2026-11-02T14:00", "reported_done")
    desk.tell("2026-11-02T14:10", "signed", evidence="sheet 32")
    desk.tell("2026-11-02T14:20", "confirmed")
    for document in ("fault_record", "analysis_report"):
        desk.tell("2026-11-03T09:00", "document_given", document=document)
