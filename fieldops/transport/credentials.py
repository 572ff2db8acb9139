"""From a contract's login to something that opens the door. Secrets stay in memory and out of messages."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from fieldops.contracts.logins import LoginOptions
from fieldops.contracts.model import InstanceLogin, Login, Sudo
from fieldops.errors import Named, Unreachable
from fieldops.structs import Struct
from fieldops.transport.target import AgentKey, Credential, KeyFile, Password, Prompt

_COMMAND_SECONDS = 60
# The methods of a login that come to a password.
PASSWORDS = ("password_command", "prompt")


class Question(Struct, frozen=True):
    """A password that is asked for once: whose it is, the assets (by id) that it will be used for, and who wants it there.

    With `prompt` it is what a server asks as a second factor, in its own words.
    """

    user: str
    hosts: tuple[str, ...]
    by: Literal["ssh", "sudo", "instance"] = "ssh"
    prompt: Prompt | None = None


# Returns the password, or None if nobody is there.
Ask = Callable[[Question], str | None]


def credential_of(login: Login, address: str, root: Path, ask: Ask, hosts: Sequence[str]) -> Credential:
    """The credential that `login` names for the assets `hosts`, of which one has this `address`.

    Raises Unreachable("no-credentials") with the reason.
    """
    match login.method:
        case "key_file":
            # os.path leaves the ~ of an unknown user as it is; Path would raise.
            path = Path(os.path.expanduser(login.key_file or ""))
            return KeyFile(str(path if path.is_absolute() else root / path))
        case "agent":
            return AgentKey(login.agent_key)
        case "password_command":
            return Password(_password_from(login.password_command, address, root))
    typed = ask(Question(login.user, tuple(hosts)))
    if typed is None:
        raise no_credentials(address, "credentials.no-prompt")
    return Password(typed)


def sudo_password(
    login: Login, options: LoginOptions, known: Credential | None, root: Path, ask: Ask, hosts: Sequence[str]
) -> str | None:
    """The password that sudo is to be given for the assets `hosts`; None where the login says nothing of one.

    `known` is what it logs in with. Raises Unreachable("no-credentials") with the reason.
    """
    sudo = Sudo("prompt") if options.ask_sudo else login.sudo
    if sudo is None:
        return None
    if sudo.method == "password_command":
        return _password_from(sudo.password_command, hosts[0], root)
    if sudo.method == "login_password" and isinstance(known, Password):
        return known.secret
    typed = ask(Question(login.user, tuple(hosts), "sudo"))
    if typed is None:
        raise no_credentials(hosts[0], "credentials.no-prompt")
    return typed


def instance_password(login: InstanceLogin, where: str, root: Path, ask: Ask) -> str:
    """The password of the account that `login` names, for the instance `where` (ASSET/INSTANCE) and others with the same login.

    Raises Unreachable("no-credentials") with the reason.
    """
    if login.password_command:
        return _password_from(login.password_command, where, root)
    typed = ask(Question(login.account or "", (where,), "instance"))
    if typed is None:
        raise no_credentials(where, "credentials.no-prompt")
    return typed


def no_credentials(address: str, code: str, **values: object) -> Unreachable:
    """The failure of a host for which there is nothing to log in with."""
    return Unreachable("no-credentials", address=address, detail=Named(code, **values))


def _password_from(command: tuple[str, ...], address: str, root: Path) -> str:
    # The program's own stderr goes to the terminal: it may ask for a PIN. Its stdout is the secret.
    try:
        done = subprocess.run(
            command, cwd=root, stdin=None, stdout=subprocess.PIPE, timeout=_COMMAND_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        detail = type(error).__name__
        raise no_credentials(
            address, "credentials.command-failed", command=command[0], detail=detail
        ) from None
    secret = done.stdout.decode("utf-8", "surrogateescape").split("\n", 1)[0].rstrip("\r")
    if done.returncode != 0 or not secret:
        detail = f"exit {done.returncode}" if done.returncode else "no output"
        raise no_credentials(address, "credentials.command-failed", command=command[0], detail=detail)
    return secret
