"""The patch of a swap: comments and layout stay, and every decision is the same before and after it is written. C8"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from service.stories import REPOSITORY, instant
from service.swap_desk import SwapDesk

from fieldops.actions.settings import store_path
from fieldops.actions.swap_patches import apply, patched, patches
from fieldops.actions.swap_records import where_is
from fieldops.actions.validation import validate
from fieldops.actions.warranties import Desk, check_claim, open_desk
from fieldops.contracts.model import Asset, PartCatalogue, Swap
from fieldops.contracts.swapped_parts import with_swap, with_swaps
from fieldops.documents.typed import fill
from fieldops.documents.workspace import load_workspace
from fieldops.errors import InvalidDocuments, Refused, Undecided
from fieldops.warranty.claim import Claim
from fieldops.warranty.decision import Decider, Decision
from fieldops.warranty.judge import Judge

FILE = "contracts/assets/device-platform-centre.yaml"
EQUIPMENT = ("platform-01", "platform-02", "core-switch", "terminal-n1")


@pytest.fixture
def desk(tmp_path: Path) -> SwapDesk:
    desk = SwapDesk(tmp_path)
    desk.call("2026-11-02T09:00", severity="common", asset="platform-01")
    desk.propose("2026-11-02T09:30", "SSD-960", "S96-10001", "defect")
    desk.told("2026-11-02T09:40", "approved", by="department_manager")
    desk.swapped("2026-11-02T11:00", "S96-20001")
    return desk


def test_the_patch_changes_the_part_and_adds_the_swap_and_nothing_else(desk: SwapDesk) -> None:
    (found,) = patches(desk.root)
    changed = [line for line in found.lines if line[0] in "+-" and line[:3] not in ("+++", "---")]
    assert changed == [
        "-      - {part_no: SSD-960, serial: 'S96-10001', slot: '0', category: disk}",
        "+      - {part_no: SSD-960, serial: 'S96-20001', slot: '0', category: disk}",
        "+      - {date: 2026-11-02, slot: '0', part_no: SSD-960, removed_serial: 'S96-10001', "
        "installed_serial: 'S96-20001', order: SO-20261102-001}",
    ]


def test_written_the_files_are_valid_and_nothing_is_left_to_patch(desk: SwapDesk) -> None:
    before = (desk.root / FILE).read_text("utf-8")
    apply(desk.root, patches(desk.root))
    after = (desk.root / FILE).read_text("utf-8")
    assert [line for line in before.split("\n") if "#" in line] == [
        line for line in after.split("\n") if "#" in line
    ]
    assert [each.code for each in validate(desk.root, [desk.root / FILE]).problems] == []
    assert patches(desk.root) == ()
    # What is merged is no longer only the log's to take back.
    with pytest.raises(Refused) as refused:
        desk.told("2026-11-03T09:00", "undone", reason="late")
    assert refused.value.code == "swap.in-the-files"


def test_where_the_files_say_something_else_nothing_is_decided_until_somebody_has_looked(
    desk: SwapDesk,
) -> None:
    (found,) = patches(desk.root)
    (desk.root / FILE).write_text(found.after.replace("S96-20001", "S96-20007"), "utf-8")
    claim = Claim("platform-01", "defect", part_no="SSD-960", part_serial="S96-20007")
    with pytest.raises(Undecided) as undecided:
        check_claim(desk.root, "device-platform", claim, instant("2026-11-05T09:00"))
    assert [each.code for each in undecided.value.problems] == ["swap.contradicts"]
    with pytest.raises(InvalidDocuments):
        patches(desk.root)
    # Other equipment is decided as before.
    other = Claim("platform-02", "defect", part_no="SSD-960", part_serial="S96-10003")
    assert (
        check_claim(desk.root, "device-platform", other, instant("2026-11-05T09:00"))[1].outcome == "covered"
    )


def test_equipment_that_was_replaced_as_a_whole_is_found_by_both_serial_numbers(desk: SwapDesk) -> None:
    desk.propose("2026-11-03T09:30", "S200-UNIT", "HL-SV-250101", "defect")
    desk.told("2026-11-03T09:40", "approved", by="department_manager")
    desk.swapped("2026-11-03T11:00", "HL-SV-260777")

    def answers() -> list[str]:
        now = instant("2026-11-05T09:00")
        names = ("platform-01", "HL-SV-250101", "HL-SV-260777")
        return [
            check_claim(desk.root, "device-platform", Claim(each, "defect"), now)[1].outcome for each in names
        ]

    assert answers() == ["covered"] * 3
    apply(desk.root, patches(desk.root))
    assert answers() == ["covered"] * 3
    assert where_is(load_workspace(desk.root, judged=False), {}, "HL-SV-260777") is not None


# --- the same answers, with the patch and without -----------------------------------------------------------


@cache
def _signed() -> Desk:
    return open_desk(load_workspace(REPOSITORY, judged=False), "device-platform")


@cache
def _catalogues() -> tuple[PartCatalogue, ...]:
    workspace = load_workspace(REPOSITORY)
    return tuple(fill(PartCatalogue, each.data) for each in workspace.of_kind("PartCatalogue"))


def _serials(asset: Asset) -> list[str]:
    own = [asset.serial] if asset.serial is not None else []
    return own + [part.serial for part in asset.parts if part.serial is not None]


@st.composite
def _swaps(draw: st.DrawFn) -> list[tuple[str, str, Swap]]:
    """Swaps of parts and of whole units, one after the other, on days around the one that the files know."""
    assets = {each.id: each for each in _signed().decider.judge.agreement.assets if each.id in EQUIPMENT}
    day, found = date(2026, 6, 1), list[tuple[str, str, Swap]]()
    for number in range(draw(st.integers(1, 4))):
        day += timedelta(days=draw(st.integers(0, 120)))
        asset = assets[draw(st.sampled_from(EQUIPMENT))]
        out = draw(st.sampled_from(_serials(asset)))
        part = next((each for each in asset.parts if each.serial == out), None)
        swap = Swap(
            date=day,
            part_no=part.part_no if part is not None else draw(st.sampled_from(("S200-UNIT", "X 1"))),
            removed_serial=out,
            installed_serial=f"N-{number}",
            slot=part.slot if part is not None else None,
            order=draw(st.sampled_from(("SO-20260601-001", "7", None))),
        )
        assets[asset.id] = with_swap(asset, swap)
        found.append((f"S{number}", asset.id, swap))
    return found


def _claims(swaps: list[tuple[str, str, Swap]]) -> Iterator[Claim]:
    for _, id, swap in swaps:
        for day in (date(2026, 5, 1), swap.date, swap.date + timedelta(days=1), date(2027, 3, 1)):
            yield Claim(id, "defect", day)
            for serial in (swap.removed_serial, swap.installed_serial):
                for cause in ("defect", "misuse", "unknown"):
                    yield Claim(id, cause, day, part_no=swap.part_no, part_serial=serial)


def _told(decision: Decision) -> object:
    """All that is told of a decision but the line at which something stands."""
    return decision.outcome, decision.verdict.costs, decision.reasons, decision.flips


@settings(max_examples=12, deadline=None)
@given(_swaps())
def test_warranty_check_answers_the_same_with_the_patch_applied_and_with_the_log_alone(
    swaps: list[tuple[str, str, Swap]],
) -> None:
    signed = _signed()
    agreement = signed.decider.judge.agreement
    known = with_swaps(agreement, ((id, swap) for _, id, swap in swaps))
    by_log = Decider(Judge(known, _catalogues()))
    with TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copytree(REPOSITORY / "contracts", root / "contracts")
        for each in patched(REPOSITORY, agreement, swaps):
            (root / each.path).write_text(each.after, "utf-8", newline="")
        by_files = open_desk(load_workspace(root, judged=False), "device-platform").decider
        for claim in _claims(swaps):
            assert _told(by_log.decide(claim)) == _told(by_files.decide(claim))


def test_a_part_that_was_handed_out_and_built_in_is_no_spare_in_two_places(desk: SwapDesk) -> None:
    def doubled() -> list[str]:
        found = validate(desk.root).problems
        return [str(each.values["serial"]) for each in found if each.code == "stock.serial-built-in"]

    apply(desk.root, patches(desk.root))
    assert doubled() == []
    # Of what no record has handed out the stock's file is believed.
    store_path(desk.root).rename(desk.root / "elsewhere.db")
    assert doubled() == ["S96-20001"]
