"""What a template of the report may name, and what a given one names that is not there. Pure.

The names are the fields of the view (`view`), so that this can never say something else than what is rendered. Words of a
template are followed as far as they can be known: a name in a loop is an entry of its list; what a filter makes is not
followed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, NamedTuple

import msgspec
import msgspec.inspect as kinds
from jinja2 import Environment, nodes

from fieldops.reports.order_view import OrderPaper
from fieldops.reports.view import ReportView
from fieldops.structs import Struct

Viewed = ReportView | OrderPaper


class Kind(StrEnum):
    """What a placeholder stands for."""

    TEXT = "text"
    NUMBER = "number"
    FLAG = "flag"
    LIST = "list"
    GROUP = "group"


class Placeholder(Struct, frozen=True):
    """A name that a template may use; ``[]`` is each entry of a list. `optional`: it may be missing altogether (None)."""

    name: str
    kind: Kind
    optional: bool


class Unknown(Struct, frozen=True):
    """A name that there is not, the line where it stands, and the nearest ones that there are."""

    name: str
    line: int
    nearest: tuple[str, ...]


class _Known(NamedTuple):
    """What is known of an expression: its type, and what people call it."""

    type: kinds.Type
    name: str


_Scope = Mapping[str, "_Known | None"]
# What the template language itself has, and what a Word file has of ours: `picture` of a logo.
_OWN = (
    "picture",
    "range",
    "dict",
    "namespace",
    "loop",
    "lipsum",
    "cycler",
    "joiner",
    "caller",
    "varargs",
    "kwargs",
)
# They give back what they get, or a part of it.
_SAME = ("list", "sort", "select", "reject", "selectattr", "rejectattr", "reverse", "unique", "default")


def placeholders() -> tuple[Placeholder, ...]:
    """Every name of the view, in its order."""
    return tuple(_below(_view(), "view"))


def unknown_names(
    source: str, environment: Environment, words: Mapping[str, str], of: type[Viewed] = ReportView
) -> tuple[Unknown, ...]:
    """The names of a template that there are not, in the order of its lines. `words`: the labels that there are; `of`: what
    it shows, a report or a document of an order.

    Raises jinja2.TemplateSyntaxError for what is no template.
    """
    reader = _Reader(words)
    tree = environment.parse(source)
    macros: _Scope = {each.name: None for each in tree.find_all(nodes.Macro)}
    view = _Known(kinds.type_info(of), "view")
    reader.read(tree.body, {"view": view, "words": _Known(_words(), "words"), **macros})
    return tuple(sorted(dict.fromkeys(reader.found), key=lambda each: each.line))


def _view() -> kinds.Type:
    return kinds.type_info(ReportView)


def _words() -> kinds.Type:
    return kinds.type_info(dict[str, str])


def _plain(type: kinds.Type) -> tuple[kinds.Type, bool]:
    """A type without "or None", and whether it was there."""
    if not isinstance(type, kinds.UnionType):
        return type, False
    rest = [each for each in type.types if not isinstance(each, kinds.NoneType)]
    return rest[0], len(rest) < len(type.types)


def _below(type: kinds.Type, name: str, optional: bool = False) -> Iterator[Placeholder]:
    plain, missing = _plain(type)
    yield Placeholder(name, _kind(plain), optional or missing)
    if isinstance(plain, kinds.StructType):
        for field in plain.fields:
            if field.name != "words":
                yield from _below(field.type, f"{name}.{field.name}")
    elif isinstance(plain, kinds.VarTupleType) and isinstance(plain.item_type, kinds.StructType):
        for field in plain.item_type.fields:
            yield from _below(field.type, f"{name}[].{field.name}")


def _kind(type: kinds.Type) -> Kind:
    if isinstance(type, kinds.VarTupleType):
        return Kind.LIST
    if isinstance(type, kinds.StructType | kinds.DictType):
        return Kind.GROUP
    if isinstance(type, kinds.BoolType):
        return Kind.FLAG
    return Kind.NUMBER if isinstance(type, kinds.IntType | kinds.LiteralType) else Kind.TEXT


class _Reader:
    """Reads a template from its top, with what each name stands for; `found` is what there is not."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = words
        self.found: list[Unknown] = []

    def read(self, body: list[nodes.Node], scope: _Scope) -> None:
        """Statements one after the other; a name that one gives is known to those below it."""
        known = dict(scope)
        for node in body:
            if isinstance(node, nodes.Assign):
                known |= _bound(node.target, self.of(node.node, known))
            elif isinstance(node, nodes.For):
                inside = {**known, **_bound(node.target, _entry(self.of(node.iter, known))), "loop": None}
                self.read([*([node.test] if node.test else []), *node.body], inside)
                self.read(node.else_, known)
            elif isinstance(node, nodes.If):
                self.of(node.test, known)
                for part in (node.body, node.elif_, node.else_):
                    self.read(list(part), known)
            elif isinstance(node, nodes.Macro):
                given: _Scope = {each.name: None for each in node.args}
                self.read(node.body, {**known, **given})
            elif isinstance(node, nodes.AssignBlock):
                self.read(node.body, known)
                known |= _bound(node.target, None)
            else:
                self.of(node, known)

    def of(self, node: nodes.Node, scope: _Scope) -> _Known | None:
        """What is known of an expression; what it names is looked at."""
        if isinstance(node, nodes.Name):
            return self._name(node, scope)
        if isinstance(node, nodes.Getattr):
            return self._field(self.of(node.node, scope), node.attr, node.lineno)
        if isinstance(node, nodes.Getitem):
            return self._item(self.of(node.node, scope), node, scope)
        if isinstance(node, nodes.Filter) and node.node is not None:
            return self._filtered(self.of(node.node, scope), node, scope)
        for child in node.iter_child_nodes():
            self.of(child, scope)
        return None

    def _name(self, node: nodes.Name, scope: _Scope) -> _Known | None:
        if node.ctx == "load" and node.name not in scope and node.name not in _OWN:
            self._miss(node.name, node.name, scope, node.lineno, "")
        return scope.get(node.name)

    def _field(self, of: _Known | None, name: str, line: int) -> _Known | None:
        if of is None:
            return None
        type = _plain(of.type)[0]
        if isinstance(type, kinds.StructType):
            fields = {field.name: field.type for field in type.fields}
            if name in fields:
                return _Known(fields[name], f"{of.name}.{name}")
            self._miss(f"{of.name}.{name}", name, fields, line, f"{of.name}.")
        return None

    def _item(self, of: _Known | None, node: nodes.Getitem, scope: _Scope) -> _Known | None:
        key = node.arg.value if isinstance(node.arg, nodes.Const) else None
        self.of(node.arg, scope)
        if of is None:
            return None
        if isinstance(key, str) and of.name == "words":
            if key not in self._words:
                self._miss(f"words['{key}']", key, self._words, node.lineno, "")
            return None
        return self._field(of, key, node.lineno) if isinstance(key, str) else _entry(of)

    def _filtered(self, of: _Known | None, node: nodes.Filter, scope: _Scope) -> _Known | None:
        for child in (*node.args, *(each.value for each in node.kwargs)):
            self.of(child, scope)
        asked = next((each.value for each in node.kwargs if each.key == "attribute"), None)
        if node.name == "map" and isinstance(asked, nodes.Const):
            self._field(_entry(of), str(asked.value), node.lineno)
        return of if node.name in _SAME else None

    def _miss(self, name: str, last: str, choices: Any, line: int, before: str) -> None:
        near = get_close_matches(last, list(choices), n=2)
        self.found.append(Unknown(name, line, tuple(f"{before}{each}" for each in near)))


