"""What a visit is: the inspection or health check that the contract makes due, and the hosts it looks at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.chosen import is_chosen, is_for_all
from fieldops.contracts.model import Contract, Host, Inspection, PlaybookUse
from fieldops.contracts.obligations import DueObligation, recurring_between
from fieldops.contracts.ways import BUNDLE
from fieldops.records.run_events import RunKind
from fieldops.records.visits import Attempt
from fieldops.structs import Struct


class Estate(Struct, frozen=True):
    """Equipment as far as it matters who looks at it: (asset id, category), and of hosts the groups they are in."""

    assets: tuple[tuple[str, str | None], ...] = ()
    groups: Mapping[str, tuple[str, ...]] = {}


_ABOUT = 730
VISITS = frozenset({"inspection", "health_check"})
# The word of a contract for what a run calls so.
RUN_KINDS = {"inspection": RunKind.INSPECTION, "health_check": RunKind.HEALTH_CHECK}


def entry_of(agreement: Agreement, due: DueObligation) -> Inspection | None:
    """The inspection or health check that an occurrence comes from, by the terms of its day; None for anything else."""
    entry = agreement.timeline.at(due.clause)
    return entry if isinstance(entry, Inspection) else None


def occurrence_of(agreement: Agreement, key: str, about: date) -> DueObligation | None:
    """The occurrence of that key, which was due within two years of the day `about`; None where the contract has none."""
    first, last = max(about.toordinal() - _ABOUT, 1), min(about.toordinal() + _ABOUT, date.max.toordinal())
    found = recurring_between(agreement, date.fromordinal(first), date.fromordinal(last), ("inspections",))
    return next((due for due in found if due.key == key), None)


def estate_of(terms: Contract) -> Estate:
    """The assets that have a host, as (asset id, category)."""
    hosts = [asset for asset in terms.assets if asset.host is not None]
    groups = {asset.id: asset.host.groups for asset in hosts if asset.host is not None and asset.host.groups}
    return Estate(tuple((asset.id, asset.category) for asset in hosts), groups)


def hosts_of(entry: Inspection, estate: Estate) -> tuple[str, ...]:
    """Which of the hosts an inspection looks at: with playbooks those that one of them is for."""
    return tuple(
        id
        for id, category in estate.assets
        if (not entry.categories or category in entry.categories)
        and (not entry.assets or id in entry.assets)
        and (not entry.uses or any(is_for(use, id, category, estate) for use in entry.uses))
    )


def is_for(use: PlaybookUse, id: str, category: str | None, estate: Estate) -> bool:
    """Whether a playbook is for an asset of that id and category."""
    return is_chosen(use, id, category, estate.groups.get(id, ()))


def bindings(
    entries: Iterable[Inspection], playbooks: Iterable[str], estate: Estate
) -> dict[str, tuple[str, ...]]:
    """Of the playbooks that these inspections name for a part of the hosts only, which hosts that are.

    One that any of them names for all hosts, or none names, is for all.
    """
    named = [use for entry in entries for use in entry.uses]
    found: dict[str, tuple[str, ...]] = {}
    for playbook in playbooks:
        uses = [use for use in named if use.playbook == playbook]
        if uses and not any(map(is_for_all, uses)):
            found[playbook] = tuple(
                id for id, category in estate.assets if any(is_for(use, id, category, estate) for use in uses)
            )
    return found


def is_elsewhere(host: Host) -> bool:
    """Whether a session with the host is one on the customer's systems, not on the machine that fieldops runs on.

    A host to which a bundle is carried is one of them: who runs something there needs the same permission.
    """
    return host.transport != "local"


def all_typed(terms: Contract, hosts: tuple[str, ...]) -> bool:
    """Whether every one of these hosts asks a person for its password: without anybody there, none can be reached."""
    chosen = [asset.host for asset in terms.assets if asset.host is not None and asset.id in hosts]
    # Nobody logs in where a bundle is carried: that is told, and no reason to do nothing about the others.
    reached = [host for host in chosen if host.transport != BUNDLE]
    logins = [host.login or terms.access.login for host in reached if is_elsewhere(host)]
    typed = [login for login in logins if login is not None and login.method == "prompt"]
    return bool(reached) and len(typed) == len(reached) and len(chosen) == len(hosts)


def to_be_brought(terms: Contract, attempts: Iterable[Attempt], hosts: Iterable[str]) -> tuple[str, ...]:
    """Those of the hosts whose results one of these runs waits for: to begin another run would bring nothing."""
    awaited = {host for run in attempts for host in run.awaited}
    return tuple(host for host in offline_among(terms, hosts) if host in awaited)


def offline_among(terms: Contract, hosts: Iterable[str]) -> tuple[str, ...]:
    """Those of the hosts that no network reaches, by the contract."""
    offline = {
        asset.id for asset in terms.assets if asset.host is not None and asset.host.transport == BUNDLE
    }
    return tuple(host for host in hosts if host in offline)
