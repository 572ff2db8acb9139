"""The days that the term and the warranties cover: which begin or end on another day, and which stay uncovered.

Cover is compared day by day: each asset's by the terms in force on the day, before and after.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.cover import Cover, covers, holds_for
from fieldops.contracts.model import Asset, Warranty
from fieldops.contracts.reasons import Clause
from fieldops.dates.spans import Span, day_after, shared, without
from fieldops.diff.difference import Said, said
from fieldops.diff.equipment import assets_in_words
from fieldops.diff.wording import day_in_words, listed, text
from fieldops.errors import Named

_DAY = timedelta(days=1)
_ALWAYS: Span = (date.min, date.max)


@dataclass(frozen=True, slots=True)
class Dated:
    """A sentence about days that are covered or not; `before` and `after` are what says so in each version, `old` and
    `new` the days as plain data.
    """

    said: Said
    before: Clause | None
    after: Clause | None
    old: object
    new: object


# --- the days of one warranty ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Days on which a warranty covers an asset without a break, by the terms in force on these days.

    With `waits` it depends on events that have no date: then `last` is not known, and neither is `first` where it is
    None; `terms` are the days on which the terms that say so are in force, `possible` those of them that may be covered.
    `provisional`: the last day may still move, as holidays are not decreed yet.
    """

    first: date | None
    last: date | None
    waits: tuple[str, ...] = ()
    terms: Span = _ALWAYS
    possible: Span = field(default=_ALWAYS, compare=False)
    provisional: bool = field(default=False, compare=False)


_Track = tuple[_Stretch, ...]


@dataclass(frozen=True, slots=True)
class _Covered:
    """One warranty on one asset, with all the days that it covers."""

    asset: Asset
    warranty: Warranty
    track: _Track


_Key = tuple[str, str]


def _covered(agreement: Agreement) -> dict[_Key, _Covered]:
    """What each warranty covers of each asset (keys: asset and warranty), by the terms in force on each day."""
    runs: dict[_Key, list[tuple[Span, Cover]]] = {}
    for terms in agreement.timeline.written():
        for cover in covers(agreement, terms.contract):
            of_both = runs.setdefault((cover.asset.id, cover.warranty.id), [])
            _extend(of_both, (terms.version.first, terms.version.last), cover)
    found = {}
    for key, of_both in runs.items():
        track = _track(of_both)
        if track:
            found[key] = _Covered(of_both[0][1].asset, of_both[0][1].warranty, track)
    return found


def _extend(runs: list[tuple[Span, Cover]], terms: Span, cover: Cover) -> None:
    """Add a cover by the terms of some days; the same cover on the next days is one."""
    if runs and _days(runs[-1][1]) == _days(cover) and terms[0] <= day_after(runs[-1][0][1]):
        runs[-1] = ((runs[-1][0][0], terms[1]), runs[-1][1])
    else:
        runs.append((terms, cover))


def _days(cover: Cover) -> object:
    return cover.start, cover.end, cover.missing


def _track(runs: Iterable[tuple[Span, Cover]]) -> _Track:
    found: list[_Stretch] = []
    for terms, cover in runs:
        one = _stretch(terms, cover)
        before = found[-1] if found else None
        if one is None:
            continue
        if before is not None and _follows(before, one):
            found[-1] = _Stretch(before.first, one.last, provisional=one.provisional)
        else:
            found.append(one)
    return tuple(found)


def _follows(before: _Stretch, one: _Stretch) -> bool:
    """Whether known days go on without a break."""
    return (
        before.last is not None
        and one.first is not None
        and not one.waits
        and one.first <= day_after(before.last)
    )


def _stretch(terms: Span, cover: Cover) -> _Stretch | None:
    """The days of a cover on which the terms that give it are in force; None where there are none."""
    known = cover.start is not None and cover.end is not None
    begin, end = (cover.start, cover.end) if known else (cover.earliest, cover.latest)
    first, last = max(begin or date.min, terms[0]), min(end or date.max, terms[1])
    if first > last:
        return None
    if known:
        return _Stretch(first, last, provisional=cover.provisional and last == cover.end)
    return _Stretch(first if cover.start else None, None, cover.missing, terms, (first, last))


# --- whose days change -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Changed:
    """One warranty of one asset, before and after (None: it covers nothing), and what says so."""

    asset: Asset
    old: _Covered | None
    new: _Covered | None
    before: Clause | None
    after: Clause | None

    @property
    def warranty(self) -> Warranty:
        """The warranty, as it is after, else as it was."""
        one = self.new or self.old
        assert one is not None  # one of both covers something
        return one.warranty

    @property
    def alike(self) -> object:
        """Equal for changes that one sentence can say together."""
        tracks = tuple(each.track if each else () for each in (self.old, self.new))
        return self.warranty.id, self.asset.category, tracks, self.before, self.after


def warranty_dates(before: Agreement | None, after: Agreement, since: date) -> Iterator[Dated]:
    """Every change of the days of cover from the day `since` on, the assets of equal change together."""
    groups: dict[object, list[_Changed]] = {}
    old, new = _covered(before) if before else {}, _covered(after)
    for one in _changed(before, after, since, old, new):
        groups.setdefault(one.alike, []).append(one)
    for changes in groups.values():
        yield _told(changes)
    if before is not None:
        yield from _lost(before, after, since, old, new)


