"""The people who serve contracts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fieldops.documents.typed import Text


@dataclass(frozen=True, slots=True)
class Qualification:
    """What a person may do, and until when; both days included."""

    id: str
    valid_from: date
    name: Text | None = None
    number: str | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A member of a team."""

    id: str
    name: Text
    roles: tuple[str, ...]
    title: Text | None = None
    phone: str | None = None
    email: str | None = None
    qualifications: tuple[Qualification, ...] = ()
    signing_keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RosterException:
    """Days with other people on duty, both included."""

    start: date
    end: date
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DutyRoster:
    """The groups take turns of `every`, beginning with the first group on `start`."""

    start: date
    every: str
    groups: tuple[tuple[str, ...], ...]
    exceptions: tuple[RosterException, ...] = ()


@dataclass(frozen=True, slots=True)
class Team:
    """The people who serve contracts."""

    apiVersion: str
    kind: str
    id: str
    name: Text
    people: tuple[Person, ...]
    duty_roster: DutyRoster | None = None

    def person(self, id: str) -> Person | None:
        """The member with that id."""
        return next((person for person in self.people if person.id == id), None)
