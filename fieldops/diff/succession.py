"""A contract compared with the one that it continues: what held at the end of that one, and what holds in its place.

Lives here: what of both is the same question. Does not live here: two versions of one contract (versions).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.obligations import DueObligation, due_between
from fieldops.contracts.reasons import Clause
from fieldops.contracts.renewal import TermPeriod
from fieldops.diff.days import Dated, gap_after, warranty_dates
from fieldops.diff.difference import Difference, Effect, Said, in_order
from fieldops.diff.due import count_of, name_of_due
from fieldops.diff.versions import Pair, Workspaces, called_as, dated, in_force, moves, signed
from fieldops.errors import Named

# What happened to the old contract, or belongs to each of the two.
_HISTORY = frozenset({"amendments", "notices", "handover", "acceptances", "predecessor", "id"})
# Both have their own first and last day, told in one sentence.
_TERM = frozenset({"diff.term.start", "diff.term.end"})
# What falls due once, at the end of each term.
_OF_THE_TERM = frozenset({"renewal_notice", "renewal", "warranty_end", "qualification_end"})


def succession(
    before: Agreement, after: Agreement, workspaces: Workspaces = (None, None)
) -> list[Difference]:
    """What the contract `after` means otherwise than the one `before` it did at its end, the worst first.

    Compared is what is in force from the first day of `after` on; of what falls due, how often in a period of each.
    """
    since = after.timeline.start
    pair = Pair(before, called_as(after, before.id), workspaces)
    found = [each for each in signed(pair) if each.group.section not in _HISTORY]
    found += [each for each in in_force(pair, since) if each.code not in _TERM]
    found += [*dated(_terms(before, after), "term", before, after), *moves(before, after, since)]
    gap = gap_after(None, after, (), before.timeline.service)
    found += dated(gap, "term", before, after)
    found += dated(warranty_dates(before, after, since), "warranties", before, after)
    found += dated(_how_often(before, after), "inspections", before, after)
    return in_order(found)


def _terms(before: Agreement, after: Agreement) -> Iterator[Dated]:
    """From when to when both are: one follows the other."""
    was, now = _last_period(before, after), after.timeline.on(after.timeline.start).period
    clauses = before.timeline.on(was.last).clause("term"), after.timeline.on(now.first).clause("term")
    told = Said("diff.term.follows", {"old": _span(was), "new": _span(now)})
    yield Dated(told, *clauses, _plain(was), _plain(now))


def _plain(period: TermPeriod) -> list[str]:
    return [period.first.isoformat(), period.last.isoformat()]


def _last_period(before: Agreement, after: Agreement) -> TermPeriod:
    """The period of the earlier contract that ends when the later one begins, or its last one."""
    day = min(after.timeline.start - timedelta(days=1), before.timeline.end or date.max)
    return before.timeline.on(max(day, before.timeline.start)).period


def _how_often(before: Agreement, after: Agreement) -> Iterator[Dated]:
    """What falls due less or more often than it did, in the last period of the one and the first of the other."""
    was, now = _last_period(before, after), after.timeline.on(after.timeline.start).period
    old, new = _due(before, was), _due(after, now)
    counts = Counter(map(_id, old)), Counter(map(_id, new))
    named = {_id(each): each for each in (*old, *new)}
    for id, one in named.items():
        difference = _rate(counts[0][id], was, counts[1][id], now)
        if difference != "other":
            values = {
                "what": name_of_due(one),
                "old": count_of(one, counts[0][id]),
                "new": count_of(one, counts[1][id]),
                "old_days": _span(was),
                "new_days": _span(now),
            }
            expected = _expected(counts[0][id], was, now)
            code = "diff.due.often" if expected == counts[0][id] else "diff.due.often-otherwise"
            told = Said(code, {**values, "expected": count_of(one, round(expected))}, difference)
            yield Dated(told, _clause(old, id), _clause(new, id), counts[0][id], counts[1][id])


def _due(side: Agreement, period: TermPeriod) -> list[DueObligation]:
    found = due_between(side, period.first, period.last)
    return [each for each in found if each.kind not in _OF_THE_TERM]


def _rate(old: int, was: TermPeriod, new: int, now: TermPeriod) -> Effect:
    """Whether it comes less or more often: by at least one time more than the length of the periods explains."""
    expected = _expected(old, was, now)
    if abs(new - expected) < 1:
        return "other"
    return "worse" if new < expected else "better"


def _expected(old: int, was: TermPeriod, now: TermPeriod) -> float:
    """How often it would be in the later period, at the rate of the earlier one."""
    lengths = [(period.last - period.first).days + 1 for period in (was, now)]
    # Of two years one may be longer by a day.
    return old if abs(lengths[0] - lengths[1]) < 3 else old * lengths[1] / lengths[0]


def _span(period: TermPeriod) -> Named:
    return Named("diff.span", first=period.first.isoformat(), last=period.last.isoformat())


def _clause(found: list[DueObligation], id: str) -> Clause | None:
    return next((each.clause for each in found if _id(each) == id), None)


def _id(due: DueObligation) -> str:
    """The id of what falls due without that of its contract."""
    return due.id.partition("/")[2] or due.id
