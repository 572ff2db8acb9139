"""Changing single values of a document's text: every other character stays, comments included.

Lives here: where a value begins and ends in the text. Does not live here: adding entries to lists (appending).
"""

from __future__ import annotations

from fieldops.documents.yaml_text import Node, Path

_OPEN, _CLOSE, _QUOTES = "{[", "}]", "\"'"


def with_scalar(text: str, node: Node, path: Path, new: str) -> str:
    """The text with another plain scalar at `path`, where `node` is the text as it was read."""
    line, column = node.at(path).place
    lines = text.split("\n")
    old = lines[line - 1]
    end = _end_of_scalar(old, column - 1)
    lines[line - 1] = old[: column - 1] + new + old[end:]
    return "\n".join(lines)


def without(text: str, node: Node, path: Path) -> str:
    """The text without the property at `path`."""
    lines = text.split("\n")
    first, last = block_of(text, node, path)
    key_line, column = node.key_place(path)
    before = lines[key_line - 1][: column - 1]
    if not before.strip():
        return "\n".join(lines[:first] + lines[last:])
    start = _offset(lines, key_line, column)
    end = _end_in_flow(text, start)
    kept = text[:start].rstrip()
    if kept.endswith(","):
        return kept[:-1] + text[end:]
    rest = text[end:]
    return text[:start] + (rest[1:].lstrip(" ") if rest.startswith(",") else rest)


def block_of(text: str, node: Node, path: Path) -> tuple[int, int]:
    """The lines (from 0, the end not included) of a property that begins a line: up to what follows and its comments."""
    lines = text.split("\n")
    start = node.key_place(path)
    inside = set(_places(node, path))
    after = [place for place in _places(node, ()) if place > start and place not in inside]
    last = min(after)[0] - 1 if after else len(lines) - (not lines[-1])
    # Comments before what follows are about that.
    while last > start[0] and (not lines[last - 1].strip() or lines[last - 1].lstrip().startswith("#")):
        last -= 1
    return start[0] - 1, last


def moved_out(text: str, node: Node, path: Path) -> str | None:
    """The lines of a property, with the indentation of the top level; None where it does not begin a line."""
    line, column = node.key_place(path)
    lines = text.split("\n")
    if lines[line - 1][: column - 1].strip():
        return None
    first, last = block_of(text, node, path)
    return "\n".join(
        each[column - 1 :] if each[: column - 1].isspace() else each.lstrip() for each in lines[first:last]
    )


def _places(node: Node, path: Path) -> list[tuple[int, int]]:
    """Where everything below the path begins, and the property itself."""
    found = [node.key_place(path)] if path else []
    inner = node.at(path)
    for step, child in inner.children.items():
        place = inner.keys.get(step, child.place) if isinstance(step, str) else child.place
        found += [place, child.place, *_places(inner, (step,))]
    return [*found, inner.place] if path else found


def _offset(lines: list[str], line: int, column: int) -> int:
    return sum(len(each) + 1 for each in lines[: line - 1]) + column - 1


def _end_of_scalar(line: str, start: int) -> int:
    if line[start] in _QUOTES:
        return line.index(line[start], start + 1) + 1
    end = start
    while end < len(line) and line[end] not in ",}]" and not line[end:].startswith((" #", "\t#")):
        end += 1
    return start + len(line[start:end].rstrip())


def _end_in_flow(text: str, start: int) -> int:
    """Where a property between braces ends: before the comma or the brace that follows it."""
    depth, quote = 0, ""
    for at in range(start, len(text)):
        sign = text[at]
        if quote:
            quote = "" if sign == quote else quote
        elif sign in _QUOTES and text[at - 1] in " {[,":
            quote = sign
        elif sign in _OPEN:
            depth += 1
        elif depth == 0 and sign in "," + _CLOSE:
            return at
        elif sign in _CLOSE:
            depth -= 1
    return len(text)
