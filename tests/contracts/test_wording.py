"""How intervals, categories and instants are said."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from fieldops.contracts.wording import category, every, moment, moment_with_offset
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


def test_an_instant_is_said_by_the_clock_of_the_zone_or_with_its_offset() -> None:
    zone = ZoneInfo("Asia/Shanghai")
    at = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    assert moment(at, zone) == "2026-03-02 09:00"
    assert moment(at.replace(second=30), zone) == "2026-03-02 09:00:30"
    assert moment_with_offset(at.astimezone(zone)) == "2026-03-02 09:00+08:00"
    assert moment_with_offset(at.replace(second=30)) == "2026-03-02 01:00:30+00:00"
