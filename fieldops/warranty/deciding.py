"""From the facts of a claim on a day to its verdict. Nothing is remembered here, and nothing explained."""

from __future__ import annotations

from collections.abc import Iterable

from fieldops.structs import replaced
from fieldops.warranty import services
from fieldops.warranty.candidates import candidates_of, in_order, in_scope
from fieldops.warranty.outcomes import (
    Result,
    by_cause,
    by_upgrade,
    effective_cause,
    settled,
    without_warranty,
)
from fieldops.warranty.parts import BuiltIn
from fieldops.warranty.remedies import offered
from fieldops.warranty.scenarios import Scenario, is_worn, nearest_of, possible, together
from fieldops.warranty.told import Told
from fieldops.warranty.verdict import Candidate, Verdict


def verdict_of(told: Told) -> Verdict:
    """What is decided: the same for every value of what is not known, or undetermined."""
    claim = told.claim
    if claim.service is not None and claim.service != "spare_part_swap":
        return services.verdict(told.terms.contract, claim)
    found = {scenario: _result(told, scenario) for scenario in possible(told).scenarios()}
    result = together(found)
    candidates = _of_every(told, found)
    verdict = Verdict(
        result.outcome,
        result.why,
        result.costs,
        result.decider or nearest_of(candidates),
        candidates,
        missing=result.missing,
    )
    if claim.service is not None:
        return services.swapped(told.terms.contract, verdict)
    return _with_more(told, verdict, result.decider)


def _with_more(told: Told, verdict: Verdict, decider: Candidate | None) -> Verdict:
    """The verdict with what the customer gets: remedies, or what comes with an upgrade."""
    if decider is None:
        return verdict
    if verdict.outcome == "covered":
        remedies = offered(told.asset, told.claim, decider.warranty)
        verdict = replaced(verdict, remedies=remedies)
    upgrades = decider.warranty.upgrades if told.claim.upgrade is not None else None
    if upgrades is not None and verdict.outcome != "undetermined":
        verdict = replaced(verdict, hand_over=upgrades.hand_over)
    return verdict


def _result(told: Told, scenario: Scenario) -> Result:
    claim, part = told.claim, _part(told, scenario)
    if part is not None and not part.present:
        return Result("not_covered", "part-absent")
    candidates = _candidates(told, scenario)
    cause = effective_cause(scenario.cause, is_worn(claim, part, scenario.consumable))
    upgrade = claim.upgrade

    def decide(one: Candidate) -> Result:
        return by_cause(one, cause) if upgrade is None else by_upgrade(one, upgrade)

    def otherwise() -> Result:
        # The same whatever the cause is.
        key = (*scenario.of_candidates, upgrade is not None)
        found = told.known.otherwise.get(key)
        if found is None:
            found = without_warranty(told.terms.contract, candidates, upgrade is not None)
            told.known.otherwise[key] = found
        return found

    return settled(candidates, decide, otherwise, claim.governing)


def _part(told: Told, scenario: Scenario) -> BuiltIn | None:
    return told.parts[scenario.part] if told.parts else None


def _candidates(told: Told, scenario: Scenario) -> tuple[Candidate, ...]:
    key = scenario.of_candidates
    found = told.known.candidates.get(key)
    if found is None:
        found = told.known.candidates[key] = _found(told, scenario)
    return found


def _found(told: Told, scenario: Scenario) -> tuple[Candidate, ...]:
    part = _part(told, scenario)
    category = scenario.part_category
    if category is None and part is not None:
        category = told.claim.part_category or part.category
    inside = (cover for cover in told.covers if in_scope(cover, scenario.fault_in, part, category))
    return candidates_of(told, inside, part)


def _of_every(told: Told, scenarios: Iterable[Scenario]) -> tuple[Candidate, ...]:
    """The candidates of every scenario, each once, as the explanation lists them."""
    listed: dict[int, Candidate] = {}
    for scenario in {each.of_candidates: each for each in scenarios}.values():
        for one in _candidates(told, scenario):
            listed.setdefault(one.use, one)
    return in_order(listed.values())
