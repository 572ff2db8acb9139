"""The login shell of an account makes no difference, by a real sshd and sudo with a password.

Two shells that are least alike are tried each time; all nine, with both kinds of sudo, by `make test-real`. Only root can
do this; in CI these tests run as root.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from accounts import ACCOUNT, account
from conftest import again, require
from properties import workspace as loaded

sys.path.insert(0, str(Path(__file__).parent))
from own_etc import OwnEtc, hashed, own_etc
from ports import free_port
from traces import new_secret, untraced

from fieldops.inspection.frames import FrameReader, by_probe
from fieldops.inspection.load import probe_of
from fieldops.inspection.playbook import Probe
from fieldops.inspection.readings import Reading, read_output
from fieldops.inspection.root_login import RootLogin, RootPassword
from fieldops.inspection.shell import compile_with_login
from fieldops.structs import replaced
from fieldops.transport.ssh import Ssh
from fieldops.transport.target import Limits, Password, Target

pytestmark = pytest.mark.xdist_group("accounts")

ROOT = Path(__file__).parents[2]
SECRET = new_secret()
NONCE = "0123456789abcdef"
PATIENT = Limits(connect=120, banner=120, auth=120, silence=300, total=600)
# As the account has it: the program that is linked to by that name, and the file it reads before any command.
SHELLS = {
    "dash": ("dash", ""),
    "bash": ("bash", ".bashrc"),
    "ash": ("busybox", ""),
    "ksh93": ("ksh93", ""),
    "mksh": ("mksh", ""),
    "zsh": ("zsh", ".zshenv"),
    "tcsh": ("tcsh", ".tcshrc"),
    "csh": ("tcsh", ".cshrc"),
    "fish": ("fish", ".config/fish/config.fish"),
}
# What systems have at first, and what is least like it.
FEW = ("bash", "csh")
CONFIG = """\
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host_key
PidFile {folder}/sshd.pid
StrictModes no
UsePAM no
PasswordAuthentication yes
SetEnv PATH={path}
MaxSessions 1
"""


@dataclass(frozen=True)
class Found:
    """What was read of each probe, what the login of sudo came to, and what was said outside of any frame."""

    readings: Mapping[str, Reading]
    login: RootLogin
    noise: bytes


@cache
def shipped() -> list[Probe]:
    library = loaded()
    files = sorted((ROOT / "playbooks" / "probes" / "linux").glob("*.yaml"))
    return [probe_of(library.need("Probe", file.stem)) for file in files]


@contextmanager
def _accounts(folder: Path, shells: Iterable[str]) -> Iterator[dict[str, str]]:
    """An account for each of these shells, by the shell: its name."""
    with ExitStack() as made:
        names = {}
        for shell in shells:
            program, start = SHELLS[shell]
            (folder / "shells").mkdir(exist_ok=True)
            (folder / "shells" / shell).symlink_to(require(program))
            home = folder / f"home-{shell}"
            home.mkdir()
            if start:
                (home / start).parent.mkdir(parents=True, exist_ok=True)
                (home / start).write_text("echo 欢迎\n", "utf-8")
            person = made.enter_context(
                account(f"{ACCOUNT}-{shell}", home, str(folder / "shells" / shell), hashed(SECRET))
            )
            names[shell] = person.pw_name
        yield names


@contextmanager
def _served(own: OwnEtc) -> Iterator[Target]:
    """A real sshd of that target, without any account yet."""
    folder, port = own.folder, free_port()
    subprocess.run(
        [require("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", folder / "host_key"], check=True
    )
    config = folder / "sshd_config"
    config.write_text(CONFIG.format(port=port, folder=folder, path=own.path), "utf-8")
    start = f"mkdir -p /run/sshd; exec {require('sshd')} -D -f {config} -E {folder}/log"
    process = subprocess.Popen(own.command("sh", "-c", start))
    try:
        ends = time.monotonic() + 60
        while not (folder / "sshd.pid").exists():
            assert process.poll() is None
            assert time.monotonic() < ends
            time.sleep(0.05)
        target = Target("127.0.0.1", port)
        yield replaced(target, pins=(Ssh().host_key(target, PATIENT),))
    finally:
        process.terminate()
        process.wait()


def _visit(ssh: Ssh, target: Target, password: RootPassword) -> Found:
    script = compile_with_login(shipped())
    assert script.root is not None
    login = RootLogin(password, script.root.with_nonce(NONCE))
    reader = FrameReader(NONCE, script.caps, root=login)
    ssh.run_script(target, script.with_nonce(NONCE, login.token), reader, PATIENT, threading.Event())
    assert reader.complete, bytes(reader.noise)
    outputs = by_probe(reader.outputs)
    readings = {probe.id: read_output(probe, outputs.get(probe.id)) for probe in shipped()}
    return Found(readings, login, bytes(reader.noise))


_EVERY_WAY = [
    pytest.param("sudo", FEW, id="few"),
    pytest.param("sudo", tuple(SHELLS), id="sudo", marks=again),
    pytest.param("sudo-rs", tuple(SHELLS), id="sudo-rs", marks=again),
]


@pytest.mark.parametrize(("sudo", "shells"), _EVERY_WAY)
def test_the_login_shell_makes_no_difference(sudo: str, shells: tuple[str, ...]) -> None:
    visits = _visits(sudo, shells)
    for found in visits.values():
        _says_the_same(found.readings, visits[shells[0]].readings)
        assert not found.login.refused
        # Of root's own file: without root nothing is read.
        assert found.readings["linux-empty-passwords"].unknown is None
    for shell in shells:
        # What the shell prints by itself is no fact.
        assert ("欢迎" in visits[shell].noise.decode()) == bool(SHELLS[shell][1]), shell
        assert not any("欢迎" in str(reading) for reading in visits[shell].readings.values())


def _visits(sudo: str, shells: Sequence[str]) -> dict[str, Found]:
    """What a visit to each account finds, by its shell."""
    with own_etc(sudo) as own, _accounts(own.folder, shells) as names:
        own.sudoers(*(f"{name} ALL=(ALL) ALL" for name in names.values()))
        with _served(own) as target, untraced(SECRET):
            ssh, password = Ssh(), RootPassword(SECRET)
            shipped()  # once, before several ask for them

            def visit(shell: str) -> Found:
                login = replaced(target, user=names[shell], credential=Password(SECRET))
                return _visit(ssh, login, password)

            with ThreadPoolExecutor(2) as pool:
                return dict(zip(shells, pool.map(visit, shells), strict=True))


# What nothing changes from one minute to the next in a target with its own /etc, whatever else this machine does.
STILL = (
    *("linux-identity", "linux-cpu", "linux-limits", "linux-login-defs", "linux-accounts", "linux-mounts"),
    *("linux-empty-passwords", "linux-kernel-modes", "linux-failed-units", "linux-oom"),
    *("linux-crontab", "linux-raid", "linux-bonding", "linux-password-expiry"),
)


def _says_the_same(found: Mapping[str, Reading], first: Mapping[str, Reading]) -> None:
    # A machine that is busy with other tests may be too slow for one.
    in_time = [id for id in found if not {_code(found[id]), _code(first[id])} & {"reading.timeout"}]
    assert len(in_time) > 25
    assert {id: _kind(found[id]) for id in in_time} == {id: _kind(first[id]) for id in in_time}
    assert {id: found[id].rows for id in STILL} == {id: first[id].rows for id in STILL}
    assert sum(bool(found[id].rows) for id in STILL) >= 10


def _code(reading: Reading) -> str | None:
    return reading.unknown and reading.unknown.code


def _kind(reading: Reading) -> tuple[object, ...]:
    """Whether it was read, and what its rows tell; not what moves."""
    return _code(reading), *sorted({tuple(row) for row in reading.rows})
