"""The days that the term and the warranties cover: which begin or end on another day, and which stay uncovered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.cover import Cover, covers
from fieldops.contracts.model import Asset, Contract, Term
from fieldops.diff.difference import Said, said
from fieldops.diff.equipment import assets_in_words
from fieldops.diff.wording import day_in_words, listed, text
from fieldops.errors import Named

_DAY = timedelta(days=1)
Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Dated:
    """A sentence about dates of cover, for the assets (their ids), with the days before and after.

    `uses`: the index of the entry of `warranties` that says so, before and after; None where none does.
    """

    said: Said
    assets: tuple[str, ...]
    old: object
    new: object
    uses: tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Terms:
    """An agreement and the terms of it that are compared."""

    agreement: Agreement
    contract: Contract

    def covers(self) -> dict[tuple[str, str, int], Cover]:
        """Each cover by asset, warranty, and how many of the two came before."""
        found: dict[tuple[str, str, int], Cover] = {}
        for cover in covers(self.agreement, self.contract):
            number = sum(1 for key in found if key[:2] == (cover.asset.id, cover.warranty.id))
            found[cover.asset.id, cover.warranty.id, number] = cover
        return found


def warranty_dates(before: Terms | None, after: Terms) -> Iterator[Dated]:
    """Every change of the dates of cover, the assets of equal change together."""
    old, new = before.covers() if before else {}, after.covers()
    kept = {asset.id for asset in after.contract.assets}
    groups: dict[object, list[tuple[Cover | None, Cover | None]]] = {}
    for key in [*new, *(key for key in old if key not in new and key[0] in kept)]:
        was, now = old.get(key), new.get(key)
        days = (_days(was), _days(now))
        if days[0] != days[1]:
            asset = (now or was).asset  # type: ignore[union-attr]
            uses = (was.use if was else None, now.use if now else None)
            groups.setdefault((key[1], asset.category, days, uses), []).append((was, now))
    for pairs in groups.values():
        yield from _group(pairs)
    if before is not None:
        yield from _uncovered(before, after)


def _days(cover: Cover | None) -> object:
    return None if cover is None else (cover.start, cover.end, cover.missing)


def _group(pairs: list[tuple[Cover | None, Cover | None]]) -> Iterator[Dated]:
    was, now = pairs[0]
    some = [(new or old) for old, new in pairs]
    assets = [cover.asset for cover in some if cover is not None]
    cover = now or was
    assert cover is not None
    values: dict[str, object] = {"warranty": text(cover.warranty.title), "assets": assets_in_words(assets)}
    ids = tuple(asset.id for asset in assets)
    code, more, old, new = _move(was, now)
    uses = (was.use if was else None, now.use if now else None)
    yield Dated(Said(code, {**values, **more}), ids, old, new, uses)


Move = tuple[str, dict[str, object], object, object]


def _move(was: Cover | None, now: Cover | None) -> Move:
    """The sentence for one pair of covers: code, values, plain value before and after."""
    if was is None or now is None:
        return _one_side(was, now)
    if was.start != now.start:
        return _start(was, now)
    if was.end != now.end:
        return "diff.cover.end", {"old": _end(was), "new": _end(now)}, _iso(was.end), _iso(now.end)
    return "diff.cover.waits", {"events": _events(now)}, list(was.missing), list(now.missing)


def _one_side(was: Cover | None, now: Cover | None) -> Move:
    cover = now or was
    assert cover is not None
    span = [_iso(cover.start), _iso(cover.end)]
    if now is None:
        if cover.end is None:
            return "diff.cover.gone-unknown", {}, span, None
        return "diff.cover.gone", {"old": _end(cover)}, span, None
    if cover.start is None or cover.end is None:
        return "diff.cover.new-unknown", {"events": _events(cover)}, None, span
    return "diff.cover.new", {"start": _iso(cover.start), "end": _end(cover)}, None, span


def _start(was: Cover, now: Cover) -> Move:
    old, new = _iso(was.start), _iso(now.start)
    if was.start is None and now.end is not None:
        return "diff.cover.known", {"start": new, "end": _end(now)}, None, [new, _iso(now.end)]
    if now.start is None:
        return "diff.cover.unknown", {"events": _events(now), "old": old}, old, None
    if was.start is None or was.end == now.end:
        return "diff.cover.start", {"old": old or Named("value.not-known"), "new": new}, old, new
    values = {"start": new, "end": _end(now), "old_start": old, "old_end": _end(was)}
    return "diff.cover.moved", values, [old, _iso(was.end)], [new, _iso(now.end)]


def _end(cover: Cover) -> object:
    """The last day in words."""
    return day_in_words(cover.end, cover.provisional) if cover.end else Named("value.not-known")


def _events(cover: Cover) -> object:
    return listed(Named(f"value.{event}") for event in cover.missing)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


# --- days without cover ----------------------------------------------------------------------------------


def _uncovered(before: Terms, after: Terms) -> Iterator[Dated]:
    """Days of the new term on which an asset was covered before and is not any more, by anything."""
    old, new = _spans(before), _spans(after)
    uses = [{key[0]: cover.use for key, cover in reversed(side.covers().items())} for side in (before, after)]
    groups: dict[tuple[str | None, tuple[Span, ...]], list[Asset]] = {}
    for asset in after.contract.assets:
        known = new.get(asset.id, ())
        if known is None or old.get(asset.id) is None:
            continue
        term = after.contract.term
        lost = [clipped for span in without(old[asset.id] or [], known) if (clipped := _within(span, term))]
        if lost:
            groups.setdefault((asset.category, tuple(lost)), []).append(asset)
    for (_, spans), assets in groups.items():
        days = listed(span_in_words(span) for span in spans)
        plain = [[first.isoformat(), last.isoformat()] for first, last in spans]
        sentence = said("diff.cover.lost", assets=assets_in_words(assets), days=days)
        first, later = (side.get(assets[0].id) for side in uses)
        yield Dated(sentence, tuple(asset.id for asset in assets), None, plain, (first, later))


def _spans(terms: Terms) -> dict[str, list[Span] | None]:
    """The covered spans of each asset; None where a date of one is not known."""
    found: dict[str, list[Span] | None] = {}
    for cover in covers(terms.agreement, terms.contract):
        spans = found.setdefault(cover.asset.id, [])
        if cover.start is None or cover.end is None:
            found[cover.asset.id] = None
        elif spans is not None:
            spans.append((cover.start, cover.end))
    return found


def without(spans: list[Span], others: list[Span] | tuple[()]) -> list[Span]:
    """The days of `spans` that are in none of `others`, as spans of first and last day, in order and joined."""
    left = sorted(spans)
    for first, last in others:
        cut: list[Span] = []
        for begin, end in left:
            if last < begin or end < first:
                cut.append((begin, end))
                continue
            if begin < first:
                cut.append((begin, first - _DAY))
            if last < end:
                cut.append((last + _DAY, end))
        left = cut
    joined: list[Span] = []
    for begin, end in sorted(left):
        if joined and begin <= joined[-1][1] + _DAY:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((begin, end))
    return joined


def _within(span: Span, term: Term) -> Span | None:
    first, last = max(span[0], term.start), min(span[1], term.end)
    return (first, last) if first <= last else None


def span_in_words(span: Span) -> object:
    """From the first to the last day; one day alone."""
    first, last = span
    if first == last:
        return first.isoformat()
    return Named("diff.span", first=first.isoformat(), last=last.isoformat())


# --- days without a term ---------------------------------------------------------------------------------


def gap(earlier: Term | None, later: Term | None) -> Span | None:
    """The first and last day between two terms, None where there is none between them."""
    if earlier is None or later is None or later.start <= earlier.end + _DAY:
        return None
    return earlier.end + _DAY, later.start - _DAY


def term_gaps(
    old: Term | None, new: Term, earlier: tuple[Term | None, Term | None]
) -> Iterator[tuple[Said, list[str] | None]]:
    """Sentences about days that are not covered any more, or are again, with the days.

    `earlier`: the term of the contract that this one continues, before and after.
    """
    was, now = gap(earlier[0], old), gap(earlier[1], new)
    if now is not None and now != was:
        yield said("diff.gap.predecessor", days=span_in_words(now)), _plain(now)
    elif was is not None and now is None:
        yield said("diff.gap.closed", days=span_in_words(was)), None
    for span in _lost(old, new) if old is not None else ():
        if span == now:
            continue
        yield said("diff.gap.term", days=span_in_words(span)), _plain(span)


def _lost(old: Term, new: Term) -> list[Span]:
    """Days that lie in the old term or before the new one, and not in the new one any more.

    Where the new term follows after the old, the old has run its course: only what lies between them counts.
    """
    if new.start > old.end:
        between = gap(old, new)
        return [between] if between else []
    return without([(old.start, old.end)], [(new.start, new.end)])


def _plain(span: tuple[date, date]) -> list[str]:
    return [span[0].isoformat(), span[1].isoformat()]
