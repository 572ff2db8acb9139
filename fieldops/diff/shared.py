"""The comparison of two versions of a document that contracts share."""

from __future__ import annotations

from fieldops.contracts.model import ServiceLevel
from fieldops.diff.changes import Change, changes
from fieldops.diff.difference import GONE, NEW, Clause, Difference, Group, plain
from fieldops.diff.order import SHARED, in_order
from fieldops.diff.said import Scene, difference
from fieldops.diff.sentences import sentence
from fieldops.diff.wording import title
from fieldops.documents.typed import fill
from fieldops.documents.workspace import Document


def document_differences(before: Document | None, after: Document | None) -> list[Difference]:
    """What a shared document means now that it did not mean before. Both must be valid and of one kind of `SHARED`."""
    one = after or before
    if one is None:
        return []
    if before is None or after is None:
        code = "diff.document.new" if before is None else "diff.document.gone"
        return [_whole_document(one, code, before, after)]
    model: type[object] = SHARED[one.kind]
    old, new = fill(model, before.data), fill(model, after.data)
    scene = Scene(one.kind, _level(old), _level(new))
    return in_order(_of_document(change, scene, before, after) for change in changes(old, new))


def _level(model: object) -> ServiceLevel | None:
    return model if isinstance(model, ServiceLevel) else None


def _of_document(change: Change, scene: Scene, before: Document, after: Document) -> Difference:
    group = Group(scene.kind, str(change.path[0]))
    old = Clause(before, change.before) if change.before is not None else None
    new = Clause(after, change.after) if change.after is not None else None
    return difference(sentence(change, scene), group, old, new, plain(change.old), plain(change.new))


def _whole_document(one: Document, code: str, before: Document | None, after: Document | None) -> Difference:
    old = Clause(before, ("id",)) if before else None
    new = Clause(after, ("id",)) if after else None
    group = Group(one.kind, NEW if before is None else GONE)
    return Difference(
        code, {"kind": title(one.kind, ()), "id": one.id}, group, old, new, old and one.id, new and one.id
    )
