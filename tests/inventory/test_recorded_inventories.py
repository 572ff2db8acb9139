"""Inventories as people write them give the hosts, groups and variables that `ansible-inventory --list` gives.

Beside each recorded inventory lies what `ansible-inventory -i FILE --list` of ansible-core 2.19.14 printed for it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fieldops.actions.inventories import read_inventory
from fieldops.inventory.listed import Vaulted
from fieldops.inventory.resolving import ResolvedHost, resolved

RECORDED = Path(__file__).parents[1] / "data" / "inventories"
FILES = sorted(
    path
    for path in (*RECORDED.glob("*.*"), *RECORDED.glob("*/hosts.*"))
    if path.suffix in (".ini", ".yml", ".yaml")
)


def hosts_of(path: Path) -> dict[str, ResolvedHost]:
    return {each.host.name: each for each in resolved(*read_inventory(path))}


def listed(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.with_suffix(".list.json").read_text("utf-8"))
    return found


def groups_by_host(listing: dict[str, Any]) -> dict[str, set[str]]:
    def within(group: str) -> set[str]:
        entry = listing.get(group, {})
        return set(entry.get("hosts", ())).union(*(within(child) for child in entry.get("children", ())))

    found: dict[str, set[str]] = {host: set() for host in within("all")}
    for group in set(listing) - {"_meta", "all", "ungrouped"}:
        for host in within(group):
            found[host].add(group)
    return found


def plain(value: object) -> object:
    if isinstance(value, Vaulted):
        return "vaulted"
    if isinstance(value, dict) and "__ansible_vault" in value:
        return "vaulted"
    if isinstance(value, dict) and "__ansible_unsafe" in value:
        return value["__ansible_unsafe"]
    return value


def test_there_are_recordings_of_many_forms() -> None:
    assert len(FILES) >= 15


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(RECORDED)))
def test_hosts_and_their_groups_are_those_of_ansible(path: Path) -> None:
    expected = groups_by_host(listed(path))
    assert {name: set(each.groups) for name, each in hosts_of(path).items()} == expected


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(RECORDED)))
def test_the_variables_of_each_host_are_those_of_ansible(path: Path) -> None:
    hostvars = listed(path)["_meta"]["hostvars"]
    for name, each in hosts_of(path).items():
        # The priority of a group is for Ansible alone.
        found = {
            key: plain(given.value)
            for key, given in each.variables.items()
            if key != "ansible_group_priority"
        }
        assert found == {key: plain(value) for key, value in hostvars.get(name, {}).items()}, name


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(RECORDED)))
def test_what_ansible_lists_is_read_as_the_inventory_itself(path: Path) -> None:
    of_file, of_listing = hosts_of(path), hosts_of(path.with_suffix(".list.json"))
    assert of_listing.keys() == of_file.keys()
    for name, each in of_file.items():
        assert set(of_listing[name].groups) == set(each.groups)
