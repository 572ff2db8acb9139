"""Files that hold a document of fieldops and that nothing reads: by their name, or by the folder in which they lie.

A contract in such a file is no contract to anybody, so each is told, with the way out. Folders that a workspace's
settings list under `not_read` are left alone on purpose. Does not live here: which files are read (documents.links), how
these are told (unread_told).
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path, PurePosixPath

from fieldops.actions.settings import read_settings
from fieldops.documents.links import LeadsOut
from fieldops.documents.places import FOLDERS, SETTINGS_FILE, repository_top
from fieldops.documents.workspace import is_within
from fieldops.structs import Struct

# A key of a document, in YAML and in JSON.
_KEY = rb"""^[ \t{]*["']?%s["']?[ \t]*:"""
_DOCUMENT = re.compile(_KEY % b"apiVersion" + rb"""[ \t]*["']?fieldops/""", re.MULTILINE)
_FIRST_BYTES = 4096
_ENDINGS = (".yaml", ".yml", ".json")
# Read by `contract new` and by reports.
_TEMPLATES = "templates"
_INSPECTIONS = ("Playbook", "Probe")


class PassedOver(Struct, frozen=True):
    """A file that holds a document and is not read; its kind and id where its first lines tell them.

    `named`: it lies where documents are read, and is passed over because of its name.
    """

    path: str
    named: bool
    kind: str | None
    id: str | None

    @property
    def meant(self) -> str:
        """Where it would be read."""
        place = PurePosixPath(self.path)
        name = re.sub(r"(?i)\.(ya?ml|json)\b.*$", "", place.name.lstrip(".#~")) + ".yaml"
        if not self.named:
            return f"{FOLDERS[self.kind in _INSPECTIONS]}/{name}"
        folders = [part.lstrip(".") for part in place.parent.parts]
        return "/".join((*folders, name))


def passed_over(root: Path, read: Collection[str], left_out: Collection[str] = ()) -> list[PassedOver]:
    """Every such file of the workspace at `root`, by path; `read` are the paths that are read, `left_out` those that are
    not to be looked at, folders among them.

    Below the folders that are read each file is looked at. Elsewhere, in a repository of git's, those that git does not
    ignore, outside of one those at most one folder deep.
    """
    known = set(read)
    inside = {path: True for folder in FOLDERS for path in _below(root, folder) if path not in known}
    left_alone = (*FOLDERS, _TEMPLATES, *_on_purpose(root))
    outside = {
        path: False for path in _elsewhere(root) if not _lies_in(path, left_alone) and path not in known
    }
    found = (_looked_at(root, path, named) for path, named in sorted({**outside, **inside}.items()))
    kept = [
        each
        for each in found
        if each is not None and not is_within(each.path, left_out) and not _copy_of(each.path, known)
    ]
    # A file is read, too, where a link leads to it.
    linked = {os.path.realpath(root / path) for path in known} if kept else set()
    return [each for each in kept if os.path.realpath(root / each.path) not in linked]


def _on_purpose(root: Path) -> tuple[str, ...]:
    try:
        return read_settings(root).not_read
    except LeadsOut:  # told of the settings by themselves
        return ()


def _below(root: Path, folder: str) -> Iterator[str]:
    """Every file below a folder that is read, hidden ones and those in hidden folders included."""
    for here, folders, names in os.walk(root / folder):
        folders[:] = sorted(name for name in folders if name != ".git")
        for name in sorted(names):
            yield (Path(here) / name).relative_to(root).as_posix()


def _elsewhere(root: Path) -> Iterator[str]:
    if repository_top(root) is not None:
        # Where there is no repository git is not asked, and what that takes is not loaded.
        from fieldops.actions.revisions import with_documents

        yield from (path for path in with_documents(root) if path.lower().endswith(_ENDINGS))
        return
    folders = [
        root,
        *sorted(each for each in root.iterdir() if each.is_dir() and not each.name.startswith(".")),
    ]
    for file in (file for folder in folders for file in sorted(folder.iterdir())):
        if file.name.lower().endswith(_ENDINGS) and file.is_file():
            yield file.relative_to(root).as_posix()


def _lies_in(path: str, folders: Iterable[str]) -> bool:
    return path == SETTINGS_FILE or any(
        path == name or path.startswith(f"{name}/") for name in (each.strip("/") for each in folders)
    )


def _looked_at(root: Path, path: str, named: bool) -> PassedOver | None:
    """What a file is by its first bytes; None where it holds no document, or belongs to another workspace."""
    file = root / path
    if not named and any((root / above / SETTINGS_FILE).exists() for above in _folders_above(path)):
        return None
    try:
        with file.open("rb") as opened:
            raw = opened.read(_FIRST_BYTES)
    except OSError:
        return None
    if b"\0" in raw or not _DOCUMENT.search(raw):
        return None
    return PassedOver(path, named, _word(raw, b"kind"), _word(raw, b"id"))


def _word(raw: bytes, key: bytes) -> str | None:
    found = re.search(_KEY % key + rb"""[ \t]*["']?([A-Za-z0-9-]+)""", raw, re.MULTILINE)
    return found[1].decode("ascii") if found else None


def _folders_above(path: str) -> list[str]:
    return [str(each) for each in PurePosixPath(path).parents if str(each) != "."]


def _copy_of(path: str, read: Collection[str]) -> bool:
    """Whether it is what an editor or a merge leaves beside a file that is read: x.yaml~, x.yaml.orig, #x.yaml#."""
    place = PurePosixPath(path)
    name = place.name.lstrip(".#~")
    if name.lower().endswith(_ENDINGS):
        return False
    begins = re.match(r"(?i).*?\.ya?ml", name)
    return begins is not None and str(place.with_name(begins[0])) in read
