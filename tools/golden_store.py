"""Write a golden store: a small record store with every kind of event, made by running fieldops for real.

    python tools/golden_store.py OUT.sqlite                        by this checkout
    python tools/golden_store.py OUT.sqlite --by PATH [--early]    by another fieldops, such as an old commit's in its own
                                                                   environment; --early: the contract as of 4d05128

Two inspections (a health check of a part among them) of three hosts: this machine, an SSH server on loopback, and one
that does not answer; a run that is killed; and, but for --early, a consent, a visit done by `schedule run`, one missed
and a training that somebody recorded. Workspaces: tests/records/stores.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from fieldops.actions.loopback import LoopbackServer, loopback_server

STORES = Path(__file__).resolve().parents[1] / "tests" / "records" / "stores"
ACCOUNT = "inspector"
INSPECT = ("inspect", "harbour", "--playbook", "small", "--engineer", "zhang", "--engineer", "li")
PART = ("health", "harbour", "--playbook", "small", "--limit", "core-01", "--tags", "disk")
KILLED = ("health", "harbour", "--playbook", "halting", "--limit", "core-01,core-02")
VISIT = "harbour/inspections/quarterly/0"
SCHEDULE = (
    ("schedule", "consent", VISIT, "--by", "沈岚", "--from", "2026-03-16T08:00", "--to", "2026-03-24T18:00"),
    ("schedule", "run", "--now", "2026-03-20T09:00"),
    ("schedule", "done", "harbour/obligations/training/0", "--on", "2026-06-15", "--by", "li", "--note", "八人"),
    # The visit of June was not made: this says so, once.
    ("schedule", "run", "--now", "2026-07-01T09:00"),
)  # fmt: skip
_SECONDS = 120


def main() -> int:
    """Make the store that the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("--by", default=f"{sys.executable} -m fieldops", help="the fieldops that writes it")
    parser.add_argument("--early", action="store_true", help="with the contract as of 4d05128")
    asked = parser.parse_args()
    write_store(asked.out, tuple(asked.by.split()), early=asked.early)
    print(f"{asked.out}: {asked.out.stat().st_size:,} bytes")
    return 0


def write_store(out: Path, command: tuple[str, ...], early: bool = False) -> None:
    """Run `command` on a workspace of its own and keep the store that it wrote in `out`."""
    with (
        tempfile.TemporaryDirectory(prefix="fieldops-golden-") as folder,
        tempfile.TemporaryDirectory(prefix="fieldops-sshd-") as server_folder,
        loopback_server(Path(server_folder), lambda *_, **__: None, account_name=ACCOUNT) as server,
    ):
        root = Path(folder)
        _make_workspace(root, server, "early" if early else "late")
        _run(command, root, "validate", well=(0,))
        _run(command, root, "hosts", "pin", "harbour", "--yes", "--limit", "core-02")
        _run(command, root, *INSPECT)
        _run(command, root, *PART)
        if not early:
            for arguments in SCHEDULE:
                _run(command, root, *arguments)
        _run_and_kill(command, root)
        shutil.copyfile(root / ".fieldops" / "records.sqlite", out)


def _make_workspace(root: Path, server: LoopbackServer, form: str) -> None:
    shutil.copytree(STORES / form, root, dirs_exist_ok=True)
    shutil.copytree(STORES / "playbooks", root / "playbooks")
    contract = root / "contracts" / "harbour.yaml"
    text = contract.read_text("utf-8").replace("@PORT@", str(server.port)).replace("@USER@", server.user)
    contract.write_text(text, "utf-8")
    (root / ".fieldops").mkdir()
    shutil.copyfile(server.key_file, root / ".fieldops" / "key")
    (root / ".fieldops" / "key").chmod(0o600)


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "SSH_CONNECTION"}


def _run(command: tuple[str, ...], root: Path, *arguments: str, well: tuple[int, ...] = (0, 1, 3)) -> str:
    done = subprocess.run(
        [*command, *arguments],
        cwd=root,
        env=_environment(),
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    # 1 and 3: findings, and hosts that were not reached.
    if done.returncode not in well:
        raise SystemExit(f"{' '.join(arguments)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def _run_and_kill(command: tuple[str, ...], root: Path) -> None:
    """A run that is killed when one of its hosts has been recorded."""
    process = subprocess.Popen(
        [*command, *KILLED], cwd=root, env=_environment(), stdout=subprocess.DEVNULL, start_new_session=True
    )
    ends = time.monotonic() + _SECONDS
    while time.monotonic() < ends:
        hosts = json.loads(_run(command, root, "run", "show", "latest", "-o", "json"))["hosts"]
        if len(hosts) == 2 and any(host["status"] == "done" for host in hosts):
            break
        time.sleep(0.5)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


if __name__ == "__main__":
    sys.exit(main())
