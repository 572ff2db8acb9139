"""Rules about what starts warranties and service: acceptances, deliveries, and the documents handed over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from fieldops.contracts.model.shared import HAPPENINGS
from fieldops.documents.workspace import Document, Workspace
from fieldops.errors import Problem
from fieldops.rules.rule import Rule, day_at, problem, warning
from fieldops.rules.sections import equipment, has, later, period_at, texts_at
from fieldops.structs import Struct

_ALL = "*"


class _Entry(Struct, frozen=True):
    """One entry of `acceptances`; `scopes` are the assets, the batch, or the whole contract it speaks about."""

    at: int
    event: str
    day: date | None
    scopes: frozenset[str]
    deemed_from: str | None


def _entries(document: Document) -> list[_Entry]:
    found = []
    for at in document.entries("acceptances"):
        event = document.text("acceptances", at, "event")
        batch = document.text("acceptances", at, "batch")
        assets = [f"asset {id}" for _, id in texts_at(document, "acceptances", at, "assets")]
        scopes = frozenset([f"batch {batch}"] if batch else assets or [_ALL])
        day = day_at(document, "acceptances", at, "date")
        if event is not None:
            found.append(_Entry(at, event, day, scopes, document.text("acceptances", at, "deemed_from")))
    return found


def _by_scope(document: Document) -> Iterator[list[_Entry]]:
    scopes: dict[str, list[_Entry]] = {}
    for entry in _entries(document):
        for scope in entry.scopes:
            scopes.setdefault(scope, []).append(entry)
    yield from scopes.values()


def acceptances_once(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """contract.acceptance-doubled: an event is told once for the contract, a batch or an asset.

    contract.start-is-the-term (warning): the contract's start is its term's, an entry for it has no effect.
    """
    told: set[int] = set()
    for entries in _by_scope(document):
        first: dict[str, _Entry] = {}
        for entry in entries:
            other = first.setdefault(entry.event, entry)
            if other is not entry and entry.at not in told:
                told.add(entry.at)
                line = document.position("acceptances", other.at, "event").line
                place = ("acceptances", entry.at, "event")
                yield problem(document, place, "contract.acceptance-doubled", event=entry.event, line=line)
    for entry in _entries(document):
        if entry.event == "contract_start":
            yield warning(document, ("acceptances", entry.at, "event"), "contract.start-is-the-term")


def acceptances_in_order(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """contract.acceptances-out-of-order: delivery before installation before acceptance, the final one last."""
    told: set[tuple[int, int]] = set()
    for entries in _by_scope(document):
        first = {entry.event: entry for entry in reversed(entries) if entry.day and entry.event in HAPPENINGS}
        dated = sorted(first.values(), key=lambda entry: HAPPENINGS.index(entry.event))
        for early, late in combinations(dated, 2):
            if early.day and late.day and late.day < early.day and (early.at, late.at) not in told:
                told.add((early.at, late.at))
                values = {
                    "event": late.event,
                    "day": str(late.day),
                    "before": early.event,
                    "other": str(early.day),
                }
                place = ("acceptances", late.at, "date")
                yield problem(document, place, "contract.acceptances-out-of-order", **values)


def requested_before(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """contract.requested-later: an acceptance was asked for before it was given."""
    for at in document.entries("acceptances"):
        place = ("acceptances", at, "requested")
        requested, given = day_at(document, *place), day_at(document, "acceptances", at, "date")
        if requested and given and requested > given:
            yield problem(
                document, place, "contract.requested-later", requested=str(requested), given=str(given)
            )


def deemed_from_known(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """contract.deemed-in-circle: events deemed given do not wait for each other.

    contract.deemed-without-start (warning): the day from which one is deemed given is known.
    """
    entries = _entries(document)
    told, waiting = _Told(entries), _Told([each for each in entries if each.day is None])
    for entry in waiting.entries:
        if entry.deemed_from is None:
            continue
        place = ("acceptances", entry.at, "deemed_from")
        values = {"event": entry.event, "start": entry.deemed_from}
        if _waits_for_itself(entry, waiting):
            yield problem(document, place, "contract.deemed-in-circle", **values)
        elif not _has_start(workspace, document, entry, told):
            yield warning(document, place, "contract.deemed-without-start", **values)


def accepted_in_time(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """contract.accepted-after-deemed (warning): an acceptance is not given after the day on which it was deemed given. C4

    The day that both sides signed counts: what is agreed goes before what is presumed. A person looks at it all the same,
    as the customer's warranty then ends later.
    """
    told = _Told(_entries(document))
    for entry in told.entries:
        place = ("acceptances", entry.at)
        after = period_at(document, *place, "deemed_after")
        begin = day_at(document, *place, "requested")
        if entry.deemed_from != "request":
            begin = next((other.day for other in told.awaited(entry) if other.day is not None), None)
        deemed = later(begin, after) if begin is not None and after is not None else None
        if entry.day is not None and deemed is not None and entry.day > deemed:
            values = {"event": entry.event, "day": str(entry.day), "deemed": str(deemed)}
            yield warning(document, (*place, "date"), "contract.accepted-after-deemed", **values)


class _Told:
    """Entries by event and scope."""

    def __init__(self, entries: list[_Entry]) -> None:
        self.entries = entries
        self._found: dict[tuple[str, str], list[_Entry]] = {}
        for entry in entries:
            for scope in entry.scopes:
                self._found.setdefault((entry.event, scope), []).append(entry)

    def awaited(self, entry: _Entry) -> list[_Entry]:
        """The entries that may tell the day from which this one is deemed given: of its scope or the whole contract."""
        event = entry.deemed_from or ""
        return [other for scope in {*entry.scopes, _ALL} for other in self._found.get((event, scope), ())]


def _waits_for_itself(entry: _Entry, told: _Told) -> bool:
    seen: set[int] = set()
    waiting = told.awaited(entry)
    while waiting:
        other = waiting.pop()
        if other.at == entry.at:
            return True
        if other.at not in seen:
            seen.add(other.at)
            waiting += told.awaited(other)
    return False


def _has_start(workspace: Workspace, document: Document, entry: _Entry, told: _Told) -> bool:
    if entry.deemed_from == "request":
        return day_at(document, "acceptances", entry.at, "requested") is not None
    if any(other.day or other.deemed_from for other in told.awaited(entry)):
        return True
    return any(
        file.text(*path, "events", at, "event") == entry.deemed_from
        for file, path in equipment(workspace, document)
        for at in file.entries(*path, "events")
    )


# --- hand-over ----------------------------------------------------------------------------------------


def handed_over(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """contract.handover-missing, contract.handover-late (warnings): all documents are there when service begins. H4"""
    start = day_at(document, "term", "start")
    for at in document.entries("handover"):
        name = document.text("handover", at, "document")
        day = day_at(document, "handover", at, "received")
        if name is not None and not has(document, "handover", at, "received"):
            yield warning(document, ("handover", at), "contract.handover-missing", name=name)
        elif day is not None and start is not None and day > start:
            place = ("handover", at, "received")
            yield warning(
                document, place, "contract.handover-late", name=name, day=str(day), start=str(start)
            )


RULES: dict[str, tuple[Rule, ...]] = {
    "Contract": (
        acceptances_once,
        acceptances_in_order,
        requested_before,
        deemed_from_known,
        accepted_in_time,
        handed_over,
    )
}
