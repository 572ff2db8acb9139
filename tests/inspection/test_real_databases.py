"""Real MariaDB, PostgreSQL and Redis: peer and password, one that is down, a wrong password, and what everybody on the
machine can see of a password meanwhile.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import require
from database_servers import ACCOUNT, Server, mariadb, postgresql, redis
from properties import workspace as shipped

sys.path.insert(0, str(Path(__file__).parent))
from test_plan import T
from tracing import deeds

from fieldops.contracts.model import Instance, InstanceLogin
from fieldops.inspection.frames import FrameReader, by_probe
from fieldops.inspection.instances import read_instance, secret_lines, with_instances
from fieldops.inspection.load import probe_of
from fieldops.inspection.playbook import Field, Parse, Probe
from fieldops.inspection.readings import Reading
from fieldops.inspection.shell import compile_script
from fieldops.transport.local import Local
from fieldops.transport.target import Limits, Target

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("databases")]

NONCE = "0123456789abcdef"
shells: Path  # set for the tests of this file
SECRET = r"""a\nb"c'd$e`f %s"""
PASSWORD = InstanceLogin("password", "inspector")
SHELLS = {"dash": "dash", "bash": "bash", "mksh": "mksh", "ksh93": "ksh93", "busybox": "busybox"}
# Each probe is there twice: what one has not been able to do, the next does not try.
LIBRARY = shipped()
PROBES = [probe_of(LIBRARY.need("Probe", f"{kind}-version")) for kind in ("mysql", "postgresql")]
PROBES.append(Probe("redis-version", T, "redis", "redis INFO server", Parse("kv", ":"), {"redis_version": Field("text")}))  # fmt: skip
PROBES.append(Probe("mysql-again", T, "mysql", PROBES[0].run, PROBES[0].parse, PROBES[0].fields))


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[Server, Server, Server]]:
    quoted = SECRET.replace("\\", "\\\\").replace("'", "''")
    with mariadb() as my, postgresql() as pg, redis() as cache:
        my.sql(f"CREATE USER inspector@localhost IDENTIFIED BY '{quoted}'")
        pg.sql("CREATE ROLE inspector LOGIN PASSWORD '{}'".format(SECRET.replace("'", "''")))
        # In the arguments of the server everybody would see it.
        escaped = SECRET.replace("\\", "\\\\").replace('"', '\\"')
        set_it = f'CONFIG SET requirepass "{escaped}"\n'
        assert subprocess.run(cache.superuser, input=set_it, capture_output=True, text=True).stdout == "OK\n"
        yield my, pg, cache


@contextmanager
def watching(secret: str) -> Iterator[list[str]]:
    """Where the secret was seen in arguments or environment of any process; and, as the last, a client that was seen."""
    found: list[str] = []
    client, over = "", threading.Event()

    def look() -> None:
        nonlocal client
        while not over.is_set():
            for place in Path("/proc").glob("[0-9]*"):
                for name in ("cmdline", "environ"):
                    try:
                        seen = (place / name).read_bytes()
                    except OSError:
                        continue
                    if secret.encode() in seen:
                        found.append(f"{place.name} {name}")
                    if b"SELECT" in seen and name == "cmdline" and b"--no-defaults" in seen:
                        client = "mysql"

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield found
    finally:
        over.set()
        thread.join()
        found.append(client)


@pytest.fixture(scope="module", autouse=True)
def _shells() -> Iterator[None]:
    """A folder for each shell, in which it is `sh`; pytest's own cannot be entered by the servers' account."""
    global shells
    with tempfile.TemporaryDirectory(prefix="fo-sh-") as name:
        shells = Path(name)
        shells.chmod(0o755)
        yield


def script_in(shell: str, instances: list[Instance]) -> tuple[bytes, tuple[str, ...], Mapping[str, int]]:
    """The script for these instances, and the words that begin the shell, whose workers are that shell, too."""
    folder = shells / shell
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)
    if not (folder / "sh").is_symlink():
        (folder / "sh").symlink_to(require(SHELLS[shell]))
    script = compile_script(with_instances(PROBES, instances))
    words = (require("env"), "-i", f"PATH={folder}:{os.environ['PATH']}", str(folder / "sh"))
    return script.with_nonce(NONCE), words, script.caps


def asked(shell: str, instances: list[Instance], secrets: Mapping[str, str]) -> dict[str, Reading]:
    """What each probe says of each instance."""
    script, words, caps = script_in(shell, instances)
    reader = FrameReader(NONCE, caps, secrets=secret_lines(secrets))
    Local(words).run_script(
        Target("local"), script, reader, Limits(silence=600, total=600), threading.Event()
    )
    assert reader.complete
    outputs = by_probe(reader.outputs)
    return {
        f"{probe.id} {instance.id}": read_instance(probe, instance, outputs, None)
        for instance in instances
        for probe in PROBES
        if probe.platform == instance.kind
    }


