"""Hosts that people reported: each case of tests/data/cases with files of a host is inspected, and judged as it says is right."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Workspace, lacking, require

sys.path.insert(0, str(Path(__file__).parent))
import host_case

CASES = Path(__file__).parents[1] / "data" / "cases"
HOSTS = sorted(file.parent for file in CASES.glob("*/expected.txt") if not (file.parent / "run.sh").exists())
WANT = re.compile(r"want: ([a-z0-9-]+)(?:@(\S+))? (=|!=) ([A-Z|]+)")
VALUE = re.compile(r"value: ([a-z0-9-]+) ~ (.+)")
NOBODY = ("--reuid=nobody", "--regid=nogroup", "--clear-groups")


def lines(case: Path, pattern: re.Pattern[str]) -> list[tuple[str, ...]]:
    text = (case / "expected.txt").read_text("utf-8").splitlines()
    return [match.groups("") for line in text if (match := pattern.fullmatch(line))]


@pytest.fixture
def work() -> Iterator[Path]:
    """A folder that an ordinary account reaches, which it does not those of pytest."""
    with tempfile.TemporaryDirectory(prefix="fieldops-case-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def inspected(case: Path, work: Path) -> dict[str, Any]:
    """The checks that the case is about, by their ids."""
    if os.geteuid() != 0:
        lacking("only root can lay files over the machine's, in a mount namespace")
    workspace = Workspace(work / "workspace")
    workspace.contract([{"id": "h1", "host": {"address": "localhost", "transport": "local"}}])
    about = sorted({check for check, *_ in (*lines(case, WANT), *lines(case, VALUE))})
    ours = [sys.executable, "-m", "fieldops", "-C", str(workspace.root), "--lang", "en", "health", "acme"]
    health = [*ours, "--playbook", "linux-standard", "--tags", ",".join(about), "-o", "json"]
    if (case / "as-nobody").exists():
        subprocess.run(["chown", "-R", "nobody", str(workspace.root)], check=True)
        health = [require("setpriv"), *NOBODY, *health]
    inside = [sys.executable, host_case.__file__, str(case), str(work), *health]
    done = subprocess.run(
        [require("unshare"), "--mount", *inside], capture_output=True, text=True, timeout=300, check=False
    )
    if done.returncode == host_case.NOT_HERE or not done.stdout:
        lacking(f"this machine cannot be the host of the case: {done.stderr.strip()[-200:]}")
    (host,) = json.loads(done.stdout)["hosts"]
    return {check["id"]: check for check in host["checks"]}


@pytest.mark.parametrize("case", HOSTS, ids=lambda case: case.name)
def test_a_reported_host_is_judged_as_is_right(case: Path, work: Path) -> None:
    checks = inspected(case, work)
    for check, pattern in lines(case, VALUE):
        values = [str(item.get("value")) for item in checks[check]["items"]]
        assert any(re.search(pattern, value) for value in values), (check, values)
    for check, item, equal, verdicts in lines(case, WANT):
        rows = {row["item"]: row["verdict"] for row in checks[check].get("items", [])}
        got = rows.get(item, "MISSING") if item else checks[check]["verdict"]
        assert (got in verdicts.split("|")) is (equal == "="), (check, item, got, checks[check])


def test_every_case_says_what_is_right() -> None:
    assert len(HOSTS) == 28
    assert all(lines(case, WANT) or lines(case, VALUE) for case in HOSTS)
