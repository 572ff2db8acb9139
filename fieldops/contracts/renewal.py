"""The periods of a term: the first as agreed, and, where it is renewed tacitly, one after the other until a notice
ends them.

Lives here: one term by itself. Which term is in force on a day is `fieldops.contracts.terms`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from fieldops.contracts.model import NoticeGiven, Term
from fieldops.dates.periods import Period, add_period, parse_period, whole_periods
from fieldops.structs import Struct

TACIT = "tacit"
_DAY = timedelta(days=1)


class TermPeriod(Struct, frozen=True):
    """One period of service: how many times the term was renewed before (0: as agreed), first and last day.

    `notice`: the last day on which a notice ends the contract with this period; None where none is agreed. `renewed`:
    whether the next period follows by itself.
    """

    number: int
    first: date
    last: date
    notice: date | None
    renewed: bool


class Course(Struct, frozen=True):
    """The course of one term: its periods, until a notice ends it. `final` is the number of its last period, None while
    it goes on by itself; `ended_by` the notice that made it the last.
    """

    term: Term
    final: int | None
    ended_by: NoticeGiven | None = None

    def on(self, day: date) -> TermPeriod:
        """The period that `day` lies in; the first for a day before the term, the last for one after its end."""
        number = _number(self.term, day)
        return self.period(number if self.final is None else min(number, self.final))

    def period(self, number: int) -> TermPeriod:
        """The period after `number` renewals."""
        last = _last(self.term, number)
        first = self.term.start if number == 0 else _begin(self.term, number)
        renewed = number != self.final and last < date.max
        return TermPeriod(number, first, last, _notice(self.term, number), renewed)

    def periods(self, until: date) -> Iterator[TermPeriod]:
        """Every period that ends by `until`, in order."""
        period = self.period(0)
        while period.last <= until:
            yield period
            if not period.renewed:
                return
            period = self.period(period.number + 1)

    def next_notice(self, day: date) -> date | None:
        """The next last day for notice, `day` itself included; None where none is to come."""
        if self.ended_by is not None:
            return None
        number = 0 if self.final == 0 else ends_with(self.term, day)
        notice = _notice(self.term, number)
        return notice if notice is not None and notice >= day else None

    @property
    def end(self) -> date | None:
        """The last day of service; None while the term goes on by itself."""
        return None if self.final is None else _last(self.term, self.final)


def course_of(term: Term, notices: Iterable[NoticeGiven] = ()) -> Course:
    """The course of a term to which these notices were given: the first one counts.

    Only what is renewed tacitly needs a notice to end; any other renewal is an amendment.
    """
    if not is_tacit(term):
        return Course(term, 0)
    first = min(notices, key=lambda notice: notice.given, default=None)
    return Course(term, None) if first is None else Course(term, ends_with(term, first.given), first)


def is_tacit(term: Term) -> bool:
    """Whether the term is renewed by itself."""
    return term.renewal == TACIT and term.renewal_period is not None


def ends_with(term: Term, given: date) -> int:
    """The number of the period with which a notice given that day ends a term that is renewed tacitly: of the period
    going on, or of the first whose last day for notice has not passed.
    """
    now, notice = _number(term, given), _period(term.notice)
    if notice is None:
        return now
    # About the right one: what months lack or have more is a period or two.
    number = max(now, _number(term, _added(given, notice)) - 1)
    while number > now and _in_time(term, number - 1, given):
        number -= 1
    while not _in_time(term, number, given) and _last(term, number) < date.max:
        number += 1
    return number


def _in_time(term: Term, number: int, given: date) -> bool:
    notice = _notice(term, number)
    return notice is None or given <= notice


def _notice(term: Term, number: int) -> date | None:
    notice = _period(term.notice)
    return subtract_period(_last(term, number), notice) if notice else None


def _added(day: date, period: Period) -> date:
    try:
        return add_period(day, period)
    except OverflowError:
        return date.max


def subtract_period(day: date, period: Period) -> date:
    """The latest day from which `period` reaches `day` at most: notice given then is given in time."""
    try:
        return add_period(day, Period(-period.count, period.unit))
    except OverflowError:
        return date.min


def _number(term: Term, day: date) -> int:
    """In which period `day` lies, were the term to go on for ever."""
    every = _period(term.renewal_period) if is_tacit(term) else None
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
