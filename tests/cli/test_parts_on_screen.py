"""Parts, swaps and sessions on the screen: who has what, and whose turn it is, as people type it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import Workspace

ROOT = Path(__file__).parents[2]
BY = ("--by", "xu-ting")


@pytest.fixture
def desk(workspace: Workspace) -> Workspace:
    """The examples, and an order about a server whose disk may be swapped."""
    shutil.copytree(ROOT / "contracts", workspace.root / "contracts", dirs_exist_ok=True)
    words = ("--severity", "common", "--asset", "platform-01", "--number", "SO-1")
    ran = workspace.run("order", "open", "device-platform", *words)
    assert ran.code == 0, ran.err
    return workspace


def test_what_is_handed_over_is_on_the_list_of_whom_it_was_handed_to(desk: Workspace) -> None:
    for words in (
        ("order", "log", "SO-1", "assigned", "--person", "lin-hao"),
        # Whatever the hour of this test is, outside of the windows somebody says why.
        ("session", "open", "SO-1", "--purpose", "the log", "--override", "asked for by phone"),
        (
            "session",
            "close",
            "SO-1",
            "--outcome",
            "handed_over",
            "--to",
            "马超",
            "--done",
            "looked",
            "--no-changes",
        ),
    ):
        ran = desk.run(*words)
        assert ran.code == 0, ran.err
    ran = desk.run("order", "next", "--person", "马超", language="zh-CN")
    assert "接手会话" in ran.out
    assert "马超" in ran.out
    ran = desk.run("order", "next", "--person", "林浩", language="zh-CN")
    assert "接手会话" not in ran.out
    assert "SO-1" in ran.out
