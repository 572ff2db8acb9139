"""The schedule for other programs: a calendar file, and systemd units that call `schedule run`."""

from __future__ import annotations

import hashlib
import os
import pwd
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from fieldops.actions.agreements import LeftOut, Readable
from fieldops.actions.revisions import last_commit
from fieldops.actions.runs import read_visits
from fieldops.actions.schedules import chosen
from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import Person
from fieldops.contracts.obligations import DueObligation, due_between
from fieldops.contracts.spoken import meant, offered
from fieldops.dates.instants import utc
from fieldops.errors import Named, UsageError
from fieldops.messages import say, say_value
from fieldops.records.visits import VisitLog
from fieldops.reports.due_days import KINDS, calendar_day, changed_on, doers_of, is_daily, kind_key
from fieldops.reports.icalendar import CalendarDay, calendar_text
from fieldops.reports.units import NAME, Unit, units
from fieldops.schedule.dropped import dropped_between
from fieldops.schedule.standing import Ledger
from fieldops.schedule.visits import entry_of
from fieldops.sla.moments import in_zone


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the schedule a calendar file holds: from `first` to `last` (both included; default: this year and the next),
    of one contract, of these kinds, of one person (id or name); what comes every day only with `daily`.
    """

    contract: str | None = None
    first: date | None = None
    last: date | None = None
    daily: bool = False
    kinds: tuple[str, ...] = ()
    person: str | None = None


def schedule_calendar(
    root: Path, wanted: Wanted, now: datetime, language: str | None = None
) -> tuple[str, tuple[LeftOut, ...]]:
    """What falls due as an iCalendar file, and the contracts that are left out because of mistakes.

    In each contract's own language unless one is given. The same documents and records give the same bytes for the
    same days. What an amendment or a notice took away is in it as cancelled. Raises what `chosen` raises, and UsageError
    for days out of order, a kind or person that is unknown.
    """
    kinds = frozenset(_kind(name) for name in wanted.kinds)
    log, contracts = read_visits(root), chosen(root, wanted.contract)
    people = _people(contracts.agreements, wanted.person)
    found: list[CalendarDay] = []
    for agreement in contracts.agreements:
        written, spoken = _written(root, agreement), language or agreement.signed.language
        for each in _occurrences(agreement, _span(agreement, wanted, now), log):
            kept = not kinds or each.due.kind in kinds
            kept = kept and (people is None or people.get(agreement.id) in doers_of(agreement, each.due))
            if kept and (wanted.daily or not is_daily(agreement, each.due)):
                found.append(_day(agreement, each, written, spoken))
    ordered = sorted(found, key=lambda each: (each.day, each.uid))
    return calendar_text(_name(contracts, wanted, language), ordered), contracts.left_out


def _span(agreement: Agreement, wanted: Wanted, now: datetime) -> tuple[date, date]:
    year = in_zone(now, agreement.zone).year
    begin = wanted.first or date(year, 1, 1)
    end = wanted.last or date(min(max(year, begin.year) + 1, date.max.year), 12, 31)
    if end < begin:
        raise UsageError("obligations.days-out-of-order", first=begin.isoformat(), last=end.isoformat())
    return begin, min(end, agreement.timeline.horizon(begin))


@dataclass(frozen=True, slots=True)
class _Occurrence:
    """One day of the file: done when, no longer agreed since when; `told`: when records last said something of it."""

    due: DueObligation
    done: date | None = None
    dropped: date | None = None
    told: datetime | None = None


def _occurrences(agreement: Agreement, days: tuple[date, date], log: VisitLog) -> Iterator[_Occurrence]:
    """What is due on these days, and what an earlier text made due on them."""
    ledger = Ledger(agreement, log)
    for due in due_between(agreement, *days, ledger.completed):
        done, entry, recorded = ledger.completion(due), entry_of(agreement, due), log.recorded.get(due.key)
        told = [utc(recorded.at)] if recorded is not None else []
        if done is not None and entry is not None:
            told += [utc(run.started) for run in ledger.attempts(entry, due)]
        yield _Occurrence(due, done.day if done is not None else None, told=max(told, default=None))
    for each in dropped_between(agreement, *days, ledger.completed):
        yield _Occurrence(each.due, dropped=each.since)


def _day(agreement: Agreement, one: _Occurrence, written: datetime, language: str) -> CalendarDay:
    changed = max(written, one.told or written)
    return calendar_day(agreement, one.due, language, changed, one.done, one.dropped is not None)


def _written(root: Path, agreement: Agreement) -> datetime:
    """When the documents of the contract last said something else: by their own days, and by the git history around them."""
    told = datetime.combine(changed_on(agreement.signed), time.min, UTC)
    committed = last_commit(root, sorted({document.path for document in agreement.documents.values()}))
    return max(told, committed or told)


def _people(agreements: Iterable[Agreement], name: str | None) -> dict[str, Person] | None:
    """The person of that id or name in the team of each contract (None: nobody is asked for); UsageError where no team has one."""
    if name is None:
        return None
    teams = {each.id: each.team for each in agreements if each.team is not None}
    found = {
        id: person
        for id, team in teams.items()
        for person in team.people
        if name in (person.id, person.name.zh, person.name.en)
    }
    if not found:
        known = {person.id: person.name for team in teams.values() for person in team.people}
        raise UsageError("visit.unknown-person", id=name, choices=offered(name, known))
    return found


def _kind(name: str) -> str:
    """The kind with that id, or with that word in any language; UsageError with the nearest where there is none."""
    names = {kind: Named(kind_key(kind)) for kind in KINDS}
    found = meant(name, names)
    if found is None:
        raise UsageError("visit.unknown-kind", name=name, choices=offered(name, names))
    return found


def _name(contracts: Readable, wanted: Wanted, language: str | None) -> str:
    spoken = language or next((each.signed.language for each in contracts.agreements), "zh-CN")
    if wanted.contract is None:
        return say("visit.calendar-name", spoken)
    return say_value(contracts.agreements[0].signed.title, spoken)


def schedule_units(root: Path, every_seconds: int, user: bool, into: Path | None = None) -> tuple[Unit, Unit]:
    """systemd units that run `schedule run` in the workspace at `root` with this fieldops, as the user that owns the
    workspace (`user`: as units of one's own systemd).

    Where units of another workspace have the usual name, in the folder `into` or where units belong, they get a name of
    their own: else the other's visits would stop without a word. Raises UsageError where that user has no name, or for a path that no unit can hold.
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
    made = units(command, every_seconds, account)
    usual = Path(made[0].path).expanduser()
    if not _of_another(into / usual.name if into else usual, made[0]):
        return made
    sign = hashlib.sha256(str(folder).encode()).hexdigest()[:6]
    plain = re.sub("[^A-Za-z0-9_-]+", "-", folder.name).strip("-")
    return units(command, every_seconds, account, "-".join(filter(None, (NAME, plain, sign))))


def _of_another(file: Path, unit: Unit) -> bool:
    """Whether `file` is a unit that starts something else than `unit`, whatever Python it uses."""
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    wanted, found = (
        re.search(r'^ExecStart=.* "-C" (".*") "schedule" "run"$', each, re.MULTILINE)
        for each in (unit.text, text)
    )
    return found is not None and wanted is not None and found[1] != wanted[1]
