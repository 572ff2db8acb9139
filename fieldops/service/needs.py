"""What contracts need of the stores, against what lies there: spares for key equipment, loaners that were promised. Pure.

C6 and C8. Only what a contract says is needed: equipment that it marks as key equipment, and models for which one of its
warranties that still runs promises a loaner or an equal replacement.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.cover import cover_of, holds_for
from fieldops.contracts.model import Asset, CataloguePart, Remedy
from fieldops.contracts.reasons import Clause
from fieldops.contracts.terms import Terms
from fieldops.service.alarms import Alarm, alarms
from fieldops.service.fitting import fitting, loaners
from fieldops.service.stores import World
from fieldops.structs import Struct

# Public: JSON has these words.
Kind = Literal["no_store", "no_spare", "no_part_listed", "no_loaner"]
_BRIDGING = ("loaner", "advance_replacement")


class Need(Struct, frozen=True):
    """Something that a contract needs and that no store has: for which equipment, of which model, by which clause.

    `no_part_listed`: no catalogue says which parts the model has, so nobody knows whether there is a spare.
    """

    kind: Kind
    contract: str
    clause: Clause
    model: str | None = None
    part_no: str | None = None
    assets: tuple[str, ...] = ()


def needs(agreement: Agreement, world: World, day: date) -> Iterator[Need]:
    """What the contract needs on that day and no store that is kept for it has."""
    terms = agreement.terms_on(day)
    if not terms.serves(day):
        return
    found = [*_loaners(agreement, terms, world, day), *_spares(agreement, terms, world, day)]
    if found and not world.serving(agreement.id):
        first = found[0]
        yield Need("no_store", agreement.id, first.clause, assets=_all_assets(found))
        return
    yield from found


def warned(agreement: Agreement, world: World, day: date) -> Iterator[Alarm]:
    """What is over, or soon will be, in the stores that are kept for the contract."""
    for store in world.serving(agreement.id):
        for shelf in world.shelves(store.id):
            yield from (
                each for each in alarms(world, shelf, day) if each.kind in ("expired", "expires_soon")
            )


def _all_assets(found: list[Need]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(id for each in found for id in each.assets))


# --- spares -------------------------------------------------------------------------------------------------


def _spares(agreement: Agreement, terms: Terms, world: World, day: date) -> Iterator[Need]:
    by_model: dict[str, list[int]] = {}
    for at, asset in enumerate(terms.contract.assets):
        if asset.key_equipment and asset.model is not None:
            by_model.setdefault(asset.model, []).append(at)
    for model, places in by_model.items():
        assets = [terms.contract.assets[at] for at in places]
        ids = tuple(each.id for each in assets)
        clause = terms.clause("assets", places[0])
        wanted = _parts_of(model, assets, world)
        if not wanted:
            yield Need("no_part_listed", agreement.id, clause, model, None, ids)
        for part_no in wanted:
            if not fitting(world, day, part_no=part_no, model=model, contract=agreement.id):
                yield Need("no_spare", agreement.id, clause, model, part_no, ids)


def _parts_of(model: str, assets: list[Asset], world: World) -> list[str]:
    """The parts that such equipment has built in, and the key modules that fit it."""
    built = [part.part_no for asset in assets for part in asset.parts]
    modules = [each.part_no for each in _catalogued(world) if each.key_module and model in each.models]
    return list(dict.fromkeys([*built, *modules]))


def _catalogued(world: World) -> Iterator[CataloguePart]:
    for catalogue in world.catalogues.values():
        yield from catalogue.parts


# --- loaners ------------------------------------------------------------------------------------------------


def _loaners(agreement: Agreement, terms: Terms, world: World, day: date) -> Iterator[Need]:
    promised: dict[str, tuple[Clause, list[str]]] = {}
    for asset in terms.contract.assets:
        clause = _promise(agreement, terms, asset, day)
        if clause is not None and asset.model is not None:
            promised.setdefault(asset.model, (clause, []))[1].append(asset.id)
    for model, (clause, ids) in promised.items():
        if not loaners(world, day, model, agreement.id):
            yield Need("no_loaner", agreement.id, clause, model, None, tuple(ids))


def _promise(agreement: Agreement, terms: Terms, asset: Asset, day: date) -> Clause | None:
    """The clause that promises other equipment while this one is away; None where none does on that day."""
    for index, use in enumerate(terms.contract.warranties):
        warranty = agreement.warranties.get(use.terms)
        if warranty is None or not holds_for(use, asset):
            continue
        end = cover_of(agreement, terms.contract, asset, warranty, index).end
        if end is not None and end < day:
            continue
        for at, remedy in enumerate(warranty.remedies):
            if _bridges(remedy, asset):
                return "Warranty", warranty.id, ("remedies", at)
    return None


def _bridges(remedy: Remedy, asset: Asset) -> bool:
    return remedy.kind in _BRIDGING and (remedy.when != "key_equipment" or asset.key_equipment)
