"""From the candidates and a cause (or an upgrade) to an outcome and who pays.

A result is worked out for facts that are all known; `merged` puts the results for all values of an unknown fact
together. Nothing here looks at the order in which documents or entries stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from fieldops.contracts.model import Contract
from fieldops.warranty.claim import Upgrade
from fieldops.warranty.verdict import CLASSES, OPEN, Candidate, Cost, Costs, Outcome, Why, cost_of

# A part that wears out as expected is no warranty case (schema of part catalogues); who misuses it still answers for that.
_WORN = frozenset({"normal", "defect", "installation"})


@dataclass(frozen=True, slots=True)
class Result:
    """An outcome with the rule that settled it, the costs, the candidate that decides, and what is missing."""

    outcome: Outcome
    why: Why
    costs: Costs = field(default_factory=Costs)
    decider: Candidate | None = None
    missing: tuple[str, ...] = ()


def effective_cause(cause: str, consumable: bool) -> str:
    """The cause that the warranty is asked about: a consumable wears out."""
    return "consumable" if consumable and cause in _WORN else cause


def by_cause(candidate: Candidate, cause: str) -> Result:
    """What the warranty says of the cause: covered, excluded with its prices, or not named. C1 C2"""
    warranty = candidate.warranty
    if cause in warranty.causes:
        costs = Costs(*(Cost(getattr(warranty, name)) for name in CLASSES))
        return Result("covered", "cause-covered", costs, candidate)
    exclusion = next((one for one in warranty.exclusions if one.cause == cause), None)
    if exclusion is not None:
        costs = Costs(*(cost_of(getattr(exclusion, name)) for name in CLASSES))
        return Result("not_covered", "cause-excluded", costs, candidate)
    return Result("not_covered", "cause-unnamed", Costs(), candidate)


def by_upgrade(candidate: Candidate, upgrade: Upgrade) -> Result:
    """What a new version costs during the warranty; covered is one that is free. C11"""
    upgrades = candidate.warranty.upgrades
    price = None if upgrades is None else upgrades.major if upgrade == "major" else upgrades.minor
    if price is None:
        return Result("not_covered", "upgrade-unsaid", Costs(), candidate)
    cost = cost_of(price)
    outcome: Outcome = "covered" if cost.percent == 100 else "not_covered"
    return Result(outcome, "upgrade-priced", Costs(cost, cost, cost), candidate)


def without_warranty(terms: Contract, candidates: Sequence[Candidate], upgrade: bool) -> Result:
    """No warranty holds: who pays after the last has ended, as far as the contract says so. C2 C3 C9"""
    states = {one.state for one in candidates}
    if not candidates:
        return Result("not_covered", "no-warranty")
    if "after" not in states:
        unknown = Costs(OPEN, OPEN, OPEN) if "unknown" in states else Costs()
        return Result("not_covered", "not-started", unknown)
    after = terms.after_warranty
    if after is None:
        return Result("not_covered", "ended")
    if upgrade:
        cost = cost_of(after.upgrades)
        return Result("not_covered", "ended", Costs(cost, cost, cost))
    costs = Costs(*(cost_of(getattr(after, name)) for name in CLASSES))
    experts = cost_of(after.experts) if after.experts is not None else None
    return Result("not_covered", "ended", Costs(costs.parts, costs.labour, costs.travel, experts))


def settled(
    candidates: Sequence[Candidate],
    decide: Callable[[Candidate], Result],
    otherwise: Callable[[], Result],
    governing: str | None,
) -> Result:
    """The result by the candidate with the highest precedence that holds on the day.

    Two with the same precedence are not chosen between: undetermined. One whose dates are not known may or may not
    hold, so both are looked at. `governing`: the id of the warranty that both sides let decide.
    """
    if not any(one.may_hold for one in candidates):
        return otherwise()
    chosen = [one for one in candidates if one.warranty.id == governing] if governing else []
    ranked = [*chosen, *(one for one in candidates if one not in chosen)]
    possible: list[Result] = []
    missing: list[str] = []
    for _, level in groupby(ranked, lambda one: (one in chosen, one.precedence)):
        # The same terms named twice are no two answers.
        alive = list({one.warranty.id: one for one in level if one.may_hold}.values())
        certain = [one for one in alive if one.state == "in"]
        missing += [fact for one in alive for fact in one.missing]
        possible += [decide(one) for one in alive]
        if len(alive) > 1:
            facts = ("governing",) if len(certain) > 1 else tuple(f for one in alive for f in one.missing)
            possible.append(Result("undetermined", "ambiguous", missing=facts))
        if certain:
            break
    else:
        possible.append(otherwise())
    return merged(possible, missing)


def merged(possible: Sequence[Result], missing: Iterable[str] = ()) -> Result:
    """One result for several that may be: the outcome only where all agree, and so each cost.

    `missing` are the facts that would tell which of them it is; they are named where it matters.
    """
    first = possible[0]
    if len(possible) == 1:
        return first
    if all(one.outcome == first.outcome and one.costs == first.costs for one in possible[1:]):
        facts = tuple(dict.fromkeys(fact for one in possible for fact in one.missing))
        return Result(first.outcome, first.why, first.costs, first.decider, facts)
    outcomes = {one.outcome for one in possible}
    facts = tuple(dict.fromkeys([*missing, *(fact for one in possible for fact in one.missing)]))
    experts = {one.costs.experts for one in possible}
    costs = Costs(
        _agreed(one.costs.parts for one in possible),
        _agreed(one.costs.labour for one in possible),
        _agreed(one.costs.travel for one in possible),
        next(iter(experts)) if len(experts) == 1 else None,
    )
    ambiguous = next((one for one in possible if one.why == "ambiguous"), None)
    if len(outcomes) == 1 and first.outcome != "undetermined":
        return Result(first.outcome, first.why, costs, first.decider, facts)
    return Result("undetermined", "ambiguous" if ambiguous else "missing", costs, first.decider, facts)


def _agreed(costs: Iterable[Cost]) -> Cost:
    every = set(costs)
    return next(iter(every)) if len(every) == 1 else OPEN