def words_of(reading: Reading) -> str:
    return str(reading.unknown.values["said"]) if reading.unknown is not None else ""


@pytest.mark.parametrize("shell", SHELLS)
def test_peer_and_password_two_of_a_kind_one_down_and_no_password_is_seen(
    shell: str, servers: tuple[Server, Server, Server]
) -> None:
    my, pg, cache = servers
    # Who runs the tests as root is MariaDB's root by its socket, and nobody's peer in PostgreSQL.
    peer = InstanceLogin("peer", system_account=ACCOUNT if os.geteuid() == 0 else None)
    instances = [
        Instance("erp", "mysql", socket=str(my.socket), login=InstanceLogin("peer")),
        Instance("crm", "mysql", port=my.port, login=PASSWORD),
        Instance("old", "mysql", port=1, login=PASSWORD),
        Instance("archive", "postgresql", socket=str(pg.socket), port=pg.port, login=peer),
        Instance("portal", "postgresql", port=pg.port, login=PASSWORD),
        Instance("cache", "redis", port=cache.port, login=InstanceLogin("password")),
    ]
    with watching(SECRET) as seen:
        said = asked(shell, instances, dict.fromkeys(["crm", "old", "portal", "cache"], SECRET))
    assert seen == ["mysql"]
    for name in ("mysql-version erp", "mysql-again crm", "postgresql-version archive", "postgresql-version portal"):  # fmt: skip
        (row,) = said[name].rows
        assert str(row["version"])[:2].isdigit(), name
        assert isinstance(row["uptime"], int)
    (row,) = said["redis-version cache"].rows
    assert str(row["redis_version"])[0].isdigit()
    assert "ERROR 2002 (HY000)" in words_of(said["mysql-version old"])


@pytest.mark.parametrize("shell", SHELLS)
def test_a_wrong_password_is_one_line_in_the_log_of_the_server(
    shell: str, servers: tuple[Server, Server, Server]
) -> None:
    my, pg, _ = servers
    instances = [
        Instance("crm", "mysql", port=my.port, login=PASSWORD),
        Instance("portal", "postgresql", port=pg.port, login=PASSWORD),
    ]
    before = my.said().count("Access denied"), pg.said().count("password authentication failed")
    said = asked(shell, instances, {"crm": "wrong", "portal": "wrong"})
    after = my.said().count("Access denied"), pg.said().count("password authentication failed")
    assert [now - then for now, then in zip(after, before, strict=True)] == [1, 1]
    for probe in ("mysql-version", "mysql-again"):
        assert "ERROR 1045 (28000): Access denied for user 'inspector'" in words_of(said[f"{probe} crm"])
    failed = 'FATAL:  password authentication failed for user "inspector"'
    assert failed in words_of(said["postgresql-version portal"])


def test_a_session_with_postgresql_cannot_change_anything(servers: tuple[Server, Server, Server]) -> None:
    pg = servers[1]
    pg.sql("CREATE TABLE IF NOT EXISTS kept (a int)")
    pg.sql("GRANT ALL ON kept TO inspector")
    writing = Probe("w", T, "postgresql", 'sql "INSERT INTO kept VALUES (1)"', Parse("lines"))
    portal = Instance("portal", "postgresql", port=pg.port, login=PASSWORD)
    script = compile_script(with_instances([writing], [portal]))
    reader = FrameReader(NONCE, script.caps, secrets=secret_lines({"portal": SECRET}))
    Local().run_script(Target("local"), script.with_nonce(NONCE), reader, Limits(), threading.Event())
    assert b"read-only transaction" in reader.outputs["w@portal"].err
    assert pg.sql("SELECT count(*) FROM kept").strip() == "0"


@pytest.mark.parametrize("shell", ["dash", "bash", "mksh", "busybox"])
def test_nothing_is_written(shell: str, servers: tuple[Server, Server, Server]) -> None:
    """ksh93 keeps what `$(…)` captures in files of its own for a moment, as docs/what-runs.md tells."""
    my, pg, cache = servers
    instances = [
        Instance("erp", "mysql", socket=str(my.socket), login=InstanceLogin("peer")),
        Instance("crm", "mysql", port=my.port, login=PASSWORD),
        Instance("portal", "postgresql", port=pg.port, login=PASSWORD),
        Instance("cache", "redis", port=cache.port, login=InstanceLogin("password")),
    ]
    script, words, _ = script_in(shell, instances)
    secrets = secret_lines(dict.fromkeys(["crm", "portal", "cache"], SECRET))
    # A shell may read ahead what a pipe holds already: the passwords come when it has asked.
    feeding = ("sh", "-c", '{ head -c "$1"; sleep 1; cat; } | { shift; "$@" -s; }', "sh", str(len(script)))
    done = deeds(script + secrets, (*feeding, *words))
    assert {deed for deed in done if deed.what != "talks"} == set()
    assert any(str(my.port) in deed.to or "127.0.0.1" in deed.to for deed in done)
