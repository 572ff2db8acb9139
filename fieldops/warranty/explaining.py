"""Why a claim was decided so: every rule that was tested, with its result, its clause and the days computed.

Lives here: which rules are told, in which order. Does not live here: the sentences (fieldops.messages.decisions).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from fieldops.contracts.cover import Cover
from fieldops.contracts.model import LifelongService, Warranty
from fieldops.contracts.model.warranty import CAUSES
from fieldops.contracts.reasons import Clause, Reason, Result
from fieldops.contracts.terms import Terms
from fieldops.contracts.wording import category as category_word
from fieldops.contracts.wording import duration, word, words
from fieldops.documents.yaml_text import Path
from fieldops.errors import Named
from fieldops.warranty import services
from fieldops.warranty.candidates import in_scope
from fieldops.warranty.claim import Claim, Ware
from fieldops.warranty.clauses import (
    facts,
    own_clause,
    tried,
    use_clause,
    whole_contract,
)
from fieldops.warranty.explaining_days import candidate
from fieldops.warranty.outcomes import by_cause, effective_cause
from fieldops.warranty.told import Told
from fieldops.warranty.uncovered import before_work
from fieldops.warranty.verdict import CLASSES, Candidate, Cost, Outcome, Verdict


@dataclass(frozen=True, slots=True)
class Days:
    """The day asked about (in the time zone `zone`), the day of the terms applied, and the day now, where one is told."""

    day: date
    terms_day: date
    today: date | None
    zone: str


_RESULT: Mapping[Outcome, Result] = {"covered": "yes", "not_covered": "no", "undetermined": "unknown"}


def opening(claim: Claim, terms: Terms, on: Days, asset: Reason) -> tuple[Reason, ...]:
    """What is told of the day asked about and the equipment, before the verdict: the rest is the same for many days."""
    found = [_asked(claim, on)]
    if on.today is not None and on.day > on.today:
        found.append(tried("decision.future.day", "note", day=on.day, today=on.today))
    if on.terms_day != on.day:
        found.append(tried("decision.terms-of.day", "note", day=on.terms_day))
    # A lifelong service is owed on any day.
    own = () if claim.service not in (None, "spare_part_swap") else (_term(terms, on),)
    return (*found, asset, *own)


def _asked(claim: Claim, on: Days) -> Reason:
    """How the time asked about became a day."""
    if isinstance(claim.day, datetime):
        return tried("decision.asked.time", "note", time=claim.day.isoformat(), day=on.day, zone=on.zone)
    return tried("decision.asked.day", "note", day=on.day, zone=on.zone)


def listed(terms: Terms, index: int) -> Reason:
    """That the equipment is the contract's, and where it stands."""
    asset = terms.contract.assets[index]
    named = {"asset": asset.id, "serial": asset.serial or "-", "contract": terms.contract.id}
    return tried("decision.asset.listed", "yes", terms.clause("assets", index), **named)


def _term(terms: Terms, on: Days) -> Reason:
    """Whether there is service on that day. A warranty keeps its own days: the term does not end it."""
    start = terms.contract.term.start
    period = terms.period if on.day == on.terms_day else terms.course.on(on.day)
    days = {"start": start, "end": period.last}
    if on.day < start:
        return tried("decision.term.before", "note", terms.clause("term", "start"), **days)
    if on.day > period.last:
        return tried("decision.term.after", "note", terms.clause("term", "end"), **days)
    return tried("decision.term.within", "note", terms.clause("term"), **days)


def reasons(told: Told, verdict: Verdict) -> tuple[Reason, ...]:
    """The tree of reasons of the verdict about these facts, without the day itself."""
    own = tuple(_service(told)) if told.claim.service is not None else ()
    if told.claim.service not in (None, "spare_part_swap"):
        return (*own, *before_work(told, verdict), _conclusion(verdict))
    found = [*_amendments(told), *own]
    found += [*_part(told), *_out_of_scope(told, verdict)]
    found += [candidate(told, one) for one in verdict.candidates]
    found += [*_decider(told, verdict), *_cause(told, verdict), *_upgrade(told, verdict)]
    found += [
        *_afterwards(told, verdict),
        *_costs(told, verdict),
        *_remedies(verdict),
        *_lifelong(told, verdict),
        *before_work(told, verdict),
    ]
    return (*found, _conclusion(verdict))


# --- the contract --------------------------------------------------------------------------------------


