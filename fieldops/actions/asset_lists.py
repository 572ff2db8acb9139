"""Lists of equipment in a contract's files: which file a new asset goes to, and whether it would break a rule there.

Where new assets come from is the business of whoever imports them: `spreadsheets`, `inventories`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fieldops import rules
from fieldops.actions.rights import write_whole
from fieldops.contracts.agreement import asset_documents
from fieldops.documents.appending import append_entries, entry_text, parser_events
from fieldops.documents.judging import check_schema
from fieldops.documents.links import inside
from fieldops.documents.workspace import Document, Workspace
from fieldops.documents.yaml_text import read_yaml
from fieldops.errors import FieldopsError, InvalidDocuments, Problem, Severity, Unusable, by_place
from fieldops.spreadsheet.rows import Doubtful, NewAsset

# Well below what the loader accepts (1 MiB, 200,000 events), so that a full file can still be edited by hand.
MAX_FILE_BYTES = 768 << 10
MAX_FILE_EVENTS = 150_000
_FOLDER = "contracts/assets"


@dataclass(frozen=True, slots=True)
class Change:
    """A file as it shall be: the list's document, the whole text, and the new assets at the end of the list."""

    path: str
    id: str
    text: str
    added: tuple[NewAsset, ...]
    data: dict[str, Any]


def asset_files(workspace: Workspace, contract: str) -> list[Document]:
    """The judged Assets documents of the contract, the one that was begun last at the end."""
    files = [workspace.judge(document) for document in asset_documents(workspace, contract)]
    # A list that nobody can read may be this contract's; without it everything in it would be new.
    files += [workspace.judge(each) for each in workspace.of_kind("Assets") if not each.readable]
    paths = {document.path for document in files if not document.valid}
    if paths:
        raise InvalidDocuments(by_place([each for each in workspace.problems if each.position.path in paths]))
    return sorted(
        files, key=lambda each: [int(part) if part.isdigit() else -1 for part in each.id.split("-")]
    )


# --- which file an asset goes to ----------------------------------------------------------------------


def changes_for(
    workspace: Workspace, contract: Document, files: Sequence[Document], new: Sequence[NewAsset]
) -> list[Change]:
    """The files that change: the contract's last list while there is room in it, then further ones."""
    left = list(new)
    changes: list[Change] = []
    if files and left:
        raw = (workspace.root / files[-1].path).read_bytes()
        added = _fitting(left, len(raw), parser_events(files[-1].data))
        if added:
            text = append_entries(raw.decode("utf-8"), "assets", [each.asset for each in added])
            changes.append(_change(files[-1].path, files[-1].id, text, files[-1].data, added))
            left = left[len(added) :]
    names = _free_names(workspace, contract.id)
    while left:
        path, id = next(names)
        head = _head(workspace.root, id, contract.id)
        # One that is too large for any file goes alone, and its file's problem is told.
        added = _fitting(left, len(head), 20) or left[:1]
        text = head + "".join(f"  - {entry_text(each.asset)}\n" for each in added)
        data = {
            "apiVersion": "fieldops/v1",
            "kind": "Assets",
            "id": id,
            "contract": contract.id,
            "assets": [],
        }
        changes.append(_change(path, id, text, data, added))
        left = left[len(added) :]
    return changes


def _change(path: str, id: str, text: str, data: dict[str, Any], added: Sequence[NewAsset]) -> Change:
    after = {**data, "assets": [*data["assets"], *(each.asset for each in added)]}
    return Change(path, id, text, tuple(added), after)


def _fitting(left: Sequence[NewAsset], size: int, events: int) -> Sequence[NewAsset]:
    """The first of `left` for which there is room in a file of `size` bytes and so many parser's events."""
    for count, each in enumerate(left):
        size += len(entry_text(each.asset).encode("utf-8", "replace")) + 8
        events += parser_events(each.asset)
        if size > MAX_FILE_BYTES or events > MAX_FILE_EVENTS:
            return left[:count]
    return left


def _free_names(workspace: Workspace, contract: str) -> Iterator[tuple[str, str]]:
    """Path and id for further lists: contracts/assets/ID.yaml, ID-2.yaml ...; none that is there is written over."""
    number = 0
    stem = re.sub(r"-+$", "", contract[:50])
    while True:
        number += 1
        ending = "" if number == 1 else f"-{number}"
        path, id = f"{_FOLDER}/{contract}{ending}.yaml", f"{stem}-assets{ending}"
        if ("Assets", id) not in workspace.documents and not os.path.lexists(workspace.root / path):
            yield path, id


def _head(root: Path, id: str, contract: str) -> str:
    schemas = root / ".fieldops" / "schemas" / "assets.json"
    editor = (
        "# yaml-language-server: $schema=../../.fieldops/schemas/assets.json\n" if schemas.is_file() else ""
    )
    return f"{editor}apiVersion: fieldops/v1\nkind: Assets\nid: {id}\ncontract: {contract}\nassets:\n"


@dataclass(frozen=True, slots=True)
class Fitted:
    """The files as they shall be, the new assets that go into them, and why others do not."""

    changes: list[Change]
    new: list[NewAsset]
    refused: list[Doubtful]


def fitted(
    workspace: Workspace, contract: Document, files: Sequence[Document], new: Sequence[NewAsset]
) -> Fitted:
    """The new assets without those that would be errors where they stand, and the files with the others."""
    left, refused = list(new), list[Doubtful]()
    while broken := list(
        broken_by(workspace, contract, changes := changes_for(workspace, contract, files, left))
    ):
        refused += broken
        rows = {each.row for each in broken}
        left = [each for each in left if each.row not in rows]
    return Fitted(changes, left, refused)


# --- judging before writing ---------------------------------------------------------------------------


def broken_by(workspace: Workspace, contract: Document, changes: Sequence[Change]) -> Iterator[Doubtful]:
    """The rows whose assets would be errors where they stand, by the schema or by a rule; each reason once."""
    told: set[tuple[int, str]] = set()
    documents = dict(workspace.documents)
    judged = [(change, _judged(change)) for change in changes]
    documents |= {("Assets", change.id): document for change, (document, _) in judged}
    after = Workspace(workspace.root, documents, [], list(workspace.files), shelf=workspace.shelf)
    for change, (document, problems) in judged:
        first = len(document.entries("assets")) - len(change.added)
        rows = {document.position("assets", first + n).line: each.row for n, each in enumerate(change.added)}
        # A rule reads what the schema has accepted.
        problems = problems or list(rules.check_rules(after, document))
        for problem in by_place(problems):
            row = rows.get(problem.position.line)
            if problem.severity is Severity.ERROR and row is not None and (row, problem.code) not in told:
                told.add((row, problem.code))
                yield Doubtful(row, problem.code, problem.values)


def _judged(change: Change) -> tuple[Document, list[Problem]]:
    """The document of the new text. FieldopsError when the text does not say what it should, a bug of ours."""
    node, problems = read_yaml(change.text.encode("utf-8", "replace"), change.path)
    if node is None or problems or node.data != change.data:
        raise FieldopsError("sheet.not-appended", path=change.path)
    mistakes = check_schema(node, change.path)[1]
    return Document(change.path, "Assets", change.id, node, valid=not mistakes), mistakes


def write_change(root: Path, change: Change) -> None:
    """Replace the file as a whole: whoever reads it finds the old list or the new one."""
    file = root / change.path
    try:
        real = inside(root, file).resolve()
        real.parent.mkdir(parents=True, exist_ok=True)
        write_whole(real, [change.text.encode("utf-8")])
    except OSError as error:
        raise Unusable(change.path, error, "sheet.unwritable") from None
