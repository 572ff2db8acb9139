"""What people typed and met: each case of tests/data/cases with a script is run, and says itself whether all is right."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from conftest import require
from forked import Forker

CASES = Path(__file__).parents[1] / "data" / "cases"
SCRIPTS = sorted(file.parent for file in CASES.glob("*/run.sh"))


@cache
def forker() -> Forker:
    """Off which the commands of the sessions are forked."""
    return Forker({**os.environ, "LC_ALL": "C.UTF-8"})


@pytest.mark.parametrize("case", SCRIPTS, ids=lambda case: case.name)
def test_a_reported_session_goes_right(case: Path, tmp_path: Path) -> None:
    shutil.copytree(case, tmp_path / "case")
    # One of them ends a command by its process.
    started = case.name == "F01"
    mine = {
        "FIELDOPS": f"{sys.executable} -m fieldops" if started else str(forker().program(tmp_path / "bin")),
        "NO_COLOR": "1",
        "LC_ALL": "C.UTF-8",
        "COLUMNS": "200",
    }
    # What the scripts make of Python's own library needs no other Python than ours.
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        [require("bash"), "run.sh"],
        cwd=tmp_path / "case",
        env={**os.environ, **mine, "PATH": path, "XDG_CONFIG_HOME": str(tmp_path / "config")},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-2000:]


def test_every_session_is_there() -> None:
    assert [case.name for case in SCRIPTS] == [
        "B01",
        "C01",
        "C02",
        "C03",
        "D01",
        "D03",
        "E01",
        "E02",
        "E03",
        "F01",
        "P05",
        "P07",
        "P08",
        "P09",
    ]
