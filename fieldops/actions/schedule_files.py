"""The schedule for other programs: a calendar file, and systemd units that call `schedule run`."""

from __future__ import annotations

import os
import pwd
import sys
from datetime import date, datetime
from pathlib import Path

from fieldops.actions.agreements import LeftOut
from fieldops.actions.schedules import chosen, read_log
from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import Contract
from fieldops.contracts.obligations import DueObligation, due_between
from fieldops.errors import UsageError
from fieldops.messages import say, say_value
from fieldops.reports.icalendar import CalendarDay, calendar_text
from fieldops.reports.units import Unit, units
from fieldops.schedule.standing import Ledger
from fieldops.sla.moments import in_zone

# What falls due without being an inspection or an obligation of the contract's own words.
_DATES = frozenset({"renewal", "renewal_notice", "warranty_end", "qualification_end"})


def schedule_calendar(
    root: Path,
    id: str | None,
    now: datetime,
    language: str | None = None,
    first: date | None = None,
    last: date | None = None,
) -> tuple[str, tuple[LeftOut, ...]]:
    """What falls due from `first` to `last` (both included; default: this year and the next) as an iCalendar file.

    In each contract's own language unless one is given. The same documents and records give the same bytes for the
    same days. Also the contracts that are left out because of mistakes. Raises what `chosen` raises, and UsageError for
    days out of order.
    """
    log = read_log(root)
    found: list[tuple[DueObligation, CalendarDay]] = []
    contracts = chosen(root, id)
    for agreement in contracts.agreements:
        year = in_zone(now, agreement.zone).year
        begin = first or date(year, 1, 1)
        end = last or date(min(max(year, begin.year) + 1, date.max.year), 12, 31)
        if end < begin:
            raise UsageError("obligations.days-out-of-order", first=begin.isoformat(), last=end.isoformat())
        completed, end = Ledger(agreement, log).completed, min(end, agreement.timeline.horizon(begin))
        for due in due_between(agreement, begin, end, completed):
            found.append((due, _day(agreement, due, language or agreement.signed.language)))
    ordered = sorted(found, key=lambda each: (each[0].day, each[1].uid))
    spoken = language or (contracts.agreements[0].signed.language if contracts.agreements else "zh-CN")
    name = (
        say_value(contracts.agreements[0].signed.title, spoken) if id else say("visit.calendar-name", spoken)
    )
    return calendar_text(name, (day for _, day in ordered)), contracts.left_out


def _day(agreement: Agreement, due: DueObligation, language: str) -> CalendarDay:
    contract = agreement.signed
    customer, title = contract.customer.name.say(language), say_value(due.title, language)
    at = agreement.position(due.clause)
    lines = [say("visit.calendar-contract", language, {"contract": contract.id, "title": contract.title})]
    if due.earliest != due.latest:
        window = {"earliest": due.earliest, "latest": due.latest}
        lines.append(say("visit.calendar-window", language, window))
    lines.append(say("visit.calendar-clause", language, {"path": at.path, "line": at.line}))
    lines += [say("visit.calendar-provisional", language)] if due.provisional else []
    return CalendarDay(
        uid=f"{_own(due.key, contract)}@fieldops",
        day=due.day,
        agreed=agreed_on(contract),
        summary=say("visit.calendar-summary", language, {"customer": customer, "what": title}),
        description="\n".join(lines),
        category=say(f"visit.kind-{due.kind}" if due.kind in _DATES else f"value.{due.kind}", language),
        tentative=due.provisional,
    )


def _own(key: str, contract: Contract) -> str:
    """A qualification's end is its team's; in the calendars of two contracts it is two days."""
    return key if key.startswith(f"{contract.id}/") else f"{contract.id}/{key}"


def agreed_on(contract: Contract) -> date:
    """Since when the contract says what it says: the day of its last amendment, else of its signing or beginning."""
    signed = contract.signed or contract.term.start
    return max([signed, *(amendment.date for amendment in contract.amendments)])


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
