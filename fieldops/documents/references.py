"""Which documents refer to which: the values that a schema marks with ``"x-reference": KIND``.

Such a value is the id of a document of that kind. References by other means (an account manager is one of the
team's people) are for rules.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cache

from fieldops.documents.schema import KINDS, UNFILLED, Part, part_of
from fieldops.documents.workspace import Document, Workspace
from fieldops.documents.yaml_text import Path
from fieldops.structs import Struct

Key = tuple[str, str]


class Reference(Struct, frozen=True):
    """A value at `path` of a document that names the document of `kind` and `id`."""

    path: Path
    kind: str
    id: str


@dataclass(slots=True, eq=False)
class _Form:
    """What a schema says about references in one value: the kinds it names itself, and the forms of its entries."""

    kinds: tuple[str, ...]
    keys: dict[str, _Form] = field(default_factory=dict)
    others: _Form | None = None
    items: _Form | None = None

    def inner(self) -> list[_Form]:
        """The forms of all entries."""
        return [form for form in (*self.keys.values(), self.others, self.items) if form is not None]

    def of(self, step: str | int) -> _Form | None:
        """The form of the entry `step`."""
        return self.items if isinstance(step, int) else self.keys.get(step, self.others)


def references(document: Document) -> Iterator[Reference]:
    """Every reference in `document`, in the order in which they stand there.

    The document may have failed its schema: what has the wrong form, or is not filled in, is no reference.
    """
    yield from _found(document.data, (), _form_of(document.kind))


def open_references(document: Document) -> Iterator[Reference]:
    """The places where `document` is still to name one of that kind: TBD stands there."""
    yield from _found(document.data, (), _form_of(document.kind), unfilled=True)


def dependents(workspace: Workspace, changed: AbstractSet[Key]) -> set[Key]:
    """Kind and id of every document that reaches a changed one through references, at any distance.

    Documents that ship with fieldops count as far as the workspace does not replace them. A changed document is among
    the result only when it reaches a changed one itself. The ids in `changed` need not exist (any more).
    """
    referring: dict[Key, set[Key]] = {}
    for document in workspace.usable():
        for each in references(document):
            referring.setdefault((each.kind, each.id), set()).add((document.kind, document.id))
    found: set[Key] = set()
    waiting = list(changed)
    while waiting:
        fresh = referring.get(waiting.pop(), set()) - found
        found |= fresh
        waiting += fresh
    return found


def _found(data: object, path: Path, form: _Form, unfilled: bool = False) -> Iterator[Reference]:
    if isinstance(data, str):
        if (data == UNFILLED) is unfilled:
            yield from (Reference(path, kind, data) for kind in form.kinds)
        return
    entries: list[tuple[str | int, object]] = []
    if isinstance(data, dict):
        entries = list(data.items())
    elif isinstance(data, list):
        entries = list(enumerate(data))
    for step, value in entries:
        inner = form.of(step)
        if inner is not None:
            yield from _found(value, (*path, step), inner, unfilled)


@cache
def _form_of(kind: str) -> _Form:
    known: dict[tuple[int, ...], _Form] = {}
    form = _form([part_of(kind)], known) if kind in KINDS else None
    _leave_out_the_rest(known.values())
    return form or _Form(())


def _leave_out_the_rest(forms: Collection[_Form]) -> None:
    """Forget what leads to no reference: of a document's values nearly all."""
    leading: set[int] = set()
    grown = True
    while grown:
        fresh = {
            id(form) for form in forms if form.kinds or any(id(each) in leading for each in form.inner())
        }
        grown, leading = fresh != leading, fresh
    for form in forms:
        form.keys = {name: each for name, each in form.keys.items() if id(each) in leading}
        form.others = form.others if id(form.others) in leading else None
        form.items = form.items if id(form.items) in leading else None


def _form(parts: list[Part], known: dict[tuple[int, ...], _Form]) -> _Form:
    """The form that these parts, which judge the same value, give it; `known` ends schemas that contain themselves."""
    layers = [layer for part in parts for layer in part.layers()]
    key = tuple(id(layer.schema) for layer in layers)
    if key in known:
        return known[key]
    kinds = dict.fromkeys(layer.schema["x-reference"] for layer in layers if "x-reference" in layer.schema)
    form = known[key] = _Form(tuple(kinds))
    names = {name for layer in layers for name in layer.schema.get("properties", {})}
    form.keys = {name: inner for name in sorted(names) if (inner := _inner(parts, name, known)) is not None}
    # Neither a property of these schemas nor an index.
    form.others = _inner(parts, "", known)
    form.items = _inner(parts, 0, known)
    return form


def _inner(parts: list[Part], step: str | int, known: dict[tuple[int, ...], _Form]) -> _Form | None:
    inner = [found for part in parts for found in part.inner(step)]
    return _form(inner, known) if inner else None
