"""The JSON Schemas: one per kind of document, their parts, and their titles in both languages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path as FilePath
from typing import Any

from fieldops.documents.yaml_text import Path
from fieldops.messages import Text
from fieldops.structs import Struct

# Each kind of document and its schema file.
KINDS = {
    "Contract": "contract.json",
    "Assets": "assets.json",
    "ServiceLevel": "service-level.json",
    "Warranty": "warranty.json",
    "Calendar": "calendar.json",
    "Team": "team.json",
    "PartCatalogue": "part-catalogue.json",
    "Stock": "stock.json",
    "EmergencyPlan": "emergency-plan.json",
    "Playbook": "playbook.json",
    "Probe": "probe.json",
    "Settings": "settings.json",
}
# The same for what is nobody's but one engineer's, and stands in no workspace.
PERSONAL = {"Logins": "logins.json"}
SCHEMAS = {**KINDS, **PERSONAL}

# What stands where a value is still to be agreed.
UNFILLED = "TBD"

COMMON = "common.json"
# Han, the punctuation of Chinese and full-width forms.
_CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
# The end of the last sentence; no abbreviation inside parentheses.
_SENTENCE_END = re.compile(r"[.!?]\s+(?=[^.!?()]*$)")


def schema_text(file_name: str) -> str:
    """The JSON text of a schema file, such as ``contract.json``."""
    return (FilePath(__file__).parent / "schemas" / file_name).read_text("utf-8")


@cache
def schema_of(kind: str) -> dict[str, Any]:
    """The schema of `kind` as plain data. KeyError for a kind that does not exist."""
    return schema_file(SCHEMAS[kind])


@cache
def schema_file(name: str) -> dict[str, Any]:
    """A schema file as plain data, such as ``common.json``."""
    loaded: dict[str, Any] = json.loads(schema_text(name))
    return loaded


class Part(Struct, frozen=True):
    """A part of a schema file: `schema` as written, `file` (such as ``contract.json``) that its ``#`` means."""

    schema: dict[str, Any]
    file: str

    def layers(self) -> Iterator[Part]:
        """This part and every other that judges the same value: what its $ref leads to, its allOf, then and else."""
        yield self
        if "$ref" in self.schema:
            yield from self._target().layers()
        branches = [*self.schema.get("allOf", ()), self.schema.get("then"), self.schema.get("else")]
        for branch in branches:
            if isinstance(branch, dict):
                yield from Part(branch, self.file).layers()

    def _target(self) -> Part:
        file, _, pointer = self.schema["$ref"].partition("#")
        target = schema_file(file or self.file)
        for step in pointer.split("/")[1:]:
            target = target[step]
        return Part(target, file or self.file)

    def inner(self, step: str | int) -> Iterator[Part]:
        """The parts for the entry `step` (a key, or the index in a list) of the value that this part judges."""
        for layer in self.layers():
            properties = layer.schema.get("properties", {})
            found = layer.schema.get("items") if isinstance(step, int) else properties.get(step)
            if found is None and isinstance(step, str):
                found = layer.schema.get("additionalProperties")
            if isinstance(found, dict):
                yield Part(found, layer.file)


def part_of(kind: str) -> Part:
    """The whole schema of `kind`. KeyError for a kind that does not exist."""
    return Part(schema_of(kind), SCHEMAS[kind])


def described(kind: str, where: Path) -> Text | None:
    """What the schema says about the value at `where`: its description, else its title; None when it has neither."""
    texts = (layer.get("description") or layer.get("title") for layer in layers_of(kind, where))
    text = next((text for text in texts if text), None)
    return None if text is None else in_both(text)


def titled(kind: str, where: Path) -> Text | None:
    """The title that the schema of `kind` gives the value at `where` (such as "Customer 客户"), or None."""
    return _title(kind, _any_entry(where))


@lru_cache(4096)
def _title(kind: str, where: Path) -> Text | None:
    text = next((text for layer in _layers(kind, where) if (text := layer.get("title"))), None)
    return None if text is None else in_both(text)


def kind_title(kind: str) -> Text | str:
    """What a kind of document is called, such as "Service level 服务级别"; a kind without schema by its name."""
    return (titled(kind, ()) if kind in KINDS else None) or kind


def forms_of(kind: str, where: Path) -> frozenset[str]:
    """The forms (``x-form``, such as "duration" or "decimal") in which the value at `where` is written."""
    return frozenset(str(layer["x-form"]) for layer in layers_of(kind, where) if "x-form" in layer)


def layers_of(kind: str, where: Path) -> tuple[dict[str, Any], ...]:
    """Every part of the schema of `kind` that judges the value at `where`."""
    return _layers(kind, _any_entry(where))


def _any_entry(where: Path) -> Path:
    """All entries of a list are judged alike."""
    return tuple(0 if isinstance(step, int) else step for step in where)


@lru_cache(4096)
def _layers(kind: str, where: Path) -> tuple[dict[str, Any], ...]:
    parts = [part_of(kind)]
    for step in where:
        parts = [inner for part in parts for inner in part.inner(step)]
    return tuple(layer.schema for part in parts for layer in part.layers())


def in_both(text: str) -> Text:
    """The two halves of a schema's text, which is written as "English text. 中文。" or "English 中文".

    Chinese begins with its first character, or before it with what stands after the last sentence of English
    ("The port. SSH 端口。"). A text in one language is both halves.
    """
    first = _CHINESE.search(text)
    if first is None:
        return Text(text, text)
    at = first.start()
    if end := _SENTENCE_END.search(text, 0, at):
        at = end.end()
    english = text[:at].strip()
    return Text(text[at:].strip(), english or text)
