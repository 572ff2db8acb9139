"""Files that commands write: a name that means what it says, or standard output."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from fieldops.errors import UsageError

STDOUT = Path("-")


class OutputFile(click.ParamType["Path", str]):
    """A file to write: ``-`` for standard output, else a name with one of the endings, in a folder that is there.

    Another ending would promise another form than the one that is written; a folder is not made because of a typing error.
    """

    name = "file"

    def __init__(self, *endings: str) -> None:
        self.endings = endings

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path. Raises UsageError."""
        path = Path(value)
        if path == STDOUT:
            return path
        if path.is_dir() or str(value).endswith(os.sep):
            raise UsageError("output.is-folder", path=str(value))
        if self.endings and path.suffix.lower() not in self.endings:
            raise UsageError("output.ending", path=str(path), endings=self.endings)
        if not path.parent.is_dir():
            raise UsageError("output.no-folder", path=str(path.parent))
        return path


@contextmanager
def file_for(path: Path, name: str) -> Iterator[Path]:
    """The file to write for `path`: itself, or for standard output one called `name` that is printed when it has been written."""
    if path != STDOUT:
        yield path
        return
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="fieldops-") as folder:
        beside = Path(folder) / name
        yield beside
        # Not a byte more: an archive with a line end behind it is another one.
        click.echo(beside.read_bytes(), nl=False)


def refuse_two_on_stdout(path: Path | None, form: str) -> None:
    """Raise UsageError where both the file and a JSON document about it would go to standard output."""
    if path == STDOUT and form == "json":
        raise UsageError("output.two-on-stdout")
