"""What would change a decision: for each fact the values that alone give another outcome, found by asking again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from fieldops.contracts.model.shared import HAPPENINGS
from fieldops.errors import UsageError
from fieldops.warranty.claim import CAUSES, SERVICES, Claim, Flip, apply_flip
from fieldops.warranty.decision import UNDETERMINED, Verdict

if TYPE_CHECKING:
    from fieldops.warranty.judge import Judge

# Of other parts only so many are tried and told.
_PARTS = 12
_DAY = timedelta(days=1)


def of(judge: Judge, claim: Claim, verdict: Verdict, as_of: date | None) -> Iterator[Flip]:
    """Every flip of the decision; each was applied, and its outcome is another."""
    for flip in (*_facts(judge, claim, verdict), *_parts(judge, claim)):
        changed = apply_flip(claim, flip)
        if changed == claim:
            continue
        try:
            outcome = judge.outcome(changed, as_of)
        except UsageError:
            continue
        # That something would be less clear helps nobody.
        if outcome not in (verdict.outcome, UNDETERMINED):
            yield Flip(flip.fact, flip.value, outcome)
    yield from _days(judge, claim, verdict, as_of)


def _facts(judge: Judge, claim: Claim, verdict: Verdict) -> Iterator[Flip]:
    """Other values of the facts that this kind of claim depends on."""
    if claim.service is not None:
        for service in SERVICES:
            yield Flip("service", service, "")
        for delivered in (True, False):
            yield Flip("delivered_scope", delivered, "")
        return
    if claim.upgrade is not None:
        for upgrade in ("minor", "major"):
            yield Flip("upgrade", upgrade, "")
    else:
        for cause in CAUSES:
            yield Flip("cause", cause, "")
        kinds = {one.warranty.covers for one in verdict.candidates} if claim.fault_in is None else {""}
        for kind in ("hardware", "software") if kinds == {""} or "fault_in" in verdict.missing else ():
            yield Flip("fault_in", kind, "")
    if claim.part_no is not None or claim.part_serial is not None:
        for consumable in (True, False):
            yield Flip("consumable", consumable, "")
    limited = {name for one in judge.agreement.warranties.values() for name in one.part_categories}
    if "part_category" in verdict.missing:
        for category in ("other", *sorted(limited)):
            yield Flip("part_category", category, "")
    if "governing" in verdict.missing:
        for id in sorted({one.warranty.id for one in verdict.candidates}):
            yield Flip("governing", id, "")
    yield from _dates(judge, claim, verdict)


def _dates(judge: Judge, claim: Claim, verdict: Verdict) -> Iterator[Flip]:
    """Days of events that nobody has recorded: on the day of the claim, long before, and after it."""
    missing = {fact for one in verdict.candidates for fact in one.missing}
    day = judge.day_of(claim)
    for event in HAPPENINGS:
        if event in missing:
            for proposed in _around(day):
                yield Flip(f"event:{event}", proposed, "")
    if "downtime_end" in missing:
        for proposed in _around(day):
            yield Flip("downtime_end", proposed, "")


def _around(day: date) -> Iterator[date]:
    yield day
    if day < date.max:
        yield day + _DAY
    if day.year > 100:
        yield date(day.year - 100, 1, 1)


def _parts(judge: Judge, claim: Claim) -> Iterator[Flip]:
    """Another part, or the unit as a whole."""
    if claim.upgrade is not None or (claim.service not in (None, "spare_part_swap")):
        return
    _, asset = judge.asset(claim.asset)
    if claim.part_no is not None and claim.part_serial is None:
        for serial in [one.serial for one in asset.parts if one.part_no == claim.part_no and one.serial]:
            yield Flip("part_serial", serial, "")
    numbers = dict.fromkeys([*(one.part_no for one in asset.parts), *judge.catalogues.fitting(asset.model)])
    for part_no in islice((each for each in numbers if each != claim.part_no), _PARTS):
        yield Flip("part_no", part_no, "")
    if claim.part_no is not None:
        yield Flip("part_no", None, "")


def _days(judge: Judge, claim: Claim, verdict: Verdict, as_of: date | None) -> Iterator[Flip]:
    """The nearest later day from which on, and the nearest earlier day until which, the outcome is another."""
    changes, span = judge.spans(claim, as_of)
    for at in range(span, len(changes)):
        outcome = judge.outcome(_on(claim, changes[at]), as_of)
        if outcome != verdict.outcome:
            yield Flip("day", changes[at], outcome, "from")
            break
    for at in range(span - 1, -1, -1):
        if changes[at] > date.min:
            day = changes[at] - _DAY
            outcome = judge.outcome(_on(claim, day), as_of)
            if outcome != verdict.outcome:
                yield Flip("day", day, outcome, "until")
                break


def _on(claim: Claim, day: date) -> Claim:
    return apply_flip(claim, Flip("day", day, ""))
