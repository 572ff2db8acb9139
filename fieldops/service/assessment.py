"""The assessment of a quarter: of each engineer under each contract the orders, times kept and missed, and what speaks against them. B5

Everything is counted from the orders themselves by the contract's own rules: which times there are, which notices an order
that stays open earns, and which of them are entered in the assessment. Pure; "now" is that of the standings.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from fieldops.contracts.agreement import Agreement
from fieldops.dates.instants import utc
from fieldops.errors import UsageError
from fieldops.service.agenda import notice_sent
from fieldops.service.orders import Order
from fieldops.service.standing import Standing
from fieldops.structs import Struct

_QUARTER = re.compile(r"([0-9]{4})-?[Qq]([1-4])")
# What is counted of an order, in the order in which it is shown; public: JSON has these words.
COUNTED = (
    "orders", "closed", "kept", "missed", "undetermined",
    "notices", "entered", "complaints", "call_backs", "rejected", "signatures_refused", "voided",
)  # fmt: skip
# What is told of an order and counted when it happens.
_TOLD = {
    "customer_complained": "complaints",
    "called_back": "call_backs",
    "rejected": "rejected",
    "signature_refused": "signatures_refused",
}
# A request that is itself what `customer_complained` says of another one.
_COMPLAINT = "complaint"
_TIMES = ("milestone", "document")
_STATES = {"met": "kept", "late": "missed", "undetermined": "undetermined"}


class Quarter(Struct, frozen=True):
    """A quarter of a year, from 1 to 4."""

    year: int
    number: int

    def holds(self, day: date) -> bool:
        """Whether that day is in it."""
        return (day.year, (day.month + 2) // 3) == (self.year, self.number)

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"


class Row(Struct, frozen=True):
    """What is counted for an engineer under a contract; `person` None for what nobody was assigned to. Of that `position` says
    whose it is where nobody is sent for it, such as the quality department's complaints; None: it waits for an engineer.
    """

    contract: str
    person: str | None
    counts: dict[str, int]
    position: str | None = None


class Entry(Struct, frozen=True):
    """A notice that an order has earned in the quarter by staying open: since when, when it was sent, where it is entered."""

    order: str
    contract: str
    person: str | None
    notice: str
    due: datetime
    sent: datetime | None
    entered_in: str | None


def quarter_of(text: str) -> Quarter:
    """The quarter that is written so, such as 2026Q1. Raises UsageError."""
    found = _QUARTER.fullmatch(text.strip())
    if found is None:
        raise UsageError("assessment.no-quarter", text=text)
    return Quarter(int(found[1]), int(found[2]))


def quarter_on(day: date) -> Quarter:
    """The quarter in which a day lies."""
    return Quarter(day.year, (day.month + 2) // 3)


def quarter_at(now: datetime, zones: Iterable[ZoneInfo]) -> Quarter | None:
    """The quarter that runs at `now` (aware) where the contracts are; None where there are no contracts.

    Raises UsageError where it is one here and another there: on the day on which a quarter ends.
    """
    running = {str(found): found for zone in zones for found in [quarter_on(now.astimezone(zone).date())]}
    if len(running) > 1:
        raise UsageError("assessment.which-quarter", choices=tuple(sorted(running)))
    return next(iter(running.values()), None)


def assessed(
    standings: Iterable[tuple[Standing, Agreement]], quarter: Quarter
) -> tuple[tuple[Row, ...], tuple[Entry, ...]]:
    """What is counted, by contract and engineer, and every notice of the quarter.

    An order with its times counts in the quarter in which it was reported, for whom it was assigned to last; what happens
    to it counts in the quarter of that day, for whom it was assigned to then. A complaint about an order counts once, for
    whoever that was assigned to. Days are those of the contract's zone.
    """
    standings = tuple(standings)
    complaints = _Complaints(each for each, _ in standings)
    counts: dict[tuple[str, str, str], Counter[str]] = {}
    entries: list[Entry] = []
    for standing, agreement in standings:
        contract = standing.order.opened.contract
        for (person, position), what in _counted(standing, agreement, quarter, complaints):
            counts.setdefault((contract, person, position), Counter())[what] += 1
        entries += _entries(standing, agreement, quarter)
    rows = (
        Row(contract, person or None, {name: found[name] for name in COUNTED}, position or None)
        for (contract, person, position), found in sorted(counts.items())
    )
    return tuple(rows), tuple(sorted(entries, key=lambda each: (utc(each.due), each.order)))


class _Complaints:
    """Which complaints are told of the order that they are about, and which of them were opened by mistake."""

    def __init__(self, standings: Iterable[Standing]) -> None:
        self.told: set[str] = set()
        self.voided: set[str] = set()
        for each in standings:
            self.told.update(each.order.complaints)
            if each.stage == "voided":
                self.voided.add(each.order.id)


def _counted(
    standing: Standing, agreement: Agreement, quarter: Quarter, complaints: _Complaints
) -> Iterator[tuple[tuple[str, str], str]]:
    order = standing.order
    if quarter.holds(order.opened.reported.astimezone(agreement.zone).date()):
        is_told = order.id in complaints.told
        yield from ((_whose(standing, standing.now), what) for what in _of_the_order(standing, is_told))
    for told in order.told:
        counts = told.kind in _TOLD and told.about not in complaints.voided
        if counts and quarter.holds(told.time.astimezone(agreement.zone).date()):
            yield _whose(standing, told.time), _TOLD[told.kind]
    for entry in _entries(standing, agreement, quarter):
        yield _whose(standing, entry.due), "notices"
        if entry.entered_in is not None:
            yield _whose(standing, entry.due), "entered"


def _whose(standing: Standing, at: datetime) -> tuple[str, str]:
    """To whom it was assigned then, else the position whose it is where nobody is sent for it; "" for none."""
    person = _assigned_at(standing.order, at)
    if person is not None or standing.sends:
        return person or "", ""
    states = standing.clocks.states if standing.clocks is not None else ()
    named = (each.deadline.promise.by for each in states if each.deadline.promise.by is not None)
    return "", next(named, "hotline")


def _of_the_order(standing: Standing, is_told: bool) -> Iterator[str]:
    if standing.stage == "voided":
        yield "voided"
        return
    yield "orders"
    if standing.order.opened.request == _COMPLAINT and not is_told:
        yield "complaints"
    if standing.stage == "closed":
        yield "closed"
    for state in standing.clocks.states if standing.clocks is not None else ():
        if state.deadline.kind in _TIMES and state.state in _STATES:
            yield _STATES[state.state]


def _entries(standing: Standing, agreement: Agreement, quarter: Quarter) -> Iterator[Entry]:
    for step in standing.status.steps if standing.status is not None else ():
        if step.kind == "notice" and quarter.holds(step.at.astimezone(agreement.zone).date()):
            yield Entry(
                order=standing.order.id,
                contract=standing.order.opened.contract,
                person=_assigned_at(standing.order, step.at),
                notice=step.id,
                due=step.at,
                sent=notice_sent(standing.order, step),
                entered_in=step.entered_in,
            )


def _assigned_at(order: Order, at: datetime) -> str | None:
    """To whom it was assigned last at that time."""
    given = (
        each.person for each in reversed(order.told) if each.kind == "assigned" and utc(each.time) <= utc(at)
    )
    return next(given, None)
