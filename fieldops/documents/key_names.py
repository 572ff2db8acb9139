"""The names of all properties that any kind of document has: what is probably meant as a key in a text that is no YAML."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path


@cache
def key_names() -> frozenset[str]:
    """Every property's name in any schema."""
    folder = Path(__file__).parent / "schemas"
    return frozenset(
        name for file in folder.glob("*.json") for name in _names(json.loads(file.read_text("utf-8")))
    )


def _names(schema: object) -> Iterator[str]:
    if isinstance(schema, dict):
        properties = schema.get("properties")
        if isinstance(properties, dict):
            yield from properties
        schema = list(schema.values())
    if isinstance(schema, list):
        for each in schema:
            yield from _names(each)
