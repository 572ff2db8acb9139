"""Which groups a host is in, and which variables hold for it: the nearer group goes before the wider one. Pure.

By Ansible's documentation ("How variables are merged"): all, then parents, then children, then the host; among groups of
one depth `ansible_group_priority`, then the name, the last one holds. Files of variables go before the inventory itself.
"""

from __future__ import annotations

from collections.abc import Mapping

from fieldops.inventory.listed import ALL, UNGROUPED, Given, Inventory, ListedHost
from fieldops.structs import Struct

_PRIORITY = "ansible_group_priority"


class VariableFiles(Struct, frozen=True):
    """What stands in ``group_vars`` and ``host_vars`` beside an inventory, by the name of the group or host."""

    groups: Mapping[str, Mapping[str, Given]] = {}
    hosts: Mapping[str, Mapping[str, Given]] = {}


class ResolvedHost(Struct, frozen=True):
    """A host with all its groups, the widest first, and the variables that hold for it."""

    host: ListedHost
    groups: tuple[str, ...]
    variables: Mapping[str, Given]


def resolved(inventory: Inventory, files: VariableFiles | None = None) -> tuple[ResolvedHost, ...]:
    """Every host of the inventory, in the order in which they are named."""
    files = files or VariableFiles()
    depths = _depths(inventory)
    members = _members(inventory)
    return tuple(_resolved(inventory, host, members, depths, files) for host in inventory.hosts.values())


def _resolved(
    inventory: Inventory,
    host: ListedHost,
    members: Mapping[str, set[str]],
    depths: Mapping[str, int],
    files: VariableFiles,
) -> ResolvedHost:
    own = {name for name, hosts in members.items() if host.name in hosts} - {ALL, UNGROUPED}
    groups = sorted(own, key=lambda name: (depths.get(name, 1), _priority(inventory, name), name))
    layers = [ALL, *(groups or [UNGROUPED])]
    variables: dict[str, Given] = {}
    for name in layers:
        variables |= inventory.groups[name].variables if name in inventory.groups else {}
    for name in layers:
        variables |= files.groups.get(name, {})
    variables |= host.variables
    variables |= files.hosts.get(host.name, {})
    return ResolvedHost(host, tuple(groups), variables)


def _priority(inventory: Inventory, name: str) -> int:
    given = inventory.groups[name].variables.get(_PRIORITY)
    return int(str(given.value)) if given is not None and str(given.value).isdigit() else 1


def _members(inventory: Inventory) -> dict[str, set[str]]:
    """The hosts of each group, those of the groups in it included. A group inside itself ends there."""
    found: dict[str, set[str]] = {}
    for name in inventory.groups:
        seen, left = {name}, [name]
        hosts: set[str] = set()
        while left:
            group = inventory.groups[left.pop()]
            hosts |= set(group.hosts)
            new = set(group.children) - seen
            seen |= new
            left += new
        found[name] = hosts
    return found


def _depths(inventory: Inventory) -> dict[str, int]:
    """How far below `all` each group lies, by the longest way."""
    depths = dict.fromkeys(inventory.groups, 1)
    depths[ALL] = 0
    # Each round settles one more depth; more rounds than groups would be a circle.
    for _ in range(len(inventory.groups)):
        changed = False
        for name, group in inventory.groups.items():
            for child in group.children:
                if depths.get(child, 0) <= depths[name] < len(inventory.groups):
                    depths[child], changed = depths[name] + 1, True
        if not changed:
            break
    return depths
