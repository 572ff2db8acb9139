"""Inventories as YAML, files of group and host variables, and what ``ansible-inventory --list`` prints as JSON. Pure.

Ansible reads YAML 1.1 with tags of its own (``!vault``), anchors and merge keys; documents of ours are read by
`fieldops.documents.yaml_text`, which allows none of that.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from fieldops.errors import Unanswerable
from fieldops.inventory.listed import Given, Inventory, Place, Vaulted
from fieldops.inventory.names import hosts_named

_VAULT_FILE = "$ANSIBLE_VAULT"
# Groups that an anchor repeats again and again are an attack, or a slip.
_MAX_ENTRIES, _MAX_DEPTH = 100_000, 60


class _Loader(yaml.SafeLoader):
    """Reads Ansible's tags: what is vaulted stays closed, what is only marked as unsafe is a text."""


def _vaulted(loader: Any, node: yaml.Node) -> object:
    return Vaulted()


def _marked(loader: Any, suffix: str, node: yaml.Node) -> object:
    return node.value if isinstance(node, yaml.ScalarNode) else None


_Loader.add_constructor("!vault", _vaulted)
_Loader.add_constructor("!vault-encrypted", _vaulted)
_Loader.add_multi_constructor("!", _marked)


def read_inventory_yaml(text: str, path: str, into: Inventory) -> None:
    """Add to the inventory what the text says, of either form.

    Raises Unanswerable for what is no YAML, no inventory, or the settings of a plugin that would ask a cloud.
    """
    reader = _Reader(text, path, into)
    root = reader.root()
    names = {key for key, _, _ in reader.pairs(root)}
    if "plugin" in names:
        raise Unanswerable("inventory.plugin", path=path)
    listed = "_meta" in names
    for name, node, place in list(reader.pairs(root)):
        if name == "_meta":
            reader.hostvars(node)
        elif listed:
            reader.listed_group(name, node, place)
        else:
            reader.group(name, node, place, 0)


def read_variables(text: str, path: str, into: Inventory) -> dict[str, Given]:
    """The variables of a file of ``group_vars`` or ``host_vars``; a vaulted file says nothing, and that is said."""
    if text.lstrip().startswith(_VAULT_FILE):
        into.remark(Place(path, 1), "inventory.vault-file")
        return {}
    reader = _Reader(text, path, into)
    return reader.variables(reader.root())


class _Reader:
    """Goes through the nodes of one file, so that each value is known by its line."""

    def __init__(self, text: str, path: str, into: Inventory) -> None:
        self._text, self._path, self._into = text, path, into
        self._loader = _Loader("")
        self._left = _MAX_ENTRIES

    def root(self) -> yaml.Node | None:
        """The node of the whole file; None of an empty one."""
        try:
            self._loader = _Loader(self._text)
            return self._loader.get_single_node()
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 if mark is not None else 1
            raise Unanswerable("inventory.no-yaml", path=self._path, line=line) from None
        except RecursionError:
            raise Unanswerable("inventory.no-yaml", path=self._path, line=1) from None

    def pairs(self, node: yaml.Node | None) -> Iterator[tuple[str, yaml.Node, Place]]:
        """The entries of a mapping; what is none has none, which is told where it says something."""
        if not isinstance(node, yaml.MappingNode):
            if node is not None and not (isinstance(node, yaml.ScalarNode) and self._value(node) is None):
                self._into.remark(self._place(node), "inventory.no-mapping")
            return
        self._loader.flatten_mapping(node)
        for key, value in node.value:
            self._left -= 1
            if self._left < 0:
                raise Unanswerable("inventory.too-large", path=self._path)
            yield str(self._value(key)), value, self._place(key)

    def group(self, name: str, node: yaml.Node, place: Place, depth: int) -> None:
        """A group with its hosts, children and variables."""
        if depth > _MAX_DEPTH:
            raise Unanswerable("inventory.too-large", path=self._path)
        group = self._into.group(name)
        for key, value, at in self.pairs(node):
            if key == "hosts":
                for host, settings, where in self._entries(value):
                    self._host(host, settings, where, name)
            elif key == "children":
                for child, inner, where in self._entries(value):
                    group.children.setdefault(child, where)
                    self._into.group(child)
                    if inner is not None:
                        self.group(child, inner, where, depth + 1)
            elif key == "vars":
                group.variables |= self.variables(value)
            else:
                self._into.remark(at, "inventory.unknown-key", key=key, group=name)

    def listed_group(self, name: str, node: yaml.Node, place: Place) -> None:
        """A group of ``ansible-inventory --list``, whose hosts and children are lists of names."""
        group = self._into.group(name)
        for key, value, _ in self.pairs(node):
            if key == "vars":
                group.variables |= self.variables(value)
            for each in value.value if isinstance(value, yaml.SequenceNode) else ():
                if key == "hosts":
                    self._into.host(str(self._value(each)), self._place(each), name)
                elif key == "children":
                    child = str(self._value(each))
                    group.children.setdefault(child, self._place(each))
                    self._into.group(child)

    def hostvars(self, node: yaml.Node) -> None:
        """The variables of hosts that ``ansible-inventory --list`` gives under ``_meta``."""
        for key, value, _ in self.pairs(node):
            for host, settings, place in self.pairs(value) if key == "hostvars" else ():
                self._into.host(host, place).variables |= self.variables(settings)

    def variables(self, node: yaml.Node | None) -> dict[str, Given]:
        """The variables of a mapping, each with its line."""
        return {name: Given(self._value(value), place) for name, value, place in self.pairs(node)}

    def _entries(self, node: yaml.Node) -> Iterator[tuple[str, yaml.Node | None, Place]]:
        # One name alone may stand without a colon.
        if isinstance(node, yaml.ScalarNode) and isinstance(self._value(node), str):
            yield str(node.value), None, self._place(node)
            return
        yield from self.pairs(node)

    def _host(self, text: str, settings: yaml.Node | None, place: Place, group: str) -> None:
        try:
            found = hosts_named(text)
        except Unanswerable as error:
            self._into.remark(place, error.code, host=text, **error.values)
            return
        variables = self.variables(settings) if settings is not None else {}
        for name in found.hosts:
            host = self._into.host(name, place, group)
            if found.port is not None:
                host.variables["ansible_port"] = Given(found.port, place)
            host.variables |= variables

    def _place(self, node: yaml.Node) -> Place:
        return Place(self._path, node.start_mark.line + 1)

    def _value(self, node: yaml.Node) -> object:
        try:
            value: object = self._loader.construct_object(node, deep=True)
        except (yaml.YAMLError, ValueError, RecursionError):
            return None
        return _as_listed(value)


def _as_listed(value: object) -> object:
    """The value behind the marks that ``ansible-inventory --list`` puts around what is vaulted or marked as unsafe."""
    if isinstance(value, dict) and len(value) == 1:
        if "__ansible_vault" in value:
            return Vaulted()
        return value.get("__ansible_unsafe", value)
    return value
