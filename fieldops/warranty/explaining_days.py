"""Why a warranty holds on a day or does not: its start, period, downtime, cap, rollover and the swaps of a part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from fieldops.contracts.cover import acceptance_for, event_date
from fieldops.contracts.model import Warranty
from fieldops.contracts.reasons import Clause, Reason, Result
from fieldops.contracts.wording import period, swap_policy, word, words
from fieldops.errors import Named
from fieldops.warranty.clauses import facts, own_clause, tried, use_clause
from fieldops.warranty.told import Told
from fieldops.warranty.verdict import Candidate, DayState

_YES_NO: Mapping[DayState, Result] = {"in": "yes", "before": "no", "after": "no", "unknown": "unknown"}


def candidate(told: Told, one: Candidate) -> Reason:
    """A candidate with everything its days follow from."""
    inner = (*_start(told, one.warranty), *_end(told, one), _day(one))
    named = {"terms": one.warranty.id, "title": one.warranty.title, "precedence": one.precedence}
    clause = use_clause(told, one.use)
    # A contract that puts none of its warranties first has no precedence to be told.
    code = "decision.warranty.candidate" if one.precedence else "decision.warranty.candidate-alone"
    return tried(code, _YES_NO[one.state], clause, inner, **named)


def _start(told: Told, warranty: Warranty) -> Iterator[Reason]:
    start = warranty.start
    at: Clause = ("Warranty", warranty.id, ("start", start.trigger))
    if start.trigger == "date":
        yield tried("decision.start.date", "yes", at, day=start.date)
        return
    events = start.latest_of if start.trigger == "latest_of" else (start.event or "",)
    inner = tuple(_event(told, event, at) for event in events)
    if start.trigger == "event":
        yield from inner
        return
    result: Result = "unknown" if any(each.result == "unknown" for each in inner) else "yes"
    yield tried("decision.start.latest", result, at, inner, events=words(events))


def _event(told: Told, event: str, otherwise: Clause) -> Reason:
    """On which day the event was, and who says so: the claim, the asset, an acceptance, or nobody."""
    day = event_date(told.terms.contract, told.asset, event)
    said = {"event": word(event), "day": day}
    if event == "contract_start":
        return tried("decision.start.event", "yes", told.terms.clause("term", "start"), **said)
    if any(name == event for name, _ in told.claim.events):
        return tried("decision.start.claimed", "yes", None, **said)
    for index, dated in enumerate(told.asset.events):
        if dated.event == event:
            return tried("decision.start.event", "yes", own_clause(told, "events", index), **said)
    acceptance = acceptance_for(told.terms.contract, told.asset, event)
    if acceptance is None:
        return tried("decision.start.unknown", "unknown", otherwise, event=word(event))
    at = next(at for at, one in enumerate(told.terms.contract.acceptances) if one is acceptance)
    clause = told.terms.clause("acceptances", at)
    if day is None:
        return tried("decision.start.awaited", "unknown", clause, event=word(event))
    if acceptance.date is not None:
        return tried("decision.start.event", "yes", clause, **said)
    return tried(
        "decision.start.deemed",
        "yes",
        clause,
        **said,
        after=period(acceptance.deemed_after or ""),
        begin=word(acceptance.deemed_from or ""),
    )


def _end(told: Told, one: Candidate) -> Iterator[Reason]:
    warranty, base = one.warranty, one.base
    rule = word(warranty.period_rule)
    lasts = {"period": period(warranty.period), "rule": rule}
    clause: Clause = ("Warranty", warranty.id, ("period",))
    if base.period_end is None:
        yield tried("decision.period.unknown", "unknown", clause, **lasts)
    else:
        yield tried("decision.period.until", "yes", clause, **lasts, day=base.period_end)
    if base.downtime_days:
        at: Clause = ("Warranty", warranty.id, ("downtime_extends",))
        yield tried("decision.downtime.added", "yes", at, _downtimes(told), count=base.downtime_days)
    if base.downtime_open:
        at = ("Warranty", warranty.id, ("downtime_extends",))
        yield tried("decision.downtime.open", "unknown", at, _downtimes(told))
    yield from _cap(told, one)
    if warranty.holiday_rollover and base.end is not None:
        at = ("Warranty", warranty.id, ("holiday_rollover",))
        if base.provisional:
            yield tried("decision.rollover.provisional", "unknown", at, day=base.end)
        elif base.rolled_from is not None:
            yield tried("decision.rollover.moved", "yes", at, old=base.rolled_from, day=base.end)
    yield from _swap_terms(one)


def _downtimes(told: Told) -> tuple[Reason, ...]:
    found = []
    for index, one in enumerate(told.asset.downtimes):
        if one.caused_by == "vendor":
            clause = own_clause(told, "downtimes", index)
            end = one.end if one.end is not None else Named("decision.none")
            found.append(tried("decision.downtime.days", "note", clause, start=one.start, end=end))
    return tuple(found)


def _cap(told: Told, one: Candidate) -> Iterator[Reason]:
    cap = one.warranty.cap
    if cap is None:
        return
    at: Clause = ("Warranty", one.warranty.id, ("cap",))
    said = {"period": period(cap.period), "event": word(cap.event)}
    inner = (_event(told, cap.event, at),)
    if one.base.cap_end is None:
        yield tried("decision.cap.unknown", "unknown", at, inner, **said)
    else:
        yield tried("decision.cap.until", "yes", at, inner, **said, day=one.base.cap_end)


def _swap_terms(one: Candidate) -> Iterator[Reason]:
    """What the swap of the part means for its days."""
    if not one.swaps:
        return
    swap = one.warranty.swap
    if swap is None:
        yield tried("decision.swapped.unsaid", "note", ("Warranty", one.warranty.id, ()))
        return
    clause: Clause = ("Warranty", one.warranty.id, ("swap",))
    said = {
        "policy": swap_policy(swap),
        "start": _day_or_not(one.cover.start),
        "end": _day_or_not(one.cover.end),
    }
    yield tried("decision.swapped.by-policy", "yes", clause, **said)


def _day_or_not(day: date | None) -> object:
    return day if day is not None else Named("decision.unknown-day")


def _day(one: Candidate) -> Reason:
    clause: Clause = ("Warranty", one.warranty.id, ("period",))
    days = {"start": _day_or_not(one.cover.start), "end": _day_or_not(one.cover.end)}
    if one.state == "in":
        return tried("decision.day.within", "yes", clause, **days)
    if one.state == "before":
        return tried("decision.day.before", "no", clause, **days)
    if one.state == "after":
        return tried("decision.day.after", "no", clause, **days)
    return tried("decision.day.unknown", "unknown", clause, facts=facts(one.missing))
