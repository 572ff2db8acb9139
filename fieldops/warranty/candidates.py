"""Which warranties may hold for a claim on a day: scope, days, and the days of a replaced part along its swaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.cover import Cover, cover_from, cover_of, holds_for
from fieldops.contracts.model import Asset, Contract
from fieldops.structs import replaced
from fieldops.warranty.claim import Ware
from fieldops.warranty.parts import BuiltIn
from fieldops.warranty.told import Told
from fieldops.warranty.verdict import Candidate, DayState


def base_covers(agreement: Agreement, terms: Contract, asset: Asset) -> tuple[Cover, ...]:
    """Every warranty that the contract names for the asset, with the days of the whole asset."""
    return tuple(
        cover_of(agreement, terms, asset, warranty, index)
        for index, use in enumerate(terms.warranties)
        if holds_for(use, asset) and (warranty := agreement.warranties.get(use.terms)) is not None
    )


def in_scope(cover: Cover, fault_in: Ware, part: BuiltIn | None, category: str | None) -> bool:
    """Whether a claim of that kind can be asked of the warranty: hardware or software, and the category of the part.

    A warranty for some categories of parts says nothing about a unit as a whole.
    """
    warranty = cover.warranty
    if warranty.covers != fault_in or (part is not None and fault_in == "software"):
        return False
    return not warranty.part_categories or (part is not None and category in warranty.part_categories)


def part_cover(told: Told, base: Cover, part: BuiltIn | None) -> Cover:
    """The days of the part, after each swap of its chain that took place under the warranty. C8

    inherit_remaining, or nothing agreed: as the old part. restart: a full period from the swap. longer_of: as the
    old part, but at least the minimum from the swap.
    """
    swap_terms = base.warranty.swap
    if part is None or swap_terms is None or swap_terms.policy == "inherit_remaining":
        return base
    cover = base
    for index in part.swaps:
        day = base.asset.swaps[index].date
        state, missing = state_on(cover, day)
        # One that was paid for, outside of the warranty, is not under its swap terms.
        if state in ("before", "after"):
            continue
        period = swap_terms.minimum if swap_terms.policy == "longer_of" else base.warranty.period
        new = cover_from(
            told.agreement, told.terms.contract, base.asset, base.warranty, base.use, day, period or ""
        )
        if swap_terms.policy == "longer_of":
            new = _longer(cover, new)
        cover = new if state == "in" else _uncertain(cover, new, missing)
    return cover


def _longer(old: Cover, new: Cover) -> Cover:
    """The old part's days, or those from the swap where they last longer."""
    if old.end is None or old.sure_end is None or new.end is None or new.sure_end is None:
        latest = max(old.latest, new.latest)
        return replaced(old, latest=latest, missing=old.missing or new.missing)
    last = old if old.end >= new.end else new
    return replaced(
        last,
        start=old.start,
        earliest=old.earliest,
        sure_end=max(old.sure_end, new.sure_end),
        latest=max(old.latest, new.latest),
        downtime_open=old.downtime_open or new.downtime_open,
        provisional=last.provisional,
    )


def _uncertain(old: Cover, new: Cover, missing: tuple[str, ...]) -> Cover:
    """Whether the swap was under warranty is not known: only what both agree on is sure."""
    return replaced(old, end=None, latest=max(old.latest, new.latest), missing=old.missing or missing)


def state_on(cover: Cover, day: date) -> tuple[DayState, tuple[str, ...]]:
    """Where `day` lies to the days of the cover; where that is unknown the facts that would tell."""
    if day > cover.latest:
        return "after", ()
    if day < cover.earliest:
        return "before", ()
    if cover.start is not None and cover.sure_end is not None and cover.start <= day <= cover.sure_end:
        return "in", ()
    if cover.missing:
        return "unknown", cover.missing
    return "unknown", ("downtime_end" if cover.downtime_open else "public_holidays",)


def candidates_of(told: Told, covers: Iterable[Cover], part: BuiltIn | None) -> tuple[Candidate, ...]:
    """Each of `covers` as a candidate for `part` on the day, in the order that is shown: by precedence, then by id."""
    found = []
    for base in covers:
        cover = part_cover(told, base, part)
        state, missing = state_on(cover, told.day)
        precedence = told.terms.contract.warranties[base.use].precedence
        swaps = part.swaps if part is not None else ()
        found.append(Candidate(base.warranty, base.use, precedence, cover, base, state, missing, swaps))
    return in_order(found)


def in_order(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The candidates as they are shown."""
    return tuple(sorted(candidates, key=lambda one: (-one.precedence, one.warranty.id, one.use)))


def boundaries(cover: Cover) -> Iterator[date]:
    """The days on which the state of the cover changes."""
    yield cover.earliest
    if cover.start is not None:
        yield cover.start
    for last in (cover.sure_end, cover.latest):
        if last is not None and last < date.max:
            yield date.fromordinal(last.toordinal() + 1)
