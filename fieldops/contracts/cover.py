"""From which day to which a warranty holds for an asset: trigger, period, cap, downtime, holiday rollover.

Only dates are computed here; whether a claim is covered is decided elsewhere. A date that depends on something
that is not known is None, and the missing events are named: nothing is ever assumed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import Acceptance, Asset, Contract, Warranty, WarrantyUse
from fieldops.contracts.reasons import Clause
from fieldops.dates.periods import Period, add_period, last_day, parse_period
from fieldops.dates.spans import Span
from fieldops.structs import Struct

# Days. A last day that falls into a year without decreed holidays may move; no run of days off was ever this long.
_LONGEST_REST = timedelta(days=31)


class Cover(Struct, frozen=True):
    """One warranty on one asset: first and last covered day, both included; None while `missing` events have no date.

    `use` is the index of the contract's entry in `warranties`. `provisional`: the last day was moved over a
    holiday of a year that is not decreed yet.

    Where something is not known, these bounds hold whatever it turns out to be: no day before `earliest` or after
    `latest` is covered, and each day from `start` to `sure_end` (None: none) is. `downtime_open`: the asset is down
    by the vendor's fault and the end of that is not recorded, so that the last day may move on.

    How `end` came about: `period_end` is the last day by the period alone, `downtime_days` were added to it,
    `cap_end` is the latest by the cap, and a `rolled_from` day was no working day.
    """

    asset: Asset
    warranty: Warranty
    use: int
    start: date | None
    end: date | None
    missing: tuple[str, ...] = ()
    provisional: bool = False
    sure_end: date | None = None
    earliest: date = date.min
    latest: date = date.max
    downtime_open: bool = False
    period_end: date | None = None
    downtime_days: int = 0
    cap_end: date | None = None
    rolled_from: date | None = None


def covers(agreement: Agreement, terms: Contract) -> Iterator[Cover]:
    """Every warranty of every asset by these terms, in the order of the assets."""
    for asset in terms.assets:
        for index, use in enumerate(terms.warranties):
            warranty = agreement.warranties.get(use.terms)
            if warranty is not None and holds_for(use, asset):
                yield cover_of(agreement, terms, asset, warranty, index)


class Held(Struct, frozen=True):
    """A cover as far as the terms that give it are in force: the days that are left, None while its own are not known,
    and the entry of `warranties` that it follows from. `terms` are the days on which these terms are in force.
    """

    cover: Cover
    clause: Clause
    span: Span | None
    terms: Span


def held(agreement: Agreement) -> Iterator[Held]:
    """Every cover by every version of the terms, on the days on which both hold."""
    for terms in agreement.timeline.written():
        first, last = terms.version.first, terms.version.last
        for cover in covers(agreement, terms.contract):
            clause = terms.clause("warranties", cover.use)
            if cover.start is None or cover.end is None:
                yield Held(cover, clause, None, (first, last))
            elif max(cover.start, first) <= min(cover.end, last):
                yield Held(cover, clause, (max(cover.start, first), min(cover.end, last)), (first, last))


def holds_for(use: WarrantyUse, asset: Asset) -> bool:
    """Whether that entry of `warranties` names the asset: by id, by category, or (naming neither) as one of all."""
    if use.assets:
        return asset.id in use.assets
    return not use.categories or asset.category in use.categories


def cover_of(agreement: Agreement, contract: Contract, asset: Asset, warranty: Warranty, use: int) -> Cover:
    """The days that `warranty` covers `asset`."""
    start, missing, earliest = _start(contract, asset, warranty)
    if start is not None:
        return cover_from(agreement, contract, asset, warranty, use, start, warranty.period)
    capped = _cap_end(contract, asset, warranty)
    latest = _rolled(agreement, warranty, capped).latest if capped else date.max
    return Cover(asset, warranty, use, None, None, missing, earliest=earliest, latest=latest, cap_end=capped)


def cover_from(
    agreement: Agreement,
    contract: Contract,
    asset: Asset,
    warranty: Warranty,
    use: int,
    start: date,
    period: str,
) -> Cover:
    """The days that `warranty` covers `asset` when `period` begins on `start`: for a whole asset its own period from
    its start, for a replaced part what its swap terms say.
    """
    period_end = end = _last(start, period, warranty)
    if warranty.downtime_extends:
        end = _extended(asset, start, end)
    days = (end - period_end).days
    is_open = warranty.downtime_extends and _down_since(asset, end)
    capped = _cap_end(contract, asset, warranty)
    if warranty.cap is not None and capped is None:
        latest = date.max if is_open else _rolled(agreement, warranty, end).latest
        missing = (warranty.cap.event,)
        return Cover(
            asset, warranty, use, start, None, missing, earliest=start, latest=latest, period_end=period_end
        )
    if capped is not None and capped <= end:
        end, is_open = capped, False
    last = _rolled(agreement, warranty, end)
    latest = (
        last.latest if not is_open else _rolled(agreement, warranty, capped).latest if capped else date.max
    )
    return Cover(
        asset,
        warranty,
        use,
        start,
        last.day,
        provisional=last.provisional,
        sure_end=last.sure,
        earliest=start,
        latest=latest,
        downtime_open=is_open,
        period_end=period_end,
        downtime_days=days,
        cap_end=capped,
        rolled_from=end if last.day != end else None,
    )


def _cap_end(contract: Contract, asset: Asset, warranty: Warranty) -> date | None:
    """The last day by the warranty's cap; None where it has none or the cap's event has no date."""
    if warranty.cap is None:
        return None
    begin = event_date(contract, asset, warranty.cap.event)
    return None if begin is None else _last(begin, warranty.cap.period, warranty)


def _down_since(asset: Asset, end: date) -> bool:
    """Whether the vendor's fault keeps the asset down since a day up to `end`, and nobody has recorded until when."""
    return any(one.caused_by == "vendor" and one.end is None and one.start <= end for one in asset.downtimes)


