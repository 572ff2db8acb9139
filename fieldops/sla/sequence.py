"""What cannot follow each other among the events of an order: whoever looks at the two of them sees that one is wrong. Pure.

Nobody accepts what was given to nobody, sets out to where he is already, or needs a part for what is solved. People come
twice, and faults come back: where something says so, or a note does, nothing is wrong. What happened at one time may have been
written down in any order. The same rules hold for a file of events (`sla status`) and for what is told of an order on record.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from fieldops.contracts.wording import moment
from fieldops.dates.instants import utc
from fieldops.errors import Named, Problem
from fieldops.sla.events import Event, OrderLog
from fieldops.structs import Struct

# What makes somebody go there once more; so does it that somebody else is sent.
_AGAIN = frozenset(
    {
        "engineer_unavailable",
        "part_needed",
        "paused",
        "resumed",
        "workaround",
        "action_taken",
        "deadline_agreed",
    }
)
# What nobody does for a fault that is solved.
_UNSOLVED = frozenset({"part_needed", "workaround"})


class Contradiction(Struct, frozen=True):
    """That the event number `event` of a log cannot be after the event number `first`, or without something that is missing
    (None); `code` says why.
    """

    code: str
    event: int
    first: int | None = None

    def said(self, events: Sequence[Event], order: str, zone: ZoneInfo) -> dict[str, object]:
        """The values of its sentence."""
        event = events[self.event]
        values: dict[str, object] = {"order": order, "at": moment(event.at, zone)}
        if self.first is not None:
            values["first"] = moment(events[self.first].at, zone)
        if self.code == "order.resolved-before-that":
            values["kind"] = Named(f"order.event-{event.kind}")
        return values


def impossible(log: OrderLog, zone: ZoneInfo) -> Iterator[Problem]:
    """Everything in the log that cannot have happened so, each at its place."""
    events, order = log.events, log.order or "-"
    for wrong in contradictions(events):
        yield Problem(events[wrong.event].position, wrong.code, wrong.said(events, order, zone))
    for at, each in enumerate(events):
        if each.kind == "confirmed" and is_unresolved([one.kind for one in events[:at]]):
            yield Problem(each.position, "order.not-resolved", {"order": order})


def is_unresolved(kinds: Sequence[str]) -> bool:
    """Whether nothing was resolved by events of these kinds since the fault was last reported: nobody can confirm that it was."""
    return (
        next((each for each in reversed(kinds) if each in ("resolved", "reported_again")), None) != "resolved"
    )


def contradictions(events: Sequence[Event]) -> tuple[Contradiction, ...]:
    """Everything among these events that cannot have happened so, in order of time."""
    return tuple(each for round in _rounds(events) for each in _within(events, round))


def _rounds(events: Sequence[Event]) -> Iterator[range]:
    """The events between one report of the fault and the next: each begins anew."""
    begun = 0
    for at, each in enumerate(events):
        if each.kind == "reported_again" or (each.kind == "rejected" and each.to == "dispatch_again"):
            yield range(begun, at)
            begun = at
    yield range(begun, len(events))


def _within(events: Sequence[Event], round: range) -> Iterator[Contradiction]:
    for at in round:
        each = events[at]
        if each.kind == "accepted" and not each.person and not any(_given_until(events, at)):
            yield Contradiction("order.accepted-of-nobody", at)
        if each.kind == "departed" and not each.note and (there := _is_there(events, round, at)) is not None:
            yield Contradiction("order.departed-after-arrival", at, there)
        if each.kind in _UNSOLVED and (solved := _before(events, round, at, "resolved")) is not None:
            yield Contradiction("order.resolved-before-that", at, solved)


def _given_until(events: Sequence[Event], at: int) -> Iterator[Event]:
    """Each time it was given to somebody until then."""
    return (each for each in events if each.kind == "assigned" and utc(each.at) <= utc(events[at].at))


def _is_there(events: Sequence[Event], round: range, at: int) -> int | None:
    """The arrival of whoever sets out then, where nothing says that it is another trip."""
    arrived = _before(events, round, at, "arrived")
    if arrived is None:
        return None
    sent = {each.person for each in _given_until(events, arrived)}
    again = any(
        each.kind in _AGAIN or (each.kind == "assigned" and sent and each.person not in sent)
        for each in events[arrived + 1 : at]
    )
    later = any(each.kind == "arrived" for each in events[arrived + 1 : round.stop])
    return None if again or later else arrived


def _before(events: Sequence[Event], round: range, at: int, kind: str) -> int | None:
    """The last event of that kind at an earlier time."""
    found = (
        one
        for one in reversed(round)
        if events[one].kind == kind and utc(events[one].at) < utc(events[at].at)
    )
    return next(found, None)
