"""A text that somebody typed in both languages: each edition of a report has its own."""

from __future__ import annotations

import pytest

from fieldops.messages import edition_of


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("[zh-CN] 正常 [en] In order", "正常", "In order"),
        ("[en] In order\n[zh-CN] 正常\n请续保", "正常\n请续保", "In order"),
        # What is not given for a language is told in the other one: nothing is better lost.
        ("[zh-CN] 正常 [en]", "正常", "正常"),
        # No other text is cut.
        ("In order", "In order", "In order"),
        ("[en] In order", "[en] In order", "[en] In order"),
        ("see [zh-CN] and [en]", "see [zh-CN] and [en]", "see [zh-CN] and [en]"),
        ("[en] a [en] b [zh-CN] c", "[en] a [en] b [zh-CN] c", "[en] a [en] b [zh-CN] c"),
    ],
)
def test_each_edition_has_its_part_of_a_text_in_both_languages(text: str, zh: str, en: str) -> None:
    assert (edition_of(text, "zh-CN"), edition_of(text, "en")) == (zh, en)
