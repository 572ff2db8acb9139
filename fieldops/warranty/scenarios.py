"""Facts that are not known: every value they may have is a scenario, and what differs between them is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fieldops.contracts.cover import Cover
from fieldops.warranty.claim import CAUSES, UNKNOWN, Claim
from fieldops.warranty.decision import Candidate
from fieldops.warranty.outcomes import Result, merged
from fieldops.warranty.parts import BuiltIn

# The facts that are looked at with every value when they are not known, in the order of a scenario.
_AXES = ("part_serial", "cause", "consumable", "part_category", "fault_in")


def axes(
    claim: Claim, covers: tuple[Cover, ...], parts: tuple[BuiltIn | None, ...]
) -> tuple[tuple[Any, ...], ...]:
    """For each fact its value, or all it may have."""
    causes = CAUSES if claim.cause == UNKNOWN and claim.upgrade is None else (claim.cause,)
    worn = {claim.consumable if claim.consumable is not None else one and one.consumable for one in parts}
    consumable = (False,) if parts == (None,) else (False, True) if None in worn else (None,)
    limited = sorted({name for cover in covers for name in cover.warranty.part_categories})
    told = claim.part_category or all(one is None or one.category for one in parts)
    categories: tuple[str | None, ...] = ("", *limited) if limited and not told else (None,)
    kinds = sorted({cover.warranty.covers for cover in covers}) or ["hardware"]
    fault_in: tuple[str, ...] = tuple(kinds)
    if claim.upgrade is not None:
        fault_in = ("software",)
    elif claim.fault_in is not None:
        fault_in = (claim.fault_in,)
    elif parts != (None,):
        fault_in = ("hardware",)
    return tuple(range(len(parts))), causes, consumable, categories, fault_in


def is_worn(claim: Claim, part: BuiltIn | None, assumed: bool | None) -> bool:
    """Whether the part wears out as expected: as the claim says, the catalogue, or the scenario where neither tells."""
    if claim.consumable is not None:
        return claim.consumable
    if part is not None and part.consumable is not None:
        return part.consumable
    return bool(assumed)


def together(found: Mapping[tuple[Any, ...], Result]) -> Result:
    """One result for all scenarios; a fact is missing where it alone changes the outcome or a cost."""
    if len(found) == 1:
        return next(iter(found.values()))
    missing: list[str] = []
    for axis, name in enumerate(_AXES):
        groups: dict[tuple[Any, ...], set[tuple[object, object]]] = {}
        for scenario, result in found.items():
            others = (*scenario[:axis], *scenario[axis + 1 :])
            groups.setdefault(others, set()).add((result.outcome, result.costs))
        if any(len(each) > 1 for each in groups.values()):
            missing.append(name)
    return merged(list(found.values()), missing)


def nearest_of(candidates: tuple[Candidate, ...]) -> Candidate | None:
    """The candidate to show when none decides: the one in doubt, else the last that ended, else the first to start."""
    doubtful = [one for one in candidates if one.state in ("in", "unknown")]
    ended = [one for one in candidates if one.state == "after"]
    if doubtful:
        return doubtful[0]
    if ended:
        return max(ended, key=lambda one: one.cover.latest)
    return min(candidates, key=lambda one: one.cover.earliest, default=None)