def _amendments(told: Told) -> Iterator[Reason]:
    amendments = told.agreement.signed.amendments
    for index in told.terms.version.amendments:
        one = amendments[index]
        clause = told.terms.clause("amendments", index)
        yield tried("decision.amendment.applies", "note", clause, id=one.id, day=one.applies_from)


# --- the part ------------------------------------------------------------------------------------------


def _part(told: Told) -> Iterator[Reason]:
    if len(told.parts) > 1:
        serials = tuple(sorted(one.serial or "-" for one in told.parts))
        yield tried(
            "decision.part.several",
            "unknown",
            own_clause(told),
            part=told.claim.part_no,
            serials=serials,
        )
        return
    part = told.part
    if part is None:
        return
    clause = part.entry or own_clause(told)
    if part.index is not None:
        clause = own_clause(told, "parts", part.index)
    elif part.swaps:
        clause = own_clause(told, "swaps", part.swaps[-1])
    named = {"part": part.part_no, "serial": part.serial or "-"}
    if part.present:
        category = category_word(told.claim.part_category or part.category or "-")
        yield tried("decision.part.present", "yes", clause, tuple(_swaps(told)), **named, category=category)
    else:
        yield tried("decision.part.absent", "no", clause, tuple(_swaps(told)), **named)
    if told.consumable is None:
        yield tried("decision.consumable.unknown", "unknown", clause, **named)
    elif told.consumable:
        yield tried("decision.consumable.yes", "yes", part.entry or clause, **named)


def word_or_text(value: str | None) -> object:
    """A category in the contract's own words, or that there is none."""
    return value if value is not None else Named("decision.none")


def _swaps(told: Told) -> Iterator[Reason]:
    for index in told.part.swaps if told.part is not None else ():
        swap = told.asset.swaps[index]
        clause = own_clause(told, "swaps", index)
        values = {"day": swap.date, "old": swap.removed_serial, "new": swap.installed_serial}
        yield tried("decision.swap.done", "note", clause, **values)


# --- warranties ----------------------------------------------------------------------------------------


def _out_of_scope(told: Told, verdict: Verdict) -> Iterator[Reason]:
    """The asset's warranties that are not asked, and why."""
    asked = {(one.warranty.id, one.use) for one in verdict.candidates}
    if not told.covers:
        yield tried("decision.scope.none", "no", told.terms.clause("warranties"))
    for cover in sorted(told.covers, key=lambda one: (one.warranty.id, one.use)):
        if (cover.warranty.id, cover.use) in asked:
            continue
        named = {"terms": cover.warranty.id, "title": cover.warranty.title}
        if cover.warranty.part_categories and in_scope_but_category(cover, told):
            clause: Clause = ("Warranty", cover.warranty.id, ("part_categories",))
            names = tuple(category_word(each) for each in cover.warranty.part_categories)
            result: Result = "unknown" if "part_category" in verdict.missing else "no"
            yield tried("decision.scope.category", result, clause, **named, categories=names)
        else:
            clause = ("Warranty", cover.warranty.id, ("covers",))
            result = "unknown" if "fault_in" in verdict.missing else "no"
            yield tried("decision.scope.kind", result, clause, **named, covers=word(cover.warranty.covers))


def in_scope_but_category(cover: Cover, told: Told) -> bool:
    """Whether it is the category of the part, and not hardware or software, that keeps the warranty out."""
    kind: Ware = told.claim.fault_in or "hardware"
    return kind == cover.warranty.covers and not in_scope(cover, kind, told.part, "")


# --- the decision --------------------------------------------------------------------------------------


def _decider(told: Told, verdict: Verdict) -> Iterator[Reason]:
    """Which of several warranties decides."""
    alive = [one for one in verdict.candidates if one.may_hold]
    if verdict.why == "ambiguous" and alive:
        names = ", ".join(dict.fromkeys(one.warranty.id for one in alive))
        clause = use_clause(told, alive[0].use, "terms")
        yield tried("decision.precedence.ambiguous", "unknown", clause, warranties=names)
    elif len(alive) > 1 and verdict.warranty is not None:
        chosen = verdict.warranty
        key = "precedence" if chosen.precedence else "terms"
        clause = use_clause(told, chosen.use, key)
        yield tried(
            "decision.precedence.highest",
            "yes",
            clause,
            terms=chosen.warranty.id,
            precedence=chosen.precedence,
        )


