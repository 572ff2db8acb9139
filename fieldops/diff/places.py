"""What it does to the promised times that a site is in another city now, or equipment at another site.

Lives here: which times hold there before and after. Does not live here: that a site or an asset changed (sentences).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import Asset, Milestone, Site
from fieldops.contracts.reasons import Clause
from fieldops.contracts.wording import duration, word
from fieldops.diff.changes import Change
from fieldops.diff.difference import Effect, Said, said
from fieldops.diff.equipment import assets_in_words
from fieldops.diff.times import subject
from fieldops.diff.wording import listed, text
from fieldops.errors import Named, Refused
from fieldops.sla.timetable import NoServiceLevel, Promise, Timetable, timetable_of

_CITY = {True: "same_city", False: "other_city"}


@dataclass(frozen=True, slots=True)
class Moved:
    """A sentence about the times at a place; `before` and `after` are where the place is written, `section` of what."""

    said: Said
    section: str
    before: Clause
    after: Clause


# A promise by request, severity, milestone and who keeps it.
_Key = tuple[str, str | None, str, str | None]


def moved(before: Agreement, after: Agreement, since: date) -> Iterator[Moved]:
    """Sites that are in another city than before, and equipment that is at another site, from the day `since` on."""
    old = {site.id: site for site in before.signed.sites}
    for index, site in enumerate(after.signed.sites):
        was = old.get(site.id)
        if was is not None and was.same_city != site.same_city:
            places = _clauses(before, after, ("sites", before.signed.sites.index(was)), ("sites", index))
            told = _city(before, after, since, (was, site), said("diff.city.site", site=text(site.name)))
            yield Moved(told, "sites", *places)
    yield from _equipment(before, after, since)


def is_move(change: Change, before: Agreement, after: Agreement) -> bool:
    """Whether the change is of an asset's site, from one that is known to another: `moved` tells it."""
    sites = ((change.old, before), (change.new, after))
    known = (any(site.id == id for site in side.signed.sites) for id, side in sites)
    return change.field == "site" and len(change.path) == 3 and all(known)


def _equipment(before: Agreement, after: Agreement, since: date) -> Iterator[Moved]:
    groups: dict[tuple[Site, Site], list[tuple[Asset, int, int]]] = {}
    old = {asset.id: (index, asset) for index, asset in enumerate(before.assets)}
    for index, asset in enumerate(after.assets):
        at, was = old.get(asset.id, (0, None))
        sites = _site(before, was), _site(after, asset)
        if sites[0] is not None and sites[1] is not None and sites[0].id != sites[1].id:
            groups.setdefault((sites[0], sites[1]), []).append((asset, at, index))
    for (was_at, now_at), found in groups.items():
        what = assets_in_words(asset for asset, _, _ in found)
        head = said("diff.city.assets", assets=what, old=text(was_at.name), new=text(now_at.name))
        places = _clauses(before, after, ("assets", found[0][1]), ("assets", found[0][2]))
        yield Moved(_city(before, after, since, (was_at, now_at), head), "assets", *places)


def _site(side: Agreement, asset: Asset | None) -> Site | None:
    return next((site for site in side.signed.sites if asset is not None and site.id == asset.site), None)


def _clauses(
    before: Agreement, after: Agreement, old: tuple[str, int], new: tuple[str, int]
) -> tuple[Clause, Clause]:
    return _clause(before, old), _clause(after, new)


def _clause(side: Agreement, at: tuple[str, int]) -> Clause:
    document, path = side.asset_places[at[1]] if at[0] == "assets" else (side.document, at)
    return document.kind, document.id, path


# --- which times hold --------------------------------------------------------------------------------------


def _city(before: Agreement, after: Agreement, since: date, sites: tuple[Site, Site], what: Said) -> Said:
    """The sentence: what moved, from the times of which city to those of which, and each time that is another one."""
    was, now = _times(before, since, sites[0].same_city), _times(after, since, sites[1].same_city)
    if was is None or now is None:
        return _ended(what, Named("diff.city.unknown"), "other")
    lines, effects = [], []
    for key in [*now, *(key for key in was if key not in now)]:
        old, new = was.get(key), now.get(key)
        if _limit(old) != _limit(new):
            lines.append(_line(after, old, new))
            effects.append(_slower(old, new))
    if not lines:
        same = sites[0].same_city == sites[1].same_city
        return _ended(what, Named("diff.city.alike" if same else "diff.city.independent"), "other")
    ending = Named("diff.city.times", city=word(_CITY[sites[1].same_city], "when"), times=listed(lines))
    return _ended(what, ending, "worse" if True in effects else "better" if False in effects else "other")


def _ended(what: Said, times: Named, effect: Effect) -> Said:
    return Said(what.code, {**what.values, "times": times}, effect)


def _times(side: Agreement, since: date, same_city: bool) -> dict[_Key, Promise] | None:
    """The times that hold at a place there; None where the contract promises none on that day."""
    timeline = side.timeline
    day = min(max(since, timeline.start), timeline.end or date.max)
    try:
        table = timetable_of(side, day)
    except (Refused, NoServiceLevel):
        return None
    found: dict[_Key, Promise] = {}
    for request, severity in _cases(table):
        for each in table.holding(request, severity):
            # What holds in any city goes for nothing beside the time for this one.
            if each.kind == "milestone" and each.when in (_CITY[same_city], None):
                key = (request, each.severity, each.name, each.by)
                if key not in found or each.when is not None:
                    found[key] = each
    return found


def _cases(table: Timetable) -> Iterator[tuple[str, str | None]]:
    for request in table.level.requests:
        for severity in [each.id for each in table.level.severities] if request.graded else [None]:
            yield request.id, severity


def _limit(promise: Promise | None) -> tuple[object, ...] | None:
    return None if promise is None else (promise.limit, promise.clock, promise.latest)


def _line(after: Agreement, old: Promise | None, new: Promise | None) -> Named:
    one = new or old
    assert one is not None
    entry = Milestone(one.request, one.name, one.clock, one.severity)
    level = after.level(after.signed)
    values = {"milestone": word(one.name, "milestone"), "subject": subject(entry, level)}
    return Named("diff.city.time", **values, old=_said(old), new=_said(new))


def _said(promise: Promise | None) -> Named:
    if promise is None:
        return Named("diff.city.no-time")
    return duration(promise.limit.text) if promise.limit is not None else Named("value.best-effort")


def _slower(old: Promise | None, new: Promise | None) -> bool | None:
    """Whether the new time is later than the old one; None where they cannot be compared."""
    if old is None or new is None or old.limit is None or new.limit is None:
        was, now = (each is not None and each.limit is not None for each in (old, new))
        return None if was == now else was
    if bool(old.limit.working_days) != bool(new.limit.working_days) or old.clock != new.clock:
        return None
    return (new.limit.working_days, new.limit.span) > (old.limit.working_days, old.limit.span)
