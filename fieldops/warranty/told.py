"""What is known of a claim on its day: the terms then in force, the asset, its part, and the days of its warranties.

Everything that is decided and everything that is told of it follows from these facts (deciding, explaining); nothing
here decides.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.cover import Cover
from fieldops.contracts.model import Asset
from fieldops.contracts.terms import Terms
from fieldops.warranty.claim import Claim
from fieldops.warranty.outcomes import Result
from fieldops.warranty.parts import BuiltIn
from fieldops.warranty.verdict import Candidate


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What was worked out so far for the days of a span, by what it depends on: the candidates, and what holds where
    none of them does.
    """

    candidates: dict[tuple[object, ...], tuple[Candidate, ...]] = field(default_factory=dict)
    otherwise: dict[tuple[object, ...], Result] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """The facts of `claim` on `day`, by the `terms` in force on `terms_day`.

    `asset` has the days that the claim adds to its record; `asset_index` is where it stands among the contract's.
    `parts` are those the claim may mean: none for the unit as a whole. `covers` are the asset's warranties. `known` is
    shared by claims that differ in nothing that it depends on.
    """

    agreement: Agreement
    claim: Claim
    day: date
    terms_day: date
    terms: Terms
    asset: Asset
    asset_index: int
    parts: tuple[BuiltIn, ...]
    covers: tuple[Cover, ...]
    known: Known = field(default_factory=Known)

    @property
    def part(self) -> BuiltIn | None:
        """The part, where the claim can only mean one."""
        return self.parts[0] if len(self.parts) == 1 else None

    @property
    def consumable(self) -> bool | None:
        """Whether the part wears out as expected: as the claim says, else the catalogue; None where neither tells."""
        if self.claim.consumable is not None or self.part is None:
            return self.claim.consumable
        return self.part.consumable
