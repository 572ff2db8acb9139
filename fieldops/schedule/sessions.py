"""When a session on the customer's systems is allowed: the agreed windows and the customer's consent. E1

All instants in here are UTC: Python compares two times of one zone by the clock on the wall. A wall time means what it
means for service hours (`fieldops.sla.business_time`): the first instant at which the clock shows it or a later time.
So a time that summer time skips is the moment of the change, and of a time that comes twice the first one counts: no
window closes later than somebody at the customer's would say who looks at the clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from fieldops.contracts.model import Contract, Window
from fieldops.contracts.terms import Terms
from fieldops.dates.instants import first_instant, utc
from fieldops.dates.workdays import WEEKDAYS
from fieldops.errors import Refused
from fieldops.records.visits import Consent
from fieldops.schedule.visits import is_elsewhere
from fieldops.structs import Struct

# From an instant to before another, in UTC.
Span = tuple[datetime, datetime]

# A session shorter than this is not begun before its span ends.
SHORTEST = timedelta(seconds=60)
# The end of a span that has none.
NEVER = datetime.max.replace(tzinfo=UTC)
_ALWAYS: Span = (datetime.min.replace(tzinfo=UTC), NEVER)
_DAY = timedelta(days=1)
# Days whose times exist in every zone.
_FIRST, _LAST = date.min + 3 * _DAY, date.max - 3 * _DAY
_MINUTES_OF_A_DAY = 24 * 60


class SessionTimes(Struct, frozen=True):
    """When sessions are allowed: within `windows` of `zone` (none: at any time), and within `consents` (None: always)."""

    zone: ZoneInfo
    windows: tuple[Window, ...] = ()
    consents: tuple[Span, ...] | None = None

    def next(self, moment: datetime, last: date) -> Span | None:
        """The first span that still lasts for a session from `moment` on, begun until the end of the day `last`.

        It may have begun before `moment`. None when no window and consent meet any more.
        """
        at, over = utc(moment), self._end_of(last)
        for begin, end in self.spans(at.astimezone(self.zone).date() - _DAY, last):
            start = max(begin, at)
            if start < over and end - start >= SHORTEST:
                return begin, end
        return None

    def spans(self, first: date, last: date) -> Iterator[Span]:
        """The spans of windows that begin from `first` to `last`, as far as consent holds, in order; touching ones are one."""
        windows = _joined(self._windows(first, last)) if self.windows else iter([_ALWAYS])
        for begin, end in windows:
            for start, stop in [_ALWAYS] if self.consents is None else self.consents:
                if max(begin, start) < min(end, stop):
                    yield max(begin, start), min(end, stop)

    def _windows(self, first: date, last: date) -> Iterator[Span]:
        for number in range(max(first, _FIRST).toordinal(), min(last, _LAST).toordinal() + 1):
            day = date.fromordinal(number)
            weekday = WEEKDAYS[day.weekday()]
            yield from sorted(
                self._instants(window, day) for window in self.windows if weekday in window.days
            )

    def _instants(self, window: Window, day: date) -> Span:
        start, stop = (_minutes(text) for text in window.hours.split("-"))
        # An end before the start is on the next day (schema of a window).
        stop += 0 if stop > start else _MINUTES_OF_A_DAY
        return first_instant(day, start, self.zone), first_instant(day, stop, self.zone)

    def _end_of(self, day: date) -> datetime:
        return first_instant(day + _DAY, 0, self.zone) if day < _LAST else NEVER


def session_times(contract: Contract, consents: Sequence[Consent]) -> SessionTimes:
    """When sessions of a visit are allowed by the terms `contract`, with the visit's `consents`.

    At any time where nobody must be asked.
    """
    if not asks_consent(contract):
        return SessionTimes(ZoneInfo(contract.time_zone))
    return agreed_times(contract, consents)


def agreed_times(contract: Contract, consents: Sequence[Consent]) -> SessionTimes:
    """When sessions on the customer's systems are allowed by the terms `contract`, with these `consents`."""
    zone, access = ZoneInfo(contract.time_zone), contract.access
    given = _joined(sorted((utc(each.start), utc(each.end)) for each in consents))
    return SessionTimes(zone, access.windows, tuple(given) if access.consent == "per_visit" else None)


def consenting(contract: Contract) -> tuple[str, ...]:
    """The names of the customer's contacts who may allow a session. E1"""
    return tuple(each.name for each in contract.customer.contacts if "consent" in each.duties)


def asks_consent(contract: Contract) -> bool:
    """Whether anybody must allow a session at all: not where every host is the machine that fieldops runs on."""
    return any(asset.host is not None and is_elsewhere(asset.host) for asset in contract.assets)


def term_refusal(terms: Terms, day: date) -> Refused | None:
    """Why the contract allows nothing on `day`, or None: it has not begun, or its service has ended. A1"""
    if terms.serves(day):
        return None
    id, term = terms.contract.id, terms.contract.term
    if day < term.start:
        return Refused("admission.not-begun", contract=id, start=term.start.isoformat(), day=day.isoformat())
    end = terms.course.end or term.end
    return Refused("admission.ended", contract=id, end=end.isoformat(), day=day.isoformat())


def refusal(contract: Contract, consents: Sequence[Consent], visit: str, moment: datetime) -> Refused | None:
    """Why the customer allows no session of `visit` at `moment` or later, or None. E1

    ``standing`` consent was given once in writing; ``per_visit`` needs one of `consents` (those of the visit) that has
    not run out. A contract that does not say how consent is given allows nothing.
    """
    if not asks_consent(contract) or contract.access.consent == "standing":
        return None
    if contract.access.consent is None:
        return Refused("visit.consent-unsaid", contract=contract.id)
    if any(utc(moment) < utc(each.end) for each in consents):
        return None
    return Refused("visit.no-consent", id=visit, choices=", ".join(consenting(contract)) or "-")


def begins(times: SessionTimes, earliest: date, day: date, latest: date) -> date:
    """The first day on which an unattended visit is tried: when it is due, or as early as it may be where no session
    is allowed from then on. Consent that nobody has given yet may still be given for the due day.
    """
    if times.consents == ():
        times = SessionTimes(times.zone, times.windows)
    due = first_instant(max(day, _FIRST), 0, times.zone)
    return day if times.next(due, latest) is not None else earliest


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Spans in the order of their beginnings, those that touch taken together; empty ones are left out."""
    open_span: Span | None = None
    for begin, end in spans:
        if end <= begin:
            continue
        if open_span is not None and begin <= open_span[1]:
            open_span = open_span[0], max(open_span[1], end)
        else:
            if open_span is not None:
                yield open_span
            open_span = begin, end
    if open_span is not None:
        yield open_span


def _minutes(clock: str) -> int:
    hours, _, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes)
