"""Rules about the days on which warranties cover the assets of a contract: known, whole, and never ambiguous.

Each says once for a warranty of a contract what holds for many of its assets, and names the first of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import combinations

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.cover import Cover, covers, event_date
from fieldops.contracts.model import Asset, Contract, Recurrence
from fieldops.contracts.terms import Terms
from fieldops.dates.periods import add_period, parse_period
from fieldops.documents.workspace import Document, Workspace
from fieldops.documents.yaml_text import Path
from fieldops.errors import Problem
from fieldops.rules.estate import agreement, once
from fieldops.rules.rule import Rule, look_up, problem, told_once, warning
from fieldops.structs import Struct

_DAY = timedelta(days=1)


class _Terms(Struct, frozen=True):
    """The terms of one version of a contract, and the covers of each asset by them, in the order of assets."""

    terms: Terms
    covers: tuple[tuple[Asset, tuple[Cover, ...]], ...]

    @property
    def contract(self) -> Contract:
        return self.terms.contract

    def all(self) -> Iterator[Cover]:
        for _, of_asset in self.covers:
            yield from of_asset

    def place(self, use: int) -> Path:
        return self.terms.version.place("warranties", use, "terms")


def _terms(workspace: Workspace, document: Document) -> tuple[_Terms, ...]:
    """The covers by each version of the contract's terms."""
    return once(workspace, _covers, document.id) if document.kind == "Contract" else ()


def _covers(workspace: Workspace, id: str) -> tuple[_Terms, ...]:
    document = look_up(workspace, "Contract", id)
    agreed = agreement(workspace, document) if document is not None else None
    if document is None or agreed is None:
        return ()
    return tuple(
        _Terms(terms, tuple(_by_asset(agreed, terms.contract))) for terms in agreed.timeline.written()
    )


def _by_asset(agreed: Agreement, contract: Contract) -> Iterator[tuple[Asset, tuple[Cover, ...]]]:
    found: dict[str, list[Cover]] = {}
    for cover in covers(agreed, contract):
        found.setdefault(cover.asset.id, []).append(cover)
    for asset in contract.assets:
        if asset.id in found:
            yield asset, tuple(found.pop(asset.id))


def _by_use(found: Iterable[Cover]) -> dict[int, list[Cover]]:
    uses: dict[int, list[Cover]] = {}
    for cover in found:
        uses.setdefault(cover.use, []).append(cover)
    return uses


# --- days that are not known -------------------------------------------------------------------------