def _entry(of: _Known | None) -> _Known | None:
    """An entry of a list."""
    type = _plain(of.type)[0] if of is not None else None
    return _Known(type.item_type, f"{of.name}[]") if of and isinstance(type, kinds.VarTupleType) else None


def _bound(target: nodes.Node, known: _Known | None) -> dict[str, _Known | None]:
    """The names that a target gives."""
    if isinstance(target, nodes.Name):
        return {target.name: known}
    return {each.name: None for each in target.find_all(nodes.Name)}


# --- a view to try a template with ---------------------------------------------------------------------------


def sample(words: Mapping[str, str], full: bool) -> ReportView:
    """A view with an entry or two in each list and each text its own name; or one with nothing that may be missing."""
    made = _sample(_view(), "view", full)
    return msgspec.convert({**made, "words": dict(words)}, ReportView)


def sample_paper(full: bool) -> OrderPaper:
    """The same of a document of an order."""
    return msgspec.convert(_sample(kinds.type_info(OrderPaper), "view", full), OrderPaper)


def _sample(type: kinds.Type, name: str, full: bool) -> Any:
    plain, optional = _plain(type)
    if optional and not full:
        return None
    if isinstance(plain, kinds.StructType):
        return {field.name: _sample(field.type, f"{name}.{field.name}", full) for field in plain.fields}
    if isinstance(plain, kinds.VarTupleType):
        entries = _ALWAYS.get(name.rpartition(".")[2], 2 if full else 0)
        return [_sample(plain.item_type, f"{name}[]", full)] * entries
    if isinstance(plain, kinds.TupleType):
        return [_sample(each, f"{name}[]", full) for each in plain.item_types]
    if isinstance(plain, kinds.DictType):
        return _EMPTY
    if isinstance(plain, kinds.DateTimeType):
        return datetime(2026, 1, 1, tzinfo=UTC)
    if isinstance(plain, kinds.LiteralType):
        return plain.values[0]
    if isinstance(plain, kinds.BoolType):
        return full
    if isinstance(plain, kinds.IntType):
        return 1
    return "CRIT" if name.endswith(".code") else f"‹{name}›"


# Lists that have entries in every report, and how many: templates may count on them.
# What is not signed has a mark.
_ALWAYS = {
    "contents": 8,
    "cover": 2,
    "rules": 5,
    "sentences": 3,
    "counts": 6,
    "matrix_areas": 2,
    "marks": 1,
    "document": 2,
    "words": 6,
}
_EMPTY = {name: f"‹view.empty_tables.{name}›" for name in ("problems", "undetermined", "capacity")}
