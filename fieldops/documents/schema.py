"""Judging plain data by the JSON Schema of its kind; schema errors become problems with a place.

The sentence is chosen by the keyword that failed, never by translating the library's text; forms such as
dates carry the annotation ``x-form`` that names their description in the catalogue.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from fieldops.documents.yaml_text import Node, Path
from fieldops.errors import Named, Position, Problem
from fieldops.messages import Text

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

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

# What stands where a value is still to be agreed.
UNFILLED = "TBD"

_COMMON = "common.json"
_SHOWN = 80
# Unknown keys of one mapping for which the key that was meant is looked for; a file of ten thousand is none of ours.
_LOOKED_UP = 100
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
    return _schema_file(KINDS[kind])


@cache
def _schema_file(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(schema_text(name))
    return loaded


@dataclass(frozen=True, slots=True)
class Part:
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
        target = _schema_file(file or self.file)
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
    return Part(schema_of(kind), KINDS[kind])


def described(kind: str, where: Path) -> Text | None:
    """What the schema says about the value at `where`: its description, else its title; None when it has neither."""
    # All entries of a list are described alike.
    return _described(kind, tuple(0 if isinstance(step, int) else step for step in where))


@lru_cache(1024)
def _described(kind: str, where: Path) -> Text | None:
    parts = [part_of(kind)]
    for step in where:
        parts = [inner for part in parts for inner in part.inner(step)]
    layers = [layer.schema for part in parts for layer in part.layers()]
    texts = (layer.get("description") or layer.get("title") for layer in layers)
    text = next((text for text in texts if text), None)
    return None if text is None else in_both(text)


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


@cache
def _accepts(kind: str) -> Callable[[object], bool]:
    """Whether data are right by the schema of `kind`, told fast; no where it cannot be told.

    Nearly all documents are right, and jsonschema takes 40 times as long, and 80 ms to be loaded. What this one
    accepts, `_validator` accepts (tests compare them); what it refuses, `_validator` explains or lets pass.
    """
    from jsonschema_rs import Draft202012Validator, Registry

    registry = Registry([(_COMMON, _schema_file(_COMMON))])
    is_valid = Draft202012Validator(schema_of(kind), registry=registry, validate_formats=True).is_valid

    def accepts(data: object) -> bool:
        try:
            return is_valid(data)
        except ValueError:
            return False

    return accepts


@cache
def _validator(kind: str) -> Validator:
    from referencing import Registry, Resource

    files = ((name, Resource.from_contents(_schema_file(name))) for name in (_COMMON, KINDS[kind]))
    registry: Registry[Any] = Registry().with_resources(files)
    validator: Validator = _explaining()(schema_of(kind), registry=registry)
    return validator


def _explaining() -> Any:
    """The class of jsonschema's validators, with four keywords of our own."""
    from jsonschema import Draft202012Validator, ValidationError
    from jsonschema.validators import extend

    # Python's `$` also matches before a last line feed, the schema's does not: all patterns are anchored.
    def pattern(_: object, wanted: str, found: object, __: object) -> Iterator[ValidationError]:
        if isinstance(found, str) and not re.fullmatch(wanted, found):
            yield ValidationError("pattern")

    # jsonschema compares each entry with each other one as soon as they cannot be sorted.
    def unique_items(_: object, wanted: bool, found: object, __: object) -> Iterator[ValidationError]:
        if wanted and isinstance(found, list):
            # What is not filled in is told by itself.
            filled = [entry for entry in found if entry != UNFILLED]
            if len({json.dumps(entry, sort_keys=True) for entry in filled}) < len(filled):
                yield ValidationError("uniqueItems")

    # jsonschema does not tell which property a `false` refuses.
    def properties(judge: Any, wanted: dict[str, Any], found: Any, _: object) -> Iterator[ValidationError]:
        for name, schema in wanted.items() if isinstance(found, dict) else ():
            if name in found and schema is False:
                yield ValidationError("false", validator="false", path=(name,))
            elif name in found:
                yield from judge.descend(found[name], schema, path=name, schema_path=name)

    # Only dates have a format; one that does not look like a date is told by its pattern.
    def day_exists(_: object, __: str, found: object, schema: Any) -> Iterator[ValidationError]:
        if isinstance(found, str) and re.fullmatch(schema.get("pattern", ".*"), found) and not _is_day(found):
            yield ValidationError("format")

    own = {"pattern": pattern, "uniqueItems": unique_items, "properties": properties, "format": day_exists}
    return extend(Draft202012Validator, own)  # type: ignore[no-untyped-call]


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def kind_of(node: Node) -> str | None:
    """The kind a document says it is of, or None when there is no such kind."""
    kind = node.data.get("kind") if isinstance(node.data, dict) else None
    return kind if isinstance(kind, str) and kind in KINDS else None


def check_schema(node: Node, path: str) -> tuple[str | None, list[Problem]]:
    """The document's kind (None when it has none) and every way in which it fails that kind's schema.

    A value that is TBD is told as not filled in and nothing else. `path` names the file in the problems' positions.
    """
    if not isinstance(node.data, dict):
        return None, [_problem(node, path, (), "document.not-mapping", {}, key=False)]
    kind = kind_of(node)
    unfilled = dict.fromkeys(_unfilled(node.data, ()))
    found = [_unfilled_problem(node, path, kind, where) for where in unfilled]
    if kind is None and ("kind",) not in unfilled:
        found.append(_kind_problem(node, path, node.data.get("kind")))
    elif kind is not None and not _accepts(kind)(node.data):
        for error in _validator(kind).iter_errors(node.data):
            if tuple(error.absolute_path) not in unfilled:
                found.extend(_explain(error, node, path))
    return kind, found


def _unfilled(data: object, where: Path) -> Iterator[Path]:
    """The places at and below `where` that hold TBD."""
    if data == UNFILLED:
        yield where
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _unfilled(value, (*where, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _unfilled(value, (*where, index))


def _unfilled_problem(node: Node, path: str, kind: str | None, where: Path) -> Problem:
    title = kind is not None and described(kind, where)
    key = "".join(f"[{step}]" if isinstance(step, int) else f".{_shown(step)}" for step in where)
    values: dict[str, object] = {"key": key.removeprefix("."), "title": title or ""}
    return _problem(node, path, where, "document.unfilled", values, key=False)


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
    title = described(kind_of(node) or "", (*where, key)) or key
    yield _problem(node, path, where, "schema.required", {"key": key, "title": title}, key=bool(where))


def _unknown_keys(error: Any, node: Node, path: str, where: Path) -> Iterator[Problem]:
    known = sorted(error.schema.get("properties", {}))
    choices = ", ".join(known)
    for at, key in enumerate(key for key in error.instance if key not in known):
        near = _near(str(key), known) if at < _LOOKED_UP else ""
        code = "schema.unknown-key-near" if near else "schema.unknown-key"
        values: dict[str, object] = {
            "key": _shown(key),
            "near": near,
            "choices": choices,
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
    # A number or a truth value where text belongs lacks only its quotes.
    unquoted = "string" in names and found in ("integer", "boolean")
    return "schema.type", {
        "expected": Named(*(f"type.{name}" for name in names)),
        "found": Named(f"type.{found}"),
        "advice": Named("form.in-quotes", text=_shown(error.instance)) if unquoted else "",
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
    # Each pattern of ours has a form with a name (a test holds the schemas to that).
    return "schema.form", {
        "found": _shown(error.instance),
        "expected": Named(f"form.{error.schema['x-form']}"),
    }


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
    "format": lambda error: ("contract.no-such-date", {"date": _shown(error.instance)}),
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
