"""When a session on the customer's systems is allowed: the agreed windows and the customer's consent. E1"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from fieldops.contracts.model import Access, Contract, Window
from fieldops.dates.workdays import WEEKDAYS
from fieldops.records.visits import Consent


def closes(windows: Sequence[Window], moment: datetime) -> datetime | None:
    """When the window that is open at `moment` closes, touching ones taken together; None while none is open.

    `moment` is in the contract's time zone, like the windows. Times are civil: a window is as long as the clock on
    the wall says. Without any window there is nothing to ask: the caller looks first.
    """
    end = None
    spans = sorted(_spans(windows, moment.date(), 2))
    for start, stop in spans:
        if start <= (end or _wall(moment)) < stop:
            end = stop
    return end.replace(tzinfo=moment.tzinfo) if end is not None else None


def opens(windows: Sequence[Window], moment: datetime, last: date) -> datetime | None:
    """The first moment from `moment` to the end of the day `last` at which a window is open; None when there is none."""
    for ahead in range(max((last - moment.date()).days, -1) + 1):
        day = moment.date() + timedelta(days=ahead)
        wall = max(_wall(moment), datetime.combine(day, time()))
        starts = [max(start, wall) for start, stop in _spans(windows, day, 1) if stop > wall]
        found = min((start for start in starts if start.date() <= last), default=None)
        if found is not None:
            return found.replace(tzinfo=moment.tzinfo)
    return None


def begins(windows: Sequence[Window], earliest: date, day: date, latest: date, noon: datetime) -> date:
    """The first day on which an unattended visit is tried: when it is due, or as early as it may be where no window
    opens from then on. `noon` is any moment in the contract's zone.
    """
    if not windows:
        return day
    from_due = datetime.combine(day, time(), noon.tzinfo)
    return day if opens(windows, from_due, latest) is not None else earliest


def asks_consent(contract: Contract) -> bool:
    """Whether anybody must allow a session at all: not where every host is the machine that fieldops runs on."""
    return any(asset.host is not None and asset.host.transport != "local" for asset in contract.assets)


def allowed(access: Access, consents: Sequence[Consent], moment: datetime) -> bool | None:
    """Whether the customer allows a session at `moment`; None where the contract does not say how it is allowed.

    ``standing`` was given once in writing; ``per_visit`` needs one of `consents` (those of the visit) to hold then.
    """
    if access.consent is None:
        return None
    return access.consent == "standing" or any(each.start <= moment < each.end for each in consents)


def _wall(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None)


def _spans(windows: Sequence[Window], day: date, days: int) -> list[tuple[datetime, datetime]]:
    """The windows that begin on the day before `day`, on it, or on the `days` - 1 days after it."""
    found = []
    for shift in range(-1, days):
        try:
            at = day + timedelta(days=shift)
        except OverflowError:
            continue
        for window in windows:
            if WEEKDAYS[at.weekday()] in window.days:
                found.append(_span(window, at))
    return found


def _span(window: Window, day: date) -> tuple[datetime, datetime]:
    begin, _, end = window.hours.partition("-")
    start, stop = _at(day, begin), _at(day, end)
    # An end before the start is on the next day (schema of a window).
    return start, stop if stop > start else stop + timedelta(days=1)


def _at(day: date, clock: str) -> datetime:
    hours, _, minutes = clock.partition(":")
    return datetime.combine(day, time()) + timedelta(hours=int(hours), minutes=int(minutes))
