"""What is said beside what was recorded, or refused: the way on, and what else belongs to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import run_fieldops
from service.stories import Desk, Room, instant, on_paper
from service.swap_desk import SwapDesk, with_approved_disk

from fieldops.actions.stock import Asked, move
from fieldops.errors import FieldopsError, UsageError
from fieldops.messages import say_error
from fieldops.records.stock_events import Movement

STORE = "device-stock"


@pytest.fixture
def desk(tmp_path: Path) -> SwapDesk:
    return with_approved_disk(tmp_path)


def log(desk: Desk, *words: str) -> str:
    ran = run_fieldops("order", "log", desk.order, *words, folder=desk.root)
    assert ran.code == 0, ran.err
    return ran.err


def test_an_approval_that_nobody_has_asked_for_is_told_what_approves_a_part(desk: SwapDesk) -> None:
    assert "fieldops swap approve" in log(desk, "approved", "--by", "department_manager")


def test_what_is_solved_while_the_clocks_stand_still_asks_since_when_they_go_on(desk: SwapDesk) -> None:
    desk.tell("2026-11-02T10:00", "paused", reason="waiting_for_access", evidence="a letter")
    err = log(desk, "resolved", "--note", "reseated", "--at", "2026-11-02T11:00")
    assert f"fieldops order log {desk.order} resumed --at TIME" in err


@pytest.mark.parametrize(
    ("kind", "lacking", "choices"),
    [
        ("sent_to_maker", "--owner", "物权归厂家（maker）"),
        ("back_from_maker", "--result", "换新返还（replaced）"),
        ("assessed", "--cause", "质量缺陷（defect）"),
    ],
)
def test_what_a_word_of_a_swap_may_be_is_said_where_it_is_lacking(
    desk: SwapDesk, kind: str, lacking: str, choices: str
) -> None:
    serial = {"serial": "S96-10001"} if kind == "back_from_maker" else {}
    with pytest.raises(UsageError) as found:
        desk.told("2026-11-02T10:00", kind, **serial)
    said, hint = say_error(found.value, "zh-CN")
    assert lacking in said
    assert hint is not None
    assert choices in hint


def test_what_the_cause_decides_is_told_with_it(tmp_path: Path) -> None:
    desk = SwapDesk(tmp_path)
    desk.call("2026-11-02T09:00", severity="common", asset="platform-01")
    desk.propose("2026-11-02T09:30", "SSD-960", "S96-10001")
    ran = run_fieldops("swap", "log", desk.swap, "assessed", "--cause", "misuse", folder=desk.root)
    assert "decision: platform-01" in ran.out
    assert "not covered" in ran.out


def test_a_unit_from_the_maker_is_the_companys_and_goes_to_a_store(desk: SwapDesk) -> None:
    desk.swapped("2026-11-02T12:00", "S96-20001")
    desk.told("2026-11-03T09:00", "sent_to_maker", owner="company")
    words = ("--serial", "S-0099", "--result", "replaced", "--until", "2029-11-29")
    ran = run_fieldops("swap", "log", desk.swap, "返修件到货", *words, folder=desk.root)
    assert "fieldops stock receive STOCK SSD-960 --serial S-0099" in ran.err
    assert "the maker vouches for it until 2029-11-29" in ran.out
    assert "Back from the maker" not in on_paper(desk, "swap", "2026-11-03T08:00")
    paper = run_fieldops(
        "order", "documents", desk.order, "--kind", "swap", "--lang", "zh-CN", folder=desk.root
    )
    assert "返修到货: " in paper.out
    assert "S-0099；质保至 2029-11-29" in paper.out


def asked(desk: SwapDesk, kind: str, **given: object) -> None:
    asked = Asked(kind=Movement(kind), stock=STORE, order=desk.order, by="xu-ting", **given)  # type: ignore[arg-type]
    move(desk.root, asked, instant("2026-11-02T13:00"))


def test_a_part_is_meant_by_a_piece_of_its_name_that_no_other_has(desk: SwapDesk) -> None:
    asked(desk, "reserved", part="固态硬盘", serials=("S96-20002",))
    with pytest.raises(FieldopsError) as found:
        asked(desk, "reserved", part="固态硬盘", serials=("S96-20002",))
    assert "fieldops stock issue device-stock --serial S96-20002 --order" in str(
        say_error(found.value, "en")[1]
    )


def test_of_parts_that_are_not_known_the_names_are_offered_and_of_serials_the_nearest(desk: SwapDesk) -> None:
    with pytest.raises(FieldopsError) as found:
        asked(desk, "reserved", part="800 电源")
    assert "800 W 电源模块（PSU-800）" in say_error(found.value, "zh-CN")[0]
    with pytest.raises(FieldopsError) as found:
        asked(desk, "issued", serials=("S96-20009",))
    assert "S96-20004" in str(say_error(found.value, "zh-CN")[1])


def test_what_the_customer_reads_of_a_fault_is_not_whom_the_company_could_not_send(tmp_path: Path) -> None:
    desk = SwapDesk(tmp_path)
    desk.call("2026-11-02T09:00", severity="common", asset="platform-01")
    desk.tell("2026-11-02T09:10", "assigned", person="tang-yu")
    desk.tell("2026-11-02T09:12", "engineer_unavailable", note="out of town")
    desk.tell("2026-11-02T09:15", "still_unclear", note="who knows")
    desk.propose("2026-11-02T09:30", "SSD-960", "S96-10001", "defect")
    desk.told("2026-11-02T09:40", "approved", by="department_manager")
    desk.swapped("2026-11-02T12:00", "S96-20001")
    desk.tell("2026-11-02T12:10", "work_done", note="slot 0 rebuilt")
    said = on_paper(desk, "analysis", "2026-11-02T13:00")
    assert "slot 0 rebuilt" in said
    assert "out of town" not in said
    assert "who knows" not in said
    # The company's own record has what was built in, too.
    assert "slot 0 rebuilt; SSD-960: S96-10001 → S96-20001" in on_paper(desk, "record", "2026-11-02T13:00")


def test_a_notice_tells_two_promises_of_one_thing_apart(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "archive-digitisation")
    desk.call("2026-02-13T17:20", severity="ordinary", asset="scanner-01")
    said = on_paper(desk, "notice", "2026-03-02T09:00")
    assert "resolution (3 h; 第 3 条): due 2026-02-13 20:20" in said
    assert "resolution (4 h; 附件 2 第 1 条): due 2026-02-13 21:20" in said


def test_who_may_not_confirm_a_report_is_told_by_name(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "housing-fund-portal")
    desk.call("2026-10-12T09:00", severity="major", caller="somebody")
    with pytest.raises(UsageError) as found:
        desk.tell("2026-10-12T09:05", "caller_confirmed", by="han-bing")
    assert "韩冰不在其列" in say_error(found.value, "zh-CN")[0]


def test_a_session_says_by_name_to_whom_it_was_handed_over(tmp_path: Path) -> None:
    desk = Room(tmp_path, "managed-service")
    desk.call("2026-10-09T09:00", scope="core", urgency="urgent", asset="app-01")
    desk.tell("2026-10-09T09:05", "assigned", person="liang-kai")
    desk.log_in("2026-10-09T09:10")
    desk.log_out("2026-10-09T09:20", "handed_over", to="fu-rong")
    ran = run_fieldops("session", "show", desk.order, folder=desk.root)
    assert "Fu Rong" in ran.out
    assert "fu-rong" not in ran.out


def test_a_part_that_was_taken_out_does_not_read_as_a_warranty_that_ends(desk: SwapDesk) -> None:
    desk.swapped("2026-11-02T12:00", "S96-20001")
    ran = run_fieldops("swap", "show", desk.swap, folder=desk.root)
    assert (
        "S96-10001 was taken out on 2026-11-02: from the next day on nothing is decided about it" in ran.out
    )


def test_the_work_contact_form_names_the_clause_by_which_outside_work_is_agreed(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "archive-digitisation")
    desk.call("2026-02-13T17:20", severity="ordinary", affected="a printer", inside=False)
    assert "it is outside of the contract's scope | 第 2 条" in on_paper(
        desk, "work-contact", "2026-02-13T17:30"
    )


def test_a_session_that_has_solved_it_reminds_of_the_order(tmp_path: Path) -> None:
    desk = Room(tmp_path, "managed-service")
    desk.call("2026-10-09T09:00", scope="core", urgency="urgent", asset="app-01")
    desk.tell("2026-10-09T09:05", "assigned", person="liang-kai")
    desk.log_in("2026-10-09T09:10")
    words = ("--outcome", "solved", "--done", "restarted", "--no-changes", "--at", "2026-10-09T09:30")
    ran = run_fieldops("session", "close", desk.order, *words, folder=desk.root)
    assert ran.code == 0, ran.err
    assert f"fieldops order log {desk.order} resolved" in ran.err
