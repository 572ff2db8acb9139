"""Orders from the call to closing, each on the example of its source: times, papers, and the log in the end."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest
from service.stories import Desk, instant, logged, on_paper, promised, states, times, to_do
from service.swap_desk import SwapDesk, still_owed

from fieldops.actions.remote_sessions import Ending, Wish, close_session, open_session
from fieldops.actions.stock import look
from fieldops.actions.warranties import check_claim
from fieldops.errors import Refused
from fieldops.warranty.told import Claim


@pytest.mark.shows("order log", "B4", "B5", "B6")
def test_friday_1720_before_the_holiday_and_the_engineer_cannot_come(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "archive-digitisation")
    call = {"severity": "ordinary", "asset": "scanner-01", "channel": "hotline", "caller": "王芳"}
    view = desk.call("2026-02-13T17:20", symptom="paper jams", **call)
    assert times(view) == promised(desk, "2026-02-13T17:20", "ordinary")
    desk.tell("2026-02-13T17:22", "assigned", person="li-na")
    desk.tell("2026-02-13T17:23", "responded", by="engineer")
    desk.tell("2026-02-13T17:25", "engineer_unavailable")
    desk.tell("2026-02-13T17:27", "informed")
    desk.tell("2026-02-13T17:28", "deadline_agreed", milestone="onsite", due="2026-02-14T09:00")
    desk.tell("2026-02-13T17:30", "still_unclear")
    desk.tell("2026-02-13T17:31", "escalated", step="department-manager")
    # The department manager lets five minutes pass; the general manager answers.
    assert "ask: general manager (general-manager)" in to_do(desk.show("2026-02-13T17:36"))
    desk.tell("2026-02-13T17:37", "escalated", step="general-manager")
    desk.tell("2026-02-13T17:40", "escalation_answered", step="general-manager")
    desk.tell("2026-02-13T17:41", "assigned", person="zhao-lei")
    desk.tell("2026-02-14T08:50", "arrived", by="engineer")
    desk.tell("2026-02-14T09:30", "cause_found", note="worn rollers")
    desk.tell("2026-02-14T10:00", "work_done", note="rollers changed")
    view = desk.tell("2026-02-14T10:05", "resolved")
    assert states(view) == {"respond": "met", "onsite": "met", "resolve": "late"}
    desk.tell("2026-02-14T10:06", "reported_done")
    # Nobody of the customer is there to sign. The manager does, as the contract lets him, and the sheet says so.
    desk.tell("2026-02-14T10:30", "signed", by="department_manager", evidence="fax 17")
    sheet = on_paper(desk, "sheet", "2026-02-14T10:31")
    assert "Customer: 陈立 |" in sheet
    assert "In the place of the customer: department manager; sheet signed; fax 17; 2026-02-14 10:30" in sheet
    assert "on site | 1 h | 2026-02-14 09:00 | 2026-02-14 08:50 | kept" in sheet
    # A week after the call a notice is due, holiday or not.
    view = desk.tell("2026-02-24T09:00", "reviewed", by="department_manager")
    assert "send: inspection notice" in to_do(view)
    assert "inspection notice" in on_paper(desk, "notice", "2026-02-24T09:01").lower()
    desk.tell("2026-02-24T09:05", "notice_sent", document="inspection_notice")
    desk.tell("2026-02-24T10:00", "called_back", by="quality")
    with pytest.raises(Refused) as refused:
        desk.tell("2026-02-24T10:01", "closed")
    assert "order.owed-confirmation" in str(refused.value.values["missing"])
    view = desk.tell("2026-02-24T10:05", "confirmed")
    assert (view.standing.stage, to_do(view)) == ("closed", [])
    assert logged(desk, "2026-02-24T11:00")[-3:] == ["notice_sent", "called_back", "confirmed"]


@pytest.mark.shows("order log", "A5", "B8")
def test_a_fault_that_is_mended_from_afar_with_its_record_and_its_analysis(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "device-platform")
    desk.call("2026-09-07T09:00", severity="common", asset="platform-01", symptom="no data since 08:40")
    desk.tell("2026-09-07T09:05", "assigned", person="lin-hao")
    wish = Wish("look at the log", permitted_by="沈洁")
    session = open_session(desk.root, desk.order, wish, instant("2026-09-07T09:10"))
    desk.tell("2026-09-07T09:12", "responded", by="engineer")
    desk.tell("2026-09-07T09:30", "cause_found", note="the queue was full")
    ending = Ending("solved", done="restarted the collector", changes=("queue 1,000 to 5,000",))
    close_session(desk.root, session.session.id, ending, instant("2026-09-07T09:40"))
    desk.tell("2026-09-07T09:40", "work_done", note="restarted the collector")
    desk.tell("2026-09-07T09:41", "effect_found", note="an hour of data came late")
    desk.tell("2026-09-07T09:42", "prevention_decided", note="alarm at 80 percent")
    view = desk.tell("2026-09-07T09:45", "resolved")
    # Nobody had to go there, and what is owed where nobody can help from afar is not owed.
    assert states(view) == {
        "respond": "met",
        "resolve": "met",
        "onsite": "not_applicable",
        "plan": "not_applicable",
    }
    assert "new equipment" not in to_do(desk.show("2026-09-07T18:00"))
    desk.tell("2026-09-07T09:46", "reported_done")
    desk.tell("2026-09-07T10:30", "signed", evidence="sheet 17")
    desk.tell("2026-09-07T10:31", "confirmed")
    record = on_paper(desk, "record", "2026-09-08T09:00")
    assert "no data since 08:40" in record
    assert "the queue was full" in record
    for to in ("development", "test"):
        assert any(to in each for each in to_do(desk.show("2026-09-08T09:00"))), to
        desk.tell("2026-09-08T09:00", "record_given", to=to)
    desk.tell("2026-09-08T09:05", "document_given", document="fault_record")
    analysis = on_paper(desk, "analysis", "2026-09-08T09:10")
    for said in (
        "the queue was full",
        "an hour of data came late",
        "alarm at 80 percent",
        "2026-09-10 17:30",
    ):
        assert said in analysis
    with pytest.raises(Refused):
        desk.tell("2026-09-08T09:11", "closed")
    view = desk.tell("2026-09-09T09:00", "document_given", document="analysis_report")
    assert (view.standing.stage, to_do(view)) == ("closed", [])
    assert logged(desk, "2026-09-09T10:00").count("document_given") == 2


@pytest.mark.shows("order documents", "B3")
@pytest.mark.parametrize(
    ("day", "given", "why"),
    [
        ("2026-03-02", {"affected": "a printer of another maker", "inside": False}, "it is outside of the contract's scope"),
        # A Thursday after the term: the equipment was the contract's.
        ("2029-01-04", {"asset": "scanner-01"}, "reported on 2029-01-04, outside of the contract's term"),
    ],
)  # fmt: skip
def test_work_that_is_not_covered_is_agreed_done_and_closed(
    tmp_path: Path, day: str, given: dict[str, Any], why: str
) -> None:
    desk = Desk(tmp_path, "archive-digitisation")
    view = desk.call(f"{day}T09:00", severity="ordinary", **given)
    # No time of the contract runs for what it does not cover.
    assert (times(view) if view.standing.status else []) == []
    with pytest.raises(Refused):
        desk.tell(f"{day}T09:05", "assigned", person="li-na")
    form = on_paper(desk, "work-contact", f"{day}T09:06")
    assert why in form
    assert "confirm with sales | work-contact form | agree the fee | approval: sales" in form
    for minute, step in enumerate(("confirm_with_sales", "work_contact_form", "agree_fee"), 10):
        desk.tell(f"{day}T09:{minute}", "step_done", step=step, evidence="form 12")
    assert desk.show(f"{day}T09:20").standing.intake.approval == "sales"
    desk.tell(f"{day}T09:21", "approved", by="sales")
    assert f"approval: sales | {day} 09:21" in on_paper(desk, "work-contact", f"{day}T09:22")
    desk.tell(f"{day}T09:30", "assigned", person="li-na")
    desk.tell(f"{day}T10:10", "arrived", by="engineer")
    desk.tell(f"{day}T11:00", "resolved")
    # The customer's word alone closes it no more than any other order.
    desk.tell(f"{day}T11:00", "confirmed")
    assert "the manager has not reviewed the service sheet" in to_do(desk.show(f"{day}T11:00"))
    desk.tell(f"{day}T11:01", "reported_done")
    desk.tell(f"{day}T11:05", "signed", evidence="sheet 18")
    desk.tell(f"{day}T12:00", "reviewed", by="department_manager")
    desk.tell(f"{day}T14:00", "called_back", by="quality")
    view = desk.tell(f"{day}T14:01", "confirmed")
    assert (view.standing.stage, to_do(view)) == ("closed", [])
    sheet = on_paper(desk, "sheet", f"{day}T14:02")
    assert why in sheet
    assert "approved | sales" in sheet
    assert logged(desk, f"{day}T15:00")[:6] == ["reported", *["step_done"] * 3, "approved", "assigned"]


def lying(desk: Desk, at: str) -> Collection[str]:
    """The serial numbers that lie in the stores then."""
    return look(desk.root, instant(at)).world.books.lying


@pytest.mark.shows("swap carry-out", "C8")
def test_a_disk_is_replaced_under_an_order_and_its_warranty_follows_it(tmp_path: Path) -> None:
    desk = SwapDesk(tmp_path)
    view = desk.call("2026-11-02T09:00", severity="common", asset="platform-01", symptom="a disk is amber")
    # Whether it can be mended from afar nobody has said: both ways have their times.
    assert times(view)[:4] == [
        ("respond", "milestone", "2026-11-02T10:00"),
        ("resolve", "milestone", "2026-11-02T10:00"),
        ("onsite", "milestone", "2026-11-02T11:00"),
        ("plan", "milestone", "2026-11-02T11:00"),
    ]
    desk.tell("2026-11-02T09:05", "assigned", person="lin-hao")
    desk.tell("2026-11-02T09:06", "responded", by="engineer")
    desk.propose("2026-11-02T09:30", "SSD-960", "S96-10001", "defect")
    desk.told("2026-11-02T09:40", "approved", by="department_manager")
    desk.tell("2026-11-02T09:45", "arrived", by="engineer")
    desk.tell("2026-11-02T09:46", "plan_given", by="engineer")
    assert "S96-20001" in lying(desk, "2026-11-02T09:49")
    desk.swapped("2026-11-02T09:50", "S96-20001")
    assert "S96-20001" not in lying(desk, "2026-11-02T09:51")
    desk.tell("2026-11-02T09:50", "cause_found", note="the disk has failed")
    desk.tell("2026-11-02T09:55", "resolved")
    desk.tell("2026-11-02T09:56", "reported_done")
    desk.tell("2026-11-02T10:00", "signed", evidence="sheet 19")
    desk.tell("2026-11-02T10:01", "confirmed")
    for document in ("fault_record", "analysis_report"):
        desk.tell("2026-11-03T09:00", "document_given", document=document)
    # What the swap still owes keeps the order open: the form, the faulty disk and why it failed.
    assert "the swap form is not signed" in " ".join(to_do(desk.show("2026-11-03T09:01")))
    for by in ("customer", "engineer"):
        desk.told("2026-11-03T09:10", "signed", by=by, evidence="form 3")
    desk.told("2026-11-03T09:20", "unit_received")
    desk.told("2026-11-05T09:00", "examined", result="worn cells", cause="defect")
    desk.told("2026-11-05T09:30", "warned")
    assert still_owed(desk.shown("2026-11-05T09:31")) == []
    assert "SSD-960: S96-10001 → S96-20001" in on_paper(desk, "sheet", "2026-11-05T09:31")
    form = on_paper(desk, "swap", "2026-11-05T09:31")
    assert "S96-10001" in form
    assert "S96-20001" in form
    view = desk.show("2026-11-05T09:31")
    assert (view.standing.stage, to_do(view)) == ("closed", [])
    new = Claim("platform-01", "defect", part_no="SSD-960", part_serial="S96-20001")
    _, decision = check_claim(desk.root, "device-platform", new, instant("2027-04-30T10:00"))
    assert decision.outcome == "covered"
    assert "confirmed" in logged(desk, "2026-11-05T10:00")
