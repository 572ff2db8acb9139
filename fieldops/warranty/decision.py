"""What a decision consists of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from fieldops.contracts.cover import Cover
from fieldops.contracts.model import Price, Remedy, Warranty
from fieldops.contracts.reasons import Clause, Reason
from fieldops.warranty.claim import Claim, Flip

if TYPE_CHECKING:
    from fieldops.warranty.judge import Judge

COVERED, NOT_COVERED, UNDETERMINED = "covered", "not_covered", "undetermined"
CLASSES = ("parts", "labour", "travel")


@dataclass(frozen=True, slots=True)
class Cost:
    """Who pays for one class of cost: the percent that the service company bears, or the price agreed instead.

    Of a price (at cost, list price, preferential) no percentage follows: `percent` is None and `price` names it.
    Both None: nothing is agreed, or it depends on what is not known (`open`).
    """

    percent: int | None = None
    price: str | None = None
    open: bool = False


UNSAID, OPEN = Cost(), Cost(open=True)


def cost_of(price: Price | None) -> Cost:
    """What the service company bears by `price`: free 100 percent, a discount its percentage."""
    if price is None:
        return UNSAID
    if price.price == "free":
        return Cost(100, "free")
    return Cost(price.discount_percent, price.price)


@dataclass(frozen=True, slots=True)
class Costs:
    """The three classes of cost, and what experts cost where the contract says it."""

    parts: Cost = UNSAID
    labour: Cost = UNSAID
    travel: Cost = UNSAID
    experts: Cost | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A warranty that may hold: its cover (of the part asked about, after its swaps) and its state on the day.

    `state` is in, before, after or unknown; `missing` are the facts that leave it unknown. `precedence` is the
    contract's, `use` the index of its entry in `warranties`, `swaps` the indexes of the part's swaps.
    """

    warranty: Warranty
    use: int
    precedence: int
    cover: Cover
    base: Cover
    state: str
    missing: tuple[str, ...] = ()
    swaps: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class OfferedRemedy:
    """A remedy of the warranty; `certain` when its condition is known to hold, else it holds if `remedy.when` does."""

    remedy: Remedy
    clause: Clause
    certain: bool


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """What is decided for all days of a span alike: told apart by identity, and shared by the decisions of that span.

    `warranty` is the candidate that decides, or the one that came nearest. `provisional`: it depends on public
    holidays that are not decreed yet. `hand_over` comes with an upgrade. `why` names the rule that settled it.
    """

    outcome: str
    why: str
    costs: Costs = field(default_factory=Costs)
    warranty: Candidate | None = None
    candidates: tuple[Candidate, ...] = ()
    remedies: tuple[OfferedRemedy, ...] = ()
    missing: tuple[str, ...] = ()
    hand_over: tuple[str, ...] = ()

    @property
    def provisional(self) -> bool:
        """Whether a date that decides may still move with holidays that are not decreed yet."""
        return any(each.cover.provisional for each in self.candidates)


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer to a claim. `day` is the civil day in the contract's zone, `terms_day` that of the terms applied.

    `opening` tells of the day asked about. The rest of the explanation is worked out when it is asked for, and kept by
    the judge: it is the same for all days of the verdict's span (but for proposed dates).
    """

    claim: Claim
    day: date
    terms_day: date
    verdict: Verdict
    opening: tuple[Reason, ...]
    judge: Judge = field(repr=False, compare=False)
    as_of: date | None = None

    @property
    def because(self) -> tuple[Reason, ...]:
        """Every rule that was tested, without the day asked about."""
        return self.judge.reasons(self.claim, self.as_of)

    @property
    def flips(self) -> tuple[Flip, ...]:
        """The single facts that would make the outcome another."""
        return self.judge.flips(self.claim, self.as_of)

    @property
    def flips_depend_on_day(self) -> bool:
        """Whether the flips propose dates, which are those around the day asked about."""
        return any(one.missing for one in self.verdict.candidates)

    @property
    def outcome(self) -> str:
        """covered, not_covered or undetermined."""
        return self.verdict.outcome

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Every rule that was tested."""
        return (*self.opening, *self.because)
