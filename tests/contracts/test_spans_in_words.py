"""Spans of time read alike wherever they stand, and have no part that is nothing."""

from __future__ import annotations

import pytest

from fieldops.contracts.wording import duration, span
from fieldops.messages import say_value


@pytest.mark.parametrize(
    ("seconds", "en", "zh"),
    [
        (0, "0 s", "0 秒"),
        (59, "59 s", "59 秒"),
        (1800, "30 min", "30 分钟"),
        (7200, "2 h", "2 小时"),
        (9000, "2 h 30 min", "2 小时 30 分钟"),
        (47 * 3600 + 60, "47 h 1 min", "47 小时 1 分钟"),
        (48 * 3600, "2 days", "2 天"),
        (76 * 3600 + 59, "3 days 4 h", "3 天 4 小时"),
    ],
)
def test_a_span(seconds: int, en: str, zh: str) -> None:
    assert (say_value(span(seconds), "en"), say_value(span(seconds), "zh-CN")) == (en, zh)


@pytest.mark.parametrize(
    ("text", "en"),
    [("30m", "30 min"), ("150m", "2 h 30 min"), ("60m", "1 h"), ("48h", "48 h"), ("1d", "1 day")],
)
def test_what_a_contract_gives_is_said_by_its_unit_but_for_many_minutes(text: str, en: str) -> None:
    assert say_value(duration(text), "en") == en
