"""What changed in a workspace since a revision of git's: which files that can have broken, and what it took away.

Does not live here: judging (validation), what a change means (differences), speaking to git (revisions).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path as FilePath
from pathlib import PurePosixPath

from fieldops import rules as contract_rules
from fieldops.actions.passed_over import PassedOver
from fieldops.actions.revisions import changed_paths, touched, unread_submodules, workspace_at
from fieldops.documents.places import SETTINGS_FILE
from fieldops.documents.references import dependents, references
from fieldops.documents.workspace import Document, Workspace, packaged
from fieldops.errors import Position, Problem, Severity
from fieldops.rules.packaged import says_the_same
from fieldops.structs import Struct

Key = tuple[str, str]


class Gone(Struct, frozen=True):
    """A contract that was there before and is read no longer, and the file that held it."""

    id: str
    path: str


class Change(Struct, frozen=True):
    """What changed in the workspace at `root` since `revision`: the paths that git names, and `files`, all that the change can have broken.

    `before`: the documents of the changed files, as they were. `everything`: the change can have broken any file, because
    the workspace's settings are among what changed (they accept warnings of all files), or because what a submodule had
    then cannot be read.
    """

    root: FilePath
    revision: str
    paths: frozenset[str]
    files: frozenset[str]
    before: Workspace
    gone: tuple[Gone, ...]
    everything: bool = False

    def touches(self, path: str) -> bool:
        """Whether the change can have to do with that file."""
        return self.everything or path in self.files or touched(self.root, path, self.paths)

    def concerned(self, found: Sequence[PassedOver]) -> list[PassedOver]:
        """Of the files that nothing reads those that changed, or hold what was read before."""
        keys = set(self.before.documents)
        return [each for each in found if (each.kind, each.id) in keys or self.touches(each.path)]

    def contracts_lost(self, workspace: Workspace, beside: Iterable[PassedOver]) -> Iterator[Problem]:
        """workspace.contracts-lost (warning): there were contracts, and now there is none, nor one `beside` what is read."""
        moved = any(each.kind == "Contract" for each in beside)
        if self.gone and not moved and not workspace.ids("Contract"):
            here = SETTINGS_FILE if SETTINGS_FILE in workspace.files else self.gone[0].path
            values = {"count": len(self.gone), "revision": self.revision}
            yield Problem(Position(here, 1, 1), "workspace.contracts-lost", values, Severity.WARNING)

    def now_packaged(self, workspace: Workspace) -> Iterator[Problem]:
        """document.now-packaged (warning): what was the workspace's own is now what ships with fieldops, and another."""
        for key, document in sorted(self.before.documents.items()):
            other = packaged(*key)
            if other is None or workspace.get(*key) is not other or not document.readable:
                continue
            users = _users(workspace, key)
            if users and not says_the_same(document, other):
                values = {"id": key[1], "path": document.path, "revision": self.revision, "count": len(users)}
                place = _place(users[0], key)
                yield Problem(place, "document.now-packaged", values, Severity.WARNING)


def _users(workspace: Workspace, key: Key) -> list[Document]:
    """The workspace's own documents that reach it; contracts first."""
    found = [one for each in dependents(workspace, {key}) if (one := workspace.documents.get(each))]
    return sorted(found, key=lambda one: (one.kind != "Contract", one.path))


def _place(document: Document, key: Key) -> Position:
    named = [each.path for each in references(document) if (each.kind, each.id) == key]
    return document.position(*(named[0] if named else ("id",)))


def change_since(workspace: Workspace, revision: str) -> Change:
    """What the change since `revision` can have broken in `workspace`.

    Those files that changed, those whose document reaches a changed one through references (at any distance; also one
    that was removed or has another id now), those that share an id with a changed one, and those whose rules look at all
    documents of a changed one's kind (`rules.looks_from`); every file where `everything` says so.
    A warning that two documents can have with each other (a serial number in two contracts) is found in the changed one.
    Raises UsageError as `fieldops.actions.revisions.commit_of`.
    """
    root = workspace.root
    changed = changed_paths(root, revision)
    before = workspace_at(root, revision, judged=False, only=changed)
    files = {path for path in workspace.files if touched(root, path, changed)}
    keys = {*_keys(workspace, files), *_keys(before, before.files)}
    # A contract's known_hosts file is part of it.
    contracts = workspace.of_kind("Contract")
    keys.update((each.kind, each.id) for each in contracts if touched(root, _pins(each.path), changed))
    kinds = {kind for kind, _ in keys}
    keys |= dependents(workspace, keys)
    keys.update(key for key, each in workspace.documents.items() if contract_rules.looks_from(each, kinds))
    files.update(document.path for key, document in workspace.documents.items() if key in keys)
    files.update(path for path, key in _doubled(workspace) if key in keys)
    everything = SETTINGS_FILE in changed or unread_submodules(root, revision, changed)
    judged = frozenset(workspace.files if everything else files)
    return Change(root, revision, changed, judged, before, tuple(_gone(before, workspace)), everything)


def _gone(before: Workspace, after: Workspace) -> Iterator[Gone]:
    for document in before.of_kind("Contract"):
        key = document.kind, document.id
        if key not in after.documents and not after.cannot_be_read(*key):
            yield Gone(document.id, document.path)


def _pins(path: str) -> str:
    return str(PurePosixPath(path).with_suffix(".known_hosts"))


def _keys(workspace: Workspace, files: Collection[str]) -> Iterator[Key]:
    """Kind and id of the documents in these files, and of the contracts that their Assets are part of."""
    for key, document in workspace.documents.items():
        if document.path in files:
            yield key
            # The one reference that also counts backwards: a contract is judged with its assets.
            if document.kind == "Assets" and (contract := document.text("contract")):
                yield "Contract", contract
    yield from (key for path, key in _doubled(workspace) if path in files)


def _doubled(workspace: Workspace) -> Iterator[tuple[str, Key]]:
    """File, and kind and id, of every document that shares them with another; a workspace keeps only the first."""
    for problem in workspace.problems:
        if problem.code == "reference.doubled-id":
            yield problem.position.path, (str(problem.values["kind"]), str(problem.values["id"]))
