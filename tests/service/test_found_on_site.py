"""Equipment that is found damaged on site, and experts who come to guide works there, on the examples of their sources. B12, H7"""

from __future__ import annotations

from pathlib import Path

import pytest
from service.stories import Desk, on_paper, times, to_do

from fieldops.errors import Refused, UsageError
from fieldops.messages import say_value


@pytest.fixture
def archive(tmp_path: Path) -> Desk:
    return Desk(tmp_path, "archive-digitisation")


@pytest.fixture
def portal(tmp_path: Path) -> Desk:
    return Desk(tmp_path, "housing-fund-portal")


def at_work(desk: Desk) -> str:
    """An engineer is at the customer's for the scanner; the order's number."""
    desk.call("2026-09-08T09:00", severity="ordinary", asset="scanner-01")
    desk.tell("2026-09-08T09:05", "assigned", person="li-na")
    desk.tell("2026-09-08T09:40", "remote_impossible")
    desk.tell("2026-09-08T09:45", "arrived", note="the hotline could do nothing")
    return desk.order


@pytest.mark.shows("order log", "B12")
@pytest.mark.shows("order next", "B12")
@pytest.mark.shows("order open", "B12")
@pytest.mark.shows("order documents", "B12")
def test_what_is_found_damaged_gets_an_order_of_its_own_with_the_times_of_a_repair(archive: Desk) -> None:
    visit = at_work(archive)
    found = {"note": "nas-01: a handle is broken", "evidence": "handle.jpg", "by": "李娜"}
    seen = archive.tell("2026-09-08T10:00", "damage_found", **found)
    asked = "no order for what was found damaged: nas-01: a handle is broken"
    assert [each for each in to_do(seen) if each.startswith(asked)] != []
    # It is in the way of the end, not of the work.
    archive.tell("2026-09-08T10:30", "resolved")
    with pytest.raises(Refused) as not_yet:
        archive.tell("2026-09-08T10:31", "closed")
    assert asked in say_value(not_yet.value.values["missing"], "en")

    repair = archive.call(
        "2026-09-08T10:40",
        "damage",
        severity="ordinary",
        asset="nas-01",
        channel="engineer",
        symptom="a handle is broken",
        about=visit,
    )
    assert repair.standing.intake.admission == "covered"
    assert times(repair) == [
        ("respond", "milestone", "2026-09-08T10:45"),
        ("decide", "milestone", "2026-09-09T17:30"),
        ("resolve", "milestone", "2026-09-15T10:40"),
    ]
    number, archive.order = archive.order, visit
    view = archive.show("2026-09-08T10:45")
    assert [each for each in to_do(view) if each.startswith(asked)] == []
    sheet = on_paper(archive, "sheet", "2026-09-08T11:00")
    assert "2026-09-08 10:00 | damage found | Li Na | nas-01: a handle is broken; handle.jpg" in sheet
    assert f"repair ordered | {number}" in sheet
    archive.order = number
    assert f"bezel | {visit} |".replace("bezel", "a handle is broken") in on_paper(
        archive, "sheet", "2026-09-08T11:00"
    )


def test_an_order_that_repairs_it_is_of_that_type_and_is_told_by_opening_it(archive: Desk) -> None:
    visit = at_work(archive)
    with pytest.raises(UsageError) as told:
        archive.tell("2026-09-08T10:00", "repair_ordered")
    assert told.value.code == "order.repair-by-opening"
    with pytest.raises(UsageError) as other:
        archive.call("2026-09-08T10:00", "consultation", symptom="how?", about=visit)
    assert other.value.code == "order.about-no-complaint"


def test_a_picture_is_asked_for(archive: Desk) -> None:
    at_work(archive)
    with pytest.raises(UsageError) as lacking:
        archive.tell("2026-09-08T10:00", "damage_found", note="a handle is broken")
    assert lacking.value.values["option"] == "--evidence"


@pytest.mark.shows("order open", "H7")
@pytest.mark.shows("order log", "H7")
@pytest.mark.shows("order show", "H7")
def test_who_guides_works_on_site_is_qualified_and_announced_in_time(portal: Desk) -> None:
    """Three working days from a Tuesday end with the Friday; those of the team who hold nothing are told."""
    view = portal.call("2026-09-08T09:00", "guidance", inside=True, caller="卢敏", symptom="a second switch")
    assert "assign an engineer" in to_do(view)
    portal.tell("2026-09-08T09:30", "responded", by="account_manager")
    early = portal.tell("2026-09-08T09:31", "deadline_agreed", milestone="onsite", due="2026-09-10T14:00")
    told = [say_value(each.said, "en") for each in early.standing.handling]
    assert told == [
        "asked for on 2026-09-08 09:00 to be there by 2026-09-10 14:00; the contract wants it announced 3 working days "
        "before, so the earliest is 2026-09-11 24:00"
    ]
    right = portal.tell("2026-09-08T10:00", "deadline_agreed", milestone="onsite", due="2026-09-14T09:00")
    assert right.standing.handling == ()
    unfit = portal.tell("2026-09-08T10:05", "assigned", person="shi-wen")
    assert [each.rule for each in unfit.standing.handling] == ["qualification"]
    portal.tell("2026-09-08T10:10", "assigned", person="pan-yue")
    done = portal.tell("2026-09-14T08:50", "arrived", note="the switch is put in")
    assert done.standing.status is not None
    onsite = [each for each in done.standing.status.states if each.deadline.milestone == "onsite"]
    assert [each.state for each in onsite] == ["met"]
