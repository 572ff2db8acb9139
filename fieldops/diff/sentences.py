"""A change as a sentence: what people ask about in words of its own, everything else by the schema's titles."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from fieldops.contracts.model import (
    Acceptance,
    Access,
    AfterWarranty,
    Amendment,
    Inspection,
    Milestone,
    Obligation,
    Part,
    Price,
    Recurrence,
    Swap,
    Term,
    Warranty,
)
from fieldops.contracts.model.service import RequestType, SeverityLevel
from fieldops.contracts.versions import sets_of
from fieldops.contracts.wording import period, price, word
from fieldops.diff import times
from fieldops.diff.changes import IN_ORDER, Change
from fieldops.diff.difference import Said, said
from fieldops.diff.own_times import own_times
from fieldops.diff.scene import Scene
from fieldops.diff.wording import (
    both_sides,
    entry_name,
    every,
    label,
    listed,
    name_of,
    text,
    title,
    words,
)
from fieldops.errors import Named

Speaker = Callable[[Change, Scene], Said | None]


def sentences(change: Change, scene: Scene) -> list[Said]:
    """The sentences for a change of a contract: one, but for a time of its own, which may replace the times of several cases."""
    return own_times(change, scene) or [sentence(change, scene)]


def sentence(change: Change, scene: Scene) -> Said:
    """The sentence for any change; there is always one."""
    owner = change.owners[1] if change.owners[1] is not None else change.owners[0]
    of_entry = type(change.new if change.new is not None else change.old)
    speaker = _ENTRIES.get(of_entry) if change.entry else _FIELDS.get((type(owner), change.field))
    special = speaker(change, scene) if speaker is not None and not change.reordered else None
    return special or _general(change, scene)


# --- by the schema's titles ------------------------------------------------------------------------------


def _general(change: Change, scene: Scene) -> Said:
    path = change.path
    title_here, old, new = both_sides(scene, path, change.old, change.new)
    what = label(scene, path, change.trail, None if change.entry else title_here)
    if change.reordered:
        return said(
            "diff.order", what=what, old=_names(scene, path, change.old), new=_names(scene, path, change.new)
        )
    if change.entry:
        return (
            said("diff.added", what=what, new=new)
            if change.old is None
            else said("diff.removed", what=what, old=old)
        )
    if isinstance(change.old, tuple) and isinstance(change.new, tuple) and _is_set(change):
        return _set(change, scene, what)
    if change.old in (None, ()):
        return said("diff.set", what=what, new=new)
    if change.new in (None, ()):
        return said("diff.dropped", what=what, old=old)
    return said("diff.changed", what=what, old=old, new=new)


def _is_set(change: Change) -> bool:
    both = (*_entries(change.old), *_entries(change.new))
    return change.field not in IN_ORDER and not any(isinstance(each, tuple) for each in both)


def _entries(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else ()


def _set(change: Change, scene: Scene, what: object) -> Said:
    old, new = _entries(change.old), _entries(change.new)
    added = words(scene, change.path, tuple(each for each in new if each not in old))
    removed = words(scene, change.path, tuple(each for each in old if each not in new))
    if set(old) <= set(new):
        return said("diff.list.added", what=what, added=added)
    if set(new) <= set(old):
        return said("diff.list.removed", what=what, removed=removed)
    return said("diff.list.changed", what=what, added=added, removed=removed)


def _names(scene: Scene, path: tuple[str | int, ...], entries: object) -> object:
    return listed(name_of(scene, (*path, 0), each) for each in _entries(entries))


# --- in words of their own -------------------------------------------------------------------------------


def _term_end(change: Change, scene: Scene) -> Said | None:
    return said("diff.term.end", old=_day(change.old), new=_day(change.new))


def _term_start(change: Change, scene: Scene) -> Said | None:
    return said("diff.term.start", old=_day(change.old), new=_day(change.new))


def _day(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _interval(change: Change, scene: Scene) -> Said | None:
    old, new = change.owners
    if not isinstance(old, Recurrence) or not isinstance(new, Recurrence):
        return None
    what = label(scene, change.path[:-2], change.trail)
    return said("diff.interval", what=what, old=every(old), new=every(new))


def _schedule(change: Change, scene: Scene) -> Said | None:
    """A whole schedule that is new or gone."""
    what = label(scene, change.path[:-1], change.trail)
    if isinstance(change.new, Recurrence):
        return said("diff.schedule.set", what=what, new=every(change.new))
    if isinstance(change.old, Recurrence):
        return said("diff.schedule.dropped", what=what, old=every(change.old))
    return None


def _engineers(change: Change, scene: Scene) -> Said | None:
    if change.old is None or change.new is None:
        return None
    what = label(scene, change.path[:-1], change.trail)
    return said("diff.engineers", what=what, old=change.old, new=change.new)


def _percent(change: Change, scene: Scene) -> Said | None:
    what = title(scene.kind, change.path)
    return said("diff.percent", what=what, old=change.old, new=change.new)


def _price(change: Change, scene: Scene) -> Said | None:
    if not isinstance(change.old, Price) or not isinstance(change.new, Price):
        return None
    what = title(scene.kind, change.path)
    return said("diff.after-warranty", what=what, old=price(change.old), new=price(change.new))


def _accepted(change: Change, scene: Scene) -> Said | None:
    entry = change.owners[1]
    if not isinstance(entry, Acceptance):
        return None
    what = _acceptance(scene, change, entry)
    if change.old is None:
        return said("diff.acceptance.set", what=what, new=_day(change.new))
    if change.new is None:
        return said("diff.acceptance.dropped", what=what, old=_day(change.old))
    return said("diff.acceptance.moved", what=what, old=_day(change.old), new=_day(change.new))


def _acceptance_entry(change: Change, scene: Scene) -> Said | None:
    entry = change.new or change.old
    if not isinstance(entry, Acceptance) or entry.date is None:
        return None
    what = _acceptance(scene, change, entry)
    if change.new:
        return said("diff.acceptance.set", what=what, new=_day(entry.date))
    return said("diff.acceptance.dropped", what=what, old=_day(entry.date))


def _acceptance(scene: Scene, change: Change, entry: Acceptance) -> object:
    event = word(entry.event, "event")
    if entry.batch is not None:
        return Named("diff.acceptance.batch", event=event, batch=entry.batch)
    if entry.assets:
        return Named(
            "diff.acceptance.assets",
            event=event,
            assets=words(scene, (*change.path[:2], "assets"), entry.assets),
        )
    return event


def _severity(change: Change, scene: Scene) -> Said | None:
    entry = change.new or change.old
    if not isinstance(entry, SeverityLevel):
        return None
    code = "diff.severity.added" if change.new else "diff.severity.removed"
    return said(code, id=entry.id, name=text(entry.name), criteria=text(entry.criteria))


def _renamed(change: Change, scene: Scene) -> Said | None:
    old, new = change.owners
    if not isinstance(old, SeverityLevel | RequestType) or not isinstance(new, SeverityLevel | RequestType):
        return None
    if old.name.en == new.name.en or old.name.zh == new.name.zh:
        return None
    what = Named("diff.entry", title=title(scene.kind, change.path[:-1]), name=new.id)
    return said("diff.renamed", what=what, old=text(old.name), new=text(new.name))


def _amendment(change: Change, scene: Scene) -> Said | None:
    entry = change.new or change.old
    if not isinstance(entry, Amendment):
        return None
    sets = listed(title("Contract", (section,)) for section in sets_of(entry))
    values = {"id": entry.id, "signed": _day(entry.date), "since": _day(entry.applies_from), "sections": sets}
    return said("diff.amendment.added" if change.new else "diff.amendment.removed", **values)


def _swapped_part(change: Change, scene: Scene) -> Said | None:
    entry = change.owners[1]
    if not isinstance(entry, Part) or not isinstance(change.old, str) or not isinstance(change.new, str):
        return None
    asset = entry_name(scene, change.trail[0][0], change.trail[0][1])
    slot = Named("diff.slot", slot=entry.slot) if entry.slot else entry.part_no
    return said("diff.part.swapped", asset=asset, slot=slot, old=change.old, new=change.new)


def _swap_entry(change: Change, scene: Scene) -> Said | None:
    entry = change.new
    if not isinstance(entry, Swap):
        return None
    asset = entry_name(scene, change.trail[0][0], change.trail[0][1])
    values = {"old": entry.removed_serial, "new": entry.installed_serial, "day": _day(entry.date)}
    return said("diff.swap.added", asset=asset, part=entry.part_no, **values)


def _consent(change: Change, scene: Scene) -> Said | None:
    codes = {
        None: "diff.consent.none",
        "standing": "diff.consent.standing",
        "per_visit": "diff.consent.per-visit",
    }
    old = word(change.old, "consent") if isinstance(change.old, str) else Named("value.not-said")
    return said(codes[change.new if isinstance(change.new, str) else None], old=old)


def _renewal(change: Change, scene: Scene) -> Said | None:
    """What it means that a term is renewed in another way, or is not."""
    old, new = change.owners
    if not isinstance(old, Term) or not isinstance(new, Term):
        return None
    was = word(old.renewal, "renewal") if old.renewal else Named("value.not-said")
    if new.renewal == "tacit":
        values = {"period": _period(new.renewal_period), "notice": _period(new.notice), "old": was}
        return said("diff.term.tacit", end=_day(new.end), **values)
    code = "diff.term.not-renewed" if old.renewal == "tacit" else "diff.term.no-renewal"
    if new.renewal == "express" and old.renewal != "tacit":
        code = "diff.term.express"
    how = word(new.renewal, "renewal") if new.renewal else Named("value.not-said")
    return said(code, end=_day(new.end), old=was, new=how)


def _notice(change: Change, scene: Scene) -> Said | None:
    """Until when one has to speak up, and what for."""
    new = change.owners[1]
    if not isinstance(new, Term) or change.old is None or change.new is None:
        return None
    code = "diff.term.notice-tacit" if new.renewal == "tacit" else "diff.term.notice"
    return said(code, old=period(str(change.old)), new=period(str(change.new)))


def _period(value: str | None) -> object:
    return period(value) if value else Named("value.not-said")


def _warranty_period(change: Change, scene: Scene) -> Said | None:
    return said("diff.warranty.period", old=period(str(change.old)), new=period(str(change.new)))


_ENTRIES: dict[type, Speaker] = {
    Acceptance: _acceptance_entry,
    Amendment: _amendment,
    Milestone: times.time_entry,
    SeverityLevel: _severity,
    Swap: _swap_entry,
}
_FIELDS: dict[tuple[type, str], Speaker] = {
    (Acceptance, "date"): _accepted,
    (Access, "consent"): _consent,
    **{(AfterWarranty, name): _price for name in ("labour", "parts", "travel", "experts", "upgrades")},
    (Inspection, "engineers"): _engineers,
    (Inspection, "schedule"): _schedule,
    (Obligation, "schedule"): _schedule,
    (Milestone, "at_the_latest"): times.outer_limit,
    (Milestone, "clock"): times.clock,
    (Milestone, "within"): times.within,
    (Part, "serial"): _swapped_part,
    (Recurrence, "every"): _interval,
    (RequestType, "name"): _renamed,
    (SeverityLevel, "name"): _renamed,
    (Term, "end"): _term_end,
    (Term, "notice"): _notice,
    (Term, "renewal"): _renewal,
    (Term, "start"): _term_start,
    **{(Warranty, name): _percent for name in ("labour", "parts", "travel")},
    (Warranty, "period"): _warranty_period,
}
