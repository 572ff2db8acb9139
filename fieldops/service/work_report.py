"""What a period's work under a contract comes to: requests by type, faults that came again, what is still open. H2. Pure.

The period is that of the contract's own report (`work_report`), or the days that somebody asks for. Does not live here: how it
is worded (`fieldops.reports.work_report`), visits and findings, which have a life of their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from fieldops.contracts.agreement import Agreement, asset_of
from fieldops.contracts.model import Obligation
from fieldops.contracts.reasons import Clause
from fieldops.contracts.schedules import occurrences
from fieldops.dates.instants import utc
from fieldops.documents.choices import nearest
from fieldops.errors import UsageError
from fieldops.service.orders import terms_of
from fieldops.service.standing import Standing
from fieldops.service.swaps import SwapRecord
from fieldops.sla.log_rules import SATISFACTION
from fieldops.structs import Struct

KIND = "work_report"
# What is counted of a type of request, in the order in which it is shown; public: JSON has these words.
COUNTED = ("reported", "closed", "kept", "missed", "undetermined")
_TIMES = ("milestone", "document")
_STATES = {"met": "kept", "late": "missed", "undetermined": "undetermined"}
_DAY = timedelta(days=1)


class Period(Struct, frozen=True):
    """The days from `first` to `last`, both included, that a report is about; `due`: the day on which the contract wants it, by
    its `clause`, where it does.
    """

    first: date
    last: date
    due: date | None = None
    clause: Clause | None = None

    def holds(self, at: datetime, zone: ZoneInfo) -> bool:
        """Whether an instant (aware) lies in it, by the days of `zone`."""
        return self.first <= at.astimezone(zone).date() <= self.last


class Counted(Struct, frozen=True):
    """What is counted of the requests of one type and severity that were reported in the period."""

    request: str
    severity: str | None
    counts: dict[str, int]


class Recurring(Struct, frozen=True):
    """Faults that came again: of one piece of equipment (`asset`), of what is `affected`, or of several of a `category`; how many
    `times` they were reported, and under which orders.
    """

    times: int
    orders: tuple[str, ...]
    asset: str | None = None
    affected: str | None = None
    category: str | None = None


class Worked(Struct, frozen=True):
    """A period's work: the orders that were reported in it, those of before that were still open when it began, by when they were
    reported; what is counted, what came again, the parts that were replaced, and how many customers said how content they are. G3
    """

    period: Period
    reported: tuple[Standing, ...]
    carried_over: tuple[Standing, ...]
    counted: tuple[Counted, ...]
    recurring: tuple[Recurring, ...]
    replaced: tuple[tuple[Standing, SwapRecord], ...]
    satisfaction: dict[str, int]

    def total(self, name: str) -> int:
        """What is counted so of all types of request together."""
        return sum(each.counts[name] for each in self.counted)

    @property
    def compliance(self) -> Fraction | None:
        """Which share of the times that could be judged was kept, from 0 to 1; None where there was none. G4"""
        kept, missed = self.total("kept"), self.total("missed")
        return Fraction(kept, kept + missed) if kept + missed else None

    @property
    def open(self) -> int:
        """How many of its orders are not closed yet."""
        return sum(not each.is_over for each in (*self.reported, *self.carried_over))


def report_period(agreement: Agreement, today: date, obligation: str | None = None) -> Period:
    """The period that ended last, by the report that the contract promises; `obligation`: which, where there are several.

    It begins on the day after the report before, as the contract computes it without moving it to a working day, the first one
    with the service. Raises UsageError where the contract promises no such report, or no period of it has ended by `today`.
    """
    terms = agreement.terms_on(today)
    at, promised = _promised(agreement.id, terms.contract.obligations, obligation)
    assert promised.schedule is not None  # only those with one are looked at
    found = list(occurrences(agreement, terms.contract, promised.schedule, end=today))
    if not found:
        raise UsageError("work-report.none-ended", obligation=promised.id, today=today.isoformat())
    begins = [agreement.timeline.start, *(each.nominal + _DAY for each in found)]
    last = found[-1]
    return Period(begins[-2], last.nominal, last.day, terms.clause("obligations", at))


def _promised(contract: str, obligations: Sequence[Obligation], wanted: str | None) -> tuple[int, Obligation]:
    found = {
        each.id: (at, each)
        for at, each in enumerate(obligations)
        if each.kind == KIND and each.schedule is not None
    }
    if wanted is not None and wanted not in found:
        raise UsageError("work-report.no-such", obligation=wanted, choices=nearest(wanted, found))
    if wanted is None and len(found) != 1:
        code = "work-report.which" if found else "work-report.not-promised"
        raise UsageError(code, contract=contract, choices=tuple(found))
    return found[wanted or next(iter(found))]


def worked(standings: Iterable[Standing], agreement: Agreement, period: Period) -> Worked:
    """What the orders of a contract, as they stand, come to in a period; what was opened by mistake is none of it."""
    every = [each for each in standings if each.stage != "voided"]
    zone = agreement.zone
    reported = tuple(each for each in every if period.holds(each.order.opened.reported, zone))
    before = tuple(each for each in every if _is_carried_over(each, period, zone))
    swaps = tuple(
        (each, swap)
        for each in every
        for swap in each.order.swaps
        if (done := swap.carried_out) is not None and period.holds(done.time, zone)
    )
    again = _recurring((*reported, *before), agreement, period)
    return Worked(
        period, reported, before, _counted(reported), again, swaps, _satisfaction(every, period, zone)
    )


def _satisfaction(standings: Iterable[Standing], period: Period, zone: ZoneInfo) -> dict[str, int]:
    """How many orders the customer was how content with, by the last word on each in the period; the best first."""
    last: dict[str, str] = {}
    for each in standings:
        for told in each.order.told:
            if told.satisfaction is not None and period.holds(told.time, zone):
                last[each.order.id] = told.satisfaction
    found = Counter(last.values())
    return {name: found[name] for name in SATISFACTION if found[name]}


def _is_carried_over(standing: Standing, period: Period, zone: ZoneInfo) -> bool:
    """Whether it was reported before the period and not closed by then."""
    if standing.order.opened.reported.astimezone(zone).date() >= period.first:
        return False
    ended = standing.status.closing.at if standing.status is not None else None
    if ended is None and standing.stage == "closed":
        # Nothing is promised for it in time: what was told last has ended it.
        ended = max((each.time for each in standing.order.told), default=None, key=utc)
    return not standing.is_over or (ended is not None and ended.astimezone(zone).date() >= period.first)


def _counted(reported: Iterable[Standing]) -> tuple[Counted, ...]:
    found: dict[tuple[str, str], Counter[str]] = {}
    for each in reported:
        severity = each.status.severity if each.status is not None else each.order.opened.severity
        counts = found.setdefault((each.order.opened.request, severity or ""), Counter())
        counts.update(["reported", *(["closed"] if each.stage == "closed" else [])])
        states = each.clocks.states if each.clocks is not None else ()
        counts.update(
            _STATES[one.state] for one in states if one.deadline.kind in _TIMES and one.state in _STATES
        )
    return tuple(
        Counted(request, severity or None, {name: counts[name] for name in COUNTED})
        for (request, severity), counts in sorted(found.items())
    )


# --- what came again ----------------------------------------------------------------------------------------


def _recurring(standings: Iterable[Standing], agreement: Agreement, period: Period) -> tuple[Recurring, ...]:
    """Faults of the same equipment that were reported more than once in the period, and faults of several pieces of a category;
    the most frequent first.
    """
    same: dict[tuple[str, str], dict[str, int]] = {}
    alike: dict[str, dict[str, set[str]]] = {}
    for each in standings:
        opened, times = each.order.opened, _times(each, agreement, period)
        # Only faults are graded; questions and complaints come again without anything being broken.
        if opened.severity is None or not times or not (opened.asset or opened.affected):
            continue
        kind = "asset" if opened.asset else "affected"
        same.setdefault((kind, opened.asset or opened.affected or ""), {})[each.order.id] = times
        asset = asset_of(terms_of(each.order, agreement).contract, opened.asset) if opened.asset else None
        if asset is not None and asset.category:
            alike.setdefault(asset.category, {}).setdefault(asset.id, set()).add(each.order.id)
    found = [
        Recurring(sum(orders.values()), tuple(sorted(orders)), **{kind: name})
        for (kind, name), orders in same.items()
        if sum(orders.values()) > 1
    ]
    for category, assets in alike.items():
        orders = sorted(set().union(*assets.values()))
        if len(assets) > 1:
            found.append(Recurring(len(orders), tuple(orders), category=category))
    return tuple(sorted(found, key=lambda each: (-each.times, each.orders)))


def _times(standing: Standing, agreement: Agreement, period: Period) -> int:
    """How often it was reported in the period."""
    reports = [standing.order.opened.reported]
    reports += [each.time for each in standing.order.told if each.kind == "reported_again"]
    return sum(period.holds(each, agreement.zone) for each in reports)
