"""The schema is the source of truth: each property has a field of the model, and nothing more."""

from __future__ import annotations

import json
import re
import types
import typing
from collections.abc import Iterator
from typing import Any

import pytest

from fieldops.contracts import model
from fieldops.documents.schema import KINDS as SCHEMAS
from fieldops.documents.schema import in_both, schema_text
from fieldops.documents.typed import Model
from fieldops.messages import CATALOGUE
from fieldops.structs import fields_of

KINDS = {
    "contract.json": model.Contract,
    "assets.json": model.Assets,
    "service-level.json": model.ServiceLevel,
    "warranty.json": model.Warranty,
    "calendar.json": model.Calendar,
    "team.json": model.Team,
    "part-catalogue.json": model.PartCatalogue,
    "stock.json": model.Stock,
    "emergency-plan.json": model.EmergencyPlan,
}
COMMON = json.loads(schema_text("common.json"))


def resolve(schema: dict[str, Any], root: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The schema behind a $ref, and the document in which its own references are looked up."""
    while "$ref" in schema:
        file, _, pointer = schema["$ref"].partition("#/")
        root = COMMON if file else root
        found: Any = root
        for step in pointer.split("/"):
            found = found[step]
        schema = found
    return schema, root


def model_in(annotation: Any) -> type[Model] | None:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return annotation
    inner = (model_in(each) for each in typing.get_args(annotation) if each is not types.NoneType)
    return next((each for each in inner if each), None)


def differences(schema: dict[str, Any], root: dict[str, Any], kind: type[Model], where: str) -> Iterator[str]:
    schema, root = resolve(schema, root)
    while schema.get("type") == "array":
        schema, root = resolve(schema["items"], root)
    fields = {field.name for field in fields_of(kind)}
    # What a file says of its own warnings is no part of what it means.
    names = set(schema["properties"]) - {"accepts"}
    yield from (f"{where}.{name} has no field" for name in names - fields)
    yield from (f"{where}.{name} has no property" for name in fields - names)
    hints = typing.get_type_hints(kind)
    for name in names & fields:
        inner = model_in(hints[name])
        if inner is not None:
            yield from differences(schema["properties"][name], root, inner, f"{where}.{name}")


@pytest.mark.parametrize("file", KINDS)
def test_each_property_has_a_field(file: str) -> None:
    schema = json.loads(schema_text(file))
    assert list(differences(schema, schema, KINDS[file], file)) == []


def enum_values(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        # Codes of warnings are no words of a contract.
        words = isinstance(schema.get("enum"), list) and schema.get("x-form") != "warning"
        yield from schema["enum"] if words else ()
        for inner in schema.values():
            yield from enum_values(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from enum_values(inner)


@pytest.mark.parametrize("file", [*KINDS, "common.json"])
def test_each_fixed_value_has_a_word_in_both_languages(file: str) -> None:
    values = set(enum_values(json.loads(schema_text(file))))
    assert {value for value in values if f"value.{value}" not in CATALOGUE} == set()


def properties(schema: Any, where: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(schema, dict):
        for name, inner in (schema.get("properties") or {}).items():
            if isinstance(inner, dict) and "const" not in inner:
                yield f"{where}.{name}", inner
        for name, inner in schema.items():
            if name not in ("if", "then", "else"):
                yield from properties(inner, f"{where}.{name}")
    elif isinstance(schema, list):
        for inner in schema:
            yield from properties(inner, where)


@pytest.mark.parametrize("file", [*SCHEMAS.values(), "common.json"])
def test_each_property_has_a_title_and_a_description_in_both_languages(file: str) -> None:
    root = json.loads(schema_text(file))
    bare = []
    for where, schema in properties(root):
        behind, _ = resolve(schema, root)
        for key in ("title", "description"):
            text = schema.get(key) or behind.get(key, "")
            both = any(char.isascii() and char.isalpha() for char in text) and any(
                ord(char) > 0x2E80 for char in text
            )
            bare += [] if both else [f"{where}: {key}"]
    assert bare == []


def texts(schema: Any, where: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(schema, dict):
        for name, inner in schema.items():
            if name in ("title", "description", "patternErrorMessage") and isinstance(inner, str):
                yield f"{where}.{name}", inner
            else:
                yield from texts(inner, f"{where}.{name}")
    elif isinstance(schema, list):
        for inner in schema:
            yield from texts(inner, where)


@pytest.mark.parametrize("file", [*SCHEMAS.values(), "common.json"])
def test_each_text_falls_into_an_english_and_a_chinese_half(file: str) -> None:
    """Hints and the manual show one half: none may begin or end within the other's words."""
    mixed = []
    for where, text in texts(json.loads(schema_text(file))):
        half = in_both(text)
        whole = re.match("[\u4e00-\u9fff]", half.zh) and not re.search("[\u2e80-\uffef]", half.en)
        ended = not where.endswith("description") or (half.en.endswith(".") and half.zh.endswith("。"))
        mixed += [] if whole and ended else [where]
    assert mixed == []


@pytest.mark.parametrize("file", [*SCHEMAS.values(), "common.json"])
def test_each_form_says_in_the_editor_what_is_expected(file: str) -> None:
    def bare(schema: Any, where: str) -> Iterator[str]:
        if isinstance(schema, dict):
            if isinstance(schema.get("pattern"), str) and "patternErrorMessage" not in schema:
                yield where
            for name, inner in schema.items():
                yield from bare(inner, f"{where}.{name}")
        elif isinstance(schema, list):
            for inner in schema:
                yield from bare(inner, where)

    assert list(bare(json.loads(schema_text(file)), file)) == []
