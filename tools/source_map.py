"""Write the second half of docs/source-map.md: every module with the first line of its docstring, in import order.

What stands above the mark is written by hand. ``--check`` writes nothing and says what is wrong with the page:
a list that is not what it would be, a path above the mark that leads nowhere, tests that nobody would find.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "source-map.md"
MARK = "<!-- Below: made by `python tools/source_map.py` from the modules' first lines; edit those. -->\n"
_PATH = re.compile(r"`([a-z_.]+/[a-z0-9_./-]*)`")


def packages() -> list[str]:
    """The names in `fieldops/`, from what imports to what is imported, as pyproject.toml orders them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    layers = next(c for c in settings["tool"]["importlinter"]["contracts"] if c["type"] == "layers")
    return [name for layer in layers["layers"] for name in re.findall(r"\w+", layer)]


def first_line(module: Path) -> str:
    """The first paragraph of a module's docstring, on one line; empty when there is none."""
    text = ast.get_docstring(ast.parse(module.read_text("utf-8"))) or ""
    return " ".join(text.split("\n\n")[0].split())


def _chapter(folder: Path) -> Iterator[str]:
    modules = [module for module in sorted(folder.glob("*.py")) if module.name != "__init__.py"]
    yield f"\n### `{folder.relative_to(ROOT).as_posix()}/`\n\n"
    yield f"{first_line(folder / '__init__.py')}\n\n"
    yield from (f"- `{module.name}`: {first_line(module)}\n" for module in modules)
    for inner in sorted(folder.iterdir()):
        if (inner / "__init__.py").exists():
            yield from _chapter(inner)


def listing() -> str:
    """All modules, grouped by package."""
    folders = [ROOT / "fieldops" / name for name in packages()]
    single = [file for folder in folders if (file := folder.with_suffix(".py")).exists()]
    return "".join(
        [
            *(text for folder in folders if folder.is_dir() for text in _chapter(folder)),
            "\n### `fieldops/`\n\n",
            *(f"- `{module.name}`: {first_line(module)}\n" for module in single),
        ]
    )


def _by_hand() -> str:
    return PAGE.read_text("utf-8").partition(MARK)[0]


def lost_tests() -> Iterator[str]:
    """Tests that are neither where the code they test would be, nor named in the page's first half."""
    named = set(_PATH.findall(_by_hand()))
    for test in sorted((ROOT / "tests").rglob("test_*.py")):
        place = test.relative_to(ROOT / "tests")
        package = ROOT / "fieldops" / place.parent
        known = place.parent.parts and (package / "__init__.py").exists()
        if not known and not {f"tests/{place}", f"tests/{place.parent}/"} & named:
            yield f"tests/{place}: there is no package of that name, and docs/source-map.md does not name it"


def mistakes() -> Iterator[str]:
    """What is wrong with the page, one line each."""
    for path in sorted(set(_PATH.findall(_by_hand()))):
        if not (ROOT / path).exists():
            yield f"docs/source-map.md names {path}, which is not there"
    for module in sorted((ROOT / "fieldops").rglob("*.py")):
        if not first_line(module):
            yield f"{module.relative_to(ROOT)} has no docstring: say what lives there"
    yield from lost_tests()
    if PAGE.read_text("utf-8") != _by_hand() + MARK + listing():
        yield "docs/source-map.md is not up to date: run python tools/source_map.py"


def main() -> int:
    """Write the page, or with ``--check`` print what is wrong with it; 1 when something is."""
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(_by_hand() + MARK + listing(), "utf-8")
    found = list(mistakes())
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
