"""An inventory as it was written: hosts, groups, variables with their places; and what could not be read. Pure.

How each form is written is in `ini_form`, `yaml_form`; which variables hold for a host in `resolving`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from fieldops.errors import Unanswerable
from fieldops.structs import Struct

# More than any inventory by hand has; a range such as [1:999999999] is a slip, or worse.
MAX_HOSTS = 10_000
ALL, UNGROUPED = "all", "ungrouped"


class Place(Struct, frozen=True):
    """A line of one of the files."""

    path: str
    line: int


class Given(Struct, frozen=True):
    """The value of a variable, and where it is given. A vaulted one is a `Vaulted`."""

    value: object
    place: Place


class Vaulted(Struct, frozen=True):
    """In the place of a value that only its vault's password opens."""


class Remark(Struct, frozen=True):
    """What is not taken over, and why: a code of the catalogue with its values. `host`: that one is left out for it."""

    place: Place
    code: str
    values: Mapping[str, object] = {}
    host: str | None = None


@dataclass(slots=True)
class ListedHost:
    """A host: where it is named first, and what is said of it alone."""

    name: str
    place: Place
    variables: dict[str, Given] = field(default_factory=dict)


@dataclass(slots=True)
class ListedGroup:
    """A group: the hosts and groups in it, and the variables of all of them."""

    name: str
    hosts: dict[str, Place] = field(default_factory=dict)
    children: dict[str, Place] = field(default_factory=dict)
    variables: dict[str, Given] = field(default_factory=dict)


@dataclass(slots=True)
class Inventory:
    """What has been read so far. Every form fills one; it is read by nobody before it is whole."""

    hosts: dict[str, ListedHost] = field(default_factory=dict)
    groups: dict[str, ListedGroup] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def group(self, name: str) -> ListedGroup:
        """The group of that name, made when it is named first."""
        return self.groups.setdefault(name, ListedGroup(name))

    def host(self, name: str, place: Place, group: str | None = None) -> ListedHost:
        """The host of that name, in that group too. Raises Unanswerable for more hosts than an inventory has."""
        if name not in self.hosts and len(self.hosts) >= MAX_HOSTS:
            raise Unanswerable("inventory.too-many-hosts", path=place.path, line=place.line, limit=MAX_HOSTS)
        if group is not None:
            self.group(group).hosts.setdefault(name, place)
        return self.hosts.setdefault(name, ListedHost(name, place))

    def remark(self, place: Place, code: str, host: str | None = None, **values: object) -> None:
        """Note what is not taken over."""
        self.remarks.append(Remark(place, code, values, host))

    def given(self) -> Iterator[tuple[str, Given]]:
        """Every variable that is given anywhere, by name."""
        for group in self.groups.values():
            yield from group.variables.items()
        for host in self.hosts.values():
            yield from host.variables.items()
