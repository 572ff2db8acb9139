"""Whom to send, and who is asked when nobody can come: told as stories on the examples of their sources. A7, B2, B4, B7"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from service.stories import Desk, instant, to_do

from fieldops.actions.dispatch import proposals
from fieldops.actions.orders import View
from fieldops.errors import Refused
from fieldops.service.dispatch import Proposal

CALLED = (
    "2026-02-13T17:20"  # the Friday before the week of the Spring Festival; Li Na and Zhao Lei are on duty
)


@pytest.fixture
def archive(tmp_path: Path) -> Desk:
    return Desk(tmp_path, "archive-digitisation")


def proposal(desk: Desk, view: View) -> Proposal:
    return proposals(desk.root, (view,), view.standing.now)[view.order.id]


def chosen(desk: Desk, view: View) -> str | None:
    person = proposal(desk, view).person
    return person.id if person is not None else None


def codes(found: Proposal) -> list[str]:
    return [each.said.codes[0] for each in found.reasons]


def call(desk: Desk, at: str, asset: str = "scanner-01") -> View:
    return desk.call(at, severity="ordinary", asset=asset)


@pytest.mark.shows("order open", "A7", "B2")
def test_the_first_of_those_on_duty_is_proposed(archive: Desk) -> None:
    assert chosen(archive, call(archive, CALLED)) == "li-na"
    assert chosen(archive, call(archive, "2026-02-20T09:00")) == "zhang-wei"
    # During the holiday the roster's exception holds.
    assert codes(proposal(archive, call(archive, "2026-10-02T09:00"))) == ["dispatch.free"] * 2
    assert chosen(archive, call(archive, "2026-10-02T09:00")) == "zhang-wei"


def test_equipment_of_a_category_asks_for_what_the_contract_says(archive: Desk) -> None:
    found = proposal(archive, call(archive, CALLED, "nas-01"))
    assert found.person is not None
    assert (found.person.id, codes(found)) == ("li-na", ["dispatch.qualified", "dispatch.lacks"])
    nobody = proposal(archive, call(archive, "2026-02-20T09:00", "nas-01"))
    assert (nobody.person, codes(nobody)) == (None, ["dispatch.lacks", "dispatch.lacks"])


def test_who_is_at_work_on_what_comes_first_is_passed_over(archive: Desk) -> None:
    call(archive, CALLED)
    archive.tell("2026-02-13T17:21", "assigned", person="li-na")
    second = call(archive, "2026-02-13T17:22")
    assert chosen(archive, second) == "zhao-lei"
    assert "dispatch.busy" in codes(proposal(archive, second))
    archive.tell("2026-02-13T17:23", "assigned", person="zhao-lei")
    # Both have something that comes first: whose work comes later is proposed all the same.
    third = call(archive, "2026-02-13T17:24")
    said = ["dispatch.least-busy", "dispatch.busy"]
    assert (chosen(archive, third), codes(proposal(archive, third))) == ("zhao-lei", said)


def test_who_has_finished_is_free_again(archive: Desk) -> None:
    call(archive, CALLED)
    archive.tell("2026-02-13T17:21", "assigned", person="li-na")
    archive.tell("2026-02-13T17:40", "resolved")
    assert chosen(archive, call(archive, "2026-02-13T17:45")) == "li-na"


def test_before_the_roster_begins_nobody_is_known_to_be_on_duty(archive: Desk) -> None:
    file = archive.root / "contracts" / "team-east.yaml"
    file.write_text(file.read_text("utf-8").replace("start: 2026-01-05", "start: 2026-03-02"), "utf-8")
    found = proposal(archive, call(archive, CALLED))
    assert (found.person, codes(found)) == (None, ["dispatch.no-roster"])


@pytest.mark.shows("order log", "B4")
def test_the_engineer_cannot_come_on_the_friday_before_the_holiday(archive: Desk) -> None:
    call(archive, CALLED)
    archive.tell("2026-02-13T17:22", "assigned", person="li-na")
    view = archive.tell("2026-02-13T17:25", "engineer_unavailable")
    assert (view.standing.stage, view.order.assigned_to) == ("to_dispatch", None)
    assert chosen(archive, view) == "zhao-lei"
    assert {"tell the customer", "assign an engineer"} <= set(to_do(view))
    view = archive.tell("2026-02-13T17:27", "informed")
    assert "tell the customer" not in to_do(view)
    archive.tell("2026-02-13T17:28", "deadline_agreed", milestone="onsite", due="2026-02-14T09:00")
    # Nobody knows what to do: the department manager has five minutes.
    view = archive.tell("2026-02-13T17:30", "still_unclear")
    assert "ask: department manager (department-manager)" in to_do(view)
    view = archive.tell("2026-02-13T17:31", "escalated", step="department-manager")
    assert "answer to the escalation: department manager" in to_do(view)
    assert view.standing.status is not None
    following = view.standing.status.next_step
    assert following is not None
    assert (following.to, following.at) == ("general_manager", instant("2026-02-13T17:35"))
    # He has let them pass: the general manager is asked, and nobody else any more.
    late = archive.show("2026-02-13T17:36")
    assert "ask: general manager (general-manager)" in to_do(late)
    assert "answer to the escalation: department manager" not in to_do(late)
    archive.tell("2026-02-13T17:37", "escalated", step="general-manager")
    view = archive.tell("2026-02-13T17:40", "escalation_answered", step="general-manager")
    assert not [each for each in to_do(view) if "escalation" in each or "ask:" in each]
    view = archive.tell("2026-02-13T17:41", "assigned", person="zhao-lei")
    assert (view.standing.stage, view.order.assigned_to) == ("assigned", "zhao-lei")


def test_an_engineer_who_comes_after_all_has_it_again(archive: Desk) -> None:
    call(archive, CALLED)
    archive.tell("2026-02-13T17:22", "assigned", person="li-na")
    archive.tell("2026-02-13T17:25", "engineer_unavailable")
    view = archive.tell("2026-02-13T17:50", "arrived", by="engineer", note="came after all")
    assert (view.order.assigned_to, view.standing.stage) == ("li-na", "in_work")


@pytest.mark.shows("order log", "B7")
def test_on_site_before_remote_is_told_with_the_clause(archive: Desk) -> None:
    call(archive, CALLED)
    archive.tell("2026-02-13T17:22", "assigned", person="li-na")
    view = archive.tell("2026-02-13T18:10", "arrived", by="engineer")
    (early,) = view.standing.handling
    assert (early.said.codes[0], early.clause) == (
        "order.too-early",
        ("ServiceLevel", "archive-support", ("handling", "order")),
    )


@pytest.mark.shows("order log", "B7")
def test_where_the_contract_is_strict_a_way_is_left_out_only_with_a_reason(tmp_path: Path) -> None:
    housing = Desk(tmp_path, "housing-fund-portal")
    housing.call("2026-09-07T09:00", severity="ordinary", asset="storage-01")
    housing.tell("2026-09-07T09:05", "assigned", person="han-bing")
    with pytest.raises(Refused) as refused:
        housing.tell("2026-09-07T09:30", "departed")
    assert refused.value.code == "order.way-before"
    view = housing.tell("2026-09-07T09:30", "departed", note="the line is down")
    assert view.standing.handling == ()
    view = housing.tell("2026-09-07T10:00", "arrived")
    assert view.standing.stage == "in_work"
    housing.call("2026-09-07T10:05", severity="ordinary", asset="storage-01")
    with pytest.raises(Refused):
        housing.tell("2026-09-07T10:30", "action_taken", action="expert_panel")


def test_what_cannot_be_helped_remotely_goes_on_site_at_once(archive: Desk) -> None:
    archive.call(CALLED, severity="ordinary", asset="scanner-01", facts={"remotely_fixable": False})
    archive.tell("2026-02-13T17:22", "assigned", person="li-na")
    assert archive.tell("2026-02-13T18:10", "arrived", by="engineer").standing.handling == ()


@pytest.mark.shows("order log", "B7")
def test_while_experts_work_on_it_the_customer_is_kept_informed(archive: Desk) -> None:
    call(archive, CALLED)
    archive.tell("2026-02-13T17:22", "assigned", person="li-na")
    archive.tell("2026-02-13T17:30", "remote_started", by="engineer")
    archive.tell("2026-02-13T18:10", "arrived", by="engineer")
    view = archive.tell("2026-02-13T20:30", "action_taken", action="expert_panel")
    said = "tell the customer how it goes on with the experts"
    assert said in to_do(view)
    assert view.standing.handling == ()
    assert said not in to_do(archive.tell("2026-02-13T20:40", "informed"))


def test_a_proposal_is_for_the_moment_at_which_it_is_asked(archive: Desk) -> None:
    view = call(archive, CALLED)
    later = archive.show((view.standing.now + timedelta(days=7)).isoformat()[:16])
    assert chosen(archive, later) == "zhang-wei"
