"""What the service level demands before work begins that no warranty covers: it is told, and decides nothing."""

from __future__ import annotations

from collections.abc import Iterator

from fieldops.contracts.reasons import Clause, Reason
from fieldops.contracts.wording import word, words
from fieldops.warranty.clauses import tried
from fieldops.warranty.told import Told
from fieldops.warranty.verdict import Verdict


def before_work(told: Told, verdict: Verdict) -> Iterator[Reason]:
    """The steps before work that is not covered, and who approves it, by the service level in force then. B3 B9"""
    level = told.agreement.level(told.terms.contract)
    if verdict.outcome != "not_covered" or level is None or level.not_covered is None:
        return
    agreed = level.not_covered
    if agreed.steps:
        clause: Clause = ("ServiceLevel", level.id, ("not_covered", "steps"))
        yield tried("decision.before-work.steps", "note", clause, steps=words(agreed.steps))
    if agreed.approved_by is not None:
        clause = ("ServiceLevel", level.id, ("not_covered", "approved_by"))
        yield tried("decision.approval.by", "note", clause, by=word(agreed.approved_by))
