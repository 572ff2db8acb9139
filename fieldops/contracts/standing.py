"""How the warranties of a contract stand on a day: since when and until when each covers an asset, over all its terms.

An amendment that is still to come may end a warranty or let it go on: its days are those of all versions of the terms
together, as `contract obligations` has them, not those of the terms of today alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Literal

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.cover import Cover, Held, acceptance_for, covers, held
from fieldops.contracts.model import Asset, Contract, Warranty
from fieldops.contracts.reasons import Clause
from fieldops.structs import Struct, replaced

# Public: JSON has these words.
State = Literal["upcoming", "active", "ended", "unknown"]
_DAY = timedelta(days=1)


class Standing(Struct, frozen=True):
    """One warranty of one asset on a day. Without `missing` events, `start` and `end` (both included) are known.

    `clause`: the contract's entry for it, by the terms of that day where it holds then. `days_left`: while it holds,
    how many days follow. `provisional`: the last day may move with holidays that are not decreed yet. `awaited` are those of the
    `missing` events that the contract waits for, such as an acceptance without a day: until then it has not started.
    """

    contract: str
    asset: Asset
    warranty: Warranty
    start: date | None
    end: date | None
    state: State
    days_left: int | None
    provisional: bool
    missing: tuple[str, ...]
    clause: Clause
    awaited: tuple[str, ...] = ()


class Stretch(Struct, frozen=True):
    """Days without a break on which an asset has a warranty, and what gives them, in order."""

    first: date
    last: date
    given_by: tuple[Held, ...]

    def of(self, day: date) -> Held:
        """What gives the cover of `day`, or else of the day nearest to it."""
        known = [(one, one.span) for one in self.given_by if one.span is not None]
        begun = [one for one, span in known if span[0] <= day]
        return begun[-1] if begun else known[0][0]


def stretches(agreement: Agreement) -> Iterator[Stretch]:
    """The days of every warranty of every asset, put together where those of one version follow those of another; in the
    order of the assets.
    """
    groups: dict[tuple[str, str], list[Held]] = {}
    for one in held(agreement):
        if one.span is not None:
            groups.setdefault((one.cover.asset.id, one.cover.warranty.id), []).append(one)
    for found in groups.values():
        yield from _stretches(found)


def standing_on(agreement: Agreement, day: date) -> Iterator[Standing]:
    """Every warranty of every asset, in the order of the assets; those whose days are not known by the terms of `day`."""
    known: set[tuple[str, str]] = set()
    for stretch in stretches(agreement):
        known.add((stretch.given_by[0].cover.asset.id, stretch.given_by[0].cover.warranty.id))
        yield _standing(agreement, stretch, day)
    terms = agreement.terms_on(day)
    for cover in covers(agreement, terms.contract):
        if (cover.start is None or cover.end is None) and (cover.asset.id, cover.warranty.id) not in known:
            yield _unknown(terms.contract, cover, terms.clause("warranties", cover.use, "terms"))


def _stretches(found: Iterable[Held]) -> Iterator[Stretch]:
    """The days of one warranty on one asset, put together where they follow each other."""
    dated = sorted(
        ((*one.span, at, one) for at, one in enumerate(found) if one.span is not None),
        key=lambda each: each[:3],
    )
    stretch: Stretch | None = None
    for first, last, _, one in dated:
        if stretch is not None and (stretch.last == date.max or first <= stretch.last + _DAY):
            stretch = replaced(stretch, last=max(stretch.last, last), given_by=(*stretch.given_by, one))
            continue
        if stretch is not None:
            yield stretch
        stretch = Stretch(first, last, (one,))
    if stretch is not None:
        yield stretch


def _standing(agreement: Agreement, stretch: Stretch, day: date) -> Standing:
    state: State = "upcoming" if day < stretch.first else "ended" if day > stretch.last else "active"
    cover, (kind, id, path) = stretch.of(day).cover, stretch.of(day).clause
    return Standing(
        agreement.id,
        cover.asset,
        cover.warranty,
        stretch.first,
        stretch.last,
        state,
        (stretch.last - day).days if state == "active" else None,
        any(one.cover.provisional and one.cover.end == stretch.last for one in stretch.given_by),
        (),
        (kind, id, (*path, "terms")),
    )


def _unknown(contract: Contract, cover: Cover, clause: Clause) -> Standing:
    asset, warranty = cover.asset, cover.warranty
    known = (cover.start, cover.end)
    awaited = tuple(
        each for each in cover.missing if cover.start is None and acceptance_for(contract, asset, each)
    )
    return Standing(
        contract.id, asset, warranty, *known, "unknown", None, False, cover.missing, clause, awaited
    )
