"""Manual items that are filled in for each piece of equipment, such as each cabinet, whether or not it has a host."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Workspace

ASSETS = [
    {"id": "h1", "category": "server", "host": {"address": "localhost", "transport": "local"}},
    {"id": "cab-a", "category": "cabinet"},
    {"id": "cab-b", "category": "cabinet", "name": "B 列"},
    {"id": "ups-1", "category": "ups"},
]
BOOK = """\
apiVersion: fieldops/v1
kind: Playbook
id: cabinets
title: Cabinets
platform: none
areas: [{id: room, title: Room}]
manual:
  - {id: doors, title: {zh-CN: 机柜门, en: Doors}, area: room, look: Look., standard: Closed, advice: Close them, per: asset, on: {categories: [cabinet]}}
  - {id: lights, title: {zh-CN: 告警灯, en: Lights}, area: room, look: Look., standard: None, advice: Order, per: asset, on: {categories: [server, ups]}}
"""
FORM = """\
answers:
  - {item: doors, place: cab-a, answer: 合格}
  - {item: doors, place: cab-b, answer: 不合格, note: 后门锁坏}
  - {item: lights, place: h1, answer: ok}
"""


@pytest.fixture
def room(workspace: Workspace) -> Workspace:
    workspace.contract(ASSETS)
    workspace.write("playbooks/cabinets.yaml", BOOK)
    return workspace


def look(room: Workspace, playbook: str = "cabinets") -> str:
    ran = room.run(
        "inspect",
        "acme",
        "--playbook",
        playbook,
        "--engineer",
        "zhang",
        "--engineer",
        "li",
        "-o",
        "json",
    )
    assert ran.code == 3, ran.err
    return str(ran.json["run"])


def owed(room: Workspace) -> list[tuple[str, str, str]]:
    listed = room.run("run", "show", "latest", "-o", "json").json["manual"]
    return [(each["place"], each["item"], each["verdict"]) for each in listed]


def test_each_piece_of_equipment_is_asked_about_and_missing_ones_are_named(
    room: Workspace, tmp_path: Path
) -> None:
    run = look(room)
    assert sorted(owed(room)) == [
        ("cab-a", "doors", "UNKNOWN"),
        ("cab-b", "doors", "UNKNOWN"),
        ("h1", "lights", "UNKNOWN"),
        ("ups-1", "lights", "UNKNOWN"),
    ]
    file = tmp_path / "answers.yaml"
    file.write_text(f"run: {run}\n{FORM}", "utf-8")
    ran = room.run("run", "fill", run, "--engineer", "li", "--answers", str(file))
    assert ran.code == 3, ran.err
    assert ("ups-1", "lights", "UNKNOWN") in owed(room)
    assert ("cab-b", "doors", "CRIT") in owed(room)
    found = room.run("finding", "list", "-o", "json").json["findings"]
    assert [(each["check"], each["host"]) for each in found] == [("doors", "cab-b")]
    report = tmp_path / "r.md"
    assert room.run("report", run, "--lang", "zh-CN", "--output", str(report)).code == 0
    rows = [line for line in report.read_text("utf-8").splitlines() if line.startswith("| ")]
    assert any("cab-a" in row and "机柜门" in row and "合格" in row for row in rows)
    assert any("ups-1" in row and "未填写" in row for row in rows)


def test_a_place_must_be_said_where_there_are_several(room: Workspace) -> None:
    look(room)
    ran = room.run("run", "fill", "latest", "--engineer", "li", "--item", "doors=ok")
    assert ran.code == 2
    assert "cab-a" in ran.err
    ran = room.run("run", "fill", "latest", "--engineer", "li", "--item", "cab-c/doors=ok")
    assert ran.code == 2
    assert "cab-b" in ran.err


def test_which_equipment_is_meant_must_be_said(room: Workspace) -> None:
    room.write("playbooks/cabinets.yaml", BOOK.replace(", on: {categories: [cabinet]}", ""))
    ran = room.run("validate")
    assert ran.code == 1
    assert "playbooks/cabinets.yaml:8" in ran.out


def test_equipment_without_a_host_is_asked_about_as_the_playbook_is_bound(room: Workspace) -> None:
    more = (
        "inspections:\n  - {id: q, kind: inspection, playbook: test, engineers: 2, schedule: {every: 3 months},"
        " playbooks: [{playbook: cabinets, assets: [cab-b]}]}\n"
    )
    room.contract(ASSETS, more=more)
    room.probe("name", "echo x")
    room.playbook([{"id": "c", "probe": "name", "value": "line", "info": True}])
    look(room)
    assert owed(room) == [("cab-b", "doors", "UNKNOWN")]


def test_equipment_that_people_look_at_is_not_called_left_out(room: Workspace) -> None:
    room.probe("name", "echo x")
    room.playbook([{"id": "c", "probe": "name", "value": "line", "info": True}])
    people = ("--engineer", "zhang", "--engineer", "li")
    books = ("--playbook", "test", "--playbook", "cabinets")
    ran = room.run("inspect", "acme", *books, *people, "-o", "json")
    assert ran.json["coverage"]["equipment_without_host"] == []
