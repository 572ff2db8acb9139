"""Why each time of an order is when it is: counted day by day, without its pauses, by the severity that holds."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from service.stories import Desk

from fieldops.actions.orders import View
from fieldops.messages import say_value
from fieldops.sla.explanation import Explained, explained

FRIDAY = "2026-09-11T17:20"


def why(view: View, milestone: str, kind: str = "milestone") -> list[Explained]:
    assert view.timetable is not None
    assert view.standing.status is not None
    found = explained(view.timetable, view.standing.status)
    return [each for each in found if (each.deadline.milestone, each.deadline.kind) == (milestone, kind)]


def test_a_night_on_which_the_customer_was_waited_for_is_not_counted(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "archive-digitisation")
    desk.call(FRIDAY, severity="ordinary", asset="scanner-01")
    desk.tell("2026-09-11T17:30", "assigned", person="li-na")
    desk.tell("2026-09-11T19:20", "paused", reason="waiting_for_customer", evidence="a letter")
    view = desk.tell("2026-09-12T08:00", "resumed")
    # Two hours on Friday, the third from eight on Saturday.
    counted = [[(str(day.day), day.counted, day.total) for day in each.days] for each in why(view, "resolve")]
    hours = timedelta(hours=1)
    assert [
        ("2026-09-11", 2 * hours, 2 * hours),
        ("2026-09-12", hours, 3 * hours),
    ] in counted
    for each in why(view, "resolve"):
        assert each.deadline.due is not None
        assert each.days[-1].open[-1][1] == each.deadline.due


def test_a_day_at_whose_end_the_clock_stood_still_is_no_working_day(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "archive-digitisation")
    desk.call(FRIDAY, severity="ordinary", asset="scanner-01")
    desk.tell("2026-09-11T17:30", "assigned", person="li-na")
    desk.tell("2026-09-14T16:00", "paused", reason="waiting_for_customer", evidence="a letter")
    view = desk.tell("2026-09-15T09:00", "resumed")
    (latest,) = why(view, "resolve", "at_the_latest")
    numbered = {str(day.day): day.number for day in latest.days if day.number}
    assert numbered == {"2026-09-15": 1, "2026-09-16": 2}


def test_a_clock_that_stands_still_is_counted_until_then_and_says_what_is_left(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "archive-digitisation")
    desk.call(FRIDAY, severity="ordinary", asset="scanner-01")
    desk.tell("2026-09-11T17:30", "assigned", person="li-na")
    desk.tell("2026-09-14T16:00", "paused", reason="waiting_for_customer", evidence="a letter")
    view = desk.show("2026-09-20T09:00")
    (latest,) = why(view, "resolve", "at_the_latest")
    assert (latest.state.state, latest.working_days_left) == ("paused", 2)
    assert [str(day.day) for day in latest.days] == ["2026-09-11", "2026-09-12", "2026-09-13", "2026-09-14"]
    assert any("2026-09-14 16:00" in say_value(each.said, "en") for each in latest.deadline.reasons)
    for each in why(view, "resolve"):
        assert each.days[-1].total <= timedelta(hours=9 + 8)


def test_what_was_agreed_is_counted_from_nothing(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "archive-digitisation")
    desk.call(FRIDAY, severity="ordinary", asset="scanner-01")
    view = desk.tell("2026-09-11T17:30", "deadline_agreed", milestone="onsite", due="2026-09-12T09:00")
    (onsite,) = why(view, "onsite")
    assert (onsite.days, onsite.deadline.reasons[0].rule) == ((), "agreed")


@pytest.mark.parametrize("reported", ["2026-09-11T17:20", "2026-09-30T17:20", "2026-09-13T09:05"])
def test_what_is_counted_is_what_was_promised(tmp_path: Path, reported: str) -> None:
    desk = Desk(tmp_path, "managed-service")
    view = desk.call(reported, severity="level-3", inside=True)
    assert view.timetable is not None
    assert view.standing.status is not None
    found = explained(view.timetable, view.standing.status)
    assert found
    for each in found:
        limit = each.deadline.limit
        assert limit is not None
        last = each.days[-1]
        assert (last.number if limit.working_days else last.total) == (limit.working_days or limit.span)
