"""Assets that come, go and change; what happens to many of one category in the same way is said once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fieldops.contracts.model import Asset
from fieldops.contracts.wording import category
from fieldops.diff.changes import Change
from fieldops.diff.difference import Said, said
from fieldops.diff.scene import Scene
from fieldops.diff.sentences import sentence
from fieldops.diff.wording import both_sides, listed, text
from fieldops.documents.yaml_text import Path
from fieldops.errors import Named


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence and the first of the changes that it stands for."""

    said: Said
    change: Change
    assets: tuple[str, ...] = ()


def assets_in_words(assets: Iterable[Asset], named: bool = False) -> Named:
    """Assets by serial number (id where there is none); several also by count and category, with names only if `named`."""
    found = list(assets)
    if len(found) == 1:
        return _alone(found[0], found[0].serial or found[0].id)
    names = listed(_called(asset, named) for asset in found)
    categories = {asset.category for asset in found}
    shared = categories.pop() if len(categories) == 1 else None
    if shared is None:
        return Named("diff.assets", count=len(found), names=names)
    return Named("diff.assets-of-category", count=len(found), category=category(shared), names=names)


def _called(asset: Asset, named: bool) -> object:
    called = asset.serial or asset.id
    return Named("diff.called", id=called, name=text(asset.name)) if named and asset.name else called


def _alone(asset: Asset, id: str) -> Named:
    return Named("diff.named", id=id, name=text(asset.name)) if asset.name else Named("diff.asset", id=id)


def equipment(found: Iterable[Change], scene: Scene) -> Iterator[Spoken]:
    """The sentences for changes of the contract's assets, in the order of the first change of each kind."""
    groups: dict[object, list[Change]] = {}
    for change in found:
        groups.setdefault(_alike(change), []).append(change)
    for changes in groups.values():
        ids = tuple(_asset(change).id for change in changes)
        yield Spoken(_sentence(changes, scene), changes[0], ids)


def _asset(change: Change) -> Asset:
    asset = change.trail[0][1]
    assert isinstance(asset, Asset)
    return asset


def _inside(change: Change) -> Path:
    """The path inside the asset."""
    return change.path[2:]


def _alike(change: Change) -> object:
    """Equal for changes that one sentence can say together."""
    of = _asset(change).category
    if change.entry and len(change.trail) == 1:
        return ("added" if change.old is None else "removed", of)
    if len(change.trail) > 1 or _inside(change) in (("serial",), ("host", "address")):
        return change.path
    return (_inside(change), of, repr(change.old), repr(change.new))


def _sentence(changes: list[Change], scene: Scene) -> Said:
    first = changes[0]
    if len(first.trail) > 1:
        return sentence(first, scene)
    found = [_asset(change) for change in changes]
    if first.entry:
        code = "diff.assets.added" if first.old is None else "diff.assets.removed"
        return said(code, assets=assets_in_words(found, named=True))
    # One alone by its id: its serial number may be what changes.
    assets = _alone(found[0], found[0].id) if len(found) == 1 else assets_in_words(found)
    what, old, new = both_sides(scene, first.path, first.old, first.new)
    if first.old in (None, ()):
        return said("diff.assets.set", what=what, assets=assets, new=new)
    if first.new in (None, ()):
        return said("diff.assets.dropped", what=what, assets=assets, old=old)
    return said("diff.assets.changed", what=what, assets=assets, old=old, new=new)
