"""Sentences about promised times: shortened, lengthened, new, dropped, on another clock."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from fieldops.contracts.model import Milestone, Override, ServiceLevel
from fieldops.contracts.wording import duration, word
from fieldops.dates.periods import parse_duration
from fieldops.diff.changes import Change
from fieldops.diff.difference import Said, said
from fieldops.diff.scene import Scene
from fieldops.diff.wording import listed, text
from fieldops.errors import Named

Time = Milestone | Override


def time_entry(change: Change, scene: Scene) -> Said | None:
    """A milestone that is promised now, or no longer."""
    entry = change.new or change.old
    if not isinstance(entry, Milestone):
        return None
    values = {**which(entry, scene), "time": time_said(entry), "clock": word(entry.clock, "clock")}
    return said("diff.time.added" if change.new else "diff.time.dropped", **values)


def within(change: Change, scene: Scene) -> Said | None:
    """A time that became shorter, longer, or was not promised before."""
    entry = change.owners[1]
    if not isinstance(entry, Milestone | Override):
        return None
    if isinstance(change.old, str) and isinstance(change.new, str):
        return _compared(entry, scene, change.old, change.new)
    code = "diff.time.promised" if change.new else "diff.time.best-effort"
    return said(code, **which(entry, scene), time=duration(str(change.new or change.old)))


def outer_limit(change: Change, scene: Scene) -> Said | None:
    """The second, outer limit."""
    entry = change.owners[1]
    if not isinstance(entry, Milestone):
        return None
    values = which(entry, scene)
    if change.old is None:
        return said("diff.time.limit-added", **values, new=duration(str(change.new)))
    if change.new is None:
        return said("diff.time.limit-dropped", **values, old=duration(str(change.old)))
    old, new = duration(str(change.old)), duration(str(change.new))
    return said("diff.time.limit", **values, old=old, new=new)


def clock(change: Change, scene: Scene) -> Said | None:
    """24 hours a day, or service hours only."""
    entry = change.owners[1]
    if not isinstance(entry, Milestone) or change.old is None or change.new is None:
        return None
    old, new = word(str(change.old), "clock"), word(str(change.new), "clock")
    return said("diff.time.clock", **which(entry, scene), old=old, new=new)


def is_replaced(change: Change, overrides: Collection[Override]) -> bool:
    """Whether only the service level's own time changes, in the place of which the contract has one of these."""
    entry = change.owners[1]
    if change.field != "within" or not isinstance(entry, Milestone):
        return False
    asked = (entry.request, entry.milestone)
    return any(
        (each.request, each.milestone) == asked and each.severity in (None, entry.severity)
        for each in overrides
    )


def _compared(entry: Time, scene: Scene, old: str, new: str) -> Said | None:
    return within_said(which(entry, scene), old, new)


def within_said(case: Mapping[str, object], old: str, new: str) -> Said | None:
    """That the time of a case became longer or shorter by the same clock; None where it is the same."""
    by = later(old, new)
    if by == 0:
        return None
    code = {1: "diff.time.longer", -1: "diff.time.shorter", None: "diff.time.changed"}[by]
    return said(code, **case, old=duration(old), new=duration(new))


def later(old: str, new: str) -> int | None:
    """Whether `new` is longer (1), the same (0) or shorter (-1) by the same clock; None for working days beside hours."""
    was, now = parse_duration(old), parse_duration(new)
    if was is None or now is None or bool(was.working_days) != bool(now.working_days):
        return None
    long, short = (now.working_days, now.seconds), (was.working_days, was.seconds)
    return (long > short) - (long < short)


def time_said(entry: Milestone) -> object:
    """The time of a milestone, with its outer limit."""
    if entry.within is None:
        return Named("value.best-effort")
    if entry.at_the_latest is not None:
        return Named("diff.time.and-limit", time=duration(entry.within), limit=duration(entry.at_the_latest))
    return duration(entry.within)


def which(entry: Time, scene: Scene) -> dict[str, object]:
    """The values of a sentence that say which time it is about."""
    return {
        "milestone": word(entry.milestone, "milestone"),
        "subject": subject(entry, scene.new_level, scene.old_level),
    }


def subject(entry: Time, *levels: ServiceLevel | None) -> object:
    """Which requests, by the first level that knows them: the severity, the request type where that does not tell it, the condition."""
    requests = [each for level in levels if level for each in level.requests]
    graded = {each.id for each in requests if each.graded}
    parts: list[object] = []
    if entry.severity is None or graded != {entry.request}:
        name = next((each.name for each in requests if each.id == entry.request), None)
        parts.append(text(name) if name else entry.request)
    if entry.severity is not None:
        parts.append(_severity(entry.severity, levels))
    if isinstance(entry, Milestone) and entry.when is not None:
        parts.append(word(entry.when, "when"))
    return listed(parts)


def _severity(id: str, levels: Iterable[ServiceLevel | None]) -> Named:
    known = (each for level in levels if level for each in level.severities)
    name = next((each.name for each in known if each.id == id), None)
    return Named("diff.severity", id=id, name=text(name)) if name else Named("diff.severity-id", id=id)
