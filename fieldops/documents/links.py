"""Where files of a workspace may lie: inside of it, whatever links and ``..`` say. And which files those are.

Every door asks here before it reads or writes a file that the workspace names: documents, settings, pinned keys,
templates, reports, the record store. A file that somebody names on the command line is that person's own choice.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

from fieldops.errors import FieldopsError

_YAML = (".yaml", ".yml")


class LeadsOut(FieldopsError):
    """A file of the workspace would lie outside of it: its name or a link says so (exit 1)."""

    def __init__(self, path: Path) -> None:
        super().__init__("path.outside", path=str(path))


def inside(folder: Path, path: Path) -> Path:
    """`path` as it is named, which lies in `folder` when every link is followed. Raises LeadsOut where it does not.

    It need not be there. `folder` itself may be a link.
    """
    if not is_inside(folder, path):
        raise LeadsOut(path)
    return path


def is_inside(folder: Path, path: Path) -> bool:
    """Whether `path` lies in `folder`, all links followed; False for links that lead in a circle."""
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # a circle
        return False


def yaml_files(folder: Path, root: Path | None = None) -> Iterator[Path]:
    """Every .yaml and .yml file (in capitals, too) below `folder`, sorted, hidden ones left out; links within `root` are
    followed.

    A link that leads out of `root` (left out: of `folder`), nowhere or in a circle is named itself, and so is a folder
    that cannot be listed: whoever reads it says why it cannot be read, and nothing is passed over in silence.
    """
    root = folder if root is None else root
    try:
        here, top = folder.resolve(), root.resolve()
    except (OSError, RuntimeError):
        yield folder
        return
    yield from _below(folder, top, (here,))


def _below(folder: Path, top: Path, above: tuple[Path, ...]) -> Iterator[Path]:
    """The same below a folder whose real place, and those of the folders it was reached by, are `above`."""
    try:
        with os.scandir(folder) as entries:
            listed = sorted(entries, key=lambda entry: entry.name)
    except OSError:
        yield folder
        return
    for entry in listed:
        path = folder / entry.name
        if entry.name.startswith("."):
            continue
        if entry.is_symlink():
            yield from _linked(path, top, above)
        elif entry.is_dir():
            yield from _below(path, top, (*above, above[-1] / entry.name))
        elif path.suffix.lower() in _YAML:
            yield path


def _linked(link: Path, top: Path, above: tuple[Path, ...]) -> Iterator[Path]:
    if link.is_file():
        if link.suffix.lower() in _YAML:
            yield link
        return
    if not link.is_dir():
        # It leads nowhere, to a device, or in a circle: whether it was to be a folder, nobody knows.
        if link.suffix.lower() in _YAML or not link.suffix:
            yield link
        return
    real = link.resolve()
    if real in above or not real.is_relative_to(top):
        yield link
        return
    yield from _below(link, top, (*above, real))


def read_whole(path: Path) -> bytes:
    """The bytes of a regular file. Raises OSError, also for what is none, such as a pipe, which might never end."""
    if path.is_dir():
        os.listdir(path)  # that it cannot be listed is why it was named
        # Else it is a link that leads back to a folder it lies in.
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(path))
    return path.read_bytes()
