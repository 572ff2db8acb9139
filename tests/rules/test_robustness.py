"""Rules look at documents that may have failed their schema, and must stand whatever stands there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import again
from test_manual import ENTRIES, completed, entry_of

from fieldops.actions.validation import validate

JUNK: list[Any] = ["x", -1, [], {}, None, True, "2026-02-30", "TBD", ["x"], [[1]], {"a": 1}, "9999 years"]


def spoilt(data: dict[str, Any], shown: list[str], junk: Iterator[Any]) -> Iterator[dict[str, Any]]:
    """The document with each value that the example shows, and each one level deeper, replaced in turn."""
    for key in shown:
        yield {**data, key: next(junk)}
        listed = isinstance(data[key], list)
        inner = data[key][0] if listed and data[key] else data[key]
        for name in inner if isinstance(inner, dict) else ():
            changed = {**inner, name: next(junk)}
            yield {**data, key: [changed] if listed else changed}


# An example that is no YAML has no values.
READABLE = [file for file in ENTRIES if not file.stem.startswith("yaml.")]


@pytest.mark.parametrize(
    "file",
    [pytest.param(file, marks=(again,) * (place % 2), id=file.stem) for place, file in enumerate(READABLE)],
)
def test_rules_stand_wrong_values(file: Path, tmp_path: Path) -> None:
    (tmp_path / "contracts").mkdir()
    fragments = re.split(r"(?m)^---\n", entry_of(file)["bad"])
    junk = cycle(JUNK)
    wholes = [completed(fragment) for fragment in fragments]
    paths = [tmp_path / "contracts" / f"{number}.yaml" for number in range(len(wholes))]
    for path, (_, _, text) in zip(paths, wholes, strict=True):
        path.write_text(text, "utf-8")
    for path, fragment, (_, _, text) in zip(paths, fragments, wholes, strict=True):
        data = yaml.load(text, Loader=yaml.BaseLoader)
        shown = [key for key in data if re.search(rf"(?m)^{key}:", fragment) and key not in ("kind", "id")]
        for changed in spoilt(data, shown, junk):
            path.write_text(json.dumps(changed), "utf-8")
            assert validate(tmp_path).read == len(wholes)
        path.write_text(text, "utf-8")
