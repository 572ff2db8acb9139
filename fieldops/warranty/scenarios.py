"""Facts that are not known: every value they may have is a scenario, and what differs between them is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from fieldops.contracts.model.warranty import CAUSES
from fieldops.warranty.claim import WARES, Claim, ClaimedCause, Ware
from fieldops.warranty.outcomes import Result, merged
from fieldops.warranty.parts import BuiltIn
from fieldops.warranty.told import Told
from fieldops.warranty.verdict import Candidate, Costs, Outcome


class Scenario(NamedTuple):
    """One value for each fact that a decision hangs on, known or assumed.

    `part`: which of the parts that the claim may mean. `consumable` None: as the claim or the catalogue says.
    `part_category` None: that of the part.
    """

    part: int
    cause: ClaimedCause
    consumable: bool | None
    part_category: str | None
    fault_in: Ware

    @property
    def of_candidates(self) -> tuple[object, ...]:
        """What the choice of candidates depends on."""
        return self.part, self.part_category, self.fault_in


# As a fact that is missing each has its own name, but the part: its serial number would tell.
_MISSING = {fact: "part_serial" if fact == "part" else fact for fact in Scenario._fields}


@dataclass(frozen=True, slots=True)
class Possible:
    """For each fact of a scenario its value, or all it may have."""

    parts: tuple[int, ...]
    causes: tuple[ClaimedCause, ...]
    consumable: tuple[bool | None, ...]
    part_categories: tuple[str | None, ...]
    fault_in: tuple[Ware, ...]

    def scenarios(self) -> Iterator[Scenario]:
        """Every combination."""
        facts = product(self.parts, self.causes, self.consumable, self.part_categories, self.fault_in)
        return (Scenario(*each) for each in facts)


def possible(told: Told) -> Possible:
    """What the facts of a claim may be."""
    claim = told.claim
    causes = CAUSES if claim.cause == "unknown" and claim.upgrade is None else (claim.cause,)
    return Possible(
        tuple(range(len(told.parts))) or (0,),
        causes,
        _consumable(told),
        _part_categories(told),
        _fault_in(told),
    )


def _consumable(told: Told) -> tuple[bool | None, ...]:
    if not told.parts:
        return (False,)
    open_for_one = told.claim.consumable is None and any(one.consumable is None for one in told.parts)
    return (False, True) if open_for_one else (None,)


def _part_categories(told: Told) -> tuple[str | None, ...]:
    limited = sorted({name for cover in told.covers for name in cover.warranty.part_categories})
    if not limited or told.claim.part_category or all(one.category for one in told.parts):
        return (None,)
    # The empty one stands for any that no warranty names.
    return ("", *limited)


def _fault_in(told: Told) -> tuple[Ware, ...]:
    claim = told.claim
    if claim.upgrade is not None:
        return ("software",)
    if claim.fault_in is not None:
        return (claim.fault_in,)
    if told.parts:
        return ("hardware",)
    covered = {cover.warranty.covers for cover in told.covers}
    return tuple(ware for ware in WARES if ware in covered) or ("hardware",)


def is_worn(claim: Claim, part: BuiltIn | None, assumed: bool | None) -> bool:
    """Whether the part wears out as expected: as the claim says, the catalogue, or the scenario where neither tells."""
    if claim.consumable is not None:
        return claim.consumable
    if part is not None and part.consumable is not None:
        return part.consumable
    return bool(assumed)


def together(found: Mapping[Scenario, Result]) -> Result:
    """One result for all scenarios; a fact is missing where it alone changes the outcome or a cost."""
    if len(found) == 1:
        return next(iter(found.values()))
    missing = [name for fact, name in _MISSING.items() if _matters(fact, found)]
    return merged(list(found.values()), missing)


def _matters(fact: str, found: Mapping[Scenario, Result]) -> bool:
    """Whether two scenarios that differ in that fact alone have different results."""
    at = Scenario._fields.index(fact)
    groups: dict[tuple[object, ...], tuple[Outcome, Costs]] = {}
    for scenario, result in found.items():
        others = (*scenario[:at], *scenario[at + 1 :])
        said = (result.outcome, result.costs)
        if groups.setdefault(others, said) != said:
            return True
    return False


def nearest_of(candidates: tuple[Candidate, ...]) -> Candidate | None:
    """The candidate to show when none decides: the one in doubt, else the last that ended, else the first to start."""
    doubtful = [one for one in candidates if one.may_hold]
    ended = [one for one in candidates if one.state == "after"]
    if doubtful:
        return doubtful[0]
    if ended:
        return max(ended, key=lambda one: one.cover.latest)
    return min(candidates, key=lambda one: one.cover.earliest, default=None)
