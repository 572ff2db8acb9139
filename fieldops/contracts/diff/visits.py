"""Inspections and other obligations whose due dates appear, move or vanish."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.diff.said import Said, said
from fieldops.contracts.diff.wording import listed, text
from fieldops.contracts.obligations import DueObligation, due_between
from fieldops.contracts.wording import word
from fieldops.dates.periods import Period, add_period
from fieldops.documents.typed import Text
from fieldops.documents.yaml_text import Path
from fieldops.errors import Named

# How far dates are compared: what is due later follows the same rule.
_AHEAD = Period(24, "month")
# These are said with the term, the warranty and the team that they come from.
_SAID_ELSEWHERE = {"renewal_notice", "renewal", "warranty_end", "qualification_end"}


@dataclass(frozen=True, slots=True)
class DueDates:
    """A sentence about due dates of one clause: `old` and `new` are all the days that are gone and that are new."""

    said: Said
    before: tuple[str, str, Path] | None
    after: tuple[str, str, Path] | None
    old: list[str]
    new: list[str]


def due_dates(before: Agreement | None, after: Agreement | None, from_day: date | None) -> Iterator[DueDates]:
    """What falls due on other days, clause by clause, for 24 months from `from_day`, but not before both terms begin."""
    starts = [side.contract.term.start for side in (before, after) if side is not None]
    first = max([*starts, *([from_day] if from_day else [])])
    last = add_period(first, _AHEAD) - timedelta(days=1)
    old, new = _by_clause(before, first, last), _by_clause(after, first, last)
    for id in [*new, *(id for id in old if id not in new)]:
        yield from _clause(old.get(id, []), new.get(id, []))


def _by_clause(side: Agreement | None, first: date, last: date) -> dict[str, list[DueObligation]]:
    found: dict[str, list[DueObligation]] = {}
    for due in due_between(side, first, last) if side is not None else ():
        if due.kind not in _SAID_ELSEWHERE:
            found.setdefault(due.id, []).append(due)
    return found


def _clause(old: list[DueObligation], new: list[DueObligation]) -> Iterator[DueDates]:
    was, now = [due.day.isoformat() for due in old], [due.day.isoformat() for due in new]
    gone, come = [day for day in was if day not in now], [day for day in now if day not in was]
    if not gone and not come:
        return
    named = (new or old)[0]
    what = _what(named)
    count = partial(_count, named)
    places = (old[0].clause if old else None, new[0].clause if new else None)
    if len(gone) == len(come) and len(was) == len(now):
        moves = listed(Named("diff.move", old=day, new=to) for day, to in zip(gone, come, strict=True))
        sentence = said("diff.due.move", what=what, count=count(gone), days=moves)
        yield DueDates(sentence, *places, gone, come)
        return
    if gone:
        sentence = said("diff.due.vanish", what=what, count=count(gone), days=listed(gone))
        yield DueDates(sentence, *places, gone, [])
    if come:
        sentence = said("diff.due.appear", what=what, count=count(come), days=listed(come))
        yield DueDates(sentence, *places, [], come)


def _count(due: DueObligation, days: list[str]) -> Named:
    """So many visits of an inspection, or due dates of anything else."""
    if due.id.split("/")[1:2] == ["inspections"]:
        return Named("diff.visit" if len(days) == 1 else "diff.visits", count=len(days))
    return Named("diff.date" if len(days) == 1 else "diff.dates", count=len(days))


def _what(due: DueObligation) -> object:
    name = text(due.title) if isinstance(due.title, Text) else word(due.kind, "kind")
    return Named("diff.named", id=due.id.rsplit("/", 1)[-1], name=name)
