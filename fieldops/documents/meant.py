"""What was probably meant by a value that is not in the form its schema asks for: the way people write it by hand.

Only for hints: nothing is ever read as what is found here.
"""

from __future__ import annotations

import calendar
import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache

from fieldops.errors import Named
from fieldops.messages import CATALOGUE

_DIGITS = {sign: at for at, sign in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_NUMBER = re.compile(r"(\d+|半|[零〇一二两三四五六七八九十]+)?\s*(?:个|個)?\s*([^\d\s]+)")
# Ways to write a unit, and the unit.
_DURATIONS = {
    "s": "s 秒 秒钟 sec secs second seconds",
    "m": "m 分 分钟 min mins minute minutes",
    "h": "h 时 小时 钟头 hr hrs hour hours",
    "d": "d 天 日 自然日 日历日 day days",
    "wd": "wd 工作日 工作天 working-day working-days workday workdays businessday businessdays",
}
_PERIODS = {
    "day": "d 天 日 自然日 day days",
    "week": "w 周 星期 礼拜 week weeks",
    "month": "m 月 月份 mon month months",
    "quarter": "季 季度 quarter quarters quarterly",
    "year": "y 年 年度 yr yrs year years",
}
_HALVES = {"year": "6 months", "h": "30m", "d": "12h"}
_ALONE = {
    "daily": "1 day",
    "weekly": "1 week",
    "monthly": "1 month",
    "quarterly": "3 months",
    "yearly": "1 year",
    "annually": "1 year",
}


def advice(form: str, found: object) -> Named | str:
    """A hint for `found`, which is not in that form (``x-form`` of a schema), as a value of a sentence; "" for none."""
    text = plain(str(found))
    if form in ("duration", "service-duration") and text.isdigit():
        return Named("form.unit-missing", examples=f"{text}m, {text}h, {text}d")
    if form == "period" and text.isdigit():
        return Named("form.unit-missing", examples=f"{text} days, {text} months, {text} years")
    if form == "date" and (wrong := _beyond(text)):
        return wrong
    meant = _READERS[form](text) if form in _READERS and len(text) < 40 else ""
    if meant and meant != found:
        return Named("form.did-you-mean", near=meant)
    if isinstance(found, str) and (sign := re.search("[\uff0c\uff1a]", found)):
        return Named("form.full-width", sign=sign[0])
    return ""


def plain(text: str) -> str:
    """`text` with digits and signs of full width as their plain ones, without spaces around it."""
    return unicodedata.normalize("NFKC", text).strip()


def near(found: str, choices: Iterable[str]) -> str:
    """The choice that was probably meant, upper and lower case being one, or an empty text."""
    return _near(found, tuple(choices))


# A file may hold the same mistake ten thousand times.
@lru_cache(4096)
def _near(found: str, choices: tuple[str, ...]) -> str:
    lowered = {choice.lower(): choice for choice in choices}
    close = difflib.get_close_matches(found.lower(), lowered, n=1, cutoff=0.7) if lowered else []
    return lowered[close[0]] if close else ""


def choice(found: str, choices: Iterable[str], field: str) -> str:
    """The choice of the property `field` whose word in either language is `found`, or else the one written alike."""
    words = {each: _words(each, field) for each in choices}
    said = [each for each, names in words.items() if plain(found).lower() in names]
    return said[0] if said else near(plain(found), words)


def _words(choice: str, field: str) -> set[str]:
    codes = (f"value.{field}.{choice}", f"value.{choice}")
    sentences = [CATALOGUE[code] for code in codes if code in CATALOGUE]
    return {word.lower() for sentence in sentences for word in (sentence.en, sentence.zh)}


def key(found: str, titles: Mapping[str, str]) -> str:
    """The key that was probably meant by `found`: one written alike, or one whose Chinese title says the same.

    `titles` has the Chinese title, or an empty text, of each key that is known.
    """
    alike = near(plain(found), titles)
    if alike:
        return alike
    wanted = plain(found)
    for fits in (lambda title: title == wanted, lambda title: len(wanted) > 1 and wanted in title):
        meant = [name for name, title in titles.items() if title and fits(title)]
        if meant:
            return meant[0]
    return ""


_YES = frozenset(["true", "yes", "y", "on", "t", "1", "是", "对", "有", "真", "需要", "√", "✓", "ok"])
_NO = frozenset(["false", "no", "n", "off", "f", "0", "否", "不", "无", "没有", "假", "不需要", "×", "x"])
# What stands behind a count, and is no part of it.
_COUNTED = "人名个位台套次条项件天日小时分钟年月周%％元度"


def truth(found: object) -> str:
    """The truth value that was meant: true by yes, 是 or ture; empty where it cannot be told."""
    text = plain(str(found)).lower().rstrip(".。")
    if text in _YES or text in _NO:
        return "true" if text in _YES else "false"
    return near(text, ("true", "false")) if len(text) > 2 else ""


def whole_number(found: str) -> str:
    """The whole number that was meant by ``2人``, ``两名``, ``十二`` or ``1,000``; empty where it cannot be told."""
    text = plain(found).replace(",", "").removesuffix(".0")
    bare = text.rstrip(_COUNTED + "abcdefghijklmnopqrstuvwxyz ") or text
    if re.fullmatch(r"-?[0-9]{1,15}", bare):
        return str(int(bare))
    if re.fullmatch("[零〇一二两三四五六七八九十]+", bare) and (count := _count(bare)) is not None:
        return str(count)
    return ""


_BULLETS = re.compile(r"(?:^|\s+)(?:[•·●○◦▪■◆*–—－+-]\s*|\(?[0-9]{1,2}[.)、)]\s*|（[0-9]{1,2}）\s*)(?=\S)")
_SEPARATORS = re.compile(r"\s*[,，、;；|/]\s*|\s+(?:and|和|及|与)\s+|\n")


def entries(found: str) -> list[str]:
    """The entries of a list that was meant by one text: ``-a -b``, ``1. a 2. b``, ``a，b``, ``[a``."""
    text = found.strip().strip("[]【】［］{}()（） ")
    if _BULLETS.match(text) and len(parts := [each for each in _BULLETS.split(text) if each.strip()]) >= 1:
        return [each.strip(" ,，;；、") for each in parts]
    return [each for each in (part.strip(" \"'“”") for part in _SEPARATORS.split(text)) if each]


def _count(written: str | None) -> int | None:
    if written is None:
        return 1
    if written.isdigit():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    if not ten:
        return _DIGITS.get(written)
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)


