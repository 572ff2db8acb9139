"""Gives verdicts under one contract, and remembers them.

Everything a verdict depends on but the day is a question; for one question the answer only changes on few days
(a warranty starts or ends, a part is swapped, terms are amended). So each span of days is decided once.
Does not live here: deciding one day (deciding), the words (explaining), what people are answered (decision).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.cover import Cover
from fieldops.contracts.model import Asset, DatedEvent, PartCatalogue
from fieldops.contracts.terms import Terms
from fieldops.documents.choices import nearest
from fieldops.structs import replaced
from fieldops.warranty.candidates import base_covers, boundaries, candidates_of
from fieldops.warranty.claim import Claim, ClaimError
from fieldops.warranty.deciding import verdict_of
from fieldops.warranty.parts import BuiltIn, Catalogues, catalogues_of, part_number, parts_meant
from fieldops.warranty.register import Register
from fieldops.warranty.told import Known, Told
from fieldops.warranty.verdict import Outcome, Verdict

# Questions that are remembered; a batch may ask about any number of part numbers.
_REMEMBERED = 20_000
# Days whose terms are remembered: a batch asks about the same days again and again.
_DAYS = 5_000
_DAY = timedelta(days=1)


@dataclass(slots=True)
class _Days:
    """What questions share that ask about the same equipment and parts: the days on which their answers change, and what
    is known of each span.
    """

    changes: list[date]
    known: dict[int, Known] = field(default_factory=dict)


@dataclass(slots=True)
class _Question:
    """What is remembered of one question: its days, and the verdict of each span."""

    days: _Days
    verdicts: dict[int, Verdict] = field(default_factory=dict)

    @property
    def changes(self) -> list[date]:
        return self.days.changes


class Judge:
    """Judges any number of claims under one agreement and the part catalogues of its workspace.

    The documents must be valid. A judge may be asked again and again; it remembers, and never changes its answers.
    All that it is asked raises ClaimError for an asset, part or warranty that is not known, a claim without day, or a
    time without zone.
    """

    def __init__(self, agreement: Agreement, catalogues: Iterable[PartCatalogue] = ()) -> None:
        self.agreement = agreement
        self.catalogues: Catalogues = catalogues_of(catalogues)
        self.zone = agreement.zone
        self.register = Register(agreement)
        self._terms: dict[date, Terms] = {}
        self._covers: dict[tuple[object, ...], tuple[Cover, ...]] = {}
        self._days: dict[tuple[object, ...], _Days] = {}
        self._questions: dict[tuple[object, ...], _Question] = {}

    # --- asking ------------------------------------------------------------------------------------------

    def verdict(self, claim: Claim, as_of: date | None = None) -> Verdict:
        """What is decided about the claim, by the terms in force on its day (or on `as_of`)."""
        question, span = self._span(claim, as_of)
        found = question.verdicts.get(span)
        if found is None:
            told = self._told(claim, self.day_of(claim), as_of, question.days.known.setdefault(span, Known()))
            found = question.verdicts[span] = verdict_of(told)
        return found

    def outcome(self, claim: Claim, as_of: date | None = None) -> Outcome:
        """The outcome alone."""
        return self.verdict(claim, as_of).outcome

    def spans(self, claim: Claim, as_of: date | None = None) -> tuple[list[date], int]:
        """The days on which the answer to the claim may change, and how many of them have come by its day."""
        question, span = self._span(claim, as_of)
        return question.changes, span

    def span(self, claim: Claim, as_of: date | None = None) -> tuple[date, date]:
        """The first and the last of the days around that of the claim on which it has the same answer."""
        changes, at = self.spans(claim, as_of)
        first = changes[at - 1] if at else date.min
        return first, changes[at] - _DAY if at < len(changes) else date.max

    def told(self, claim: Claim, as_of: date | None = None) -> Told:
        """Everything known about the claim on its day."""
        return self._told(claim, self.day_of(claim), as_of, Known())

    def by_number(self, claim: Claim) -> Claim:
        """The claim with the number of the part, which may have been named as people call it."""
        if claim.part_no is None:
            return claim
        _, asset = self.register.find(claim.asset)
        number = part_number(asset, claim.part_no, self.catalogues)
        return claim if number == claim.part_no else replaced(claim, part_no=number)

    def day_of(self, claim: Claim) -> date:
        """The civil day of the claim where the contract is."""
        day = claim.day
        if day is None:
            raise ClaimError("warranty.no-day")
        if isinstance(day, datetime):
            if day.tzinfo is None:
                raise ClaimError("warranty.time-without-zone", time=day.isoformat())
            return day.astimezone(self.zone).date()
        return day

    # --- looking up --------------------------------------------------------------------------------------

    def terms(self, day: date) -> Terms:
        """What the contract says on `day`."""
        found = self._terms.get(day)
        if found is None:
            make_room(self._terms, _DAYS)
            found = self._terms[day] = self.agreement.terms_on(day)
        return found

    def _told(
        self,
        claim: Claim,
        day: date,
        as_of: date | None,
        known: Known,
    ) -> Told:
        index, asset = self._asset_of(claim)
        terms_day = as_of or day
        terms = self.terms(terms_day)
        covers = self._covers_of(claim, index, asset, terms)
        parts = self._parts(claim, asset, day)
        return Told(self.agreement, claim, day, terms_day, terms, asset, index, parts, covers, known)

    def _asset_of(self, claim: Claim) -> tuple[int, Asset]:
        """The asset with the facts that the claim adds to its record."""
        index, asset = self.register.find(claim.asset)
        if claim.events:
            dated = (DatedEvent(event, day) for event, day in claim.events)
            asset = replaced(asset, events=(*dated, *asset.events))
        if claim.downtime_end is not None:
            ended = tuple(
                replaced(one, end=max(claim.downtime_end, one.start)) if one.end is None else one
                for one in asset.downtimes
            )
            asset = replaced(asset, downtimes=ended)
        return index, asset

    def _covers_of(self, claim: Claim, index: int, asset: Asset, terms: Terms) -> tuple[Cover, ...]:
        key = terms.version.first, index, claim.events, claim.downtime_end
        found = self._covers.get(key)
        if found is None:
            make_room(self._covers, _REMEMBERED)
            found = self._covers[key] = base_covers(self.agreement, terms.contract, asset)
        return found

    def _parts(self, claim: Claim, asset: Asset, day: date) -> tuple[BuiltIn, ...]:
        if not claim.of_part:
            return ()
        return parts_meant(asset, claim.part_no, claim.part_serial, day, self.catalogues)

    # --- remembering -------------------------------------------------------------------------------------

    def _span(self, claim: Claim, as_of: date | None) -> tuple[_Question, int]:
        key = _key(claim, self.register.kind(claim.asset), as_of)
        question = self._questions.get(key)
        if question is None:
            make_room(self._questions, _REMEMBERED)
            self._check_governing(claim)
            question = self._questions[key] = _Question(self._days_of(claim, as_of))
        day = claim.day if type(claim.day) is date else self.day_of(claim)
        return question, bisect_right(question.changes, day)

    def _days_of(self, claim: Claim, as_of: date | None) -> _Days:
        """What the question shares with those that differ in nothing that days and candidates depend on."""
        kind = self.register.kind(claim.asset)
        part = claim.part_no, claim.part_serial, claim.part_category
        key = (kind, part, claim.events, claim.downtime_end, as_of)
        found = self._days.get(key)
        if found is None:
            make_room(self._days, _REMEMBERED)
            found = self._days[key] = _Days(self._changes(claim, as_of))
        return found

    def _check_governing(self, claim: Claim) -> None:
        used = set(self.agreement.warranties)
        if claim.governing is not None and claim.governing not in used:
            choices = nearest(claim.governing, sorted(used))
            raise ClaimError("warranty.unknown-governing", value=claim.governing, choices=choices)

    def _changes(self, claim: Claim, as_of: date | None) -> list[date]:
        """Every day on which the answer to the question may change."""
        _, asset = self._asset_of(claim)
        versions = self.agreement.timeline.versions if as_of is None else ()
        days = {version.first for version in versions}
        days |= {day for swap in asset.swaps for day in (swap.date, swap.date + _DAY)}
        for mark in sorted({date.min, *days}):
            told = self._told(claim, mark, as_of, Known())
            days |= {day for cover in told.covers for day in boundaries(cover)}
            for part in told.parts:
                days |= {
                    day for one in candidates_of(told, told.covers, part) for day in boundaries(one.cover)
                }
        return sorted(days - {date.min})


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


def make_room(remembered: dict[Any, Any], most: int) -> None:
    """Forget everything once there is too much of it."""
    if len(remembered) >= most:
        remembered.clear()
