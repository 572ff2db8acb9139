"""Hosts that misbehave, all at once and one by one: each ends, for the right reason, and disturbs nobody.

Each case of `behaviours` is a server of its own; the command line runs against them in a process of its own (`meeting`).
Whoever holds on does so until the run is over: that the run ends is its own doing. How many seconds after the deadline, and
how much memory one host takes, is measured by `make bench`, on a machine that does nothing else.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Workspace

sys.path.insert(0, str(Path(__file__).parent))
import behaviours
from behaviours import CASES
from meeting import Met, hosts, meet, name_of

from fieldops.actions.loopback import LoopbackServer


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory, sshd: LoopbackServer) -> Met:
    return meet(tmp_path_factory.mktemp("alone"), [], sshd)


@pytest.fixture(scope="module")
def together(tmp_path_factory: pytest.TempPathFactory, sshd: LoopbackServer) -> Iterator[Met]:
    behaviours.OVER.clear()
    try:
        yield meet(tmp_path_factory.mktemp("together"), list(CASES), sshd)
    finally:
        behaviours.OVER.set()


pytestmark = pytest.mark.xdist_group("hostile")


def _right(name: str, host: dict[str, Any]) -> None:
    wanted = CASES[name]
    assert host["reason"] in wanted.reasons, host["message"]
    assert host["status"] == wanted.status
    # The sentence is there (no bare code), quotes the host and holds nothing that a terminal would obey.
    assert "127.0.0.1" in host["message"]
    assert host["message"].isprintable()
    if host["reason"] == wanted.reasons[0]:
        assert wanted.quotes in host["message"]


@pytest.mark.parametrize("name", CASES)
def test_each_of_all_at_once_ends_for_the_right_reason(name: str, together: Met) -> None:
    _right(name, together.hosts[name_of(name)])


def test_there_are_at_least_fifty_ways_to_misbehave() -> None:
    assert len(CASES) >= 50


def test_the_honest_host_among_them_has_the_results_it_has_alone(together: Met, alone: Met) -> None:
    honest = together.hosts["honest"]
    assert (honest["status"], honest["reason"]) == ("done", None)
    assert honest["checks"] == alone.hosts["honest"]["checks"]


def test_all_of_them_together_take_bounded_memory(together: Met, alone: Met) -> None:
    # A thread's stacks, a channel's window and a packet for each host.
    assert together.memory - alone.memory < len(CASES) * 4 << 10


def test_one_interruption_ends_the_run_whatever_the_hosts_do_and_names_it(tmp_path: Path) -> None:
    behaviours.OVER.clear()
    cases = [
        "silent",
        "silent after the version",
        "a login that hangs",
        "takes a byte a second",
        "drips output",
    ]
    waiting, all_wait = set(cases), threading.Event()

    def arrived(case: str) -> None:
        waiting.discard(case)
        if not waiting:
            all_wait.set()

    workspace = Workspace(tmp_path / "workspace")
    try:
        with hosts(workspace.root, cases, None, arrived):
            words = ("--lang", "en", "health", "acme", "--playbook", "test", "--host-deadline", "3600")
            process = workspace.start(*words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            assert all_wait.wait(120)
            process.send_signal(signal.SIGINT)
            # Long before the deadline, and while every host still holds on.
            _, errors = process.communicate(timeout=120)
    finally:
        behaviours.OVER.set()
    assert process.returncode == 130
    (run,) = workspace.run("run", "list", "-o", "json").json["runs"]
    assert f"run show {run['run']}" in errors


def test_there_are_never_more_hosts_under_way_than_descriptors_for_them(
    tmp_path: Path, sshd: LoopbackServer
) -> None:
    workspace = Workspace(tmp_path / "workspace")
    workspace.probe("name", "uname -s")
    workspace.playbook([{"probe": "name", "info": True}])
    login = {"user": sshd.user, "method": "key_file", "key_file": str(sshd.key_file)}
    host = {"address": "127.0.0.1", "port": sshd.port}
    workspace.contract([{"id": f"h{number}", "host": host} for number in range(40)], login)
    assert workspace.run("hosts", "pin", "acme", "--yes", "--limit", "h1").code == 0
    command = [sys.executable, "-m", "fieldops", "-C", str(workspace.root), "health", "acme"]
    done = subprocess.run(
        ["sh", "-c", 'ulimit -n 100; exec "$@"', "sh", *command, "--playbook", "test", "--workers", "60"],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert "Too many open files" not in done.stderr
    assert "40 hosts: 40 done" in done.stdout, done.stderr + done.stdout


@pytest.mark.long
@pytest.mark.parametrize("name", CASES)
def test_each_alone_leaves_the_honest_host_as_it_is(
    name: str, tmp_path: Path, alone: Met, sshd: LoopbackServer
) -> None:
    behaviours.OVER.clear()
    try:
        met = meet(tmp_path / "one", [name], sshd)
    finally:
        behaviours.OVER.set()
    _right(name, met.hosts[name_of(name)])
    assert met.hosts["honest"]["checks"] == alone.hosts["honest"]["checks"]
    assert met.memory - alone.memory < 20 << 10
