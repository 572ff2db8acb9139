"""Equipment lists of customers into a contract's files, and a contract's equipment out as a spreadsheet."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fieldops import rules
from fieldops.actions.needed import need
from fieldops.actions.rights import write_whole
from fieldops.actions.spreadsheet_files import read_sheets, write_table
from fieldops.contracts.agreement import asset_documents, contract_data, contract_of
from fieldops.documents.appending import append_entries, entry_text, parser_events
from fieldops.documents.judging import check_schema
from fieldops.documents.links import inside
from fieldops.documents.workspace import Document, Workspace, load_workspace
from fieldops.documents.yaml_text import read_yaml
from fieldops.errors import FieldopsError, InvalidDocuments, Problem, Severity, Unusable, UsageError, by_place
from fieldops.spreadsheet.headings import Sheet, find_headings, mapping_of, score
from fieldops.spreadsheet.rows import (
    Address,
    Doubtful,
    Known,
    NewAsset,
    judge_rows,
    known_asset,
)
from fieldops.spreadsheet.table import table_of
from fieldops.spreadsheet.unread import Likely, likely_columns, missing_fields
from fieldops.spreadsheet.vocabulary import vocabulary_of, words_of
from fieldops.structs import replaced

# Well below what the loader accepts (1 MiB, 200,000 events), so that a full file can still be edited by hand.
MAX_FILE_BYTES = 768 << 10
MAX_FILE_EVENTS = 150_000
_FOLDER = "contracts/assets"


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a spreadsheet: counts, why rows are not imported, and what nobody read.

    `paths` were written, if not `dry_run`. `doubtful` has one entry for each reason, so a row may have several.
    `hosts`: how many imported assets of each category are inspected over SSH. `addresses`: those that were not taken.
    `missing`: needed fields that no column holds while unread ones are left; `likely`: what those may be.
    """

    imported: int
    unchanged: int
    doubtful: tuple[Doubtful, ...]
    ignored_columns: tuple[str, ...]
    skipped_rows: tuple[int, ...]
    paths: tuple[str, ...]
    dry_run: bool
    warranty_columns: tuple[str, ...] = ()
    likely: tuple[Likely, ...] = ()
    missing: tuple[str, ...] = ()
    hosts: Mapping[str, int] = field(default_factory=dict)
    addresses: tuple[Address, ...] = ()
    host_categories: tuple[str, ...] = ()

    @property
    def doubtful_rows(self) -> int:
        """How many rows are left out."""
        return len({each.row for each in self.doubtful})


@dataclass(frozen=True, slots=True)
class _Change:
    """A file as it shall be: the list's document, the whole text, and the new assets at the end of the list."""

    path: str
    id: str
    text: str
    added: tuple[NewAsset, ...]
    data: dict[str, Any]


def import_assets(
    root: Path,
    file: Path,
    contract: str,
    mapping: Sequence[str] = (),
    categories: Sequence[str] = (),
    sheet: str | None = None,
    dry_run: bool = False,
    hosts: Sequence[str] = (),
    numeric_serials: bool = False,
) -> Imported:
    """Add the equipment listed in the spreadsheet `file` to the Assets documents of `contract`.

    `mapping`: texts HEADING=field; `categories`: texts WORD=id; `hosts`: the categories whose addresses become hosts to
    inspect, servers when it is empty; `numeric_serials`: the customer has confirmed the serial numbers in number
    cells. What the contract has stays as it is written. Rows
    that are not certain, or that would break a rule, are left out and told; the others are imported, unless
    `dry_run`. Raises UsageError for a file or option that cannot be used, InvalidDocuments when the contract or
    its equipment has errors of form.
    """
    asked, words = mapping_of(mapping), words_of(categories)
    workspace = load_workspace(root, judged=False)
    document = need(workspace, "Contract", contract)
    files = _asset_files(workspace, contract)
    found = _chosen(read_sheets(file, asked), sheet, asked)
    headings = find_headings(found, asked)
    vocabulary = vocabulary_of(contract_of(workspace, document), words).inspecting(hosts)
    vocabulary = replaced(vocabulary, numeric_serials=numeric_serials)
    known = list(_known([document, *files]))
    judged = judge_rows(found, headings, vocabulary, known)
    # What else is wrong with doubtful rows is said now, not after they have been corrected once.
    refused = list(_broken(workspace, document, _changes(workspace, document, files, judged.partial)))
    new = judged.new
    while broken := list(_broken(workspace, document, changes := _changes(workspace, document, files, new))):
        refused += broken
        rows = {each.row for each in broken}
        new = [each for each in new if each.row not in rows]
    doubtful = tuple(sorted([*judged.doubtful, *refused], key=lambda each: each.row))
    left_out = {each.row for each in doubtful}
    if not dry_run:
        for change in changes:
            _write(root, change)
    return Imported(
        imported=len(new),
        unchanged=judged.unchanged,
        doubtful=doubtful,
        warranty_columns=headings.warranty,
        likely=likely_columns(found, headings, vocabulary, {each.serial for each in known if each.serial}),
        missing=missing_fields(headings),
        hosts=Counter(str(each.asset.get("category", "-")) for each in new if "host" in each.asset),
        addresses=tuple(each for each in judged.addresses if each.row not in left_out),
        host_categories=tuple(sorted(vocabulary.hosts)),
        ignored_columns=headings.ignored,
        skipped_rows=tuple(judged.skipped),
        paths=tuple(change.path for change in changes),
        dry_run=dry_run,
    )


