"""fieldops init."""

from __future__ import annotations

from pathlib import Path

import click

from fieldops.cli.commands import command
from fieldops.cli.output import Session
from fieldops.errors import ExitCode


@command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.pass_obj
def init(session: Session, folder: Path) -> int:
    """Make a workspace in DIR: example contracts, settings for git and for editors."""
    from fieldops.actions.workspaces import make_workspace

    make_workspace(session.start / folder)
    session.note("init.made", path=str(session.start / folder))
    session.note("init.next", path=str(folder))
    return ExitCode.CLEAN
