"""What was told of an order, by the names that its contract gives: people by their names, steps of the ladder by who is asked.

Pure. Events keep ids; what people read on the screen or on paper comes from here.
"""

from __future__ import annotations

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import ServiceLevel
from fieldops.contracts.wording import word
from fieldops.messages import Text
from fieldops.records.order_events import OrderTold

# In the order in which it is read; when, by whom, a note and an evidence stand around it.
_SAID = (
    "person", "contact", "about", "to", "reason", "step", "action", "document", "milestone", "satisfaction",
)  # fmt: skip
# What stands for itself.
_AS_IT_IS = ("contact", "about")


def person_named(agreement: Agreement, id: str) -> Text | str:
    """The name of a person of the contract's team; the id of somebody who is not of it."""
    person = agreement.team.person(id) if agreement.team is not None else None
    return person.name if person is not None else id


def named(
    agreement: Agreement, level: ServiceLevel | None, told: OrderTold, besides: frozenset[str] = frozenset()
) -> tuple[object, ...]:
    """What an event says of people, positions, steps and times, to be filled into a sentence; nothing of `besides`.

    `level`: the service level of the order, whose ladder it is; a step of it is said by the position that is asked (B4).
    """
    found = ((name, getattr(told, name)) for name in _SAID if name not in besides)
    graded = level.severities if level is not None and told.kind == "severity_changed" else ()
    grades = {each.id: each.name for each in graded}
    return tuple(
        grades[value] if name == "to" and value in grades else _named(agreement, level, name, value)
        for name, value in found
        if value
    )


def _named(agreement: Agreement, level: ServiceLevel | None, name: str, value: str) -> object:
    if name == "person":
        return person_named(agreement, value)
    if name in _AS_IT_IS:
        return value
    if name == "step":
        ladder = level.escalation if level is not None else ()
        value = next((each.to for each in ladder if each.id == value), value)
    return word(value)
