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
from dataclasses import dataclass
from itertools import chain, islice
from sys import intern
from typing import Any

import yaml

from fieldops.documents.yaml_mistakes import syntax_mistake
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
# A line that says all it has to say: a comment, nothing, or a key and a word, when a new key follows after it.
_FIRST_LINE = re.compile(
    rb"#[^\r\n]*\r?\n|\r?\n|([A-Za-z]+): +([A-Za-z0-9][A-Za-z0-9._/-]*) *(?: #[^\r\n]*)?\r?\n(?=(?:\r?\n)*[A-Za-z#])"
)
_SHOWN = 80
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


# What a scalar has no keys and children in: one empty mapping for all of them, never filled.
_NOTHING: dict[Any, Any] = {}


@dataclass(slots=True, init=False)
class Node:
    """One value and where it stands: `place` of the value, `keys` of a mapping's keys (line, column from 1)."""

    data: object
    place: Place
    keys: dict[str, Place]
    children: dict[str | int, Node]

    def __init__(
        self,
        data: object,
        place: Place,
        keys: dict[str, Place] = _NOTHING,
        children: dict[str | int, Node] = _NOTHING,
    ) -> None:
        self.data, self.place, self.keys, self.children = data, place, keys, children

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
        place, code, values = syntax_mistake(error, text)
        # The parser may count one line more than there is.
        builder.found.append((min(place, _place_after(text)), code, values))
    problems = [Problem(Position(path, *place), code, values) for place, code, values in builder.found]
    return root, problems


def first_texts(raw: bytes, keys: tuple[str, ...]) -> tuple[str, ...] | None:
    """The texts that `keys` have in the document's mapping, told from its first lines alone, or None.

    Not None only where reading the whole could not say anything else, as long as it can be read: every line up to
    there is empty, a comment, or one key and one plain word, and no line goes on in the next.
    """
    at = len(codecs.BOM_UTF8) if raw.startswith(codecs.BOM_UTF8) else 0
    at += 4 if raw.startswith(b"---\n", at) else 0
    found: dict[str, str] = {}
    while line := _FIRST_LINE.match(raw, at):
        at = line.end()
        if line[1] is not None:
            word = _plain(line[2].decode("ascii"))
            # Of two the first counts.
            if not isinstance(word, str) or line[1].decode("ascii") in found:
                return None
            found[line[1].decode("ascii")] = word
        if all(key in found for key in keys):
            return tuple(found[key] for key in keys)
    return None


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


def _plain(text: str) -> object:
    found = _PLAIN.get(text, text)
    # Most plain texts begin with a letter: only what may be a number is looked at closely.
    if found is text and text[0] in "-0123456789" and _INTEGER.fullmatch(text):
        return int(text)
    return found


class _Builder:
    """Builds nodes from the parser's events and collects what is wrong with them.

    This is the hottest code of the program (two thirds of validating): exact types instead of isinstance, one
    shared empty mapping for all scalars, and nothing looked for that cannot be there.
    """

    def __init__(self) -> None:
        self.found: list[tuple[Place, str, dict[str, object]]] = []
        self._events: Iterator[Any] = iter(())
        self._escapes = False

    def build(self, text: str) -> Node:
        """The tree of the only document in `text`; `_Stop` where it is refused, yaml.YAMLError where it is no YAML."""
        parsed = iter(_Loader(text).get_event, None)
        self._events = chain(islice(parsed, MAX_EVENTS), _too_many(parsed))
        self._escapes = "\\" in text
        next(self._events)  # the start of the stream
        if type(next(self._events)) is not yaml.DocumentStartEvent:
            raise _Stop((1, 1), "yaml.empty")
        root = self._node(next(self._events), 1)
        next(self._events)  # the end of the document
        after = next(self._events)
        if type(after) is yaml.DocumentStartEvent:
            raise _Stop(_start(after), "yaml.second-document")
        return root

    def _node(self, event: Any, depth: int) -> Node:
        # An alias has an anchor and no tag.
        if event.anchor is not None or event.tag is not None:
            raise _refusal(event)
        mark = event.start_mark
        place = (mark.line + 1, mark.column + 1)
        if depth > MAX_DEPTH:
            raise _Stop(place, "yaml.too-deep", limit=MAX_DEPTH)
        kind = type(event)
        if kind is yaml.ScalarEvent:
            if event.style:
                self._check_escapes(event)
                return Node(event.value, place)
            return Node(_plain(event.value), place)
        return self._mapping(place, depth) if kind is yaml.MappingStartEvent else self._sequence(place, depth)

    def _check_escapes(self, event: Any) -> None:
        # An escape in double quotes can write what the text itself must not hold.
        if self._escapes and event.style == '"' and (control := _CONTROL.search(event.value)):
            raise _Stop(_start(event), "yaml.control-character", code=_code(control))

    def _sequence(self, place: Place, depth: int) -> Node:
        items: list[object] = []
        children: dict[str | int, Node] = {}
        for event in self._events:
            if type(event) is yaml.SequenceEndEvent:
                break
            child = self._node(event, depth + 1)
            children[len(items)] = child
            items.append(child.data)
        return Node(items, place, _NOTHING, children)

    def _mapping(self, place: Place, depth: int) -> Node:
        data: dict[str, object] = {}
        node = Node(data, place, {}, {})
        for event in self._events:
            if type(event) is yaml.MappingEndEvent:
                break
            key, key_place = self._key(event)
            child = self._node(next(self._events), depth + 1)
            if key in data or key == "<<":
                self._refuse_key(key, key_place, node)
            else:
                data[key] = child.data
                node.keys[key] = key_place
                node.children[key] = child
        return node

    def _key(self, event: Any) -> tuple[str, Place]:
        if event.anchor is not None or event.tag is not None:
            raise _refusal(event)
        mark = event.start_mark
        place = (mark.line + 1, mark.column + 1)
        if type(event) is not yaml.ScalarEvent:
            raise _Stop(place, "yaml.key-not-text")
        if event.style:
            self._check_escapes(event)
        # The same few keys stand in all documents.
        return intern(event.value), place

    def _refuse_key(self, key: str, place: Place, node: Node) -> None:
        if key == "<<":
            self.found.append((place, "yaml.merge-key", {}))
        else:
            self.found.append((place, "yaml.duplicate-key", {"key": key[:_SHOWN], "line": node.keys[key][0]}))


def _too_many(events: Iterator[Any]) -> Iterator[Any]:
    for event in events:
        raise _Stop(_start(event), "yaml.too-many", limit=MAX_EVENTS)
    yield from ()


def _refusal(event: Any) -> _Stop:
    """Why an event with an anchor or a tag is refused."""
    if type(event) is yaml.AliasEvent:
        return _Stop(_start(event), "yaml.alias", name=str(event.anchor)[:_SHOWN])
    if event.anchor is not None:
        return _Stop(_start(event), "yaml.anchor", name=event.anchor[:_SHOWN])
    return _Stop(_start(event), "yaml.tag", tag=event.tag[:_SHOWN])


def _start(event: yaml.Event) -> Place:
    mark = event.start_mark
    assert mark is not None  # parsed events have marks
    return mark.line + 1, mark.column + 1
