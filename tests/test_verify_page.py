"""docs/verify.md in both languages: its four commands, typed by a customer who has OpenSSH, sha256sum and no fieldops."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from conftest import Workspace, require

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
        script = typed.replace("linux-standard", "test").replace(
            "fieldops ", f"{sys.executable} -m fieldops "
        )
        subprocess.run(["bash", "-c", script], cwd=workspace.root, check=True, capture_output=True)
    with ZipFile(workspace.root / "inspection.zip") as packed:
        packed.extractall(folder / "inspection")
    return folder / "inspection"


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("tools", TOOLS)
def test_the_four_commands_of_the_page_need_nothing_else(
    archive: Path, tmp_path: Path, page: str, tools: str
) -> None:
    for name in ("sh", "grep", "sed", "sha256sum"):
        (tmp_path / name).symlink_to(require(TOOLS[tools] or name))
    (tmp_path / "ssh-keygen").symlink_to(require("ssh-keygen"))
    typed = [each for each in block(page, "sha256sum -c") if not each.startswith("mkdir")]
    assert len(typed) == 4
    for command in typed:
        environment = {"PATH": str(tmp_path), "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
        done = subprocess.run(
            [tmp_path / "sh", "-c", command], cwd=archive, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, (command, done.stdout, done.stderr)
    readme = (archive / ("README.zh-CN.txt" if "zh-CN" in page else "README.en.txt")).read_text("utf-8")
    assert [command for command in typed if command not in readme] == []
