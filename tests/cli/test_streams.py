"""Standard output that is full, closed, or whose reader has gone: said, and with the documented exit code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Workspace

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


@pytest.mark.parametrize("lost", ["2>/dev/full", "2>&-", "<&-", "2> >(exec true)"])
def test_what_only_accompanies_the_answer_changes_nothing_of_it_when_it_is_lost(
    lost: str, workspace: Workspace
) -> None:
    workspace.contract(
        [{"id": "a", "host": {"address": "127.0.0.1", "port": 9}}], {"method": "agent", "user": "u"}
    )
    done = run(f"FIELDOPS health acme --playbook linux-standard -o json {lost}", workspace.root)
    assert done.returncode == 3
    assert json.loads(done.stdout)["hosts"][0]["reason"] == "connection-refused"
    assert "[1/1]" in done.stderr or "2>" in lost
    unknown = run(f"FIELDOPS run show nope {lost}", workspace.root)
    assert (unknown.returncode, unknown.stdout) == (2, "")
    pinned = run(f"FIELDOPS hosts pin acme {lost}", workspace.root)
    assert pinned.returncode == 3


def test_a_file_that_the_machine_refuses_is_no_bug_of_ours(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = run("FIELDOPS init file/below", tmp_path)
    assert done.returncode in (2, 3)
    assert "内部错误" not in done.stderr


def test_what_fails_is_told_although_nothing_can_be_printed(tmp_path: Path) -> None:
    done = run("FIELDOPS contract list >&-", tmp_path)
    assert done.returncode == 2
    assert say("workspace.none", "zh-CN", {"path": str(tmp_path)}) in done.stderr
