"""How each host is reached: its transport, address, pinned keys and login, before anything is connected.

What is done there is in `runner`; where a login's secret comes from, in `fieldops.transport.credentials`.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

from fieldops.actions.pins import pinned, pins_of
from fieldops.actions.runner import HostJob
from fieldops.contracts.model import Asset, Contract, Login
from fieldops.documents.workspace import Document, Workspace
from fieldops.errors import Notice, Unreachable
from fieldops.inspection.root_login import RootPassword
from fieldops.structs import Struct
from fieldops.transport.credentials import (
    Ask,
    LoginOptions,
    credential_of,
    no_credentials,
    sudo_password,
)
from fieldops.transport.registry import Transports
from fieldops.transport.target import Credential, Limits, Target

# Beside the longest time that a command may take, this long a host may say nothing.
SILENT_SECONDS = 30


class Reach(Struct, frozen=True):
    """What is needed to reach a contract's hosts: its document, what is in force of it, who is asked, the ways there are."""

    root: Path
    workspace: Workspace
    document: Document
    contract: Contract
    ask: Ask
    transports: Transports
    options: LoginOptions = LoginOptions()


def host_jobs(reach: Reach, hosts: Sequence[Asset], limits: Limits, ends: float | None) -> list[HostJob]:
    """A job for each of the assets `hosts`, which have a host; passwords are asked for here, once for each login.

    `ends`: when (of `time.monotonic`) no session may go on. Raises FieldopsError for pins that cannot be read.
    """
    pins = pins_of(reach.workspace, reach.document)
    purse = _Purse(reach, _logins(reach.contract, hosts))
    jobs: list[HostJob] = []
    for asset in hosts:
        host = asset.host
        assert host is not None  # choose_hosts gives no others
        login = _login(reach.contract, asset)
        credential: Credential | None = None
        failure: Unreachable | None = None
        transport = reach.transports[host.transport]
        if transport.logs_in:
            credential, failure = purse.credential(login, host.address)
        sudo = purse.sudo(login) if failure is None else None
        target = Target(
            address=host.address,
            port=host.port,
            user=login.user if login else "",
            credential=credential,
            pins=pinned(pins, host),
            revoked=pins.revoked,
            contract=reach.contract.id,
        )
        jobs.append(HostJob(asset.id, transport, target, limits, failure, ends, sudo))
    return jobs


def _login(contract: Contract, asset: Asset) -> Login | None:
    return (asset.host.login if asset.host else None) or contract.access.login


def _logins(contract: Contract, hosts: Sequence[Asset]) -> dict[Login, list[str]]:
    """The assets that each login is for."""
    found: dict[Login, list[str]] = {}
    for asset in hosts:
        if (login := _login(contract, asset)) is not None:
            found.setdefault(login, []).append(asset.id)
    return found


class _Purse:
    """Gets each login's secret once, before the threads start: the engineer is asked one time, not per host."""

    def __init__(self, reach: Reach, hosts: Mapping[Login, Sequence[str]]) -> None:
        self._root, self._ask, self._options, self._hosts = reach.root, reach.ask, reach.options, hosts
        self._known: dict[Login, tuple[Credential | None, Unreachable | None]] = {}
        self._sudo: dict[Login, RootPassword | None] = {}

    def credential(self, login: Login | None, address: str) -> tuple[Credential | None, Unreachable | None]:
        if login is None:
            return None, no_credentials(address, "credentials.no-login")
        if login not in self._known:
            try:
                found = credential_of(login, address, self._root, self._ask, self._hosts[login])
                self._known[login] = found, None
            except Unreachable as failure:
                self._known[login] = None, failure
        return self._known[login]

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
