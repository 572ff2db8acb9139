"""What a counter says compared with an earlier run: whether it has grown since, and what that means for the verdict.

Pure: the count of this run and of the earlier one stand in the items' reasons, where `checks` has put them. Which
earlier run is the right one is `fieldops.records.earlier`. Why it is judged so: docs/decisions/2026-11-28-counters.md.
"""

from __future__ import annotations

from fieldops.inspection.checks import CheckResult, Item, Judge, Verdict, worst
from fieldops.inspection.compared import Earlier
from fieldops.inspection.criteria import Value
from fieldops.inspection.readings import Reason
from fieldops.structs import Struct, replaced

# What has been told and has not come again is a degree less grave.
_MILDER = {Verdict.CRIT: Verdict.WARN, Verdict.WARN: Verdict.OK}


class Counted(Struct, frozen=True):
    """A count, the whole that it is a share of where it is one, and from where both count (None: not known)."""

    count: int
    of: int | None
    since: str | None


def counted_of(item: Item) -> Counted | None:
    """The count that was recorded with an item; None where there is none."""
    values = item.reason.values if item.reason is not None else {}
    count, of, since = values.get("count"), values.get("of"), values.get("since")
    if not isinstance(count, int):
        return None
    return Counted(count, of if isinstance(of, int) else None, since if isinstance(since, str) else None)


def decided_by(value: Value | None, reason: Reason | None) -> Value | None:
    """The figure that the verdict is about: what came since the earlier run, where that was judged; else the `value` itself."""
    decided = reason.values.get("decided") if reason is not None else None
    return decided if isinstance(decided, int | float) else value


def compare(judge: Judge, result: CheckResult, earlier: Earlier) -> CheckResult:
    """The result with what has come of its counts since `earlier`, in words and in the verdict."""
    items = tuple(_compared(judge, item, earlier) for item in result.items)
    return replaced(result, items=items, verdict=worst(item.verdict for item in items)) if items else result


def _compared(judge: Judge, item: Item, earlier: Earlier) -> Item:
    now = counted_of(item)
    if now is None or item.verdict is Verdict.NA:
        return item
    before = earlier.by_name.get(item.item)
    if before is None:
        return _told(item, earlier, "counter-new") if earlier.whole and now.count else item
    then = counted_of(before)
    if then is None or now.since is None or then.since is None:
        return item
    if now.since != then.since or now.count < then.count or (now.of or 0) < (then.of or 0):
        return _told(item, earlier, "counter-anew")
    if now.count == then.count:
        return _same(item, earlier)
    return _grown(judge, item, earlier, now, then)


def _same(item: Item, earlier: Earlier) -> Item:
    milder = _MILDER.get(item.verdict)
    if milder is None or not earlier.settles:
        return _told(item, earlier, "counter-same")
    return replaced(_told(item, earlier, "counter-old"), verdict=milder)


def _grown(judge: Judge, item: Item, earlier: Earlier, now: Counted, then: Counted) -> Item:
    """Where the criteria are about the count, or its share, they are asked about what came since; else nothing changes."""
    growth = now.count - then.count
    counter = judge.check.counter
    if now.of is not None and then.of is not None:
        if counter is not None and now.of - then.of < counter.least:
            # Of so few a share says nothing: what was judged over all of it stands.
            return _told(item, earlier, "counter-grown", growth=growth)
        share = _share(growth, now.of - then.of)
        # Something there is must not read as nothing.
        decided = {"decided": share} if earlier.settles else {}
        said = f"{share:g}" if share else "< 0.1"
        whole = now.of - then.of
        told = _told(item, earlier, "counter-part", growth=growth, total=whole, share=said, **decided)
        return replaced(told, verdict=judge.verdict_of(share)) if earlier.settles else told
    if not earlier.settles or counter is None or judge.check.value != counter.count:
        return _told(item, earlier, "counter-grown", growth=growth)
    told = _told(item, earlier, "counter-grown", growth=growth, decided=growth)
    return replaced(told, verdict=judge.verdict_of(growth))


def _share(growth: int, whole: int) -> float:
    """In percent. Errors without a packet that came through are as bad as can be."""
    return min(100.0, round(100 * growth / whole, 1)) if whole > 0 else 100.0


def _told(item: Item, earlier: Earlier, name: str, **more: object) -> Item:
    assert item.reason is not None  # the count stands in it
    values = {**item.reason.values, "when": earlier.when, "run": earlier.run, **more}
    return replaced(item, reason=Reason(f"reading.{name}", values))