def _in_units(text: str, units: dict[str, str]) -> tuple[str | None, str] | None:
    """The number as written and the unit of ``30分钟`` or ``2 working days``."""
    text = re.sub(r"^(每|per |every )", "", text.lower()).replace("working day", "working-day")
    text = text.replace("business day", "businessday").removesuffix("内")
    found = _NUMBER.fullmatch(text)
    unit = next((unit for unit, names in units.items() if found and found[2] in names.split()), None)
    return (found[1], unit) if found and unit else None


def _service_duration(text: str) -> str:
    read = _in_units(text, _DURATIONS)
    if read is None:
        return ""
    written, unit = read
    if written == "半":
        return _HALVES.get(unit, "")
    count = _count(written)
    return f"{count}{unit}" if count else ""


def _duration(text: str) -> str:
    meant = _service_duration(text)
    return "" if meant.endswith("wd") else meant


def _period(text: str) -> str:
    if text.lower() in _ALONE:
        return _ALONE[text.lower()]
    read = _in_units(text, _PERIODS)
    if read is None:
        return ""
    written, unit = read
    if written == "半":
        return _HALVES.get(unit, "")
    count = _count(written)
    if not count:
        return ""
    if unit == "quarter":
        count, unit = count * 3, "month"
    return f"{count} {unit}{'s' if count > 1 else ''}"


_DAY = re.compile(r"(\d{4})\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})\s*[日号]?|(\d{4})(\d{2})(\d{2})")


def _parts(text: str) -> tuple[int, int, int] | None:
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups() if part is not None)
    return year, month, day


def _date(text: str) -> str:
    parts = _parts(text)
    try:
        return date(*parts).isoformat() if parts else ""
    except ValueError:
        return ""


def _beyond(text: str) -> Named | None:
    """Why the day does not exist: the month, or how many days the month has."""
    parts = _parts(text)
    if parts is None or parts[0] == 0:
        return None
    year, month, day = parts
    if not 1 <= month <= 12:
        return Named("form.no-such-month", month=month)
    last = calendar.monthrange(year, month)[1]
    return None if 1 <= day <= last else Named("form.month-ends", month=f"{year:04}-{month:02}", last=last)


def _time_span(text: str) -> str:
    found = re.fullmatch(r"(\d{1,2}):(\d{2})\s*[-~–—至到]+\s*(\d{1,2}):(\d{2})", text)
    if found is None:
        return ""
    hours = [int(found[1]), int(found[3])]
    if hours[0] > 23 or hours[1] > 24 or int(found[2]) > 59 or int(found[4]) > 59:
        return ""
    return f"{hours[0]:02}:{found[2]}-{hours[1]:02}:{found[4]}"


def _decimal(text: str) -> str:
    found = re.fullmatch(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]{1,4})?\s*[%元]?", text)
    return found[1].replace(",", "").lstrip("0").zfill(1) + (found[2] or "") if found else ""


def _id(text: str) -> str:
    meant = re.sub(r"[\s_./]+", "-", text.lower()).strip("-")
    return meant if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", meant) else ""


_READERS: dict[str, Callable[[str], str]] = {
    "duration": _duration,
    "service-duration": _service_duration,
    "period": _period,
    "date": _date,
    "time-span": _time_span,
    "decimal": _decimal,
    "id": _id,
}


def in_flow(text: str) -> str:
    """An entry as it is written in brackets: in quotes where it needs them."""
    plain = re.fullmatch(r"[^\s\[\]{},#&*!|>'\"%@`:?-](?:[^\[\]{},#:]*[^\s\[\]{},#:])?", text)
    return text if plain else "'" + text.replace("'", "''") + "'"
