"""Days of cover and of service in words: which begin or end on another day, and which stay without any."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import Warranty
from fieldops.contracts.reasons import Clause
from fieldops.dates.spans import Span, day_after, shared, without
from fieldops.diff.cover import ALWAYS, CoverChange, CoverLost, Stretch, Track, compared_cover
from fieldops.diff.difference import Effect, Said, said
from fieldops.diff.equipment import assets_in_words
from fieldops.diff.wording import day_in_words, listed, text
from fieldops.errors import Named

_DAY = timedelta(days=1)


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


# --- warranties --------------------------------------------------------------------------------------------


def warranty_dates(before: Agreement | None, after: Agreement, since: date) -> Iterator[Dated]:
    """Every change of the days of cover from the day `since` on, the assets of equal change together."""
    found, lost = compared_cover(before, after, since)
    changes: dict[object, list[CoverChange]] = {}
    for one in found:
        alike = (one.warranty.id, one.asset.category, one.old, one.new, one.before, one.after, one.elsewhere)
        changes.setdefault(alike, []).append(one)
    yield from map(_changed, changes.values())
    losses: dict[object, list[CoverLost]] = {}
    for loss in lost:
        losses.setdefault((loss.asset.category, loss.days, loss.before, loss.after), []).append(loss)
    yield from map(_lost, losses.values())


def _changed(alike: list[CoverChange]) -> Dated:
    one, assets = alike[0], [each.asset for each in alike]
    code, more = _move(one.old, one.new)
    values = {"warranty": text(one.warranty.title), "assets": assets_in_words(assets), **more}
    ids = [asset.id for asset in assets]
    sides = (_plain(one.warranty, ids, track) if track else None for track in (one.old, one.new))
    return Dated(Said(code, values, _effect(one.old, one.new, one.elsewhere)), one.before, one.after, *sides)


def _effect(old: Track, new: Track, elsewhere: bool) -> Effect:
    """Whether days of cover are lost, or only won; of what has no dates yet, whether there is any.

    Days that another warranty covers `elsewhere` are not lost: what it covers may be more or less, so it is neither.
    """
    effect = _of_days(old, new)
    return "other" if effect == "worse" and elsewhere else effect


def _of_days(old: Track, new: Track) -> Effect:
    was, now = _known(old), _known(new)
    if was is None or now is None or not old or not new:
        return "better" if not old else "worse" if not new else "other"
    if without(was, now):
        return "worse"
    return "better" if without(now, was) else "other"


def _known(track: Track) -> list[Span] | None:
    spans = [(one.first, one.last) for one in track]
    known = [(first, last) for first, last in spans if first is not None and last is not None]
    return known if len(known) == len(spans) else None


def _lost(alike: list[CoverLost]) -> Dated:
    one, assets = alike[0], [each.asset for each in alike]
    days = listed(map(_span_in_words, one.days))
    plain = {"assets": [asset.id for asset in assets], "days": [_plain_span(span) for span in one.days]}
    sentence = Said("diff.cover.lost", {"assets": assets_in_words(assets), "days": days}, "worse")
    return Dated(sentence, one.before, one.after, None, plain)


_Move = tuple[str, dict[str, object]]


def _move(old: Track, new: Track) -> _Move:
    """The sentence for the days of one warranty before and after: its code and values."""
    if not all(map(_simple, (old, new))):
        return _in_stretches(old, new)
    if not old or not new:
        return _appears(new[0]) if new else _vanishes(old[0])
    return _moved(old[0], new[0])


def _simple(track: Track) -> bool:
    """Whether one sentence can say it by a first and a last day."""
    return len(track) < 2 and all(not one.waits or one.terms == ALWAYS for one in track)


def _appears(now: Stretch) -> _Move:
    if now.waits:
        return "diff.cover.new-unknown", {"events": _events(now)}
    return "diff.cover.new", {"start": _iso(now.first), "end": _end(now)}


def _vanishes(was: Stretch) -> _Move:
    return ("diff.cover.gone-unknown", {}) if was.last is None else ("diff.cover.gone", {"old": _end(was)})


def _moved(was: Stretch, now: Stretch) -> _Move:
    if was.first != now.first:
        return _start(was, now)
    if was.last != now.last:
        return "diff.cover.end", {"old": _end(was), "new": _end(now)}
    return "diff.cover.waits", {"events": _events(now)}


def _start(was: Stretch, now: Stretch) -> _Move:
    old, new = _iso(was.first), _iso(now.first)
    if was.first is None and now.last is not None:
        return "diff.cover.known", {"start": new, "end": _end(now)}
    if now.first is None:
        return "diff.cover.unknown", {"events": _events(now), "old": old}
    if was.first is None or was.last == now.last:
        return "diff.cover.start", {"old": old or Named("value.not-known"), "new": new}
    values = {"start": new, "end": _end(now), "old_start": old, "old_end": _end(was)}
    return "diff.cover.moved", values


def _in_stretches(old: Track, new: Track) -> _Move:
    was, now = (listed(map(_stretch_in_words, track)) for track in (old, new))
    if not old:
        return "diff.cover.new-days", {"new": now}
    if not new:
        return "diff.cover.gone-days", {"old": was}
    return "diff.cover.days", {"old": was, "new": now}


def _stretch_in_words(one: Stretch) -> object:
    if one.first is not None and one.last is not None:
        return _span_in_words((one.first, one.last), one.provisional)
    if one.first is not None:
        return Named("diff.days.open", first=_iso(one.first), events=_events(one))
    if one.terms == ALWAYS:
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


def _end(one: Stretch) -> object:
    """The last day in words."""
    return day_in_words(one.last, one.provisional) if one.last else Named("value.not-known")


def _events(one: Stretch) -> object:
    return listed(Named(f"value.{event}") for event in one.waits)


def _plain(warranty: Warranty, assets: list[str], track: Track) -> dict[str, object]:
    waits = dict.fromkeys(event for one in track for event in one.waits)
    days = [[_iso(one.first), _iso(one.last)] for one in track]
    return {"warranty": warranty.id, "assets": assets, "days": days, "waits_for": list(waits)}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _plain_span(span: Span) -> list[str | None]:
    return [span[0].isoformat(), None if span[1] == date.max else span[1].isoformat()]


# --- service -----------------------------------------------------------------------------------------------


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
    yield from gap_after(before, after, earlier_before, earlier_after)
    new_gap = _gap(earlier_after, now)
    if before is None:
        return
    for span in shared(_left(before, was, now), [(since, date.max)]):
        if span != new_gap:
            yield _days_of_service("diff.gap.term", span, before, after)
    if before.timeline.end is not None and after.timeline.end is None:
        ended = before.timeline.end
        sentence = said("diff.term.goes-on", end=after.timeline.on(ended).period.last.isoformat())
        yield Dated(sentence, *_terms(before, after, day_after(ended)), ended.isoformat(), None)


def gap_after(
    before: Agreement | None, after: Agreement, earlier_before: Iterable[Span], earlier_after: Iterable[Span]
) -> Iterator[Dated]:
    """Days without service between the contract that this one continues and it, which were not before, or are not now."""
    now = after.timeline.service
    was = before.timeline.service if before is not None else ()
    old_gap, new_gap = _gap(earlier_before, was), _gap(earlier_after, now)
    if new_gap is not None and new_gap != old_gap:
        yield _days_of_service("diff.gap.predecessor", new_gap, before, after)
    elif old_gap is not None and new_gap is None:
        sentence = said("diff.gap.closed", days=_span_in_words(old_gap))
        yield Dated(sentence, *_terms(before, after, old_gap[1]), None, None)


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
    end = before.timeline.final.contract.term.end
    begins = min((first for first, _ in now), default=date.min)
    if begins > end:
        return [(end + _DAY, begins - _DAY)] if begins > end + _DAY else []
    return without(was, now)


def _days_of_service(code: str, span: Span, before: Agreement | None, after: Agreement) -> Dated:
    return Dated(
        Said(code, {"days": _span_in_words(span)}, "worse"),
        *_terms(before, after, span[0]),
        None,
        _plain_span(span),
    )


def _terms(before: Agreement | None, after: Agreement, day: date) -> tuple[Clause | None, Clause | None]:
    """What says the term on that day, before and after."""
    earlier = before.timeline.on(day).clause("term") if before is not None else None
    return earlier, after.timeline.on(day).clause("term")