def _cause(told: Told, verdict: Verdict) -> Iterator[Reason]:
    """What the deciding warranty says of the cause; of an unknown one, what it says of each."""
    one = verdict.warranty
    if told.claim.upgrade is not None or one is None or not one.may_hold:
        return
    clause: Clause = ("Warranty", one.warranty.id, ("causes",))
    if told.claim.cause == "unknown":
        covered = [
            each
            for each in CAUSES
            if by_cause(one, effective_cause(each, bool(told.consumable))).outcome == "covered"
        ]
        yield tried(
            "decision.cause.unknown",
            "unknown",
            clause,
            covered=tuple(word(each, "cause") for each in covered) or Named("decision.none"),
        )
        return
    yield _one_cause(one, effective_cause(told.claim.cause, bool(told.consumable)))


def _one_cause(one: Candidate, cause: str) -> Reason:
    warranty = one.warranty
    if cause in warranty.causes:
        clause: Clause = ("Warranty", warranty.id, ("causes", warranty.causes.index(cause)))
        return tried("decision.cause.covered", "yes", clause, cause=word(cause, "cause"))
    for index, exclusion in enumerate(warranty.exclusions):
        if exclusion.cause == cause:
            clause = ("Warranty", warranty.id, ("exclusions", index))
            return tried("decision.cause.excluded", "no", clause, cause=word(cause, "cause"))
    clause = ("Warranty", warranty.id, ("causes",))
    return tried("decision.cause.unnamed", "no", clause, cause=word(cause, "cause"))


def _upgrade(told: Told, verdict: Verdict) -> Iterator[Reason]:
    one, upgrade = verdict.warranty, told.claim.upgrade
    if upgrade is None or one is None or not one.may_hold:
        return
    kind = Named(f"decision.upgrade-{upgrade}")
    upgrades = one.warranty.upgrades
    if upgrades is None or getattr(upgrades, upgrade) is None:
        clause: Clause = ("Warranty", one.warranty.id, ("upgrades",) if upgrades else ("covers",))
        yield tried("decision.upgrade.unsaid", "no", clause, kind=kind)
        return
    price = getattr(upgrades, upgrade)
    result: Result = "yes" if price.price == "free" else "no"
    clause = ("Warranty", one.warranty.id, ("upgrades", upgrade))
    yield tried("decision.upgrade.priced", result, clause, kind=kind)
    if upgrades.hand_over:
        clause = ("Warranty", one.warranty.id, ("upgrades", "hand_over"))
        yield tried("decision.upgrade.handed-over", "note", clause, papers=words(upgrades.hand_over))


def _afterwards(told: Told, verdict: Verdict) -> Iterator[Reason]:
    """Who pays when no warranty holds any more. C2 C3 C9"""
    if verdict.why not in ("ended", "not-started", "no-warranty"):
        return
    after = told.terms.contract.after_warranty
    if verdict.why != "ended":
        # What was never under warranty that day, or was taken out of it by an amendment, has no warranty that ended.
        none = "none" if verdict.why == "no-warranty" and after is not None else "not-yet"
        yield tried(f"decision.afterwards.{none}", "note", told.terms.clause("warranties"))
        return
    if after is None:
        yield tried("decision.afterwards.unsaid", "note", whole_contract(told))
        return
    yield tried("decision.afterwards.agreed", "yes", told.terms.clause("after_warranty"))
    if after.same_response:
        yield tried(
            "decision.afterwards.same-response", "note", told.terms.clause("after_warranty", "same_response")
        )


def _costs(told: Told, verdict: Verdict) -> Iterator[Reason]:
    after = told.terms.contract.after_warranty
    for name in CLASSES:
        price = getattr(after, name) if verdict.why == "no-warranty" and after is not None else None
        if price is not None:
            # Agreed, but for the time after a warranty; a reader must not take it for nothing, nor for the price here.
            clause = told.terms.clause("after_warranty", name)
            yield tried(
                "decision.cost.perhaps",
                "unknown",
                clause,
                cost=Named(f"cost.{name}"),
                price=word(price.price),
            )
        else:
            yield _cost(name, getattr(verdict.costs, name), _priced(told, verdict, name))
    if verdict.costs.experts is not None:
        yield _cost("experts", verdict.costs.experts, _priced(told, verdict, "experts"))


