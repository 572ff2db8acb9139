"""What follows a swap, told as stories: loaners, the maker, the examination, and an order that cannot be closed before."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from service.stories import instant, on_paper, to_do
from service.swap_desk import SwapDesk, still_owed

from fieldops.actions.order_lists import open_orders
from fieldops.actions.stock import Asked as Moved
from fieldops.actions.stock import look, move
from fieldops.actions.swap_alike import alike
from fieldops.actions.swap_cases import SwapView
from fieldops.actions.swap_stock import offered
from fieldops.cli.swap_forms import remedies
from fieldops.errors import FieldopsError, Refused, UsageError
from fieldops.messages import say_value
from fieldops.records.stock_events import Movement
from fieldops.service.swap_dues import still_handed_out
from fieldops.structs import replaced

STORE = "device-stock"
LOANER = "HL-SV-240900"


@pytest.fixture
def desk(tmp_path: Path) -> SwapDesk:
    desk = SwapDesk(tmp_path)
    facts = {"remotely_fixable": False}
    desk.call("2026-11-02T09:00", severity="common", asset="platform-01", facts=facts)
    desk.tell("2026-11-02T09:10", "assigned", person="tang-yu")
    return desk


def lying(desk: SwapDesk, serial: str, at: str = "2026-12-31T09:00") -> bool:
    return serial in look(desk.root, instant(at)).world.books.lying


@pytest.mark.shows("swap log", "C6")
def test_a_unit_that_is_repaired_in_the_factory_is_bridged_by_a_loaner(desk: SwapDesk) -> None:
    view = desk.propose("2026-11-02T09:30", "S200-UNIT", "HL-SV-250101", "defect", facts={"in_factory": True})
    owed = {each.offered.remedy.kind: each for each in remedies(view)}
    assert owed["loaner"].offered.certain
    assert owed["advance_replacement"].offered.remedy.equal_performance
    fits = offered(desk.root, view.record, view.asset, instant("2026-11-02T09:30"))
    assert [piece.serial for fit in fits.loaners for piece in fit.pieces] == [LOANER]
    desk.told("2026-11-02T09:40", "approved", by="department_manager")
    desk.told("2026-11-02T11:00", "loaner_out", serial=LOANER)
    assert not lying(desk, LOANER)
    desk.told("2026-11-02T11:30", "sent_to_maker", owner="customer")
    view = desk.shown("2026-11-10T09:00")
    assert still_owed(view) == [
        f"the part of {desk.swap} has not been replaced",
        f"{desk.swap}: the loan equipment {LOANER} is not back",
        f"{desk.swap}: the customer's unit is not back from the maker",
    ]
    view = desk.told("2026-11-20T10:00", "back_from_maker", serial="HL-SV-250101", result="repaired")
    assert view.record.state == "repaired"
    view = desk.told("2026-11-20T11:00", "loaner_back")
    assert lying(desk, LOANER)
    assert still_owed(view) == []


def test_what_the_maker_replaces_comes_back_with_another_number_and_its_own_warranty(desk: SwapDesk) -> None:
    desk.propose("2026-11-02T09:30", "PSU-800", "P8-20031", "defect")
    desk.told("2026-11-02T09:40", "approved", by="department_manager")
    desk.swapped("2026-11-02T11:00", "P8-30001")
    desk.told("2026-11-03T09:00", "sent_to_maker", owner="company")
    # Whose it is meanwhile and which comes back are two things: the company's unit keeps no order open.
    assert not any("maker" in each for each in still_owed(desk.shown("2026-11-04T09:00")))
    view = desk.told(
        "2026-11-20T09:00", "back_from_maker", serial="P8-99001", result="replaced", until="2027-11-20"
    )
    back = view.record.last("back_from_maker")
    assert back is not None
    assert (back.serial, back.until, view.record.state) == ("P8-99001", date(2027, 11, 20), "carried_out")
    with pytest.raises(Refused) as refused:
        desk.told("2026-11-21T09:00", "back_from_maker", serial="P8-99002", result="repaired")
    assert refused.value.code == "swap.not-then"


@pytest.mark.shows("swap propose", "C7")
def test_without_a_solution_in_two_hours_new_equipment_is_owed_and_the_faulty_unit_examined(
    desk: SwapDesk,
) -> None:
    view = desk.propose("2026-11-02T11:30", "S200-UNIT", "HL-SV-250101", "defect")
    new = next(each for each in remedies(view) if each.offered.remedy.kind == "new_equipment")
    assert new.offered.certain
    assert new.due == instant("2026-11-02T11:00")
    desk.told("2026-11-02T11:40", "approved", by="department_manager")
    view = desk.swapped("2026-11-02T13:00", "HL-SV-260001")
    assert f"{desk.swap}: the faulty part has not been examined" in still_owed(view)
    view = desk.told("2026-11-09T10:00", "examined", result="cracked capacitor")
    assert f"{desk.swap}: its cause has not been found" in still_owed(view)
    view = desk.told("2026-11-10T10:00", "examined", result="batch of capacitors", cause="defect")
    others = alike(desk.root, view.record, view.asset, instant("2026-11-10T10:00"))
    assert [(each.contract, each.asset) for each in others] == [("device-platform", "platform-02")]
    assert f"{desk.swap}: users of the same equipment have not been warned" in still_owed(view)
    view = desk.told("2026-11-10T15:00", "warned", evidence="notice 7")
    assert not any("warned" in each or "examined" in each for each in still_owed(view))


def test_an_order_says_what_its_swaps_still_owe_and_is_not_closed_before(desk: SwapDesk) -> None:
    desk.propose("2026-11-02T09:30", "SSD-960", "S96-10001", "defect")
    assert f"{desk.swap} is neither approved nor refused" in to_do(desk.show("2026-11-02T10:00"))
    desk.told("2026-11-02T09:40", "approved", by="department_manager")
    desk.swapped("2026-11-02T11:00", "S96-20001")
    desk.told("2026-11-02T11:05", "loaner_out", serial=LOANER)
    for minute, kind in enumerate(("resolved", "reported_done", "signed"), 10):
        desk.tell(f"2026-11-02T11:{minute}", kind, **({"evidence": "sheet.pdf"} if kind == "signed" else {}))
    with pytest.raises(Refused) as refused:
        desk.tell("2026-11-02T11:30", "closed")
    assert refused.value.code == "order.not-yet-closed"
    assert any("loan equipment" in each for each in to_do(desk.show("2026-11-02T12:00")))
    # It is among the open orders, and stays there until everything is done.
    assert [each.order.id for each in open_orders(desk.root, instant("2026-11-02T12:00")).views] == [
        desk.order
    ]
    desk.told("2026-11-03T09:00", "loaner_back")
    desk.told("2026-11-03T09:10", "unit_received")
    desk.told("2026-11-03T09:20", "examined", result="worn cells", cause="defect")
    desk.told("2026-11-03T09:30", "warned")
    for by in ("engineer", "customer"):
        desk.told("2026-11-03T09:40", "signed", by=by, evidence="form.pdf")
    for document in ("analysis_report", "fault_record"):
        desk.tell("2026-11-03T09:50", "document_given", document=document)
    view = desk.tell("2026-11-03T10:00", "confirmed")
    assert view.standing.stage == "closed"
    assert open_orders(desk.root, instant("2026-11-03T12:00")).views == ()
    with pytest.raises(Refused) as refused:
        desk.propose("2026-11-03T12:00", "SSD-960", "S96-10077", "defect")
    assert refused.value.code == "swap.order-closed"


def test_what_is_put_aside_for_another_order_is_not_put_in(desk: SwapDesk) -> None:
    desk.propose("2026-11-02T09:30", "SSD-960", "S96-10001", "defect")
    desk.told("2026-11-02T09:40", "approved", by="department_manager")
    mine, swap = desk.order, desk.swap
    desk.call("2026-11-02T09:45", severity="common", asset="platform-02")
    other = Moved(Movement.RESERVED, "device-stock", serials=("S96-20001",), order=desk.order)
    move(desk.root, other, instant("2026-11-02T09:50"))
    desk.order, desk.swap = mine, swap
    with pytest.raises(FieldopsError) as refused:
        desk.swapped("2026-11-02T11:00", "S96-20001")
    assert refused.value.code == "stock.reserved-for"
    assert desk.shown("2026-11-02T11:00").record.state == "approved"
    assert desk.swapped("2026-11-02T11:00", "S96-20002").record.state == "carried_out"
    assert not lying(desk, "S96-20002")


def test_a_store_takes_in_what_was_taken_out_and_not_what_was_put_in(desk: SwapDesk) -> None:
    desk.propose("2026-11-02T09:30", "SSD-960", "S96-10001", "defect")
    desk.told("2026-11-02T09:40", "approved", by="department_manager")
    desk.swapped("2026-11-02T11:00", "S96-70001", reason="the maker brought it along")

    def received(serial: str) -> None:
        asked = Moved(
            Movement.RECEIVED, "device-stock", "SSD-960", kept_as="spare", serials=(serial,), by="tang-yu"
        )
        move(desk.root, asked, instant("2026-11-03T09:00"))

    with pytest.raises(FieldopsError) as refused:
        received("S96-70001")
    assert refused.value.code == "stock.serial-elsewhere"
    # The files still have it in the server; the log knows better.
    received("S96-10001")
    assert lying(desk, "S96-10001")


def test_who_does_something_is_named_in_words_and_nobody_else_is_taken_for_them(desk: SwapDesk) -> None:
    desk.propose("2026-11-02T09:30", "SSD-960", "S96-10001", "defect")
    view = desk.told("2026-11-02T09:40", "已批准", by="部门经理")
    with pytest.raises(FieldopsError) as refused:
        desk.swapped("2026-11-02T10:00", " ")
    assert refused.value.code == "order.lacks"
    assert view.record.told[-1].by == "department_manager"
    desk.swapped("2026-11-02T10:00", "S96-20001")
    with pytest.raises(FieldopsError) as refused:
        desk.told("2026-11-02T10:10", "signed", by="custodian", evidence="form.pdf")
    assert (refused.value.code, bool(refused.value.values["choices"])) == ("swap.no-such-word", True)
    view = desk.told("2026-11-02T10:10", "signed", by="客户", evidence="form.pdf")
    assert not any("signed: customer" in each for each in still_owed(view))


def test_what_a_swap_has_built_in_does_not_come_back_by_hand(desk: SwapDesk) -> None:
    desk.propose("2026-11-02T09:30", "PSU-800", "P8-20031", "defect")
    desk.told("2026-11-02T09:40", "approved", by="department_manager")
    move(
        desk.root,
        Moved(Movement.ISSUED, STORE, serials=("P8-30001",), order=desk.order),
        instant("2026-11-02T10:00"),
    )
    desk.swapped("2026-11-02T11:00", "P8-30001")
    back = Moved(Movement.RETURNED, STORE, serials=("P8-30001",))
    with pytest.raises(UsageError, match="returned-swapped") as refused:
        move(desk.root, back, instant("2026-11-03T09:00"))
    assert say_value(refused.value.values["where"], "en").startswith("it was put into platform-01")
    # Nor does a delivery bring it in a second time, with the advice to return it.
    with pytest.raises(UsageError, match="serial-elsewhere") as again:
        move(desk.root, replaced(back, kind=Movement.RECEIVED, part="PSU-800"), instant("2026-11-03T09:00"))
    assert "put into" in say_value(again.value.values["where"], "en")
    # The swap itself gives it back.
    desk.told("2026-11-03T10:00", "undone", reason="told for the wrong unit")
    assert lying(desk, "P8-30001")


def test_a_swap_is_not_undone_behind_the_solution_that_it_was(desk: SwapDesk) -> None:
    desk.propose("2026-11-02T09:30", "PSU-800", "P8-20031", "defect")
    desk.told("2026-11-02T09:40", "approved", by="department_manager")
    desk.swapped("2026-11-02T11:00", "P8-30001")
    desk.tell("2026-11-02T11:30", "resolved")
    with pytest.raises(Refused, match="solved-by-it"):
        desk.told("2026-11-02T12:00", "undone", reason="the wrong unit")
    desk.tell("2026-11-02T13:00", "reported_again")
    desk.told("2026-11-02T13:10", "undone", reason="the wrong unit")


def test_the_swap_form_names_the_store_by_a_title_in_one_language(desk: SwapDesk) -> None:
    file = next(
        each
        for each in (desk.root / "contracts").rglob("*.yaml")
        if f"id: {STORE}\n" in each.read_text("utf-8")
    )
    text = file.read_text("utf-8")
    title = next(each for each in text.splitlines() if each.startswith("title:"))
    file.write_text(text.replace(title, "title: 东莞备件库", 1), "utf-8")
    desk.propose("2026-11-02T09:30", "PSU-800", "P8-20031", "defect")
    desk.told("2026-11-02T09:40", "approved", by="department_manager")
    desk.swapped("2026-11-02T11:00", "P8-30001")
    assert "东莞备件库" in on_paper(desk, "swap", "2026-11-02T12:00")


def test_nothing_is_put_aside_for_an_order_before_it_was_reported(desk: SwapDesk) -> None:
    early = Moved(Movement.RESERVED, STORE, part="PSU-800", order=desk.order, time="2026-11-01T09:00")
    with pytest.raises(UsageError, match="before-order"):
        move(desk.root, early, instant("2026-11-02T10:00"))


def handed_out(view: SwapView) -> tuple[str, ...]:
    return still_handed_out(view.record, view.order.order)


def test_a_part_that_was_handed_out_for_it_and_is_not_the_one_put_in_is_told(desk: SwapDesk) -> None:
    desk.propose("2026-11-02T09:30", "PSU-800", "P8-20031", "defect")
    desk.told("2026-11-02T09:40", "approved", by="department_manager")
    out = Moved(Movement.ISSUED, STORE, serials=("P8-30001",), order=desk.order)
    move(desk.root, out, instant("2026-11-02T10:00"))
    assert handed_out(desk.shown("2026-11-02T10:30")) == ()
    assert handed_out(desk.swapped("2026-11-02T11:00", "P8-30002")) == ("P8-30001",)


def test_who_did_it_is_kept_by_name_and_stands_on_the_form(desk: SwapDesk) -> None:
    desk.propose("2026-11-02T09:30", "PSU-800", "P8-20031", "defect")
    desk.told("2026-11-02T09:40", "approved", by="department_manager")
    view = desk.told("2026-11-02T11:00", "carried_out", serial="P8-30001", by="马超")
    done = view.record.carried_out
    assert done is not None
    assert (done.by, done.person) == ("engineer", "ma-chao")
    desk.told("2026-11-02T11:10", "signed", by="马超", evidence="on paper")
    assert "Engineer: Ma Chao" in on_paper(desk, "swap", "2026-11-02T12:00")


def test_the_form_names_the_warranty_with_its_clause(desk: SwapDesk) -> None:
    desk.propose("2026-11-02T09:30", "PSU-800", "P8-20031", "defect")
    desk.told("2026-11-02T09:40", "approved", by="department_manager")
    assert "Warranty of the devices, 第 6 条" in on_paper(desk, "swap", "2026-11-02T12:00")
