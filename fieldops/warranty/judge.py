"""Decides claims under one contract: is it covered, who pays, why, and what would change the answer.

Everything a decision depends on but the day is a question; for one question the answer only changes on few days
(a warranty starts or ends, a part is swapped, terms are amended). So each span of days is decided once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

from fieldops.contracts.agreement import Agreement, terms_on
from fieldops.contracts.cover import Cover
from fieldops.contracts.model import Asset, Contract, DatedEvent, PartCatalogue
from fieldops.contracts.model.shared import HAPPENINGS
from fieldops.contracts.reasons import Reason
from fieldops.documents.workspace import Document
from fieldops.errors import UsageError
from fieldops.rules.sections import nearest
from fieldops.warranty import explaining, flips, services
from fieldops.warranty.candidates import base_covers, boundaries, candidates_on, in_scope
from fieldops.warranty.claim import CAUSES, SERVICES, UNKNOWN, Claim, Flip
from fieldops.warranty.decision import COVERED, NOT_COVERED, UNDETERMINED, Candidate, Decision, Verdict
from fieldops.warranty.outcomes import (
    Result,
    by_cause,
    by_upgrade,
    effective_cause,
    settled,
    without_warranty,
)
from fieldops.warranty.parts import BuiltIn, Catalogues, catalogues_of, parts_meant
from fieldops.warranty.remedies import offered
from fieldops.warranty.scenarios import axes, is_worn, nearest_of, together

# Questions that are remembered; a batch may ask about any number of part numbers.
_REMEMBERED = 20_000
# Explanations take more room than questions.
_EXPLAINED = 4_000


@dataclass(slots=True)
class _Question:
    """What is remembered of one question: the days on which its answer changes, and the verdict of each span."""

    changes: list[date]
    verdicts: dict[int, Verdict] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """Everything that was found out about a claim on a day, for its explanation."""

    claim: Claim
    day: date
    terms_day: date
    terms: Contract
    asset: Asset
    asset_index: int
    part: BuiltIn | None
    parts: tuple[BuiltIn, ...]
    consumable: bool | None
    verdict: Verdict
    covers: tuple[Cover, ...]


class Judge:
    """Decides any number of claims under one agreement and the part catalogues of its workspace.

    The documents must be valid. A judge may be asked again and again; it remembers, and never changes its answers.
    """

    def __init__(self, agreement: Agreement, catalogues: Iterable[PartCatalogue] = ()) -> None:
        self.agreement = agreement
        self.catalogues: Catalogues = catalogues_of(catalogues)
        self.zone = ZoneInfo(agreement.contract.time_zone)
        self._assets = _by_name(agreement.contract.assets)
        amended = {one.applies_from for one in agreement.contract.amendments if one.sets is not None}
        self._amended = sorted(amended)
        self._named = _named_alone(agreement.contract)
        self._kinds: dict[str, object] = {}
        self._versions: dict[int, Contract] = {}
        self._covers: dict[tuple[int, int], tuple[Cover, ...]] = {}
        self._questions: dict[tuple[object, ...], _Question] = {}
        self._reasons: dict[Verdict, tuple[Reason, ...]] = {}
        self._flips: dict[Verdict, tuple[Flip, ...]] = {}

    # --- asking ------------------------------------------------------------------------------------------

    def decide(self, claim: Claim, as_of: date | None = None, today: date | None = None) -> Decision:
        """The decision about `claim`, by the terms in force on its day (or on `as_of`), with reasons and flips.

        `today`: the civil day now, so that a claim about a later day is told to be one. UsageError for an asset or
        part that is not known, a cause, event or service that does not exist, a time without a zone.
        """
        day = self.day_of(claim)
        verdict = self.verdict(claim, as_of)
        terms_day = as_of or day
        opening = explaining.opening(self, claim, day, terms_day, today)
        return Decision(claim, day, terms_day, verdict, opening, self, as_of)

    def day_of(self, claim: Claim) -> date:
        """The civil day of the claim where the contract is."""
        day = claim.day
        if day is None:
            raise UsageError("warranty.no-day")
        if isinstance(day, datetime):
            if day.tzinfo is None:
                raise UsageError("warranty.time-without-zone", time=day.isoformat())
            return day.astimezone(self.zone).date()
        return day

    def outcome(self, claim: Claim, as_of: date | None = None) -> str:
        """The outcome alone."""
        return self.verdict(claim, as_of).outcome

    def verdict(self, claim: Claim, as_of: date | None = None) -> Verdict:
        """The outcome with costs, candidates and what is missing, without the words."""
        question, span = self._span(claim, as_of)
        found = question.verdicts.get(span)
        if found is None:
            found = question.verdicts[span] = self._decide(claim, self.day_of(claim), as_of)
        return found

    def spans(self, claim: Claim, as_of: date | None = None) -> tuple[list[date], int]:
        """The days on which the answer to the claim may change, and how many of them have come by its day."""
        question, span = self._span(claim, as_of)
        return question.changes, span

    def reasons(self, claim: Claim, as_of: date | None = None) -> tuple[Reason, ...]:
        """Why: every rule that was tested."""
        verdict = self.verdict(claim, as_of)
        found = self._reasons.get(verdict)
        if found is None:
            _make_room(self._reasons, _EXPLAINED)
            found = explaining.reasons(self, self.told(claim, as_of))
            self._reasons[verdict] = found
        return found

    def flips(self, claim: Claim, as_of: date | None = None) -> tuple[Flip, ...]:
        """The single facts that would make the outcome another."""
        verdict = self.verdict(claim, as_of)
        found = self._flips.get(verdict)
        if found is None:
            _make_room(self._flips, _EXPLAINED)
            found = tuple(flips.of(self, claim, verdict, as_of))
            # A proposed date of an acceptance depends on the day that was asked about.
            if not any(one.missing for one in verdict.candidates):
                self._flips[verdict] = found
        return found

    # --- looking up --------------------------------------------------------------------------------------

    def asset(self, name: str) -> tuple[int, Asset]:
        """Index and asset with that id or serial number; UsageError with the nearest for one that is not there."""
        found = self._assets.get(name)
        if found is None:
            contract = self.agreement.contract
            names = [one.serial or one.id for one in contract.assets]
            raise UsageError(
                "warranty.unknown-asset", asset=name, contract=contract.id, choices=nearest(name, names)
            )
        if len(found) > 1:
            ids = ", ".join(self.agreement.contract.assets[index].id for index in found)
            raise UsageError("warranty.ambiguous-asset", asset=name, choices=ids)
        return found[0], self.agreement.contract.assets[found[0]]

    def terms(self, day: date) -> Contract:
        """The contract as in force on `day`."""
        version = bisect_right(self._amended, day)
        if version not in self._versions:
            self._versions[version] = terms_on(self.agreement.contract, day)
        return self._versions[version]

    def documents(self) -> Mapping[tuple[str, str], Document]:
        """Every document that a clause of a reason may name, but for the catalogues."""
        files = {(file.kind, file.id): file for file, _ in self.agreement.asset_places}
        return {**self.agreement.documents, **files}

    def told(self, claim: Claim, as_of: date | None) -> Told:
        """Everything found out about the claim."""
        day = self.day_of(claim)
        verdict = self.verdict(claim, as_of)
        terms_day = as_of or day
        index, asset = self._asset_of(claim)
        parts = self._parts(claim, asset, day)
        part = parts[0] if len(parts) == 1 else None
        consumable = claim.consumable if claim.consumable is not None or part is None else part.consumable
        terms, covers = self._covers_of(claim, index, asset, terms_day)
        return Told(claim, day, terms_day, terms, asset, index, part, parts, consumable, verdict, covers)

    # --- deciding ----------------------------------------------------------------------------------------

    def _span(self, claim: Claim, as_of: date | None) -> tuple[_Question, int]:
        key = _key(claim, self._kind(claim.asset), as_of)
        question = self._questions.get(key)
        if question is None:
            _make_room(self._questions)
            self._check(claim)
            question = self._questions[key] = _Question(self._changes(claim, as_of))
        day = claim.day if type(claim.day) is date else self.day_of(claim)
        return question, bisect_right(question.changes, day)

    def _kind(self, name: str) -> object:
        """What tells the asset's answers from those of others: nothing but its kind, where nothing is recorded of it
        alone.
        """
        kind = self._kinds.get(name)
        if kind is None:
            index, asset = self.asset(name)
            alone = asset.events or asset.parts or asset.swaps or asset.downtimes or asset.id in self._named
            kind = index if alone else (asset.category, asset.model, asset.batch, asset.key_equipment)
            self._kinds[name] = kind
        return kind

    def _check(self, claim: Claim) -> None:
        for name, known, code in (
            (claim.cause, (*CAUSES, UNKNOWN), "warranty.unknown-cause"),
            (claim.service, (None, *SERVICES), "warranty.unknown-service"),
            (claim.upgrade, (None, "minor", "major"), "warranty.unknown-upgrade"),
            (claim.fault_in, (None, "hardware", "software"), "warranty.unknown-fault-in"),
        ):
            if name not in known:
                choices = nearest(str(name), [one for one in known if one])
                raise UsageError(code, value=name, choices=choices)
        for event, _ in claim.events:
            if event not in HAPPENINGS:
                raise UsageError("warranty.unknown-event", value=event, choices=nearest(event, HAPPENINGS))
        used = {use.terms for use in self.agreement.contract.warranties} | set(self.agreement.warranties)
        if claim.governing is not None and claim.governing not in used:
            choices = nearest(claim.governing, sorted(used))
            raise UsageError("warranty.unknown-governing", value=claim.governing, choices=choices)

    def _changes(self, claim: Claim, as_of: date | None) -> list[date]:
        """Every day on which the answer to the question may change."""
        index, asset = self._asset_of(claim)
        days = {self._amended[at] for at in range(len(self._amended))} if as_of is None else set()
        one_day = timedelta(days=1)
        days |= {day for swap in asset.swaps for day in (swap.date, swap.date + one_day)}
        marks = [date.min, *sorted(days)]
        for mark in marks:
            terms_day = as_of or mark
            terms, covers = self._covers_of(claim, index, asset, terms_day)
            days |= {day for cover in covers for day in boundaries(cover)}
            # The term changes no outcome, but what is told of it.
            days |= {terms.term.start, terms.term.end + one_day} if terms.term.end < date.max else set()
            if claim.part_no is None and claim.part_serial is None:
                continue
            for part in self._parts(claim, asset, mark):
                for one in candidates_on(self.agreement, terms, covers, part, mark):
                    days |= set(boundaries(one.cover))
        return sorted(days - {date.min})

    def _asset_of(self, claim: Claim) -> tuple[int, Asset]:
        """The asset with the facts that the claim adds to its record."""
        index, asset = self.asset(claim.asset)
        if claim.events:
            asset = replace(asset, events=(*_dated(claim), *asset.events))
        if claim.downtime_end is not None:
            ended = tuple(
                replace(one, end=max(claim.downtime_end, one.start)) if one.end is None else one
                for one in asset.downtimes
            )
            asset = replace(asset, downtimes=ended)
        return index, asset

    def _covers_of(
        self, claim: Claim, index: int, asset: Asset, day: date
    ) -> tuple[Contract, tuple[Cover, ...]]:
        terms = self.terms(day)
        if claim.events or claim.downtime_end is not None:
            return terms, base_covers(self.agreement, terms, asset)
        key = bisect_right(self._amended, day), index
        if key not in self._covers:
            self._covers[key] = base_covers(self.agreement, terms, asset)
        return terms, self._covers[key]

    def _parts(self, claim: Claim, asset: Asset, day: date) -> tuple[BuiltIn, ...]:
        if claim.part_no is None and claim.part_serial is None:
            return ()
        return parts_meant(asset, claim.part_no, claim.part_serial, day, self.catalogues)

    def _decide(self, claim: Claim, day: date, as_of: date | None) -> Verdict:
        index, asset = self._asset_of(claim)
        terms, covers = self._covers_of(claim, index, asset, as_of or day)
        if claim.service is not None and claim.service != "spare_part_swap":
            return services.verdict(terms, claim)
        parts: tuple[BuiltIn | None, ...] = self._parts(claim, asset, day) or (None,)
        values = axes(claim, covers, parts)
        found = {
            scenario: self._scenario(claim, terms, covers, parts, day, scenario)
            for scenario in product(*values)
        }
        result = together(found)
        candidates = self._all_candidates(claim, terms, covers, parts, day, found)
        verdict = Verdict(
            result.outcome,
            result.why,
            result.costs,
            result.decider or nearest_of(candidates),
            candidates,
            missing=result.missing,
        )
        if claim.service is not None:
            return services.swapped(terms, verdict)
        if result.outcome == COVERED and result.decider is not None:
            verdict = replace(verdict, remedies=offered(asset, claim, result.decider.warranty))
        upgrades = result.decider.warranty.upgrades if claim.upgrade and result.decider else None
        if upgrades is not None and result.outcome != UNDETERMINED:
            verdict = replace(verdict, hand_over=upgrades.hand_over)
        return verdict

    def _scenario(
        self,
        claim: Claim,
        terms: Contract,
        covers: tuple[Cover, ...],
        parts: tuple[BuiltIn | None, ...],
        day: date,
        scenario: tuple[Any, ...],
    ) -> Result:
        part = parts[scenario[0]]
        if part is not None and not part.present:
            return Result(NOT_COVERED, "part-absent")
        candidates = self._candidates(terms, covers, parts, day, scenario, claim)
        cause = effective_cause(scenario[1], is_worn(claim, part, scenario[2]))

        def decide(one: Candidate) -> Result:
            return by_upgrade(one, claim.upgrade) if claim.upgrade else by_cause(one, cause)

        def otherwise() -> Result:
            return without_warranty(terms, candidates, claim.upgrade is not None)

        return settled(candidates, decide, otherwise, claim.governing)

    def _all_candidates(
        self,
        claim: Claim,
        terms: Contract,
        covers: tuple[Cover, ...],
        parts: tuple[BuiltIn | None, ...],
        day: date,
        scenarios: Iterable[tuple[Any, ...]],
    ) -> tuple[Candidate, ...]:
        """The candidates of every scenario, each once, as the explanation lists them."""
        listed: dict[int, Candidate] = {}
        for part, category, fault_in in {(each[0], each[3], each[4]): None for each in scenarios}:
            scenario = (part, None, None, category, fault_in)
            for one in self._candidates(terms, covers, parts, day, scenario, claim):
                listed.setdefault(one.use, one)
        return tuple(sorted(listed.values(), key=lambda one: (-one.precedence, one.warranty.id, one.use)))

    def _candidates(
        self,
        terms: Contract,
        covers: tuple[Cover, ...],
        parts: tuple[BuiltIn | None, ...],
        day: date,
        scenario: tuple[Any, ...],
        claim: Claim,
    ) -> tuple[Candidate, ...]:
        part = parts[scenario[0]]
        category = scenario[3]
        if category is None and part is not None:
            category = claim.part_category or part.category
        inside = tuple(cover for cover in covers if in_scope(cover, scenario[4], part, category))
        return tuple(candidates_on(self.agreement, terms, inside, part, day))


def decide(
    claim: Claim,
    agreement: Agreement,
    catalogues: Iterable[PartCatalogue] = (),
    as_of: date | None = None,
    today: date | None = None,
) -> Decision:
    """The decision about one claim; for many under the same agreement keep a `Judge`."""
    return Judge(agreement, catalogues).decide(claim, as_of, today)


def _key(claim: Claim, kind: object, as_of: date | None) -> tuple[object, ...]:
    """Everything of a claim but its day; equipment of one `kind` has the same answers."""
    return (
        kind,
        claim.cause,
        claim.part_no,
        claim.part_serial,
        claim.fault_in,
        claim.remotely_fixable,
        claim.in_factory,
        claim.solution_in_time,
        claim.consumable,
        claim.part_category,
        claim.upgrade,
        claim.service,
        claim.delivered_scope,
        claim.events,
        claim.downtime_end,
        claim.governing,
        as_of,
    )


def _by_name(assets: tuple[Asset, ...]) -> dict[str, tuple[int, ...]]:
    """The indexes of the assets that an id or serial number names."""
    found: dict[str, tuple[int, ...]] = {}
    for index, asset in enumerate(assets):
        for name in {asset.id, asset.serial or asset.id}:
            found[name] = (*found.get(name, ()), index)
    return found


def _named_alone(contract: Contract) -> frozenset[str]:
    """The ids of assets that an acceptance or a warranty of any version of the terms names one by one."""
    uses = list(contract.warranties)
    for amendment in contract.amendments:
        uses += (amendment.sets.warranties if amendment.sets is not None else None) or ()
    by_acceptance = {id for one in contract.acceptances for id in one.assets}
    return frozenset(by_acceptance | {id for one in uses for id in one.assets})


def _dated(claim: Claim) -> tuple[DatedEvent, ...]:
    return tuple(DatedEvent(event, day) for event, day in claim.events)


def _make_room(remembered: dict[Any, Any], most: int = _REMEMBERED) -> None:
    if len(remembered) >= most:
        remembered.clear()
