"""Dates as programs on hosts print them: read as what they are, or not at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from effort import examples
from hypothesis import given
from hypothesis import strategies as st

from fieldops.inspection.host_dates import read_date
from fieldops.inspection.raw import Unreadable

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.builds(
    lambda seconds, zone: datetime.fromtimestamp(seconds, zone), st.integers(86400, 250_000_000_000), ZONES
)


@pytest.mark.parametrize(
    ("text", "zone", "read"),
    [
        ("2027-01-30", "Asia/Shanghai", "2027-01-30 00:00:00+08:00"),
        ("2027-01-30T12:00Z", None, "2027-01-30 12:00:00+00:00"),
        ("2027-01-30 12:00:00.123456789 +0800", "UTC", "2027-01-30 12:00:00+08:00"),
        ("20270130", "UTC", "2027-01-30 00:00:00+00:00"),
        ("20270130120000Z", None, "2027-01-30 12:00:00+00:00"),
        ("Jan  8 12:00:00 2027 GMT", None, "2027-01-08 12:00:00+00:00"),
        ("Fri Jan  8 12:00:00 UTC 2027", None, "2027-01-08 12:00:00+00:00"),
        ("Fri, 08 Jan 2027 12:00:00 -0130", None, "2027-01-08 12:00:00-01:30"),
        ("Jan 08, 2027", "Asia/Shanghai", "2027-01-08 00:00:00+08:00"),
        ("1800000000", None, "2027-01-15 08:00:00+00:00"),
        ("1800000000.9999999990", None, "2027-01-15 08:00:00+00:00"),
        # The last second of a day that has one more.
        ("2016-12-31T23:59:60Z", None, "2016-12-31 23:59:59+00:00"),
    ],
)
def test_dates(text: str, zone: str | None, read: str) -> None:
    assert read_date(text, "f", zone) == read


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2027-01-30", "no-zone"),
        ("Fri Jan  8 12:00:00 CST 2027", "no-zone"),
        ("2027-01-30 12:00:00 +99:00", "no-zone"),
        ("2027-02-29", "not-a-date"),
        ("2027-13-01", "not-a-date"),
        ("2027-01-30T24:01:00Z", "not-a-date"),
        ("0001-01-01T00:00:00+14:00", "not-a-date"),
        ("01/02/2027", "not-a-date"),
        ("Foo 08, 2027", "not-a-date"),
        ("never", "not-a-date"),
        ("1800000000.", "not-a-date"),
        ("", "not-a-date"),
        ("２０２７-01-30", "not-a-date"),
    ],
)
def test_what_is_unsure_is_not_read(text: str, code: str) -> None:
    with pytest.raises(Unreadable) as unread:
        read_date(text, "f", None if code == "no-zone" else "UTC")
    assert unread.value.code == f"reading.{code}"


@examples(120)
@given(MOMENTS, st.sampled_from(["%Y-%m-%dT%H:%M:%S%z", "%a, %d %b %Y %H:%M:%S %z", "%b %d %H:%M:%S %Y %z"]))
def test_a_moment_is_read_back_whatever_its_offset(moment: datetime, form: str) -> None:
    text = moment.strftime(form)
    assert datetime.fromisoformat(read_date(text, "f", None)) == moment


@examples(120)
@given(
    st.text(max_size=40) | st.text("0123456789-:TZ+ JanFebGMTUC,", max_size=40),
    st.sampled_from([None, "UTC"]),
)
def test_any_text_is_a_moment_or_unreadable(text: str, zone: str | None) -> None:
    try:
        found = read_date(text, "f", zone)
    except Unreadable:
        return
    assert datetime.fromisoformat(found).astimezone(UTC)
