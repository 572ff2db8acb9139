"""Periods, their last days by named rules, and durations."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldops.dates.periods import Duration, Period, add_period, last_day, parse_duration, parse_period

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
MONTHS = st.integers(1, 240)


@pytest.mark.parametrize(
    ("start", "months", "corresponding", "down", "up"),
    [
        ("2024-01-15", 12, "2025-01-15", "2025-01-14", "2025-01-14"),
        ("2024-02-29", 12, "2025-02-28", "2025-02-27", "2025-02-28"),
        ("2024-01-31", 1, "2024-02-29", "2024-02-28", "2024-02-29"),
        ("2023-08-31", 6, "2024-02-29", "2024-02-28", "2024-02-29"),
        ("2024-12-31", 2, "2025-02-28", "2025-02-27", "2025-02-28"),
    ],
)
def test_last_days_by_the_vectors(start: str, months: int, corresponding: str, down: str, up: str) -> None:
    begin, period = date.fromisoformat(start), Period(months, "month")
    assert str(last_day(begin, period, "corresponding_date")) == corresponding
    assert str(last_day(begin, period, "corresponding_date", "up")) == corresponding
    assert str(last_day(begin, period, "day_before_anniversary")) == down
    assert str(last_day(begin, period, "day_before_anniversary", "up")) == up


@given(DAYS, MONTHS)
def test_the_corresponding_date_is_in_the_due_month_on_that_day_or_the_months_last(
    start: date, months: int
) -> None:
    end = add_period(start, Period(months, "month"))
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    length = calendar.monthrange(end.year, end.month)[1]
    assert end.day == min(start.day, length)


@given(DAYS, st.integers(1, 20))
def test_years_are_twelve_months_each(start: date, years: int) -> None:
    assert add_period(start, Period(years, "year")) == add_period(start, Period(12 * years, "month"))


@given(DAYS, st.integers(1, 500))
def test_weeks_are_seven_days_each(start: date, weeks: int) -> None:
    assert add_period(start, Period(weeks, "week")) == start + timedelta(days=7 * weeks)


@given(DAYS, DAYS, MONTHS)
def test_a_later_start_never_ends_earlier(one: date, other: date, months: int) -> None:
    first, second = sorted((one, other))
    for rule in ("corresponding_date", "day_before_anniversary"):
        for end in ("down", "up"):
            period = Period(months, "month")
            assert last_day(first, period, rule, end) <= last_day(second, period, rule, end)


@given(DAYS, MONTHS)
def test_the_rules_differ_by_a_day_at_most_and_up_is_never_before_down(start: date, months: int) -> None:
    period = Period(months, "month")
    corresponding = last_day(start, period, "corresponding_date")
    down = last_day(start, period, "day_before_anniversary")
    up = last_day(start, period, "day_before_anniversary", "up")
    assert corresponding - timedelta(days=1) == down <= up <= corresponding


@given(DAYS, st.integers(1, 400))
def test_days_have_no_month_end(start: date, days: int) -> None:
    period = Period(days, "day")
    assert last_day(start, period, "day_before_anniversary", "up") == start + timedelta(days=days - 1)


def test_one_day_by_the_civil_code_ends_with_the_next_day() -> None:
    # Art. 201: the day of the start is not counted.
    assert last_day(date(2026, 3, 1), Period(1, "day"), "corresponding_date") == date(2026, 3, 2)
    assert last_day(date(2026, 3, 1), Period(1, "day"), "day_before_anniversary") == date(2026, 3, 1)


@pytest.mark.parametrize("period", [Period(9999, "year"), Period(9999, "month"), Period(9999, "week")])
def test_a_day_beyond_the_calendar_is_an_overflow(period: Period) -> None:
    with pytest.raises(OverflowError):
        add_period(date(9990, 1, 1), period)


@given(st.integers(1, 9999), st.sampled_from(["day", "week", "month", "year"]), st.sampled_from(["", "s"]))
def test_a_period_is_read_as_it_is_written(count: int, unit: str, plural: str) -> None:
    assert parse_period(f"{count} {unit}{plural}") == Period(count, unit)


@pytest.mark.parametrize(
    "text", ["", "12", "0 days", "1.5 months", "-1 days", "12months", "１ days", "1 days\n", "12 wd"]
)
def test_what_is_no_period(text: str) -> None:
    assert parse_period(text) is None


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("30s", Duration(30)),
        ("10m", Duration(600)),
        ("2h", Duration(7200)),
        ("3d", Duration(259_200)),
        ("2wd", Duration(working_days=2)),
        ("0m", None),
        ("2w", None),
        ("1.5h", None),
        ("2 h", None),
        ("", None),
    ],
)
def test_durations(text: str, duration: Duration | None) -> None:
    assert parse_duration(text) == duration


def test_periods_of_different_units_compare_by_their_average_length() -> None:
    assert Period(11, "month").days_about < Period(1, "year").days_about < Period(53, "week").days_about
    assert Period(12, "month").days_about == pytest.approx(Period(1, "year").days_about)
