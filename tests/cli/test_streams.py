"""Standard output that is full, closed, or whose reader has gone: said, and with the documented exit code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from fieldops.messages import say

COMMANDS = ["--help", "schema", "playbook list", "playbook commands linux-standard", "schema contract"]


def run(shell_text: str, folder: Path) -> subprocess.CompletedProcess[str]:
    asked = shell_text.replace("FIELDOPS", f"'{sys.executable}' -m fieldops --lang zh-CN")
    return subprocess.run(
        ["bash", "--norc", "-c", asked], cwd=folder, capture_output=True, text=True, timeout=60
    )


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(("onto", "code"), [(">/dev/full", "os.no-space"), (">&-", "os.closed")])
def test_a_result_that_cannot_be_written_is_said(command: str, onto: str, code: str, tmp_path: Path) -> None:
    done = run(f"FIELDOPS {command} {onto}", tmp_path)
    why = say("output.unwritten", "zh-CN", {"why": say(code, "zh-CN")})
    assert done.returncode == 3
    assert why in done.stderr
    assert "Traceback" not in done.stderr


def test_a_reader_that_has_gone_ends_the_command_with_141(tmp_path: Path) -> None:
    done = run("{ sleep 0.5; FIELDOPS schema contract; } | true; exit ${PIPESTATUS[0]}", tmp_path)
    assert (done.returncode, done.stderr) == (141, "")


def test_what_fails_is_told_although_nothing_can_be_printed(tmp_path: Path) -> None:
    done = run("FIELDOPS contract list >&-", tmp_path)
    assert done.returncode == 2
    assert say("workspace.none", "zh-CN", {"path": str(tmp_path)}) in done.stderr
