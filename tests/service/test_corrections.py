"""Slips of the pen: what was told is withdrawn, an order that should not be is voided; both stay in the record."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from service.stories import Desk, instant, states

from fieldops.actions.order_corrections import void, withdraw
from fieldops.actions.order_documents import paper
from fieldops.actions.order_lists import open_orders
from fieldops.actions.orders import View
from fieldops.actions.settings import open_store
from fieldops.errors import FieldopsError
from fieldops.messages import say_error
from fieldops.records.verification import insist
from fieldops.service.agenda import dues
from fieldops.service.assessment import assessed, quarter_of

CALLED = "2026-02-13T17:20"


@pytest.fixture
def archive(tmp_path: Path) -> Desk:
    return Desk(tmp_path, "archive-digitisation")


def withdrawn(desk: Desk, at: str, kind: str, time: str | None = None, reason: str = "a slip") -> View:
    return withdraw(desk.root, desk.order, kind, time, reason, "li-na", instant(at))


def why_not(desk: Desk, at: str, kind: str, time: str | None = None) -> str:
    with pytest.raises(FieldopsError) as found:
        withdrawn(desk, at, kind, time)
    return found.value.code


def counted(desk: Desk, at: str) -> dict[str, int]:
    views = [(each.standing, each.agreement) for each in desk.everything(at)]
    rows, _ = assessed(views, quarter_of("2026Q1"))
    return {name: number for row in rows for name, number in row.counts.items() if number}


def test_a_mistyped_arrival_is_withdrawn_and_the_true_one_decides(archive: Desk) -> None:
    archive.call(CALLED, severity="ordinary", asset="scanner-01")
    archive.tell("2026-02-13T17:30", "assigned", person="li-na")
    archive.tell("2026-02-13T18:10", "arrived", written="2026-02-13T21:30")
    assert states(archive.show("2026-02-13T21:30"))["onsite"] == "met"
    view = withdrawn(archive, "2026-02-13T21:31", "arrived", reason="It was 21:20.")
    assert states(view)["onsite"] == "late"
    view = archive.tell("2026-02-13T21:20", "arrived", written="2026-02-13T21:32")
    assert states(view)["onsite"] == "late"
    assert [(each.told.kind, each.event.reason) for each in view.order.withdrawn] == [
        ("arrived", "It was 21:20.")
    ]
    with closing(open_store(archive.root)) as log:
        # Opened, assigned, arrived, withdrawn, arrived: nothing has left the record.
        assert insist(log).size >= 5


def test_of_several_the_one_that_is_meant_is_named(archive: Desk) -> None:
    archive.call(CALLED, severity="ordinary", asset="scanner-01")
    archive.tell("2026-02-13T17:25", "informed")
    archive.tell("2026-02-13T17:35", "informed")
    assert why_not(archive, "2026-02-13T18:00", "informed") == "order.withdraw-which"
    assert why_not(archive, "2026-02-13T18:00", "arrived") == "order.withdraw-none"
    view = withdrawn(archive, "2026-02-13T18:00", "informed", "2026-02-13T17:25")
    assert [f"{each.time:%H:%M}" for each in view.order.told] == ["17:35"]


def test_what_later_events_need_is_withdrawn_after_them(archive: Desk) -> None:
    archive.call(CALLED, severity="ordinary", asset="scanner-01")
    archive.tell("2026-02-13T18:00", "resolved")
    archive.tell("2026-02-13T18:10", "confirmed", by="customer")
    assert why_not(archive, "2026-02-13T18:20", "resolved") == "order.withdraw-needed"
    withdrawn(archive, "2026-02-13T18:21", "confirmed")
    assert withdrawn(archive, "2026-02-13T18:22", "resolved").standing.stage == "to_dispatch"


def test_a_pause_without_its_end_is_no_reason_and_its_end_goes_first(archive: Desk) -> None:
    archive.call("2026-02-11T09:00", severity="ordinary", asset="scanner-01")
    archive.tell("2026-02-11T09:20", "paused", reason="waiting_for_customer", evidence="mail 12")
    archive.tell("2026-02-11T11:00", "resumed")
    assert why_not(archive, "2026-02-11T12:00", "paused") == "order.withdraw-needed"
    withdrawn(archive, "2026-02-11T12:00", "resumed")
    view = withdrawn(archive, "2026-02-11T12:01", "paused")
    assert view.standing.status is not None
    assert "paused" not in states(view).values()


def test_of_a_closed_order_the_closing_is_withdrawn_first(archive: Desk) -> None:
    archive.call(CALLED, request="consultation")
    archive.tell("2026-02-13T17:40", "resolved")
    archive.tell("2026-02-13T17:41", "closed")
    assert why_not(archive, "2026-02-13T18:00", "resolved") == "order.withdraw-closed"
    assert withdrawn(archive, "2026-02-13T18:00", "closed").order.last("closed") is None


def closed(desk: Desk) -> View:
    """An order with all that its contract wants for closing, which nobody has said is closed."""
    desk.call(CALLED, severity="ordinary", asset="scanner-01")
    desk.tell("2026-02-13T17:25", "assigned", person="li-na")
    desk.tell("2026-02-13T18:10", "arrived")
    desk.tell("2026-02-13T20:00", "resolved")
    return signed_off(desk, "2026-02-13T20:1")


def signed_off(desk: Desk, tens: str) -> View:
    desk.tell(f"{tens}0", "reported_done")
    desk.tell(f"{tens}1", "signed", evidence=f"paper of {tens}")
    desk.tell(f"{tens}2", "reviewed", by="department_manager")
    desk.tell(f"{tens}3", "called_back")
    return desk.tell(f"{tens}4", "confirmed", by="customer")


def test_a_sheet_that_was_signed_before_it_changed_closes_nothing(archive: Desk) -> None:
    assert closed(archive).standing.stage == "closed"
    withdrawn(archive, "2026-02-13T20:20", "confirmed")
    withdrawn(archive, "2026-02-13T20:21", "arrived")
    archive.tell("2026-02-13T18:15", "arrived", written="2026-02-13T20:22")
    view = archive.tell("2026-02-13T20:23", "confirmed", by="customer")
    assert view.standing.stage == "resolved"
    assert [each.said.codes[0] for each in view.standing.owed] == [
        "order.owed-report-anew",
        "order.owed-signature-anew",
        "order.owed-review",
        "order.owed-call-back",
    ]
    assert (
        "Version 2" in paper(archive.root, archive.order, "sheet", "en", instant("2026-02-13T20:24")).version
    )
    view = signed_off(archive, "2026-02-13T20:3")
    assert view.standing.status is not None
    assert f"{view.standing.status.closing.at:%H:%M}" == "20:33"


@pytest.mark.parametrize("later", ["cause_found", "notice_sent", "informed", "customer_complained"])
def test_what_the_office_tells_later_leaves_a_signed_sheet_as_it_is(archive: Desk, later: str) -> None:
    closed(archive)
    values = {"document": "inspection_notice"} if later == "notice_sent" else {"note": "rollers worn"}
    assert archive.tell("2026-03-02T09:00", later, **values).standing.stage == "closed"
    told = paper(archive.root, archive.order, "sheet", "en", instant("2026-03-02T09:01"))
    assert told.version == "Version 1"


@pytest.mark.parametrize(
    ("kind", "values"),
    [("assigned", {"person": "zhang-wei"}), ("arrived", {}), ("resolved", {}), ("work_done", {"note": "x"})],
)
def test_an_order_that_closed_without_the_word_is_closed_all_the_same(
    archive: Desk, kind: str, values: dict[str, str]
) -> None:
    closed(archive)
    with pytest.raises(FieldopsError) as found:
        archive.tell("2026-02-13T21:00", kind, **values)
    assert found.value.code == "order.closed-already"
    # What nobody had written down may still be, by its own time; the sheet is another one then.
    view = archive.tell("2026-02-13T19:00", kind, written="2026-02-13T21:00", **values)
    assert view.standing.stage == "resolved"


def test_a_question_is_closed_by_its_answer_and_taken_up_again_by_withdrawing_it(archive: Desk) -> None:
    archive.call(CALLED, request="consultation")
    archive.tell("2026-02-13T17:25", "responded")
    archive.tell("2026-02-13T17:40", "resolved")
    with pytest.raises(FieldopsError) as found:
        archive.tell("2026-02-13T17:50", "assigned", person="li-na")
    assert found.value.code == "order.closed-already"
    with pytest.raises(FieldopsError) as found:
        withdrawn(archive, "2026-02-13T17:51", "responded")
    assert (found.value.code, found.value.values["first"]) == ("order.withdraw-closed", "resolved")
    withdrawn(archive, "2026-02-13T17:52", "resolved")
    assert archive.tell("2026-02-13T17:53", "assigned", person="li-na").order.assigned_to == "li-na"


def test_what_closed_an_order_is_withdrawn_before_what_it_was_about(archive: Desk) -> None:
    closed(archive)
    with pytest.raises(FieldopsError) as found:
        withdrawn(archive, "2026-02-13T20:20", "arrived")
    assert (found.value.code, found.value.values["first"]) == ("order.withdraw-closed", "confirmed")
    assert found.value.values["at"] == "2026-02-13T20:14:00"
    withdrawn(archive, "2026-02-13T20:21", "confirmed")
    assert withdrawn(archive, "2026-02-13T20:22", "arrived").standing.stage == "resolved"


def test_what_was_withdrawn_is_told_again_only_with_a_word_more(archive: Desk) -> None:
    archive.call(CALLED, severity="ordinary", asset="scanner-01")
    archive.tell("2026-02-13T17:25", "informed")
    withdrawn(archive, "2026-02-13T17:30", "informed")
    with pytest.raises(FieldopsError) as found:
        archive.tell("2026-02-13T17:25", "informed", written="2026-02-13T17:31")
    assert found.value.code == "order.was-withdrawn"
    view = archive.tell("2026-02-13T17:25", "informed", written="2026-02-13T17:31", note="after all")
    assert [each.note for each in view.order.told] == ["after all"]


@pytest.mark.parametrize(("which", "left"), [(1, "zhang-wei"), (2, "li-na")])
def test_of_two_entries_of_one_time_it_is_asked_which(archive: Desk, which: int, left: str) -> None:
    archive.call(CALLED, severity="ordinary", asset="scanner-01")
    archive.tell("2026-02-13T17:25", "assigned", person="li-na")
    archive.tell("2026-02-13T17:25", "assigned", written="2026-02-13T17:26", person="zhang-wei")
    with pytest.raises(FieldopsError) as found:
        withdrawn(archive, "2026-02-13T17:30", "assigned")
    said = say_error(found.value, "zh-CN")[0]
    assert "1. 李娜（2026-02-13 17:25 录入）、2. 张伟（2026-02-13 17:26 录入）" in said
    at = instant("2026-02-13T17:30")
    withdraw(archive.root, archive.order, "assigned", None, "a slip", None, at, which)
    order = archive.show("2026-02-13T17:31").order
    assert order.assigned_to == left
    # Read anew from the record it is the same one.
    assert [each.told.person for each in order.withdrawn] == [{1: "li-na", 2: "zhang-wei"}[which]]


def test_a_signed_sheet_is_followed_by_a_new_version(archive: Desk) -> None:
    archive.call(CALLED, severity="ordinary", asset="scanner-01")
    archive.tell("2026-02-13T18:10", "work_done", note="rollers changed")
    archive.tell("2026-02-13T18:11", "part_used", note="rollers PR-40")
    archive.tell("2026-02-13T20:00", "resolved")
    archive.tell("2026-02-13T20:05", "signed", evidence="sheet.pdf")
    withdrawn(archive, "2026-02-13T20:10", "part_used", reason="none was used")
    told = paper(archive.root, archive.order, "sheet", "en", instant("2026-02-13T20:11"))
    assert told.version.startswith("Version 2")
    assert all("PR-40" not in repr(part) for part in told.parts)


def test_an_order_that_was_opened_twice_is_owed_nothing_and_counts_as_voided(archive: Desk) -> None:
    first = archive.call(CALLED, severity="ordinary", asset="scanner-01").order.id
    archive.tell("2026-02-13T17:22", "assigned", person="li-na")
    archive.call(CALLED, severity="ordinary", asset="scanner-01")
    archive.tell("2026-02-13T17:24", "assigned", person="li-na")
    view = void(archive.root, archive.order, "twice", first, "li-na", instant("2026-02-13T17:40"))
    assert (view.standing.stage, view.standing.is_late, dues(view.standing)) == ("voided", False, ())
    later = "2026-03-13T09:00"
    assert [each.order.id for each in open_orders(archive.root, instant(later)).views] == [first]
    assert [each.order.id for each in archive.everything(later) if each.standing.is_late] == [first]
    assert {name: counted(archive, later)[name] for name in ("orders", "voided")} == {
        "orders": 1,
        "voided": 1,
    }
    with pytest.raises(FieldopsError) as found:
        archive.tell("2026-02-13T18:00", "arrived")
    assert found.value.code == "order.is-voided"
    with pytest.raises(FieldopsError) as found:
        paper(archive.root, archive.order, "sheet", "en", instant(later))
    assert found.value.code == "order.is-voided"


def test_an_order_on_which_somebody_has_worked_is_not_voided(archive: Desk) -> None:
    archive.call(CALLED, severity="ordinary", asset="scanner-01")
    archive.tell("2026-02-13T18:10", "arrived")
    with pytest.raises(FieldopsError) as found:
        void(archive.root, archive.order, "twice", None, None, instant("2026-02-13T19:00"))
    assert found.value.code == "order.void-worked"
    withdrawn(archive, "2026-02-13T19:01", "arrived")
    view = void(archive.root, archive.order, "twice", None, None, instant("2026-02-13T19:02"))
    assert view.standing.stage == "voided"


@pytest.mark.parametrize(("instead", "code"), [("SO-1", "order.no-such"), ("itself", "order.void-itself")])
def test_the_order_that_is_meant_is_another_one(archive: Desk, instead: str, code: str) -> None:
    id = archive.call(CALLED, severity="ordinary", asset="scanner-01").order.id
    with pytest.raises(FieldopsError) as found:
        void(
            archive.root,
            id,
            "twice",
            id if instead == "itself" else instead,
            None,
            instant("2026-02-13T18:00"),
        )
    assert found.value.code == code
