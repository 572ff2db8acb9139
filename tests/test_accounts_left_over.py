"""What a killed run of the tests leaves behind, and that the next one removes it (`accounts`)."""

from __future__ import annotations

import os
import pwd
import subprocess
import sys
from pathlib import Path

import pytest
from accounts import ACCOUNT, account, remove, remove_left_over
from conftest import lacking

CHECKOUT = f"{ACCOUNT}-old"
KILLED = """\
import subprocess, sys
from pathlib import Path
import accounts
accounts.remove_left_over(sys.argv[1], Path(sys.argv[2]))
with accounts.account(f"{sys.argv[1]}-gw0", Path(sys.argv[2])) as made:
    subprocess.Popen(["sleep", "600"], user=made.pw_uid, stdout=subprocess.DEVNULL)
    print("made", flush=True)
    sys.stdin.read()
"""


def _names() -> set[str]:
    return {each.pw_name for each in pwd.getpwall() if each.pw_name.startswith(f"{CHECKOUT}-")}


@pytest.fixture(autouse=True)
def _root() -> None:
    if os.geteuid() != 0:
        lacking("only root can make accounts")


def test_accounts_of_a_killed_run_are_removed_with_their_processes_at_the_next_start(tmp_path: Path) -> None:
    command = [sys.executable, "-c", KILLED, CHECKOUT, str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    run = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
    assert run.stdout is not None
    assert run.stdout.readline() == b"made\n"
    # While it lives they are its own.
    assert remove_left_over(CHECKOUT, tmp_path) == []
    assert _names() == {f"{CHECKOUT}-gw0"}
    run.kill()
    run.communicate()
    # This process too counts as a run that goes on, by the lock it has taken above: it asks as one that begins elsewhere.
    other = tmp_path / "next"
    other.mkdir()
    assert remove_left_over(CHECKOUT, other) == [f"{CHECKOUT}-gw0"]
    assert _names() == set()


def test_a_home_stays_where_it_is_when_its_account_goes(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept")
    with account(f"{CHECKOUT}-home", tmp_path) as made:
        assert made.pw_dir == str(tmp_path)
    assert _names() == set()
    assert (tmp_path / "file").read_text() == "kept"


def test_an_account_that_is_not_there_is_gone() -> None:
    assert remove(f"{CHECKOUT}-nobody")
