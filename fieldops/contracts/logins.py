"""Which login holds for a host or jump host, and who says so: the command line, personal settings, or the contract. Pure.

What opens the door is `fieldops.transport.credentials`' business; where personal settings are read, `fieldops.actions`'.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import Literal

from fieldops.contracts.model import Asset, Contract, JumpHost, Login, Sudo
from fieldops.documents.typed import Model
from fieldops.structs import Struct, replaced

SaidBy = Literal["options", "personal", "host", "contract", "nobody"]


# As the schema has it; nothing that ssh could take for an option of its own.
_USER = re.compile(r"[A-Za-z_][A-Za-z0-9_.@\\-]*", re.ASCII)


def is_user(name: str) -> bool:
    """Whether that can be the name of an account."""
    return _USER.fullmatch(name) is not None


class PersonalLogin(Model, frozen=True):
    """How one engineer logs in, where that is not as the contract says. Patterns are shell wildcards.

    Without `hosts` and `jump_hosts` it holds for both; without `user` or `method` these stay as the contract says.
    """

    contracts: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    jump_hosts: tuple[str, ...] = ()
    user: str | None = None
    method: str | None = None
    key_file: str | None = None
    agent_key: str | None = None
    password_command: tuple[str, ...] = ()
    sudo: Sudo | None = None
    second_factor: bool | None = None

    def holds(self, contract: str, names: Sequence[str], jump: bool) -> bool:
        """Whether it holds for what is called by one of the `names` (id, address, groups) in that contract."""
        if self.contracts and not _matches(self.contracts, (contract,)):
            return False
        if not self.hosts and not self.jump_hosts:
            return True
        return _matches(self.jump_hosts if jump else self.hosts, names)


class LoginOptions(Struct, frozen=True):
    """What whoever begins says of logins: the account on hosts (`user`), that its password (`ask_password`) or that of sudo
    (`ask_sudo`) is to be asked for; and the `personal` settings, of which the first that holds counts.
    """

    ask_sudo: bool = False
    user: str | None = None
    ask_password: bool = False
    personal: tuple[PersonalLogin, ...] = ()


class Chosen(Struct, frozen=True):
    """The login that holds, None where there is none; who says so; and which of the personal settings, from 0."""

    login: Login | None
    by: SaidBy
    entry: int | None = None


def host_login(contract: Contract, asset: Asset, options: LoginOptions) -> Chosen:
    """How the asset's host is logged in to: as the command line says, else personal settings, its own login, the contract's."""
    host = asset.host
    own = host.login if host is not None else None
    names = (asset.id, *((host.address, *host.groups) if host is not None else ()))
    chosen = _chosen(contract, own, names, options, jump=False)
    if options.user is None and not options.ask_password:
        return chosen
    return Chosen(_asked(chosen.login, options), "options")


def jump_login(contract: Contract, jump: JumpHost, options: LoginOptions) -> Chosen:
    """How a jump host is logged in to. What the command line says is of hosts alone."""
    return _chosen(contract, jump.login, (jump.id, jump.address), options, jump=True)


def _chosen(
    contract: Contract, own: Login | None, names: Sequence[str], options: LoginOptions, *, jump: bool
) -> Chosen:
    agreed = own or contract.access.login
    for number, entry in enumerate(options.personal):
        if entry.holds(contract.id, names, jump):
            return Chosen(_merged(agreed, entry), "personal", number)
    by: SaidBy = "host" if own is not None else "contract" if agreed is not None else "nobody"
    return Chosen(agreed, by)


def _merged(agreed: Login | None, entry: PersonalLogin) -> Login | None:
    user = entry.user or (agreed.user if agreed is not None else None)
    if user is None:
        return None
    base = replaced(agreed, user=user) if agreed is not None else Login(user, "agent")
    if entry.method is not None:
        base = replaced(
            base,
            method=entry.method,
            key_file=entry.key_file,
            agent_key=entry.agent_key,
            password_command=entry.password_command,
        )
    if entry.second_factor is not None:
        base = replaced(base, second_factor=entry.second_factor)
    return replaced(base, sudo=entry.sudo) if entry.sudo is not None else base


def _asked(login: Login | None, options: LoginOptions) -> Login | None:
    user = options.user or (login.user if login is not None else None)
    if user is None:
        return None
    base = replaced(login, user=user) if login is not None else Login(user, "agent")
    return replaced(base, method="prompt") if options.ask_password else base


def _matches(patterns: Sequence[str], names: Sequence[str]) -> bool:
    return any(fnmatchcase(name, pattern) for name in names for pattern in patterns)
