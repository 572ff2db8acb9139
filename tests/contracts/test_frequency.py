"""What is promised every so often for a time falls due as often as people count: every 3 months of a year is four times."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.frequency import Frequency, frequency, holding
from fieldops.contracts.obligations import due_between
from fieldops.dates.periods import Period, add_period
from tests.contracts.test_cover import agreed

EVER = (date(2000, 1, 1), date(2900, 1, 1))
TERM = "\nterm: {{start: {start}, end: {end}}}"
VISIT = "\ninspections: [{{id: q, kind: inspection, playbook: p, engineers: 2, schedule: {{every: {every}{more}}}}}]"


def contract(every: str, more: str = "", start: str = "2026-01-01", end: str = "2026-12-31") -> Agreement:
    return agreed(TERM.format(start=start, end=end) + VISIT.format(every=every, more=more))


def visits(agreement: Agreement) -> list[str]:
    return [due.day.isoformat() for due in due_between(agreement, *EVER) if due.kind == "inspection"]


def counted(agreement: Agreement, terms: int = 0) -> Frequency | None:
    of = list(agreement.timeline.written())[terms]
    schedule = of.contract.inspections[0].schedule
    assert schedule is not None
    return frequency(agreement, holding(agreement, of, "inspections", 0), schedule)


@pytest.mark.parametrize(
    ("every", "times"),
    [("1 month", 12), ("2 months", 6), ("3 months", 4), ("6 months", 2), ("1 year", 1), ("12 months", 1)],
)
def test_without_an_anchor_there_is_one_in_each_interval_of_the_term(every: str, times: int) -> None:
    agreement = contract(every)
    assert len(visits(agreement)) == times
    assert visits(agreement)[-1] == "2026-12-31"
    found = counted(agreement)
    assert found is not None
    assert (len(found.due), found.intervals, found.differs) == (times, times, False)


def test_each_quarter_ends_on_its_last_day_whatever_the_months() -> None:
    assert visits(contract("3 months")) == ["2026-03-31", "2026-06-30", "2026-09-30", "2026-12-31"]
    assert visits(contract("3 months", start="2026-03-01", end="2027-02-28")) == [
        "2026-05-31",
        "2026-08-31",
        "2026-11-30",
        "2027-02-28",
    ]


def test_after_an_event_the_first_is_one_interval_later() -> None:
    accepted = "\nacceptances: [{event: final_acceptance, date: 2026-02-10}]"
    schedule = VISIT.format(every="3 months", more=", after_event: final_acceptance")
    assert visits(agreed(accepted + schedule)) == ["2026-05-10", "2026-08-10", "2026-11-10"]


@pytest.mark.parametrize(
    ("anchor", "times", "differs"),
    [
        ("2026-01-01", 4, False),
        ("2026-03-31", 4, False),
        ("2026-04-01", 3, True),
        ("2026-06-15", 3, True),
        ("2026-07-01", 2, True),
    ],
)
def test_an_anchor_behind_the_first_interval_loses_the_last_visit(
    anchor: str, times: int, differs: bool
) -> None:
    found = counted(contract("3 months", f", anchor: {anchor}"))
    assert found is not None
    assert (len(found.due), found.intervals, found.differs) == (times, 4, differs)
    assert found.by == date(2026, 3, 31)


def test_a_term_that_an_amendment_lengthens_has_the_visits_of_the_whole_time() -> None:
    longer = "\namendments: [{id: a, date: 2026-06-01, applies_from: 2026-07-01, rationale: r, sets: {term: {start: 2026-01-01, end: 2027-06-30}}}]"
    agreement = agreed(longer + VISIT.format(every="3 months", more=""))
    assert len(visits(agreement)) == 6
    found = counted(agreement)
    assert found is not None
    assert (len(found.due), found.intervals, found.differs) == (6, 6, False)


def test_a_schedule_that_an_amendment_replaces_is_counted_for_the_days_it_holds() -> None:
    other = (
        "\namendments: [{id: a, date: 2026-06-01, applies_from: 2026-07-01, rationale: r, sets: {inspections:"
        " [{id: q, kind: inspection, playbook: p, engineers: 2, schedule: {every: 1 month, anchor: 2026-07-15}}]}}]"
    )
    agreement = agreed(other + VISIT.format(every="3 months", more=""))
    before, after = counted(agreement, 0), counted(agreement, 1)
    assert before is not None
    assert (len(before.due), before.intervals) == (2, 2)
    assert after is not None
    assert (len(after.due), after.intervals, after.differs) == (6, 6, False)


def test_what_comes_weekly_or_for_a_time_of_its_own_is_not_counted() -> None:
    assert counted(contract("1 week")) is None
    assert counted(contract("1 month", ", anchor: 2026-03-01, lasting: 3 months")) is None


STARTS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
EVERY = st.builds(Period, st.integers(1, 30), st.sampled_from(["month", "year"]))


@given(STARTS, EVERY, st.integers(1, 12))
def test_a_term_of_n_intervals_has_n_visits_and_its_last_day_is_the_last_of_them(
    start: date, every: Period, times: int
) -> None:
    last = add_period(start, every * times) - timedelta(days=1)
    agreement = contract(f"{every.count} {every.unit}s", start=start.isoformat(), end=last.isoformat())
    found = counted(agreement)
    assert found is not None
    assert not found.differs
    assert len(found.due) == found.intervals == times
    assert found.due[-1] == last
    # Each lies in an interval of its own, in order.
    for number, day in enumerate(found.due):
        assert add_period(start, every * number) <= day if number else start <= day
        assert day < add_period(start, every * (number + 1))


@given(STARTS, EVERY, st.integers(1, 12), st.integers(0, 4000))
def test_fewer_visits_than_intervals_are_told_for_any_anchor(
    start: date, every: Period, times: int, shift: int
) -> None:
    last = add_period(start, every * times) - timedelta(days=1)
    anchor = start + timedelta(days=shift)
    agreement = contract(
        f"{every.count} {every.unit}s", f", anchor: {anchor}", start.isoformat(), last.isoformat()
    )
    found = counted(agreement)
    assert found is not None
    assert found.differs == (len(visits(agreement)) != times)
    if anchor <= found.by and anchor.day <= 28:
        assert not found.differs
