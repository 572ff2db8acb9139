"""Why a claim was decided so: every rule that was tested, with its result, its clause and the days computed.

Lives here: which rules are told, in which order. Does not live here: the sentences (fieldops.messages.decisions).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from fieldops.contracts.cover import Cover
from fieldops.contracts.reasons import Clause, Reason
from fieldops.contracts.wording import duration, word, words
from fieldops.errors import Named
from fieldops.warranty import services
from fieldops.warranty.candidates import in_scope
from fieldops.warranty.claim import CAUSES, UNKNOWN, Claim
from fieldops.warranty.clauses import asset_clause, contract_clause, facts, section, tried, use_clause
from fieldops.warranty.decision import CLASSES, Candidate, Cost
from fieldops.warranty.explaining_days import candidate
from fieldops.warranty.outcomes import by_cause, effective_cause

if TYPE_CHECKING:
    from fieldops.warranty.judge import Judge, Told

_RESULT = {"covered": "yes", "not_covered": "no", "undetermined": "unknown"}


def opening(judge: Judge, claim: Claim, day: date, terms_day: date, today: date | None) -> tuple[Reason, ...]:
    """What is told of the day and the equipment: how a time became a day, a day to come, terms of another day."""
    zone = judge.zone.key
    found = []
    if isinstance(claim.day, datetime):
        found.append(tried("decision.asked.time", "note", time=claim.day.isoformat(), day=day, zone=zone))
    else:
        found.append(tried("decision.asked.day", "note", day=day, zone=zone))
    if today is not None and day > today:
        found.append(tried("decision.future.day", "note", day=day, today=today))
    if terms_day != day:
        found.append(tried("decision.terms-of.day", "note", day=terms_day))
    return (*found, _asset(judge, claim))


def reasons(judge: Judge, told: Told) -> tuple[Reason, ...]:
    """The tree of reasons of a verdict, without the day itself."""
    if told.claim.service is not None:
        own = tuple(_service(judge, told))
        if told.claim.service != "spare_part_swap":
            return (*own, _conclusion(told))
    else:
        own = ()
    found = [*_amendments(judge, told), _term(judge, told), *own]
    found += [*_part(judge, told), *_out_of_scope(judge, told)]
    found += [candidate(judge, told, one) for one in told.verdict.candidates]
    found += [*_decider(judge, told), *_cause(told), *_upgrade(told), *_afterwards(judge, told)]
    found += [*_costs(told), *_remedies(told), *_lifelong(judge, told)]
    return (*found, _conclusion(told))


# --- the contract --------------------------------------------------------------------------------------


def _asset(judge: Judge, claim: Claim) -> Reason:
    index, asset = judge.asset(claim.asset)
    named = {"asset": asset.id, "serial": asset.serial or "-", "contract": judge.agreement.contract.id}
    return tried("decision.asset.listed", "yes", asset_clause(judge, index), **named)


def _amendments(judge: Judge, told: Told) -> Iterator[Reason]:
    for index, one in enumerate(judge.agreement.contract.amendments):
        if one.sets is not None and one.applies_from <= told.terms_day:
            clause = contract_clause(judge, "amendments", index)
            yield tried("decision.amendment.applies", "note", clause, id=one.id, day=one.applies_from)


def _term(judge: Judge, told: Told) -> Reason:
    """Whether the service runs on that day. A warranty keeps its own days: the term does not end it."""
    term = told.terms.term
    place = section(judge.agreement.contract, "term", told.terms_day)
    days = {"start": term.start, "end": term.end}
    if told.day < term.start:
        return tried("decision.term.before", "note", contract_clause(judge, *place, "start"), **days)
    if told.day > term.end:
        return tried("decision.term.after", "note", contract_clause(judge, *place, "end"), **days)
    return tried("decision.term.within", "note", contract_clause(judge, *place), **days)


# --- the part ------------------------------------------------------------------------------------------


def _part(judge: Judge, told: Told) -> Iterator[Reason]:
    if len(told.parts) > 1:
        serials = ", ".join(sorted(one.serial or "-" for one in told.parts))
        yield tried(
            "decision.part.several",
            "unknown",
            asset_clause(judge, told.asset_index),
            part=told.claim.part_no,
            serials=serials,
        )
        return
    part = told.part
    if part is None:
        return
    clause = part.entry or asset_clause(judge, told.asset_index)
    if part.index is not None:
        clause = asset_clause(judge, told.asset_index, "parts", part.index)
    elif part.swaps:
        clause = asset_clause(judge, told.asset_index, "swaps", part.swaps[-1])
    named = {"part": part.part_no, "serial": part.serial or "-"}
    if part.present:
        category = word_or_text(told.claim.part_category or part.category)
        yield tried(
            "decision.part.present", "yes", clause, tuple(_swaps(judge, told)), **named, category=category
        )
    else:
        yield tried("decision.part.absent", "no", clause, tuple(_swaps(judge, told)), **named)
    if told.consumable is None:
        yield tried("decision.consumable.unknown", "unknown", clause, **named)
    elif told.consumable:
        yield tried("decision.consumable.yes", "yes", part.entry or clause, **named)


def word_or_text(value: str | None) -> object:
    """A category in the contract's own words, or that there is none."""
    return value if value is not None else Named("decision.none")


