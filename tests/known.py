"""Workspaces whose documents were read and judged before, by their bytes: for the server off which commands are forked.

A few tests call each command in the same workspace of a dozen contracts; two thirds of what a small command takes is to read
and judge these. Texts give the same trees and the same files the same problems, so both are had once. Only a workspace of
which nothing is wrong is known: to judge one document may find something wrong with another.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fieldops import rules
from fieldops.documents import shelf
from fieldops.documents.workspace import Document, Workspace, load_workspace

_trees: dict[tuple[bytes, str], shelf.Tree] = {}
_said: dict[object, Any] = {}
_read_yaml, _check_rules = shelf.read_yaml, rules.check_rules


def know(root: Path, left_out: frozenset[str] = frozenset()) -> None:
    """Know the workspace at `root` as it is now; what lies in `left_out` is no part of it."""
    workspace = load_workspace(root, left_out=left_out)
    documents = [workspace.judge(each) for each in workspace.documents.values()]
    said = {
        (each.kind, each.id, deciding): _check_rules(workspace, each, deciding)
        for each in documents
        for deciding in (False, True)
    }
    if workspace.problems:
        return
    _said.update({(_bytes_of(workspace), *key): problems for key, problems in said.items()})
    _trees.update({(each.raw, each.path): _read_yaml(each.raw, each.path) for each in documents})
    shelf.read_yaml, rules.check_rules = read_yaml, check_rules


def read_yaml(raw: bytes, path: str) -> shelf.Tree:
    """What `fieldops.documents.yaml_text.read_yaml` says."""
    return _trees.get((raw, path)) or _read_yaml(raw, path)


def check_rules(workspace: Workspace, document: Document, deciding: bool = False) -> Any:
    """What `fieldops.rules.check_rules` says."""
    found = _said.get((_bytes_of(workspace), document.kind, document.id, deciding))
    # An own list: whoever asks may add to it.
    return _check_rules(workspace, document, deciding) if found is None else list(found)


def _bytes_of(workspace: Workspace) -> object:
    every = (*workspace.documents.values(), *workspace.doubles, *workspace.doubled, *workspace.unread)
    return frozenset((each.path, each.raw) for each in every)
