"""The workspace: every document of a folder tree, its kind and id, and references between documents.

A workspace is any folder with ``contracts/`` or ``playbooks/`` in it. The playbooks and probes that
ship with fieldops lie beneath it: a workspace's own document of the same kind and id takes their place.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path as FilePath

from fieldops.documents.schema import check_schema, kind_of
from fieldops.documents.yaml_text import MAX_BYTES, Node, Path, read_yaml
from fieldops.errors import FieldopsError, Position, Problem, UsageError

FOLDERS = ("contracts", "playbooks")
SETTINGS_FILE = "fieldops.yaml"


@dataclass(frozen=True, slots=True)
class Document:
    """One document: its path relative to the workspace, kind, id, and located data.

    Only a `valid` one (nothing wrong by its schema; None: not judged yet) may be turned into a typed model. The
    others are kept so that references to them are not called dangling and rules can look at what is there.
    """

    path: str
    kind: str
    id: str
    node: Node
    shipped: bool = False
    valid: bool | None = True

    @property
    def data(self) -> dict[str, object]:
        """The plain data."""
        assert isinstance(self.node.data, dict)  # check_schema has refused anything else
        return self.node.data

    def text(self, *path: str | int) -> str | None:
        """The text at `path`, or None when there is none or something else (which the schema reports)."""
        found = self._found(path)
        return found.data if found is not None and isinstance(found.data, str) else None

    def entries(self, *path: str | int) -> range:
        """The indexes of the list at `path`; none when there is no list."""
        found = self._found(path)
        return range(len(found.data)) if found is not None and isinstance(found.data, list) else range(0)

    def _found(self, path: Path) -> Node | None:
        node: Node | None = self.node
        for step in path:
            node = node.children.get(step) if node is not None else None
        return node

    def position(self, *path: str | int, key: bool = False) -> Position:
        """The file:line:column of the value at `path`, or with `key` of the key itself."""
        place = self.node.key_place(path) if key else self.node.at(path).place
        return Position(self.path, *place)


@dataclass(slots=True)
class Workspace:
    """All readable documents below `root`, by (kind, id), and what is wrong with the files."""

    root: FilePath
    documents: dict[tuple[str, str], Document] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    def get(self, kind: str, id: str) -> Document | None:
        """The document of that kind and id: the workspace's own, else the shipped one, else None."""
        return self.documents.get((kind, id)) or _shipped(kind, id)

    def need(self, kind: str, id: str) -> Document:
        """Like `get`, but a missing document stops the command with the ids that exist."""
        found = self.get(kind, id)
        if found is None:
            raise UsageError("reference.dangling", kind=kind, id=id, choices=", ".join(self.ids(kind)) or "-")
        return found

    def ids(self, kind: str) -> list[str]:
        """All ids of that kind, shipped ones included, sorted."""
        own = {id for known, id in self.documents if known == kind}
        return sorted(own | set(_shipped_files().get(kind, {})))

    def add(self, file: FilePath) -> None:
        """Read and judge one more file."""
        _add_file(self, file, judged=True)

    def judge(self, document: Document) -> Document:
        """The document, judged by its schema; its problems are added to the workspace's."""
        if document.valid is not None:
            return document
        _, mistakes = check_schema(document.node, document.path)
        self.problems.extend(mistakes)
        judged = replace(document, valid=not mistakes)
        self.documents[document.kind, document.id] = judged
        return judged

    def of_kind(self, kind: str) -> Iterator[Document]:
        """The workspace's own documents of that kind, by id."""
        for key in sorted(self.documents):
            if key[0] == kind:
                yield self.documents[key]


def load_workspace(root: FilePath, judged: bool = True) -> Workspace:
    """Read every YAML file of the workspace at `root` and judge it by its schema. Never raises for a file's content.

    Not `judged`: documents are only read, for a command that needs few of many and calls `judge` for those.
    """
    workspace = Workspace(root)
    for file in _files(root):
        _add_file(workspace, file, judged)
    return workspace


def yaml_files(folder: FilePath) -> Iterator[FilePath]:
    """Every .yaml and .yml file below `folder`, sorted, hidden folders left out."""
    for file in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
        if file.suffix in (".yaml", ".yml") and not hidden and file.is_file():
            yield file


def _files(root: FilePath) -> Iterator[FilePath]:
    if (root / SETTINGS_FILE).is_file():
        yield root / SETTINGS_FILE
    for folder in FOLDERS:
        if (root / folder).is_dir():
            yield from yaml_files(root / folder)


