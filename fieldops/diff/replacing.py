"""What another document says in the place of the one that a contract referred to before: both compared by content.

Lives here: that a team, a service level, a warranty, a calendar or a plan with another id is not just another id.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from fieldops.contracts.model import Override, ServiceLevel
from fieldops.diff.changes import Change, changes
from fieldops.diff.difference import SHARED, Clause, Difference, Group, difference, plain, said
from fieldops.diff.effects import effect_within
from fieldops.diff.scene import Scene, title_of
from fieldops.diff.sentences import sentence
from fieldops.diff.times import is_replaced
from fieldops.diff.wording import text
from fieldops.documents.schema import layers_of
from fieldops.documents.typed import Model, fill
from fieldops.documents.workspace import Document
from fieldops.structs import replaced

Documents = Mapping[tuple[str, str], Document]


@dataclass(frozen=True, slots=True)
class Replacing:
    """The documents of both states, and the contract's own times that stand in both: they go before a service level's."""

    old: Documents
    new: Documents
    kept: Collection[Override] = ()

    def differences(self, change: Change, scene: Scene, group: Group) -> Iterator[Difference]:
        """What another document promises otherwise, where that is what changed; else nothing."""
        documents = self._documents(change, scene)
        if documents is not None:
            yield from self._compared(*documents, scene, group)

    def _documents(self, change: Change, scene: Scene) -> tuple[Document, Document] | None:
        if change.entry or not isinstance(change.old, str) or not isinstance(change.new, str):
            return None
        kinds = (layer.get("x-reference") for layer in layers_of(scene.kind, change.path))
        kind = next((str(each) for each in kinds if each in SHARED), "")
        old, new = self.old.get((kind, change.old)), self.new.get((kind, change.new))
        if old is None or new is None or not old.valid or not new.valid:
            return None
        return old, new

    def _compared(self, old: Document, new: Document, scene: Scene, group: Group) -> Iterator[Difference]:
        was, now = (fill(SHARED[each.kind], each.data) for each in (old, new))
        inner = _inside(scene, old.kind, was, now)
        title = title_of(new)
        group = replaced(group, document=text(title) if title is not None else None)
        found = list(changes(old.kind, _as_called(was, now), now))
        if not found:
            ends = (Clause(old, ("id",)), Clause(new, ("id",)))
            yield difference(said("diff.document.alike"), group, *ends, old.id, new.id)
        for change in found:
            if old.kind == "ServiceLevel" and is_replaced(change, self.kept):
                continue
            before = Clause(old, change.before) if change.before is not None else None
            after = Clause(new, change.after) if change.after is not None else None
            told = sentence(change, inner)
            told = replaced(told, effect=effect_within(told, change, inner, was, now))
            yield difference(told, group, before, after, plain(change.old), plain(change.new))
            yield from self.differences(change, inner, group)


def _inside(scene: Scene, kind: str, was: Model, now: Model) -> Scene:
    if isinstance(was, ServiceLevel) and isinstance(now, ServiceLevel):
        return replaced(scene, kind=kind, old_level=was, new_level=now)
    return replaced(scene, kind=kind)


def _as_called(was: Model, now: Model) -> Model:
    """The old one with the names of the new one: that it is another one is said already."""
    names = {name: getattr(now, name) for name in ("id", "title", "name") if hasattr(now, name)}
    return replaced(was, **names)
