"""The workspace: every document of a folder tree, its kind and id, and references between documents.

A workspace is any folder with ``contracts/`` or ``playbooks/`` in it. The playbooks, probes and calendars that
ship with fieldops lie beneath it: a workspace's own document of the same kind and id takes their place, and keeps it
while its file cannot be read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath

from fieldops.documents.choices import nearest
from fieldops.documents.judging import check_schema, kind_of
from fieldops.documents.links import read_whole, yaml_files
from fieldops.documents.places import FOLDERS, SETTINGS_FILE
from fieldops.documents.schema import KINDS, UNFILLED, kind_title
from fieldops.documents.shelf import EMPTY, Shelf, Source
from fieldops.documents.yaml_text import MAX_BYTES, Node, Path, first_texts, read_meant, read_yaml
from fieldops.errors import FieldopsError, Named, Position, Problem, Unanswerable, system_error
from fieldops.structs import replaced


@dataclass(frozen=True, slots=True)
class Document:
    """One document: its path relative to the workspace, kind, id, and located data, read when it is asked for.

    Only a `valid` one (nothing wrong by its schema; None: not judged yet) may be turned into a typed model. The
    others are kept so that references to them are not called dangling and rules can look at what is there. One
    whose text is no YAML behind its first lines has no data at all. `raw`: the bytes of its file, as they were read.
    """

    path: str
    kind: str
    id: str
    tree: Node | Source
    shipped: bool = False
    valid: bool | None = True
    raw: bytes = field(default=b"", repr=False)

    def read(self) -> tuple[Node, list[Problem]]:
        """The located data, and what is wrong with the text."""
        if isinstance(self.tree, Node):
            return self.tree, []
        node, problems = self.tree.read()
        return EMPTY if node is None else node, problems

    @property
    def node(self) -> Node:
        """The located data."""
        tree = self.tree
        return tree if isinstance(tree, Node) else tree.shelf.node(tree)

    @property
    def readable(self) -> bool:
        """Whether there are data: not when the text is no YAML."""
        return bool(self.node.data)

    @property
    def data(self) -> dict[str, object]:
        """The plain data."""
        assert isinstance(self.node.data, dict)  # check_schema has refused anything else
        return self.node.data

    def text(self, *path: str | int) -> str | None:
        """The text at `path`, or None when there is none, something else (which the schema reports) or not filled in."""
        found = self._found(path)
        text = found.data if found is not None else None
        return text if isinstance(text, str) and text != UNFILLED else None

    def entries(self, *path: str | int) -> range:
        """The indexes of the list at `path`; none when there is no list."""
        found = self._found(path)
        return range(len(found.data)) if found is not None and isinstance(found.data, list) else range(0)

    def keys(self, *path: str | int) -> tuple[str, ...]:
        """The keys of the mapping at `path`, as they are written; none when there is no mapping."""
        found = self._found(path)
        return tuple(found.keys) if found is not None else ()

    def _found(self, path: Path) -> Node | None:
        node: Node | None = self.node
        for step in path:
            if node is None:
                break
            node = node.children.get(step)
        return node

    def position(self, *path: str | int, key: bool = False) -> Position:
        """The file:line:column of the value at `path`, or with `key` of the key itself."""
        place = self.node.key_place(path) if key else self.node.at(path).place
        return Position(self.path, *place)


# Told apart by identity, and weakly referable: what rules find in one is kept as long as it is.
@dataclass(slots=True, eq=False, weakref_slot=True)
class Workspace:
    """All readable documents below `root`, by (kind, id), and what is wrong with the files."""

    root: FilePath
    documents: dict[tuple[str, str], Document] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    # Files and folders that are there and are left out as if they were not.
    left_out: frozenset[str] = frozenset()
    # Documents whose kind and id another one has, which is among `documents` in their place.
    doubles: list[Document] = field(default_factory=list, repr=False)
    # The texts that are no YAML and do not say in their first lines what they are; without bytes, files that cannot be
    # read at all.
    unread: list[Source] = field(default_factory=list, repr=False)
    # Documents that a comparison has taken out: nothing that ships takes their place.
    _aside: set[tuple[str, str]] = field(default_factory=set, repr=False)
    # The second of two documents of one kind and id, which `get` does not find.
    doubled: list[Document] = field(default_factory=list, repr=False)
    # Whether somebody has said which files cannot be read.
    told_unread: bool = field(default=False, repr=False)
    shelf: Shelf = field(default_factory=Shelf, repr=False)
    _real: dict[FilePath, FilePath] = field(default_factory=dict, repr=False)
    # Kind, and a key or nothing, to the ids of the documents by their text at that key; and for how many documents.
    _indexes: dict[tuple[str, str], tuple[int, dict[str, list[str]]]] = field(
        default_factory=dict, repr=False
    )

    def real(self, folder: FilePath) -> FilePath:
        """The folder behind all links; looked up once, as thousands of files lie in one folder."""
        if folder not in self._real:
            self._real[folder] = folder.resolve()
        return self._real[folder]

    def get(self, kind: str, id: str) -> Document | None:
        """The document of that kind and id: the workspace's own, else the shipped one, else None.

        None, too, where the workspace's own may be in a file that cannot be read: the shipped one says something else.
        """
        own = self.documents.get((kind, id))
        if own is not None or (kind, id) in self._aside or self._may_be_unread(id):
            return own
        return packaged(kind, id)

    def set_aside(self, kind: str, id: str) -> None:
        """Take a document out, so that nothing has that kind and id."""
        self.documents.pop((kind, id), None)
        self._aside.add((kind, id))

    def need(self, kind: str, id: str) -> Document:
        """Like `get`, but a missing document stops the command with the ids that are nearest."""
        found = self.get(kind, id)
        if found is None:
            choices = nearest(id, self.ids(kind))
            raise Unanswerable("reference.dangling", kind=kind_title(kind), id=id, choices=choices)
        return found

    def ids(self, kind: str) -> list[str]:
        """All ids of that kind, shipped ones included, sorted."""
        return sorted({*self._own_ids(kind), *_shipped_files().get(kind, {})})

    def cannot_be_read(self, kind: str, id: str) -> bool:
        """Whether the document of that kind and id is there, or may be, in a file whose text is no YAML."""
        found = self.get(kind, id)
        if found is not None:
            return not found.readable
        return self._may_be_unread(id)

    def _may_be_unread(self, id: str) -> bool:
        return any(
            FilePath(source.path).stem == id or _written(source, "id", "") == id for source in self.unread
        )

    def unread_naming(self, kind: str, key: str, id: str) -> bool:
        """Whether one of the documents that `naming` looks for may be in a file whose text is no YAML."""
        unread = [found.tree for found in self.naming(kind, key, "") if not found.readable]
        named = [source for source in unread if isinstance(source, Source)]
        return any(_written(source, key, id) == id for source in named) or any(
            _written(source, key, "") == id for source in self.unread
        )

    def add(self, file: FilePath) -> None:
        """Read and judge one more file."""
        _add_file(self, file, judged=True)

    def judge(self, document: Document) -> Document:
        """The document, its text and its schema judged; the problems are added to the workspace's."""
        if document.valid is not None:
            return document
        node, problems = document.read()
        mistakes = check_schema(node, document.path)[1] if node.data else []
        self.problems += [*problems, *mistakes]
        judged = replaced(document, valid=not problems and not mistakes)
        self.documents[document.kind, document.id] = judged
        return judged

    def of_kind(self, kind: str) -> Iterator[Document]:
        """The workspace's own documents of that kind, by id."""
        for id in self._own_ids(kind):
            yield self.documents[kind, id]

    def naming(self, kind: str, key: str, id: str) -> Iterator[Document]:
        """The workspace's own documents of `kind` whose text at the top-level `key` is `id`, by id.

        All documents of the kind are read at the first call only, so this may be asked for every document.
        """
        index = self._index(kind, key, lambda own: self.documents[kind, own].text(key) or "")
        for own in index.get(id, ()):
            yield self.documents[kind, own]

    def _own_ids(self, kind: str) -> list[str]:
        return self._index(kind, "", lambda own: "").get("", [])

    def _index(self, kind: str, key: str, text: Callable[[str], str]) -> dict[str, list[str]]:
        # Documents are only ever added; a judged one has the text it had before.
        count, index = self._indexes.get((kind, key), (-1, {}))
        if count != len(self.documents):
            index = {}
            for id in sorted(id for known, id in self.documents if known == kind):
                index.setdefault(text(id), []).append(id)
            self._indexes[kind, key] = len(self.documents), index
        return index

    def usable(self) -> Iterator[Document]:
        """Every document that `get` may return: the workspace's own, and those that ship and are not replaced."""
        yield from list(self.documents.values())
        shipped = ((kind, id) for kind, files in _shipped_files().items() for id in files)
        yield from (found for key in shipped if key not in self.documents and (found := self.get(*key)))


