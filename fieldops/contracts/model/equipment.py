"""Assets and their parts, catalogues and stocks of spare parts."""

from __future__ import annotations

import datetime

from fieldops.documents.typed import Model, Text


class Sudo(Model, frozen=True):
    """Where the password comes from that sudo asks for; it is never here."""

    method: str
    password_command: tuple[str, ...] = ()


class Login(Model, frozen=True):
    """How to log in; secrets themselves are never here."""

    user: str
    method: str
    key_file: str | None = None
    agent_key: str | None = None
    password_command: tuple[str, ...] = ()
    sudo: Sudo | None = None
    second_factor: bool = False


class OldAlgorithms(Model, frozen=True):
    """Algorithms of SSH that are no longer safe and that one old server needs, why that is accepted, and until which day
    (included).
    """

    allow: tuple[str, ...]
    reason: str
    until: datetime.date | None = None

    def holds(self, day: datetime.date) -> bool:
        """Whether they may be used on that day."""
        return self.until is None or day <= self.until


class InstanceLogin(Model, frozen=True):
    """How one logs in to an instance. `peer`: the account of the operating system is enough; `password`: asked for, or from
    the command; no method: no login. `system_account`: as whom the client runs on the host, None: as the login of the host.
    """

    method: str | None = None
    account: str | None = None
    system_account: str | None = None
    password_command: tuple[str, ...] = ()


class Instance(Model, frozen=True):
    """A database or piece of middleware that runs on a host, and how it is reached from that host."""

    id: str
    kind: str
    address: str | None = None
    port: int | None = None
    socket: str | None = None
    url: str | None = None
    login: InstanceLogin | None = None

    @property
    def method(self) -> str | None:
        """How one logs in; None: one does not."""
        return self.login.method if self.login is not None else None


class Host(Model, frozen=True):
    """Where an asset is reached for inspections."""

    address: str
    port: int = 22
    transport: str = "ssh"
    platform: str = "linux"
    groups: tuple[str, ...] = ()
    jump: str | None = None
    login: Login | None = None
    old_algorithms: OldAlgorithms | None = None
    instances: tuple[Instance, ...] = ()


class DatedEvent(Model, frozen=True):
    """A day on which something began for one asset."""

    event: str
    date: datetime.date
    evidence: str | None = None


class Part(Model, frozen=True):
    """A part built into an asset: its serial is its identity, the slot its place."""

    part_no: str
    serial: str | None = None
    slot: str | None = None
    category: str | None = None


class Swap(Model, frozen=True):
    """A replaced part."""

    date: datetime.date
    part_no: str
    removed_serial: str
    installed_serial: str
    slot: str | None = None
    order: str | None = None


class Downtime(Model, frozen=True):
    """Days on which an asset could not be used, both included; without `end` it is still down."""

    start: datetime.date
    caused_by: str
    end: datetime.date | None = None
    order: str | None = None


class Asset(Model, frozen=True):
    """A piece of equipment or software under a contract."""

    id: str
    name: Text | None = None
    serial: str | None = None
    model: str | None = None
    category: str | None = None
    key_equipment: bool = False
    site: str | None = None
    location: Text | None = None
    batch: str | None = None
    events: tuple[DatedEvent, ...] = ()
    parts: tuple[Part, ...] = ()
    swaps: tuple[Swap, ...] = ()
    downtimes: tuple[Downtime, ...] = ()
    host: Host | None = None


class Assets(Model, frozen=True):
    """Equipment of one contract, in a file of its own."""

    apiVersion: str
    kind: str
    id: str
    contract: str
    assets: tuple[Asset, ...]


class CataloguePart(Model, frozen=True):
    """A part number and the models it fits."""

    part_no: str
    name: Text
    models: tuple[str, ...]
    category: str | None = None
    consumable: bool = False
    replaces: tuple[str, ...] = ()
    key_module: bool = False
    shelf_life: str | None = None


class PartCatalogue(Model, frozen=True):
    """Part numbers and what they fit."""

    apiVersion: str
    kind: str
    id: str
    title: Text
    parts: tuple[CataloguePart, ...]


class StockItem(Model, frozen=True):
    """How many of a part are kept, as spares or as loaners."""

    part_no: str
    kept_as: str
    quantity: int = 0
    minimum: int | None = None
    serials: tuple[str, ...] = ()


class Stock(Model, frozen=True):
    """Spare parts and loan equipment that are kept ready."""

    apiVersion: str
    kind: str
    id: str
    title: Text
    catalogue: str
    items: tuple[StockItem, ...]
    contracts: tuple[str, ...] = ()
    location: Text | None = None
    reserve_at_most: str | None = None
    warn_before_expiry: str | None = None
