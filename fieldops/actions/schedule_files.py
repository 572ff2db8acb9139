"""The schedule for other programs: a calendar file, and systemd units that call `schedule run`."""

from __future__ import annotations

import os
import pwd
import sys
from datetime import date, datetime
from pathlib import Path

from fieldops.actions.agreements import LeftOut
from fieldops.actions.runs import read_visits
from fieldops.actions.schedules import chosen
from fieldops.contracts.obligations import due_between
from fieldops.errors import UsageError
from fieldops.messages import say, say_value
from fieldops.reports.due_days import calendar_day, is_daily
from fieldops.reports.icalendar import CalendarDay, calendar_text
from fieldops.reports.units import Unit, units
from fieldops.schedule.standing import Ledger
from fieldops.sla.moments import in_zone


def schedule_calendar(
    root: Path,
    id: str | None,
    now: datetime,
    language: str | None = None,
    first: date | None = None,
    last: date | None = None,
    daily: bool = False,
) -> tuple[str, tuple[LeftOut, ...]]:
    """What falls due from `first` to `last` (both included; default: this year and the next) as an iCalendar file.

    In each contract's own language unless one is given. The same documents and records give the same bytes for the
    same days. What comes every day only with `daily`. Also the contracts that are left out because of mistakes. Raises what `chosen` raises, and UsageError for
    days out of order.
    """
    log, contracts = read_visits(root), chosen(root, id)
    found: list[CalendarDay] = []
    for agreement in contracts.agreements:
        year = in_zone(now, agreement.zone).year
        begin = first or date(year, 1, 1)
        end = last or date(min(max(year, begin.year) + 1, date.max.year), 12, 31)
        if end < begin:
            raise UsageError("obligations.days-out-of-order", first=begin.isoformat(), last=end.isoformat())
        end = min(end, agreement.timeline.horizon(begin))
        due = due_between(agreement, begin, end, Ledger(agreement, log).completed)
        due = [each for each in due if daily or not is_daily(agreement, each)]
        found += [calendar_day(agreement, each, language or agreement.signed.language) for each in due]
    spoken = language or next((each.signed.language for each in contracts.agreements), "zh-CN")
    one = contracts.agreements[0].signed.title if id is not None else None
    name = say_value(one, spoken) if one is not None else say("visit.calendar-name", spoken)
    ordered = sorted(found, key=lambda each: (each.day, each.uid))
    return calendar_text(name, ordered), contracts.left_out


def schedule_units(root: Path, every_seconds: int, user: bool) -> tuple[Unit, Unit]:
    """systemd units that run `schedule run` in the workspace at `root` with this fieldops, as the user that owns the
    workspace (`user`: as units of one's own systemd).

    Raises UsageError where that user has no name, or for a path that no unit can hold.
    """
    folder = root.resolve()
    account = None
    if not user:
        owner = os.stat(folder).st_uid
        try:
            account = pwd.getpwuid(owner).pw_name
        except KeyError:
            raise UsageError("visit.no-account", path=str(folder), number=owner) from None
    command = (sys.executable, "-m", "fieldops", "-C", str(folder), "schedule", "run")
    return units(command, every_seconds, account)