class _LastDay(Struct, frozen=True):
    """A last day after the holiday rollover; the day up to which it is sure, and after which nothing is covered."""

    day: date
    sure: date
    latest: date
    provisional: bool = False


def _rolled(agreement: Agreement, warranty: Warranty, end: date) -> _LastDay:
    calendar = agreement.calendar
    if not warranty.holiday_rollover or calendar is None:
        return _LastDay(end, end, end)
    moved = calendar.shifted(end, "next_workday")
    if calendar.is_decreed(end) and calendar.is_decreed(moved):
        return _LastDay(moved, moved, moved)
    furthest = date.fromordinal(min(end.toordinal() + _LONGEST_REST.days, date.max.toordinal()))
    return _LastDay(moved, end, max(moved, furthest), provisional=True)


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


def _start(contract: Contract, asset: Asset, warranty: Warranty) -> tuple[date | None, tuple[str, ...], date]:
    """The first day, the events whose missing day leaves it open, and the day before which it cannot be."""
    start = warranty.start
    if start.trigger == "date":
        return start.date, (), start.date or date.min
    events = start.latest_of if start.trigger == "latest_of" else (start.event or "",)
    days = {event: event_date(contract, asset, event) for event in events}
    missing = tuple(event for event, day in days.items() if day is None)
    known = max((day for day in days.values() if day is not None), default=date.min)
    return (None, missing, known) if missing else (known, (), known)


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


def first_day_of(contract: Contract, event: str) -> date | None:
    """The first day on which an acceptance or delivery of that kind was, or is deemed given; None where none has a day."""
    found = []
    for entry in contract.acceptances:
        if entry.event == event:
            found.append(event_date(contract, Asset(next(iter(entry.assets), ""), batch=entry.batch), event))
    return min((day for day in found if day is not None), default=None)


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
