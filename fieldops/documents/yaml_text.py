"""The YAML loader: strict YAML 1.2 core scalars, a position for every key and value, hard limits.

PyYAML's parser delivers events; this module builds plain data from them and refuses what a contract
file has no use for (anchors, aliases, merge keys, tags, a second document) because each of them lets a
file mean something a reviewer does not see. `no`, `1:30`, `010`, `1.10` and dates stay the text that
was written: the schema judges them.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from fieldops.errors import Position, Problem

MAX_BYTES = 1 << 20
MAX_DEPTH = 40
MAX_EVENTS = 200_000

Path = tuple[str | int, ...]
Place = tuple[int, int]

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})", re.ASCII)
_PLAIN = {"true": True, "false": False, "null": None, "~": None, "": None}
# What no text needs and a reviewer cannot see: controls, the line ends that only YAML 1.1 knows (a lone
# carriage return, NEL, LS, PS), marks that turn the direction of text, a byte order mark in the middle.
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]|\r(?!\n)"
)
_SHOWN = 80
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# What the parser complains about, in its words, and our sentence for it.
_SYNTAX = (
    ("cannot start any token", "yaml.tab"),
    ("found a tab character", "yaml.tab"),
    ("mapping values are not allowed", "yaml.colon-in-text"),
    ("could not find expected ':'", "yaml.colon-missing"),
    ("expected <block end>", "yaml.indentation"),
    ("did not find expected key", "yaml.indentation"),
    ("did not find expected '-' indicator", "yaml.indentation"),
    ("block sequence entries are not allowed", "yaml.indentation"),
    ("unexpected end of stream", "yaml.unclosed-quote"),
    ("expected ',' or", "yaml.unclosed-bracket"),
)


@dataclass(slots=True)
class Node:
    """One value and where it stands: `place` of the value, `keys` of a mapping's keys (line, column from 1)."""

    data: object
    place: Place
    keys: dict[str, Place] = field(default_factory=dict)
    children: dict[str | int, Node] = field(default_factory=dict)

    def at(self, path: Path) -> Node:
        """The node `path` leads to, or the deepest one on the way that exists."""
        node = self
        for step in path:
            child = node.children.get(step)
            if child is None:
                break
            node = child
        return node

    def key_place(self, path: Path) -> Place:
        """Where the last key of `path` is written; for a list entry or the root, where the value starts."""
        if not path:
            return self.place
        parent = self.at(path[:-1])
        last = path[-1]
        if isinstance(last, str) and last in parent.keys:
            return parent.keys[last]
        return self.at(path).place


class _Stop(Exception):
    """Reading cannot go on; the problem says why."""

    def __init__(self, place: Place, problem: str, **values: object) -> None:
        super().__init__(problem)
        self.place, self.problem, self.values = place, problem, values


def read_yaml(raw: bytes, path: str) -> tuple[Node | None, list[Problem]]:
    """The document in `raw` as a tree of nodes, and every problem found while reading it.

    `path` is only used to name the place of problems. The tree is None when the text cannot be read as one
    document; duplicate keys and merge keys are reported and reading goes on.
    """
    builder = _Builder()
    root: Node | None = None
    text = ""
    try:
        text = _decode(raw)
        root = builder.build(text)
    except _Stop as stop:
        builder.found.append((stop.place, stop.problem, stop.values))
    except yaml.YAMLError as error:
        place, code, values = _syntax(error)
        # The parser may count one line more than there is.
        builder.found.append((min(place, _place_after(text)), code, values))
    problems = [Problem(Position(path, *place), code, values) for place, code, values in builder.found]
    return root, problems


def _decode(raw: bytes) -> str:
    if len(raw) > MAX_BYTES:
        raise _Stop((1, 1), "yaml.too-large", size=len(raw), limit=MAX_BYTES)
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        raise _Stop(_place_after(before), "yaml.not-utf8") from None
    control = _CONTROL.search(text)
    if control:
        raise _Stop(_place_after(text[: control.start()]), "yaml.control-character", code=_code(control))
    return text


def _code(control: re.Match[str]) -> str:
    return f"U+{ord(control.group()):04X}"


