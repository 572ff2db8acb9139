"""Calendar files by RFC 5545: lines are folded between letters, texts come back, two days are never one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from urllib.parse import unquote

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldops.errors import Unanswerable
from fieldops.reports.icalendar import CalendarDay, Somebody, calendar_text
from fieldops.reports.units import units

DAY = date(2026, 11, 23)
MOMENT = datetime(2026, 11, 23, 7, 5, 9, tzinfo=UTC)
# What people write: no controls, which no calendar can hold.
TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=200)


def day(uid: str = "a@b", summary: str = "x", description: str = "y") -> CalendarDay:
    return CalendarDay(uid, DAY, MOMENT, summary, description, "巡检")


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
    ends = [CalendarDay(f"{each}@x", each, MOMENT, "x", "y", "z") for each in (date.min, date.max)]
    text = calendar_text("c", ends)
    assert "DTSTART;VALUE=DATE:00010101\r\n" in text
    assert "DTSTART;VALUE=DATE:99991231\r\n" in text


@given(TEXT, st.emails())
def test_people_come_back_with_name_and_address_and_nobody_is_written_to(name: str, email: str) -> None:
    someone = Somebody(name, email)
    told = CalendarDay("a@b", DAY, MOMENT, "x", "y", "z", organizer=someone, attendees=(someone, someone))
    (event,) = icalendar.Calendar.from_ical(calendar_text("c", [told])).walk("VEVENT")
    for person in (event["organizer"], *event["attendee"]):
        assert unquote(str(person)) == f"mailto:{email}"
        assert person.params["SCHEDULE-AGENT"] == "NONE"
    if not {"^", '"'} & set(
        name
    ):  # escaped by RFC 6868, which the library reads in parameters it made itself
        assert event["organizer"].params["CN"] == name


@given(st.timedeltas(timedelta(0), timedelta(9999)), st.timedeltas(timedelta(minutes=1), timedelta(9999)))
def test_what_changed_later_has_a_higher_sequence(first: timedelta, later: timedelta) -> None:
    begin = datetime(2000, 1, 1, tzinfo=UTC)
    moments = [begin + first, begin + first + later]
    texts = [calendar_text("c", [CalendarDay("a@b", DAY, each, "x", "y", "z")]) for each in moments]
    before, after = (icalendar.Calendar.from_ical(text).walk("VEVENT")[0] for text in texts)
    assert 0 <= before["sequence"] < after["sequence"] < 2**31
    assert before.decoded("last-modified") < after.decoded("last-modified")
    assert before.decoded("dtstamp") == before.decoded("last-modified")


def test_a_cancelled_day_reminds_of_nothing() -> None:
    told = CalendarDay("a@b", DAY, MOMENT, "x", "y", "z", cancelled=True)
    (event,) = icalendar.Calendar.from_ical(calendar_text("c", [told])).walk("VEVENT")
    assert (str(event["status"]), event.walk("VALARM")) == ("CANCELLED", [])


def test_a_path_with_a_line_end_is_refused() -> None:
    with pytest.raises(Unanswerable) as wrong:
        units(["/bin/x", "-C", "/srv/a\nExecStart=/bin/evil"], 60, "root")
    assert wrong.value.code == "visit.unprintable-path"
