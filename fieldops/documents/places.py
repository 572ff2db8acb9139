"""Where a workspace is: which folder is one, and the one that somebody stands in. What is in it is `workspace`."""

from __future__ import annotations

import os
from pathlib import Path

FOLDERS = ("contracts", "playbooks")
SETTINGS_FILE = "fieldops.yaml"


def is_workspace(folder: Path) -> bool:
    """Whether `folder` has settings, contracts or playbooks."""
    return (folder / SETTINGS_FILE).is_file() or any((folder / name).is_dir() for name in FOLDERS)


def workspace_around(folder: Path) -> Path:
    """The workspace that `folder` is, or lies in, as git finds its repository; `folder` itself where there is none.

    A folder above counts when it has settings, or when `folder` lies in its contracts or playbooks: somebody else's
    folder of that name further up is not taken for one.
    """
    if is_workspace(folder):
        return folder
    here = Path(os.path.abspath(folder))
    for above in here.parents:
        inside = here.relative_to(above).parts[0] in FOLDERS
        if (above / SETTINGS_FILE).is_file() or inside:
            return Path(os.path.relpath(above, Path.cwd()))
    return folder


def repository_top(root: Path) -> Path | None:
    """The folder that holds the ``.git`` of the workspace at `root`, found upwards and without git; None outside of one.

    CI services name files from there.
    """
    here = Path(os.path.abspath(root))
    return next((folder for folder in (here, *here.parents) if (folder / ".git").exists()), None)