def load_workspace(root: FilePath, judged: bool = True, left_out: frozenset[str] = frozenset()) -> Workspace:
    """Read every YAML file of the workspace at `root` and judge it by its schema. Never raises for a file's content.

    Not `judged`: of a file that begins with its kind and id no more than these is looked at, for a command that
    needs few of many and calls `judge` for those. What such a file's text has wrong is known once it is judged.
    What lies in `left_out` (paths as they are shown, of files or folders) is not looked at.
    """
    workspace = Workspace(root, left_out=left_out)
    for file in files_of(root):
        if not (left_out and is_within(shown_path(root, file), left_out)):
            _add_file(workspace, file, judged)
    return workspace


def files_of(root: FilePath) -> Iterator[FilePath]:
    """Every file that may hold a document of the workspace at `root`; and links that lead nowhere or out of it."""
    settings = root / SETTINGS_FILE
    if settings.is_file() or settings.is_symlink():
        yield settings
    for folder in (root / name for name in FOLDERS):
        if folder.is_dir():
            yield from yaml_files(folder, root)
        elif folder.is_symlink():
            yield folder


def is_within(path: str, places: Collection[str]) -> bool:
    """Whether `path` or a folder above it is among `places`."""
    while path and path not in places:
        path = path.rpartition("/")[0]
    return bool(path)


