"""Counted words have the form that their number asks for; nobody reads "1 mistakes" or "file(s)"."""

from __future__ import annotations

import re

import pytest

from fieldops.messages import CATALOGUE, in_general, say

# Abbreviations, and words that follow a number of something else or a list.
_NOT_COUNTED = {"bytes", "is", "was", "has"}
_COUNTED = re.compile(r"\{(count|files|errors|warnings|runs|days|n)\} (?:more )?([a-z]+s)\b")


@pytest.mark.parametrize(
    ("code", "values", "english", "chinese"),
    [
        ("validate.summary", {"files": 1, "errors": 1, "warnings": 0}, "1 file, 1 error, 0 warnings", "1 个文件"),
        ("validate.summary", {"files": 2, "errors": 0, "warnings": 1}, "2 files, 0 errors, 1 warning", "2 个文件"),
        ("diff.invalid.after", {"path": "a", "count": 1, "revision": "HEAD"}, "a has 1 mistake in HEAD", "有 1 处错误"),
        ("pin.changed-kept", {"count": 1}, "1 key has changed and", "1 "),
        ("pin.changed-kept", {"count": 2}, "2 keys have changed and", "2 "),
    ],
)  # fmt: skip
def test_the_word_has_the_form_of_its_number(
    code: str, values: dict[str, object], english: str, chinese: str
) -> None:
    assert english in say(code, "en", values)
    assert chinese in say(code, "zh-CN", values)


def test_no_word_is_written_for_both_numbers() -> None:
    assert [
        code for code, each in CATALOGUE.items() if re.search(r"[a-z]\(s\)", f"{each.en} {each.hint_en}")
    ] == []


def test_a_counted_word_has_a_form_for_one() -> None:
    # What is said of several only has a sentence of its own for one.
    several = {
        code
        for code in CATALOGUE
        if f"{code}-one" in CATALOGUE or code in ("diff.visits", "diff.dates", "diff.assets")
    }
    found = [
        (code, match[2])
        for code, each in CATALOGUE.items()
        for match in _COUNTED.finditer(each.en)
        if code not in several and match[2] not in _NOT_COUNTED
    ]
    assert found == []


def test_the_manual_shows_the_form_of_many() -> None:
    assert in_general("{count} {count:key has|keys have} changed") == "{count} keys have changed"
    assert in_general("{count} %") == "{count} %"