def _swaps(judge: Judge, told: Told) -> Iterator[Reason]:
    for index in told.part.swaps if told.part is not None else ():
        swap = told.asset.swaps[index]
        clause = asset_clause(judge, told.asset_index, "swaps", index)
        values = {"day": swap.date, "old": swap.removed_serial, "new": swap.installed_serial}
        yield tried("decision.swap.done", "note", clause, **values)


# --- warranties ----------------------------------------------------------------------------------------


def _out_of_scope(judge: Judge, told: Told) -> Iterator[Reason]:
    """The asset's warranties that are not asked, and why."""
    asked = {(one.warranty.id, one.use) for one in told.verdict.candidates}
    if not told.covers:
        yield tried("decision.scope.none", "no", contract_clause(judge, "warranties"))
    for cover in sorted(told.covers, key=lambda one: (one.warranty.id, one.use)):
        if (cover.warranty.id, cover.use) in asked:
            continue
        named = {"terms": cover.warranty.id, "title": cover.warranty.title}
        if cover.warranty.part_categories and in_scope_but_category(cover, told):
            clause: Clause = ("Warranty", cover.warranty.id, ("part_categories",))
            names = ", ".join(cover.warranty.part_categories)
            result = "unknown" if "part_category" in told.verdict.missing else "no"
            yield tried("decision.scope.category", result, clause, **named, categories=names)
        else:
            clause = ("Warranty", cover.warranty.id, ("covers",))
            result = "unknown" if "fault_in" in told.verdict.missing else "no"
            yield tried("decision.scope.kind", result, clause, **named, covers=word(cover.warranty.covers))


def in_scope_but_category(cover: Cover, told: Told) -> bool:
    """Whether it is the category of the part, and not hardware or software, that keeps the warranty out."""
    kind = told.claim.fault_in or "hardware"
    return kind == cover.warranty.covers and not in_scope(cover, kind, told.part, "")


# --- the decision --------------------------------------------------------------------------------------


def _decider(judge: Judge, told: Told) -> Iterator[Reason]:
    """Which of several warranties decides."""
    alive = [one for one in told.verdict.candidates if one.state in ("in", "unknown")]
    if told.verdict.why == "ambiguous" and alive:
        names = ", ".join(dict.fromkeys(one.warranty.id for one in alive))
        clause = use_clause(judge, told, alive[0].use, "terms")
        yield tried("decision.precedence.ambiguous", "unknown", clause, warranties=names)
    elif len(alive) > 1 and told.verdict.warranty is not None:
        chosen = told.verdict.warranty
        key = "precedence" if chosen.precedence else "terms"
        clause = use_clause(judge, told, chosen.use, key)
        yield tried(
            "decision.precedence.highest",
            "yes",
            clause,
            terms=chosen.warranty.id,
            precedence=chosen.precedence,
        )


def _cause(told: Told) -> Iterator[Reason]:
    """What the deciding warranty says of the cause; of an unknown one, what it says of each."""
    one = told.verdict.warranty
    if told.claim.upgrade is not None or one is None or one.state not in ("in", "unknown"):
        return
    clause: Clause = ("Warranty", one.warranty.id, ("causes",))
    if told.claim.cause == UNKNOWN:
        covered = [
            each
            for each in CAUSES
            if by_cause(one, effective_cause(each, bool(told.consumable))).outcome == "covered"
        ]
        yield tried(
            "decision.cause.unknown", "unknown", clause, covered=words(covered) or Named("decision.none")
        )
        return
    yield _one_cause(one, effective_cause(told.claim.cause, bool(told.consumable)))


def _one_cause(one: Candidate, cause: str) -> Reason:
    warranty = one.warranty
    if cause in warranty.causes:
        clause: Clause = ("Warranty", warranty.id, ("causes", warranty.causes.index(cause)))
        return tried("decision.cause.covered", "yes", clause, cause=word(cause))
    for index, exclusion in enumerate(warranty.exclusions):
        if exclusion.cause == cause:
            clause = ("Warranty", warranty.id, ("exclusions", index))
            return tried("decision.cause.excluded", "no", clause, cause=word(cause))
    clause = ("Warranty", warranty.id, ("causes",))
    return tried("decision.cause.unnamed", "no", clause, cause=word(cause))


