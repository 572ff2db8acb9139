"""The equipment of a contract by its names, and which pieces of it have the same answers."""

from __future__ import annotations

from fieldops.contracts.agreement import Agreement, called
from fieldops.contracts.model import Asset
from fieldops.contracts.swapped_parts import earlier_serials
from fieldops.documents.choices import nearest
from fieldops.warranty.claim import ClaimError


class Register:
    """Finds equipment of one contract by id or serial number."""

    def __init__(self, agreement: Agreement) -> None:
        self._contract, self._assets = agreement.id, agreement.assets
        self._by_name = _by_name(agreement.assets)
        self._named = _named_alone(agreement)
        self._kinds: dict[str, object] = {}

    def find(self, name: str) -> tuple[int, Asset]:
        """Index and asset with that id, serial number or name; ClaimError with the nearest for one that is not there."""
        found = self._by_name.get(name)
        if found is None:
            names = [one.serial or one.id for one in self._assets]
            raise ClaimError(
                "warranty.unknown-asset", asset=name, contract=self._contract, choices=nearest(name, names)
            )
        if len(found) > 1:
            ids = ", ".join(self._assets[index].id for index in found)
            raise ClaimError("warranty.ambiguous-asset", asset=name, choices=ids)
        return found[0], self._assets[found[0]]

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
    """The indexes of the assets that an id or serial number names, or what people call them where it is neither."""
    found: dict[str, tuple[int, ...]] = {}
    said: dict[str, tuple[int, ...]] = {}
    for index, asset in enumerate(assets):
        for name in {asset.id, asset.serial or asset.id}:
            found[name] = (*found.get(name, ()), index)
        # Whoever asks about the day of the fault knows the number that stood on it then.
        for name in {*called(asset), *(earlier_serials(asset) if asset.swaps else ())}:
            said[name] = (*said.get(name, ()), index)
    return {**said, **found}


def _named_alone(agreement: Agreement) -> frozenset[str]:
    """The ids of assets that an acceptance or a warranty of any version of the terms names one by one."""
    versions = [terms.contract for terms in agreement.timeline.written()]
    by_acceptance = {id for one in versions for entry in one.acceptances for id in entry.assets}
    by_warranty = {id for one in versions for entry in one.warranties for id in entry.assets}
    return frozenset(by_acceptance | by_warranty)
