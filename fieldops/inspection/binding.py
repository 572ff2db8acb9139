"""Which host gets which check: playbooks that a contract binds to a part of its hosts, checks and playbooks that say
`on`; and a playbook is only for hosts of its platform.

A check that is not meant for a host is not missing there: nothing is asked, judged or told of it. One that is meant for
none of the hosts of a run is said (`Plan.unmeant`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from fieldops.contracts.device_commands import VERBS
from fieldops.contracts.instances import KINDS
from fieldops.contracts.model import Asset
from fieldops.inspection.checks import Judge
from fieldops.inspection.plan import Plan
from fieldops.inspection.playbook import ManualItem, On
from fieldops.structs import replaced

# The hosts (ids) that each playbook is for; one that is not there is for all.
Only = Mapping[str, Collection[str]]


# What is inspected by a session over a device's own command line.
_DEVICES = frozenset(VERBS)


def fits(platform: str, asset: Asset) -> bool:
    """Whether a playbook or probe for that platform is for the asset: network is for devices of every system, a kind of
    instances for hosts that have one, none for anything.
    """
    host = asset.host
    if host is None or platform == "none":
        return True
    if platform in KINDS:
        return any(instance.kind == platform for instance in host.instances)
    return host.platform in _DEVICES if platform == "network" else host.platform == platform


def meets(asset: Asset, groups: Collection[str], categories: Collection[str]) -> bool:
    """Whether an asset is in one of the groups and of one of the categories; none of a kind means any."""
    of = asset.host.groups if asset.host is not None else ()
    return (not groups or not set(groups).isdisjoint(of)) and (not categories or asset.category in categories)


def bound(plan: Plan, hosts: Iterable[Asset], only: Only) -> Plan:
    """The plan in which each host has the checks that are meant for it; those for none of them are `unmeant`.

    A probe that is for none of the checks that are left is not run.
    """
    own = {asset.id: tuple(_meant(plan, asset, only)) for asset in hosts}
    used = {judge.check.id for judges in own.values() for judge in judges}
    judges = tuple(judge for judge in plan.judges if judge.check.id in used)
    probes = {judge.check.probe for judge in judges}
    whole = len(judges)
    return replaced(
        plan,
        judges=judges,
        probes=tuple(probe for probe in plan.probes if probe.id in probes),
        forbidden={id: word for id, word in plan.forbidden.items() if id in probes},
        own={id: each for id, each in own.items() if len(each) < whole or id in plan.own},
        unmeant=tuple(judge.check for judge in plan.judges if judge.check.id not in used),
        only={
            part.id: tuple(id for id in own if id in only[part.id]) for part in plan.parts if part.id in only
        },
    )


def _meant(plan: Plan, asset: Asset, only: Only) -> Iterator[Judge]:
    """The judges of the checks that are meant for a host, in report order."""
    books = {check.id: part for part in plan.parts for check in part.checks}
    for judge in plan.judges_on(asset.id):
        book = books[judge.check.id]
        chosen = book.id not in only or asset.id in only[book.id]
        meant = fits(book.platform, asset) and _is_on(book.on, asset)
        meant = meant and (judge.platform not in KINDS or fits(judge.platform, asset))
        if chosen and meant and _is_on(judge.check.on, asset):
            yield judge


def manual_hosts(plan: Plan, item: ManualItem, hosts: Iterable[Asset]) -> tuple[str, ...]:
    """The hosts (ids) for which a manual item that is filled in for each host is meant."""
    book = next(part for part in plan.parts if item in part.manual)
    only = plan.only.get(book.id)
    return tuple(
        asset.id
        for asset in hosts
        if (only is None or asset.id in only)
        and fits(book.platform, asset)
        and _is_on(book.on, asset)
        and _is_on(item.on, asset)
    )


def manual_assets(
    plan: Plan, item: ManualItem, hosts: Iterable[Asset], others: Iterable[Asset], bound_to: Only
) -> tuple[Asset, ...]:
    """The equipment for which a manual item is meant that is filled in for each piece: of the `hosts` that are asked, and of the
    `others`, which have no host; `bound_to`: the equipment that playbooks are for which are not for all.
    """
    book = next(part for part in plan.parts if item in part.manual)
    only = bound_to.get(book.id)
    return tuple(
        asset
        for asset in (*hosts, *others)
        if (only is None or asset.id in only) and _is_on(book.on, asset) and _is_on(item.on, asset)
    )


def _is_on(on: On | None, asset: Asset) -> bool:
    return on is None or meets(asset, on.groups, on.categories)
