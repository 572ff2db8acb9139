"""What `doctor` says of the hosts that the system's ssh reaches: as whom, where, on which way and with what it would log in.

Nobody is asked, no secret is fetched, nothing is connected.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

from fieldops.actions.host_jobs import over
from fieldops.actions.login_findings import LoginFinding
from fieldops.actions.personal_logins import with_personal
from fieldops.contracts.agreement import agreement_of
from fieldops.contracts.logins import LoginOptions, host_login, jump_login
from fieldops.contracts.model import Asset, Contract, Host, Login
from fieldops.contracts.ways import DIRECT, way_to_host
from fieldops.documents.workspace import load_workspace
from fieldops.errors import FieldopsError, Named, Unreachable
from fieldops.transport.credentials import PASSWORDS, credential_of, no_credentials
from fieldops.transport.openssh import OpenSsh
from fieldops.transport.openssh_plan import Plan
from fieldops.transport.target import Credential, Target


def openssh_findings(root: Path, way: OpenSsh, today: date) -> Iterator[LoginFinding]:
    """A finding for each host of transport `openssh` in the workspace at `root`, by the terms of that day."""
    workspace = load_workspace(root)
    for document in workspace.of_kind("Contract"):
        # A contract or personal settings with mistakes are told as such.
        with suppress(FieldopsError):
            contract = agreement_of(workspace, document).terms_on(today).contract
            options = with_personal(LoginOptions())
            for asset in contract.assets:
                if asset.host is not None and asset.host.transport == "openssh":
                    yield _finding(way, contract, asset, asset.host, options, root, today)


def _finding(
    way: OpenSsh, contract: Contract, asset: Asset, host: Host, options: LoginOptions, root: Path, today: date
) -> LoginFinding:
    where = {"contract": contract.id, "id": asset.id}
    try:
        if (ended := over(host, today)) is not None:
            raise ended
        plan = way.plan(_target(contract, asset, host, options, root))
    except Unreachable as failure:
        return LoginFinding(
            "warning", "doctor.openssh-fails", {**where, "why": Named(failure.code, **failure.values)}
        )
    said = {"user": plan.user, "address": plan.address, "port": plan.port, **_told(plan)}
    able = plan.keys or plan.agent
    return LoginFinding("ok" if able else "warning", "doctor.openssh", {**where, **said})


def _told(plan: Plan) -> dict[str, object]:
    way = Named("doctor.openssh-direct")
    if plan.program is not None:
        way = Named("doctor.openssh-by-program", program=plan.program)
    elif plan.jumps:
        way = Named("doctor.openssh-through", jumps=" → ".join(plan.jumps))
    names = ", ".join(plan.keys)
    if plan.agent:
        keys = Named("doctor.openssh-keys-or-agent", names=names) if names else Named("doctor.openssh-agent")
    else:
        keys = Named("doctor.openssh-keys", names=names) if names else Named("doctor.openssh-no-key")
    added = Named("doctor.openssh-added", names=", ".join(plan.added)) if plan.added else ""
    return {"way": way, "keys": keys, "added": added}


def _target(contract: Contract, asset: Asset, host: Host, options: LoginOptions, root: Path) -> Target:
    """As an inspection would have it, without pins. Raises Unreachable where there is no key to log in with."""
    via: Target | None = None
    for jump in way_to_host(contract.access, host):
        login = jump_login(contract, jump, options).login
        credential = _key(login, jump.address, root)
        user = login.user if login is not None else ""
        via = Target(jump.address, jump.port, user, credential, via=via, name=jump.id)
    login = host_login(contract, asset, options).login
    return Target(
        address=host.address,
        port=host.port,
        user=login.user if login is not None else "",
        credential=_key(login, host.address, root),
        contract=contract.id,
        via=via,
        old_algorithms=host.old_algorithms.allow if host.old_algorithms else (),
        direct=host.jump == DIRECT and via is None,
    )


def _key(login: Login | None, address: str, root: Path) -> Credential:
    if login is None:
        raise no_credentials(address, "credentials.no-login")
    if login.method in PASSWORDS:
        raise no_credentials(address, "credentials.openssh-key")
    return credential_of(login, address, root, lambda question: None, ())
