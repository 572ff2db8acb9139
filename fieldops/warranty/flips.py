"""What would change a decision: for each fact the values that alone give another outcome, found by asking again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Literal

from fieldops.contracts.model import Warranty
from fieldops.contracts.model.shared import HAPPENINGS
from fieldops.contracts.model.warranty import CAUSES
from fieldops.contracts.renewal import subtract_period
from fieldops.contracts.wording import word
from fieldops.dates.periods import parse_period
from fieldops.errors import Named
from fieldops.warranty.claim import SERVICES, UPGRADES, WARES, Claim, ClaimError, changed
from fieldops.warranty.judge import Judge
from fieldops.warranty.verdict import Outcome, Verdict

# Days before the day from which a period is just over: it moves with the period's rule, holidays and downtime.
_BACK = (0, 1, 4, 40)
# Of other parts only so many are tried and told.
_PARTS = 12
_DAY = timedelta(days=1)
# A fact of the claim with another value.
_Other = tuple[str, object]


@dataclass(frozen=True, slots=True)
class Flip:
    """One fact that would make the outcome another: `fact` of the claim set to `value` gives `outcome`.

    `fact` is a field of the claim, or ``event:final_acceptance`` for the day of an event. `reach` says for a day
    whether the same holds ``from`` it on or ``until`` it, and `through` how far: the last day of the one, the first of
    the other; None where it goes on without end.
    """

    fact: str
    value: object
    outcome: Outcome
    reach: Literal["from", "until"] | None = None
    through: date | None = None

    def applied_to(self, claim: Claim) -> Claim:
        """The claim with the fact as the flip has it."""
        return changed(claim, self.fact, self.value)

    @property
    def said(self) -> Named:
        """The flip as a sentence."""
        outcome = Named(f"outcome.{self.outcome}")
        if self.reach is not None and self.through is not None:
            days = sorted((str(self.value), str(self.through)))
            return Named("decision.flip.between", first=days[0], last=days[1], outcome=outcome)
        if self.reach is not None:
            return Named(f"decision.flip.{self.reach}", day=self.value, outcome=outcome)
        kind, _, event = self.fact.partition(":")
        values: Mapping[str, object] = {"event": Named(f"value.{event}")} if event else {}
        fact = Named(f"fact.{kind}", **values)
        return Named("decision.flip.fact", fact=fact, value=_shown(self.fact, self.value), outcome=outcome)


def _shown(fact: str, value: object) -> object:
    if isinstance(value, bool):
        return Named("decision.yes" if value else "decision.no")
    if value is None:
        return Named("decision.none")
    if fact in ("cause", "fault_in", "service"):
        return word(str(value), fact)
    if fact == "upgrade":
        return Named(f"decision.upgrade-{value}")
    return value


@dataclass(frozen=True, slots=True, eq=False)
class Flips:
    """The flips of a decision, told apart by identity: the same on all days from `first` to `last`, both included."""

    flips: tuple[Flip, ...]
    first: date
    last: date


def flips_of(judge: Judge, claim: Claim, as_of: date | None = None) -> Flips:
    """Every flip of the decision about the claim; each was applied, and its outcome is another. Raises ClaimError."""
    verdict = judge.verdict(claim, as_of)
    first, last = judge.span(claim, as_of)
    found: list[Flip] = []
    for fact, value in (*_facts(judge, claim, verdict), *_parts(judge, claim)):
        other = changed(claim, fact, value)
        if other == claim:
            continue
        try:
            outcome = judge.outcome(other, as_of)
        except ClaimError:
            continue
        # The answer to the other question may change on days on which that to the claim does not.
        begin, end = judge.span(other, as_of)
        first, last = max(first, begin), min(last, end)
        # That something would be less clear helps nobody.
        if outcome not in (verdict.outcome, "undetermined"):
            found.append(Flip(fact, value, outcome))
    found += _days(judge, claim, verdict, as_of)
    if verdict.lacks_dates:
        # Days are proposed for what nobody has recorded: those around the day of the claim.
        first = last = judge.day_of(claim)
    return Flips(tuple(_in_order(_nearest(found, judge.day_of(claim)), verdict)), first, last)


# What can be found out or done comes before what would have had to happen.
_ORDER = (
    *("governing", "part_serial", "part_no", "fault_in", "consumable", "part_category"),
    *("delivered_scope", "upgrade", "service", "day", "cause"),
)


def _in_order(flips: Iterable[Flip], verdict: Verdict) -> list[Flip]:
    """The flips as they are told: first the facts that are missing, then the others; what is covered by then first."""

    def rank(flip: Flip) -> tuple[int, bool]:
        name = flip.fact.partition(":")[2] or flip.fact
        missing = name in verdict.missing or flip.fact not in _ORDER
        return -1 if missing else _ORDER.index(flip.fact), flip.outcome != "covered"

    return sorted(flips, key=rank)


def _nearest(flips: Iterable[Flip], day: date) -> Iterator[Flip]:
    """Of the days proposed for an event those nearest to the day of the claim, before and after it, for each outcome."""
    kept: dict[tuple[object, ...], Flip] = {}
    for flip in flips:
        if not isinstance(flip.value, date) or flip.reach is not None:
            kept[flip.fact, flip.value] = flip
            continue
        key = flip.fact, flip.outcome, flip.value > day
        other = kept.get(key)
        if other is None or _away(flip, day) < _away(other, day):
            kept[key] = flip
    return iter(kept.values())


def _away(flip: Flip, day: date) -> timedelta:
    assert isinstance(flip.value, date)
    return abs(flip.value - day)


def _facts(judge: Judge, claim: Claim, verdict: Verdict) -> Iterator[_Other]:
    """Other values of the facts that this kind of claim depends on."""
    if claim.service is not None:
        yield from (("service", service) for service in SERVICES)
        yield from (("delivered_scope", delivered) for delivered in (True, False))
        return
    if claim.upgrade is not None:
        yield from (("upgrade", upgrade) for upgrade in UPGRADES)
    else:
        yield from (("cause", cause) for cause in CAUSES)
        if claim.fault_in is not None or "fault_in" in verdict.missing:
            yield from (("fault_in", ware) for ware in WARES)
    if claim.of_part:
        yield from (("consumable", consumable) for consumable in (True, False))
    if "part_category" in verdict.missing:
        limited = {name for one in judge.agreement.warranties.values() for name in one.part_categories}
        yield from (("part_category", category) for category in ("other", *sorted(limited)))
    if "governing" in verdict.missing:
        yield from (("governing", id) for id in sorted({one.warranty.id for one in verdict.candidates}))
    yield from _dates(judge, claim, verdict)


def _dates(judge: Judge, claim: Claim, verdict: Verdict) -> Iterator[_Other]:
    """Days of events that nobody has recorded: on the day of the claim, after it, and so long before it that what is
    counted from them is over.
    """
    missing = {fact for one in verdict.candidates for fact in one.missing}
    facts = [f"event:{event}" for event in HAPPENINGS if event in missing]
    facts += ["downtime_end"] if "downtime_end" in missing else []
    day = judge.day_of(claim)
    spans = {each for one in verdict.candidates for each in _periods(one.warranty)}
    return ((fact, proposed) for fact in facts for proposed in _around(day, spans))


def _periods(warranty: Warranty) -> Iterator[str]:
    yield warranty.period
    if warranty.cap is not None:
        yield warranty.cap.period


def _around(day: date, spans: Iterable[str]) -> Iterator[date]:
    yield day
    if day < date.max:
        yield day + _DAY
    for text in sorted(spans):
        period = parse_period(text)
        begin = subtract_period(day, period) if period is not None else date.min
        # The last day by either period rule, moved by a holiday or a short month, lies within these.
        yield from (begin - timedelta(days=back) for back in _BACK if begin.toordinal() > back)


def _parts(judge: Judge, claim: Claim) -> Iterator[_Other]:
    """Another part, or the unit as a whole."""
    if claim.upgrade is not None or (claim.service not in (None, "spare_part_swap")):
        return
    _, asset = judge.register.find(claim.asset)
    if claim.part_no is not None and claim.part_serial is None:
        for serial in [one.serial for one in asset.parts if one.part_no == claim.part_no and one.serial]:
            yield "part_serial", serial
    numbers = dict.fromkeys([*(one.part_no for one in asset.parts), *judge.catalogues.fitting(asset.model)])
    for part_no in islice((each for each in numbers if each != claim.part_no), _PARTS):
        yield "part_no", part_no
    if claim.part_no is not None:
        yield "part_no", None


def _days(judge: Judge, claim: Claim, verdict: Verdict, as_of: date | None) -> Iterator[Flip]:
    """The nearest later day from which on, and the nearest earlier day until which, the outcome is another."""
    changes, span = judge.spans(claim, as_of)
    for day in changes[span:]:
        outcome = judge.outcome(changed(claim, "day", day), as_of)
        if outcome != verdict.outcome:
            yield Flip("day", day, outcome, "from", _last_alike(judge, claim, day, outcome, as_of))
            break
    for change in reversed(changes[:span]):
        day = change - _DAY
        outcome = judge.outcome(changed(claim, "day", day), as_of)
        if outcome != verdict.outcome:
            yield Flip("day", day, outcome, "until", _first_alike(judge, claim, day, outcome, as_of))
            break


def _last_alike(judge: Judge, claim: Claim, day: date, outcome: Outcome, as_of: date | None) -> date | None:
    """The last day until which the outcome stays that of `day`; None where nothing ends it."""
    changes, span = judge.spans(changed(claim, "day", day), as_of)
    later = (each for each in changes[span:] if _outcome(judge, claim, each, as_of) != outcome)
    found = next(later, None)
    return found - _DAY if found is not None else None


def _first_alike(judge: Judge, claim: Claim, day: date, outcome: Outcome, as_of: date | None) -> date | None:
    """The first day from which on the outcome is that of `day`; None where it always was."""
    changes, span = judge.spans(changed(claim, "day", day), as_of)
    return next(
        (each for each in reversed(changes[:span]) if _outcome(judge, claim, each - _DAY, as_of) != outcome),
        None,
    )


def _outcome(judge: Judge, claim: Claim, day: date, as_of: date | None) -> Outcome:
    return judge.outcome(changed(claim, "day", day), as_of)
