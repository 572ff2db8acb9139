"""Whether the sentence of a check's standard says the numbers of its criteria: the report prints both side by side.

Lives here: reading numbers with their units, and words such as "at most", out of a sentence in English or Chinese. A
sentence need not name any number; one that does must not name another than the criterion. Does not live here: the
criteria themselves (`fieldops.inspection.criteria`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from fieldops.inspection.criteria import Criterion

# A number that stands for itself: none of a name (IPv4, RAID-5, +0800, 1.2.3) and no part of a longer one.
_NUMBER = re.compile(
    r"(?<![A-Za-z0-9_.+/:-])([0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(\.[0-9]+)?(?![0-9]|\.[0-9]|[-/:][0-9])"
    r"\s*-?\s*(%|％|[KMGT]iB\b|[KMGT]?B\b|[A-Za-z]+|天|日|小时|分钟|秒|毫秒|度|伏|安)?"
)
_UNITS: dict[str, dict[str, Decimal]] = {
    "%": {"%": Decimal(1), "％": Decimal(1), "percent": Decimal(1)},
    "B": {name: Decimal(1 << 10 * at) for at, name in enumerate(("B", "KiB", "MiB", "GiB", "TiB"))},
    "s": {
        **dict.fromkeys(("ms", "毫秒", "millisecond", "milliseconds"), Decimal("0.001")),
        **dict.fromkeys(("s", "秒", "second", "seconds"), Decimal(1)),
        **dict.fromkeys(("min", "分钟", "minute", "minutes"), Decimal(60)),
        **dict.fromkeys(("h", "小时", "hour", "hours"), Decimal(3600)),
        **dict.fromkeys(("d", "天", "日", "day", "days"), Decimal(86400)),
    },
    "C": {"C": Decimal(1), "度": Decimal(1), "degrees": Decimal(1)},
    "V": {"V": Decimal(1), "伏": Decimal(1), "volts": Decimal(1)},
    "A": {"A": Decimal(1), "安": Decimal(1), "amperes": Decimal(1)},
    "Mbps": {"Mbps": Decimal(1), "Gbps": Decimal(1000)},
}
_UNITS["ms"] = {name: factor * 1000 for name, factor in _UNITS["s"].items()}
_ALL_UNITS = frozenset(name for units in _UNITS.values() for name in units)
# Words that say up to where, or from where on, a value is meant. Negated ones first: "no more than" is not "more than",
# 不低于 not 低于.
_LESS = r"less|fewer|lower|smaller|younger|newer|shorter|earlier|below|under"
_MORE = r"more|greater|higher|larger|bigger|older|longer|later|above|over"
_BOUND = re.compile(
    rf"(?P<most>\b(?:no|not)\s+(?:be\s+)?(?:{_MORE})\b(?:\s+than\b)?|\bat most\b|\bup to\b|\bwithin(?=\s+[0-9])"
    rf"|\b(?:less|fewer|lower|smaller|younger|newer|shorter|earlier)\s+than\b|\bbelow\b|\bunder\b"
    r"|[不未](?:超过|超出|大于|高于|多于|长于|晚于|满)|至多|最多|不足|低于|小于|少于|短于"
    r"|(?<=天|日|时|钟|秒|年|月|%|B)\s*(?:以内|之内|以下|内))"
    rf"|(?P<least>\b(?:no|not)\s+(?:be\s+)?(?:{_LESS})\b(?:\s+than\b)?|\bat least\b"
    rf"|\b(?:more|greater|higher|larger|bigger|older|longer|later)\s+than\b|\babove\b|\bover(?=\s+[0-9])|\bexceed\w*|\breach\w*|\bfrom(?=\s+[0-9])"
    r"|[不未](?:低于|少于|小于|短于|早于)|至少|最少|高于|大于|多于|长于|超过|超出|达到|以上)",
    re.IGNORECASE,
)
# A part of the sentence in which one of these stands says what is wrong, not what is in order.
_FAULT = re.compile(
    r"\b(?:critical|warnings?|warn|warned|faults?|faulty|alarms?|alerts?|findings?|failures?|wrong|bad)\b|严重|警告|告警|报警|警报|预警|故障|异常|问题|不合格",
    re.IGNORECASE,
)
_PARTS = re.compile(r"[;；,，。！]|\.(?=\s|$)|\bbut\b|\band\b", re.IGNORECASE)
# Turns round what stands behind it, and how far nobody knows: "no zombie for more than 5 minutes".
_DENIED = re.compile(r"\b(?:no|not|never|none|nothing|without|unless|except)\b|[无没未非]|除", re.IGNORECASE)


def strange_numbers(sentence: str, criteria: Iterable[Criterion], unit: str) -> Iterator[str]:
    """The numbers in the sentence that are of the field's kind (`unit`), and of none of its criteria, as they are written.

    A number with another unit, or without one where the field has one, speaks of something else. Where the field is a
    mere count, a number with decimals does (a version), unless the criteria have some.
    """
    known = {
        Decimal(str(value)) for each in criteria for value in each.values if isinstance(value, int | float)
    }
    whole = all(value == value.to_integral_value() for value in known)
    for match in _NUMBER.finditer(sentence):
        digits, decimals, written = match.groups()
        value = Decimal(digits.replace(",", "") + (decimals or ""))
        if unit == "count":
            if written in _ALL_UNITS or (decimals and whole):
                continue
        elif (factor := _UNITS[unit].get(written or "")) is not None:
            value *= factor
        else:
            continue
        if value not in known:
            yield match.group().strip() if written in _ALL_UNITS else f"{digits}{decimals or ''}"


def bound_wrong_way(sentence: str, criteria: Iterable[Criterion]) -> str | None:
    """The first words of the sentence by which low values are in order where all criteria find fault with low ones, or high
    ones with high ones; None where the sentence agrees, says both, or cannot be told.

    `criteria` are those that a value should *not* meet (warn, crit).
    """
    said = dict(_faults_said(sentence))
    found = {each.operator[0] for each in criteria if each.operator[0] in "<>"}
    return (
        next(iter(said.values())) if len(said) == 1 and len(found) == 1 and not said.keys() & found else None
    )


def _faults_said(sentence: str) -> Iterator[tuple[str, str]]:
    """Which values the sentence finds fault with, low ones (``<``) or high ones, by its own words: part by part, as one part says
    what is in order (up to 90 days) and the next what is not (more than 90 days is critical).
    """
    parts = [part for part in _PARTS.split(sentence) if part.strip()]
    for at, part in enumerate(parts):
        bounds = list(_BOUND.finditer(part))
        behind = parts[at + 1] if at + 1 < len(parts) else ""
        # "more than 5 days, critical": what is wrong may be said without a bound of its own.
        if _FAULT.search(behind) and not _BOUND.search(behind) and not re.search("[0-9]", behind):
            continue
        kinds = {match.lastgroup for match in bounds}
        if len(kinds) != 1 or _DENIED.search(_BOUND.sub(" ", part)):
            continue
        in_order = _FAULT.search(part) is None
        yield "<>"[(kinds == {"most"}) is in_order], bounds[0].group().strip()
