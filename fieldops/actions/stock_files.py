"""Lists of store keepers as files: a first inventory, or a count of a whole store, taken in all or not at all."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path

from fieldops.actions.contracts import open_workspace
from fieldops.actions.settings import open_store
from fieldops.actions.spreadsheet_files import read_sheets
from fieldops.actions.stock import Asked, Done, record, stores_of, wanted_of
from fieldops.errors import ExitCode, FieldopsError, InvalidDocuments, Problem, UsageError
from fieldops.records.stock_events import StockMoved
from fieldops.service.inventory import count_all
from fieldops.service.stock import Key
from fieldops.service.stores import World
from fieldops.spreadsheet.headings import Sheet
from fieldops.spreadsheet.inventory import HEADINGS, columns_of, inventory_of
from fieldops.structs import Struct


class NotCounted(InvalidDocuments):
    """Rows of a list are unclear or cannot be, as stands in ``problems`` (exit 2). Nothing was recorded."""

    exit_code = ExitCode.USAGE

    def __init__(self, path: str, problems: tuple[Problem, ...]) -> None:
        FieldopsError.__init__(self, "stock.not-counted", path=path, count=len(problems))
        self.problems = list(problems)


class Taken(Struct, frozen=True):
    """What was recorded (or would be), and what the books have in the store and the list does not name."""

    done: Done
    unnamed: tuple[Key, ...]


def import_inventory(
    root: Path, file: Path, asked: Asked, now: datetime, sheet: str | None = None, dry_run: bool = False
) -> Taken:
    """Count what a list names in the store of `asked`, all or nothing; with `dry_run` nothing is recorded.

    Raises NotCounted for rows that are unclear, UsageError for a file that is no list, and what `move` raises.
    """
    inventory = inventory_of(chosen := _sheet(read_sheets(file, HEADINGS), sheet))
    assert inventory is not None
    if not inventory.listed and not inventory.unclear:
        raise UsageError("stock.empty-list", path=str(file), sheet=chosen.name)
    workspace = open_workspace(root, judged=False)
    stores = stores_of(workspace)
    wanted, at = wanted_of(workspace, stores, asked, now)
    unnamed: list[Key] = []

    def deciding(world: World) -> tuple[StockMoved, ...]:
        counted = count_all(world, inventory, wanted, str(file), at)
        if counted.problems:
            raise NotCounted(str(file), counted.problems)
        unnamed[:] = counted.unnamed
        return counted.moves

    serials = [serial for each in inventory.listed for serial in each.serials]
    with closing(open_store(root)) as log:
        done = record(log, workspace, stores, deciding, serials, dry_run)
    return Taken(done, tuple(unnamed))


def _sheet(sheets: list[Sheet], name: str | None) -> Sheet:
    """The sheet of that name, or the only one whose headings are those of such a list."""
    names = ", ".join(each.name for each in sheets) or "-"
    if name is not None:
        sheets = [each for each in sheets if each.name.strip() == name.strip()]
        if not sheets:
            raise UsageError("sheet.no-such-sheet", name=name, choices=names)
    headed = [each for each in sheets if columns_of(each) is not None]
    if len(headed) > 1:
        raise UsageError("stock.several-sheets", choices=", ".join(each.name for each in headed))
    if not headed:
        raise UsageError("stock.no-headings", sheet=names)
    return headed[0]
