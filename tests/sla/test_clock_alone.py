"""A clock alone, such as 10:50: the last time that it showed that, or the next one, where somebody tells of now."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from fieldops.sla.moments import NoMoment, read_moment

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
# Noon of the 2nd in Shanghai.
NOW = datetime(2026, 11, 2, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "then"),
    [
        ("10:50", "2026-11-02T10:50"),
        ("9:05", "2026-11-02T09:05"),
        ("10：50", "2026-11-02T10:50"),
        ("10点50分", "2026-11-02T10:50"),
        ("10点", "2026-11-02T10:00"),
        ("12:00", "2026-11-02T12:00"),
        ("12:01", "2026-11-01T12:01"),
        ("23:30", "2026-11-01T23:30"),
    ],
)
def test_the_last_one_up_to_now(text: str, then: str) -> None:
    assert read_moment(text, SHANGHAI, latest=NOW).astimezone(SHANGHAI).isoformat()[:16] == then


@pytest.mark.parametrize(("text", "then"), [("18:00", "2026-11-02T18:00"), ("9:00", "2026-11-03T09:00")])
def test_the_next_one(text: str, then: str) -> None:
    assert read_moment(text, SHANGHAI, earliest=NOW).astimezone(SHANGHAI).isoformat()[:16] == then


@pytest.mark.parametrize("text", ["25:00", "10:75", "10", "today"])
def test_what_no_clock_shows_is_no_time(text: str) -> None:
    with pytest.raises(NoMoment, match="no-such-time"):
        read_moment(text, SHANGHAI, latest=NOW)


def test_alone_it_is_none_where_nobody_tells_of_now_as_in_a_file() -> None:
    with pytest.raises(NoMoment):
        read_moment("10:50", SHANGHAI)


def test_what_the_clock_showed_twice_is_not_guessed() -> None:
    with pytest.raises(NoMoment, match="doubled"):
        read_moment("2:30", BERLIN, latest=datetime(2026, 10, 25, 12, tzinfo=UTC))