@told_once
def starts_known(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """warranty.start-unknown, warranty.cap-unknown (warnings): the events have dates; until then nothing is decided. C1 C3"""
    for terms in _terms(workspace, document):
        for use, found in _by_use(cover for cover in terms.all() if cover.missing).items():
            events = ", ".join(sorted({event for cover in found for event in cover.missing}))
            values = {"terms": found[0].warranty.id, "events": events, "asset": found[0].asset.id}
            if any(cover.start is None for cover in found):
                yield warning(
                    document, terms.place(use), "warranty.start-unknown", **values, count=len(found)
                )
            else:
                yield warning(document, terms.place(use), "warranty.cap-unknown", **values, count=len(found))


@told_once
def cap_leaves_days(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """warranty.no-day-covered (warning): the cap does not end a warranty before it starts."""
    for terms in _terms(workspace, document):
        ended = (cover for cover in terms.all() if cover.start and cover.end and cover.end <= cover.start)
        capped = (cover for cover in ended if cover.warranty.cap is not None)
        for use, found in _by_use(capped).items():
            first = found[0]
            values = {"terms": first.warranty.id, "asset": first.asset.id, "count": len(found)}
            dates = {"start": first.start, "end": first.end}
            yield warning(document, terms.place(use), "warranty.no-day-covered", **values, **dates)


# --- several warranties of an asset ------------------------------------------------------------------


def never_ambiguous(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """warranty.overlap: of two warranties that cover an asset on the same day, one has the higher precedence.

    Two for hardware and software, or for different categories of parts, are never asked about the same fault.
    """
    told: set[tuple[Path, Path]] = set()
    for terms in _terms(workspace, document):
        found: dict[tuple[int, int], list[tuple[Cover, Cover]]] = {}
        for _, of_asset in terms.covers:
            for one, other in combinations(of_asset, 2):
                if _collide(terms.contract, one, other):
                    found.setdefault((one.use, other.use), []).append((one, other))
        for (first, use), pairs in found.items():
            places = terms.place(first), terms.place(use)
            if places in told:
                continue
            told.add(places)
            one, other = pairs[0]
            values = {"terms": other.warranty.id, "other": one.warranty.id, "asset": one.asset.id}
            dates = {"start": max(_start(one), _start(other)), "end": min(_end(one), _end(other))}
            yield problem(document, places[1], "warranty.overlap", **values, **dates, count=len(pairs))


def _collide(contract: Contract, one: Cover, other: Cover) -> bool:
    if contract.warranties[one.use].precedence != contract.warranties[other.use].precedence:
        return False
    if not _same_scope(one, other) or None in (one.start, one.end, other.start, other.end):
        return False
    return _start(one) <= _end(other) and _start(other) <= _end(one)


def _same_scope(one: Cover, other: Cover) -> bool:
    """Whether both may be asked about the same fault."""
    if one.warranty.covers != other.warranty.covers:
        return False
    first, second = set(one.warranty.part_categories), set(other.warranty.part_categories)
    return not first or not second or bool(first & second)


@told_once
def no_gaps(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """warranty.gap (warning): between two warranties of an asset no day of the term is without cover."""
    for terms in _terms(workspace, document):
        found: dict[tuple[int, date, date], list[Cover]] = {}
        for _, of_asset in terms.covers:
            for cover, first, last in _gaps(terms.contract, of_asset):
                found.setdefault((cover.use, first, last), []).append(cover)
        for (use, first, last), later in found.items():
            values = {"terms": later[0].warranty.id, "asset": later[0].asset.id, "count": len(later)}
            yield warning(document, terms.place(use), "warranty.gap", **values, first=first, last=last)


def _gaps(contract: Contract, of_asset: tuple[Cover, ...]) -> Iterator[tuple[Cover, date, date]]:
    """The cover after each gap, and the gap's first and last day. With an unknown day nothing can be said."""
    for kind in ("hardware", "software"):
        found = [
            cover
            for cover in of_asset
            if cover.warranty.covers == kind and not cover.warranty.part_categories
        ]
        if any(cover.start is None or cover.end is None for cover in found):
            continue
        covered: date | None = None
        for cover in sorted(found, key=_start):
            if covered is not None and _start(cover) > covered + _DAY:
                first = max(covered + _DAY, contract.term.start)
                last = min(_start(cover) - _DAY, contract.term.end)
                if first <= last:
                    yield cover, first, last
            covered = max(covered or date.min, _end(cover))


# --- warranties and the term -------------------------------------------------------------------------


@told_once
def within_term(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """warranty.ends-before-contract (warning): a warranty is not over before the contract starts."""
    for terms in _terms(workspace, document):
        start = terms.contract.term.start
        over = (cover for cover in terms.all() if cover.end is not None and cover.end < start)
        # One that its cap ends before it starts is told by itself.
        over = (cover for cover in over if cover.start is None or cover.start < _end(cover))
        for use, found in _by_use(over).items():
            values = {"terms": found[0].warranty.id, "asset": found[0].asset.id, "count": len(found)}
            dates = {"end": found[0].end, "start": start}
            yield warning(document, terms.place(use), "warranty.ends-before-contract", **values, **dates)


@told_once
def afterwards_agreed(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """warranty.ends-before-term (warning): where an asset's last warranty ends within the term, the contract says who
    pays afterwards. C2 C9
    """
    for terms in _terms(workspace, document):
        if terms.contract.after_warranty is not None:
            continue
        ending: list[Cover] = []
        for _, of_asset in terms.covers:
            if all(cover.start and cover.end for cover in of_asset):
                last = max(of_asset, key=_end)
                ending += [last] if terms.contract.term.start <= _end(last) < terms.contract.term.end else []
        for use, found in _by_use(ending).items():
            values = {"terms": found[0].warranty.id, "asset": found[0].asset.id, "count": len(found)}
            dates = {"end": found[0].end, "last": terms.contract.term.end}
            yield warning(document, terms.place(use), "warranty.ends-before-term", **values, **dates)


@told_once
def visits_within_warranty(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """warranty.inspection-after-end, warranty.none-for-schedule (warnings): what is promised during the warranty falls
    due while there is one. D1
    """
    for terms in _terms(workspace, document):
        found = tuple(terms.all())
        for place, id, schedule in _schedules(terms.terms):
            if schedule is None or schedule.during != "warranty":
                continue
            if not found:
                # Where none is listed at all, schedule.no-warranty tells.
                if terms.contract.warranties:
                    yield warning(document, (*place, "schedule"), "warranty.none-for-schedule", id=id)
                continue
            first = _first_due(terms.contract, schedule)
            if first is None or any(cover.end is None for cover in found):
                continue
            end = max(_end(cover) for cover in found)
            if first > end:
                at = (*place, "schedule")
                yield warning(document, at, "warranty.inspection-after-end", id=id, first=first, end=end)


def _schedules(terms: Terms) -> Iterator[tuple[Path, str, Recurrence | None]]:
    """Place, id and schedule of each inspection and obligation in force."""
    for index, inspection in enumerate(terms.contract.inspections):
        yield terms.version.place("inspections", index), inspection.id, inspection.schedule
    for index, obligation in enumerate(terms.contract.obligations):
        yield terms.version.place("obligations", index), obligation.id, obligation.schedule


def _first_due(contract: Contract, schedule: Recurrence) -> date | None:
    """The first due date, where it is the same for every asset; None where it is not known."""
    if schedule.anchor is not None:
        return schedule.anchor
    every = parse_period(schedule.every)
    # An event without an asset's own dates is that of the whole contract.
    begin = event_date(contract, Asset(id=""), schedule.after_event) if schedule.after_event else None
    try:
        return add_period(begin, every) if begin is not None and every is not None else None
    except OverflowError:
        return date.max


def _start(cover: Cover) -> date:
    assert cover.start is not None  # asked only of covers whose days are known
    return cover.start


def _end(cover: Cover) -> date:
    assert cover.end is not None  # asked only of covers whose days are known
    return cover.end


RULES: dict[str, tuple[Rule, ...]] = {
    "Contract": (
        starts_known,
        cap_leaves_days,
        never_ambiguous,
        no_gaps,
        within_term,
        afterwards_agreed,
        visits_within_warranty,
    ),
}
