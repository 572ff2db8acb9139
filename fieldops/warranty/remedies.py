"""What the customer gets for a covered fault, and how fast."""

from __future__ import annotations

from fieldops.contracts.model import Asset, Remedy, Warranty
from fieldops.warranty.claim import Claim
from fieldops.warranty.verdict import OfferedRemedy


def offered(asset: Asset, claim: Claim, warranty: Warranty) -> tuple[OfferedRemedy, ...]:
    """The remedies whose condition holds, and those where it is not known whether it does. C6 C7"""
    found = []
    for index, remedy in enumerate(warranty.remedies):
        holds = holds_condition(asset, claim, remedy)
        if holds is not False:
            clause = ("Warranty", warranty.id, ("remedies", index))
            found.append(OfferedRemedy(remedy, clause, certain=bool(holds)))
    return tuple(found)


def holds_condition(asset: Asset, claim: Claim, remedy: Remedy) -> bool | None:
    """Whether the remedy's condition holds; None when that is not known.

    New equipment in time is for a fault that cannot be fixed remotely (C7): one that can be has a solution.
    """
    if remedy.when is None:
        return True
    if remedy.when == "key_equipment":
        return asset.key_equipment
    if remedy.when == "returned_to_factory":
        return claim.in_factory
    remotely = claim.remotely_fixable
    if remedy.when == "not_remotely_fixable":
        return None if remotely is None else not remotely
    if remotely:
        return False
    return None if claim.solution_in_time is None else not claim.solution_in_time
