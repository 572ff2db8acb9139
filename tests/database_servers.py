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
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from conftest import require

from fieldops.contracts.model import Instance
from fieldops.documents.workspace import load_workspace
from fieldops.inspection.checks import CheckResult
from fieldops.inspection.compared import Earlier
from fieldops.inspection.comparing import compare
from fieldops.inspection.frames import FrameReader
from fieldops.inspection.instances import secret_lines
from fieldops.inspection.plan import Plan, make_plan
from fieldops.inspection.shell import compile_script
from fieldops.messages import say
from fieldops.structs import replaced
from fieldops.transport.local import Local
from fieldops.transport.target import Limits, Target

HOST, _NONCE = "db-01", "0123456789abcdef"
_DAY = datetime(2026, 11, 1, 1, tzinfo=UTC)
# Who runs the servers, where the tests are run by root: PostgreSQL refuses to be root's.
ACCOUNT = "nobody"
_PATIENCE = 60.0


class _Process:
    """A server's program, that is begun and ended; `ready` are the words that succeed once it answers."""

    def __init__(self, words: list[str], log: Path, ready: list[str]) -> None:
        self._words, self._log, self._ready = words, log, ready
        self._runs: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self._log.open("ab") as said:
            self._runs = subprocess.Popen(self._words, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
        ends = time.monotonic() + _PATIENCE
        while subprocess.run(self._ready, capture_output=True, check=False).returncode != 0:
            assert self._runs.poll() is None, self._log.read_text("utf-8", "replace")
            assert time.monotonic() < ends, self._log.read_text("utf-8", "replace")
            time.sleep(0.1)

    def stop(self) -> None:
        if self._runs is None or self._runs.poll() is not None:
            return
        self._runs.terminate()
        try:
            self._runs.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._runs.kill()
            self._runs.wait()


@dataclass(frozen=True)
class Server:
    """A server that runs: its folder, its port on 127.0.0.1, its socket (of PostgreSQL the folder), and its log."""

    folder: Path
    port: int
    socket: Path
    log: Path
    process: _Process
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
        self.process.stop()

    def start(self) -> None:
        """Begin it again after `stop`, with the same words and data, and wait until it answers."""
        self.process.start()


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
def _running(words: list[str], log: Path, ready: list[str]) -> Iterator[_Process]:
    process = _Process(words, log, ready)
    try:
        process.start()
        yield process
    finally:
        process.stop()


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
def plan_of(playbook: str, override: str = "") -> Plan:
    """The checks of a playbook that comes with fieldops; `override`: of one that extends it by this list, in YAML."""
    library = load_workspace(Path(__file__).parents[1])
    if override:
        with tempfile.TemporaryDirectory(prefix="fieldops-test-") as folder:
            file = Path(folder, "playbooks", "ours.yaml")
            file.parent.mkdir()
            head = f"apiVersion: fieldops/v1\nkind: Playbook\nid: ours\ntitle: t\nplatform: {playbook}\nextends: {playbook}\n"
            file.write_text(f"{head}override: {override}\n", "utf-8")
            library = load_workspace(Path(folder))
    return make_plan((library.need("Playbook", "ours" if override else playbook),), library)


def on(instance: Instance, plan: Plan) -> Plan:
    """The plan for the host HOST, which has this instance and no other."""
    return replaced(plan, instances={HOST: (instance,)}, platforms={HOST: "linux"})


def looked(instance: Instance, secret: str | None = None, override: str = "") -> dict[str, CheckResult]:
    """What the playbook of that kind says of an instance of this machine, by check; its script is run by dash, under the
    servers' account. `override`: what the customer's own playbook judges otherwise.
    """
    mine = on(instance, plan_of(instance.kind, override))
    script = compile_script(mine.probes_on(HOST))
    secrets = secret_lines({instance.id: secret}) if secret is not None else None
    reader = FrameReader(_NONCE, script.caps, secrets=secrets)
    Local((*as_account(), require("dash"))).run_script(
        Target("local"), script.with_nonce(_NONCE), reader, Limits(silence=600, total=600), threading.Event()
    )
    return {result.id: result for result in mine.judge(reader.outputs, None, HOST)}


def since(kind: str, before: CheckResult, now: CheckResult, apart: timedelta) -> CheckResult:
    """What the later one of two inspections says of a check, as if so much time lay between them; both went well."""
    (judge,) = (each for each in plan_of(kind).judges if each.check.id == now.id)
    earlier = Earlier("r1", "2026-11-01 09:00", _DAY, True, before.items, True)
    return compare(judge, now, [earlier], _DAY + apart)


def words(result: CheckResult, language: str = "en") -> str:
    """Every reason that the result gives, as people read it."""
    reasons = [item.reason for item in result.items] or [result.reason]
    return " | ".join(say(each.code, language, each.values) for each in reasons if each is not None)
