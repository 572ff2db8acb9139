"""Swaps told as stories, on the example of their source: who approves, what is owed, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from service.stories import instant
from service.swap_desk import SwapDesk, still_owed

from fieldops.actions.swap_words import Word
from fieldops.actions.swaps import Wanted, list_swaps, propose, tell
from fieldops.actions.warranties import check_claim
from fieldops.errors import FieldopsError, Refused, UsageError
from fieldops.warranty.claim import Claim, ClaimError

CALLED = "2026-11-02T09:00"


@pytest.fixture
def desk(tmp_path: Path) -> SwapDesk:
    desk = SwapDesk(tmp_path)
    desk.call(CALLED, severity="common", asset="platform-01", symptom="a disk is amber")
    return desk


def refused(code: str, call: Callable[[], object]) -> FieldopsError:
    with pytest.raises(FieldopsError) as caught:
        call()
    assert caught.value.code == code, caught.value.values
    return caught.value


@pytest.mark.shows("swap carry-out", "C8")
def test_a_disk_that_is_covered_is_proposed_approved_and_replaced(desk: SwapDesk) -> None:
    view = desk.propose("2026-11-02T09:30", "SSD-960", "S96-10001", "defect")
    assert (view.record.id, view.decision.outcome) == ("SO-20261102-001-S1", "covered")
    assert view.record.proposed.slot == "0"
    desk.told("2026-11-02T09:40", "approved", by="department_manager")
    view = desk.swapped("2026-11-02T11:00", "S96-20001")
    assert view.record.state == "carried_out"
    disks = [(part.slot, part.serial) for part in view.asset.parts if part.part_no == "SSD-960"]
    assert disks == [("0", "S96-20001"), ("1", "S96-10077")]
    # The new disk is covered for the rest of the warranty, but at least six months.
    _, decision = check_claim(
        desk.root,
        "device-platform",
        Claim("platform-01", "defect", part_no="SSD-960", part_serial="S96-20001"),
        instant("2027-04-30T10:00"),
    )
    assert decision.outcome == "covered"


def test_a_swap_is_approved_once_and_not_by_the_customer(desk: SwapDesk) -> None:
    desk.propose("2026-11-02T09:30", "SSD-960", "S96-10001", "defect")
    refused("swap.customer-approves", lambda: desk.told("2026-11-02T09:35", "approved", by="customer"))
    desk.told("2026-11-02T09:40", "approved", by="department_manager")
    refused("swap.approved-already", lambda: desk.told("2026-11-02T09:45", "approved", by="sales"))


def test_the_decision_is_that_of_warranty_check_before_and_after(desk: SwapDesk) -> None:
    claim = Claim("platform-01", "defect", part_no="SSD-960", part_serial="S96-10001")

    def answer() -> tuple[str, object]:
        _, found = check_claim(desk.root, "device-platform", claim, instant("2026-11-02T12:00"))
        return found.outcome, found.verdict.costs

    before = answer()
    view = desk.propose("2026-11-02T09:30", "SSD-960", "S96-10001", "defect")
    assert (view.decision.outcome, view.decision.verdict.costs) == before
    desk.told("2026-11-02T09:40", "approved", by="department_manager")
    desk.swapped("2026-11-02T11:00", "S96-20001")
    shown = desk.shown("2026-11-05T09:00").decision
    assert (shown.outcome, shown.verdict.costs) == before
    assert answer() == before


def test_what_nobody_knows_the_cause_of_is_approved_by_nobody_and_says_what_would_flip_it(
    desk: SwapDesk,
) -> None:
    view = desk.propose("2026-11-02T09:30", "SSD-960", "S96-10001")
    assert view.decision.outcome == "undetermined"
    assert ("cause", "defect", "covered") in {(f.fact, f.value, f.outcome) for f in view.decision.flips}
    error = refused(
        "swap.undetermined", lambda: desk.told("2026-11-02T09:40", "approved", by="department_manager")
    )
    assert isinstance(error, Refused)
    view = desk.told("2026-11-02T09:45", "assessed", cause="defect")
    assert view.decision.outcome == "covered"
    assert desk.told("2026-11-02T09:50", "approved", by="department_manager").record.state == "approved"


def test_what_is_not_covered_is_approved_by_whom_the_contract_names_when_its_steps_are_done(
    tmp_path: Path,
) -> None:
    portal = SwapDesk(tmp_path, "housing-fund-portal")
    portal.call("2026-09-05T14:00", severity="ordinary", asset="web-01")
    view = portal.propose("2026-09-05T15:00", "R640-HDD", "RH-7711", "human_damage")
    assert view.decision.outcome == "not_covered"
    error = refused(
        "swap.steps-first", lambda: portal.told("2026-09-05T15:10", "approved", by="maintenance_director")
    )
    steps = error.values["steps"]
    assert isinstance(steps, tuple)
    assert len(steps) == 2
    # The steps come in the contract's order, also where only a part is not covered, and before the approval.
    refused("order.step-before", lambda: portal.tell("2026-09-05T15:20", "step_done", step="agree_fee"))
    for step in ("director_approval", "agree_fee"):
        portal.tell("2026-09-05T15:20", "step_done", step=step)
    backdated = Word("approved", "2026-09-05T15:19", {"by": "maintenance_director"})
    early = refused(
        "swap.steps-first",
        lambda: tell(portal.root, portal.swap, backdated, instant("2026-09-05T15:30")),
    )
    assert early.values["at"] == "2026-09-05 15:19"
    refused("swap.other-approver", lambda: portal.told("2026-09-05T15:30", "approved", by="engineer"))
    view = portal.told("2026-09-05T15:40", "approved", by="maintenance_director")
    assert view.record.state == "approved"


def test_what_has_failed_is_named_by_equipment_and_serial_number_that_there_are(desk: SwapDesk) -> None:
    order = desk.order

    def proposed(part: str, serial: str, asset: str | None = None) -> Callable[[], object]:
        wanted = Wanted(order, part, serial, asset)
        return lambda: propose(desk.root, wanted, instant("2026-11-02T10:00"))

    assert refused("warranty.unknown-asset", proposed("SSD-960", "S96-10001", "platform-09")).values[
        "choices"
    ]
    error = refused("swap.serial-elsewhere", proposed("SSD-960", "S96-10003"))
    assert "platform-02" in str(error.values["where"])
    with pytest.raises(ClaimError) as unknown:
        proposed("SSD-960", "S96-99999")()
    assert unknown.value.code == "warranty.unknown-serial"
    # Offered is what is built in, by serial number; not what left it in August, nor numbers of parts.
    shown = {each.values["id"] for each in unknown.value.values["choices"]}
    assert shown == {"S96-10001", "S96-10077", "P8-20031"}
    # Replaced in August already.
    refused("swap.not-there-now", proposed("SSD-960", "S96-10002"))
    assert list_swaps(desk.root).records == ()


def test_nothing_is_told_that_could_not_have_happened_then(desk: SwapDesk) -> None:
    desk.propose("2026-11-02T09:30", "SSD-960", "S96-10001", "defect")
    refused("swap.not-then", lambda: desk.swapped("2026-11-02T10:00", "S96-20001"))
    desk.told("2026-11-02T10:10", "approved", by="department_manager")
    # Before it was approved, and in the future.
    refused(
        "swap.not-then", lambda: desk.told("2026-11-02T10:00", "carried_out", "2026-11-02T12:00", serial="S1")
    )
    refused(
        "log.future", lambda: desk.told("2026-11-03T10:00", "carried_out", "2026-11-02T12:00", serial="S1")
    )
    assert [each.kind for each in desk.shown("2026-11-02T12:00").record.told] == ["approved"]


def test_what_is_put_in_is_nowhere_else_in_the_world_we_know(desk: SwapDesk) -> None:
    desk.propose("2026-11-02T09:30", "SSD-960", "S96-10001", "defect")
    desk.told("2026-11-02T09:40", "approved", by="department_manager")
    refused("swap.same-serial", lambda: desk.swapped("2026-11-02T10:00", "S96-10001"))
    refused("swap.serial-in-use", lambda: desk.swapped("2026-11-02T10:00", "S96-10003"))
    desk.swapped("2026-11-02T10:00", "S96-20001")
    desk.propose("2026-11-02T10:30", "SSD-960", "S96-10077", "defect")
    desk.told("2026-11-02T10:40", "approved", by="department_manager")
    refused("swap.serial-in-use", lambda: desk.swapped("2026-11-02T11:00", "S96-20001"))
    # What was taken out of here is free again: it may come back repaired.
    assert desk.swapped("2026-11-02T11:30", "S96-10001").record.state == "carried_out"


def test_of_two_who_replace_the_same_part_one_wins_and_the_other_is_told(desk: SwapDesk) -> None:
    desk.propose("2026-11-02T09:30", "SSD-960", "S96-10001", "defect")
    wanted = Wanted(desk.order, "SSD-960", "S96-10001", cause="defect")
    refused("swap.proposed-already", lambda: propose(desk.root, wanted, instant("2026-11-02T09:31")))
    desk.told("2026-11-02T09:40", "approved", by="department_manager")
    desk.swapped("2026-11-02T10:00", "S96-20001")
    refused("swap.not-then", lambda: desk.swapped("2026-11-02T10:01", "S96-20002"))
    # The same told twice is recorded once.
    word = Word("carried_out", "2026-11-02T10:00", {"serial": "S96-20001", "by": "engineer"})
    assert tell(desk.root, desk.swap, word, instant("2026-11-02T10:05"))[1] == 0


def test_a_swap_that_is_undone_is_as_if_it_had_not_been(desk: SwapDesk) -> None:
    desk.propose("2026-11-02T09:30", "SSD-960", "S96-10001", "defect")
    desk.told("2026-11-02T09:40", "approved", by="department_manager")
    desk.swapped("2026-11-02T10:00", "S96-20001")
    first = desk.swap
    desk.propose("2026-11-02T10:30", "SSD-960", "S96-20001", "defect")
    desk.told("2026-11-02T10:40", "approved", by="department_manager")
    desk.swapped("2026-11-02T11:00", "S96-20002")
    second, desk.swap = desk.swap, first
    assert (
        refused(
            "swap.built-upon", lambda: desk.told("2026-11-02T12:00", "undone", reason="the wrong slot")
        ).values["other"]
        == second
    )
    desk.swap = second
    desk.told("2026-11-02T12:00", "undone", reason="the wrong slot")
    desk.swap = first
    view = desk.told("2026-11-02T12:10", "undone", reason="the wrong slot")
    assert [part.serial for part in view.asset.parts][:2] == ["S96-10001", "S96-10077"]
    assert still_owed(view) == []


def test_a_contract_that_ends_in_the_middle_has_the_swap_approved_again(tmp_path: Path) -> None:
    portal = SwapDesk(tmp_path, "housing-fund-portal")
    end = portal_end(portal)
    portal.call(f"{end}T09:00", severity="ordinary", asset="web-01")
    for step in ("director_approval", "agree_fee"):
        portal.tell(f"{end}T09:10", "step_done", step=step)
    portal.propose(f"{end}T10:00", "R640-HDD", "RH-7711", "human_damage")
    portal.told(f"{end}T10:10", "approved", by="maintenance_director")
    later = f"{int(end[:4]) + 1}-06-01"
    refused("swap.term-over", lambda: portal.swapped(f"{later}T10:00", "RH-8001"))
    portal.told(f"{later}T10:30", "approved", by="maintenance_director")
    assert portal.swapped(f"{later}T11:00", "RH-8001").record.state == "carried_out"


def portal_end(portal: SwapDesk) -> str:
    text = (portal.root / "contracts/housing-fund-portal.yaml").read_text("utf-8")
    line = next(each for each in text.split("\n") if each.startswith("term:"))
    return line.partition("end: ")[2][:10]


def test_an_order_that_there_is_none_of_and_a_swap_that_there_is_none_of_are_told(desk: SwapDesk) -> None:
    now = instant("2026-11-02T10:00")
    with pytest.raises(UsageError):
        propose(desk.root, Wanted("SO-1", "SSD-960", "S96-10001"), now)
    refused("swap.none", lambda: tell(desk.root, "SO-1-S1", Word("approved", None, {"by": "sales"}), now))
    desk.propose("2026-11-02T09:30", "SSD-960", "S96-10001", "defect")
    refused("swap.no-such", lambda: tell(desk.root, "SO-1-S1", Word("approved", None, {"by": "sales"}), now))