def _place_after(text: str) -> Place:
    line_start = text.rfind("\n") + 1
    return text.count("\n") + 1, len(text) - line_start + 1


def _syntax(error: yaml.YAMLError) -> tuple[Place, str, dict[str, object]]:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    said = f"{getattr(error, 'context', None) or ''} {getattr(error, 'problem', None) or ''}".strip()
    for words, code in _SYNTAX:
        if words in said:
            key = getattr(error, "context_mark", None)
            if code == "yaml.colon-missing" and key:
                # The parser gives up on the next line; the key is where it began.
                place = (key.line + 1, key.column + 1)
            return place, code, {}
    return place, "yaml.syntax", {"detail": said or type(error).__name__}


def _scalar(text: str, plain: bool) -> object:
    if not plain:
        return text
    if text in _PLAIN:
        return _PLAIN[text]
    return int(text) if _INTEGER.fullmatch(text) else text


class _Builder:
    """Builds nodes from the parser's events and collects what is wrong with them."""

    def __init__(self) -> None:
        self.found: list[tuple[Place, str, dict[str, object]]] = []
        self._count = 0

    def build(self, text: str) -> Node | None:
        events = self._checked(yaml.parse(text, Loader=_Loader))
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                break
        else:
            raise _Stop((1, 1), "yaml.empty")
        root = self._node(next(events), events, 1)
        next(events)
        after = next(events)
        if isinstance(after, yaml.DocumentStartEvent):
            raise _Stop(_start(after), "yaml.second-document")
        return root

    def _checked(self, events: Iterator[yaml.Event]) -> Iterator[yaml.Event]:
        for event in events:
            self._count += 1
            if self._count > MAX_EVENTS:
                raise _Stop(_start(event), "yaml.too-many", limit=MAX_EVENTS)
            if isinstance(event, yaml.AliasEvent):
                raise _Stop(_start(event), "yaml.alias", name=str(event.anchor)[:_SHOWN])
            if isinstance(event, yaml.NodeEvent) and event.anchor is not None:
                raise _Stop(_start(event), "yaml.anchor", name=event.anchor[:_SHOWN])
            tag = getattr(event, "tag", None)
            if tag is not None:
                raise _Stop(_start(event), "yaml.tag", tag=tag[:_SHOWN])
            # An escape in double quotes can write what the text itself must not hold.
            escaped = _CONTROL.search(event.value) if isinstance(event, yaml.ScalarEvent) else None
            if escaped:
                raise _Stop(_start(event), "yaml.control-character", code=_code(escaped))
            yield event

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise _Stop(_start(event), "yaml.too-deep", limit=MAX_DEPTH)
        if isinstance(event, yaml.ScalarEvent):
            return Node(_scalar(event.value, not event.style), _start(event))
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(_start(event), events, depth)
        return self._sequence(_start(event), events, depth)

    def _sequence(self, place: Place, events: Iterator[yaml.Event], depth: int) -> Node:
        items: list[object] = []
        node = Node(items, place)
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            child = self._node(event, events, depth + 1)
            node.children[len(items)] = child
            items.append(child.data)
        return node

    def _mapping(self, place: Place, events: Iterator[yaml.Event], depth: int) -> Node:
        data: dict[str, object] = {}
        node = Node(data, place)
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key_place = _start(event)
            if not isinstance(event, yaml.ScalarEvent):
                raise _Stop(key_place, "yaml.key-not-text")
            child = self._node(next(events), events, depth + 1)
            self._add(node, data, event.value, key_place, child)
        return node

    def _add(self, node: Node, data: dict[str, object], key: str, place: Place, child: Node) -> None:
        if key == "<<":
            self.found.append((place, "yaml.merge-key", {}))
        elif key in data:
            self.found.append((place, "yaml.duplicate-key", {"key": key[:_SHOWN], "line": node.keys[key][0]}))
        else:
            data[key] = child.data
            node.keys[key] = place
            node.children[key] = child


def _start(event: yaml.Event) -> Place:
    mark = event.start_mark
    assert mark is not None  # parsed events have marks
    return mark.line + 1, mark.column + 1
