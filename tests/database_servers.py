"""Servers of databases for tests marked `real`: in a folder of their own, under an account that may do nothing else, on a free
port of the loopback address. Nothing of the machine's own services is used or touched.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from conftest import require

from fieldops.contracts.model import Instance
from fieldops.documents.workspace import load_workspace
from fieldops.inspection.checks import CheckResult
from fieldops.inspection.frames import FrameReader
from fieldops.inspection.instances import secret_lines
from fieldops.inspection.plan import Plan, make_plan
from fieldops.inspection.shell import compile_script
from fieldops.messages import say
from fieldops.structs import replaced
from fieldops.transport.local import Local
from fieldops.transport.target import Limits, Target

_HOST, _NONCE = "db-01", "0123456789abcdef"
# Who runs the servers, where the tests are run by root: PostgreSQL refuses to be root's.
ACCOUNT = "nobody"
_PATIENCE = 60.0


@dataclass(frozen=True)
class Server:
    """A server that runs: its folder, its port on 127.0.0.1, its socket (of PostgreSQL the folder), and its log."""

    folder: Path
    port: int
    socket: Path
    log: Path
    process: subprocess.Popen[bytes]
    superuser: tuple[str, ...]

    def sql(self, text: str) -> str:
        """What the server answers its administrator."""
        done = subprocess.run([*self.superuser, text], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def said(self) -> str:
        """What stands in its log."""
        return self.log.read_text("utf-8", "replace")

    def stop(self) -> None:
        """End it, and wait for that."""
        self.process.terminate()
        self.process.wait(_PATIENCE)


def as_account() -> tuple[str, ...]:
    """The words before a command that is to run under the servers' account."""
    return (require("runuser"), "-u", ACCOUNT, "--") if os.geteuid() == 0 else ()


def free_port() -> int:
    """A port of 127.0.0.1 on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _folder() -> Iterator[Path]:
    # The path of a socket may have 107 letters: pytest's own folders are too deep.
    folder = Path(tempfile.mkdtemp(prefix="fo-db-"))
    folder.chmod(0o755)
    own = folder / "own"
    own.mkdir()
    if os.geteuid() == 0:
        shutil.chown(own, ACCOUNT)
    try:
        yield own
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _running(words: list[str], log: Path, ready: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as said:
        process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
    try:
        ends = time.monotonic() + _PATIENCE
        while subprocess.run(ready, capture_output=True, check=False).returncode != 0:
            assert process.poll() is None, log.read_text("utf-8", "replace")
            assert time.monotonic() < ends, log.read_text("utf-8", "replace")
            time.sleep(0.1)
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextmanager
def mariadb(*options: str) -> Iterator[Server]:
    """A MariaDB server with its own accounts: root of the operating system is its administrator, by the socket."""
    with _folder() as folder:
        data, place, port = folder / "data", folder / "s", free_port()
        client = [require("mariadb"), "--no-defaults", f"--socket={place}", "--batch"]
        install = [require("mariadb-install-db"), "--no-defaults", f"--datadir={data}"]
        subprocess.run(
            [*as_account(), *install, "--auth-root-authentication-method=socket"],
            capture_output=True,
            check=True,
        )
        words = [
            *as_account(),
            require("mariadbd"),
            "--no-defaults",
            f"--datadir={data}",
            f"--socket={place}",
        ]
        words += [f"--port={port}", "--bind-address=127.0.0.1", f"--pid-file={folder / 'pid'}"]
        words += ["--innodb-buffer-pool-size=16M", "--log-warnings=4", *options]
        log = folder.parent / "log"
        with _running(words, log, [*client, "-e", "SELECT 1"]) as process:
            yield Server(folder, port, place, log, process, (*client, "-e"))


Prepare = Callable[[Path, Callable[[str], str]], None]


@contextmanager
def postgresql(
    *options: str, prepare: Prepare | None = None, standby_of: Server | None = None
) -> Iterator[Server]:
    """A PostgreSQL server: by the socket its administrator is whom the operating system says, by TCP it wants a password.

    `prepare` is given the folder of its data and how its programs are called, before it starts; `standby_of`: it begins as a
    copy of that server, and follows it.
    """
    with _folder() as folder:
        data, port = folder / "data", free_port()
        programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
        found = str(programs[-1]) if programs else ""

        def program(name: str) -> str:
            return shutil.which(name, path=found) or require(name)

        who = as_account()
        owner = ACCOUNT if who else ""
        made = [
            "--no-locale",
            "--encoding=UTF8",
            "--auth-local=peer",
            "--auth-host=scram-sha-256",
            "--no-sync",
        ]
        begin = [program("initdb"), "-D", str(data), *made]
        if standby_of is not None:
            begin = [
                program("pg_basebackup"),
                "-h",
                str(standby_of.socket),
                "-p",
                str(standby_of.port),
                "-D",
                str(data),
                "-R",
            ]
        subprocess.run([*who, *begin], capture_output=True, check=True, cwd="/")
        if prepare is not None:
            prepare(data, program)
        client = [
            *who,
            require("psql"),
            "-X",
            "-A",
            "-t",
            "-h",
            str(folder),
            "-p",
            str(port),
            "-d",
            "postgres",
        ]
        words = [*who, program("postgres"), "-D", str(data), "-k", str(folder), "-p", str(port)]
        words += ["-c", "listen_addresses=127.0.0.1", "-c", "log_connections=on", "-c", "fsync=off"]
        words += [each for option in options for each in ("-c", option)]
        log = folder.parent / "log"
        with _running(words, log, [*client, "-c", "SELECT 1"]) as process:
            assert owner or not who
            yield Server(folder, port, folder, log, process, (*client, "-c"))


@contextmanager
def redis(*options: str) -> Iterator[Server]:
    """A Redis server without a password, unless `options` say one."""
    with _folder() as folder:
        port, place = free_port(), folder / "s"
        words = [*as_account(), require("redis-server"), "--port", str(port), "--bind", "127.0.0.1"]
        words += ["--unixsocket", str(place), "--save", "", "--dir", str(folder), *options]
        client = [require("redis-cli"), "-p", str(port)]
        log = folder.parent / "log"
        with _running(words, log, [*client, "PING"]) as process:
            yield Server(folder, port, place, log, process, tuple(client))


@cache
def plan_of(playbook: str) -> Plan:
    """The checks of a playbook that comes with fieldops."""
    library = load_workspace(Path(__file__).parents[1])
    return make_plan((library.need("Playbook", playbook),), library)


def looked(instance: Instance, secret: str | None = None) -> dict[str, CheckResult]:
    """What the playbook of that kind says of an instance of this machine, by check; its script is run by dash, under the servers' account."""
    mine = replaced(plan_of(instance.kind), instances={_HOST: (instance,)}, platforms={_HOST: "linux"})
    script = compile_script(mine.probes_on(_HOST))
    secrets = secret_lines({instance.id: secret}) if secret is not None else None
    reader = FrameReader(_NONCE, script.caps, secrets=secrets)
    Local((*as_account(), require("dash"))).run_script(
        Target("local"), script.with_nonce(_NONCE), reader, Limits(silence=600, total=600), threading.Event()
    )
    return {result.id: result for result in mine.judge(reader.outputs, None, _HOST)}


def words(result: CheckResult, language: str = "en") -> str:
    """Every reason that the result gives, as people read it."""
    reasons = [item.reason for item in result.items] or [result.reason]
    return " | ".join(say(each.code, language, each.values) for each in reasons if each is not None)
