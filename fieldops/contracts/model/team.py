"""The people who serve contracts."""

from __future__ import annotations

from datetime import date

from fieldops.contracts.model.shared import SigningKey
from fieldops.documents.typed import Model, Text

# Promise D1: as many inspect and sign, where the contract does not ask for more.
ENGINEERS = 2


class Qualification(Model, frozen=True):
    """What a person may do, and until when; both days included."""

    id: str
    valid_from: date
    name: Text | None = None
    number: str | None = None
    valid_until: date | None = None


class Person(Model, frozen=True):
    """A member of a team."""

    id: str
    name: Text
    roles: tuple[str, ...]
    title: Text | None = None
    phone: str | None = None
    email: str | None = None
    qualifications: tuple[Qualification, ...] = ()
    signing_keys: tuple[SigningKey, ...] = ()

    def is_called(self, name: str) -> bool:
        """Whether that is the person's id, or the name in either language."""
        return name.strip() in (self.id, self.name.zh, self.name.en)


class Unit(Model, frozen=True):
    """A station, a department, or a tier of staff; `members` are ids of people of the team."""

    id: str
    kind: str
    name: Text
    task: Text | None = None
    address: Text | None = None
    phone: str | None = None
    members: tuple[str, ...] = ()


class RosterException(Model, frozen=True):
    """Days with other people on duty, both included."""

    start: date
    end: date
    people: tuple[str, ...]


class DutyRoster(Model, frozen=True):
    """The groups take turns of `every`, beginning with the first group on `start`."""

    start: date
    every: str
    groups: tuple[tuple[str, ...], ...]
    exceptions: tuple[RosterException, ...] = ()


class Team(Model, frozen=True):
    """The people who serve contracts."""

    apiVersion: str
    kind: str
    id: str
    name: Text
    people: tuple[Person, ...]
    duty_roster: DutyRoster | None = None
    units: tuple[Unit, ...] = ()

    def person(self, id: str) -> Person | None:
        """The member with that id."""
        return next((person for person in self.people if person.id == id), None)
