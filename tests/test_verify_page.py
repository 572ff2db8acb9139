"""docs/verify.md in both languages: its four commands, and the customer's own signature, typed by a customer who has OpenSSH,
sha256sum and no fieldops."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest
from conftest import Workspace, require
from forked import shared_forker

ROOT = Path(__file__).parents[1]
PAGES = ("docs/verify.md", "docs/zh-CN/verify.md")
_FILE = re.compile(r"<!-- file: (\S+) -->\n```yaml\n(.*?)```", re.DOTALL)
_TYPED = re.compile(r"^\$ (.*)$", re.MULTILINE)
TOOLS = {"GNU": "", "busybox": "busybox"}


def block(page: str, holds: str) -> list[str]:
    """What the page lets one type in the block that has a command beginning so."""
    text = (ROOT / page).read_text("utf-8")
    blocks = [_TYPED.findall(each) for each in re.findall(r"```console\n(.*?)```", text, re.DOTALL)]
    return next(each for each in blocks if any(typed.startswith(holds) for typed in each))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive that the page lets the service company make, unpacked; the inspection has one check, to be quick."""
    require("ssh-keygen")
    folder = tmp_path_factory.mktemp("page")
    workspace = Workspace(folder / "workspace")
    for path, text in _FILE.findall((ROOT / PAGES[0]).read_text("utf-8")):
        workspace.write(path, text)
    workspace.probe("name", "echo this-machine")
    workspace.playbook([{"probe": "name", "info": True}])
    for typed in block(PAGES[0], "ssh-keygen -q"):
        by_service_company(workspace.root, typed)
    with ZipFile(workspace.root / "inspection.zip") as packed:
        packed.extractall(workspace.root / "inspection")
    return workspace.root / "inspection"


def by_service_company(workspace: Path, typed: str) -> str:
    """What was printed by a line that is typed in the workspace, with fieldops."""
    if not (program := workspace.parent / "bin").exists():
        shared_forker().program(program)
    around = {**os.environ, "PATH": f"{program}:{os.environ['PATH']}"}
    shell = ["bash", "-c", typed.replace("linux-standard", "test")]
    done = subprocess.run(shell, cwd=workspace, env=around, check=True, capture_output=True, text=True)
    return done.stdout


def by_customer(archive: Path, programs: Path, command: str) -> str:
    """What was printed by a line that is typed beside the archive, where there are these programs only."""
    environment = {"PATH": str(programs), "HOME": str(programs), "LC_ALL": "C.UTF-8"}
    shell = [programs / "sh", "-c", command]
    done = subprocess.run(shell, cwd=archive, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (command, done.stdout, done.stderr)
    return done.stdout


def only(folder: Path, tools: str) -> Path:
    """A folder of the programs that the page asks for."""
    for name in ("sh", "grep", "sed", "sha256sum"):
        (folder / name).symlink_to(require(TOOLS[tools] or name))
    (folder / "ssh-keygen").symlink_to(require("ssh-keygen"))
    return folder


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("tools", TOOLS)
def test_the_four_commands_of_the_page_need_nothing_else(
    archive: Path, tmp_path: Path, page: str, tools: str
) -> None:
    programs = only(tmp_path, tools)
    typed = [each for each in block(page, "sha256sum -c") if not each.startswith("mkdir")]
    assert len(typed) == 4
    for command in typed:
        by_customer(archive, programs, command)
    readme = (archive / ("README.zh-CN.txt" if "zh-CN" in page else "README.en.txt")).read_text("utf-8")
    assert [command for command in typed if command not in readme] == []


@pytest.mark.parametrize("page", PAGES)
def test_the_customer_confirms_with_openssh_alone_and_the_service_company_takes_it_in(
    archive: Path, tmp_path: Path, page: str
) -> None:
    (archive / "confirm.json.sig").unlink(missing_ok=True)
    for typed in block(page, "fieldops run confirm latest --by"):
        by_service_company(archive.parent, typed)
    programs = only(tmp_path, "GNU")
    seen = [by_customer(archive, programs, command) for command in block(page, "cd inspection")[1:]]
    assert "manifest.json: OK" in seen[0]
    for typed in block(page, "fieldops run confirm latest --signed"):
        by_service_company(archive.parent, typed)
    with ZipFile(archive.parent / "confirmed.zip") as packed:
        packed.extractall(tmp_path / "confirmed")
    _, command = block(page, "mkdir confirmed")
    said = by_customer(tmp_path / "confirmed", programs, command)
    assert said.startswith('Good "confirmation@fieldops" signature for customer@hospital')