def shown_path(root: FilePath, file: FilePath) -> str:
    """How `file` is named to people: relative to the workspace where it lies inside; a link by its own name."""
    for here, there in ((_named(file), _named(root)), (file.parent.resolve() / file.name, root.resolve())):
        if here.is_relative_to(there):
            return here.relative_to(there).as_posix()
    return file.as_posix()


def _named(path: FilePath) -> FilePath:
    """The absolute path as it was named: no link is followed."""
    return FilePath(os.path.abspath(path))


def _leads_out(root: FilePath, file: FilePath) -> bool:
    """Whether `file` is, or lies behind, a link out of the workspace. A file named from outside is none."""
    inside = file.is_symlink() or _named(file).is_relative_to(_named(root))
    return inside and not file.resolve().is_relative_to(root.resolve())


def _add_file(workspace: Workspace, file: FilePath, judged: bool) -> None:
    path = shown_path(workspace.root, file)
    workspace.files.append(path)
    node, problems = _read(file, path, workspace.root)
    workspace.problems.extend(problems)
    if node is None:
        return
    kind = kind_of(node)
    valid: bool | None = None
    if judged or problems or kind is None:
        _, mistakes = check_schema(node, path)
        workspace.problems.extend(mistakes)
        valid = not problems and not mistakes
    if kind is None:
        return
    document = Document(path, kind, file.stem, node, valid=valid)
    document = replace(document, id=document.text("id") or file.stem)
    id = document.id
    other = workspace.documents.setdefault((kind, id), document)
    if other is not document:
        _judge_doubled(workspace, document)
        values = {"id": id, "kind": kind}
        here, there = document.position("id"), other.position("id")
        workspace.problems.append(Problem(here, "reference.doubled-id", {**values, "other": str(there)}))
        workspace.problems.append(Problem(there, "reference.doubled-id", {**values, "other": str(here)}))


def _judge_doubled(workspace: Workspace, document: Document) -> None:
    # Only the first of two is kept and judged later, so the second has its turn here.
    if document.valid is None:
        workspace.problems.extend(check_schema(document.node, document.path)[1])


def _read(file: FilePath, path: str, root: FilePath) -> tuple[Node | None, list[Problem]]:
    start = Position(path, 1, 1)
    try:
        if _leads_out(root, file):
            return None, [Problem(start, "document.symlink")]
        size = file.stat().st_size
        if size > MAX_BYTES:
            return None, [Problem(start, "yaml.too-large", {"size": size, "limit": MAX_BYTES})]
        return read_yaml(file.read_bytes(), path)
    except OSError as error:
        return None, [
            Problem(start, "document.unreadable", {"detail": error.strerror or type(error).__name__})
        ]


# --- what ships with fieldops ------------------------------------------------------------------------


def shipped_folder(name: str) -> FilePath:
    """The folder `name` (playbooks, templates, contracts) that came with fieldops.

    In an installed fieldops it lies inside the package; in a checkout beside it.
    """
    package = FilePath(__file__).resolve().parent.parent
    for folder in (package / "shipped" / name, package.parent / name):
        if folder.is_dir():
            return folder
    raise FieldopsError("install.incomplete", folder=name)


_shipped_index: dict[str, dict[str, FilePath]] = {}
_shipped_documents: dict[tuple[str, str], Document] = {}


def _shipped_files() -> Mapping[str, Mapping[str, FilePath]]:
    """Kind and id of each shipped file, from its place and name (a test holds them to that)."""
    if not _shipped_index:
        folder = shipped_folder("playbooks")
        for file in yaml_files(folder):
            kind = "Probe" if "probes" in file.relative_to(folder).parts else "Playbook"
            _shipped_index.setdefault(kind, {})[file.stem] = file
    return _shipped_index


def _shipped(kind: str, id: str) -> Document | None:
    # Read when asked for and not judged by the schema again: the tests have done that for every file.
    if (kind, id) not in _shipped_documents:
        file = _shipped_files().get(kind, {}).get(id)
        if file is None:
            return None
        path = f"fieldops:{file.relative_to(shipped_folder('playbooks')).as_posix()}"
        node, problems = read_yaml(file.read_bytes(), path)
        if node is None or problems:
            raise FieldopsError("install.incomplete", folder=path)
        _shipped_documents[kind, id] = Document(path, kind, id, node, shipped=True)
    return _shipped_documents[kind, id]


def reference_problem(
    workspace: Workspace, document: Document, path: Path, kind: str, id: str
) -> list[Problem]:
    """The problem of a reference at `path` to a document that does not exist, or nothing."""
    if workspace.get(kind, id) is not None:
        return []
    choices = ", ".join(workspace.ids(kind)) or "-"
    return [
        Problem(document.position(*path), "reference.dangling", {"kind": kind, "id": id, "choices": choices})
    ]
