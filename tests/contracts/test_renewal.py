"""How a term goes on by itself, and what ends it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldops.contracts.model import NoticeGiven, Term
from fieldops.contracts.renewal import Course, course_of, ends_with

D = date.fromisoformat
# The contract of case B01.
TACIT = Term(D("2024-08-29"), D("2025-08-28"), "tacit", "12 months", "2 months")


def course(*given: str, term: Term = TACIT) -> Course:
    return course_of(term, [NoticeGiven(D(day), "customer") for day in given])


def test_what_is_renewed_tacitly_goes_on_period_after_period_each_with_its_day_for_notice() -> None:
    found = [(each.first, each.last, each.notice) for each in course().periods(D("2027-12-31"))]
    assert found == [
        (D("2024-08-29"), D("2025-08-28"), D("2025-06-28")),
        (D("2025-08-29"), D("2026-08-28"), D("2026-06-28")),
        (D("2026-08-29"), D("2027-08-28"), D("2027-06-28")),
    ]
    assert course().end is None


@pytest.mark.parametrize(
    ("given", "end"),
    [
        ("2025-06-28", "2025-08-28"),  # the last day for it
        ("2025-06-29", "2026-08-28"),  # too late: once more
        ("2026-06-28", "2026-08-28"),
        ("2024-01-01", "2025-08-28"),  # before the service began
    ],
)
def test_a_notice_ends_the_period_going_on_and_one_given_too_late_the_next(given: str, end: str) -> None:
    assert course(given).end == D(end)
    assert not course(given).on(D("2030-01-01")).renewed


def test_of_two_notices_the_first_counts() -> None:
    assert course("2027-01-01", "2025-01-01").end == D("2025-08-28")


@pytest.mark.parametrize("renewal", ["express", "never", None])
def test_without_a_tacit_renewal_the_contract_is_over_at_its_end(renewal: str | None) -> None:
    term = Term(D("2024-08-29"), D("2025-08-28"), renewal, None, "2 months")
    assert course(term=term).end == D("2025-08-28")
    assert course("2024-10-01", term=term).ended_by is None


def test_periods_that_begin_at_the_end_of_a_month_do_not_drift() -> None:
    monthly = Term(D("2025-01-01"), D("2025-01-30"), "tacit", "1 month")
    ends = [period.last.isoformat() for period in course(term=monthly).periods(D("2025-06-01"))]
    # Begun on the 31st: each later period begins on the month's last day.
    assert ends == ["2025-01-30", "2025-02-27", "2025-03-30", "2025-04-29", "2025-05-30"]


def test_the_next_day_for_notice_is_of_the_first_period_that_can_still_be_ended() -> None:
    assert course().next_notice(D("2025-06-28")) == D("2025-06-28")
    assert course().next_notice(D("2025-06-29")) == D("2026-06-28")
    assert course("2025-01-01").next_notice(D("2025-01-02")) is None


def test_a_notice_longer_than_the_periods_ends_a_later_one() -> None:
    monthly = Term(D("2025-01-01"), D("2025-01-31"), "tacit", "1 month", "3 months")
    assert course("2025-02-10", term=monthly).end == D("2025-05-31")


def test_a_term_that_reaches_to_the_last_year_there_is_ends_there() -> None:
    term = Term(D("2025-01-01"), D("9998-06-30"), "tacit", "1 year", "1 month")
    last = [period.last for period in course(term=term).periods(date.max)][-1]
    assert last == date.max


PERIODS = st.builds("{} {}s".format, st.integers(1, 40), st.sampled_from(["day", "week", "month", "year"]))
DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
TERMS = st.builds(
    lambda start, days, every, notice: Term(start, start + timedelta(days=days), "tacit", every, notice),
    DAYS,
    st.integers(0, 4000),
    PERIODS,
    PERIODS,
)


@given(TERMS, DAYS)
def test_every_day_after_the_start_lies_in_one_period_and_periods_follow_each_other(
    term: Term, day: date
) -> None:
    whole = Course(term, None)
    period = whole.on(max(day, term.start))
    assert period.first <= max(day, term.start) <= period.last
    if period.number:
        assert whole.period(period.number - 1).last + timedelta(days=1) == period.first


@given(TERMS, DAYS)
def test_a_notice_ends_the_first_period_whose_last_day_for_notice_has_not_passed(
    term: Term, day: date
) -> None:
    whole = Course(term, None)
    number = whole.on(day).number
    while (notice := whole.period(number).notice) is not None and notice < day:
        number += 1
    assert ends_with(term, day) == number
