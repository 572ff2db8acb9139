"""Judging plain data by the JSON Schema of its kind; schema errors become problems with a place.

The sentence is chosen by the keyword that failed, never by translating the library's text; forms such as
dates carry the annotation ``x-form`` that names their description in the catalogue.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from fieldops.documents.yaml_text import Node, Path
from fieldops.errors import Named, Position, Problem

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

# Each kind of document and its schema file.
KINDS = {
    "Contract": "contract.json",
    "Team": "team.json",
    "Playbook": "playbook.json",
    "Probe": "probe.json",
    "Settings": "settings.json",
}

_SHOWN = 80


def schema_text(file_name: str) -> str:
    """The JSON text of a schema file, such as ``contract.json``."""
    return resources.files("fieldops.documents").joinpath("schemas", file_name).read_text("utf-8")


@cache
def schema_of(kind: str) -> dict[str, Any]:
    """The schema of `kind` as plain data. KeyError for a kind that does not exist."""
    loaded: dict[str, Any] = json.loads(schema_text(KINDS[kind]))
    return loaded


@cache
def _validator(kind: str) -> Validator:
    from jsonschema import Draft202012Validator, ValidationError
    from jsonschema.validators import extend
    from referencing import Registry, Resource

    common = Resource.from_contents(json.loads(schema_text("common.json")))
    schema = schema_of(kind)
    registry: Registry[Any] = Registry().with_resources(
        [("common.json", common), (KINDS[kind], Resource.from_contents(schema))]
    )

    # Python's `$` also matches before a last line feed, the schema's does not: all patterns are anchored.
    def pattern(_: object, wanted: str, found: object, __: object) -> Iterator[ValidationError]:
        if isinstance(found, str) and not re.fullmatch(wanted, found):
            yield ValidationError("pattern")

    # jsonschema compares each entry with each other one as soon as they cannot be sorted.
    def unique_items(_: object, wanted: bool, found: object, __: object) -> Iterator[ValidationError]:
        if wanted and isinstance(found, list):
            texts = {json.dumps(entry, sort_keys=True) for entry in found}
            if len(texts) < len(found):
                yield ValidationError("uniqueItems")

    # jsonschema does not tell which property a `false` refuses.
    def properties(judge: Any, wanted: dict[str, Any], found: Any, _: object) -> Iterator[ValidationError]:
        for name, schema in wanted.items() if isinstance(found, dict) else ():
            if name in found and schema is False:
                yield ValidationError("false", validator="false", path=(name,))
            elif name in found:
                yield from judge.descend(found[name], schema, path=name, schema_path=name)

    own = {"pattern": pattern, "uniqueItems": unique_items, "properties": properties}
    judge: Any = extend(Draft202012Validator, own)  # type: ignore[no-untyped-call]
    validator: Validator = judge(schema, registry=registry)
    return validator


def kind_of(node: Node) -> str | None:
    """The kind a document says it is of, or None when there is no such kind."""
    kind = node.data.get("kind") if isinstance(node.data, dict) else None
    return kind if isinstance(kind, str) and kind in KINDS else None


def check_schema(node: Node, path: str) -> tuple[str | None, list[Problem]]:
    """The document's kind (None when it has none) and every way in which it fails that kind's schema.

    `path` names the file in the problems' positions.
    """
    if not isinstance(node.data, dict):
        return None, [_problem(node, path, (), "document.not-mapping", {}, key=False)]
    kind = kind_of(node)
    if kind is None:
        return None, [_kind_problem(node, path, node.data.get("kind"))]
    found: list[Problem] = []
    for error in _validator(kind).iter_errors(node.data):
        found.extend(_explain(error, node, path))
    return kind, found


def _kind_problem(node: Node, path: str, kind: object) -> Problem:
    choices = ", ".join(KINDS)
    if kind is None:
        values: dict[str, object] = {"key": "kind", "title": choices}
        return _problem(node, path, (), "schema.required", values, key=False)
    return _problem(
        node, path, ("kind",), "document.unknown-kind", {"kind": _shown(kind), "choices": choices}, key=False
    )


def _problem(
    node: Node, path: str, where: Path, code: str, values: dict[str, object], *, key: bool
) -> Problem:
    place = node.key_place(where) if key else node.at(where).place
    return Problem(Position(path, *place), code, values)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


_TYPE_NAMES = {
    str: "string",
    bool: "boolean",
    int: "integer",
    dict: "object",
    list: "array",
    type(None): "null",
}


def _explain(error: Any, node: Node, path: str) -> Iterator[Problem]:
    where: Path = tuple(error.absolute_path)
    rule = _RULES.get(str(error.validator))
    if error.validator == "false":
        yield _problem(node, path, where, "schema.not-allowed", {}, key=True)
    elif error.validator == "required":
        yield from _missing(error, node, path, where)
    elif error.validator in ("additionalProperties", "unevaluatedProperties"):
        yield from _unknown_keys(error, node, path, where)
    elif rule is not None:
        code, values = rule(error)
        in_name = "propertyNames" in error.schema_path
        if in_name and isinstance(error.instance, str):
            where = (*where, error.instance)
        yield _problem(node, path, where, code, values, key=in_name)
    else:
        yield _problem(node, path, where, "schema.other", {"keyword": str(error.validator)}, key=False)


def _missing(error: Any, node: Node, path: str, where: Path) -> Iterator[Problem]:
    instance = error.instance if isinstance(error.instance, dict) else {}
    # jsonschema reports each missing key by itself, but names it only inside the sentence.
    key = next(
        key for key in error.validator_value if key not in instance and error.message.startswith(repr(key))
    )
    title = _title_of(error.schema, key) or key
    yield _problem(node, path, where, "schema.required", {"key": key, "title": title}, key=bool(where))


def _title_of(schema: Any, key: str) -> str | None:
    found = schema.get("properties", {}).get(key, {}) if isinstance(schema, dict) else {}
    if not isinstance(found, dict):
        return None
    return found.get("description") or found.get("title")


def _unknown_keys(error: Any, node: Node, path: str, where: Path) -> Iterator[Problem]:
    known = sorted(error.schema.get("properties", {}))
    for key in error.instance:
        if key in known:
            continue
        near = _near(str(key), known)
        code = "schema.unknown-key-near" if near else "schema.unknown-key"
        values: dict[str, object] = {
            "key": _shown(key),
            "near": near,
            "choices": ", ".join(known),
        }
        yield _problem(node, path, (*where, key), code, values, key=True)


def _near(found: str, choices: Iterable[str]) -> str:
    """The choice that was probably meant, upper and lower case being one, or an empty text."""
    lowered = {choice.lower(): choice for choice in choices}
    near = difflib.get_close_matches(found.lower(), lowered, n=1, cutoff=0.7)
    return lowered[near[0]] if near else ""


Said = tuple[str, dict[str, object]]


def _type(error: Any) -> Said:
    wanted = error.validator_value
    names = [wanted] if isinstance(wanted, str) else list(wanted)
    found = _TYPE_NAMES.get(type(error.instance), "string")
    return "schema.type", {
        "expected": Named(*(f"type.{name}" for name in names)),
        "found": Named(f"type.{found}"),
    }


def _enum(error: Any) -> Said:
    choices = [_shown(choice) for choice in error.validator_value]
    found = _shown(error.instance)
    near = _near(found, choices)
    values: dict[str, object] = {
        "found": found,
        "choices": ", ".join(choices),
        "near": near,
    }
    return ("schema.enum-near" if near else "schema.enum"), values


def _pattern(error: Any) -> Said:
    form = error.schema.get("x-form")
    found = _shown(error.instance)
    if form:
        return "schema.form", {"found": found, "expected": Named(f"form.{form}")}
    return "schema.pattern", {"found": found, "expected": error.validator_value}


def _limit(code: str) -> Callable[[Any], Said]:
    def rule(error: Any) -> Said:
        return code, {"limit": error.validator_value, "found": _shown(error.instance)}

    return rule


def _length(code: str) -> Callable[[Any], Said]:
    def rule(error: Any) -> Said:
        return code, {"limit": error.validator_value, "found": len(error.instance)}

    return rule


def _min_length(error: Any) -> Said:
    if error.instance == "":
        return "schema.form", {"found": "''", "expected": Named("form.not-empty")}
    return "schema.too-short", {"limit": error.validator_value}


def _needs(error: Any) -> Said:
    instance = error.instance
    for present, needed in error.validator_value.items():
        for key in needed:
            if present in instance and key not in instance:
                return "schema.needs-key", {"present": present, "key": key}
    return "schema.other", {"keyword": "dependentRequired"}


_RULES: dict[str, Callable[[Any], Said]] = {
    "type": _type,
    "enum": _enum,
    "const": lambda error: (
        "schema.const",
        {"expected": _shown(error.validator_value), "found": _shown(error.instance)},
    ),
    "pattern": _pattern,
    "minLength": _min_length,
    "maxLength": _limit("schema.too-long"),
    "minItems": _length("schema.too-few"),
    "maxItems": _length("schema.too-many"),
    "minProperties": _length("schema.too-few"),
    "uniqueItems": lambda error: ("schema.not-unique", {}),
    "minimum": _limit("schema.too-small"),
    "maximum": _limit("schema.too-big"),
    "dependentRequired": _needs,
}
