"""How intervals and categories are said."""

from __future__ import annotations

import pytest

from fieldops.contracts.wording import category, every
from fieldops.messages import say_value


@pytest.mark.parametrize(
    ("interval", "en", "zh"),
    [
        ("1 day", "every day", "每天"),
        ("1 weeks", "every week", "每周"),
        ("1 month", "every month", "每月"),
        ("3 months", "every 3 months", "每 3 个月"),
        ("1 years", "every year", "每年"),
        ("whenever", "every whenever", "每 whenever"),
    ],
)
def test_every(interval: str, en: str, zh: str) -> None:
    assert (say_value(every(interval), "en"), say_value(every(interval), "zh-CN")) == (en, zh)


@pytest.mark.parametrize(
    ("id", "en", "zh"),
    [
        ("server", "server", "服务器"),
        ("scanner", "scanner", "扫描仪"),
        ("network", "network equipment", "网络设备"),
        ("tape-robot", "tape-robot", "tape-robot"),
    ],
)
def test_a_category_that_is_known_has_a_word(id: str, en: str, zh: str) -> None:
    assert (say_value(category(id), "en"), say_value(category(id), "zh-CN")) == (en, zh)
