"""What was due by what was agreed earlier, and is due no longer: what an amendment or a notice took away. Pure.

Whoever took an earlier calendar file still has these days. What is due now is `fieldops.contracts.obligations`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.obligations import Completed, DueObligation, due_between
from fieldops.structs import replaced

# Days before and after the wanted ones, in which the same occurrence may lie by the terms of now.
_MOVED = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Dropped:
    """An occurrence as it was due, and the day on which it was agreed (or told by a notice) that it is not."""

    due: DueObligation
    since: date


def dropped_between(agreement: Agreement, first: date, last: date, completed: Completed) -> list[Dropped]:
    """Every occurrence that was due from `first` to `last` by an earlier text and is due by the present one on no day, and
    that nobody has done; by day.
    """
    days = sorted(
        {one.date for one in agreement.signed.amendments} | {n.given for n in agreement.signed.notices}
    )
    if not days:
        return []
    present = {each.key for each in due_between(agreement, _moved(first, -1), _moved(last, 1), completed)}
    found: dict[str, Dropped] = {}
    for day, earlier in _before_each(agreement, days):
        found |= {
            each.key: Dropped(each, day)
            for each in due_between(earlier, first, last, completed)
            if each.key not in present and completed(each) is None
        }
    return sorted(found.values(), key=lambda each: (each.due.day, each.due.key))


def _before_each(agreement: Agreement, days: list[date]) -> Iterator[tuple[date, Agreement]]:
    """The contract as it was agreed before each of these days."""
    for day in days:
        signed = agreement.signed
        amendments = tuple(one for one in signed.amendments if one.date < day)
        notices = tuple(one for one in signed.notices if one.given < day)
        yield day, replaced(agreement, signed=replaced(signed, amendments=amendments, notices=notices))


def _moved(day: date, sign: int) -> date:
    return date.fromordinal(min(max(day.toordinal() + sign * _MOVED.days, 1), date.max.toordinal()))