def _changed(
    before: Agreement | None,
    after: Agreement,
    since: date,
    old: dict[_Key, _Covered],
    new: dict[_Key, _Covered],
) -> Iterator[_Changed]:
    assets = {asset.id: asset for asset in after.assets}
    for key in [*new, *(key for key in old if key not in new and key[0] in assets)]:
        was, now = old.get(key), new.get(key)
        day = _first_difference(was.track if was else (), now.track if now else (), since)
        if day is not None:
            asset = assets[key[0]]
            places = (_entry(side, asset, key[1], day) if side else None for side in (before, after))
            earlier, later = places
            yield _Changed(asset, was, now, earlier, later or _section(after, day))


def _first_difference(old: _Track, new: _Track, since: date) -> date | None:
    """The first day from `since` on whose cover is not the same, None where there is none."""
    days: list[Span] = []
    for one, other in ((old, new), (new, old)):
        days += without(_known(one), _known(other))
        for each in one:
            alike = [
                these.terms for these in other if these.waits == each.waits and these.first == each.first
            ]
            days += without([each.terms], alike) if each.waits else []
    later = shared(days, [(since, date.max)])
    return later[0][0] if later else None


def _known(track: _Track) -> list[Span]:
    """The days that are covered for sure."""
    return [(one.first, one.last) for one in track if one.first is not None and one.last is not None]


def _possible(track: _Track) -> list[Span]:
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


# --- how it is said ----------------------------------------------------------------------------------------


def _told(changes: list[_Changed]) -> Dated:
    one = changes[0]
    old, new = (each.track if each else () for each in (one.old, one.new))
    code, more = _move(old, new)
    assets = [each.asset for each in changes]
    values = {"warranty": text(one.warranty.title), "assets": assets_in_words(assets), **more}
    ids = [asset.id for asset in assets]
    sides = (_plain(one.warranty, ids, track) if track else None for track in (old, new))
    return Dated(Said(code, values), one.before, one.after, *sides)


_Move = tuple[str, dict[str, object]]


def _move(old: _Track, new: _Track) -> _Move:
    """The sentence for the days of one warranty before and after: its code and values."""
    if not all(map(_simple, (old, new))):
        return _in_stretches(old, new)
    if not old or not new:
        return _appears(new[0]) if new else _vanishes(old[0])
    return _moved(old[0], new[0])


def _simple(track: _Track) -> bool:
    """Whether one sentence can say it by a first and a last day."""
    return len(track) < 2 and all(not one.waits or one.terms == _ALWAYS for one in track)


def _appears(now: _Stretch) -> _Move:
    if now.waits:
        return "diff.cover.new-unknown", {"events": _events(now)}
    return "diff.cover.new", {"start": _iso(now.first), "end": _end(now)}


def _vanishes(was: _Stretch) -> _Move:
    return ("diff.cover.gone-unknown", {}) if was.last is None else ("diff.cover.gone", {"old": _end(was)})


def _moved(was: _Stretch, now: _Stretch) -> _Move:
    if was.first != now.first:
        return _start(was, now)
    if was.last != now.last:
        return "diff.cover.end", {"old": _end(was), "new": _end(now)}
    return "diff.cover.waits", {"events": _events(now)}


def _start(was: _Stretch, now: _Stretch) -> _Move:
    old, new = _iso(was.first), _iso(now.first)
    if was.first is None and now.last is not None:
        return "diff.cover.known", {"start": new, "end": _end(now)}
    if now.first is None:
        return "diff.cover.unknown", {"events": _events(now), "old": old}
    if was.first is None or was.last == now.last:
        return "diff.cover.start", {"old": old or Named("value.not-known"), "new": new}
    values = {"start": new, "end": _end(now), "old_start": old, "old_end": _end(was)}
    return "diff.cover.moved", values


def _in_stretches(old: _Track, new: _Track) -> _Move:
    was, now = (listed(map(_stretch_in_words, track)) for track in (old, new))
    if not old:
        return "diff.cover.new-days", {"new": now}
    if not new:
        return "diff.cover.gone-days", {"old": was}
    return "diff.cover.days", {"old": was, "new": now}


def _stretch_in_words(one: _Stretch) -> object:
    if one.first is not None and one.last is not None:
        return _span_in_words((one.first, one.last), one.provisional)
    if one.first is not None:
        return Named("diff.days.open", first=_iso(one.first), events=_events(one))
    if one.terms == _ALWAYS:
        return Named("diff.days.waiting", events=_events(one))
    return Named("diff.days.waiting-within", days=_span_in_words(one.terms), events=_events(one))


def _span_in_words(span: Span, provisional: bool = False) -> object:
    """From the first to the last day; one day alone; without an end or a beginning where it has none."""
    first, last = span
    if first == last:
        return day_in_words(first, provisional)
    if last == date.max:
        return Named("diff.days.from", first=first.isoformat())
    if first == date.min:
        return Named("diff.days.until", last=last.isoformat())
    return Named("diff.span", first=first.isoformat(), last=day_in_words(last, provisional))


