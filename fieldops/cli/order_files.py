"""fieldops order import, order export: event logs and archives of orders, taken in and written out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from fieldops.cli.commands import command
from fieldops.cli.output import Session, form_option, now, print_json, print_line
from fieldops.cli.signing import key_options
from fieldops.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from fieldops.actions.order_batches import Batch
    from fieldops.actions.order_files import Imported


@command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--contract", metavar="CONTRACT", help="Whose order it is, where the file does not say.")
@form_option
@click.pass_obj
def import_command(session: Session, file: Path, contract: str | None, form: str) -> int:
    """Take in the event log of an order, YAML or JSON lines; what is known already stays as it is.

    JSON lines, a .csv or .xlsx file may hold several orders: each line or row names its order. An order that is not
    there yet is opened by it. All of an order is taken in, or nothing of it.

    FILE.zip is an archive that `order export --as` wrote: the order with its sessions, swaps, movements and evidence.

    Exit codes: 0 all was taken in, 1 of several orders some were not, or an archive was changed, 2 wrong use, or the one
    order was not, 4 an archive is refused.
    """
    from fieldops.actions.order_batches import import_batch, is_batch
    from fieldops.actions.order_files import import_order
    from fieldops.cli.order_data import print_one

    if file.suffix.lower() == ".zip":
        from fieldops.cli.order_archive import imported_archive

        found = imported_archive(session, file)
    elif is_batch(file):
        return _print_batch(session, import_batch(session.root, file, now(), contract), form)
    else:
        found = import_order(session.root, file, now(), contract)
    _say_imported(session, found)
    print_one(session, found.view, form)
    return ExitCode.CLEAN


def _say_imported(session: Session, found: Imported) -> None:
    code = "order.import-opened" if found.opened else "order.import-added"
    session.note(code, order=found.view.order.id, count=found.new)


def _print_batch(session: Session, batch: Batch, form: str) -> int:
    from fieldops.cli.json_forms import WITH_CLAUSES
    from fieldops.cli.order_data import order_data
    from fieldops.cli.order_forms import print_orders
    from fieldops.cli.output import print_error

    for found in batch.imported:
        _say_imported(session, found)
    for _, error in batch.left_out:
        print_error(error, session)
    if batch.unread:
        session.note("order.columns-unread", headings=batch.unread)
    views = [found.view for found in batch.imported]
    if form == "json":
        left_out = [{"order": id, "reason": error.code} for id, error in batch.left_out]
        data = {"orders": [order_data(session, view) for view in views], "left_out": left_out}
        print_json(data, WITH_CLAUSES)
    elif views:
        print_orders(session, views)
    return ExitCode.FINDINGS if batch.left_out else ExitCode.CLEAN


@command("export")
@click.argument("ids", metavar="[ORDER]...", nargs=-1)
@click.option("--contract", metavar="CONTRACT", help="All orders of this contract.")
@click.option(
    "--as",
    "person",
    metavar="PERSON",
    help="Who signs for the archive as a whole, pages included: somebody of the team, by id or name.",
)
@key_options()
@click.pass_obj
def export_command(
    session: Session,
    ids: tuple[str, ...],
    contract: str | None,
    person: str | None,
    key: Path | None,
    agent: bool,
) -> int:
    """Write the event log of an order as JSON lines, as `order import` and `sla status` read it; of several, as
    `order import` does.

    ORDER FILE.zip writes the archive of one order instead: record, what was handed in with its signatures, documents, and a
    README that says how to check them without fieldops; `verify FILE.zip` does, too. Only with --as another workspace takes
    it in with `order import`.
    """
    from fieldops.actions.order_batches import export_orders

    if not ids and contract is None:
        raise UsageError("order.export-what")
    if len(ids) == 2 and contract is None and ids[1].lower().endswith(".zip"):
        from fieldops.cli.archives import sealing_by
        from fieldops.cli.order_archive import export_archive

        return export_archive(session, *ids, sealing_by(person, key, agent))
    if person is not None or key is not None or agent:
        raise UsageError("order-archive.as-of-what")
    for line in export_orders(session.root, ids, now(), contract):
        print_line(line)
    return ExitCode.CLEAN
