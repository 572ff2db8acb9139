"""How often something comes again in the time it is promised for, and how often its interval fits into that time.

Every 3 months for a year is four times. An anchor close to the end of its interval may leave three: the fourth is lost
without anybody noticing, unless somebody counts. Counted here, told by the rules and by `contract show`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.cover import covers
from fieldops.contracts.model import Recurrence
from fieldops.contracts.schedules import occurrences, schedule_start
from fieldops.contracts.terms import Terms
from fieldops.dates.periods import Period, add_period, parse_period, whole_periods

_DAY = timedelta(days=1)
_MONTHLY = 28  # days; what comes more often is not counted one by one by anybody


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often something falls due from `first` to `last`, and how many whole intervals these days have.

    `rest`: some days are left over after the last whole interval. `by`: the last day of the first interval.
    """

    first: date
    last: date
    due: tuple[date, ...]
    intervals: int
    rest: bool
    by: date

    @property
    def differs(self) -> bool:
        """Whether it falls due less or more often than the interval says; days left over may have one more."""
        return not self.intervals <= len(self.due) <= self.intervals + self.rest


def frequency(agreement: Agreement, versions: Sequence[Terms], schedule: Recurrence) -> Frequency | None:
    """How often this falls due by these versions of the terms, which follow each other and all have the schedule.

    None where nobody counts: more often than monthly, counted from completion, for a time that is written beside it, or
    from a day that is not known.
    """
    every = parse_period(schedule.every)
    if (
        every is None
        or every.days_about < _MONTHLY
        or schedule.lasting
        or schedule.counted == "from_completion"
    ):
        return None
    spans = [(terms, *days) for terms in versions if (days := _days(agreement, terms, schedule)) is not None]
    spans = [(terms, first, last) for terms, first, last in spans if first <= last < date.max]
    if not spans:
        return None
    first, last = spans[0][1], spans[-1][2]
    due = tuple(
        one.nominal
        for terms, begin, end in spans
        for one in occurrences(agreement, terms.contract, schedule, begin, end)
    )
    intervals = whole_periods(first, every, last + _DAY)
    rest = _after(first, every * intervals) <= last
    return Frequency(first, last, due, intervals, rest, _after(first, every) - _DAY)


def holding(agreement: Agreement, terms: Terms, section: str, index: int) -> tuple[Terms, ...]:
    """The versions of the terms in which the entry of a section stands where it does by `terms`; in a period of tacit
    renewal that period alone.
    """
    if terms.period.number:
        return (terms,)
    place = terms.version.place(section, index)
    return tuple(one for one in agreement.timeline.written() if one.version.place(section, index) == place)


def _after(first: date, period: Period) -> date:
    try:
        return add_period(first, period) if period.count else first
    except OverflowError:
        return date.max


def _days(agreement: Agreement, terms: Terms, schedule: Recurrence) -> tuple[date, date] | None:
    """The days for which it is promised by these terms; None while they are not known."""
    contract = terms.contract
    first, last = contract.term.start, contract.term.end
    if schedule.during == "warranty":
        found = list(covers(agreement, contract))
        if not found or any(cover.start is None or cover.end is None for cover in found):
            return None
        first = min(cover.start for cover in found if cover.start)
        last = max(cover.end for cover in found if cover.end)
    if schedule.after_event is not None:
        begin = schedule_start(contract, schedule)
        if begin is None:
            return None
        first = begin if schedule.during == "warranty" else max(first, begin)
    return max(first, terms.first), min(last, terms.last)
