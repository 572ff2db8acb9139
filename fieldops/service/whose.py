"""Whose something that is due is: a person's, or that of everybody who has a position. Pure.

What an order needs, and by which position, is said by `fieldops.service.agenda`; who of the team is meant by it is said here.
"""

from __future__ import annotations

from fieldops.contracts.model import Person, Team
from fieldops.service.agenda import Due
from fieldops.service.orders import Order

# Positions that the engineer has to whom an order is assigned, and those that the team's managers have.
_ENGINEERS = (None, "engineer", "senior_engineer")
MANAGERS = ("department_manager", "maintenance_director", "general_manager")


def owner_of(due: Due, order: Order) -> str | None:
    """The id of the person whose it is: who is named for it, else to whom the order is assigned; None for a position's."""
    return due.person or order.assigned_to if due.by in _ENGINEERS else None


def is_for(due: Due, order: Order, team: Team | None, name: str) -> bool:
    """Whether it is for the person of that id or name to do: whose it is, or who has the role of the position."""
    people = team.people if team is not None else ()
    if due.by is None or due.by in _ENGINEERS:
        return is_called(owner_of(due, order), team, name)
    return any(role_of(due.by) in each.roles and each.is_called(name) for each in people)


def holders(due: Due, team: Team | None) -> tuple[Person, ...]:
    """The people of the team who have the position whose it is."""
    people = team.people if team is not None and due.by is not None else ()
    return tuple(each for each in people if role_of(due.by or "") in each.roles)


def waits_for_dispatch(due: Due, order: Order) -> bool:
    """Whether it is for an engineer, and none is sent."""
    return due.by in _ENGINEERS and owner_of(due, order) is None


def role_of(position: str) -> str:
    """The role in a team of whoever has that position: teams have fewer roles than contracts know positions."""
    if position in MANAGERS:
        return "manager"
    return {"dispatcher": "hotline", "sales": "account_manager"}.get(position, position)


def is_called(id: str | None, team: Team | None, name: str) -> bool:
    """Whether the person of that id is called so: by the id, or by the name in either language."""
    person = team.person(id) if team is not None and id is not None else None
    return id is not None and (name == id or (person is not None and person.is_called(name)))