def _upgrade(told: Told) -> Iterator[Reason]:
    one, upgrade = told.verdict.warranty, told.claim.upgrade
    if upgrade is None or one is None or one.state not in ("in", "unknown"):
        return
    kind = Named(f"decision.upgrade-{upgrade}")
    upgrades = one.warranty.upgrades
    if upgrades is None or getattr(upgrades, upgrade) is None:
        clause: Clause = ("Warranty", one.warranty.id, ("upgrades",) if upgrades else ("covers",))
        yield tried("decision.upgrade.unsaid", "no", clause, kind=kind)
        return
    price = getattr(upgrades, upgrade)
    result = "yes" if price.price == "free" else "no"
    clause = ("Warranty", one.warranty.id, ("upgrades", upgrade))
    yield tried("decision.upgrade.priced", result, clause, kind=kind)
    if upgrades.hand_over:
        clause = ("Warranty", one.warranty.id, ("upgrades", "hand_over"))
        yield tried("decision.upgrade.handed-over", "note", clause, papers=words(upgrades.hand_over))


def _afterwards(judge: Judge, told: Told) -> Iterator[Reason]:
    """Who pays when no warranty holds any more. C2 C3 C9"""
    if told.verdict.why not in ("ended", "not-started", "no-warranty"):
        return
    if told.verdict.why != "ended":
        yield tried("decision.afterwards.not-yet", "note", contract_clause(judge, "warranties"))
        return
    place = section(judge.agreement.contract, "after_warranty", told.terms_day)
    after = told.terms.after_warranty
    if after is None:
        yield tried("decision.afterwards.unsaid", "note", contract_clause(judge))
        return
    yield tried("decision.afterwards.agreed", "yes", contract_clause(judge, *place))
    if after.same_response:
        yield tried(
            "decision.afterwards.same-response", "note", contract_clause(judge, *place, "same_response")
        )


def _costs(told: Told) -> Iterator[Reason]:
    for name in CLASSES:
        yield _cost(name, getattr(told.verdict.costs, name))
    if told.verdict.costs.experts is not None:
        yield _cost("experts", told.verdict.costs.experts)


def _cost(name: str, cost: Cost) -> Reason:
    kind = Named(f"cost.{name}")
    if cost.open:
        return tried("decision.cost.open", "unknown", cost=kind)
    if cost.percent is not None:
        return tried("decision.cost.percent", "note", cost=kind, percent=cost.percent)
    if cost.price is not None:
        return tried("decision.cost.price", "note", cost=kind, price=word(cost.price))
    return tried("decision.cost.unsaid", "note", cost=kind)


def _remedies(told: Told) -> Iterator[Reason]:
    for one in told.verdict.remedies:
        kind = word(one.remedy.kind)
        if one.remedy.within is not None:
            kind = Named("decision.remedy-within", remedy=kind, within=duration(one.remedy.within))
        if one.remedy.until is not None:
            kind = Named("decision.remedy-until", remedy=kind, until=word(one.remedy.until))
        if one.certain:
            yield tried("decision.remedy.offered", "yes", one.clause, remedy=kind)
        else:
            when = word(one.remedy.when or "")
            yield tried("decision.remedy.if", "unknown", one.clause, remedy=kind, when=when)
    warranty = told.verdict.warranty.warranty if told.verdict.warranty else None
    promised = warranty.after_replacement if warranty is not None else None
    offered = any(one.remedy.kind == "new_equipment" for one in told.verdict.remedies)
    if promised is not None and warranty is not None and offered:
        clause: Clause = ("Warranty", warranty.id, ("after_replacement",))
        yield tried("decision.replaced.promises", "note", clause)


# --- lifelong services ---------------------------------------------------------------------------------


def _lifelong(judge: Judge, told: Told) -> Iterator[Reason]:
    """What stays free or owed when a fault is not covered."""
    if told.verdict.outcome == "covered" or told.claim.service is not None or told.claim.upgrade is not None:
        return
    for index, one in enumerate(told.terms.lifelong_services):
        clause = contract_clause(judge, "lifelong_services", index)
        yield tried("decision.lifelong.stays", "note", clause, name=one.name)


def _service(judge: Judge, told: Told) -> Iterator[Reason]:
    asked = told.claim.service or ""
    found = services.entries(told.terms, asked)
    if not found:
        path = ("lifelong_services",) if told.terms.lifelong_services else ()
        yield tried("decision.service.unnamed", "no", contract_clause(judge, *path), service=word(asked))
    for index, one in found:
        place = ("lifelong_services", index)
        inner = tuple(
            tried("decision.service.limit", "note", contract_clause(judge, *place, "limits", at), limit=limit)
            for at, limit in enumerate(one.limits)
        )
        yield tried("decision.service.owed", "yes", contract_clause(judge, *place), inner, name=one.name)
        if one.only_delivered_scope:
            given = told.claim.delivered_scope
            result = "unknown" if given is None else "yes" if given else "no"
            clause = contract_clause(judge, *place, "only_delivered_scope")
            yield tried("decision.service.delivered-scope", result, clause)


def _conclusion(told: Told) -> Reason:
    verdict = told.verdict
    result = _RESULT[verdict.outcome]
    outcome = Named(f"outcome.{verdict.outcome}")
    if verdict.missing:
        return tried("decision.outcome.missing", result, outcome=outcome, facts=facts(verdict.missing))
    return tried("decision.outcome.decided", result, outcome=outcome, why=Named(f"why.{verdict.why}"))
