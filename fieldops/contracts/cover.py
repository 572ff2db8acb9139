"""From which day to which a warranty holds for an asset: trigger, period, cap, downtime, holiday rollover.

Only dates are computed here; whether a claim is covered is decided elsewhere. A date that depends on something
that is not known is None, and the missing events are named: nothing is ever assumed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import Acceptance, Asset, Contract, Warranty, WarrantyUse
from fieldops.dates.periods import Period, add_period, last_day, parse_period


@dataclass(frozen=True, slots=True)
class Cover:
    """One warranty on one asset: first and last covered day, both included; None while `missing` events have no date.

    `use` is the index of the contract's entry in `warranties`. `provisional`: the last day was moved over a
    holiday of a year that is not decreed yet.
    """

    asset: Asset
    warranty: Warranty
    use: int
    start: date | None
    end: date | None
    missing: tuple[str, ...] = ()
    provisional: bool = False


def covers(agreement: Agreement, contract: Contract | None = None) -> Iterator[Cover]:
    """Every warranty of every asset, in the order of the assets. `contract`: the terms of another day."""
    terms = contract or agreement.contract
    for asset in terms.assets:
        for index, use in enumerate(terms.warranties):
            warranty = agreement.warranties.get(use.terms)
            if warranty is not None and holds_for(use, asset):
                yield cover_of(agreement, terms, asset, warranty, index)


def holds_for(use: WarrantyUse, asset: Asset) -> bool:
    """Whether that entry of `warranties` names the asset: by id, by category, or (naming neither) as one of all."""
    if use.assets:
        return asset.id in use.assets
    return not use.categories or asset.category in use.categories


def cover_of(agreement: Agreement, contract: Contract, asset: Asset, warranty: Warranty, use: int) -> Cover:
    """The days that `warranty` covers `asset`."""
    start, missing = _start(contract, asset, warranty)
    if start is None:
        return Cover(asset, warranty, use, None, None, missing)
    end = _last(start, warranty.period, warranty)
    if warranty.downtime_extends:
        end = _extended(asset, start, end)
    if warranty.cap is not None:
        limit_from = event_date(contract, asset, warranty.cap.event)
        if limit_from is None:
            return Cover(asset, warranty, use, start, None, (warranty.cap.event,))
        end = min(end, _last(limit_from, warranty.cap.period, warranty))
    provisional = False
    if warranty.holiday_rollover and agreement.calendar is not None:
        moved = agreement.calendar.shifted(end, "next_workday")
        provisional = not (agreement.calendar.is_decreed(end) and agreement.calendar.is_decreed(moved))
        end = moved
    return Cover(asset, warranty, use, start, end, (), provisional)


def _last(start: date, period: str, warranty: Warranty) -> date:
    """The last day of `period` by the warranty's rule; the last day there is where it would lie beyond the year 9999."""
    try:
        return last_day(start, _period(period), warranty.period_rule, warranty.month_end)
    except OverflowError:
        return date.max


def _period(text: str) -> Period:
    period = parse_period(text)
    assert period is not None  # the schema has judged it
    return period


def _start(contract: Contract, asset: Asset, warranty: Warranty) -> tuple[date | None, tuple[str, ...]]:
    start = warranty.start
    if start.trigger == "date":
        return start.date, ()
    events = start.latest_of if start.trigger == "latest_of" else (start.event or "",)
    days = {event: event_date(contract, asset, event) for event in events}
    missing = tuple(event for event, day in days.items() if day is None)
    known = [day for day in days.values() if day is not None]
    return (None, missing) if missing else (max(known), ())


def event_date(
    contract: Contract, asset: Asset, event: str, asked: frozenset[str] = frozenset()
) -> date | None:
    """The day of `event` for `asset`: its own, else that of its acceptance, else of its batch, else of the contract.

    An acceptance without a date counts on the day it is deemed given, where the contract says so. `asked` are the
    events on the way here: two that wait for each other never happen.
    """
    if event == "contract_start":
        return contract.term.start
    own = next((dated.date for dated in asset.events if dated.event == event), None)
    if own is not None:
        return own
    acceptance = acceptance_for(contract, asset, event)
    if acceptance is None:
        return None
    return acceptance.date or _deemed(contract, asset, acceptance, asked | {event})


def acceptance_for(contract: Contract, asset: Asset, event: str) -> Acceptance | None:
    """The contract's entry for `event` that is nearest to the asset: by asset, by batch, for the whole contract."""
    entries = [entry for entry in contract.acceptances if entry.event == event]
    by_asset = (entry for entry in entries if asset.id in entry.assets)
    by_batch = (entry for entry in entries if entry.batch is not None and entry.batch == asset.batch)
    for_all = (entry for entry in entries if not entry.assets and entry.batch is None)
    return next((entry for entry in (*by_asset, *by_batch, *for_all)), None)


def _deemed(contract: Contract, asset: Asset, acceptance: Acceptance, asked: frozenset[str]) -> date | None:
    if acceptance.deemed_after is None or acceptance.deemed_from is None:
        return None
    if acceptance.deemed_from == "request":
        begin = acceptance.requested
    elif acceptance.deemed_from in asked:
        return None
    else:
        begin = event_date(contract, asset, acceptance.deemed_from, asked)
    try:
        return None if begin is None else add_period(begin, _period(acceptance.deemed_after))
    except OverflowError:
        return None  # beyond the year 9999: it is never deemed given


def _extended(asset: Asset, start: date, end: date) -> date:
    """`end`, moved by each whole day of ended downtime that the service company caused, counted once.

    Days before the warranty's start do not count; a downtime that begins in the days that were added does.
    """
    spans = sorted(
        (max(downtime.start, start), downtime.end)
        for downtime in asset.downtimes
        if downtime.caused_by == "vendor" and downtime.end is not None
    )
    counted = start - timedelta(days=1)
    for first, last in spans:
        fresh = (last - max(first - timedelta(days=1), counted)).days
        if first <= end and fresh > 0:
            end = date.fromordinal(min(end.toordinal() + fresh, date.max.toordinal()))
            counted = last
    return end
