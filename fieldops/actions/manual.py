"""The manual: what a code means, why the rule is there, a bad and a good example; and the schemas for other tools."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources
from typing import Any

from fieldops.documents.choices import alike
from fieldops.documents.schema import SCHEMAS, in_both, schema_of, schema_text
from fieldops.documents.typed import Text, text_of
from fieldops.documents.yaml_text import read_yaml
from fieldops.errors import FieldopsError, UsageError
from fieldops.messages import CATALOGUE

# What codes about files and playbooks begin with; those of rules have an entry each.
_OF_FILES = (
    "yaml.",
    "schema.",
    "document.",
    "reference.",
    "probe.",
    "check.",
    "playbook.",
    "pins.",
    "contract.",
    "workspace.contracts-",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the manual says about a code; `why`, `source`, `bad` and `good` are empty where the sentence says all."""

    code: str
    why: Text
    source: str
    bad: str
    good: str


def explained_codes() -> list[str]:
    """The codes that have an entry of their own, sorted; of the others `validate` says all there is to say."""
    folder = resources.files("fieldops.messages").joinpath("manual")
    return sorted(file.name.removesuffix(".yaml") for file in folder.iterdir() if file.name.endswith(".yaml"))


def listed_codes() -> list[str]:
    """Every code that `validate` can say, sorted."""
    from fieldops.messages import adaptations, documents, playbooks, variables, yaml_texts

    own = (
        code
        for code in (
            *documents.SENTENCES,
            *playbooks.SENTENCES,
            *adaptations.SENTENCES,
            *variables.SENTENCES,
            *yaml_texts.SENTENCES,
        )
        if code.startswith(_OF_FILES)
    )
    return sorted({*explained_codes(), *own})


def explain(code: str) -> Entry:
    """The manual's entry for a code of the catalogue. Raises UsageError, with the nearest codes, for any other."""
    if code not in CATALOGUE:
        if near := alike(code, listed_codes()):
            raise UsageError("explain.unknown-near", asked=code, near=near)
        raise UsageError("explain.unknown", asked=code)
    if code not in explained_codes():
        return Entry(code, Text("", ""), "", "", "")
    return _read(code)


def _read(code: str) -> Entry:
    file = resources.files("fieldops.messages").joinpath("manual", f"{code}.yaml")
    node, problems = read_yaml(file.read_bytes(), file.name)
    if node is None or problems or not isinstance(node.data, dict):
        raise FieldopsError("install.incomplete", folder=f"manual/{code}.yaml")
    data: dict[str, Any] = node.data
    return Entry(code, text_of(data["why"]), str(data.get("source", "")), str(data["bad"]), str(data["good"]))


def kinds() -> dict[str, Text]:
    """Every kind of document and what it is for."""
    return {kind: in_both(str(schema_of(kind)["description"])) for kind in SCHEMAS}


def bundled_schema(kind: str) -> dict[str, Any]:
    """The schema of `kind` (upper and lower case are one) as one self-contained document, JSON Schema 2020-12.

    Raises UsageError when there is no such kind.
    """
    known = {each.lower(): each for each in SCHEMAS}
    if kind.lower() not in known:
        choices = ", ".join(SCHEMAS)
        if near := alike(kind, SCHEMAS):
            raise UsageError("schema.no-kind-near", kind=kind, near=near[0], choices=choices)
        raise UsageError("schema.no-kind", kind=kind, choices=choices)
    text = schema_text(SCHEMAS[known[kind.lower()]]).replace("common.json#/$defs/", "#/$defs/")
    schema: dict[str, Any] = json.loads(text)
    common = json.loads(schema_text("common.json"))
    schema["$defs"] = {**common["$defs"], **schema.get("$defs", {})}
    return schema
