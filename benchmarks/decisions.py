"""How many decisions one core takes in a second, with everything they explain: warranty claims and SLA deadlines.

On the example contracts, in one process. Claims and reports are drawn at random once, before the clock starts; reasons
and flips of every decision are built. "new": a judge that has answered nothing before, and no question comes twice.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from fieldops.actions.needed import need_agreement
from fieldops.actions.warranties import open_desk
from fieldops.contracts.model.warranty import CAUSES
from fieldops.documents.workspace import Workspace, load_workspace
from fieldops.sla.deadlines import Case, deadlines
from fieldops.sla.timetable import Timetable, timetable_of
from fieldops.warranty.claim import Claim
from fieldops.warranty.decision import Decider

CONTRACTS = ("archive-digitisation", "device-platform", "housing-fund-portal", "managed-service")
SEED, CLAIMS, REPORTS = 4, 40_000, 8_000
_FIRST = date(2026, 4, 1)


def claims_per_second(root: Path) -> tuple[float, float]:
    """Claims decided in a second of CPU time: as a batch asks them, and when every question is new."""
    workspace = load_workspace(root, judged=False)
    chance = random.Random(SEED)
    total = spent = 0.0
    for id in CONTRACTS:
        decider = open_desk(workspace, id).decider
        claims = list(_claims(decider, chance, CLAIMS // len(CONTRACTS)))
        spent += _decided(decider, claims)
        total += len(claims)
    decider = open_desk(workspace, CONTRACTS[0]).decider
    new = list(
        {(claim.asset, claim.cause, claim.day): claim for claim in _claims(decider, chance, 4_000)}.values()
    )
    return total / spent, len(new) / _decided(decider, new)


def _claims(decider: Decider, chance: random.Random, count: int) -> Iterator[Claim]:
    assets = [asset.id for asset in decider.judge.agreement.assets]
    for _ in range(count):
        day = _FIRST + timedelta(days=chance.randrange(1500))
        yield Claim(asset=chance.choice(assets), cause=chance.choice(CAUSES), day=day)


def _decided(decider: Decider, claims: list[Claim]) -> float:
    begin = time.process_time()
    for claim in claims:
        decision = decider.decide(claim)
        # Both are only made when somebody asks.
        assert decision.reasons
        assert decision.flips is not None
    return time.process_time() - begin


def deadlines_per_second(root: Path) -> float:
    """Deadlines computed in a second of CPU time, each with its reasons."""
    workspace = load_workspace(root, judged=False)
    found, spent = 0, 0.0
    for id in CONTRACTS:
        timetable = _timetable(workspace, id)
        cases = list(_cases(timetable, REPORTS // len(CONTRACTS)))
        begin = time.process_time()
        for case in cases:
            due = deadlines(timetable, case)
            found += len(due)
            assert all(one.reasons for one in due)
        spent += time.process_time() - begin
    return found / spent


def _timetable(workspace: Workspace, id: str) -> Timetable:
    return timetable_of(need_agreement(workspace, id), _FIRST)


def _cases(timetable: Timetable, count: int) -> Iterator[Case]:
    chance = random.Random(SEED)
    level = timetable.level
    severities = [one.id for one in level.severities]
    for _ in range(count):
        request = chance.choice(level.requests)
        reported = datetime(2026, 4, 1, tzinfo=UTC) + timedelta(minutes=chance.randrange(250 * 1440))
        yield Case(request.id, chance.choice(severities) if request.graded else None, reported)
