"""A part that was handed out for an order: what is put in instead of it, who is told of it, and what a closed order gets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from service.stories import instant
from service.swap_desk import SwapDesk, with_approved_disk

from fieldops.actions.stock import Asked, look, move
from fieldops.errors import FieldopsError
from fieldops.messages import say_value
from fieldops.records.stock_events import Movement

STORE = "device-stock"
PART = "S96-20001"


@pytest.fixture
def desk(tmp_path: Path) -> SwapDesk:
    return with_approved_disk(tmp_path)


def hand_out(desk: SwapDesk, serial: str = PART, at: str = "2026-11-02T10:00") -> None:
    asked = Asked(Movement.ISSUED, STORE, serials=(serial,), order=desk.order, by="tang-yu", person="李娜")
    move(desk.root, asked, instant(at))


def refused(code: str, call: Callable[[], object]) -> FieldopsError:
    with pytest.raises(FieldopsError) as caught:
        call()
    assert caught.value.code == code, caught.value.values
    return caught.value


def unaccounted(desk: SwapDesk) -> list[str]:
    order = desk.shown("2026-11-02T12:00").order.order
    return [serial for each in order.unaccounted for serial in each.serials]


def test_a_number_that_no_store_ever_had_is_not_put_in_while_one_is_handed_out_for_the_order(
    desk: SwapDesk,
) -> None:
    hand_out(desk)
    error = refused("swap.serial-not-issued", lambda: desk.swapped("2026-11-02T11:00", "S96-20011"))
    assert PART in say_value(error.values["issued"], "en")
    assert unaccounted(desk) == [PART]
    desk.swapped("2026-11-02T11:00", PART)
    assert unaccounted(desk) == []


def test_nor_while_one_lies_in_the_store(desk: SwapDesk) -> None:
    error = refused("swap.serial-from-nowhere", lambda: desk.swapped("2026-11-02T11:00", "S96-2001"))
    assert PART in say_value(error.values["lying"], "en")
    # Of a loaner the same is true.
    lent = desk.told, "2026-11-02T11:00", "loaner_out"
    refused("swap.serial-from-nowhere", lambda: lent[0](*lent[1:], serial="HL-SV-240909"))


def test_what_is_from_elsewhere_is_put_in_with_the_reason_and_what_was_handed_out_is_still_named(
    desk: SwapDesk,
) -> None:
    hand_out(desk)
    view = desk.swapped("2026-11-02T11:00", "S96-99001", reason="brought by the maker's engineer")
    assert view.record.carried_out is not None
    assert view.record.carried_out.reason == "brought by the maker's engineer"
    assert unaccounted(desk) == [PART]


def test_a_part_that_is_out_is_told_at_closing_until_it_is_used_or_back(desk: SwapDesk) -> None:
    hand_out(desk)
    desk.told("2026-11-02T10:30", "refused", reason="it works again")

    def told(at: str) -> list[str]:
        return [
            say_value(each.said, "en") for each in desk.show(at).standing.handling if each.rule == "parts"
        ]

    assert told("2026-11-02T11:00") == []
    desk.tell("2026-11-02T11:00", "resolved")
    (line,) = told("2026-11-02T11:05")
    assert line.startswith(f"SSD-960 {PART} was handed out of {STORE} for this order (李娜)")
    hand_out(desk, "S96-20002", "2026-11-02T11:06")
    desk.tell("2026-11-02T11:10", "part_used", note="SSD-960 S96-20002")
    move(desk.root, Asked(Movement.RETURNED, STORE, serials=(PART,)), instant("2026-11-02T11:20"))
    assert told("2026-11-02T11:30") == []


def test_a_closed_order_gets_nothing_out_of_a_store_and_gives_back_what_it_has(desk: SwapDesk) -> None:
    hand_out(desk)
    desk.told("2026-11-02T10:30", "refused", reason="it works again")
    desk.tell("2026-11-02T11:00", "resolved")
    desk.tell("2026-11-02T11:10", "reported_done")
    desk.tell("2026-11-02T11:20", "signed", evidence="sheet.pdf")
    for document in ("analysis_report", "fault_record"):
        desk.tell("2026-11-02T11:30", "document_given", document=document)
    assert desk.tell("2026-11-02T11:40", "confirmed").standing.stage == "closed"
    for kind in (Movement.ISSUED, Movement.RESERVED):
        asked = Asked(kind, STORE, "SSD-960", order=desk.order, by="tang-yu")
        refused("stock.order-closed", lambda asked=asked: move(desk.root, asked, instant("2026-11-03T09:00")))
    move(desk.root, Asked(Movement.RETURNED, STORE, serials=(PART,)), instant("2026-11-03T09:00"))
    assert PART in look(desk.root, instant("2026-11-03T10:00")).world.books.lying


def test_what_is_repaired_comes_back_with_its_number_and_what_is_replaced_with_another(
    desk: SwapDesk,
) -> None:
    desk.swapped("2026-11-02T11:00", PART)
    desk.told("2026-11-03T09:00", "sent_to_maker", owner="company")

    def back(serial: str, result: str) -> Callable[[], object]:
        return lambda: desk.told("2026-11-20T09:00", "back_from_maker", serial=serial, result=result)

    refused("swap.repaired-other", back("S96-30001", "repaired"))
    refused("swap.replaced-same", back("S96-10001", "replaced"))
    back("S96-10001", "repaired")()
