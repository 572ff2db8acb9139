"""Business time: counting only the open hours of a calendar, in a time zone.

A wall time of the calendar means the first instant at which the clock shows it or a later one: an opening that
summer time skips is the moment of the change, and of a time that comes twice the first one counts. What lies between two
instants is counted in seconds that really pass. A span past midnight belongs to the day it begins on, so the
night shift before a day off is worked to its end; minutes that two spans share are counted once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from fieldops.dates.instants import elapsed, first_instant, utc
from fieldops.dates.workdays import WorkCalendar
from fieldops.errors import Named

Interval = tuple[datetime, datetime]

_NONE = timedelta(0)
# Days whose times exist in every zone.
_FIRST, _LAST = date.min.toordinal() + 3, date.max.toordinal() - 3
# A hundred years: what is due later is a slip of the pen, and is not counted out day by day.
_FURTHEST = 36_525


@dataclass(frozen=True, slots=True)
class Due:
    """When a duration ends, in the calendar's zone; None with the reason `why`, or while paused with what is `left`.

    `provisional`: a day on the way lies in a year whose public holidays are not decreed yet.
    """

    at: datetime | None
    provisional: bool = False
    why: Named | None = None
    left: timedelta | None = None


DayKind = Literal["workday", "make_up_workday", "day_off", "closed"]


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One day of a count: what it is (workday, make_up_workday, day_off, closed), what was open of it, and how long."""

    day: date
    kind: DayKind
    open: tuple[Interval, ...]
    counted: timedelta


@dataclass(frozen=True, slots=True)
class _Day:
    """The open intervals that begin on a day, without what the day before has counted; its close of business."""

    open: tuple[Interval, ...]
    total: timedelta
    close: datetime | None