def _cost(name: str, cost: Cost, clause: Clause | None) -> Reason:
    kind = Named(f"cost.{name}")
    if cost.open:
        return tried("decision.cost.open", "unknown", clause, cost=kind)
    if cost.percent is not None:
        return tried("decision.cost.percent", "note", clause, cost=kind, percent=cost.percent)
    if cost.price is not None:
        return tried("decision.cost.price", "note", clause, cost=kind, price=word(cost.price))
    return tried("decision.cost.unsaid", "note", clause, cost=kind)


def _priced(told: Told, verdict: Verdict, name: str) -> Clause | None:
    """Where it is agreed who bears that class of cost, or would be: of several warranties in the one that is shown.

    None where the cause is not known and the warranty says different things of them.
    """
    one, claim = verdict.warranty, told.claim
    if verdict.why == "part-absent":
        return own_clause(told)
    if one is not None and one.may_hold and name != "experts":
        if claim.cause == "unknown" and claim.upgrade is None and one.warranty.exclusions:
            return None
        return "Warranty", one.warranty.id, _priced_by(told, one.warranty, name)
    ended = one is not None and one.state == "after"
    if ended and told.terms.contract.after_warranty is not None:
        return told.terms.clause("after_warranty", "upgrades" if claim.upgrade is not None else name)
    return whole_contract(told) if ended else told.terms.clause("warranties")


def _priced_by(told: Told, warranty: Warranty, name: str) -> Path:
    """Where the warranty says who bears that class of cost for the claim; where it would, when it does not."""
    claim = told.claim
    if claim.upgrade is not None:
        return ("upgrades", claim.upgrade) if warranty.upgrades is not None else ("covers",)
    cause = effective_cause(claim.cause, bool(told.consumable))
    for index, exclusion in enumerate(warranty.exclusions):
        if exclusion.cause == cause:
            return ("exclusions", index, name)
    return (name,) if claim.cause == "unknown" or cause in warranty.causes else ("causes",)


def _remedies(verdict: Verdict) -> Iterator[Reason]:
    for one in verdict.remedies:
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
    warranty = verdict.warranty.warranty if verdict.warranty else None
    promised = warranty.after_replacement if warranty is not None else None
    offered = any(one.remedy.kind == "new_equipment" for one in verdict.remedies)
    if promised is not None and warranty is not None and offered:
        clause: Clause = ("Warranty", warranty.id, ("after_replacement",))
        yield tried("decision.replaced.promises", "note", clause)


# --- lifelong services ---------------------------------------------------------------------------------


def _lifelong(told: Told, verdict: Verdict) -> Iterator[Reason]:
    """What stays free or owed when a fault is not covered."""
    if verdict.outcome == "covered" or told.claim.service is not None or told.claim.upgrade is not None:
        return
    for index, one in enumerate(told.terms.contract.lifelong_services):
        clause = told.terms.clause("lifelong_services", index)
        yield tried("decision.lifelong.stays", "note", clause, name=one.name)


def _service(told: Told) -> Iterator[Reason]:
    asked = told.claim.service or ""
    found = services.entries(told.terms.contract, asked)
    if not found:
        some = bool(told.terms.contract.lifelong_services)
        clause = told.terms.clause("lifelong_services") if some else whole_contract(told)
        yield tried("decision.service.unnamed", "no", clause, service=word(asked))
    for index, one in found:
        clause = told.terms.clause("lifelong_services", index)
        inner = tuple(_limits(told, index, one))
        yield tried("decision.service.owed", "yes", clause, inner, name=one.name)
        if one.only_delivered_scope:
            given = told.claim.delivered_scope
            result: Result = "unknown" if given is None else "yes" if given else "no"
            clause = told.terms.clause("lifelong_services", index, "only_delivered_scope")
            yield tried("decision.service.delivered-scope", result, clause)


def _limits(told: Told, index: int, service: LifelongService) -> Iterator[Reason]:
    for at, limit in enumerate(service.limits):
        clause = told.terms.clause("lifelong_services", index, "limits", at)
        yield tried("decision.service.limit", "note", clause, limit=limit)


def _conclusion(verdict: Verdict) -> Reason:
    result = _RESULT[verdict.outcome]
    outcome = Named(f"outcome.{verdict.outcome}")
    if verdict.missing:
        return tried("decision.outcome.missing", result, outcome=outcome, facts=facts(verdict.missing))
    return tried("decision.outcome.decided", result, outcome=outcome, why=Named(f"why.{verdict.why}"))
