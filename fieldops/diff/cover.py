"""The days that warranties cover, before and after: each asset's by the terms in force on each day.

Lives here: which days change, and what says so. Does not live here: how it is said (days).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.cover import Held, held, holds_for
from fieldops.contracts.model import Asset, Warranty
from fieldops.contracts.reasons import Clause
from fieldops.dates.spans import Span, day_after, shared, without

ALWAYS: Span = (date.min, date.max)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on which a warranty covers an asset without a break, by the terms in force on these days.

    With `waits` it depends on events that have no date: then `last` is not known, and neither is `first` where it is
    None; `terms` are the days on which the terms that say so are in force, `possible` those of them that may be covered.
    `provisional`: the last day may still move, as holidays are not decreed yet.
    """

    first: date | None
    last: date | None
    waits: tuple[str, ...] = ()
    terms: Span = ALWAYS
    possible: Span = field(default=ALWAYS, compare=False)
    provisional: bool = field(default=False, compare=False)


Track = tuple[Stretch, ...]
# The id of an asset, and of a warranty.
_Key = tuple[str, str]
_Tracks = Mapping[_Key, Track]


@dataclass(frozen=True, slots=True)
class CoverChange:
    """One warranty of one asset whose days change: all of them before and after (empty: none), and what says so on the
    first day that does. `elsewhere`: each day that it does not cover any more is covered by another warranty.
    """

    asset: Asset
    warranty: Warranty
    old: Track
    new: Track
    before: Clause | None
    after: Clause | None
    elsewhere: bool


@dataclass(frozen=True, slots=True)
class CoverLost:
    """Days of service on which an asset was covered and is not any more, by any warranty; and what says so on the first."""

    asset: Asset
    days: tuple[Span, ...]
    before: Clause | None
    after: Clause | None


def compared_cover(
    before: Agreement | None, after: Agreement, since: date
) -> tuple[list[CoverChange], list[CoverLost]]:
    """What is not the same from the day `since` on, of the assets that are there after."""
    old, new = _tracks(before) if before else {}, _tracks(after)
    lost = list(_lost(before, after, since, old, new)) if before else []
    return list(_changes(before, after, since, old, new)), lost


def _changes(
    before: Agreement | None, after: Agreement, since: date, old: _Tracks, new: _Tracks
) -> Iterator[CoverChange]:
    assets = {asset.id: asset for asset in after.assets}
    covered = _by_asset(new, _known)
    for key in [*new, *(key for key in old if key not in new and key[0] in assets)]:
        was, now = old.get(key, ()), new.get(key, ())
        day = _first_difference(was, now, since)
        if day is not None:
            asset = assets[key[0]]
            warranty = (after if now else before or after).warranties[key[1]]
            earlier = _entry(before, asset, key[1], day) if before else None
            later = _entry(after, asset, key[1], day) or _section(after, day)
            left = without(_possible(was), covered.get(asset.id, []))
            yield CoverChange(asset, warranty, was, now, earlier, later, not left)


def _lost(
    before: Agreement, after: Agreement, since: date, old: _Tracks, new: _Tracks
) -> Iterator[CoverLost]:
    service = shared(after.timeline.service, [(since, date.max)])
    was, now = _by_asset(old, _known), _by_asset(new, _possible)
    for asset in after.assets:
        lost = shared(without(was.get(asset.id, []), now.get(asset.id, [])), service)
        if lost:
            first = lost[0][0]
            later = _entry(after, asset, None, first) or _section(after, first)
            yield CoverLost(asset, tuple(lost), _entry(before, asset, None, first), later)


# --- the days of one warranty ------------------------------------------------------------------------------


def _tracks(agreement: Agreement) -> _Tracks:
    """The days that each warranty covers of each asset; none is left out, and none empty."""
    found: dict[_Key, list[Held]] = {}
    for one in held(agreement):
        found.setdefault((one.cover.asset.id, one.cover.warranty.id), []).append(one)
    return {key: track for key, of_both in found.items() if (track := _track(of_both))}


def _track(found: Iterable[Held]) -> Track:
    track: list[Stretch] = []
    for one in found:
        stretch = _stretch(one)
        joined = _joined(track[-1], stretch) if track and stretch else None
        if joined is not None:
            track[-1] = joined
        elif stretch is not None:
            track.append(stretch)
    return tuple(track)


def _stretch(one: Held) -> Stretch | None:
    """The days of a cover on which the terms that give it are in force; None where none of them can be covered."""
    cover, terms = one.cover, one.terms
    if one.span is not None:
        return Stretch(*one.span, provisional=cover.provisional and one.span[1] == cover.end)
    first, last = max(cover.earliest, terms[0]), min(cover.latest, terms[1])
    if first > last:
        return None
    return Stretch(first if cover.start else None, None, cover.missing, terms, (first, last))


def _joined(one: Stretch, following: Stretch) -> Stretch | None:
    """Both as one, where the second goes on without a break; where nothing is known, where it waits for the same."""
    if one.last is not None and following.first is not None and not following.waits:
        goes_on = following.first <= day_after(one.last)
        return Stretch(one.first, following.last, provisional=following.provisional) if goes_on else None
    alike = one.waits and one.waits == following.waits and (one.first is None) == (following.first is None)
    if not alike or following.terms[0] > day_after(one.terms[1]):
        return None
    terms, possible = (one.terms[0], following.terms[1]), (one.possible[0], following.possible[1])
    return Stretch(one.first, None, one.waits, terms, possible)


# --- before and after --------------------------------------------------------------------------------------


def _first_difference(old: Track, new: Track, since: date) -> date | None:
    """The first day from `since` on whose cover is not the same, None where there is none."""
    days: list[Span] = []
    for one, other in ((old, new), (new, old)):
        days += without(_known(one), _known(other))
        for each in one:
            alike = [it.terms for it in other if (it.waits, it.first) == (each.waits, each.first)]
            days += without([each.terms], alike) if each.waits else []
    later = shared(days, [(since, date.max)])
    return later[0][0] if later else None


def _known(track: Track) -> list[Span]:
    """The days that are covered for sure."""
    return [(one.first, one.last) for one in track if one.first is not None and one.last is not None]


def _possible(track: Track) -> list[Span]:
    """The days that are covered, or may be."""
    return [*_known(track), *(one.possible for one in track if one.waits)]


def _entry(side: Agreement, asset: Asset, warranty: str | None, day: date) -> Clause | None:
    """The entry of `warranties` in force on `day` that gives the asset that warranty, or any."""
    terms = side.timeline.on(day)
    for index, use in enumerate(terms.contract.warranties):
        if warranty in (use.terms, None) and holds_for(use, asset):
            return terms.clause("warranties", index)
    return None


def _section(side: Agreement, day: date) -> Clause | None:
    """Where the list of warranties in force on `day` stands, which leaves something out."""
    clause = side.timeline.on(day).clause("warranties")
    written = side.document.data.get("warranties") is not None or len(clause[2]) > 1
    return clause if written else None


def _by_asset(tracks: _Tracks, days: Callable[[Track], list[Span]]) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = {}
    for (asset, _), track in tracks.items():
        found.setdefault(asset, []).extend(days(track))
    return found
