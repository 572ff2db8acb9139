"""Remote sessions told as stories: who may be let in, when one ends, and what has to follow before its order is closed. E1-E4"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from service.stories import Room, instant, on_paper, to_do

from fieldops.actions.orders import View
from fieldops.actions.remote_sessions import (
    all_sessions,
    sessions_called,
)
from fieldops.errors import FieldopsError, Refused, UsageError
from fieldops.messages import say_value
from fieldops.service.agenda import dues

OPEN = "2026-09-08T09:30"  # a Tuesday, within the windows of the device platform's contract
OURS, PERMITTED = {"person": "lin-hao"}, {"permitted_by": "沈洁"}


@pytest.fixture
def device(tmp_path: Path) -> Room:
    room = Room(tmp_path, "device-platform")
    room.call(OPEN, severity="common", asset="platform-01", facts={"remotely_fixable": True})
    room.tell("2026-09-08T09:32", "assigned", person="lin-hao")
    return room


@pytest.fixture
def housing(tmp_path: Path) -> Room:
    room = Room(tmp_path, "housing-fund-portal")
    room.call("2026-09-08T17:40", severity="ordinary", asset="storage-01")
    room.tell("2026-09-08T17:45", "assigned", person="han-bing")
    return room


@pytest.fixture
def managed(tmp_path: Path) -> Room:
    room = Room(tmp_path, "managed-service")
    room.call(
        "2026-09-08T03:10",
        scope="core",
        urgency="urgent",
        inside=True,
        affected="x",
        facts={"same_city": True},
    )
    return room


@pytest.mark.shows("session open", "E1")
def test_without_the_customers_permission_nobody_logs_in(device: Room) -> None:
    with pytest.raises(Refused) as refused:
        device.log_in("2026-09-08T09:40")
    assert (refused.value.code, refused.value.values["choices"]) == ("session.no-permission", "沈洁")
    assert device.show("2026-09-08T09:40").order.sessions == ()


@pytest.mark.shows("session open", "E1")
def test_a_permission_lasts_until_the_time_agreed_and_no_longer_than_the_window(device: Room) -> None:
    agreed = device.log_in("2026-09-08T09:40", until="2026-09-08T11:00", **PERMITTED)
    assert agreed.session.opened.until == instant("2026-09-08T11:00")
    assert agreed.view.standing.stage == "in_work"
    device.log_out("2026-09-08T10:00")
    longer = device.log_in("2026-09-08T10:05", until="2026-09-08T20:00", **PERMITTED)
    assert (longer.session.opened.until, longer.cut) == (
        instant("2026-09-08T17:00"),
        instant("2026-09-08T20:00"),
    )
    assert agreed.cut is None
    device.log_out("2026-09-08T10:10")
    unsaid = device.log_in("2026-09-08T10:15", **PERMITTED)
    assert unsaid.session.opened.until == instant("2026-09-08T17:00")


@pytest.mark.parametrize(
    ("at", "given", "code"),
    [
        ("2026-09-08T18:00", PERMITTED, "admission.closed"),
        ("2026-09-12T10:00", PERMITTED, "admission.closed"),
        ("2026-09-08T09:40", {"permitted_by": "somebody"}, "visit.may-not-consent"),
        ("2026-09-08T09:40", {**PERMITTED, "until": "2026-09-08T09:00"}, "visit.times-out-of-order"),
        ("2026-09-08T09:40", {**PERMITTED, "person": "nobody"}, "archive.not-of-team"),
        ("2026-09-08T09:40", {**PERMITTED, "assets": ("nothing",)}, "session.no-such-asset"),
        ("2026-09-08T09:40", {**PERMITTED, "role": "cook"}, "log.unknown-value"),
        ("2026-09-08T09:40", {**PERMITTED, "begun": "2026-09-08T10:00"}, "log.future"),
        ("2026-09-08T09:40", {**PERMITTED, "begun": "2026-09-08T09:00"}, "log.before-report"),
        ("2026-09-08T09:40", {"override": "  "}, "admission.blank-reason"),
    ],
)
def test_what_may_not_be_is_refused_and_nothing_is_written(
    device: Room, at: str, given: dict[str, Any], code: str
) -> None:
    with pytest.raises(FieldopsError) as refused:
        device.log_in(at, **given)
    assert refused.value.code == code
    assert device.show("2026-09-12T11:00").order.sessions == ()


def test_what_stood_against_it_is_recorded_with_the_reason_it_was_overridden_for(device: Room) -> None:
    shown = device.log_in("2026-09-08T22:00", override="outage, asked for by phone")
    assert shown.session.opened.override is not None
    assert [each.code for each in shown.session.opened.override.refused] == ["session.no-permission"]


def test_a_standing_permission_is_named_by_its_paper(managed: Room) -> None:
    managed.tell("2026-09-08T03:12", "assigned", person="liang-kai")
    shown = managed.log_in("2026-09-08T03:20", role="senior_engineer")
    assert shown.session.opened.evidence == "远程运维授权书（2026-03-28）"
    assert shown.session.opened.until is None
    status = shown.view.standing.status
    assert status is not None
    remote = [each.state for each in status.states if each.deadline.milestone == "remote"]
    assert remote == ["met", "not_applicable"]


def test_before_somebody_may_be_sent_nobody_logs_in_either(device: Room) -> None:
    device.call("2026-09-08T09:50", severity="common", affected="a printer", inside=False)
    with pytest.raises(Refused) as refused:
        device.log_in("2026-09-08T09:55", **OURS, **PERMITTED)
    assert refused.value.code == "order.not-yet-dispatched"


@pytest.mark.shows("session close", "E3")
def test_a_session_ends_when_the_problem_is_solved_or_with_somebody_who_goes_on(device: Room) -> None:
    device.log_in("2026-09-08T09:40", **PERMITTED)
    with pytest.raises(Refused) as refused:
        device.log_out("2026-09-08T10:00", "unsolved")
    assert refused.value.code == "session.only-solved"
    with pytest.raises(UsageError) as unsaid:
        device.log_out("2026-09-08T10:00", "handed_over")
    with pytest.raises(UsageError, match="handed-to-nobody") as nobody:
        device.log_out("2026-09-08T10:00", "handed_over", to="张三")
    assert "ma-chao" in say_value(nobody.value.values["choices"], "en")
    assert unsaid.value.code == "session.handed-to"
    shown = device.log_out("2026-09-08T10:00", "handed_over", to="马超")
    assert shown.session.closed is not None
    assert shown.session.closed.to == "马超"


@pytest.mark.shows("session open", "E1")
def test_a_session_that_ends_after_what_was_allowed_is_told_with_the_order(device: Room) -> None:
    device.log_in("2026-09-08T09:40", until="2026-09-08T11:00", **PERMITTED)
    shown = device.log_out("2026-09-08T11:20")

    def told(view: View) -> list[str]:
        return [say_value(each.said, "en") for each in view.standing.handling if each.rule == "session"]

    late = f"{device.order}/1 ended at 2026-09-08 11:20, after what the customer allowed (until 2026-09-08 11:00)"
    assert told(shown.view) == [late]
    device.log_in("2026-09-08T11:30", until="2026-09-08T12:00", **PERMITTED)
    assert told(device.log_out("2026-09-08T12:00").view) == [late]


@pytest.mark.shows("session close", "E3")
def test_what_is_handed_over_is_on_the_list_of_who_goes_on_with_it_until_they_do(device: Room) -> None:
    def waiting(view: View) -> list[tuple[str, str | None]]:
        return [
            (say_value(due.what, "en"), due.person)
            for due in dues(view.standing)
            if "handed over" in say_value(due.what, "en")
        ]

    device.log_in("2026-09-08T09:40", **PERMITTED)
    shown = device.log_out("2026-09-08T10:00", "handed_over", to="马超")
    assert waiting(shown.view) == [(f"go on with what was handed over in {device.order}/1", "ma-chao")]
    device.log_in("2026-09-08T10:30", **{**PERMITTED, "person": "ma-chao"})
    assert waiting(device.show("2026-09-08T10:31")) == []


@pytest.mark.shows("session close", "E4")
def test_what_was_changed_is_said_and_kept(device: Room) -> None:
    device.log_in("2026-09-08T09:40", **PERMITTED)
    with pytest.raises(UsageError) as unsaid:
        device.log_out("2026-09-08T10:00", changes=None)
    assert unsaid.value.code == "session.changes-unsaid"
    device.log_out("2026-09-08T10:00", changes=("max_connections 200 → 400", "nginx restarted"))
    (kept,) = sessions_called(device.root, f"{device.order}/1", instant("2026-12-01T09:00"))
    assert kept.session.closed is not None
    assert kept.session.closed.changes == ("max_connections 200 → 400", "nginx restarted")


@pytest.mark.shows("session close", "E3", "E4")
def test_the_record_goes_to_whom_the_contract_names_before_the_order_is_closed(device: Room) -> None:
    device.log_in("2026-09-08T09:40", **PERMITTED)
    device.tell("2026-09-08T10:00", "resolved")
    device.tell("2026-09-08T10:01", "reported_done")
    device.tell("2026-09-08T10:02", "signed", evidence="sheet.pdf")
    id = f"{device.order}/1"
    assert f"end the session {id}" in to_do(device.show("2026-09-08T10:03"))
    with pytest.raises(Refused) as refused:
        device.tell("2026-09-08T10:05", "closed")
    assert refused.value.code == "order.not-yet-closed"
    owed = to_do(device.log_out("2026-09-08T10:06").view)
    assert [each for each in owed if id in each] == [
        f"hand in the record of {id}: development",
        f"hand in the record of {id}: test",
    ]
    device.tell("2026-09-08T10:10", "record_given", to="development")
    with pytest.raises(Refused):
        device.tell("2026-09-08T10:11", "confirmed") and device.tell("2026-09-08T10:11", "closed")
    for document in ("analysis_report", "fault_record"):
        device.tell("2026-09-08T10:11", "document_given", document=document)
    view = device.tell("2026-09-08T10:12", "record_given", to="test")
    assert view.standing.stage == "closed"
    with pytest.raises(UsageError):
        device.tell("2026-09-08T10:13", "record_given", to="customer")


@pytest.mark.shows("session close", "E2")
def test_the_customer_is_reminded_of_the_password_where_that_is_agreed(housing: Room) -> None:
    housing.log_in("2026-09-08T18:00", permitted_by="卢敏")
    owed = f"remind the customer to change the password used in {housing.order}/1"
    assert owed in to_do(housing.log_out("2026-09-08T18:30", "unsolved").view)
    assert owed not in to_do(housing.tell("2026-09-08T18:40", "password_reminded", note="卢敏"))
    housing.log_in("2026-09-08T19:00", permitted_by="卢敏")
    changed = housing.log_out("2026-09-08T19:30", passwords_changed=True)
    assert not [each for each in to_do(changed.view) if "password" in each]
    housing.log_in("2026-09-08T19:40", permitted_by="卢敏")
    reminded = housing.log_out("2026-09-08T19:50", reminded="卢敏")
    assert not [each for each in to_do(reminded.view) if "password" in each]


@pytest.mark.shows("session open", "E2")
def test_an_administrators_account_is_for_those_whom_the_contract_names(housing: Room) -> None:
    with pytest.raises(Refused) as refused:
        housing.log_in("2026-09-08T18:00", permitted_by="卢敏", person="luo-qian", account="root")
    assert refused.value.code == "session.no-administrator"
    housing.log_in("2026-09-08T18:00", permitted_by="卢敏", person="luo-qian")
    housing.log_in("2026-09-08T18:01", permitted_by="卢敏", person="qin-feng", account="root")
    with pytest.raises(UsageError) as several:
        housing.log_out("2026-09-08T18:10")
    assert several.value.code == "session.several-open"


def test_a_session_past_its_time_is_late_and_one_that_ended_is_not_ended_again(device: Room) -> None:
    device.log_in("2026-09-08T09:40", until="2026-09-08T10:00", **PERMITTED)
    with pytest.raises(Refused) as again:
        device.log_in("2026-09-08T09:41", **PERMITTED)
    assert again.value.code == "session.open-already"
    with pytest.raises(UsageError) as early:
        device.log_out("2026-09-08T09:50", ended="2026-09-08T09:30")
    assert early.value.code == "session.ends-early"
    device.log_out("2026-09-08T10:30")
    with pytest.raises(UsageError) as none:
        device.log_out("2026-09-08T10:31")
    assert none.value.code == "session.none-open"
    found, _ = all_sessions(device.root, instant("2026-09-08T11:00"))
    assert [each.session.id for each in found] == [f"{device.order}/1"]


@pytest.mark.shows("order documents", "E4")
def test_what_was_done_from_afar_stands_on_the_sheet(device: Room) -> None:
    device.log_in("2026-09-08T09:40", **PERMITTED)
    given = {"to": "lin-hao", "done": "restarted the service", "changes": ("max_connections 200 to 400",)}
    device.log_out("2026-09-08T10:06", "handed_over", **given)
    sheet = on_paper(device, "sheet", "2026-09-08T10:07")
    for said in (
        "2026-09-08 09:40 – 2026-09-08 10:06",
        "permitted by 沈洁",
        "restarted the service; handed over to Lin Hao",
        "max_connections 200 to 400",
    ):
        assert said in sheet
