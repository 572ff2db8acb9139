"""Promises as stories, from the call to closing: what is due when, what the papers say, and the log in the end. B1 B2 B5 B6 E

Each on the example of its source; the other promises of orders have theirs in `tests/service/` (docs/promises.md names them).
"""

from __future__ import annotations

from pathlib import Path

import pytest
from service.stories import Desk, Room, instant, logged, on_paper, promised, states, times, to_do

from fieldops.actions.unordered import without_order
from fieldops.errors import FieldopsError, Refused
from fieldops.service.assessment import assessed, quarter_of

# The Friday before the week of the Spring Festival; the Saturday after it is worked, the next working day is the 24th.
CALLED = "2026-02-13T17:20"


@pytest.mark.shows("order open", "B1")
@pytest.mark.shows("order documents", "B2")
def test_an_engineer_hears_of_it_at_the_customers_begins_at_once_and_reports_it_back(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "archive-digitisation")
    # The customer stops Li Na in the corridor; the hotline hears of it twelve minutes later.
    call = {"channel": "engineer", "caller": "陈立", "phone": "0571-5550-0101", "by": "wang-fang"}
    fault = {"severity": "ordinary", "asset": "scanner-01", "symptom": "E-05, no page is scanned"}
    view = desk.call(CALLED, written="2026-02-13T17:32", emergency=True, **call, **fault)
    assert times(view) == promised(desk, CALLED, "ordinary")
    # Counted from when it was reported to the engineer, not from when it was written down.
    assert [each for each in times(view) if each[1] != "action"] == [
        ("respond", "milestone", "2026-02-13T17:25"),
        ("onsite", "milestone", "2026-02-13T18:20"),
        ("resolve", "milestone", "2026-02-13T20:20"),
        ("resolve", "at_the_latest", "2026-02-25T00:00"),
        ("resolve", "milestone", "2026-02-13T21:20"),
    ]
    view = desk.tell("2026-02-13T17:22", "assigned", "2026-02-13T17:33", person="li-na")
    assert "tell: engineer" in to_do(view)
    assert "tell: engineer" not in to_do(desk.tell("2026-02-13T17:34", "accepted", by="engineer"))
    desk.tell("2026-02-13T17:22", "responded", "2026-02-13T17:35", by="engineer")
    view = desk.tell(
        "2026-02-13T17:22", "arrived", "2026-02-13T17:35", by="engineer", note="was there already"
    )
    # Work before the order is no breach here: the contract lets an emergency start first.
    assert [each.rule for each in view.standing.handling] == []
    assert without_order(desk.root, view.standing.now, desk.contract).found == ()
    assert view.standing.stage == "in_work"
    desk.tell("2026-02-13T18:40", "cause_found", note="the lamp's cable is worn")
    assert desk.tell("2026-02-13T19:00", "resolved").standing.stage == "resolved"
    desk.tell("2026-02-13T19:01", "reported_done")
    desk.tell("2026-02-13T19:05", "signed", evidence="sheet 7")
    sheet = on_paper(desk, "sheet", "2026-02-13T19:06")
    for held in (
        "Yunzhou Urban Construction Archive",
        "陈立 0571-5550-0101 | engineer | 2026-02-13 17:20 | Wang Fang",
        "Support of the archive digitisation system | Ordinary fault",
        "High-speed scanner · YS-A3 · serial SC-77120",
        "E-05, no page is scanned",
        "response | 5 min | 2026-02-13 17:25 | 2026-02-13 17:22 | kept | 第 3 条",
        "Engineer: Li Na; completion reported",
    ):
        assert held in sheet
    desk.tell("2026-02-14T09:00", "reviewed", by="department_manager")
    desk.tell("2026-02-14T10:00", "called_back", by="quality")
    view = desk.tell("2026-02-14T10:05", "confirmed")
    assert (view.standing.stage, to_do(view)) == ("closed", [])
    assert states(view) == {"respond": "met", "onsite": "met", "resolve": "met"}
    assert logged(desk, "2026-02-14T11:00")[:5] == [
        "reported",
        "assigned",
        "responded",
        "arrived",
        "accepted",
    ]


