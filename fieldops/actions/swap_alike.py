"""Which equipment of all contracts is like the one whose part was swapped: it is warned about, and looked at. C7 D5"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from fieldops.actions.agreements import readable
from fieldops.actions.needed import VISITS
from fieldops.contracts.model import Asset
from fieldops.documents.workspace import load_workspace
from fieldops.records.similar import Alike, Trait, key_of, traits_of
from fieldops.service.swaps import SwapRecord
from fieldops.sla.moments import in_zone
from fieldops.structs import Struct


class AlikeEquipment(Struct, frozen=True):
    """A piece of equipment of a contract that has the model, or the part, of the one with the fault."""

    contract: str
    asset: str
    traits: tuple[Trait, ...]


def alike(root: Path, record: SwapRecord, asset: Asset, now: datetime) -> tuple[AlikeEquipment, ...]:
    """All equipment like that, by the terms in force: what has the part first. Contracts that cannot be read are left out."""
    part = Trait(Alike.PART, record.proposed.part_no)
    model = () if asset.model is None else (Trait(Alike.MODEL, asset.model),)
    wanted = {key_of(each) for each in (part, *model)}
    found = []
    for agreement in readable(load_workspace(root, judged=False), VISITS).agreements:
        terms = agreement.terms_on(in_zone(now, agreement.zone).date()).contract
        for each in terms.assets:
            if (agreement.id, each.id) == (record.proposed.contract, asset.id):
                continue
            common = tuple(trait for trait in traits_of(each, ()) if key_of(trait) in wanted)
            if common:
                found.append(AlikeEquipment(agreement.id, each.id, common))
    return tuple(sorted(found, key=lambda each: (-len(each.traits), each.contract, each.asset)))
