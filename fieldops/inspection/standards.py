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
# Longer ones first: "no more than" is not "more than", 不低于 not 低于.
_BOUND = re.compile(
    r"(?P<most>no more than|not more than|at most|not above|less than|fewer than|below|under\b|不超过|不大于|不高于|不多于|低于|小于|少于)"
    r"|(?P<least>no less than|not less than|no fewer than|at least|not below|more than|above|over\b|不低于|不少于|不小于|高于|大于|多于|超过)",
    re.IGNORECASE,
)


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


def bounds_wrong_way(sentence: str, criteria: Iterable[Criterion]) -> bool:
    """Whether the sentence names only upper bounds and all criteria find fault with low values, or the other way round.

    `criteria` are those that a value should *not* meet (warn, crit).
    """
    said = {match.lastgroup for match in _BOUND.finditer(sentence)}
    found = {each.operator[0] for each in criteria if each.operator[0] in "<>"}
    return (said, found) in (({"most"}, {"<"}), ({"least"}, {">"}))
