"""A swap beside all that it is judged by: its order, the other swaps of the contract, and the warranty's decision about the part.

Does not live here: what may be told of a swap, and recording it (`swaps`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from fieldops.actions.contracts import open_workspace
from fieldops.actions.needed import TIMES, need_agreement
from fieldops.actions.orders import View, read_order, view_of
from fieldops.actions.swap_records import swaps_in
from fieldops.actions.warranties import Desk, decide_at, open_desk
from fieldops.contracts.model import Asset
from fieldops.contracts.swapped_parts import earlier_serials
from fieldops.documents.workspace import Workspace
from fieldops.records.log import Log
from fieldops.service.swaps import SwapRecord
from fieldops.sla.timetable import timetable_for
from fieldops.structs import Struct, replaced
from fieldops.warranty.claim import CLAIMED_CAUSES, Claim, known_word
from fieldops.warranty.decision import Decision

# What a swap's claim may say beside the cause.
FACTS = ("remotely_fixable", "solution_in_time", "in_factory", "consumable")


class SwapView(Struct, frozen=True):
    """A swap as it stands: what was told of it, the order it is for, and the warranty's decision about the part."""

    record: SwapRecord
    order: View
    desk: Desk
    decision: Decision

    @property
    def asset(self) -> Asset:
        """The equipment, with all that was swapped in it."""
        return self.desk.decider.judge.register.find(self.record.proposed.asset)[1]


class Case(Struct, frozen=True):
    """What is looked at together: the order, the swaps of its contract as they are, and who decides about cover."""

    workspace: Workspace
    log: Log
    order: View
    records: Mapping[str, SwapRecord]
    size: int
    desk: Desk

    def decision(self, record: SwapRecord, now: datetime) -> Decision:
        """The warranty's decision about the part that is, or was, taken out."""
        return decide_at(self.desk, claim_of(self.desk, record), now)

    def view(self, record: SwapRecord, now: datetime) -> SwapView:
        """The swap as it stands."""
        return SwapView(record, self.order, self.desk, self.decision(record, now))


def case_of(root: Path, log: Log, order: str, now: datetime) -> Case:
    """All that the swaps of an order are judged by. Raises UsageError for an order that there is none of."""
    workspace = open_workspace(root, judged=False)
    found, _ = read_order(log, order)
    contract = found.opened.contract
    records, size = swaps_in(log, contract)
    agreement = need_agreement(workspace, contract, TIMES)
    view = view_of(found, agreement, timetable_for(agreement, found.opened.reported), now)
    return Case(workspace, log, view, records, size, open_desk(workspace, contract))


def claim_of(desk: Desk, record: SwapRecord) -> Claim:
    """The claim about the part that was taken out, on the day of the fault, by all that is known of it now."""
    proposed = record.proposed
    asset = desk.decider.judge.register.find(proposed.asset)[1]
    facts = {name: value for name, value in proposed.facts if name in FACTS}
    if record.last("sent_to_maker") is not None:
        facts["in_factory"] = True
    claim = Claim(
        proposed.asset,
        known_word(record.cause, CLAIMED_CAUSES, "cause"),
        proposed.day,
        fault_in="hardware",
        remotely_fixable=facts.get("remotely_fixable"),
        in_factory=facts.get("in_factory"),
        solution_in_time=facts.get("solution_in_time"),
        consumable=facts.get("consumable"),
    )
    if proposed.serial_out in (asset.serial, *earlier_serials(asset)):
        return claim
    known = {part.serial for part in asset.parts} | {
        serial for swap in asset.swaps for serial in (swap.removed_serial, swap.installed_serial)
    }
    serial = proposed.serial_out if proposed.serial_out in known else None
    return replaced(claim, part_no=proposed.part_no, part_serial=serial)
