"""Contract and Team as frozen values. Field names are those of the schemas; their meaning is written there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fieldops.documents.typed import Text


@dataclass(frozen=True, slots=True)
class Contact:
    """A person of the customer."""

    name: str
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Customer:
    """The customer's organisation."""

    name: Text
    contact: Contact | None = None


@dataclass(frozen=True, slots=True)
class Vendor:
    """The service company."""

    name: Text
    hotline: str | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """First and last day of service, both included."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Login:
    """How to log in; secrets themselves are never here."""

    user: str
    method: str
    key_file: str | None = None
    agent_key: str | None = None
    password_command: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Access:
    """The contract's default login and the commands the customer forbids."""

    login: Login | None = None
    denied_commands: tuple[str, ...] = ()


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
class Asset:
    """A piece of equipment under the contract."""

    id: str
    name: Text | None = None
    serial: str | None = None
    model: str | None = None
    category: str | None = None
    site: Text | None = None
    host: Host | None = None


@dataclass(frozen=True, slots=True)
class Contract:
    """What was agreed with one customer."""

    apiVersion: str
    kind: str
    id: str
    title: Text
    customer: Customer
    vendor: Vendor
    team: str
    language: str
    time_zone: str
    term: Term
    number: str | None = None
    account_manager: str | None = None
    scope: tuple[Text, ...] = ()
    out_of_scope: tuple[Text, ...] = ()
    access: Access = Access()
    assets: tuple[Asset, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """A member of a team."""

    id: str
    name: Text
    roles: tuple[str, ...]
    title: Text | None = None
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Team:
    """The people who serve contracts."""

    apiVersion: str
    kind: str
    id: str
    name: Text
    people: tuple[Person, ...]

    def person(self, id: str) -> Person | None:
        """The member with that id."""
        return next((person for person in self.people if person.id == id), None)
