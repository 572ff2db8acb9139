"""What is decided about a claim, as plain values: outcome, costs, candidates, remedies, what is missing.

Does not live here: how that is found (deciding, judge), or why (explaining).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

from fieldops.contracts.cover import Cover
from fieldops.contracts.model import Price, Remedy, Warranty
from fieldops.contracts.reasons import Clause

# Public: JSON has these words.
Outcome = Literal["covered", "not_covered", "undetermined"]
# Where a day lies to the days of a cover.
DayState = Literal["in", "before", "after", "unknown"]
CostClass = Literal["parts", "labour", "travel"]
# The rule that settled it.
Why = Literal[
    "cause-covered",
    "cause-excluded",
    "cause-unnamed",
    "upgrade-priced",
    "upgrade-unsaid",
    "no-warranty",
    "not-started",
    "ended",
    "part-absent",
    "service-owed",
    "service-unnamed",
    "service-out-of-scope",
    "ambiguous",
    "missing",
]
CLASSES: tuple[CostClass, ...] = get_args(CostClass)


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

    `missing` are the facts that leave the state unknown. `base` is the cover of the whole asset. `precedence` is the
    contract's, `use` the index of its entry in `warranties`, `swaps` the indexes of the part's swaps.
    """

    warranty: Warranty
    use: int
    precedence: int
    cover: Cover
    base: Cover
    state: DayState
    missing: tuple[str, ...] = ()
    swaps: tuple[int, ...] = ()

    @property
    def may_hold(self) -> bool:
        """Whether it holds on the day, as far as is known."""
        return self.state in ("in", "unknown")


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

    outcome: Outcome
    why: Why
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

    @property
    def lacks_dates(self) -> bool:
        """Whether the days of a candidate are open."""
        return any(each.missing for each in self.candidates)