@pytest.mark.shows("order log", "B5", "B6")
def test_a_sheet_that_quality_rejects_goes_back_until_it_is_signed_anew(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "archive-digitisation")
    desk.call(CALLED, severity="ordinary", asset="scanner-01", symptom="stripes")
    desk.tell("2026-02-13T17:22", "assigned", person="li-na")
    desk.tell("2026-02-13T17:23", "responded", by="engineer")
    desk.tell("2026-02-13T17:30", "remote_started", by="engineer")
    desk.tell("2026-02-13T18:10", "arrived", by="engineer")
    desk.tell("2026-02-13T19:00", "resolved", note="glass cleaned")
    # Until the engineer has reported it, it is not done.
    assert to_do(desk.show("2026-02-13T19:01"))[0] == "the engineer has not reported completion"
    desk.tell("2026-02-13T19:05", "reported_done")
    desk.tell("2026-02-13T19:10", "signed", evidence="sheet 8")
    desk.tell("2026-02-14T09:00", "reviewed", by="department_manager")
    # At the call-back there are still stripes. A week has gone by: the first notice has gone out.
    desk.tell("2026-02-24T09:00", "notice_sent", document="inspection_notice")
    desk.tell("2026-02-24T10:00", "called_back", by="quality", note="stripes again")
    view = desk.tell("2026-02-24T10:05", "rejected", to="dispatch_again", by="quality")
    assert (view.standing.stage, "assign an engineer" in to_do(view)) == ("to_dispatch", True)
    view = desk.tell("2026-02-24T10:10", "assigned", person="zhao-lei")
    assert view.standing.stage == "assigned"
    desk.tell("2026-02-24T11:00", "arrived", by="engineer")
    desk.tell("2026-02-24T12:00", "work_done", note="the camera's glass replaced")
    view = desk.tell("2026-02-24T12:05", "resolved")
    # Nothing of the first round counts any more.
    first, *others = to_do(view)
    assert "completion" in first
    assert others == [
        "the customer has not signed the service sheet; instead of that: manager's signature, signed copy by fax",
        "the manager has not reviewed the service sheet",
        "quality has not called the customer back",
        "the customer has not confirmed that it is solved",
    ]
    desk.tell("2026-02-24T12:06", "reported_done")
    # Two weeks after the call it is still open: the second notice, which is counted in the quarter.
    assert "send: rectification notice" in to_do(desk.show("2026-02-28T09:00"))
    notice = on_paper(desk, "notice", "2026-02-28T09:00")
    assert "rectification notice | 2026-02-27 24:00 | 2026-02-13 17:20 | more than 2 weeks" in notice
    assert "第 7 条 | quarterly assessment" in notice
    assert "the customer has not signed the service sheet" in notice
    desk.tell("2026-02-28T09:05", "notice_sent", document="rectification_notice")
    desk.tell("2026-03-02T09:00", "signed", by="department_manager", evidence="fax 21")
    desk.tell("2026-03-02T09:30", "reviewed", by="department_manager")
    desk.tell("2026-03-02T10:00", "called_back", by="quality")
    assert desk.show("2026-03-02T10:01").standing.stage == "resolved"
    view = desk.tell("2026-03-02T10:05", "confirmed")
    assert (view.standing.stage, to_do(view)) == ("closed", [])
    sheet = on_paper(desk, "sheet", "2026-03-02T11:00")
    assert "the camera's glass replaced" in sheet
    assert "In the place of the customer: department manager; sheet signed; fax 21" in sheet
    rows, _ = assessed([(view.standing, view.agreement)], quarter_of("2026Q1"))
    # Each counts for whom it was assigned to on that day.
    counted = ("call_backs", "rejected", "notices", "entered")
    assert {row.person: [row.counts[each] for each in counted] for row in rows} == {
        "li-na": [1, 1, 1, 0],
        "zhao-lei": [1, 0, 1, 1],
    }
    assert logged(desk, "2026-03-02T11:00").count("signed") == 2


@pytest.mark.shows("session open", "E1")
@pytest.mark.shows("session close", "E3", "E4")
def test_a_fault_is_mended_from_afar_with_permission_and_every_change_is_on_paper(tmp_path: Path) -> None:
    desk = Room(tmp_path, "device-platform")
    facts = {"remotely_fixable": True}
    view = desk.call(
        "2026-09-08T16:30", severity="common", asset="platform-01", symptom="no data", facts=facts
    )
    assert times(view) == promised(desk, "2026-09-08T16:30", "common", facts)
    assert ("resolve", "milestone", "2026-09-08T17:30") in times(view)
    desk.tell("2026-09-08T16:32", "assigned", person="lin-hao")
    desk.tell("2026-09-08T16:35", "responded", by="engineer")
    assert why_not(desk, "2026-09-08T16:40") == "session.no-permission"
    # Shen Jie allows it until six; the agreed window ends at five.
    shown = desk.log_in("2026-09-08T16:40", permitted_by="沈洁", until="2026-09-08T18:00")
    assert (shown.session.opened.until, shown.cut) == (
        instant("2026-09-08T17:00"),
        instant("2026-09-08T18:00"),
    )
    # It is not solved when he has to leave: somebody goes on with it, or the session may not end.
    with pytest.raises(Refused):
        desk.log_out("2026-09-08T16:55", "unsolved")
    changed = ("queue 1,000 to 5,000",)
    desk.log_out("2026-09-08T16:55", "handed_over", to="马超", done="made the queue longer", changes=changed)
    assert why_not(desk, "2026-09-08T17:10", permitted_by="沈洁") == "admission.closed"
    id = f"{desk.order}/1"
    assert f"go on with what was handed over in {id}" in to_do(desk.show("2026-09-09T08:00"))
    shown = desk.log_in("2026-09-09T09:05", permitted_by="沈洁", person="ma-chao")
    assert not any("handed over" in each for each in to_do(shown.view))
    desk.log_out("2026-09-09T09:20", done="restarted the collector")
    desk.tell("2026-09-09T09:20", "cause_found", note="the queue was full")
    view = desk.tell("2026-09-09T09:21", "resolved")
    # An hour had been promised: sixteen hours late, and the plan for what cannot be mended from afar was never owed.
    assert states(view) == {
        "respond": "met",
        "resolve": "late",
        "onsite": "not_applicable",
        "plan": "not_applicable",
    }
    desk.tell("2026-09-09T09:30", "reported_done")
    desk.tell("2026-09-09T09:40", "signed", evidence="sheet 9")
    desk.tell("2026-09-09T09:45", "confirmed")
    record = on_paper(desk, "record", "2026-09-09T10:00")
    first = (
        "2026-09-08 16:40 – 2026-09-08 16:55 | Lin Hao; inspector; permitted by 沈洁 | made the queue longer"
    )
    assert f"{first}; handed over to 马超 | queue 1,000 to 5,000" in record
    assert "permitted by 沈洁 | restarted the collector; solved | nothing" in record
    for document in ("fault_record", "analysis_report"):
        desk.tell("2026-09-09T10:00", "document_given", document=document)
    with pytest.raises(Refused):
        desk.tell("2026-09-09T10:01", "closed")
    desk.tell("2026-09-09T10:05", "record_given", to="development")
    view = desk.tell("2026-09-09T10:06", "record_given", to="test")
    assert (view.standing.stage, to_do(view)) == ("closed", [])
    assert logged(desk, "2026-09-09T11:00").count("remote_started") == 2


