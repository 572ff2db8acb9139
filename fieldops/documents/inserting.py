"""Putting an entry into a list at any depth of a document's text; every character that is there stays, comments included.

Does not live here: entries at the end of a list under a top-level key (appending), changing single values (editing).
"""

from __future__ import annotations

from collections.abc import Mapping

import yaml

from fieldops.documents.appending import LOADER, entry_text, index_of, last_inside, line_after
from fieldops.documents.yaml_text import Path


def with_entry(text: str, path: Path, at: int, entry: Mapping[str, object], behind: str) -> str:
    """`text` with `entry` in the list at `path`, before the one that is at `at` now, on a line of its own in a block.

    Where the mapping around has no such list it gets one, behind its property `behind`, else at its end. The document must
    have been judged: no anchors, tags and doubled keys. ValueError where there is no such mapping.
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    body = text.removeprefix(mark)
    around = _mapping_at(body, path[:-1])
    listed = _value(around, path[-1])
    eol = "\r\n" if "\r\n" in body else "\n"
    line = entry_text(dict(entry))
    if listed is None:
        return mark + _with_list(body, around, str(path[-1]), line, behind, eol)
    if not isinstance(listed, yaml.SequenceNode):
        raise ValueError(path)
    place = _in_flow if listed.flow_style else _in_block
    return mark + place(body, listed, at, line, eol)


def _mapping_at(body: str, path: Path) -> yaml.MappingNode:
    node = yaml.compose(body, Loader=LOADER)
    for step in path:
        if isinstance(step, int) and isinstance(node, yaml.SequenceNode) and step < len(node.value):
            node = node.value[step]
        else:
            node = _value(node, step)
    if not isinstance(node, yaml.MappingNode) or not node.value:
        raise ValueError(path)
    return node


def _value(node: yaml.Node | None, key: str | int) -> yaml.Node | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for name, value in pairs if name.value == key), None)


def _in_flow(body: str, listed: yaml.SequenceNode, at: int, line: str, eol: str) -> str:
    if not listed.value:
        start, end = index_of(listed.start_mark), index_of(listed.end_mark)
        return f"{body[:start]}[{line}]{body[end:]}"
    if at < len(listed.value):
        start = index_of(listed.value[at].start_mark)
        return f"{body[:start]}{line}, {body[start:]}"
    end = index_of(listed.value[-1].end_mark)
    return f"{body[:end]}, {line}{body[end:]}"


def _in_block(body: str, listed: yaml.SequenceNode, at: int, line: str, eol: str) -> str:
    column = listed.start_mark.column
    if at == 0:
        start = index_of(listed.start_mark) - column
    else:
        # Behind the entry before it, with what is remarked in its line; remarks in lines of their own are about what follows.
        start = line_after(body, index_of(last_inside(listed.value[at - 1]).end_mark))
    return _with_lines(body, start, f"{' ' * column}- {line}{eol}", eol)


def _with_list(body: str, around: yaml.MappingNode, key: str, line: str, behind: str, eol: str) -> str:
    before = _value(around, behind) or around.value[-1][1]
    end = index_of(last_inside(before).end_mark)
    if around.flow_style:
        return f"{body[:end]}, {key}: [{line}]{body[end:]}"
    indent = " " * around.start_mark.column
    return _with_lines(body, line_after(body, end), f"{indent}{key}:{eol}{indent}  - {line}{eol}", eol)


def _with_lines(body: str, start: int, lines: str, eol: str) -> str:
    before = body[:start]
    if before and not before.endswith("\n"):
        before += eol
    return before + lines + body[start:]
