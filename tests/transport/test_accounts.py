"""Real servers and accounts that let us in but not to work: OpenSSH as root with an account for each, and others.

Only root can start such a server and make accounts; in CI these tests run as root.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from accounts import ACCOUNT, account
from conftest import Workspace, lacking, require
from ports import await_server, free_port

from fieldops.structs import replaced

sys.path.insert(0, str(Path(__file__).parent))
from versions import knows_penalties

from fieldops.errors import Unreachable
from fieldops.transport.ssh import Ssh
from fieldops.transport.target import KeyFile, Limits, Target

pytestmark = pytest.mark.xdist_group("accounts")

WORDS = "正在维护"
MENU = """\
printf '1) db1\\n2) db2\\nwhich host? '
while read -r choice; do printf 'no such host\\nwhich host? '; done
"""
CONFIG = """\
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host_key
AuthorizedKeysFile {folder}/authorized_keys
PidFile {folder}/sshd.pid
StrictModes no
UsePAM {pam}
PasswordAuthentication yes
KbdInteractiveAuthentication {pam}
PrintMotd no
Match User {account}-forced
  ForceCommand echo '{words}'
Match User {account}-sftp
  ForceCommand internal-sftp
Match User {account}-menu
  ForceCommand sh {folder}/menu.sh
Match User {account}-limits
  ForceCommand ulimit -v 100; eval "$SSH_ORIGINAL_COMMAND"
Match User {account}-two
  AuthenticationMethods publickey,keyboard-interactive
Match User {account}-keys
  PasswordAuthentication no
  KbdInteractiveAuthentication no
