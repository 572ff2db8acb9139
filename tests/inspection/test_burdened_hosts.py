"""The standard inspection on a host that carries too much: dead file systems, very many mounts, processes, containers.

Each burden (`burdens.py`) is real, and made in namespaces of its own; the whole command line runs beside it. What it
says is held against what it says of the same host without the burden: only what the burden is about may differ.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from conftest import Workspace, again, lacking, require

sys.path.insert(0, str(Path(__file__).parent))
import burdens

pytestmark = pytest.mark.xdist_group("burdens")

# Seconds for the host. The times of the probes are their own.
DEADLINE = 300
# What differs from one moment to the next on a machine that does other things as well: it only has to be known.
MOMENTARY = frozenset({"cpu-usage", "cpu-iowait", "cpu-steal", "load", "memory-used", "swap-used"})
# No namespace keeps the machine's kernel apart: other tests write into its log, which forgets the oldest, and let it kill.
OF_THE_KERNEL = frozenset({"storage-errors", "hardware-errors", "kernel-lockups", "oom-kills"})
# What a record or a report may grow by, in bytes.
LITTLE = 100_000


@dataclass(frozen=True)
class Seen:
    """What an inspection said: the host, its checks by their ids; how many bytes the record store and the report have."""

    host: dict[str, Any]
    checks: dict[str, dict[str, Any]]
    store: int
    report: int

    def told(self, check: str) -> dict[str | None, Any]:
        """The value of each row of a check."""
        return {item["item"]: item["value"] for item in self.checks[check]["items"]}


def inspected(root: Path, burden: str) -> Seen:
    """This machine with the burden, inspected by the standard playbook, recorded and reported."""
    require("ip")
    if os.geteuid() != 0:
        lacking("only root can make mounts, interfaces and namespaces")
    workspace = Workspace(root)
    workspace.contract([{"id": "h1", "host": {"address": "localhost", "transport": "local"}}])
    apart = [require("unshare"), "--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"]
    ours = [sys.executable, "-m", "fieldops", "-C", str(root), "--lang", "en"]
    health = [
        "health",
        "acme",
        "--playbook",
        "linux-standard",
        "-o",
        "json",
        "--host-deadline",
        str(DEADLINE),
    ]
    command = [*apart, sys.executable, burdens.__file__, burden, *ours, *health]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    if done.returncode == burdens.NOT_HERE:
        lacking(f"this machine allows no burden of {burden}: {done.stderr.strip()}")
    assert done.returncode in (1, 3), done.stderr
    assert done.stdout, done.stderr
    told = json.loads(done.stdout)
    report = root / "report.html"
    assert workspace.run("report", told["run"], "--output", str(report)).code == 0
    (host,) = told["hosts"]
    store = sum(file.stat().st_size for file in (root / ".fieldops").iterdir())
    return Seen(host, {check["id"]: check for check in host["checks"]}, store, report.stat().st_size)


@pytest.fixture(scope="module")
def free(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """The host without a burden."""
    return inspected(tmp_path_factory.mktemp("free"), "none")


def only_differs_in(burdened: Seen, free: Seen, *about: str) -> None:
    """The host was done within its deadline; the checks that are not `about` the burden have the verdicts they have without it."""
    assert (burdened.host["status"], burdened.host["reason"]) == ("done", None)
    unknown = {id for id, check in burdened.checks.items() if check["verdict"] == "UNKNOWN"}
    assert unknown - set(about) == {id for id, check in free.checks.items() if check["verdict"] == "UNKNOWN"}
    verdicts = [
        {
            id: check["verdict"]
            for id, check in seen.checks.items()
            if id not in MOMENTARY | OF_THE_KERNEL | set(about)
        }
        for seen in (burdened, free)
    ]
    assert verdicts[0] == verdicts[1]
    assert burdened.store <= free.store + LITTLE
    assert burdened.report <= free.report + LITTLE


def test_a_disk_and_a_mount_that_never_answer_cost_their_own_rows(tmp_path: Path, free: Seen) -> None:
    seen = inspected(tmp_path, "hung")
    space = ("filesystem-space", "filesystem-inodes")
    only_differs_in(seen, free, *space, "filesystem-left-out", "stuck-processes")
    for check in space:
        others = {item: value for item, value in seen.told(check).items() if value is not None}
        assert list(others) == list(free.told(check))
        for item in seen.checks[check]["items"]:
            if item["value"] is None:
                assert (item["verdict"], item["reason"]) == ("UNKNOWN", "reading.no-answer")
                assert item["item"].endswith(("/share/inside", "/disk"))
    # The network mount is not asked, and said to be left out.
    assert seen.told("filesystem-left-out")["fuse.sshfs"].endswith("/share")
    # The program that waits for it, and none of ours.
    assert seen.checks["stuck-processes"]["verdict"] == "WARN"
    assert seen.told("stuck-processes") == {None: 1}


@again
def test_sixty_five_thousand_mounts(tmp_path: Path, free: Seen) -> None:
    seen = inspected(tmp_path, "mounts")
    only_differs_in(seen, free)
    # The disk is seen through half of them, and told once.
    assert list(seen.told("filesystem-space")) == list(free.told("filesystem-space"))
    assert list(seen.told("filesystem-read-only")) == list(free.told("filesystem-read-only"))
    assert "… (32" in seen.told("filesystem-left-out")["tmpfs"]


@again
def test_sixteen_thousand_processes(tmp_path: Path, free: Seen) -> None:
    seen = inspected(tmp_path, "processes")
    only_differs_in(seen, free, "zombies")
    assert free.told("zombies") == {None: 0}
    assert seen.told("zombies") == {None: burdens.ZOMBIES}
    assert seen.checks["zombies"]["verdict"] == "WARN"


def test_five_hundred_containers_are_told_in_a_line_and_are_not_the_host(tmp_path: Path, free: Seen) -> None:
    seen = inspected(tmp_path, "containers")
    # The services that run in the containers are none of the host's, which has none.
    services = {"time-service", "log-service", "cron-service", "audit-service"}
    assert {free.checks[id]["verdict"] for id in services} == {"WARN"}
    only_differs_in(seen, free, "interfaces-left-out")
    assert seen.told("addresses")["172.17.0.1/16"] == "docker0"
    left = seen.told("interfaces-left-out")
    assert left["veth*"].endswith(f"… ({burdens.CONTAINERS})")
    assert seen.told("filesystem-left-out")["overlay"].endswith(f"… ({burdens.CONTAINERS})")
    assert list(seen.told("filesystem-space")) == list(free.told("filesystem-space"))
