"""An order stays on somebody's list, and open, until everything that ends it is there. B4-B6"""

from __future__ import annotations

from pathlib import Path

import pytest
from service.stories import Desk, to_do

from fieldops.actions.orders import View
from fieldops.errors import FieldopsError
from fieldops.messages import say_value
from fieldops.service.agenda import dues
from fieldops.service.assessment import assessed, quarter_of
from fieldops.service.told_names import named
from fieldops.sla.event_kinds import kind_meant

SOLVED = "2026-02-13T18:30"


@pytest.fixture
def archive(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path, "archive-digitisation")
    desk.call("2026-02-13T17:20", severity="ordinary", asset="scanner-01")
    desk.tell("2026-02-13T17:22", "assigned", person="li-na")
    return desk


def resolved(desk: Desk) -> View:
    desk.tell("2026-02-13T17:50", "arrived", note="the customer let us in")
    return desk.tell(SOLVED, "resolved")


def closed_at(view: View) -> str | None:
    assert view.standing.status is not None
    at = view.standing.status.closing.at
    return at.isoformat()[:16] if at is not None else None


def test_the_customers_word_on_the_telephone_does_not_close_what_nobody_has_signed(archive: Desk) -> None:
    resolved(archive)
    archive.tell("2026-02-13T19:00", "confirmed")
    view = archive.show("2026-03-02T09:00")
    assert (view.standing.stage, closed_at(view)) == ("resolved", None)
    assert {"send: inspection notice", "send: rectification notice"} <= set(to_do(view))


def test_an_order_is_closed_when_the_last_of_it_is_there(archive: Desk) -> None:
    resolved(archive)
    archive.tell("2026-02-13T19:00", "confirmed")
    archive.tell("2026-02-13T19:05", "reported_done")
    archive.tell("2026-02-13T19:06", "signed", evidence="sheet, page 1")
    archive.tell("2026-02-25T09:00", "reviewed", by="department_manager")
    view = archive.tell("2026-02-26T10:00", "called_back", by="quality")
    assert (view.standing.stage, closed_at(view)) == ("closed", "2026-02-26T10:00")
    assert view.standing.status is not None
    notices = [each.id for each in view.standing.status.steps if each.kind == "notice"]
    assert notices == ["inspection_notice"]


@pytest.mark.parametrize(
    ("kind", "by", "asked"),
    [
        ("reviewed", "engineer", "department_manager"),
        ("reviewed", "hotline", "department_manager"),
        ("called_back", "engineer", "quality"),
    ],
)
def test_review_and_call_back_are_the_managers_and_qualitys(
    archive: Desk, kind: str, by: str, asked: str
) -> None:
    resolved(archive)
    with pytest.raises(FieldopsError) as refused:
        archive.tell("2026-02-13T19:00", kind, by=by)
    assert refused.value.code == "order.not-theirs-to-say"
    assert refused.value.values["option"] == asked


def test_what_closing_lacks_is_for_whoever_does_it(archive: Desk) -> None:
    for_whom = {say_value(each.what, "en"): each.by for each in dues(resolved(archive).standing)}
    assert for_whom["the engineer has not reported completion"] == "engineer"
    assert for_whom["the manager has not reviewed the service sheet"] == "department_manager"
    assert for_whom["quality has not called the customer back"] == "quality"
    assert for_whom["the customer has not confirmed that it is solved"] == "hotline"


def test_what_nobody_promised_a_time_for_stays_until_it_is_solved(tmp_path: Path) -> None:
    platform = Desk(tmp_path, "device-platform")
    platform.call("2026-11-09T09:00", severity="common", inside=True, facts={"remotely_fixable": False})
    platform.tell("2026-11-09T09:05", "assigned", person="tang-yu")
    for minute, kind in ((10, "responded"), (30, "arrived"), (40, "plan_given")):
        platform.tell(f"2026-11-09T09:{minute}", kind)
    assert "resolution" in to_do(platform.tell("2026-11-09T09:45", "informed"))
    waits = platform.tell("2026-11-09T09:50", "part_needed", note="main board")
    assert {"part needed: main board", "resolution"} <= set(to_do(waits))
    put_in = platform.tell("2026-11-09T11:00", "part_used", note="main board")
    assert "part needed: main board" not in to_do(put_in)
    assert "resolution" not in to_do(platform.tell("2026-11-09T11:10", "resolved"))
    again = platform.tell("2026-11-10T08:00", "reported_again")
    assert "resolution" in to_do(again)


def test_approval_comes_after_what_is_approved(archive: Desk) -> None:
    archive.call("2026-02-14T09:00", severity="ordinary", affected="a printer", inside=False)
    with pytest.raises(FieldopsError) as refused:
        archive.tell("2026-02-14T09:01", "approved", by="department_manager")
    assert refused.value.code == "order.approval-before-steps"


def test_a_severity_is_taken_as_it_is_shown(archive: Desk) -> None:
    timetable = archive.show("2026-02-13T17:30").timetable
    assert timetable is not None
    grades = {each.id: say_value(each.name, "zh-CN") for each in timetable.level.severities}
    for id, name in grades.items():
        view = archive.tell("2026-02-13T17:30", "severity_changed", to=name)
        assert view.order.told[-1].to == id
        said = named(view.agreement, timetable.level, view.order.told[-1])
        assert [say_value(each, "zh-CN") for each in said] == [name]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("接单", "accepted"),
        ("出发", "departed"),
        ("到场", "arrived"),
        ("已解决", "resolved"),
        ("on fire", None),
    ],
)
def test_events_are_taken_by_their_everyday_words_in_files_too(said: str, kind: str | None) -> None:
    assert kind_meant(said) == kind


def test_a_complaint_that_was_opened_as_one_is_counted_as_one(tmp_path: Path) -> None:
    managed = Desk(tmp_path, "managed-service")
    view = managed.call("2026-09-30T17:00", request="complaint", symptom="nobody called back")
    (row,), _ = assessed([(view.standing, view.agreement)], quarter_of("2026Q3"))
    assert row.counts["complaints"] == 1


def test_a_pause_without_the_evidence_that_the_contract_asks_for_is_not_taken(archive: Desk) -> None:
    with pytest.raises(FieldopsError) as refused:
        archive.tell("2026-02-13T17:40", "paused", reason="waiting_for_customer")
    assert refused.value.code == "order.pause-without-evidence"
    archive.tell("2026-02-13T17:40", "paused", reason="waiting_for_customer", evidence="their letter")
