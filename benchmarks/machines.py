"""Hosts that are machines of their own: servers that see no processes but theirs, and none of sudo's entries but theirs.

The hosts of a benchmark are one machine. What a script asks about each process, it asks there about those of all hosts at work, too:
of 200 that are up to a thousand, and the CPU of a host grows with the number of the others. A real host sees its own.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from measure import children_of
from scene import Scene, addresses_in, set_scene

from fieldops.actions.loopback import LoopbackServer
from fieldops.structs import replaced

# So few hosts share a machine that it sees little of the others: of 200 five, of which one or two are at work at a time.
MACHINES = 40
# What rests on an idle server beside the inspection: its services, and the kernel's threads. Each is a process here.
PROCESSES = 130
_START_SECONDS = 30
# Whoever is killed takes with him what he has started: us, `unshare` (which TERM does not end), the first process of a machine.
_DIES_WITH_US = ("setpriv", "--pdeathsig", "KILL")
_UNSHARE = (*_DIES_WITH_US, "unshare", "--pid", "--mount", "--fork", "--mount-proc")
# Its first process is the server, which collects all that has lost its parent, and with it what it has used.
_MACHINE = """
if [ -d /run/sudo ]; then mount -t tmpfs none /run/sudo || exit 1; fi
count=0
while [ $count -lt {processes} ]; do
  (exec <{never}) &
  count=$((count + 1))
done
exec setpriv --pdeathsig KILL --reuid {uid} --regid {gid} --clear-groups {sshd} -D -f {config} -E {log}
"""


def possible() -> bool:
    """Whether we may have machines of our own: root, where the kernel has namespaces and lets us."""
    if os.geteuid() != 0 or shutil.which("unshare") is None or shutil.which("setpriv") is None:
        return False
    return subprocess.run([*_UNSHARE, "true"], capture_output=True, check=False).returncode == 0


@contextmanager
def own_machines(scene: Scene) -> Iterator[Scene]:
    """The same scene, with the same account and keys, on `MACHINES` machines; as it is where we may have none."""
    if not possible():
        yield scene
        return
    folder = scene.folder / "machines"
    folder.mkdir()
    never = scene.server.folder / "never"
    os.mkfifo(never)
    never.chmod(0o644)
    addresses = addresses_in("127.0.1", MACHINES)
    with ExitStack() as running:
        started = [running.enter_context(_machine(scene.server, each, never)) for each in addresses]
        servers = tuple(_listening(process, log) for process, log in started)
        yield replaced(set_scene(scene.server, folder, addresses), servers=servers, own_machines=True)


@contextmanager
def _machine(
    server: LoopbackServer, address: str, never: Path
) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """A server at `address`, in namespaces of its own; and its log."""
    config, log = server.folder / f"sshd_config-{address}", server.folder / f"sshd-{address}.log"
    lines = (server.folder / "sshd_config").read_text("utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(("ListenAddress ", "PidFile "))]
    config.write_text("\n".join([*kept, f"ListenAddress {address}", "PidFile none", ""]), "utf-8")
    account = pwd.getpwnam(server.user)
    log.touch()
    os.chown(log, account.pw_uid, account.pw_gid)
    sshd = shutil.which("sshd", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin:/sbin")
    script = _MACHINE.format(
        processes=PROCESSES,
        never=never,
        uid=account.pw_uid,
        gid=account.pw_gid,
        sshd=sshd,
        config=config,
        log=log,
    )
    process = subprocess.Popen([*_UNSHARE, "sh", "-c", script], stdin=subprocess.DEVNULL, cwd="/")
    try:
        yield process, log
    finally:
        process.kill()
        process.wait()


def _listening(process: subprocess.Popen[bytes], log: Path) -> int:
    """The process id of a machine's server, once it listens."""
    ends = time.monotonic() + _START_SECONDS
    while "Server listening on" not in (said := log.read_text("utf-8", "replace")):
        if process.poll() is not None or time.monotonic() >= ends:
            raise SystemExit(f"a machine has not started: {said}")
        time.sleep(0.05)
    (pid,) = children_of(process.pid)
    return pid
