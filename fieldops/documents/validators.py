"""Whether data are right by the JSON Schema of a kind of document, told fast; and every way in which they are not.

Two libraries: jsonschema-rs says whether and where, jsonschema says what, with all that a sentence is made of. Not here: the
sentences (`judging`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from fieldops.documents.schema import COMMON, SCHEMAS, UNFILLED, schema_file, schema_of

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

# The mappings and lists (by `id`) in which there is something wrong; None: every one is looked into.
_WRONG: ContextVar[frozenset[int] | None] = ContextVar("_WRONG", default=None)


def accepts(kind: str, data: object) -> bool:
    """Whether `data` are right by the schema of `kind`; no where it cannot be told.

    Nearly all documents are right, and jsonschema takes 40 times as long, and 80 ms to be loaded. What this accepts, `errors`
    has nothing against (tests compare them); what it refuses, `errors` explains or lets pass.
    """
    try:
        return bool(_fast(kind).is_valid(data))
    except ValueError:
        return False


def errors(kind: str, data: Any) -> list[Any]:
    """Every way in which `data` fail the schema of `kind`, as jsonschema's ValidationErrors.

    Only what the fast one finds something wrong in is looked into: a mistake in a contract of 12 KB takes a tenth of the
    time to be explained, 1.2 ms for 12.
    """
    token = _WRONG.set(_wrong_in(data, _places(kind, data)))
    try:
        return list(explaining(kind).iter_errors(data))
    finally:
        _WRONG.reset(token)


@cache
def _fast(kind: str) -> Any:
    from jsonschema_rs import Draft202012Validator, Registry

    registry = Registry([(COMMON, schema_file(COMMON))])
    return Draft202012Validator(schema_of(kind), registry=registry, validate_formats=True)


def _places(kind: str, data: object) -> list[list[str | int]] | None:
    """The paths of all that the fast one refuses; None where it cannot tell."""
    try:
        return [error.instance_path for error in _fast(kind).iter_errors(data)]
    except ValueError:
        return None


def _wrong_in(data: object, places: Iterable[list[str | int]] | None) -> frozenset[int] | None:
    """The mappings and lists that hold one of the places, at any depth; None where they are not known."""
    if places is None:
        return None
    found = {id(data)}
    for path in places:
        here: Any = data
        for step in path:
            here = here[step]
            if isinstance(here, dict | list):
                found.add(id(here))
    return frozenset(found)


def _is_looked_into(value: object) -> bool:
    wrong = _WRONG.get()
    return wrong is None or not isinstance(value, dict | list) or id(value) in wrong


@cache
def explaining(kind: str) -> Validator:
    """jsonschema's validator for the schema of `kind`; by itself it looks into everything."""
    from referencing import Registry, Resource

    files = ((name, Resource.from_contents(schema_file(name))) for name in (COMMON, SCHEMAS[kind]))
    registry: Registry[Any] = Registry().with_resources(files)
    validator: Validator = explaining_class()(schema_of(kind), registry=registry)
    return validator


@cache
def explaining_class() -> Any:
    """The class of jsonschema's validators, with keywords of our own."""
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    own: dict[str, Callable[..., Iterator[Any]]] = {
        "pattern": _pattern,
        "uniqueItems": _unique_items,
        "properties": _properties,
        "items": _items,
        "if": _if,
        "format": _day_exists,
    }
    # jsonschema's stubs leave its type out.
    extended: Any = extend
    return extended(Draft202012Validator, own)


def _error(message: str, **more: Any) -> Any:
    from jsonschema import ValidationError

    return ValidationError(message, **more)


# Python's `$` also matches before a last line feed, the schema's does not: all patterns are anchored.
def _pattern(_: object, wanted: str, found: object, __: object) -> Iterator[Any]:
    if isinstance(found, str) and not re.fullmatch(wanted, found):
        yield _error("pattern")


# jsonschema compares each entry with each other one as soon as they cannot be sorted.
def _unique_items(_: object, wanted: bool, found: object, __: object) -> Iterator[Any]:
    if wanted and isinstance(found, list):
        # What is not filled in is told by itself.
        filled = [entry for entry in found if entry != UNFILLED]
        if len({json.dumps(entry, sort_keys=True) for entry in filled}) < len(filled):
            yield _error("uniqueItems")


# jsonschema does not tell which property a `false` refuses.
def _properties(judge: Any, wanted: dict[str, Any], found: Any, _: object) -> Iterator[Any]:
    for name, schema in wanted.items() if isinstance(found, dict) else ():
        if name in found and schema is False:
            yield _error("false", validator="false", path=(name,))
        elif name in found and _is_looked_into(found[name]):
            yield from judge.descend(found[name], schema, path=name, schema_path=name)


def _items(judge: Any, wanted: Any, found: Any, _: object) -> Iterator[Any]:
    for index, entry in enumerate(found) if isinstance(found, list) else ():
        if _is_looked_into(entry):
            yield from judge.descend(entry, wanted, path=index)


# A condition holds or does not for all that is there, whether anything is wrong with it or not.
def _if(judge: Any, condition: Any, found: Any, schema: dict[str, Any]) -> Iterator[Any]:
    token = _WRONG.set(None)
    try:
        branch = "then" if judge.evolve(schema=condition).is_valid(found) else "else"
    finally:
        _WRONG.reset(token)
    if branch in schema:
        yield from judge.descend(found, schema[branch], schema_path=branch)


# Only dates have a format; one that does not look like a date is told by its pattern.
def _day_exists(_: object, __: str, found: object, schema: Any) -> Iterator[Any]:
    if isinstance(found, str) and re.fullmatch(schema.get("pattern", ".*"), found) and not _is_day(found):
        yield _error("format")


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
