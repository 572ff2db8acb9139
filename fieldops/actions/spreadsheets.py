"""Equipment lists of customers into a contract's files, and a contract's equipment out as a spreadsheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fieldops.actions.asset_lists import asset_files, broken_by, changes_for, fitted, write_change
from fieldops.actions.needed import need
from fieldops.actions.spreadsheet_files import read_sheets, write_table
from fieldops.contracts.agreement import contract_data, contract_of
from fieldops.documents.workspace import Document, load_workspace
from fieldops.errors import UsageError
from fieldops.spreadsheet.headings import Sheet, find_headings, mapping_of, score
from fieldops.spreadsheet.rows import Address, Doubtful, Known, judge_rows, known_asset
from fieldops.spreadsheet.table import table_of
from fieldops.spreadsheet.unread import Likely, likely_columns, missing_fields
from fieldops.spreadsheet.vocabulary import vocabulary_of, words_of
from fieldops.structs import replaced


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
    files = asset_files(workspace, contract)
    found = _chosen(read_sheets(file, asked), sheet, asked)
    headings = find_headings(found, asked)
    vocabulary = vocabulary_of(contract_of(workspace, document), words).inspecting(hosts)
    vocabulary = replaced(vocabulary, numeric_serials=numeric_serials)
    known = list(_known([document, *files]))
    judged = judge_rows(found, headings, vocabulary, known)
    # What else is wrong with doubtful rows is said now, not after they have been corrected once.
    refused = list(broken_by(workspace, document, changes_for(workspace, document, files, judged.partial)))
    fit = fitted(workspace, document, files, judged.new)
    doubtful = tuple(sorted([*judged.doubtful, *refused, *fit.refused], key=lambda each: each.row))
    left_out = {each.row for each in doubtful}
    if not dry_run:
        for change in fit.changes:
            write_change(root, change)
    return Imported(
        imported=len(fit.new),
        unchanged=judged.unchanged,
        doubtful=doubtful,
        warranty_columns=headings.warranty,
        likely=likely_columns(found, headings, vocabulary, {each.serial for each in known if each.serial}),
        missing=missing_fields(headings),
        hosts=Counter(str(each.asset.get("category", "-")) for each in fit.new if "host" in each.asset),
        addresses=tuple(each for each in judged.addresses if each.row not in left_out),
        host_categories=tuple(sorted(vocabulary.hosts)),
        ignored_columns=headings.ignored,
        skipped_rows=tuple(judged.skipped),
        paths=tuple(change.path for change in fit.changes),
        dry_run=dry_run,
    )


def export_assets(root: Path, contract: str, output: Path) -> int:
    """Write all equipment of `contract`, from all its files, to `output` (.xlsx or .csv). Returns how many assets.

    Raises UsageError when the contract or the folder of `output` does not exist, InvalidDocuments, FieldopsError.
    """
    workspace = load_workspace(root, judged=False)
    document = need(workspace, "Contract", contract)
    asset_files(workspace, contract)
    vocabulary = vocabulary_of(contract_of(workspace, document), {})
    assets: Any = contract_data(workspace, document).get("assets", [])
    write_table(output, table_of(assets, vocabulary))
    return len(assets)


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
