"""Lifelong free services: what stays owed after every term and warranty."""

from __future__ import annotations

from fieldops.contracts.model import Contract, LifelongService
from fieldops.structs import replaced
from fieldops.warranty.claim import Claim
from fieldops.warranty.verdict import Cost, Costs, Verdict

_FREE = Costs(Cost(100, "free"), Cost(100, "free"), Cost(100, "free"))


def entries(terms: Contract, service: str) -> list[tuple[int, LifelongService]]:
    """The contract's entries for that service, with their index."""
    return [(at, one) for at, one in enumerate(terms.lifelong_services) if one.service == service]


def verdict(terms: Contract, claim: Claim) -> Verdict:
    """Whether the service is owed: on any day; where only for what was delivered, that must be known. C5"""
    found = entries(terms, claim.service or "")
    if not found:
        return Verdict("not_covered", "service-unnamed")
    if claim.delivered_scope or any(not one.only_delivered_scope for _, one in found):
        return Verdict("covered", "service-owed", _FREE)
    if claim.delivered_scope is None:
        return Verdict("undetermined", "missing", missing=("delivered_scope",))
    return Verdict("not_covered", "service-out-of-scope")


def swapped(terms: Contract, fault: Verdict) -> Verdict:
    """A swap from the spare-parts store: owed for the whole life (C8); who pays for the part, the fault tells (C9).

    `fault`: the verdict about the fault itself.
    """
    if entries(terms, "spare_part_swap"):
        return replaced(fault, outcome="covered", why="service-owed")
    return replaced(fault, outcome="not_covered", why="service-unnamed", missing=())
