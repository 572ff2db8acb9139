"""What a visit is: the inspection or health check that the contract makes due, and the hosts it looks at."""

from __future__ import annotations

from collections.abc import Iterable

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import Contract, Host, Inspection
from fieldops.contracts.obligations import DueObligation
from fieldops.records.events import RunKind

# An asset's id and its category.
Estate = tuple[tuple[str, str | None], ...]

VISITS = frozenset({"inspection", "health_check"})
# The word of a contract for what a run calls so.
RUN_KINDS = {"inspection": RunKind.INSPECTION, "health_check": RunKind.HEALTH_CHECK}


def entry_of(agreement: Agreement, due: DueObligation) -> Inspection | None:
    """The inspection or health check that an occurrence comes from, by the terms of its day; None for anything else."""
    entry = agreement.timeline.at(due.clause)
    return entry if isinstance(entry, Inspection) else None


def estate_of(terms: Contract) -> Estate:
    """The assets that have a host, as (asset id, category)."""
    return tuple((asset.id, asset.category) for asset in terms.assets if asset.host is not None)


def hosts_of(entry: Inspection, estate: Iterable[tuple[str, str | None]]) -> tuple[str, ...]:
    """Which of the hosts (asset id, category) an inspection looks at."""
    return tuple(
        id
        for id, category in estate
        if (not entry.categories or category in entry.categories) and (not entry.assets or id in entry.assets)
    )


def is_elsewhere(host: Host) -> bool:
    """Whether a session with the host is one on the customer's systems, not on the machine that fieldops runs on."""
    return host.transport != "local"


def all_typed(terms: Contract, hosts: tuple[str, ...]) -> bool:
    """Whether every one of these hosts asks a person for its password: without anybody there, none can be reached."""
    chosen = (asset.host for asset in terms.assets if asset.host is not None and asset.id in hosts)
    logins = [host.login or terms.access.login for host in chosen if is_elsewhere(host)]
    return len(logins) == len(hosts) and all(login and login.method == "prompt" for login in logins)
