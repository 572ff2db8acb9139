"""Instants are compared in UTC: in the hour that comes twice the clock on the wall tells nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from fieldops.dates.instants import elapsed, utc

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
# 02:30 comes twice in Berlin on 2026-10-25.
FIRST = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN)
SECOND = FIRST.replace(fold=1)


def test_the_hour_that_comes_twice_is_two_hours() -> None:
    assert elapsed(FIRST, SECOND) == timedelta(hours=1)
    assert utc(FIRST) < utc(SECOND)


def test_two_zones_tell_the_same_instant_inside_it() -> None:
    # As they are, Python calls them different (PEP 495).
    elsewhere = utc(SECOND).astimezone(NEW_YORK)
    assert elsewhere != SECOND
    assert utc(SECOND) == utc(elsewhere)


ZONES = st.sampled_from([UTC, BERLIN, NEW_YORK, ZoneInfo("Asia/Shanghai"), ZoneInfo("Australia/Lord_Howe")])
MOMENTS = st.datetimes(
    datetime.fromisoformat("2026-10-24"), datetime.fromisoformat("2026-11-03"), timezones=st.just(UTC)
)


@given(MOMENTS, MOMENTS, ZONES, ZONES)
def test_what_passes_between_two_instants_depends_on_no_zone(
    start: datetime, end: datetime, here: ZoneInfo, there: ZoneInfo
) -> None:
    assert elapsed(start.astimezone(here), end.astimezone(there)) == end - start
