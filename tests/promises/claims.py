"""The claims of docs/promises.md, for tests that go through all of them; and the examples' lines that express a promise."""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@cache
def table() -> ModuleType:
    """tools/promises.py, which is no package."""
    spec = importlib.util.spec_from_file_location("promises", ROOT / "tools" / "promises.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["promises"] = module
    spec.loader.exec_module(module)
    return module


def every_claim(command: str) -> pytest.MarkDecorator:
    """Runs a test once for each promise that the page says this command acts on, as its argument `promise`."""
    ids = [id for id, promise in table().PROMISES.items() if command in promise.acts]
    assert ids, command
    return pytest.mark.parametrize("promise", ids)


def lines_of(promise: str, folder: str = "") -> list[tuple[str, int]]:
    """The lines that express the promise below a folder of the repository: path and line."""
    return [place for place in _places()[promise] if place[0].startswith(folder)]


@cache
def _places() -> dict[str, list[tuple[str, int]]]:
    found = table().places()
    return {id: [(place.path, place.line) for place in found[id]] for id in found}
