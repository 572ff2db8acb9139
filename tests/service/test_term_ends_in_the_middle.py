"""An order that was opened within the term and worked on after it: what is still owed, and what has to be agreed."""

from __future__ import annotations

from pathlib import Path

import pytest
from service.stories import Desk, states, to_do

from fieldops.errors import Refused
from fieldops.service.intake import after_term

# The last working day of the archive's contract, and a day after it.
LAST, AFTER = "2028-12-29", "2029-01-04"


@pytest.fixture
def archive(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path, "archive-digitisation")
    desk.call(f"{LAST}T17:20", severity="ordinary", asset="scanner-01")
    desk.tell(f"{LAST}T17:25", "assigned", person="li-na")
    return desk


def codes(desk: Desk, at: str) -> list[str]:
    return [each.said.codes[0] for each in desk.show(at).standing.handling if each.rule == "term"]


def close(desk: Desk, day: str) -> None:
    desk.tell(f"{day}T10:00", "resolved")
    desk.tell(f"{day}T10:01", "reported_done")
    desk.tell(f"{day}T10:02", "signed", evidence="sheet.pdf")
    desk.tell(f"{day}T10:03", "reviewed", by="department_manager")
    desk.tell(f"{day}T10:04", "called_back", by="quality")
    desk.tell(f"{day}T10:05", "confirmed")


def test_what_was_reported_within_the_term_is_done_after_it_by_the_same_times(archive: Desk) -> None:
    assert codes(archive, f"{LAST}T18:00") == []
    # What was promised is owed all the same, and nobody has to agree to it.
    assert codes(archive, f"{AFTER}T09:00") == ["order.term-ended"]
    view = archive.tell(f"{AFTER}T09:00", "arrived", by="engineer")
    assert (view.standing.stage, view.standing.intake.admission) == ("in_work", "covered")
    assert (states(view)["onsite"], view.timetable is None) == ("late", False)
    close(archive, AFTER)
    assert archive.show(f"{AFTER}T11:00").standing.stage == "closed"
    assert codes(archive, f"{AFTER}T11:00") == []


def test_what_comes_back_after_the_term_is_agreed_before_anybody_is_sent_again(archive: Desk) -> None:
    archive.tell(f"{LAST}T18:00", "resolved")
    view = archive.tell(f"{AFTER}T09:00", "reported_again")
    assert view.standing.stage == "needs_agreement"
    (reason,) = (each for each in view.standing.intake.reasons if each.rule == "term")
    assert (reason.result, reason.said.values["day"]) == ("no", AFTER)
    with pytest.raises(Refused) as refused:
        archive.tell(f"{AFTER}T09:05", "arrived", by="engineer")
    assert refused.value.code == "order.not-yet-dispatched"
    for minute, step in enumerate(("confirm_with_sales", "work_contact_form", "agree_fee"), 10):
        archive.tell(f"{AFTER}T09:{minute}", "step_done", step=step)
    assert "approval: sales" in to_do(archive.show(f"{AFTER}T09:13"))
    view = archive.tell(f"{AFTER}T09:15", "approved", by="sales")
    assert (view.standing.stage, view.standing.intake.admission) == ("assigned", "agreed")
    archive.tell(f"{AFTER}T09:40", "arrived", by="engineer")


def test_what_comes_back_within_the_term_is_covered_as_before(archive: Desk) -> None:
    archive.tell(f"{LAST}T18:00", "resolved")
    view = archive.tell(f"{LAST}T20:00", "reported_again")
    assert (view.standing.stage, view.standing.intake.admission) == ("assigned", "covered")


def test_an_order_from_after_the_term_has_no_term_that_ended_meanwhile(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "archive-digitisation")
    view = desk.call(f"{AFTER}T09:00", severity="ordinary", asset="scanner-01")
    assert after_term(view.order, view.agreement, view.standing.now) == ()


def test_a_contract_that_goes_on_by_itself_has_not_ended(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "managed-service")
    desk.call("2028-03-31T16:00", scope="core", urgency="urgent", asset="db-01")
    # Renewed tacitly for a year.
    assert codes(desk, "2028-04-03T09:00") == []
