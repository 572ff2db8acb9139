"""Where mistakes can be planted into an example: its values and keys with their places in the text."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from mutations import Example

from fieldops.documents.schema import layers_of
from fieldops.documents.yaml_text import Node, read_yaml

Steps = tuple[str | int, ...]


@dataclass(frozen=True)
class Planted:
    """The text with the mistake, the lines (from 1) where it may be told, the codes it may be called by.

    `wrong`: the value as it was written. `whole_line`: the mistake is all that its line says. `raw`: bytes in the place of the text.
    `meant`: the text without the mistake, where it is not the example's.
    """

    text: str
    lines: frozenset[int]
    codes: frozenset[str]
    wrong: str = ""
    whole_line: bool = False
    raw: bytes | None = None
    meant: str = ""


@dataclass(frozen=True)
class Value:
    """A scalar that is a value: where it stands in the text, as written without quotes, and where its key stands."""

    where: Steps
    data: object
    start: int
    end: int
    key: int
    line: int
    plain: bool

    @property
    def field(self) -> str:
        return next((str(step) for step in reversed(self.where) if isinstance(step, str)), "")


def planted(
    text: str,
    lines: Iterable[int],
    codes: str,
    *,
    wrong: str = "",
    whole_line: bool = False,
    raw: bytes | None = None,
    meant: str = "",
) -> Planted:
    """The mistake; `codes` with spaces between them."""
    return Planted(text, frozenset(lines), frozenset(codes.split()), wrong, whole_line, raw, meant)


@cache
def _values(path: str, raw: bytes) -> tuple[Value, ...]:
    text = raw.decode()
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    node, _ = read_yaml(raw, path)
    assert node is not None
    return tuple(_below(node, (), text, starts))


def _below(node: Node, where: Steps, text: str, starts: list[int]) -> Iterator[Value]:
    for step, child in node.children.items():
        inner = (*where, step)
        if child.children or isinstance(child.data, dict | list):
            yield from _below(child, inner, text, starts)
        elif child.data is not None:
            start = starts[child.place[0] - 1] + child.place[1] - 1
            written = "true" if child.data is True else "false" if child.data is False else str(child.data)
            key = node.keys.get(str(step), child.place)
            plain = text.startswith(written, start) and written != ""
            quoted = text[start : start + 1] in "'\"" and text.startswith(written, start + 1)
            if plain or quoted:
                end = start + len(written) + (0 if plain else 2)
                line = child.place[0]
                yield Value(inner, child.data, start, end, starts[key[0] - 1] + key[1] - 1, line, plain)


def values(one: Example) -> tuple[Value, ...]:
    return _values(one.path, one.raw)


def some_value(one: Example, chance: random.Random, *, schema: str = "", plain: bool = True) -> Value | None:
    """A value whose schema says `schema` (``type=boolean``, ``x-form=date``, ``enum``), if there is one."""
    fitting = [each for each in values(one) if (each.plain or not plain) and says(one, each.where, schema)]
    return chance.choice(fitting) if fitting else None


def says(one: Example, where: Steps, schema: str) -> bool:
    if not schema:
        return True
    name, _, value = schema.partition("=")
    return any(name in layer and (not value or layer[name] == value) for layer in layers_of(one.kind, where))


def replaced(text: str, start: int, end: int, written: str) -> str:
    return text[:start] + written + text[end:]


def line_at(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def in_flow(text: str, at: int) -> bool:
    """Whether the place stands in brackets that begin on its line."""
    before = text[text.rfind("\n", 0, at) + 1 : at]
    return before.count("{") > before.count("}") or before.count("[") > before.count("]")
