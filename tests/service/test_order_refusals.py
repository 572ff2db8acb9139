"""What is not recorded of an order because it is somebody else's word or comes too early; and whose times do not run."""

from __future__ import annotations

from pathlib import Path

import pytest
from service.stories import Desk, states, times, to_do

from fieldops.actions.order_lists import insist_on_person
from fieldops.errors import FieldopsError, UsageError

CALLED = "2026-02-13T17:20"


@pytest.fixture
def archive(tmp_path: Path) -> Desk:
    return Desk(tmp_path, "archive-digitisation")


def refused(desk: Desk, at: str, kind: str, **values: str) -> str:
    with pytest.raises(FieldopsError) as found:
        desk.tell(at, kind, **values)
    return found.value.code


def test_only_the_customer_confirms_and_only_what_was_resolved(archive: Desk) -> None:
    archive.call(CALLED, severity="ordinary", asset="scanner-01")
    assert refused(archive, "2026-02-13T17:30", "confirmed") == "order.not-resolved"
    archive.tell("2026-02-13T18:00", "resolved")
    assert refused(archive, "2026-02-13T18:05", "confirmed", by="engineer") == "order.not-the-customer"
    archive.tell("2026-02-13T18:10", "confirmed", by="customer")
    archive.tell("2026-02-13T19:00", "reported_again")
    assert refused(archive, "2026-02-13T19:05", "confirmed") == "order.not-resolved"


def test_nobody_resolves_what_nobody_may_work_on(archive: Desk) -> None:
    archive.call(CALLED, severity="ordinary", affected="a printer", inside=False)
    assert refused(archive, "2026-02-13T18:00", "resolved") == "order.not-yet-dispatched"


def test_a_pause_that_the_contract_does_not_have_is_refused_and_blocks_none_that_it_has(
    archive: Desk,
) -> None:
    archive.call(CALLED, severity="ordinary", asset="scanner-01")
    found = refused(archive, "2026-02-13T17:30", "paused", reason="third_party", evidence="letter")
    assert found == "order.pause-not-allowed"
    view = archive.tell("2026-02-13T17:31", "paused", reason="waiting_for_customer", evidence="letter")
    assert "paused" in states(view).values()


def test_no_times_run_for_what_is_outside_of_the_scope_but_those_agreed_for_it(archive: Desk) -> None:
    view = archive.call(CALLED, severity="ordinary", affected="a printer", inside=False, emergency=True)
    assert (times(view), view.standing.is_late) == ([], False)
    late = archive.show("2026-06-30T09:00").standing
    assert (late.is_late, late.status and late.status.steps) == (False, ())
    view = archive.tell("2026-02-13T18:00", "deadline_agreed", milestone="resolve", due="2026-02-27")
    assert set(times(view)) == {("resolve", "milestone", "2026-02-28T00:00")}
    assert archive.show("2026-06-30T09:00").standing.is_late


def test_for_outside_no_sentence_about_something_else_is_cited(archive: Desk) -> None:
    view = archive.call(CALLED, severity="ordinary", affected="a printer", inside=False)
    assert [each.clause for each in view.standing.intake.reasons if each.rule == "scope"] == [None]


def test_what_was_done_before_an_order_was_closed_may_be_written_late_but_nothing_is_done_after(
    tmp_path: Path,
) -> None:
    desk = Desk(tmp_path, "managed-service")
    desk.call("2026-09-08T10:00", request="consultation", facts={"technical_question": True})
    desk.tell("2026-09-08T11:00", "resolved", by="engineer")
    desk.tell("2026-09-08T11:05", "closed", by="engineer")
    assert refused(desk, "2026-09-08T12:00", "work_done", note="restarted") == "order.closed-already"
    desk.tell("2026-09-08T10:30", "work_done", "2026-09-08T12:00", note="restarted")


def rules(desk: Desk, at: str) -> list[str]:
    return [each.rule for each in desk.show(at).standing.handling]


def test_who_is_sent_without_the_qualification_and_who_signs_for_the_customer_is_told(archive: Desk) -> None:
    archive.call(CALLED, severity="ordinary", asset="scanner-01")
    archive.tell("2026-02-13T17:30", "resolved")
    archive.tell("2026-02-13T17:31", "signed", by="engineer", evidence="sheet.pdf")
    assert rules(archive, "2026-02-13T17:32") == ["signature"]


def test_positions_steps_and_reasons_are_understood_as_they_are_shown(archive: Desk) -> None:
    archive.call(CALLED, severity="ordinary", affected="a printer", inside=False)
    view = archive.tell("2026-02-13T17:30", "step_done", step="与销售确认", by="工程师")
    assert (view.order.told[0].step, view.order.told[0].by) == ("confirm_with_sales", "engineer")


def test_what_is_resolved_needs_no_measure_any_more(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "archive-digitisation")
    desk.call(CALLED, severity="ordinary", asset="scanner-01")
    desk.tell("2026-02-28T17:30", "resolved")
    status = desk.show("2026-03-20T09:00").standing.status
    assert status is not None
    actions = [each for each in status.states if each.deadline.kind == "action"]
    assert [each for each in actions if each.state in ("due", "waiting")] == []


@pytest.mark.parametrize("name", ["NOBODY", "nobody at all"])
def test_a_person_that_nobody_is_is_told_with_the_choices(archive: Desk, name: str) -> None:
    insist_on_person(archive.root, "li-na")
    insist_on_person(archive.root, "李娜")
    with pytest.raises(UsageError) as found:
        insist_on_person(archive.root, name)
    assert found.value.code == "order.no-such-person"
    assert "li-na" in str(found.value.values["choices"])


@pytest.mark.parametrize(
    ("resolved", "plan"), [("2026-09-10T09:00", "not_applicable"), ("2026-09-14T09:00", "late")]
)
def test_what_is_resolved_needs_no_plan_any_more(tmp_path: Path, resolved: str, plan: str) -> None:
    desk = Desk(tmp_path, "managed-service")
    desk.call("2026-09-08T16:00", request="change", affected="a new report", inside=True)
    desk.tell(resolved, "resolved", by="engineer")
    view = desk.show("2026-12-31T09:00")
    assert states(view)["plan"] == plan
    assert not any(each.startswith("plan") for each in to_do(view))