"""


@dataclass(frozen=True)
class Account:
    """An account by the end of its name: its shell, and the reason and words that are right for it."""

    name: str
    reason: str | None
    quotes: str = ""
    shell: str = "/bin/sh"
    password: bool = False


ACCOUNTS = [
    Account("good", None),
    Account("password", None, password=True),
    Account("nologin", "no-shell", "This account is currently not available.", "/usr/sbin/nologin"),
    Account("false", "no-shell", "it said nothing", "/bin/false"),
    Account("rbash", "no-shell", "restricted", "/bin/rbash"),
    Account("forced", "no-shell", WORDS),
    Account("sftp", "no-shell", "sftp connections only"),
    Account("menu", "no-shell", "which host?"),
    Account("limits", "no-shell", ""),
    Account("bashrc", "no-shell", WORDS, "/bin/bash"),
    Account("expired", "password-expired", "expired"),
    Account("expired-password", "password-expired", "", password=True),
    Account("no-such-shell", "auth-failed", "", "/no/such/shell"),
    Account("two", "second-factor", "keyboard-interactive"),
    Account("keys", "method-refused", "publickey", password=True),
]


def _run(*words: str | Path, given: str | None = None) -> None:
    subprocess.run(words, check=True, capture_output=True, input=given, text=True)


@contextmanager
def _made(kind: Account, folder: Path) -> Iterator[None]:
    name, home = f"{ACCOUNT}-{kind.name}", folder / kind.name
    home.mkdir()
    with account(name, home, kind.shell):
        _run("chpasswd", given=f"{name}:{ACCOUNT}-secret\n")
        if kind.name == "bashrc":
            (home / ".bashrc").write_text(f"echo {WORDS}\nexit\n", "utf-8")
        if kind.name.startswith("expired"):
            _run("chage", "-d", "0", name)
        yield


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder with the accounts' homes, the keys, and the accounts themselves."""
    if os.geteuid() != 0:
        lacking("only root can make accounts and a server that lets them in")
    with tempfile.TemporaryDirectory(prefix="fieldops-test-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        for key in ("host_key", "key"):
            _run(require("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", folder / key)
        shutil.copyfile(folder / "key.pub", folder / "authorized_keys")
        (folder / "secret").write_text(f"{ACCOUNT}-secret\n")
        (folder / "menu.sh").write_text(MENU)
        with ExitStack() as made:
            for kind in ACCOUNTS:
                made.enter_context(_made(kind, folder))
            yield folder


@pytest.fixture(scope="module", params=["yes", "no"], ids=["PAM", "no PAM"])
def port(request: pytest.FixtureRequest, folder: Path) -> Iterator[int]:
    """An OpenSSH server as root, with PAM or without."""
    Path("/run/sshd").mkdir(exist_ok=True)
    port = free_port()
    config = folder / f"sshd_config-{request.param}"
    config.write_text(
        CONFIG.format(port=port, folder=folder, pam=request.param, account=ACCOUNT, words=WORDS), "utf-8"
    )
    process = subprocess.Popen([require("sshd"), "-D", "-f", config, "-E", folder / "log"], cwd="/")
    try:
        await_server(port, 200)
        yield port
    finally:
        process.terminate()
        process.wait()


@pytest.fixture(scope="module")
def hosts(port: int, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """What a run says of each account."""
    workspace = Workspace(tmp_path_factory.mktemp("accounts") / "workspace")
    workspace.probe("name", "uname -s")
    workspace.playbook([{"probe": "name", "info": True}])
    workspace.contract(
        [
            {
                "id": account.name,
                "host": {
                    "address": "127.0.0.1",
                    "port": port,
                    "login": {
                        "user": f"{ACCOUNT}-{account.name}",
                        **(
                            {
                                "method": "password_command",
                                "password_command": ["cat", str(folder / "secret")],
                            }
                            if account.password
                            else {"method": "key_file", "key_file": str(folder / "key")}
                        ),
                    },
                },
            }
            for account in ACCOUNTS
        ]
    )
    assert workspace.run("hosts", "pin", "acme", "--yes", "--limit", "good").code == 0
    ran = workspace.inspect("--host-deadline", "60")
    return {host["host"]: host for host in ran.json["hosts"]}


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.name)
def test_an_account_we_cannot_work_with_is_told_as_what_it_is(
    account: Account, hosts: dict[str, dict[str, object]], request: pytest.FixtureRequest
) -> None:
    host = hosts[account.name]
    pam = "no PAM" not in request.node.name
    if account.name == "two" and not pam:
        # Without PAM this server has no keyboard-interactive, and refuses the account altogether.
        assert host["reason"] in ("auth-failed", "method-refused", "disconnected", "second-factor")
        return
    if account.name == "expired" and not pam:
        # Without PAM sshd looks at the password's age only where the password is used.
        assert host["reason"] is None
        return
    assert host["reason"] == account.reason, host["message"]
    assert account.quotes in str(host["message"])


def test_sixty_hosts_of_a_server_that_takes_three_at_once_are_all_reached(folder: Path) -> None:
    with _startups(folder, "3:50:5") as target:
        ssh = Ssh()
        limits = Limits(connect=60, banner=60, auth=60, total=180)
        target = replaced(target, pins=(ssh.host_key(target, limits),))

        def visit(_: int) -> str:
            try:
                heard = _Heard()
                ssh.run_script(target, b"echo here\n", heard, limits, threading.Event())
                return heard.out.decode()
            except Unreachable as failure:
                return failure.reason

        with ThreadPoolExecutor(60) as pool:
            assert list(pool.map(visit, range(60))) == ["here\n"] * 60


@contextmanager
def _startups(folder: Path, startups: str) -> Iterator[Target]:
    """A server as root that lets so many log in at once, and the login of an account."""
    Path("/run/sshd").mkdir(exist_ok=True)
    port = free_port()
    config = folder / f"sshd_config-startups-{port}"
    text = CONFIG.format(port=port, folder=folder, pam="no", account=ACCOUNT, words=WORDS)
    config.write_text(f"MaxStartups {startups}\n{text}", "utf-8")
    process = subprocess.Popen([require("sshd"), "-D", "-f", config, "-E", folder / "log"], cwd="/")
    try:
        await_server(port, 200)
        yield Target("127.0.0.1", port, f"{ACCOUNT}-good", KeyFile(str(folder / "key")))
    finally:
        process.terminate()
        process.wait()


def test_a_server_without_a_place_for_one_more_login_says_so_in_its_words(folder: Path) -> None:
    with _startups(folder, "1:100:1") as target, _idle(target), pytest.raises(Unreachable) as failure:
        Ssh().host_key(target, Limits(total=10))
    # As one says it to whom it has banned, since 9.8.
    said = ("banned", "Not allowed at this time") if knows_penalties() else ("busy", "Exceeded MaxStartups")
    assert (failure.value.reason, failure.value.values["detail"]) == said


@contextmanager
def _idle(target: Target) -> Iterator[None]:
    """Somebody who has connected and does not log in; whoever came before has to be gone for that."""
    for _ in range(200):
        with socket.create_connection((target.address, target.port)) as idle:
            if idle.recv(64).startswith(b"SSH-2.0-"):
                yield
                return
        time.sleep(0.1)
    pytest.fail("the server had no place for anybody")


class _Heard:
    received = 0
    ended = False

    def __init__(self) -> None:
        self.out = b""

    def feed(self, data: bytes) -> None:
        self.out += data

    def feed_errors(self, data: bytes) -> None:
        pass

    def answer(self) -> None:
        pass


def test_tinysshd_has_no_cipher_of_ours_and_is_told_as_such(tmp_path: Path) -> None:
    program, make = require("tinysshd"), require("tinysshd-makekey")
    _run(make, tmp_path / "keys")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def serve() -> None:
            client, _ = server.accept()
            with client:
                subprocess.run(
                    [program, tmp_path / "keys"],
                    stdin=client,
                    stdout=client,
                    stderr=subprocess.DEVNULL,
                    check=False,
                )

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        with pytest.raises(Unreachable) as failure:
            Ssh().host_key(Target("127.0.0.1", port), Limits())
        thread.join(60)
    assert failure.value.reason == "no-common-algorithm"
