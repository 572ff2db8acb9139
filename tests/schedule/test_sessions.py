"""Access windows and consent (E1): at their edges, past midnight, over a change of the clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fieldops.contracts.model import Access, Asset, Contact, Contract, Customer, Host, Term, Vendor, Window
from fieldops.records.visits import Consent
from fieldops.schedule.sessions import SHORTEST, SessionTimes, begins, refusal, session_times

WORK = ("mon", "tue", "wed", "thu", "fri")
EVENING = (Window(WORK, "17:30-21:00"), Window(("sat",), "09:00-17:00"))
NIGHT = (Window(("fri",), "22:00-02:00"),)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
D = date.fromisoformat


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def utc(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return at(text, zone).astimezone(UTC)


def open_until(windows: tuple[Window, ...], moment: str) -> datetime | None:
    """When the window that is open then closes; None while none is open for long enough."""
    begin, end = SessionTimes(SHANGHAI, windows).next(at(moment), D("2027-12-31")) or (None, None)
    return end if begin is not None and begin <= utc(moment) else None


@pytest.mark.parametrize(
    ("moment", "until"),
    [
        ("2026-11-23T17:29:59", None),
        ("2026-11-23T17:30", "2026-11-23T21:00"),
        ("2026-11-23T20:59:00", "2026-11-23T21:00"),
        ("2026-11-23T20:59:01", None),
        ("2026-11-23T21:00", None),
        ("2026-11-28T16:59", "2026-11-28T17:00"),
        ("2026-11-29T12:00", None),
    ],
)
def test_a_session_is_begun_from_a_windows_first_moment_to_a_minute_before_its_end(
    moment: str, until: str | None
) -> None:
    assert open_until(EVENING, moment) == (utc(until) if until else None)


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
    assert open_until(NIGHT, moment) == (utc(until) if until else None)


def test_windows_that_touch_are_one() -> None:
    both = (Window(("mon",), "08:00-12:00"), Window(("mon",), "12:00-24:00"), Window(("tue",), "00:00-01:00"))
    assert open_until(both, "2026-11-23T09:00") == utc("2026-11-24T01:00")


@pytest.mark.parametrize(
    ("moment", "last", "opening"),
    [
        ("2026-11-23T10:00", "2026-11-23", "2026-11-23T17:30"),
        ("2026-11-27T21:00", "2026-11-27", None),
        ("2026-11-27T21:00", "2026-11-28", "2026-11-28T09:00"),
        ("2026-11-28T17:00", "2026-11-30", "2026-11-30T17:30"),
        ("2026-11-28T17:00", "2026-11-29", None),
        ("2026-11-28T17:00", "2026-11-27", None),
    ],
)
def test_the_next_opening(moment: str, last: str, opening: str | None) -> None:
    found = SessionTimes(SHANGHAI, EVENING).next(at(moment), D(last))
    assert (found[0] if found else None) == (utc(opening) if opening else None)


def test_a_window_of_the_last_day_lasts_past_its_midnight_and_is_not_begun_after_it() -> None:
    times = SessionTimes(SHANGHAI, NIGHT)
    friday = D("2026-11-27")
    assert times.next(at("2026-11-27T23:00"), friday) == (utc("2026-11-27T22:00"), utc("2026-11-28T02:00"))
    assert times.next(at("2026-11-28T00:30"), friday) is None


# --- where clocks are changed --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hours", "day", "begin", "end"),
    [
        # In Berlin the clock goes from 02:00 to 03:00 on 2026-03-29, at 01:00 UTC.
        ("01:00-04:00", "2026-03-29", "00:00", "02:00"),
        ("02:30-04:00", "2026-03-29", "01:00", "02:00"),
        ("01:00-02:30", "2026-03-29", "00:00", "01:00"),
        ("02:15-02:45", "2026-03-29", None, None),
        # On 2026-10-25 it goes from 03:00 back to 02:00, at 01:00 UTC.
        ("01:00-04:00", "2026-10-25", "23:00", "03:00"),
        ("02:30-04:00", "2026-10-25", "00:30", "03:00"),
        ("01:00-02:30", "2026-10-25", "23:00", "00:30"),
        ("02:15-02:45", "2026-10-25", "00:15", "00:45"),
    ],
)
def test_a_window_is_right_where_an_hour_is_skipped_or_comes_twice(
    hours: str, day: str, begin: str | None, end: str | None
) -> None:
    """A time that is skipped is the moment of the change; of one that comes twice the first counts."""
    found = [
        tuple(f"{moment:%H:%M}" for moment in span)
        for span in SessionTimes(BERLIN, (Window(("sun",), hours),)).spans(D(day), D(day))
    ]
    assert found == ([(begin, end)] if begin else [])


ZONES = [
    "Europe/Berlin",
    "America/New_York",
    "America/Havana",
    "Australia/Lord_Howe",
    "Asia/Beirut",
    "Asia/Shanghai",
]
CHANGES = ["2026-03-08", "2026-03-29", "2026-04-05", "2026-10-04", "2026-10-25", "2026-11-01"]
clock = st.integers(0, 95).map(lambda quarter: f"{quarter // 4:02}:{quarter % 4 * 15:02}")
window = st.builds(
    lambda days, first, last: Window(tuple(days), f"{first}-{last}"),
    st.lists(st.sampled_from(DAYS), min_size=1, max_size=7, unique=True),
    clock,
    st.one_of(clock, st.just("24:00")),
).filter(lambda one: one.hours[:5] != one.hours[6:])


# All of these windows, consents and changes begin and end at quarters of an hour.
QUARTER, OF_A_DAY = timedelta(minutes=15), 96


def quarters_shown(windows: list[Window], zone: ZoneInfo, first: datetime, count: int) -> list[bool]:
    """Whether each quarter from `first` on is within a window for somebody who never turns their watch back."""
    spans = []
    for ahead in range(-3, count // OF_A_DAY + 3):
        day = first.date() + timedelta(days=ahead)
        for each in windows:
            if DAYS[day.weekday()] in each.days:
                start, stop = (int(text[:2]) * 60 + int(text[3:]) for text in each.hours.split("-"))
                stop += 1440 if stop <= start else 0
                midnight = datetime.combine(day, time())
                spans.append((midnight + timedelta(minutes=start), midnight + timedelta(minutes=stop)))
    shown, found = datetime.fromisoformat("0001-01-01"), []
    for quarter in range(-OF_A_DAY, count):
        wall = (first + quarter * QUARTER).astimezone(zone).replace(tzinfo=None)
        shown = max(shown, wall)
        found.append(any(begin <= shown < end for begin, end in spans))
    return found[OF_A_DAY:]


@given(st.sampled_from(ZONES), st.sampled_from(CHANGES), st.lists(window, min_size=1, max_size=3))
@example("America/Havana", "2026-11-01", [Window(("sun",), "00:15-00:45")])
@example("Asia/Beirut", "2026-03-29", [Window(("sat",), "23:00-00:30")])
def test_windows_equal_a_look_at_the_wall_clock_each_quarter_of_an_hour(
    name: str, day: str, windows: list[Window]
) -> None:
    zone, first = ZoneInfo(name), datetime.combine(D(day) - timedelta(days=1), time(), UTC)
    found = SessionTimes(zone, tuple(windows)).spans(D(day) - timedelta(days=4), D(day) + timedelta(days=4))
    spans, count = list(found), 3 * OF_A_DAY
    shown = [any(begin <= first + n * QUARTER < end for begin, end in spans) for n in range(count)]
    assert shown == quarters_shown(windows, zone, first, count)
    assert all(begin < end for begin, end in spans)
    assert all(one[1] < other[0] for one, other in pairwise(spans))


@given(
    st.sampled_from(ZONES),
    st.sampled_from(CHANGES),
    st.lists(window, max_size=2),
    st.lists(st.tuples(st.integers(0, 280), st.integers(1, 40)), max_size=3),
    st.integers(0, 280 * 900),
)
def test_the_next_session_is_the_first_that_window_and_consent_allow(
    name: str, day: str, windows: list[Window], given_: list[tuple[int, int]], second: int
) -> None:
    """E1: what is found is allowed until its end, and nothing that is long enough was allowed before."""
    zone, first = ZoneInfo(name), datetime.combine(D(day) - timedelta(days=1), time(), UTC)
    spans = [(first + start * QUARTER, first + (start + length) * QUARTER) for start, length in given_]
    contract = acme(Access(consent="per_visit", windows=tuple(windows)), name)
    # As it is held (in the zone) and as it is recorded (with an offset).
    consents = [Consent("v", "Shen", start.astimezone(zone), end) for start, end in spans]
    moment = (first + timedelta(seconds=second)).astimezone(zone)
    found = session_times(contract, consents).next(moment, D(day) + timedelta(days=3))
    count = 6 * OF_A_DAY
    shown = quarters_shown(windows, zone, first, count) if windows else [True] * count
    agreed = [
        each and any(start <= first + n * QUARTER < end for start, end in spans)
        for n, each in enumerate(shown)
    ]
    now = moment.astimezone(UTC)
    begin, end = found or (first + count * QUARTER, None)
    start = max(begin, now)
    whole = [n for n in range(count) if now <= first + n * QUARTER < begin]
    assert not any(agreed[n] for n in whole)
    if end is not None:
        assert end - start >= SHORTEST
        assert all(agreed[n] for n in range(count) if start - QUARTER < first + n * QUARTER < end)
        assert not agreed[round((end - first) / QUARTER)]


# --- who allows it -------------------------------------------------------------------------------------


def acme(access: Access, zone: str = "Asia/Shanghai", transport: str = "ssh") -> Contract:
    return Contract(
        "fieldops/v1",
        "Contract",
        "acme",
        "A",
        Customer("C", (Contact("Shen", duties=("consent",)), Contact("Deng"))),
        Vendor("V"),
        "team",
        "en",
        zone,
        Term(D("2026-01-01"), D("2026-12-31")),
        assets=(Asset("h", host=Host("192.0.2.1", transport=transport)),),
        access=access,
    )


def consent(start: str, end: str, zone: ZoneInfo = SHANGHAI) -> Consent:
    return Consent("v", "Shen", at(start, zone), at(end, zone))


def test_consent_holds_from_its_start_to_before_its_end_and_is_never_assumed() -> None:
    given_ = [consent("2026-11-23T09:00", "2026-11-23T12:00")]
    per_visit = acme(Access(consent="per_visit"))
    times = session_times(per_visit, given_)
    assert times.next(at("2026-11-23T08:59"), D("2026-11-30")) == (
        utc("2026-11-23T09:00"),
        utc("2026-11-23T12:00"),
    )
    assert times.next(at("2026-11-23T12:00"), D("2026-11-30")) is None
    assert session_times(per_visit, []).next(at("2026-11-23T09:00"), D("2026-11-30")) is None


@pytest.mark.parametrize(
    ("access", "moment", "code"),
    [
        (Access(), "2026-11-23T10:00", "visit.consent-unsaid"),
        (Access(consent="standing"), "2026-11-24T10:00", None),
        (Access(consent="per_visit"), "2026-11-23T08:00", None),
        (Access(consent="per_visit"), "2026-11-23T11:59", None),
        (Access(consent="per_visit"), "2026-11-23T12:00", "visit.no-consent"),
    ],
)
def test_a_visit_is_refused_without_consent_that_holds_then_or_later(
    access: Access, moment: str, code: str | None
) -> None:
    given_ = [consent("2026-11-23T09:00", "2026-11-23T12:00")]
    found = refusal(acme(access), given_, "v", at(moment))
    assert (found.code if found else None) == code
    if code == "visit.no-consent":
        assert found is not None
        assert found.values["choices"] == "Shen"


def test_the_machine_that_fieldops_runs_on_asks_nobody() -> None:
    local = acme(Access(windows=NIGHT), transport="local")
    assert refusal(local, [], "v", at("2026-11-23T10:00")) is None
    assert session_times(local, []) == SessionTimes(SHANGHAI)


def test_consents_that_touch_are_one() -> None:
    """Also where the clock shows an hour twice: 02:30 for the second time is later than for the first."""
    first, second = utc("2026-10-25T02:30", BERLIN), utc("2026-10-25T02:30", BERLIN) + timedelta(hours=1)
    given_ = [
        Consent("v", "Shen", second.astimezone(BERLIN), at("2026-10-25T05:00", BERLIN)),
        Consent("v", "Shen", first.astimezone(BERLIN), second.astimezone(BERLIN)),
    ]
    times = session_times(acme(Access(consent="per_visit"), "Europe/Berlin"), given_)
    assert times.next(first, D("2026-10-25")) == (first, utc("2026-10-25T05:00", BERLIN))


# --- the day on which it begins ------------------------------------------------------------------------


def test_a_visit_begins_when_due_or_early_where_no_session_is_allowed_any_more() -> None:
    # Due on Sunday the 29th; it may be done from Thursday on.
    days = D("2026-11-26"), D("2026-11-29")
    anytime, evening = SessionTimes(SHANGHAI), SessionTimes(SHANGHAI, EVENING)
    assert begins(anytime, *days, D("2026-11-29")) == D("2026-11-29")
    assert begins(evening, *days, D("2026-11-29")) == D("2026-11-26")
    assert begins(evening, *days, D("2026-11-30")) == D("2026-11-29")


def test_a_visit_that_the_customer_allows_before_it_is_due_is_done_then() -> None:
    days = D("2026-11-26"), D("2026-11-29"), D("2026-11-30")
    contract = acme(Access(consent="per_visit"))
    early = consent("2026-11-27T09:00", "2026-11-27T12:00")
    late = consent("2026-11-30T09:00", "2026-11-30T12:00")
    assert begins(session_times(contract, [early]), *days) == D("2026-11-26")
    assert begins(session_times(contract, [early, late]), *days) == D("2026-11-29")
    # Nobody has asked the customer yet: there is time until it is due.
    assert begins(session_times(contract, []), *days) == D("2026-11-29")
