"""Agreements for tests: from short YAML texts, and the project's own examples."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from properties import workspace as shipped

from fieldops.actions.warranties import Desk, open_desk
from fieldops.contracts.model import PartCatalogue
from fieldops.contracts.reasons import Reason, flattened
from fieldops.documents.workspace import Workspace
from fieldops.warranty.claim import CLAIMED_CAUSES, Claim, known_word
from fieldops.warranty.decision import Decider, Decision
from fieldops.warranty.judge import Judge
from tests.contracts.test_cover import agreed, typed

ROOT = Path(__file__).parents[2]
PARTS = """\
apiVersion: fieldops/v1
kind: PartCatalogue
id: parts
title: t
parts:
  - {part_no: DISK, name: d, models: [M1], category: disk}
  - {part_no: BATTERY, name: b, models: [M1], category: battery}
  - {part_no: LAMP, name: l, models: [M1], category: lamp, consumable: true}
"""
# One server, accepted on 2026-03-01, under a warranty of 12 months.
BASIC = """
assets:
  - {id: db-1, serial: SN-1, model: M1, category: server}
warranties: [{terms: basic}]
acceptances: [{event: final_acceptance, date: 2026-03-01}]
"""

# A server with a disk that was swapped twice, and one that never was.
SWAPPED = """
assets:
  - id: db-1
    serial: SN-1
    model: M1
    parts: [{part_no: DISK, serial: D3, slot: s0}, {part_no: DISK, serial: E1, slot: s1}]
    swaps:
      - {date: 2026-06-15, part_no: DISK, removed_serial: D1, installed_serial: D2, slot: s0}
      - {date: 2026-12-20, part_no: DISK, removed_serial: D2, installed_serial: D3, slot: s0}
warranties: [{terms: basic}]
acceptances: [{event: final_acceptance, date: 2026-03-01}]
"""


def decider(contract: str = BASIC, *warranties: str, catalogue: bool = True) -> Decider:
    """Who decides under the contract by these sections, and of warranties each told by what differs from 12 months from
    final acceptance for normal use."""
    catalogues: list[PartCatalogue] = [typed(PartCatalogue, PARTS)] if catalogue else []
    return Decider(Judge(agreed(contract, *(warranties or ("{}",))), catalogues))


def outcome(of: Decider, day: str, cause: str = "normal", **facts: object) -> str:
    """The outcome of a claim about SN-1."""
    return of.judge.outcome(claim(day, cause, **facts))


def claim(day: str, cause: str = "normal", asset: str = "SN-1", **facts: object) -> Claim:
    return Claim(asset, known_word(cause, CLAIMED_CAUSES, "cause"), date.fromisoformat(day), **facts)


def span(decision: Decision) -> tuple[str, str]:
    """First and last day of the warranty that a decision shows."""
    shown = decision.verdict.warranty
    assert shown is not None
    return str(shown.cover.start), str(shown.cover.end)


def rules(decision: Decision) -> dict[str, str]:
    """Each rule that was tested, with its result."""
    return {each.rule: each.result for _, each in flattened(decision.reasons)}


@cache
def examples() -> Workspace:
    """The project's own tree."""
    return shipped()


@cache
def example(id: str) -> Desk:
    return open_desk(examples(), id)


def places(desk: Desk, decision: Decision) -> dict[str, str]:
    """The text of the file and line that each rule names, by rule; of one that is named twice the first."""
    found: dict[str, str] = {}
    for _, each in flattened(decision.reasons):
        found.setdefault(each.rule, line_of(desk, each))
    return found


def line_of(desk: Desk, reason: Reason) -> str:
    """``file: text of the line`` of a reason's clause."""
    if reason.clause is None:
        return ""
    at = desk.position(reason.clause)
    text = (ROOT / at.path).read_text("utf-8").splitlines()[at.line - 1]
    return f"{Path(at.path).name}: {text.strip()}"
