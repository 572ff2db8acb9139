"""fieldops similar, of what people look at: who has looked is told by what was filled in, and no program looks in their place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_fill import Rounds
from tests.conftest import LASTING, Workspace

HERE = {"address": "localhost", "transport": "local"}


@pytest.fixture
def rounds(workspace: Workspace, tmp_path: Path) -> Rounds:
    """Two machines of one model; on db-1 an alarm lamp is lit, at db-2 nobody has looked yet."""
    here = Rounds(workspace, tmp_path)
    assets = [
        {"id": id, "serial": f"SN-{id}", "category": "server", "model": "R750", "host": HERE}
        for id in ("db-1", "db-2")
    ]
    workspace.contract(assets, contract=LASTING)
    assert here.look().code in (0, 3)
    filled = here.fill("--item", "db-1/lights=不合格", "--note", "db-1/lights=amber")
    assert filled.code in (0, 3), filled.err
    return here


def told(here: Rounds, *words: str) -> tuple[int, Any]:
    ran = here.workspace.run("similar", "latest", *words, "-o", "json")
    return ran.code, ran.json


def test_a_host_that_somebody_looked_at_is_not_told_never(rounds: Rounds) -> None:
    code, found = told(rounds, "lights")
    assert [(each["asset"], each["looked"], each["reachable"]) for each in found["similar"]] == [
        ("db-2", None, False)
    ]
    assert code == 3
    rounds.fill("--item", "db-2/lights=合格")
    code, found = told(rounds, "lights")
    assert [each["looked"]["verdict"] for each in found["similar"]] == ["OK"]
    assert found["similar"][0]["looked"]["since"]
    assert code == 0


def test_no_program_looks_in_the_place_of_people(rounds: Rounds) -> None:
    ran = rounds.workspace.run("similar", "latest", "lights", "--look")
    assert ran.code == 2
    assert "'lights' is looked at by people" in ran.err
    shown = rounds.workspace.run("similar", "latest", "lights", language="zh-CN")
    assert "从未检查（人工检查项，需现场查看）" in shown.out
    assert "还有 1 台尚不清楚，需现场查看" in shown.err
    assert "--look" not in shown.err


def test_a_fault_of_the_whole_visit_is_of_no_equipment(rounds: Rounds) -> None:
    rounds.fill("--item", "doors=不合格", "--note", "doors=open")
    ran = rounds.workspace.run("similar", "latest", "doors")
    assert ran.code == 2
    assert "filled in for a site or a whole visit" in ran.err
    assert "@" not in ran.err