def export_assets(root: Path, contract: str, output: Path) -> int:
    """Write all equipment of `contract`, from all its files, to `output` (.xlsx or .csv). Returns how many assets.

    Raises UsageError when the contract or the folder of `output` does not exist, InvalidDocuments, FieldopsError.
    """
    workspace = load_workspace(root, judged=False)
    document = need(workspace, "Contract", contract)
    _asset_files(workspace, contract)
    vocabulary = vocabulary_of(contract_of(workspace, document), {})
    assets: Any = contract_data(workspace, document).get("assets", [])
    write_table(output, table_of(assets, vocabulary))
    return len(assets)


def _asset_files(workspace: Workspace, contract: str) -> list[Document]:
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


def _chosen(sheets: list[Sheet], name: str | None, mapping: dict[str, str]) -> Sheet:
    """The sheet of that name, or the only one with headings that are known."""
    names = ", ".join(sheet.name for sheet in sheets)
    if name is not None:
        found = next((sheet for sheet in sheets if sheet.name.strip() == name.strip()), None)
        if found is None:
            raise UsageError("sheet.no-such-sheet", name=name, choices=names or "-")
        return found
    headed = [sheet for sheet in sheets if score(sheet, mapping)]
    if len(headed) > 1:
        raise UsageError("sheet.several-sheets", choices=", ".join(sheet.name for sheet in headed))
    if not headed:
        raise UsageError("sheet.no-headings", sheet=names or "-")
    return headed[0]


def _known(documents: Sequence[Document]) -> Iterator[Known]:
    for document in documents:
        for index in document.entries("assets"):
            entry: Any = document.node.children["assets"].children[index].data
            place = document.position("assets", index)
            yield known_asset(entry, f"{place.path}:{place.line}")


# --- which file an asset goes to ----------------------------------------------------------------------


def _changes(
    workspace: Workspace, contract: Document, files: Sequence[Document], new: Sequence[NewAsset]
) -> list[_Change]:
    """The files that change: the contract's last list while there is room in it, then further ones."""
    left = list(new)
    changes: list[_Change] = []
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


def _change(path: str, id: str, text: str, data: dict[str, Any], added: Sequence[NewAsset]) -> _Change:
    after = {**data, "assets": [*data["assets"], *(each.asset for each in added)]}
    return _Change(path, id, text, tuple(added), after)


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


# --- judging before writing ---------------------------------------------------------------------------


def _broken(workspace: Workspace, contract: Document, changes: Sequence[_Change]) -> Iterator[Doubtful]:
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


def _judged(change: _Change) -> tuple[Document, list[Problem]]:
    """The document of the new text. FieldopsError when the text does not say what it should, a bug of ours."""
    node, problems = read_yaml(change.text.encode("utf-8", "replace"), change.path)
    if node is None or problems or node.data != change.data:
        raise FieldopsError("sheet.not-appended", path=change.path)
    mistakes = check_schema(node, change.path)[1]
    return Document(change.path, "Assets", change.id, node, valid=not mistakes), mistakes


def _write(root: Path, change: _Change) -> None:
    """Replace the file as a whole: whoever reads it finds the old list or the new one."""
    file = root / change.path
    try:
        real = inside(root, file).resolve()
        real.parent.mkdir(parents=True, exist_ok=True)
        write_whole(real, [change.text.encode("utf-8")])
    except OSError as error:
        raise Unusable(change.path, error, "sheet.unwritable") from None
