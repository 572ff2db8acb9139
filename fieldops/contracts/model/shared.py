"""Forms that several kinds share."""

from __future__ import annotations

from datetime import date

from fieldops.documents.typed import Model, Text

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


class Contact(Model, frozen=True):
    """A person to reach."""

    name: str
    title: Text | None = None
    phone: str | None = None
    email: str | None = None
    duties: tuple[str, ...] = ()


class SigningKey(Model, frozen=True):
    """A public SSH key, and on which days it may sign; both included. From `revoked_from` on nothing counts that it signs."""

    key: str
    valid_from: date | None = None
    valid_until: date | None = None
    revoked_from: date | None = None


class CustomerContact(Contact, frozen=True):
    """A person of the customer, with the keys that this person confirms reports with."""

    signing_keys: tuple[SigningKey, ...] = ()


class Price(Model, frozen=True):
    """Who pays: `price` free, at_cost, discount, preferential or list_price; `discount_percent` off the list price."""

    price: str
    discount_percent: int | None = None


class Recurrence(Model, frozen=True):
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
