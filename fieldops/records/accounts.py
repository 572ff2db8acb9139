"""By which accounts a run went into its hosts: whose password the customer is to change now.

What is recorded of it is `events.HostAccess`; how it is said is the business of the forms.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fieldops.contracts.model import Asset
from fieldops.records.runs import HostRecord, Run
from fieldops.structs import Struct


class PasswordUse(Struct, frozen=True):
    """An account whose password was used, and the hosts and jump hosts (by id) that took it: the customer is reminded to
    change it. E2
    """

    user: str
    hosts: tuple[str, ...]


def passwords_used(run: Run) -> tuple[PasswordUse, ...]:
    """The accounts whose password was used to log in or to become root, by name; a host that nobody got into has used none."""
    found: dict[str, dict[str, None]] = {}
    for host in _entered(run):
        if (access := host.access) is None:
            continue
        if access.password or access.sudo_password:
            found.setdefault(access.user, {})[host.host] = None
        for jump in access.jumps:
            if jump.password:
                found.setdefault(jump.user, {})[jump.name] = None
    return tuple(PasswordUse(user, tuple(hosts)) for user, hosts in sorted(found.items()))


def instance_passwords_used(run: Run, assets: Iterable[Asset]) -> tuple[PasswordUse, ...]:
    """The accounts of databases whose password was used, by name, each with the hosts and instances that took it: what a run
    records of an instance is its first login; that it was one with a password stands in the contract's `assets`. E2
    """
    taken = {
        (host.host, each.probe)
        for host in _entered(run)
        for each in host.evidence
        if each.probe.startswith("@") and each.exit_code == 0
    }
    found: dict[str, dict[str, None]] = {}
    for asset in assets:
        for instance in asset.host.instances if asset.host is not None else ():
            if instance.method == "password" and (asset.id, f"@{instance.id}") in taken:
                account = (instance.login.account if instance.login is not None else None) or instance.kind
                found.setdefault(account, {})[f"{asset.id} {instance.id}"] = None
    return tuple(PasswordUse(account, tuple(named)) for account, named in sorted(found.items()))


def accounts_used(run: Run) -> tuple[str, ...]:
    """The accounts that hosts were asked with, by name; of runs that were recorded before this was kept, none. E4"""
    return tuple(sorted({host.access.user for host in run.hosts if host.access is not None}))


def _entered(run: Run) -> Iterator[HostRecord]:
    return (host for host in run.hosts if not host.silent)
