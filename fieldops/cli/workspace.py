"""fieldops init."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from fieldops.cli.commands import command
from fieldops.cli.output import Session, now
from fieldops.errors import ExitCode

if TYPE_CHECKING:
    from fieldops.actions.workspaces import Made

_NEXT = {
    "starter": (
        "fieldops validate",
        "fieldops contract show first",
        "fieldops inspect first --engineer zhang-wei --engineer li-na",
        "fieldops report latest --output report.html",
    ),
    "examples": ("fieldops contract list", "fieldops contract show archive-digitisation"),
    "": ("fieldops validate",),
}


@command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--examples", is_flag=True, help="The large examples instead of one small contract.")
@click.pass_context
def init(context: click.Context, folder: Path, examples: bool) -> int:
    """Make a workspace in DIR: a small contract, settings for git and for editors.

    DIR is a new or empty folder, or a repository that was just cloned (fieldops init .); it becomes a git repository
    when it lies in none. Nothing that is there is overwritten. A language given by --lang is that of the workspace from
    then on.
    """
    from fieldops.actions.revisions import make_repository
    from fieldops.actions.workspaces import Contents, make_workspace

    contents = Contents.EXAMPLES if examples else Contents.STARTER
    session: Session = context.obj
    asked, today = context.find_root().params.get("lang"), now().astimezone().date()
    made = make_workspace(
        session.start / folder, contents, session.language, today, settled=asked is not None
    )
    session.note("init.made" if made.written else "init.nothing", path=str(session.start / folder))
    session.note(f"init.git-{make_repository(session.start / folder)}")
    for path in made.added_to:
        session.note("init.added", path=path)
    for path in made.left:
        session.note("init.left", path=path)
    _print_next(session, folder, made, examples)
    return ExitCode.CLEAN


def _print_next(session: Session, folder: Path, made: Made, examples: bool) -> None:
    """What to type next, ready to be copied."""
    import shlex

    session.note("init.next")
    going = (f"cd {shlex.quote(str(session.start / folder))}",) if (session.start / folder) != Path() else ()
    for line in (*going, *_NEXT[("examples" if examples else "starter") if made.contracts else ""]):
        click.echo(f"  {line}", err=True)
