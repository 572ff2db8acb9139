"""Answers to manual items: what people write, how it is judged, and that nothing unreadable is in order."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldops.errors import Unanswerable
from fieldops.inspection.checks import Verdict
from fieldops.messages import say
from fieldops.messages.text import Text
from fieldops.records.manual import Owed, answers, read_answer
from fieldops.records.snapshots import CheckSnapshot, ChoiceSnapshot, ManualSnapshot, PlaceSnapshot

T = Text("标", "t")
CHOICES = (
    ChoiceSnapshot("normal", Text("正常", "fine"), "ok"),
    ChoiceSnapshot("battery", Text("电池供电", "on battery"), "crit"),
)


def owed(form: str, unit: str | None = None, **criteria: str) -> Owed:
    place = PlaceSnapshot("@")
    item = ManualSnapshot("item", T, (place,), form, unit, CHOICES if form == "choice" else ())
    return Owed(item, CheckSnapshot("item", T, "a", "", "value", T, **criteria), place)


ROOM = owed("number", "C", warn="outside 18..27", crit="outside 10..35")


@pytest.mark.parametrize(
    ("item", "text", "value", "verdict"),
    [
        (owed("judged"), "合格", "ok", Verdict.OK),
        (owed("judged"), " OK ", "ok", Verdict.OK),
        (owed("judged"), "不合格", "not-ok", Verdict.CRIT),
        (owed("judged", otherwise="warn"), "异常", "not-ok", Verdict.WARN),
        (owed("judged"), "不涉及", "na", Verdict.NA),
        (owed("judged"), "N/A", "na", Verdict.NA),
        (ROOM, "23.5", 23.5, Verdict.OK),
        (ROOM, "２３℃", 23, Verdict.OK),
        (ROOM, "18", 18, Verdict.OK),
        (ROOM, "27.1 C", 27.1, Verdict.WARN),
        (ROOM, "-3", -3, Verdict.CRIT),
        (owed("number", "%", expect="within 20..60", otherwise="warn"), "61％", 61, Verdict.WARN),
        (owed("choice"), "正常", "normal", Verdict.OK),
        (owed("choice"), "2", "battery", Verdict.CRIT),
        (owed("text"), "无", "无", Verdict.INFO),
    ],
)
def test_what_people_write_is_read_and_judged(item: Owed, text: str, value: object, verdict: Verdict) -> None:
    result = read_answer(item, text, "seen at A03")
    assert (result.verdict, result.items[0].value) == (verdict, value)
    assert result.reason is None


@pytest.mark.parametrize(
    ("item", "text"),
    [
        (owed("judged"), "大概合格"),
        (owed("judged"), "ok?"),
        (ROOM, "about 20"),
        (ROOM, "20%"),
        (ROOM, "nan"),
        (ROOM, "1e3"),
        (ROOM, ""),
        (owed("choice"), "3"),
        (owed("choice"), "0"),
        (owed("text"), "  "),
        (owed("text"), "x" * 1001),
    ],
)
def test_what_is_no_answer_is_refused(item: Owed, text: str) -> None:
    with pytest.raises(Unanswerable):
        read_answer(item, text, "note")


@pytest.mark.parametrize(
    ("item", "text"), [(owed("judged"), "不合格"), (ROOM, "50"), (owed("choice"), "battery")]
)
def test_what_is_not_in_order_needs_a_note(item: Owed, text: str) -> None:
    with pytest.raises(Unanswerable) as told:
        read_answer(item, text, " ")
    assert told.value.code == "manual.without-note"


@given(st.text())
def test_no_text_but_the_words_for_it_is_in_order(text: str) -> None:
    try:
        verdict = read_answer(owed("judged"), text, "note").verdict
    except Unanswerable:
        return
    if verdict is Verdict.OK:
        assert "不" not in text
        assert "not" not in text.casefold()


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-999, max_value=999))
def test_a_number_is_judged_by_its_limits(number: object) -> None:
    value = float(str(number))
    verdict = read_answer(ROOM, str(number), "note").verdict
    assert (verdict is Verdict.OK) == (18 <= value <= 27)
    assert (verdict is Verdict.CRIT) == (value < 10 or value > 35)


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("form", ["judged", "choice"])
def test_each_answer_that_is_shown_is_taken_and_those_of_the_readers_language_stand_first(
    form: str, language: str
) -> None:
    item = owed(form)
    named = answers(item.item)
    shown = say(named.codes[0], language, named.values)
    words = re.split(r" \| | \(|\)", shown.rstrip(")"))
    assert [read_answer(item, word, "note").verdict for word in words if word]
    assert words[0].isascii() is (language == "en")
    for answer in ("ok", "not-ok", "na"):
        assert read_answer(owed("judged"), say(f"manual.answer.{answer}", language), "note").verdict
