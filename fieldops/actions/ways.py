"""The logins of a contract's hosts and of the jump hosts before them: each secret fetched once, each jump host one target.

What is done on a host is in `runner`; how a jump host's connection is shared, in `fieldops.transport.jumps`.
"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from fieldops.contracts.logins import LoginOptions, host_login, jump_login
from fieldops.contracts.model import Asset, Contract, Host, Instance, InstanceLogin, JumpHost, Login
from fieldops.contracts.ways import way_to_host
from fieldops.errors import Named, Notice, Unreachable
from fieldops.inspection.root_login import RootPassword
from fieldops.structs import Struct
from fieldops.transport.credentials import (
    PASSWORDS,
    Ask,
    Question,
    credential_of,
    instance_password,
    no_credentials,
    sudo_password,
)
from fieldops.transport.hostkeys import Pinned
from fieldops.transport.target import Answer, Credential, Limits, Prompt, SharedWays, Target, Transport


class Way(Struct, frozen=True):
    """The jump host before a host, if there is one; `failure`: why there is no getting into it."""

    via: Target | None = None
    failure: Unreachable | None = None


class Ways:
    """The ways to these hosts of a contract. Whoever must be asked for a password is asked when it is needed first, once."""

    def __init__(
        self,
        root: Path,
        ask: Ask,
        contract: Contract,
        hosts: Sequence[Asset],
        options: LoginOptions | None = None,
    ) -> None:
        self._root, self._ask, self._contract = root, ask, contract
        self._options = options or LoginOptions()
        self._hosts = self._users_of_hosts(hosts)
        self._jumps = self._users_of_jumps(hosts)
        self._known: dict[Login, tuple[Credential | None, Unreachable | None]] = {}
        self._sudo: dict[Login, RootPassword | None] = {}
        self._answers: dict[tuple[Login, str], Answer] = {}
        self._instances: dict[InstanceLogin, str | None] = {}

    def login(self, asset: Asset) -> Login | None:
        """How the asset's host is logged in to."""
        return host_login(self._contract, asset, self._options).login

    def _users_of_hosts(self, hosts: Sequence[Asset]) -> dict[Login, list[str]]:
        """The assets that each login is for."""
        found: dict[Login, list[str]] = {}
        for asset in hosts:
            if (login := self.login(asset)) is not None:
                found.setdefault(login, []).append(asset.id)
        return found

    def _users_of_jumps(self, hosts: Sequence[Asset]) -> dict[Login, list[str]]:
        """The jump hosts before them that each login is for."""
        found: dict[Login, list[str]] = {}
        ways = (way_to_host(self._contract.access, one.host) for one in hosts if one.host is not None)
        for jump in {jump.id: jump for way in ways for jump in way}.values():
            if (login := jump_login(self._contract, jump, self._options).login) is not None:
                found.setdefault(login, []).append(jump.id)
        return found

    def credential(
        self, login: Login | None, address: str, transport: str = "ssh"
    ) -> tuple[Credential | None, Unreachable | None]:
        """What opens the host of that address, or why there is nothing that does. Where the transport takes no password
        nobody is asked for one.
        """
        if login is None:
            return None, no_credentials(address, "credentials.no-login")
        if transport == "openssh" and login.method in PASSWORDS:
            return None, no_credentials(address, "credentials.openssh-key")
        if login not in self._known:
            try:
                users = [*self._jumps.get(login, ()), *self._hosts.get(login, ())]
                found = credential_of(login, address, self._root, self._ask, users)
                self._known[login] = found, None
            except Unreachable as failure:
                self._known[login] = None, failure
        return self._known[login]

    def answer(self, login: Login | None, id: str) -> Answer | None:
        """Asks a person what the host or jump host of that id asks as a second factor; None where there is none."""
        if login is None or not login.second_factor:
            return None

        def ask(prompt: Prompt) -> str | None:
            return self._ask(Question(login.user, (id,), prompt=prompt))

        # The same each time: targets are told apart by what they hold.
        return self._answers.setdefault((login, id), ask)

    def sudo(self, login: Login | None) -> RootPassword | None:
        """What sudo is given; without it the probes that need root run as far as sudo lets them without one."""
        if login is None:
            return None
        if login not in self._sudo:
            secret = None
            known, _ = self._known.get(login, (None, None))
            try:
                secret = sudo_password(login, self._options, known, self._root, self._ask, self._hosts[login])
            except Unreachable as failure:
                detail = failure.values["detail"]
                warnings.warn(Notice("sudo.no-password", user=login.user, detail=detail), stacklevel=2)
            self._sudo[login] = RootPassword(secret) if secret is not None else None
        return self._sudo[login]

    def secrets(self, asset: Asset, instances: Iterable[Instance]) -> dict[str, str]:
        """The passwords of these instances of an asset, by their ids: each login is asked for once. One that nobody gives
        is left out, which its first login will say.
        """
        found: dict[str, str] = {}
        for instance in instances:
            login = instance.login
            if login is None or login.method != "password":
                continue
            if login not in self._instances:
                self._instances[login] = self._instance_secret(login, f"{asset.id}/{instance.id}")
            if (secret := self._instances[login]) is not None:
                found[instance.id] = secret
        return found

    def _instance_secret(self, login: InstanceLogin, where: str) -> str | None:
        try:
            return instance_password(login, where, self._root, self._ask)
        except Unreachable as failure:
            detail = failure.values["detail"]
            warnings.warn(Notice("instance.no-password", instance=where, detail=detail), stacklevel=2)
            return None

    def way(self, host: Host, pins: Pinned) -> Way:
        """The jump host before the host, and those before that."""
        jumps = way_to_host(self._contract.access, host)
        return self.way_by(jumps, host.address, pins, host.transport)

    def way_by(self, jumps: Iterable[JumpHost], address: str, pins: Pinned, transport: str = "ssh") -> Way:
        """The way through these jump hosts, the outermost first, to what has that address and is reached by that transport."""
        via: Target | None = None
        for jump in jumps:
            login = jump_login(self._contract, jump, self._options).login
            credential, failure = self.credential(login, jump.address, transport)
            if failure is not None:
                return Way(failure=self._behind(jump, address, failure))
            via = Target(
                address=jump.address,
                port=jump.port,
                user=login.user if login else "",
                credential=credential,
                pins=pins.keys_for(jump.address, jump.port),
                revoked=pins.revoked,
                contract=self._contract.id,
                via=via,
                name=jump.id,
                answer=self.answer(login, jump.id),
            )
        return Way(via)

    def _behind(self, jump: JumpHost, address: str, failure: Unreachable) -> Unreachable:
        cause = Named(failure.code, **failure.values)
        values = {"jump": jump.id, "at": jump.address, "contract": self._contract.id}
        return Unreachable("jump-failed", address=address, **values, cause=cause)


@contextmanager
def opened(
    wanted: Iterable[tuple[Transport, Target]], limits: Limits, cancelled: threading.Event
) -> Iterator[None]:
    """Open what these targets share, before any of them is reached; it is closed when the block ends."""
    shared: dict[int, tuple[SharedWays, list[Target]]] = {}
    for transport, target in wanted:
        if isinstance(transport, SharedWays):
            shared.setdefault(id(transport), (transport, []))[1].append(target)
    with ExitStack() as ends:
        for ways, targets in shared.values():
            ends.enter_context(ways.opened(targets, limits, cancelled))
        yield
