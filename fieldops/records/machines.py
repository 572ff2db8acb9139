"""Which assets of a run are one machine: by the host key that they showed, or by the kernel that they run on. Pure.

What a run reached without SSH is the inspecting machine itself, whatever it is called.

Two machines have one key only where a system was copied with its keys. One machine has several where it runs several
servers, or where keys of different kinds are pinned: then the id that the kernel makes at each boot tells, together with
the host name (containers share their host's kernel, and have names of their own). Machine ids are copied with images and
say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Protocol

from fieldops.inspection.checks import CheckResult
from fieldops.records.snapshots import PlaybookSnapshot
from fieldops.structs import Struct

# As the kernel writes its boot id; what counters count since begins with it.
_BOOT = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)


class Found(Protocol):
    """What a run recorded of a host, as far as it matters here."""

    @property
    def host(self) -> str:
        """The asset's id."""

    @property
    def host_key(self) -> str | None:
        """The key that it showed."""

    @property
    def checks(self) -> tuple[CheckResult, ...]:
        """What was judged."""


class OneMachine(Struct, frozen=True):
    """Assets of one contract behind which one and the same machine was found (or copies of one): `hosts` by id.

    `key` is the host key that all of them showed; None where it is another one, and the kernel's boot and the host name agree,
    or where all are the machine that the inspection ran on (`here`).
    """

    hosts: tuple[str, ...]
    key: str | None
    here: bool = False


def one_machine(
    hosts: Sequence[Found], playbook: PlaybookSnapshot, local: Collection[str] = ()
) -> tuple[OneMachine, ...]:
    """The machines that stand under several assets, in the order of the run. `local`: the ids of those that were the inspecting
    machine itself, where nobody shows a key.
    """
    named = [
        check.id for check in playbook.checks if (check.probe, check.value) == ("linux-identity", "hostname")
    ]
    groups: list[tuple[set[tuple[str, ...]], list[Found]]] = []
    for host in hosts:
        if host.host_key is None and host.host not in local:
            continue
        known = ("here",) if host.host_key is None else ("key", host.host_key)
        marks, members = {known, *_boots(host, named)}, [host]
        for group in [group for group in groups if group[0] & marks]:
            groups.remove(group)
            marks, members = group[0] | marks, [*group[1], *members]
        groups.append((marks, members))
    order = {host.host: at for at, host in enumerate(hosts)}
    found = [
        sorted((each.host for each in members), key=order.__getitem__)
        for _, members in groups
        if len(members) > 1
    ]
    keys = {host.host: host.host_key for host in hosts}
    return tuple(_machine(ids, keys, local) for ids in sorted(found, key=lambda ids: order[ids[0]]))


def _machine(ids: Sequence[str], keys: dict[str, str | None], local: Collection[str]) -> OneMachine:
    shown = {keys[id] for id in ids}
    here = all(id in local and keys[id] is None for id in ids)
    return OneMachine(tuple(ids), shown.pop() if len(shown) == 1 else None, here)


def _boots(host: Found, named: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The boot of the host's kernel, with the host name, where the run recorded both."""
    names = {
        str(item.value) for check in host.checks if check.id in named for item in check.items if item.value
    }
    for check in host.checks:
        for item in check.items if names else ():
            since = item.reason.values.get("since") if item.reason is not None else None
            if isinstance(since, str) and (found := _BOOT.match(since)) is not None:
                yield ("boot", found[0], *sorted(names))
