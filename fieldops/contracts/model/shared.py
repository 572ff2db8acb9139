"""Forms that several kinds share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fieldops.documents.typed import Text

# What may happen to equipment, in the order in which it does; each may start a warranty.
HAPPENINGS = (
    "shipment",
    "delivery",
    "installation",
    "preliminary_acceptance",
    "completion_acceptance",
    "final_acceptance",
)
# What a schedule or a warranty may begin with.
EVENTS = (*HAPPENINGS, "contract_start")


@dataclass(frozen=True, slots=True)
class Contact:
    """A person to reach."""

    name: str
    title: Text | None = None
    phone: str | None = None
    email: str | None = None
    duties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Price:
    """Who pays: `price` free, at_cost, discount, preferential or list_price; `discount_percent` off the list price."""

    price: str
    discount_percent: int | None = None


@dataclass(frozen=True, slots=True)
class Recurrence:
    """When something falls due again and again; periods are texts such as ``3 months``."""

    every: str
    anchor: date | None = None
    after_event: str | None = None
    lasting: str | None = None
    during: str = "term"
    shift: str = "none"
    calendar: str | None = None
    early: str | None = None
    late: str | None = None
    counted: str = "from_due"
