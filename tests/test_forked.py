"""That a forked command is what a shell would have started: `tests/forked.py`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Workspace, run_fieldops
from forked import Asker, Forker, shared_forker


@pytest.fixture(scope="module")
def forker() -> Iterator[Forker]:
    """One that nobody else asks anything of."""
    forker = Forker()
    yield forker
    forker.end()


def run(forker: Asker, *arguments: str, stdin: str = "") -> tuple[int, str, str]:
    return forker.run(arguments, stdin, seconds=300)


@pytest.mark.parametrize(
    "arguments",
    [("--version",), ("validate",), ("contract", "list", "-o", "json"), ("validat",), ("-C", "none")],
)
def test_it_prints_and_ends_as_one_that_python_started(
    arguments: tuple[str, ...], forker: Forker, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.write("contracts/broken.yaml", "kind: 合同\n")
    monkeypatch.chdir(workspace.root)
    started = subprocess.run([sys.executable, "-m", "fieldops", *arguments], capture_output=True, text=True)
    assert run(forker, *arguments) == (started.returncode, started.stdout, started.stderr)


def test_it_reads_what_it_is_given_and_what_is_around_it(
    forker: Forker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    wide = run(forker, "--help")
    monkeypatch.setenv("COLUMNS", "50")
    narrow = run(forker, "--help")
    assert len(narrow[1].splitlines()) > len(wide[1].splitlines())
    # More than a pipe holds.
    text = "no table\n" * 50_000
    command = [sys.executable, "-m", "fieldops", "probe", "parse", "linux-memory"]
    started = subprocess.run(command, input=text, capture_output=True, text=True)
    assert run(forker, *command[3:], stdin=text) == (started.returncode, started.stdout, started.stderr)


def test_nothing_of_one_is_left_for_the_next(forker: Forker, workspace: Workspace) -> None:
    """Nor open files: many in a row, several at a time, and each has its own answer."""
    answers: dict[int, tuple[int, str, str]] = {}
    files = Path(f"/proc/{forker.process.pid}/fd")
    before = len(list(files.iterdir()))

    def ask(number: int) -> None:
        answers[number] = run(forker, "-C", str(workspace.root), "explain", f"no.such-{number}")

    for start in range(0, 40, 4):
        threads = [threading.Thread(target=ask, args=(start + k,)) for k in range(4)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    assert [f"no.such-{number}" in answers[number][2] for number in range(40)] == [True] * 40
    # What it has heard of by now it has closed.
    assert len(list(files.iterdir())) < before + 12


def test_one_that_takes_too_long_is_ended_and_others_are_not(forker: Forker, workspace: Workspace) -> None:
    workspace.contract([])
    with pytest.raises(TimeoutError):
        forker.run(["-C", str(workspace.root), "schedule", "watch"], "", seconds=1)
    assert run(forker, "--version")[0] == 0


def test_what_python_reads_at_its_start_has_python_started(monkeypatch: pytest.MonkeyPatch) -> None:
    forker = Forker()
    assert forker.usable()
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    assert not forker.usable()
    # It is still importing.
    forker.process.kill()
    forker.end()
    assert run_fieldops("--lang", "zh-CN", "--help").code == 0


def test_the_server_ends_with_who_made_it(tmp_path: Path) -> None:
    program = "import forked, time; print(forked.Forker().process.pid, flush=True); time.sleep(600)"
    maker = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent
    )
    assert maker.stdout is not None
    server = int(maker.stdout.readline())
    os.kill(maker.pid, signal.SIGKILL)
    maker.wait()
    maker.stdout.close()
    gone = Path(f"/proc/{server}")
    ends = time.monotonic() + 120
    while gone.exists() and "\nState:\tZ" not in (gone / "status").read_text() and time.monotonic() < ends:
        time.sleep(0.05)
    assert not gone.exists() or "\nState:\tZ" in (gone / "status").read_text()


def test_what_is_known_of_a_workspace_changes_no_answer(forker: Forker, workspace: Workspace) -> None:
    """The same as where nothing is known, and a change is seen."""
    workspace.contract([{"id": "h1", "host": {"address": "127.0.0.1"}}])
    contract = workspace.root / "contracts/acme.yaml"
    sound, asked = contract.read_text(), ("-C", str(workspace.root), "--lang", "en", "validate")
    knowing, unknowing = shared_forker(), forker
    knowing.know(workspace.root)
    for text in (sound, sound.replace("team: team", "team: teem"), sound.replace("Acme", "Other"), sound):
        contract.write_text(text)
        assert run(knowing, *asked) == run(unknowing, *asked)


def test_the_program_for_shells_is_what_python_would_start(workspace: Workspace, tmp_path: Path) -> None:
    workspace.contract([])
    ours, started = str(shared_forker().program(tmp_path / "bin")), f"{sys.executable} -m fieldops"
    scripts = [
        "FIELDOPS contract list; echo $?",
        "echo 'no table' | FIELDOPS probe parse linux-memory 2>&1 | head -1",
        "cd contracts && LC_ALL=C FIELDOPS -C .. validate --strict 2>&1; FIELDOPS validat 2>/dev/null || echo no",
        "COLUMNS=50 FIELDOPS --help >&2",
        # It kills itself by a signal: the shell has its number.
        "FIELDOPS contract list | (exec true); ulimit -t 1; FIELDOPS --version; echo $?",
    ]
    for script in scripts:
        said = {
            (done.returncode, done.stdout, done.stderr)
            for program in (ours, started)
            for done in [
                subprocess.run(
                    ["sh", "-c", script.replace("FIELDOPS", program)],
                    cwd=workspace.root,
                    capture_output=True,
                    text=True,
                )
            ]
        }
        assert len(said) == 1, said
