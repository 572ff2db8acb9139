"""Warranty terms. Cover is in percent borne by the service company."""

from __future__ import annotations

import datetime
from typing import Literal, get_args

from fieldops.contracts.model.shared import Price
from fieldops.documents.typed import Model, Text

# The causes of a fault that a warranty may name.
Cause = Literal[
    "normal",
    "defect",
    "installation",
    "misuse",
    "human_damage",
    "external",
    "consumable",
    "unauthorised_change",
    "force_majeure",
]
CAUSES: tuple[Cause, ...] = get_args(Cause)


class WarrantyStart(Model, frozen=True):
    """What starts a warranty: an event, the latest of several, or a fixed date."""

    trigger: str
    event: str | None = None
    latest_of: tuple[str, ...] = ()
    date: datetime.date | None = None


class Cap(Model, frozen=True):
    """The warranty ends at the latest `period` after `event`."""

    period: str
    event: str


class Exclusion(Model, frozen=True):
    """A cause that is not covered or only in part, and who pays then."""

    cause: str
    labour: Price | None = None
    parts: Price | None = None
    travel: Price | None = None
    clause: str | None = None


class Remedy(Model, frozen=True):
    """What the customer gets, and how fast."""

    kind: str
    when: str | None = None
    within: str | None = None
    clock: str = "always"
    until: str | None = None
    equal_performance: bool = False
    clause: str | None = None


class AfterReplacement(Model, frozen=True):
    """What is done with a faulty unit after new equipment was supplied."""

    examine: bool = False
    find_cause: bool = False
    early_warning: bool = False


class SwapTerms(Model, frozen=True):
    """How long a replaced part is covered."""

    policy: str
    minimum: str | None = None
    receipt: str | None = None
    delivery: str | None = None


class Upgrades(Model, frozen=True):
    """Who pays for new versions, and what comes with them."""

    minor: Price
    major: Price | None = None
    hand_over: tuple[str, ...] = ()
    clause: str | None = None


class Warranty(Model, frozen=True):
    """From when to when what is repaired or replaced, and who pays."""

    apiVersion: str
    kind: str
    id: str
    title: Text
    covers: str
    start: WarrantyStart
    period: str
    period_rule: str
    parts: int
    labour: int
    travel: int
    causes: tuple[str, ...]
    given_by: str | None = None
    month_end: str = "down"
    holiday_rollover: bool = False
    cap: Cap | None = None
    part_categories: tuple[str, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    after_replacement: AfterReplacement | None = None
    swap: SwapTerms | None = None
    upgrades: Upgrades | None = None
    downtime_extends: bool = False
    clause: str | None = None
