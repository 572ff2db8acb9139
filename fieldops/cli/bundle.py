"""fieldops bundle make. What is done with its results is `bundle_import`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fieldops.cli.bundle_import import import_results
from fieldops.cli.commands import group
from fieldops.cli.files import OutputFile
from fieldops.cli.inspection_options import (
    ENGINEERS,
    LIMIT,
    OVERRIDE,
    PLAYBOOKS,
    SKIP_TAGS,
    TAGS,
    tags_of,
)
from fieldops.cli.json_forms import instant_data
from fieldops.cli.output import Session, form_option, now, print_json
from fieldops.cli.schedule import TimeParameter
from fieldops.contracts.wording import moment_with_offset
from fieldops.errors import ExitCode, Unusable

if TYPE_CHECKING:
    from fieldops.actions.bundles import MadeBundle
    from fieldops.actions.inspection import Request
    from fieldops.inspection.bundle import Bundle


@group()
def bundle() -> None:
    """Inspect hosts that no network reaches: a file is carried there, and its result back."""


bundle.add_command(import_results)


@bundle.command("make")
@click.argument("contract")
@PLAYBOOKS
@ENGINEERS
@LIMIT
@TAGS
@SKIP_TAGS
@click.option(
    "--visit",
    metavar="ID",
    help="For a visit of the contract, as 'schedule list' names it: its playbooks, engineers, hosts to carry to.",
)
@click.option("--by", metavar="PERSON", help="Which of the engineers makes it; default: the first.")
@click.option(
    "--at",
    "planned",
    type=TimeParameter(),
    metavar="TIME",
    help="When it is to be run, for consent and windows; default: now.",
)
@click.option(
    "--days",
    type=click.IntRange(1, 90),
    default=14,
    show_default=True,
    help="For how many days its result may be taken in.",
)
@OVERRIDE
@click.option(
    "--output", type=OutputFile(".sh"), help="The file for the host; the page is written beside it."
)
@form_option
@click.pass_obj
def make(
    session: Session,
    form: str,
    contract: str,
    playbooks: tuple[str, ...],
    engineers: tuple[str, ...],
    limit: tuple[str, ...],
    tags: tuple[str, ...],
    skip_tags: tuple[str, ...],
    visit: str | None,
    by: str | None,
    planned: datetime | None,
    days: int,
    override: str | None,
    output: Path | None,
) -> int:
    """Write a file for each host of CONTRACT that is meant, to be carried there and run, and a page of instructions.

    The file is the very script that SSH would send. Its result is taken in with 'fieldops bundle import'.
    """
    from fieldops.actions.bundles import Wish, make_bundles
    from fieldops.actions.inspection import Request
    from fieldops.actions.playbooks import agreed_playbooks
    from fieldops.cli.dry_run import limit_of
    from fieldops.records.run_events import RunKind

    if visit is None:
        playbooks = playbooks or agreed_playbooks(session.root, contract, RunKind.INSPECTION, now())
    request = Request(
        contract,
        playbooks,
        RunKind.INSPECTION,
        engineers,
        limit_of(limit),
        tags_of(tags, skip_tags),
        override=override,
    )
    if visit is not None:
        request = _called(session, visit, request, planned or now())
    wish = Wish(by, planned, days, output.name if output is not None else None)
    made = make_bundles(session.root, request, wish, now())
    _tell(session, made, [_write(each, output) for each in made], form)
    return ExitCode.CLEAN


def _called(session: Session, visit: str, asked: Request, moment: datetime) -> Request:
    """The request for a visit of the contract; what it takes from there, and what is otherwise, is said."""
    from fieldops.actions.called_visits import called_visit

    called = called_visit(session.root, visit, asked, moment, carried=True)
    for said in called.said:
        session.note(said.code, **said.values)
    return called.request


def _tell(
    session: Session, made: Sequence[MadeBundle], files: Sequence[tuple[Path, Path]], form: str
) -> None:
    """Which files were written for which host, and what to do with them."""
    from fieldops.actions.bundles import BUNDLES

    if form == "json":
        listed = [_bundle_data(each.bundle, *paths) for each, paths in zip(made, files, strict=True)]
        print_json({"contract": made[0].bundle.contract, "bundles": listed})
        return
    for each, (path, page) in zip(made, files, strict=True):
        session.note("bundle.made", host=each.bundle.host, path=str(path), page=str(page))
    session.note("bundle.next", until=moment_with_offset(made[0].bundle.until), folder=BUNDLES)


def _write(made: MadeBundle, output: Path | None) -> tuple[Path, Path]:
    """Write the file for the host and the page beside it."""
    from fieldops.actions.rights import write_whole

    path = output or Path(made.name)
    page = path.with_suffix(".html")
    for file, raw in ((path, made.text), (page, made.page)):
        try:
            write_whole(file, [raw])
        except OSError as error:
            raise Unusable(str(file), error) from error
    return path, page


def _bundle_data(told: Bundle, path: Path, page: Path) -> dict[str, object]:
    return {
        "bundle": told.id,
        "host": told.host,
        "playbooks": list(told.playbooks),
        "engineers": list(told.engineers),
        "made": instant_data(told.made),
        "by": told.by,
        "planned": instant_data(told.planned),
        "ends": instant_data(told.ends),
        "until": instant_data(told.until),
        "override": told.override,
        "path": str(path),
        "page": str(page),
    }
