"""Deadlines of a contract: for a report, for an order with its event log, and counted day by day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from fieldops.actions.needed import TIMES, need_agreement
from fieldops.actions.revisions import commit_of, workspace_at
from fieldops.contracts.agreement import Agreement
from fieldops.contracts.reasons import Clause
from fieldops.contracts.spoken import meant, offered
from fieldops.contracts.wording import word
from fieldops.documents.workspace import load_workspace
from fieldops.errors import (
    ExitCode,
    FieldopsError,
    InvalidDocuments,
    Position,
    Problem,
    UsageError,
    system_error,
)
from fieldops.sla.deadlines import Case, Deadline, deadlines
from fieldops.sla.events import OrderLog, read_log
from fieldops.sla.explanation import DayCount, day_by_day
from fieldops.sla.grading import graded
from fieldops.sla.log_rules import check_log
from fieldops.sla.moments import read_moment
from fieldops.sla.sequence import impossible
from fieldops.sla.status import Status, status_of
from fieldops.sla.timetable import Timetable, timetable_of

# Promises of which the site decides.
_OF_CITY = ("same_city", "other_city")


class InvalidLog(InvalidDocuments):
    """An event log has mistakes, listed in ``problems`` (exit 2: 1 would say that something is late)."""

    exit_code = ExitCode.USAGE

    def __init__(self, path: str, problems: list[Problem]) -> None:
        FieldopsError.__init__(self, "log.invalid", path=path, count=len(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody reports: when (as written), which type of request and severity, and the facts known about it.

    Instead of a severity: how far it reaches (`scope`) and how urgent it is, where the service level grades by both.
    """

    reported: str
    request: str
    severity: str | None
    facts: Mapping[str, bool]
    scope: str | None = None
    urgency: str | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """Whose terms: the contract, those in force `as_of` a day, as the repository had them at the revision `known_at`."""

    contract: str
    as_of: date | None = None
    known_at: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The deadlines of a report, and the timetable they are of. `ungraded`: its severity plays no part.

    `revision`: the commit whose files were read; None for the files as they are now. `city`: whether it is in the team's
    city, where nobody said so and all sites of the contract say the same. `by_scope`: the severity, where it follows from
    scope and urgency.
    """

    timetable: Timetable
    case: Case
    deadlines: tuple[Deadline, ...]
    ungraded: bool
    revision: str | None = None
    city: bool | None = None
    by_scope: str | None = None

    def position(self, clause: Clause) -> Position:
        """The file:line:column of a clause."""
        return self.timetable.agreement.position(clause)


def deadlines_for(root: Path, terms: Terms, report: Report) -> Answer:
    """Everything the contract makes due for a report; what does not apply to it is left out.

    Raises UsageError for an unknown contract, NotPromised (severity, request), NoServiceLevel, NoMoment, Refused
    outside the term, Undecided.
    """
    agreement = _agreement(root, terms)
    zone = agreement.zone
    reported = read_moment(report.reported, zone)
    timetable = timetable_of(agreement, reported.astimezone(zone).date(), terms.as_of)
    told = severity_of(timetable, report.severity, report.scope, report.urgency)
    request, severity = timetable.checked(report.request, told)
    case = Case(request, severity, reported, {**timetable.known, **report.facts})
    found = tuple(each for each in deadlines(timetable, case) if each.applies != "no")
    ungraded = told is not None and severity is None
    by_sites = "same_city" not in report.facts and any(each.when in _OF_CITY for each in timetable.promises)
    city = timetable.known.get("same_city") if by_sites else None
    by_scope = severity if report.scope is not None else None
    return Answer(timetable, case, found, ungraded, _revision(root, terms), city, by_scope)


def severity_of(
    timetable: Timetable, severity: str | None, scope: str | None, urgency: str | None
) -> str | None:
    """The severity that is told, or that follows from scope and urgency.

    Raises UsageError for one of these without the other, or beside a severity, and what `graded` raises.
    """
    if scope is None and urgency is None:
        return severity
    if scope is None or urgency is None or severity is not None:
        raise UsageError("deadline.scope-and-urgency")
    return graded(timetable.level, scope, urgency)


@dataclass(frozen=True, slots=True)
class Explained:
    """A deadline and the days that were counted for it."""

    deadline: Deadline
    days: tuple[DayCount, ...]


def explain_deadlines(
    root: Path, terms: Terms, report: Report, milestone: str
) -> tuple[Answer, tuple[Explained, ...]]:
    """Every deadline of `milestone` (or document, or measure) for a report, counted day by day.

    Raises as `deadlines_for`, and UsageError for a milestone that is not promised for such a report.
    """
    answer = deadlines_for(root, terms, report)
    asked = _milestone(milestone, answer.deadlines)
    chosen = [each for each in answer.deadlines if each.milestone == asked]
    explained = (Explained(each, tuple(day_by_day(answer.timetable, each))) for each in chosen)
    return answer, tuple(explained)


def _milestone(text: str, found: Iterable[Deadline]) -> str:
    """The milestone, document or measure among these that is meant, by any of the words that it is shown as.

    Raises UsageError with all of them where there is none.
    """
    names: dict[str, object] = {}
    for each in found:
        field = {"action": "overdue_action", "document": ""}.get(each.kind, "milestone")
        names.setdefault(each.milestone, word(each.milestone, field))
    asked = meant(text, names) or meant(text, {each: word(each) for each in names})
    if asked is None:
        raise UsageError("deadline.no-such-milestone", milestone=text, choices=offered(text, names))
    return asked


@dataclass(frozen=True, slots=True)
class OrderAnswer:
    """How an order stands, and the timetable that says so; `revision` as in `Answer`."""

    timetable: Timetable
    status: Status
    revision: str | None = None

    def position(self, clause: Clause) -> Position:
        """The file:line:column of a clause."""
        return self.timetable.agreement.position(clause)


def order_status(root: Path, terms: Terms, events: Path, now: datetime, now_text: str | None) -> OrderAnswer:
    """How the order in the log `events` stands at `now_text` (in the contract's zone), or at `now`.

    Raises InvalidLog for a log with mistakes, FieldopsError when it cannot be read, and as `deadlines_for`.
    """
    agreement = _agreement(root, terms)
    zone = agreement.zone
    at = read_moment(now_text, zone) if now_text is not None else now
    log = log_of(events_in(events), events, zone)
    timetable = timetable_of(agreement, log.reported.astimezone(zone).date(), terms.as_of)
    problems = sorted([*check_log(log, timetable, at), *impossible(log, zone)], key=lambda one: one.position)
    if problems:
        raise InvalidLog(str(events), problems)
    return OrderAnswer(timetable, status_of(timetable, log, at), _revision(root, terms))


def events_in(file: Path) -> bytes:
    """The bytes of an event log. Raises UsageError when it cannot be read."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise UsageError("log.not-readable", path=str(file), detail=system_error(error)) from error


def log_of(raw: bytes, file: Path, zone: ZoneInfo, lines: bool | None = None, whole: bool = True) -> OrderLog:
    """The event log in the bytes of `file`, or the part of one (`whole` False: in any order, and the report may be left out);
    times without offset are in `zone`. Raises InvalidLog for mistakes in it.
    """
    log, problems = read_log(raw, str(file), zone, lines, whole)
    if log is None:
        raise InvalidLog(str(file), problems)
    return log


def _agreement(root: Path, terms: Terms) -> Agreement:
    if terms.known_at is not None:
        workspace = workspace_at(root, terms.known_at, judged=False)
    else:
        workspace = load_workspace(root, judged=False)
    return need_agreement(workspace, terms.contract, TIMES)


def _revision(root: Path, terms: Terms) -> str | None:
    return None if terms.known_at is None else commit_of(root, terms.known_at)
