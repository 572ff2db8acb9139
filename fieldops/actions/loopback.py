"""A real OpenSSH server on loopback as an unprivileged process: what the demo (and the tests) inspect.

Started as root it runs as a temporary account, so that neither the server nor what it starts has root's
rights. Everything it needs lies in one folder; nothing of the machine's own SSH set-up is read or changed.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fieldops.errors import FieldopsError

ACCOUNT = "fieldops-demo"
_START_SECONDS = 30
_REMOVE_SECONDS = 10
_PORTS_TRIED = 3
_CONFIG = """Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host_key
AuthorizedKeysFile {folder}/authorized_keys
PidFile {folder}/sshd.pid
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
MaxStartups 100:30:200
LogLevel VERBOSE
{more}
"""

Note = Callable[..., None]


@dataclass(frozen=True, slots=True)
class LoopbackServer:
    """A running server: its port, the user it lets in, and the key file that opens it."""

    port: int
    user: str
    key_file: Path
    folder: Path


def find_sshd(note: Note) -> str:
    """The sshd program; installed by apt-get when it is absent, apt-get is there and we are root.

    Raises FieldopsError when there is none.
    """
    found = _which_sshd()
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        note("demo.installing", package="openssh-server")
        _install("openssh-server")
        found = _which_sshd()
    if found is None:
        raise FieldopsError("demo.no-sshd")
    return found


def _which_sshd() -> str | None:
    path = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin", "/sbin"))
    return shutil.which("sshd", path=path)


def _install(package: str) -> None:
    # The package's service is of no use here and is kept from starting.
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    for command in (["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", package]):
        subprocess.run(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
        )


@contextmanager
def loopback_server(
    folder: Path,
    note: Note,
    config: Sequence[str] = (),
    client_key: Path | None = None,
    account_name: str = ACCOUNT,
) -> Iterator[LoopbackServer]:
    """A server in `folder` (which the account must be able to enter) until the block ends.

    `config` are more lines for sshd_config. `client_key` is the private key it lets in, made when None. `account_name`
    is the temporary account that root makes for it; servers at the same time share one, or name their own.
    """
    sshd = find_sshd(note)
    with _account(note, account_name, folder) as account:
        keys = _make_keys(folder, client_key)
        process, port = _started(sshd, folder, account, config)
        try:
            yield LoopbackServer(port, account.pw_name, keys, folder)
        finally:
            process.terminate()
            process.wait(timeout=_START_SECONDS)


@contextmanager
def _account(note: Note, name: str, folder: Path) -> Iterator[pwd.struct_passwd]:
    if os.geteuid() != 0:
        yield pwd.getpwuid(os.geteuid())
        return
    made = False
    try:
        account = pwd.getpwnam(name)
    except KeyError:
        note("demo.account", account=name)
        # No password matches "*", and unlike "!" it does not lock the account. Its home is the server's own folder: where we
        # are killed the account stays behind, and whoever removes it with its home must not lose more than that.
        home = str(folder.resolve())
        _run(
            "useradd",
            "--system",
            "--no-create-home",
            "--home-dir",
            home,
            "--shell",
            "/bin/sh",
            "-p",
            "*",
            name,
        )
        account, made = pwd.getpwnam(name), True
    try:
        forget_sudo(account)
        yield account
    finally:
        if made:
            forget_sudo(account)
            _remove_account(name)


def forget_sudo(account: pwd.struct_passwd) -> None:
    """Remove what sudo keeps of the calls of a temporary account; it outlives the account, and sudo reads all of it each time.

    It keeps something of each session that calls it, even where it refuses.
    """
    if os.geteuid() == 0 and account.pw_uid != 0 and (sudo := shutil.which("sudo")) is not None:
        subprocess.run(
            [sudo, "-K"],
            user=account.pw_uid,
            group=account.pw_gid,
            extra_groups=[],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )


def _remove_account(name: str) -> None:
    # The server's sessions need a moment to end; userdel refuses while one is there.
    for _ in range(_REMOVE_SECONDS * 10):
        if _tried("userdel", name).returncode == 0:
            return
        time.sleep(0.1)


def _tried(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)


def _run(*command: str) -> None:
    done = _tried(*command)
    if done.returncode != 0:
        raise FieldopsError("demo.sshd-failed", detail=f"{command[0]}: {done.stderr.strip()}")


def _make_keys(folder: Path, client_key: Path | None) -> Path:
    client = client_key or folder / "client_key"
    for path in (folder / "host_key", client):
        if not path.exists():
            _run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "fieldops", "-f", str(path))
    shutil.copyfile(client.with_suffix(".pub"), folder / "authorized_keys")
    return client


def _give(folder: Path, account: pwd.struct_passwd) -> None:
    if os.geteuid() == 0:
        folder.chmod(0o755)
        for name in ("host_key", "authorized_keys", "sshd_config", "."):
            os.chown(folder / name, account.pw_uid, account.pw_gid)


def _started(
    sshd: str, folder: Path, account: pwd.struct_passwd, config: Sequence[str]
) -> tuple[subprocess.Popen[bytes], int]:
    """A server that listens, and its port; another port when somebody took the free one in between."""
    for tries_left in reversed(range(_PORTS_TRIED)):
        port = _free_port()
        configured = folder / "sshd_config"
        configured.write_text(_CONFIG.format(port=port, folder=folder, more="\n".join(config)), "utf-8")
        _give(folder, account)
        process = _start(sshd, folder, account)
        if _listens(process, port, folder / "sshd.pid"):
            break
        process.kill()
        process.wait()
        log = folder / "sshd.log"
        said = log.read_text("utf-8", "replace") if log.exists() else ""
        if not (tries_left and "Address already in use" in said):
            detail = [f"exit {process.returncode}", *said.strip().splitlines()][-1]
            raise FieldopsError("demo.sshd-failed", detail=detail)
        log.unlink()
    return process, port


def _start(sshd: str, folder: Path, account: pwd.struct_passwd) -> subprocess.Popen[bytes]:
    command = [sshd, "-D", "-f", str(folder / "sshd_config"), "-E", str(folder / "sshd.log")]
    if os.geteuid() != 0:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, cwd="/")
    return subprocess.Popen(
        command, stdin=subprocess.DEVNULL, cwd="/", user=account.pw_uid, group=account.pw_gid, extra_groups=[]
    )


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def _listens(process: subprocess.Popen[bytes], port: int, pid_file: Path) -> bool:
    """Wait until this very server answers; False when it ended or took too long.

    sshd writes its pid file when it listens: whoever else has the port answers too.
    """
    ends = time.monotonic() + _START_SECONDS
    while time.monotonic() < ends and process.poll() is None:
        if pid_file.exists():
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                return True
        time.sleep(0.05)
    return False
