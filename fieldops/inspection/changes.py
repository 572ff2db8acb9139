"""What has changed since an earlier run: values that are new, gone or others (`changed`), and how fast they grow (`rate`).

Pure. The first time is no comparison: `checks` has said "not enough data", and that stays where nothing fits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from fractions import Fraction

from fieldops.dates.instants import elapsed
from fieldops.inspection.checks import CheckResult, Item, Judge, Verdict, plain, worst
from fieldops.inspection.compared import Earlier, is_unread
from fieldops.inspection.criteria import Value
from fieldops.inspection.readings import Reason
from fieldops.structs import replaced

# What is measured again sooner says nothing of a day.
_SOONEST = 60.0
_SECONDS = {"hour": 3600, "day": 86400}
_SIZES = ("B", "KiB", "MiB", "GiB", "TiB")

_Values = tuple[Value | None, ...]


def compare_values(judge: Judge, result: CheckResult, earlier: Earlier) -> CheckResult:
    """The result with what is new, gone or another since `earlier`."""
    fault = Verdict(str(judge.check.changed).upper())
    now, then = _values(result.items), _values(_there(earlier.items))
    items = [
        item if is_unread(item) else _changed(item, now[item.item], then.get(item.item), earlier, fault)
        for item in result.items
    ]
    if not any(is_unread(item) for item in result.items):
        items += [_gone(name, judge, then[name], earlier, fault) for name in then if name not in now]
    if not items:
        return CheckResult(result.id, *_same(earlier))
    return CheckResult(result.id, worst(item.verdict for item in items), tuple(items))


def _there(items: Iterable[Item]) -> Iterator[Item]:
    """The items of what there was: not those that told what had gone."""
    return (item for item in items if item.reason is None or item.reason.code != "reading.changed-gone")


def _values(items: Iterable[Item]) -> Mapping[str | None, _Values]:
    """The values by name; of rows with one name in an order of their own."""
    found: dict[str | None, list[Value | None]] = defaultdict(list)
    for item in items:
        if not is_unread(item):
            found[item.item].append(item.value)
    return {name: tuple(sorted(values, key=str)) for name, values in found.items()}


def _changed(item: Item, now: _Values, then: _Values | None, earlier: Earlier, fault: Verdict) -> Item:
    if then == now or (then is None and not earlier.whole):
        verdict, _, reason = _same(earlier)
        return replaced(item, verdict=verdict, reason=reason)
    if then is None:
        return replaced(item, verdict=fault, reason=Reason("reading.changed-new", earlier.told))
    values = {**earlier.told, "before": _listed(then)}
    return replaced(item, verdict=fault, reason=Reason("reading.changed-value", values))


def _same(earlier: Earlier) -> tuple[Verdict, tuple[Item, ...], Reason]:
    """Where nothing differs: as it was, if all that was there then is known; else something may have gone, or be new."""
    if earlier.whole:
        return Verdict.OK, (), Reason("reading.unchanged", earlier.told)
    return Verdict.UNKNOWN, (), Reason("reading.change-unsure", earlier.told)


def _gone(name: str | None, judge: Judge, then: _Values, earlier: Earlier, fault: Verdict) -> Item:
    values = {**earlier.told, "before": _listed(then)}
    return Item(name, None, judge.unit, fault, Reason("reading.changed-gone", values))


def _listed(values: _Values) -> str:
    return ", ".join(plain(value) for value in values)


# --- how fast ------------------------------------------------------------------------------------------------


def compare_rate(judge: Judge, result: CheckResult, earlier: Earlier, at: datetime) -> CheckResult:
    """The result with the growth in each day or hour since `earlier`."""
    seconds = elapsed(earlier.at, at).total_seconds()
    items = tuple(item if is_unread(item) else _rated(judge, item, earlier, seconds) for item in result.items)
    return replaced(result, items=items, verdict=worst(item.verdict for item in items)) if items else result


def _rated(judge: Judge, item: Item, earlier: Earlier, seconds: float) -> Item:
    before, rate = earlier.by_name.get(item.item), judge.check.rate
    assert rate is not None  # the caller has looked
    if before is None or not isinstance(before.value, int | float) or not isinstance(item.value, int | float):
        return item
    since = _since(item)
    if seconds < _SOONEST:
        return _told(item, "rate-too-soon", earlier, Verdict.UNKNOWN)
    if rate.since is not None and (since is None or since != _since(before) or item.value < before.value):
        return _told(item, "rate-anew", earlier, Verdict.UNKNOWN)
    growth = Fraction(item.value) - Fraction(before.value)
    pace = float(growth * _SECONDS[rate.per] / Fraction(seconds))
    return _told(
        item, f"rate-{rate.per}", earlier, judge.pace.verdict_of(pace), amount=amount(pace, item.unit)
    )


def _since(item: Item) -> object:
    """From where the value of an item counts, as it was recorded with it."""
    return item.reason.values.get("since") if item.reason is not None else None


def _told(item: Item, code: str, earlier: Earlier, verdict: Verdict, **more: object) -> Item:
    since = _since(item)
    kept = {} if since is None else {"since": since}
    return replaced(item, verdict=verdict, reason=Reason(f"reading.{code}", {**kept, **earlier.told, **more}))


def amount(value: float, unit: str | None) -> str:
    """A number with its unit inside of a sentence, with three digits that say something."""
    name = "" if unit in (None, "count") else str(unit)
    if unit == "B":
        step = 0
        while abs(value) >= 1024 and step < len(_SIZES) - 1:
            value, step = value / 1024, step + 1
        name = _SIZES[step]
    digits = f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return f"{digits} {name}".rstrip()
