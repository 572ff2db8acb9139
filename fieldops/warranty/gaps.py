"""Where the cover of a customer's equipment does not fit its contracts: uncovered days, doubly paid cover, early ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Literal

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.cover import Cover, held
from fieldops.contracts.model import Asset
from fieldops.contracts.reasons import Clause
from fieldops.structs import replaced
from fieldops.warranty.claim import WARES

_DAY = timedelta(days=1)
Span = tuple[date, date]
# Public: JSON has these words.
FindingKind = Literal["none", "gap", "ends_before_contract", "double", "unknown"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about the cover of one asset.

    From `start` to `end`, both included (for unknown: the term). `warranties` are the ids it is about, `missing` the
    events without a date. `clause` is where the contract speaks of it.
    """

    kind: FindingKind
    contract: str
    asset: Asset
    start: date
    end: date
    clause: Clause
    warranties: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Held:
    """A warranty of an asset, as one clause of one contract has it, on the days on which both hold.

    `before` are the contracts that this one says it continues, and those that they continue.
    """

    contract: str
    cover: Cover
    clause: Clause
    span: Span | None
    before: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Term:
    contract: str
    asset: Asset
    span: Span
    clause: Clause


def findings(agreements: Iterable[Agreement]) -> list[Finding]:
    """What is found over all these contracts together, by contract, asset and day.

    An asset in two contracts is known by its serial number. Cover for single categories of parts covers no whole day.
    """
    terms: dict[str, list[_Term]] = {}
    held: dict[str, list[_Held]] = {}
    every = tuple(agreements)
    predecessors = {one.id: one.signed.predecessor for one in every}
    for agreement in every:
        for name, term in _terms(agreement):
            terms.setdefault(name, []).append(term)
        for name, one in _held(agreement, _before(agreement.id, predecessors)):
            held.setdefault(name, []).append(one)
    found = [each for name in terms for each in _of_asset(terms[name], held.get(name, []))]
    return sorted(found, key=lambda one: (one.contract, one.asset.id, one.start, one.kind, one.warranties))


def _name(agreement: Agreement, asset: Asset) -> str:
    return f"serial {asset.serial}" if asset.serial else f"{agreement.id} {asset.id}"


def _terms(agreement: Agreement) -> Iterator[tuple[str, _Term]]:
    """All service there is, from the first term's beginning; of a term that renews itself the first period."""
    last = agreement.timeline.final
    span = agreement.timeline.start, last.contract.term.end
    for asset in agreement.assets:
        yield _name(agreement, asset), _Term(agreement.id, asset, span, last.clause("term"))


def _before(contract: str, predecessors: Mapping[str, str | None]) -> frozenset[str]:
    found: set[str] = set()
    one = predecessors.get(contract)
    while one is not None and one not in found:
        found.add(one)
        one = predecessors.get(one)
    return frozenset(found)


def _held(agreement: Agreement, before: frozenset[str]) -> Iterator[tuple[str, _Held]]:
    """One for each clause: an amendment that leaves a warranty as it is cuts nothing in two."""
    open_ones: dict[tuple[str, Clause, date | None, date | None], _Held] = {}
    for one in held(agreement):
        kind, id, place = one.clause
        clause = (kind, id, (*place, "terms"))
        key = one.cover.asset.id, clause, one.cover.start, one.cover.end
        fresh = _Held(agreement.id, one.cover, clause, one.span, before)
        earlier = open_ones.get(key)
        if earlier is None:
            open_ones[key] = fresh
        elif earlier.span is not None and fresh.span is not None:
            if fresh.span[0] == earlier.span[1] + _DAY:
                open_ones[key] = replaced(fresh, span=(earlier.span[0], fresh.span[1]))
            else:
                yield _name(agreement, earlier.cover.asset), earlier
                open_ones[key] = fresh
    yield from ((_name(agreement, each.cover.asset), each) for each in open_ones.values())


def _of_asset(terms: Sequence[_Term], held: Sequence[_Held]) -> Iterator[Finding]:
    if not held:
        for term in terms:
            yield Finding("none", term.contract, term.asset, *term.span, term.clause)
        return
    unknown = [one for one in held if one.span is None]
    for one in {(each.clause): each for each in unknown}.values():
        term = next(each for each in terms if each.contract == one.contract)
        ids, missing = (one.cover.warranty.id,), one.cover.missing
        yield Finding("unknown", one.contract, term.asset, *term.span, one.clause, ids, missing)
    for ware in WARES:
        whole = [
            one
            for one in held
            if one.cover.warranty.covers == ware and not one.cover.warranty.part_categories
        ]
        # With a day that is not known nothing can be said about gaps.
        if whole and all(one.span is not None for one in whole):
            yield from _uncovered(terms, whole)
    yield from _double(terms, held)


def _uncovered(terms: Sequence[_Term], held: Sequence[_Held]) -> Iterator[Finding]:
    """Days of the terms that no warranty covers; those at the end of the last term are cover that ends early."""
    spans = sorted(one.span for one in held if one.span is not None)
    served_until = max(term.span[1] for term in terms)
    for term in terms:
        for start, end in _without(term.span, spans):
            before = [one for one in held if one.span is not None and one.span[1] == start - _DAY]
            after = [one for one in held if one.span is not None and one.span[0] == end + _DAY]
            near = before or after
            last = end == served_until and not after and bool(before)
            kind: FindingKind = "ends_before_contract" if last else "gap"
            ids = tuple(dict.fromkeys(one.cover.warranty.id for one in (*before, *after)))
            clause = near[0].clause if near else term.clause
            yield Finding(kind, term.contract, term.asset, start, end, clause, ids)


def _without(whole: Span, covered: Iterable[Span]) -> Iterator[Span]:
    start = whole[0]
    for first, last in covered:
        if last < start:
            continue
        if first > whole[1]:
            break
        if first > start:
            yield start, first - _DAY
        if last == date.max:
            return
        start = max(start, last + _DAY)
    if start <= whole[1]:
        yield start, whole[1]


def _double(terms: Sequence[_Term], held: Sequence[_Held]) -> Iterator[Finding]:
    """Two warranties, of one contract or two, that bear the same fault on the same days; but not one that a renewed
    contract takes over as it was.
    """
    for one, other in combinations(held, 2):
        if one.span is None or other.span is None or not _same_scope(one, other) or _goes_on(one, other):
            continue
        start, end = max(one.span[0], other.span[0]), min(one.span[1], other.span[1])
        if start <= end:
            ids = one.cover.warranty.id, other.cover.warranty.id
            asset = next(term.asset for term in terms if term.contract == other.contract)
            yield Finding("double", other.contract, asset, start, end, other.clause, ids)


def _goes_on(one: _Held, other: _Held) -> bool:
    """Whether both are one warranty, from the same day on, of a contract and of one that continues it: paid once."""
    if one.contract not in other.before and other.contract not in one.before:
        return False
    same = (one.cover.warranty.id, one.cover.start), (other.cover.warranty.id, other.cover.start)
    return same[0] == same[1]


def _same_scope(one: _Held, other: _Held) -> bool:
    first, second = one.cover.warranty, other.cover.warranty
    if first.covers != second.covers:
        return False
    limited = set(first.part_categories), set(second.part_categories)
    return not limited[0] or not limited[1] or bool(limited[0] & limited[1])
