"""What somebody who asks is answered: the verdict about a claim, why, and what would change it.

Stands above the judge: a verdict does not depend on how it is explained. Explanations are worked out when they are
asked for, and kept for all days of a verdict's span.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import PartCatalogue
from fieldops.contracts.reasons import Reason
from fieldops.warranty import explaining
from fieldops.warranty.claim import Claim
from fieldops.warranty.flips import Flip, Flips, flips_of
from fieldops.warranty.judge import Judge, make_room
from fieldops.warranty.verdict import Outcome, Verdict

# Explanations that are kept; they take more room than questions.
_EXPLAINED = 4_000
# Stretches of days of one verdict whose flips are kept, those asked about last.
_STRETCHES = 16


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer to a claim. `day` is the civil day in the contract's zone, `terms_day` that of the terms applied.

    `opening` tells of the day asked about. `because` is the same for all days of the verdict's span.
    """

    claim: Claim
    day: date
    terms_day: date
    verdict: Verdict
    opening: tuple[Reason, ...]
    decider: Decider = field(repr=False, compare=False)
    as_of: date | None = None

    @property
    def because(self) -> tuple[Reason, ...]:
        """Every rule that was tested, without the day asked about."""
        return self.decider.because(self)

    @property
    def flips(self) -> tuple[Flip, ...]:
        """The single facts that would make the outcome another."""
        return self.holding_flips.flips

    @property
    def holding_flips(self) -> Flips:
        """The same with the days that they hold for; decisions of these days share them."""
        return self.decider.flips(self)

    @property
    def outcome(self) -> Outcome:
        """covered, not_covered or undetermined."""
        return self.verdict.outcome

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Every rule that was tested."""
        return (*self.opening, *self.because)


class Decider:
    """Decides and explains any number of claims under one agreement."""

    def __init__(self, judge: Judge) -> None:
        self.judge = judge
        self._assets: dict[str, Reason] = {}
        self._because: dict[Verdict, tuple[Reason, ...]] = {}
        self._flips: dict[Verdict, tuple[Flips, ...]] = {}

    def decide(self, claim: Claim, as_of: date | None = None, today: date | None = None) -> Decision:
        """The decision about `claim`, by the terms in force on its day (or on `as_of`), with reasons and flips.

        `today`: the civil day now, so that a claim about a later day is told to be one. Raises ClaimError for an
        asset, part or warranty that is not known, a claim without day, a time without a zone.
        """
        judge = self.judge
        claim = judge.by_number(claim)
        day = judge.day_of(claim)
        verdict = judge.verdict(claim, as_of)
        on = explaining.Days(day, as_of or day, today, judge.zone.key)
        opening = explaining.opening(claim, judge.terms(on.terms_day), on, self._listed(claim.asset))
        return Decision(claim, day, on.terms_day, verdict, opening, self, as_of)

    def _listed(self, asset: str) -> Reason:
        """That the equipment is the contract's; no amendment changes that."""
        found = self._assets.get(asset)
        if found is None:
            index, _ = self.judge.register.find(asset)
            found = self._assets[asset] = explaining.listed(self.judge.agreement.timeline.final, index)
        return found

    def because(self, decision: Decision) -> tuple[Reason, ...]:
        """Every rule that was tested for the decision."""
        found = self._because.get(decision.verdict)
        if found is None:
            make_room(self._because, _EXPLAINED)
            told = self.judge.told(decision.claim, decision.as_of)
            found = self._because[decision.verdict] = explaining.reasons(told, decision.verdict)
        return found

    def flips(self, decision: Decision) -> Flips:
        """The single facts that would make the decision another."""
        kept = self._flips.get(decision.verdict, ())
        found = next((one for one in kept if one.first <= decision.day <= one.last), None)
        if found is None:
            make_room(self._flips, _EXPLAINED)
            found = flips_of(self.judge, decision.claim, decision.as_of)
            self._flips[decision.verdict] = (found, *kept[: _STRETCHES - 1])
        return found


def decide(
    claim: Claim,
    agreement: Agreement,
    catalogues: Iterable[PartCatalogue] = (),
    as_of: date | None = None,
    today: date | None = None,
) -> Decision:
    """The decision about one claim; for many under the same agreement keep a `Decider`."""
    return Decider(Judge(agreement, catalogues)).decide(claim, as_of, today)
