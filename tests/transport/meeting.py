"""A run of the command line against hosts that misbehave, in a process of its own: for tests, and for benchmarks.

Needs nothing that only tests have. What a case does is in `behaviours`.
"""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import behaviours
from behaviours import CASES, DEADLINE, HOST_KEY
from hostile import listening

from fieldops.actions.loopback import LoopbackServer

_PROGRAM = """
import sys, time
began = time.monotonic()
from fieldops.cli.main import main
try:
    main()
finally:
    # Not ru_maxrss: that of a new process begins with what its parent took.
    print(open("/proc/self/status").read().split("VmHWM:")[1].split()[0], time.monotonic() - began, file=sys.stderr)
"""
_DOCUMENTS: dict[str, dict[str, Any]] = {
    "contracts/team.yaml": {"kind": "Team", "id": "team", "name": "Team", "people": [{"id": "li", "name": "Li", "roles": ["engineer"]}]},
    "playbooks/probes/name.yaml": {
        "kind": "Probe", "id": "name", "title": "name", "platform": "linux", "run": "uname -s",
        "parse": {"with": "lines"}, "fields": {"line": {"type": "text"}},
    },
    "playbooks/test.yaml": {
        "kind": "Playbook", "id": "test", "title": "test", "platform": "linux", "areas": [{"id": "all", "title": "All"}],
        "checks": [{"id": "name", "probe": "name", "value": "line", "area": "all", "title": "t", "standard": "s", "info": True}],
    },
}  # fmt: skip
_CONTRACT: dict[str, Any] = {
    "kind": "Contract", "id": "acme", "title": "Acme", "customer": {"name": "Acme"}, "vendor": {"name": "Vendor"}, "team": "team",
    "language": "zh-CN", "time_zone": "Asia/Shanghai", "term": {"start": "2026-01-01", "end": "2099-12-31"}, "access": {"consent": "standing"},
}  # fmt: skip


@dataclass(frozen=True)
class Met:
    """What a run gave: each host's data, the most memory it took, in KiB, and its seconds from the first line to the last."""

    hosts: dict[str, dict[str, Any]]
    memory: int
    seconds: float


def name_of(case: str) -> str:
    """The id of the host that behaves as `case`."""
    return re.sub("[^a-z0-9]+", "-", case.lower()).strip("-")


@contextmanager
def hosts(
    root: Path,
    cases: Sequence[str],
    honest: LoopbackServer | None,
    arrived: Callable[[str], object] = lambda case: None,
) -> Iterator[None]:
    """A workspace at `root` with a contract of the cases' hosts, and an honest one; the servers run until the block ends.

    `arrived` is called whenever a host has been connected to, with its case.
    """
    root.mkdir(parents=True, exist_ok=True)
    (root / "secret.txt").write_text(behaviours.PASSWORD)
    key = root / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    by_key = {"user": behaviours.USER, "method": "key_file", "key_file": str(key)}
    by_word = {
        "user": behaviours.USER,
        "method": "password_command",
        "password_command": ["cat", "secret.txt"],
    }
    pin = f"ecdsa-sha2-nistp256 {base64.b64encode(HOST_KEY.asbytes()).decode()}"
    assets, pins = [], []
    with ExitStack() as servers:
        for case in cases:
            port = servers.enter_context(listening(_announced(case, arrived)))
            login = by_word if CASES[case].password else by_key
            assets.append(
                {"id": name_of(case), "host": {"address": "127.0.0.1", "port": port, "login": login}}
            )
            pins.append(f"[127.0.0.1]:{port} {pin}")
        if honest is not None:
            login = {"user": honest.user, "method": "key_file", "key_file": str(honest.key_file)}
            host = {"address": "127.0.0.1", "port": honest.port, "login": login}
            assets.append({"id": "honest", "host": host})
            host_key = (honest.folder / "host_key.pub").read_text("utf-8").strip()
            pins.append(f"[127.0.0.1]:{honest.port} {host_key}")
        for name, data in {**_DOCUMENTS, "contracts/acme.yaml": {**_CONTRACT, "assets": assets}}.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            # JSON is YAML.
            (root / name).write_text(json.dumps({"apiVersion": "fieldops/v1", **data}), "utf-8")
        (root / "contracts/acme.known_hosts").write_text("\n".join(pins) + "\n", "utf-8")
        yield


def _announced(case: str, arrived: Callable[[str], object]) -> Any:
    def behave(client: Any) -> None:
        arrived(case)
        CASES[case].behave(client)

    return behave


def command(root: Path, *more: str) -> list[str]:
    """The command that checks the health of all hosts of the workspace."""
    return [sys.executable, "-c", _PROGRAM, "-C", str(root), "--lang", "en", "health", "acme", "--playbook", "test", *more]  # fmt: skip


def meet(root: Path, cases: Sequence[str], honest: LoopbackServer | None) -> Met:
    """Check the health of the cases' hosts, and of an honest one, with `DEADLINE` seconds for each."""
    limits = ("-o", "json", "--host-deadline", str(DEADLINE), "--workers", "200")
    with hosts(root, cases, honest):
        done = subprocess.run(
            command(root, *limits), stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300, check=False
        )  # fmt: skip
    if done.returncode not in (0, 1, 3):
        raise AssertionError(done.stderr)
    memory, seconds = done.stderr.split()[-2:]
    return Met({host["host"]: host for host in json.loads(done.stdout)["hosts"]}, int(memory), float(seconds))
