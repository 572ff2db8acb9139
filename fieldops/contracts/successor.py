"""The contract that continues another one: what of it goes on, what does not, and for which days. Pure.

Lives here: the plain data of the new one. Does not live here: its text (fieldops.actions.renewals).
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import Contract, Term
from fieldops.contracts.versions import AMENDABLE
from fieldops.dates.periods import Period, add_period, parse_period, whole_periods
from fieldops.documents.schema import UNFILLED
from fieldops.documents.yaml_text import Path

# What happened to the old contract, and stays with it; and which of its warnings somebody has looked at.
HISTORY = ("amendments", "notices", "accepts")
# What both sides have to settle anew.
ANEW = ("number", "signed")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Successor:
    """What the new contract says otherwise: its first and last day, where each amended section stands that goes on (its
    path in the old document), and the paths of what is left out there.
    """

    id: str
    start: date
    end: date
    sections: dict[str, Path]
    left_out: tuple[Path, ...]


def successor_of(old: Agreement, id: str, day: date) -> Successor:
    """The contract of that id that continues `old` when the period of service that `day` lies in is over.

    It is as long as the term that was agreed, counted in months where that is whole months.
    """
    on = min(max(day, old.timeline.start), old.timeline.end or date.max)
    last = old.timeline.final if old.timeline.end is not None else old.timeline.on(on)
    ends = old.timeline.end or last.period.last
    start = ends + _DAY
    sections: dict[str, Path] = {
        name: ("amendments", at, "sets", name)
        for name, at in last.version.standing.items()
        if at is not None and name in AMENDABLE
    }
    data: Any = old.document.data
    gone: list[Path] = [(name,) for name in HISTORY if name in data]
    gone += [("assets", index, "swaps") for index in swapped(data)]
    gone += [
        ("handover", index, "received")
        for index, each in enumerate(data.get("handover", ()))
        if "received" in each
    ]
    agreed = _agreed(old.signed, last.version.standing.get("term"))
    length = _length(agreed.start, agreed.end)
    return Successor(id, start, add_period(start, length) - _DAY, sections, tuple(gone))


def _agreed(signed: Contract, amendment: int | None) -> Term:
    """The term as it was agreed, without the periods by which it went on."""
    sets = signed.amendments[amendment].sets if amendment is not None else None
    return sets.term if sets is not None and sets.term is not None else signed.term


def swapped(data: Mapping[str, Any]) -> list[int]:
    """Which entries of the equipment in a document have had parts replaced."""
    return [index for index, each in enumerate(data.get("assets", ())) if "swaps" in each]


def _length(start: date, end: date) -> Period:
    after = end + _DAY
    months = (after.year - start.year) * 12 + after.month - start.month
    if months > 0 and add_period(start, Period(months, "month")) == after:
        return Period(months, "month")
    return Period((after - start).days, "day")


def data_of(old: Mapping[str, Any], new: Successor) -> dict[str, Any]:
    """The plain data of the new contract document."""
    data: Any = copy.deepcopy(dict(old))
    for name, path in new.sections.items():
        data[name] = copy.deepcopy(old["amendments"][path[1]]["sets"][name])
    for path in new.left_out:
        inner: Any = data
        for step in path[:-1]:
            inner = inner[step]
        del inner[path[-1]]
    data["predecessor"] = data["id"]
    data["id"] = new.id
    for name in ANEW:
        if name in data:
            data[name] = UNFILLED
    data["term"] = {**data["term"], "start": new.start.isoformat(), "end": new.end.isoformat()}
    for path, day in list(_anchors(data, new.start)):
        data[path[0]][path[1]]["schedule"]["anchor"] = day.isoformat()
    filled: dict[str, Any] = data
    return filled


def anchors_of(data: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Where the first days of visits and obligations stand, and which they are."""
    for name in ("inspections", "obligations"):
        for index, each in enumerate(data.get(name, ())):
            if "anchor" in each.get("schedule", ()):
                yield (name, index, "schedule", "anchor"), str(each["schedule"]["anchor"])


def _anchors(data: Any, start: date) -> Iterator[tuple[Path, date]]:
    """The first days that lie before the new term, moved on by whole intervals: what comes every quarter stays in its months.

    Where that would lose the end of longer months, a person has to say the day. What lasts for a time from its first day on is counted from that day, and stays.
    """
    for path, day in anchors_of(data):
        schedule = data[path[0]][path[1]]["schedule"]
        every, anchor = parse_period(schedule["every"]), date.fromisoformat(day)
        if every is not None and anchor < start and "lasting" not in schedule:
            passed = whole_periods(anchor, every, start - _DAY) + 1
            day_of_term = add_period(anchor, every * passed)
            # From the 30th of a short month on, the last days of longer ones would be lost.
            if every.unit in ("day", "week") or day_of_term.day == anchor.day:
                yield path, day_of_term
