"""Every property of the example contracts, and of what they refer to, changed in turn to something that the schema accepts.

Lives here: the changes. Does not live here: what must be heard of them (tests of `contract show` and `contract diff`).
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from fieldops.contracts.agreement import Agreement, agreement_of
from fieldops.documents import validators
from fieldops.documents.schema import layers_of
from fieldops.documents.workspace import Document, Workspace, load_workspace
from fieldops.documents.yaml_text import Node
from fieldops.documents.yaml_text import Path as Where
from fieldops.messages import LANGUAGES
from fieldops.structs import replaced

REPOSITORY = Path(__file__).parents[1]
# Whether a change of that place, or (True) its going, is one to look at.
Fresh = Callable[[Where, bool], bool]


EXAMPLES = ("archive-digitisation", "device-platform", "housing-fund-portal", "managed-service")


DAY = date(2026, 11, 28)


# Properties that can only go, not be something else by themselves: they say which others there are, or have one value.
DECIDES = {"kind", "trigger", "price", "renewal", "best_effort", "until", "policy"}


# What a document says about itself as a file, and whom it belongs to.
OF_THE_FILE = {"apiVersion", "kind", "id", "contract", "accepts"}


@dataclass(frozen=True)
class Change:
    """A document with one property changed; `languages`: in which of them it must be heard."""

    kind: str
    id: str
    where: Where
    data: dict[str, Any]
    languages: tuple[str, ...]

    @property
    def property(self) -> tuple[str, ...]:
        return _key(self.kind, self.where)


@cache
def workspace() -> Workspace:
    return load_workspace(REPOSITORY)


def agreement(id: str, *changed: Document) -> Agreement:
    """The example, with some documents in place of its own."""
    found = workspace()
    documents = {**found.documents, **{(each.kind, each.id): each for each in changed}}
    other = replaced(found, documents=documents)
    return agreement_of(other, documents["Contract", id])


def with_data(document: Document, data: dict[str, Any]) -> Document:
    node = document.node
    return replaced(document, tree=Node(data, node.place, node.keys, node.children))


def schema_accepts(document: Document, data: dict[str, Any]) -> bool:
    """As `check_schema` decides it: why it refuses most of what is tried nobody asks, and to say it costs most."""
    return validators.accepts(document.kind, data)


def leaves(data: Any, where: Where = ()) -> Iterator[tuple[Where, Any]]:
    if isinstance(data, dict):
        for key, value in data.items():
            if where or key not in OF_THE_FILE:
                yield from leaves(value, (*where, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from leaves(value, (*where, index))
    else:
        yield where, data


def put(data: dict[str, Any], where: Where, value: Any) -> dict[str, Any]:
    changed, at = _copied(data, where)
    at[where[-1]] = value
    return changed


def _copied(data: dict[str, Any], where: Where) -> tuple[dict[str, Any], Any]:
    """The data with what is around a place copied, and the innermost of that: the rest is shared, as nobody changes it."""
    changed: dict[str, Any] = copy.copy(data)
    at: Any = changed
    for step in where[:-1]:
        at[step] = copy.copy(at[step])
        at = at[step]
    return changed, at


def others(kind: str, where: Where, value: Any) -> Iterator[Any]:
    """Other values that may stand there; the schema says which may."""
    layers = layers_of(kind, where)
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (value + 1, value - 1)
    for layer in layers:
        yield from (choice for choice in layer.get("enum", ()) if choice != value)
        if "x-reference" in layer:
            yield from (id for id in workspace().ids(layer["x-reference"]) if id != value)
    if isinstance(value, str):
        yield from _other_texts(value)


def _other_texts(text: str) -> Iterator[str]:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        yield (date.fromisoformat(text) + timedelta(days=40)).isoformat()
    if text.startswith("ssh-"):
        yield text.replace("AAAAI", "AAAAJ", 1)
    yield re.sub(r"[0-9]", lambda digit: str((int(digit[0]) + 1) % 10), text, count=1)
    yield re.sub(r"[0-9](?=[^0-9]*$)", lambda digit: str((int(digit[0]) + 1) % 10), text)
    yield from (text + "-x", text + " x", "x" + text)


def changes(document: Document, seen: set[object] | None, within: Where = ()) -> Iterator[Change]:
    """Each property of the document below `within`, with another value and without it: those not `seen` before (None: all)."""

    def fresh(where: Where, gone: bool) -> bool:
        # Asked before anything is tried: what the schema accepts costs more than all the rest.
        return where[: len(within)] == within and (
            seen is None or (_key(document.kind, where), gone) not in seen
        )

    for where, value, data in chain(_changed(document, fresh), _dropped(document, fresh)):
        # What is asked about is changed, and does not go.
        if value is None and where == within:
            continue
        language = where[-1] in LANGUAGES and value is not None
        languages = (str(where[-1]),) if language else LANGUAGES
        change = Change(document.kind, document.id, where, data, languages)
        if seen is not None:
            seen.add((change.property, value is None))
        yield change


def _key(kind: str, where: Where) -> tuple[str, ...]:
    return (kind, *("*" if isinstance(step, int) else step for step in where))


def _changed(document: Document, fresh: Fresh) -> Iterator[tuple[Where, Any, dict[str, Any]]]:
    for where, value in leaves(document.data):
        if not fresh(where, value is None):
            continue
        found = (
            put(document.data, where, other)
            for other in others(document.kind, where, value)
            if other != value
        )
        data = next((each for each in found if schema_accepts(document, each)), None)
        # What says which other properties there are cannot change by itself; it can go with them.
        if data is not None:
            yield where, value, data
        else:
            assert where[-1] in DECIDES or isinstance(where[-1], int), (document.path, where, value)


def _dropped(document: Document, fresh: Fresh) -> Iterator[tuple[Where, None, dict[str, Any]]]:
    for where in places(document.data):
        if not fresh(where, True):
            continue
        # A text that is written in one language serves both; so does a clause for what is inside of it.
        if where[-1] in LANGUAGES or (where[-1] == "clause" and _clause_around(document, where)):
            continue
        data, at = _copied(document.data, where)
        del at[where[-1]]
        if schema_accepts(document, data):
            yield where, None, data


def _clause_around(document: Document, where: Where) -> bool:
    around: Any = document.data
    outer = [around.get("clause")]
    for step in where[:-2]:
        around = around[step]
        outer.append(around.get("clause") if isinstance(around, dict) else None)
    return document.text(*where) in outer


def places(data: Any, where: Where = ()) -> Iterator[Where]:
    """Every property and every entry of a list."""
    steps = data if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()
    for step in steps:
        if where or step not in OF_THE_FILE:
            yield (*where, step)
            yield from places(data[step], (*where, step))


def used_documents(id: str) -> list[Document]:
    found = agreement(id)
    # Public holidays are the law's, not the contract's: who names them is said, not each day.
    calendars = {("Calendar", each) for each in found.calendars}
    return [
        document
        for key, document in found.documents.items()
        if document.kind != "Calendar" or key in calendars
    ]


def contract(id: str) -> Document:
    return workspace().documents["Contract", id]
