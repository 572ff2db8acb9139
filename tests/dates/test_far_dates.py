"""Due dates far away: a part of a recurrence is found at once, and is the same as the whole, cut."""

from __future__ import annotations

from datetime import date
from itertools import islice

import pytest
from effort import calls

from fieldops.dates.periods import Period
from fieldops.dates.recurrence import Due, due_dates

ANCHOR = date(2024, 1, 31)
EVERY = [Period(1, "day"), Period(2, "week"), Period(1, "month"), Period(5, "month"), Period(1, "year")]
FIRST = [date(2023, 5, 1), ANCHOR, date(2024, 2, 29), date(2026, 11, 30), date(2030, 1, 31), date(2040, 3, 1)]


@pytest.mark.parametrize("every", EVERY)
@pytest.mark.parametrize("first_number", [0, 1])
@pytest.mark.parametrize("first", FIRST)
def test_due_dates_from_a_day_on(every: Period, first_number: int, first: date) -> None:
    last = date(2041, 1, 1)
    whole = list(due_dates(ANCHOR, every, last, first_number=first_number))
    part = list(due_dates(ANCHOR, every, last, first_number=first_number, first=first))
    assert part == [due for due in whole if due.nominal >= first]


@pytest.mark.parametrize("unit", ["day", "week", "month", "year"])
def test_a_due_date_in_eight_thousand_years_is_found_at_once(unit: str) -> None:
    dates = due_dates(date(1, 1, 1), Period(1, unit), date.max, first=date(9990, 5, 5))
    found: list[Due] = []
    # Not by going through the eight thousand years: that would be some 100,000 months.
    assert calls(lambda: found.extend(islice(dates, 1))) < 25_000
    assert found[0].nominal >= date(9990, 5, 5)


def test_due_dates_end_with_the_last_day_there_is() -> None:
    assert [due.nominal.year for due in due_dates(date(9998, 6, 1), Period(1, "year"), date.max)] == [
        9998,
        9999,
    ]
