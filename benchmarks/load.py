"""What a playbook costs the machine that it looks at: CPU, wall, bytes sent and received, of its script in a shell of this machine.

Databases are asked where their servers are installed: those that the tests start (`tests/database_servers.py`).
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fieldops.contracts.model import Instance, InstanceLogin
from fieldops.documents.workspace import Workspace, load_workspace
from fieldops.inspection.plan import Plan, make_plan
from fieldops.inspection.shell import compile_script

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 3


@dataclass(frozen=True)
class Load:
    """Of the best of some rounds: seconds of CPU and wall; bytes of the script, and of what it printed."""

    playbook: str
    cpu: float
    wall: float
    sent: int
    received: int


@cache
def _library() -> Workspace:
    return load_workspace(ROOT)


def linux_playbooks() -> list[str]:
    """The playbooks for Linux hosts, by id."""
    documents = _library().of_kind("Playbook")
    return sorted(each.id for each in documents if each.text("platform") == "linux")


def of_hosts() -> Iterator[Load]:
    """What each playbook for Linux hosts costs."""
    for playbook in linux_playbooks():
        yield _cost(playbook, plan_of(playbook), None)


def of_databases() -> Iterator[Load]:
    """What the playbooks of databases cost, the client's and the shell's part of it, on a new server."""
    sys.path.append(str(ROOT / "tests"))
    import database_servers as servers

    kinds: dict[str, tuple[str, Any]] = {
        "mysql": ("mariadbd", servers.mariadb),
        "postgresql": ("psql", servers.postgresql),
        "redis": ("redis-server", servers.redis),
    }
    for kind, (program, start) in kinds.items():
        if shutil.which(program, path="/usr/sbin:/usr/bin:/bin:/usr/local/bin") is not None:
            running: AbstractContextManager[Any] = start()
            with running as server:
                login = None if kind == "redis" else InstanceLogin("peer")
                instance = Instance(
                    "one", kind, socket=str(server.socket), port=_port(kind, server), login=login
                )
                yield _cost(kind, servers.on(instance, plan_of(kind)), servers.HOST, servers.as_account())


def _port(kind: str, server: Any) -> int | None:
    """PostgreSQL's socket is named after its port; elsewhere a socket stands for itself."""
    return int(server.port) if kind == "postgresql" else None


def plan_of(playbook: str) -> Plan:
    """A plan of that playbook alone, for any host."""
    return make_plan((_library().need("Playbook", playbook),), _library())


def _cost(playbook: str, plan: Plan, host: str | None, who: tuple[str, ...] = ()) -> Load:
    script = compile_script(plan.probes_on(host)).with_nonce("0" * 16)
    rounds = [_run(script, who) for _ in range(ROUNDS)]
    cpu, wall, received = min(rounds)
    return Load(playbook, cpu, wall, len(script), received)


def _run(script: bytes, who: tuple[str, ...]) -> tuple[float, float, int]:
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run([*who, "sh", "-s"], input=script, capture_output=True, check=True, cwd="/")
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if b" END " not in done.stdout:
        raise SystemExit("a script has not come to its end")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, wall, len(done.stdout)
