"""Adding entries to a list in a document's text; every character that is there stays, comments included.

A text that is loaded and dumped again loses comments, quotes and the author's line breaks. So entries are
written as text and put in at the place the parser tells.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# Texts that mean themselves without quotes, also between braces and for readers of YAML 1.1.
_HAN = "\u3007\u4e00-\u9fff\u3400-\u4dbf"
_PLAIN = re.compile(rf"[A-Za-z{_HAN}](?:[A-Za-z0-9{_HAN}_./()+-]| (?=[A-Za-z0-9{_HAN}(]))*")
_DAY_OR_ADDRESS = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|(?:[0-9]{1,3}\.){3}[0-9]{1,3}", re.ASCII)
_WORDS = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
# What must not stand in a text as it is: an escape in double quotes says it.
_ESCAPED = re.compile("[\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff\ud800-\udfff]")
# These keep their quotes: a reader should see that they are no numbers, whatever they are made of.
_QUOTED = frozenset({"serial", "removed_serial", "installed_serial"})


def entry_text(data: object, key: str = "") -> str:
    """`data` (mappings, lists, texts, whole numbers, true and false) as YAML on one line; `key` it stands under."""
    if isinstance(data, dict):
        return (
            "{"
            + ", ".join(f"{_text(name, '')}: {entry_text(value, name)}" for name, value in data.items())
            + "}"
        )
    if isinstance(data, list):
        return "[" + ", ".join(entry_text(value) for value in data) + "]"
    if isinstance(data, str):
        return _text(data, key)
    return json.dumps(data)


def _text(text: str, key: str) -> str:
    if _ESCAPED.search(text):
        return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))
    plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS
    if key not in _QUOTED and (plain or _DAY_OR_ADDRESS.fullmatch(text)):
        return text
    return "'" + text.replace("'", "''") + "'"


def parser_events(data: object) -> int:
    """How many events a YAML parser delivers for `data`; a document may have 200,000."""
    if isinstance(data, Mapping):
        return 2 + sum(1 + parser_events(value) for value in data.values())
    if isinstance(data, list):
        return 2 + sum(parser_events(value) for value in data)
    return 1


def append_entries(text: str, key: str, entries: Sequence[Mapping[str, object]]) -> str:
    """`text`, a document with a list under its `key`, with `entries` at the end of the list, one per line.

    The document must have been judged: a mapping, without anchors, tags and doubled keys. ValueError when it has no
    such list.
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    body = text.removeprefix(mark)
    listed = _list_in(body, key)
    end_of_line = "\r\n" if "\r\n" in body else "\n"
    lines = [entry_text(entry) for entry in entries]
    place = _append_flow if listed.flow_style else _append_block
    return mark + place(body, listed, lines, end_of_line)


def _list_in(body: str, key: str) -> yaml.SequenceNode:
    root = yaml.compose(body, Loader=LOADER)
    pairs = root.value if isinstance(root, yaml.MappingNode) else ()
    found = next((value for name, value in pairs if name.value == key), None)
    if not isinstance(found, yaml.SequenceNode):
        raise ValueError(key)
    return found


def _append_flow(body: str, listed: yaml.SequenceNode, lines: list[str], end_of_line: str) -> str:
    # An indentation of four is more than that of any key such a list stands under.
    separator = f",{end_of_line}    "
    if listed.value:
        at = index_of(listed.value[-1].end_mark)
        return body[:at] + separator + separator.join(lines) + body[at:]
    start, end = index_of(listed.start_mark), index_of(listed.end_mark)
    inside = f"[{end_of_line}    {separator.join(lines)}{end_of_line}  ]"
    return body[:start] + inside + body[end:]


def _append_block(body: str, listed: yaml.SequenceNode, lines: list[str], end_of_line: str) -> str:
    column = listed.start_mark.column
    at = line_after(body, index_of(last_inside(listed).end_mark))
    # Comments at the depth of the entries belong to them.
    comments = re.compile(rf"(?:[ ]*\r?\n)*[ ]{{{column},}}#[^\n]*(?:\n|\Z)")
    while column and (comment := comments.match(body, at)):
        at = comment.end()
    before = body[:at]
    if not before.endswith("\n"):
        before += end_of_line
    return before + "".join(f"{' ' * column}- {line}{end_of_line}" for line in lines) + body[at:]


def line_after(body: str, at: int) -> int:
    """Where the line after the one with `at` begins; a mark at the beginning of a line ends the one before."""
    if at and body[at - 1] == "\n":
        return at
    end = body.find("\n", at)
    return len(body) if end < 0 else end + 1


def last_inside(node: yaml.Node) -> yaml.Node:
    """The last node inside `node` whose end is marked where it is: a block's end is where the next token begins."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last: Any = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return node


def index_of(mark: Any) -> int:
    """Where a mark of the parser is in the text."""
    return int(mark.index)
