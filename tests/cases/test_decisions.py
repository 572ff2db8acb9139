"""Decisions that were wrong once, on the workspaces in which people met them (tests/data/cases/decisions)."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from conftest import Workspace

FOLDER = Path(__file__).parents[1] / "data" / "cases" / "decisions"


def workspace_of(name: str, root: Path) -> Workspace:
    shutil.copytree(FOLDER / name, root / name)
    workspace = Workspace.__new__(Workspace)
    workspace.root = root / name
    return workspace


def order(workspace: Workspace, log: str) -> Any:
    asked = ("--events", str(workspace.root / log), "--now", "2026-03-06T12:00")
    return workspace.run("sla", "status", "c", *asked, "-o", "json").json


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("1-two-acceptance-dates", "contract.acceptance-doubled"),
        ("2-dangling-warranty", "reference.dangling"),
        ("3-doubled-warranty-id", "reference.doubled-id"),
    ],
)
def test_nothing_is_decided_from_what_validation_refuses(name: str, code: str, tmp_path: Path) -> None:
    workspace = workspace_of(name, tmp_path)
    ran = workspace.run("warranty", "check", "c", "--asset", "a", "--cause", "normal", "--at", "2025-06-01")
    assert (ran.code, ran.out) == (3, "")
    assert f"error[{code}]" in ran.err
    assert f"error[{code}]" in workspace.run("validate").out


def test_two_entries_for_one_pause_hold_each_for_its_own_milestones(tmp_path: Path) -> None:
    workspace = workspace_of("4-pause-twice", tmp_path)
    due = {each["milestone"]: each["due"] for each in order(workspace, "o.yaml")["milestones"]}
    assert due["resolve"].startswith("2026-03-05T14:00")
    # Of an arrival a pause without evidence moves nothing.
    assert due["onsite"].startswith("2026-03-05T11:00")


def test_a_time_of_the_contract_for_a_severity_replaces_all_that_the_level_has_for_it(tmp_path: Path) -> None:
    asked = ("--request", "incident", "--severity", "high", "--reported", "2026-03-05T18:00", "-o", "json")
    found = workspace_of("5-override", tmp_path).run("sla", "deadlines", "c", *asked).json
    (only,) = found["deadlines"]
    assert only["due"].startswith("2026-03-06T09:30")


def test_nobody_is_asked_after_the_end_and_each_missed_time_begins_its_own_ladder(tmp_path: Path) -> None:
    workspace = workspace_of("6-escalation", tmp_path)
    closed = order(workspace, "closed.yaml")["escalation"]
    assert [each["at"][:16] for each in closed] == ["2026-03-06T08:45"]
    second = order(workspace, "second.yaml")["escalation"]
    assert [(each["milestone"], each["at"][:16]) for each in second] == [
        ("respond", "2026-03-06T08:45"),
        ("resolve", "2026-03-06T09:45"),
        ("resolve", "2026-03-06T10:15"),
    ]


def test_a_batch_says_what_single_questions_say_in_any_order(tmp_path: Path) -> None:
    workspace = workspace_of("7-batch-flips", tmp_path)
    file = workspace.root / "claims.jsonl"
    claims = file.read_text("utf-8").splitlines()

    def batch(lines: list[str]) -> list[Any]:
        file.write_text("\n".join(lines) + "\n", "utf-8")
        return [
            json.loads(line)["flips"]
            for line in workspace.run("warranty", "batch", str(file)).out.splitlines()
        ]

    asked = [json.loads(claim) for claim in claims]
    alone = [
        workspace.run(
            "warranty",
            "check",
            "c",
            "--asset",
            "a",
            "--cause",
            each["cause"],
            "--at",
            each["day"],
            "-o",
            "json",
        ).json["flips"]
        for each in asked
    ]
    assert batch(claims) == alone
    assert batch(claims[::-1]) == alone[::-1]
