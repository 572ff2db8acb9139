"""A swap that is cut off between the store and the swap's own event, and one that is taken back: where the part is, and who mends it."""

from __future__ import annotations

import multiprocessing
import os
import signal
from pathlib import Path

import pytest
from service.stories import instant, to_do
from service.swap_desk import SwapDesk, still_owed, with_approved_disk

from fieldops.actions import swaps
from fieldops.actions.order_lists import open_orders
from fieldops.actions.stock import Asked, look, move
from fieldops.errors import Refused
from fieldops.records.stock_events import Movement
from fieldops.records.swap_events import SwapTold

PART, STORE = "S96-20001", "device-stock"
ADRIFT = f"{PART} was handed out of {STORE} for it and is not said to be anywhere"


@pytest.fixture
def desk(tmp_path: Path) -> SwapDesk:
    return with_approved_disk(tmp_path)


def in_store(desk: SwapDesk) -> bool:
    return PART in look(desk.root, instant("2026-11-03T09:00")).world.books.lying


def _carry_out_and_die(desk: SwapDesk) -> None:
    def die(event: object) -> None:
        assert isinstance(event, SwapTold)
        os.kill(os.getpid(), signal.SIGKILL)

    swaps.encode = die  # type: ignore[assignment]
    desk.swapped("2026-11-02T09:50", PART)


def cut_off(desk: SwapDesk) -> None:
    """Killed after the store has given the part out, before the swap says that it was put in."""
    process = multiprocessing.get_context("fork").Process(target=_carry_out_and_die, args=(desk,))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL


def test_who_is_killed_after_the_store_has_left_a_part_adrift_and_everybody_is_told(desk: SwapDesk) -> None:
    # Who has looked at the open orders before hears of it, too.
    assert not any(
        ADRIFT in each for each in to_do(open_orders(desk.root, instant("2026-11-02T09:45")).views[0])
    )
    cut_off(desk)
    assert not in_store(desk)
    assert desk.shown("2026-11-02T10:00").record.state == "approved"
    (owed,) = (each for each in still_owed(desk.shown("2026-11-02T10:00")) if ADRIFT in each)
    assert f"fieldops stock return {STORE} --serial {PART}" in owed
    assert any(ADRIFT in each for each in to_do(open_orders(desk.root, instant("2026-11-02T10:00")).views[0]))


def test_telling_it_again_finds_the_part_out_for_this_swap_and_takes_no_other(desk: SwapDesk) -> None:
    cut_off(desk)
    view = desk.swapped("2026-11-02T09:50", PART)
    assert view.record.carried_out is not None
    assert (view.record.carried_out.stock, view.record.adrift) == (STORE, ())
    moves = [each.kind for each in look(desk.root, instant("2026-11-02T10:00")).moves if PART in each.serials]
    assert moves.count(Movement.ISSUED) == 1


def test_bringing_it_back_mends_it_as_well(desk: SwapDesk) -> None:
    cut_off(desk)
    move(desk.root, Asked(Movement.RETURNED, STORE, serials=(PART,)), instant("2026-11-02T10:00"))
    assert in_store(desk)
    assert desk.shown("2026-11-02T10:01").record.adrift == ()


def test_a_refused_swap_whose_part_is_out_keeps_the_order_open(desk: SwapDesk) -> None:
    cut_off(desk)
    desk.told("2026-11-02T10:00", "refused", reason="it works again")
    desk.tell("2026-11-02T10:05", "resolved")
    with pytest.raises(Refused) as refused:
        desk.tell("2026-11-02T10:10", "closed")
    assert "swap.owed-adrift" in str(refused.value.values["missing"])


def test_what_is_taken_back_lies_in_its_store_again(desk: SwapDesk) -> None:
    desk.swapped("2026-11-02T09:50", PART)
    assert not in_store(desk)
    view = desk.told("2026-11-02T11:00", "undone", reason="the wrong disk")
    assert in_store(desk)
    assert (view.record.state, view.record.adrift) == ("undone", ())
    # Told once more it is nothing new, and nobody brings it back twice.
    desk.told("2026-11-02T11:00", "undone", reason="the wrong disk")
    moves = [each.kind for each in look(desk.root, instant("2026-11-02T12:00")).moves if PART in each.serials]
    assert moves.count(Movement.RETURNED) == 1


def test_what_is_from_no_store_is_not_brought_to_one(desk: SwapDesk) -> None:
    desk.swapped("2026-11-02T09:50", "S96-77777", reason="the maker brought it along")
    desk.told("2026-11-02T11:00", "undone", reason="the wrong disk")
    assert "S96-77777" not in look(desk.root, instant("2026-11-02T12:00")).world.books.lying
