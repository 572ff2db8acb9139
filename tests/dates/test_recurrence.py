"""Due dates are counted from the anchor, so that nothing drifts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldops.dates.periods import Period, add_period
from fieldops.dates.recurrence import due_after_completion, due_dates
from fieldops.dates.workdays import WorkCalendar

WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), ("09:00-17:00",))
PERIODS = st.builds(Period, st.integers(1, 40), st.sampled_from(["day", "week", "month", "year"]))
DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


def nominal(anchor: str, every: Period, last: str, first_number: int = 0) -> list[str]:
    begin, end = date.fromisoformat(anchor), date.fromisoformat(last)
    found = due_dates(begin, every, end, first_number=first_number)
    return [str(due.nominal) for due in found]


def test_the_end_of_january_comes_back_after_february() -> None:
    # Chained additions give 29 February, 29 March, 29 April for ever.
    assert nominal("2024-01-31", Period(1, "month"), "2024-05-01") == [
        "2024-01-31",
        "2024-02-29",
        "2024-03-31",
        "2024-04-30",
    ]


def test_a_leap_day_comes_back_every_fourth_year() -> None:
    found = nominal("2024-02-29", Period(1, "year"), "2028-12-31")
    assert found == ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]


def test_the_first_may_be_one_interval_after_an_event() -> None:
    found = nominal("2026-01-15", Period(3, "month"), "2026-08-01", first_number=1)
    assert found == ["2026-04-15", "2026-07-15"]


def test_the_last_day_is_included_and_what_lies_before_the_anchor_is_not() -> None:
    assert nominal("2026-01-15", Period(1, "day"), "2026-01-15") == ["2026-01-15"]
    assert nominal("2026-01-15", Period(1, "day"), "2026-01-14") == []


def test_the_calendar_ends_with_the_year_9999() -> None:
    assert nominal("9998-06-01", Period(1, "year"), "9999-12-31") == ["9998-06-01", "9999-06-01"]


@given(DAYS, PERIODS, st.integers(0, 1))
def test_each_is_the_anchor_plus_n_intervals(anchor: date, every: Period, first: int) -> None:
    last = anchor + timedelta(days=4000)
    found = list(due_dates(anchor, every, last, first_number=first))
    assert [due.number for due in found] == list(range(first, first + len(found)))
    for due in found:
        assert due.nominal == (add_period(anchor, every * due.number) if due.number else anchor) <= last
        assert due.day == due.nominal
        assert not due.provisional
    assert add_period(anchor, every * (first + len(found))) > last if found else True


@given(DAYS, PERIODS, st.sampled_from(["none", "next_workday", "previous_workday"]))
def test_a_shifted_date_is_the_nearest_working_day_on_that_side(
    anchor: date, every: Period, rule: str
) -> None:
    calendar = WorkCalendar(WEEK)
    for due in due_dates(anchor, every, anchor + timedelta(days=800), shift=rule, calendar=calendar):
        if rule == "none":
            assert due.day == due.nominal
            continue
        assert calendar.is_workday(due.day)
        between = abs((due.day - due.nominal).days)
        step = 1 if rule == "next_workday" else -1
        assert due.day == due.nominal + timedelta(days=step * between)
        assert not any(calendar.is_workday(due.nominal + timedelta(days=step * n)) for n in range(between))


@pytest.mark.parametrize(
    ("anchor", "shift", "day", "provisional"),
    [
        ("2026-12-25", "next_workday", "2026-12-25", False),
        # A Thursday and a Friday that are off: the next working day is in a year without a notice.
        ("2026-12-31", "next_workday", "2027-01-01", True),
        ("2027-01-01", "next_workday", "2027-01-01", True),
        ("2027-01-02", "previous_workday", "2027-01-01", True),
        ("2026-12-31", "none", "2026-12-31", False),
    ],
)
def test_a_date_that_depends_on_a_year_without_notice_is_provisional(
    anchor: str, shift: str, day: str, provisional: bool
) -> None:
    calendar = WorkCalendar(WEEK, days_off=frozenset({date(2026, 12, 31)}), decreed_years=frozenset({2026}))
    begin = date.fromisoformat(anchor)
    due = next(iter(due_dates(begin, Period(1, "year"), begin, shift=shift, calendar=calendar)))
    assert (str(due.day), due.provisional) == (day, provisional)


# --- counted from completion ---------------------------------------------------------------------------


@given(
    st.dates(date(2024, 1, 1), date(2026, 12, 31)),
    st.sampled_from([Period(1, "month"), Period(10, "day"), Period(3, "month"), Period(1, "year")]),
    st.sampled_from([0, 1]),
)
def test_with_nothing_done_the_days_are_those_counted_from_the_anchor(
    anchor: date, every: Period, first: int
) -> None:
    last = date(2028, 12, 31)
    plain = list(due_dates(anchor, every, last, first_number=first))
    chained = list(due_after_completion(anchor, every, last, lambda due: None, first_number=first))
    assert [(due.number, due.day) for due in chained] == [(due.number, due.day) for due in plain]
    assert [due.provisional for due in chained] == [at > 0 for at in range(len(chained))]


def test_done_on_the_last_day_of_a_month_the_next_is_one_interval_from_there() -> None:
    done = {0: date(2026, 1, 31), 1: date(2026, 2, 27)}
    found = due_after_completion(
        date(2026, 1, 30), Period(1, "month"), date(2026, 4, 30), lambda due: done.get(due.number)
    )
    assert [(due.day.isoformat(), due.provisional) for due in found] == [
        ("2026-01-30", False),
        ("2026-02-28", False),
        ("2026-03-27", False),
        ("2026-04-27", True),
    ]
