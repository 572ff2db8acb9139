"""The structural comparison of two typed documents: which values differ, however they were written.

Lists are compared by the identity of their entries, lists of words as sets unless their order means something.
What only looks different (``60m`` and ``1h``, a default written out) is equal. Nothing that differs is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from decimal import Decimal

from fieldops.contracts.model import Price
from fieldops.dates.periods import Period, parse_duration, parse_period
from fieldops.diff.identity import identity
from fieldops.documents.yaml_text import Path

_DURATIONS = {"within", "at_the_latest", "after", "answers_within", "meeting_within"}
_PERIODS = {"every", "lasting", "early", "late", "period", "notice", "renewal_period", "keep", "deemed_after"}
_PERIODS |= {"minimum", "after"}
_DECIMALS = {"compliance_target_percent", "repeat_rate_percent"}
# Lists of words whose order is part of what they say.
IN_ORDER = {"order", "flow", "password_command", "steps"}
# Lists of entries whose order is: the gravest first, the one who stands on reports first.
_RANKED = {"severities", "grades", "contacts"}


@dataclass(frozen=True, slots=True)
class Change:
    """One value that differs, None where there is none.

    `trail`: the lists entered on the way, as (path of the entry, the entry). `owners`: the objects before and after
    that have the property `field`. `before` and `after` are the value's paths; of an entry that is added or removed
    one is None. `reordered`: the entries are the same, their order is not; `old` and `new` are all of them.
    """

    field: str
    old: object
    new: object
    before: Path | None
    after: Path | None
    trail: tuple[tuple[Path, object], ...] = ()
    owners: tuple[object, object] = (None, None)
    entry: bool = False
    reordered: bool = False

    @property
    def path(self) -> Path:
        """The path after, else before: for titles and sections."""
        return self.after if self.after is not None else self.before or ()


def changes(old: object, new: object, before: Path | None = (), after: Path | None = ()) -> Iterator[Change]:
    """Every difference between two typed values that stand at the paths `before` and `after`."""
    last = next((step for step in reversed(after or before or ()) if isinstance(step, str)), "")
    yield from _compare(Change(last, old, new, before, after))


def _compare(at: Change) -> Iterator[Change]:
    old, new = at.old, at.new
    if old == new:
        return
    if type(old) is type(new) and is_dataclass(old) and not isinstance(old, Price):
        for one in fields(old):
            yield from _compare(_below(at, one.name))
    elif (
        isinstance(old, tuple) and isinstance(new, tuple) and any(is_dataclass(each) for each in (*old, *new))
    ):
        yield from _entries(at, old, new)
    elif not _same(at.field, old, new):
        yield at


def _below(at: Change, name: str) -> Change:
    old, new = getattr(at.old, name), getattr(at.new, name)
    before = None if at.before is None else (*at.before, name)
    after = None if at.after is None else (*at.after, name)
    return replace(
        at, field=name, old=old, new=new, before=before, after=after, owners=(at.old, at.new), entry=False
    )


def _same(field: str, old: object, new: object) -> bool:
    if isinstance(old, tuple) and isinstance(new, tuple):
        nested = any(isinstance(each, tuple) for each in (*old, *new))
        return field not in IN_ORDER and not nested and sorted(map(repr, old)) == sorted(map(repr, new))
    if old is None or new is None:
        return False
    if field in _DECIMALS:
        return Decimal(str(old)) == Decimal(str(new))
    if isinstance(old, str) and isinstance(new, str):
        return _meaning(field, old) == _meaning(field, new)
    return False


def _meaning(field: str, text: str) -> object:
    """What a duration or period comes to; any other text itself."""
    period = parse_period(text) if field in _PERIODS else None
    if period is not None:
        return {
            "year": Period(period.count * 12, "month"),
            "week": Period(period.count * 7, "day"),
        }.get(period.unit, period)
    return (parse_duration(text) if field in _DURATIONS else None) or text


def _entries(at: Change, old: tuple[object, ...], new: tuple[object, ...]) -> Iterator[Change]:
    pairs = _pairs(old, new)
    taken = {was for was in pairs if was is not None}
    for index in range(len(old)):
        if index not in taken:
            yield _entry(at, index, None)
    for now, was in enumerate(pairs):
        yield from _compare(_entry(at, was, now)) if was is not None else [_entry(at, None, now)]
    kept = [was for was in pairs if was is not None]
    if at.field in _RANKED and kept != sorted(kept):
        yield replace(at, reordered=True)


def _pairs(old: tuple[object, ...], new: tuple[object, ...]) -> list[int | None]:
    """For each new entry the index of the old one that it was: the very same first, then one of its identity."""
    left: dict[object, list[int]] = {}
    for index, entry in enumerate(old):
        left.setdefault(identity(entry), []).append(index)
    found: list[int | None] = [None] * len(new)
    for exactly in (True, False):
        for at, entry in enumerate(new):
            alike = left.get(identity(entry), []) if found[at] is None else []
            was = next((index for index in alike if not exactly or old[index] == entry), None)
            if was is not None:
                found[at] = was
                alike.remove(was)
    return found


def _entry(at: Change, was: int | None, now: int | None) -> Change:
    old = at.old[was] if was is not None and isinstance(at.old, tuple) else None
    new = at.new[now] if now is not None and isinstance(at.new, tuple) else None
    before = None if was is None or at.before is None else (*at.before, was)
    after = None if now is None or at.after is None else (*at.after, now)
    crumb = (after or before or (), new if new is not None else old)
    return replace(
        at,
        old=old,
        new=new,
        before=before,
        after=after,
        trail=(*at.trail, crumb),
        owners=(at.old, at.new),
        entry=True,
    )
