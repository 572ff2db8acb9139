"""Manual items that a playbook asks otherwise than the one that it extends, of some equipment or of all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_fill_each_asset import ASSETS, BOOK, look, owed
from tests.conftest import Workspace

OURS = """\
apiVersion: fieldops/v1
kind: Playbook
id: ours
title: Ours
platform: none
extends: cabinets
override:
  - {check: doors, reason: {zh-CN: 新机柜, en: new ones}, hosts: [cab-b], na: false, otherwise: warn, look: Look at both doors., standard: Closed and locked., photo: always}
  - {check: lights, reason: has none, hosts: [ups-1], asked: false}
"""


@pytest.fixture
def room(workspace: Workspace) -> Workspace:
    workspace.contract(ASSETS)
    workspace.write("playbooks/cabinets.yaml", BOOK)
    workspace.write("playbooks/ours.yaml", OURS)
    return workspace


def fill(room: Workspace, *given: str, code: int) -> str:
    items = (word for each in given for word in ("--item", each))
    note = ("--note", "cab-b/doors=lock broken") if any("cab-b" in each for each in given) else ()
    ran = room.run("run", "fill", "latest", "--engineer", "li", *items, *note)
    assert ran.code == code, ran.err
    return ran.err


def test_an_item_is_asked_and_judged_as_it_was_changed_for_that_equipment(
    room: Workspace, tmp_path: Path
) -> None:
    assert "cab-b" not in room.run("validate").out
    look(room, playbook="ours")
    assert owed(room) == [
        ("cab-a", "doors", "UNKNOWN"),
        ("cab-b", "doors", "UNKNOWN"),
        ("h1", "lights", "UNKNOWN"),
    ]
    form = room.run("run", "fill", "latest", "--form", "-").out
    assert form.count("Look at both doors.") == 1
    assert form.count("Closed and locked.") == 1
    assert "ok | not ok\n" in form
    fill(room, "cab-a/doors=na", code=3)
    assert "not ok" in fill(room, "cab-b/doors=na", code=2)
    assert "photo" in fill(room, "cab-b/doors=no", "h1/lights=ok", code=0)
    assert owed(room) == [("cab-a", "doors", "NA"), ("cab-b", "doors", "WARN"), ("h1", "lights", "OK")]
    report = tmp_path / "r.md"
    assert room.run("report", "latest", "--lang", "zh-CN", "--output", str(report)).code == 0
    told = report.read_text("utf-8")
    row = next(line for line in told.splitlines() if "新机柜" in line)
    for word in (
        "可填“不涉及”",
        "不要求照片",
        "不得填“不涉及”",
        "查看方法：Look at both doors.",
        "每次须附照片",
        "cab-b",
    ):
        assert word in row
    assert any("不要求填写" in line and "ups-1" in line for line in told.splitlines())


def test_an_item_can_be_changed_for_all(room: Workspace) -> None:
    room.write("playbooks/ours.yaml", OURS.replace(", hosts: [ups-1]", "").replace(", hosts: [cab-b]", ""))
    look(room, playbook="ours")
    assert owed(room) == [("cab-a", "doors", "UNKNOWN"), ("cab-b", "doors", "UNKNOWN")]
    assert "not ok" in fill(room, "cab-a/doors=na", code=2)


def test_an_exported_playbook_asks_the_same(room: Workspace) -> None:
    text = room.run("playbook", "export", "ours").out
    room.write("playbooks/ours.yaml", text)
    assert [each for each in room.run("validate").out.splitlines() if "ours.yaml" in each] == []
    look(room, playbook="ours")
    assert ("cab-b", "doors", "UNKNOWN") in owed(room)
    assert "not ok" in fill(room, "cab-b/doors=na", code=2)
