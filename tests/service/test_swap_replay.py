"""Whatever is told of a swap, in whatever order it is written down: the same swap, or a clear refusal; between processes, too."""

from __future__ import annotations

import json
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service.stories import REPOSITORY, instant
from service.swap_desk import SwapDesk

from fieldops.actions import swaps
from fieldops.actions.stock import look
from fieldops.actions.swap_words import Word
from fieldops.actions.swaps import list_swaps, tell
from fieldops.errors import FieldopsError
from fieldops.records.swap_events import SwapProposed, SwapTold
from fieldops.service.swaps import SWAP_KINDS, SwapRecord, out_of_order, possible, swaps_of
from fieldops.sla.log_rules import ROLES

BEGAN = instant("2026-11-02T09:30")
_PROPOSED = SwapProposed("S", "device-platform", "O", "a", "P", "1", date(2026, 11, 2), BEGAN, BEGAN)


@st.composite
def _told(draw: st.DrawFn) -> SwapTold:
    at = BEGAN + timedelta(minutes=draw(st.integers(-5, 200)))
    serial = draw(st.sampled_from(("1", "2")))
    return SwapTold("S", draw(st.sampled_from(SWAP_KINDS)), at, at, serial=serial, owner="customer")


@given(st.lists(_told(), max_size=12), st.randoms(use_true_random=False))
def test_the_order_in_which_things_are_written_down_plays_no_part(
    told: list[SwapTold], random: object
) -> None:
    times = {each.time: each for each in told}
    apart = list(times.values())
    whole = swaps_of([_PROPOSED, *apart])["S"]
    assert swaps_of([*reversed(apart), _PROPOSED])["S"] == whole
    assert [each.time for each in whole.told] == sorted(times)


@given(st.lists(_told(), max_size=14))
def test_what_is_admitted_one_by_one_is_a_swap_in_which_everything_fits(told: list[SwapTold]) -> None:
    record = SwapRecord(_PROPOSED)
    for each in told:
        after = record.with_told(each)
        wrong = out_of_order(after)
        if wrong is None:
            record = after
        else:
            culprit, before = wrong
            assert culprit in after.told
            assert culprit.kind not in possible(before) or culprit.time < BEGAN
    assert out_of_order(record) is None
    # Of what is lent and not back, and of what was put in, there is one at most.
    assert (record.carried_out is not None) == (record.state == "carried_out")
    lent = sum((each.kind == "loaner_out") - (each.kind == "loaner_back") for each in record.told)
    assert lent == (record.loaner is not None)


def test_positions_are_those_of_the_schemas() -> None:
    text = (REPOSITORY / "fieldops/documents/schemas/common.json").read_text("utf-8")
    found = next(each for each in json.loads(text)["$defs"].values() if "hotline" in each.get("enum", ()))
    assert tuple(found["enum"]) == ROLES


def _carry_out(root: str, swap: str, serial: str) -> str:
    word = Word("carried_out", "2026-11-02T11:00", {"serial": serial, "by": "engineer"})
    try:
        tell(Path(root), swap, word, instant("2026-11-02T12:00"))
    except FieldopsError as error:
        return error.code
    return serial


def test_of_several_processes_that_replace_the_same_part_one_wins_and_the_others_are_told(
    tmp_path: Path,
) -> None:
    desk = SwapDesk(tmp_path)
    desk.call("2026-11-02T09:00", severity="common", asset="platform-01")
    desk.propose("2026-11-02T09:30", "SSD-960", "S96-10001", "defect")
    desk.told("2026-11-02T09:40", "approved", by="department_manager")
    serials = [f"S96-2000{number}" for number in (1, 2, 3, 4)]
    with ProcessPoolExecutor(4) as pool:
        results = list(pool.map(_carry_out, [str(desk.root)] * 4, [desk.swap] * 4, serials))
    (winner,) = (each for each in results if each in serials)
    assert sorted(set(results) - {winner}) == ["swap.not-then"]
    (record,) = list_swaps(desk.root).records
    assert record.carried_out is not None
    assert record.carried_out.serial == winner
    # What the others had in their hands lies in the store again.
    lying = look(desk.root, instant("2026-11-02T12:00")).world.books.lying
    assert [each for each in serials if each not in lying] == [winner]


def test_whoever_was_first_between_two_looks_at_the_log_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both won, on a busy machine: what was decided by was read before what the log was expected to be."""
    desk = SwapDesk(tmp_path)
    desk.call("2026-11-02T09:00", severity="common", asset="platform-01")
    desk.propose("2026-11-02T09:30", "SSD-960", "S96-10001", "defect")
    desk.told("2026-11-02T09:40", "approved", by="department_manager")
    case_of = swaps.case_of

    def told_meanwhile(*asked: Any) -> Any:
        monkeypatch.setattr(swaps, "case_of", case_of)
        assert _carry_out(str(desk.root), desk.swap, "S96-20001") == "S96-20001"
        return case_of(*asked)

    monkeypatch.setattr(swaps, "case_of", told_meanwhile)
    assert _carry_out(str(desk.root), desk.swap, "S96-20002") == "swap.not-then"
