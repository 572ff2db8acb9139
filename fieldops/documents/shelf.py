"""The texts of documents, and the trees of those used last.

A tree takes some forty times the memory of its text, so ten thousand documents keep their texts (what is judged
and what is used are the same bytes, whatever happens to the file) and only a few of them their trees.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from fieldops.documents.yaml_text import Node, read_yaml
from fieldops.errors import Problem

# More than a rule ever looks at for one document; each further tree slows Python's search for unused memory.
KEPT = 64

Tree = tuple[Node | None, list[Problem]]

# In place of the tree of a text that is no YAML.
EMPTY = Node({}, (1, 1))


@dataclass(slots=True)
class Shelf:
    """The KEPT trees used last. Several threads may ask at once."""

    _trees: dict[Source, Tree] = field(default_factory=dict)
    # In one: who finds its source here finds its tree.
    _last: tuple[Source | None, Tree] = (None, (None, []))
    _turn: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def node(self, source: Source) -> Node:
        """The tree of nodes alone, `EMPTY` where the text is no YAML. Asked for hundreds of times for each document."""
        last, tree = self._last
        node = (tree if source is last else self.tree(source))[0]
        return EMPTY if node is None else node

    def tree(self, source: Source) -> Tree:
        """What `read_yaml` says about the text of `source`, read again when it is no longer kept."""
        # A rule asks for one document hundreds of times in a row.
        last, tree = self._last
        if source is last:
            return tree
        with self._turn:
            return self._kept(source)

    def _kept(self, source: Source) -> Tree:
        tree = self._trees.pop(source, None)
        if tree is None:
            tree = read_yaml(source.raw, source.path)
        self._trees[source] = tree
        if len(self._trees) > KEPT:
            del self._trees[next(iter(self._trees))]
        self._last = source, tree
        return tree


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """The bytes of one file, `path` as problems name it; `shelf` keeps its tree for a while."""

    path: str
    raw: bytes
    shelf: Shelf = field(repr=False)

    def read(self) -> Tree:
        """The tree of nodes (None when the text is no YAML document) and what is wrong with the text."""
        return self.shelf.tree(self)
