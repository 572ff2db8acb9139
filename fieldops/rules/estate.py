"""What several rules ask of a whole contract or workspace, worked out once and kept as long as the workspace is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TypeVar, cast
from weakref import WeakKeyDictionary

import msgspec

from fieldops.contracts.agreement import Agreement, agreement_of
from fieldops.documents.references import references
from fieldops.documents.shelf import Source
from fieldops.documents.workspace import Document, Workspace
from fieldops.documents.yaml_text import Path
from fieldops.rules.rule import Unread, look_up

T = TypeVar("T")

# Per workspace and function: for how many documents and which key its last answer was found.
_FOUND: WeakKeyDictionary[Workspace, dict[Callable[..., object], tuple[int, tuple[str, ...], object]]] = (
    WeakKeyDictionary()
)

_REFERRED = ("Team", "ServiceLevel", "Warranty", "Calendar", "EmergencyPlan")

_SERIAL = re.compile(r"""\bserial["']?\s*:\s*(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"'][^,}\]\n#]*))""")


def once(workspace: Workspace, make: Callable[..., T], *key: str) -> T:
    """``make(workspace, *key)``; the last answer is kept until documents are added or another key is asked for."""
    kept = _FOUND.setdefault(workspace, {})
    count, asked, found = kept.get(make, (-1, (), None))
    if (count, asked) != (len(workspace.documents), key):
        found = make(workspace, *key)
        kept[make] = len(workspace.documents), key, found
    return cast(T, found)


def owner_of(workspace: Workspace, document: Document) -> Document | None:
    """The Contract that a Contract or Assets document is part of."""
    if document.kind == "Contract":
        return document
    return look_up(workspace, "Contract", document.text("contract"))


def agreement(workspace: Workspace, document: Document) -> Agreement | None:
    """The contract that `document` (Contract or Assets) is part of, typed, with all that it refers to.

    None while the contract or one of its Assets documents fails its schema or names a day that does not exist. Raises
    `Unread` while the text of one of the documents is no YAML.
    """
    owner = owner_of(workspace, document)
    return once(workspace, _agreement, owner.id) if owner is not None else None


def _agreement(workspace: Workspace, id: str) -> Agreement | None:
    contract = workspace.documents.get(("Contract", id))
    if workspace.unread_naming("Assets", "contract", id):
        raise Unread
    files = [contract, *workspace.naming("Assets", "contract", id)] if contract is not None else []
    judged = [workspace.judge(file) for file in files]
    if not judged or not all(file.valid for file in judged):
        return None
    _judge_referred(workspace, judged[0])
    try:
        return agreement_of(workspace, judged[0])
    except msgspec.ValidationError:
        # 2026-02-30 satisfies the schema; contract.no-such-date reports it.
        return None


def _judge_referred(workspace: Workspace, document: Document) -> None:
    # Documents are judged when they are needed; an agreement leaves out what is known to be wrong.
    seen: set[tuple[str, str]] = set()
    waiting = [document]
    while waiting:
        for each in references(waiting.pop()):
            found = workspace.get(each.kind, each.id) if each.kind in _REFERRED else None
            if found is not None and (found.kind, found.id) not in seen:
                # Without a warranty the others cover less than they do; what else is missing, rules leave out.
                if found.kind == "Warranty" and not found.readable:
                    raise Unread
                seen.add((found.kind, found.id))
                judged = workspace.judge(found)
                waiting += [judged] if judged.readable else []


def serial_places(
    workspace: Workspace, serial: str, besides: Document | None = None
) -> Iterator[tuple[Document, Path, str]]:
    """Document, place and kind ("asset" or "part") of each asset and built-in part with that serial number.

    The document `besides` is left out.
    """
    for key in once(workspace, _serials).get(serial, ()):
        document = workspace.documents[key]
        if besides is not None and key == (besides.kind, besides.id):
            continue
        for at in document.entries("assets"):
            if document.text("assets", at, "serial") == serial:
                yield document, ("assets", at, "serial"), "asset"
            for part in document.entries("assets", at, "parts"):
                if document.text("assets", at, "parts", part, "serial") == serial:
                    yield document, ("assets", at, "parts", part, "serial"), "part"


def _serials(workspace: Workspace) -> dict[str, tuple[tuple[str, str], ...]]:
    """Which documents write a serial number, by their texts: no tree is built of thousands of documents.

    What is found is looked up in the data. A serial number written with escapes or on several lines is missed.
    """
    found: dict[str, dict[tuple[str, str], None]] = {}
    for kind in ("Contract", "Assets"):
        for document in workspace.of_kind(kind):
            raw = document.tree.raw if isinstance(document.tree, Source) else b""
            for written in _SERIAL.finditer(raw.decode("utf-8", "replace")):
                serial = (written[1] or written[2] or written[3] or "").strip()
                found.setdefault(serial, {})[document.kind, document.id] = None
    return {serial: tuple(keys) for serial, keys in found.items()}
