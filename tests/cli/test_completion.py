"""What a shell completes, asked for as bash asks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import CONTRACT, Workspace
from forked import shared_forker

from fieldops.cli.completion import SHELLS

FIELDOPS = Path(sys.executable).with_name("fieldops")
HOSTS: list[dict[str, Any]] = [
    {"id": "web-1", "host": {"address": "192.0.2.1"}},
    {"id": "web-2", "host": {"address": "192.0.2.2"}},
    {"id": "ups"},
]


PARTS = """\
apiVersion: fieldops/v1
kind: PartCatalogue
id: parts
title: P
parts: [{part_no: SSD-960, name: SSD, category: disk}, {part_no: PSU-800, name: PSU, category: power-supply}]
"""
MINE = "apiVersion: fieldops/v1\nkind: Contract\nid: mine\ntitle: TBD\ncustomer: {name: TBD}\n"


@pytest.fixture
def acme(workspace: Workspace) -> Path:
    workspace.contract(HOSTS)
    workspace.write("contracts/beta.yaml", CONTRACT.replace("acme", "beta"))
    workspace.write("contracts/parts.yaml", PARTS)
    workspace.write("templates/contracts/mine/contract.yaml", MINE)
    return workspace.root


@cache
def bash_script() -> str:
    """What `fieldops completion bash` prints, asked once."""
    return subprocess.run([FIELDOPS, "completion", "bash"], capture_output=True, text=True, check=True).stdout


def completed(folder: Path, *words: str) -> list[str]:
    """What the program tells bash for the last of the words, without bash."""
    line = " ".join(("fieldops", *(word or "''" for word in words)))
    told = {"_FIELDOPS_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(words))}
    code, out, err = shared_forker().run((), "", 60, folder, {**os.environ, **told})
    assert (code, err) == (0, "")
    return [each.partition(",")[2] for each in out.splitlines() if each]


def offered(folder: Path, *words: str) -> list[str]:
    """What bash offers for the last of the words, by the script that `fieldops completion bash` prints."""
    line = " ".join(f"'{word}'" for word in ("fieldops", *words))
    asked = (
        f"{bash_script()}\n"
        f"COMP_WORDS=({line}); COMP_CWORD={len(words)}; "
        '_fieldops_completion fieldops; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    path = f"{FIELDOPS.parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "--norc", "-c", asked],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("contract", "show", ""), ["acme", "beta"]),
        (("contract", "new", "x", "--from", "mine", "--set", ""), ["title=", "customer.name="]),
    ],
)
def test_bash_offers_what_it_is_told(words: tuple[str, ...], expected: list[str], acme: Path) -> None:
    assert offered(acme, *words) == completed(acme, *words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("contract", "sh"), ["show"]),
        (("contract", "show", ""), ["acme", "beta"]),
        (("inspect", ""), ["acme", "beta"]),
        (("hosts", "pin", "a"), ["acme"]),
        (("contract", "diff", "b"), ["beta"]),
        (("warranty", "gaps", ""), ["acme", "beta"]),
        (("inspect", "beta", "--limit", ""), []),
        (("contract", "new", "x", "--from", ""), ["mine", "standard-service"]),
        (("contract", "new", "x", "--from", "mine", "--set", ""), ["title=", "customer.name="]),
        (("contract", "new", "x", "--from", "standard-service", "--set", "warranty.p"), ["warranty.period="]),
        (("warranty", "check", "acme", "--part", "S"), ["SSD-960"]),
        (("schedule", "done", "x", "--by", ""), ["boss", "li", "zhang"]),
        (("schedule", "ics", "--person", "bo"), ["boss"]),
        (("team", "on-duty", ""), ["team"]),
        (("probe", "parse", "linux-proc"), ["linux-processes"]),
        (("probe", "try", "linux-raid", "--contract", "acme", "--host", ""), ["web-1", "web-2"]),
        (("run", "diff", ""), ["latest"]),
        (("finding", "list", "--person", "bo"), ["boss"]),
        (("finding", "list", "ac"), ["acme"]),
        (("run", "trend", "ac"), ["acme"]),
        (("explain", "warranty.gap"), ["warranty.gap"]),
        (("schema", "Wa"), ["Warranty"]),
        (("schedule", "list", "--contract", "ac"), ["acme"]),
        (("inspect", "acme", "--limit", ""), ["web-1", "web-2"]),
        (("warranty", "check", "acme", "--asset", ""), ["ups", "web-1", "web-2"]),
        (("playbook", "show", "linux-st"), ["linux-standard"]),
        (("run", "show", "la"), ["latest"]),
        (("inspect", "acme", "--engineer", ""), ["li", "zhang"]),
    ],
)
def test_what_completes_a_word_is_told(words: tuple[str, ...], expected: list[str], acme: Path) -> None:
    assert completed(acme, *words) == expected


def test_outside_of_a_workspace_nothing_is_offered_and_nothing_said(tmp_path: Path) -> None:
    assert offered(tmp_path, "contract", "show", "") == []
    assert offered(tmp_path, "explain", "contract.dates") == ["contract.dates-out-of-order"]


def test_a_broken_file_hides_no_contract(acme: Path) -> None:
    (acme / "contracts" / "broken.yaml").write_text("kind: Contract\nid: [", "utf-8")
    assert "acme" in offered(acme, "contract", "show", "")


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_gets_a_script_of_its_own_that_the_shell_can_read(shell: str) -> None:
    done = subprocess.run([FIELDOPS, "completion", shell], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"_FIELDOPS_COMPLETE={shell}_complete" in done.stdout
    if shutil.which(shell):
        subprocess.run([shell, "-n"], input=done.stdout, text=True, check=True, timeout=60)
