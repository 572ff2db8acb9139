"""The periods of a term: the first as agreed, and, where it is renewed tacitly, one after the other until a notice
ends them.

Lives here: one term by itself. Which term is in force on a day is `fieldops.contracts.terms`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from fieldops.contracts.model import Term
from fieldops.dates.periods import Period, add_period, parse_period, whole_periods

TACIT = "tacit"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TermPeriod:
    """One period of service: how many times the term was renewed before (0: as agreed), first and last day.

    `notice`: the last day on which a notice ends the contract with this period; None where none is agreed. `renewed`:
    whether the next period follows by itself.
    """

    number: int
    first: date
    last: date
    notice: date | None
    renewed: bool


@dataclass(frozen=True, slots=True)
class Course:
    """The course of one term: its periods, as long as no notice ends it. `final` is the number of its last period,
    None while it goes on by itself.
    """

    term: Term
    final: int | None

    def on(self, day: date) -> TermPeriod:
        """The period that `day` lies in; the first for a day before the term, the last for one after its end."""
        number = _number(self.term, day)
        return self.period(number if self.final is None else min(number, self.final))

    def period(self, number: int) -> TermPeriod:
        """The period after `number` renewals."""
        last = _last(self.term, number)
        first = self.term.start if number == 0 else _begin(self.term, number)
        notice = _period(self.term.notice)
        return TermPeriod(
            number,
            first,
            last,
            subtract_period(last, notice) if notice else None,
            renewed=number != self.final and last < date.max,
        )

    def periods(self, until: date) -> Iterator[TermPeriod]:
        """Every period that ends by `until`, in order."""
        period = self.period(0)
        while period.last <= until:
            yield period
            if not period.renewed:
                return
            period = self.period(period.number + 1)

    @property
    def end(self) -> date | None:
        """The last day of service; None while the term goes on by itself."""
        return None if self.final is None else _last(self.term, self.final)


def course_of(term: Term, notices: Iterable[date] = ()) -> Course:
    """The course of a term when notice was given on these days.

    A notice ends the term with the period in which it is given, one that is given after the last day for notice with
    the next. Only what is renewed tacitly needs a notice to end; any other renewal is an amendment.
    """
    if term.renewal != TACIT or term.renewal_period is None:
        return Course(term, 0)
    ended = [ends_with(term, given) for given in notices]
    return Course(term, min(ended, default=None))


def ends_with(term: Term, given: date) -> int:
    """The number of the period with which a notice given that day ends a term that is renewed tacitly."""
    open_end = Course(term, None)
    period = open_end.on(given)
    in_time = period.notice is None or given <= period.notice
    return period.number if in_time else period.number + 1


def subtract_period(day: date, period: Period) -> date:
    """The latest day from which `period` reaches `day` at most: notice given then is given in time."""
    try:
        return add_period(day, Period(-period.count, period.unit))
    except OverflowError:
        return date.min


def _number(term: Term, day: date) -> int:
    """In which period `day` lies, were the term to go on for ever."""
    every = _period(term.renewal_period) if term.renewal == TACIT else None
    if every is None or day <= term.end:
        return 0
    return 1 + whole_periods(term.end + _DAY, every, day)


def _begin(term: Term, number: int) -> date:
    """The first day of a renewal: counted from the day after the agreed end in one step, so that nothing drifts."""
    every = _period(term.renewal_period)
    assert every is not None  # only what is renewed has a second period
    return add_period(term.end + _DAY, every * (number - 1))


def _last(term: Term, number: int) -> date:
    if number == 0:
        return term.end
    try:
        return _begin(term, number + 1) - _DAY
    except OverflowError:
        return date.max


def _period(text: str | None) -> Period | None:
    return parse_period(text) if text else None
