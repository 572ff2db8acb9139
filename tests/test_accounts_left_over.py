"""What a killed run of the tests leaves behind, accounts, servers, folders, and that the next one removes it (`accounts`)."""

from __future__ import annotations

import os
import pwd
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from accounts import ACCOUNT, account, remove, remove_left_over, remove_of_others
from conftest import lacking

CHECKOUT = f"{ACCOUNT}-old"
KILLED = """\
import os, subprocess, sys
from pathlib import Path
import accounts
accounts.remove_left_over(sys.argv[1], Path(sys.argv[2]))
with accounts.account(f"{sys.argv[1]}-gw0", Path(sys.argv[2])) as made:
    subprocess.Popen(["sleep", "600"], user=made.pw_uid, stdout=subprocess.DEVNULL)
    os.environ[accounts.MARK] = sys.argv[1]
    Path(sys.argv[2], sys.argv[1], "fo-db-x").mkdir(parents=True)
    server = subprocess.Popen(["sleep", "600"], user=65534, stdout=subprocess.DEVNULL)
    print(server.pid, flush=True)
    sys.stdin.read()
"""


def _names() -> set[str]:
    return {each.pw_name for each in pwd.getpwall() if each.pw_name.startswith(f"{CHECKOUT}-")}


@pytest.fixture(autouse=True)
def _root() -> None:
    if os.geteuid() != 0:
        lacking("only root can make accounts")


def begun(checkout: str, folder: Path) -> tuple[subprocess.Popen[bytes], int]:
    """A run of that checkout that will be killed, and the process of a server that it has started."""
    command = [sys.executable, "-c", KILLED, checkout, str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    run = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
    assert run.stdout is not None
    return run, int(run.stdout.readline())


def ended(pid: int) -> bool:
    """Whether the process has come to its end; nobody may have asked for how."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return True


def test_what_a_killed_run_made_is_removed_with_its_processes_at_the_next_start(tmp_path: Path) -> None:
    run, server = begun(CHECKOUT, tmp_path)
    # While it lives they are its own.
    assert remove_left_over(CHECKOUT, tmp_path) == []
    assert _names() == {f"{CHECKOUT}-gw0"}
    run.kill()
    run.communicate()
    assert not ended(server)
    # This process too counts as a run that goes on, by the lock it has taken above: it asks as one that begins elsewhere.
    other = tmp_path / "next"
    (other / CHECKOUT / "fo-db-y").mkdir(parents=True)
    assert remove_left_over(CHECKOUT, other) == [f"{CHECKOUT}-gw0"]
    assert _names() == set()
    assert not (other / CHECKOUT).exists()
    _until(lambda: ended(server))


def test_a_checkout_that_is_there_no_more_leaves_nothing_either(tmp_path: Path) -> None:
    gone = f"fo-{zlib.crc32(CHECKOUT.encode()):08x}"
    run, server = begun(gone, tmp_path)
    assert remove_of_others(tmp_path) == []
    run.kill()
    run.communicate()
    assert remove_of_others(tmp_path) == [f"{gone}-gw0"]
    assert not (tmp_path / gone).exists()
    _until(lambda: ended(server))


def test_an_account_in_use_goes_with_its_processes(tmp_path: Path) -> None:
    with account(f"{CHECKOUT}-used", tmp_path) as made:
        left = subprocess.Popen(["sleep", "600"], user=made.pw_uid)
    assert left.wait() < 0
    assert _names() == set()


def _until(holds: Callable[[], bool]) -> None:
    for _ in range(600):
        if holds():
            return
        time.sleep(0.1)
    pytest.fail("it did not come to that")


def test_a_home_stays_where_it_is_when_its_account_goes(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept")
    with account(f"{CHECKOUT}-home", tmp_path) as made:
        assert made.pw_dir == str(tmp_path)
    assert _names() == set()
    assert (tmp_path / "file").read_text() == "kept"


def test_an_account_that_is_not_there_is_gone() -> None:
    assert remove(f"{CHECKOUT}-nobody")