@pytest.mark.shows("session open", "E2")
@pytest.mark.shows("session close", "E2")
def test_an_administrators_password_is_used_by_whom_the_contract_names_and_changed_afterwards(
    tmp_path: Path,
) -> None:
    desk = Room(tmp_path, "housing-fund-portal")
    fault = {"severity": "ordinary", "asset": "storage-01", "symptom": "LUN 3 is slow"}
    view = desk.call("2026-09-08T17:40", caller="卢敏", **fault)
    assert times(view) == promised(desk, "2026-09-08T17:40", "ordinary")
    # After office hours on a Tuesday: two hours on the clock, three working days by the office's.
    assert [each for each in times(view) if each[1] == "milestone"] == [
        ("respond", "milestone", "2026-09-08T19:40"),
        ("decide", "milestone", "2026-09-08T19:40"),
        ("resolve", "milestone", "2026-09-11T17:30"),
    ]
    desk.tell("2026-09-08T17:45", "assigned", person="luo-qian")
    desk.tell("2026-09-08T17:46", "responded", by="engineer")
    desk.tell("2026-09-08T17:47", "informed")
    desk.tell("2026-09-08T17:48", "accepted", by="engineer")
    allowed = {"permitted_by": "卢敏", "account": "root"}
    assert why_not(desk, "2026-09-08T18:00", **allowed) == "session.no-administrator"
    desk.log_in("2026-09-08T18:05", person="han-bing", **allowed)
    view = desk.log_out("2026-09-08T18:30", changes=("queue depth 32 to 128",)).view
    reminder = f"remind the customer to change the password used in {desk.order}/1"
    assert reminder in to_do(view)
    desk.tell("2026-09-08T18:31", "decided", by="engineer", note="repair")
    view = desk.tell("2026-09-08T18:32", "resolved")
    assert states(view) == {"respond": "met", "decide": "met", "resolve": "met"}
    desk.tell("2026-09-08T18:40", "reported_done")
    desk.tell("2026-09-08T18:45", "signed", evidence="sheet 10")
    # The customer is content; the password keeps the order open.
    assert to_do(desk.tell("2026-09-08T18:50", "confirmed")) == [reminder]
    view = desk.tell("2026-09-08T19:00", "password_reminded", note="卢敏")
    assert (view.standing.stage, to_do(view)) == ("closed", [])
    sheet = on_paper(desk, "sheet", "2026-09-08T19:01")
    assert (
        "decision to repair or replace | 2 h | 2026-09-08 19:40 | 2026-09-08 18:31 | kept | 第 4 条" in sheet
    )
    # Who used which account, allowed by whom, and what was changed; the password stands nowhere.
    record = on_paper(desk, "record", "2026-09-08T19:01")
    assert (
        "Han Bing; root; permitted by 卢敏 | restarted the service; solved | queue depth 32 to 128" in record
    )
    assert logged(desk, "2026-09-08T19:01")[-2:] == ["confirmed", "password_reminded"]


def why_not(desk: Room, time: str, **given: str) -> str:
    """Why nobody may log in then."""
    with pytest.raises(FieldopsError) as refused:
        desk.log_in(time, **given)
    return refused.value.code
