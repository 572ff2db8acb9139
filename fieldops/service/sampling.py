"""Which orders of a month are drawn for the audit that a contract promises: at random, and the same for whoever draws again. G1. Pure.

The draw follows from all orders of the month together, as they were written down: before the month is over nobody can know it,
and afterwards nobody can change it without another order in the record.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import date, timedelta

from fieldops.contracts.agreement import Agreement
from fieldops.errors import UsageError
from fieldops.service.orders import Order
from fieldops.structs import Struct

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


class Month(Struct, frozen=True):
    """A month of a year."""

    year: int
    number: int

    @property
    def last(self) -> date:
        """Its last day."""
        following = date(self.year + self.number // 12, self.number % 12 + 1, 1)
        return following - timedelta(days=1)

    def holds(self, day: date) -> bool:
        """Whether that day is in it."""
        return (day.year, day.month) == (self.year, self.number)


def month_of(text: str, today: date) -> Month:
    """The month that is written so, such as 2026-10. Raises UsageError, also where it is not over on `today`."""
    found = _MONTH.fullmatch(text.strip())
    if found is None or int(found[1]) in (0, date.max.year):
        raise UsageError("sample.no-month", text=text)
    month = Month(int(found[1]), int(found[2]))
    if month.last >= today:
        raise UsageError("sample.not-over", month=text, last=month.last.isoformat())
    return month


def percent_drawn(agreement: Agreement, month: Month) -> int:
    """How many of a hundred orders the contract lets draw, by its terms at the end of the month. Raises UsageError for none."""
    quality = agreement.terms_on(month.last).contract.quality
    if quality is None or quality.sample is None:
        raise UsageError("sample.not-promised", contract=agreement.id)
    return quality.sample.percent


def drawn(orders: Iterable[Order], percent: int) -> frozenset[str]:
    """The numbers of the orders that are drawn of these: so many of a hundred, rounded up, so that of a few there is one."""
    every = sorted(orders, key=lambda each: each.id)
    seed = hashlib.sha256()
    for each in every:
        opened = each.opened
        seed.update(f"{each.id}\n{opened.reported.isoformat()}\n{opened.at.isoformat()}\n".encode())
    count = -(-len(every) * percent // 100)
    lots = sorted(every, key=lambda each: hashlib.sha256(seed.digest() + each.id.encode()).digest())
    return frozenset(each.id for each in lots[:count])
