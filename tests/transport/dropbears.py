"""A real dropbear on loopback as an unprivileged process."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import accounts
from accounts import ACCOUNT
from conftest import lacking, require
from ports import await_server, free_port

from fieldops.actions.loopback import LoopbackServer


@contextmanager
def dropbear_server(client_key: Path, name: str, options: Sequence[str] = ()) -> Iterator[LoopbackServer]:
    """A server that lets in whoever has the key, as an account with `name` in its own.

    It finds authorized_keys by the account's home only.
    """
    program, make_key = require("dropbear"), require("dropbearkey")
    if os.geteuid() != 0:
        lacking("only root can make an account with a home of its own")
    with tempfile.TemporaryDirectory(prefix="fieldops-test-") as home, ExitStack() as stack:
        folder = Path(home)
        folder.chmod(0o755)
        account = stack.enter_context(accounts.account(f"{ACCOUNT}-{name}", folder))
        ssh = folder / ".ssh"
        ssh.mkdir(exist_ok=True)
        (ssh / "authorized_keys").write_bytes(client_key.with_suffix(".pub").read_bytes())
        (ssh / "authorized_keys").chmod(0o600)
        words = [make_key, "-t", "ed25519", "-f", folder / "host_key"]
        subprocess.run(words, check=True, capture_output=True)
        for path in (folder, ssh, ssh / "authorized_keys", folder / "host_key"):
            os.chown(path, account.pw_uid, account.pw_gid)
        port = free_port()
        command = [program, "-F", "-E", "-s", "-p", f"127.0.0.1:{port}", "-r", str(folder / "host_key")]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [*command, *options],
                user=account.pw_uid,
                group=account.pw_gid,
                extra_groups=[],
                stderr=log,
                cwd="/",
            )
        try:
            await_server(port, 100)
            yield LoopbackServer(port, account.pw_name, client_key, folder)
        finally:
            process.terminate()
            process.wait()
