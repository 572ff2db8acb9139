"""The shipped calendars say the same as two packages that read the notices on their own."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import holidays
import pytest

from fieldops.contracts.agreement import work_calendar
from fieldops.contracts.model import Calendar
from fieldops.dates.workdays import WorkCalendar
from fieldops.documents.typed import fill
from fieldops.documents.workspace import load_workspace

YEARS = (2025, 2026)


@pytest.fixture(scope="module")
def office() -> WorkCalendar:
    """The office calendar with the holidays of all its years."""
    workspace = load_workspace(Path(__file__).parents[2])
    calendar = fill(Calendar, workspace.need("Calendar", "cn-office").data)
    return work_calendar(
        calendar, [fill(Calendar, workspace.need("Calendar", id).data) for id in calendar.holidays]
    )


def days_of(year: int) -> list[date]:
    """Every day of the year."""
    return [date(year, 1, 1) + timedelta(days=n) for n in range(365)]


@pytest.mark.parametrize("year", YEARS)
def test_working_days_are_those_of_chinese_calendar(office: WorkCalendar, year: int) -> None:
    ours = {day: office.is_workday(day) for day in days_of(year)}
    assert ours == {day: chinese_calendar.is_workday(day) for day in days_of(year)}


@pytest.mark.parametrize("year", YEARS)
def test_working_days_are_those_of_holidays(office: WorkCalendar, year: int) -> None:
    china = holidays.country_holidays("CN", years=year)
    ours = {day: office.is_workday(day) for day in days_of(year)}
    assert ours == {day: china.is_working_day(day) for day in days_of(year)}


def test_only_years_with_a_notice_are_called_decreed(office: WorkCalendar) -> None:
    assert office.decreed_years == set(YEARS)
    assert not office.is_decreed(date(2027, 1, 1))


def test_a_make_up_day_has_the_hours_of_an_ordinary_day(office: WorkCalendar) -> None:
    saturday = date(2026, 2, 14)
    assert office.spans(saturday) == ("08:30-17:30",)
