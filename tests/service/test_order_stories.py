"""Orders told as stories, on the examples of their sources: what may be done, until when, and what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from service.stories import Desk, instant, promised, states, times, to_do

from fieldops.actions.order_opening import Call, open_order
from fieldops.errors import FieldopsError, Refused, UsageError
from fieldops.sla.timetable import NotPromised


@pytest.fixture
def archive(tmp_path: Path) -> Desk:
    return Desk(tmp_path, "archive-digitisation")


@pytest.fixture
def housing(tmp_path: Path) -> Desk:
    return Desk(tmp_path, "housing-fund-portal")


CALLED = "2026-02-13T17:20"  # the Friday before the week of the Spring Festival


def test_an_order_has_the_clocks_of_sla_deadlines(archive: Desk) -> None:
    view = archive.call(CALLED, severity="ordinary", asset="scanner-01")
    assert times(view) == promised(archive, CALLED, "ordinary")
    assert ("resolve", "at_the_latest", "2026-02-25T00:00") in times(view)


@pytest.mark.shows("order log", "B5", "B6")
def test_from_the_call_before_a_holiday_to_closing(archive: Desk) -> None:
    view = archive.call(CALLED, severity="ordinary", asset="scanner-01", channel="hotline", caller="王芳")
    assert (view.order.id, view.standing.stage) == ("SO-20260213-001", "to_dispatch")
    assert "assign an engineer" in to_do(view)
    archive.tell("2026-02-13T17:22", "assigned", person="li-na")
    archive.tell("2026-02-13T17:23", "responded", by="engineer")
    view = archive.tell("2026-02-13T18:10", "arrived", by="engineer")
    assert (view.standing.stage, states(view)["onsite"]) == ("in_work", "met")
    view = archive.tell("2026-02-13T20:00", "resolved")
    assert view.standing.stage == "resolved"
    assert to_do(view) == [
        "the engineer has not reported completion",
        "the customer has not signed the service sheet; instead of that: manager's signature, signed copy by fax",
        "the manager has not reviewed the service sheet",
        "quality has not called the customer back",
        "the customer has not confirmed that it is solved",
    ]
    with pytest.raises(Refused) as refused:
        archive.tell("2026-02-13T20:05", "closed")
    assert refused.value.code == "order.not-yet-closed"
    archive.tell("2026-02-13T20:05", "reported_done")
    archive.tell("2026-02-13T20:10", "signed", evidence="sheet-0213.pdf")
    archive.tell("2026-02-24T09:00", "reviewed", by="department_manager")
    assert archive.tell("2026-02-24T10:00", "called_back", by="quality").standing.stage == "resolved"
    view = archive.tell("2026-02-24T10:05", "confirmed")
    assert (view.standing.stage, to_do(view)) == ("closed", [])


def test_the_customer_does_not_sign_and_the_manager_does(archive: Desk) -> None:
    archive.call(CALLED, severity="ordinary", asset="scanner-01")
    archive.tell("2026-02-13T17:22", "assigned", person="li-na")
    archive.tell("2026-02-13T19:00", "resolved")
    engineer = archive.tell("2026-02-13T19:01", "signed", by="engineer", evidence="sheet.pdf")
    assert any("has not signed" in each for each in to_do(engineer))
    manager = archive.tell("2026-02-13T19:02", "signed", by="department_manager", evidence="sheet.pdf")
    assert not any("has not signed" in each for each in to_do(manager))


@pytest.mark.shows("order log", "A5", "B8")
def test_closing_asks_for_the_documents_of_the_contract_and_names_the_missing(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "device-platform")
    desk.call("2026-09-07T09:00", severity="common", asset="platform-01")
    desk.tell("2026-09-07T10:00", "resolved")
    desk.tell("2026-09-07T10:01", "reported_done")
    desk.tell("2026-09-07T10:02", "signed", evidence="sheet.pdf")
    desk.tell("2026-09-07T10:03", "document_given", document="fault_record")
    with pytest.raises(Refused) as refused:
        desk.tell("2026-09-07T10:04", "closed")
    assert refused.value.code == "order.not-yet-closed"
    left = to_do(desk.show("2026-09-07T10:04"))
    assert left[-1] == "the customer has not confirmed that it is solved"
    # It has a time: it is said once.
    assert [each for each in left if "analysis report" in each] == ["analysis report"]
    desk.tell("2026-09-07T10:05", "document_given", document="analysis_report")
    assert desk.tell("2026-09-07T10:06", "confirmed").standing.stage == "closed"


def test_a_rejected_sheet_is_signed_and_reviewed_anew(archive: Desk) -> None:
    archive.call(CALLED, severity="ordinary", asset="scanner-01")
    archive.tell("2026-02-13T19:00", "resolved")
    archive.tell("2026-02-13T19:05", "reported_done")
    archive.tell("2026-02-13T19:10", "signed", evidence="sheet.pdf")
    archive.tell("2026-02-13T19:15", "reviewed", by="department_manager")
    view = archive.tell("2026-02-24T09:00", "rejected", to="back_to_manager")
    assert "the manager has not reviewed the service sheet" in to_do(view)


def test_what_the_customer_reports_again_is_open_again(archive: Desk) -> None:
    archive.call(CALLED, severity="ordinary", asset="scanner-01")
    archive.tell("2026-02-13T17:30", "assigned", person="li-na")
    archive.tell("2026-02-13T19:00", "resolved")
    view = archive.tell("2026-02-13T21:00", "reported_again")
    assert (view.standing.stage, states(view)["resolve"]) == ("assigned", "late")


@pytest.mark.shows("order open", "B3")
def test_what_is_not_covered_is_agreed_before_anybody_is_sent(archive: Desk) -> None:
    view = archive.call(CALLED, severity="ordinary", affected="a printer of another maker", inside=False)
    assert (view.standing.stage, view.standing.intake.owed) == (
        "needs_agreement",
        ("confirm_with_sales", "work_contact_form", "agree_fee"),
    )
    with pytest.raises(Refused) as refused:
        archive.tell("2026-02-13T17:25", "assigned", person="li-na")
    assert refused.value.code == "order.not-yet-dispatched"
    with pytest.raises(Refused) as refused:
        archive.tell("2026-02-13T17:26", "step_done", step="agree_fee")
    assert refused.value.code == "order.step-before"
    for minute, step in enumerate(("confirm_with_sales", "work_contact_form", "agree_fee"), 30):
        archive.tell(f"2026-02-13T17:{minute}", "step_done", step=step, evidence="form 12")
    view = archive.tell("2026-02-13T17:40", "approved", by="sales")
    assert (view.standing.intake.admission, view.standing.stage) == ("agreed", "to_dispatch")
    assert archive.tell("2026-02-13T17:41", "assigned", person="li-na").standing.stage == "assigned"


def test_approval_of_somebody_else_is_not_enough(archive: Desk) -> None:
    archive.call(CALLED, severity="ordinary", affected="a printer", inside=False)
    for minute, step in enumerate(("confirm_with_sales", "work_contact_form", "agree_fee"), 30):
        archive.tell(f"2026-02-13T17:{minute}", "step_done", step=step)
    with pytest.raises(Refused) as refused:
        archive.tell("2026-02-13T17:40", "approved", by="engineer")
    assert refused.value.code == "order.other-approver"
    intake = archive.show("2026-02-13T17:41").standing.intake
    assert (intake.admission, intake.approval) == ("needs_agreement", "sales")


@pytest.mark.shows("order open", "B1")
def test_an_emergency_starts_first_and_still_owes_what_has_to_be_agreed(archive: Desk) -> None:
    view = archive.call(CALLED, severity="ordinary", affected="a printer", inside=False, emergency=True)
    assert view.standing.intake.admission == "emergency"
    view = archive.tell("2026-02-13T17:25", "assigned", person="li-na")
    assert view.standing.intake.owed == ("confirm_with_sales", "work_contact_form", "agree_fee")


def test_what_nobody_has_said_is_not_assumed(archive: Desk) -> None:
    view = archive.call(CALLED, severity="ordinary", symptom="nothing works")
    assert (view.standing.intake.admission, view.standing.stage) == ("undetermined", "scope_unknown")
    with pytest.raises(Refused):
        archive.tell("2026-02-13T17:25", "assigned", person="li-na")


def test_after_the_term_it_is_agreed_first_and_no_time_is_promised(archive: Desk) -> None:
    view = archive.call("2029-01-04T09:00", severity="ordinary", asset="scanner-01")
    assert (view.standing.stage, view.timetable) == ("needs_agreement", None)
    assert [each.result for each in view.standing.intake.reasons][:1] == ["no"]


@pytest.mark.shows("order open", "B10")
def test_a_complaint_is_taken_from_anybody_and_never_closes_by_itself(archive: Desk) -> None:
    view = archive.call(CALLED, request="complaint", symptom="nobody called back")
    assert view.standing.intake.admission == "covered"
    assert archive.show("2026-06-30T09:00").standing.stage != "closed"


@pytest.mark.shows("order open", "B9")
def test_work_outside_of_the_scope_waits_for_the_director(housing: Desk) -> None:
    view = housing.call("2026-09-07T09:00", severity="ordinary", affected="another portal", inside=False)
    assert (view.standing.intake.may_begin, view.standing.intake.approval) == (False, "maintenance_director")
    for step in view.standing.intake.owed:
        housing.tell("2026-09-07T10:00", "step_done", step=step)
    view = housing.tell("2026-09-07T10:05", "approved", by="maintenance_director")
    assert view.standing.intake.may_begin


def test_only_authorised_callers_is_told_and_leaves_no_fault_alone(housing: Desk) -> None:
    view = housing.call("2026-09-07T09:00", severity="ordinary", asset="storage-01", caller="somebody")
    notes = [each.said.codes[0] for each in view.standing.intake.reasons if each.result == "note"]
    assert notes == ["order.caller-not-authorised"]
    assert view.standing.intake.may_begin


def test_orders_of_one_day_are_counted_and_a_number_of_ones_own_is_taken_once(archive: Desk) -> None:
    assert archive.call(CALLED, severity="ordinary", asset="scanner-01").order.id == "SO-20260213-001"
    assert archive.call(CALLED, severity="ordinary", asset="scanner-01").order.id == "SO-20260213-002"
    archive.call(CALLED, severity="ordinary", asset="scanner-01", number="QH-7")
    with pytest.raises(UsageError) as taken:
        archive.call(CALLED, severity="ordinary", asset="scanner-01", number="QH-7")
    assert taken.value.code == "order.number-taken"
    assert [each.order.id for each in archive.everything(CALLED)] == [
        "QH-7",
        "SO-20260213-001",
        "SO-20260213-002",
    ]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"severity": "ordinary", "asset": "scanner-99"}, "order.no-such-asset"),
        ({"severity": "grave", "asset": "scanner-01"}, "deadline.no-such-severity"),
        ({"request": "wish"}, "deadline.no-such-request"),
        ({"severity": "ordinary", "asset": "scanner-01", "number": "../x"}, "order.no-number"),
        ({"severity": "ordinary", "asset": "scanner-01", "by": "nobody"}, "visit.unknown-person"),
    ],
)
def test_a_call_that_cannot_be_is_refused_and_nothing_is_written(
    archive: Desk, given: dict[str, str], code: str
) -> None:
    with pytest.raises(FieldopsError) as refused:
        archive.call(CALLED, **given)
    assert refused.value.code == code
    assert archive.everything(CALLED) == ()


def test_a_report_from_the_future_is_refused(archive: Desk) -> None:
    call = Call(archive.contract, "incident", "2026-02-13T17:20", "ordinary", asset="scanner-01")
    with pytest.raises(UsageError) as refused:
        open_order(archive.root, call, instant("2026-02-13T17:00"))
    assert refused.value.code == "log.future"


@pytest.mark.parametrize(
    ("at", "kind", "values", "code"),
    [
        ("2026-02-13T17:30", "frobnicated", {}, "log.unknown-kind"),
        ("2026-02-13T17:30", "assigned", {}, "order.lacks"),
        ("2026-02-13T17:30", "assigned", {"person": "nobody"}, "visit.unknown-person"),
        ("2026-02-13T17:10", "responded", {}, "log.before-report"),
        ("2026-02-13T17:30", "resumed", {}, "log.not-paused"),
        ("2026-02-13T17:30", "severity_changed", {"to": "grave"}, "log.unknown-value"),
        ("2026-02-13T17:30", "responded", {"by": "the cook"}, "log.unknown-value"),
        ("yesterday", "responded", {}, "deadline.no-such-time"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    archive: Desk, at: str, kind: str, values: dict[str, str], code: str
) -> None:
    from fieldops.actions.order_telling import Word, tell

    archive.call(CALLED, severity="ordinary", asset="scanner-01")
    with pytest.raises(FieldopsError) as refused:
        tell(archive.root, archive.order, Word(kind, at, values), instant("2026-02-13T17:40"))
    assert refused.value.code == code
    assert archive.show("2026-02-13T17:40").order.told == ()


def test_a_severity_that_the_contract_does_not_have_names_those_that_it_has(archive: Desk) -> None:
    with pytest.raises(NotPromised) as refused:
        archive.call(CALLED, severity="grave", asset="scanner-01")
    assert "choices" in refused.value.values


def test_the_same_told_again_is_recorded_once(archive: Desk) -> None:
    archive.call(CALLED, severity="ordinary", asset="scanner-01")
    archive.tell("2026-02-13T17:22", "responded", by="engineer")
    again = archive.tell("2026-02-13T17:22", "responded", by="engineer")
    assert len(again.order.told) == 1


def test_what_is_told_later_stands_where_it_happened(archive: Desk) -> None:
    archive.call(CALLED, severity="ordinary", asset="scanner-01")
    archive.tell("2026-02-13T19:00", "resolved")
    view = archive.tell("2026-02-13T18:10", "arrived", written="2026-02-13T19:30", by="engineer")
    assert [each.kind for each in view.order.told] == ["arrived", "resolved"]
    assert states(view)["onsite"] == "met"
