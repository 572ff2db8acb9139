"""Days and times as people type them."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldops.dates.written import written_day, written_time

FORMS = ("{y:04}-{m:02}-{d:02}", "{y:04}/{m}/{d}", "{y:04}-{m}-{d}", "{y:04}年{m}月{d}日", "{y:04}.{m:02}.{d:02}", "{y:04}{m:02}{d:02}")  # fmt: skip
WIDE = str.maketrans("0123456789-/: ", "０１２３４５６７８９－／：　")


@given(st.dates(), st.sampled_from(FORMS), st.booleans())
def test_a_day_is_read_in_every_form_whose_year_stands_first(day: date, form: str, wide: bool) -> None:
    text = form.format(y=day.year, m=day.month, d=day.day)
    assert written_day(text.translate(WIDE) if wide else text) == day


@given(st.datetimes(), st.sampled_from(FORMS[:4]), st.sampled_from(("", "+08:00", "Z")), st.booleans())
def test_a_time_is_the_same_time_in_iso(at: datetime, form: str, offset: str, wide: bool) -> None:
    text = f"{form.format(y=at.year, m=at.month, d=at.day)} {at.hour}:{at.minute:02}{offset}"
    said = written_time(text.translate(WIDE) if wide and not offset else text)
    meant = at.replace(second=0, microsecond=0).isoformat(timespec="minutes")
    assert said == meant + offset
    assert datetime.fromisoformat(said).replace(tzinfo=None) == at.replace(second=0, microsecond=0)


@pytest.mark.parametrize("text", ["今天", "", "3/1/2026", "01.03.2026", "2026-03", "2026-W09-7", "26/3/1", "2026-03-01x"])  # fmt: skip
def test_what_leaves_room_for_doubt_is_no_day(text: str) -> None:
    assert written_day(text) is None
    assert written_time(text) == text


@pytest.mark.parametrize("text", ["2026-02-30", "2026/13/1", "2026年4月31日", "20260230"])
def test_a_day_that_does_not_exist_is_not_another(text: str) -> None:
    with pytest.raises(ValueError, match=r"day|month"):
        written_day(text)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2026年3月1日9点30分", "2026-03-01T09:30"),
        ("2026-03-01T9:05", "2026-03-01T09:05"),
        ("2026-03-01 09：00", "2026-03-01T09:00"),
        ("2026/3/1 9点", "2026-03-01T09:00"),
    ],
)
def test_the_colon_of_either_script(text: str, iso: str) -> None:
    assert written_time(text) == iso
