"""`fieldops init` as one sees it: what it makes, what it says, and that what it names next works."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from conftest import Ran, require
from forked import shared_forker


@cache
def program() -> Path:
    """What is typed, without the start of Python."""
    folder = Path(tempfile.mkdtemp(prefix="fieldops-test-"))
    atexit.register(shutil.rmtree, folder)
    return shared_forker().program(folder / "bin")


def run_in(folder: Path, *arguments: str) -> Ran:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CEILING_DIRECTORIES": str(folder.parent),
        "PATH": f"{program().parent}{os.pathsep}{os.environ['PATH']}",
    }
    done = subprocess.run(arguments, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)
    return Ran(done.returncode, done.stdout, done.stderr)


def init(folder: Path, *arguments: str) -> Ran:
    return run_in(folder, str(program()), "--lang", "en", "init", *arguments)


def test_what_init_names_next_can_be_typed_as_it_stands(tmp_path: Path) -> None:
    made = init(tmp_path, "my contracts")
    assert made.code == 0
    commands = [line.strip() for line in made.err.partition("Next:\n")[2].splitlines()]
    assert commands[0] == "cd 'my contracts'"
    assert len(commands) > 3
    for at in range(1, len(commands)):
        ran = run_in(tmp_path, "bash", "-c", f"{commands[0]} && {commands[at]}")
        # What it finds on this machine is the machine's affair.
        assert ran.code in (0, 1, 3), ran.err
        assert ran.code == 0 or "inspect" in commands[at], ran.err


def test_a_language_asked_for_is_that_of_the_workspace_from_then_on(tmp_path: Path) -> None:
    """On a computer whose locale is none (LANG=C.UTF-8, WSL) the next command answers as the first one did."""
    plain = ("env", "LC_ALL=C.UTF-8", str(program()))
    assert run_in(tmp_path, *plain, "--lang", "zh-CN", "init", "ws").code == 0
    assert run_in(tmp_path, *plain, "-C", "ws", "validate").err == "共 5 个文件，没有问题\n"
    assert run_in(tmp_path, *plain, "init", "unasked").code == 0
    assert run_in(tmp_path, *plain, "-C", "unasked", "validate").err == "5 files, no problem\n"
    settings = [(tmp_path / name / "fieldops.yaml").read_text("utf-8") for name in ("ws", "unasked")]
    assert ["\nlanguage: " in text for text in settings] == [True, False]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `init` makes; nothing that is asked there changes it."""
    folder = tmp_path_factory.mktemp("first")
    assert init(folder, ".").code == 0
    return folder


@pytest.mark.parametrize(
    "question",
    [
        "schedule list",
        "schedule ics",
        "contract obligations first",
        "contract contacts first",
        "sla deadlines first --reported {day}T09:00",
        "warranty check first --asset this-machine --cause defect",
        "warranty list",
        "warranty gaps first",
        "team on-duty",
        "playbook commands linux-standard --contract first",
        "health first --list-hosts",
        "doctor",
    ],
)
def test_the_small_contract_answers_what_may_be_asked(question: str, first: Path) -> None:
    soon = datetime.now(UTC).date() + timedelta(days=2)
    ran = run_in(first, str(program()), *question.format(day=soon).split())
    assert ran.code == 0, ran.err
    assert ran.out or ran.err


def test_a_repository_is_made_where_there_is_none(tmp_path: Path) -> None:
    require("git")
    assert "git repository made" in init(tmp_path, "mine").err
    mine = tmp_path / "mine"
    assert run_in(mine, "git", "symbolic-ref", "HEAD").out == "refs/heads/main\n"
    assert run_in(mine, "git", "status", "--porcelain", "-uall").out.count("contracts/") == 4
    assert "which stays as it is" in init(mine, ".").err
    assert "which stays as it is" in init(mine, "deeper").err
    assert not (mine / "deeper" / ".git").exists()


def test_the_large_examples_are_there_when_asked_for(tmp_path: Path) -> None:
    assert init(tmp_path, "large", "--examples").code == 0
    names = {file.name for file in (tmp_path / "large" / "contracts").glob("*.yaml")}
    assert {"archive-digitisation.yaml", "managed-service.yaml"} <= names
    assert "first.yaml" not in names


def test_a_folder_that_is_no_place_for_a_workspace_is_refused(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine", "utf-8")
    (tmp_path / "file").write_text("mine", "utf-8")
    for name in ("full", "file", "file/below"):
        ran = init(tmp_path, name)
        assert ran.code in (1, 2, 3), ran.err
        assert "bug" not in ran.err
    assert [each.name for each in (tmp_path / "full").iterdir()] == ["letter.txt"]
