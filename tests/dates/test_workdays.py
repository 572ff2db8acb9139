"""Working days of a week with days off and make-up days."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from fieldops.dates.workdays import WEEKDAYS, WorkCalendar, week_of

OFFICE = dict.fromkeys(WEEKDAYS[:5], ("09:00-12:00", "13:00-17:00"))
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
CALENDARS = st.builds(
    WorkCalendar,
    st.dictionaries(st.sampled_from(WEEKDAYS), st.just(("09:00-17:00",))),
    days_off=st.frozensets(DAYS, max_size=20),
    make_up_workdays=st.frozensets(DAYS, max_size=20),
)


def test_the_week_the_day_off_and_the_make_up_day() -> None:
    calendar = WorkCalendar(
        {**OFFICE, "fri": ("09:00-12:00",)},
        days_off=frozenset({date(2026, 10, 1)}),
        make_up_workdays=frozenset({date(2026, 10, 10)}),
        make_up_hours="fri",
    )
    assert calendar.spans(date(2026, 9, 30)) == ("09:00-12:00", "13:00-17:00")
    assert not calendar.is_workday(date(2026, 10, 1))
    assert not calendar.is_workday(date(2026, 10, 3))
    assert calendar.spans(date(2026, 10, 10)) == ("09:00-12:00",)


def test_a_make_up_day_is_open_also_where_the_weekday_it_follows_is_closed() -> None:
    saturday = date(2026, 10, 10)
    calendar = WorkCalendar({"sun": ("10:00-16:00",)}, make_up_workdays=frozenset({saturday}))
    assert calendar.spans(saturday) == ("10:00-16:00",)


def test_spans_of_a_day_named_twice_are_joined() -> None:
    week = week_of([(("mon", "tue"), ("09:00-12:00",)), (("mon",), ("13:00-17:00",))])
    assert week == {"mon": ("09:00-12:00", "13:00-17:00"), "tue": ("09:00-12:00",)}


@given(CALENDARS, DAYS)
def test_a_day_is_a_working_day_when_it_has_hours(calendar: WorkCalendar, day: date) -> None:
    assert calendar.is_workday(day) == bool(calendar.spans(day))
    if day in calendar.days_off and day not in calendar.make_up_workdays:
        assert not calendar.is_workday(day)


@given(CALENDARS, DAYS)
def test_shifting_finds_the_nearest_working_day_or_stays(calendar: WorkCalendar, day: date) -> None:
    assert calendar.shifted(day, "none") == day
    later, earlier = calendar.shifted(day, "next_workday"), calendar.shifted(day, "previous_workday")
    assert earlier <= day <= later
    for found, step in ((later, 1), (earlier, -1)):
        if calendar.is_workday(day):
            assert found == day
        elif found != day:
            assert calendar.is_workday(found)
            passed = range(abs((found - day).days))
            assert not any(calendar.is_workday(day + timedelta(days=step * n)) for n in passed)


@given(CALENDARS, DAYS)
def test_shifting_twice_is_shifting_once(calendar: WorkCalendar, day: date) -> None:
    for rule in ("next_workday", "previous_workday"):
        once = calendar.shifted(day, rule)
        assert calendar.shifted(once, rule) == once


def test_a_calendar_that_is_never_open_is_not_searched_for_ever() -> None:
    closed = WorkCalendar({})
    assert closed.shifted(date(2026, 1, 1), "next_workday") == date(2026, 1, 1)
    assert closed.shifted(date.max, "next_workday") == date.max
    assert closed.shifted(date.min, "previous_workday") == date.min


def test_only_named_years_are_decreed() -> None:
    calendar = WorkCalendar(OFFICE, decreed_years=frozenset({2026}))
    assert calendar.is_decreed(date(2026, 12, 31))
    assert not calendar.is_decreed(date(2027, 1, 1))