class BusinessTime:
    """The open hours of `calendar` in `zone`. Days are worked out once; instants may be of any zone.

    Inside all instants are UTC: Python subtracts two times of one zone by the clock on the wall.
    """

    def __init__(self, calendar: WorkCalendar, zone: ZoneInfo) -> None:
        self.calendar, self.zone = calendar, zone
        self._days: dict[int, _Day] = {}
        # Make-up working days take the hours of a weekday: without open weekdays nothing ever is.
        self._last = _LAST if any(calendar.weekly.values()) else 0

    # --- instants and days ---------------------------------------------------------------------------

    def local(self, at: datetime) -> datetime:
        """The same instant in the calendar's zone."""
        return at.astimezone(self.zone)

    def opens(self, day: date) -> tuple[Interval, ...]:
        """The open intervals [from, to) that begin on `day`, in the calendar's zone; shared minutes stand at the first."""
        return tuple((self.local(begin), self.local(end)) for begin, end in self._day(day.toordinal()).open)

    def is_open(self, at: datetime) -> bool:
        """Whether the clock runs at that instant; at a closing time it does not."""
        at = utc(at)
        today = self.local(at).toordinal()
        return any(begin <= at < end for n in (today - 1, today) for begin, end in self._day(n).open)

    def midnight_after(self, day: date) -> datetime:
        """24:00 of `day`, written as the beginning of the next day; OverflowError at the end of time."""
        return self.local(first_instant(day + timedelta(days=1), 0, self.zone))

    def close_of(self, day: date) -> datetime | None:
        """The close of business of `day`; None where it is no working day."""
        close = self._day(day.toordinal()).close
        return None if close is None else self.local(close)

    def is_decreed(self, first: date, last: date) -> bool:
        """Whether the public holidays of all years from `first` to `last` are known."""
        years = self.calendar.decreed_years
        if first.year == last.year:
            return first.year in years
        return all(year in years for year in range(first.year, last.year + 1))

    # --- counting --------------------------------------------------------------------------------------

    def add(self, start: datetime, duration: timedelta) -> Due:
        """The instant at which `duration` of open time has passed since `start`.

        Outside open hours counting begins at the next opening; what ends exactly at a closing time stays there.
        """
        at, left = utc(start), duration
        begun = self.local(start)
        if duration <= _NONE:
            return Due(begun, not self.is_decreed(begun, begun))
        for number in self._ahead(begun.toordinal() - 1):
            day = self._days.get(number) or self._day(number)
            for begin, end in day.open:
                if end <= at:
                    continue
                begin = at if at > begin else begin
                ran = end - begin
                if left <= ran:
                    reached = date.fromordinal(max(number, begun.toordinal()))
                    return Due((begin + left).astimezone(self.zone), not self.is_decreed(begun, reached))
                left -= ran
        return Due(None, why=self.no_more())

    def next_opening(self, at: datetime) -> datetime | None:
        """`at` itself while open, else the next opening; None when there is none."""
        now = utc(at)
        today = self.local(at).toordinal()
        for number in self._ahead(today - 1):
            for begin, end in self._day(number).open:
                if end > now:
                    return self.local(max(begin, now))
        return None

    def subtract(self, end: datetime, duration: timedelta) -> datetime | None:
        """The last instant from which `duration` of open time passes until `end`; None when there never was so much."""
        at, left = utc(end), duration
        if duration <= _NONE:
            return self.local(end)
        for number in range(min(self.local(end).toordinal(), self._last), _FIRST - 1, -1):
            for begin, close in reversed(self._day(number).open):
                close = min(close, at)
                if close <= begin:
                    continue
                if left <= close - begin:
                    return self.local(close - left)
                left -= close - begin
        return None

    def between(self, start: datetime, end: datetime) -> timedelta:
        """The open time from `start` to `end`, in seconds that really pass; negative when `end` is earlier."""
        first, last = utc(start), utc(end)
        if last < first:
            return -self.between(end, start)
        total = _NONE
        until = min(self.local(end).toordinal(), self._last)
        for number in range(max(self.local(start).toordinal() - 1, _FIRST), until + 1):
            day = self._days.get(number) or self._day(number)
            opens = day.open
            if opens and first <= opens[0][0] and opens[-1][1] <= last:
                total += day.total
                continue
            for begin, close in opens:
                begin = begin if begin > first else first
                close = close if close < last else last
                if close > begin:
                    total += close - begin
        return total

    def nth_workday(self, day: date, count: int) -> date | None:
        """The `count`-th working day after `day`, which itself is not counted (Civil Code art. 201); None without one."""
        for number in self._ahead(day.toordinal() + 1):
            if (self._days.get(number) or self._day(number)).close is not None:
                count -= 1
                if count <= 0:
                    return date.fromordinal(number)
        return None

    def workdays(self, after: date, until: date) -> int:
        """The working days after `after`, up to and including `until`."""
        numbers = range(max(after.toordinal() + 1, _FIRST), min(until.toordinal(), self._last) + 1)
        return sum(self._day(number).close is not None for number in numbers)

    def end_of_nth_workday(self, day: date, count: int, always: bool = False) -> Due:
        """When the `count`-th working day after `day` ends: at its close of business, or `always` at 24:00.

        Civil Code art. 201 (the day of the event is not counted) and 203 (close of business, else 24:00).
        """
        reached = self.nth_workday(day, count)
        if reached is None:
            return Due(None, why=self.no_more())
        end = self.midnight_after(reached) if always else self.close_of(reached)
        return Due(end, not self.is_decreed(day, reached))

    def no_more(self) -> Named:
        """Why a count does not come to an end."""
        return Named("deadline.too-far") if self._last else Named("deadline.no-working-day")

    # --- day by day ------------------------------------------------------------------------------------

    def day_by_day(self, start: datetime, end: datetime) -> Iterator[CountedDay]:
        """Every day from that of `start` to that of `end`, with what is counted of it.

        A night shift that began the day before `start` stands first when some of it counts.
        """
        first, last = utc(start), utc(end)
        begun = self.local(start).toordinal()
        for number in range(max(begun - 1, _FIRST), min(self.local(end).toordinal(), _LAST) + 1):
            opens = [(max(begin, first), min(close, last)) for begin, close in self._day(number).open]
            counted = tuple((self.local(begin), self.local(end)) for begin, end in opens if end > begin)
            if counted or number >= begun:
                day = date.fromordinal(number)
                total = sum((elapsed(begin, end) for begin, end in counted), _NONE)
                yield CountedDay(day, self.kind_of(day), counted, total)

    def kind_of(self, day: date) -> DayKind:
        """What a day is: workday, make_up_workday, day_off (of a list), closed (by the week)."""
        if day in self.calendar.make_up_workdays:
            return "make_up_workday"
        if day in self.calendar.days_off:
            return "day_off"
        return "workday" if self.calendar.is_workday(day) else "closed"

    # --- one day -----------------------------------------------------------------------------------------

    def _ahead(self, number: int) -> range:
        """The days from that one on, as far as anything is counted."""
        return range(max(number, _FIRST), min(self._last, number + _FURTHEST) + 1)

    def _day(self, number: int) -> _Day:
        found = self._days.get(number)
        if found is None:
            found = self._days[number] = self._worked_out(number)
        return found

    def _worked_out(self, number: int) -> _Day:
        own = self._own(number)
        if not own:
            return _Day((), _NONE, None)
        # All that reaches over midnight is one interval by then: what it has counted is not counted again.
        counted = max((end for _, end in self._own(number - 1)), default=own[0][0])
        opens = tuple((max(begin, counted), end) for begin, end in own if end > counted)
        return _Day(opens, sum((end - begin for begin, end in opens), _NONE), own[-1][1])

    def _own(self, number: int) -> list[Interval]:
        """The spans of that day as instants (UTC), in order, those that touch joined."""
        if not _FIRST <= number <= _LAST:
            return []
        day = date.fromordinal(number)
        joined: list[Interval] = []
        for begin, end in sorted(self._instants(day, span) for span in self.calendar.spans(day)):
            if end <= begin:
                continue
            if joined and begin <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(joined[-1][1], end))
            else:
                joined.append((begin, end))
        return joined

    def _instants(self, day: date, span: str) -> Interval:
        opens, closes = (int(text[:2]) * 60 + int(text[3:5]) for text in span.split("-"))
        if closes <= opens:
            closes += 24 * 60
        return first_instant(day, opens, self.zone), first_instant(day, closes, self.zone)
