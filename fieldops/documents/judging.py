"""Judging plain data by the JSON Schema of its kind; schema errors become problems with a place.

The sentence is chosen by the keyword that failed, never by translating the library's text; forms such as
dates carry the annotation ``x-form`` that names their description in the catalogue.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache, partial
from typing import Any

from fieldops.documents import meant, validators
from fieldops.documents.consequences import independent
from fieldops.documents.schema import (
    COMMON,
    KINDS,
    SCHEMAS,
    UNFILLED,
    described,
    schema_file,
    titled,
)
from fieldops.documents.yaml_text import Node, Path
from fieldops.errors import Named, Position, Problem
from fieldops.messages import CATALOGUE

_SHOWN = 80
# A key with its value behind a sign that parts them for nobody but people: id：acme, id:acme, id=acme.
_KEY_AND_VALUE = re.compile(r"([A-Za-z_][\w-]*)\s*([:：=])")
_WORDS = re.compile(r"([A-Za-z_][\w-]*)\s*[:：=]")
# Unknown keys of one mapping for which the key that was meant is looked for; a file of ten thousand is none of ours.
_LOOKED_UP = 100


def kind_of(node: Node, among: Collection[str] = KINDS) -> str | None:
    """The kind a document says it is of, or None when there is no such kind."""
    kind = node.data.get("kind") if isinstance(node.data, dict) else None
    return kind if isinstance(kind, str) and kind in among else None


def check_schema(node: Node, path: str, among: Collection[str] = KINDS) -> tuple[str | None, list[Problem]]:
    """The document's kind (None when it has none) and every way in which it fails that kind's schema; `among`: what it may be.
    A value that is TBD is told as not filled in and nothing else. `path` names the file in the problems' positions.
    """
    if not isinstance(node.data, dict):
        return None, [_problem(node, path, (), "document.not-mapping", {}, key=False)]
    kind = kind_of(node, among)
    unfilled = dict.fromkeys(unfilled_places(node.data) if _is_unfilled(node.data) else ())
    found = [_unfilled_problem(node, path, kind, where) for where in unfilled]
    if kind is None and ("kind",) not in unfilled:
        found.append(_kind_problem(node, path, among))
    elif kind is not None and not validators.accepts(kind, node.data):
        errors = partial(validators.errors, kind)
        wrong = [error for error in errors(node.data) if tuple(error.absolute_path) not in unfilled]
        explained = [(error, list(_explain(error, node, path))) for error in wrong]
        found.extend(_without_misspelt(independent(explained, node.data, errors)))
    return kind, found


def _without_misspelt(problems: list[Problem]) -> list[Problem]:
    """The problems without those of missing keys that stand there behind a colon that is none, which is told."""
    misspelt = {
        (problem.values["within"], name)
        for problem in problems
        if problem.code in ("schema.full-width-colon", "schema.space-after-colon")
        for name in _names_in(problem)
    }
    return [
        problem
        for problem in problems
        if problem.code != "schema.required"
        or (problem.values["within"], problem.values["key"]) not in misspelt
    ]


def _names_in(problem: Problem) -> tuple[object, ...]:
    names = problem.values["names"]
    return names if isinstance(names, tuple) else ()


def _is_unfilled(data: object) -> bool:
    """Whether TBD stands anywhere: hardly ever, so the places are looked for afterwards."""
    waiting = [data]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            waiting.extend(each.values())
        elif isinstance(each, list):
            waiting.extend(each)
        elif each == UNFILLED:
            return True
    return False


def unfilled_places(data: object, where: Path = ()) -> Iterator[Path]:
    """The places at and below `where` that hold TBD."""
    if data == UNFILLED:
        yield where
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from unfilled_places(value, (*where, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from unfilled_places(value, (*where, index))


def _unfilled_problem(node: Node, path: str, kind: str | None, where: Path) -> Problem:
    # Entries of a list often have no description of their own: the list's is told.
    named = where[:-1] if where and isinstance(where[-1], int) else where
    title = kind is not None and (described(kind, where) or described(kind, named))
    key = "".join(f"[{step}]" if isinstance(step, int) else f".{_shown(step)}" for step in where)
    values: dict[str, object] = {"key": key.removeprefix("."), "title": title or Named("form.to-fill-in")}
    return _problem(node, path, where, "document.unfilled", values, key=False)


def _kind_problem(node: Node, path: str, among: Collection[str]) -> Problem:
    choices = ", ".join(among)
    data = node.data
    kind = data.get("kind") if isinstance(data, dict) else None
    if kind is None and "kind" in node.keys:
        values: dict[str, object] = {"key": "kind", "expected": Named("form.kind", choices=choices)}
        return _problem(node, path, ("kind",), "schema.empty", values, key=False)
    written = [key for key in node.keys if meant.near(key, ("kind",))]
    if kind is None and written:
        values = {"key": written[0], "choices": "kind", "within": "", "near": "kind"}
        return _problem(node, path, (written[0],), "schema.unknown-key-near", values, key=True)
    if kind is None:
        values = {"key": "kind", "title": choices}
        return _problem(node, path, (), "schema.required", values, key=False)
    near = meant.near(_shown(kind), among)
    advice = Named("form.did-you-mean", near=near) if near else Named("form.one-of", choices=choices)
    values = {"kind": _shown(kind), "advice": advice}
    return _problem(node, path, ("kind",), "document.unknown-kind", values, key=False)


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
    title = described(kind_of(node, SCHEMAS) or "", (*where, key)) or key
    values = {"key": key, "title": title, "within": _within(where)}
    yield _problem(node, path, where, "schema.required", values, key=bool(where))


def _within(where: Path) -> str:
    return "/".join(str(step) for step in where)


def _unknown_keys(error: Any, node: Node, path: str, where: Path) -> Iterator[Problem]:
    known, kind = sorted(error.schema.get("properties", {})), kind_of(node, SCHEMAS) or ""
    choices = ", ".join(known)
    for at, key in enumerate(key for key in error.instance if key not in known):
        values: dict[str, object] = {"key": _shown(key), "choices": choices, "within": _within(where)}
        if (run := _KEY_AND_VALUE.match(str(key))) and run[1] in known:
            # What stands behind it in the same brackets is part of it too, and missing nowhere else.
            values["near"] = run[1]
            values["names"] = tuple(name for name in _WORDS.findall(str(key)) if name in known)
            value = error.instance[key]
            values["written"] = _shown(_spread(str(key)) + ("" if value is None else f": {_shown(value)}"))
            code = "schema.full-width-colon" if run[2] == "\uff1a" else "schema.space-after-colon"
            yield _problem(node, path, (*where, key), code, values, key=True)
            continue
        values["near"] = _key_meant(str(key), kind, _general(where), tuple(known)) if at < _LOOKED_UP else ""
        code = "schema.unknown-key-near" if values["near"] else "schema.unknown-key"
        code = "playbook.override-fixed" if key in error.schema.get("x-fixed", ()) else code
        yield _problem(node, path, (*where, key), code, values, key=True)


def _spread(key: str) -> str:
    """Keys and values that were run together, with the colons and commas that YAML knows."""
    return re.sub(r"\s*[，；、;]\s*(?=[A-Za-z_])", ", ", re.sub(r"(?<=\w)\s*[:：=]\s*", ": ", key))


def _general(where: Path) -> Path:
    """The place without the numbers of entries."""
    return tuple(0 if isinstance(step, int) else step for step in where)


# A file may hold the same mistake ten thousand times.
@lru_cache(4096)
def _key_meant(key: str, kind: str, where: Path, known: tuple[str, ...]) -> str:
    return meant.key(key, {name: _chinese_title(kind, (*where, name)) for name in known})


def _chinese_title(kind: str, where: Path) -> str:
    title = titled(kind, where)
    return "" if title is None else title.say("zh-CN")


Said = tuple[str, dict[str, object]]


def _type(error: Any) -> Said:
    wanted = error.validator_value
    names = [wanted] if isinstance(wanted, str) else list(wanted)
    found = _TYPE_NAMES.get(type(error.instance), "string")
    key = _shown(error.absolute_path[-1]) if error.absolute_path else ""
    if found == "null":
        return "schema.empty", {"key": key, "expected": Named(*(f"type.{name}" for name in names))}
    form = error.schema.get("x-form")
    return "schema.type", {
        "expected": Named(f"form.{form}") if form else Named(*(f"type.{name}" for name in names)),
        "found": Named(f"type.{found}"),
        "advice": _type_advice(error, names, key),
    }


def _type_advice(error: Any, names: list[str], key: str) -> Named | str:
    found = error.instance
    if "string" in names and isinstance(found, (int, bool)):
        # A number or a truth value where any text belongs lacks only its quotes.
        form = error.schema.get("x-form")
        in_quotes = form is None or re.fullmatch(error.schema.get("pattern", ""), _shown(found))
        return Named("form.in-quotes", text=_shown(found)) if in_quotes else meant.advice(form, found)
    if "string" in names and isinstance(found, list) and len(found) == 1 and isinstance(found[0], str):
        return Named("form.without-brackets", text=f"{key}: {_shown(found[0])}")
    if "string" in names and isinstance(found, dict) and len(found) == 1:
        # In brackets a colon and a space make a mapping of a text.
        ((name, value),) = found.items()
        text = name if value is None else f"{name}: {_shown(value)}"
        return Named("form.in-quotes", text=text)
    if "boolean" in names and isinstance(found, (str, int)) and (near := meant.truth(found)):
        return Named("form.did-you-mean", near=near)
    if "integer" in names and isinstance(found, str) and (near := meant.whole_number(found)):
        return Named("form.did-you-mean", near=near)
    if "array" in names and isinstance(found, dict) and any(name.startswith("-") for name in found):
        return Named("form.space-after-dash")
    if "array" in names and isinstance(found, (str, int)):
        return _list_meant(error, key, str(found))
    if "object" in names and isinstance(found, str):
        return _mapping_meant(error, found)
    return Named("form.one-list") if "array" in names and isinstance(found, dict) else ""


def _list_meant(error: Any, key: str, found: str) -> Named:
    """The list that was meant by a text: of texts in brackets; of mappings as lines."""
    if not _holds_texts(error.schema):
        return Named("form.list-of-mappings")
    written = ", ".join(meant.in_flow(each) for each in meant.entries(found))
    return Named("form.in-brackets", text=f"{key}: [{written}]", line=f"{key}: [{written}]")


def _holds_texts(schema: Any) -> bool:
    items = schema.get("items", {})
    if "$ref" in items:
        name = items["$ref"].rpartition("/")[2]
        files = (COMMON, *KINDS.values())
        items = next((one for file in files if (one := schema_file(file).get("$defs", {}).get(name))), {})
    types = {items["type"]} if isinstance(items.get("type"), str) else set(items.get("type", ()))
    # A text for people is a text, or one for each language.
    return "string" in types or ("object" not in types and "properties" not in items)


def _mapping_meant(error: Any, found: str) -> Named | str:
    """The line that was meant by a text with a colon that makes no key of it: phone:123, phone：123."""
    written = re.fullmatch(r"([A-Za-z_][\w-]*)\s*[:：=]\s*(\S.*)", found)
    known, needed = error.schema.get("properties", {}), error.schema.get("required", ())
    if written and (written[1] in known or not known):
        return Named("form.space-after-colon", text=f"{written[1]}: {written[2]}")
    keys = f"{{{needed[0]}: {found}}}" if len(needed) == 1 else ", ".join(needed or sorted(known)[:6])
    return Named("form.mapping", keys=keys) if known else ""


def _enum(error: Any) -> Said:
    choices = [_shown(choice) for choice in error.validator_value]
    if error.instance is None:
        key = _shown(error.absolute_path[-1]) if error.absolute_path else ""
        return "schema.empty", {"key": key, "expected": Named("form.kind", choices=", ".join(choices))}
    found = _shown(error.instance)
    if error.schema.get("x-form") == "warning" and found in CATALOGUE:
        return "accepts.not-a-warning", {"code": found}
    keys = [step for step in error.absolute_path if isinstance(step, str)]
    near = meant.choice(found, choices, keys[-1] if keys else "")
    if error.absolute_path and isinstance(error.absolute_path[-1], int) and isinstance(error.instance, str):
        # Several entries of a list in one: [engineer、manager].
        parts = [meant.choice(each, choices, keys[-1] if keys else "") for each in meant.entries(found)]
        near = ", ".join(parts) if len(parts) > 1 and all(parts) else near
    values: dict[str, object] = {
        "found": found,
        "choices": ", ".join(choices),
        "near": near,
    }
    return ("schema.enum-near" if near else "schema.enum"), values


def _pattern(error: Any) -> Said:
    # Each pattern of ours has a form with a name (a test holds the schemas to that).
    form = error.schema["x-form"]
    return "schema.form", {
        "found": _shown(error.instance),
        "expected": Named(f"form.{form}"),
        "advice": meant.advice(form, error.instance),
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
        return "schema.form", {"found": "''", "expected": Named("form.not-empty"), "advice": ""}
    return "schema.too-short", {"limit": error.validator_value}


def _needs(error: Any) -> Said:
    instance = error.instance
    for present, needed in error.validator_value.items():
        # All at once: who adds one is not sent back for the next.
        missing = tuple(key for key in needed if key not in instance)
        if present in instance and missing:
            return "schema.needs-key", {"present": present, "key": missing}
    return "schema.other", {"keyword": "dependentRequired"}


def _const(error: Any) -> Said:
    wanted = _shown(error.validator_value)
    if error.instance is None:
        return "schema.empty", {"key": _shown(error.absolute_path[-1]), "expected": wanted}
    return "schema.const", {"expected": wanted, "found": _shown(error.instance)}


_RULES: dict[str, Callable[[Any], Said]] = {
    "type": _type,
    "enum": _enum,
    "const": _const,
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
