"""The wheel, installed into an empty environment, does the main job without the checkout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

import pytest
from conftest import again, require

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A wheel, and an empty environment beside it."""
    folder = tmp_path_factory.mktemp("wheel")
    run(folder, sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    run(folder, sys.executable, "-m", "venv", "--without-pip", "empty")
    (wheel,) = folder.glob("fieldops_toolkit-*.whl")
    return folder, wheel


def run(folder: Path, *command: str | Path) -> str:
    environment = {**os.environ, "PYTHONPATH": "", "NO_COLOR": "1"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def install(folder: Path, *what: str | Path) -> None:
    pip = (sys.executable, "-m", "pip", "--python", folder / "empty", "install", "--quiet")
    run(folder, *pip, "--disable-pip-version-check", *what)


@again
def test_the_wheel_does_the_main_job_without_the_checkout(made: tuple[Path, Path]) -> None:
    folder, wheel = made
    install(folder, "--no-index", "--no-deps", "--force-reinstall", wheel)
    # What fieldops needs comes from the environment of the tests: nothing is downloaded.
    (packages,) = (folder / "empty").glob("lib/python*/site-packages")
    borrowed = packages / "borrowed.pth"
    borrowed.write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    try:
        does_the_main_job(folder)
    finally:
        borrowed.unlink()


@pytest.mark.real
def test_what_the_wheel_names_is_all_that_it_needs(made: tuple[Path, Path]) -> None:
    folder, wheel = made
    install(folder, "--constraint", ROOT / "constraints.txt", "--force-reinstall", wheel)
    does_the_main_job(folder)


def does_the_main_job(folder: Path) -> None:
    require("sshd")
    bin = folder / "empty" / "bin"
    installed = run(folder, bin / "python", "-c", "import fieldops; print(fieldops.__file__)").strip()
    assert installed.startswith(str(folder))
    fieldops = bin / "fieldops"
    shutil.rmtree(folder / "shown", ignore_errors=True)
    demo = json.loads(run(folder, fieldops, "--lang", "en", "demo", "shown", "-o", "json"))
    assert len(demo["reports"]) == 2
    for report in demo["reports"]:
        page = folder / report
        assert "backup-01" in page.read_text("utf-8")
        annexes = [file.suffix for file in page.parent.glob(f"{page.stem}-*") if file.stat().st_size > 20_000]
        assert sorted(annexes) == [".html", ".xlsx"]
    shown = json.loads(run(folder, fieldops, "-C", "shown", "run", "show", "latest", "-o", "json"))
    assert [host["status"] for host in shown["hosts"]] == ["done", "done", "unreachable"]
    mine = Path(tempfile.mkdtemp(dir=folder), "mine")
    run(folder, fieldops, "init", mine)
    checked = json.loads(run(folder, fieldops, "-C", mine, "validate", "--strict", "-o", "json"))
    assert [each for each in checked["problems"] if each["severity"] != "note"] == []
    run(folder, fieldops, "init", mine, "--examples")
    checked = json.loads(run(folder, fieldops, "-C", mine, "validate", "--strict", "-o", "json"))
    assert [each for each in checked["problems"] if each["severity"] != "note"] == []
