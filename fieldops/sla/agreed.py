"""Deadlines that both sides agreed for an order after its report: by its log, with whom, or by an amendment. Pure. A3 B4"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.reasons import Clause, Reason
from fieldops.contracts.wording import due_moment, word
from fieldops.dates.instants import first_instant
from fieldops.errors import Named
from fieldops.sla.events import Event
from fieldops.structs import Struct


class AgreedDeadline(Struct, frozen=True):
    """Until when a milestone has to be reached, agreed `on` that day: by an amendment (its `clause`), or `who` of the customer
    where the log says so.
    """

    milestone: str
    due: datetime
    on: date
    clause: Clause | None = None
    who: object = None

    def reason(self, zone: ZoneInfo, inner: tuple[Reason, ...] = ()) -> Reason:
        """That it was agreed; `inner`: what the contract would have promised."""
        values = {"day": self.on.isoformat(), "at": due_moment(self.due, zone)}
        said = Named("deadline.agreed", **values)
        if self.who is not None:
            said = Named("deadline.agreed-with", who=self.who, **values)
        return Reason(rule="agreed", result="yes", said=said, clause=self.clause, inner=inner)


def agreed_deadlines(
    agreement: Agreement, order: str | None, events: Sequence[Event], now: datetime
) -> tuple[AgreedDeadline, ...]:
    """All that were agreed for an order by `now` (aware), the one agreed last at the end."""
    found = [*_told(events, agreement.zone), *_amended(agreement, order, now)]
    return tuple(sorted(found, key=lambda each: each.on))


def _told(events: Sequence[Event], zone: ZoneInfo) -> Iterator[AgreedDeadline]:
    for each in events:
        if each.kind == "deadline_agreed" and each.milestone and each.due:
            due = each.due.astimezone(zone) if isinstance(each.due, datetime) else _end_of(each.due, zone)
            who = each.contact or (word(each.by) if each.by is not None else None)
            yield AgreedDeadline(each.milestone, due, each.at.astimezone(zone).date(), who=who)


def _amended(agreement: Agreement, order: str | None, now: datetime) -> Iterator[AgreedDeadline]:
    contract, zone = agreement.signed, agreement.zone
    for index, amendment in enumerate(contract.amendments):
        for at, entry in enumerate(amendment.deadlines):
            if entry.order == order and amendment.date <= now.astimezone(zone).date():
                clause = ("Contract", contract.id, ("amendments", index, "deadlines", at))
                yield AgreedDeadline(entry.milestone, _end_of(entry.due, zone), amendment.date, clause)


def _end_of(day: date, zone: ZoneInfo) -> datetime:
    """A day alone is over at its end."""
    return first_instant(day + timedelta(days=1), 0, zone).astimezone(zone)
