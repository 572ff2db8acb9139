"""Hosts behind one jump host, measured: memory, descriptors, threads and logins while they are asked one after the other.

Two OpenSSH servers on loopback; every host is the second one. That one login serves all is for `tests/transport/test_jumps.py`;
here is how flat it stays, which means something with many hosts only: `python benchmarks/jump_host.py --hosts 1000`.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from fieldops.actions.loopback import LoopbackServer, loopback_server
from fieldops.transport.hostkeys import read_pins
from fieldops.transport.ssh import Ssh
from fieldops.transport.target import KeyFile, Limits, Target

# A script of the size that an inspection sends, and an answer of the size that it gets.
_SCRIPT = b"# " + b"x" * 60_000 + b"\nhead -c 40000 /dev/zero\n"
_SAMPLES = 5


class _Counted:
    """Counts what a host says."""

    def __init__(self) -> None:
        self.received = 0
        self.ended = False

    def feed(self, data: bytes) -> None:
        self.received += len(data)

    def feed_errors(self, data: bytes) -> None:
        self.received += len(data)

    def answer(self) -> None:
        """Nothing is sent behind the script."""


def _target(server: LoopbackServer, name: str = "", via: Target | None = None) -> Target:
    (pin,) = read_pins("host " + (server.folder / "host_key.pub").read_text("utf-8"))
    key = KeyFile(str(server.key_file))
    return Target("127.0.0.1", server.port, server.user, key, (pin.key,), via=via, name=name)


def _memory() -> float:
    """Of this process, in MB."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def _sample(done: int) -> str:
    descriptors = len(os.listdir("/proc/self/fd"))
    return f"{done:6} hosts  {_memory():7.1f} MB  {descriptors:4} descriptors  {threading.active_count():4} threads"


def measure(jump: LoopbackServer, host: LoopbackServer, hosts: int, workers: int) -> None:
    """Ask so many hosts and print what this process holds meanwhile."""
    ssh, behind = Ssh(), _target(host, via=_target(jump, "gate"))
    limits, cancelled = Limits(connect=60, banner=60, auth=60), threading.Event()

    def ask(number: int) -> int:
        heard = _Counted()
        ssh.run_script(behind, _SCRIPT, heard, limits, cancelled)
        return heard.received

    began = time.monotonic()
    with ssh.opened([behind], limits, cancelled), ThreadPoolExecutor(workers) as pool:
        received = 0
        for done, size in enumerate(pool.map(ask, range(hosts)), 1):
            received += size
            if done % max(1, hosts // _SAMPLES) == 0:
                print(_sample(done), flush=True)
    logins = (jump.folder / "sshd.log").read_text("utf-8").count("Accepted publickey")
    print(
        f"{hosts} hosts in {time.monotonic() - began:.1f} s, {received} bytes, {logins} login(s) at the jump host"
    )
    print(_sample(hosts), "at the end")


def main() -> None:
    """Start the servers and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hosts", type=int, default=200)
    parser.add_argument("--workers", type=int, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fieldops-bench-") as folder, ExitStack() as running:
        Path(folder).chmod(0o755)
        servers = []
        for name in ("jump", "host"):
            own = Path(folder) / name
            own.mkdir()
            servers.append(
                running.enter_context(loopback_server(own, lambda *_, **__: None, ["MaxSessions 1"]))
            )
        measure(servers[0], servers[1], options.hosts, options.workers)


if __name__ == "__main__":
    sys.exit(main())
