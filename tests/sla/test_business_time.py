"""Business time at its edges (domain.md §3.4-3.6), and against a count of every single minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from effort import examples
from hypothesis import assume, given
from hypothesis import strategies as st

from fieldops.dates.instants import first_instant
from fieldops.dates.workdays import WEEKDAYS, WorkCalendar, week_of
from fieldops.sla.business_time import BusinessTime

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
WEEK = ("mon", "tue", "wed", "thu", "fri")
YEARS = frozenset({2025, 2026})


def hours(
    *open: str, days: tuple[str, ...] = WEEK, zone: ZoneInfo = SHANGHAI, **more: object
) -> BusinessTime:
    given = {"decreed_years": YEARS, **more}
    return BusinessTime(WorkCalendar(weekly=week_of([(days, open)]), **given), zone)


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=zone)


def due(business: BusinessTime, start: str, **span: int) -> str | None:
    found = business.add(at(start, business.zone), timedelta(**span)).at
    return found.isoformat()[:16] if found else None


def instant(at: datetime | None) -> datetime:
    """In UTC, where instants can be compared: Python takes a time of a repeated hour for equal to none of another zone,
    and compares two times of one zone by the clock on the wall (PEP 495)."""
    assert at is not None
    return at.astimezone(UTC)


OFFICE = hours("08:30-12:00", "13:30-17:30")


@pytest.mark.parametrize(
    ("start", "span", "end"),
    [
        ("2026-03-02T11:30", {"hours": 1}, "2026-03-02T14:00"),  # over lunch
        ("2026-03-02T12:30", {"hours": 1}, "2026-03-02T14:30"),  # begins at lunch: counts from its end
        ("2026-03-02T11:00", {"hours": 1}, "2026-03-02T12:00"),  # ends exactly at lunch: stays there
        ("2026-03-02T16:30", {"hours": 1}, "2026-03-02T17:30"),  # ends exactly at the close: stays there
        ("2026-03-02T17:30", {"hours": 1}, "2026-03-03T09:30"),  # the close itself is not open any more
        ("2026-03-02T06:00", {"hours": 1}, "2026-03-02T09:30"),  # before the opening
        ("2026-03-06T17:20", {"hours": 1}, "2026-03-09T09:20"),  # over a weekend
        ("2026-03-02T08:30", {"minutes": 450}, "2026-03-02T17:30"),  # a whole day, to its close
        ("2026-03-02T08:30", {"minutes": 451}, "2026-03-03T08:31"),
    ],
)
def test_lunch_closing_times_and_weekends(start: str, span: dict[str, int], end: str) -> None:
    assert due(OFFICE, start, **span) == end


def test_a_shift_past_midnight_belongs_to_the_day_it_begins() -> None:
    nights = hours("22:00-06:00")
    assert due(nights, "2026-03-02T23:00", hours=2) == "2026-03-03T01:00"
    assert due(nights, "2026-03-03T02:00", hours=1) == "2026-03-03T03:00"
    # Friday's shift goes on into Saturday, which is free; nothing is open on Monday before 22:00.
    assert due(nights, "2026-03-07T05:30", hours=1) == "2026-03-09T22:30"
    assert not nights.is_open(at("2026-03-09T05:00"))


def test_the_night_shift_on_the_eve_of_a_day_off_is_worked_to_its_end() -> None:
    nights = hours("22:00-06:00", days_off=frozenset({date(2026, 3, 3)}))
    assert due(nights, "2026-03-02T23:00", hours=6) == "2026-03-03T05:00"
    assert due(nights, "2026-03-02T23:00", hours=8) == "2026-03-04T23:00"


def test_minutes_that_two_days_share_are_counted_once() -> None:
    overlapping = hours("08:00-17:00", "20:00-10:00", days=WEEKDAYS)
    # From 20:00 to 10:00 without a break: 08:00-10:00 stands in both days' spans.
    assert overlapping.between(at("2026-03-02T20:00"), at("2026-03-03T20:00")) == timedelta(hours=21)
    assert due(overlapping, "2026-03-02T20:00", hours=15) == "2026-03-03T11:00"


def test_the_whole_day_is_written_24_00() -> None:
    always = hours("00:00-24:00", days=WEEKDAYS)
    assert due(always, "2026-03-02T12:00", hours=24) == "2026-03-03T12:00"
    assert always.end_of_nth_workday(date(2026, 3, 2), 1).at == at("2026-03-04T00:00")


@pytest.mark.parametrize(
    ("start", "end"),
    # The clocks jump from 02:00 to 03:00 on 2026-03-29 and back from 03:00 to 02:00 on 2026-10-25.
    [("2026-03-28T20:00", "2026-03-29T05:00"), ("2026-10-24T20:00", "2026-10-25T03:00")],
)
def test_over_a_change_of_summer_time_the_seconds_that_pass_are_counted(start: str, end: str) -> None:
    always = hours("00:00-24:00", days=WEEKDAYS, zone=BERLIN)
    assert due(always, start, hours=8) == end


def test_days_of_a_change_of_summer_time_have_23_and_25_hours() -> None:
    always = hours("00:00-24:00", days=WEEKDAYS, zone=BERLIN)
    for day, length in (("2026-03-29", 23), ("2026-10-25", 25), ("2026-06-01", 24)):
        begin = at(day, BERLIN)
        end = first_instant(begin.date() + timedelta(days=1), 0, BERLIN)
        assert always.between(begin, end) == timedelta(hours=length)


def test_an_opening_that_summer_time_skips_is_the_moment_of_the_change() -> None:
    nights = hours("02:30-06:00", days=WEEKDAYS, zone=BERLIN)
    assert nights.opens(date(2026, 3, 29)) == (
        (at("2026-03-29T03:00", BERLIN), at("2026-03-29T06:00", BERLIN)),
    )
    # Of an opening that comes twice the first one counts: four and a half hours.
    assert nights.between(at("2026-10-25T00:00", BERLIN), at("2026-10-25T12:00", BERLIN)) == timedelta(
        hours=4.5
    )


def test_an_instant_of_a_repeated_hour_is_the_one_meant_and_compares_in_utc() -> None:
    # 02:30 comes twice in Berlin on 2026-10-25: at 00:30 and at 01:30 UTC.
    always = hours("00:00-24:00", days=WEEKDAYS, zone=BERLIN)
    start = datetime(2026, 10, 25, 0, 0, tzinfo=UTC)
    first, second = (always.add(start, timedelta(minutes=minutes)).at for minutes in (30, 90))
    assert [each and each.isoformat() for each in (first, second)] == [
        "2026-10-25T02:30:00+02:00",
        "2026-10-25T02:30:00+01:00",
    ]
    assert instant(first) == start + timedelta(minutes=30)
    assert instant(first) < instant(second)
    # Compared as they are, both answers would be wrong.
    assert first != start + timedelta(minutes=30)
    assert first == second


def test_midnight_that_does_not_exist() -> None:
    # Summer time of São Paulo began at midnight: 2018-11-04 has no 00:00.
    zone = ZoneInfo("America/Sao_Paulo")
    assert first_instant(date(2018, 11, 4), 0, zone) == datetime(2018, 11, 4, 3, tzinfo=UTC)


def test_utc_and_shanghai_name_the_same_instant() -> None:
    # 23:40 UTC on Sunday is 07:40 on Monday in Shanghai.
    found = OFFICE.add(datetime(2026, 3, 1, 23, 40, tzinfo=UTC), timedelta(hours=1))
    assert found.at is not None
    assert found.at.isoformat() == "2026-03-02T09:30:00+08:00"


HOLIDAY = {
    "days_off": frozenset(date(2026, 10, day) for day in range(1, 8)),
    "make_up_workdays": frozenset({date(2026, 10, 10)}),
}


def test_days_off_and_make_up_working_days() -> None:
    office = hours("08:30-17:30", **HOLIDAY)
    assert due(office, "2026-09-30T17:20", hours=1) == "2026-10-08T09:20"
    assert due(office, "2026-10-09T17:20", hours=1) == "2026-10-10T09:20"  # a Saturday that is worked
    assert office.end_of_nth_workday(date(2026, 9, 30), 3).at == at("2026-10-10T17:30")
    assert office.end_of_nth_workday(date(2026, 9, 30), 3, always=True).at == at("2026-10-11T00:00")
    kinds = [day.kind for day in office.day_by_day(at("2026-10-09T09:00"), at("2026-10-12T09:00"))]
    assert kinds == ["workday", "make_up_workday", "closed", "workday"]


def test_the_day_of_the_event_is_not_counted() -> None:
    assert OFFICE.end_of_nth_workday(date(2026, 3, 6), 1).at == at("2026-03-09T17:30")  # Friday
    assert OFFICE.end_of_nth_workday(date(2026, 3, 7), 1).at == at("2026-03-09T17:30")  # Saturday


def test_a_year_without_decreed_holidays_makes_it_provisional() -> None:
    assert not OFFICE.add(at("2026-12-31T16:00"), timedelta(hours=1)).provisional
    assert OFFICE.add(at("2026-12-31T17:00"), timedelta(hours=1)).provisional
    assert OFFICE.end_of_nth_workday(date(2026, 12, 31), 1).provisional
    assert not OFFICE.end_of_nth_workday(date(2026, 12, 30), 1).provisional


def test_no_working_day_at_all_is_said_and_not_searched_for_ever() -> None:
    never = BusinessTime(WorkCalendar(weekly={}), SHANGHAI)
    for found in (
        never.add(at("2026-03-02T09:00"), timedelta(hours=1)),
        never.end_of_nth_workday(date(2026, 3, 2), 1),
    ):
        assert found.at is None
        assert found.why is not None
        assert found.why.codes == ("deadline.no-working-day",)
    assert never.next_opening(at("2026-03-02T09:00")) is None
    assert never.subtract(at("2026-03-02T09:00"), timedelta(hours=1)) is None
    assert never.between(at("2026-03-02T09:00"), at("2036-03-02T09:00")) == timedelta(0)


def test_make_up_days_alone_open_nothing() -> None:
    # They take the hours of a weekday, and no weekday has any.
    days = frozenset({date(2026, 3, 7)})
    closed = BusinessTime(WorkCalendar(weekly={"mon": ()}, make_up_workdays=days), SHANGHAI)
    assert closed.add(at("2026-03-02T09:00"), timedelta(hours=1)).at is None


def test_a_calendar_whose_holidays_end_counts_on_and_is_provisional() -> None:
    # Its list ends with 2026: the public holidays of 2027 are not working days for sure, so the answer is marked.
    office = hours("08:30-17:30", **HOLIDAY)
    found = office.end_of_nth_workday(date(2026, 12, 31), 1)
    assert (found.at, found.provisional) == (at("2027-01-01T17:30"), True)


def test_what_is_too_far_is_said() -> None:
    rare = hours("08:30-17:30", days=("mon",))
    for found in (
        rare.add(at("9999-01-01T00:00"), timedelta(days=400)),
        rare.add(at("2026-01-01T00:00"), timedelta(days=40_000)),
        rare.end_of_nth_workday(date(2026, 1, 1), 999_999),
    ):
        assert found.at is None
        assert found.why is not None
        assert found.why.codes == ("deadline.too-far",)


# --- properties --------------------------------------------------------------------------------------------

_ZONES = (
    "Asia/Shanghai",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Sao_Paulo",
    "Pacific/Apia",
)
# Days around which clocks change in one of these zones, and a plain one.
_AROUND = (
    date(2026, 3, 28),
    date(2026, 10, 24),
    date(2018, 11, 3),
    date(2018, 2, 16),
    date(2011, 12, 29),
    date(2026, 4, 4),
)
_TIMES = st.integers(0, 47).map(lambda half: f"{half // 2:02d}:{half % 2 * 30:02d}")
_SPANS = st.tuples(_TIMES, _TIMES).filter(lambda pair: pair[0] != pair[1]).map("-".join)
_DAYS = st.integers(-3, 3)


@st.composite
def calendars(draw: st.DrawFn) -> BusinessTime:
    base = draw(st.sampled_from(_AROUND))
    weekly = draw(
        st.dictionaries(st.sampled_from(WEEKDAYS), st.lists(_SPANS, max_size=3).map(tuple), min_size=1)
    )
    assume(any(weekly.values()))
    near = st.frozensets(_DAYS.map(lambda n: base + timedelta(days=n)), max_size=3)
    calendar = WorkCalendar(weekly, draw(near), draw(near), frozenset({base.year}))
    business = BusinessTime(calendar, ZoneInfo(draw(st.sampled_from(_ZONES))))
    business.base = base
    return business


def minutes(business: BusinessTime, first: datetime, count: int) -> list[bool]:
    """Whether each minute from `first` on is open: the wall clock, read once and never turned back, is in a span."""
    spans: list[tuple[datetime, datetime]] = []
    day = (first - timedelta(days=4)).date()
    for _ in range(count // 1440 + 10):
        for text in business.calendar.spans(day):
            opens, closes = (int(part[:2]) * 60 + int(part[3:]) for part in text.split("-"))
            closes += 1440 if closes <= opens else 0
            start = datetime.combine(day, datetime.min.time())
            spans.append((start + timedelta(minutes=opens), start + timedelta(minutes=closes)))
        day += timedelta(days=1)
    shown = datetime.fromisoformat("0001-01-01")
    found = []
    # The clock is watched from a day before, as it may just have been turned back.
    for minute in range(-1440, count):
        wall = (first + timedelta(minutes=minute)).astimezone(business.zone).replace(tzinfo=None)
        shown = max(shown, wall)
        found.append(any(begin <= shown < end for begin, end in spans))
    return found[1440:]


@examples(40)
@given(calendars(), st.integers(0, 2880), st.integers(1, 3000))
def test_business_time_equals_a_minute_by_minute_count(
    business: BusinessTime, start: int, count: int
) -> None:
    midnight = datetime.combine(business.base, datetime.min.time(), UTC) - timedelta(days=1)
    first = midnight + timedelta(minutes=start)
    opened = minutes(business, first, count)
    assert business.between(first, first + timedelta(minutes=count)) == timedelta(minutes=sum(opened))
    total = 0
    for index, is_open in enumerate(opened):
        assert business.is_open(first + timedelta(minutes=index)) == is_open
        if is_open:
            total += 1
            if total % 97 == 1:
                found = business.add(first, timedelta(minutes=total)).at
                assert instant(found) == first + timedelta(minutes=index + 1)


_MOMENTS = st.integers(0, 10 * 86400)
_SECONDS = st.integers(1, 400_000).map(lambda n: timedelta(seconds=n))


@examples(80)
@given(calendars(), _MOMENTS, _SECONDS)
def test_adding_and_subtracting_are_inverse(business: BusinessTime, offset: int, span: timedelta) -> None:
    start = datetime.combine(business.base, datetime.min.time(), UTC) + timedelta(seconds=offset)
    end = business.add(start, span).at
    assert business.between(start, instant(end)) == span
    back = business.subtract(end, span)
    assert back is not None
    assert business.between(back, end) == span
    if business.is_open(start):
        # The last such instant: a closing time and the next opening are the same for a clock.
        assert instant(back) == start
    assert instant(business.add(back, span).at) == instant(end)


@examples(80)
@given(calendars(), _MOMENTS, _MOMENTS, _SECONDS, _SECONDS)
def test_later_or_longer_is_never_due_earlier(
    business: BusinessTime, one: int, other: int, short: timedelta, more: timedelta
) -> None:
    base = datetime.combine(business.base, datetime.min.time(), UTC)
    early, late = base + timedelta(seconds=min(one, other)), base + timedelta(seconds=max(one, other))
    first, second, longer = (
        instant(business.add(early, short).at),
        instant(business.add(late, short).at),
        instant(business.add(early, short + more).at),
    )
    assert first <= second
    assert first < longer
