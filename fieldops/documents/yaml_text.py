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
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, islice
from sys import intern
from typing import Any

import yaml

from fieldops.documents.characters import STRANGE, UNSEEN, code_point, name_of
from fieldops.documents.other_files import decoded, may_be_other, other_file
from fieldops.documents.yaml_loose import badly_indented, loose_mistakes, may_be_loose, without_blank_tab
from fieldops.errors import Named, Position, Problem

MAX_BYTES = 1 << 20
MAX_DEPTH = 40
MAX_EVENTS = 200_000

Path = tuple[str | int, ...]
Place = tuple[int, int]
Mistake = tuple[Place, str, dict[str, object]]

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})", re.ASCII)
_PLAIN = {"true": True, "false": False, "null": None, "~": None, "": None}
# What no text needs: controls, the line ends that only YAML 1.1 knows (a lone carriage return, NEL, LS, PS).
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]|\r(?!\n)")
# Nearly no text has one of these or those that nobody sees: one search for all.
_REFUSED = re.compile(f"{_CONTROL.pattern}|{STRANGE.pattern}")
# A line that says all it has to say: a comment, nothing, or a key and a word, when a new key follows after it.
_FIRST_LINE = re.compile(
    rb"#[^\r\n]*\r?\n|\r?\n|([A-Za-z]+): +([A-Za-z0-9][A-Za-z0-9._/-]*) *(?: #[^\r\n]*)?\r?\n(?=(?:\r?\n)*[A-Za-z#])"
)
# A path of Windows with single backslashes, which double quotes take for escapes.
_DRIVE = re.compile(r"""(?:^"|[\s(（：，"'])[A-Za-z]:\\[abtnvfre0][A-Za-z0-9_.-]""", re.ASCII)
_SHOWN = 80
_QUOTES = ("'", '"')
# How git marks where a merge was left to be done.
_CONFLICT, _CONFLICT_END = "<<<<<<<", ">>>>>>>"
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
    document; duplicate keys, merge keys and characters nobody sees are reported and reading goes on.
    """
    root, found, _ = _read(raw)
    return root, [Problem(Position(path, *place), code, values) for place, code, values in found]


def read_meant(raw: bytes) -> Node | None:
    """The document that was meant by a text that `read_yaml` cannot read, as far as that can be told.

    Only to find out what the document is called and refers to, never to be used as it is.
    """
    root, _, meant = _read(raw)
    if root is None and meant is not None:
        with suppress(_Stop, yaml.YAMLError):
            return _Builder().build(meant)
    return root


def _read(raw: bytes) -> tuple[Node | None, list[Mistake], str | None]:
    """The tree, what is wrong, and the text that was meant where there is no tree."""
    builder = _Builder()
    try:
        text = _decode(raw)
        unseen: list[Mistake] = []
        if _REFUSED.search(text):
            text, unseen = _looked_through(text)
        builder.found += unseen
    except _Stop as stop:
        return None, [(stop.place, stop.problem, stop.values)], decoded(raw[:MAX_BYTES])
    last = text[text.rfind("\n") + 1 :]
    if last and not last.strip(" "):
        # The parser would lose the end of a line of spaces.
        text += "\n"
    if _CONFLICT in text or _CONFLICT_END in text:
        from fieldops.documents.yaml_mistakes import merge_conflicts

        meant, conflicts = merge_conflicts(text)
        if conflicts:
            return None, conflicts, meant
    try:
        root: Node | None = builder.build(text)
        if may_be_loose(text):
            loose = loose_mistakes(text)
            builder.found += loose
            # Where a sign has been taken for something else, the tree says what nobody has written.
            root = None if any(code != "yaml.comment-behind-quotes" for _, code, _ in loose) else root
        return root, builder.found, None
    except _Stop as stop:
        code = "yaml.template" if _is_template(text, stop) else stop.problem
        return None, [*builder.found, (stop.place, code, stop.values)], None
    except yaml.YAMLError as error:
        if (readable := without_blank_tab(error, text)) is not None:
            return _read(readable.encode("utf-8"))
        # Looking for the cause takes longer than reading; only a text that cannot be read needs it.
        from fieldops.documents.yaml_mistakes import syntax_mistakes

        mistakes, repaired = syntax_mistakes(error, text)
        # What is no YAML because of a character nobody sees is told by that.
        return None, [*unseen, *mistakes], repaired


def _looked_through(text: str) -> tuple[str, list[Mistake]]:
    """The text without the characters nobody sees that must not be there, and where they stood. `_Stop` for controls."""
    control = _CONTROL.search(text)
    if control and control.group() == "\r" and "\n" not in text:
        raise _Stop(_place_after(text[: control.start()]), "yaml.carriage-returns")
    if control:
        raise _Stop(_place_after(text[: control.start()]), "yaml.control-character", code=_code(control))
    from fieldops.documents.yaml_unseen import without_unseen

    return without_unseen(text)


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
    if may_be_other(raw):
        other = other_file(raw)
        if other is not None:
            raise _Stop((1, 1), other[0], **other[1])
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        raise _Stop(_place_after(before), "yaml.not-utf8") from None


def _code(control: re.Match[str]) -> str:
    return f"U+{ord(control.group()):04X}"


def _single(written: str) -> str:
    """A text in single quotes, where a backslash is a backslash; cut when it is long."""
    bare = written[1:-1] if written[:1] == written[-1:] == '"' else written
    quoted = "'" + bare.replace("'", "''") + "'"
    return quoted if len(quoted) <= _SHOWN else quoted[:_SHOWN] + "…"


def _is_template(text: str, stop: _Stop) -> bool:
    """Whether a template's {{ … }} stands where the reader gave up; YAML takes it for a mapping as a key."""
    line = text.split("\n", stop.place[0])[stop.place[0] - 1]
    return "{{" in line[max(stop.place[1] - 2, 0) : stop.place[1] + 1]


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
        self.found: list[Mistake] = []
        self._events: Iterator[Any] = iter(())
        self._escapes = self._in_flow = False
        self._text = ""
        self._ended: Any = None

    def build(self, text: str) -> Node:
        """The tree of the only document in `text`; `_Stop` where it is refused, yaml.YAMLError where it is no YAML."""
        parsed = iter(_Loader(text).get_event, None)
        self._events = chain(islice(parsed, MAX_EVENTS), _too_many(parsed))
        self._escapes = "\\" in text
        self._text = text
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
        outer = event.flow_style and not self._in_flow
        self._in_flow = self._in_flow or outer
        node = self._mapping(place, depth) if kind is yaml.MappingStartEvent else self._sequence(place, depth)
        if outer:
            self._in_flow = False
            # The document itself may begin anywhere.
            if self._ended.line > mark.line and depth > 1:
                self._check_lines(mark.index, self._ended.index)
        return node

    def _check_escapes(self, event: Any) -> None:
        # An escape in double quotes can write what the text itself must not hold.
        if event.style in _QUOTES and event.end_mark.line > event.start_mark.line and not self._in_flow:
            self._check_lines(event.start_mark.index, event.end_mark.index)
        if not self._escapes or event.style != '"':
            return
        written = self._text[event.start_mark.index : event.end_mark.index]
        if _DRIVE.search(written):
            raise _Stop(_start(event), "yaml.backslash", shown=self._in_single_quotes(event))
        if control := _CONTROL.search(event.value):
            shown = self._in_single_quotes(event)
            raise _Stop(_start(event), "yaml.escaped-control", code=_code(control), shown=shown)
        if unseen := UNSEEN.search(event.value):
            code, name = code_point(unseen[0]), name_of(unseen[0])
            line = _single(UNSEEN.sub("", event.value))
            raise _Stop(_start(event), "yaml.invisible-character", code=code, name=name, line=line, more="")

    def _check_lines(self, start: int, end: int) -> None:
        """What goes over several lines must be deeper than where it began, as it is easily what was never closed."""
        if (mistake := badly_indented(self._text, start, end)) is not None:
            self.found.append(mistake)

    def _in_single_quotes(self, event: Any) -> Named:
        """The line of a text in double quotes, with single ones."""
        start, end = event.start_mark.index, event.end_mark.index
        first = self._text.rfind("\n", 0, start) + 1
        rest = self._text[end:].split("\n", 1)[0].rstrip()
        return Named("form.line", line=f"{self._text[first:start]}{_single(self._text[start:end])}{rest}")

    def _sequence(self, place: Place, depth: int) -> Node:
        items: list[object] = []
        children: dict[str | int, Node] = {}
        for event in self._events:
            if type(event) is yaml.SequenceEndEvent:
                self._ended = event.end_mark
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
                self._ended = event.end_mark
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
