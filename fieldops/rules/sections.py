"""Reading what rules look at: the entries of sections, values in the right form, lists of ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from fieldops.contracts.agreement import asset_documents
from fieldops.contracts.versions import written_roots
from fieldops.dates.periods import Period, add_period, parse_period
from fieldops.documents.workspace import Document, Workspace
from fieldops.documents.yaml_text import Path
from fieldops.rules.rule import Unread


def sections(document: Document, name: str) -> Iterator[Path]:
    """The path of each entry of the list `name` (such as ``warranties``), in the contract and its amendments."""
    for root in written_roots(document):
        for index in document.entries(*root, name):
            yield (*root, name, index)


def has(document: Document, *path: str | int) -> bool:
    """Whether anything stands at `path`."""
    node = document.node
    for step in path:
        if step not in node.children:
            return False
        node = node.children[step]
    return True


def is_true(document: Document, *path: str | int) -> bool:
    """Whether ``true`` stands at `path`."""
    return document.node.at(path).data is True


def number_at(document: Document, *path: str | int) -> int | None:
    """The whole number at `path`, or None."""
    found = document.node.at(path).data
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def period_at(document: Document, *path: str | int) -> Period | None:
    """The period written at `path`, or None when there is none in the right form."""
    return parse_period(document.text(*path) or "")


def later(day: date, period: Period) -> date | None:
    """`day` plus `period`; None beyond the year 9999."""
    try:
        return add_period(day, period)
    except OverflowError:
        return None


def ids_at(document: Document, *path: str | int, field: str = "id") -> list[str]:
    """The `field` of each entry of the list at `path`, where it has one."""
    return [id for at in document.entries(*path) if (id := document.text(*path, at, field)) is not None]


def texts_at(document: Document, *path: str | int) -> Iterator[tuple[Path, str]]:
    """Place and text of each text in the list at `path`."""
    for index in document.entries(*path):
        if (text := document.text(*path, index)) is not None:
            yield (*path, index), text


def names_at(document: Document, *path: str | int) -> dict[str, str]:
    """The id of each entry of the list at `path` by its name, in each language it is written in."""
    found: dict[str, str] = {}
    for at in document.entries(*path):
        id = document.text(*path, at, "id")
        written = [document.text(*path, at, "name", *more) for more in ((), ("zh-CN",), ("en",))]
        found.update({name: id for name in written if name and id})
    return found


def equipment(workspace: Workspace, contract: Document) -> Iterator[tuple[Document, Path]]:
    """Document and place of each asset of the contract, those of its own file first.

    The Assets documents are looked for only when the caller goes on after the contract's own. Raises `Unread` when one
    of them cannot be read.
    """
    for index in contract.entries("assets"):
        yield contract, ("assets", index)
    if workspace.unread_naming("Assets", "contract", contract.id):
        raise Unread
    for more in asset_documents(workspace, contract.id):
        for index in more.entries("assets"):
            yield more, ("assets", index)


def borne(workspace: Workspace, contract: Document, field: str, wanted: Iterable[str]) -> set[str]:
    """The values of `field` (such as ``category``) that the contract's assets have, as far as `wanted` is not met."""
    missing = set(wanted)
    found: set[str] = set()
    if not missing:
        return found
    for document, path in equipment(workspace, contract):
        value = document.text(*path, field)
        if value is not None:
            found.add(value)
            missing.discard(value)
        if not missing:
            break
    return found


def all_texts(data: object) -> list[tuple[Path, str]]:
    """Every text and number of a document with its place, in the order in which they are written."""
    found: list[tuple[Path, str]] = []
    _collect(data, (), found)
    return found


def _collect(data: object, path: Path, found: list[tuple[Path, str]]) -> None:
    # A list that is filled instead of generators in each other: a hundred texts of each of thousands of contracts.
    entries: Iterable[tuple[str | int, object]] = ()
    if isinstance(data, dict):
        entries = data.items()
    elif isinstance(data, list):
        entries = enumerate(data)
    for step, value in entries:
        if type(value) is str:
            found.append(((*path, step), value))
        elif type(value) is int:
            found.append(((*path, step), str(value)))
        else:
            _collect(value, (*path, step), found)
