"""tools/test-programs.sh with an apt-get that only pretends: what it waits for, and what it says was not installed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import require

SCRIPT = Path(__file__).parent.parent / "tools" / "test-programs.sh"
USED = ("cat", "cmp", "dirname", "echo", "grep", "timeout", "touch")
LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
ALL = (
    "sshd",
    "ssh-keygen",
    "dropbear",
    "tinysshd",
    "busybox",
    "dash",
    "bash",
    "mksh",
    "ksh93",
    "zsh",
    "tcsh",
    "fish",
    "strace",
    "mawk",
    "git",
    "ip",
    "sudo",
)

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def bin(tmp_path: Path) -> Path:
    """A folder of programs that is all of PATH: what the script itself needs, and all test programs but mksh."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in USED:
        (folder / name).symlink_to(require(name))
    for name in ALL:
        program(folder, name, "")
    (folder / "mksh").unlink()
    program(folder, "sleep", "")
    lines = "\n".join(f"\t{name} (libc6) => /lib/{name}" for name in LIBRARIES)
    program(folder, "ldconfig", f"echo '{lines}'")
    program(folder, "fc-list", "echo font.ttf")
    return folder


def program(folder: Path, name: str, text: str) -> None:
    file = folder / name
    file.unlink(missing_ok=True)
    file.write_text(f"#!/bin/sh\n{text}\n")
    file.chmod(0o755)


def root_with_apt(folder: Path, update: str = "", install: str = "") -> None:
    program(folder, "id", "echo 0")
    program(folder, "apt-cache", "")
    program(
        folder,
        "apt-get",
        f'echo "$*" >>{folder}/log\ncase "$*" in *update*) {update or ":"} ;; *install*) {install or ":"} ;; esac',
    )


@pytest.fixture
def run(bin: Path) -> Run:
    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        # The script adds the usual folders of sshd; here only `bin` counts.
        text = SCRIPT.read_text("utf-8").replace("PATH=$PATH:/usr/sbin:/sbin", "")
        return subprocess.run(
            [require("sh"), "-c", text, str(SCRIPT), *arguments],
            env={"PATH": str(bin), **environment},
            capture_output=True,
            text=True,
            cwd=SCRIPT.parent.parent,
        )

    return run


def test_when_all_is_there_nothing_is_installed_or_said(bin: Path, run: Run) -> None:
    program(bin, "mksh", "")
    root_with_apt(bin)
    done = run()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert not (bin / "log").exists()


def test_a_lock_of_apt_held_by_another_process_is_waited_for(bin: Path, run: Run) -> None:
    held = (
        f'[ -e {bin}/tried ] || {{ touch {bin}/tried; echo "E: Could not get lock /x/lock" >&2; exit 100; }}'
    )
    root_with_apt(bin, update=held, install=f"cat </dev/null >{bin}/mksh; /bin/chmod +x {bin}/mksh")
    done = run(CI="true")
    assert done.returncode == 0, done.stderr
    calls = (bin / "log").read_text().splitlines()
    assert [" update" in call for call in calls] == [True, True, False]
    assert all("DPkg::Lock::Timeout=" in call for call in calls)


def test_what_could_not_be_installed_is_said_at_the_end_and_fails_in_ci(bin: Path, run: Run) -> None:
    root_with_apt(bin, install="exit 100")
    assert "tests will be skipped: mksh\n" in run().stderr
    in_ci = run(CI="true")
    assert (in_ci.returncode, in_ci.stderr.splitlines()[-1]) == (1, "could not be installed: mksh")


def test_a_library_or_a_font_that_is_not_there_is_lacking_as_a_program_is(bin: Path, run: Run) -> None:
    program(bin, "mksh", "")
    program(bin, "id", "echo 1000")
    program(bin, "ldconfig", f"echo ' {LIBRARIES[0]}.1 (libc6) => /lib/x'")
    program(bin, "fc-list", "")
    (lacking,) = run().stderr.splitlines()
    assert lacking.split(": ")[1].split() == [*LIBRARIES, "chinese-font"]
    (bin / "ldconfig").unlink()
    (bin / "fc-list").unlink()
    (lacking,) = run().stderr.splitlines()
    assert lacking.split(": ")[1].split() == [*LIBRARIES, "fc-list", "chinese-font"]


def test_without_root_nothing_is_tried(bin: Path, run: Run) -> None:
    root_with_apt(bin)
    program(bin, "id", "echo 1000")
    done = run()
    assert done.returncode == 0
    assert done.stderr == "not installed, their tests will be skipped: mksh\n"
    assert not (bin / "log").exists()


def test_the_heavy_programs_are_wanted_only_by_the_real_tests(bin: Path, run: Run) -> None:
    program(bin, "id", "echo 1000")
    assert "npm" not in run().stderr
    real = run("real")
    assert real.returncode == 1
    assert "npm" in real.stderr


def test_at_the_end_each_lack_is_named_with_the_number_of_tests_it_skipped(tmp_path: Path) -> None:
    for name in ("conftest.py", "accounts.py", "forked.py", "forked_program.py", "turns.py"):
        (tmp_path / name).symlink_to(Path(__file__).parent / name)
    (tmp_path / "test_it.py").write_text(
        "from conftest import require\n"
        "def test_a(): require('no-such-shell')\n"
        "def test_b(): require('no-such-shell')\n"
    )
    command = [require("env"), "-u", "CI", sys.executable, "-m", "pytest", "-q", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTEST_ADDOPTS": ""})
    assert done.returncode == 0, done.stdout
    assert "2 tests skipped: no-such-shell is not installed" in done.stdout
