"""Corrections of the indentation of a text that is no YAML: the fewest lines moved to a depth that others have."""

from __future__ import annotations

from collections.abc import Iterator

from fieldops.documents.yaml_broken import Broken, Repair

# Lines above that show which depths there are, and lines that are moved together.
_ABOVE = 60
_MOVED = 40


def indents(broken: Broken) -> Iterator[Repair]:
    """The line in which the parser gave up, or the one before, moved: alone, with what is below it, with its neighbours."""
    moves: list[tuple[int, int, int, range]] = []
    for rank, line in enumerate(broken.suspects[:2]):
        depth = _depth(broken, line)
        alone = range(line, line + 1)
        for lines in dict.fromkeys((alone, _with_inner(broken, line), _with_neighbours(broken, line))):
            for level in _levels(broken, line):
                if level != depth:
                    moves.append((len(lines), abs(level - depth) * 2 + rank, level, lines))
    if broken.lines[broken.line].strip():
        moves.sort(key=lambda move: move[:2])
    for _, _, level, lines in moves:
        first = lines[0]
        shift = level - _depth(broken, first)
        edits = [_moved(broken, line, shift) for line in lines if broken.lines[line].strip()]
        at = broken.starts[first] + _depth(broken, first)
        if edits:
            yield broken.repair(at, "yaml.indentation", edits, count=level)


def _depth(broken: Broken, line: int) -> int:
    text = broken.lines[line]
    return len(text) - len(text.lstrip(" "))


def _moved(broken: Broken, line: int, shift: int) -> tuple[int, int, str]:
    depth = _depth(broken, line)
    start = broken.starts[line]
    return start, start + depth, " " * max(depth + shift, 0)


def _with_inner(broken: Broken, line: int) -> range:
    return range(line, _last(broken, line, _depth(broken, line) + 1))


def _with_neighbours(broken: Broken, line: int) -> range:
    return range(line, _last(broken, line, max(_depth(broken, line), 1)))


def _last(broken: Broken, line: int, least: int) -> int:
    """The line behind those below `line` that are at least so deep."""
    last = line + 1
    for at in range(line + 1, min(len(broken.lines), line + _MOVED)):
        if broken.says(at):
            if _depth(broken, at) < least:
                break
            last = at + 1
    return last


def _levels(broken: Broken, line: int) -> list[int]:
    """The depths that lines above have, and those of what stands behind their dashes; the nearest first."""
    depth = _depth(broken, line)
    found: set[int] = set()
    for at in range(line - 1, max(line - _ABOVE, -1), -1):
        if broken.says(at):
            text, own = broken.lines[at], _depth(broken, at)
            found |= {own, own + 2} if text.rstrip().endswith(":") else {own}
            if text.lstrip().startswith("- "):
                found.add(own + 2)
    after = next((at for at in range(line + 1, len(broken.lines)) if broken.says(at)), None)
    if after is not None:
        found.add(_depth(broken, after))
    return sorted(found, key=lambda level: (abs(level - depth), -level))