def _end(one: _Stretch) -> object:
    """The last day in words."""
    return day_in_words(one.last, one.provisional) if one.last else Named("value.not-known")


def _events(one: _Stretch) -> object:
    return listed(Named(f"value.{event}") for event in one.waits)


def _plain(warranty: Warranty, assets: list[str], track: _Track) -> dict[str, object]:
    waits = dict.fromkeys(event for one in track for event in one.waits)
    days = [[_iso(one.first), _iso(one.last)] for one in track]
    return {"warranty": warranty.id, "assets": assets, "days": days, "waits_for": list(waits)}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _plain_span(span: Span) -> list[str | None]:
    return [span[0].isoformat(), None if span[1] == date.max else span[1].isoformat()]


# --- days without any warranty -----------------------------------------------------------------------------


_Lost = tuple[str | None, tuple[Span, ...], tuple[Clause | None, Clause | None]]


def _lost(
    before: Agreement, after: Agreement, since: date, old: dict[_Key, _Covered], new: dict[_Key, _Covered]
) -> Iterator[Dated]:
    """Days of service from `since` on, on which an asset was covered before and is not any more, by anything."""
    service = shared(after.timeline.service, [(since, date.max)])
    was, now = _by_asset(old, _known), _by_asset(new, _possible)
    groups: dict[_Lost, list[Asset]] = {}
    for asset in after.assets:
        known, possible = was.get(asset.id, []), now.get(asset.id, [])
        lost = shared(without(known, possible), service)
        if lost:
            first = lost[0][0]
            places = (
                _entry(before, asset, None, first),
                _entry(after, asset, None, first) or _section(after, first),
            )
            groups.setdefault((asset.category, tuple(lost), places), []).append(asset)
    for (_, spans, places), assets in groups.items():
        days = listed(map(_span_in_words, spans))
        plain = {"assets": [asset.id for asset in assets], "days": [_plain_span(span) for span in spans]}
        yield Dated(said("diff.cover.lost", assets=assets_in_words(assets), days=days), *places, None, plain)


def _by_asset(
    covered: Mapping[_Key, _Covered], days: Callable[[_Track], list[Span]]
) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = {}
    for (asset, _), one in covered.items():
        found.setdefault(asset, []).extend(days(one.track))
    return found


# --- days without service ----------------------------------------------------------------------------------


def term_gaps(
    before: Agreement | None,
    after: Agreement,
    since: date,
    earlier_before: Iterable[Span],
    earlier_after: Iterable[Span],
) -> Iterator[Dated]:
    """Days from `since` on without service that had some, or between the contract that this one continues and it.

    `earlier_before`, `earlier_after`: the days of service of that contract.
    """
    now = after.timeline.service
    was = before.timeline.service if before is not None else ()
    old_gap, new_gap = _gap(earlier_before, was), _gap(earlier_after, now)
    if new_gap is not None and new_gap != old_gap:
        yield _days_of_service("diff.gap.predecessor", new_gap, before, after)
    elif old_gap is not None and new_gap is None:
        yield Dated(
            said("diff.gap.closed", days=_span_in_words(old_gap)),
            *_terms(before, after, now[0][0]),
            None,
            None,
        )
    if before is None:
        return
    for span in shared(_left(before, was, now), [(since, date.max)]):
        if span != new_gap:
            yield _days_of_service("diff.gap.term", span, before, after)
    if before.timeline.end is not None and after.timeline.end is None:
        sentence = said("diff.term.goes-on", end=after.timeline.final.contract.term.end.isoformat())
        yield Dated(sentence, *_terms(before, after, date.max), before.timeline.end.isoformat(), None)


def _gap(earlier: Iterable[Span], later: Iterable[Span]) -> Span | None:
    """The first and last day between the end of one and the beginning of the other, None where there is none between."""
    ends, begins = [last for _, last in earlier], [first for first, _ in later]
    if not ends or not begins or min(begins) <= day_after(max(ends)):
        return None
    return max(ends) + _DAY, min(begins) - _DAY


def _left(before: Agreement, was: Iterable[Span], now: Iterable[Span]) -> list[Span]:
    """The days of `was` that are not in `now`.

    Where all of `now` follows after the agreed term, that has run its course: only what lies between counts.
    """
    agreed = before.timeline.final.contract.term
    begins = min((first for first, _ in now), default=date.max)
    if begins > agreed.end:
        return without([(agreed.start, begins - _DAY)], [(agreed.start, agreed.end)])
    return without(was, now)


def _days_of_service(code: str, span: Span, before: Agreement | None, after: Agreement) -> Dated:
    return Dated(
        said(code, days=_span_in_words(span)), *_terms(before, after, span[0]), None, _plain_span(span)
    )


def _terms(before: Agreement | None, after: Agreement, day: date) -> tuple[Clause | None, Clause | None]:
    """What says the term on that day, before and after."""
    earlier = before.timeline.on(day).clause("term") if before is not None else None
    return earlier, after.timeline.on(day).clause("term")
