"""The structural comparison of two typed documents: which values differ, however they were written.

Lists are compared by the identity of their entries, lists of words as sets unless their order means something.
What only looks different (``60m`` and ``1h``, ``12`` and ``12.0``, a default written out) is equal: by the form that the
schema gives a value. Nothing that differs is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from fieldops.contracts.model import (
    Acceptance,
    AgreedDeadline,
    CataloguePart,
    Contact,
    CustomerContact,
    DatedEvent,
    Downtime,
    Exclusion,
    HandoverDocument,
    Liaison,
    LifelongService,
    Milestone,
    NoticeGiven,
    OpenDays,
    Override,
    Part,
    Price,
    Remedy,
    RetainedRecords,
    SigningKey,
    StockItem,
    Swap,
    WarrantyUse,
    Window,
)
from fieldops.contracts.model.contract import PlaybookUse, VariableSetting
from fieldops.contracts.model.service import (
    Channel,
    DocumentDue,
    GradedSeverity,
    Notice,
    Overdue,
    Pause,
    Qualified,
)
from fieldops.contracts.model.team import RosterException
from fieldops.dates.periods import Duration, Period, parse_duration, parse_period
from fieldops.documents.schema import forms_of
from fieldops.documents.typed import Model, Text
from fieldops.documents.yaml_text import Path
from fieldops.structs import fields_of, replaced

# Lists of words whose order is part of what they say.
IN_ORDER = {"order", "flow", "password_command", "steps"}
_PERCENT = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?[%％]")
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


def changes(
    kind: str, old: object, new: object, at: Path = (), owners: tuple[object, object] = (None, None)
) -> Iterator[Change]:
    """Every difference between two typed values that stand at the path `at` of a document of `kind`, in these owners."""
    last = next((step for step in reversed(at) if isinstance(step, str)), "")
    yield from _compare(kind, Change(last, old, new, at, at, owners=owners))


def _compare(kind: str, at: Change) -> Iterator[Change]:
    old, new = at.old, at.new
    if old == new:
        return
    if isinstance(old, Model) and type(old) is type(new) and not isinstance(old, Price):
        for one in fields_of(old):
            yield from _compare(kind, _below(at, one.name))
    elif (
        isinstance(old, tuple)
        and isinstance(new, tuple)
        and any(isinstance(each, Model) for each in (*old, *new))
    ):
        yield from _entries(kind, at, old, new)
    elif not _same(kind, at, old, new):
        yield at


def _below(at: Change, name: str) -> Change:
    old, new = getattr(at.old, name), getattr(at.new, name)
    before = None if at.before is None else (*at.before, name)
    after = None if at.after is None else (*at.after, name)
    return replaced(
        at, field=name, old=old, new=new, before=before, after=after, owners=(at.old, at.new), entry=False
    )


def _same(kind: str, at: Change, old: object, new: object) -> bool:
    if isinstance(old, tuple) and isinstance(new, tuple):
        nested = any(isinstance(each, tuple) for each in (*old, *new))
        return at.field not in IN_ORDER and not nested and sorted(map(repr, old)) == sorted(map(repr, new))
    if old is None or new is None:
        return False
    if isinstance(old, str) and isinstance(new, str) and _percents(old) == _percents(new):
        return True
    if isinstance(old, Text) and isinstance(new, Text):
        return all(_percents(a) == _percents(b) for a, b in ((old.zh, new.zh), (old.en, new.en)))
    forms = forms_of(kind, at.path)
    return any(_comes_to(form, old) == _comes_to(form, new) for form in forms & _READ.keys())


def _percents(text: str) -> str:
    """The text with its percentages written in one way: ``98.0％`` and ``98 %`` are ``98%``."""
    return _PERCENT.sub(lambda found: f"{Decimal(found[1]).normalize():f}%", text)


def _comes_to(form: str, value: object) -> object:
    """What a value of that form comes to, however it is written; the value itself where it is not of the form."""
    read = _READ[form](str(value))
    return value if read is None else read


def _calendar_period(text: str) -> Period | None:
    """A period in its smallest unit: a year is twelve months whenever it begins, a week seven days."""
    period = parse_period(text)
    if period is None:
        return None
    smallest = {"year": Period(period.count * 12, "month"), "week": Period(period.count * 7, "day")}
    return smallest.get(period.unit, period)


# The schema's forms (``x-form``) of which one value can be written in several ways.
_READ: dict[str, Callable[[str], Duration | Period | Decimal | None]] = {
    "decimal": Decimal,
    "duration": parse_duration,
    "period": _calendar_period,
    "service-duration": parse_duration,
}


def _entries(kind: str, at: Change, old: tuple[object, ...], new: tuple[object, ...]) -> Iterator[Change]:
    pairs = _pairs(old, new)
    taken = {was for was in pairs if was is not None}
    for index in range(len(old)):
        if index not in taken:
            yield _entry(at, index, None)
    for now, was in enumerate(pairs):
        yield from _compare(kind, _entry(at, was, now)) if was is not None else [_entry(at, None, now)]
    kept = [was for was in pairs if was is not None]
    if at.field in _RANKED and kept != sorted(kept):
        yield replaced(at, reordered=True)


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
    _pair_replaced(old, new, found)
    return found


def _pair_replaced(old: tuple[object, ...], new: tuple[object, ...], found: list[int | None]) -> None:
    """Of the entries that refer to another document now, those for the same equipment are one that was replaced."""
    left = [index for index in range(len(old)) if index not in found]
    for at, entry in enumerate(new):
        if found[at] is None and isinstance(entry, WarrantyUse):
            was = next((index for index in left if _scope(old[index]) == _scope(entry)), None)
            if was is not None:
                found[at] = was
                left.remove(was)


def _scope(entry: object) -> tuple[object, object] | None:
    """The equipment that a warranty is for; None for any other entry."""
    if not isinstance(entry, WarrantyUse):
        return None
    return _in_any_order(entry.categories), _in_any_order(entry.assets)


def _entry(at: Change, was: int | None, now: int | None) -> Change:
    old = at.old[was] if was is not None and isinstance(at.old, tuple) else None
    new = at.new[now] if now is not None and isinstance(at.new, tuple) else None
    before = None if was is None or at.before is None else (*at.before, was)
    after = None if now is None or at.after is None else (*at.after, now)
    crumb = (after or before or (), new if new is not None else old)
    return replaced(
        at,
        old=old,
        new=new,
        before=before,
        after=after,
        trail=(*at.trail, crumb),
        owners=(at.old, at.new),
        entry=True,
    )


# --- by what two entries of a list are the same ------------------------------------------------------------

_BY: dict[type, tuple[str, ...]] = {
    Acceptance: ("event", "batch"),
    AgreedDeadline: ("order", "milestone"),
    CataloguePart: ("part_no",),
    Channel: ("kind", "address"),
    Contact: ("name",),
    CustomerContact: ("name",),
    DatedEvent: ("event",),
    DocumentDue: ("document", "request"),
    Downtime: ("start",),
    Exclusion: ("cause",),
    GradedSeverity: ("scope", "urgency"),
    HandoverDocument: ("document",),
    Liaison: ("side", "name"),
    LifelongService: ("service",),
    Milestone: ("request", "severity", "milestone", "when"),
    Notice: ("notice",),
    NoticeGiven: ("given", "by"),
    OpenDays: ("days",),
    Overdue: ("request", "severity", "milestone", "action"),
    Override: ("request", "severity", "milestone"),
    Pause: ("reason",),
    Qualified: ("category",),
    Remedy: ("kind", "when"),
    PlaybookUse: ("playbook", "groups", "categories", "assets"),
    RetainedRecords: ("records",),
    RosterException: ("start", "end"),
    SigningKey: ("key",),
    StockItem: ("part_no", "kept_as"),
    Swap: ("date", "removed_serial", "installed_serial"),
    VariableSetting: ("playbook", "name", "groups", "categories", "assets"),
    WarrantyUse: ("terms",),
    Window: ("days", "hours"),
}


def identifying(entry: object) -> tuple[str, ...]:
    """The names of the properties that tell an entry from the others of its list."""
    if isinstance(entry, Part):
        return ("slot",) if entry.slot else ("serial",) if entry.serial else ("part_no",)
    return told_by(type(entry))


def told_by(kind: type) -> tuple[str, ...]:
    """The names of the properties that tell entries of that kind apart, but for built-in parts."""
    return _BY.get(kind, ("id",))


def identity(entry: object) -> object:
    """What makes an entry the same one before and after; equal for two that cannot be told apart."""
    if not isinstance(entry, Model):
        return entry
    return tuple((name, _in_any_order(getattr(entry, name))) for name in identifying(entry))


def _in_any_order(value: object) -> object:
    # Lists of words are sets: another order is the same entry.
    return tuple(sorted(map(str, value))) if isinstance(value, tuple) else value
