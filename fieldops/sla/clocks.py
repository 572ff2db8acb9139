"""The two clocks of a contract, ``always`` and ``service_hours``, and how a time limit runs on one with pauses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from fieldops.dates.instants import elapsed, utc
from fieldops.dates.periods import parse_duration
from fieldops.errors import Named
from fieldops.sla.business_time import BusinessTime, Due

_NONE = timedelta(0)
# Begin and end (None: it goes on), aware, in order and apart from each other.
Pauses = tuple[tuple[datetime, datetime | None], ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit as written (``30m``, ``2wd``): `span` of the clock, or the end of that many `working_days`."""

    text: str
    span: timedelta = _NONE
    working_days: int = 0


def limit_of(text: str, clock: str) -> Limit:
    """The limit that `text` means on `clock`. A day (``3d``) is 24 hours on the clock that always runs and a working
    day in service hours: of open hours a day has no fixed number.
    """
    parsed = parse_duration(text)
    assert parsed is not None  # the schema has judged it
    if clock != "always" and text.endswith("d") and not parsed.working_days:
        return Limit(text, working_days=int(text[:-1]))
    return Limit(text, timedelta(seconds=parsed.seconds), parsed.working_days)


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock of the contract: `name` always or service_hours, its time zone, and the open hours it counts by.

    `hours` is None where the contract has no calendar; the clock that always runs needs it for working days only.
    """

    name: str
    zone: ZoneInfo
    hours: BusinessTime | None

    @property
    def runs_always(self) -> bool:
        """Whether it runs day and night."""
        return self.name == "always"

    def due(self, start: datetime, limit: Limit, pauses: Pauses = ()) -> Due:
        """When `limit` from `start` is over.

        A pause is subtracted in the time of this clock: of a limit in hours what is open of it; of a limit in working
        days each one that ends during it. A pause that goes on leaves no time due, but what is left.
        """
        if self.hours is None and (limit.working_days or not self.runs_always):
            return Due(None, why=Named("deadline.no-calendar"))
        if pauses:
            pauses = tuple((utc(begin), utc(end) if end is not None else None) for begin, end in pauses)
        try:
            return (
                self._days_due(start, limit, pauses)
                if limit.working_days
                else self._due(start, limit, pauses)
            )
        except OverflowError:
            return Due(None, why=Named("deadline.too-far"))

    def add(self, start: datetime, span: timedelta) -> Due:
        """`start` plus `span` of this clock."""
        if self.runs_always:
            # Through UTC: seconds that really pass, whatever the clock on the wall does.
            return Due((utc(start) + span).astimezone(self.zone))
        assert self.hours is not None
        return self.hours.add(start, span)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """What passes of this clock from `start` to `end`."""
        if self.runs_always:
            return elapsed(start, end)
        assert self.hours is not None
        return self.hours.between(start, end)

    def _due(self, start: datetime, limit: Limit, pauses: Pauses) -> Due:
        if not pauses:
            return self.add(start, limit.span)
        at, left = utc(start), limit.span
        for begin, end in pauses:
            if end is not None and end <= at:
                continue
            ran = self.between(at, begin) if begin > at else _NONE
            if left <= ran:
                break
            left -= ran
            if end is None:
                return Due(None, why=Named("deadline.paused"), left=left)
            at = utc(end)
        found = self.add(at, left)
        if found.at is None or self.hours is None or self.runs_always:
            return found
        decreed = self.hours.is_decreed(self._day(start), found.at)
        return Due(found.at, found.provisional or not decreed)

    def _days_due(self, start: datetime, limit: Limit, pauses: Pauses) -> Due:
        assert self.hours is not None
        begun, left = self._day(start), limit.working_days
        plain = self.hours.end_of_nth_workday(begun, left, self.runs_always)
        if not pauses or plain.at is None:
            return plain
        day = begun
        while True:
            found = self.hours.end_of_nth_workday(day, 1, self.runs_always)
            reached = self.hours.nth_workday(day, 1)
            if found.at is None or reached is None:
                return found
            day = reached
            at = utc(found.at)
            stopped = [end for begin, end in pauses if begin < at and (end is None or at <= end)]
            if None in stopped:
                return Due(None, why=Named("deadline.paused"))
            left -= not stopped
            if not left:
                return Due(found.at, not self.hours.is_decreed(begun, day))

    def _day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()
