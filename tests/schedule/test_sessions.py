"""Access windows and consent (E1): at their edges, past midnight, over a change of the clocks."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldops.contracts.model import Access, Window
from fieldops.records.visits import Consent
from fieldops.schedule.sessions import allowed, begins, closes, opens

WORK = ("mon", "tue", "wed", "thu", "fri")
EVENING = (Window(WORK, "17:30-21:00"), Window(("sat",), "09:00-17:00"))
NIGHT = (Window(("fri",), "22:00-02:00"),)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("moment", "until"),
    [
        ("2026-11-23T17:29:59", None),
        ("2026-11-23T17:30", "2026-11-23T21:00"),
        ("2026-11-23T20:59:59", "2026-11-23T21:00"),
        ("2026-11-23T21:00", None),
        ("2026-11-28T16:59", "2026-11-28T17:00"),
        ("2026-11-29T12:00", None),
    ],
)
def test_a_window_is_open_from_its_first_to_before_its_last_moment(moment: str, until: str | None) -> None:
    assert closes(EVENING, at(moment)) == (at(until) if until else None)


@pytest.mark.parametrize(
    ("moment", "until"),
    [
        ("2026-11-27T21:59", None),
        ("2026-11-27T23:00", "2026-11-28T02:00"),
        ("2026-11-28T01:59", "2026-11-28T02:00"),
        ("2026-11-28T02:00", None),
        ("2026-11-28T23:00", None),
    ],
)
def test_a_window_past_midnight_belongs_to_the_day_it_begins_on(moment: str, until: str | None) -> None:
    assert closes(NIGHT, at(moment)) == (at(until) if until else None)


def test_windows_that_touch_are_one() -> None:
    both = (Window(("mon",), "08:00-12:00"), Window(("mon",), "12:00-24:00"), Window(("tue",), "00:00-01:00"))
    assert closes(both, at("2026-11-23T09:00")) == at("2026-11-24T01:00")


@pytest.mark.parametrize(
    ("moment", "last", "opening"),
    [
        ("2026-11-23T10:00", "2026-11-23", "2026-11-23T17:30"),
        ("2026-11-23T18:00", "2026-11-23", "2026-11-23T18:00"),
        ("2026-11-27T21:00", "2026-11-27", None),
        ("2026-11-27T21:00", "2026-11-28", "2026-11-28T09:00"),
        ("2026-11-28T17:00", "2026-11-30", "2026-11-30T17:30"),
        ("2026-11-28T17:00", "2026-11-29", None),
        ("2026-11-28T17:00", "2026-11-27", None),
    ],
)
def test_the_next_opening(moment: str, last: str, opening: str | None) -> None:
    assert opens(EVENING, at(moment), date.fromisoformat(last)) == (at(opening) if opening else None)


@given(
    st.datetimes(at("2026-03-01").replace(tzinfo=None), at("2026-04-30").replace(tzinfo=None)),
    st.sampled_from([EVENING, NIGHT]),
)
def test_an_opening_is_open_and_nothing_before_it_is(moment: datetime, windows: tuple[Window, ...]) -> None:
    start = moment.replace(tzinfo=SHANGHAI)
    found = opens(windows, start, start.date() + timedelta(days=10))
    assert found is not None
    assert closes(windows, found) is not None
    before = start
    while before < found:
        assert closes(windows, before) is None
        before += timedelta(minutes=30)


def test_hours_are_those_of_the_clock_on_the_wall_when_it_is_changed() -> None:
    """On 2026-03-29 the clock in Berlin goes from 02:00 to 03:00, on 2026-10-25 from 03:00 back to 02:00."""
    berlin, sunday = ZoneInfo("Europe/Berlin"), (Window(("sun",), "01:00-04:00"),)
    for day in ("2026-03-29", "2026-10-25"):
        assert closes(sunday, at(f"{day}T01:30", berlin)) == at(f"{day}T04:00", berlin)
        assert closes(sunday, at(f"{day}T04:00", berlin)) is None


def test_a_visit_begins_when_due_or_early_where_no_window_opens_any_more() -> None:
    day = date.fromisoformat
    noon = at("2026-11-20T12:00")
    # Due on Sunday the 29th; it may be done from Thursday on.
    assert begins((), day("2026-11-26"), day("2026-11-29"), day("2026-11-29"), noon) == day("2026-11-29")
    assert begins(EVENING, day("2026-11-26"), day("2026-11-29"), day("2026-11-29"), noon) == day("2026-11-26")
    assert begins(EVENING, day("2026-11-26"), day("2026-11-29"), day("2026-11-30"), noon) == day("2026-11-29")


def test_consent_holds_from_its_start_to_before_its_end_and_is_never_assumed() -> None:
    given_ = [Consent("v", "Shen", at("2026-11-23T09:00"), at("2026-11-23T12:00"))]
    per_visit = Access(consent="per_visit")
    moments = ("2026-11-23T08:59", "2026-11-23T09:00", "2026-11-23T11:59", "2026-11-23T12:00")
    assert [allowed(per_visit, given_, at(moment)) for moment in moments] == [False, True, True, False]
    assert allowed(per_visit, [], at("2026-11-23T09:00")) is False
    assert allowed(Access(consent="standing"), [], at("2026-11-23T09:00")) is True
    assert allowed(Access(), given_, at("2026-11-23T09:00")) is None
