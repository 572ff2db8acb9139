"""Inspections and other obligations whose due dates appear, move or vanish."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.obligations import DueObligation, due_between, term_ends
from fieldops.contracts.reasons import Clause
from fieldops.contracts.schedules import occurrences
from fieldops.contracts.wording import word
from fieldops.dates.periods import Period, add_period
from fieldops.diff.difference import Effect, Said, said
from fieldops.diff.wording import day_in_words, listed, text
from fieldops.documents.typed import Text
from fieldops.errors import Named
from fieldops.structs import replaced

# How far dates are compared; nobody plans the visits of a longer term day by day.
_AHEAD = Period(10, "year")
# So many days are listed one by one (quarterly ones for ten years); of more, the first, the last and how many.
_LISTED = 40
_OF_THE_TERM = {"renewal_notice", "renewal"}
# These are said with the warranty and the team that they come from.
_SAID_ELSEWHERE = {"warranty_end", "qualification_end"}


@dataclass(frozen=True, slots=True)
class DueDates:
    """A sentence about due dates of one clause: `old` and `new` are all the days that are gone and that are new."""

    said: Said
    before: Clause | None
    after: Clause | None
    old: list[str]
    new: list[str]


def due_dates(before: Agreement | None, after: Agreement | None, from_day: date | None) -> Iterator[DueDates]:
    """What falls due on other days, clause by clause, from `from_day` to the end of the longer term.

    Of a contract that renews itself to the end of the next period, and at most for ten years (`compared_until`). The
    next end of the term and day for its notice are compared whenever they are.
    """
    last = _cap(before, after, from_day)
    old, new = (_by_clause(side, from_day or date.min, last) for side in (before, after))
    for id in [*new, *(id for id in old if id not in new)]:
        yield from _clause(old.get(id, []), new.get(id, []), before is None)


def compared_until(before: Agreement | None, after: Agreement | None, from_day: date | None) -> date | None:
    """The last day on which due dates are compared, None where nothing falls due after it on either side."""
    cap = _cap(before, after, from_day)
    return cap if any(_goes_on(side, cap) for side in (before, after) if side is not None) else None


def _cap(before: Agreement | None, after: Agreement | None, from_day: date | None) -> date:
    sides = [side for side in (before, after) if side is not None]
    first = max(min(side.timeline.start for side in sides), from_day or date.min)
    try:
        furthest = add_period(first, _AHEAD) - timedelta(days=1)
    except OverflowError:
        furthest = date.max
    if all(side.timeline.end is not None for side in sides):
        return furthest
    return min(furthest, max(side.timeline.end or _next_period(side, first) for side in sides))


def _next_period(side: Agreement, day: date) -> date:
    """The last day of the period of service after the one that `day` lies in."""
    going_on = side.timeline.on(day)
    return side.timeline.on(_next(going_on.contract.term.end)).contract.term.end


def _goes_on(side: Agreement, cap: date) -> bool:
    """Whether anything falls due after the day `cap`."""
    terms = side.timeline.on(_next(cap)).contract
    schedules = [each.schedule for each in terms.inspections] + [each.schedule for each in terms.obligations]
    if side.timeline.end is None:
        return any(schedules)
    return any(True for one in schedules if one for _ in occurrences(side, terms, one, _next(cap)))


def _next(day: date) -> date:
    return day + timedelta(days=1) if day < date.max else day


def _by_clause(side: Agreement | None, first: date, last: date) -> dict[str, list[DueObligation]]:
    if side is None:
        return {}
    found: dict[str, list[DueObligation]] = {}
    for due in due_between(side, first, last):
        if due.kind in _OF_THE_TERM:
            # Of a term that is renewed by itself, the next end; so do all others move.
            found.setdefault(due.id, [due])
        elif due.kind not in _SAID_ELSEWHERE:
            found.setdefault(due.id, []).append(due)
    return {**{due.id: [due] for due in term_ends(side)}, **found}


def _clause(old: list[DueObligation], new: list[DueObligation], appears: bool) -> Iterator[DueDates]:
    was, now = {due.day for due in old}, {due.day for due in new}
    gone, come = [due for due in old if due.day not in now], [due for due in new if due.day not in was]
    if (not gone and not come) or (appears and (new or old)[0].kind == "renewal"):
        return
    named = (new or old)[0]
    what = name_of_due(named)
    places = (old[0].clause if old else None, new[0].clause if new else None)
    if named.kind in _OF_THE_TERM:
        yield DueDates(_of_the_term(what, gone, come), *places, _plain(gone), _plain(come))
        return
    effect: Effect = "other" if len(was) == len(now) else "worse" if len(was) > len(now) else "better"
    if len(gone) == len(come) and len(was) == len(now):
        sentence = said("diff.due.move", what=what, count=count_of(named, len(gone)), days=_moves(gone, come))
        yield DueDates(sentence, *places, _plain(gone), _plain(come))
        return
    if gone:
        sentence = said("diff.due.vanish", what=what, count=count_of(named, len(gone)), days=_days(gone))
        yield DueDates(replaced(sentence, effect=effect), *places, _plain(gone), [])
    if come:
        sentence = said("diff.due.appear", what=what, count=count_of(named, len(come)), days=_days(come))
        yield DueDates(replaced(sentence, effect=effect), *places, [], _plain(come))


def _of_the_term(what: object, gone: list[DueObligation], come: list[DueObligation]) -> Said:
    if gone and come:
        return said("diff.day.move", what=what, days=_moves(gone, come))
    return said("diff.day.appear" if come else "diff.day.vanish", what=what, days=_days(come or gone))


def _plain(due: list[DueObligation]) -> list[str]:
    return [each.day.isoformat() for each in due]


def _days(due: list[DueObligation]) -> object:
    if _many(due):
        # The mark of any day in between stands at the last one: the further away, the less is decreed.
        provisional = any(each.provisional for each in due)
        return Named("diff.from-to", first=_day(due[0]), last=day_in_words(due[-1].day, provisional))
    return listed([_day(each) for each in due], _LISTED)


def _moves(gone: list[DueObligation], come: list[DueObligation]) -> object:
    moves: list[object] = [
        Named("diff.move", old=_day(was), new=_day(now)) for was, now in zip(gone, come, strict=True)
    ]
    if _many(gone):
        return Named("diff.from-to", first=moves[0], last=moves[-1])
    return listed(moves, _LISTED)


def _many(due: list[DueObligation]) -> bool:
    return len(due) > 1 and (due[0].often or len(due) > _LISTED)


def _day(due: DueObligation) -> object:
    return day_in_words(due.day, due.provisional)


def count_of(due: DueObligation, count: int) -> Named:
    """So many visits of an inspection, or due dates of anything else."""
    if due.kind == "inspection":
        return Named("diff.visit" if count == 1 else "diff.visits", count=count)
    return Named("diff.date" if count == 1 else "diff.dates", count=count)


def name_of_due(due: DueObligation) -> object:
    """What falls due, by its title."""
    if due.kind in _OF_THE_TERM:
        return due.title
    name = text(due.title) if isinstance(due.title, Text) else word(due.kind, "kind")
    return Named("diff.named", id=due.id.rsplit("/", 1)[-1], name=name)