def shown_path(root: FilePath, file: FilePath) -> str:
    """How `file` is named to people: relative to the workspace where it lies inside; a link by its own name."""
    here, there = _named(file), _named(root)
    if not here.is_relative_to(there):
        here, there = file.parent.resolve() / file.name, root.resolve()
    return here.relative_to(there).as_posix() if here.is_relative_to(there) else file.as_posix()


def _named(path: FilePath) -> FilePath:
    """The absolute path as it was named: no link is followed."""
    return FilePath(os.path.abspath(path))


def _leads_out(workspace: Workspace, file: FilePath) -> bool:
    """Whether `file` is, or lies behind, a link out of the workspace. A file named from outside is none."""
    link = file.is_symlink()
    if not link and not _named(file).is_relative_to(_named(workspace.root)):
        return False
    real = file.resolve() if link else workspace.real(file.parent) / file.name
    return not real.is_relative_to(workspace.real(workspace.root))


def _add_file(workspace: Workspace, file: FilePath, judged: bool) -> None:
    path = shown_path(workspace.root, file)
    workspace.files.append(path)
    raw, problem = _read(workspace, file, path)
    if problem is not None:
        workspace.problems.append(problem)
        workspace.unread.append(Source(path, b"", workspace.shelf))
        return
    source = Source(path, raw, workspace.shelf)
    document = _named_document(source) or _parsed_document(workspace, source)
    if document is None:
        return
    key = document.kind, document.id
    other = workspace.documents.get(key)
    if other is not None and other.readable:
        _double(workspace, other, document)
        workspace.doubles.append(document)
        return
    if other is not None:
        # A text that is no YAML takes nobody's place.
        workspace.doubles.append(workspace.judge(other))
    workspace.documents[key] = document
    if judged:
        workspace.judge(document)


def _named_document(source: Source) -> Document | None:
    """The document by the first lines of its text alone, or None where they do not say kind and id."""
    texts = first_texts(source.raw, ("kind", "id"))
    if texts is None or texts[0] not in KINDS or texts[1] == UNFILLED:
        return None
    return Document(source.path, texts[0], texts[1], source, valid=None, raw=source.raw)


def _written(source: Source, key: str, unsaid: str) -> str:
    """What a text that is no YAML seems to say at a top-level `key`; `unsaid` where it says nothing there."""
    found = re.search(
        rb"^%s[ \t]*:[ \t]*['\"]?([A-Za-z0-9-]+)" % key.encode("ascii"), source.raw, re.MULTILINE
    )
    return found[1].decode("ascii") if found else unsaid


