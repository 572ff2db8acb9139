"""A limit on a clock with pauses (domain.md §3.7): subtracted in the clock's own time, never making it earlier."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from effort import examples
from hypothesis import given
from hypothesis import strategies as st

from fieldops.dates.workdays import WorkCalendar, week_of
from fieldops.sla.business_time import BusinessTime
from fieldops.sla.clocks import Clock, Pauses, limit_of
from tests.sla.agreements import SHANGHAI, at

_OCTOBER = WorkCalendar(
    weekly=week_of([(("mon", "tue", "wed", "thu", "fri"), ("08:30-12:00", "13:30-17:30"))]),
    days_off=frozenset(date(2026, 10, day) for day in range(1, 8)),
    make_up_workdays=frozenset({date(2026, 10, 10)}),
    decreed_years=frozenset({2026}),
)
HOURS = BusinessTime(_OCTOBER, SHANGHAI)


def due(clock: str, start: str, limit: str, *pauses: tuple[str, str | None]) -> str | None:
    spans: Pauses = tuple((at(begin), at(end) if end else None) for begin, end in pauses)
    found = Clock(clock, SHANGHAI, HOURS).due(at(start), limit_of(limit, clock), spans)
    return found.at.isoformat()[:16] if found.at else None


@pytest.mark.parametrize(
    ("clock", "start", "limit", "pauses", "end"),
    [
        # A pause across the holiday: in service hours only its open time counts, ten minutes and one hour.
        (
            "service_hours",
            "2026-09-30T17:00",
            "2h",
            [("2026-09-30T17:20", "2026-10-08T09:30")],
            "2026-10-08T11:10",
        ),
        # The same pause on a clock that always runs: all of it.
        ("always", "2026-09-30T17:00", "2h", [("2026-09-30T17:20", "2026-10-08T09:30")], "2026-10-08T11:10"),
        ("always", "2026-09-30T17:00", "2h", [("2026-09-30T17:20", "2026-09-30T17:50")], "2026-09-30T19:30"),
        # A pause at lunch, when the clock stands still anyway.
        (
            "service_hours",
            "2026-09-30T11:00",
            "2h",
            [("2026-09-30T12:00", "2026-09-30T13:30")],
            "2026-09-30T14:30",
        ),
        # A pause wholly outside service hours.
        (
            "service_hours",
            "2026-09-30T16:30",
            "2h",
            [("2026-10-01T08:00", "2026-10-07T18:00")],
            "2026-10-08T09:30",
        ),
        # A pause that begins when the time is over, or just then.
        (
            "service_hours",
            "2026-09-30T09:00",
            "1h",
            [("2026-09-30T10:00", "2026-09-30T16:00")],
            "2026-09-30T10:00",
        ),
        ("always", "2026-09-30T09:00", "1h", [("2026-09-30T11:00", "2026-09-30T16:00")], "2026-09-30T10:00"),
        # Working days that end while it is paused are added: 8 October, and of the holiday week none.
        (
            "service_hours",
            "2026-09-30T10:00",
            "2wd",
            [("2026-09-30T15:00", "2026-10-09T09:00")],
            "2026-10-10T17:30",
        ),
        ("always", "2026-09-30T10:00", "2wd", [("2026-09-30T15:00", "2026-10-07T09:00")], "2026-10-10T00:00"),
        # The deadline never falls into a pause: Tuesday ends paused, so Wednesday is the first.
        (
            "service_hours",
            "2026-09-28T10:00",
            "1wd",
            [("2026-09-29T10:00", "2026-09-29T20:00")],
            "2026-09-30T17:30",
        ),
        # Within one day nothing is lost of a limit in days.
        ("always", "2026-09-28T10:00", "1wd", [("2026-09-29T10:00", "2026-09-29T15:00")], "2026-09-30T00:00"),
        # What was paused before it began is not of this clock.
        ("always", "2026-09-30T10:00", "1h", [("2026-09-30T08:00", "2026-09-30T09:00")], "2026-09-30T11:00"),
        ("always", "2026-09-30T10:00", "1h", [("2026-09-30T08:00", "2026-09-30T10:30")], "2026-09-30T11:30"),
        ("always", "2026-09-30T10:00", "1h", [("2026-09-30T10:10", None)], None),
        ("always", "2026-09-28T10:00", "1wd", [("2026-09-28T10:10", None)], None),
    ],
)
def test_pauses(
    clock: str, start: str, limit: str, pauses: list[tuple[str, str | None]], end: str | None
) -> None:
    assert due(clock, start, limit, *pauses) == end


def test_a_pause_that_goes_on_says_what_is_left() -> None:
    clock = Clock("service_hours", SHANGHAI, HOURS)
    found = clock.due(
        at("2026-09-30T17:00"), limit_of("2h", "service_hours"), ((at("2026-10-08T09:00"), None),)
    )
    assert found.left == timedelta(hours=1)


def test_a_day_is_24_hours_or_a_working_day() -> None:
    assert due("always", "2026-09-30T10:00", "3d") == "2026-10-03T10:00"
    assert due("service_hours", "2026-09-30T10:00", "3d") == "2026-10-10T17:30"


def test_24_hours_over_a_change_of_summer_time() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    start = at("2026-03-28T12:00+01:00")
    found = Clock("always", berlin, None).due(start, limit_of("24h", "always"))
    assert found.at is not None
    assert found.at.isoformat() == "2026-03-29T13:00:00+02:00"


def test_without_a_calendar_only_what_always_runs_can_be_counted() -> None:
    always = Clock("always", SHANGHAI, None)
    assert always.due(at("2026-09-30T10:00"), limit_of("1h", "always")).at is not None
    for limit in ("2wd",):
        found = always.due(at("2026-09-30T10:00"), limit_of(limit, "always"))
        assert found.why is not None
        assert found.why.codes == ("deadline.no-calendar",)
    assert (
        Clock("service_hours", SHANGHAI, None).due(at("2026-09-30T10:00"), limit_of("1h", "always")).at
        is None
    )


def test_the_end_of_time_is_said() -> None:
    found = Clock("always", SHANGHAI, HOURS).due(at("9999-12-31T10:00"), limit_of("999999h", "always"))
    assert found.why is not None
    assert found.why.codes == ("deadline.too-far",)


_EDGES = st.lists(st.integers(0, 15 * 24 * 60), min_size=2, max_size=6, unique=True).map(sorted)


def _pauses(minutes: list[int]) -> Pauses:
    begin = at("2026-09-28T00:00")
    edges = [begin + timedelta(minutes=minute) for minute in minutes[: len(minutes) // 2 * 2]]
    return tuple(zip(edges[::2], edges[1::2], strict=True))


@examples(120)
@given(
    st.sampled_from(["always", "service_hours"]),
    st.sampled_from(["30m", "4h", "20h", "1wd", "3wd", "2d"]),
    st.integers(0, 5 * 24 * 60),
    _EDGES,
    st.integers(1, 3000),
)
def test_more_pause_never_makes_a_deadline_earlier(
    clock: str, text: str, start: int, edges: list[int], more: int
) -> None:
    counting = Clock(clock, SHANGHAI, HOURS)
    begin, limit = at("2026-09-28T00:00") + timedelta(minutes=start), limit_of(text, clock)
    pauses = _pauses(edges)
    plain = counting.due(begin, limit).at
    paused = counting.due(begin, limit, pauses).at
    # The last pause lasts longer.
    first, last = pauses[-1]
    assert last is not None
    longer = counting.due(begin, limit, (*pauses[:-1], (first, last + timedelta(minutes=more)))).at
    assert plain is not None
    assert paused is not None
    assert longer is not None
    assert plain <= paused <= longer
    # One pause in two pieces is the same pause.
    middle = first + (last - first) / 2
    assert counting.due(begin, limit, (*pauses[:-1], (first, middle), (middle, last))).at == paused
