"""A deadline that was agreed with the customer where the contract promises none: after its term, and outside of its scope."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from service.stories import Desk, on_paper, states, to_do

from fieldops.errors import FieldopsError
from fieldops.messages import say_value
from fieldops.service.agenda import dues

# A Thursday after the term, and a Monday within it.
AFTER, WITHIN = "2029-01-04", "2026-03-02"
OUTSIDE = {"affected": "a printer of another maker", "inside": False}


def agreed(desk: Desk, day: str, **given: Any) -> None:
    """Work that is not covered, agreed for the next day at noon; somebody is sent."""
    desk.call(f"{day}T09:00", **given)
    for minute, step in enumerate(("confirm_with_sales", "work_contact_form", "agree_fee"), 10):
        desk.tell(f"{day}T09:{minute}", "step_done", step=step, evidence="form 12")
    desk.tell(f"{day}T09:20", "approved", by="sales")
    tomorrow = f"{day[:-1]}{int(day[-1]) + 1}"
    desk.tell(f"{day}T09:25", "deadline_agreed", milestone="resolve", due=f"{tomorrow}T12:00", by="陈立")
    desk.tell(f"{day}T09:30", "assigned", person="li-na")


@pytest.mark.shows("order documents", "B3")
@pytest.mark.parametrize(
    ("day", "given"), [(AFTER, {"asset": "scanner-01"}), (WITHIN, {"severity": "ordinary", **OUTSIDE})]
)
def test_it_is_what_is_due_and_says_with_whom(tmp_path: Path, day: str, given: dict[str, Any]) -> None:
    desk = Desk(tmp_path, "archive-digitisation")
    agreed(desk, day, **given)
    view = desk.show(f"{day}T10:00")
    clocks = view.standing.clocks
    assert clocks is not None
    # The contract's service level promises the resolution twice: what was agreed is one time all the same.
    assert [(each.deadline.milestone, each.state) for each in clocks.states] == [("resolve", "running")]
    tomorrow = f"{day[:-1]}{int(day[-1]) + 1}"
    said = [say_value(one.said, "en") for one in clocks.states[0].deadline.reasons]
    assert said == [f"agreed with 陈立 on {day}: {tomorrow} 12:00"]
    assert [f"{each.at:%Y-%m-%dT%H:%M}" for each in dues(view.standing) if each.at] == [f"{tomorrow}T12:00"]
    assert to_do(view).count("resolution") == 1
    sheet = on_paper(desk, "sheet", f"{day}T10:00")
    assert f"resolution | agreed on {day} with 陈立 | {tomorrow} 12:00" in sheet


def test_it_is_missed_and_kept_as_any_other(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "archive-digitisation")
    agreed(desk, AFTER, asset="scanner-01")
    assert desk.show("2029-01-05T12:01").standing.is_late
    view = desk.tell("2029-01-05T11:30", "resolved", "2029-01-05T12:02")
    assert not view.standing.is_late
    assert view.standing.clocks is not None
    assert view.standing.clocks.states[0].state == "met"
    # It comes back, and the new time holds.
    desk.tell("2029-01-06T09:00", "reported_again")
    assert desk.show("2029-01-06T09:01").standing.is_late


def test_what_is_agreed_for_nothing_that_there_is_is_refused(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "archive-digitisation")
    agreed(desk, AFTER, asset="scanner-01")
    with pytest.raises(FieldopsError) as found:
        desk.tell("2029-01-04T10:00", "deadline_agreed", milestone="lunch", due="2029-01-05")
    assert found.value.code == "log.unknown-value"


def test_a_covered_order_says_with_whom_too(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "archive-digitisation")
    desk.call(f"{WITHIN}T09:00", severity="ordinary", asset="scanner-01")
    desk.tell(f"{WITHIN}T09:10", "deadline_agreed", milestone="onsite", due=f"{WITHIN}T14:00", contact="刘工")
    view = desk.tell(f"{WITHIN}T13:50", "arrived", by="engineer")
    assert states(view)["onsite"] == "met"
    assert f"on site | agreed on {WITHIN} with 刘工 | {WITHIN} 14:00" in on_paper(
        desk, "sheet", f"{WITHIN}T14:00"
    )
