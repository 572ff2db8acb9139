"""Calendar files by RFC 5545: lines are folded between letters, texts come back, two days are never one."""

from __future__ import annotations

from datetime import date

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldops.errors import Unanswerable
from fieldops.reports.icalendar import CalendarDay, calendar_text
from fieldops.reports.units import units

DAY = date(2026, 11, 23)
# What people write: no controls, which no calendar can hold.
TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=200)


def day(uid: str = "a@b", summary: str = "x", description: str = "y") -> CalendarDay:
    return CalendarDay(uid, DAY, DAY, summary, description, "巡检")


@given(TEXT, TEXT)
def test_every_text_comes_back_and_every_line_is_short_enough(summary: str, second: str) -> None:
    text = calendar_text("履约", [day(summary=summary, description=f"{summary}\n{second}")])
    raw = text.encode("utf-8")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    for line in raw.split(b"\r\n"):
        line.decode("utf-8")
    (event,) = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    assert str(event["summary"]) == summary
    assert str(event["description"]) == f"{summary}\n{second}"


def test_a_line_of_exactly_75_octets_is_not_folded() -> None:
    fits = calendar_text("x" * (75 - len("X-WR-CALNAME:")), [])
    longer = calendar_text("x" * (76 - len("X-WR-CALNAME:")), [])
    assert "\r\n " not in fits
    assert "\r\n x\r\n" in longer


def test_two_days_with_one_uid_are_told_apart() -> None:
    text = calendar_text("c", [day(), day(), day("c@d")])
    found = [str(event["uid"]) for event in icalendar.Calendar.from_ical(text).walk("VEVENT")]
    assert found == ["a@b", "2-a@b", "c@d"]


def test_the_first_and_the_last_day_that_can_be_written() -> None:
    ends = [CalendarDay(f"{each}@x", each, DAY, "x", "y", "z") for each in (date.min, date.max)]
    text = calendar_text("c", ends)
    assert "DTSTART;VALUE=DATE:00010101\r\n" in text
    assert "DTSTART;VALUE=DATE:99991231\r\n" in text


def test_a_path_with_a_line_end_is_refused() -> None:
    with pytest.raises(Unanswerable) as wrong:
        units(["/bin/x", "-C", "/srv/a\nExecStart=/bin/evil"], 60, "root")
    assert wrong.value.code == "visit.unprintable-path"
