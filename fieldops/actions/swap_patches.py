"""The change that a swap makes in a contract's files: shown as a patch, written on request, reviewed in git.

The text of the files is changed in place, comments and layout stay; what comes out says just what decisions have known from
the log since the swap was carried out (`fieldops.contracts.swapped_parts`). Does not live here: how a text is changed.
"""

from __future__ import annotations

import copy
import difflib
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from fieldops import rules
from fieldops.actions.contracts import open_workspace
from fieldops.actions.needed import COVER, need_agreement
from fieldops.actions.rights import write_whole
from fieldops.actions.settings import open_store, store_path
from fieldops.actions.swap_records import all_swaps, merged
from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import Asset, Swap
from fieldops.contracts.swapped_parts import part_out, place_of, with_swap
from fieldops.documents.appending import entry_text
from fieldops.documents.editing import with_scalar
from fieldops.documents.inserting import with_entry
from fieldops.documents.judging import check_schema
from fieldops.documents.links import inside
from fieldops.documents.workspace import Document, Workspace
from fieldops.documents.yaml_text import Path as Where
from fieldops.documents.yaml_text import read_yaml
from fieldops.errors import InvalidDocuments, Problem, Severity, Unusable, UsageError, by_place
from fieldops.structs import Struct


class Patch(Struct, frozen=True):
    """A file of a contract as it is and as it shall be, and the numbers of the swaps that change it."""

    path: str
    kind: str
    id: str
    before: str
    after: str
    swaps: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """The change as a unified diff, as `git apply` reads it."""
        old, new = (text.splitlines(keepends=True) for text in (self.before, self.after))
        found = difflib.unified_diff(old, new, f"a/{self.path}", f"b/{self.path}")
        return tuple(line.rstrip("\r\n") for line in found)


def patches(root: Path, contract: str | None = None) -> tuple[Patch, ...]:
    """What the files of all contracts, or of one, lack of the swaps that were carried out.

    Raises UsageError for a contract that there is none of and for a text that cannot be changed without anybody looking at
    it, InvalidDocuments where files have mistakes or say something else than the log.
    """
    workspace = open_workspace(root, judged=False)
    if contract is not None:
        contract = need_agreement(workspace, contract, COVER).id
    if not store_path(root).exists():
        return ()
    with closing(open_store(root)) as log:
        every = all_swaps(log)
    found: list[Patch] = []
    for id, records in every.items():
        if contract in (None, id):
            agreement = need_agreement(workspace, id, COVER)
            together = merged(agreement, records)
            if together.contradicted:
                raise InvalidDocuments(by_place(list(together.contradicted.values())))
            found += patched(
                root, agreement, [(record.id, record.proposed.asset, swap) for record, swap in together.added]
            )
    return tuple(found)


def patched(root: Path, agreement: Agreement, swaps: Iterable[tuple[str, str, Swap]]) -> Iterator[Patch]:
    """The patches for swaps of an agreement's equipment: number, id of the equipment, and what was swapped."""
    texts: dict[str, tuple[Document, str, list[str]]] = {}
    assets = {each.id: each for each in agreement.assets}
    datas: dict[str, Any] = {}
    at = {asset.id: place for asset, place in zip(agreement.assets, agreement.asset_places, strict=True)}
    for number, id, swap in sorted(swaps, key=lambda each: each[2].date):
        file, where = at[id]
        _, text, numbers = texts.get(file.path) or (file, (root / file.path).read_bytes().decode("utf-8"), [])
        data = datas.setdefault(file.path, copy.deepcopy(file.data))
        text = _changed(text, where, assets[id], swap, _at(data, where), file.path)
        texts[file.path] = file, text, [*numbers, number]
        assets[id] = with_swap(assets[id], swap)
    for path, (file, text, numbers) in texts.items():
        # An unusual way of writing is no reason to write something else.
        node, problems = read_yaml(text.encode(), path)
        if node is None or problems or node.data != datas[path]:
            raise UsageError("swap.by-hand", path=path, swaps=", ".join(numbers))
        before = (root / path).read_bytes().decode("utf-8")
        yield Patch(path, file.kind, file.id, before, text, tuple(numbers))


def _at(data: Any, where: Where) -> Any:
    for step in where:
        data = data[step]
    return data


def _changed(text: str, where: Where, asset: Asset, swap: Swap, entry: Any, path: str) -> str:
    """The text with one swap, and in `entry` the same as data."""
    for step, value in _values(asset, swap).items():
        _at(entry, step[:-1])[step[-1]] = value
        node, _ = read_yaml(text.encode(), path)
        if node is None:
            raise UsageError("swap.by-hand", path=path, swaps=swap.order or "-")
        text = with_scalar(text, node, (*where, *step), entry_text(value, str(step[-1])))
    line = _line(swap)
    place = place_of(asset, swap)
    entry.setdefault("swaps", []).insert(place, line)
    try:
        return with_entry(text, (*where, "swaps"), place, line, "parts")
    except ValueError:
        raise UsageError("swap.by-hand", path=path, swaps=swap.order or "-") from None


def _values(asset: Asset, swap: Swap) -> dict[Where, str]:
    """The single values that the swap changes in the entry of the equipment."""
    found: dict[Where, str] = {}
    if asset.serial == swap.removed_serial:
        found["serial",] = swap.installed_serial
    at = part_out(asset, swap)
    if at is not None:
        found["parts", at, "serial"] = swap.installed_serial
        if asset.parts[at].part_no != swap.part_no:
            found["parts", at, "part_no"] = swap.part_no
    return found


def _line(swap: Swap) -> dict[str, str]:
    fields = {
        "date": swap.date.isoformat(),
        "slot": swap.slot,
        "part_no": swap.part_no,
        "removed_serial": swap.removed_serial,
        "installed_serial": swap.installed_serial,
        "order": swap.order,
    }
    return {name: value for name, value in fields.items() if value is not None}


# --- writing ------------------------------------------------------------------------------------------------


def apply(root: Path, found: Iterable[Patch]) -> None:
    """Write the files as they shall be, once all of them have been judged.

    Raises InvalidDocuments where a file would have mistakes, Unusable where one cannot be written.
    """
    changes = tuple(found)
    workspace = open_workspace(root, judged=False)
    problems = [problem for change in changes for problem in _mistakes(workspace, change)]
    if problems:
        raise InvalidDocuments(by_place(problems))
    for change in changes:
        try:
            write_whole(inside(root, root / change.path).resolve(), [change.after.encode()])
        except OSError as error:
            raise Unusable(change.path, error, "sheet.unwritable") from None


def _mistakes(workspace: Workspace, change: Patch) -> list[Problem]:
    """The errors that the changed file would have."""
    raw = change.after.encode()
    node, problems = read_yaml(raw, change.path)
    if node is None or problems:
        return problems
    if wrong := check_schema(node, change.path)[1]:
        return wrong
    document = Document(change.path, change.kind, change.id, node, raw=raw)
    documents = {**workspace.documents, (change.kind, change.id): document}
    after = Workspace(workspace.root, documents, [], list(workspace.files), shelf=workspace.shelf)
    return [each for each in rules.check_rules(after, document) if each.severity is Severity.ERROR]
