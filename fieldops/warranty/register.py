"""The equipment of a contract by its names, and which pieces of it have the same answers."""

from __future__ import annotations

from fieldops.contracts.model import Asset, Contract
from fieldops.rules.sections import nearest
from fieldops.warranty.claim import ClaimError


class Register:
    """Finds equipment of one contract by id or serial number."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._by_name = _by_name(contract.assets)
        self._named = _named_alone(contract)
        self._kinds: dict[str, object] = {}

    def find(self, name: str) -> tuple[int, Asset]:
        """Index and asset with that id or serial number; ClaimError with the nearest for one that is not there."""
        contract = self._contract
        found = self._by_name.get(name)
        if found is None:
            names = [one.serial or one.id for one in contract.assets]
            raise ClaimError(
                "warranty.unknown-asset", asset=name, contract=contract.id, choices=nearest(name, names)
            )
        if len(found) > 1:
            ids = ", ".join(contract.assets[index].id for index in found)
            raise ClaimError("warranty.ambiguous-asset", asset=name, choices=ids)
        return found[0], contract.assets[found[0]]

    def kind(self, name: str) -> object:
        """What tells the asset's answers from those of others: nothing but its kind, where nothing is recorded of it
        alone.
        """
        kind = self._kinds.get(name)
        if kind is None:
            index, asset = self.find(name)
            alone = asset.events or asset.parts or asset.swaps or asset.downtimes or asset.id in self._named
            kind = index if alone else (asset.category, asset.model, asset.batch, asset.key_equipment)
            self._kinds[name] = kind
        return kind


def _by_name(assets: tuple[Asset, ...]) -> dict[str, tuple[int, ...]]:
    """The indexes of the assets that an id or serial number names."""
    found: dict[str, tuple[int, ...]] = {}
    for index, asset in enumerate(assets):
        for name in {asset.id, asset.serial or asset.id}:
            found[name] = (*found.get(name, ()), index)
    return found


def _named_alone(contract: Contract) -> frozenset[str]:
    """The ids of assets that an acceptance or a warranty of any version of the terms names one by one."""
    uses = list(contract.warranties)
    for amendment in contract.amendments:
        uses += (amendment.sets.warranties if amendment.sets is not None else None) or ()
    by_acceptance = {id for one in contract.acceptances for id in one.assets}
    return frozenset(by_acceptance | {id for one in uses for id in one.assets})
