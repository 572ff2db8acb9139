"""The kinds of documents that are compared, and the order in which their sections are told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields

from fieldops.contracts.model import (
    Calendar,
    Contract,
    EmergencyPlan,
    PartCatalogue,
    ServiceLevel,
    Stock,
    Team,
    Warranty,
)
from fieldops.diff.difference import DATES, GONE, NEW, Difference, Group

# Kinds that contracts share: what changes in one is said once, for all contracts that refer to it.
SHARED: dict[str, type] = {
    "ServiceLevel": ServiceLevel,
    "Warranty": Warranty,
    "Calendar": Calendar,
    "Team": Team,
    "EmergencyPlan": EmergencyPlan,
    "PartCatalogue": PartCatalogue,
    "Stock": Stock,
}


def in_order(found: Iterable[Difference]) -> list[Difference]:
    """By section as the kind's model has them, the document's own text before its amendments; else as found."""
    return sorted(
        found, key=lambda each: (each.group.since or "", each.group.amendment or "", _rank(each.group))
    )


def _rank(group: Group) -> int:
    names = _ORDER if group.kind == "Contract" else tuple(field.name for field in fields(SHARED[group.kind]))
    return names.index(group.section) if group.section in names else len(names)


# The model's sections, what a customer looks for first in front: the term, the times, the warranty, the visits.
_FIRST = (
    NEW,
    GONE,
    "amendments",
    "term",
    "service_level",
    "service_level_overrides",
    "acceptances",
    "warranties",
    "after_warranty",
    "inspections",
    "obligations",
    DATES,
    "assets",
)
_ORDER = (*_FIRST, *(name for name in Contract.__slots__ if name not in _FIRST))
