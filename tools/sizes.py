"""How long functions and files are, as lines: median and longest. Fails when one is over its bar.

Short pieces are read and changed without fear; a bar is there to make somebody think, and is raised only with a note in
docs/decisions. Empty files are left out, and so are tests: theirs are as long as what they promise.
"""

from __future__ import annotations

import ast
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Lines: the most that the median and the longest may have.
FUNCTION_BARS = (8, 57)
FILE_BARS = (140, 485)

Size = tuple[int, str]


def files() -> Iterator[Size]:
    """Every file of the package and its number of lines."""
    for path in sorted((ROOT / "fieldops").rglob("*.py")):
        lines = path.read_text("utf-8").count("\n")
        if lines:
            yield lines, str(path.relative_to(ROOT))


def functions() -> Iterator[Size]:
    """Every function and method, from its ``def`` to its last line."""
    for path in sorted((ROOT / "fieldops").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                yield lines, f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"


def over(what: str, sizes: list[Size], bars: tuple[int, int]) -> bool:
    """Print median, longest and all that are over the bar; whether one is."""
    median, longest = statistics.median(lines for lines, _ in sizes), max(sizes)
    print(f"{what}: {len(sizes)}, median {median:g} lines (bar {bars[0]}), longest {longest[0]} (bar {bars[1]}): {longest[1]}")  # fmt: skip
    too_long = [size for size in sizes if size[0] > bars[1]]
    for lines, where in too_long:
        print(f"{where} has {lines} lines, more than {bars[1]}")
    if median > bars[0]:
        print(f"the median of {what} is over its bar")
    return bool(too_long) or median > bars[0]


def main() -> int:
    """Print the sizes; 1 when something is over its bar."""
    found = [
        over("functions", list(functions()), FUNCTION_BARS),
        over("files", list(files()), FILE_BARS),
    ]
    return 1 if any(found) else 0


if __name__ == "__main__":
    sys.exit(main())
