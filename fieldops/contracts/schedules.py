"""The days of a recurrence: when it begins and ends, when it comes again, and in which window each time may be done.

Does not live here: what is due on these days, and by which clause (`obligations`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.cover import covers, event_date
from fieldops.contracts.model import Asset, Contract, Recurrence
from fieldops.contracts.renewal import subtract_period
from fieldops.dates.periods import Period, add_period, parse_period
from fieldops.dates.recurrence import Due, due_after_completion, due_dates

_SHORTEST_MONTH = 28


def occurrences(
    agreement: Agreement,
    terms: Contract,
    schedule: Recurrence,
    start: date = date.min,
    end: date = date.max,
    completed: Callable[[Due], date | None] = lambda due: None,
) -> Iterator[Due]:
    """The due dates of a recurrence within the contract's term or its assets' warranties, nominally from `start` to `end`.

    Nothing while the event it begins after has no date. Where neither anchor nor event is written, the intervals are those of
    the service, which has its first day: every 3 months of a year is four times, each at the latest on the last day of
    its quarter.
    """
    every = period_of(schedule.every)
    begin = schedule.anchor or schedule_start(terms, schedule)
    if begin is None:
        return
    last = terms.term.end if schedule.during == "term" else _last_cover(agreement, terms)
    if schedule.lasting is not None:
        limit = _added(begin, period_of(schedule.lasting))
        # Three months of weekly calls after an acceptance may reach beyond the term.
        last = limit if schedule.after_event else min(limit, last or limit)
    if last is None:
        return
    calendar = agreement.calendars.get(schedule.calendar or terms.calendar or "")
    number, within = 0 if schedule.anchor else 1, of_the_service(schedule)
    if schedule.counted == "from_completion":
        chain = due_after_completion(
            begin,
            every,
            min(last, end),
            completed,
            first_number=number,
            shift=schedule.shift,
            calendar=calendar,
            within=within,
        )
        yield from (due for due in chain if due.nominal >= start)
        return
    yield from due_dates(
        begin,
        every,
        min(last, end),
        first_number=number,
        first=start,
        shift=schedule.shift,
        calendar=calendar,
        within=within,
    )


def of_the_service(schedule: Recurrence) -> bool:
    """Whether the intervals are those of the service, from its first day on; not counted from a day or an event."""
    return schedule.anchor is None and schedule.after_event in (None, "contract_start")


def schedule_start(terms: Contract, schedule: Recurrence) -> date | None:
    """The day after which the first interval runs, where no anchor is given."""
    event = schedule.after_event or "contract_start"
    return event_date(terms, Asset(""), event)


def _last_cover(agreement: Agreement, terms: Contract) -> date | None:
    ends = [cover.end for cover in covers(agreement, terms) if cover.end is not None]
    return max(ends, default=None)


def window_of(schedule: Recurrence, day: date) -> tuple[date, date]:
    """From which day until which (both included) what is due on a day may be done."""
    early = subtract_period(day, period_of(schedule.early)) if schedule.early else day
    return early, _added(day, period_of(schedule.late)) if schedule.late else day


def counts_from(schedule: Recurrence, due: Due, begin: date) -> date:
    """The first day on which something promised for a day counts; nothing of before the service does for what it makes due."""
    opens = _day_after_the_one_before(schedule, due)
    return max(opens, begin) if begin <= due.day else opens


def _day_after_the_one_before(schedule: Recurrence, due: Due) -> date:
    """Since when something promised for a day may be done for it: the day after the occurrence before, as computed."""
    day = timedelta(days=1)
    try:
        if of_the_service(schedule):
            return subtract_period(due.nominal + day, period_of(schedule.every))
        return subtract_period(due.nominal, period_of(schedule.every)) + day
    except OverflowError:
        return date.min


def is_often(schedule: Recurrence) -> bool:
    """Whether it comes again within less than a month, whatever month that is."""
    every = period_of(schedule.every)
    return every.count * {"day": 1, "week": 7}.get(every.unit, _SHORTEST_MONTH) < _SHORTEST_MONTH


def _added(day: date, period: Period) -> date:
    """`day` plus `period`; the last day there is where it would lie beyond the year 9999."""
    try:
        return add_period(day, period)
    except OverflowError:
        return date.max


def period_of(text: str) -> Period:
    """A period of a contract that has been judged, such as ``3 months``."""
    period = parse_period(text)
    assert period is not None  # the schema has judged it
    return period
