"""--at 10:50: which time that was taken for stands in the answer of every command that records when something happened."""

from __future__ import annotations

import re
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from conftest import Workspace

ROOT = Path(__file__).parents[2]
ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def desk(workspace: Workspace) -> Workspace:
    shutil.copytree(ROOT / "contracts", workspace.root / "contracts", dirs_exist_ok=True)
    opening = ("--severity", "common", "--asset", "platform-01", "--number", "SO-1")
    two_days_ago = (datetime.now(ZONE) - timedelta(days=2)).isoformat(timespec="minutes")
    opened = workspace.run("order", "open", "device-platform", *opening, "--at", two_days_ago)
    assert opened.code in (0, 1), opened.err
    return workspace


@pytest.mark.parametrize(
    "command",
    [
        ("order", "log", "SO-1", "responded", "--by", "engineer"),
        ("swap", "propose", "SO-1", "--part", "SSD-960", "--serial-out", "S96-10001", "--cause", "defect"),
        ("stock", "issue", "device-stock", "--serial", "P8-30001", "--order", "SO-1", "--by", "xu-ting"),
        ("session", "open", "SO-1", "--by", "lin-hao", "--purpose", "look", "--override", "by telephone"),
        (
            "order",
            "open",
            "device-platform",
            "--severity",
            "common",
            "--asset",
            "platform-01",
            "--number",
            "SO-2",
        ),
    ],
    ids=" ".join,
)
def test_it_is_said_as_which_time_it_was_taken(desk: Workspace, command: tuple[str, ...]) -> None:
    before = datetime.now(ZONE)
    done = desk.run(*command, "--at", "10:50")
    assert done.code in (0, 1), done.err
    (said,) = re.findall(r"10:50 is taken for (\S+ \S+)", done.err)
    taken = datetime.fromisoformat(said)
    assert (taken.hour, taken.minute) == (10, 50)
    assert timedelta() <= before - taken < timedelta(days=1, minutes=5)