def _parsed_document(workspace: Workspace, source: Source) -> Document | None:
    node, problems = source.read()
    kind = kind_of(node) if node is not None else None
    if node is None:
        # What it is called can be told where its mistake is known, so that nothing else is hidden by it.
        meant = read_meant(source.raw)
        named = kind_of(meant) if meant is not None else None
        if meant is not None and named is not None:
            id = meant.data.get("id") if isinstance(meant.data, dict) else None
            known = id if isinstance(id, str) else FilePath(source.path).stem
            return Document(source.path, named, known, source, valid=None, raw=source.raw)
        workspace.unread.append(source)
    if node is None or kind is None:
        # No document, so nobody will ask for it to be judged.
        workspace.problems += problems
        workspace.problems += check_schema(node, source.path)[1] if node is not None else []
        return None
    document = Document(source.path, kind, FilePath(source.path).stem, source, valid=None, raw=source.raw)
    return replaced(document, id=document.text("id") or document.id)


def _double(workspace: Workspace, first: Document, second: Document) -> None:
    """Two documents of the same kind and id: the first counts, both are told."""
    # Only the first of two is kept and judged later, so the second has its turn here.
    node, problems = second.read()
    found = [*problems, *(check_schema(node, second.path)[1] if node.data else [])]
    workspace.problems += found
    workspace.doubled.append(replaced(second, valid=not found))
    if second.readable:
        values = {"id": second.id, "kind": second.kind, "title": kind_title(second.kind)}
        here, there = second.position("id"), first.position("id")
        workspace.problems.append(Problem(here, "reference.doubled-id", {**values, "other": str(there)}))
        workspace.problems.append(Problem(there, "reference.doubled-id", {**values, "other": str(here)}))


def _read(workspace: Workspace, file: FilePath, path: str) -> tuple[bytes, Problem | None]:
    start = Position(path, 1, 1)
    try:
        if _leads_out(workspace, file):
            return b"", Problem(start, "document.symlink")
        size = file.stat().st_size
        if size > MAX_BYTES:
            return b"", Problem(start, "yaml.too-large", {"size": size, "limit": MAX_BYTES})
        return read_whole(file), None
    except RuntimeError:
        return b"", Problem(start, "document.unreadable", {"detail": Named("os.link-loop")})
    except OSError as error:
        return b"", Problem(start, "document.unreadable", {"detail": system_error(error)})


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
        for file in yaml_files(shipped_folder("contracts") / "calendars"):
            _shipped_index.setdefault("Calendar", {})[file.stem] = file
    return _shipped_index


def packaged(kind: str, id: str) -> Document | None:
    """The document of that kind and id that ships with fieldops, whatever a workspace has; None where there is none."""
    # Read when asked for and not judged by the schema again: the tests have done that for every file.
    if (kind, id) not in _shipped_documents:
        file = _shipped_files().get(kind, {}).get(id)
        if file is None:
            return None
        folder = shipped_folder("contracts" if kind == "Calendar" else "playbooks")
        path = f"fieldops:{file.relative_to(folder).as_posix()}"
        raw = file.read_bytes()
        node, problems = read_yaml(raw, path)
        if node is None or problems:
            raise FieldopsError("install.incomplete", folder=path)
        _shipped_documents[kind, id] = Document(path, kind, id, node, shipped=True, raw=raw)
    return _shipped_documents[kind, id]


def packaged_ids(kind: str) -> tuple[str, ...]:
    """The ids of that kind that ship with fieldops, sorted."""
    return tuple(sorted(_shipped_files().get(kind, {})))


def reference_problem(
    workspace: Workspace, document: Document, path: Path, kind: str, id: str
) -> list[Problem]:
    """The problem of a reference at `path` to a document that does not exist, or nothing (also while not filled in)."""
    if id == UNFILLED or workspace.get(kind, id) is not None or workspace.cannot_be_read(kind, id):
        return []
    values = {"kind": kind_title(kind), "id": id, "choices": nearest(id, workspace.ids(kind))}
    return [Problem(document.position(*path), "reference.dangling", values)]
