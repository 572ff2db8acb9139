"""Assets and their parts, catalogues and stocks of spare parts."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from fieldops.documents.typed import Text


@dataclass(frozen=True, slots=True)
class Login:
    """How to log in; secrets themselves are never here."""

    user: str
    method: str
    key_file: str | None = None
    agent_key: str | None = None
    password_command: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Host:
    """Where an asset is reached for inspections."""

    address: str
    port: int = 22
    transport: str = "ssh"
    platform: str = "linux"
    groups: tuple[str, ...] = ()
    login: Login | None = None


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """A day on which something began for one asset."""

    event: str
    date: datetime.date
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part built into an asset: its serial is its identity, the slot its place."""

    part_no: str
    serial: str | None = None
    slot: str | None = None
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Swap:
    """A replaced part."""

    date: datetime.date
    part_no: str
    removed_serial: str
    installed_serial: str
    slot: str | None = None
    order: str | None = None


@dataclass(frozen=True, slots=True)
class Downtime:
    """Days on which an asset could not be used, both included; without `end` it is still down."""

    start: datetime.date
    caused_by: str
    end: datetime.date | None = None
    order: str | None = None


@dataclass(frozen=True, slots=True)
class Asset:
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


@dataclass(frozen=True, slots=True)
class Assets:
    """Equipment of one contract, in a file of its own."""

    apiVersion: str
    kind: str
    id: str
    contract: str
    assets: tuple[Asset, ...]


@dataclass(frozen=True, slots=True)
class CataloguePart:
    """A part number and the models it fits."""

    part_no: str
    name: Text
    models: tuple[str, ...]
    category: str | None = None
    consumable: bool = False
    replaces: tuple[str, ...] = ()
    key_module: bool = False


@dataclass(frozen=True, slots=True)
class PartCatalogue:
    """Part numbers and what they fit."""

    apiVersion: str
    kind: str
    id: str
    title: Text
    parts: tuple[CataloguePart, ...]


@dataclass(frozen=True, slots=True)
class StockItem:
    """How many of a part are kept, as spares or as loaners."""

    part_no: str
    kept_as: str
    quantity: int
    minimum: int | None = None
    serials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stock:
    """Spare parts and loan equipment that are kept ready."""

    apiVersion: str
    kind: str
    id: str
    title: Text
    catalogue: str
    items: tuple[StockItem, ...]
    contracts: tuple[str, ...] = ()
    location: Text | None = None
