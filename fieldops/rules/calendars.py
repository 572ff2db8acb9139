"""Rules about calendars: open hours that can be counted, days off, and whether all needed years are there.

The arrangement of public holidays is decreed year by year, about November (State Council notices on public holidays);
a year that is not there yet makes deadlines provisional.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date

from fieldops.contracts.versions import beside, served_by, written_roots
from fieldops.dates.workdays import FEWEST_DAYS_OFF, WEEKDAYS
from fieldops.documents.workspace import Document, Workspace
from fieldops.documents.yaml_text import Path
from fieldops.errors import Position, Problem, Severity
from fieldops.rules.estate import once
from fieldops.rules.rule import (
    Rule,
    Unread,
    day_at,
    look_at,
    look_up,
    looks_at,
    problem,
    told_once,
    warning,
)
from fieldops.rules.sections import (
    has,
    is_true,
    number_at,
    sections,
    texts_at,
)
from fieldops.structs import Struct, replaced

_DAY = 24 * 60
_WEEK = 7 * _DAY
# What runs for more years than this is not asked for the holidays of each.
_MOST_YEARS = 30
# Contracts that a warning names.
_NAMED = 4


class _Span(Struct, frozen=True):
    """An open span of one weekday, in minutes from the beginning of the week, and where it is written."""

    begin: int
    end: int
    place: Path
    text: str


def spans_fit(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """calendar.empty-span, calendar.spans-overlap: no minute of the week is open twice, each span has some."""
    spans: list[_Span] = []
    for at in document.entries("weekly"):
        # One that is named twice is told by the schema.
        days = sorted({day for _, day in texts_at(document, "weekly", at, "days") if day in WEEKDAYS})
        for place, text in texts_at(document, "weekly", at, "open"):
            minutes = _minutes(text)
            if minutes is None:
                continue
            begin, end = minutes
            if begin == end:
                yield problem(document, place, "calendar.empty-span", span=text)
            else:
                length = end - begin if end > begin else end - begin + _DAY
                starts = (WEEKDAYS.index(day) * _DAY + begin for day in days)
                spans += [_Span(start, start + length, place, text) for start in starts]
    told: set[tuple[Path, Path]] = set()
    for one, other in _overlapping(spans):
        if (one.place, other.place) not in told:
            told.add((one.place, other.place))
            line = document.position(*one.place).line
            values = {"span": other.text, "other": one.text, "line": line}
            yield problem(document, other.place, "calendar.spans-overlap", **values)


def _minutes(span: str) -> tuple[int, int] | None:
    """Opening and closing minute of a day, such as (510, 720) for 08:30-12:00."""
    texts = span.replace("-", ":").split(":")
    if len(texts) != 4 or not all(text.isascii() and text.isdigit() for text in texts):
        return None
    hours = [int(text) for text in texts]
    return hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]


def _overlapping(spans: list[_Span]) -> Iterator[tuple[_Span, _Span]]:
    """Each span that shares a minute with one that begins before it; Sunday night reaches into Monday."""
    wrapped = [
        replaced(each, begin=each.begin - _WEEK, end=each.end - _WEEK) for each in spans if each.end > _WEEK
    ]
    longest: _Span | None = None
    for each in sorted([*wrapped, *spans], key=lambda span: (span.begin, span.end)):
        if longest is not None and each.begin < longest.end:
            yield longest, each
        if longest is None or each.end > longest.end:
            longest = each


def has_workdays(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """calendar.no-workday: a calendar has open hours, or is one of the days off of a year."""
    if not has(document, "weekly") and not has(document, "year") and not has(document, "holidays"):
        yield problem(document, ("id",), "calendar.no-workday", id=document.id)
    elif has(document, "holidays") and not has(document, "weekly"):
        yield problem(document, ("holidays",), "calendar.no-workday", id=document.id)


def make_up_hours_open(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """calendar.make-up-hours-closed: the weekday whose hours make-up days take is an open one.

    Where none is named it is Monday, or the first open day of a week without it.
    """
    day = document.text("make_up_hours")
    if day in WEEKDAYS and document.entries("weekly") and day not in _open_days(document):
        yield problem(document, ("make_up_hours",), "calendar.make-up-hours-closed", day=day)


def _open_days(calendar: Document) -> set[str]:
    return {day for at in calendar.entries("weekly") for _, day in texts_at(calendar, "weekly", at, "days")}


def days_fit(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """calendar.off-and-workday: no day is off and a working day. calendar.outside-year: all are of the year."""
    off = {text for _, text in texts_at(document, "day_off")}
    year = number_at(document, "year")
    for name in ("day_off", "make_up_workday"):
        for place, text in texts_at(document, name):
            day = day_at(document, *place)
            if day is not None and year is not None and day.year != year:
                yield problem(document, place, "calendar.outside-year", day=text, year=year)
            if name == "make_up_workday" and text in off:
                yield problem(document, place, "calendar.off-and-workday", day=text)


def make_up_needed(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """calendar.workday-anyway (warning): a make-up working day is one that would be free, a weekend as a rule."""
    off = {text for _, text in texts_at(document, "day_off")}
    open_days = _open_days(document) or set(WEEKDAYS[:5])
    for place, text in texts_at(document, "make_up_workday"):
        day = day_at(document, *place)
        if day is not None and WEEKDAYS[day.weekday()] in open_days and text not in off:
            weekday = WEEKDAYS[day.weekday()]
            yield warning(document, place, "calendar.workday-anyway", day=text, weekday=weekday)


def holidays_by_year(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """calendar.holidays-without-year: holidays come from calendars of a year. calendar.year-twice: one for each year."""
    first: dict[int, str] = {}
    if (own := number_at(document, "year")) is not None:
        first[own] = document.id
    for place, id in texts_at(document, "holidays"):
        named = look_at(workspace, "Calendar", id)
        if named is None:
            continue
        year = number_at(named, "year")
        if year is None:
            yield problem(document, place, "calendar.holidays-without-year", id=id)
        elif first.setdefault(year, id) != id:
            yield problem(document, place, "calendar.year-twice", year=year, id=id, other=first[year])


# --- in a contract ------------------------------------------------------------------------------------


def calendars_open(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """calendar.no-workday: the calendars that a contract or a service level counts by have open hours."""
    places: list[Path] = [("calendar",), ("service_hours",)]
    places += [(*place, "schedule", "calendar") for name in _SCHEDULED for place in sections(document, name)]
    for place in places:
        id = document.text(*place)
        calendar = look_at(workspace, "Calendar", id)
        # One that names holidays is told by itself.
        if calendar is not None and not has(calendar, "weekly") and has(calendar, "year"):
            yield problem(document, place, "calendar.no-workday", id=calendar.id)


_SCHEDULED = ("inspections", "obligations")


@told_once
def clocks_have_calendar(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """service-level.no-service-hours: where service hours or working days count, there is a calendar for them. A7"""
    for place, changed in beside(document, "service_level", "service_level_overrides"):
        level = look_at(workspace, "ServiceLevel", document.text(*place))
        if level is None or has(document, "calendar") or has(level, "service_hours"):
            continue
        if _counts(level, ("milestones",), ("overdue",), ("documents",)):
            yield problem(document, place, "service-level.no-service-hours", level=level.id)
        elif _counts(document, changed):
            yield problem(document, changed, "service-level.no-service-hours", level=level.id)


def _counts(document: Document, *lists: Path) -> bool:
    """Whether an entry of these lists counts service hours or working days."""
    for listed in lists:
        for at in document.entries(*listed):
            times = (document.text(*listed, at, name) for name in ("within", "at_the_latest", "after"))
            if document.text(*listed, at, "clock") == "service_hours":
                return True
            if any(time.endswith("wd") for time in times if time):
                return True
    return False


@looks_at("Contract", "ServiceLevel", "Warranty")
def years_decreed(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """calendar.years-missing (warning): a calendar has the holidays of each year in which contracts count its working days.
    calendar.years-open (note): those of later years are not there yet; nobody can do anything about it (see `due`).

    Told once, at the calendar, where the years are added; however many contracts count by it. A7
    """
    if len(_open_days(document)) in (0, 7):
        return
    counting = once(workspace, _counting).get(document.id, {})
    decreed = _decreed(workspace, document)
    missing = sorted(set(counting) - decreed)
    there = [
        year
        for year in missing
        if year < max(decreed, default=year + 1) or _is_there(workspace, document, year)
    ]
    for years, weight in ((there, Severity.WARNING), ([y for y in missing if y not in there], Severity.NOTE)):
        if years:
            contracts = sorted({id for year in years for id in counting[year]})
            users = ", ".join([*contracts[:_NAMED], *(["…"] if len(contracts) > _NAMED else [])])
            place = document.position("holidays" if has(document, "holidays") else "id")
            yield _years_told(place, users, years, weight)


def _years_told(place: Position, users: object, years: Sequence[int], severity: Severity) -> Problem:
    code = "calendar.years-open" if severity is Severity.NOTE else "calendar.years-missing"
    told = ", ".join(str(year) for year in years)
    return Problem(place, code, {"years": told, "users": users}, severity)


def due(problems: Iterable[Problem], day: date) -> Iterator[Problem]:
    """The problems as they weigh on `day`: years that have been decreed by then are missing, no longer only open.

    The State Council decrees a year's holidays by the end of November of the year before.
    """
    for each in problems:
        if each.code != "calendar.years-open":
            yield each
            continue
        years = [int(year) for year in str(each.values["years"]).split(", ")]
        decreed = [year for year in years if day >= date(year - 1, 12, 1)]
        for some, weight in ((decreed, Severity.WARNING), (years[len(decreed) :], Severity.NOTE)):
            if some:
                yield _years_told(each.position, each.values["users"], some, weight)


def _is_there(workspace: Workspace, calendar: Document, year: int) -> bool:
    """Whether there is a calendar of that year that is called as those that the calendar names: cn-2027 beside cn-2026."""
    for _, id in texts_at(calendar, "holidays"):
        named = look_at(workspace, "Calendar", id)
        own = number_at(named, "year") if named is not None else None
        other = look_at(workspace, "Calendar", id.replace(str(own), str(year))) if own is not None else None
        if other is not None and number_at(other, "year") == year and _is_whole(other):
            return True
    return False


def _is_whole(calendar: Document) -> bool:
    return len(calendar.entries("day_off")) >= FEWEST_DAYS_OFF


def year_is_whole(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """calendar.year-incomplete (warning): the calendar of a year has all its days off, or it counts as not decreed.

    A day or two that keep the place do not make a decree; deadlines of the year stay provisional.
    """
    year = number_at(document, "year")
    if year is not None and has(document, "day_off") and not _is_whole(document):
        count = len(document.entries("day_off"))
        yield warning(document, ("day_off",), "calendar.year-incomplete", year=year, count=count)


def _counting(workspace: Workspace) -> dict[str, dict[int, list[str]]]:
    """By calendar and year, the contracts that count working days by it."""
    found: dict[str, dict[int, list[str]]] = {}
    for contract in workspace.of_kind("Contract"):
        served = served_by(contract)
        if served.start is None or served.agreed is None:
            continue
        with suppress(Unread):
            calendar = _counted_by(workspace, contract)
            if calendar is None:
                continue
            for year in _years(served.start, served.agreed):
                found.setdefault(calendar.id, {}).setdefault(year, []).append(contract.id)
    return found


def _years(start: date, end: date) -> range:
    return range(start.year, min(end.year, start.year + _MOST_YEARS) + 1)


def _decreed(workspace: Workspace, calendar: Document) -> set[int]:
    named = [look_up(workspace, "Calendar", id) for _, id in texts_at(calendar, "holidays")]
    years = [number_at(each, "year") for each in (calendar, *named) if each is not None and _is_whole(each)]
    return {year for year in years if year is not None}


def _counted_by(workspace: Workspace, document: Document) -> Document | None:
    """The calendar by which something in the contract counts working days."""
    own = look_up(workspace, "Calendar", document.text("calendar"))
    for root in written_roots(document):
        place = (*root, "service_level")
        level = look_up(workspace, "ServiceLevel", document.text(*place))
        if level is not None and _counts(level, ("milestones",), ("overdue",), ("documents",)):
            hours = level.text("service_hours")
            if hours is not None and (own is None or hours != own.id):
                return look_up(workspace, "Calendar", hours)
            return own
    if own is not None and _counts_days(workspace, document):
        return own
    return None


def _counts_days(workspace: Workspace, document: Document) -> bool:
    """Whether an override, a due date or a warranty's end depends on working days of the contract's calendar."""
    for name in _SCHEDULED:
        for place in sections(document, name):
            if document.text(*place, "schedule", "shift") in ("next_workday", "previous_workday"):
                return True
    if any(_counts(document, (*root, "service_level_overrides")) for root in written_roots(document)):
        return True
    for place in sections(document, "warranties"):
        warranty = look_up(workspace, "Warranty", document.text(*place, "terms"))
        if warranty is not None and is_true(warranty, "holiday_rollover"):
            return True
    return False


RULES: dict[str, tuple[Rule, ...]] = {
    "Calendar": (
        spans_fit,
        has_workdays,
        make_up_hours_open,
        days_fit,
        make_up_needed,
        holidays_by_year,
        year_is_whole,
        years_decreed,
    ),
    "ServiceLevel": (calendars_open,),
    "Contract": (calendars_open, clocks_have_calendar),
}
